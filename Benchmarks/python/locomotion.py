#!/usr/bin/env python3
"""Locomotion worlds on MuJoCo: ours beside the engine's bare loop in C, Gymnasium and EnvPool.

    python Benchmarks/python/locomotion.py [--worlds ant] [--passes 5] [--bare /tmp/mujoco-lanes]

Parts (`--parts`): `speed`, transitions per second of processor time on one core; `threads`, the gain of a second
one in wall time; `memory`, bytes of a further lane; `grid`, a thousand models made before the first step.

Set up as README.md says. Ours takes the engine from the package mujoco, as Gymnasium does, unless MUJOCO_LIBRARY
names another file; EnvPool 1.2.5 holds MuJoCo 3.6.0. `--bare` is Benchmarks/Scripts/mujoco-lanes.c, compiled as
its head says; its rows are left out without it.

All subjects of a table stay alive and take turns of some hundredths or tenths of a second, every other turn
backwards; in each pass all start anew, are warmed by equally many steps a lane, and play equally many, so that
episodes are of equal age. Ratios are taken turn by turn.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import statistics
import sys
from collections.abc import Callable, Sequence
from typing import Any

import locomotion_subjects
import measuring

_ROOT = pathlib.Path(__file__).resolve().parents[2]
_SCRIPT = str(pathlib.Path(locomotion_subjects.__file__).resolve())
_OURS = ("gauntlet same-step", "gauntlet next-step")
_BARE = {
    f"bare C {way}{', lean' * lean}": (way, *["lean"] * lean) for way in ("engine", "scratch") for lean in (0, 1)}
_NAMES = (*list(locomotion_subjects.SUBJECTS), *_BARE)
# Steps of every lane: to warm up, in a turn, and turns.
_PLANS = {64: (50, 10, 20), 1024: (20, 2, 10)}
# Least ratio of our slower mode to a rival.
_GOALS = {
    ("half-cheetah", 64, "envpool"): 1.1, ("half-cheetah", 1024, "envpool"): 1.3, ("ant", 64, "envpool"): 1.1,
    ("ant", 1024, "envpool"): 1.3, ("hopper", 64, "envpool"): 1.0, ("hopper", 1024, "envpool"): 1.0,
} | {(world, 64, "bare C engine"): 0.95 for world in locomotion_subjects.WORLDS}
_SEED_STRIDE = 1_000_000
# Processors for two threads from which on a turn counts as undisturbed.
_CALM = 1.7
# At 1024 lanes these would take minutes and tell nothing new.
_SMALL_ONLY = ("gymnasium loop", "gymnasium sync")


def plan(lanes: int) -> tuple[int, int, int]:
    """Warming steps, steps of a turn, turns of a pass."""
    return _PLANS.get(lanes, _PLANS[64] if lanes < 256 else _PLANS[1024])


def player(subject: str, world: str, lanes: int, threads: int, arguments: argparse.Namespace) -> measuring.Player:
    """A child that plays ``subject``."""
    if subject in _BARE:
        command = [str(arguments.bare), world, str(lanes), *_BARE[subject]]
    else:
        command = [sys.executable, _SCRIPT, subject, world, str(lanes), str(threads)]
    return measuring.Player(command, measuring.cores()[-threads:])


def play(
    wanted: dict[str, tuple[str, int]], world: str, lanes: int, passes: int, arguments: argparse.Namespace
) -> tuple[dict[str, list[list[dict[str, Any]]]], dict[str, str]]:
    """The turns of every pass by name, for names with subject and threads; and what is missing."""
    players, missing = {}, {}
    for name, (subject, threads) in wanted.items():
        if subject in _BARE and not arguments.bare:
            missing[name] = "--bare names no program"
            continue
        if subject not in _SMALL_ONLY or lanes <= 64:
            players[name] = player(subject, world, lanes, threads, arguments)
    found: dict[str, list[list[dict[str, Any]]]] = {name: [] for name in players}
    warm, steps, turns = plan(lanes)

    def ask(name: str, request: str) -> dict[str, Any] | None:
        try:
            return players[name].ask(request)
        except ValueError as error:
            missing[name] = str(error)
            players.pop(name).close()
            found.pop(name)
            return None

    for number in range(passes):
        for name in list(players):
            # Lanes take the seeds that follow: no pass may play another's.
            if ask(name, f"reset {_SEED_STRIDE * (number + 1)} {warm}") is not None:
                found[name].append([])
        for turn in range(turns):
            for name in list(players)[:: 1 if turn % 2 == 0 else -1]:
                result = ask(name, f"play {steps}")
                if result is not None:
                    found[name][-1].append(result)
        print(f"{world}, {lanes} lanes, pass {number + 1}: load {os.getloadavg()[0]:.2f}", file=sys.stderr)
    for one in players.values():
        one.close()
    return found, missing


def spread(values: Sequence[float], written: Callable[[float], str] = "{:.3f}".format) -> str:
    """Median and quartiles: a turn that was disturbed moves neither."""
    if len(values) < 2:
        return "".join(map(written, values))
    low, middle, high = map(written, statistics.quantiles(values, n=4, method="inclusive"))
    return f"{middle} [{low}-{high}]"


def speed(arguments: argparse.Namespace) -> str:
    """One core: a table, and goals."""
    rows, verdicts, notes = [], [], []
    for world in arguments.worlds:
        for lanes in arguments.lanes:
            wanted = {name: (name, 1) for name in arguments.subjects}
            found, missing = play(wanted, world, lanes, arguments.passes, arguments)
            notes += [f"Not measured: {name}, {world}, {lanes} lanes: {why}" for name, why in missing.items()]
            rates = {
                name: [one["steps"] / one["seconds"] for turns in passes for one in turns]
                for name, passes in found.items()}
            ours = min((rates[name] for name in _OURS if name in rates), key=statistics.median, default=[])
            for name, values in rates.items():
                ratios = [own / other for own, other in zip(ours, values)] if name not in _OURS else []
                steps, ended = (
                    sum(one[key] for turns in found[name] for one in turns) for key in ("steps", "ended"))
                rows.append([
                    world, str(lanes), name, spread(values, measuring.short),
                    f"{1e6 / statistics.median(values):.1f}", spread(ratios),
                    f"{steps / ended:.3g}" if ended else "none ends"])
                goal = _GOALS.get((world, lanes, name))
                if goal and ratios:
                    ratio = statistics.median(ratios)
                    verdicts.append([
                        f"{world}, N = {lanes}, against {name}", f"{ratio:.3f}", f"{goal:g}",
                        "yes" if ratio >= goal else "no"])
    head = ["world", "lanes", "subject", "transitions per second of the core: median [quartiles]",
            "us each", "ours (slower mode) / it", "transitions per ending"]
    return "\n\n".join([
        measuring.table(head, rows), measuring.table(["goal", "ratio", "wanted", "met"], verdicts), *notes])


def threads(arguments: argparse.Namespace) -> str:
    """Wall time of one thread over that of two, on two cores."""
    rows = []
    for world in arguments.worlds:
        for lanes in arguments.lanes:
            wanted = {"one": ("gauntlet same-step", 1), "two": ("gauntlet same-step", 2)}
            found, missing = play(wanted, world, lanes, arguments.passes, arguments)
            if missing:
                rows.append([world, str(lanes), *missing.values()])
                continue
            # Both do the same work in a turn.
            pairs = [pair for passes in zip(found["one"], found["two"]) for pair in zip(*passes)]
            shares = [two["seconds"] / two["wall"] for _, two in pairs]
            calm = [
                one["seconds"] / two["wall"] for (one, two), share in zip(pairs, shares) if share >= _CALM]
            rows.append([
                world, str(lanes), spread([one["wall"] / two["wall"] for one, two in pairs]),
                f"{statistics.median(shares):.2f} [{min(shares):.2f}-{max(shares):.2f}]",
                spread([one["seconds"] / two["seconds"] for one, two in pairs]),
                f"{spread(calm)} ({len(calm)} of {len(pairs)} turns)"])
    return measuring.table(
        ["world", "lanes", "wall time of one thread / of two", "processors that two threads got",
         "processor time of one / of two",
         f"processor time of one / wall time of two, where two got {_CALM:g} processors"], rows)


def memory(arguments: argparse.Namespace) -> str:
    """Bytes of a further lane, Python's columns included."""
    rows = []
    subjects = [name for name in locomotion_subjects.SUBJECTS if not name.startswith("gymnasium")]
    for world in arguments.worlds:
        for subject, few, many in ((name, 64, 4096 if name.startswith("gauntlet") else 512) for name in subjects):
            results = [
                measuring.child([_SCRIPT, "memory", subject, world, str(lanes)], measuring.cores()[-1:])
                for lanes in (few, many)]
            reasons = [result["missing"] for result in results if "missing" in result]
            if reasons:
                rows.append([world, subject, reasons[0], ""])
                continue
            sizes = [result["bytes"] for result in results]
            rows.append([
                world, subject, f"{(sizes[1] - sizes[0]) / (many - few) / 1000:.1f}",
                f"{few}: {sizes[0] / 1e6:.1f}, {many}: {sizes[1] / 1e6:.1f}"])
    return measuring.table(["world", "subject", "kB a further lane", "MB in all, by lanes"], rows)


def grid(arguments: argparse.Namespace) -> str:
    """A thousand models before the first step."""
    rows = []
    for kind, meaning in (
        ("environments", "1000 gauntlet_rl.make, then a reset and a step of each"),
        ("native", "the library's part: 1000 environments"),
        ("describe", "the library's part: 1000 descriptions"),
        ("batch", "one make_vec of 1000 lanes with parameters of their own, then reset"),
    ):
        runs = [
            measuring.child([_SCRIPT, "grid", kind], measuring.cores()[-1:]) for _ in range(arguments.passes)]
        reasons = [run["missing"] for run in runs if "missing" in run]
        if reasons:
            rows.append([meaning, reasons[0], "", "", ""])
            continue

        def told(key: str, unit: float) -> str:
            values = [run[key] / unit for run in runs if key in run]
            return measuring.spread(measuring.summary(values)) if values else ""

        later = "stepped" if kind == "environments" else "reset"
        rows.append([
            meaning, told("made", 1e-3), told("bytes", 1e6), told(later, 1e-3), told("stepped bytes", 1e6)])
    return measuring.table(
        ["what", "ms of processor time", "MB", "ms afterwards (stepped: in all)", "MB afterwards"], rows)


_PARTS = {"speed": speed, "threads": threads, "memory": memory, "grid": grid}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    worlds = list(locomotion_subjects.WORLDS)
    parser.add_argument("--parts", nargs="+", default=list(_PARTS), choices=list(_PARTS))
    parser.add_argument("--worlds", nargs="+", default=worlds, choices=worlds)
    parser.add_argument("--lanes", nargs="+", type=int, default=[64, 1024])
    parser.add_argument("--subjects", nargs="+", default=list(_NAMES), choices=_NAMES)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--bare", type=pathlib.Path, help="the program made of Benchmarks/Scripts/mujoco-lanes.c")
    arguments = parser.parse_args()
    if arguments.passes < 1:
        parser.error(f"--passes {arguments.passes}: give 1 or more")
    os.chdir(_ROOT)
    for part in arguments.parts:
        table = _PARTS[part](arguments)
        machine = measuring.machine()
        print(
            f"{part}: {machine['processor']}, {machine['cores']} cores, Python {machine['python']}, "
            f"{arguments.passes} passes; load at the end {machine['load'][0]:.2f}\n\n{table}\n", flush=True)


if __name__ == "__main__":
    main()
