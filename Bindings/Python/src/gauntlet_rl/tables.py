"""Exact tables of finite worlds."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from . import _checks, _library
from ._columns import column
from .recipes import recipe as make_recipe

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class Table:
    """All transitions of a finite world, in compressed rows.

    Row (s, a) is the range ``row_start[s * actions + a] : row_start[s * actions + a + 1]`` of the arrays over
    entries. An entry whose ``endings`` has bit 1 ends the episode: it contributes no future value.
    """

    states: int
    actions: int
    cost_names: tuple[str, ...]
    initial: np.ndarray
    row_start: np.ndarray
    next: np.ndarray
    probability: np.ndarray
    reward: np.ndarray
    costs: np.ndarray
    endings: np.ndarray

    def transitions(self, action: int) -> csr_array:
        """P[s, s'] of going on from s to s' by ``action``; [states, states], rows sum to 1 less what ends."""
        from scipy.sparse import csr_array

        action = _checks.category(action, "action", self.actions)
        goes_on = (self.endings & _library.TERMINATED) == 0
        rows = self._rows()
        mine = goes_on & (rows % self.actions == action)
        entries = (rows[mine] // self.actions, self.next[mine])
        return csr_array((self.probability[mine], entries), shape=(self.states, self.states))

    def rewards(self) -> np.ndarray:
        """Expected reward; [states, actions]."""
        return self._expected(self.reward)

    def expected_costs(self) -> np.ndarray:
        """Expected costs; [channels, states, actions]."""
        sums = np.zeros((len(self.cost_names), self.states, self.actions))
        for channel, costs in enumerate(self.costs.T):
            sums[channel] = self._expected(costs)
        return sums

    def _rows(self) -> np.ndarray:
        return np.repeat(np.arange(self.states * self.actions), np.diff(self.row_start))

    def _expected(self, signal: np.ndarray) -> np.ndarray:
        sums = np.bincount(self._rows(), self.probability * signal, self.states * self.actions)
        return sums.reshape(self.states, self.actions)


def table(recipe: str, **parameters: object) -> Table:
    """The exact table of a finite world; raises ``UnsupportedError`` for others."""
    from .spaces import describe

    handle = ctypes.c_uint64()
    text = make_recipe(recipe, parameters)
    _library.check(_library.library.gauntlet_make_table(_library.encoded(text), ctypes.byref(handle)))
    try:
        counts = _library.TableCounts()
        _library.check(_library.library.gauntlet_get_table_counts(handle, ctypes.byref(counts)))
        arrays = {
            "initial": np.zeros(counts.states),
            "row_start": np.zeros(counts.states * counts.actions + 1, np.int64),
            "next": np.zeros(counts.entries, np.int64), "probability": np.zeros(counts.entries),
            "reward": np.zeros(counts.entries), "costs": np.zeros((counts.entries, counts.costs)),
            "endings": np.zeros(counts.entries, np.uint8),
        }
        wanted = _library.Table(**{name: column(array) for name, array in arrays.items()})
        _library.check(_library.library.gauntlet_copy_table(handle, ctypes.byref(wanted)))
    finally:
        _library.library.gauntlet_close(handle)
    return Table(states=counts.states, actions=counts.actions, cost_names=describe(text).cost_names, **arrays)
