"""A seed fixes every bit: whatever the number of lanes and threads, and beside a fixture."""

from __future__ import annotations

import hashlib
import json
import pathlib

import gymnasium
import numpy as np
import pytest

import gauntlet_rl
from conftest import IDENTIFIERS, RECIPES, same


@pytest.mark.parametrize("recipe", [*RECIPES, *IDENTIFIERS])
def test_a_lane_plays_as_the_single_environment(recipe: str) -> None:
    lanes, seed = 7, 40
    batch = gauntlet_rl.make_vec(recipe, lanes, autoreset_mode="SameStep", diagnostics=True)
    singles = [gauntlet_rl.make(recipe, diagnostics=True) for _ in range(lanes)]
    seen, _ = batch.reset(seed=seed)
    rows = [single.reset(seed=seed + lane)[0] for lane, single in enumerate(singles)]
    same(seen, np.array(rows, dtype=seen.dtype))
    batch.action_space.seed(1)
    for _ in range(40):
        actions = batch.action_space.sample()
        seen, rewards, terminated, truncated, infos = batch.step(actions)
        for lane, single in enumerate(singles):
            row, reward, ended, cut, info = single.step(actions[lane])
            assert (reward, ended, cut) == (rewards[lane], terminated[lane], truncated[lane])
            if ended or cut:
                same(np.asarray(row), np.asarray(infos["final_obs"][lane]))
                row, info = single.reset()
            same(np.asarray(row, dtype=seen.dtype), np.asarray(seen[lane]))
            for name, value in info.items():
                assert np.asarray(infos[name][lane]).tobytes() == np.asarray(value).tobytes(), name


def digest(recipe: str, lanes: int, threads: int, steps: int) -> str:
    """Hash of all that a batch returns under actions drawn by a seeded generator."""
    batch = gauntlet_rl.make_vec(recipe, lanes, threads=threads)
    hashed = hashlib.sha256(batch.reset(seed=11)[0].tobytes())
    draws = np.random.Generator(np.random.PCG64(5))
    space = batch.single_action_space
    for _ in range(steps):
        if isinstance(space, gymnasium.spaces.Discrete):
            actions = draws.integers(space.n, size=lanes)
        else:
            share = draws.random((lanes, *space.shape))
            actions = (space.low + share * (space.high - space.low)).astype(np.float32)
        for part in batch.step(actions)[:4]:
            hashed.update(part.tobytes())
        hashed.update(batch.costs.tobytes())
    batch.close()
    return hashed.hexdigest()


@pytest.mark.parametrize("recipe", RECIPES)
def test_threads_change_no_bit(recipe: str) -> None:
    # Enough lanes for several blocks, in both layouts.
    for lanes, steps in ((600, 20), (9001, 6)):
        assert digest(recipe, lanes, 1, steps) == digest(recipe, lanes, 2, steps)


FIXTURE = pathlib.Path(__file__).with_name("bytes.json")


@pytest.mark.parametrize("recipe", RECIPES)
def test_bytes_are_those_of_the_fixture(recipe: str) -> None:
    """Guards against change. Rewritten by: python test_same_bytes.py"""
    assert digest(recipe, 33, 1, 200) == json.loads(FIXTURE.read_text())[recipe]


@pytest.mark.parametrize("mode", ["NextStep", "SameStep", "Disabled"])
def test_seeds_of_a_list_are_those_of_single_resets(mode: str) -> None:
    batch = gauntlet_rl.make_vec("cart-pole-v1", 3, autoreset_mode=mode)
    seen, _ = batch.reset(seed=[9, 0, 2**64 - 1])
    for row, seed in zip(seen, (9, 0, 2**64 - 1)):
        same(row, gauntlet_rl.make("cart-pole-v1").reset(seed=seed)[0])


def test_unseeded_environments_differ_and_go_on() -> None:
    first, second = (gauntlet_rl.make("cart-pole-v1").reset()[0] for _ in range(2))
    assert not np.array_equal(first, second)
    batch = gauntlet_rl.make_vec("cart-pole-v1", 2)
    seen = batch.reset()[0].copy()
    assert not np.array_equal(seen[0], seen[1])
    assert not np.array_equal(batch.reset()[0], seen)


@pytest.mark.parametrize(("recipe", "name"), [
    ("cart-pole-v1", "CartPole-v1"), ("pendulum-v1", "Pendulum-v1"), ("mountain-car-v0", "MountainCar-v0"),
])
def test_dynamics_are_gymnasiums(recipe: str, name: str) -> None:
    """Gymnasium's own worlds from the same state under the same actions; single precision's worth."""
    ours = gauntlet_rl.make(recipe)
    theirs = gymnasium.make(name)
    for seed in range(5):
        seen, _ = ours.reset(seed=seed)
        theirs.reset(seed=seed)
        exact = ours.true_observation
        if name == "Pendulum-v1":
            exact = np.array([np.arctan2(exact[1], exact[0]), exact[2]])
        theirs.unwrapped.state = exact
        for action in (theirs.action_space.sample() for _ in range(30)):
            seen, reward, terminated, _, _ = ours.step(action)
            other, other_reward, other_terminated, _, _ = theirs.step(action)
            np.testing.assert_allclose(seen, other, rtol=2e-6, atol=2e-6)
            assert reward == pytest.approx(other_reward, rel=1e-6, abs=1e-6) and terminated == other_terminated
            if terminated:
                break


if __name__ == "__main__":
    FIXTURE.write_text(json.dumps({recipe: digest(recipe, 33, 1, 200) for recipe in RECIPES}, indent=1) + "\n")
