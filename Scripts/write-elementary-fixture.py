#!/usr/bin/env python3
"""Write Tests/ElementaryFunctionsTests/Fixtures/elementary-functions.csv.

One line per case: function, first argument, second argument or empty, the exact value rounded to
the nearest Double, and what that rounding dropped (also rounded), all as hexadecimal floats, so
that an error can be judged to a small fraction of an ulp. Values from mpmath with 60 digits.

Requires: Python 3.11, mpmath 1.3.0.      Run: python3 Scripts/write-elementary-fixture.py
"""
import math
import pathlib
import random

import mpmath as mp

if mp.__version__ != "1.3.0":
    raise SystemExit(f"mpmath {mp.__version__} found, 1.3.0 needed: pip install mpmath==1.3.0")
mp.mp.dps = 60
OUT = pathlib.Path(__file__).resolve().parents[1] / "Tests/ElementaryFunctionsTests/Fixtures"
DRAW = random.Random(1)


def uniform(low, high, count):
    return [DRAW.uniform(low, high) for _ in range(count)]


def scales(low, high, count):
    """Magnitudes from 2^low to 2^high, evenly over exponents."""
    return [math.ldexp(1 + DRAW.random(), round(DRAW.uniform(low, high - 1))) for _ in range(count)]


def both(values):
    return [sign * v for v in values for sign in (1, -1)]


def beside(*joins):
    """The Doubles on and next to each argument where one formula hands over to another."""
    return [v for j in joins for v in (math.nextafter(j, -math.inf), j, math.nextafter(j, math.inf))]


def hard_angles(count):
    """The Doubles up to 2^20 closest to a multiple of pi/2, where reduction cancels most."""
    found = []
    for k in range(1, int(mp.mpf(2) ** 20 * 2 / mp.pi)):
        x = float(k * mp.pi / 2)
        found.append((abs(mp.mpf(x) - k * mp.pi / 2), x))
    return [x for _, x in sorted(found)[:count]]


angles = (uniform(-4, 4, 150) + both(scales(-60, 20, 60)) + hard_angles(40)
          + [k * math.pi / 4 for k in range(-16, 17)] + both([2.0 ** 20]))
arguments = {
    "sin": angles,
    "cos": angles,
    "exp": uniform(-1, 1, 80) + uniform(-745, 709.78, 160) + both(scales(-60, 9, 30))
    + [709.782712893384, -708.4, -745.1, -745.13, 0.0],
    "expm1": uniform(-1, 1, 80) + uniform(-50, 709.78, 120) + both(scales(-1070, 3, 40))
    + [709.782712893384, 709.5, 0.34657359027997264, -0.34657359027997264],
    "log": beside(math.sqrt(0.5), math.sqrt(2.0)) + uniform(0.5, 2, 100)
    + scales(-1074, 1024, 150) + [1 + v for v in both(scales(-52, -2, 40))]
    + [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308],
    "log1p": beside(math.sqrt(0.5) - 1, math.sqrt(2.0) - 1) + uniform(-0.99, 2, 120)
    + both(scales(-1070, 0, 60)) + scales(0, 1024, 60)
    + [-1 + v for v in scales(-53, -1, 40)],
    "tanh": uniform(-1, 1, 120) + uniform(-20, 20, 80) + both(scales(-1070, 5, 60))
    + both(beside(0.55, 20.0)),
    "logGamma": uniform(0, 3, 160) + uniform(3, 40, 60) + scales(-1022, 1016, 80)
    + [1 + v for v in both(scales(-50, -2, 20))] + [2 + v for v in both(scales(-50, -2, 20))]
    + beside(0.25, 0.5, 0.75, 1.25, 2.5, 3.5, 8.0),
    "erf": uniform(-3, 3, 160) + uniform(-6, 6, 40) + both(scales(-60, 2, 40))
    + both(beside(0.75, 6.0)),
    "normalCDF": uniform(-3, 3, 120) + uniform(-38.4, 8, 120) + both(scales(-60, 0, 20))
    + both(beside(0.75)),
}
functions = {
    "sin": mp.sin, "cos": mp.cos, "exp": mp.exp, "expm1": mp.expm1, "log": mp.log, "log1p": mp.log1p,
    "tanh": mp.tanh, "logGamma": mp.loggamma, "erf": mp.erf, "normalCDF": mp.ncdf, "atan2": mp.atan2,
}
cases = [(name, (x,)) for name, xs in arguments.items() for x in xs]
plane = [(s * math.sin(a), s * math.cos(a)) for a in uniform(-math.pi, math.pi, 240)
         for s in [math.ldexp(1, DRAW.randrange(-900, 900))]]
plane += list(zip(both(scales(-500, 500, 60)), both(scales(-500, 500, 60))[::-1]))
plane += [(y, x) for y in (1.7e308, -1.7e308, 1.0) for x in (1.7e308, -1.7e308, 1.0)]
plane += [(y, 1.0) for y in both(beside(math.sqrt(2.0) - 1, 1.0, math.sqrt(2.0) + 1))]
cases += [("atan2", pair) for pair in plane]

OUT.mkdir(parents=True, exist_ok=True)
with open(OUT / "elementary-functions.csv", "w", encoding="ascii") as file:
    file.write("# Written by Scripts/write-elementary-fixture.py with mpmath 1.3.0, 60 digits.\n")
    file.write("function,x,y,value,remainder\n")
    for name, case in cases:
        exact = functions[name](*map(mp.mpf, case))
        value = float(exact)
        remainder = float(exact - mp.mpf(value)) if math.isfinite(value) else 0.0
        first, second = case[0].hex(), case[1].hex() if len(case) > 1 else ""
        file.write(f"{name},{first},{second},{value.hex()},{remainder.hex()}\n")
