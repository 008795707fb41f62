"""What is measured: ours and its rivals, one process each.

    python subjects.py SUBJECT WORLD LANES,LANES,... SECONDS

prints JSON: steps per second for each number of lanes. Every subject plays uniformly random actions that were
drawn beforehand, and starts finished episodes again.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Callable
from typing import Any

import measuring

# Sets of actions drawn beforehand; a power of two that stays in the cache for small batches.
_RING = 16
# Steps per call of a compiled loop.
_LOOP_STEPS = 1 << 20

_GAUNTLET = {
    "CartPole": "cart-pole-v1", "Pendulum": "pendulum-v1", "MountainCar": "mountain-car-v0",
    "FrozenLake": "frozen-lake-v1", "CliffWalk": "cliff-walk-v1",
}
_GYMNASIUM = {
    "CartPole": "CartPole-v1", "Pendulum": "Pendulum-v1", "MountainCar": "MountainCar-v0",
    "FrozenLake": "FrozenLake-v1", "CliffWalk": "CliffWalking-v1",
}
_GYMNAX = {
    "CartPole": "CartPole-v1", "Pendulum": "Pendulum-v1", "MountainCar": "MountainCar-v0",
    "FrozenLake": "FrozenLake-misc",
}

Subject = tuple[Callable[[], Any], int]
"""A call and how many environment steps it makes."""


def _draw(space: Any, lanes: int, dtype: Any) -> Any:
    """Actions of ``_RING`` steps, [steps, lanes, ...]."""
    import numpy as np

    generator = np.random.default_rng(0)
    if hasattr(space, "n"):
        return generator.integers(0, space.n, (_RING, lanes)).astype(dtype)
    return generator.uniform(space.low, space.high, (_RING, lanes, *space.shape)).astype(dtype)


def _ours(mode: str, infos: bool = True) -> Callable[[str, int], Subject]:
    def make(world: str, lanes: int) -> Subject:
        from gauntlet_rl import GauntletVectorEnv

        batch = GauntletVectorEnv(_GAUNTLET[world], lanes, autoreset_mode=mode, dtype="float32", infos=infos)
        batch.reset(seed=0)
        ring, step = list(_draw(batch.single_action_space, lanes, batch.actions.dtype)), batch.step

        def call() -> None:
            for actions in ring:
                step(actions)

        return call, _RING * lanes

    return make


def _plain_loop(world: str, lanes: int) -> Subject:
    import gymnasium

    if lanes != 1:
        raise ValueError("one environment at a time")
    environment = gymnasium.make(_GYMNASIUM[world])
    environment.reset(seed=0)
    space = environment.action_space
    ring = [int(row[0]) if hasattr(space, "n") else row[0] for row in _draw(space, 1, space.dtype)]

    def call() -> None:
        for action in ring:
            _, _, terminated, truncated, _ = environment.step(action)
            if terminated or truncated:
                environment.reset()

    return call, _RING


def _own_vector(world: str, lanes: int) -> Subject:
    import gymnasium

    if world != "CartPole":
        raise ValueError("Gymnasium has no vector version of this world")
    batch = gymnasium.make_vec("CartPole-v1", lanes, vectorization_mode="vector_entry_point")
    batch.reset(seed=0)
    ring = list(_draw(batch.single_action_space, lanes, batch.single_action_space.dtype))

    def call() -> None:
        for actions in ring:
            batch.step(actions)

    return call, _RING * lanes


def _envpool(world: str, lanes: int) -> Subject:
    import envpool

    batch = envpool.make(
        _GYMNASIUM[world], env_type="gymnasium", num_envs=lanes, num_threads=len(measuring.cores()), seed=0)
    batch.reset()
    space = batch.action_space
    ring = list(_draw(space, lanes, "int32" if hasattr(space, "n") else "float32"))

    def call() -> None:
        for actions in ring:
            batch.step(actions)

    return call, _RING * lanes


def _gymnax(is_loop: bool) -> Callable[[str, int], Subject]:
    def make(world: str, lanes: int) -> Subject:
        import gymnax
        import jax
        import jax.numpy as jnp

        environment, parameters = gymnax.make(_GYMNAX[world])
        space = environment.action_space(parameters)
        ring = jnp.asarray(_draw(space, lanes, "int32" if hasattr(space, "n") else "float32"))
        reset = jax.vmap(environment.reset, in_axes=(0, None))
        step = jax.vmap(environment.step, in_axes=(0, 0, 0, None))
        _, state = jax.jit(reset)(jax.random.split(jax.random.key(0), lanes), parameters)

        def advance(key: Any, state: Any, actions: Any) -> Any:
            observation, state, reward, terminated, truncated, _ = step(
                jax.random.split(key, lanes), state, actions, parameters)
            return state, (observation, reward, terminated, truncated)

        if not is_loop:
            compiled, rows, held = jax.jit(advance), list(ring), [state]
            keys = list(jax.random.split(jax.random.key(1), _RING))

            def call() -> None:
                for key, actions in zip(keys, rows):
                    held[0], seen = compiled(key, held[0], actions)
                jax.block_until_ready(seen)

            return call, _RING * lanes

        steps = min(max(_LOOP_STEPS // lanes, _RING), 1 << 14)

        @jax.jit
        def loop(key: Any, state: Any) -> Any:
            def body(carry: Any, turn: Any) -> Any:
                key, state, sums = carry
                key, mine = jax.random.split(key)
                state, seen = advance(mine, state, ring[turn % _RING])
                # Rewards alone are read, which lets the compiler leave out observations: its best case.
                return (key, state, sums + jnp.sum(seen[1])), None

            (key, state, sums), _ = jax.lax.scan(body, (key, state, jnp.float32(0)), jnp.arange(steps))
            return key, state, sums

        held = [jax.random.key(1), state]

        def call() -> None:
            held[0], held[1], sums = loop(*held)
            jax.block_until_ready(sums)

        return call, steps * lanes

    return make


def _pufferlib(world: str, lanes: int) -> Subject:
    import numpy as np

    if world != "CartPole":
        raise ValueError("only its cart-pole is measured")
    path = os.environ.get("PUFFERLIB_CARTPOLE")
    if not path:
        raise ValueError("PUFFERLIB_CARTPOLE names no library; see README.md")
    library = ctypes.PyDLL(path)
    acted = np.zeros(lanes, np.float32)
    columns = [np.zeros((lanes, 4), np.float32), acted, np.zeros(lanes, np.float32), np.zeros(lanes, np.uint8)]
    library.puffer_make(lanes, *(ctypes.c_void_p(one.ctypes.data) for one in columns))
    library.puffer_reset()
    step = library.puffer_step
    step.argtypes, step.restype = [], None
    ring = list(_draw(type("Two", (), {"n": 2})(), lanes, np.float32))

    def call(kept: Any = columns) -> None:
        # The library writes to the columns, so they must outlive this function's maker.
        for actions in ring:
            acted[:] = actions
            step()

    return call, _RING * lanes


SUBJECTS: dict[str, Callable[[str, int], Subject]] = {
    "gauntlet same-step": _ours("SameStep", infos=False),
    "gauntlet next-step": _ours("NextStep"),
    "gauntlet same-step, infos": _ours("SameStep"),
    "pufferlib": _pufferlib,
    "gymnasium loop": _plain_loop,
    "gymnasium vector": _own_vector,
    "envpool": _envpool,
    "gymnax step": _gymnax(False),
    "gymnax scan": _gymnax(True),
}
WORLDS = tuple(_GAUNTLET)


def has(subject: str, world: str, lanes: int) -> bool:
    """Whether the subject plays this at all."""
    if subject.startswith("gymnax"):
        return world in _GYMNAX
    if subject == "gymnasium loop":
        return lanes == 1
    return world == "CartPole" or subject not in ("pufferlib", "gymnasium vector")


def main() -> None:
    subject, world, lanes, seconds = sys.argv[1:5]
    results = {}
    for count in map(int, lanes.split(",")):
        call, work = SUBJECTS[subject](world, count)
        results[str(count)] = measuring.rate(call, work, float(seconds))
    print(json.dumps(results))


if __name__ == "__main__":
    main()
