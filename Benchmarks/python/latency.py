#!/usr/bin/env python3
"""What one call costs, what an import costs, what a step allocates and what a second thread gains.

    python Benchmarks/python/latency.py [--rounds 5] [--json FILE] [--markdown FILE]

Every figure comes from processes of their own, pinned to one core (two for threads), in alternating rounds.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import measuring

_PUFFERLIB = "pufferlib, vector call"
_GYMNASIUM_IMPORT = "numpy, gymnasium"
_IMPORTS = {
    "nothing": "pass", "numpy": "import numpy", _GYMNASIUM_IMPORT: "import numpy, gymnasium",
    "gauntlet_rl": "import gauntlet_rl",
}
# In a bare interpreter: what this script imports itself would not be counted otherwise.
_IMPORT_PROGRAM = """
import time
start = time.process_time()
{statement}
spent = time.process_time() - start
with open("/proc/self/status") as file:
    resident = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
print('{{"ms": %f, "MB": %f}}' % (1e3 * spent, resident / 1024))
"""
_THREAD_LANES = (1024, 16384, 1 << 19)


# Run in the children


def _batch(mode: str, own: bool) -> Callable[[], Callable[[int], None]]:
    def make() -> Callable[[int], None]:
        from gauntlet_rl import GauntletVectorEnv

        batch = GauntletVectorEnv(
            "cart-pole-v1", 1, autoreset_mode=mode, dtype="float32", infos=mode == "NextStep")
        batch.reset(seed=0)
        actions = batch.actions if own else batch.actions.copy()

        def call(count: int) -> None:
            step, values = batch.step, actions
            for turn in range(count):
                values[0] = turn & 1
                step(values)

        return call

    return make


def _single(world: str) -> Callable[[], Callable[[int], None]]:
    def make() -> Callable[[int], None]:
        import gauntlet_rl  # noqa: F401
        import gymnasium

        environment = gymnasium.make(world).unwrapped
        environment.reset(seed=0)
        environment.action_space.seed(0)
        ring = [environment.action_space.sample() for _ in range(64)]

        def call(count: int) -> None:
            step = environment.step
            for turn in range(count):
                _, _, terminated, truncated, _ = step(ring[turn & 63])
                if terminated or truncated:
                    environment.reset()

        return call

    return make


def _subject(name: str) -> Callable[[], Callable[[int], None]]:
    def make() -> Callable[[int], None]:
        import subjects

        call, work = subjects.SUBJECTS[name]("CartPole", 1)

        def many(count: int) -> None:
            for _ in range(count // work):
                call()

        return many

    return make


_CALLS: dict[str, tuple[Callable[[], Callable[[int], None]], float | None]] = {
    "vector call, N = 1, next-step, env.actions": (_batch("NextStep", True), 600),
    "vector call, N = 1, next-step, an array": (_batch("NextStep", False), 600),
    "vector call, N = 1, same-step, env.actions": (_batch("SameStep", True), 600),
    "vector call, N = 1, same-step, an array": (_batch("SameStep", False), 600),
    "env.unwrapped.step, cart-pole-v1": (_single("gauntlet/cart-pole-v1"), 1500),
    "env.unwrapped.step, pendulum-v1": (_single("gauntlet/pendulum-v1"), 1500),
    "env.unwrapped.step, frozen-lake-v1": (_single("gauntlet/frozen-lake-v1"), 1500),
    _PUFFERLIB: (_subject("pufferlib"), None),
    "gymnasium, env.unwrapped.step": (_single("CartPole-v1"), None),
    "gymnasium, gymnasium.make loop": (_subject("gymnasium loop"), None),
    "envpool, vector call": (_subject("envpool"), None),
}
"""What is called, and the most nanoseconds that it may take."""


def _empty_loop(count: int) -> None:
    values = [0]
    for turn in range(count):
        values[0] = turn & 1


def _call(name: str) -> dict[str, Any]:
    call = _CALLS[name][0]()
    loop = measuring.nanoseconds(_empty_loop)
    wall, processor = time.perf_counter(), time.process_time()
    times = measuring.nanoseconds(call)
    share = (time.process_time() - processor) / (time.perf_counter() - wall)
    return {"ns": measuring.summary(times)["median"], "loop": min(loop), "share": share}


def _allocations(mode: str, lanes: int) -> dict[str, Any]:
    import tracemalloc

    from gauntlet_rl import GauntletVectorEnv

    batch = GauntletVectorEnv(
        "cart-pole-v1", lanes, autoreset_mode=mode, dtype="float32", infos=mode == "NextStep")
    batch.reset(seed=0)
    actions = batch.actions.copy()
    steps = 2000

    def play() -> None:
        for _ in range(steps):
            batch.step(actions)

    play()
    tracemalloc.start()
    play()
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    play()
    after, peak = tracemalloc.get_traced_memory()
    return {"kept": (after - before) / steps, "peak": peak - before}


def _threads(lanes: int) -> dict[str, Any]:
    from gauntlet_rl import GauntletVectorEnv

    batches = {}
    for threads in (1, 2):
        batch = GauntletVectorEnv(
            "cart-pole-v1", lanes, autoreset_mode="SameStep", dtype="float32", infos=False, threads=threads)
        batch.reset(seed=0)
        batches[threads] = batch
    calls = max(1, (1 << 21) // lanes)
    times: dict[int, list[float]] = {1: [], 2: []}
    for turn in range(12):
        for threads in (1, 2) if turn % 2 else (2, 1):
            step, actions = batches[threads].step, batches[threads].actions
            start = time.perf_counter()
            for _ in range(calls):
                step(actions)
            if turn > 1:
                times[threads].append((time.perf_counter() - start) / calls * 1e6)
    return {str(threads): measuring.summary(one)["median"] for threads, one in times.items()}


_KINDS: dict[str, Callable[..., dict[str, Any]]] = {
    "call": _call, "allocations": lambda mode, lanes: _allocations(mode, int(lanes)),
    "threads": lambda lanes: _threads(int(lanes)),
}


# Run in the parent


def _plan() -> list[tuple[str, ...]]:
    return (
        [("call", name) for name in _CALLS] + [("import", name) for name in _IMPORTS]
        + [("allocations", mode, str(lanes)) for mode in ("NextStep", "SameStep") for lanes in (1, 1024, 16384)]
        + [("threads", str(lanes)) for lanes in _THREAD_LANES])


def report(found: dict[str, list[dict[str, Any]]]) -> str:
    """All rounds as Markdown."""

    def values(key: str, name: str) -> dict[str, float]:
        return measuring.summary([one[name] for one in found[key]])

    parts = []
    rows = []
    for name, (_, goal) in _CALLS.items():
        runs = found[f"call|{name}"]
        if "missing" in runs[0]:
            rows.append([name, runs[0]["missing"], "", "", ""])
            continue
        # What the processor spent on it, less the bare loop.
        times = measuring.summary([run["ns"] * run["share"] - run["loop"] for run in runs])
        met = "" if goal is None else f"{goal:g}: " + ("yes" if times["median"] < goal else "no")
        rows.append([name, measuring.spread(times), f"{values(f'call|{name}', 'share')['median']:.2f}",
                     f"{values(f'call|{name}', 'loop')['median']:.3g}", met])
    head = ["call", "ns of the core: median [min-max]", "cores it got", "bare loop, taken off", "goal, met"]
    parts.append(measuring.table(head, rows))
    rows = []
    for name in _IMPORTS:
        rows.append([name, measuring.spread(values(f"import|{name}", "ms")),
                     measuring.spread(values(f"import|{name}", "MB"))])
    base, whole = f"import|{_GYMNASIUM_IMPORT}", "import|gauntlet_rl"
    rows.append(["gauntlet_rl beyond numpy, gymnasium"] + [
        measuring.short(values(whole, unit)["median"] - values(base, unit)["median"]) for unit in ("ms", "MB")])
    parts.append(measuring.table(["import, with all it needs", "ms of the core", "resident MB"], rows))
    rows = []
    for key in [key for key in found if key.startswith("allocations|")]:
        _, mode, lanes = key.split("|")
        rows.append([
            f"{mode}, N = {lanes}", f"{values(key, 'kept')['max']:.3g}", f"{values(key, 'peak')['max']:.0f}"])
    parts.append(measuring.table(
        ["vector step", "bytes kept per step", "most bytes alive at once beyond those before"], rows))
    rows = []
    for lanes in _THREAD_LANES:
        key = f"threads|{lanes}"
        gains = measuring.summary([run["1"] / run["2"] for run in found[key]])
        long = values(key, "1")["median"] > 1000
        rows.append([
            str(lanes), measuring.spread(values(key, "1")), measuring.spread(values(key, "2")),
            measuring.spread(gains), "1.7" if long else "1.0",
            ", ".join(f"{run['load']:.2f}" for run in found[key])])
    parts.append(measuring.table(
        ["lanes", "us per step, 1 thread", "2 threads", "gain", "wanted", "load at each round"], rows))
    return "\n\n".join(parts) + "\n"


def main() -> None:
    if len(sys.argv) > 2 and sys.argv[1] == "--child":
        print(json.dumps(_KINDS[sys.argv[2]](*sys.argv[3:])))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--markdown", type=pathlib.Path)
    arguments = parser.parse_args()
    cores = measuring.cores()
    # As installed packages are: compiled beforehand.
    cache = tempfile.TemporaryDirectory()
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": cache.name}
    found: dict[str, list[dict[str, Any]]] = {}
    for statement in _IMPORTS.values():
        measuring.child(["-c", _IMPORT_PROGRAM.format(statement=statement)], cores[-1:], **compiled)
    for turn in range(arguments.rounds):
        for plan in _plan()[:: 1 if turn % 2 == 0 else -1]:
            program = [__file__, "--child", *plan]
            if plan[0] == "import":
                program = ["-c", _IMPORT_PROGRAM.format(statement=_IMPORTS[plan[1]])]
            result = measuring.child(
                program, cores[-2:] if plan[0] == "threads" else cores[-1:],
                **compiled)
            if "missing" in result and plan[1] != _PUFFERLIB:
                raise SystemExit(f"{' '.join(plan)}: {result['missing']}")
            found.setdefault("|".join(plan), []).append(result)
        print(f"round {turn + 1}: load {measuring.machine()['load'][0]:.2f}", file=sys.stderr)
    found = {"|".join(plan): found["|".join(plan)] for plan in _plan()}
    machine = measuring.machine()
    text = f"{machine['processor']}, Python {machine['python']}, {arguments.rounds} rounds\n\n{report(found)}"
    if arguments.json:
        arguments.json.write_text(json.dumps({"machine": machine, "found": found}, indent=1) + "\n")
    if arguments.markdown:
        arguments.markdown.write_text(text)
    print(text)


if __name__ == "__main__":
    main()
