#!/usr/bin/env python3
"""Write Tests/Fixtures/planning/shared-budgets.json: optimal values of processes in which nature has one
budget per state for the rows of all its actions.

Each state's backup, min u with q_a . (r_a + discount v) <= u for all actions a over the rows within the
budget, is a linear program by SciPy's HiGHS (L1, L-infinity, CVaR) or a convex program by CVXPY with Clarabel
(KL, chi-square). Backups are iterated, with Anderson's extrapolation, until the span of the change bounds the
error by 1e-10, or 1e-9 for the convex programs, but for the programs' own. The machine is a process whose
rows tie: a machine wears with time, or is sent to one of two kinds of repair.

Run: python3 Scripts/record-robust-fixtures.py, with the packages of Scripts/fixtures-requirements.txt.
"""
import json
import pathlib
import warnings

import clarabel
import cvxpy
import numpy
import scipy
from scipy.optimize import linprog

OUT = pathlib.Path(__file__).resolve().parents[1] / "Tests/Fixtures/planning/shared-budgets.json"
random = numpy.random.default_rng(404)


def drawn(kind):
    """Rows (state, action, next, probability, reward) in hundredths; `kind` says what ties."""
    states, actions = int(random.integers(3, 6)), int(random.integers(2, 5))
    rows = []
    for state in range(states):
        for action in range(actions):
            count = int(random.integers(2, min(states, 4) + 1))
            following = sorted(random.choice(states, count, replace=False).tolist())
            if kind == "ties":
                p = numpy.full(count, 100 // count)
            else:
                p = numpy.floor(100 * random.dirichlet(numpy.ones(count))).astype(int)
            p[int(random.integers(0, count))] += 100 - p.sum()
            own = random.integers(0, 3) if kind == "ties" else round(float(random.random()), 2)
            for next, probability in zip(following, p):
                reward = round(float(random.random()), 2) if kind == "entries" else float(own)
                rows.append((state, action, int(next), int(probability) / 100, reward))
    return states, actions, rows


def machine():
    """Eight states of wear, the last one broken, and two of repair. Action 0 goes on, action 1 repairs."""
    rows = []
    for state in range(8):
        worse = min(state + 1, 7)
        reward = -20.0 if state == 7 else 0.0
        if state == 7:
            rows.append((7, 0, 7, 1.0, reward))
        else:
            rows += [(state, 0, state, 0.2, reward), (state, 0, worse, 0.8, reward)]
        rows += [(state, 1, 8, 0.6, -2.0), (state, 1, 9, 0.3, -2.0), (state, 1, worse, 0.1, -2.0)]
    for action in range(2):
        rows += [(8, action, 0, 0.9, -2.0 - action), (8, action, 9, 0.1, -2.0 - action)]
        rows += [(9, action, 0, 0.4, -10.0), (9, action, 8, 0.6, -10.0)]
    return 10, 2, sorted(rows)


def state_rows(actions, rows, state):
    return [[row for row in rows if row[0] == state and row[1] == action] for action in range(actions)]


def linear(measure, budget, given):
    """Rows of the program that do not depend on values."""
    p = [numpy.array([row[3] for row in action]) for action in given]
    sizes = [len(row) for row in p]
    starts = numpy.concatenate([[0], numpy.cumsum(sizes)])
    total, actions = int(starts[-1]), len(p)
    extra = total if measure == "l1" else actions
    width = total + extra + 1
    upper, limit = [], []
    for a in range(actions):
        for i in range(sizes[a]):
            q = int(starts[a]) + i
            slack = total + (q if measure == "l1" else a)
            row = numpy.zeros(width)
            row[q], row[slack] = 1, -p[a][i] if measure == "cvar" else -1
            upper.append(row)
            limit.append(p[a][i])
            if measure != "cvar":
                row = numpy.zeros(width)
                row[q] = row[slack] = -1
                upper.append(row)
                limit.append(-p[a][i])
    row = numpy.zeros(width)
    row[total:total + extra] = 1
    upper.append(row)
    limit.append(budget)
    equal = numpy.zeros((actions, width))
    for a in range(actions):
        equal[a, starts[a]:starts[a + 1]] = 1
    bounds = [(0, None if entry > 0 else 0) for entry in numpy.concatenate(p)]
    bounds += [(0, None)] * extra + [(None, None)]
    cost = numpy.zeros(width)
    cost[-1] = 1

    def solve(payoffs):
        caps = numpy.zeros((actions, width))
        for a in range(actions):
            caps[a, starts[a]:starts[a + 1]] = payoffs[a]
        caps[:, -1] = -1
        for presolve in (True, False):
            result = linprog(
                cost, A_ub=numpy.vstack([upper, caps]), b_ub=numpy.concatenate([limit, numpy.zeros(actions)]),
                A_eq=equal, b_eq=numpy.ones(actions), bounds=bounds, method="highs-ds",
                options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10,
                         "presolve": presolve})
            if result.status == 0:
                return result.fun
        raise SystemExit(result.message)

    return solve


def convex(measure, budget, given):
    p = [numpy.array([row[3] for row in action if row[3] > 0]) for action in given]
    q = [cvxpy.Variable(len(row), nonneg=True) for row in p]
    payoff = [cvxpy.Parameter(len(row)) for row in p]
    u = cvxpy.Variable()
    limits = [cvxpy.sum(row) == 1 for row in q] + [values @ row <= u for values, row in zip(payoff, q)]
    if measure == "kl":
        limits.append(sum(cvxpy.sum(cvxpy.rel_entr(a, b)) for a, b in zip(q, p)) <= budget)
    else:
        shifts = [cvxpy.multiply(1 / numpy.sqrt(b), a) - numpy.sqrt(b) for a, b in zip(q, p)]
        limits.append(cvxpy.norm2(cvxpy.hstack(shifts)) <= numpy.sqrt(budget))
    problem = cvxpy.Problem(cvxpy.Minimize(u), limits)

    def solve(payoffs):
        for parameter, numbers, action in zip(payoff, payoffs, given):
            parameter.value = numpy.array([x for x, row in zip(numbers, action) if row[3] > 0])
        for tolerance in (1e-12, 1e-11, 1e-10, 1e-9, 1e-8):
            try:
                problem.solve(solver=cvxpy.CLARABEL, tol_gap_abs=tolerance, tol_gap_rel=tolerance,
                              tol_feas=tolerance, tol_ktratio=1e-3 * tolerance, max_iter=300,
                              reduced_tol_gap_abs=tolerance, reduced_tol_gap_rel=tolerance,
                              reduced_tol_feas=tolerance)
            except cvxpy.SolverError:
                continue
            if problem.status in ("optimal", "optimal_inaccurate"):
                return float(problem.value)
        raise SystemExit(f"{measure}: {problem.status}")

    return solve


def optimum(states, actions, rows, measure, budget, discount):
    given = [state_rows(actions, rows, state) for state in range(states)]
    make = convex if measure in ("kl", "chi-square") else linear
    solvers = [make(measure, budget, action_rows) for action_rows in given]
    goal = 1e-9 if make is convex else 1e-10
    values = numpy.zeros(states)
    tried, changed = [], []
    while True:
        swept = []
        for solver, action_rows in zip(solvers, given):
            payoffs = [numpy.array([row[4] + discount * values[row[2]] for row in action])
                       for action in action_rows]
            # Payoffs counted from the least in units of their range keep the programs' numbers small.
            low = min(float(row.min()) for row in payoffs)
            span = max(float(row.max()) for row in payoffs) - low
            span = span if span > 0 else 1.0
            swept.append(low + span * solver([(row - low) / span for row in payoffs]))
        change = numpy.array(swept) - values
        low, high = float(change.min()), float(change.max())
        if 0.5 * discount / (1 - discount) * (high - low) <= goal:
            return values + change + discount / (1 - discount) * 0.5 * (low + high)
        # Anderson's extrapolation, source of guesses only: the span above judges every one of them.
        tried.append(values)
        changed.append(change)
        tried, changed = tried[-6:], changed[-6:]
        values = values + change
        if len(tried) > 1:
            steps = numpy.array([new - old for new, old in zip(changed[1:], changed)]).T
            moves = numpy.array([new - old for new, old in zip(tried[1:], tried)]).T
            weights = numpy.linalg.lstsq(steps, change, rcond=1e-10)[0]
            values = values - (moves + steps) @ weights


def main():
    processes = [("machine", 0.9, *machine())]
    for number in range(12):
        kind = ("plain", "ties", "entries")[number % 3]
        processes.append((f"{kind}-{number}", float(random.choice([0.6, 0.8, 0.9])), *drawn(kind)))
    written = []
    for name, discount, states, actions, rows in processes:
        solutions = []
        for measure, choices in {"l1": (0.2, 0.5, 1.0), "linf": (0.1, 0.4), "cvar": (0.3, 2.0),
                                 "kl": (0.1, 0.6), "chi-square": (0.1, 0.6)}.items():
            for budget in choices:
                values = optimum(states, actions, rows, measure, budget, discount)
                solutions.append({"measure": measure, "budget": budget, "values": values.tolist()})
        print(name, flush=True)
        written.append({"name": name, "discount": discount, "states": states, "actions": actions,
                        "rows": rows, "solutions": solutions})
    source = "SciPy {}, CVXPY {}, Clarabel {}, NumPy {}".format(
        scipy.__version__, cvxpy.__version__, clarabel.__version__, numpy.__version__)
    text = json.dumps({"source": source, "processes": written}, indent=1)
    OUT.write_text(text + "\n", encoding="ascii")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
