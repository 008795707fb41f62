"""What environments and batches share: a native handle, snapshots, copies by pickle."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np

from . import _library, errors
from .spaces import Constraint, Description

_ATTRIBUTES = ("_np_random", "_np_random_seed", "spec", "_is_seeded")


class Owner:
    """Holds a native handle. Pickling and deep copies carry the recipe and a snapshot, not the memory."""

    description: Description
    _handle: ctypes.c_uint64 | None = None
    _arguments: dict[str, Any]

    def save_state(self) -> bytes:
        """All of the state as bytes: worlds, clocks, memories of rules, parameters."""
        needed = ctypes.c_uint64()
        handle = self._open()
        _library.check(_library.library.gauntlet_save(handle, None, 0, ctypes.byref(needed)))
        buffer = ctypes.create_string_buffer(needed.value)
        _library.check(_library.library.gauntlet_save(handle, buffer, needed.value, ctypes.byref(needed)))
        return buffer.raw[: needed.value]

    def restore_state(self, state: bytes) -> None:
        """Goes on where ``save_state`` was called, here or in another process; other bytes: ``SnapshotError``."""
        if not isinstance(state, (bytes, bytearray, memoryview)):
            raise errors.ArgumentError(
                f"a state is bytes, not {type(state).__name__}; give what save_state returned")
        whole = bytes(state)
        _library.check(_library.library.gauntlet_restore(self._open(), whole, len(whole)))
        self._mark_seeded()

    @property
    def limits(self) -> np.ndarray:
        """The limit of each constraint, in the order of ``description.constraints``."""
        return np.array([constraint.limit for constraint in self.constraints])

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """What the task asks of its costs."""
        return self.description.constraints

    def _open(self) -> ctypes.c_uint64:
        if self._handle is None:
            raise errors.ClosedError("the environment is closed; make a new one")
        return self._handle

    def _refusal(self, status: int) -> errors.GauntletError:
        self._open()
        return _library.error(status)

    def _free(self) -> None:
        """Closes the handle once. After a fork the memory is the parent's, and the library leaves it alone."""
        handle, self._handle = self._handle, None
        if handle is not None:
            _library.library.gauntlet_close(handle)

    def __del__(self) -> None:
        if self._handle is not None:
            self.close()  # type: ignore[attr-defined]

    # Copies

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        try:
            snapshot = self.save_state()
        except errors.ResetNeededError:
            snapshot = None
        attributes = {name: getattr(self, name) for name in _ATTRIBUTES if name in self.__dict__}
        return _revive, (type(self), self._arguments, snapshot, attributes, self._kept())

    def _thaw(self, snapshot: bytes | None, attributes: dict[str, Any], kept: dict[str, np.ndarray]) -> None:
        if snapshot is not None:
            self.restore_state(snapshot)
        self.__dict__.update(attributes)
        for name, array in self._kept().items():
            array[...] = kept[name]

    def _kept(self) -> dict[str, np.ndarray]:
        """The columns that later calls may read."""
        raise NotImplementedError

    def _mark_seeded(self) -> None:
        """Notes that the library has seeds now, so that the next reset needs none."""
        raise NotImplementedError


def _revive(kind: type, arguments: dict[str, Any], *state: Any) -> Any:
    environment = kind(**arguments)
    environment._thaw(*state)
    return environment


def closed(*_: object) -> int:
    """Stands in for the hot call of something closed."""
    raise errors.ClosedError("the environment is closed; make a new one")
