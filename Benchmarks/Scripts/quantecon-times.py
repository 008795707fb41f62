#!/usr/bin/env python3
"""Solve a file of transitions with QuantEcon's modified policy iteration, once per line 'solve' on standard
input, and print the seconds of processor time each time; 'values' prints the values and ends.

    quantecon-times.py FILE.csv DISCOUNT TOLERANCE

Started by SolverBenchmarks. Needs quantecon 0.11.4.
"""

import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
from quantecon.markov import DiscreteDP
from scipy import sparse


def main():
    path, discount, tolerance = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
    data = np.loadtxt(path, delimiter=",", skiprows=1)
    state, action, successor = (data[:, column].astype(np.int64) for column in range(3))
    actions = int(action.max()) + 1
    states = int(state.max()) + 1
    row = state * actions + action
    kernel = sparse.csr_matrix((data[:, 3], (row, successor)), shape=(states * actions, states))
    reward = np.bincount(row, weights=data[:, 3] * data[:, 4])
    pairs = np.arange(states * actions)
    process = DiscreteDP(reward, kernel, discount, pairs // actions, pairs % actions)

    def solve():
        # Its span rule promises an error of half of epsilon.
        return process.solve(method="modified_policy_iteration", epsilon=2 * tolerance)

    result = solve()
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "values":
            print(" ".join(repr(float(v)) for v in result.v), flush=True)
            return
        start = time.process_time()
        result = solve()
        print(time.process_time() - start, flush=True)


if __name__ == "__main__":
    main()
