#!/usr/bin/env python3
"""Measure the errors of Sources/ElementaryFunctions that its docstrings state.

Sweeps each function over random and adversarial arguments and prints the largest error, in ulp of
the exact value, where that is a normal number. The reference is the C library in 64-bit-mantissa
long double (x86-64), and the worst thousand points, or all where the C library has no such
function in NumPy, are judged again by mpmath with 60 digits.

Requires: x86-64 Linux, swiftc, Python 3.11, NumPy 2.4.6, mpmath 1.3.0.
Run: python3 Scripts/measure-elementary-functions/measure.py [function ...]
"""
import pathlib
import subprocess
import sys
import tempfile

import mpmath as mp
import numpy as np

mp.mp.dps = 60
ROOT = pathlib.Path(__file__).resolve().parents[2]
RNG = np.random.default_rng(20240607)
COUNT = 4_000_000


def signed(x):
    return np.where(RNG.random(x.size) < 0.5, -x, x)


def log_uniform(low, high, count):
    """Magnitudes 2^u, u uniform in [low, high]."""
    u = RNG.uniform(low, high, count)
    return np.ldexp(1 + RNG.random(count), np.floor(u).astype(int))


def near_multiples_of_half_pi():
    """The two Doubles around every multiple of pi/2 up to 2^20, where reduction is hardest."""
    mp.mp.dps = 40
    exact = mp.pi / 2
    x = np.array([float(k * exact) for k in range(1, int(2 ** 20 / exact))])
    mp.mp.dps = 60
    return np.concatenate([x, np.nextafter(x, 0), np.nextafter(x, np.inf)])


def angles(count):
    return np.concatenate([
        RNG.uniform(-0.8, 0.8, count), RNG.uniform(-10, 10, count), RNG.uniform(-2 ** 20, 2 ** 20, count),
        signed(log_uniform(-60, 20, count)), near_multiples_of_half_pi()])


def pairs(count):
    x = np.concatenate([
        signed(RNG.random(2 * count)), signed(log_uniform(-30, 30, 2 * count)),
        signed(log_uniform(-1000, 1023, 2 * count))])
    return x


ARGUMENTS = {
    "sin": angles, "cos": angles,
    "exp": lambda n: np.concatenate([RNG.uniform(-1, 1, n), RNG.uniform(-708, 709.7, n)]),
    "expm1": lambda n: np.concatenate([
        RNG.uniform(-1, 1, n), RNG.uniform(-40, 709.7, n), signed(log_uniform(-60, 3, n))]),
    "log": lambda n: np.concatenate([
        RNG.uniform(0.5, 2, n), log_uniform(-1022, 1023, n), 1 + signed(log_uniform(-50, -2, n)),
        RNG.integers(1, 2 ** 52, n // 4).view(np.float64)]),
    "log1p": lambda n: np.concatenate([
        RNG.uniform(-0.9, 2, n), log_uniform(-60, 1023, n), signed(log_uniform(-60, -1, n)),
        -1 + log_uniform(-50, -1, n)]),
    "tanh": lambda n: np.concatenate([RNG.uniform(-1, 1, n), RNG.uniform(-22, 22, n),
                                      signed(log_uniform(-40, 2, n))]),
    "atan2": pairs,
    "logGamma": lambda n: np.concatenate([
        RNG.uniform(0, 10, n), log_uniform(-100, 100, n), 1 + signed(log_uniform(-40, -2, n)),
        2 + signed(log_uniform(-40, -2, n))]),
    "erf": lambda n: np.concatenate([RNG.uniform(-1, 1, n), RNG.uniform(-6, 6, n)]),
    "normalCDF": lambda n: np.concatenate([RNG.uniform(-3, 3, n), RNG.uniform(-37.5, 9, n)]),
}
FAST = {"sin": np.sin, "cos": np.cos, "exp": np.exp, "expm1": np.expm1, "log": np.log,
        "log1p": np.log1p, "tanh": np.tanh, "atan2": np.arctan2}
EXACT = {"sin": mp.sin, "cos": mp.cos, "exp": mp.exp, "expm1": mp.expm1, "log": mp.log,
         "log1p": mp.log1p, "tanh": mp.tanh, "atan2": mp.atan2, "logGamma": mp.loggamma,
         "erf": mp.erf, "normalCDF": mp.ncdf}


def exact_errors(function, arguments, results):
    errors = []
    for row, result in zip(arguments, results):
        value = EXACT[function](*[mp.mpf(float(v)) for v in row])
        ulp = mp.mpf(2) ** (max(mp.floor(mp.log(abs(value), 2)), -1022) - 52) if value else mp.mpf(2) ** -1074
        errors.append(float(abs(mp.mpf(float(result)) - value) / ulp))
    return np.array(errors)


def measure(function, sweep):
    arguments = ARGUMENTS[function](COUNT if function in FAST else 20_000).astype(np.float64)
    run = subprocess.run([sweep, function, str(arguments.size)], input=arguments.tobytes(),
                         capture_output=True, check=True)
    results = np.frombuffer(run.stdout)
    rows = arguments.reshape(results.size, -1)
    if function in FAST:
        exact = FAST[function](*[rows[:, i].astype(np.longdouble) for i in range(rows.shape[1])])
        ulp = np.spacing(np.abs(exact).astype(np.float64)).astype(np.longdouble)
        rough = np.where(np.abs(exact) >= 2.0 ** -1022, np.abs(results - exact) / ulp, 0).astype(np.float64)
        worst = np.argsort(rough)[-1000:]
        rows, results = rows[worst], results[worst]
    errors = exact_errors(function, rows, results)
    at = int(np.argmax(errors))
    print(f"{function:10s} {errors[at]:.3f} ulp at {[float(v).hex() for v in rows[at]]}, "
          f"{arguments.size} arguments", flush=True)


def main():
    with tempfile.TemporaryDirectory() as folder:
        sweep = str(pathlib.Path(folder) / "sweep")
        sources = sorted(map(str, (ROOT / "Sources/ElementaryFunctions").glob("*.swift")))
        subprocess.run(["swiftc", "-O", "-wmo", "-parse-as-library", *sources,
                        str(pathlib.Path(__file__).with_name("Sweep.swift")), "-o", sweep], check=True)
        for function in sys.argv[1:] or ARGUMENTS:
            measure(function, sweep)


if __name__ == "__main__":
    main()
