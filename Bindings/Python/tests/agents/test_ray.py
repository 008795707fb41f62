"""RLlib and Ray, each in a process of its own, for Ray leaves processes behind in the one that it ran in."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from conftest import CHECKOUT

pytest.importorskip("ray", reason="Ray is not installed")


def run(name: str, *arguments: str) -> str:
    """What an example prints; fails where it does."""
    done = subprocess.run(
        [sys.executable, CHECKOUT / "Examples" / "python" / name, *arguments], capture_output=True, text=True,
        timeout=400, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    print(done.stdout)
    return done.stdout


def test_rllib_reaches_its_return() -> None:
    told = run("rllib_cart_pole.py")
    assert float(re.findall(r"mean return ([0-9.]+)", told)[-1]) >= 150


def test_a_cluster_gives_the_bits_of_one_process() -> None:
    told = run("ray_grid.py")
    assert "18 recipes on 2 nodes, 0 differ from one process" in told
    assert told.count("same bits") == 18
