"""The buffers of a batch or an environment, allocated once and bound to it."""

from __future__ import annotations

import ctypes

import numpy as np

from . import _library
from .spaces import DTYPES

# What a step hands out lies in one block of memory, so that one copy takes all of it.
_HANDED = ("observations", "rewards", "costs", "margins", "diagnostics", "terminated", "truncated")
_OUTPUTS = (*_HANDED, "final_observations", "endings")
# What describes a state rather than the step that led to it.
_OF_STATE = ("observations", "costs", "margins", "diagnostics")
_ALIGNMENT = 64


def address(array: np.ndarray) -> int | None:
    """Where the array's memory begins; nothing for an empty one."""
    return array.ctypes.data if array.size else None


def column(array: np.ndarray) -> _library.Column:
    """The array as the library is told of it."""
    element = {
        np.dtype(np.float32): _library.FLOAT32, np.dtype(np.float64): _library.FLOAT64,
        np.dtype(np.int64): _library.INT64,
    }.get(array.dtype, _library.UINT8)
    return _library.Column(address(array), array.nbytes, element if array.size else 0, 0)


class ColumnSet:
    """One set of columns as NumPy arrays, [lanes, width] or [lanes], and the structures that name them.

    ``structure`` leaves nature's seats empty; diagnostics are only there where wanted.
    """

    observations: np.ndarray
    rewards: np.ndarray
    costs: np.ndarray
    margins: np.ndarray
    diagnostics: np.ndarray
    terminated: np.ndarray
    truncated: np.ndarray

    def __init__(
        self, shape: _library.Shape, diagnostics: bool, actions: np.ndarray | None = None,
        nature: np.ndarray | None = None,
    ) -> None:
        lanes = shape.lanes
        seen = DTYPES[shape.observation_element]
        played, natures = DTYPES[shape.action_element], DTYPES[shape.nature_element]
        self.actions = np.zeros((lanes, shape.action_width), played) if actions is None else actions
        self.nature = np.zeros((lanes, shape.nature_width), natures) if nature is None else nature
        double, flag = np.dtype(np.float64), np.dtype(np.bool_)
        self._lay_out({
            "observations": ((lanes, shape.observation_width), seen),
            "rewards": ((lanes,), double),
            "costs": ((lanes, shape.cost_count), double),
            "margins": ((lanes, shape.margin_count), double),
            "diagnostics": ((lanes, shape.diagnostic_count if diagnostics else 0), double),
            "terminated": ((lanes,), flag),
            "truncated": ((lanes,), flag),
        })
        self.final_observations = np.zeros((lanes, shape.observation_width), seen)
        # Bytes compare faster than arrays reduce.
        self.ending_bytes = bytearray(lanes)
        self.endings = np.frombuffer(self.ending_bytes, np.uint8)
        self.structure = self._name(_OUTPUTS)
        self.nature_column = column(self.nature)

    def _lay_out(self, arrays: dict[str, tuple[tuple[int, ...], np.dtype]]) -> None:
        sizes = {name: int(np.prod(shape)) * dtype.itemsize for name, (shape, dtype) in arrays.items()}
        room = {name: -(-size // _ALIGNMENT) * _ALIGNMENT for name, size in sizes.items()}
        memory = np.zeros(sum(room.values()) + _ALIGNMENT, np.uint8)
        start = -memory.ctypes.data % _ALIGNMENT
        self.block = memoryview(memory)[start : start + sum(room.values())]
        for name, (shape, dtype) in arrays.items():
            setattr(self, name, memory[start : start + sizes[name]].view(dtype).reshape(shape))
            start += room[name]

    def with_nature(self) -> _library.Columns:
        """The structure for steps in which nature acts."""
        structure = self._name(_OUTPUTS)
        structure.nature = self.nature_column
        return structure

    def of_state(self) -> _library.Columns:
        """The structure for resets that must leave rewards and endings of the step before as they are."""
        return self._name(_OF_STATE)

    def outputs(self) -> dict[str, np.ndarray]:
        """The arrays that the library writes, by name."""
        return {name: getattr(self, name) for name in _OUTPUTS}

    def _name(self, outputs: tuple[str, ...]) -> _library.Columns:
        return _library.Columns(**{name: column(getattr(self, name)) for name in ("actions", *outputs)})


def bind(handle: ctypes.c_uint64, structure: _library.Columns) -> None:
    """Gives buffers to the library; they must live until others are bound or the handle is closed."""
    _library.check(_library.library.gauntlet_bind(handle, ctypes.byref(structure)))
