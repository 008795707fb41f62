"""Ridge regression on features from counts: Lambda = lam I + sum phi phi^T / s2 and Lambda^-1 sum phi f(s') / s2.

On finite worlds the sums over transitions are kept as M[h,d,S] = sum phi 1{s'} / s2, so that any f costs d S and
not the number of transitions. A leading axis runs over independent replications.
"""

import dataclasses

import numpy as np

from .worlds import World


@dataclasses.dataclass
class Moments:
    """Lambda [R,H,d,d], M [R,H,d,S] and b [R,H,d] = sum phi r / s2, before any inversion."""

    matrix: np.ndarray
    arrivals: np.ndarray
    rewards: np.ndarray

    @classmethod
    def empty(cls, world: World, replications: int, ridge: float) -> "Moments":
        """No transitions: Lambda = ridge I; a ridge of 0 would leave it singular."""
        if not ridge > 0:
            raise ValueError(f"ridge {ridge} must be above 0: without it the design matrix is singular")
        horizon, states, _, d = world.phi.shape
        matrix = np.broadcast_to(ridge * np.eye(d), (replications, horizon, d, d)).copy()
        return cls(matrix, np.zeros((replications, horizon, d, states)), np.zeros((replications, horizon, d)))

    def add(self, phi: np.ndarray, arrived: np.ndarray, reward: np.ndarray, weight: np.ndarray | None = None,
            used: np.ndarray | None = None) -> None:
        """One episode of every replication: phi [R,H,d], next states [R,H], rewards [R,H], weights 1/s2 [R,H].

        Steps where `used` is false (a known action, the end) are left out.
        """
        weight = np.ones(arrived.shape) if weight is None else weight
        weight = weight if used is None else weight * used
        scaled = phi * weight[..., None]
        self.matrix += scaled[..., :, None] * phi[..., None, :]
        replication, step = np.indices(arrived.shape)
        self.arrivals[replication, step, :, arrived] += scaled
        self.rewards += scaled * reward[..., None]

    def inverse(self) -> np.ndarray:
        """Lambda^-1 [R,H,d,d]."""
        return np.linalg.inv(self.matrix)


@dataclasses.dataclass
class Episodes:
    """States [R,K,H+1], actions [R,K,H] of K episodes of R replications."""

    states: np.ndarray
    actions: np.ndarray

    def features(self, world: World, k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray | None]:
        """phi [R,H,d], next states, rewards and which steps are regressed on, of episode k."""
        step = np.arange(world.horizon)
        s, a = self.states[:, k, :-1], self.actions[:, k]
        used = None if world.known is None else ~world.known[step, s, a]
        return world.phi[step, s, a], self.states[:, k, 1:], world.reward[step, s, a], used

    def moments(self, world: World, ridge: float, first: int = 0, last: int | None = None) -> Moments:
        """Moments of episodes first..<last, added one after the other."""
        moments = Moments.empty(world, len(self.states), ridge)
        for k in range(first, self.states.shape[1] if last is None else last):
            phi, arrived, reward, used = self.features(world, k)
            moments.add(phi, arrived, reward, used=used)
        return moments


def draw(cumulative: np.ndarray, uniform: np.ndarray) -> np.ndarray:
    """The first index whose cumulative probability is above the uniform number."""
    return np.minimum((cumulative <= uniform[..., None]).sum(axis=-1), cumulative.shape[-1] - 1)


def roll(world: World, kernel: np.ndarray, policy: np.ndarray,
         rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """One episode under policies [R,H,S,A]: states [R,H+1], actions [R,H]."""
    replications = len(policy)
    states = np.full((replications, world.horizon + 1), world.start)
    actions = np.zeros((replications, world.horizon), int)
    everyone = np.arange(replications)
    for h in range(world.horizon):
        s = states[:, h]
        actions[:, h] = draw(np.cumsum(policy[everyone, h, s], axis=-1), rng.random(replications))
        states[:, h + 1] = draw(np.cumsum(kernel[h, s, actions[:, h]], axis=-1), rng.random(replications))
    return states, actions


def collect(world: World, policy: np.ndarray, episodes: int, rng: np.random.Generator,
            replications: int = 1) -> Episodes:
    """Episodes in the source under one policy [H,S,A]."""
    every = np.broadcast_to(policy, (replications, *policy.shape))
    runs = [roll(world, world.kernel, every, rng) for _ in range(episodes)]
    return Episodes(np.stack([s for s, _ in runs], axis=1), np.stack([a for _, a in runs], axis=1))


def hold_only(world: World) -> np.ndarray:
    """The put option's behaviour policy: action 0 always."""
    policy = np.zeros(world.phi.shape[:3])
    policy[..., 0] = 1
    return policy
