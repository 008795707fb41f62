"""The comparisons: q-sweeps on linear-mdp, the put under other price models, regret, convergence, optimism."""

import dataclasses

import numpy as np

from . import agents as making
from . import exact, worlds
from .estimates import Moments, collect, hold_only, roll
from .exact import Robustness, plain_return, uniform
from .planning import Design, Plan, backward
from .wedrive import WeDrive
from .worlds import World

RADII = (0.3, 0.4, 0.5)
GRID = tuple(i / 10 for i in range(11))


def copies(radius: np.ndarray, replications: int) -> np.ndarray:
    """Radii [n] as sizes [n R,H,d] of the heterogeneous kind, each repeated."""
    return np.repeat(np.stack([worlds.radii(rho) for rho in radius]), replications, axis=0)


def online_policies(world: World, episodes: int, replications: int, seed: int, eta: float,
                    beta: float = 1.0) -> dict[str, np.ndarray]:
    """Last policies [n,R,H,S,A] of the online agents, all radii and replications at once."""
    size = copies(RADII, replications)
    many = len(size)
    runs: dict[str, making.OnlineRun | WeDrive] = {
        "lsvi-ucb": making.OnlineRun.start(world, making.lsvi_ucb(world, beta), replications),
        "dr-lsvi-ucb": making.OnlineRun.start(world, making.dr_lsvi_ucb(world, size, beta), many),
        "dr-rpo": making.OnlineRun.start(world, making.dr_rpo(world, size, eta, beta=beta), many),
        "we-drive-u": WeDrive(world, size, many, beta)}
    result = {}
    for index, (name, run) in enumerate(runs.items()):
        policy = making.train(run, episodes, np.random.default_rng([seed, index])).policy
        result[name] = policy.reshape(-1, replications, *policy.shape[1:])
    return result


def offline_policies(world: World, episodes: int, replications: int, seed: int, lam: float = 1.0,
                     beta: float = 1.0) -> dict[str, np.ndarray]:
    """Policies [n,R,H,S,A] of the offline agents on one uniformly random data set a replication."""
    data = collect(world, uniform(world), episodes, np.random.default_rng([seed, 99]), replications)
    size, penalty = copies(RADII, replications), np.full((world.horizon, 4), lam)
    several = dataclasses.replace(data, states=np.tile(data.states, (len(RADII), 1, 1)),
                                  actions=np.tile(data.actions, (len(RADII), 1, 1)))
    plans = {"pevi": making.offline(world, making.pevi(world, beta), data),
             "drpvi": making.offline(world, making.drpvi(world, size, beta), several),
             "va-drpvi": making.va_drpvi(world, size, several, beta)[0]}
    for kind in ("tv", "kl", "chi2"):
        plans[f"r2pvi-{kind}"] = making.offline(world, making.r2pvi(world, f"{kind}-penalty", penalty, beta), data)
    return {name: plan.policy.reshape(-1, replications, *plan.policy.shape[1:]) for name, plan in plans.items()}


def q_sweep(xi: float, online: int = 2000, offline: int = 100, replications: int = 20, seed: int = 1,
            eta: float = 0.05) -> dict[str, np.ndarray]:
    """Exact target returns [n,R,11] of every agent at one xi; n runs over `RADII` for agents that have one."""
    world = worlds.linear_mdp(xi)
    policies = online_policies(world, online, replications, seed, eta)
    policies |= offline_policies(world, offline, replications, seed)
    kernels = [worlds.target(world, q) for q in GRID]
    return {name: np.stack([plain_return(world, kernel, policy) for kernel in kernels], axis=-1)
            for name, policy in policies.items()}


def model_sweep(xi: float, eta: float = 0.05) -> dict[str, np.ndarray]:
    """Target returns [11] of the exact model's policies: nominal, robust and regularised for every radius."""
    world = worlds.linear_mdp(xi)
    found = {"nominal": exact.solve(world, exact.nominal(world)).policy}
    for rho in RADII:
        robust = Robustness("tv-constraint", worlds.radii(rho))
        found[f"robust {rho}"] = exact.solve(world, robust).policy
        found[f"regularised {rho}"] = exact.solve(world, robust, eta).policy
    return {name: np.array([plain_return(world, worlds.target(world, q), policy) for q in GRID])
            for name, policy in found.items()}


def put_sweep(chances: tuple[float, ...], episodes: int = 100, replications: int = 20, seed: int = 1,
              rho: float = 0.03, lam: float = 1.0, beta: float = 0.1) -> dict[str, np.ndarray]:
    """Expected payoff [R, chances] of offline agents trained at p0 = 0.5, a start in [95, 105] each."""
    rng = np.random.default_rng([seed, 7])
    rows: dict[str, list[list[float]]] = {}
    for start in rng.uniform(95, 105, replications):
        world = worlds.american_put(start)
        horizon, d = world.horizon, world.phi.shape[-1]
        data = collect(world, hold_only(world), episodes, rng)
        ball, penalty = np.full((horizon, d), rho), np.full((horizon, d), lam)
        kinds: dict[str, Design] = {"pevi": making.pevi(world, beta, 1.0),
                                    "drpvi": making.drpvi(world, ball, beta, 1.0),
                                    "r2pvi-tv": making.r2pvi(world, "tv-penalty", penalty, beta, 1.0),
                                    "r2pvi-kl": making.r2pvi(world, "kl-penalty", penalty, beta, 1.0),
                                    "r2pvi-chi2": making.r2pvi(world, "chi2-penalty", penalty, beta, 1.0)}
        policies = {name: making.offline(world, design, data).policy[0] for name, design in kinds.items()}
        policies["exercise at once"] = np.broadcast_to(np.array([0.0, 1.0]), world.phi.shape[:3])
        policies["exact, rho 0"], policies["exact, rho 0.05"] = (put_policy(world, r) for r in (0.0, 0.05))
        kernels = [worlds.american_put(start, p).kernel for p in chances]
        for name, policy in policies.items():
            rows.setdefault(name, []).append([float(plain_return(world, kernel, policy)) for kernel in kernels])
    return {name: np.array(values) for name, values in rows.items()}


def put_policy(world: World, rho: float) -> np.ndarray:
    """The exact put's policy: exercise where that is worth at least as much as holding and more than nothing."""
    v = exact.put_values(world, rho)
    exercise = (world.payoff[:, :, 1] >= v[:-1]) & (world.payoff[:, :, 1] > 0)
    return np.stack([~exercise, exercise], axis=-1).astype(float)


@dataclasses.dataclass(frozen=True)
class Regret:
    """Cumulative regret [R,K], the share of episodes with an optimistic first value, that value at the end."""

    cumulative: np.ndarray
    optimistic: float
    final: np.ndarray


def regret(world: World, run: making.OnlineRun | WeDrive, robustness: Robustness, episodes: int, seed: int,
           eta: float | None) -> Regret:
    """sum of V*_1 - V_1 of each episode's policy, exact, robust and (with eta) regularised."""
    best = exact.solve(world, robustness, eta).v[0, world.start]
    gaps, optimistic, last = [], [], np.zeros(1)

    def watch(k: int, plan: Plan) -> None:
        nonlocal last
        value = exact.evaluate(world, robustness, plan.policy, eta)[:, 0, world.start]
        gaps.append(best - value)
        last = plan.v[:, 0, world.start].copy()
        optimistic.append(last >= best)

    making.train(run, episodes, np.random.default_rng(seed), watch)
    return Regret(np.cumsum(gaps, axis=0).T, float(np.mean(optimistic)), last)


def slopes(cumulative: np.ndarray, start: float = 0.1) -> np.ndarray:
    """Slopes [R] of log regret on log k over 60 points of the last nine tenths of a decade."""
    episodes = cumulative.shape[1]
    k = np.unique(np.geomspace(start * episodes, episodes, 60).astype(int))
    x = np.log(k)
    y = np.log(np.maximum(cumulative[:, k - 1], 1e-12))
    x = x - x.mean()
    return (y * x).sum(axis=1) / (x * x).sum()


def convergence(world: World, design: Design, robustness: Robustness, sizes: tuple[int, ...], replications: int,
                seed: int) -> np.ndarray:
    """max |Q_1 - Q*_1| [R, sizes] of passes without bonus on uniformly random episodes."""
    truth = exact.solve(world, robustness, design.eta).q[0, world.start]
    rng, rows = np.random.default_rng(seed), []
    for _ in range(replications):
        row = []
        for size in sizes:
            every = np.broadcast_to(uniform(world), (size, *world.phi.shape[:3]))
            states, actions = roll(world, world.kernel, every, rng)
            moments = Moments.empty(world, 1, design.ridge)
            for h in range(world.horizon):
                phi = world.phi[h, states[:, h], actions[:, h]]
                moments.matrix[0, h] += phi.T @ phi
                for t in range(world.phi.shape[1]):
                    moments.arrivals[0, h, :, t] += phi[states[:, h + 1] == t].sum(axis=0)
                moments.rewards[0, h] += world.reward[h, states[:, h], actions[:, h]] @ phi
            plan = backward(world, design, moments, uniform(world))
            row.append(float(abs(plan.q[0, 0, world.start] - truth).max()))
        rows.append(row)
    return np.array(rows)
