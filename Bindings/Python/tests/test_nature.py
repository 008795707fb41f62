"""Nature's seat: as an environment, and as a second array beside the agent's actions."""

from __future__ import annotations

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import gauntlet_rl
from conftest import same

SEAT = "pendulum-v1 | adversary-seat(box=all)"
SEATS = [
    SEAT, "cart-pole-v1 | adversary-seat(parameters=[massPole,push])",
    "pendulum-v1 | adversary-seat(channel=observation,epsilon=0.2)",
    "pendulum-v1 | adversary-seat(channel=action,epsilon=0.5) | adversary-seat(parameters=[mass])",
    "pest-control-v0 | adversary-seat(box=all)",
]


def agent(environment: gauntlet_rl.GauntletEnv) -> object:
    """An action that suits any of the spaces."""
    space = environment.action_space
    return space.high * 0.5 if hasattr(space, "high") else 1


@pytest.mark.parametrize("recipe", SEATS)
def test_natures_chair_is_an_environment(recipe: str) -> None:
    inner = gauntlet_rl.make(recipe)
    chair = gauntlet_rl.NatureEnv(recipe, lambda observation: agent(inner))
    names = [one["name"] for one in inner.description.raw["nature"]]
    assert chair.action_space.shape == (len(names),) and chair.action_space.high.max() == 1
    assert chair.observation_space == inner.observation_space
    same(chair.reset(seed=3), inner.reset(seed=3))
    chair.action_space.seed(0)
    for _ in range(30):
        force = chair.action_space.sample()
        seen, paid, terminated, truncated, info = chair.step(force)
        wanted = inner.step_with_nature(agent(inner), force)
        assert info["agent_reward"] == wanted[1] == -paid
        same((seen, terminated, truncated), (wanted[0], wanted[2], wanted[3]))
        if terminated or truncated:
            same(chair.reset(), inner.reset())


@pytest.mark.filterwarnings("ignore:.*observation space m..imum value is:UserWarning")
@pytest.mark.filterwarnings("ignore:.*Not able to test alternative render modes:UserWarning")
def test_natures_chair_passes_the_checker() -> None:
    for recipe in SEATS:
        if "channel=observation" in recipe:
            continue  # what nature adds to an observation is not clipped to the space
        inner = gauntlet_rl.make(recipe)
        check_env(gauntlet_rl.NatureEnv(recipe, lambda observation, inner=inner: agent(inner)))


@pytest.mark.parametrize("recipe", SEATS)
def test_batches_of_both_players(recipe: str) -> None:
    for lanes in (4, 12000):
        batch = gauntlet_rl.make_vec(recipe, lanes, autoreset_mode="SameStep")
        single = gauntlet_rl.make(recipe)
        batch.reset(seed=9)
        single.reset(seed=9 + lanes - 1)
        width = len(single.description.raw["nature"])
        draws = np.random.default_rng(0)
        actions = np.repeat(np.asarray(agent(single))[None], lanes, axis=0)
        for _ in range(25):
            force = draws.uniform(-1, 1, (lanes, width)).astype(np.float32)
            seen, rewards, terminated, truncated, infos = batch.step_with_nature(actions, force)
            row, reward, ended, cut, _ = single.step_with_nature(agent(single), force[-1])
            assert (reward, ended, cut) == (rewards[-1], terminated[-1], truncated[-1])
            if ended or cut:
                single.reset()
            else:
                same(np.asarray(row), np.asarray(seen[-1]))


@pytest.mark.parametrize("recipe", SEATS)
def test_an_empty_seat_changes_nothing(recipe: str) -> None:
    """``step`` without nature is the environment without the rule, also after steps with nature."""
    seated, plain = gauntlet_rl.make(recipe), gauntlet_rl.make(recipe.split(" | ")[0])
    first = seated.reset(seed=1)
    seated.step_with_nature(agent(seated), np.ones(len(seated.description.raw["nature"])))
    same(seated.reset(seed=1), first)
    same(first, plain.reset(seed=1))
    for _ in range(10):
        ours, theirs = seated.step(agent(seated)), plain.step(agent(plain))
        same(ours, theirs)
        if ours[2] or ours[3]:
            same(seated.reset(), plain.reset())
    for lanes in (3, 12000):
        seated, plain = (gauntlet_rl.make_vec(one, lanes) for one in (recipe, recipe.split(" | ")[0]))
        seated.reset(seed=1)
        seated.step_with_nature(seated.actions, np.ones((lanes, len(seated.description.raw["nature"]))))
        same(seated.reset(seed=1), plain.reset(seed=1))
        for _ in range(5):
            same(seated.step(seated.actions), plain.step(plain.actions))


def test_nature_moves_what_it_holds() -> None:
    environment = gauntlet_rl.make("pendulum-v1 | adversary-seat(parameters=[mass])")
    environment.reset(seed=0)
    told = environment.description.raw["parameters"]
    mass = next(one for one in told if one["name"] == "mass")
    for force, wanted in ((-1, mass["lower"]), (1, mass["upper"])):
        environment.step_with_nature([0], [force])
        assert environment.parameters["mass"] == pytest.approx(wanted)


@pytest.mark.parametrize("force", [
    [0.5], np.zeros(6), np.full(5, 1.5), np.full(5, np.nan), np.zeros((1, 5)), "x", None, [[1], [2, 3]],
])
def test_bad_actions_of_nature(force: object) -> None:
    chair = gauntlet_rl.NatureEnv(SEAT, lambda observation: [0.0])
    with pytest.raises(gauntlet_rl.ResetNeededError):
        chair.step(np.zeros(5))
    chair.reset(seed=0)
    before = chair.inner.save_state()
    with pytest.raises(gauntlet_rl.ActionError, match="nature"):
        chair.step(force)
    assert chair.inner.save_state() == before
    for lanes in (2, 12000):
        batch = gauntlet_rl.make_vec(SEAT, lanes)
        batch.reset(seed=0)
        state = batch.save_state()
        with pytest.raises(gauntlet_rl.ActionError, match="nature"):
            batch.step_with_nature(batch.actions, np.zeros((lanes, 5)) + (np.nan if force is None else 2))
        with pytest.raises(gauntlet_rl.ActionError, match="nature"):
            batch.step_with_nature(batch.actions, force)
        assert batch.save_state() == state


def test_without_a_seat() -> None:
    for made in (
        lambda: gauntlet_rl.NatureEnv("pendulum-v1", lambda observation: [0.0]),
        lambda: gauntlet_rl.make("pendulum-v1").step_with_nature([0.0], [0.0]),
        lambda: gauntlet_rl.make_vec("pendulum-v1", 2).step_with_nature(np.zeros((2, 1)), np.zeros((2, 1))),
    ):
        with pytest.raises(gauntlet_rl.UnsupportedError, match=r"add a rule adversary-seat\(...\)"):
            made()


def test_other_pay() -> None:
    chair = gauntlet_rl.NatureEnv(
        "constrained-pendulum-v0 | adversary-seat(box=all)", lambda observation: [0.0],
        reward_of=lambda reward, info: info["cost"])
    chair.reset(seed=0)
    paid = [chair.step(np.ones(chair.action_space.shape)) for _ in range(20)]
    assert all(pay == info["cost"] for _, pay, _, _, info in paid)
