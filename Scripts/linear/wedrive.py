"""We-DRIVE-U: variance-weighted regression, upper and lower values, new policies only when a determinant doubles.

Written from memory of arXiv 2409.20521 (whose text we could not read in full) after LSVI-UCB++: a reconstruction.
"""

import dataclasses

import numpy as np

from .estimates import Episodes, Moments
from .exact import greedy
from .factors import factor_values
from .planning import Plan, widths
from .worlds import World


@dataclasses.dataclass
class WeDrive:
    """The agent's state; `plan()` and `observe()` as in `OnlineRun`.

    The weights' variance is s2 = V[Vup] + errors E + differences D + offset, and its root is kept above 1 and
    above sqrt(norm 2 d^3 H^2 |phi|). `error`, `difference`, `norm` scale terms whose theoretical factor is 1;
    at 0, the tuned setting, s2 = max(1, V[Vup]).
    """

    world: World
    size: np.ndarray
    replications: int = 1
    beta: float = 1.0
    ridge: float | None = None
    error: float = 0.0
    difference: float = 0.0
    norm: float = 0.0
    offset: float = 0.0

    def __post_init__(self) -> None:
        world, r = self.world, self.replications
        horizon, states, actions, d = world.phi.shape
        self.ridge = 1 / horizon**2 if self.ridge is None else self.ridge
        self.moments = Moments.empty(world, r, self.ridge)
        self.upper = np.broadcast_to(horizon - np.arange(horizon, dtype=float)[:, None, None],
                                     (r, horizon, states, actions)).copy()
        self.lower = np.zeros_like(self.upper)
        self.values = np.zeros((2, r, horizon + 1, states))
        self.nu = np.zeros((2, r, horizon, d))
        self.logarithm = np.full((r, horizon), -np.inf)
        self.switches = np.zeros(r, int)
        self.switched = np.zeros(r, bool)
        self.policy = np.zeros_like(self.upper)

    def _update(self, which: np.ndarray) -> None:
        """Both values anew, backward, for the replications `which`; they can only tighten.

        Up = min(phi (theta + nu(Vup)) + beta sum_i phi_i sqrt(Sigma^-1_ii), Up before, H - h),
        low = max(phi (theta + nu(Vlow)) - beta sum_i ..., low before, 0), V = max over actions.
        """
        world = self.world
        inverse, arrivals = np.linalg.inv(self.moments.matrix[which]), self.moments.arrivals[which]
        size = self.size[which] if self.size.ndim == 3 else self.size
        nu, values = self.nu[:, which], self.values[:, which]
        upper, lower, policy = self.upper[which], self.lower[which], self.policy[which]
        for h in reversed(range(world.horizon)):
            w = inverse[:, h] @ arrivals[:, h]
            width = self.beta * widths(world.phi[h], inverse[:, h], "sum")
            for side in range(2):
                nu[side, :, h] = factor_values("tv-constraint", w, values[side, :, h + 1], size[..., h, :], 0.0)
            plain = np.einsum("sad,xrd->xrsa", world.phi[h], world.theta[h] + nu[:, :, h])
            upper[:, h] = np.minimum(np.minimum(plain[0] + width, upper[:, h]), world.horizon - h)
            lower[:, h] = np.maximum(np.maximum(plain[1] - width, lower[:, h]), 0)
            if world.fail is not None:
                upper[:, h, world.fail] = lower[:, h, world.fail] = 0
            policy[:, h], values[0, :, h] = greedy(upper[:, h])
            values[1, :, h] = lower[:, h].max(axis=-1)
        self.nu[:, which], self.values[:, which] = nu, values
        self.upper[which], self.lower[which], self.policy[which] = upper, lower, policy

    def plan(self) -> Plan:
        """Switch where some step's det(Sigma) is at least twice that of the last switch, and before episode 1."""
        logarithm = np.linalg.slogdet(self.moments.matrix)[1]
        self.switched = (logarithm >= self.logarithm + np.log(2)).any(axis=1)
        if self.switched.any():
            self._update(self.switched)
            self.logarithm[self.switched] = logarithm[self.switched]
            self.switches += self.switched
        return Plan(self.nu[0], self.upper, self.values[0], self.policy)

    def variances(self, phi: np.ndarray) -> np.ndarray:
        """s2 [R,H] of the steps phi [R,H,d], from Sigma before they are added and the values of the last switch.

        With n = |phi|_{Sigma^-1}, z = Sigma^-1 sum phi f / s2 and b = beta:
        V = [phi z(Vup^2)]_[0,H^2] - [phi z(Vup)]_[0,H]^2,
        E = min(b H n, H^2) + min(2 H b n, H^2), D = min(4 d^3 H^2 (phi z(Vup) - phi z(Vlow) + 2 b n), d^3 H^3).
        """
        horizon, d = self.world.horizon, phi.shape[-1]
        inverse = self.moments.inverse()
        w = inverse @ self.moments.arrivals
        up, low = self.values[:, :, 1:]
        first, second, under = (np.einsum("rhd,rhds,rhs->rh", phi, w, f) for f in (up, up**2, low))
        length = np.sqrt(np.einsum("rhd,rhde,rhe->rh", phi, inverse, phi))
        spread = np.clip(second, 0, horizon**2) - np.clip(first, 0, horizon)**2
        errors = (np.minimum(self.beta * horizon * length, horizon**2)
                  + np.minimum(2 * horizon * self.beta * length, horizon**2))
        gap = np.minimum(4 * d**3 * horizon**2 * (first - under + 2 * self.beta * length), d**3 * horizon**3)
        s2 = spread + self.error * errors + self.difference * gap + self.offset
        return np.maximum(np.maximum(s2, 1), self.norm * 2 * d**3 * horizon**2 * length)

    def observe(self, states: np.ndarray, actions: np.ndarray) -> None:
        """Add one episode [R,H+1], [R,H] with weights 1/s2."""
        phi, arrived, reward, used = Episodes(states[:, None], actions[:, None]).features(self.world, 0)
        self.moments.add(phi, arrived, reward, 1 / self.variances(phi), used)
