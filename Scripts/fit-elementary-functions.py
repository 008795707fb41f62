#!/usr/bin/env python3
"""Fit the polynomials of Sources/ElementaryFunctions and print them as Swift tables.

Each table is the minimax polynomial, by Remez exchange on a dense Chebyshev grid in 60-digit
arithmetic, of the named function on the named interval, with an error weighted so that it is
relative to the value finally returned. Coefficients are printed rounded to the nearest Double,
lowest power first, beside the weighted error before and after that rounding.

Requires: Python 3.11, mpmath 1.3.0.      Run: python3 Scripts/fit-elementary-functions.py
"""
import mpmath as mp

if mp.__version__ != "1.3.0":
    raise SystemExit(f"mpmath {mp.__version__} found, 1.3.0 needed: pip install mpmath==1.3.0")
mp.mp.dps = 60


def grid(low, high, count):
    """Chebyshev points of [low, high], ends included, ascending."""
    half, middle = (high - low) / 2, (high + low) / 2
    return [middle - half * mp.cos(mp.pi * i / (count - 1)) for i in range(count)]


def horner(coefficients, x):
    value = mp.mpf(0)
    for c in reversed(coefficients):
        value = value * x + c
    return value


def remez(f, weight, low, high, degree):
    """Minimax coefficients of f on [low, high]; error = weight(x) * (f(x) - p(x))."""
    xs = grid(mp.mpf(low), mp.mpf(high), 32 * (degree + 2))
    fs, ws = [f(x) for x in xs], [weight(x) for x in xs]
    if ws[0] == 0:  # the error vanishes there whatever the polynomial is
        xs, fs, ws = xs[1:], fs[1:], ws[1:]
    n = degree + 2
    picks = [round(i * (len(xs) - 1) / (n - 1)) for i in range(n)]
    for _ in range(40):
        a, b = mp.matrix(n, n), mp.matrix(n, 1)
        for row, i in enumerate(picks):
            for power in range(degree + 1):
                a[row, power] = xs[i] ** power
            a[row, degree + 1] = (-1) ** row / ws[i]
            b[row] = fs[i]
        solution = mp.lu_solve(a, b)
        coefficients, level = [solution[i] for i in range(degree + 1)], abs(solution[degree + 1])
        errors = [w * (y - horner(coefficients, x)) for x, y, w in zip(xs, fs, ws)]
        # The largest error of each run of equal sign; keep n alternating ones.
        extrema = [0]
        for i in range(1, len(errors)):
            if (errors[i] > 0) == (errors[extrema[-1]] > 0):
                if abs(errors[i]) > abs(errors[extrema[-1]]):
                    extrema[-1] = i
            else:
                extrema.append(i)
        while len(extrema) > n:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        worst = max(abs(e) for e in errors)
        if len(extrema) < n:
            raise SystemExit("Remez exchange lost an extremum: raise the degree or the precision")
        if extrema == picks or worst <= level * mp.mpf("1.001"):
            break
        picks = extrema
    rounded = [mp.mpf(float(c)) for c in coefficients]
    after = max(abs(w * (y - horner(rounded, x))) for x, y, w in zip(xs, fs, ws))
    return [float(c) for c in coefficients], worst, after


def table(name, f, weight, low, high, degree, domain):
    coefficients, before, after = remez(f, weight, low, high, degree)
    print(f"// {name}: {domain}")
    print(f"// weighted error {mp.nstr(before, 3)}, after rounding {mp.nstr(after, 3)}"
          f" (2^{mp.nstr(mp.log(after, 2), 4)})")
    for i, c in enumerate(coefficients):
        print(f"  c{i} = {c.hex()}  // {c!r}")
    print()


def split(name, value, widths):
    """Parts of `value` of the given widths in bits (truncated), the last one rounded to Double."""
    print(f"// {name}")
    rest = value
    for width in widths:
        exponent = mp.floor(mp.log(abs(rest), 2)) + 1
        unit = mp.mpf(2) ** (exponent - width)
        part = mp.floor(rest / unit) * unit
        print(f"  {float(part).hex()}")
        rest -= part
    print(f"  {float(rest).hex()}")
    print()


def odd_even(f, series):
    """f(sqrt(z)) away from zero, its power series in z near zero."""
    def g(z):
        if z < mp.mpf("1e-6"):
            return mp.fsum(series(k) * z ** k for k in range(12))
        return f(mp.sqrt(z))
    return g


def scaled_erfc(x):
    return mp.exp(x * x) * mp.erfc(x)


half_log2 = mp.log(2) / 2 * (1 + mp.mpf(2) ** -20)
quarter_pi = mp.pi / 4 * (1 + mp.mpf(2) ** -20)
log_bound = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2 * (1 + mp.mpf(2) ** -15)
atan_bound = (mp.sqrt(2) - 1) ** 2 * (1 + mp.mpf(2) ** -20)

split("pi/2 in four parts", mp.pi / 2, [33, 33, 33])
split("log 2 in two parts", mp.log(2), [32])
split("pi in two parts", mp.pi, [53])
split("pi/2 in two parts", mp.pi / 2, [53])
split("pi/4 in two parts", mp.pi / 4, [53])
for label, value in [
    ("2/pi", 2 / mp.pi), ("1/log 2", 1 / mp.log(2)), ("(log(2 pi) - 1)/2", (mp.log(2 * mp.pi) - 1) / 2),
    ("sqrt(1/2)", mp.sqrt(mp.mpf(1) / 2)), ("sqrt(2) - 1", mp.sqrt(2) - 1),
    ("pi over its Double, less one", mp.pi / mp.mpf(float(mp.pi)) - 1),
]:
    print(f"// {label}\n  {float(value).hex()}\n")

table("sine", odd_even(lambda x: (mp.sin(x) / x - 1) / x ** 2,
                       lambda k: (-1) ** (k + 1) / mp.factorial(2 * k + 3)),
      lambda z: z, 0, quarter_pi ** 2, 5, "sin x = x + x z p(z), z = x^2, |x| <= pi/4")
table("cosine", odd_even(lambda x: (mp.cos(x) - 1 + x ** 2 / 2) / x ** 4,
                         lambda k: (-1) ** k / mp.factorial(2 * k + 4)),
      lambda z: z ** 2, 0, quarter_pi ** 2, 5, "cos x = 1 - z/2 + z^2 p(z), z = x^2, |x| <= pi/4")
table("exponential",
      lambda r: (mp.expm1(r) - r) / r ** 2 if abs(r) > mp.mpf("1e-12") else mp.mpf(1) / 2 + r / 6,
      lambda r: abs(r) + mp.mpf("1e-9"), -half_log2, half_log2, 10,
      "expm1 r = r + r^2 p(r), |r| <= log(2)/2, error relative to r")
table("logarithm", odd_even(lambda s: (2 * mp.atanh(s) / s - 2) / s ** 2, lambda k: mp.mpf(2) / (2 * k + 3)),
      lambda z: z, 0, log_bound, 6, "log((1+s)/(1-s)) = 2 s + s z p(z), z = s^2, |s| <= 3 - 2 sqrt 2")
table("arc tangent", odd_even(lambda x: (mp.atan(x) / x - 1) / x ** 2,
                              lambda k: mp.mpf((-1) ** (k + 1)) / (2 * k + 3)),
      lambda z: z, 0, atan_bound, 10, "atan t = t + t z p(z), z = t^2, |t| <= sqrt 2 - 1")
tanh_series = mp.taylor(mp.tanh, 0, 27)
table("hyperbolic tangent", odd_even(lambda x: (mp.tanh(x) / x - 1) / x ** 2,
                                     lambda k: tanh_series[2 * k + 3]),
      lambda z: z, 0, mp.mpf("0.3125"), 9, "tanh x = x + x z p(z), z = x^2, |x| <= 0.55")
table("log gamma about 1", lambda t: mp.loggamma(1 + t) / t if t != 0 else -mp.euler,
      lambda t: 1 / abs(mp.loggamma(1 + t) / t if t != 0 else mp.euler), -0.25, 0.25, 18,
      "log gamma(1+t) = t p(t), |t| <= 1/4")
table("log gamma about 2", lambda t: mp.loggamma(2 + t) / t if t != 0 else 1 - mp.euler,
      lambda t: 1 / abs(mp.loggamma(2 + t) / t if t != 0 else 1 - mp.euler), -0.75, 0.5, 21,
      "log gamma(2+t) = t p(t), -3/4 <= t <= 1/2")
table("log gamma, large argument",
      lambda z: (mp.loggamma(1 / mp.sqrt(z)) - (1 / mp.sqrt(z) - mp.mpf(1) / 2) * mp.log(1 / mp.sqrt(z))
                 + 1 / mp.sqrt(z) - mp.log(2 * mp.pi) / 2) / mp.sqrt(z) if z > mp.mpf("1e-8")
      else mp.mpf(1) / 12 - z / 360 + z ** 2 / 1260 - z ** 3 / 1680,
      lambda z: 1, 0, mp.mpf(1) / 64, 6,
      "log gamma(x) = (x - 1/2) log x - x + log(2 pi)/2 + p(z)/x, z = 1/x^2, x >= 8")
table("error function", odd_even(lambda x: mp.erf(x) / x - 1,
                                 lambda k: 2 / mp.sqrt(mp.pi) * (-1) ** k / (mp.factorial(k) * (2 * k + 1))
                                 - (1 if k == 0 else 0)),
      lambda z: 1, 0, mp.mpf("0.5625"), 10, "erf x = x + x p(z), z = x^2, |x| <= 3/4")
table("scaled complementary error function",
      lambda t: scaled_erfc(4 * (1 + t) / (1 - t)) * (1 + 8 * (1 + t) / (1 - t)),
      lambda t: 1, (mp.mpf("0.5") - 4) / mp.mpf("4.5"), mp.mpf(24) / 32, 20,
      "exp(x^2) erfc(x) = p(t)/(1+2x), t = (x-4)/(x+4), 1/2 <= x <= 28")
