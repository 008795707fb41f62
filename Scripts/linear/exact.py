"""Exact values on the true model: backward induction, robust or nominal, regularised or greedy, and evaluation."""

import dataclasses

import numpy as np

from .factors import factor_values
from .worlds import World


@dataclasses.dataclass(frozen=True)
class Robustness:
    """What nature may do: an operator of `factors.NAMES` (or "nominal") and its sizes [H,d]."""

    operator: str
    size: np.ndarray

    def values(self, world: World, h: int, v: np.ndarray) -> np.ndarray:
        """nu_h[d] under the true factors; the floor of TV is the least value of any state."""
        return factor_values(self.operator, world.mu[h], v, self.size[h])


def nominal(world: World) -> Robustness:
    """Nature keeps to the model."""
    return Robustness("nominal", np.zeros((world.horizon, world.phi.shape[-1])))


def uniform(world: World) -> np.ndarray:
    """The uniform policy [H,S,A]."""
    return np.full(world.phi.shape[:3], 1 / world.phi.shape[2])


def softmax(q: np.ndarray, reference: np.ndarray, eta: float) -> tuple[np.ndarray, np.ndarray]:
    """pi prop. to pi_ref exp(Q/eta) and V = eta log sum pi_ref exp(Q/eta) = <Q,pi> - eta KL(pi||pi_ref).

    With m = max Q: weights pi_ref exp((Q-m)/eta), their sum Z from the first action on, V = m + eta log Z.
    """
    most = q.max(axis=-1, keepdims=True)
    weights = reference * np.exp((q - most) / eta)
    total = weights.sum(axis=-1, keepdims=True)
    return weights / total, (most + eta * np.log(total))[..., 0]


def greedy(q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first of the best actions, and the best value."""
    return np.eye(q.shape[-1])[q.argmax(axis=-1)], q.max(axis=-1)


def divergence(policy: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """KL(pi || pi_ref) of each row, 0 log 0 = 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(policy > 0, policy * np.log(policy / reference), 0.0)
    return terms.sum(axis=-1)


@dataclasses.dataclass(frozen=True)
class Solution:
    """nu [H,d], Q [H,S,A], V [H+1,S], policy [H,S,A]."""

    nu: np.ndarray
    q: np.ndarray
    v: np.ndarray
    policy: np.ndarray


def solve(world: World, robustness: Robustness, eta: float | None = None, reference: np.ndarray | None = None,
          policy: np.ndarray | None = None) -> Solution:
    """Backward induction Q_h = phi . (theta_h + nu_h(V_{h+1})), V_H = 0.

    Optimal without `policy` (greedy, or softmax to `reference` with `eta`); with it its value: V = <Q,pi>, less
    eta KL(pi||pi_ref) where `eta` is given.
    """
    horizon, states, actions, d = world.phi.shape
    reference = uniform(world) if reference is None else reference
    nu, q, v = np.zeros((horizon, d)), np.zeros((horizon, states, actions)), np.zeros((horizon + 1, states))
    used = np.zeros((horizon, states, actions))
    for h in reversed(range(horizon)):
        nu[h] = robustness.values(world, h, v[h + 1])
        q[h] = world.phi[h] @ (world.theta[h] + nu[h])
        if world.known is not None:
            q[h] = np.where(world.known[h], world.payoff[h], q[h])
        if policy is not None:
            used[h] = policy[h]
            v[h] = (used[h] * q[h]).sum(axis=-1)
            if eta is not None:
                v[h] -= eta * divergence(used[h], reference[h])
        elif eta is None:
            used[h], v[h] = greedy(q[h])
        else:
            used[h], v[h] = softmax(q[h], reference[h], eta)
    return Solution(nu, q, v, used)


def plain_return(world: World, kernel: np.ndarray, policy: np.ndarray) -> np.ndarray:
    """Expected return from the start under a kernel [H,S,A,S] and a policy [..., H,S,A]."""
    reward, v = world.reward, np.zeros((*policy.shape[:-3], world.phi.shape[1]))
    for h in reversed(range(world.horizon)):
        v = (policy[..., h, :, :] * (reward[h] + np.einsum("sat,...t->...sa", kernel[h], v))).sum(axis=-1)
    return v[..., world.start]


def put_values(world: World, rho: float) -> np.ndarray:
    """The put's values [H+1,S] with a TV ball of radius rho around each (s, hold)'s own two-point distribution.

    sigma = E[V] - min(rho, P(the better successor)) (max - min), over the two successors alone.
    """
    horizon, states = world.phi.shape[:2]
    v = np.zeros((horizon + 1, states))
    for h in reversed(range(horizon)):
        for u in range(h + 1):
            rise, fall, p = v[h + 1, u + 1], v[h + 1, u], world.kernel[h, u, 0, u + 1]
            better = p if rise > fall else 1 - p
            hold = p * rise + (1 - p) * fall - min(rho, better) * abs(rise - fall)
            v[h, u] = max(world.payoff[h, u, 1], hold if h < horizon - 1 else 0.0)
    return v


def evaluate(world: World, robustness: Robustness, policy: np.ndarray, eta: float | None = None,
             reference: np.ndarray | None = None) -> np.ndarray:
    """V [R,H+1,S] of policies [R,H,S,A] under nature's worst factors, less eta KL(pi||pi_ref) where given."""
    replications, horizon, states, _ = policy.shape
    reference = uniform(world) if reference is None else reference
    v = np.zeros((replications, horizon + 1, states))
    for h in reversed(range(horizon)):
        weights = world.theta[h] + robustness.values(world, h, v[:, h + 1])
        q = np.einsum("sad,rd->rsa", world.phi[h], weights)
        v[:, h] = (policy[:, h] * q).sum(axis=-1)
        if eta is not None:
            v[:, h] -= eta * divergence(policy[:, h], reference[h])
    return v
