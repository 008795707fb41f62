"""Many lanes of one recipe as a ``gymnasium.vector.VectorEnv``."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from typing import Any

import gymnasium
import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from . import _library, errors
from ._columns import ColumnSet, address
from .environment import closed
from .recipes import recipe as make_recipe
from .spaces import DTYPES, ELEMENTS, describe, space

_RULES = {
    AutoresetMode.DISABLED: _library.RESET_MANUAL,
    AutoresetMode.SAME_STEP: _library.RESET_SAME_STEP,
    AutoresetMode.NEXT_STEP: _library.RESET_NEXT_STEP,
}
# Above this, telling the library where the caller's actions lie costs less than copying them.
_COPY_LIMIT = 1 << 14
# Up to this, copying all that a step wrote costs less than having the library check other columns each time.
_STAGE_LIMIT = 1 << 14


class GauntletVectorEnv(VectorEnv):
    """``num_envs`` lanes of a recipe stepped together by the native library.

    ``reset(seed=s)`` gives lane i the seed s + i, as Gymnasium's vector environments do: it plays as
    ``GauntletEnv`` does after ``reset(seed=s + i)``, whatever the number of lanes and threads.

    Arrays that ``step`` returns are this object's own and are written again by the step after the next one, so
    that an observation and its successor may be kept without a copy; with ``copy=True`` every step returns new
    observations. With ``diagnostics=True`` the world's diagnostics are in ``infos``; they take longer than a step
    of a simple world does.
    """

    def __init__(
        self, recipe: str, num_envs: int = 1, *, rules: Iterable[str] = (), threads: int = 1,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP, horizon: int | None = None,
        dtype: str | None = None, copy: bool = False, diagnostics: bool = False, render_mode: str | None = None,
        **parameters: object,
    ) -> None:
        self._handle: ctypes.c_uint64 | None = None
        if render_mode is not None:
            raise errors.UnsupportedError(
                f"render_mode {render_mode!r}: batches draw nothing; watch one environment made by gymnasium.make")
        self.description = describe(make_recipe(recipe, parameters, rules))
        raw = self.description.raw
        mode = AutoresetMode(autoreset_mode)
        options = _library.BatchOptions(
            lanes=_count(num_envs, "num_envs"), horizon=horizon or 0, threads=_count(threads, "threads"),
            reset_rule=_RULES[mode],
            observation_element=ELEMENTS[dtype] if dtype and raw["observation"]["element"] != "int64" else 0)
        handle = ctypes.c_uint64()
        _library.check(
            _library.library.gauntlet_make_batch(
                self.description.recipe.encode(), ctypes.byref(options), ctypes.byref(handle)))
        self._handle = handle
        shape = _library.Shape()
        _library.check(_library.library.gauntlet_get_shape(handle, ctypes.byref(shape)))
        self.num_envs = num_envs
        self.render_mode = None
        self.metadata = {"render_modes": [], "autoreset_mode": mode}
        self.single_observation_space = space(raw["observation"], DTYPES[shape.observation_element].name)
        self.single_action_space = space(raw["action"])
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._copies = copy
        self._is_same_step = mode is AutoresetMode.SAME_STEP
        self._shape = shape
        self._make_turns(diagnostics)
        self._is_seeded = False
        # A call that holds Python's lock is cheaper; one that takes long must let other threads run.
        library = _library.quick if num_envs * shape.observation_width <= 256 else _library.library
        self._step_into = library.gauntlet_step_into
        if self._stage is not None:
            self._stage.bind(handle)
            # What every step needs, at hand in one look.
            self._small = (
                self._own, self._inbox, library.gauntlet_step, handle, self._stage.block,
                self._stage.ending_bytes if self._is_same_step else None, self._now.no_ending, copy)

    def _make_turns(self, diagnostics: bool) -> None:
        first = ColumnSet(self._shape, None, diagnostics)
        second = ColumnSet(self._shape, first, diagnostics)
        flat_actions = isinstance(self.single_action_space, gymnasium.spaces.Discrete)
        flat_seen = isinstance(self.single_observation_space, gymnasium.spaces.Discrete)
        # The set that the last step handed out, and the other one.
        self._now, self._then = (
            _Turn(one, flat_seen, self.description, self.num_envs) for one in (first, second))
        # Small sets are written in one place, which stays bound, and copied from there.
        is_small = len(first.block) <= _STAGE_LIMIT
        self._stage = ColumnSet(self._shape, first, diagnostics) if is_small else None
        self._small: tuple[Any, ...] | None = None
        self.actions = first.actions[:, 0] if flat_actions else first.actions
        self.nature = first.nature
        self._own = self.actions
        self._own_shape = self._own.shape
        self._own_address = address(first.actions)
        self._points = not is_small and self._own.nbytes > _COPY_LIMIT
        # Takes an array of the right shape and dtype faster than NumPy does, and refuses others.
        self._inbox = memoryview(self._own) if flat_actions else None

    # Gymnasium

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[np.ndarray, dict[str, Any]]:
        """Starts episode 0 of the seeds, or the next episodes; ``options={"reset_mask": mask}`` only some lanes."""
        handle = self._open()
        mask = None if options is None else options.get("reset_mask")
        if mask is not None:
            mask = np.ascontiguousarray(mask)
            if mask.shape != (self.num_envs,) or mask.dtype != np.bool_:
                raise errors.ArgumentError(
                    f"reset_mask has shape {mask.shape} and dtype {mask.dtype}; give {self.num_envs} truth values")
            if not mask.any():
                raise errors.ArgumentError("reset_mask selects no lane; select at least one")
        seeds = self._seeds(seed, mask)
        turn = self._now
        if self._stage is None:
            turn.columns.bind(handle)
        _library.check(
            _library.library.gauntlet_reset_lanes(
                handle, None if mask is None else mask.ctypes.data, 0 if mask is None else self.num_envs,
                None if seeds is None else seeds.ctypes.data, 0 if seeds is None else self.num_envs))
        if self._stage is not None:
            turn.columns.block[:] = self._stage.block
        self._is_seeded = True
        return self._seen(turn), dict(turn.infos)

    def _seeds(self, seed: int | Sequence[int | None] | None, mask: np.ndarray | None) -> np.ndarray | None:
        if seed is None:
            if self._is_seeded:
                return None
            seed = int(self.np_random.integers(2**62))
        if isinstance(seed, (int, np.integer)):
            if seed < 0:
                raise errors.ArgumentError(f"seed {seed} is negative; give a number from 0 on")
            return (np.arange(self.num_envs, dtype=np.uint64) + np.uint64(seed))
        if len(seed) != self.num_envs or any(one is None or one < 0 for one in seed):
            raise errors.ArgumentError(
                f"{len(seed)} seeds for {self.num_envs} environments; give one number from 0 on for each")
        return np.array(seed, dtype=np.uint64)

    def step(
        self, actions: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        """Steps every lane; wrong shapes, dtypes and numbers outside the space raise, and nothing is stepped."""
        if self._small is None:
            return self._step_wide(actions)
        own, inbox, step, handle, block, endings, no_ending, copies = self._small
        if actions is not own:
            if inbox is None:
                self._take(actions)
            else:
                try:
                    inbox[:] = actions
                except (TypeError, ValueError):
                    self._take(actions)
        if status := step(handle):
            raise self._refusal(status)
        turn = self._then
        observations, rewards, terminated, truncated, known, memory = turn.handed
        self._then, self._now = self._now, turn
        memory[:] = block
        infos = known.copy()
        if endings is not None and endings != no_ending:
            self._tell_finals(turn, infos)
        return observations.copy() if copies else observations, rewards, terminated, truncated, infos

    def _step_wide(self, actions: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        """``step`` that writes where it hands out."""
        turn = self._then
        turn.source.data = self._own_address if actions is self._own else self._take(actions)
        if status := self._step_into(self._handle, turn.pointer):
            raise self._refusal(status)
        observations, rewards, terminated, truncated, known, _ = turn.handed
        self._then, self._now = self._now, turn
        infos = known.copy()
        if self._is_same_step and turn.ending_bytes != turn.no_ending:
            self._tell_finals(turn, infos)
        return observations.copy() if self._copies else observations, rewards, terminated, truncated, infos

    def _tell_finals(self, turn: _Turn, infos: dict[str, Any]) -> None:
        ended = np.logical_or(turn.columns.terminated, turn.columns.truncated, out=turn.ended)
        infos["final_obs"] = turn.final_observations.copy() if self._copies else turn.final_observations
        infos["final_info"], infos["_final_obs"], infos["_final_info"] = {}, ended, ended

    def _take(self, actions: Any) -> int | None:
        """Copies the caller's actions unless they are many; where they lie now."""
        own, shape, dtype = self._own, self._own_shape, self._own.dtype
        if type(actions) is not np.ndarray:
            actions = np.asarray(actions)
        if actions.shape != shape or (
            actions.dtype is not dtype and not np.can_cast(actions.dtype, dtype, "same_kind")
        ):
            raise errors.ActionError(
                f"actions of shape {actions.shape} and dtype {actions.dtype}; give {shape}, {dtype}")
        if self._points and actions.dtype == dtype and actions.flags.c_contiguous:
            return actions.ctypes.data
        own[...] = actions
        return self._own_address

    def close_extras(self, **kwargs: Any) -> None:
        """Frees the batch; every later call raises ``ClosedError``."""
        handle, self._handle = self._handle, None
        self._step_into, self._small = closed, None
        if handle is not None:
            _library.library.gauntlet_close(handle)

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self.close()

    # Beyond Gymnasium

    @property
    def costs(self) -> np.ndarray:
        """The last step's costs, [num_envs, channels of ``description.cost_names``]."""
        return self._now.columns.costs

    @property
    def margins(self) -> np.ndarray:
        """Signed margins [num_envs, channels], positive where violated; no columns where none are declared."""
        return self._now.columns.margins

    @property
    def limits(self) -> np.ndarray:
        """The limit of each constraint, in the order of ``description.constraints``."""
        return np.array([constraint.limit for constraint in self.description.constraints])

    def step_with_nature(
        self, actions: np.ndarray, nature: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        """``step`` with the actions of both players, nature's [num_envs, width] in [-1, 1]."""
        nature = np.asarray(nature)
        if nature.shape != self.nature.shape:
            raise errors.ActionError(f"nature's actions have shape {nature.shape}; give {self.nature.shape}")
        self.nature[...] = nature
        return self.step(actions)

    def save_state(self) -> bytes:
        """All lanes as bytes."""
        needed = ctypes.c_uint64()
        handle = self._open()
        _library.check(_library.library.gauntlet_save(handle, None, 0, ctypes.byref(needed)))
        buffer = ctypes.create_string_buffer(needed.value)
        _library.check(_library.library.gauntlet_save(handle, buffer, needed.value, ctypes.byref(needed)))
        return buffer.raw[: needed.value]

    def restore_state(self, state: bytes) -> None:
        """Goes on where ``save_state`` was called; raises ``SnapshotError`` for other bytes."""
        _library.check(_library.library.gauntlet_restore(self._open(), bytes(state), len(state)))
        self._is_seeded = True

    # Inside

    def _open(self) -> ctypes.c_uint64:
        if self._handle is None:
            raise errors.ClosedError("the environment is closed; make a new one")
        return self._handle

    def _seen(self, turn: _Turn) -> np.ndarray:
        return turn.observations.copy() if self._copies else turn.observations

    def _refusal(self, status: int) -> errors.GauntletError:
        self._open()
        return _library.error(status)


class _Turn:
    """One of the two sets of columns with all that a step hands out, made once."""

    def __init__(self, columns: ColumnSet, flat: bool, description: Any, count: int) -> None:
        self.columns = columns
        self.source = columns.structure.actions
        self.pointer = ctypes.byref(columns.structure)
        self.observations = columns.observations[:, 0] if flat else columns.observations
        self.final_observations = columns.final_observations[:, 0] if flat else columns.final_observations
        self.ended = np.zeros(count, np.bool_)
        # Bytes compare faster than arrays reduce.
        self.ending_bytes = columns.ending_bytes
        self.no_ending = bytes(count)
        self.infos: dict[str, Any] = {}
        always = np.ones(count, np.bool_)
        if columns.costs.size:
            self.infos["costs"], self.infos["_costs"] = columns.costs, always
        if columns.margins.size:
            self.infos["margins"], self.infos["_margins"] = columns.margins, always
        names = description.diagnostic_names if columns.diagnostics.size else ()
        for place, name in enumerate(names):
            self.infos[name], self.infos["_" + name] = columns.diagnostics[:, place], always
        self.handed = (
            self.observations, columns.rewards, columns.terminated, columns.truncated, self.infos, columns.block)


def _count(number: Any, name: str) -> int:
    if not isinstance(number, (int, np.integer)) or isinstance(number, bool) or number < 1:
        raise errors.ArgumentError(f"{name}={number!r}; give a whole number from 1 on")
    return int(number)
