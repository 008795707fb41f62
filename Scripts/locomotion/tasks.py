"""The ten tasks: models, observations, rewards and endings, written down a second time in plain floats.

Nothing here is taken from Gymnasium at run time, so agreement with it to the last bit says that the description in
Documentation/mujoco-notes.md is complete. Sums are taken in NumPy's order, see `total`.
"""

import dataclasses
import importlib.metadata
import math
import pathlib
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction

import mujoco
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODELS = ROOT / "Assets" / "MuJoCo"
FIXTURES = ROOT / "Tests" / "Fixtures" / "mujoco"
WANTED = {"mujoco": "4.0.0", "gymnasium": "1.4.0", "numpy": "2.4.6"}


def require_versions() -> None:
    """End with a message unless the installed packages are the pinned ones."""
    for package, version in WANTED.items():
        found = importlib.metadata.version(package)
        if found != version:
            raise SystemExit(f"{package} {found} found, {version} needed: see Scripts/mujoco-requirements.txt")


def warned(message: str) -> None:
    """Print the engine's warnings, save the one about the published total mass; else it writes a log file."""
    if "'settotalmass' is deprecated" not in message:
        print(f"MuJoCo: {message}", file=sys.stderr)


mujoco.set_mju_user_warning(warned)


def total(values: Sequence[float]) -> float:
    """Sum up to 128 numbers in the order of numpy.sum: eight running sums from eight numbers on."""
    n = len(values)
    if n < 8:
        result = 0.0
        for value in values:
            result += value
        return result
    r = list(values[:8])
    whole = n - n % 8
    for i in range(8, whole, 8):
        for k in range(8):
            r[k] += values[i + k]
    result = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]))
    for value in values[whole:]:
        result += value
    return result


def squares(values: Sequence[float]) -> float:
    """Sum of squares in the order of numpy.sum."""
    return total([v * v for v in values])


def clip(value: float, bound: float) -> float:
    """Value cut to [-bound, bound]."""
    return min(max(value, -bound), bound)


def fused(a: float, b: float, c: float) -> float:
    """a * b + c, rounded once."""
    return float(Fraction(a) * Fraction(b) + Fraction(c))


def floats(array: np.ndarray) -> list[float]:
    """An array's numbers as Python floats, row by row."""
    return [float(v) for v in array.ravel()]


def idle_stages(model: mujoco.MjModel) -> int:
    """Flags of stages without work here: islands are for several kinematic trees, and Reacher's target is one.

    Not the mid-phase of collisions: without it the contacts change their order.
    """
    off = mujoco.mjtDisableBit
    flags = off.mjDSBL_SENSOR | off.mjDSBL_EQUALITY | off.mjDSBL_FRICTIONLOSS
    return int(flags | off.mjDSBL_ISLAND if model.ntree == 1 else flags)


@dataclasses.dataclass(frozen=True)
class Task:
    """One world: `carried` is the position whose change per step is the velocity, read before and after a step."""

    id: str
    gymnasium: str
    file: str
    frame_skip: int
    limit: int
    carried: Callable[[mujoco.MjModel, mujoco.MjData], list[float]]
    observe: Callable[[mujoco.MjModel, mujoco.MjData], list[float]]
    reward: Callable[[mujoco.MjModel, mujoco.MjData, list[float], list[float]], float]
    terminated: Callable[[mujoco.MjModel, mujoco.MjData], bool]
    speed: Callable[[list[float]], float] | None = None
    thresholds: tuple[float, float] | None = None

    def model(self) -> mujoco.MjModel:
        """Compile our model."""
        return mujoco.MjModel.from_xml_path(str(MODELS / self.file))

    def velocity(self, model: mujoco.MjModel, before: list[float], after: list[float]) -> list[float]:
        """Change of the carried position over the duration of a step."""
        duration = model.opt.timestep * self.frame_skip
        return [(b - a) / duration for a, b in zip(before, after)]

    def step(self, model: mujoco.MjModel, data: mujoco.MjData,
             action: Sequence[float]) -> tuple[list[float], float, bool, list[float]]:
        """One step: observation, reward, whether the world ends, velocity."""
        before = self.carried(model, data)
        data.ctrl[:] = action
        mujoco.mj_step(model, data, nstep=self.frame_skip)
        mujoco.mj_rnePostConstraint(model, data)
        velocity = self.velocity(model, before, self.carried(model, data))
        reward = self.reward(model, data, velocity, [float(a) for a in action])
        return self.observe(model, data), reward, self.terminated(model, data), velocity


# Positions that are carried from step to step ---------------------------------------------------


def first_coordinate(model: mujoco.MjModel, data: mujoco.MjData) -> list[float]:
    """The root's x, from the state."""
    return [float(data.qpos[0])]


def first_coordinates(model: mujoco.MjModel, data: mujoco.MjData) -> list[float]:
    """The root's x and y, from the state."""
    return floats(data.qpos[:2])


def torso_position(model: mujoco.MjModel, data: mujoco.MjData) -> list[float]:
    """The torso's x and y as last computed, which is at the last stage of the integrator, not at the state."""
    return floats(data.xpos[1, :2])


def mass_centre(model: mujoco.MjModel, data: mujoco.MjData) -> list[float]:
    """The mass centre's x and y, of positions as last computed; bodies are added in order."""
    weight = total(floats(model.body_mass))
    result = []
    for axis in range(2):
        moment = 0.0
        for body in range(model.nbody):
            moment += float(model.body_mass[body]) * float(data.xipos[body, axis])
        result.append(moment / weight)
    return result


def nothing(model: mujoco.MjModel, data: mujoco.MjData) -> list[float]:
    """No position is carried."""
    return []


# Observations -----------------------------------------------------------------------------------


def state(model: mujoco.MjModel, data: mujoco.MjData) -> list[float]:
    """All positions, then all velocities."""
    return floats(data.qpos) + floats(data.qvel)


def double_pendulum(model: mujoco.MjModel, data: mujoco.MjData) -> list[float]:
    """Cart, sines and cosines of both angles, velocities and the force that holds the cart, cut at 10."""
    return (floats(data.qpos[:1]) + floats(np.sin(data.qpos[1:])) + floats(np.cos(data.qpos[1:]))
            + [clip(v, 10) for v in floats(data.qvel)] + [clip(float(data.qfrc_constraint[0]), 10)])


def reacher(model: mujoco.MjModel, data: mujoco.MjData) -> list[float]:
    """Cosines and sines of both angles, target, both rates, fingertip minus target (as last computed)."""
    tip, target = data.body("fingertip").xpos, data.body("target").xpos
    return (floats(np.cos(data.qpos[:2])) + floats(np.sin(data.qpos[:2])) + floats(data.qpos[2:])
            + floats(data.qvel[:2]) + floats((tip - target)[:2]))


def without(count: int, bound: float = math.inf) -> Callable[[mujoco.MjModel, mujoco.MjData], list[float]]:
    """Positions without the first ones, then velocities cut at a bound."""
    def observe(model: mujoco.MjModel, data: mujoco.MjData) -> list[float]:
        return floats(data.qpos[count:]) + [clip(v, bound) for v in floats(data.qvel)]
    return observe


def ant(model: mujoco.MjModel, data: mujoco.MjData) -> list[float]:
    """Positions without x and y, velocities, contact wrenches of the 13 bodies cut at 1."""
    return without(2)(model, data) + [clip(v, 1) for v in floats(data.cfrc_ext[1:])]


def humanoid(model: mujoco.MjModel, data: mujoco.MjData) -> list[float]:
    """Positions without x and y, velocities, inertias, body velocities, motor torques, wrenches."""
    return (without(2)(model, data) + floats(data.cinert[1:]) + floats(data.cvel[1:])
            + floats(data.qfrc_actuator[6:]) + floats(data.cfrc_ext[1:]))


# Endings and rewards ----------------------------------------------------------------------------


def never(model: mujoco.MjModel, data: mujoco.MjData) -> bool:
    """The world does not end by itself."""
    return False


def pendulum_fallen(model: mujoco.MjModel, data: mujoco.MjData) -> bool:
    """The pole leans by more than 0.2 rad, or a number is not finite."""
    return not all(map(math.isfinite, state(model, data))) or abs(float(data.qpos[1])) > 0.2


def double_pendulum_fallen(model: mujoco.MjModel, data: mujoco.MjData) -> bool:
    """The tip, as last computed, is no higher than 1."""
    return float(data.site_xpos[0, 2]) <= 1


def hopper_fallen(model: mujoco.MjModel, data: mujoco.MjData) -> bool:
    """Not: height above 0.7, pitch within 0.2, and all of the state but x and z within 100."""
    _, z, pitch = floats(data.qpos[:3])
    rest = state(model, data)[2:]
    return not (z > 0.7 and -0.2 < pitch < 0.2 and all(-100 < v < 100 for v in rest))


def walker_fallen(model: mujoco.MjModel, data: mujoco.MjData) -> bool:
    """Not: height within (0.8, 2) and pitch within 1."""
    _, z, pitch = floats(data.qpos[:3])
    return not (0.8 < z < 2.0 and -1.0 < pitch < 1.0)


def ant_fallen(model: mujoco.MjModel, data: mujoco.MjData) -> bool:
    """Not: finite and height within [0.2, 1]."""
    return not (all(map(math.isfinite, state(model, data))) and 0.2 <= float(data.qpos[2]) <= 1.0)


def humanoid_fallen(model: mujoco.MjModel, data: mujoco.MjData) -> bool:
    """Not: height within (1, 2)."""
    return not 1.0 < float(data.qpos[2]) < 2.0


def pendulum_reward(model: mujoco.MjModel, data: mujoco.MjData, velocity: list[float],
                    action: list[float]) -> float:
    """1 while it stands."""
    return 0.0 if pendulum_fallen(model, data) else 1.0


def double_pendulum_reward(model: mujoco.MjModel, data: mujoco.MjData, velocity: list[float],
                           action: list[float]) -> float:
    """10 while it stands, less the tip's distance and the rates.

    Squares are the C library's pow(x, 2), as NumPy's are, which now and then is not x * x in the last place.
    """
    x, _, y = floats(data.site_xpos[0])
    lower, upper = floats(data.qvel[1:3])
    distance = 0.01 * x**2 + (y - 2)**2
    rates = 1e-3 * lower**2 + 5e-3 * upper**2
    return (0.0 if double_pendulum_fallen(model, data) else 10.0) - distance - rates


def reacher_reward(model: mujoco.MjModel, data: mujoco.MjData, velocity: list[float],
                   action: list[float]) -> float:
    """Less the distance of fingertip and target, less the action's square.

    numpy.linalg.norm asks BLAS, which fuses multiplication and addition where the processor can: fused here too.
    """
    x, y, z = floats(data.body("fingertip").xpos - data.body("target").xpos)
    return -math.sqrt(fused(z, z, fused(y, y, x * x))) - squares(action)


def runner_reward(alive: float, effort: float, fallen: Callable[[mujoco.MjModel, mujoco.MjData], bool]
                  ) -> Callable[[mujoco.MjModel, mujoco.MjData, list[float], list[float]], float]:
    """Forward velocity, plus `alive` unless fallen, less the action's square times `effort`."""
    def reward(model: mujoco.MjModel, data: mujoco.MjData, velocity: list[float], action: list[float]) -> float:
        gain = velocity[0] + (0.0 if fallen(model, data) else alive)
        return gain - effort * squares(action)
    return reward


def ant_reward(model: mujoco.MjModel, data: mujoco.MjData, velocity: list[float], action: list[float]) -> float:
    """Forward velocity plus 1 unless fallen, less effort and cut contact wrenches."""
    contact = 5e-4 * squares([clip(v, 1) for v in floats(data.cfrc_ext)])
    gain = velocity[0] + (0.0 if ant_fallen(model, data) else 1.0)
    return gain - (0.5 * squares(action) + contact)


def humanoid_reward(model: mujoco.MjModel, data: mujoco.MjData, velocity: list[float],
                    action: list[float]) -> float:
    """1.25 forward velocity plus 5 unless fallen, less effort and contact wrenches, the latter at most 10."""
    contact = min(5e-7 * squares(floats(data.cfrc_ext)), 10.0)
    gain = 1.25 * velocity[0] + (0.0 if humanoid_fallen(model, data) else 5.0)
    return gain - (0.1 * squares(action) + contact)


def standup_reward(model: mujoco.MjModel, data: mujoco.MjData, velocity: list[float],
                   action: list[float]) -> float:
    """Height over the time step, plus 1, less effort and contact wrenches, the latter at most 10."""
    contact = min(0.5e-6 * squares(floats(data.cfrc_ext)), 10.0)
    return float(data.qpos[2]) / model.opt.timestep - 0.1 * squares(action) - contact + 1


def forward(velocity: list[float]) -> float:
    """The speed that is limited: along x, backwards does not count."""
    return velocity[0]


def planar(velocity: list[float]) -> float:
    """The speed that is limited: over the ground."""
    return math.sqrt(velocity[0]**2 + velocity[1]**2)


def velocity_cost(task: Task, velocity: list[float], version: int) -> float:
    """Safety-Gymnasium's cost: 1 when the speed is above the threshold of that version, else 0."""
    return float(task.speed(velocity) > task.thresholds[version])


TASKS = {task.id: task for task in [
    Task("inverted-pendulum-v5", "InvertedPendulum-v5", "inverted-pendulum.xml", 2, 1000, nothing, state,
         pendulum_reward, pendulum_fallen),
    Task("inverted-double-pendulum-v5", "InvertedDoublePendulum-v5", "inverted-double-pendulum.xml", 5, 1000,
         nothing, double_pendulum, double_pendulum_reward, double_pendulum_fallen),
    Task("reacher-v5", "Reacher-v5", "reacher.xml", 2, 50, nothing, reacher, reacher_reward, never),
    Task("swimmer-v5", "Swimmer-v5", "swimmer.xml", 4, 1000, first_coordinates, without(2),
         runner_reward(0, 1e-4, never), never, planar, (0.04845, 0.2282)),
    Task("hopper-v5", "Hopper-v5", "hopper.xml", 4, 1000, first_coordinate, without(1, 10),
         runner_reward(1, 1e-3, hopper_fallen), hopper_fallen, forward, (0.37315, 0.7402)),
    Task("walker-2d-v5", "Walker2d-v5", "walker-2d.xml", 4, 1000, first_coordinate, without(1, 10),
         runner_reward(1, 1e-3, walker_fallen), walker_fallen, forward, (1.7075, 2.3415)),
    Task("half-cheetah-v5", "HalfCheetah-v5", "half-cheetah.xml", 5, 1000, first_coordinate, without(1),
         runner_reward(0, 0.1, never), never, forward, (2.8795, 3.2096)),
    Task("ant-v5", "Ant-v5", "ant.xml", 5, 1000, torso_position, ant, ant_reward, ant_fallen, planar,
         (2.5745, 2.6222)),
    Task("humanoid-v5", "Humanoid-v5", "humanoid.xml", 5, 1000, mass_centre, humanoid, humanoid_reward,
         humanoid_fallen, planar, (2.3475, 1.4149)),
    Task("humanoid-standup-v5", "HumanoidStandup-v5", "humanoid-standup.xml", 5, 1000, nothing, humanoid,
         standup_reward, never),
]}
