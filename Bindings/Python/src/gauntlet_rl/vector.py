"""Many lanes of one recipe as a ``gymnasium.vector.VectorEnv``."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterable, Sequence
from typing import Any

import gymnasium
import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from . import _checks, _library, errors
from ._columns import ColumnSet, bind
from ._owner import Owner, closed
from ._resets import reset_calls, reset_ended, reset_lanes, reset_mask
from ._rollout import Rollout, roll_out
from ._turn import Turn
from .recipes import recipe as make_recipe
from .spaces import describe, element, space

_RULES = {
    AutoresetMode.DISABLED: _library.RESET_MANUAL,
    AutoresetMode.SAME_STEP: _library.RESET_SAME_STEP,
    AutoresetMode.NEXT_STEP: _library.RESET_NEXT_STEP,
}
# Up to this many bytes a step, copying what the library wrote costs less than telling it where to write.
_COPY_LIMIT = 1 << 15
# Up to this many numbers, a call that holds Python's lock is cheaper than one that lets other threads run.
_QUICK_LIMIT = 256


class GauntletVectorEnv(Owner, VectorEnv):
    """``num_envs`` lanes of a recipe stepped together by the native library; for one thread at a time.

    ``reset(seed=s)`` gives lane i the seed s + i, as Gymnasium's vector environments do: it plays as
    ``GauntletEnv`` does after ``reset(seed=s + i)``, whatever the number of lanes and threads.

    Arrays that ``step`` and ``reset`` return are this object's own and are written again by the call after the
    next one, so that an observation and its successor may be kept without a copy; ``copy=True`` returns new ones.

    Infos are those of Gymnasium's ``SyncVectorEnv`` over ``GauntletEnv``. ``infos=False`` leaves them empty:
    ``costs``, ``margins`` and ``final_observations`` are there all the same, and SAME_STEP is faster so.
    """

    def __init__(
        self, recipe: str, num_envs: int = 1, *, rules: Iterable[str] = (), threads: int = 1,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP, dtype: str | None = None,
        copy: bool = False, infos: bool = True, diagnostics: bool = False, render_mode: str | None = None,
        **parameters: object,
    ) -> None:
        if render_mode is not None:
            raise errors.UnsupportedError(
                f"render_mode {render_mode!r}: batches draw nothing; give vectorization_mode='sync' to make_vec")
        self.num_envs = _checks.whole(num_envs, "num_envs")
        threads = _checks.whole(threads, "threads")
        known = (*(one.value for one in AutoresetMode), *AutoresetMode)
        mode = AutoresetMode(_checks.one_of(autoreset_mode, "autoreset_mode", known))
        self.description = describe(make_recipe(recipe, parameters, rules))
        self.render_mode = None
        self.metadata = {"render_modes": [], "autoreset_mode": mode}
        self._arguments = {
            "recipe": self.description.recipe, "num_envs": self.num_envs, "threads": threads,
            "autoreset_mode": mode, "dtype": dtype, "copy": bool(copy), "infos": bool(infos),
            "diagnostics": bool(diagnostics),
        }
        self._copies, self._wants_infos = bool(copy), bool(infos)
        self._is_same_step = mode is AutoresetMode.SAME_STEP
        self._is_seeded = False
        self._make(_RULES[mode])

    def _make(self, rule: int) -> None:
        """Makes the native batch and the buffers."""
        told = self.description.raw
        diagnostics = self._arguments["diagnostics"]
        # Gymnasium's infos of a lane that starts again are its new episode's; a reset of its own reads them.
        tells = bool(told["costs"] or told["margins"] or (diagnostics and told["diagnostics"]))
        self._resets_itself = self._is_same_step and tells and self._wants_infos
        options = _library.BatchOptions(
            lanes=self.num_envs, threads=self._arguments["threads"],
            reset_rule=_library.RESET_MANUAL if self._resets_itself else rule,
            observation_element=element(told["observation"], self._arguments["dtype"]),
            action_element=element(told["action"], self._arguments["dtype"]))
        self._handle = _library.made(
            _library.library.gauntlet_make_batch, self.description.recipe, options)
        shape = _library.shape_of(self._handle)
        self.single_observation_space = space(told["observation"], shape.observation_element)
        self.single_action_space = space(told["action"], shape.action_element)
        self.observation_space = batch_space(self.single_observation_space, self.num_envs)
        self.action_space = batch_space(self.single_action_space, self.num_envs)
        self._lay_out(shape, diagnostics)

    def _lay_out(self, shape: _library.Shape, diagnostics: bool) -> None:
        """Two sets of columns to hand out in turn, and for small batches a third that stays bound."""
        self._shape = shape
        first = ColumnSet(shape, diagnostics)
        sets = [first, ColumnSet(shape, diagnostics, actions=first.actions, nature=first.nature)]
        self._turns = [Turn(one, self.description, self._wants_infos) for one in sets]
        self._turn = 0
        self._bound: ColumnSet | None = None
        if first.block.nbytes <= _COPY_LIMIT and first.actions.nbytes <= _COPY_LIMIT:
            self._bound = ColumnSet(shape, diagnostics, actions=first.actions, nature=first.nature)
            bind(self._open(), self._bound.structure)
        flat = isinstance(self.single_action_space, gymnasium.spaces.Discrete)
        self.actions = self._own = first.actions[:, 0] if flat else first.actions
        self._nature = first.nature
        self._no_ending = bytes(self.num_envs)
        is_quick = self.num_envs * shape.observation_width <= _QUICK_LIMIT
        library = _library.quick if is_quick else _library.library
        self._step, self._step_into = library.gauntlet_step, library.gauntlet_step_into
        # While a call that lets other threads run reads the actions, nobody else may write them.
        self._lock = None if is_quick else threading.Lock()
        self._nature_lock = threading.Lock()
        self._fast = self._at_hand()

    def _at_hand(self) -> tuple[Any, ...] | None:
        """What a step of a small batch needs, in one look; nothing where a step has more to do."""
        bound = self._bound
        has_more = self._lock is not None or self._copies or self._resets_itself or self._turns[0].adds_costs
        if bound is None or has_more:
            return None
        # Takes an array of the right shape and dtype faster than NumPy does, and refuses others.
        inbox = memoryview(self._own) if self._own.ndim == 1 else None
        endings = bound.ending_bytes if self._is_same_step and self._wants_infos else None
        handed = tuple(turn.handed for turn in self._turns)
        return self._own, inbox, self._handle, bound.block, handed, endings, self._no_ending

    actions: np.ndarray
    """The batch's own actions: what is written here and passed to ``step`` is not copied."""

    # Gymnasium

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[np.ndarray, dict[str, Any]]:
        """Starts episode 0 of the seeds, or the next episodes; ``options={"reset_mask": mask}``: of some lanes."""
        handle = self._open()
        mask = reset_mask(options, self.num_envs)
        if seed is None and not self._is_seeded:
            seed = int(self.np_random.integers(2**62))
        elif isinstance(seed, (int, np.integer)):
            seed = _checks.seed(seed, self.num_envs)
            super().reset(seed=seed)
        calls = reset_calls(seed, mask, self.num_envs, None if self._is_seeded else self._draw_seeds)
        turn = self._turns[1 - self._turn]
        if self._bound is None:
            if mask is not None:
                turn.copy_from(self._turns[self._turn])
            bind(handle, turn.columns.structure)
        for chosen, seeds in calls:
            reset_lanes(handle, chosen, seeds)
        self._turn = 1 - self._turn
        self._is_seeded = True
        if self._bound is not None:
            turn.block[:] = self._bound.block
        if turn.adds_costs:
            turn.add_costs()
        infos = turn.infos.copy() if mask is None else turn.infos_where(mask)
        return self._given(turn.observations), self._given_infos(infos)

    def _draw_seeds(self, count: int) -> np.ndarray:
        return self.np_random.integers(2**62, size=count, dtype=np.uint64)

    def step(
        self, actions: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        """Steps every lane; wrong shapes, dtypes and numbers outside the space raise, and nothing is stepped."""
        if self._fast is None:
            return self._step_alone(actions)
        own, inbox, handle, block, handed, endings, no_ending = self._fast
        if actions is not own:
            if inbox is None:
                own[...] = self._fitting(actions)
            else:
                try:
                    inbox[:] = actions
                except (TypeError, ValueError):
                    own[...] = self._fitting(actions)
        if status := self._step(handle):
            raise self._refusal(status)
        self._turn = other = 1 - self._turn
        observations, rewards, terminated, truncated, known, memory = handed[other]
        memory[:] = block
        infos = known.copy()
        if endings is not None and endings != no_ending:
            self._finish(self._turns[other], self._bound, infos)
        return observations, rewards, terminated, truncated, infos

    def _step_alone(
        self, actions: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        """Any step, while no other thread makes one."""
        lock = self._lock
        if lock is not None and not lock.acquire(blocking=False):
            raise errors.BusyError("another thread is stepping this batch; make one for each thread")
        try:
            return self._advance(actions)
        finally:
            if lock is not None:
                lock.release()

    def _advance(
        self, actions: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        other = 1 - self._turn
        turn = self._turns[other]
        bound = self._bound
        if bound is not None:
            if actions is not self._own:
                self._own[...] = self._fitting(actions)
            status = self._step(self._handle)
            if status:
                raise self._refusal(status)
            turn.block[:] = bound.block
        else:
            if actions is not self._own:
                # The name keeps an array made here alive while the library reads it.
                actions = self._fitting(actions)
                self._take(actions, turn)
            elif turn.has_foreign_actions:
                turn.point_back()
            status = self._step_into(self._handle, turn.pointer)
            if status:
                raise self._refusal(status)
            bound = turn.columns
        self._turn = other
        if turn.adds_costs:
            turn.add_costs()
        infos = turn.infos.copy()
        if self._is_same_step and bound.ending_bytes != self._no_ending and self._wants_infos:
            self._finish(turn, bound, infos)
        if self._copies:
            return (
                turn.observations.copy(), turn.rewards.copy(), turn.terminated.copy(), turn.truncated.copy(),
                self._given_infos(infos))
        return turn.observations, turn.rewards, turn.terminated, turn.truncated, infos

    def _fitting(self, actions: Any) -> np.ndarray:
        """``actions`` as an array that fits."""
        own = self._own
        array = actions if type(actions) is np.ndarray else _checks.array(actions)
        if array is None or not _checks.fits(array, own.shape, own.dtype):
            raise errors.ActionError(
                f"{_checks.told(array)} for actions; give shape {own.shape}, dtype {own.dtype}")
        return array

    def _take(self, actions: np.ndarray, turn: Turn) -> None:
        """Points the library at the caller's actions where it can read them as they are, or copies them."""
        if actions.dtype == self._own.dtype and actions.flags.c_contiguous and actions.flags.aligned:
            turn.point_at(actions)
        else:
            self._own[...] = actions
            if turn.has_foreign_actions:
                turn.point_back()

    def _finish(self, turn: Turn, bound: ColumnSet, infos: dict[str, Any]) -> None:
        """Adds what Gymnasium tells of lanes that ended in this step."""
        ended = bound.endings != 0
        last = turn.observations if self._resets_itself else turn.view(bound.final_observations)
        places = np.flatnonzero(ended)
        rows = last[places]
        # Of Nones, as NumPy makes arrays of objects.
        final = np.empty(self.num_envs, dtype=object)
        final[places] = np.fromiter(rows.tolist() if turn.is_flat else rows, object, len(rows))
        infos["final_obs"], infos["_final_obs"] = final, ended
        infos["final_info"], infos["_final_info"] = turn.infos_where(ended), ended.copy()
        if self._resets_itself:
            reset_ended(self._open(), bound, ended)
            if self._bound is not None:
                turn.block[:] = bound.block
            if turn.adds_costs:
                turn.add_costs()

    def close_extras(self, **kwargs: Any) -> None:
        """Frees the batch; every later call raises ``ClosedError``."""
        self._step = self._step_into = closed
        self._free()

    # Beyond Gymnasium

    @property
    def costs(self) -> np.ndarray:
        """The last step's costs, [num_envs, channels of ``description.cost_names``]."""
        return self._turns[self._turn].columns.costs

    @property
    def margins(self) -> np.ndarray:
        """Signed margins [num_envs, channels], positive where violated; no columns where none are declared."""
        return self._turns[self._turn].columns.margins

    @property
    def final_observations(self) -> np.ndarray:
        """The last observations of lanes whose episode ended in the last step; other lanes' rows mean nothing."""
        turn = self._turns[self._turn]
        return turn.view((self._bound or turn.columns).final_observations)

    def rollout(self, actions: np.ndarray) -> Rollout:
        """Steps ``len(actions)`` times in one call; ``actions`` is [steps, num_envs, ...], for SAME_STEP batches.

        The same as that many calls of ``step``, in new arrays; threads wait for one another once, not every step.
        """
        if not self._is_same_step:
            raise errors.UnsupportedError(
                "only batches with autoreset_mode=AutoresetMode.SAME_STEP can be rolled out; make one")
        if self._resets_itself:
            raise errors.UnsupportedError(
                "a batch that tells infos of ended lanes resets them one by one; make one with infos=False to roll out")
        return roll_out(
            self._open(), self._shape, actions, self._own.shape, self._own.dtype, self._turns[0].is_flat)

    def step_with_nature(
        self, actions: np.ndarray, nature: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        """``step`` with the actions of both players, nature's [num_envs, width] in [-1, 1].

        ``step`` alone leaves the seats empty, and nothing is changed in their name.
        """
        if not self._nature.size:
            raise errors.UnsupportedError(
                f"'{self.description.recipe}' has no seat for nature; add a rule adversary-seat(...)")
        rows = _checks.array(nature)
        if rows is None or not _checks.fits(rows, self._nature.shape, self._nature.dtype):
            raise errors.ActionError(
                f"{_checks.told(rows)} for nature's actions; give shape {self._nature.shape}, "
                f"dtype {self._nature.dtype}, in [-1, 1]")
        if not self._nature_lock.acquire(blocking=False):
            raise errors.BusyError("another thread is stepping this batch; make one for each thread")
        try:
            return self._advance_both(actions, rows)
        finally:
            self._nature_lock.release()

    def _advance_both(
        self, actions: np.ndarray, nature: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        self._nature[...] = nature
        columns = self._bound or self._turns[1 - self._turn].columns
        columns.structure.nature = columns.nature_column
        plain = self._step
        self._step = lambda handle: self._step_into(handle, ctypes.byref(columns.structure))
        try:
            return self.step(actions)
        finally:
            columns.structure.nature = _library.Column()
            self._step = plain

    # Inside

    def _given(self, array: np.ndarray) -> np.ndarray:
        return array.copy() if self._copies else array

    def _given_infos(self, infos: dict[str, Any]) -> dict[str, Any]:
        if self._copies:
            for name, value in infos.items():
                infos[name] = value.copy()
        return infos

    def _mark_seeded(self) -> None:
        self._is_seeded = True

    def _kept(self) -> dict[str, np.ndarray]:
        return self._turns[self._turn].columns.outputs()

    def _thaw(self, *state: Any) -> None:
        super()._thaw(*state)
        if self._bound is not None:
            # A reset of some lanes hands out the others' rows too.
            for name, array in self._kept().items():
                getattr(self._bound, name)[...] = array
