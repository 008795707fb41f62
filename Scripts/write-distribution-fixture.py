#!/usr/bin/env python3
"""Write Tests/RandomStreamsTests/Fixtures/distributions.csv from SciPy.

Lines of three kinds, each with the critical value of its chi-square test at significance 1e-3:
  continuous,NAME,A,B,CRITICAL,e1;...;e63    inner edges of 64 equally likely bins
  discrete,NAME,A,FIRST,CRITICAL,p0;...;pm   probabilities of at most FIRST, of FIRST+1, ..., and of the rest
  kolmogorov,COUNT,,,CRITICAL,               two-sided Kolmogorov-Smirnov critical value
  chi-square,DEGREES,,,CRITICAL,             chi-square critical value

Requires: Python 3.11, SciPy 1.17.1.      Run: python3 Scripts/write-distribution-fixture.py
"""
import pathlib

import scipy
from scipy import stats

if scipy.__version__ != "1.17.1":
    raise SystemExit(f"SciPy {scipy.__version__} found, 1.17.1 needed: pip install scipy==1.17.1")
OUT = pathlib.Path(__file__).resolve().parents[1] / "Tests/RandomStreamsTests/Fixtures"
SIGNIFICANCE = 1e-3
BINS = 64
COUNT = 200_000

continuous = [
    ("uniform", 0.0, 1.0, stats.uniform()),
    ("uniform", -3.0, 5.0, stats.uniform(-3, 8)),
    ("normal", 0.0, 1.0, stats.norm()),
    ("exponential", 0.25, 0.0, stats.expon(scale=4)),
    ("gamma", 0.05, 1.0, stats.gamma(0.05)),
    ("gamma", 0.5, 2.0, stats.gamma(0.5, scale=2)),
    ("gamma", 1.0, 1.0, stats.gamma(1)),
    ("gamma", 7.3, 0.1, stats.gamma(7.3, scale=0.1)),
    ("gamma", 1000.0, 1.0, stats.gamma(1000)),
    ("beta", 2.0, 3.0, stats.beta(2, 3)),
    ("beta", 0.5, 0.5, stats.beta(0.5, 0.5)),
    ("beta", 0.3, 4.0, stats.beta(0.3, 4)),
    # Marginals of Dirichlet rows: symmetric (concentration, size), and one of concentrations 0.5, 2, 4.
    ("symmetricDirichlet", 0.05, 8.0, stats.beta(0.05, 0.35)),
    ("symmetricDirichlet", 1.0, 4.0, stats.beta(1, 3)),
    ("dirichlet", 0.0, 0.0, stats.beta(0.5, 6)),
    ("dirichlet", 1.0, 0.0, stats.beta(2, 4.5)),
    ("dirichlet", 2.0, 0.0, stats.beta(4, 2.5)),
]
discrete = [
    ("poisson", 0.3, stats.poisson(0.3)), ("poisson", 3.5, stats.poisson(3.5)),
    ("poisson", 9.99, stats.poisson(9.99)), ("poisson", 10.0, stats.poisson(10)),
    ("poisson", 42.7, stats.poisson(42.7)), ("poisson", 400.0, stats.poisson(400)),
    ("bernoulli", 0.3, stats.bernoulli(0.3)), ("bernoulli", 1e-3, stats.bernoulli(1e-3)),
]


def critical(degrees):
    return float(stats.chi2.isf(SIGNIFICANCE, degrees))


OUT.mkdir(parents=True, exist_ok=True)
with open(OUT / "distributions.csv", "w", encoding="ascii") as file:
    file.write("# Written by Scripts/write-distribution-fixture.py with SciPy 1.17.1; significance 1e-3.\n")
    for name, a, b, distribution in continuous:
        edges = ";".join(repr(float(distribution.ppf(i / BINS))) for i in range(1, BINS))
        file.write(f"continuous,{name},{a},{b},{critical(BINS - 1)!r},{edges}\n")
    for name, a, distribution in discrete:
        # The tails of which fewer than ten draws are expected join the outermost bins.
        top = 1 if name == "bernoulli" else next(k for k in range(10_000) if COUNT * distribution.sf(k) < 10)
        first = next(k for k in range(10_000) if COUNT * distribution.cdf(k) >= 10)
        masses = [float(distribution.cdf(first))]
        masses += [float(distribution.pmf(k)) for k in range(first + 1, top)]
        masses.append(float(distribution.sf(top - 1)))
        values = ";".join(map(repr, masses))
        file.write(f"discrete,{name},{a},{first},{critical(len(masses) - 1)!r},{values}\n")
    file.write(f"kolmogorov,{COUNT},,,{float(stats.kstwo.isf(SIGNIFICANCE, COUNT))!r},\n")
    for degrees in (1, 2, 7, 19, 23, 63, 255):
        file.write(f"chi-square,{degrees},,,{critical(degrees)!r},\n")
