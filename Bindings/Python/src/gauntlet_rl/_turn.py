"""What one step of a batch hands out, made once and written again by every second step."""

from __future__ import annotations

import ctypes
from typing import Any

import gymnasium
import numpy as np

from ._columns import ColumnSet, address
from .spaces import Description


class Turn:
    """A set of columns with the views and the infos of it that a step returns."""

    def __init__(self, columns: ColumnSet, description: Description, wants_infos: bool) -> None:
        lanes = len(columns.rewards)
        self.columns = columns
        self.block = columns.block
        self.pointer = ctypes.byref(columns.structure)
        self._actions = address(columns.actions)
        self.has_foreign_actions = False
        self.is_flat = isinstance(description.observation_space, gymnasium.spaces.Discrete)
        self.observations = self.view(columns.observations)
        self.rewards, self.terminated, self.truncated = columns.rewards, columns.terminated, columns.truncated
        self._every = np.ones(lanes, np.bool_)
        self._channels = [columns.costs[:, place] for place in range(columns.costs.shape[1])]
        self.cost = self._channels[0] if len(self._channels) == 1 else np.zeros(lanes)
        self.adds_costs = wants_infos and len(self._channels) > 1
        self.infos: dict[str, Any] = {}
        if wants_infos:
            self._make_infos(description)
        self.handed = (
            self.observations, self.rewards, self.terminated, self.truncated, self.infos, columns.block)

    def view(self, rows: np.ndarray) -> np.ndarray:
        """Rows as observations: numbers where the space is one of numbers."""
        return rows[:, 0] if self.is_flat else rows

    def _make_infos(self, description: Description) -> None:
        columns = self.columns
        if columns.costs.size:
            self.infos["cost"], self.infos["costs"] = self.cost, columns.costs
        if columns.margins.size:
            self.infos["margins"] = columns.margins
        if columns.diagnostics.size:
            for place, name in enumerate(description.diagnostic_names):
                self.infos[name] = columns.diagnostics[:, place]
        for name in list(self.infos):
            self.infos["_" + name] = self._every

    def add_costs(self) -> None:
        """Brings the sums over cost channels up to date, from the first channel to the last."""
        np.add(self._channels[0], self._channels[1], out=self.cost)
        for channel in self._channels[2:]:
            np.add(self.cost, channel, out=self.cost)

    def infos_where(self, mask: np.ndarray) -> dict[str, Any]:
        """New infos of the lanes in ``mask``, zero elsewhere, as Gymnasium's own vectors give them."""
        infos: dict[str, Any] = {}
        for name, values in self.infos.items():
            if values is self._every:
                infos[name] = mask.copy()
            else:
                infos[name] = np.zeros_like(values)
                infos[name][mask] = values[mask]
        return infos

    def point_at(self, actions: np.ndarray) -> None:
        """Lets the coming step read the caller's memory."""
        self.columns.structure.actions.data = actions.ctypes.data
        self.has_foreign_actions = True

    def point_back(self) -> None:
        """Forgets the caller's memory, which may be gone by the next step."""
        self.columns.structure.actions.data = self._actions
        self.has_foreign_actions = False

    def copy_from(self, other: Turn) -> None:
        """Takes over the outputs of ``other``."""
        theirs = other.columns.outputs()
        for name, array in self.columns.outputs().items():
            array[...] = theirs[name]
