"""What the tests share. The library is the installed package's, or the one that GAUNTLET_LIBRARY names."""

from __future__ import annotations

import importlib.util
import os
import pathlib
import subprocess
import sys
import types
from collections.abc import Callable

import gymnasium
import numpy as np
import pytest

# Windows of tests that only ask whether drawing works need no display.
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import gauntlet_rl  # noqa: E402



def playable(identifier: str) -> bool:
    """Whether a world can be played here; those on MuJoCo need its library, unless it is demanded."""
    if os.environ.get("GAUNTLET_REQUIRE_MUJOCO") == "1":
        return True
    try:
        gauntlet_rl.make(identifier).close()
    except gauntlet_rl.RecipeError as error:
        assert "MuJoCo" in str(error)
        return False
    return True


IDENTIFIERS = [identifier for identifier in gauntlet_rl.identifiers() if playable(identifier)]
# Every kind of space, rules of every channel, costs with and without margins, a stochastic start.
RECIPES = [
    "cart-pole-v1",
    "frozen-lake-v1 | sticky-action(probability=0.3)",
    "pendulum-v1 | action-delay(steps=2)",
    "point-robot-v0 | gaussian-noise(sigma=0.1) | uncertain(box=all,nature=per-episode)",
    "constrained-pendulum-v0 | gaussian-noise(channel=cost,sigma=0.1)",
    "braking-line-v0",
]
CHECKOUT = pathlib.Path(__file__).resolve().parents[3]


def actions_of(space: gymnasium.Space, count: int, seed: int = 0) -> list:
    """``count`` actions drawn from ``space``."""
    space.seed(seed)
    return [space.sample() for _ in range(count)]


def same(first: object, second: object) -> None:
    """Fails unless both are equal to the bit, types included; for nested tuples, dictionaries and arrays."""
    assert type(first) is type(second), (first, second)
    if isinstance(first, dict):
        assert first.keys() == second.keys()
        for key in first:
            same(first[key], second[key])
    elif isinstance(first, (tuple, list)):
        assert len(first) == len(second)
        for one, other in zip(first, second):
            same(one, other)
    elif isinstance(first, np.ndarray):
        assert (first.dtype, first.shape) == (second.dtype, second.shape)
        if first.dtype == object:
            same(first.tolist(), second.tolist())
        else:
            assert first.tobytes() == second.tobytes(), (first, second)
    else:
        assert first == second


def example(name: str) -> types.ModuleType:
    """A program of Examples/python as a module."""
    path = CHECKOUT / "Examples" / "python" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run_python() -> Callable[..., subprocess.CompletedProcess]:
    """Runs a program in a Python of its own, with other settings than this one's."""

    def run(program: str, **settings: str) -> subprocess.CompletedProcess:
        surroundings = {name: value for name, value in os.environ.items() if settings.get(name, value) is not None}
        surroundings.update({name: value for name, value in settings.items() if value is not None})
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", program], env=surroundings, capture_output=True, text=True,
            timeout=60, check=False)

    return run
