"""The buffers of a batch or an environment, allocated once and bound to it."""

from __future__ import annotations

import ctypes
import math

import numpy as np

from . import _library
from .spaces import DTYPES

# Columns begin on cache lines of their block.
_LINE = 64


def address(array: np.ndarray) -> int | None:
    """Where the array's memory begins; nothing for an empty one."""
    return array.ctypes.data if array.size else None


class ColumnSet:
    """One set of columns as NumPy arrays, [lanes, width] or [lanes], and the structure that names them.

    All that the library writes but ``endings`` lies in one ``block``, so that a small set is copied at once.
    """

    def __init__(self, shape: _library.Shape, like: ColumnSet | None = None, diagnostics: bool = True) -> None:
        """``like`` lends its columns of actions, which sets of one batch share."""
        lanes = shape.lanes
        seen = (lanes, shape.observation_width), DTYPES[shape.observation_element]
        double = np.dtype(np.float64)
        layout = {
            "observations": seen,
            "final_observations": seen,
            "rewards": ((lanes,), double),
            "costs": ((lanes, shape.cost_count), double),
            "margins": ((lanes, shape.margin_count), double),
            "diagnostics": ((lanes, shape.diagnostic_count if diagnostics else 0), double),
            "terminated": ((lanes,), np.dtype(np.bool_)),
            "truncated": ((lanes,), np.dtype(np.bool_)),
        }
        acted, moved = DTYPES[shape.action_element], DTYPES[shape.nature_element]
        self.actions = like.actions if like else np.zeros((lanes, shape.action_width), acted)
        self.nature = like.nature if like else np.zeros((lanes, shape.nature_width), moved)
        places, size = {}, 0
        for name, (sides, dtype) in layout.items():
            places[name] = size
            size += -(-math.prod(sides) * dtype.itemsize // _LINE) * _LINE
        self.block = bytearray(size)
        views = {name: np.ndarray(*layout[name], self.block, place) for name, place in places.items()}
        self.observations = views["observations"]
        self.final_observations = views["final_observations"]
        self.rewards = views["rewards"]
        self.costs = views["costs"]
        self.margins = views["margins"]
        self.diagnostics = views["diagnostics"]
        self.terminated = views["terminated"]
        self.truncated = views["truncated"]
        self.ending_bytes = bytearray(lanes)
        self.endings = np.frombuffer(self.ending_bytes, np.uint8)
        views.update(actions=self.actions, nature=self.nature, endings=self.endings)
        self.structure = _library.Columns(**{name: column(array) for name, array in views.items()})

    def bind(self, handle: ctypes.c_uint64) -> None:
        """Gives the buffers to the library; they live as long as this object."""
        _library.check(_library.library.gauntlet_bind(handle, ctypes.byref(self.structure)))


def column(array: np.ndarray) -> _library.Column:
    element = {
        np.dtype(np.float32): _library.FLOAT32, np.dtype(np.float64): _library.FLOAT64,
        np.dtype(np.int64): _library.INT64,
    }.get(array.dtype, _library.UINT8)
    return _library.Column(address(array), array.nbytes, element if array.size else 0, 0)
