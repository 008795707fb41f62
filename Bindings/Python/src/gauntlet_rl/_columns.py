"""The buffers of a batch or an environment, allocated once and bound to it."""

from __future__ import annotations

import ctypes

import numpy as np

from . import _library
from .spaces import DTYPES


def address(array: np.ndarray) -> int | None:
    """Where the array's memory begins; nothing for an empty one."""
    return array.ctypes.data if array.size else None


class ColumnSet:
    """One set of columns as NumPy arrays, [lanes, width] or [lanes], and the structure that names them."""

    def __init__(self, shape: _library.Shape, actions: np.ndarray | None = None, nature: np.ndarray | None = None) -> None:
        lanes = shape.lanes
        seen = DTYPES[shape.observation_element]
        self.actions = (
            np.zeros((lanes, shape.action_width), DTYPES[shape.action_element]) if actions is None else actions)
        self.nature = np.zeros((lanes, shape.nature_width), DTYPES[shape.nature_element]) if nature is None else nature
        self.observations = np.zeros((lanes, shape.observation_width), seen)
        self.final_observations = np.zeros((lanes, shape.observation_width), seen)
        self.rewards = np.zeros(lanes)
        self.costs = np.zeros((lanes, shape.cost_count))
        self.ending_bytes = bytearray(lanes)
        self.endings = np.frombuffer(self.ending_bytes, np.uint8)
        self.terminated = np.zeros(lanes, np.bool_)
        self.truncated = np.zeros(lanes, np.bool_)
        self.margins = np.zeros((lanes, shape.margin_count))
        self.diagnostics = np.zeros((lanes, shape.diagnostic_count))
        self.structure = _library.Columns(
            **{
                name: column(getattr(self, name))
                for name in (
                    "actions", "nature", "observations", "final_observations", "rewards", "costs", "endings",
                    "terminated", "truncated", "margins", "diagnostics",
                )
            })

    def bind(self, handle: ctypes.c_uint64) -> None:
        """Gives the buffers to the library; they live as long as this object."""
        _library.check(_library.library.gauntlet_bind(handle, ctypes.byref(self.structure)))


def column(array: np.ndarray) -> _library.Column:
    element = {
        np.dtype(np.float32): _library.FLOAT32, np.dtype(np.float64): _library.FLOAT64,
        np.dtype(np.int64): _library.INT64,
    }.get(array.dtype, _library.UINT8)
    return _library.Column(address(array), array.nbytes, element if array.size else 0, 0)
