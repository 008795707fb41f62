"""What the fixtures hold, part by part; each function returns one file's content and checks it on the way."""

from collections.abc import Callable

import numpy as np
from scipy.special import logsumexp

from . import exact, factors, oracles, worlds
from .exact import Robustness, Solution
from .recorded_agents import agents, put_agents, ridge
from .worlds import World

FIRST = [list(worlds.LEVELS).index(level) for level in range(5)]
"""The first action of each level 0..4: the others of a level are its copies."""

SHEET = 1e-8


def near(name: str, value: object, expected: object, tolerance: float = SHEET) -> float:
    """The largest difference, which must not be above the tolerance."""
    difference = float(np.max(np.abs(np.asarray(value, float) - np.asarray(expected, float))))
    if not difference <= tolerance:
        raise SystemExit(f"{name}: {value} differs from {expected} by {difference:.3g}, above {tolerance:.3g}")
    return difference


def primal_solve(world: World, robustness: Robustness, eta: float | None) -> np.ndarray:
    """V [H+1,S] by backward induction with nature's problem solved over the factors themselves."""
    horizon, states, actions, d = world.phi.shape
    v = np.zeros((horizon + 1, states))
    for h in reversed(range(horizon)):
        nu = np.zeros(d)
        for i in range(d):
            size = robustness.size[h, i]
            plain = (robustness.operator == "nominal" or np.isinf(size)
                     or (size == 0 and robustness.operator.endswith("constraint")))
            p = world.mu[h, i]
            nu[i] = p @ v[h + 1] if plain else oracles.primal(robustness.operator, p, v[h + 1], size)
        q = world.phi[h] @ (world.theta[h] + nu)
        v[h] = q.max(axis=1) if eta is None else eta * (logsumexp(q / eta, axis=1) - np.log(actions))
    return v


def solved(world: World, robustness: Robustness, eta: float | None, columns: list[int],
           gaps: dict[str, float]) -> tuple[dict[str, object], Solution]:
    """One configuration's nu, Q and policy at the actions `columns`, V; checked against the primal."""
    solution = exact.solve(world, robustness, eta)
    gap = float(abs(solution.v - primal_solve(world, robustness, eta)).max())
    gaps[robustness.operator] = max(gaps.get(robustness.operator, 0.0), gap)
    return {"operator": robustness.operator, "size": robustness.size, "eta": eta, "nu": solution.nu,
            "q": solution.q[:, :, columns], "policy": solution.policy[:, :, columns], "v": solution.v}, solution


def linear_values() -> dict[str, object]:
    """exact.json: linear-mdp under all operators, radii and temperatures, target returns, the sheet's values."""
    gaps: dict[str, float] = {}
    cases, returns, by_name = [], [], {}
    for xi in (0.1, 0.2, 0.3):
        world = worlds.linear_mdp(xi)
        one = np.ones((3, 4))
        settings: list[tuple[str, np.ndarray, float | None]] = [("nominal", 0 * one, None)]
        for rho in (0.0, 0.1, 0.3, 0.4, 0.5):
            settings.append(("tv-constraint", worlds.radii(rho), None))
        for operator in ("kl-constraint", "chi2-constraint"):
            settings.append((operator, worlds.radii(0.3), None))
        for operator in ("tv-constraint", "kl-constraint", "chi2-constraint"):
            settings.append((operator, 0.2 * one, None))
        for operator in ("tv-penalty", "kl-penalty", "chi2-penalty"):
            for size in (0.1, 1.0, 5.0, np.inf):
                settings.append((operator, size * one, None))
        for eta in (0.001, 0.05, 0.5, 100.0):
            settings.append(("tv-constraint", worlds.radii(0.3), eta))
        settings += [("kl-penalty", one, 0.05), ("chi2-penalty", one, 0.05), ("nominal", 0 * one, 0.05)]
        for operator, size, eta in settings:
            case, solution = solved(world, Robustness(operator, size), eta, FIRST, gaps)
            cases.append({"xi": xi, **case})
            by_name[xi, operator, float(size[0, 3]), float(size[0, 0]), eta] = solution
            if eta in (None, 0.05):
                grid = [i / 10 for i in range(11)]
                values = [exact.plain_return(world, worlds.target(world, q), solution.policy) for q in grid]
                returns.append({"xi": xi, "operator": operator, "size": size, "eta": eta, "returns": values})
    for operator, gap in gaps.items():
        near(f"primal of {operator}", gap, 0, 1e-10 if operator.startswith("tv") else 1e-7)
    return {"actions": FIRST, "levels": worlds.LEVELS, "agreement": gaps, "sheet": sheet(by_name),
            "cases": cases, "returns": returns}


def sheet(found: dict[tuple, Solution]) -> list[dict[str, object]]:
    """The reference sheet's values for xi = 0.2 beside ours."""
    rows = []

    def row(name: str, value: object, expected: object) -> None:
        gap = near(name, value, expected)
        rows.append({"name": name, "expected": expected, "value": value, "difference": gap})

    def tv(rho: float, eta: float | None = None) -> Solution:
        return found[0.2, "tv-constraint", rho, 0.0, eta]

    plain = tv(0.0)
    row("V3(x3), V3(x5), V2(x2), V2(x5), V2(x4)",
        [plain.v[2, 2], plain.v[2, 4], plain.v[1, 1], plain.v[1, 4], plain.v[1, 3]], [0.5, 1, 1.24975, 2, 0])
    row("nu11", plain.nu[0, 0], 1.24850025)
    for rho in (0.0, 0.3, 0.5):
        row(f"nu14, rho {rho}", tv(rho).nu[0, 3], 2 * (1 - rho))
    row("Q1(x1), rho 0", plain.q[0, 0, FIRST], [1.323650225, 1.3988002, 1.473950175, 1.54910015, 1.624250125])
    for rho, v, best in ((0.0, 1.624250125, 15), (0.3, 1.324250125, 15), (0.5, 1.223650225, 0)):
        row(f"V1, best action, rho {rho}", [tv(rho).v[0, 0], tv(rho).q[0, 0].argmax()], [v, best])
    world = worlds.linear_mdp(0.2)
    switch = exact.solve(world, Robustness("tv-constraint", worlds.radii(0.375749875))).q[0, 0, FIRST]
    row("spread of Q1(x1) at the switch rho 0.375749875", switch.max() - switch.min(), 0)
    away = plain.policy.copy()
    away[0] = 0
    away[0, :, 0] = 1
    for q, nominal, robust in ((0, 1.624875, 1.324775), (0.2, 1.424875, 1.284775), (0.5, 1.124875, 1.224775),
                               (1, 0.624875, 1.124775), (0.375125, None, None)):
        both = [float(exact.plain_return(world, worlds.target(world, q), p)) for p in (plain.policy, away)]
        if nominal is None:
            row("difference of returns at the crossover q 0.375125", both[0] - both[1], 0)
        else:
            row(f"target returns, q {q}: nominal, all -1", both, [nominal, robust])
    soft = tv(0.3, 0.05)
    row("regularised V1, rho 0.3, eta 0.05", soft.v[0, 0], 1.174151674)
    masses = [soft.policy[0, 0, worlds.LEVELS == level].sum() for level in range(5)]
    rows.append({"name": "masses of the levels, rho 0.3, eta 0.05", "expected":
                 [.012872, .101372, .299380, .392957, .193420], "value": masses, "difference":
                 near("masses", masses, [.012872, .101372, .299380, .392957, .193420], 5.1e-7)})
    for operator, expected in (("tv", 0.9995), ("kl", 1.623594813)):
        row(f"{operator} penalty 1, V1", found[0.2, f"{operator}-penalty", 1.0, 1.0, None].v[0, 0], expected)
    return rows + generic()


def generic() -> list[dict[str, object]]:
    """Section 5 of the sheet: two factors, three successors."""
    mu, v = np.array([[.6, .3, .1], [.2, .2, .6]]), np.array([2, 1, .5])
    phi, theta = np.array([[1, 0], [.5, .5], [.2, .8]]), np.array([.3, .7])
    rows = []
    for operator, rho, nu, q in (
            ("tv", 0.0, (1.55, .9), (1.85, 1.725, 1.65)), ("tv", 0.1, (1.4, .75), (1.7, 1.575, 1.5)),
            ("tv", 0.3, (1.1, .55), (1.4, 1.325, 1.28)),
            ("chi2", 0.05, (1.423015749, .769615952), (1.723015749, 1.596315850, 1.520295911))):
        ours = factors.factor_values(f"{operator}-constraint", mu, v, np.full(2, rho))
        value = [*ours, *(phi @ (theta + ours))]
        name = f"{operator} {rho}: nu, Q of two factors"
        gap = near(name, value, [*nu, *q])
        rows.append({"name": name, "expected": [*nu, *q], "value": value, "difference": gap})
    return rows


def operators() -> dict[str, object]:
    """operators.json: random factors with zeros, ties and offsets; the infimum over mu by HiGHS or Clarabel.

    Lines are [p, v, size, infimum], masses in thousandths; left out where Clarabel reaches no tolerance of 1e-8.
    """
    rng = np.random.default_rng(20267)
    content: dict[str, object] = {}
    gaps, left_out = {}, {}
    for operator in factors.NAMES:
        lines, gap, failed = [], 0.0, 0
        while len(lines) < 60:
            n = int(rng.integers(1, 9))
            weights = rng.dirichlet(np.full(n, rng.choice([0.4, 1.0, 5.0]))) * (rng.random(n) > 0.2)
            weights = weights if weights.sum() else np.eye(n)[0]
            p = np.floor(1000 * weights / weights.sum())
            p[p.argmax()] += 1000 - p.sum()
            p = p / 1000
            v = [rng.integers(-2, 3, n).astype(float), np.round(3 * rng.random(n), 3),
                 np.round(100 + rng.normal(size=n), 3)][int(rng.integers(3))]
            constraint = operator.endswith("constraint")
            size = float(rng.choice([0.01, 0.1, 0.3, 0.7, 0.95] if constraint else [0.05, 0.3, 1.0, 4.0]))
            size = 4 * size if operator == "chi2-constraint" else size
            infimum = oracles.primal(operator, p, v, size)
            ours = factors.factor_values(operator, p[None], v, np.array([size]))[0]
            if np.isnan(infimum):
                failed += 1
                continue
            gap = max(gap, abs(ours - infimum) / max(1, abs(infimum)))
            lines.append([p, v, size, infimum])
        near(f"primal of {operator}", gap, 0, 1e-10 if operator.startswith("tv") else 1e-7)
        content[operator], gaps[operator], left_out[operator] = lines, gap, failed
    return {"agreement": gaps, "left_out": left_out, **content}


def put() -> dict[str, object]:
    """put.json: exact values on the lattice, features, and the offline agents on one recorded stream."""
    lattice = []
    for s0 in (95.0, 100.0, 105.0):
        for rho in (0.0, 0.025, 0.03, 0.05, 0.1):
            v = exact.put_values(worlds.american_put(s0), rho)[:-1]
            lattice.append({"s0": s0, "rho": rho, "value": v[0, 0], "values": [v[h, :h + 1] for h in range(20)]})
    known = {(95, 0): 6.45130774, (95, .05): 5.21910745, (95, .1): 5, (100, 0): 3.51971637, (100, .1): 1.59294524,
             (105, .05): .88708178}
    for case in lattice:
        expected = known.get((case["s0"], case["rho"]))
        if expected is not None:
            case["expected"] = expected
            near(f"put {case['s0']} {case['rho']}", case["value"], expected)
    prices = np.array([60.0, 63.4, 76.0, 77.5, 80.0, 81.0, 83.3, 95.0, 100.0, 123.456, 170.0, 176.0, 178.0, 200.0])
    hats = [{"price": s, "saturated": worlds.hats(s), "authors": worlds.hats(s, saturated=False)} for s in prices]
    return {"lattice": lattice, "hats": hats, **put_agents()}


def features() -> dict[str, object]:
    """features.json: a random tabular world through one-hot, hat and random features, solved exactly."""
    rng = np.random.default_rng(20268)
    states, actions, horizon = 5, 3, 4
    kernel = rng.dirichlet(np.full(states, 0.6), (horizon, states, actions))
    reward = np.round(rng.random((horizon, states, actions)), 3)
    cases, gaps = [], {}
    kinds = {"one-hot": worlds.one_hot_features(states, actions), "hats": worlds.hat_features(states, actions, 3),
             "random": worlds.random_features(states, actions, 4, rng)}
    for name, phi in kinds.items():
        world = worlds.aggregated(name, kernel, reward, phi)
        d = phi.shape[-1]
        for operator, size, eta in (("nominal", 0.0, None), ("tv-constraint", 0.2, None),
                                    ("tv-constraint", 0.2, 0.1), ("kl-constraint", 0.1, None),
                                    ("chi2-penalty", 0.7, 0.1)):
            nature = Robustness(operator, np.full((horizon, d), size))
            case, _ = solved(world, nature, eta, list(range(actions)), gaps)
            kept = {key: case[key] for key in ("operator", "eta", "nu", "v")}
            cases.append({"features": name, "size": size, **kept})
    for operator, gap in gaps.items():
        near(f"primal of {operator}", gap, 0, 1e-10 if operator[:2] in ("tv", "no") else 1e-7)
    return {"agreement": gaps, "kernel": kernel, "reward": reward,
            "phi": [{"features": name, "phi": phi} for name, phi in kinds.items()], "cases": cases}


PARTS: dict[str, Callable[[], dict[str, object]]] = {
    "exact": linear_values, "operators": operators, "ridge": ridge, "agents": agents, "put": put,
    "features": features}
