"""The agent in one file."""

from __future__ import annotations

import pytest

from conftest import example

pytest.importorskip("torch", reason="PyTorch is not installed")


def test_ppo_in_one_file_reaches_its_return() -> None:
    assert example("ppo_one_file").train("gauntlet/cart-pole-v1", 150_000, seed=0) >= 475
