"""Worlds with linear features: r = phi . theta, P(. | s, a) = sum_i phi_i(s, a) mu_i.

Arrays are indexed [step, state, action, ...], steps from 0 to H - 1. Actions whose value is known beforehand (the
put option's exercise) have `known` set; their features are zero and no agent estimates anything for them.
"""

import dataclasses
import itertools

import numpy as np


@dataclasses.dataclass(frozen=True)
class World:
    """A finite-horizon world: phi [H,S,A,d], theta [H,d], kernel [H,S,A,S], factors mu [H,d,S] where linear."""

    id: str
    phi: np.ndarray
    theta: np.ndarray
    kernel: np.ndarray
    start: int
    fail: int | None = None
    mu: np.ndarray | None = None
    known: np.ndarray | None = None
    payoff: np.ndarray | None = None

    @property
    def horizon(self) -> int:
        """Steps in an episode."""
        return self.phi.shape[0]

    @property
    def reward(self) -> np.ndarray:
        """r[h,s,a] = phi . theta, or the known payoff."""
        reward = np.einsum("hsad,hd->hsa", self.phi, self.theta)
        return reward if self.known is None else np.where(self.known, self.payoff, reward)


def check_simplex(phi: np.ndarray, tolerance: float = 1e-9) -> None:
    """Features must be at least 0 and sum to 1; the error names step, state, action and the sum."""
    bad = (phi < 0).any(axis=-1) | (abs(phi.sum(axis=-1) - 1) > tolerance)
    if bad.any():
        h, s, a = (int(i) for i in np.argwhere(bad)[0])
        raise ValueError(f"features of state {s}, action {a} at step {h} have sum {phi[h, s, a].sum():.17g} and "
                         f"least entry {phi[h, s, a].min():.17g}; they must be at least 0 and sum to 1")


ACTIONS = list(itertools.product((-1, 1), repeat=4))
LEVELS = (np.array([sum(a) for a in ACTIONS]) + 4) // 2
"""How many of an action's four entries are +1: <xi,a> depends on it alone."""


def linear_mdp(xi: float = 0.2, delta: float = 0.3, p: float = 0.001, horizon: int = 3) -> World:
    """Five states x1..x5 (0..4), 16 actions {-1,1}^4 in the order of `ACTIONS`, H = 3; x4 fails, x5 is the goal.

    g = delta + xi m/4 with m the sum of the action's entries: equal levels have features equal to the last bit.
    phi(x1) = (1-g,0,0,g), phi(x2) = (0,1-g,0,g), phi(x3) = (0,0,1-g,g), phi(x4) = e3, phi(x5) = e4;
    mu1 = (1-p) x2 + p x4, mu2 = (1-p) x3 + p x4, mu3 = x4, mu4 = x5 at every step; theta is 0 at
    the first step, then e4. Other horizons than 3 are ours, for tests.
    """
    phi = np.zeros((horizon, 5, 16, 4))
    for a, action in enumerate(ACTIONS):
        g = delta + xi * (sum(action) / 4)
        for s in range(3):
            phi[:, s, a, s] = 1 - g
            phi[:, s, a, 3] = g
    phi[:, 3, :, 2] = 1
    phi[:, 4, :, 3] = 1
    check_simplex(phi)
    theta = np.zeros((horizon, 4))
    theta[1:, 3] = 1
    mu = np.zeros((horizon, 4, 5))
    mu[:, 0, 1], mu[:, 0, 3] = 1 - p, p
    mu[:, 1, 2], mu[:, 1, 3] = 1 - p, p
    mu[:, 2, 3] = mu[:, 3, 4] = 1
    return World("linear-mdp", phi, theta, phi @ mu[:, None], 0, fail=3, mu=mu)


def target(world: World, q: float) -> np.ndarray:
    """The target's kernel: at the first step mu1 = x2 and mu4 = q x4 + (1-q) x5, all else as in the source."""
    mu = world.mu.copy()
    mu[0, 0] = [0, 1, 0, 0, 0]
    mu[0, 3] = [0, 0, 0, q, 1 - q]
    return world.phi @ mu[:, None]


def radii(rho: float, horizon: int = 3, d: int = 4) -> np.ndarray:
    """rho[h,i]: `rho` for factor 4 at the first step, 0 elsewhere (the predecessors' heterogeneous radius)."""
    result = np.zeros((horizon, d))
    result[0, 3] = rho
    return result


ANCHORS = 30
STRIKE = 100.0


def hats(price: np.ndarray, d: int = ANCHORS, saturated: bool = True) -> np.ndarray:
    """phi_i(s) = max(0, 1 - |s - anchor_i| / w), anchor_i = 80 + i w, w = 100/d.

    Saturated, a price beyond the outer anchors counts as the outer anchor, so that features sum to 1 everywhere;
    the authors' code lets them fall to 0 below 80 - w and above the last anchor + w.
    """
    width = 100 / d
    anchors = 80 + np.arange(d) * width
    if saturated:
        price = np.clip(price, anchors[0], anchors[-1])
    return np.maximum(0, 1 - abs(price[..., None] - anchors) / width)


def american_put(s0: float = 100.0, p0: float = 0.5, horizon: int = 20, d: int = ANCHORS,
                 saturated: bool = True) -> World:
    """American put: state u < H is a price s0 1.02^u 0.98^(h-u) after u rises, state H is the end.

    Action 0 holds (reward 0, rise with p0), action 1 exercises (known payoff max(0, 100 - s), then the end). There
    is nothing after the last step: a hold at step H - 1 is worth 0.
    """
    states = horizon + 2
    end = horizon + 1
    phi, kernel = np.zeros((horizon, states, 2, d)), np.zeros((horizon, states, 2, states))
    known, payoff = np.zeros((horizon, states, 2), bool), np.zeros((horizon, states, 2))
    known[:, :, 1] = True
    known[:, end, :] = True
    kernel[:, :, 1, end] = kernel[:, end, 0, end] = 1
    for h in range(horizon):
        u = np.arange(h + 1)
        price = s0 * 1.02**u * 0.98**(h - u)
        phi[h, :h + 1, 0] = hats(price, d, saturated)
        payoff[h, :h + 1, 1] = np.maximum(0, STRIKE - price)
        kernel[h, u, 0, u + 1], kernel[h, u, 0, u] = p0, 1 - p0
        known[h, h + 1:, :] = True
        kernel[h, h + 1:, 0, end] = 1
    return World("american-put", phi, np.zeros((horizon, d)), kernel, 0, fail=end, known=known, payoff=payoff)


def aggregated(name: str, kernel: np.ndarray, reward: np.ndarray, phi: np.ndarray, start: int = 0) -> World:
    """A tabular world [H,S,A,S], [H,S,A] seen through features [S,A,d] by soft aggregation.

    mu_i = sum_{s,a} phi_i P(.|s,a) / sum_{s,a} phi_i and theta_i likewise; one-hot features give the world itself.
    """
    check_simplex(phi[None])
    weight = phi / phi.sum(axis=(0, 1))
    mu = np.einsum("sad,hsat->hdt", weight, kernel)
    theta = np.einsum("sad,hsa->hd", weight, reward)
    phi = np.broadcast_to(phi, (len(kernel), *phi.shape))
    return World(name, phi, theta, phi @ mu[:, None], start, mu=mu)


def one_hot_features(states: int, actions: int) -> np.ndarray:
    """phi(s,a) = e_{s A + a}, d = S A."""
    return np.eye(states * actions).reshape(states, actions, -1)


def hat_features(states: int, actions: int, anchors: int) -> np.ndarray:
    """Linear interpolation over the state's index between evenly spaced anchors, a block of factors an action."""
    place = np.arange(states) * ((anchors - 1) / (states - 1))
    hat = np.maximum(0, 1 - abs(place[:, None] - np.arange(anchors)))
    phi = np.zeros((states, actions, actions * anchors))
    for a in range(actions):
        phi[:, a, a * anchors:(a + 1) * anchors] = hat
    return phi


def random_features(states: int, actions: int, d: int, rng: np.random.Generator) -> np.ndarray:
    """Rows of a flat Dirichlet distribution, the smallest entry made up so that a row sums to 1 in doubles."""
    return rng.dirichlet(np.ones(d), (states, actions))


def random_linear(seed: int, states: int = 5, actions: int = 6, d: int = 4, horizon: int = 3) -> World:
    """A linear world whose factors have all states in their support; theta uniform in [0,1], no fail state.

    At least d actions: else the start's features do not tell the factors of the first step apart.
    """
    rng = np.random.default_rng(seed)
    phi = np.broadcast_to(rng.dirichlet(np.full(d, 0.5), (states, actions)), (horizon, states, actions, d))
    mu = rng.dirichlet(np.full(states, 3.0), (horizon, d))
    return World("random-linear", phi, rng.random((horizon, d)), phi @ mu[:, None], 0, mu=mu)
