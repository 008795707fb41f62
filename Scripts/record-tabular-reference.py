#!/usr/bin/env python3
"""Write independent reference tables of the tabular worlds under Tests/Fixtures/tabular.

Written from the models' published descriptions alone, as an oracle for the library's own tables. Needs
the packages of Scripts/fixtures-requirements.txt (see Scripts/record-gymnasium-fixtures.py):

    python Scripts/record-tabular-reference.py [--output FOLDER]

Rows are [s, a, next, probability, reward]; a terminal state has no rows and value 0. The run stops with
an error when a known answer of the literature is not met.
"""

import argparse
import fractions
import itertools
import json
import math
import pathlib
import platform

import numpy as np
import scipy
from scipy.integrate import quad
from scipy.stats import norm

COMMAND = "python Scripts/record-tabular-reference.py"


def require(condition, message):
    if not condition:
        raise SystemExit(f"known answer not met: {message}")


def write(folder, name, content):
    """Write one fixture: a key per line, long lists one element per line."""
    header = {
        "source": "own",
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "python": platform.python_version(),
        "command": COMMAND,
        "model": name,
    }
    lines = []
    for key, value in {**header, **content}.items():
        def dump(item):
            return json.dumps(item, separators=(",", ":"), allow_nan=False, default=lambda v: v.tolist())
        if isinstance(value, list) and value and isinstance(value[0], (list, dict)):
            body = "[\n" + ",\n".join(dump(v) for v in value) + "\n]"
        else:
            body = dump(value)
        lines.append(f"{json.dumps(key)}: {body}")
    path = folder / f"{name}.json"
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{path.name:36s} {path.stat().st_size:8d} bytes", flush=True)


# Solving ---------------------------------------------------------------------------------------


def index_of(rows):
    """Group rows by state and action: options[s][a] = [(next, probability, reward), ...]."""
    options = {}
    for s, a, successor, p, r in rows:
        options.setdefault(s, {}).setdefault(a, []).append((successor, p, r))
    for s, actions in options.items():
        for a, outcomes in actions.items():
            require(abs(math.fsum(p for _, p, _ in outcomes) - 1) < 1e-12, f"row ({s}, {a}) sums to 1")
    return options


def arrays_of(options, states):
    """Dense (pairs x states) kernel, reward per pair, and the (state, action) of each pair."""
    pairs = [(s, a) for s in sorted(options) for a in sorted(options[s])]
    kernel, reward = np.zeros((len(pairs), states)), np.zeros(len(pairs))
    for i, (s, a) in enumerate(pairs):
        for successor, p, r in options[s][a]:
            kernel[i, successor] += p
            reward[i] += p * r
    return pairs, kernel, reward


def evaluate(policy, pairs, kernel, reward, discount):
    """Exact value of a policy given as one pair index per non-terminal state."""
    system, right = np.eye(kernel.shape[1]), np.zeros(kernel.shape[1])
    for i in policy:
        s = pairs[i][0]
        system[s] -= discount * kernel[i]
        right[s] = reward[i]
    return np.linalg.solve(system, right)


def solve(rows, states, discount, prefer=None):
    """Policy iteration with exact evaluation; returns the solution as a JSON-ready record.

    `prefer[s]` is the first policy's action; a switch needs an improvement above 1e-13 of the scale, so
    undiscounted problems with a proper first policy stay proper. `greedy` lists all actions within 1e-9.
    """
    pairs, kernel, reward = arrays_of(index_of(rows), states)
    by_state = {}
    for i, (s, _) in enumerate(pairs):
        by_state.setdefault(s, []).append(i)
    policy = {s: next((i for i in group if prefer and pairs[i][1] == prefer[s]), group[0])
              for s, group in by_state.items()}
    while True:
        values = evaluate(policy.values(), pairs, kernel, reward, discount)
        q = reward + discount * (kernel @ values)
        slack = 1e-13 * max(1.0, np.abs(values).max())
        better = {s: max(group, key=lambda i: q[i]) for s, group in by_state.items()}
        switched = {s: i if q[i] > q[policy[s]] + slack else policy[s] for s, i in better.items()}
        if switched == policy:
            break
        policy = switched
    residual = max(abs(q[i] - values[s]) for s, i in better.items())
    require(residual <= 1e-12 * max(1.0, np.abs(values).max()), f"Bellman residual {residual}")
    near = 1e-9 * max(1.0, np.abs(values).max())
    greedy = [[pairs[i][1] for i in by_state.get(s, []) if q[i] >= values[s] - near] for s in range(states)]
    return {"discount": discount, "bellmanResidual": float(residual), "values": values.tolist(),
            "greedy": greedy}


# Chains ----------------------------------------------------------------------------------------


def river_swim(states, up, stay, down, top_stay, bottom_stay, bottom_reward, top_reward):
    """Left is sure; right moves by (up, stay, down), with own stay probabilities at both ends."""
    rows, top = [], states - 1
    for s in range(states):
        rows.append([s, 0, max(s - 1, 0), 1.0, bottom_reward if s == 0 else 0.0])
        if s == 0:
            rows += [[0, 1, 0, bottom_stay, 0.0], [0, 1, 1, 1 - bottom_stay, 0.0]]
        elif s == top:
            rows += [[s, 1, s - 1, 1 - top_stay, 0.0], [s, 1, s, top_stay, top_reward]]
        else:
            rows += [[s, 1, s - 1, down, 0.0], [s, 1, s, stay, 0.0], [s, 1, s + 1, up, 0.0]]
    return rows


def record_river_swim(folder):
    variants = [
        ("river-swim-6", 6, river_swim(6, 0.3, 0.6, 0.1, 0.3, 0.7, 5.0, 10000.0), [0.95, 0.99], None),
        ("river-swim-6-second", 6, river_swim(6, 0.3, 0.6, 0.1, 0.9, 0.7, 30.0, 100.0), [0.95, 0.9], None),
        ("river-swim-20", 20, river_swim(20, 0.5, 0.3, 0.2, 0.8, 0.5, 5.0, 100.0), [0.95, 0.9],
         [1 / 20] * 20),
    ]
    for name, states, rows, discounts, initial in variants:
        write(folder, name, {
            "states": states, "actions": ["left", "right"], "initial": initial,
            "notes": [
                "The top reward is paid on the outcome 'stay at the top by right', the bottom reward on "
                "every left in state 0.",
                "The second variant keeps the first one's rows except at the top (stay 0.9, down 0.1).",
                "20 states: a move that is impossible at an end is added to staying (right in 0 stays 0.5, "
                "right at the top stays 0.8).",
            ],
            "rows": rows, "solutions": [solve(rows, states, g) for g in discounts],
        })


def record_machine_replacement(folder):
    arrival, rows = {7: -20.0, 8: -10.0, 9: -2.0}, []

    def add(s, a, outcomes):
        rows.extend([s, a, n, p, arrival.get(n, 0.0)] for n, p in outcomes)

    for wear in range(7):
        add(wear, 0, [(wear, 0.2), (wear + 1, 0.8)])
        add(wear, 1, [(wear + 1, 0.3), (8, 0.1), (9, 0.6)])
    add(7, 0, [(7, 1.0)])
    add(7, 1, [(7, 0.3), (8, 0.1), (9, 0.6)])
    add(8, 0, [(8, 1.0)])
    add(8, 1, [(8, 0.4), (9, 0.6)])
    add(9, 0, [(9, 0.2), (0, 0.8)])
    add(9, 1, [(9, 1.0)])
    write(folder, "machine-replacement", {
        "states": 10, "actions": ["nothing", "repair"], "initial": None,
        "notes": ["States 0-7 wear, 8 long repair, 9 short repair. Rewards on arrival, staying included."],
        "rows": rows, "solutions": [solve(rows, 10, 0.8)],
    })


def record_forest(folder):
    for states in (3, 10):
        rows = []
        for s in range(states):
            older, wait = min(s + 1, states - 1), 4.0 if s == states - 1 else 0.0
            cut = 0.0 if s == 0 else 2.0 if s == states - 1 else 1.0
            rows += [[s, 0, 0, 0.1, wait], [s, 0, older, 0.9, wait], [s, 1, 0, 1.0, cut]]
        solutions = [solve(rows, states, g) for g in (0.96, 0.9)]
        if states == 3:
            known = np.array([26.244, 29.484, 33.484])
            require(np.abs(np.array(solutions[1]["values"]) - known).max() < 1e-12, "forest at 0.9")
        write(folder, f"forest-{states}", {
            "states": states, "actions": ["wait", "cut"], "initial": None,
            "notes": ["Rewards belong to (state, action): waiting in the oldest pays 4 even if it burns."],
            "rows": rows, "solutions": solutions,
        })


# Inventory and gambling ------------------------------------------------------------------------


def record_inventory(folder):
    weights = [fractions.Fraction(10) ** d / math.factorial(d) for d in range(31)]
    demand = [w / sum(weights) for w in weights]
    rows = []
    for stock, order in itertools.product(range(21), range(11)):
        bought = min(order, 20 - stock)
        available = stock + bought
        for left in range(available + 1):
            p = demand[available - left] if left else sum(demand[available:])
            if p == 0:
                continue
            reward = 4.99 * (available - left) - 2.49 * bought - 0.49 * (bought > 0) - 0.05 * left
            rows.append([stock, order, left, float(p), reward])
    write(folder, "inventory", {
        "states": 21, "actions": 11, "initial": None,
        "notes": [
            "Demand 0..30, Poisson(10) renormalised (exact rationals, rounded once); lost sales.",
            "An order is cut to 20 - stock; purchase and the fixed charge count the cut order, the fixed "
            "charge only when it is positive. Holding is charged on the stock left after sales.",
        ],
        "rows": rows, "solutions": [solve(rows, 21, 0.95)],
    })


def gambler_rows(heads, target):
    rows = []
    for s in range(1, target):
        for stake in range(1, min(s, target - s) + 1):
            win = s + stake
            rows += [[s, stake, s - stake, 1 - heads, 0.0], [s, stake, win, heads, float(win == target)]]
    return rows


def record_gambler(folder):
    solutions = []
    for heads, target in [(0.6, 100), (0.4, 100), (0.6, 50), (0.4, 50)]:
        first = [1 if heads > 0.5 else min(s, target - s) for s in range(target)]
        solution = solve(gambler_rows(heads, target), target + 1, 1.0, prefer=first)
        if heads > 0.5:
            ratio = (1 - heads) / heads
            closed = np.array([(1 - ratio**s) / (1 - ratio**target) for s in range(target)])
            gap = np.abs(np.array(solution["values"][:target]) - closed).max()
            require(gap < 1e-12, f"gambler's ruin, gap {gap}")
        solutions.append({"headsProbability": heads, "target": target, **solution})
    require(abs(solutions[1]["values"][50] - 0.4) < 1e-12, "bold play from half the target")
    write(folder, "gambler", {
        "states": 101, "actions": "stake", "initial": None, "terminal": [0, 100],
        "headsProbability": 0.6,
        "notes": [
            "The action column holds the stake itself, 1..min(s, 100 - s); no stake of zero. Reward 1 on "
            "arrival at the target. 'rows' are those of heads 0.6 and target 100.",
            "Values of the terminal states are 0: the reward is paid on the way in.",
            "Checked: heads 0.6 against the ruin formula (1-(q/p)^s)/(1-(q/p)^target).",
        ],
        "rows": gambler_rows(0.6, 100), "solutions": solutions,
    })


# Windy walk ------------------------------------------------------------------------------------

WALK_WALLS = {(1, 1), (1, 2), (1, 3), (3, 1), (3, 2), (3, 3)}
WALK_GOAL = (0, 5)
WALK_MOVES = [(-1, 0), (1, 0), (0, 1), (0, -1)]


def walk_rows(alpha):
    """Six by six grid, state 6 row + column; actions north, south, east, west."""
    wind_of_row = {0: alpha, 2: alpha**3, 4: alpha**6, 5: alpha**6}

    def move(cell, step):
        to = (cell[0] + step[0], cell[1] + step[1])
        inside = 0 <= to[0] < 6 and 0 <= to[1] < 6
        return to if inside and to not in WALK_WALLS else cell

    rows = []
    for cell in itertools.product(range(6), range(6)):
        if cell in WALK_WALLS or cell == WALK_GOAL:
            continue
        wind = wind_of_row.get(cell[0], 0.0) if 1 <= cell[1] <= 3 else 0.0
        for a, step in enumerate(WALK_MOVES):
            mass = {}
            for to, p in [(move(cell, step), 1 - wind), (move(cell, WALK_MOVES[3]), wind)]:
                mass[to] = mass.get(to, 0.0) + p
            rows += [[6 * cell[0] + cell[1], a, 6 * to[0] + to[1], p, -1.0]
                     for to, p in mass.items() if p > 0]
    return rows


def worst_case_walk(alphas, discount):
    """Robust value iteration with a free alpha per state and action, to machine precision."""
    models = [index_of(walk_rows(alpha)) for alpha in alphas]
    values = np.zeros(36)
    for _ in range(5000):
        updated = np.zeros(36)
        for s, actions in models[0].items():
            updated[s] = max(
                min(sum(p * (r + discount * values[n]) for n, p, r in m[s][a]) for m in models)
                for a in actions)
        change, values = np.abs(updated - values).max(), updated
        if change == 0:
            break
    return values


def record_windy_walk(folder):
    known = {0.0: -4.524381, 0.125: -5.208398, 0.25: -6.229623, 1 / 3: -7.205623, 5 / 12: -7.691626,
             0.5: -7.952147}
    cases = []
    for alpha, value in known.items():
        solution = solve(walk_rows(alpha), 36, 0.95)
        require(abs(solution["values"][0] - value) < 1e-6, f"windy walk at {alpha}")
        cases.append({"alpha": alpha, "rows": walk_rows(alpha), **solution})
    grid = [0.5 * i / 24 for i in range(25)]
    robust = worst_case_walk(grid, 0.95)
    require(abs(robust[0] + 7.952147490) < 1e-8, "robust windy walk")
    calm = cases[0]["greedy"]
    pairs, kernel, reward = arrays_of(index_of(walk_rows(0.5)), 36)
    played = [i for i, (s, action) in enumerate(pairs) if action == calm[s][0]]
    exposed = evaluate(played, pairs, kernel, reward, 0.95)[0]
    require(abs(exposed + 10.294413) < 1e-6, "calm policy in the strongest wind")
    write(folder, "windy-walk", {
        "states": 36, "actions": ["north", "south", "east", "west"], "start": 0, "terminal": [5],
        "walls": sorted(6 * r + c for r, c in WALK_WALLS),
        "notes": [
            "State 6 row + column, row 0 north. Wall states have no rows and stand at value 0.",
            "Wind: columns 1-3 of rows 0 (alpha), 2 (alpha^3), 4 and 5 (alpha^6); it blows one cell west.",
            "'robustValues': alpha chosen afresh per state and action among 25 even points of [0, 0.5].",
            "The calm optimum, played at alpha 0.5, is worth -10.294413 from the start (checked).",
        ],
        "robustValues": robust.tolist(), "cases": cases,
    })


# Braking line ----------------------------------------------------------------------------------


def record_braking_line(folder):
    def state(x, v):
        return 4 * x + v

    successor = {}
    for x, v, a in itertools.product(range(13), range(4), range(3)):
        speed = min(max(v + a - 1, 0), 3)
        successor[state(x, v), a] = state(min(x + speed, 12), speed)
    violated = [s // 4 >= 10 for s in range(52)]
    feasible = {s for s in range(52) if not violated[s]}
    while True:
        kept = {s for s in feasible if any(successor[s, a] in feasible for a in range(3))}
        if kept == feasible:
            break
        feasible = kept
    formula = {state(x, v) for x in range(10) for v in range(4) if x + v * (v - 1) // 2 <= 9}
    require(feasible == formula and len(feasible) == 36, "36 feasible states of 52")
    known = {(0.99, 1): (0, 0.9602, -1, 0.98), (0.6, 1): (1, -0.28, -1, 0.2), (0.6, 25): (0, 8.36, -1, 14.6)}
    solutions = []
    for (discount, level), (wrong, *values_known) in known.items():
        h = np.where(violated, float(level), -1.0)
        values = h.copy()
        for _ in range(20_000):
            best = np.array([min(values[successor[s, a]] for a in range(3)) for s in range(52)])
            updated = (1 - discount) * h + discount * np.maximum(h, best)
            change, values = np.abs(updated - values).max(), updated
            if change == 0:
                break
        signs = sum((values[s] <= 0) != (s in feasible) for s in range(52))
        found = [values[state(7, 3)], values[state(6, 3)], values[state(9, 2)]]
        require(signs == wrong and np.allclose(found, values_known, rtol=0, atol=1e-12),
                f"braking line at {discount}, {level}: {signs}, {found}")
        solutions.append({"discount": discount, "violationLevel": level, "wrongSigns": signs,
                          "values": values.tolist()})
    write(folder, "braking-line", {
        "states": 52, "actions": ["brake", "coast", "accelerate"], "initial": None,
        "notes": [
            "State 4 x + v. Violation when x >= 10. The description gives no reward: column 5 is 0.",
            "'values' solve V = (1 - g) h + g max(h, min over actions of V(next)), h = -1 safe, else level.",
        ],
        "violated": [int(v) for v in violated], "feasible": sorted(feasible),
        "rows": [[s, a, n, 1.0, 0.0] for (s, a), n in successor.items()],
        "feasibilitySolutions": solutions,
    })


# Pest control ----------------------------------------------------------------------------------


def pest_growth(n, action):
    """Mean and standard deviation of the untruncated growth factor."""
    if action == 0:
        return 2.0, 0.6
    return 0.2 + (n - 25) ** 2 / 625, [0.6, 0.5, 0.4, 0.3][action - 1]


NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)


def pest_below(y, k, mean, sd):
    """P(k g + supply < y), g = max(0, N(mean, sd)), supply = max(0, N(3, 1.5)), by composite Gauss rule."""
    if y <= 0:
        return 0.0
    none = norm.cdf(-mean / sd) * norm.cdf((y - 3) / 1.5)
    if k == 0:
        return float(norm.cdf((y - 3) / 1.5))
    edges = np.linspace(max(0.0, mean - 9 * sd), min(y / k, mean + 9 * sd), 161)
    if edges[-1] <= edges[0]:
        return float(none)
    half = np.diff(edges)[:, None] / 2
    g = (edges[:-1, None] + half) + half * NODES
    density = norm.pdf((g - mean) / sd) / sd
    return float(none + (half * WEIGHTS * density * norm.cdf((y - k * g - 3) / 1.5)).sum())


def record_pest_control(folder):
    cost, rows, ties, gap = [0, 800, 840, 880, 920], [], [], 0.0
    for n, a in itertools.product(range(51), range(5)):
        mean, sd = pest_growth(n, a)
        k, base = n * (50 - n) / 50, n * n / 50
        below = [pest_below(j + 0.5 - base, k, mean, sd) for j in range(50)]
        for j, p in enumerate(np.diff([0.0, *below, 1.0])):
            if p >= 1e-15:
                rows.append([n, a, j, float(p), float(1000 - n * n - cost[a])])
        atom = norm.cdf(-2.0) * (norm.cdf(-mean / sd) if k else 1.0)
        if base % 1 == 0.5:
            ties.append([n, a, float(atom), math.floor(base), math.floor(base) + 1])
        if n % 7 == 3 and k:
            for j in {int(base), min(int(base) + 5, 49), min(int(base) + 15, 49)}:
                y = j + 0.5 - base
                if y <= 0:
                    continue
                top = min(y / k, mean + 9 * sd)
                if top <= 0:
                    continue
                knots = [g for g in (mean, (y - 3) / k) if 0 < g < top]
                other, _ = quad(lambda g: norm.pdf((g - mean) / sd) / sd * norm.cdf((y - k * g - 3) / 1.5),
                                0, top, points=knots or None, epsabs=1e-14, epsrel=1e-13, limit=400)
                other += norm.cdf(-mean / sd) * norm.cdf((y - 3) / 1.5)
                gap = max(gap, abs(other - below[j]))
    require(gap < 1e-12, f"adaptive quadrature disagrees by {gap}")
    write(folder, "pest-control", {
        "states": 51, "actions": 5, "initial": [float(n == 10) for n in range(51)],
        "notes": [
            "next = round(n + (g-1) n (50-n)/50 + supply) clipped to 0..50; g = max(0, N(mean, sd)), "
            "supply = max(0, N(3, 1.5)), independent. Reward: 1000 - n^2 of the present n, minus the cost.",
            "Halves round up. They have mass only where g and supply are both 0 and n^2/50 ends in .5: "
            "'ties' = [n, a, mass, lower, upper]; rounding to even moves that mass when lower is even.",
            "Probabilities below 1e-15 are left out; integration error checked by adaptive quadrature.",
        ],
        "quadratureGap": gap, "ties": ties,
        "rows": rows, "solutions": [solve(rows, 51, 0.9)],
    })


# Blackjack -------------------------------------------------------------------------------------

CARDS = {card: fractions.Fraction(4 if card == 10 else 1, 13) for card in range(1, 11)}


def drawn_card(total, ace, card):
    """Add a card to (best total, usable ace); the total may pass 21 only without a usable ace."""
    total, ace = (total + 11, 1) if card == 1 and total + 11 <= 21 else (total + card, ace)
    return (total - 10, 0) if total > 21 and ace else (total, ace)


def dealer_outcomes(up):
    """Exact P(final total, 22 for bust; natural) of a dealer who draws to 17 and stands on it."""
    result = {}

    def play(total, ace, p, cards):
        if total >= 17:
            key = (min(total, 22), cards == 2 and total == 21)
            result[key] = result.get(key, 0) + p
            return
        for card, q in CARDS.items():
            play(*drawn_card(total, ace, card), p * q, cards + 1)

    for card, q in CARDS.items():
        play(*drawn_card(*drawn_card(0, 0, up), card), q, 2)
    return result


def stick_row(total, up, natural, rule, dealer):
    """Exact reward distribution of sticking under a pay-off rule: sutton, natural or plain."""
    rewards = {}
    for (final, dealer_natural), p in dealer[up].items():
        reward = 1.0 if final > 21 or total > final else 0.0 if total == final else -1.0
        if natural and rule == "sutton" and not dealer_natural:
            reward = 1.0
        if natural and rule == "natural" and reward == 1.0:
            reward = 1.5
        rewards[reward] = rewards.get(reward, 0) + p
    return rewards


def record_blackjack(folder):
    dealer = {up: dealer_outcomes(up) for up in range(1, 11)}
    hits = []
    for total, ace in [(t, 0) for t in range(4, 22)] + [(t, 1) for t in range(12, 22)]:
        mass = {}
        for card, q in CARDS.items():
            successor = drawn_card(total, ace, card)
            key = None if successor[0] > 21 else successor
            mass[key] = mass.get(key, 0) + q
        hits.append([total, ace, [[*(k or (None, None)), float(p)] for k, p in mass.items()]])
    starts = {}
    for (first, p), (second, q) in itertools.product(CARDS.items(), repeat=2):
        hand = drawn_card(*drawn_card(0, 0, first), second)
        starts[hand] = starts.get(hand, 0) + p * q
    rules = []
    for rule in ("sutton", "natural", "plain"):
        sticks = []
        for up, total, natural in itertools.product(CARDS, range(4, 22), (0, 1)):
            if natural and total != 21:
                continue
            row = stick_row(total, up, natural, rule, dealer)
            sticks.append([total, up, natural, [[r, float(p)] for r, p in sorted(row.items())]])
        start_value = fractions.Fraction(0)
        for up, chance in CARDS.items():
            value = {}

            def best(total, ace, natural=0):
                if (total, ace, natural) not in value:
                    row = stick_row(total, up, natural, rule, dealer)
                    stick = sum(fractions.Fraction(r) * p for r, p in row.items())
                    hit = sum(q * (best(*s) if (s := drawn_card(total, ace, c))[0] <= 21 else -1)
                              for c, q in CARDS.items())
                    value[total, ace, natural] = max(stick, hit)
                return value[total, ace, natural]

            start_value += chance * sum(p * best(t, u, int(t == 21)) for (t, u), p in starts.items())
        rules.append({"rule": rule, "optimalStartValue": float(start_value), "sticks": sticks})
    write(folder, "blackjack", {
        "discount": 1,
        "notes": [
            "Exact rationals rounded once. 'hits': [sum, ace, [[nextSum, nextAce, p], ...]], null = bust, "
            "reward -1. 'sticks': [sum, dealer, natural, [[reward, p], ...]]; the ace does not matter.",
            "natural = 1: the first two cards make 21. sutton: it wins unless the dealer has one too; "
            "natural: a won natural pays 1.5, a dealer's three-card 21 draws; plain: no special rule.",
        ],
        "starts": [[t, u, float(p)] for (t, u), p in sorted(starts.items())],
        "hits": hits, "rules": rules,
    })


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "tabular"
    parser.add_argument("--output", type=pathlib.Path, default=default)
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    for record in (record_river_swim, record_machine_replacement, record_forest, record_inventory,
                   record_gambler, record_windy_walk, record_braking_line, record_pest_control,
                   record_blackjack):
        record(folder)


if __name__ == "__main__":
    main()
