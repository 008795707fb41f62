#!/usr/bin/env python3
"""Write random finite processes with several limits and their optima under Tests/Fixtures/planning.

The optima come from SciPy's linear programming (HiGHS) over discounted visits. Needs the packages of
Scripts/fixtures-requirements.txt:

    python Scripts/record-constrained-fixtures.py [--output FOLDER]

A second run writes the same bytes. Rows are [state, action, next, probability, reward, ends, costs...]; the
last cost is zero for action 0 everywhere and for action 1 in even states: policies of no such cost differ.
"""

import argparse
import json
import pathlib

import numpy as np
import scipy
from scipy.optimize import linprog

COSTS = 3


def instance(seed, states, actions, branching, ending):
    random = np.random.Generator(np.random.PCG64(seed))
    rows = []
    for state in range(states):
        for action in range(actions):
            successors = random.choice(states, size=branching, replace=False)
            weights = random.dirichlet(np.ones(branching))
            for index, (successor, weight) in enumerate(zip(sorted(int(s) for s in successors), weights)):
                ends = int(ending and index == 0 and state % 2 == 0)
                costs = [float(c) for c in random.uniform(0, 1, COSTS)]
                if action == 0 or (action == 1 and state % 2 == 0):
                    costs[-1] = 0.0
                reward = float(random.uniform(-1, 1))
                rows.append([state, action, successor, float(weight), reward, ends, *costs])
    return rows


def dense(rows, states, actions):
    kernel = np.zeros((states, actions, states))
    reward = np.zeros((states, actions))
    costs = np.zeros((COSTS, states, actions))
    for state, action, successor, p, r, ends, *c in rows:
        if not ends:
            kernel[state, action, successor] += p
        reward[state, action] += p * r
        costs[:, state, action] += p * np.array(c)
    return kernel, reward, costs


class Visits:
    """Linear programs over the discounted visits of all policies, from a uniform first state."""

    def __init__(self, kernel, discount):
        states, actions, _ = kernel.shape
        self.balance = -discount * kernel.reshape(states * actions, states).T
        for state in range(states):
            self.balance[state, state * actions:(state + 1) * actions] += 1
        self.first = np.full(states, 1 / states)

    def maximise(self, objective, costs, limits):
        """The optimum and its multipliers; None where no policy keeps the limits."""
        result = linprog(
            -objective.ravel(), A_ub=costs.reshape(len(limits), -1) if len(limits) else None,
            b_ub=limits if len(limits) else None, A_eq=self.balance, b_eq=self.first, method="highs")
        if result.status == 2:
            return None
        if result.status != 0:
            raise SystemExit(f"linear program: {result.message}")
        return result

    def least(self, cost):
        return float(self.maximise(-cost, np.zeros((0, 1)), []).fun)

    def closest(self, costs, targets):
        """The least t with which some policy keeps every cost within its target plus t."""
        count = costs[0].size
        within = np.hstack([costs.reshape(len(costs), -1), -np.ones((len(costs), 1))])
        result = linprog(
            np.append(np.zeros(count), 1), A_ub=within, b_ub=targets,
            A_eq=np.hstack([self.balance, np.zeros((len(self.first), 1))]), b_eq=self.first,
            bounds=[(0, None)] * count + [(None, None)], method="highs")
        if result.status != 0:
            raise SystemExit(f"linear program: {result.message}")
        return float(result.fun)


def cases(rows, states, actions, discount):
    kernel, reward, costs = dense(rows, states, actions)
    visits = Visits(kernel, discount)
    free = visits.maximise(reward, np.zeros((0, 1)), []).x.reshape(states, actions)
    own = [float((free * cost).sum()) for cost in costs]
    least = [visits.least(cost) for cost in costs]
    halves = [0.5 * (a + b) for a, b in zip(own, least)]
    # Between what each cost can be on its own and what all can be together.
    two = visits.closest(costs[:2], np.array(least[:2]))
    three = visits.closest(costs, np.array(least))
    # Policies without the last cost: the first cost of the best of them, and the least that it can be.
    calm = visits.maximise(reward, costs[2:], [0.0]).x.reshape(states, actions)
    dear = float((calm * costs[0]).sum())
    cheap = float(visits.maximise(-costs[0], costs[2:], [0.0]).fun)
    chosen = {
        "one binds, one is redundant": [(0, halves[0]), (1, 100 + own[1])],
        "two near their joint least": [(channel, least[channel] + 1.25 * two) for channel in (0, 1)],
        "two below their joint least": [(channel, least[channel] + 0.9 * two) for channel in (0, 1)],
        "three": [(channel, least[channel] + 1.5 * three) for channel in (0, 1, 2)],
        "all redundant": [(channel, cost + 1) for channel, cost in enumerate(own)],
        "zero": [(2, 0.0)],
        "zero beside another": [(2, 0.0), (0, 0.5 * (cheap + dear))],
        "the same limit twice": [(0, halves[0]), (0, halves[0])],
        "below the least": [(0, least[0] - 0.05)],
    }
    found = []
    for name, limits in chosen.items():
        result = visits.maximise(
            reward, np.stack([costs[channel] for channel, _ in limits]), [limit for _, limit in limits])
        found.append({
            "name": name, "discount": discount, "limits": [list(pair) for pair in limits],
            "optimum": None if result is None else float(-result.fun)})
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    root = pathlib.Path(__file__).resolve().parents[1]
    parser.add_argument("--output", type=pathlib.Path, default=root / "Tests/Fixtures/planning")
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    instances = []
    shapes = [(5, 2, 3, False), (8, 3, 4, True), (20, 3, 4, False), (30, 4, 3, True)]
    for seed, (states, actions, branching, ending) in enumerate(shapes):
        rows = instance(100 + seed, states, actions, branching, ending)
        instances.append({
            "states": states, "actions": actions, "rows": rows,
            "cases": [case for discount in (0.5, 0.95) for case in cases(rows, states, actions, discount)]})
    header = {
        "source": "own", "command": "python Scripts/record-constrained-fixtures.py",
        "numpy": np.__version__, "scipy": scipy.__version__,
    }
    text = json.dumps({**header, "instances": instances}, separators=(",", ":"), allow_nan=False)
    path = folder / "constrained-processes.json"
    path.write_text(text.replace('"rows":', '\n"rows":').replace('"cases":', '\n"cases":') + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
