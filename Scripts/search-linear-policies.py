#!/usr/bin/env python3
"""Find the hand-written policies of the locomotion worlds: pure functions of the observation, mostly a matrix.

    "$venv/bin/pip" install -r Scripts/mujoco-requirements.txt scipy==1.17.1
    "$venv/bin/python" Scripts/search-linear-policies.py WORLD        # search, evaluate, write
    "$venv/bin/python" Scripts/search-linear-policies.py --check      # evaluate what is written, again

Results go into Documentation/linear-policies.json. Numbers are rounded before they are evaluated, so what is
reported is what is written; it is measured in Gymnasium's own tasks over seeds that no search has seen. All seeds
are fixed; one core. The pendulums are balanced by a linear-quadratic regulator (SciPy), reacher by the transposed
Jacobian, ant and the humanoids are held in their starting pose, the others move by augmented random search.
"""

import argparse
import itertools
import json
import os
import time

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import mujoco  # noqa: E402
import numpy as np  # noqa: E402

from locomotion import ars, linear, tasks  # noqa: E402

SEED = 20240807
STARTS = range(1000, 1100)


def regulator(task: tasks.Task, components: list[int], weights: list[float], effort: float) -> linear.Linear:
    """The regulator of a model linearised at rest, by central differences of one environment step."""
    from scipy.linalg import solve_discrete_are

    model = task.model()
    data, width, h = mujoco.MjData(model), 2 * model.nv, 1e-5

    def after(state: np.ndarray, push: float) -> np.ndarray:
        mujoco.mj_resetData(model, data)
        data.qpos[:], data.qvel[:] = state[:model.nq], state[model.nq:]
        mujoco.mj_forward(model, data)
        data.ctrl[:] = push
        mujoco.mj_step(model, data, nstep=task.frame_skip)
        return np.concatenate([data.qpos, data.qvel])

    a = np.array([(after(h * e, 0) - after(-h * e, 0)) / (2 * h) for e in np.eye(width)]).T
    rest = np.zeros(width)
    b = ((after(rest, h) - after(rest, -h)) / (2 * h)).reshape(width, 1)
    p = solve_discrete_are(a, b, np.diag(weights), np.array([[effort]]))
    gains = -np.linalg.solve(effort + b.T @ p @ b, b.T @ p @ a)
    bound = float(model.actuator_ctrlrange[0, 1])
    return linear.Linear(components, gains, np.zeros(1), bound).rounded(4)


def balanced(task: tasks.Task) -> tuple[linear.Linear, dict[str, object]]:
    """A pendulum's regulator; it must stand to the end from every one of a hundred starts."""
    if task.id == "inverted-pendulum-v5":
        policy = regulator(task, [0, 1, 2, 3], [1, 1, 0.1, 0.1], 1)
    else:
        policy = regulator(task, [0, 1, 2, 5, 6, 7], [1, 10, 10, 0.1, 0.1, 0.1], 1)
    _, lengths, _ = linear.evaluate(task, policy, STARTS)
    if lengths.min() < task.limit:
        raise SystemExit(f"{task.id}: {int((lengths < task.limit).sum())} of {len(STARTS)} starts fell; "
                         "choose other weights")
    return policy, {"method": "linear-quadratic regulator", "stood": f"all of seeds {STARTS.start} to "
                    f"{STARTS.stop - 1}"}


def reaching(task: tasks.Task) -> tuple[linear.Reach, dict[str, object]]:
    """Reacher's gains, the best of a grid by the mean return of a hundred starts, 20 of them first."""
    pulls, brakes = (10.0, 14.0, 20.0, 28.0), (0.05, 0.07, 0.1, 0.14)

    def worth(policy: linear.Reach, seeds: range) -> float:
        return float(linear.evaluate(task, policy, seeds)[0].mean())

    grid = [linear.Reach([p, q], [b, c], 0.1, 1.0)
            for p, q, b, c in itertools.product(pulls, pulls, brakes, brakes)]
    grid.sort(key=lambda policy: -worth(policy, STARTS[:20]))
    policy = max(grid[:10], key=lambda policy: worth(policy, STARTS))
    episodes = len(grid) * 20 + 10 * len(STARTS)
    return policy, {"method": "grid of gains", "steps": episodes * task.limit}


STAGES = {
    "swimmer-v5": [ars.Stage(150, 4, 4, 0.02, 0.03, 1000)],
    "hopper-v5": [ars.Stage(100, 8, 4, 0.02, 0.03, 300, alive=0.5),
                  ars.Stage(150, 8, 4, 0.01, 0.02, 1000, alive=0.5)],
    "walker-2d-v5": [ars.Stage(80, 20, 10, 0.03, 0.03, 1000, fastest=1),
                     ars.Stage(30, 20, 10, 0.02, 0.02, 1000, fastest=2)],
    "half-cheetah-v5": [ars.Stage(40, 16, 4, 0.02, 0.03, 200), ars.Stage(120, 16, 4, 0.02, 0.03, 1000)],
}
HELD = ("ant-v5", "humanoid-v5", "humanoid-standup-v5")
SPRINGS = {"walker-2d-v5": (1.0, 0.1)}


def searched(task: tasks.Task) -> tuple[linear.Linear, dict[str, object]]:
    """Augmented random search, stage after stage."""
    search = ars.Search(task, SEED, SPRINGS.get(task.id))
    for stage in STAGES[task.id]:
        print(f"{task.id}: {stage}", flush=True)
        search.stage(stage)
    matrix, bias = search.best()
    policy = linear.Linear(search.columns, matrix[:, search.columns], bias, search.simulator.bound).rounded(5)
    return policy, {"method": "augmented random search", "seed": SEED, "steps": search.simulator.steps}


def held(task: tasks.Task) -> tuple[linear.Linear, dict[str, object]]:
    """Springs and brakes of every driven joint towards the starting pose, as strong as does best on a grid."""
    model = task.model()
    joints = [int(model.actuator_trnid[motor, 0]) for motor in range(model.nu)]
    # The observation begins with the third position; stronger motors are asked for less.
    places = [int(model.jnt_qposadr[j]) - 2 for j in joints]
    rates = [model.nq - 2 + int(model.jnt_dofadr[j]) for j in joints]
    share = model.actuator_gear[:, 0].max() / model.actuator_gear[:, 0]
    rest = np.array([np.clip(model.qpos0[model.jnt_qposadr[j]], *model.jnt_range[j]) for j in joints])

    def springs(pull: float, brake: float) -> linear.Linear:
        matrix = np.hstack([np.diag(-pull * share), np.diag(-brake * share)])
        return linear.Linear(places + rates, matrix, pull * share * rest,
                             float(model.actuator_ctrlrange[0, 1])).rounded(4)

    grid = [springs(pull, brake) for pull in (0.25, 0.5, 1.0, 2.0) for brake in (0.01, 0.03, 0.1)]
    policy = max(grid, key=lambda p: float(linear.evaluate(task, p, STARTS[:5])[0].mean()))
    return policy, {"method": "grid of springs"}


def again(world: str, record: dict[str, object]) -> bool:
    """Whether what is written of a world is what its policy reaches."""
    found = linear.reached(tasks.TASKS[world], linear.load(record))
    same = found == record["reached"]
    print(f"{world}: {found}" + ("" if same else f"\n  written: {record['reached']}"), flush=True)
    return same


def main() -> None:
    """Search for one world's policy, or check all that are written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    methods = {"inverted-pendulum-v5": balanced, "inverted-double-pendulum-v5": balanced, "reacher-v5": reaching,
               **dict.fromkeys(HELD, held), **dict.fromkeys(STAGES, searched)}
    parser.add_argument("world", nargs="?", choices=list(methods))
    parser.add_argument("--check", action="store_true", help="evaluate the committed policies again")
    options = parser.parse_args()
    tasks.require_versions()
    if options.check:
        worlds = json.loads(linear.FILE.read_text())["worlds"]
        chosen = [options.world] if options.world else list(worlds)
        raise SystemExit(0 if all([again(world, worlds[world]) for world in chosen]) else 1)
    if not options.world:
        parser.error("name a world, or --check")
    task, begun = tasks.TASKS[options.world], time.process_time()
    policy, search = methods[task.id](task)
    record = {**policy.record(), "search": search, "reached": linear.reached(task, policy)}
    linear.save(task.id, record)
    print(f"{task.id}: {record['reached']}, {search}, {time.process_time() - begun:.0f} s of processor time")


if __name__ == "__main__":
    main()
