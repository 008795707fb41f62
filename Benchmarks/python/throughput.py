#!/usr/bin/env python3
"""Steps per second of ours and of every rival that is installed, alternating, one pinned process each.

    python Benchmarks/python/throughput.py [--rounds 5] [--json FILE] [--markdown FILE]

Reads GAUNTLET_LIBRARY where the package was not installed, and PUFFERLIB_CARTPOLE for PufferLib's cart-pole.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys
from typing import Any

import measuring
import subjects

_OURS = ("gauntlet same-step", "gauntlet next-step")
# Least ratio of our slower mode to a rival, by world and rival; "best" is the fastest of all.
_GOALS: dict[tuple[str, str], float] = {
    ("CartPole", "pufferlib"): 4, ("CartPole", "envpool"): 100, ("Pendulum", "best"): 5,
    ("MountainCar", "best"): 5, ("FrozenLake", "best"): 5, ("CliffWalk", "best"): 5,
}
_GOAL_LANES = 1024


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """All rounds: {world: {lanes: {subject: [{"rate", "share"}]}}}, loads and what was missing."""
    script = str(pathlib.Path(__file__).with_name("subjects.py"))
    found: dict[str, Any] = {world: {lanes: {} for lanes in arguments.lanes} for world in arguments.worlds}
    loads: list[float] = []
    missing: dict[str, str] = {}
    for turn in range(arguments.rounds):
        for world in arguments.worlds:
            # Every other round backwards, so that a drift favours nobody.
            for subject in arguments.subjects[:: 1 if turn % 2 == 0 else -1]:
                lanes = [count for count in arguments.lanes if subjects.has(subject, world, count)]
                if not lanes:
                    continue
                result = measuring.child(
                    [script, subject, world, ",".join(map(str, lanes)), str(arguments.seconds)],
                    measuring.cores()[-arguments.cores:])
                if "missing" in result:
                    missing[f"{subject}, {world}, round {turn + 1}"] = result["missing"]
                    continue
                loads.append(result["load"])
                for count in lanes:
                    found[world][count].setdefault(subject, []).append(result[str(count)])
            print(f"round {turn + 1}, {world}: load {loads[-1] if loads else 0:.2f}", file=sys.stderr)
        result = {
            "machine": measuring.machine(), "loads": loads, "missing": missing, "cores": arguments.cores,
            "rounds": turn + 1, "seconds": arguments.seconds, "found": found}
        # After every round, for whoever has to end a long run early.
        if arguments.json:
            arguments.json.write_text(json.dumps(result, indent=1) + "\n")
        if arguments.markdown:
            arguments.markdown.write_text(report(result))
    return result


def report(result: dict[str, Any]) -> str:
    """The result as Markdown."""
    rows, verdicts = [], []
    for world, by_lanes in result["found"].items():
        for lanes, by_subject in by_lanes.items():
            rates = {
                name: measuring.summary([_speed(run, result) for run in runs])
                for name, runs in by_subject.items()}
            ours = [rates[name]["median"] for name in _OURS if name in rates]
            rivals = {name: one["median"] for name, one in rates.items() if not name.startswith("gauntlet")}
            for name, one in rates.items():
                shares = measuring.summary([run["share"] for run in by_subject[name]])
                ratio = f"{min(ours) / one['median']:.3g}" if ours and name in rivals else ""
                rows.append([
                    world, str(lanes), name, measuring.spread(one), f"{1e6 * int(lanes) / one['median']:.3g}",
                    ratio, f"{shares['median']:.2f}"])
            verdicts += _verdicts(world, int(lanes), ours, rivals)
    loads = result["loads"] or [0.0]
    unit = "steps per second of the core" if result["cores"] == 1 else "steps per second"
    head = ["world", "lanes", "subject", f"{unit}: median [min-max]", "us per vector step",
            "ours (slower mode) / it", "cores it got"]
    return (
        f"{result['machine']['processor']}, {result['cores']} core(s), Python {result['machine']['python']}, "
        f"{result['rounds']} alternating rounds of {result['seconds']} s; "
        f"load {min(loads):.2f}-{max(loads):.2f}\n\n"
        + measuring.table(head, rows) + "\n\n"
        + measuring.table(["goal", "ratio", "wanted", "met"], verdicts) + "\n"
        + "".join(f"\nNot measured: {name}: {why}\n" for name, why in result["missing"].items()))


def _speed(run: dict[str, float], result: dict[str, Any]) -> float:
    """On one core, steps per second of it: other processes take part of it, from each subject another part."""
    return run["rate"] / run["share"] if result["cores"] == 1 else run["rate"]


def _verdicts(world: str, lanes: int, ours: list[float], rivals: dict[str, float]) -> list[list[str]]:
    verdicts = []
    for (where, whom), wanted in _GOALS.items():
        if where != world or lanes < _GOAL_LANES or not ours or not rivals:
            continue
        name = max(rivals, key=rivals.__getitem__) if whom == "best" else whom
        if name in rivals:
            ratio = min(ours) / rivals[name]
            verdicts.append([
                f"{world}, N = {lanes}, against {name}", f"{ratio:.3g}", f"{wanted:g}",
                "yes" if ratio >= wanted else "no"])
    return verdicts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.3, help="per measurement")
    parser.add_argument("--cores", type=int, default=1, choices=(1, 2))
    parser.add_argument("--worlds", nargs="+", default=list(subjects.WORLDS), choices=subjects.WORLDS)
    parser.add_argument("--lanes", nargs="+", type=int, default=[1, 64, 1024, 16384])
    parser.add_argument("--subjects", nargs="+", default=list(subjects.SUBJECTS), choices=list(subjects.SUBJECTS))
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--markdown", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.rounds < 1:
        parser.error(f"--rounds {arguments.rounds}: give 1 or more")
    print(report(measure(arguments)))


if __name__ == "__main__":
    main()
