"""Factor operators nu_i = inf over mu_i of E[V] near or with a penalty for leaving the centre, from their duals.

`w` [..., d, S] holds the centres' rows: the true factors, or the signed weights Lambda^-1 sum phi 1{s'} of a ridge
estimate, for which the same dual is maximised (it need not be concave then; every search here is global). `v`
[..., S] is the next value, `size` [..., d] a radius or a penalty. Values are at least `floor`, an attained minimum
(0 with a fail state).
"""

import numpy as np

TINY = 1e-300


def expectation(w: np.ndarray, v: np.ndarray) -> np.ndarray:
    """sum_s w_is V_s."""
    return np.einsum("...ds,...s->...d", w, v)


def tv_constraint(w: np.ndarray, v: np.ndarray, size: np.ndarray, floor: float | np.ndarray = 0.0) -> np.ndarray:
    """max over alpha of w . min(V, alpha) - rho (alpha - floor): best at the floor or at a V_s."""
    alpha = np.concatenate([np.broadcast_to(np.asarray(floor, float), (*v.shape[:-1], 1)), v], axis=-1)
    capped = np.minimum(v[..., :, None], alpha[..., None, :])
    objective = w @ capped - size[..., None] * (alpha - floor)[..., None, :]
    return objective.max(axis=-1)


def tv_penalty(w: np.ndarray, v: np.ndarray, size: np.ndarray, floor: float | np.ndarray = 0.0) -> np.ndarray:
    """w . min(V, floor + lambda); `floor` a number or [..., 1]."""
    ceiling = np.asarray(floor, float)[..., None] + size[..., None]
    return (w * np.minimum(v[..., None, :], ceiling)).sum(axis=-1)


def least_of_support(w: np.ndarray, v: np.ndarray) -> np.ndarray:
    """The least V_s with w_is > 0, [..., d]."""
    return np.where(w > 0, v[..., None, :], np.inf).min(axis=-1)


def kl_penalty(w: np.ndarray, v: np.ndarray, size: np.ndarray, cap: float | None = None,
               mean: str = "centred", floor: float | np.ndarray = 0.0) -> np.ndarray:
    """-lambda log m, m an estimate of E exp(-V/lambda) that is kept above exp(-cap/lambda).

    "plain": w . exp(-V/lambda) (the authors' penalty; a factor without data is worth `cap`).
    "centred": 1 + w . (exp(-V/lambda) - 1) (the authors' constraint; a factor without data is worth 0, but weights
    that add up to more than 1 make m negative, which is worth `cap`).
    "deficit": (w . exp(-V/lambda) + max(0, 1 - w . 1) exp(-floor/lambda)) / max(1, w . 1) (ours; missing mass counts
    as the floor, surplus is scaled down).
    All are the same for a distribution.
    """
    if cap is None:
        shift = least_of_support(w, v)[..., None]
    elif mean == "deficit":
        # From the least value that counts, so that no exponential vanishes at small lambdas.
        shift = np.where(w != 0, v[..., None, :], np.inf).min(axis=-1)
        shift = np.where(w.sum(axis=-1) < 1, np.minimum(shift, floor), shift)
        shift = np.where(np.isfinite(shift), shift, 0.0)[..., None]
    else:
        shift = np.zeros((*w.shape[:-1], 1))
    # Without the upper bound a value outside the support, of weight 0, would overflow.
    power = np.minimum(700, (shift - v[..., None, :]) / size[..., None])
    if mean == "centred":
        m = 1 + (w * np.expm1(power)).sum(axis=-1)
    else:
        m = (w * np.exp(power)).sum(axis=-1)
        if mean == "deficit":
            # Where nothing is missing the floor may lie above the shift by any amount.
            far = np.where(w.sum(axis=-1) < 1, shift[..., 0] - floor, 0.0) / size if cap is not None else 0.0
            m = m + np.maximum(0, 1 - w.sum(axis=-1)) * np.exp(far)
            m = m / np.maximum(1, w.sum(axis=-1))
    least = TINY if cap is None else np.maximum(TINY, np.exp(np.minimum(700, (shift[..., 0] - cap) / size)))
    return shift[..., 0] - size * np.log(np.maximum(m, least))


def _segments(w: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, ...]:
    """A, B, C, low, high: on [low_j, high_j] w . min(V, x) = A_j + B_j x, w . min(V, x)^2 = C_j + B_j x^2."""
    order = np.argsort(v, axis=-1, kind="stable")
    v = np.take_along_axis(v, order, axis=-1)
    w = np.take_along_axis(w, np.broadcast_to(order[..., None, :], w.shape), axis=-1)
    start = np.zeros((*w.shape[:-1], 1))
    a = np.concatenate([start, np.cumsum(w * v[..., None, :], axis=-1)[..., :-1]], axis=-1)
    c = np.concatenate([start, np.cumsum(w * v[..., None, :]**2, axis=-1)[..., :-1]], axis=-1)
    b = np.cumsum(w[..., ::-1], axis=-1)[..., ::-1]
    low = np.concatenate([np.minimum(0, v[..., :1]), v[..., :-1]], axis=-1)[..., None, :]
    return a, b, c, low, v[..., None, :]


def chi2_penalty(w: np.ndarray, v: np.ndarray, size: np.ndarray) -> np.ndarray:
    """max over alpha of z1 + (z1^2 - z2)/(4 lambda), z1 = w . min(V, alpha), z2 = w . min(V, alpha)^2.

    A parabola between neighbouring values: its ends and its vertex, where that lies within, are enough.
    """
    a, b, c, low, high = _segments(w, v)
    weight = 1 / (4 * size[..., None])
    second, first, constant = weight * (b * b - b), b + 2 * weight * a * b, a + weight * (a * a - c)
    with np.errstate(divide="ignore", invalid="ignore"):
        vertex = np.where(second < 0, -first / (2 * second), low)
    vertex = np.clip(vertex, low, high)
    values = [(second * x + first) * x + constant for x in (low, high, vertex)]
    return np.max(values, axis=(0, -1))


def _roots(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Real roots of a x^2 + b x + c without cancellation; nan where there are none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        half = -0.5 * (b + np.copysign(np.sqrt(b * b - 4 * a * c), b))
        return half / a, c / half


def chi2_constraint(w: np.ndarray, v: np.ndarray, size: np.ndarray) -> np.ndarray:
    """max over alpha of z1 - sqrt(rho max(0, z2 - z1^2)).

    Between neighbouring values the maximum is at an end, where the derivative vanishes (a quadratic equation), or
    where an estimated variance becomes negative.
    """
    a, b, c, low, high = _segments(w, v)
    rho = size[..., None]
    k0, k1, k2 = c - a * a, -2 * a * b, b - b * b
    flat = _roots(4 * b * b * k2 - 4 * rho * k2 * k2, 4 * b * b * k1 - 4 * rho * k1 * k2,
                  4 * b * b * k0 - rho * k1 * k1)
    values = []
    for x in (low, high, *flat, *_roots(k2, k1, k0)):
        x = np.clip(np.where(np.isfinite(x), x, low), low, high)
        variance = np.maximum(0, k0 + (k1 + k2 * x) * x)
        values.append(a + b * x - np.sqrt(rho * variance))
    return np.max(values, axis=(0, -1))


def kl_constraint(w: np.ndarray, v: np.ndarray, size: np.ndarray, cap: float | None = None,
                  mean: str = "centred", floor: float | np.ndarray = 0.0, points: int = 121) -> np.ndarray:
    """max over lambda of -lambda log m(lambda) - lambda rho, m as in the penalty.

    A geometric grid of lambdas, then golden sections between the neighbours of the best. For a distribution (no
    `cap`) over [1e-4, 1e4] times the range of V, and lambda = 0. For an estimate over [cap/20, cap/rho], with
    "deficit" from cap/1000 on, the mean kept above exp(-cap/lambda), and "the best" is the first local maximum from
    large lambdas down: at small lambdas an estimated mean may be negative, which would be worth `cap`. With
    "deficit" nature's value is at least the floor, as that of every distribution is. At rho = 0 it is w . V.
    """
    shape = np.broadcast_shapes(w.shape[:-1], size.shape)
    if cap is None:
        span = np.maximum(v.max(axis=-1) - v.min(axis=-1), 1e-12)[..., None]
        low, high = np.broadcast_to(1e-4 * span, shape), np.broadcast_to(1e4 * span, shape)
    else:
        # Missing mass that counts as the floor keeps an estimated mean above 0 for longer.
        low = np.full(shape, cap / (1000 if mean == "deficit" else 20))
        high = np.broadcast_to(cap / np.clip(size, 1e-9, 19.0), shape)

    def objective(x: np.ndarray) -> np.ndarray:
        return kl_penalty(w, v, x, cap, mean, floor) - x * size

    ratio = (high / low)**(1 / (points - 1))
    values = np.stack([objective(low * ratio**j) for j in range(points)])
    if cap is None:
        best = values.argmax(axis=0)
    else:
        # From the top, the last point before the values fall for the first time.
        falls = np.concatenate([np.ones((1, *shape), bool), values[:-1] <= values[1:]])
        best = points - 1 - falls[::-1].argmax(axis=0)
    low, high = low * ratio**np.maximum(best - 1, 0), low * ratio**np.minimum(best + 1, points - 1)
    golden = (np.sqrt(5) - 1) / 2
    for _ in range(100):
        left, right = high - golden * (high - low), low + golden * (high - low)
        better = objective(left) >= objective(right)
        low, high = np.where(better, low, left), np.where(better, right, high)
    found = np.maximum(np.take_along_axis(values, best[None], axis=0)[0], objective((low + high) / 2))
    # The limit at lambda = 0 of the dual of a distribution.
    found = found if cap is not None else np.maximum(found, least_of_support(w, v))
    found = np.maximum(found, floor) if cap is not None and mean == "deficit" else found
    return np.where(size == 0, expectation(w, v), found)


NAMES = ("tv-constraint", "kl-constraint", "chi2-constraint", "tv-penalty", "kl-penalty", "chi2-penalty")


def factor_values(name: str, w: np.ndarray, v: np.ndarray, size: np.ndarray, floor: float | None = None,
                  cap: float | None = None, mean: str = "centred") -> np.ndarray:
    """nu of one of `NAMES`, or "nominal"; an infinite penalty is nominal. `floor` None takes the least V."""
    if name == "nominal":
        return expectation(w, v)
    low = v.min(axis=-1, keepdims=True) if floor is None else floor
    if name.endswith("penalty"):
        infinite = np.isinf(size)
        size = np.where(infinite, 1.0, size)
        if name == "tv-penalty":
            result = tv_penalty(w, v, size, low)
        else:
            result = kl_penalty(w, v, size, cap, mean, low) if name == "kl-penalty" else chi2_penalty(w, v, size)
        return np.where(infinite, expectation(w, v), result)
    if name == "tv-constraint":
        return tv_constraint(w, v, size, low)
    return kl_constraint(w, v, size, cap, mean, low) if name == "kl-constraint" else chi2_constraint(w, v, size)
