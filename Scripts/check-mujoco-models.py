#!/usr/bin/env python3
"""Compare our models of the locomotion worlds with Gymnasium's, number by number and step by step.

First every numerical field of the compiled mjModel, options and statistics included, which must be equal to the
last bit; fields that may differ are listed with the cause. Then trajectories from the same state under the same
actions: state, observation, reward and ending, of Gymnasium's own class against our model with the formulas in
Scripts/locomotion/tasks.py. Last, stages of the engine that our models do not use are switched off, which must not
change a bit of the states. The exit status is 1 when anything differs that may not.

    venv=$(mktemp -d) && python3.11 -m venv "$venv"
    "$venv/bin/pip" install -r Scripts/mujoco-requirements.txt
    "$venv/bin/python" Scripts/check-mujoco-models.py [--steps 1000] [--seeds 3]
"""

import argparse
import sys
from collections.abc import Iterator

import gymnasium
import mujoco
import numpy as np

from locomotion import streams, tasks

# Fields, by prefix, that may differ, and why. A prefix with '=' stands for exactly that field.
MAY_DIFFER = {
    "names, of our own": ["name", "=nnames", "=nnames_map", "=signature"],
    "pictures: colours, textures, cameras, lights": [
        "tex_", "mat_", "cam_", "light_", "=geom_rgba", "=geom_matid", "=ntex", "=ntexdata", "=nmat", "=ncam",
        "=nlight", "vis."],
    "memory": ["=nbuffer", "=narena"],
    "notes that the engine does not read: numeric, user, keyframes equal to the start": [
        "numeric_", "=nnumeric", "=nnumericdata", "=geom_user", "=nuser_geom", "key_", "=nkey"],
}


def fields(item: object, prefix: str = "") -> Iterator[tuple[str, object]]:
    """All numbers, arrays and texts of an engine structure, nested ones by their path."""
    for name in sorted(dir(item)):
        value = None if name.startswith("_") else getattr(item, name)
        if value is None or callable(value):
            continue
        if isinstance(value, (int, float, bool, str, bytes, np.ndarray, np.generic)):
            yield prefix + name, value
        elif type(value).__module__.startswith("mujoco"):
            yield from fields(value, f"{prefix}{name}.")


def cause(name: str) -> str | None:
    """Why a field may differ, or nothing when it may not."""
    for reason, prefixes in MAY_DIFFER.items():
        if any(name == p[1:] if p.startswith("=") else name.startswith(p) for p in prefixes):
            return reason
    return None


def equal(ours: object, theirs: object) -> bool:
    """Same shape, same type, same bits; a NaN equals the same NaN."""
    a, b = np.asarray(ours), np.asarray(theirs)
    return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()


def compare_models(ours: mujoco.MjModel, theirs: mujoco.MjModel) -> tuple[int, list[str], list[str]]:
    """Number of equal fields, names that differ and may, names that differ and may not."""
    first, second = dict(fields(ours)), dict(fields(theirs))
    same, allowed, wrong = 0, [], sorted(set(first) ^ set(second))
    for name in first.keys() & second.keys():
        if equal(first[name], second[name]):
            same += 1
        else:
            (allowed if cause(name) else wrong).append(name)
    return same, sorted(allowed), sorted(wrong)


def ulps(a: float, b: float) -> float:
    """Distance in units of the last place of the larger number."""
    return 0.0 if a == b else abs(a - b) / np.spacing(max(abs(a), abs(b)))


def compare_trajectories(task: tasks.Task, ours: mujoco.MjModel, steps: int, seed: int) -> dict[str, float]:
    """Largest differences in units of the last place over the steps, and steps whose ending differs."""
    env = gymnasium.make(task.gymnasium).unwrapped
    env.reset(seed=seed)
    data = mujoco.MjData(ours)
    data.qpos[:], data.qvel[:] = env.data.qpos, env.data.qvel
    mujoco.mj_forward(ours, data)
    worst = {"state": 0.0, "warmstart": 0.0, "observation": 0.0, "reward": 0.0, "ending": 0.0}
    recorded = streams.actions(float(ours.actuator_ctrlrange[0, 1]), ours.nu, steps, seed)
    for action in recorded:
        theirs, reward, ended, _, _ = env.step(action)
        observation, our_reward, our_end, _ = task.step(ours, data, action)
        pairs = {
            "state": zip(tasks.state(ours, data), tasks.state(env.model, env.data)),
            "warmstart": zip(tasks.floats(data.qacc_warmstart), tasks.floats(env.data.qacc_warmstart)),
            "observation": zip(observation, tasks.floats(theirs), strict=True),
            "reward": [(our_reward, float(reward))],
        }
        for key, both in pairs.items():
            worst[key] = max(worst[key], *(ulps(a, b) for a, b in both))
        worst["ending"] += our_end != bool(ended)
    env.close()
    return worst


def states(task: tasks.Task, lean: bool, steps: int, seed: int) -> np.ndarray:
    """States of our model from the starting pose, with idle stages or without."""
    model = task.model()
    model.opt.disableflags |= tasks.idle_stages(model) if lean else 0
    data = mujoco.MjData(model)
    rows = []
    for action in streams.actions(float(model.actuator_ctrlrange[0, 1]), model.nu, steps, seed):
        data.ctrl[:] = action
        mujoco.mj_step(model, data, nstep=task.frame_skip)
        rows.append(np.concatenate([data.qpos, data.qvel]))
    return np.array(rows)


def main() -> int:
    """Print the tables; 0 when all is equal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    tasks.require_versions()
    failed = False
    print(f"MuJoCo {mujoco.__version__}, Gymnasium {gymnasium.__version__}, NumPy {np.__version__}\n")
    print(f"{'model':28s} {'equal fields':>12s} {'may differ':>10s} {'wrong':>5s}")
    reasons: dict[str, set[str]] = {}
    for task in tasks.TASKS.values():
        env = gymnasium.make(task.gymnasium).unwrapped
        # As loaded: the class enlarges the off-screen buffer of its own copy.
        theirs = mujoco.MjModel.from_xml_path(env.fullpath)
        limit = gymnasium.spec(task.gymnasium).max_episode_steps
        assert (env.frame_skip, limit) == (task.frame_skip, task.limit)
        same, allowed, wrong = compare_models(task.model(), theirs)
        for name in allowed:
            reasons.setdefault(str(cause(name)), set()).add(name)
        print(f"{task.id:28s} {same:12d} {len(allowed):10d} {len(wrong):5d}  {' '.join(wrong)}")
        failed |= bool(wrong)
    for reason, names in sorted(reasons.items()):
        print(f"\n{reason}:\n  {' '.join(sorted(names))}")
    print(f"\n{options.steps} steps, {options.seeds} seeds; differences in units of the last place")
    print(f"{'world':28s} {'state':>6s} {'warmstart':>9s} {'observation':>11s} {'reward':>6s} {'ending':>6s}")
    for task in tasks.TASKS.values():
        model = task.model()
        runs = [compare_trajectories(task, model, options.steps, seed) for seed in range(options.seeds)]
        worst = {key: max(run[key] for run in runs) for key in runs[0]}
        print(f"{task.id:28s} {worst['state']:6g} {worst['warmstart']:9g} {worst['observation']:11g} "
              f"{worst['reward']:6g} {worst['ending']:6g}", flush=True)
        failed |= any(worst.values())
    print("\nislands of a single tree, sensors, equalities, dry friction switched off: steps whose state differs")
    for task in tasks.TASKS.values():
        count = 0
        for seed in range(options.seeds):
            full, lean = (states(task, lean, options.steps, seed) for lean in (False, True))
            count += int((full != lean).any(axis=1).sum())
        print(f"{task.id:28s} {count:6d}", flush=True)
        failed |= count > 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
