"""Augmented random search for linear policies (Mania, Guy and Recht 2018, arXiv 1803.07055), one process.

The search runs on our models, which are Gymnasium's to the bit, in a bare loop: the velocity reward of an episode is
the way along x over the duration of a step, and the contact term of ant is left out. What is reported is measured
in Gymnasium's tasks afterwards.
"""

import dataclasses
import math

import mujoco
import numpy as np

from . import tasks


@dataclasses.dataclass(frozen=True)
class Body:
    """What the bare loop needs of a world: where the height stands in qpos, when it falls, what a step costs."""

    hidden: int
    cut: float
    effort: float
    alive: float
    position_noise: float
    velocity_noise: float
    normal: bool = False
    height: tuple[float, float] | None = None
    pitch: float = math.inf


BODIES = {
    "swimmer-v5": Body(2, math.inf, 1e-4, 0, 0.1, 0.1),
    "hopper-v5": Body(1, 10, 1e-3, 1, 5e-3, 5e-3, False, (0.7, math.inf), 0.2),
    "walker-2d-v5": Body(1, 10, 1e-3, 1, 5e-3, 5e-3, False, (0.8, 2.0), 1.0),
    "half-cheetah-v5": Body(1, math.inf, 0.1, 0, 0.1, 0.1, True),
    "ant-v5": Body(2, math.inf, 0.5, 1, 0.1, 0.1, True, (0.2, 1.0)),
}


@dataclasses.dataclass(frozen=True)
class Episode:
    """What an episode came to: its way is in steps times speed, and with the speed of every step capped."""

    way: float
    capped: float
    effort: float
    steps: int
    observations: np.ndarray


class Simulator:
    """One world, run from random starts under a matrix and a bias."""

    def __init__(self, task: tasks.Task) -> None:
        self.task, self.body, self.model = task, BODIES[task.id], task.model()
        self.model.opt.disableflags |= tasks.idle_stages(self.model)
        self.data = mujoco.MjData(self.model)
        self.duration = self.model.opt.timestep * task.frame_skip
        self.width = self.model.nq - self.body.hidden + self.model.nv
        self.actions = self.model.nu
        self.bound = float(self.model.actuator_ctrlrange[0, 1])
        self.rows = np.zeros((task.limit, self.width))
        self.steps = 0

    def springs(self, pull: float, brake: float) -> tuple[np.ndarray, np.ndarray]:
        """A matrix and a bias that draw driven joints towards where they start, or as near as they go, and brake."""
        model, matrix, bias = self.model, np.zeros((self.actions, self.width)), np.zeros(self.actions)
        for motor in range(self.actions):
            joint = model.actuator_trnid[motor, 0]
            matrix[motor, model.jnt_qposadr[joint] - self.body.hidden] = -pull
            matrix[motor, model.nq - self.body.hidden + model.jnt_dofadr[joint]] = -brake
            bias[motor] = pull * np.clip(model.qpos0[model.jnt_qposadr[joint]], *model.jnt_range[joint])
        return matrix, bias

    def run(self, matrix: np.ndarray, bias: np.ndarray, rng: np.random.Generator, limit: int,
            fastest: float = math.inf) -> Episode:
        """One episode of at most so many steps."""
        body, model, data, rows, bound = self.body, self.model, self.data, self.rows, self.bound
        mujoco.mj_resetData(model, data)
        qpos, qvel, control = data.qpos, data.qvel, data.ctrl
        qpos += rng.uniform(-body.position_noise, body.position_noise, model.nq)
        noise = rng.standard_normal(model.nv) if body.normal else rng.uniform(-1, 1, model.nv)
        qvel += body.velocity_noise * noise
        mujoco.mj_forward(model, data)
        start, split, hidden, skip = float(qpos[0]), model.nq - body.hidden, body.hidden, self.task.frame_skip
        upright, cut = body.height is not None, math.isfinite(body.cut)
        low, high = body.height or (0.0, 0.0)
        height, lean = (2, None) if model.jnt_type[0] == mujoco.mjtJoint.mjJNT_FREE else (1, 2)
        effort, step, capped, last, furthest = 0.0, 0, 0.0, start, fastest * self.duration
        while step < limit:
            row = rows[step]
            row[:split] = qpos[hidden:]
            row[split:] = qvel
            if cut:
                np.clip(row[split:], -body.cut, body.cut, out=row[split:])
            action = matrix @ row
            action += bias
            np.clip(action, -bound, bound, out=action)
            control[:] = action
            effort += float(action @ action)
            mujoco.mj_step(model, data, nstep=skip)
            step += 1
            x = float(qpos[0])
            capped, last = capped + min(x - last, furthest), x
            if upright and not (low < qpos[height] < high and (lean is None or abs(qpos[lean]) < body.pitch)):
                break
        self.steps += step
        way = float(qpos[0]) - start
        if any(data.warning[int(w)].number for w in (mujoco.mjtWarning.mjWARN_BADQPOS,
                                                     mujoco.mjtWarning.mjWARN_BADQVEL,
                                                     mujoco.mjtWarning.mjWARN_BADQACC)):
            way = capped = 0.0
        return Episode(way / self.duration, capped / self.duration, effort, step, rows[:step])


@dataclasses.dataclass(frozen=True)
class Stage:
    """A part of the search: iterations of so many directions, of which the best `top` count; names as in the paper.

    `alive` and `effort` weigh what an episode is worth to the search, and speed counts up to `fastest`: a slow
    walk is then worth more than a dive. What is reported knows nothing of them.
    """

    iterations: int
    directions: int
    top: int
    step: float
    noise: float
    limit: int
    alive: float = 0.0
    effort: float | None = None
    fastest: float = math.inf


class Moments:
    """Running mean and variance of observations, a batch at a time."""

    def __init__(self, width: int) -> None:
        self.count, self.mean, self.squares = 0, np.zeros(width), np.zeros(width)

    def add(self, rows: np.ndarray) -> None:
        """Take in the observations of an episode."""
        count = len(rows)
        mean = rows.mean(axis=0)
        squares = ((rows - mean)**2).sum(axis=0)
        both = self.count + count
        self.squares += squares + (mean - self.mean)**2 * (self.count * count / both)
        self.mean = self.mean + (mean - self.mean) * (count / both)
        self.count = both

    def scale(self) -> np.ndarray:
        """One over the standard deviation; nothing is enlarged for a component that never moved."""
        deviation = np.sqrt(self.squares / max(self.count - 1, 1))
        return np.where(deviation < 1e-8, 0.0, 1 / np.maximum(deviation, 1e-8))


class Search:
    """The state of a search: the matrix over normalised observations and what was seen so far.

    With `spring` (pull and brake of every driven joint) the matrix is added to springs towards the starting pose, and
    has a column of its own for the bias: what falls more slowly is found more quickly. `columns` are the
    observations used.
    """

    def __init__(self, task: tasks.Task, seed: int, spring: tuple[float, float] | None = None,
                 columns: list[int] | None = None) -> None:
        self.simulator = Simulator(task)
        self.task, self.rng, self.seed = task, np.random.default_rng(seed), seed
        self.columns = columns or list(range(self.simulator.width))
        self.mask = np.zeros(self.simulator.width)
        self.mask[self.columns] = 1.0
        self.base = self.simulator.springs(*spring) if spring else None
        width = self.simulator.width + (1 if spring else 0)
        self.matrix = np.zeros((self.simulator.actions, width))
        self.moments = Moments(self.simulator.width)
        self.kept: list[tuple[float, np.ndarray, np.ndarray]] = []

    def folded(self, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and scale folded into a matrix and a bias over plain observations."""
        width = self.simulator.width
        scaled = matrix[:, :width] * (self.moments.scale() * self.mask)
        bias = -(scaled @ self.moments.mean)
        if self.base is None:
            return scaled, bias
        return scaled + self.base[0], bias + matrix[:, width] + self.base[1]

    def worth(self, episode: Episode, stage: Stage) -> float:
        """What an episode is worth to a stage."""
        effort = self.simulator.body.effort if stage.effort is None else stage.effort
        way = episode.capped if math.isfinite(stage.fastest) else episode.way
        return way + stage.alive * episode.steps - effort * episode.effort

    def published(self, episode: Episode) -> float:
        """The task's own return of an episode, but for ant's contacts and the bonus on the step that falls."""
        body = self.simulator.body
        return episode.way + body.alive * episode.steps - body.effort * episode.effort

    def trial(self, matrix: np.ndarray, bias: np.ndarray, episodes: int, salt: int) -> np.ndarray:
        """Returns and lengths of full episodes from starts of their own, a row an episode."""
        rng = np.random.default_rng([self.seed, salt])
        runs = [self.simulator.run(matrix, bias, rng, self.task.limit) for _ in range(episodes)]
        return np.array([[self.published(run), run.steps] for run in runs])

    def stage(self, stage: Stage, every: int = 10, episodes: int = 4) -> None:
        """Run one stage; now and then the policy is tried and kept."""
        for iteration in range(1, stage.iterations + 1):
            directions = self.rng.standard_normal((stage.directions, *self.matrix.shape))
            worths, seen = np.zeros((stage.directions, 2)), []
            for index, direction in enumerate(directions):
                start = int(self.rng.integers(1 << 62))
                for side, sign in enumerate((1, -1)):
                    matrix, bias = self.folded(self.matrix + sign * stage.noise * direction)
                    run = self.simulator.run(matrix, bias, np.random.default_rng(start), stage.limit,
                                             stage.fastest)
                    worths[index, side] = self.worth(run, stage)
                    seen.append(run.observations.copy())
            best = np.argsort(-worths.max(axis=1), kind="stable")[:stage.top]
            spread = float(worths[best].std())
            if spread > 0:
                weights = (worths[best, 0] - worths[best, 1]) / (stage.top * spread)
                self.matrix = self.matrix + stage.step * np.tensordot(weights, directions[best], axes=1)
            for rows in seen:
                self.moments.add(rows)
            if iteration % every == 0 or iteration == stage.iterations:
                matrix, bias = self.folded(self.matrix)
                trial = self.trial(matrix, bias, episodes, 1)
                self.kept.append((float(trial[:, 0].mean() - trial[:, 0].std()), matrix, bias))
                print(f"  {iteration:4d} worth {worths.mean():9.2f} trial {trial[:, 0].mean():9.2f} "
                      f"least {trial[:, 0].min():9.2f} steps {trial[:, 1].mean():7.1f} "
                      f"({self.simulator.steps} steps in all)", flush=True)

    def best(self, candidates: int = 5, episodes: int = 20) -> tuple[np.ndarray, np.ndarray]:
        """Of the policies kept the one with the greatest mean less deviation, tried again from other starts."""
        self.kept.sort(key=lambda entry: -entry[0])
        scores = []
        for _, matrix, bias in self.kept[:candidates]:
            returns = self.trial(matrix, bias, episodes, 2)[:, 0]
            scores.append(float(returns.mean() - returns.std()))
        _, matrix, bias = self.kept[int(np.argmax(scores))]
        return matrix, bias
