"""Costs, limits and margins: six-tuples, arrays, infos."""

from __future__ import annotations

import numpy as np
import pytest

import gauntlet_rl
from conftest import IDENTIFIERS, actions_of

SAFE = [name for name in IDENTIFIERS if gauntlet_rl.describe(name).cost_names]


def test_there_are_worlds_with_costs() -> None:
    assert {"point-robot-v0", "double-integrator-v0", "constrained-pendulum-v0", "braking-line-v0"} <= set(SAFE)


@pytest.mark.parametrize("identifier", SAFE)
def test_six_tuple(identifier: str) -> None:
    safe, plain = gauntlet_rl.safe_make(identifier), gauntlet_rl.make(identifier)
    safe.reset(seed=4)
    plain.reset(seed=4)
    total = 0.0
    for action in actions_of(safe.action_space, 300):
        observation, reward, cost, terminated, truncated, info = safe.step(action)
        *_, other = plain.step(action)
        assert isinstance(cost, float) and cost == other["cost"] == info["cost"] == info["costs"].sum()
        assert np.array_equal(safe.costs, info["costs"])
        assert info["costs"].shape == (len(safe.description.cost_names),)
        total += cost
        if terminated or truncated:
            safe.reset()
            plain.reset()
            assert safe.costs.sum() == 0
    assert total > 0, "the random policy never paid"


def test_a_world_without_costs_is_free() -> None:
    safe = gauntlet_rl.safe_make("cart-pole-v1")
    safe.reset(seed=0)
    *_, cost, _, _, info = safe.step(1)
    assert cost == 0.0 and "cost" not in info and safe.limits.shape == safe.costs.shape == (0,)


@pytest.mark.parametrize("identifier", SAFE)
def test_limits(identifier: str) -> None:
    environment = gauntlet_rl.make(identifier)
    raw = environment.description.raw["constraints"]
    assert environment.limits.tolist() == [one["limit"] for one in raw]
    assert [one.requirement for one in environment.constraints] == [one["requirement"] for one in raw]
    batch = gauntlet_rl.make_vec(identifier, 2)
    assert batch.limits.tolist() == environment.limits.tolist() and batch.constraints == environment.constraints


def test_margins_are_positive_where_costs_are() -> None:
    """The point robot pays 1 inside a hazard, whose signed margin is what the card calls h."""
    environment = gauntlet_rl.make("point-robot-v0")
    environment.reset(seed=0)
    paid = []
    for action in actions_of(environment.action_space, 3000):
        *_, terminated, truncated, info = environment.step(action)
        assert np.array_equal(environment.margins, info["margins"])
        assert (info["margins"][0] > 0) == (info["costs"][0] == 1)
        paid.append(info["cost"])
        if terminated or truncated:
            environment.reset()
    assert 0 < np.mean(paid) < 1


def test_batches_tell_costs_per_lane_and_channel() -> None:
    batch = gauntlet_rl.make_vec("double-integrator-v0", 50)
    batch.reset(seed=0)
    for _ in range(40):
        *_, infos = batch.step(batch.action_space.sample())
    assert batch.costs.shape == batch.margins.shape == (50, 2) and batch.limits.shape == (2,)
    assert infos["costs"] is batch.costs and infos["margins"] is batch.margins
    assert np.array_equal(infos["cost"], batch.costs.sum(axis=1)) and infos["cost"].sum() > 0
    assert np.array_equal(batch.costs > 0, batch.margins > 0)
