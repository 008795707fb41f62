#!/usr/bin/env python3
"""Print the figures of Documentation/linear-agents-notes.md, as Markdown tables.

Run: python3 Scripts/measure-linear-agents.py [model sweep heterogeneous put regret convergence optimism
    updates]
Everything is seeded; a few minutes of one core in all. Requires Scripts/fixtures-requirements.txt.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import dataclasses  # noqa: E402
import functools  # noqa: E402
import pathlib  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402

import numpy as np  # noqa: E402
from scipy.stats import t as student  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from linear import agents as making  # noqa: E402
from linear import exact, sweeps, worlds  # noqa: E402
from linear.exact import Robustness  # noqa: E402
from linear.wedrive import WeDrive  # noqa: E402

SHOWN = (0, 2, 4, 5, 8, 10)


def half_width(values: np.ndarray) -> np.ndarray:
    """Half of the 95 % interval of a mean over the first axis."""
    n = len(values)
    return student.ppf(0.975, n - 1) * values.std(axis=0, ddof=1) / np.sqrt(n)


def line(*cells: object) -> None:
    """A row of a Markdown table."""
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def head(*cells: object) -> None:
    """A header and the line below it."""
    line(*cells)
    line(*["---"] * len(cells))


def spread(values: np.ndarray) -> list[str]:
    """Mean +- half width of every column."""
    return [f"{m:.3f} ± {w:.3f}" for m, w in zip(values.mean(axis=0), half_width(values), strict=True)]


def model() -> None:
    """Returns of the exact model's policies."""
    for xi in (0.1, 0.2, 0.3):
        head(f"xi {xi}, exact policy", *(f"q {sweeps.GRID[i]}" for i in SHOWN))
        for name, values in sweeps.model_sweep(xi).items():
            line(name, *(f"{values[i]:.4f}" for i in SHOWN))
        print()


@functools.cache
def swept(xi: float) -> dict[str, np.ndarray]:
    """The q-sweep at one xi, which two parts read."""
    return sweeps.q_sweep(xi)


def sweep() -> None:
    """Learned returns at radius 0.3, 20 replications."""
    for xi in (0.1, 0.2, 0.3):
        head(f"xi {xi}, radius 0.3", *(f"q {sweeps.GRID[i]}" for i in SHOWN))
        for name, values in swept(xi).items():
            line(name, *spread(values[0][:, SHOWN]))
        print(flush=True)


def heterogeneous() -> None:
    """Learned returns at radii 0.3, 0.4 and 0.5, xi 0.2."""
    found = swept(0.2)
    head("xi 0.2", "radius", *(f"q {sweeps.GRID[i]}" for i in SHOWN))
    for name, values in found.items():
        for index, radius in enumerate(sweeps.RADII if len(values) > 1 else ()):
            line(name, radius, *spread(values[index][:, SHOWN]))


def put() -> None:
    """The put under other price models."""
    chances = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
    head("expected payoff", *(f"p0 {p}" for p in chances))
    for name, values in sweeps.put_sweep(chances).items():
        line(name, *spread(values))


def regret() -> None:
    """Slopes of log regret on log k over the last decade of 10 000 episodes, 10 seeds in one batch."""
    world, episodes, seeds, eta = worlds.linear_mdp(0.2), 10_000, 10, 0.05
    robust = Robustness("tv-constraint", worlds.radii(0.3))
    start = making.OnlineRun.start
    runs = {
        "dr-rpo, closed form": (lambda: start(world, making.dr_rpo(world, robust.size, eta), seeds), robust, eta),
        "dr-rpo, mirror descent, step 1": (
            lambda: start(world, making.dr_rpo(world, robust.size, eta, step=1.0), seeds), robust, eta),
        "dr-lsvi-ucb": (lambda: start(world, making.dr_lsvi_ucb(world, robust.size), seeds), robust, None),
        "we-drive-u": (lambda: WeDrive(world, robust.size, seeds), robust, None),
        "lsvi-ucb (nominal regret)": (
            lambda: start(world, making.lsvi_ucb(world), seeds), exact.nominal(world), None),
    }
    head("agent", "regret after 100", "1000", "10 000", "slope, last decade", "slope, all from 10", "seconds")
    for name, (make, nature, temperature) in runs.items():
        begun = time.process_time()
        run = make()
        found = sweeps.regret(world, run, nature, episodes, 11, temperature)
        slope, whole = sweeps.slopes(found.cumulative), sweeps.slopes(found.cumulative, 0.001)
        note = f" ({run.switches.mean():.1f} switches)" if isinstance(run, WeDrive) else ""
        line(name + note, *spread(found.cumulative[:, [99, 999, 9999]]), *spread(slope[:, None]),
             *spread(whole[:, None]), f"{time.process_time() - begun:.1f}")


def convergence() -> None:
    """Error of passes without bonus against the true values; slope on log-log. Also where factors have no zeros."""
    sizes, one = (1000, 3000, 10_000, 30_000, 100_000), np.ones((3, 4))
    cases: dict[str, tuple[str, np.ndarray]] = {"nominal": ("nominal", one),
                                                "tv-constraint, rho14 0.3": ("tv-constraint", worlds.radii(0.3))}
    cases |= {f"{kind}-constraint 0.2": (f"{kind}-constraint", 0.2 * one) for kind in ("tv", "chi2", "kl")}
    cases |= {f"{kind}-penalty 1": (f"{kind}-penalty", one) for kind in ("tv", "chi2", "kl")}
    for world in (worlds.linear_mdp(0.2), worlds.random_linear(4)):
        head(f"{world.id}: mean largest error of Q1(x1)", *(f"K {n}" for n in sizes), "slope")
        for name, (operator, size) in cases.items():
            if operator == "nominal":
                design, nature = making.pevi(world, 0.0, 1.0), exact.nominal(world)
            else:
                design, nature = making.drpvi(world, size, 0.0, 1.0, operator), Robustness(operator, size)
            if world.fail is None:
                design = dataclasses.replace(design, floor="least")
            errors = sweeps.convergence(world, design, nature, sizes, 24, 13)
            x = np.log(sizes) - np.mean(np.log(sizes))
            slope = (np.log(errors) * x).sum(axis=1) / (x * x).sum()
            line(name, *(f"{e:.5f}" for e in errors.mean(axis=0)), *spread(slope[:, None]))
        print(flush=True)


def optimism() -> None:
    """Share of episodes whose first value is at least the optimum, 2000 episodes, 20 seeds in one batch."""
    world, episodes, seeds, eta = worlds.linear_mdp(0.2), 2000, 20, 0.05
    robust = Robustness("tv-constraint", worlds.radii(0.3))
    theory = making.theoretical_beta(4, 3, episodes)
    start = making.OnlineRun.start
    head("agent", "beta", "optimistic episodes", "last first value", "optimum")
    for beta in (theory, 1.0, 0.3, 0.1):
        for name, run, temperature in (
                ("dr-rpo", start(world, making.dr_rpo(world, robust.size, eta, beta=beta), seeds), eta),
                ("dr-lsvi-ucb", start(world, making.dr_lsvi_ucb(world, robust.size, beta), seeds), None),
                ("we-drive-u", WeDrive(world, robust.size, seeds, beta), None)):
            found = sweeps.regret(world, run, robust, episodes, 17, temperature)
            best = exact.solve(world, robust, temperature).v[0, 0]
            line(name, f"{beta:.3f}", f"{found.optimistic:.4f}", *spread(found.final[:, None]), f"{best:.4f}")
    lower = "pessimistic: estimate at most the policy's exact value"
    head("agent", "beta", lower, "mean estimate", "mean exact value")
    data = sweeps.collect(world, exact.uniform(world), 100, np.random.default_rng(19), 200)
    for beta in (1.0, 0.3, 0.1):
        plan = making.offline(world, making.drpvi(world, robust.size, beta), data)
        value = exact.evaluate(world, robust, plan.policy)[:, 0, 0]
        line("drpvi", beta, f"{np.mean(plan.v[:, 0, 0] <= value):.3f}", f"{plan.v[:, 0, 0].mean():.4f}",
             f"{value.mean():.4f}")


def updates() -> None:
    """Lambda^-1 by 10^5 rank-one updates (Sherman-Morrison) against one inversion of the sum."""
    head("features", "d", "condition of Lambda", "largest error of sqrt(diagonal), relative", "asymmetry, relative")
    rng, count = np.random.default_rng(23), 100_000
    linear = worlds.linear_mdp(0.2).phi[0, 0]
    price = 100 * np.exp(rng.normal(0, 0.09, count))
    rows = {"linear-mdp, x1 alone": linear[rng.integers(16, size=count)], "put, hats": worlds.hats(price),
            "flat Dirichlet": rng.dirichlet(np.ones(30), count)}
    for name, phi in rows.items():
        d = phi.shape[1]
        inverse, matrix = np.eye(d) / 0.1, 0.1 * np.eye(d)
        for x in phi:
            y = inverse @ x
            inverse -= np.outer(y, y) / (1 + x @ y)
            matrix += np.outer(x, x)
        direct = np.linalg.inv(matrix)
        error = abs(np.sqrt(np.diagonal(inverse) / np.diagonal(direct)) - 1).max()
        skew = abs(inverse - inverse.T).max() / abs(direct).max()
        line(name, d, f"{np.linalg.cond(matrix):.3g}", f"{error:.2g}", f"{skew:.2g}")


PARTS: dict[str, Callable[[], None]] = {"model": model, "sweep": sweep, "heterogeneous": heterogeneous, "put": put,
                                        "regret": regret, "convergence": convergence, "optimism": optimism,
                                        "updates": updates}


def main() -> None:
    """Print the parts named on the command line, or all."""
    for name in sys.argv[1:] or list(PARTS):
        if name not in PARTS:
            raise SystemExit(f"unknown part {name}; there are {', '.join(PARTS)}")
        print(f"\n### {name}\n")
        PARTS[name]()
        sys.stdout.flush()


if __name__ == "__main__":
    main()
