"""Many steps of a batch in one call."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import numpy as np

from . import _checks, _library, errors
from ._columns import ColumnSet


@dataclass(frozen=True)
class Rollout:
    """What many steps gave, each array [steps, num_envs, ...]."""

    observations: np.ndarray
    """What each step led to; the next episode's first observation where it ended one."""
    rewards: np.ndarray
    terminated: np.ndarray
    truncated: np.ndarray
    costs: np.ndarray
    """[steps, num_envs, channels]"""
    margins: np.ndarray
    """[steps, num_envs, channels]; no channels where the world declares no margins."""
    final_observations: np.ndarray
    """Rows of steps that ended an episode; others mean nothing."""


def roll_out(
    handle: ctypes.c_uint64, shape: _library.Shape, actions: object, lane_shape: tuple[int, ...], dtype: np.dtype,
    is_flat: bool,
) -> Rollout:
    """Steps ``actions.shape[0]`` times; ``lane_shape`` is the shape of one step's actions."""
    given = _checks.array(actions)
    if given is None or given.ndim == 0 or given.shape[0] == 0 or not _checks.fits(
            given, (given.shape[0], *lane_shape), dtype):
        inner = ", ".join(map(str, lane_shape))
        raise errors.ActionError(
            f"{_checks.told(given)} for actions; give shape (steps, {inner}), at least one step, dtype {dtype}")
    rows = np.ascontiguousarray(given, dtype)
    steps, lanes = rows.shape[0], shape.lanes
    whole = _library.Shape.from_buffer_copy(shape)
    whole.lanes = steps * lanes
    columns = ColumnSet(whole, False, actions=rows.reshape(steps * lanes, shape.action_width))
    _library.check(
        _library.library.gauntlet_rollout_into(handle, steps, ctypes.byref(columns.structure)))

    def by_step(array: np.ndarray) -> np.ndarray:
        return array.reshape(steps, lanes, *array.shape[1:])

    def seen(array: np.ndarray) -> np.ndarray:
        return by_step(array)[..., 0] if is_flat else by_step(array)

    return Rollout(
        seen(columns.observations), by_step(columns.rewards), by_step(columns.terminated),
        by_step(columns.truncated), by_step(columns.costs), by_step(columns.margins),
        seen(columns.final_observations))
