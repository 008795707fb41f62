"""Other ways to the same numbers: factors by programs over mu, estimates by least squares on rows.

Nothing here uses the duals' closed forms, counts or knots.
"""

import warnings

import cvxpy
import numpy as np
from scipy.optimize import linprog, minimize_scalar, root

from .estimates import Episodes
from .planning import Design
from .worlds import World


def primal(operator: str, p: np.ndarray, v: np.ndarray, size: float) -> float:
    """inf over q of q . v within D(q, p) <= size, or of q . v + size D(q, p); TV may leave the support of p.

    TV by HiGHS over (q, t), |q - p| <= t, D = sum t / 2; chi-square and KL by Clarabel on the support;
    nan where Clarabel reaches no tolerance up to 1e-8.
    """
    kind, form = operator.split("-")
    if kind == "tv":
        n = len(p)
        eye = np.eye(n)
        upper = [np.hstack([eye, -eye]), np.hstack([-eye, -eye])]
        limit = [p, -p]
        cost = np.concatenate([v, np.full(n, size / 2 if form == "penalty" else 0.0)])
        if form == "constraint":
            upper.append(np.concatenate([np.zeros(n), np.full(n, 0.5)])[None])
            limit.append(np.array([size]))
        equal = np.concatenate([np.ones(n), np.zeros(n)])[None]
        result = linprog(cost, np.vstack(upper), np.concatenate(limit), equal, [1.0], method="highs-ds",
                         options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10})
        if result.status:
            raise ArithmeticError(result.message)
        return float(result.fun)
    keep = p > 0
    p, v = p[keep], v[keep]
    if v.min() == v.max():
        return float(v[0])
    # Least value 0 and range 1, and for chi-square the unknown (q - p)/sqrt(p): programs that are well scaled.
    least, scale = v.min(), v.max() - v.min()
    v = (v - least) / scale
    size = size / scale if form == "penalty" else size
    shift = cvxpy.Variable(len(p))
    if kind == "chi2":
        q = p + cvxpy.multiply(np.sqrt(p), shift)
        distance = cvxpy.sum_squares(shift)
    else:
        q, distance = shift, cvxpy.Variable()
    rules = [cvxpy.sum(q) == 1, q >= 0]
    if kind == "kl":
        # A bound on the divergence has a value where a mass is -1e-15, and the divergence itself has none.
        rules.append(cvxpy.sum(cvxpy.rel_entr(q, p)) <= distance)
    if form == "constraint":
        problem = cvxpy.Problem(cvxpy.Minimize(q @ v), [*rules, distance <= size])
    else:
        problem = cvxpy.Problem(cvxpy.Minimize(q @ v + size * distance), rules)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for tolerance in (1e-12, 1e-10, 1e-8):
            try:
                problem.solve(solver=cvxpy.CLARABEL, tol_gap_abs=tolerance, tol_gap_rel=tolerance,
                              tol_feas=tolerance, max_iter=500)
            except cvxpy.SolverError:
                continue
            if problem.status == "optimal":
                break
        else:
            return float("nan")
    return float(least + scale * problem.value)


def mirror_step(q: np.ndarray, last: np.ndarray, reference: np.ndarray, eta: float, step: float) -> np.ndarray:
    """argmax over the simplex of <Q,pi> - eta KL(pi||pi_ref) - KL(pi||pi_last)/step, by its Lagrange equations."""
    def equations(x: np.ndarray) -> np.ndarray:
        logs, multiplier = x[:-1], x[-1]
        gradient = q - eta * (logs - np.log(reference) + 1) - (logs - np.log(last) + 1) / step - multiplier
        return np.append(gradient, np.exp(logs).sum() - 1)

    found = root(equations, np.append(np.log(last), 0.0), tol=1e-13)
    if abs(equations(found.x)).max() > 1e-11:
        raise ArithmeticError(found.message)
    return np.exp(found.x[:-1])


def rows(world: World, data: Episodes, h: int, first: int = 0,
         last: int | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """phi [n,d], next states and rewards of step h of the first replication, known steps left out."""
    s, a, t = (x[0, first:last, h] for x in (data.states, data.actions, data.states[:, :, 1:]))
    if world.known is not None:
        used = ~world.known[h, s, a]
        s, a, t = s[used], a[used], t[used]
    return world.phi[h, s, a], t, world.reward[h, s, a]


def regress(phi: np.ndarray, y: np.ndarray, ridge: float, weight: np.ndarray | None = None) -> np.ndarray:
    """argmin_z sum weight (y - phi z)^2 + ridge |z|^2 by orthogonal factors of the augmented rows."""
    root = np.ones(len(phi)) if weight is None else np.sqrt(weight)
    d = phi.shape[1]
    matrix = np.vstack([phi * root[:, None], np.sqrt(ridge) * np.eye(d)])
    target = np.concatenate([y * root.reshape(-1, *[1] * (y.ndim - 1)), np.zeros((d, *y.shape[1:]))])
    return np.linalg.lstsq(matrix, target, rcond=None)[0]


def dual_search(operator: str, phi: np.ndarray, values: np.ndarray, ridge: float, size: np.ndarray, cap: float,
                floor: float, mean: str, weight: np.ndarray | None = None) -> np.ndarray:
    """The estimated dual maximised by a fine grid and a bounded search around its best points; nu [d]."""
    d = phi.shape[1]
    kind, form = operator.split("-")

    def regressed(f: np.ndarray) -> np.ndarray:
        return regress(phi, f, ridge, weight)

    if operator == "tv-penalty":
        return np.array([regressed(np.minimum(values, floor + size[i]))[i] for i in range(d)])

    def mean_exp(x: float, i: int) -> float:
        start = 0.0
        if mean == "centred":
            z = regressed(np.expm1(-values / x))[i] + 1
        elif mean == "plain":
            z = regressed(np.exp(-values / x))[i]
        else:
            mass = regressed(np.ones(len(values)))[i]
            missing = max(0.0, 1 - mass)
            start = min(values.min(), floor if missing > 0 else np.inf)
            z = regressed(np.exp(-(values - start) / x))[i]
            z = (z + (missing * np.exp((start - floor) / x) if missing > 0 else 0.0)) / max(1.0, mass)
        return start - x * np.log(max(z, np.exp(min(700, (start - cap) / x)), 1e-300))

    if operator == "kl-penalty":
        return np.array([mean_exp(size[i], i) for i in range(d)])

    def objective(x: float, i: int) -> float:
        if operator == "kl-constraint":
            return mean_exp(x, i) - x * size[i]
        z1, z2 = (regressed(np.minimum(values, x)**n)[i] for n in (1, 2))
        if operator == "tv-constraint":
            return z1 - size[i] * (x - floor)
        if form == "penalty":
            return z1 + (z1 * z1 - z2) / (4 * size[i])
        return z1 - np.sqrt(size[i] * max(0.0, z2 - z1 * z1))

    result = np.zeros(d)
    for i in range(d):
        if operator == "kl-constraint" and size[i] == 0:
            result[i] = regressed(values)[i]
            continue
        if kind == "kl":
            grid = np.geomspace(cap / (1000 if mean == "deficit" else 20), cap / size[i], 400)
        else:
            grid = np.unique(np.concatenate([np.linspace(floor, max(values.max(), floor), 400), values]))
        found = np.array([objective(x, i) for x in grid])
        if kind == "kl":
            # The first local maximum from the top.
            falls = np.flatnonzero(np.concatenate([[True], found[:-1] <= found[1:]]))
            around = falls[-1:]
        else:
            around = np.argsort(-found)[:6]
        best = found[around].max()
        for j in around:
            low, high = grid[max(j - 1, 0)], grid[min(j + 1, len(grid) - 1)]
            search = minimize_scalar(lambda x: -objective(x, i), bounds=(low, high), method="bounded",
                                     options={"xatol": 1e-12})
            best = max(best, -search.fun)
        result[i] = max(best, floor) if kind == "kl" and mean == "deficit" else best
    return result


def agent_pass(world: World, design: Design, data: Episodes, first: int = 0, last: int | None = None,
               weight: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """The backward pass of `planning` for the first replication, from rows and with the searches above.

    Greedy and closed-form policies; `weight` [n,H] are 1/s2.
    """
    horizon, states, actions, d = world.phi.shape
    v, nu = np.zeros((horizon + 1, states)), np.zeros((horizon, d))
    q, policy = np.zeros((horizon, states, actions)), np.zeros((horizon, states, actions))
    for h in reversed(range(horizon)):
        phi, arrived, reward = rows(world, data, h, first, last)
        scale = np.ones(len(phi)) if weight is None else weight[:, h]
        matrix = design.ridge * np.eye(d) + (phi * scale[:, None]).T @ phi
        inverse = np.linalg.solve(matrix, np.eye(d))
        values = v[h + 1, arrived]
        if design.operator == "nominal":
            nu[h] = regress(phi, reward + values, design.ridge) if len(phi) else 0
            weights = nu[h]
        else:
            floor = (values.min() if len(values) else 0.0) if design.floor == "seen" else design.floor
            if len(phi):
                nu[h] = dual_search(design.operator, phi, values, design.ridge, design.size[h], float(horizon),
                                    floor, design.mean, scale)
            elif design.operator == "kl-penalty" and design.mean == "plain":
                nu[h] = horizon
            elif design.operator == "kl-constraint":
                nu[h] = 0.0 if design.mean == "deficit" else -horizon / 20 * design.size[h]
            weights = world.theta[h] + nu[h]
        for s in range(states):
            for a in range(actions):
                x = world.phi[h, s, a]
                if design.bonus == "norm":
                    width = np.sqrt(x @ inverse @ x)
                elif design.bonus == "sum":
                    width = sum(x[i] * np.sqrt(inverse[i, i]) for i in range(d))
                else:
                    width = np.sqrt(x @ np.diag(np.diagonal(inverse)) @ x)
                value = min(x @ weights + design.sign * design.beta * width,
                            horizon - h if design.ceiling == "remaining" else horizon)
                value = value if design.lower is None else max(value, design.lower)
                value = 0.0 if s == world.fail else value
                known = world.known is not None and world.known[h, s, a]
                q[h, s, a] = world.payoff[h, s, a] if known else value
            if design.eta is None:
                policy[h, s, int(np.argmax(q[h, s]))] = 1
                v[h, s] = q[h, s].max()
            else:
                power = np.exp((q[h, s] - q[h, s].max()) / design.eta)
                policy[h, s] = power / power.sum()
                v[h, s] = q[h, s].max() + design.eta * np.log(power.mean())
    return {"nu": nu, "q": q, "v": v, "policy": policy}
