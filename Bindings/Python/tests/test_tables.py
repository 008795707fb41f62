"""Exact tables of finite worlds as SciPy sparse matrices."""

from __future__ import annotations

import gymnasium
import numpy as np
import pytest

import gauntlet_rl
from conftest import IDENTIFIERS

pytest.importorskip("scipy", reason="tables as sparse matrices need SciPy")

FINITE = [name for name in IDENTIFIERS if gauntlet_rl.describe(name).raw["is_tabular"]]


@pytest.mark.parametrize("identifier", FINITE)
def test_rows_are_distributions(identifier: str) -> None:
    table = gauntlet_rl.table(identifier)
    told = gauntlet_rl.describe(identifier)
    assert table.actions == told.action_space.n
    assert table.initial.shape == (table.states,) and abs(table.initial.sum() - 1) < 1e-12
    assert (table.probability > 0).all() and ((0 <= table.next) & (table.next < table.states)).all()
    assert table.costs.shape == (len(table.next), len(told.cost_names))
    ends = np.zeros((table.states, table.actions))
    np.add.at(ends.reshape(-1), table._rows(), table.probability * (table.endings & 1))
    for action in range(table.actions):
        matrix = table.transitions(action)
        assert matrix.shape == (table.states, table.states)
        np.testing.assert_allclose(matrix.sum(axis=1) + ends[:, action], 1, atol=1e-12)
    assert table.rewards().shape == (table.states, table.actions)
    assert table.expected_costs().shape == (len(told.cost_names), table.states, table.actions)


def values(transitions: list, rewards: np.ndarray, discount: float) -> np.ndarray:
    """Value iteration to a fixed point."""
    value = np.zeros(rewards.shape[0])
    while True:
        futures = np.stack([matrix @ value for matrix in transitions], axis=1)
        best = (rewards + discount * futures).max(axis=1)
        if np.abs(best - value).max() < 1e-12:
            return best
        value = best


@pytest.mark.parametrize(("identifier", "name", "parameters", "arguments"), [
    ("frozen-lake-v1", "FrozenLake-v1", {}, {}),
    ("frozen-lake-v1", "FrozenLake-v1", {"slippery": False}, {"is_slippery": False}),
    ("cliff-walk-v1", "CliffWalking-v1", {}, {}),
    ("taxi-v3", "Taxi-v4", {}, {}),
])
def test_values_are_those_of_gymnasiums_table(
    identifier: str, name: str, parameters: dict, arguments: dict
) -> None:
    theirs = gymnasium.make(name, **arguments).unwrapped
    states, actions = theirs.observation_space.n, theirs.action_space.n
    matrices, rewards = [np.zeros((states, states)) for _ in range(actions)], np.zeros((states, actions))
    for state in range(states):
        for action in range(actions):
            for probability, successor, reward, ends in theirs.P[state][action]:
                rewards[state, action] += probability * reward
                if not ends:
                    matrices[action][state, successor] += probability
    table = gauntlet_rl.table(identifier, **parameters)
    ours = values([table.transitions(action) for action in range(table.actions)], table.rewards(), 0.95)
    np.testing.assert_allclose(
        ours @ table.initial, values(matrices, rewards, 0.95) @ theirs.initial_state_distrib, atol=1e-9)


def test_the_table_is_what_is_played() -> None:
    table = gauntlet_rl.table("braking-line-v0")
    environment = gauntlet_rl.make("braking-line-v0")
    state, _ = environment.reset(seed=0)
    assert table.initial[state] > 0
    environment.action_space.seed(0)
    for _ in range(200):
        action = int(environment.action_space.sample())
        successor, reward, terminated, truncated, info = environment.step(action)
        row = slice(*table.row_start[state * table.actions + action:][:2])
        told = zip(table.next[row], table.reward[row], table.costs[row, 0], table.endings[row] & 1)
        assert (successor, reward, info["cost"], terminated) in [
            (int(entry[0]), entry[1], entry[2], bool(entry[3])) for entry in told]
        state = successor if not (terminated or truncated) else environment.reset()[0]


def test_parameters_reach_the_table() -> None:
    fire = gauntlet_rl.table("forest-v0", fire=0.12)
    assert fire.transitions(0).todense()[1, 0] == pytest.approx(0.12)
    assert gauntlet_rl.table("forest-v0?fire=0.12").probability.tolist() == fire.probability.tolist()


@pytest.mark.parametrize("identifier", [name for name in IDENTIFIERS if name not in FINITE])
def test_worlds_without_a_table(identifier: str) -> None:
    with pytest.raises(gauntlet_rl.UnsupportedError, match="not finite"):
        gauntlet_rl.table(identifier)


def test_bad_actions_of_a_table() -> None:
    table = gauntlet_rl.table("forest-v0")
    for action in (2, -1, 0.5, "cut"):
        with pytest.raises(gauntlet_rl.ArgumentError, match="from 0 to 1"):
            table.transitions(action)
