"""Lanes of a recipe that are stepped as they become ready."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from gymnasium import spaces

from . import _checks, _library, errors
from ._columns import ColumnSet, bind
from ._owner import closed
from ._resets import reset_lanes
from .recipes import recipe as make_recipe
from .spaces import DTYPES, describe, element, space


class AsyncLanes:
    """``num_envs`` lanes of which any may be stepped while others are, for worlds of uneven cost.

    >>> lanes = AsyncLanes("cart-pole-v1", 64, workers=2)
    >>> observations, infos = lanes.reset(seed=0)
    >>> lanes.send(policy(observations), range(64))
    >>> while training:
    ...     ready, observations, rewards, terminated, truncated, infos = lanes.receive(16)
    ...     lanes.send(policy(observations), ready)

    Lane i plays as ``GauntletEnv`` does after ``reset(seed=s + i)``, whatever the order in which lanes are ready:
    only that order depends on the machine. Lanes start their next episode in the step that ends one. For one
    thread at a time.

    ``workers`` threads step lanes while Python does other things; with 0, ``receive`` steps them.
    """

    def __init__(
        self, recipe: str, num_envs: int, *, workers: int = 1, rules: Iterable[str] = (), dtype: str | None = None,
        **parameters: object,
    ) -> None:
        self._handle: ctypes.c_uint64 | None = None
        self.num_envs = _checks.whole(num_envs, "num_envs")
        workers = _checks.category(workers, "workers", 257)
        self.description = describe(make_recipe(recipe, parameters, rules))
        told = self.description.raw
        options = _library.BatchOptions(
            lanes=self.num_envs, threads=workers, reset_rule=_library.RESET_SAME_STEP,
            observation_element=element(told["observation"], dtype), action_element=element(told["action"], dtype))
        self._handle = handle = _library.made(
            _library.library.gauntlet_make_async, self.description.recipe, options)
        shape = _library.shape_of(self._handle)
        self.single_observation_space = space(told["observation"], shape.observation_element)
        self.single_action_space = space(told["action"], shape.action_element)
        self._action_dtype = DTYPES[shape.action_element]
        self._action_shape = self.single_action_space.shape or ()
        self._is_flat = isinstance(self.single_observation_space, spaces.Discrete)
        # Actions travel with `send`; there is no column of them.
        none = np.zeros((0, shape.action_width), self._action_dtype)
        self._columns = ColumnSet(shape, diagnostics=False, actions=none)
        bind(handle, self._columns.structure)
        self._ready = np.zeros(self.num_envs, np.int32)
        self._send, self._receive = _library.library.gauntlet_send, _library.library.gauntlet_receive

    def reset(self, *, seed: int) -> tuple[np.ndarray, dict[str, Any]]:
        """Starts episode 0 of seed + i in lane i; lanes under way are waited for and forgotten."""
        first = _checks.seed(seed, self.num_envs)
        reset_lanes(self._open(), None, np.arange(self.num_envs, dtype=np.uint64) + np.uint64(first))
        return self._rows(self._columns.observations), self._infos(slice(None))

    def send(self, actions: Any, lanes: Sequence[int] | np.ndarray) -> None:
        """Hands over one action for each of ``lanes``, in their order; none of them may be under way."""
        chosen = _checks.array(lanes if isinstance(lanes, np.ndarray) else list(lanes))
        if chosen is None or chosen.ndim != 1 or (chosen.size and chosen.dtype.kind not in "iu"):
            raise errors.ArgumentError(f"{_checks.told(chosen)} for lanes; give a row of whole numbers")
        if chosen.size and not 0 <= chosen.min() <= chosen.max() < self.num_envs:
            raise errors.ArgumentError(
                f"lanes from {chosen.min()} to {chosen.max()}; give numbers from 0 to {self.num_envs - 1}")
        chosen = np.ascontiguousarray(chosen, np.int32)
        rows = _checks.array(actions)
        wanted = (chosen.size, *self._action_shape)
        if rows is None or not _checks.fits(rows, wanted, self._action_dtype):
            raise errors.ActionError(
                f"{_checks.told(rows)} for actions; give shape {wanted}, dtype {self._action_dtype}")
        rows = np.ascontiguousarray(rows, self._action_dtype)
        _library.check(
            self._send(self._handle, chosen.ctypes.data, chosen.size, rows.ctypes.data, rows.nbytes))

    def receive(
        self, minimum: int = 1
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        """Waits for at least ``minimum`` of the lanes under way; those that are ready, and copies of their rows.

        The infos hold ``costs`` and ``margins`` where the world has them, and ``final_observations``, which mean
        something in the rows of lanes that ended.
        """
        minimum = _checks.category(minimum, "minimum", self.num_envs + 1)
        found = ctypes.c_uint64()
        _library.check(
            self._receive(
                self._handle, minimum, self._ready.ctypes.data, self._ready.size, ctypes.byref(found)))
        ready = self._ready[: found.value].copy()
        columns = self._columns
        return (
            ready, self._rows(columns.observations)[ready], columns.rewards[ready], columns.terminated[ready],
            columns.truncated[ready], self._infos(ready))

    def close(self) -> None:
        """Waits for lanes under way and frees all; every later call raises ``ClosedError``."""
        handle, self._handle = self._handle, None
        self._send = self._receive = closed
        if handle is not None:
            _library.library.gauntlet_close(handle)

    def __enter__(self) -> AsyncLanes:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self.close()

    def _open(self) -> ctypes.c_uint64:
        if self._handle is None:
            raise errors.ClosedError("the lanes are closed; make new ones")
        return self._handle

    def _rows(self, rows: np.ndarray) -> np.ndarray:
        return rows[:, 0] if self._is_flat else rows

    def _infos(self, lanes: np.ndarray | slice) -> dict[str, Any]:
        columns = self._columns
        infos = {"final_observations": self._rows(columns.final_observations)[lanes].copy()}
        if columns.costs.size:
            infos["costs"] = columns.costs[lanes].copy()
        if columns.margins.size:
            infos["margins"] = columns.margins[lanes].copy()
        return infos
