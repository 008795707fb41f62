"""What the benchmarks share: pinned children, rates, medians and tables."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any


def child(
    arguments: Sequence[str], cores: Sequence[int], timeout: float = 600, **variables: str
) -> dict[str, Any]:
    """Runs ``python arguments`` on ``cores`` alone; its last line of output is JSON. {"missing": why} if it
    failed."""
    threads = str(len(cores))
    environment = dict(os.environ, OMP_NUM_THREADS=threads, OPENBLAS_NUM_THREADS=threads, **variables)
    # The loader and every thread of every library see these cores only.
    try:
        done = subprocess.run(
            ["taskset", "-c", ",".join(map(str, cores)), sys.executable, *arguments], capture_output=True,
            text=True, timeout=timeout, env=environment)
    except subprocess.TimeoutExpired:
        return {"missing": f"took longer than {timeout:g} s"}
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return {"missing": lines[-1] if lines else f"status {done.returncode}"}
    result = json.loads(done.stdout.strip().splitlines()[-1])
    result["load"] = os.getloadavg()[0]
    return result


def rate(call: Callable[[], Any], work: float, seconds: float) -> dict[str, float]:
    """Units of work per second of ``call``, which does ``work`` of them, over about ``seconds``; and the part
    of a core that it got, which tells a disturbed run."""
    # Compilers at run time may need a second call to settle on the types of what is handed around.
    for _ in range(3):
        call()
    repeats = 1
    while True:
        wall, processor = time.perf_counter(), time.process_time()
        for _ in range(repeats):
            call()
        spent = time.perf_counter() - wall
        if spent >= seconds:
            return {"rate": repeats * work / spent, "share": (time.process_time() - processor) / spent}
        repeats = min(8 * repeats, int(1.2 * repeats * seconds / spent) + 1)


def nanoseconds(call: Callable[[int], Any], calls: int = 20_000, repeats: int = 15) -> list[float]:
    """Nanoseconds per call in each of ``repeats`` runs; ``call(n)`` makes n calls."""
    call(calls // 10)
    times = []
    for _ in range(repeats):
        start = time.perf_counter_ns()
        call(calls)
        times.append((time.perf_counter_ns() - start) / calls)
    return times


def cores() -> list[int]:
    """The processors that this process may use."""
    return sorted(os.sched_getaffinity(0))


def machine() -> dict[str, Any]:
    """Where the figures come from."""
    model = "unknown"
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as file:
            names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
        model = names[0] if names else model
    return {
        "processor": model, "cores": len(cores()), "python": platform.python_version(), "load": os.getloadavg()}


def summary(values: Sequence[float]) -> dict[str, float]:
    """Median, least and greatest."""
    return {"median": statistics.median(values), "min": min(values), "max": max(values), "runs": len(values)}


def short(number: float) -> str:
    """Three significant figures with k or M."""
    for size, letter in ((1e6, " M"), (1e3, " k")):
        if number >= size:
            return f"{number / size:.3g}{letter}" if number / size < 1000 else f"{number / size:.0f}{letter}"
    return f"{number:.3g}"


def spread(values: dict[str, float]) -> str:
    """``median [min-max]``."""
    return f"{short(values['median'])} [{short(values['min'])}-{short(values['max'])}]"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])
