"""Locomotion worlds: ours and their rivals, one process each.

    python locomotion_subjects.py SUBJECT WORLD LANES [THREADS]

reads "reset SEED STEPS" (start all lanes, play that many steps) and "play STEPS" from standard input and answers
in JSON: seconds of processor and of wall time, transitions, episodes ended.

    python locomotion_subjects.py memory SUBJECT WORLD LANES
    python locomotion_subjects.py grid environments|native|describe|batch

print JSON: bytes of a batch; time and bytes of a grid of a thousand models.

Every subject plays uniformly random actions, drawn off the clock, and starts finished episodes again. A step that
only starts an episode is no transition: its time counts, the step does not.
"""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import measuring
import numpy as np

WORLDS = {"half-cheetah": "HalfCheetah-v5", "ant": "Ant-v5", "hopper": "Hopper-v5"}
# Torso mass and foot friction of a grid of hoppers, inside the parameters' intervals.
_GRID_MASSES, _GRID_FRICTIONS = np.linspace(1.9, 5.4, 40), np.linspace(0.2, 3, 25)

Step = Callable[[Any], tuple[Any, ...]]
"""Gymnasium's vector step."""


class Game:
    """A batch that answers the parent's requests."""

    def __init__(
        self, lanes: int, width: int, dtype: Any, reset: Callable[[int], Any], step: Step, starts_in_step: bool
    ) -> None:
        self._shape, self._dtype, self._reset, self._step = (lanes, width), dtype, reset, step
        self._starts_in_step = starts_in_step
        self._pending = 0
        self._luck = np.random.default_rng(0)

    def reset(self, seed: int, steps: int) -> dict[str, Any]:
        self._luck = np.random.default_rng(seed)
        self._reset(seed)
        self._pending = 0
        self.play(steps)
        return {}

    def play(self, steps: int) -> dict[str, Any]:
        rows = list(self._luck.uniform(-1, 1, (steps, *self._shape)).astype(self._dtype))
        step, endings, count = self._step, [self._pending], np.count_nonzero
        wall, processor = time.perf_counter(), time.process_time()
        for row in rows:
            _, _, terminated, truncated, _ = step(row)
            endings.append(count(terminated) + count(truncated))
        processor, wall = time.process_time() - processor, time.perf_counter() - wall
        self._pending = endings[-1]
        idle = 0 if self._starts_in_step else sum(endings[:-1])
        return {
            "seconds": processor, "wall": wall, "steps": steps * self._shape[0] - int(idle),
            "ended": int(sum(endings[1:]))}


def _recipe(kind: str, world: str) -> str:
    import gauntlet_rl

    world += "-v5"
    if kind in ("masses", "near"):
        # A millionth of the box: models of their own, but the nominal motion.
        return f"{world} | uncertain(box=iwocs-3d,radius={1e-6 if kind == 'near' else 1},nature=per-episode)"
    if kind == "lengths":
        names = [name for name in gauntlet_rl.describe(world).parameter_names if name.endswith("Length")]
        return f"{world} | uncertain(parameters=[{','.join(names)}],nature=per-episode)"
    return world


def _ours(kind: str, mode: str, world: str, lanes: int, threads: int) -> Game:
    import gauntlet_rl

    batch = gauntlet_rl.make_vec(
        _recipe(kind, world), lanes, threads=threads, autoreset_mode=mode, infos=mode == "NextStep")
    (width,) = batch.single_action_space.shape
    return Game(
        lanes, width, batch.actions.dtype, lambda seed: batch.reset(seed=seed), batch.step, mode == "SameStep")


def _sync(world: str, lanes: int, threads: int) -> Game:
    import gymnasium

    batch = gymnasium.make_vec(WORLDS[world], lanes, vectorization_mode="sync")
    space = batch.single_action_space
    return Game(lanes, *space.shape, space.dtype, lambda seed: batch.reset(seed=seed), batch.step, False)


def _loop(world: str, lanes: int, threads: int) -> Game:
    import gymnasium

    ring = [gymnasium.make(WORLDS[world]) for _ in range(lanes)]
    space = ring[0].action_space

    def reset(seed: int) -> None:
        for number, one in enumerate(ring):
            one.reset(seed=seed + number)

    def step(actions: Any) -> tuple[Any, ...]:
        endings = []
        for one, action in zip(ring, actions):
            _, _, terminated, truncated, _ = one.step(action)
            if terminated or truncated:
                one.reset()
            endings.append(terminated or truncated)
        return None, None, endings, (), None

    return Game(lanes, *space.shape, space.dtype, reset, step, True)


def _envpool(world: str, lanes: int, threads: int) -> Game:
    import envpool

    batch = envpool.make(WORLDS[world], env_type="gymnasium", num_envs=lanes, num_threads=threads, seed=0)
    space = batch.action_space
    # It takes a seed only when it is made: a second reset goes on with its random numbers.
    return Game(lanes, *space.shape, space.dtype, lambda seed: batch.reset(), batch.step, False)


SUBJECTS: dict[str, Callable[[str, int, int], Game]] = {
    "gauntlet same-step": functools.partial(_ours, "", "SameStep"),
    "gauntlet next-step": functools.partial(_ours, "", "NextStep"),
    # Other parameters in every lane and episode; "near" them the motion is nominal and only their cost is new.
    "gauntlet, masses and friction": functools.partial(_ours, "masses", "NextStep"),
    "gauntlet, the same near nominal": functools.partial(_ours, "near", "NextStep"),
    "gauntlet, lengths": functools.partial(_ours, "lengths", "NextStep"),
    "gymnasium loop": _loop,
    "gymnasium sync": _sync,
    "envpool": _envpool,
}


def memory(subject: str, world: str, lanes: int) -> dict[str, Any]:
    """Bytes that a batch adds once it has played; libraries are counted too, so take differences of two sizes."""
    start = measuring.resident()
    game = SUBJECTS[subject](world, lanes, 1)
    game.reset(0, 3)
    return {"bytes": measuring.resident() - start}


def grid(kind: str) -> dict[str, Any]:
    """Time and bytes of a thousand hoppers of different models."""
    import gauntlet_rl
    from gauntlet_rl import _library

    recipes = [
        f"hopper-v5?torsoMass={mass:.4g},footFriction={friction:.4g}" for mass in _GRID_MASSES
        for friction in _GRID_FRICTIONS]
    # The library, the model and Python's own first use are paid once, whatever the size of the grid.
    first = gauntlet_rl.make("hopper-v5")
    start, processor = measuring.resident(), time.process_time()
    if kind == "batch":
        batch = gauntlet_rl.make_vec("hopper-v5 | uncertain(box=iwocs-2d,nature=fixed)", len(recipes))
        made = time.process_time() - processor
        batch.reset(seed=0)
        return {
            "made": made, "reset": time.process_time() - processor - made,
            "bytes": measuring.resident() - start}
    if kind == "native":
        options = _library.EnvironmentOptions()
        make = functools.partial(
            _library.made, _library.library.gauntlet_make_environment, options=options)
        kept = [make(recipe) for recipe in recipes]
    elif kind == "describe":
        kept = [_library.text(_library.library.gauntlet_describe, recipe.encode()) for recipe in recipes]
    else:
        kept = [gauntlet_rl.make(recipe) for recipe in recipes]
    result = {"made": time.process_time() - processor, "bytes": measuring.resident() - start}
    if kind == "environments":
        actions = np.zeros(first.action_space.shape, first.action_space.dtype)
        for number, one in enumerate(kept):
            one.reset(seed=number)
            one.step(actions)
        result["stepped"] = time.process_time() - processor
        result["stepped bytes"] = measuring.resident() - start
    return result


def main() -> None:
    subject, *rest = sys.argv[1:]
    if subject == "memory":
        print(json.dumps(memory(rest[0], rest[1], int(rest[2]))))
    elif subject == "grid":
        print(json.dumps(grid(rest[0])))
    else:
        game = SUBJECTS[subject](rest[0], *map(int, [*rest[1:], "1"][:2]))
        measuring.answer({"reset": game.reset, "play": game.play})


if __name__ == "__main__":
    main()
