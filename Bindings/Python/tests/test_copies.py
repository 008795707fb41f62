"""Snapshots, clones, deep copies and pickles go on as the original would."""

from __future__ import annotations

import copy
import pickle

import gymnasium
import numpy as np
import pytest

import gauntlet_rl
from conftest import RECIPES, actions_of, same


def trail(environment: gauntlet_rl.GauntletEnv, steps: int, seed: int = 1) -> list:
    """What a number of steps return, with resets where episodes end."""
    seen = []
    for action in actions_of(environment.action_space, steps, seed):
        step = environment.step(action)
        seen.append(step)
        if step[-3] or step[-2]:
            seen.append(environment.reset())
    return seen


def batch_trail(batch: gauntlet_rl.GauntletVectorEnv, steps: int) -> list:
    seen = []
    is_manual = batch.metadata["autoreset_mode"].value == "Disabled"
    if is_manual:  # hands out the other lanes' rows of the step before
        seen.append(copy.deepcopy(batch.reset(options={"reset_mask": np.arange(batch.num_envs) == 1})))
    for actions in actions_of(batch.action_space, steps, 1):
        result = batch.step(actions)
        seen.append(copy.deepcopy(result))
        ended = result[2] | result[3]
        if is_manual and ended.any():
            seen.append(copy.deepcopy(batch.reset(options={"reset_mask": ended})))
    return seen


@pytest.mark.parametrize("kind", [gauntlet_rl.GauntletEnv, gauntlet_rl.SafeEnv])
@pytest.mark.parametrize("recipe", RECIPES)
def test_single_environments(recipe: str, kind: type) -> None:
    environment = kind(recipe, horizon=25)
    environment.reset(seed=5)
    trail(environment, 12)
    state = environment.save_state()
    other = kind(recipe, horizon=25)
    other.restore_state(state)
    copies = [other, environment.clone(), copy.deepcopy(environment), pickle.loads(pickle.dumps(environment))]
    wanted = trail(environment, 60)
    for one in copies:
        assert type(one) is kind and one.description == environment.description
        same(trail(one, 60), wanted)
    environment.restore_state(state)
    same(trail(environment, 60), wanted)


@pytest.mark.parametrize("mode", ["NextStep", "SameStep", "Disabled"])
@pytest.mark.parametrize("recipe", RECIPES)
def test_batches(recipe: str, mode: str) -> None:
    for lanes in (3, 6000):
        batch = gauntlet_rl.make_vec(recipe, lanes, autoreset_mode=mode, horizon=6)
        batch.reset(seed=5)
        batch_trail(batch, 4)
        state = batch.save_state()
        other = gauntlet_rl.make_vec(recipe, lanes, autoreset_mode=mode, horizon=6)
        other.restore_state(state)
        copies = [other, copy.deepcopy(batch), pickle.loads(pickle.dumps(batch))]
        wanted = batch_trail(batch, 9)
        for one in copies[1:]:
            same(batch_trail(one, 9), wanted)
        if mode != "Disabled":  # a reset of some lanes hands out the others' rows, which no state holds
            same(batch_trail(other, 9), wanted)
        batch.restore_state(state)


def test_copies_keep_parameters_costs_and_gymnasiums_part() -> None:
    environment = gymnasium.make("gauntlet/constrained-pendulum-v0", mass=1.05)
    environment.reset(seed=8)
    environment.step([2.0])
    environment.unwrapped.set_parameter("length", 1.04)
    twin = pickle.loads(pickle.dumps(environment))
    assert twin.parameters == environment.unwrapped.parameters and twin.parameters["length"] == 1.04
    same(twin.costs, environment.unwrapped.costs)
    same(twin.margins, environment.unwrapped.margins)
    assert twin.spec == environment.spec
    assert twin.np_random.bit_generator.state == environment.unwrapped.np_random.bit_generator.state


def test_copies_before_the_first_reset() -> None:
    for made in (gauntlet_rl.make("cart-pole-v1"), gauntlet_rl.make_vec("cart-pole-v1", 2)):
        twin = copy.deepcopy(made)
        same(twin.reset(seed=1), made.reset(seed=1))


def test_what_is_closed_is_not_copied() -> None:
    environment = gauntlet_rl.make("cart-pole-v1")
    environment.close()
    for copied in (copy.deepcopy, pickle.dumps, lambda one: one.clone()):
        with pytest.raises(gauntlet_rl.ClosedError):
            copied(environment)


def test_a_copied_window_stays_with_its_owner() -> None:
    pytest.importorskip("pygame")
    environment = gauntlet_rl.make("cart-pole-v1", render_mode="human")
    environment.reset(seed=0)
    assert environment._window is not None
    assert copy.deepcopy(environment)._window is None
    environment.close()


def test_natures_environment_pickles() -> None:
    environment = gauntlet_rl.NatureEnv("pendulum-v1 | adversary-seat(box=all)", _push)
    environment.reset(seed=0)
    twin = pickle.loads(pickle.dumps(environment))
    action = np.full(environment.action_space.shape, 0.5, np.float32)
    same(twin.step(action), environment.step(action))


def _push(observation: np.ndarray) -> np.ndarray:
    return np.sign(observation[2:])
