"""Lanes stepped as they become ready, and many steps in one call."""

from __future__ import annotations

import numpy as np
import pytest
from gymnasium.vector import AutoresetMode

import gauntlet_rl
from conftest import RECIPES, actions_of
from gauntlet_rl import ActionError, ArgumentError, AsyncLanes, ClosedError, ResetNeededError, UnsupportedError


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("recipe", RECIPES)
def test_lanes_play_as_a_batch(recipe: str, workers: int) -> None:
    count, steps = 7, 40
    batch = gauntlet_rl.make_vec(recipe, count, autoreset_mode=AutoresetMode.SAME_STEP, infos=False, copy=True)
    plan = np.array(actions_of(batch.action_space, steps))
    first, _ = batch.reset(seed=5)
    expected = [batch.step(plan[step])[:4] for step in range(steps)]
    with AsyncLanes(recipe, count, workers=workers) as lanes:
        observations, _ = lanes.reset(seed=5)
        assert observations.tobytes() == first.tobytes()
        done = np.zeros(count, int)
        lanes.send(plan[0], range(count))
        while done.min() < steps:
            ready, *outputs, infos = lanes.receive(2 if done.min() == 0 else 1)
            for row, lane in enumerate(ready):
                if done[lane] < steps:
                    for mine, theirs in zip(outputs, expected[done[lane]]):
                        assert mine[row].tobytes() == theirs[lane].tobytes()
            done[ready] += 1
            assert infos["final_observations"].shape[0] == len(ready)
            lanes.send(plan[done[ready] % steps, ready], ready)


def test_what_async_lanes_refuse() -> None:
    lanes = AsyncLanes("cart-pole-v1", 3, workers=1)
    with pytest.raises(ResetNeededError):
        lanes.send([1], [0])
    lanes.reset(seed=0)
    for chosen in ([3], [-1], [0.5], [[0]]):
        with pytest.raises(ArgumentError):
            lanes.send([1], chosen)
    for actions in ([2], [-1]):
        with pytest.raises(ActionError, match="give a whole number from 0 to 1"):
            lanes.send(actions, [0])
    with pytest.raises(ActionError, match=r"give shape \(2,\), dtype int64"):
        lanes.send([1], [0, 1])
    with pytest.raises(ActionError):
        lanes.send([0.5], [0])
    with pytest.raises(ArgumentError, match="0 lanes are under way"):
        lanes.receive(1)
    lanes.send([1, 0], [2, 0])
    with pytest.raises(ArgumentError, match="lane 2 is under way already"):
        lanes.send([1, 1], [1, 2])
    with pytest.raises(ArgumentError, match="minimum 4"):
        lanes.receive(4)
    assert sorted(lanes.receive(2)[0]) == [0, 2]
    lanes.send([1], [1])
    lanes.reset(seed=0)
    lanes.send([0, 0, 0], [0, 1, 2])
    lanes.close()
    lanes.close()
    for call in (lambda: lanes.send([1], [0]), lambda: lanes.receive(), lambda: lanes.reset(seed=0)):
        with pytest.raises(ClosedError):
            call()
    with pytest.raises(ArgumentError, match="workers"):
        AsyncLanes("cart-pole-v1", 3, workers=-1)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("recipe", RECIPES)
def test_rollouts_are_steps(recipe: str, threads: int) -> None:
    arguments = {"autoreset_mode": AutoresetMode.SAME_STEP, "infos": False}
    one = gauntlet_rl.make_vec(recipe, 300, **arguments)
    many = gauntlet_rl.make_vec(recipe, 300, threads=threads, **arguments)
    one.reset(seed=3)
    many.reset(seed=3)
    plan = np.array(actions_of(one.action_space, 30))
    for part in (plan[:20], plan[20:]):
        rollout = many.rollout(part)
        for step, actions in enumerate(part):
            observations, rewards, terminated, truncated, _ = one.step(actions)
            assert rollout.observations[step].tobytes() == observations.tobytes()
            assert rollout.rewards[step].tobytes() == rewards.tobytes()
            assert rollout.terminated[step].tobytes() == terminated.tobytes()
            assert rollout.truncated[step].tobytes() == truncated.tobytes()
            assert rollout.costs[step].tobytes() == one.costs.tobytes()
            assert rollout.margins[step].tobytes() == one.margins.tobytes()
            ended = terminated | truncated
            assert rollout.final_observations[step][ended].tobytes() == one.final_observations[ended].tobytes()
    # And a step after it goes on where it left off.
    assert one.step(plan[0])[0].tobytes() == many.step(plan[0])[0].tobytes()


def test_what_rollouts_refuse() -> None:
    lanes = gauntlet_rl.make_vec("cart-pole-v1", 4, autoreset_mode=AutoresetMode.SAME_STEP)
    with pytest.raises(ResetNeededError):
        lanes.rollout(np.zeros((2, 4), np.int64))
    lanes.reset(seed=0)
    for actions in (np.zeros((2, 3), np.int64), np.zeros((0, 4), np.int64), np.zeros(4, np.int64), 1, "x"):
        with pytest.raises(ActionError, match=r"give shape \(steps, 4\)"):
            lanes.rollout(actions)
    with pytest.raises(ActionError, match="give a whole number from 0 to 1"):
        lanes.rollout(np.full((2, 4), 2))
    with pytest.raises(UnsupportedError, match="SAME_STEP"):
        gauntlet_rl.make_vec("cart-pole-v1", 4).rollout(np.zeros((2, 4), np.int64))
    with pytest.raises(UnsupportedError, match="infos=False"):
        gauntlet_rl.make_vec(
            "point-robot-v0", 4, autoreset_mode=AutoresetMode.SAME_STEP).rollout(np.zeros((2, 4, 2), np.float32))
