"""Batches beside Gymnasium's SyncVectorEnv over single environments, step by step, infos included."""

from __future__ import annotations

import gymnasium
import numpy as np
import pytest
from gymnasium.vector import AutoresetMode, SyncVectorEnv

import gauntlet_rl
from conftest import RECIPES, same

LANES = 5
SEEDS = [3, 14, 15, 92, 65]
# Episodes of different lengths: some end by the task, all by the horizon.
HORIZON = {"cart-pole-v1": 23, "frozen-lake-v1 | sticky-action(probability=0.3)": 17}


def pair(
    recipe: str, mode: AutoresetMode, **arguments: object
) -> tuple[SyncVectorEnv, gauntlet_rl.GauntletVectorEnv]:
    horizon = HORIZON.get(recipe, 7)
    singles = SyncVectorEnv(
        [lambda: gauntlet_rl.make(recipe, horizon=horizon, diagnostics=True)] * LANES, autoreset_mode=mode)
    batch = gauntlet_rl.make_vec(
        recipe, LANES, horizon=horizon, diagnostics=True, autoreset_mode=mode, **arguments)
    assert batch.observation_space == singles.observation_space
    assert batch.action_space == singles.action_space
    assert batch.single_observation_space == singles.single_observation_space
    assert batch.metadata["autoreset_mode"] is singles.metadata["autoreset_mode"] is mode
    return singles, batch


def kept(result: tuple) -> tuple:
    """Copies of what a batch returned, whose arrays are written again."""
    return tuple(
        {name: value if name == "final_info" else value.copy() for name, value in part.items()}
        if isinstance(part, dict) else part.copy()
        for part in result)


@pytest.mark.parametrize("copy", [False, True])
@pytest.mark.parametrize("mode", [AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP])
@pytest.mark.parametrize("recipe", RECIPES)
def test_plays_as_gymnasiums_vector(recipe: str, mode: AutoresetMode, copy: bool) -> None:
    singles, batch = pair(recipe, mode, copy=copy)
    same(batch.reset(seed=SEEDS), singles.reset(seed=SEEDS))
    singles.action_space.seed(1)
    endings = 0
    for _ in range(80):
        actions = singles.action_space.sample()
        ours, theirs = batch.step(actions), singles.step(actions)
        same(ours, theirs)
        endings += int((theirs[2] | theirs[3]).sum())
    assert endings > 3 * LANES
    same(batch.reset(), singles.reset())
    same(batch.reset(seed=5), singles.reset(seed=5))
    same(batch.reset(seed=[None, 1, None, 2, None]), singles.reset(seed=[None, 1, None, 2, None]))


@pytest.mark.parametrize("recipe", RECIPES)
def test_disabled_mode_waits_for_a_masked_reset(recipe: str) -> None:
    singles, batch = pair(recipe, AutoresetMode.DISABLED)
    same(batch.reset(seed=7), singles.reset(seed=7))
    singles.action_space.seed(1)
    for _ in range(60):
        actions = singles.action_space.sample()
        ours, theirs = batch.step(actions), singles.step(actions)
        same(ours, theirs)
        ended = ours[2] | ours[3]
        if ended.any():
            with pytest.raises(gauntlet_rl.ResetNeededError, match="reset_mask"):
                batch.step(actions)
            before = kept(ours)
            same(
                batch.reset(options={"reset_mask": ended.copy()}),
                singles.reset(options={"reset_mask": ended.copy()}))
            same(kept(ours), before)  # the step's last observations outlive the reset


def test_the_large_layout_gives_the_same() -> None:
    """Above some size batches are not copied but told where to write; nothing else may change."""
    lanes = 3000
    for mode in AutoresetMode:
        def made(count: int, mode: AutoresetMode = mode) -> gauntlet_rl.GauntletVectorEnv:
            return gauntlet_rl.make_vec(
                "constrained-pendulum-v0", count, horizon=4, autoreset_mode=mode, diagnostics=True)

        small, large = [made(30) for _ in range(lanes // 30)], made(lanes)
        assert large._bound is None and small[0]._bound is not None
        seen, _ = large.reset(seed=100)
        same(seen, np.concatenate([one.reset(seed=100 + 30 * place)[0] for place, one in enumerate(small)]))
        large.action_space.seed(2)
        for step in range(5 if mode is AutoresetMode.DISABLED else 14):
            actions = large.action_space.sample()
            if step % 3 == 1:
                actions = np.asfortranarray(actions.astype(np.float64))
            elif step % 3 == 2:
                large.actions[...] = actions
                actions = large.actions
            whole = large.step(actions)
            parts = [one.step(actions[30 * place:30 * place + 30]) for place, one in enumerate(small)]
            for place in range(4):
                same(whole[place], np.concatenate([part[place] for part in parts]))
            for name in ("cost", "costs", "margins", "angleMargin"):
                same(whole[4][name], np.concatenate([part[4][name] for part in parts]))
            ended = whole[2] | whole[3]
            if mode is AutoresetMode.DISABLED:
                # Ended lanes, and some in the middle of an episode, so that later not all end at once.
                mask = ended | (np.arange(lanes) % 5 == step)
                seen, infos = large.reset(options={"reset_mask": mask})
                parts = [
                    one.reset(options={"reset_mask": mask[30 * place:30 * place + 30]})
                    for place, one in enumerate(small)]
                same(seen, np.concatenate([part[0] for part in parts]))
                same(infos["margins"], np.concatenate([part[1]["margins"] for part in parts]))
                same(large.costs, np.concatenate([one.costs for one in small]))


def test_without_infos_the_columns_stay() -> None:
    told = gauntlet_rl.make_vec("constrained-pendulum-v0", 4, horizon=5, autoreset_mode="SameStep", copy=True)
    mute = gauntlet_rl.make_vec("constrained-pendulum-v0", 4, horizon=5, autoreset_mode="SameStep", infos=False)
    same(told.reset(seed=1)[0], mute.reset(seed=1)[0])
    for _ in range(12):
        actions = told.action_space.sample()
        *ours, infos = mute.step(actions)
        *theirs, final = told.step(actions)
        same(ours, theirs)
        assert infos == {}
        if "final_obs" in final:
            assert ours[3].all()
            same(mute.final_observations, np.stack(final["final_obs"]))
            same(mute.costs, final["final_info"]["costs"])


def test_arrays_outlive_one_step_and_copies_all() -> None:
    batch = gauntlet_rl.make_vec("pendulum-v1", 3)
    first, _ = batch.reset(seed=0)
    was = first.copy()
    second = batch.step(batch.actions)[0]
    assert first.tobytes() == was.tobytes() and not np.shares_memory(first, second)
    third = batch.step(batch.actions)[0]
    assert np.shares_memory(first, third)
    batch = gauntlet_rl.make_vec("pendulum-v1", 3, copy=True)
    batch.reset(seed=0)
    results = [batch.step(batch.actions) for _ in range(3)]
    assert not any(np.shares_memory(one, other) for one in results[0][:4] for other in results[2][:4])


def test_make_vec_by_gymnasium() -> None:
    batch = gymnasium.make_vec(
        "gauntlet/cart-pole-v1", num_envs=1024, autoreset_mode=AutoresetMode.SAME_STEP, massPole=0.2,
        rules=["action-delay(steps=1)"], threads=2)
    assert isinstance(batch.unwrapped, gauntlet_rl.GauntletVectorEnv)
    assert batch.unwrapped.description.recipe == "cart-pole-v1?massPole=0.2 | action-delay(steps=1)"
    batch.reset(seed=0)
    for _ in range(30):
        observation, reward, terminated, truncated, _ = batch.step(batch.action_space.sample())
    assert observation in batch.observation_space
    assert reward.dtype == np.float64 and terminated.dtype == truncated.dtype == np.bool_
    batch.close()
    one_by_one = gymnasium.make_vec("gauntlet/cart-pole-v1", num_envs=2, vectorization_mode="sync")
    assert isinstance(one_by_one, SyncVectorEnv)


def test_gymnasiums_vector_wrappers_fit() -> None:
    batch = gymnasium.make_vec("gauntlet/cart-pole-v1", num_envs=4)
    recorded = gymnasium.wrappers.vector.RecordEpisodeStatistics(batch)
    recorded.reset(seed=0)
    lengths = []
    for _ in range(200):
        infos = recorded.step(recorded.action_space.sample())[4]
        if "episode" in infos:
            lengths += infos["episode"]["l"][infos["_episode"]].tolist()
    assert lengths and all(8 <= length <= 200 for length in lengths)
