#!/usr/bin/env python3
"""Write laws of returns with their distances and risks under Tests/Fixtures/planning.

Wasserstein distances come from scipy.stats.wasserstein_distance, quantiles from numpy.quantile (inverted_cdf
with weights), CVaR from its linear program in SciPy (HiGHS), the entropic risk from scipy.special.logsumexp,
means and variances from numpy.average. Needs the packages of Scripts/fixtures-requirements.txt:

    python Scripts/record-return-fixtures.py [--output FOLDER]

A second run writes the same bytes.
"""

import argparse
import json
import pathlib

import numpy as np
import scipy
from scipy.optimize import linprog
from scipy.special import logsumexp
from scipy.stats import wasserstein_distance

LEVELS = [0.03, 0.1, 0.25, 0.37, 0.5, 0.81, 0.95, 1.0]
RATES = [-2.0, -0.3, 1e-3, 0.05, 1.0, 8.0]


def cvar(values, probabilities, level):
    """The least mean over weights of at most p / level: the mean of the worst mass."""
    result = linprog(
        values, A_eq=[np.ones(len(values))], b_eq=[1.0],
        bounds=[(0, p / level) for p in probabilities], method="highs")
    if result.status != 0:
        raise SystemExit(f"linear program: {result.message}")
    return float(result.fun)


def laws(random):
    """Atoms of many kinds: whole numbers that repeat, real ones, tiny and huge, rare ones."""
    yield [3.0], [1.0]
    yield [0.0, 3.0], [0.5, 0.5]
    yield [2.0, -3.0], [0.9, 0.1]
    for _ in range(10):
        count = int(random.integers(2, 12))
        yield random.integers(-4, 5, size=count).astype(float), random.dirichlet(np.ones(count))
    for scale in (1e-3, 1.0, 1.0, 40.0):
        count = int(random.integers(5, 40))
        yield scale * random.standard_normal(count), random.dirichlet(np.full(count, 0.3))
    for _ in range(5):
        yield random.standard_normal(60).cumsum(), random.dirichlet(np.full(60, 5.0))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    root = pathlib.Path(__file__).resolve().parents[1]
    parser.add_argument("--output", type=pathlib.Path, default=root / "Tests/Fixtures/planning")
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    made = [(np.asarray(v), np.asarray(p)) for v, p in laws(np.random.Generator(np.random.PCG64(2025)))]
    records = []
    for index, (values, probabilities) in enumerate(made):
        mean = np.average(values, weights=probabilities)
        other_values, other_probabilities = made[(index + 1) % len(made)]
        records.append({
            "values": values.tolist(), "probabilities": probabilities.tolist(),
            "mean": float(mean),
            "variance": float(np.average((values - mean) ** 2, weights=probabilities)),
            "levels": [{
                "level": level,
                "quantile": float(np.quantile(values, level, weights=probabilities, method="inverted_cdf")),
                "lowerCVaR": cvar(values, probabilities, level),
                "upperCVaR": -cvar(-values, probabilities, level),
            } for level in LEVELS],
            "rates": [{
                "rate": rate, "entropic": float(-logsumexp(-rate * values, b=probabilities) / rate),
            } for rate in RATES],
            "wassersteinToNext": float(
                wasserstein_distance(values, other_values, probabilities, other_probabilities)),
        })
    header = {
        "source": "own", "command": "python Scripts/record-return-fixtures.py",
        "numpy": np.__version__, "scipy": scipy.__version__,
    }
    text = json.dumps({**header, "laws": records}, separators=(",", ":"), allow_nan=False)
    path = folder / "return-distributions.json"
    path.write_text(text.replace('{"values":', '\n{"values":') + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
