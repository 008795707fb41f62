#!/usr/bin/env python3
"""Print what Documentation/mujoco-notes.md says was measured, beside what other scripts print.

For each world: by how much body positions lag behind the state after a step; how far rewards of float32 actions
are from those of doubles; what other masses and lengths change in a model and how long that takes; how much memory
is used; and the time of Gymnasium's loop.

    "$venv/bin/python" Scripts/measure-mujoco.py        (the environment of make-mujoco-fixtures.py)
"""

import time
import warnings
from collections.abc import Callable

import gymnasium
import mujoco
import numpy as np

from locomotion import parameters, streams, tasks


def actions(model: mujoco.MjModel, steps: int) -> np.ndarray:
    """Random actions."""
    return streams.actions(float(model.actuator_ctrlrange[0, 1]), model.nu, steps, 1)


def lag(task: tasks.Task) -> tuple[float, mujoco.MjData]:
    """Largest distance of a body's computed position from where the state has it, and the data in the end."""
    model = task.model()
    data, other = mujoco.MjData(model), mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    worst = 0.0
    for action in actions(model, 200):
        data.ctrl[:] = action
        mujoco.mj_step(model, data, nstep=task.frame_skip)
        other.qpos[:] = data.qpos
        mujoco.mj_kinematics(model, other)
        worst = max(worst, float(np.abs(data.xpos - other.xpos).max()))
    return worst, data


def rounding(task: tasks.Task) -> float:
    """Largest difference of rewards between an action in float32 and the same numbers as doubles."""
    single, double = (gymnasium.make(task.gymnasium).unwrapped for _ in range(2))
    for env in (single, double):
        env.reset(seed=0)
    worst = 0.0
    for action in actions(single.model, 300).astype(np.float32):
        worst = max(worst, abs(float(single.step(action)[1]) - float(double.step(action.astype(np.float64))[1])))
    return worst


def changed(task: tasks.Task, kind: str) -> list[str]:
    """Fields of the model that differ when all masses or all lengths are at their high ends."""
    nominal = task.model()
    other, _ = parameters.applied(task, {p.name: p.high for p in parameters.parameters(task) if p.kind == kind})
    names = [n for n in dir(nominal) if not n.startswith("_") and isinstance(getattr(nominal, n), np.ndarray)]
    fields = [n for n in names if not np.array_equal(getattr(nominal, n), getattr(other, n))]
    totals = [f"stat.{n}" for n in ("meaninertia", "meanmass", "extent")
              if getattr(nominal.stat, n) != getattr(other.stat, n)]
    return [n for n in fields if not n.startswith(("cam_", "light_"))] + totals


def microseconds(work: Callable[[], object], count: int) -> float:
    """Processor time of one call."""
    start = time.process_time()
    for _ in range(count):
        work()
    return 1e6 * (time.process_time() - start) / count


def loop(task: tasks.Task, steps: int) -> float:
    """Microseconds a step of Gymnasium's own loop with its wrappers and float32 actions."""
    env = gymnasium.make(task.gymnasium)
    env.reset(seed=0)
    rows = actions(env.unwrapped.model, steps).astype(np.float32)
    start = time.process_time()
    for row in rows:
        _, _, terminated, truncated, _ = env.step(row)
        if terminated or truncated:
            env.reset()
    return 1e6 * (time.process_time() - start) / steps


def main() -> None:
    """Print all."""
    tasks.require_versions()
    warnings.filterwarnings("ignore", message=".*settotalmass")
    for task in tasks.TASKS.values():
        model = task.model()
        spec = mujoco.MjSpec.from_file(str(tasks.MODELS / task.file))
        spare = mujoco.MjData(model)
        worst, data = lag(task)
        print(f"{task.id}: lag {worst:.1e} m, rounding of rewards {rounding(task):.1e}, setConst "
              f"{microseconds(lambda: mujoco.mj_setConst(model, spare), 200):.1f} us, loading "
              f"{microseconds(task.model, 5) / 1000:.2f} ms, compiling "
              f"{microseconds(spec.compile, 5) / 1000:.2f} ms, mjData {data.nbuffer} bytes and "
              f"{data.maxuse_arena} of {model.narena} of the arena, "
              f"Gymnasium's loop {min(loop(task, 3000) for _ in range(2)):.1f} us")
        print(f"  masses change: {' '.join(changed(task, 'mass'))}")
        print(f"  lengths change: {' '.join(changed(task, 'length'))}", flush=True)


if __name__ == "__main__":
    main()
