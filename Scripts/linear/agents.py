"""The agents: designs for the shared backward pass, online runs, and the two offline passes that need more."""

import dataclasses
import math
from collections.abc import Callable

import numpy as np

from .estimates import Episodes, Moments, roll
from .exact import uniform
from .planning import Design, Plan, backward
from .worlds import World


def theoretical_beta(d: int, horizon: int, episodes: int, delta: float = 0.1, scale: float = 1.0) -> float:
    """beta = c d H sqrt(log(2 d H K / delta)): the online order, with a constant `scale` that is ours.
    """
    return scale * d * horizon * math.sqrt(math.log(2 * d * horizon * episodes / delta))


def lsvi_ucb(world: World, beta: float = 1.0, ridge: float = 0.1) -> Design:
    """Q = min(w phi + beta sqrt(phi Lambda^-1 phi), H), w = Lambda^-1 sum phi (r + max Q'); H, not H - h."""
    return Design("nominal", np.zeros((world.horizon, 1)), beta, 1, ridge, bonus="norm", ceiling="horizon")


def dr_lsvi_ucb(world: World, size: np.ndarray, beta: float = 1.0, ridge: float = 0.1,
                bonus: str = "sum") -> Design:
    """Q = clip(phi (theta + nu) + beta sum_i phi_i sqrt(Lambda^-1_ii)), nu of TV by knots, greedy."""
    return Design("tv-constraint", size, beta, 1, ridge, bonus=bonus)


def dr_rpo(world: World, size: np.ndarray, eta: float = 0.05, operator: str = "tv-constraint", beta: float = 1.0,
           ridge: float = 0.1, step: float | None = None, bonus: str = "sum") -> Design:
    """DR-LSVI-UCB's estimate with pi prop. pi_ref exp(Q/eta), V = <Q,pi> - eta KL. Reconstruction (see the notes).

    `step` None is the closed form (the default); a number is mirror descent across episodes with that step.
    """
    if not eta > 0:
        raise ValueError(f"eta {eta} must be above 0; for greedy policies use dr-lsvi-ucb")
    return Design(operator, size, beta, 1, ridge, bonus=bonus, eta=eta, step=step)


def pevi(world: World, beta: float = 1.0, ridge: float = 0.1, lower: float | None = 0.0) -> Design:
    """Q = clip(w phi - beta sqrt(phi Lambda^-1 phi)): LSVI with pessimism; the authors clip above alone."""
    return Design("nominal", np.zeros((world.horizon, 1)), beta, -1, ridge, bonus="norm", lower=lower)


def drpvi(world: World, size: np.ndarray, beta: float = 1.0, ridge: float = 0.1, operator: str = "tv-constraint",
          bonus: str = "sum", lower: float | None = 0.0) -> Design:
    """Q = clip(phi (theta + nu) - beta sum_i phi_i sqrt(Lambda^-1_ii)); "kl-constraint" is DRVI-L."""
    return Design(operator, size, beta, -1, ridge, bonus=bonus, lower=lower)


def r2pvi(world: World, operator: str, size: np.ndarray, beta: float = 1.0, ridge: float = 0.1,
          bonus: str = "sum", lower: float | None = 0.0, authors: bool = False) -> Design:
    """DRPVI with a penalty; `authors`: TV's floor is the least next value in the data, KL's mean plain."""
    return Design(operator, size, beta, -1, ridge, bonus=bonus, lower=lower,
                  floor="seen" if authors else 0.0, mean="plain" if authors else "deficit")


def offline(world: World, design: Design, data: Episodes) -> Plan:
    """One backward pass over all episodes."""
    return backward(world, design, data.moments(world, design.ridge), uniform(world))


def variances(world: World, moments: Moments, v: np.ndarray, phi: np.ndarray, slack: float = 0.0) -> np.ndarray:
    """s2 = max(1, [phi z2]_[0,H^2] - ([phi z1]_[0,H])^2 - slack), z of V and V^2; phi [R,H,d], v [R,H+1,S]."""
    w = moments.inverse() @ moments.arrivals
    first = np.einsum("rhd,rhds,rhs->rh", phi, w, v[:, 1:])
    second = np.einsum("rhd,rhds,rhs->rh", phi, w, v[:, 1:]**2)
    horizon = world.horizon
    return np.maximum(1, np.clip(second, 0, horizon**2) - np.clip(first, 0, horizon)**2 - slack)


def va_drpvi(world: World, size: np.ndarray, data: Episodes, beta: float = 1.0, ridge: float | None = None,
             pilot: Design | None = None, slack: float = 0.0) -> tuple[Plan, np.ndarray, Plan]:
    """DRPVI on the first half gives V' and s2; the second half is regressed with weights 1/s2, ridge 1/H^2.

    Returns the plan, s2 [R,K/2,H] of the second half's steps, and the pilot's plan. The pilot's ridge is 1.
    """
    half = data.states.shape[1] // 2
    ridge = 1 / world.horizon**2 if ridge is None else ridge
    pilot = drpvi(world, size, beta, 1.0) if pilot is None else pilot
    early = data.moments(world, pilot.ridge, 0, half)
    first = backward(world, pilot, early, uniform(world))
    late, spread = Moments.empty(world, len(data.states), ridge), []
    for k in range(half, data.states.shape[1]):
        phi, arrived, reward, used = data.features(world, k)
        s2 = variances(world, early, first.v, phi, slack)
        late.add(phi, arrived, reward, 1 / s2, used)
        spread.append(s2)
    plan = backward(world, drpvi(world, size, beta, ridge), late, uniform(world))
    return plan, np.stack(spread, axis=1), first


@dataclasses.dataclass
class OnlineRun:
    """A run's state between episodes: moments of the episodes so far and the last policy."""

    world: World
    design: Design
    moments: Moments
    last: np.ndarray
    reference: np.ndarray

    @classmethod
    def start(cls, world: World, design: Design, replications: int = 1) -> "OnlineRun":
        """No data; mirror descent starts from the reference, which is uniform."""
        reference = uniform(world)
        return cls(world, design, Moments.empty(world, replications, design.ridge),
                   np.broadcast_to(reference, (replications, *reference.shape)), reference)

    def plan(self) -> Plan:
        """The policy of the next episode from all episodes so far."""
        plan = backward(self.world, self.design, self.moments, self.reference, self.last)
        self.last = plan.policy
        return plan

    def observe(self, states: np.ndarray, actions: np.ndarray) -> None:
        """Add one episode [R,H+1], [R,H]."""
        episode = Episodes(states[:, None], actions[:, None])
        phi, arrived, reward, used = episode.features(self.world, 0)
        self.moments.add(phi, arrived, reward, used=used)


def train(run: "OnlineRun", episodes: int, rng: np.random.Generator,
          watch: Callable[[int, Plan], None] | None = None) -> Plan:
    """Plan, roll out in the source, add, `episodes` times; then plan once more and return that."""
    for k in range(episodes):
        plan = run.plan()
        if watch is not None:
            watch(k, plan)
        run.observe(*roll(run.world, run.world.kernel, plan.policy, rng))
    return run.plan()
