"""One environment as a ``gymnasium.Env``."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Any

import gymnasium
import numpy as np

from . import _checks, _library, errors
from ._columns import ColumnSet, address, bind
from ._owner import Owner, closed
from .recipes import recipe as make_recipe
from .spaces import describe, element, space

_SIDE_LIMIT = 4096


class GauntletEnv(Owner, gymnasium.Env):
    """The environment of a recipe.

    ``recipe`` is an id or a whole recipe; ``rules`` and keyword arguments add rules and parameters, so that
    ``GauntletEnv("cart-pole-v1", massPole=0.2, rules=["action-delay(steps=2)"])`` is the environment of
    ``cart-pole-v1?massPole=0.2 | action-delay(steps=2)``. An episode is a function of the seed: after
    ``reset(seed=s)`` comes episode 0 of s, after each further ``reset()`` the next one.

    ``info`` holds ``cost`` (sum over channels) and ``costs`` where the task has costs, ``margins`` where the world
    declares them (positive where violated), and with ``diagnostics=True`` the world's diagnostics by name.

    ``dtype`` "float64" gives observations, and takes actions, as the dynamics have them, unrounded.

    Pickles and deep copies go on as this environment would.
    """

    metadata = {"render_modes": ["human", "rgb_array"], "render_fps": 30}

    def __init__(
        self, recipe: str, *, rules: Iterable[str] = (), render_mode: str | None = None, width: int = 640,
        height: int = 480, dtype: str | None = None, diagnostics: bool = False, **parameters: object,
    ) -> None:
        _checks.one_of(render_mode, "render_mode", (None, *self.metadata["render_modes"]))
        size = _checks.whole(width, "width", _SIDE_LIMIT), _checks.whole(height, "height", _SIDE_LIMIT)
        self.description = describe(make_recipe(recipe, parameters, rules))
        options = _library.EnvironmentOptions(
            observation_element=element(self.description.raw["observation"], dtype),
            action_element=element(self.description.raw["action"], dtype))
        handle = _library.made(_library.library.gauntlet_make_environment, self.description.recipe, options)
        self._arguments = {
            "recipe": self.description.recipe, "render_mode": render_mode, "width": size[0], "height": size[1],
            "dtype": dtype, "diagnostics": bool(diagnostics),
        }
        self._adopt(handle)

    def _adopt(self, handle: ctypes.c_uint64) -> None:
        """Takes over a native environment and binds buffers to it."""
        self._handle = handle
        self._is_seeded = False
        self._window: Any = None
        self._both: _library.Columns | None = None
        self.render_mode = self._arguments["render_mode"]
        shape = _library.shape_of(handle)
        self.observation_space = space(self.description.raw["observation"], shape.observation_element)
        self.action_space = space(self.description.raw["action"], shape.action_element)
        self._columns = columns = ColumnSet(shape, self._arguments["diagnostics"])
        bind(handle, columns.structure)
        self._step = _library.quick.gauntlet_step
        self._action = columns.actions[0]
        self._dtype = self._action.dtype
        self._nature = columns.nature[0]
        self._action_shape = self.action_space.shape
        self._is_discrete = isinstance(self.action_space, gymnasium.spaces.Discrete)
        self._choice = memoryview(columns.actions[0]) if self._is_discrete else None
        seen = columns.observations[0]
        sees_number = isinstance(self.observation_space, gymnasium.spaces.Discrete)
        self._observe = seen.item if sees_number else seen.copy
        # Items of a memoryview are read faster than those of an array.
        self._reward = memoryview(columns.rewards)
        self._ending = columns.ending_bytes
        self._has_info = bool(columns.costs.size or columns.diagnostics.size or columns.margins.size)
        self._draws = self.render_mode == "human"

    # Gymnasium

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """Starts episode 0 of ``seed``, or the next episode; without any seed yet, one is drawn."""
        handle = self._open()
        if seed is not None:
            seed = _checks.seed(seed)
        super().reset(seed=seed)
        if seed is None and not self._is_seeded:
            seed = int(self.np_random.integers(2**63))
        if seed is not None:
            status = _library.library.gauntlet_reset(handle, seed)
            self._is_seeded |= not status
        else:
            status = _library.library.gauntlet_reset_lanes(handle, None, 0, None, 0)
        _library.check(status)
        if self._draws:
            self.render()
        return self._observe(), self._info()

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Applies ``action``; a wrong dtype or shape, or a number outside the space, raises and steps nothing."""
        if self._is_discrete:
            try:
                self._choice[0] = action
            except (TypeError, ValueError) as fault:
                raise self._bad_action(action) from fault
        elif type(action) is np.ndarray and action.dtype is self._dtype and action.shape == self._action_shape:
            self._action[...] = action
        else:
            row = action if type(action) is np.ndarray else _checks.array(action)
            if row is None or not _checks.fits(row, self._action_shape, self._action.dtype):
                raise self._bad_action(action)
            self._action[...] = row
        status = self._step(self._handle)
        if status:
            raise self._refusal(status)
        ending = self._ending[0]
        if self._draws:
            self.render()
        info = self._info() if self._has_info else {}
        if ending:
            return self._observe(), self._reward[0], ending & 1 != 0, ending & 2 != 0, info
        return self._observe(), self._reward[0], False, False, info

    def step_with_nature(self, action: Any, nature: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """``step`` with nature's action too, an array in [-1, 1]^width for the recipe's ``adversary-seat`` rules.

        ``step`` alone leaves the seats empty, and nothing is changed in their name.
        """
        if not self._nature.size:
            raise errors.UnsupportedError(
                f"'{self.description.recipe}' has no seat for nature; add a rule adversary-seat(...)")
        row = _checks.array(nature)
        if row is None or not _checks.fits(row, self._nature.shape, self._nature.dtype):
            raise errors.ActionError(
                f"nature's action {nature!r} does not fit; give an array of shape {self._nature.shape}, "
                f"{self._nature.dtype}, in [-1, 1]")
        self._nature[...] = row
        if self._both is None:
            self._both = self._columns.with_nature()
        self._step = lambda handle: _library.quick.gauntlet_step_into(handle, self._both)
        try:
            return self.step(action)
        finally:
            self._step = closed if self._handle is None else _library.quick.gauntlet_step

    def render(self) -> np.ndarray | None:
        """The present picture as an array [height, width, 3] of uint8, or shown in a window."""
        if self.render_mode is None:
            return None
        width, height = self._arguments["width"], self._arguments["height"]
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
        self._step = closed
        self._free()
        if getattr(self, "_window", None) is not None:
            self._window.close()
            self._window = None

    # Beyond Gymnasium

    def clone(self) -> GauntletEnv:
        """A branch: it diverges from this environment only by its actions."""
        handle = ctypes.c_uint64()
        _library.check(_library.library.gauntlet_clone(self._open(), ctypes.byref(handle)))
        twin = object.__new__(type(self))
        twin.description, twin._arguments = self.description, self._arguments
        twin._adopt(handle)
        twin._is_seeded = self._is_seeded
        for name, array in twin._kept().items():
            array[...] = getattr(self._columns, name)
        return twin

    @property
    def costs(self) -> np.ndarray:
        """The last step's costs, one per channel of ``description.cost_names``."""
        return self._columns.costs[0].copy()

    @property
    def margins(self) -> np.ndarray:
        """Signed margin of each cost channel in the present state, positive where violated."""
        return self._read(_library.MARGINS)

    @property
    def diagnostics(self) -> dict[str, float]:
        """The world's diagnostics in the present state, by name."""
        return dict(zip(self.description.diagnostic_names, self._read(_library.DIAGNOSTICS).tolist()))

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

    def _mark_seeded(self) -> None:
        self._is_seeded = True

    def _kept(self) -> dict[str, np.ndarray]:
        return self._columns.outputs()

    def _info(self) -> dict[str, Any]:
        columns, info = self._columns, {}
        if columns.costs.size:
            costs = columns.costs[0].copy()
            info["cost"], info["costs"] = costs.item() if costs.size == 1 else float(costs.sum()), costs
        if columns.margins.size:
            info["margins"] = columns.margins[0].copy()
        if columns.diagnostics.size:
            info.update(zip(self.description.diagnostic_names, columns.diagnostics[0].tolist()))
        return info

    def _bad_action(self, action: Any) -> errors.ActionError:
        wanted = (
            f"a whole number from 0 to {self.action_space.n - 1}" if self._is_discrete
            else f"an array of shape {self._action_shape}, {self._action.dtype}")
        return errors.ActionError(f"the action {action!r} does not fit {self.action_space}; give {wanted}")
