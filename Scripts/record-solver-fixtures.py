#!/usr/bin/env python3
"""Write random finite processes with their solutions under Tests/Fixtures/planning.

Optimal values come from QuantEcon's policy iteration, constrained optima and gains per step from SciPy's
linear programming (HiGHS). Needs the packages of Scripts/fixtures-requirements.txt:

    python Scripts/record-solver-fixtures.py [--output FOLDER]

A second run writes the same bytes. Rows are [state, action, next, probability, reward, cost].
"""

import argparse
import importlib.metadata
import json
import pathlib

import numpy as np
import scipy
from quantecon.markov import DiscreteDP
from scipy.optimize import linprog


def instance(seed, states, actions, branching):
    random = np.random.Generator(np.random.PCG64(seed))
    rows = []
    for state in range(states):
        for action in range(actions):
            successors = random.choice(states, size=branching, replace=False)
            weights = random.dirichlet(np.ones(branching))
            for successor, weight in zip(sorted(int(s) for s in successors), weights):
                reward, cost = random.uniform(-1, 1), random.uniform(0, 1)
                rows.append([state, action, successor, float(weight), float(reward), float(cost)])
    return rows


def dense(rows, states, actions):
    kernel = np.zeros((states, actions, states))
    reward = np.zeros((states, actions))
    cost = np.zeros((states, actions))
    for state, action, successor, p, r, c in rows:
        kernel[state, action, successor] += p
        reward[state, action] += p * r
        cost[state, action] += p * c
    return kernel, reward, cost


def program(objective, **constraints):
    result = linprog(-objective.ravel(), method="highs", **constraints)
    if result.status != 0:
        raise SystemExit(f"linear program: {result.message}")
    return result


def flows(kernel, discount):
    states, actions, _ = kernel.shape
    matrix = -discount * kernel.reshape(states * actions, states).T
    for state in range(states):
        matrix[state, state * actions:(state + 1) * actions] += 1
    return matrix


def solve(rows, states, actions, discount):
    kernel, reward, cost = dense(rows, states, actions)
    optimum = DiscreteDP(reward, kernel, discount).solve(method="policy_iteration")
    uniform = np.full(states, 1 / states)
    balance = flows(kernel, discount)
    # Discounted sums of the cost: the least one possible, and that of the best policy.
    least = program(-cost, A_eq=balance, b_eq=uniform).fun
    chosen = np.arange(states), optimum.sigma
    free = float(uniform @ np.linalg.solve(np.eye(states) - discount * kernel[chosen], cost[chosen]))
    limit = 0.5 * (least + free)
    bounded = program(reward, A_eq=balance, b_eq=uniform, A_ub=cost.reshape(1, -1), b_ub=[limit])
    stationary = np.vstack([flows(kernel, 1.0), np.ones(states * actions)])
    gain = program(reward, A_eq=stationary, b_eq=np.append(np.zeros(states), 1))
    return {
        "discount": discount,
        "values": [float(v) for v in optimum.v],
        "costOfOptimum": free,
        "leastCost": float(least),
        "costLimit": float(limit),
        "constrainedReturn": float(-bounded.fun),
        "multiplier": float(-bounded.ineqlin.marginals[0]),
        "gain": float(-gain.fun),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    root = pathlib.Path(__file__).resolve().parents[1]
    parser.add_argument("--output", type=pathlib.Path, default=root / "Tests/Fixtures/planning")
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    instances = []
    for seed, (states, actions, branching) in enumerate([(6, 2, 3), (12, 3, 4), (25, 4, 3), (40, 3, 6)]):
        rows = instance(seed, states, actions, branching)
        instances.append({
            "states": states, "actions": actions, "rows": rows,
            "solutions": [solve(rows, states, actions, discount) for discount in (0.5, 0.9, 0.99)],
        })
    header = {
        "source": "own", "command": "python Scripts/record-solver-fixtures.py",
        "numpy": np.__version__, "scipy": scipy.__version__,
        "quantecon": importlib.metadata.version("quantecon"),
    }
    text = json.dumps({**header, "instances": instances}, separators=(",", ":"), allow_nan=False)
    path = folder / "random-processes.json"
    path.write_text(text.replace('"rows":', '\n"rows":').replace('"solutions":', '\n"solutions":') + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
