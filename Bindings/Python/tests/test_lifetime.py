"""Closing, forking, and a library that is missing or another one than this package needs."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pathlib
import pickle
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable

import gymnasium
import numpy as np
import pytest

import gauntlet_rl
from conftest import same
from gauntlet_rl import ClosedError, ForkedError, _library


def uses(environment: gauntlet_rl.GauntletEnv) -> list[Callable[[], object]]:
    return [
        lambda: environment.reset(seed=0), lambda: environment.step(0), environment.save_state, environment.clone,
        lambda: environment.restore_state(b""), lambda: environment.margins, lambda: environment.parameters,
        lambda: environment.diagnostics, lambda: environment.set_parameter("massPole", 0.1), environment.render,
    ]


def test_after_close_every_call_says_so_and_closing_twice_is_harmless() -> None:
    environment = gauntlet_rl.make("cart-pole-v1", render_mode="rgb_array")
    environment.reset(seed=0)
    environment.close()
    environment.close()
    for use in uses(environment):
        with pytest.raises(ClosedError, match="make a new one") as caught:
            use()
        assert isinstance(caught.value, gymnasium.error.ClosedEnvironmentError)


@pytest.mark.parametrize("lanes", [3, 20000])
def test_the_same_of_batches(lanes: int) -> None:
    batch = gauntlet_rl.make_vec("cart-pole-v1", lanes)
    batch.reset(seed=0)
    kept = batch.step(batch.actions)[0]
    was = kept.copy()
    batch.close()
    batch.close()
    for use in (
        lambda: batch.reset(seed=0), lambda: batch.step(batch.actions), batch.save_state,
        lambda: batch.step(np.zeros(lanes, int)), lambda: batch.restore_state(b""),
    ):
        with pytest.raises(ClosedError, match="make a new one"):
            use()
    assert kept.tobytes() == was.tobytes()


def test_what_is_forgotten_is_freed() -> None:
    """The library gives the places of handles again: none is used up by environments made and dropped."""
    places = set()
    for _ in range(100):
        made = [gauntlet_rl.make("forest-v0"), gauntlet_rl.make_vec("forest-v0", 2)]
        made.append(made[0].clone())
        places |= {one._handle.value & 0xFFFF_FFFF for one in made}
        del made
        gc.collect()
    assert len(places) < 30


def test_what_failed_to_be_made_is_no_error_later() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for arguments in ({"width": 0}, {"massPole": 9}):
            with pytest.raises(gauntlet_rl.GauntletError):
                gauntlet_rl.make("cart-pole-v1", **arguments)
        gc.collect()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
# Python warns of any fork beside threads; NumPy's and the library's are asleep here.
@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
@pytest.mark.parametrize("threads", [1, 2])
def test_a_fork_leaves_handles_to_the_parent(threads: int) -> None:
    environment = gauntlet_rl.make("cart-pole-v1", render_mode="rgb_array")
    batch = gauntlet_rl.make_vec("cart-pole-v1", 20000, threads=threads)
    environment.reset(seed=0)
    batch.reset(seed=0)
    batch.step(batch.actions)
    twin = pickle.loads(pickle.dumps(environment))
    outside, inside = os.pipe()
    child = os.fork()
    if child == 0:
        told = "unfinished"
        try:
            told = _in_the_child(environment, batch, threads)
        except BaseException as fault:  # noqa: BLE001 - the child must not return into pytest
            told = repr(fault)
        finally:
            os.write(inside, told.encode())
            os._exit(0)
    os.close(inside)
    told = os.read(outside, 10_000).decode()
    os.close(outside)
    os.waitpid(child, 0)
    assert told == "all refused, new ones play"
    same(environment.step(1), twin.step(1))
    batch.step(batch.actions)


def _in_the_child(
    environment: gauntlet_rl.GauntletEnv, batch: gauntlet_rl.GauntletVectorEnv, threads: int
) -> str:
    calls = [*uses(environment), lambda: batch.reset(seed=0), lambda: batch.step(batch.actions), batch.save_state]
    for place, call in enumerate(calls):
        try:
            call()
        except ForkedError as fault:
            if "make a new one" not in str(fault):
                return f"call {place} said {fault}"
        else:
            return f"call {place} went through"
    environment.close()
    batch.close()
    fresh = gauntlet_rl.make_vec("cart-pole-v1", 20000, threads=threads)
    again = gauntlet_rl.make_vec("cart-pole-v1", 20000)
    if fresh.reset(seed=0)[0].tobytes() != again.reset(seed=0)[0].tobytes():
        return "new batches differ"
    if fresh.step(fresh.actions)[0].tobytes() != again.step(again.actions)[0].tobytes():
        return "new batches step differently"
    return "all refused, new ones play"


def _lane() -> gymnasium.Env:
    return gymnasium.make("gauntlet/cart-pole-v1", horizon=9)


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
@pytest.mark.parametrize("context", sorted({"fork", "spawn"} & set(multiprocessing.get_all_start_methods())))
def test_gymnasiums_processes(context: str) -> None:
    apart = gymnasium.vector.AsyncVectorEnv([_lane] * 2, context=context, shared_memory=True)
    together = gymnasium.vector.SyncVectorEnv([_lane] * 2)
    same(apart.reset(seed=1)[0], together.reset(seed=1)[0])
    for _ in range(25):
        actions = together.action_space.sample()
        same(apart.step(actions)[:4], together.step(actions)[:4])
    apart.close()


IMPORT = "import gauntlet_rl; print(gauntlet_rl.make('cart-pole-v1').reset(seed=0)[0].tolist())"


def test_the_library_is_found_by_its_name(run_python: Callable[..., subprocess.CompletedProcess]) -> None:
    done = run_python(IMPORT, GAUNTLET_LIBRARY=_library.library._name)
    assert done.returncode == 0 and done.stdout.startswith("["), done.stderr


def test_a_missing_library(run_python: Callable[..., subprocess.CompletedProcess], tmp_path: pathlib.Path) -> None:
    done = run_python(IMPORT, GAUNTLET_LIBRARY=str(tmp_path / "libgauntlet.so"))
    assert done.returncode == 1
    assert "LibraryError" in done.stderr and "is missing; run 'make library'" in done.stderr
    # The package alone, as from a checkout in which nothing was built.
    source = pathlib.Path(gauntlet_rl.__file__).parent
    unbuilt = shutil.ignore_patterns("*.so", "*.dylib", "__pycache__")
    shutil.copytree(source, tmp_path / "gauntlet_rl", ignore=unbuilt)
    done = run_python(IMPORT, GAUNTLET_LIBRARY=None, PYTHONPATH=str(tmp_path))
    assert "is missing; run 'make library'" in done.stderr and "GAUNTLET_LIBRARY" in done.stderr


def compile_library(folder: pathlib.Path, text: str) -> str:
    """A shared library of C text, by whatever C compiler there is."""
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None or sys.platform == "win32":
        pytest.skip("no C compiler here to make another library with")
    (folder / "other.c").write_text(text)
    path = folder / "libgauntlet.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", path, folder / "other.c"], check=True)
    return str(path)


@pytest.mark.parametrize(("text", "message"), [
    ("unsigned gauntlet_abi_version(void) { return 0; }",
     f"has ABI version 0, this package needs {_library.ABI_VERSION}; run 'make library'"),
    (f"unsigned gauntlet_abi_version(void) {{ return {_library.ABI_VERSION}; }}",
     "lacks a function of ABI version"),
    ("int something_else;", "cannot be loaded as Gauntlet's library"),
])
def test_another_library(
    text: str, message: str, run_python: Callable[..., subprocess.CompletedProcess], tmp_path: pathlib.Path
) -> None:
    done = run_python(IMPORT, GAUNTLET_LIBRARY=compile_library(tmp_path, text))
    assert done.returncode == 1 and "LibraryError" in done.stderr and message in done.stderr, done.stderr
    assert "install the package again" in done.stderr


def test_a_file_that_is_no_library(
    run_python: Callable[..., subprocess.CompletedProcess], tmp_path: pathlib.Path
) -> None:
    (tmp_path / "libgauntlet.so").write_text("not an object file")
    done = run_python(IMPORT, GAUNTLET_LIBRARY=str(tmp_path / "libgauntlet.so"))
    assert "cannot be loaded as Gauntlet's library" in done.stderr


def test_every_status_of_the_library_has_an_exception() -> None:
    names = {}
    for status in range(1, 100):
        name = _library.library.gauntlet_status_name(status).decode()
        if name != "unknown status":
            names[status] = name
    assert names.keys() == _library._EXCEPTIONS.keys(), names


def test_the_package_and_the_library_are_of_one_version() -> None:
    from gauntlet_rl._version import VERSION

    assert _library.library.gauntlet_version().decode() == VERSION
