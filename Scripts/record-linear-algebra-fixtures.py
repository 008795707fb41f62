#!/usr/bin/env python3
"""Write matrices with their exact inverses, and long sums of rank-one updates, for the tests of LinearAlgebra.

Matrices are NumPy's, of a given condition. Inverse, determinant and solution are computed in whole numbers from
the very doubles that are written (Bareiss elimination), then rounded once, and compared with NumPy and SciPy on
the way.
Needs the packages of Scripts/fixtures-requirements.txt:

    python Scripts/record-linear-algebra-fixtures.py [--output FOLDER]

A second run writes the same bytes.
"""

import argparse
import json
import pathlib
from decimal import Decimal, getcontext
from fractions import Fraction
from typing import Any

import numpy as np
import scipy
from scipy.linalg import cho_factor, cho_solve

from linear import worlds

SIZES = [1, 2, 3, 4, 5, 8, 13, 16, 24, 30, 31, 45, 60]
HARD = [(4, 1e4), (4, 1e10), (12, 1e7), (12, 1e10), (30, 1e4), (30, 1e10)]
UPDATES = 100_000
RIDGE = 0.1
getcontext().prec = 60

Exact = tuple[list[list[Fraction]], Fraction]


def exact_inverse(matrix: list[list[Fraction]]) -> Exact:
    """Inverse and determinant by fraction-free elimination without exchanges, so for definite matrices."""
    n = len(matrix)
    scale = 1
    for row in matrix:
        for entry in row:
            scale = max(scale, entry.denominator)
    # Denominators of doubles are powers of two, so that the largest one is a multiple of all.
    a = [[int(entry * scale) for entry in row] + [int(i == j) for j in range(n)] for i, row in enumerate(matrix)]
    last = 1
    for k in range(n):
        pivot = a[k][k]
        for i in range(n):
            if i != k:
                factor = a[i][k]
                a[i] = [(pivot * x - factor * y) // last for x, y in zip(a[i], a[k])]
        last = pivot
    # Every diagonal entry is now the determinant of the scaled matrix.
    determinant = a[n - 1][n - 1]
    inverse = [[Fraction(a[i][n + j] * scale, a[i][i]) for j in range(n)] for i in range(n)]
    return inverse, Fraction(determinant, scale**n)


def logarithm(value: Fraction) -> float:
    """log of a fraction, rounded once."""
    return float((Decimal(value.numerator) / Decimal(value.denominator)).ln())


def lower(matrix: list[list[Any]]) -> list[float]:
    """The lower triangle, row by row."""
    return [float(matrix[i][j]) for i in range(len(matrix)) for j in range(i + 1)]


def definite(random: np.random.Generator, n: int, condition: float) -> np.ndarray:
    """Symmetric with eigenvalues from 1 to `condition`, evenly spread in the logarithm."""
    basis, _ = np.linalg.qr(random.standard_normal((n, n)))
    matrix = (basis * np.geomspace(1, condition, n)) @ basis.T
    return (matrix + matrix.T) / 2


def factor_case(random: np.random.Generator, n: int, condition: float) -> dict[str, Any]:
    """One matrix with all that is to be found, checked against LAPACK through NumPy and SciPy."""
    matrix = definite(random, n, condition)
    right = random.standard_normal((n, 2))
    exact = [[Fraction(x) for x in row] for row in matrix.tolist()]
    inverse, determinant = exact_inverse(exact)
    solution = [[sum(inverse[i][k] * Fraction(right[k, c]) for k in range(n)) for c in range(2)] for i in range(n)]
    tolerance = 8 * n * condition * 2.0**-53
    known = np.array([[float(x) for x in row] for row in inverse])
    by_lapack = cho_solve(cho_factor(matrix, lower=True), np.eye(n))
    sign, log_det = np.linalg.slogdet(matrix)
    assert np.abs(by_lapack - known).max() <= tolerance * np.abs(known).max(), (n, condition)
    assert sign == 1 and abs(log_det - logarithm(determinant)) <= n * tolerance, (n, condition)
    return {"order": n, "condition": float(np.linalg.cond(matrix)), "matrix": lower(exact),
            "rightSide": right.ravel().tolist(), "inverse": lower(inverse),
            "solution": [float(x) for row in solution for x in row],
            "logarithmOfDeterminant": logarithm(determinant)}


def update_case(name: str, rows: np.ndarray, weights: np.ndarray) -> dict[str, Any]:
    """`UPDATES` rank-one updates that go through `rows` again and again; the exact sum inverted exactly."""
    m, n = rows.shape
    counts = [UPDATES // m + (k < UPDATES % m) for k in range(m)]
    total = [[Fraction(RIDGE) * int(i == j) for j in range(n)] for i in range(n)]
    for count, weight, row in zip(counts, weights.tolist(), rows.tolist()):
        entries = [(i, Fraction(x)) for i, x in enumerate(row) if x != 0]
        for i, x in entries:
            for j, y in entries:
                total[i][j] += count * Fraction(weight) * x * y
    inverse, determinant = exact_inverse(total)
    as_doubles = np.array([[float(x) for x in row] for row in total])
    diagonal = np.array([float(inverse[i][i]) for i in range(n)])
    condition = float(np.linalg.cond(as_doubles))
    assert np.abs(np.diagonal(np.linalg.inv(as_doubles)) / diagonal - 1).max() < condition * n * 2.0**-50, name
    return {"name": name, "order": n, "ridge": RIDGE, "updates": UPDATES, "condition": condition,
            "rows": rows.tolist(), "weights": weights.tolist(), "diagonal": diagonal.tolist(),
            "logarithmOfDeterminant": logarithm(determinant)}


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    folder = pathlib.Path(__file__).resolve().parents[1] / "Tests/LinearAlgebraTests/Fixtures"
    parser.add_argument("--output", type=pathlib.Path, default=folder)
    output = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    source = (f"Scripts/record-linear-algebra-fixtures.py, NumPy {np.__version__}, SciPy {scipy.__version__}, "
              "whole numbers of Python")
    random = np.random.default_rng(20_260)
    cases = [factor_case(random, n, c) for n, c in [(n, 20.0) for n in SIZES] + HARD]
    start = worlds.linear_mdp(0.2).phi[0, 0]
    prices = 100 * np.exp(random.normal(0, 0.09, 300))
    sums = [
        update_case("linear-mdp, x1 alone", start, np.ones(len(start))),
        update_case("linear-mdp, x1 alone, weighted", start, random.uniform(0.2, 1.0, len(start))),
        update_case("american-put, hats", worlds.hats(prices), np.ones(300)),
        update_case("dirichlet", random.dirichlet(np.ones(30), 40), np.ones(40)),
    ]
    for file, content in [("factors.json", cases), ("updates.json", sums)]:
        text = json.dumps({"source": source, "cases": content}, separators=(",", ":")).replace("},{", "},\n{")
        (output / file).write_text(text + "\n", encoding="utf-8")
        print(f"{file}: {len(content)} cases, {len(text)} bytes")


if __name__ == "__main__":
    main()
