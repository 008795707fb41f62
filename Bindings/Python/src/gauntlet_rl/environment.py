"""One environment as a ``gymnasium.Env``."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from typing import Any

import gymnasium
import numpy as np

from . import _library, errors
from ._columns import ColumnSet, address
from .recipes import recipe as make_recipe
from .spaces import DTYPES, ELEMENTS, describe, space


class GauntletEnv(gymnasium.Env):
    """The environment of a recipe.

    ``recipe`` is an id or a whole recipe; ``rules`` and keyword arguments add rules and parameters, so that
    ``GauntletEnv("cart-pole-v1", massPole=0.2, rules=["action-delay(steps=2)"])`` is the environment of
    ``cart-pole-v1?massPole=0.2 | action-delay(steps=2)``. An episode is a function of the seed: after
    ``reset(seed=s)`` comes episode 0 of s, after each further ``reset()`` the next one.

    ``info`` holds ``cost`` (sum over channels) and ``costs`` where the task has costs, ``margins`` where the world
    declares them (positive where violated), and the world's diagnostics by name.
    """

    metadata = {"render_modes": ["human", "rgb_array"], "render_fps": 30}

    def __init__(
        self, recipe: str, *, rules: Iterable[str] = (), render_mode: str | None = None, horizon: int | None = None,
        width: int = 640, height: int = 480, dtype: str | None = None, **parameters: object,
    ) -> None:
        if render_mode is not None and render_mode not in self.metadata["render_modes"]:
            raise errors.ArgumentError(
                f"render_mode {render_mode!r} is unknown; give 'human', 'rgb_array' or None")
        self._handle: ctypes.c_uint64 | None = None
        self._window: Any = None
        self.description = describe(make_recipe(recipe, parameters, rules))
        raw = self.description.raw
        if dtype is not None and dtype not in ("float32", "float64"):
            raise errors.ArgumentError(f"dtype {dtype!r}: give 'float32' or 'float64'")
        handle = ctypes.c_uint64()
        options = _library.EnvironmentOptions(
            horizon=horizon or 0,
            observation_element=ELEMENTS[dtype] if dtype and raw["observation"]["element"] != "int64" else 0)
        _library.check(
            _library.library.gauntlet_make_environment(
                self.description.recipe.encode(), ctypes.byref(options), ctypes.byref(handle)))
        self._adopt(handle, render_mode, width, height)

    def _adopt(self, handle: ctypes.c_uint64, render_mode: str | None, width: int, height: int) -> None:
        """Takes over a native environment and binds buffers to it."""
        self._handle = handle
        self.render_mode = render_mode
        self._size = (width, height)
        raw = self.description.raw
        shape = _library.Shape()
        _library.check(_library.library.gauntlet_get_shape(handle, ctypes.byref(shape)))
        element = DTYPES[shape.observation_element].name
        self.observation_space = space(raw["observation"], element)
        self.action_space = space(raw["action"])
        self._columns = ColumnSet(shape)
        self._columns.bind(handle)
        columns = self._columns
        self._action = columns.actions[0]
        self.nature = columns.nature[0]
        self._action_shape = self.action_space.shape or ()
        self._is_discrete = isinstance(self.action_space, gymnasium.spaces.Discrete)
        # Scalars are read and written through memory views, which is faster than NumPy.
        seen = columns.observations[0]
        sees_number = isinstance(self.observation_space, gymnasium.spaces.Discrete)
        self._observe = seen.item if sees_number else seen.copy
        self._names = tuple(enumerate(self.description.diagnostic_names))
        self._diagnostics = memoryview(columns.diagnostics[0]) if self._names else None
        self._has_signals = bool(shape.cost_count or shape.margin_count)
        self._has_info = self._has_signals or bool(self._names)
        self._hot = (
            _library.quick.gauntlet_step, handle, self._is_discrete, self._action.dtype, memoryview(self._action),
            self._observe, memoryview(columns.rewards), columns.ending_bytes)

    # Gymnasium

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """Starts episode 0 of ``seed``, or the next episode; without any seed yet, one is drawn."""
        handle = self._open()
        super().reset(seed=seed)
        if seed is None and not self._is_seeded:
            seed = int(self.np_random.integers(2**63))
        if seed is not None:
            status = _library.library.gauntlet_reset(handle, seed)
            self._is_seeded = not status
        else:
            status = _library.library.gauntlet_reset_lanes(handle, None, 0, None, 0)
        _library.check(status)
        if self.render_mode == "human":
            self.render()
        return self._observe(), self._info()

    _is_seeded = False

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Applies ``action``; a wrong dtype or shape, or a number outside the space, raises and steps nothing."""
        step, handle, is_choice, dtype, inbox, observe, reward, endings = self._hot
        try:
            if is_choice:
                inbox[0] = action
            elif type(action) is np.ndarray and action.dtype is dtype:
                inbox[:] = action
            else:
                self._put(action)
        except (TypeError, ValueError) as fault:
            raise self._bad_action(action) from fault
        if status := step(handle):
            raise self._refusal(status)
        ending = endings[0]
        if self.render_mode == "human":
            self.render()
        info = self._info() if self._has_info else {}
        if ending:
            return observe(), reward[0], ending & 1 != 0, ending & 2 != 0, info
        return observe(), reward[0], False, False, info

    def render(self) -> np.ndarray | None:
        """The present picture as an array [height, width, 3] of uint8, or shown in a window."""
        if self.render_mode is None:
            return None
        width, height = self._size
        pixels = np.empty((height, width, 3), dtype=np.uint8)
        _library.check(
            _library.library.gauntlet_render(self._open(), width, height, 3, address(pixels), pixels.nbytes))
        if self.render_mode == "rgb_array":
            return pixels
        if self._window is None:
            from ._window import Window

            self._window = Window(self.description.recipe, width, height, self.metadata["render_fps"])
        self._window.show(pixels)
        return None

    def close(self) -> None:
        """Frees the environment; every later call raises ``ClosedError``. Closing twice is harmless."""
        handle, self._handle = self._handle, None
        self._hot = (closed, *self._hot[1:])
        if handle is not None:
            _library.library.gauntlet_close(handle)
        if self._window is not None:
            self._window.close()
            self._window = None

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self.close()

    # Beyond Gymnasium

    def save_state(self) -> bytes:
        """The whole environment as bytes: state, clock, memories of rules, parameters."""
        needed = ctypes.c_uint64()
        handle = self._open()
        _library.check(_library.library.gauntlet_save(handle, None, 0, ctypes.byref(needed)))
        buffer = ctypes.create_string_buffer(needed.value)
        _library.check(_library.library.gauntlet_save(handle, buffer, needed.value, ctypes.byref(needed)))
        return buffer.raw[: needed.value]

    def restore_state(self, state: bytes) -> None:
        """Goes on where ``save_state`` was called, in this process or another; raises ``SnapshotError`` else."""
        _library.check(_library.library.gauntlet_restore(self._open(), bytes(state), len(state)))
        self._is_seeded = True

    def clone(self) -> GauntletEnv:
        """A branch: it diverges from this environment only by its actions."""
        handle = ctypes.c_uint64()
        _library.check(_library.library.gauntlet_clone(self._open(), ctypes.byref(handle)))
        twin = object.__new__(type(self))
        twin.description = self.description
        twin._window = None
        twin._is_seeded = self._is_seeded
        twin._adopt(handle, self.render_mode, *self._size)
        return twin

    @property
    def costs(self) -> np.ndarray:
        """The last step's costs, one per channel of ``description.cost_names``."""
        return self._columns.costs[0].copy()

    @property
    def limits(self) -> np.ndarray:
        """The limit of each constraint, in the order of ``description.constraints``."""
        return np.array([constraint.limit for constraint in self.description.constraints])

    @property
    def margins(self) -> np.ndarray:
        """Signed margin of each cost channel in the present state, positive where violated."""
        return self._read(_library.MARGINS)

    @property
    def true_observation(self) -> np.ndarray:
        """What observation rules hide."""
        return self._read(_library.TRUE_OBSERVATION)

    @property
    def executed_action(self) -> np.ndarray:
        """The action row that the dynamics received last."""
        return self._read(_library.EXECUTED_ACTION)

    @property
    def parameters(self) -> dict[str, float]:
        """The uncertain parameters as they are now."""
        return dict(zip(self.description.parameter_names, self._read(_library.PARAMETERS).tolist()))

    def set_parameter(self, name: str, value: float) -> None:
        """Sets a parameter from the coming step on, over resets; raises outside its interval."""
        if name not in self.description.parameter_names:
            known = ", ".join(self.description.parameter_names) or "none"
            raise errors.ArgumentError(f"there is no parameter {name!r}; known: {known}")
        place = self.description.parameter_names.index(name)
        _library.check(_library.library.gauntlet_set_parameter(self._open(), place, float(value)))

    # Inside

    def _read(self, what: int) -> np.ndarray:
        needed = ctypes.c_uint64()
        handle = self._open()
        _library.check(_library.library.gauntlet_read(handle, what, None, 0, ctypes.byref(needed)))
        values = np.empty(needed.value)
        pointer = values.ctypes.data_as(ctypes.POINTER(ctypes.c_double))
        _library.check(_library.library.gauntlet_read(handle, what, pointer, needed.value, ctypes.byref(needed)))
        return values

    def _open(self) -> ctypes.c_uint64:
        if self._handle is None:
            raise errors.ClosedError("the environment is closed; make a new one")
        return self._handle

    def _put(self, action: Any) -> None:
        array = np.asarray(action)
        if array.shape != self._action_shape:
            raise ValueError(f"shape {array.shape}")
        np.copyto(self._action, array, casting="same_kind")

    def _info(self) -> dict[str, Any]:
        info: dict[str, Any] = {}
        if self._has_signals:
            columns = self._columns
            if columns.costs.size:
                costs = columns.costs[0].copy()
                info["cost"], info["costs"] = costs.item() if costs.size == 1 else float(costs.sum()), costs
            if columns.margins.size:
                info["margins"] = columns.margins[0].copy()
        values = self._diagnostics
        for place, name in self._names:
            info[name] = values[place]
        return info

    def _bad_action(self, action: Any) -> errors.ActionError:
        return errors.ActionError(
            f"the action {action!r} does not fit {self.action_space}; give "
            + ("a whole number" if self._is_discrete else f"an array of shape {self._action_shape}, {self._action.dtype}"))

    def _refusal(self, status: int) -> errors.GauntletError:
        self._open()
        return _library.error(status)


def closed(*_: object) -> int:
    """What a closed environment does instead of stepping."""
    raise errors.ClosedError("the environment is closed; make a new one")
