"""What the benchmarks share: pinned children, rates, medians and tables."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from typing import Any


def child(
    arguments: Sequence[str], cores: Sequence[int], timeout: float = 600, **variables: str
) -> dict[str, Any]:
    """Runs ``python arguments`` on ``cores`` alone; its last line of output is JSON. {"missing": why} if it
    failed."""
    try:
        done = subprocess.run(
            _pinned([sys.executable, *arguments], cores), capture_output=True, text=True, timeout=timeout,
            env=_environment(cores, variables))
    except subprocess.TimeoutExpired:
        return {"missing": f"took longer than {timeout:g} s"}
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return {"missing": lines[-1] if lines else f"status {done.returncode}"}
    result = json.loads(done.stdout.strip().splitlines()[-1])
    result["load"] = os.getloadavg()[0]
    return result


def _pinned(command: Sequence[str], cores: Sequence[int]) -> list[str]:
    # The loader and every thread of every library see these cores only.
    return ["taskset", "-c", ",".join(map(str, cores)), *command]


def _environment(cores: Sequence[int], variables: dict[str, str]) -> dict[str, str]:
    threads = str(len(cores))
    return dict(os.environ, OMP_NUM_THREADS=threads, OPENBLAS_NUM_THREADS=threads, **variables)


class Player:
    """A pinned child that plays in turns with others: a request a line in, an answer in JSON a line out.

    Short turns in processes that stay share a neighbour's disturbances fairly, where runs of a
    whole process each do not.
    """

    def __init__(self, command: Sequence[str], cores: Sequence[int]) -> None:
        self._errors = tempfile.TemporaryFile("w+")
        self._process = subprocess.Popen(
            _pinned(command, cores), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
            text=True, env=_environment(cores, {}))

    def ask(self, request: str) -> dict[str, Any]:
        """The child's answer; raises ``ValueError`` with its last line of errors where it has ended."""
        answer = ""
        try:
            self._process.stdin.write(request + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            pass
        if not answer:
            status = self._process.wait()
            self._errors.seek(0)
            lines = self._errors.read().strip().splitlines()
            raise ValueError(lines[-1] if lines else f"status {status}")
        return json.loads(answer)

    def close(self) -> None:
        """Ends the child, which reads an end of its input."""
        try:
            self._process.stdin.close()
        except BrokenPipeError:
            pass
        self._process.wait()
        self._process.stdout.close()
        self._errors.close()


def answer(replies: dict[str, Callable[..., dict[str, Any]]]) -> None:
    """The child's side of ``Player``: for a line "name number ..." prints what that reply says to the numbers."""
    for line in sys.stdin:
        name, *numbers = line.split()
        print(json.dumps(replies[name](*map(int, numbers))), flush=True)


def resident() -> int:
    """Bytes of this process in memory."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


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
