#!/usr/bin/env python3
"""Record 1000 steps of each of Gymnasium's ten MuJoCo tasks as JSON under Tests/Fixtures/mujoco.

    venv=$(mktemp -d) && python3.11 -m venv "$venv"
    "$venv/bin/pip" install -r Scripts/mujoco-requirements.txt
    "$venv/bin/python" Scripts/make-mujoco-fixtures.py [--output FOLDER]

To replay: reset the engine's data, write qpos and qvel, call mj_forward (the warm start of the solver is then
zero, as recorded), and apply the actions: row by row the numbers of SplitMix64 from the recorded seed, each
bound * (2 u - 1) with u the upper 24 bits over 2^24, in doubles. Episodes go on beyond their end. Where a speed is
limited, the start is Gymnasium's with a forward speed added, so that both costs occur. Steps count from 1;
`observations` and `speeds` hold every fiftieth, `runs` are [first, last] steps during which something holds.
Digests are FNV-1a over 64-bit words, of all states (qpos, qvel) and all observations up to a step. A second run
writes the same bytes.
"""

import argparse
import pathlib

import gymnasium

from locomotion import files, streams, tasks

COMMAND = "python Scripts/make-mujoco-fixtures.py"
STEPS = 1000
EVERY = 50
MARKS = (1, 10, 100, 500, 1000)


def runs(flags: list[bool]) -> list[list[int]]:
    """First and last step, counted from 1, of every stretch of true."""
    result: list[list[int]] = []
    for step, flag in enumerate(flags, 1):
        if not flag:
            continue
        if result and result[-1][1] == step - 1:
            result[-1][1] = step
        else:
            result.append([step, step])
    return result


def record(task: tasks.Task, seed: int) -> dict[str, object]:
    """One trajectory of Gymnasium's class itself."""
    env = gymnasium.make(task.gymnasium).unwrapped
    env.reset(seed=seed)
    qpos, qvel = env.data.qpos.copy(), env.data.qvel.copy()
    if task.thresholds:
        qvel[0] += 1.25 * max(task.thresholds)
    env.set_state(qpos, qvel)
    bound = float(env.model.actuator_ctrlrange[0, 1])
    content: dict[str, object] = {
        "id": task.id, "task": task.gymnasium, "frameSkip": env.frame_skip,
        "actions": {"generator": "SplitMix64", "seed": seed, "bound": bound, "width": env.model.nu},
        "qpos": qpos, "qvel": qvel, "warmstart": env.data.qacc_warmstart.copy(), "observation": env._get_obs(),
    }
    rewards, ended, observations, speeds, costs = [], [], [], [], ([], [])
    digests, states, seen = [], streams.Digest(), streams.Digest()
    for step, action in enumerate(streams.actions(bound, env.model.nu, STEPS, seed), 1):
        observation, reward, terminated, _, info = env.step(action)
        rewards.append(float(reward))
        ended.append(bool(terminated))
        states.add(env.state_vector())
        seen.add(observation)
        if step % EVERY == 0:
            observations.append(observation)
        if step in MARKS:
            digests.append({"step": step, "states": str(states), "observations": str(seen)})
        if task.thresholds:
            velocity = [float(info[key]) for key in ("x_velocity", "y_velocity") if key in info]
            speeds.append(task.speed(velocity))
            for version in (0, 1):
                costs[version].append(bool(tasks.velocity_cost(task, velocity, version)))
    content |= {"every": EVERY, "observations": observations, "rewards": rewards, "terminatedRuns": runs(ended)}
    if task.thresholds:
        for flags in costs:
            assert 0 < sum(flags) < STEPS, f"{task.id}: one of the costs does not occur"
        content |= {"thresholds": list(task.thresholds), "speeds": speeds[EVERY - 1::EVERY],
                    "costRunsV0": runs(costs[0]), "costRunsV1": runs(costs[1])}
    content |= {"digests": digests, "lastQpos": env.data.qpos, "lastQvel": env.data.qvel,
                "lastWarmstart": env.data.qacc_warmstart}
    env.close()
    return content


def main() -> None:
    """Record all tasks, task number i with seed i."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=pathlib.Path, default=tasks.FIXTURES)
    folder = parser.parse_args().output
    tasks.require_versions()
    size = sum(files.write(folder, task.id, COMMAND, record(task, seed))
               for seed, task in enumerate(tasks.TASKS.values()))
    print(f"{size} bytes in all")


if __name__ == "__main__":
    main()
