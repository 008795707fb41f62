"""The full q-sweep in vectorised NumPy: an agent's radii and replications in one batch, estimates from counts.

    python Benchmarks/python/linear_baseline.py [--replications 20] [--online 2000] [--offline 100] [--json FILE]
    python Benchmarks/python/linear_baseline.py --ours .build/release/LinearRobustness [--rounds 3]

Three xi; online agents lsvi-ucb (one run), dr-lsvi-ucb, dr-rpo and we-drive-u (radii 0.3, 0.4, 0.5) with 2000
episodes; offline pevi, drpvi, va-drpvi and r2pvi-tv, -kl, -chi2 on 100 episodes; exact returns in eleven targets.
Code: Scripts/linear. One process, one thread. With `--ours` the same sweep of the suite (Examples/dr-rpo), which writes
its tables and charts too, is run on one and on two threads after each round, and ratios of wall times are printed.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse  # noqa: E402
import json  # noqa: E402
import pathlib  # noqa: E402
import statistics  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Scripts"))

from linear import sweeps, worlds  # noqa: E402


def main() -> None:
    """Time the sweep, and its online and offline halves."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=20)
    parser.add_argument("--online", type=int, default=2000)
    parser.add_argument("--offline", type=int, default=100)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--ours", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if options.ours is None:
        baseline(options)
        return
    ratios: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(options.rounds):
        theirs = baseline(options)["seconds"]
        for threads, found in ratios.items():
            seconds = rival(options, threads)
            found.append(theirs / seconds)
            print(f"{threads} threads: {seconds:.2f} s, {found[-1]:.1f} times as fast")
    for threads, found in ratios.items():
        print(f"median on {threads} threads: {statistics.median(found):.1f} times as fast")


def rival(options: argparse.Namespace, threads: int) -> float:
    """Wall time of the suite's own sweep."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        subprocess.run([options.ours, folder, "q-sweep", "--threads", str(threads), "--replications",
                        str(options.replications), "--online", str(options.online), "--offline",
                        str(options.offline)], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start


def baseline(options: argparse.Namespace) -> dict[str, float]:
    """The NumPy sweep once; prints and returns its times."""
    result: dict[str, float] = {}
    start, processor = time.perf_counter(), time.process_time()
    for xi in (0.1, 0.2, 0.3):
        world = worlds.linear_mdp(xi)
        kernels = [worlds.target(world, q) for q in sweeps.GRID]
        begun = time.process_time()
        policies = sweeps.online_policies(world, options.online, options.replications, 1, 0.05)
        middle = time.process_time()
        policies |= sweeps.offline_policies(world, options.offline, options.replications, 1)
        ended = time.process_time()
        for policy in policies.values():
            for kernel in kernels:
                sweeps.plain_return(world, kernel, policy)
        for name, seconds in (("online", middle - begun), ("offline", ended - middle),
                              ("returns", time.process_time() - ended)):
            result[name] = result.get(name, 0.0) + seconds
    result["processor seconds"] = time.process_time() - processor
    result["seconds"] = time.perf_counter() - start
    result["load"] = os.getloadavg()[0]
    print(json.dumps(result))
    if options.json:
        options.json.write_text(json.dumps(result) + "\n")
    return result


if __name__ == "__main__":
    main()
