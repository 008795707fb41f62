"""Which lanes of a batch start again, and with what seeds."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np

from . import _checks, _library, errors
from ._columns import ColumnSet, bind


def reset_mask(options: dict[str, Any] | None, lanes: int) -> np.ndarray | None:
    """A copy of ``options["reset_mask"]``; nothing where all lanes are meant."""
    mask = None if options is None else options.get("reset_mask")
    if mask is None:
        return None
    mask = np.array(mask, order="C")
    if mask.shape != (lanes,) or mask.dtype != np.bool_:
        raise errors.ArgumentError(
            f"reset_mask has shape {mask.shape} and dtype {mask.dtype}; give {lanes} truth values")
    if not mask.any():
        raise errors.ArgumentError("reset_mask selects no lane; select at least one")
    return mask


def reset_calls(
    seed: Any, mask: np.ndarray | None, lanes: int, draw: Callable[[int], np.ndarray] | None
) -> list[tuple[np.ndarray | None, np.ndarray | None]]:
    """The calls that start lanes, a mask and seeds each.

    Lanes whose seed is None go on with the one they have, or get one from ``draw`` where they have none yet.
    """
    if seed is None:
        return [(mask, None)]
    if not isinstance(seed, (list, tuple, np.ndarray)):
        return [(mask, np.arange(lanes, dtype=np.uint64) + np.uint64(_checks.seed(seed, lanes)))]
    if len(seed) != lanes:
        raise errors.ArgumentError(
            f"{len(seed)} seeds for {lanes} environments; give one for each, or one number for all")
    given = np.array([one is not None for one in seed])
    seeds = np.array([0 if one is None else _checks.seed(one) for one in seed], dtype=np.uint64)
    if draw is not None:
        seeds[~given] = draw(int((~given).sum()))
    if given.all() or draw is not None:
        return [(mask, seeds)]
    wanted = np.ones(lanes, np.bool_) if mask is None else mask
    parts = ((wanted & given, seeds), (wanted & ~given, None))
    return [(chosen, some) for chosen, some in parts if chosen.any()]


def reset_lanes(handle: ctypes.c_uint64, mask: np.ndarray | None, seeds: np.ndarray | None) -> None:
    """Starts episodes in the lanes of ``mask``."""
    _library.check(
        _library.library.gauntlet_reset_lanes(
            handle, None if mask is None else mask.ctypes.data, 0 if mask is None else mask.size,
            None if seeds is None else seeds.ctypes.data, 0 if seeds is None else seeds.size))


def reset_ended(handle: ctypes.c_uint64, columns: ColumnSet, ended: np.ndarray) -> None:
    """Starts the next episode in the lanes ``ended``; rewards and endings of the step stay as they are."""
    structure = columns.of_state()
    bind(handle, structure)
    try:
        reset_lanes(handle, ended, None)
    finally:
        bind(handle, columns.structure)
