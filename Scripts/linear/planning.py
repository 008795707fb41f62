"""The backward pass that all agents share: estimate, bonus, clip, policy, value, last step first."""

import dataclasses

import numpy as np

from .estimates import Moments
from .exact import divergence, greedy, softmax
from .factors import factor_values
from .worlds import World


@dataclasses.dataclass(frozen=True)
class Design:
    """What distinguishes one agent's pass from another's.

    operator    of `factors.NAMES`, or "nominal": then the reward is regressed with the value (LSVI-UCB, PEVI)
    size        [H,d] (or [R,H,d]) radii or penalties
    beta        bonus scale; `sign` +1 for optimism, -1 for pessimism
    bonus       "sum": sum_i phi_i sqrt(D_i); "root": sqrt(sum_i phi_i^2 D_i), the authors'; "norm": sqrt(phi
                Lambda^-1 phi), D the diagonal of Lambda^-1. The clip's lower end is 0 unless `lower` is None
    ceiling     "remaining": H - h (h from 0); "horizon": H
    eta         None: greedy; else softmax to the reference
    step        with eta: None for the closed form, else the size of a mirror descent step from the last policy
    mean        of KL, see `factors.kl_penalty`
    floor       TV's least value: 0 (a fail state), "least": of all states, where none fails, or "seen": the least
                next value in the data (the authors' for the penalty)
    """

    operator: str
    size: np.ndarray
    beta: float
    sign: int
    ridge: float
    bonus: str = "sum"
    ceiling: str = "remaining"
    eta: float | None = None
    step: float | None = None
    lower: float | None = 0.0
    floor: float | str = 0.0
    mean: str = "deficit"


@dataclasses.dataclass
class Plan:
    """nu [R,H,d] (nominal: w, reward included), Q [R,H,S,A], V [R,H+1,S], policy [R,H,S,A]."""

    nu: np.ndarray
    q: np.ndarray
    v: np.ndarray
    policy: np.ndarray


def widths(phi: np.ndarray, inverse: np.ndarray, kind: str) -> np.ndarray:
    """Gamma/beta [R,S,A] of one step from phi [S,A,d] and Lambda^-1 [R,d,d]."""
    if kind == "norm":
        return np.sqrt(np.einsum("sad,rde,sae->rsa", phi, inverse, phi))
    diagonal = np.einsum("rdd->rd", inverse)
    if kind == "sum":
        return np.einsum("sad,rd->rsa", phi, np.sqrt(diagonal))
    return np.sqrt(np.einsum("sad,rd->rsa", phi * phi, diagonal))


def estimated(design: Design, moments: Moments, inverse: np.ndarray, h: int, v: np.ndarray,
              horizon: int) -> np.ndarray:
    """nu_h [R,d] from ridge weights W = Lambda^-1 M and next values V [R,S]; without theta."""
    w = inverse[:, h] @ moments.arrivals[:, h]
    if design.operator == "nominal":
        return factor_values("nominal", w, v, np.zeros(1))
    floor: float | np.ndarray | None = None if design.floor == "least" else design.floor
    if design.floor == "seen":
        seen = moments.arrivals[:, h].any(axis=1)
        floor = np.where(seen, v, np.inf).min(axis=-1, keepdims=True)
        floor = np.where(np.isfinite(floor), floor, 0.0)
    size = design.size[..., h, :]
    return factor_values(design.operator, w, v, size, floor, cap=float(horizon), mean=design.mean)


def finish(world: World, design: Design, h: int, q: np.ndarray) -> np.ndarray:
    """Clip to [lower, ceiling], 0 at the fail state, known actions as known."""
    ceiling = world.horizon - h if design.ceiling == "remaining" else world.horizon
    q = np.minimum(q, ceiling)
    if design.lower is not None:
        q = np.maximum(q, design.lower)
    if world.fail is not None:
        q[:, world.fail] = 0
    return q if world.known is None else np.where(world.known[h], world.payoff[h], q)


def mirrored(q: np.ndarray, last: np.ndarray, reference: np.ndarray, eta: float,
             step: float) -> tuple[np.ndarray, np.ndarray]:
    """argmax <Q,pi> - eta KL(pi||pi_ref) - KL(pi||pi_last)/t, and V = <Q,pi> - eta KL(pi||pi_ref) of it.

    pi prop. to exp((t Q + t eta log pi_ref + log pi_last)/(1 + t eta)): the closed form as t grows.
    """
    with np.errstate(divide="ignore"):
        logits = (step * q + step * eta * np.log(reference) + np.log(last)) / (1 + step * eta)
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    policy = weights / weights.sum(axis=-1, keepdims=True)
    return policy, (policy * q).sum(axis=-1) - eta * divergence(policy, reference)


def backward(world: World, design: Design, moments: Moments, reference: np.ndarray,
             last: np.ndarray | None = None) -> Plan:
    """For h = H-1..0: nu_h from V_{h+1}; Q = clip(phi (theta + nu) + sign beta width); policy; V. V_H = 0.

    `last` [R,H,S,A] is the policy of the episode before, which only mirror descent reads.
    """
    horizon, states, actions, d = world.phi.shape
    inverse = moments.inverse()
    replications = len(inverse)
    nu = np.zeros((replications, horizon, d))
    q = np.zeros((replications, horizon, states, actions))
    v, policy = np.zeros((replications, horizon + 1, states)), np.zeros_like(q)
    for h in reversed(range(horizon)):
        nu[:, h] = estimated(design, moments, inverse, h, v[:, h + 1], horizon)
        if design.operator == "nominal":
            nu[:, h] += np.einsum("rde,re->rd", inverse[:, h], moments.rewards[:, h])
            weights = nu[:, h]
        else:
            weights = world.theta[h] + nu[:, h]
        bonus = design.sign * design.beta * widths(world.phi[h], inverse[:, h], design.bonus)
        q[:, h] = finish(world, design, h, np.einsum("sad,rd->rsa", world.phi[h], weights) + bonus)
        if design.eta is None:
            policy[:, h], v[:, h] = greedy(q[:, h])
        elif design.step is None:
            policy[:, h], v[:, h] = softmax(q[:, h], reference[h], design.eta)
        else:
            policy[:, h], v[:, h] = mirrored(q[:, h], last[:, h], reference[h], design.eta, design.step)
    return Plan(nu, q, v, policy)
