"""Fixtures of estimates and agents: recorded episodes, and what is made of them after some of these.

All agents read the same episodes, as if they had played them: online agents plan before each, so policies do not
depend on any drawn number and can be replayed elsewhere.
"""

import dataclasses

import numpy as np

from . import agents as making
from . import oracles, worlds
from .estimates import Episodes, Moments, collect, hold_only
from .exact import uniform
from .factors import NAMES, factor_values
from .planning import Design, Plan, mirrored
from .wedrive import WeDrive
from .worlds import World

FIRST = [list(worlds.LEVELS).index(level) for level in range(5)]
MARKS = (0, 1, 2, 5, 12, 30)
SIZES = {"tv-constraint": 0.3, "kl-constraint": 0.1, "chi2-constraint": 0.2, "tv-penalty": 0.4, "kl-penalty": 0.5,
         "chi2-penalty": 0.5}


def stream(world: World, episodes: int, seed: int, policy: np.ndarray | None = None) -> Episodes:
    """Episodes of one replication in the source, uniformly random unless a policy is given."""
    return collect(world, uniform(world) if policy is None else policy, episodes, np.random.default_rng(seed))


def part(data: Episodes, last: int) -> Episodes:
    """The first episodes."""
    return Episodes(data.states[:, :last], data.actions[:, :last])


def told(data: Episodes) -> list[dict[str, object]]:
    """Episodes as lists of states and of actions."""
    return [{"states": s, "actions": a} for s, a in zip(data.states[0], data.actions[0], strict=True)]


def close(name: str, ours: np.ndarray, theirs: np.ndarray, tolerance: float) -> float:
    """The largest difference; ends the run above the tolerance."""
    gap = float(abs(np.asarray(ours) - np.asarray(theirs)).max())
    if not gap <= tolerance:
        raise SystemExit(f"{name}: differs from its oracle by {gap:.3g}, above {tolerance:.3g}")
    return gap


def ridge() -> dict[str, object]:
    """ridge.json: diagonals of Lambda and its inverse, W = Lambda^-1 M, nu of all operators for given V."""
    world, cases, gaps = worlds.linear_mdp(0.2), [], {"weights": 0.0}
    rng = np.random.default_rng(20269)
    data = stream(world, 60, 20270)
    for episodes, lam in ((3, 0.1), (20, 1.0), (60, 0.1), (60, 1 / 9)):
        shown = part(data, episodes)
        moments = shown.moments(world, lam)
        inverse = moments.inverse()
        for h in range(2):
            v = np.round(rng.uniform(0, 3 - h, 5), 3)
            v[world.fail] = 0
            w = (inverse[:, h] @ moments.arrivals[:, h])
            phi, arrived, _ = oracles.rows(world, shown, h)
            direct = oracles.regress(phi, np.eye(5)[arrived], lam)
            gaps["weights"] = max(gaps["weights"], close("weights", w[0], direct, 1e-11))
            nu = {}
            for operator in NAMES:
                size = np.full(4, SIZES[operator])
                for mean in ("plain", "centred", "deficit") if operator.startswith("kl") else ("plain",):
                    name = f"{operator} {mean}" if operator.startswith("kl") else operator
                    nu[name] = factor_values(operator, w, v[None], size, 0.0, cap=3.0, mean=mean)[0]
                    searched = oracles.dual_search(operator, phi, v[arrived], lam, size, 3.0, 0.0, mean)
                    gaps[name] = max(gaps.get(name, 0.0), close(name, nu[name], searched, 1e-7))
            cases.append({"episodes": episodes, "ridge": lam, "step": h, "values": v,
                          "diagonal": np.diagonal(moments.matrix[0, h]),
                          "inverse_diagonal": np.diagonal(inverse[0, h]), "weights": w[0], "nu": nu})
    return {"xi": 0.2, "sizes": SIZES, "cap": 3.0, "floor": 0.0, "agreement": gaps, "episodes": told(data),
            "cases": cases}


def designs(world: World) -> dict[str, Design]:
    """One design of every agent, and of their options."""
    size, one = worlds.radii(0.3), np.ones((world.horizon, 4))
    return {
        "lsvi-ucb": making.lsvi_ucb(world),
        "dr-lsvi-ucb": making.dr_lsvi_ucb(world, size),
        "dr-lsvi-ucb, root bonus": making.dr_lsvi_ucb(world, size, bonus="root"),
        "dr-rpo": making.dr_rpo(world, size, eta=0.05),
        "dr-rpo, chi2 penalty": making.dr_rpo(world, one, eta=0.2, operator="chi2-penalty", beta=0.5),
        "dr-rpo, kl constraint": making.dr_rpo(world, 0.1 * one, eta=0.2, operator="kl-constraint", beta=0.2),
        "dr-rpo, mirror descent": making.dr_rpo(world, size, eta=0.05, step=2.0),
        "pevi": making.pevi(world, beta=0.5),
        "drpvi": making.drpvi(world, size, beta=0.5),
        "drvi-l": making.drpvi(world, 0.1 * one, beta=0.2, operator="kl-constraint"),
        "drpvi, chi2": making.drpvi(world, 0.1 * one, beta=0.2, operator="chi2-constraint"),
        "r2pvi-tv": making.r2pvi(world, "tv-penalty", one, beta=0.2),
        "r2pvi-kl": making.r2pvi(world, "kl-penalty", one, beta=0.2),
        "r2pvi-chi2": making.r2pvi(world, "chi2-penalty", one, beta=0.2),
        "r2pvi-kl, authors": making.r2pvi(world, "kl-penalty", one, bonus="root", lower=None, authors=True),
        "r2pvi-tv, authors": making.r2pvi(world, "tv-penalty", 0.1 * one, bonus="root", lower=None, authors=True),
    }


def shown(plan: Plan, moments: Moments, columns: list[int]) -> dict[str, object]:
    """A plan of the first replication at some actions, and Lambda's diagonal."""
    # Copies: an agent goes on writing to what it has shown.
    return {"diagonal": np.diagonal(moments.matrix[0], axis1=-2, axis2=-1).copy(), "nu": plan.nu[0].copy(),
            "q": plan.q[0][:, :, columns], "policy": plan.policy[0][:, :, columns], "v": plan.v[0].copy()}


def described(design: Design) -> dict[str, object]:
    """A design's numbers."""
    return dataclasses.asdict(design)


def agents() -> dict[str, object]:
    """agents.json: every agent on 30 recorded episodes of linear-mdp."""
    world = worlds.linear_mdp(0.2)
    data = stream(world, MARKS[-1], 20271)
    traces, gaps = [], {}
    for name, design in designs(world).items():
        run, marks, gap = making.OnlineRun.start(world, design), [], 0.0
        for k in range(MARKS[-1] + 1):
            plan = run.plan()
            if k in MARKS:
                marks.append({"episodes": k, **shown(plan, run.moments, FIRST)})
                if design.step is None:
                    other = oracles.agent_pass(world, design, part(data, k))
                    for key in ("nu", "q", "v", "policy"):
                        tolerance = 1e-7 if key != "policy" else 1e-5
                        found = close(f"{name} {key} after {k}", getattr(plan, key)[0], other[key], tolerance)
                        gap = max(gap, found)
            if k < MARKS[-1]:
                run.observe(data.states[:, k], data.actions[:, k])
        traces.append({"agent": name, "design": described(design), "marks": marks})
        gaps[name] = gap if design.step is None else None
    return {"xi": 0.2, "actions": FIRST, "agreement": gaps, "episodes": told(data), "traces": traces,
            "mirror_steps": mirror_steps(), "we-drive-u": [switching(3, data, setting) for setting in (
                {}, {"error": 0.05, "difference": 0.0002, "norm": 0.002, "beta": 0.5})], **longer()}


def longer() -> dict[str, object]:
    """VA-DRPVI and We-DRIVE-U where H = 6: with H = 3 no variance of a value is above 1 and all weights are 1."""
    world = worlds.linear_mdp(0.2, horizon=6)
    data = stream(world, MARKS[-1], 20273)
    return {"long_horizon": 6, "long_episodes": told(data), "va-drpvi": weighted(world, data),
            "long_we-drive-u": switching(6, data, {"beta": 0.5})}


def mirror_steps() -> list[dict[str, object]]:
    """Single steps of mirror descent, checked by the Lagrange equations."""
    rng, cases = np.random.default_rng(20274), []
    for eta, step in ((0.05, 2.0), (0.5, 0.3), (0.2, 20.0)):
        q = np.round(rng.uniform(0, 2, 5), 3)
        last, reference = rng.dirichlet(np.ones(5), 2)
        policy, v = mirrored(q[None], last[None], reference[None], eta, step)
        gap = close("mirror step", policy[0], oracles.mirror_step(q, last, reference, eta, step), 1e-9)
        cases.append({"q": q, "last": last, "reference": reference, "eta": eta, "step": step, "policy": policy[0],
                      "v": v[0], "agreement": gap})
    return cases


def weighted(world: World, data: Episodes) -> dict[str, object]:
    """VA-DRPVI: pilot on the first half, weights on the second, checked by least squares on weighted rows."""
    size, half = worlds.radii(0.1, world.horizon), data.states.shape[1] // 2
    ridge, beta = 1 / world.horizon**2, 0.1
    pilot = making.drpvi(world, size, beta=beta, ridge=1.0)
    plan, spread, first = making.va_drpvi(world, size, data, beta=beta, pilot=pilot)
    late = oracles.agent_pass(world, making.drpvi(world, size, beta=beta, ridge=ridge), data, half, None,
                              1 / spread[0])
    early = oracles.agent_pass(world, pilot, data, 0, half)
    gap = max(close(f"va-drpvi {key}", getattr(plan, key)[0], late[key], 1e-7) for key in ("nu", "q", "v"))
    gap = max(gap, close("va-drpvi pilot", first.v[0], early["v"], 1e-7))
    for h in range(world.horizon):
        phi, arrived, _ = oracles.rows(world, data, h, 0, half)
        z = [oracles.regress(phi, early["v"][h + 1, arrived]**n, 1.0) for n in (1, 2)]
        x = oracles.rows(world, data, h, half)[0]
        s2 = np.maximum(1, np.clip(x @ z[1], 0, 36) - np.clip(x @ z[0], 0, 6)**2)
        gap = max(gap, close("va-drpvi variances", spread[0, :, h], s2, 1e-9))
    return {"size": size, "beta": beta, "ridge": ridge, "pilot_ridge": 1.0, "agreement": gap,
            "pilot_nu": first.nu[0], "pilot_v": first.v[0], "variances": spread[0], "nu": plan.nu[0],
            "q": plan.q[0][:, :, FIRST], "v": plan.v[0]}


def switching(horizon: int, data: Episodes, setting: dict[str, float]) -> dict[str, object]:
    """We-DRIVE-U: values before episodes, weights of each step, when it switched; nu checked on weighted rows."""
    world = worlds.linear_mdp(0.2, horizon=horizon)
    size = worlds.radii(0.3, horizon)
    agent, marks, switched, spread, gap = WeDrive(world, size, **setting), [], [], [], 0.0
    for k in range(MARKS[-1] + 1):
        plan = agent.plan()
        switched.append(bool(agent.switched[0]))
        if switched[-1] and k:
            weights = 1 / np.array(spread)
            for side in range(2):
                for h in range(horizon):
                    phi, arrived, _ = oracles.rows(world, data, h, 0, k)
                    values = agent.values[side, 0, h + 1, arrived]
                    z = oracles.dual_search("tv-constraint", phi, values, agent.ridge, size[h], horizon, 0.0,
                                            "plain", weights[:, h])
                    gap = max(gap, close("we-drive-u nu", agent.nu[side, 0, h], z, 1e-8))
        if k in MARKS:
            marks.append({"episodes": k, **shown(plan, agent.moments, FIRST), "lower_nu": agent.nu[1, 0].copy(),
                          "lower_q": agent.lower[0][:, :, FIRST]})
        if k < MARKS[-1]:
            states, actions = data.states[:, k], data.actions[:, k]
            episode = Episodes(states[:, None], actions[:, None])
            spread.append(agent.variances(episode.features(world, 0)[0])[0])
            agent.observe(states, actions)
    return {"horizon": horizon, "size": size, "ridge": agent.ridge, "beta": agent.beta, "error": agent.error,
            "difference": agent.difference, "norm": agent.norm, "offset": agent.offset, "agreement": gap,
            "switched": switched, "variances": spread, "marks": marks}


def put_agents() -> dict[str, object]:
    """The put's part: 40 hold-only episodes at s0 = 100 and what the offline agents make of them."""
    world = worlds.american_put(100.0)
    data = stream(world, 40, 20272, hold_only(world))
    size = np.full((20, 30), 0.03)
    penalty = np.full((20, 30), 0.5)
    kinds = {"pevi": making.pevi(world, beta=0.1, ridge=1.0),
             "drpvi": making.drpvi(world, size, beta=0.1, ridge=1.0),
             "r2pvi-tv": making.r2pvi(world, "tv-penalty", penalty, beta=0.1, ridge=1.0),
             "r2pvi-chi2": making.r2pvi(world, "chi2-penalty", penalty, beta=0.1, ridge=1.0)}
    traces, gaps = [], {}
    for name, design in kinds.items():
        plan = making.offline(world, design, data)
        weights = data.moments(world, 1.0)
        slopes = direct_weights(world, design, data, plan)
        gaps[name] = close(f"put {name}", plan.nu[0], slopes, 1e-9)
        holds = [plan.q[0, h, :h + 1, 0] for h in range(20)]
        traces.append({"agent": name, "beta": design.beta, "ridge": 1.0, "size": design.size[0, 0],
                       "nu": plan.nu[0], "hold": holds, "v": [plan.v[0, h, :h + 1] for h in range(20)]})
        diagonal = np.diagonal(weights.matrix[0], axis1=-2, axis2=-1)
    return {"s0": 100.0, "agreement": gaps, "episodes": [s for s in data.states[0]], "diagonal": diagonal,
            "traces": traces}


def direct_weights(world: World, design: Design, data: Episodes, plan: Plan) -> np.ndarray:
    """nu of the put's agents from rows by least squares, given the plan's next values; TV tries all row values."""
    nu = np.zeros_like(plan.nu[0])
    for h in range(world.horizon):
        phi, arrived, _ = oracles.rows(world, data, h)
        values = plan.v[0, h + 1, arrived]
        if design.operator == "nominal":
            nu[h] = oracles.regress(phi, values, design.ridge)
        elif design.operator == "tv-penalty":
            nu[h] = oracles.regress(phi, np.minimum(values, design.size[0, 0]), design.ridge)
        elif design.operator == "tv-constraint":
            alphas = np.unique(np.append(values, 0.0))
            z = oracles.regress(phi, np.minimum(values[:, None], alphas), design.ridge)
            nu[h] = (z - design.size[0, 0] * alphas).max(axis=1)
        else:
            # A parabola between neighbours through three points; its vertex where it lies within.
            alphas = np.unique(np.append(values, 0.0))
            low, high = alphas[:-1], alphas[1:]
            nu[h] = oracle_parabolas(phi, values, low, high, design.ridge, design.size[0, 0])
    return nu


def oracle_parabolas(phi: np.ndarray, values: np.ndarray, low: np.ndarray, high: np.ndarray, lam: float,
                     size: float) -> np.ndarray:
    """The chi-square penalty's estimated dual, maximised piece by piece from its values at three points."""
    def f(x: np.ndarray) -> np.ndarray:
        capped = np.minimum(values[:, None], x)
        z1, z2 = oracles.regress(phi, capped, lam), oracles.regress(phi, capped**2, lam)
        return z1 + (z1 * z1 - z2) / (4 * size)

    if not len(low):
        return f(np.zeros(1))[:, 0]
    left, middle, right = f(low), f((low + high) / 2), f(high)
    curve, slope = 2 * (left + right - 2 * middle), right - left
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(curve < 0, 0.5 - slope / (2 * curve), 0.0)
    t = np.clip(t, 0, 1)
    at = left + (slope - curve) * t + curve * t * t
    return np.max([left.max(axis=1), right.max(axis=1), at.max(axis=1)], axis=0)


