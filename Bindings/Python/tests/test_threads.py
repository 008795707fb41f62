"""Python's threads, and memory that does not grow."""

from __future__ import annotations

import threading
import time
import tracemalloc

import numpy as np
import pytest

import gauntlet_rl
from conftest import same


def at_once(*works: object) -> list:
    """Runs functions in threads of their own; what they return, or the first exception."""
    results: list = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place: int) -> None:
        start.wait()
        try:
            results[place] = works[place]()
        except BaseException as fault:  # noqa: BLE001 - raised below, in the test's thread
            results[place] = fault

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results


@pytest.mark.parametrize(("lanes", "steps"), [(3, 400), (12000, 25)])
def test_threads_with_batches_of_their_own(lanes: int, steps: int) -> None:
    def play() -> bytes:
        batch = gauntlet_rl.make_vec("pendulum-v1 | gaussian-noise(sigma=0.1)", lanes, threads=2)
        batch.reset(seed=1)
        actions = np.ones((lanes, 1), np.float32)
        return b"".join(batch.step(actions)[0][-3:].tobytes() for _ in range(steps))

    alone = play()
    assert at_once(*[play] * 4) == [alone] * 4


def test_threads_with_environments_of_their_own() -> None:
    def play() -> list:
        environment = gauntlet_rl.make("cart-pole-v1")
        trail = [environment.reset(seed=1)]
        for step in range(500):
            trail.append(environment.step(step & 1))
            if trail[-1][2]:
                trail.append(environment.reset())
        environment.close()
        return trail

    alone = play()
    for trail in at_once(*[play] * 4):
        same(trail, alone)


def test_a_batch_is_for_one_thread_at_a_time() -> None:
    """Threads that meet in one batch are refused; every step that goes through is a whole one."""
    lanes = 60_000
    batch = gauntlet_rl.make_vec("acrobot-v1", lanes, copy=True)
    batch.reset(seed=0)
    done, refused = [], []
    deadline = time.monotonic() + 30

    def push() -> None:
        actions = np.ones(lanes, np.int64)
        while not refused and time.monotonic() < deadline:
            try:
                done.append(batch.step(actions)[1].sum())
            except gauntlet_rl.BusyError as fault:
                refused.append(str(fault))

    at_once(push, push)
    assert done and "one for each thread" in refused[0]
    twin = gauntlet_rl.make_vec("acrobot-v1", lanes)
    twin.reset(seed=0)
    for _ in done:
        twin.step(np.ones(lanes, np.int64))
    assert batch.save_state() == twin.save_state()


def test_others_run_while_a_large_batch_steps() -> None:
    batch = gauntlet_rl.make_vec("acrobot-v1", 200_000)
    batch.reset(seed=0)
    is_done = threading.Event()
    turns = []

    def count() -> None:
        while not is_done.is_set():
            turns.append(time.perf_counter())
            time.sleep(0.0005)

    counter = threading.Thread(target=count)
    counter.start()
    begun = time.perf_counter()
    batch.step(batch.actions)
    ended = time.perf_counter()
    is_done.set()
    counter.join()
    # A call that held Python's lock would let nobody in.
    assert sum(begun < turn < ended for turn in turns) >= 3


@pytest.mark.parametrize("mode", ["NextStep", "SameStep"])
@pytest.mark.parametrize(("recipe", "lanes"), [
    ("cart-pole-v1", 1), ("cart-pole-v1", 1024), ("constrained-pendulum-v0", 64), ("double-integrator-v0", 4096),
])
def test_steps_leave_no_memory_behind(recipe: str, lanes: int, mode: str) -> None:
    batch = gauntlet_rl.make_vec(recipe, lanes, autoreset_mode=mode, infos=mode == "NextStep")
    batch.reset(seed=0)
    steps = 10_000 if lanes <= 1024 else 1000
    for _ in range(10):
        batch.step(batch.actions)
    tracemalloc.start()
    try:
        batch.step(batch.actions)
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        for _ in range(steps):
            batch.step(batch.actions)
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # NumPy tells tracemalloc of every array's memory. A step makes a tuple and a dictionary, and no array:
    # even one of a byte a lane would show in the peak.
    assert after - before < 512
    assert peak - before < 1500 if lanes <= 1024 else peak - before < lanes / 2


def test_single_steps_leave_no_memory_behind() -> None:
    environment = gauntlet_rl.make("pendulum-v1", horizon=10**6)
    environment.reset(seed=0)
    action = np.zeros(1, np.float32)
    for _ in range(10):
        environment.step(action)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(10_000):
            environment.step(action)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 512
