"""Policies that are a matrix: what they are, what they reach in Gymnasium's tasks, and the file they are kept in."""

import dataclasses
import json
import pathlib
from collections.abc import Callable, Iterable

import gymnasium
import numpy as np

from . import tasks

FILE = tasks.ROOT / "Documentation" / "linear-policies.json"
SEEDS = range(20)


def significant(array: np.ndarray, digits: int) -> np.ndarray:
    """Numbers rounded to that many significant digits, each the double nearest to its decimal."""
    return np.vectorize(lambda v: float(f"{v:.{digits - 1}e}") + 0.0, otypes=[float])(array)


@dataclasses.dataclass(frozen=True)
class Linear:
    """action = clip(matrix · observation[components] + bias, ±bound); no memory, no time."""

    components: list[int]
    matrix: np.ndarray
    bias: np.ndarray
    bound: float

    def __call__(self, observation: np.ndarray) -> np.ndarray:
        """The action for one observation."""
        return np.clip(self.matrix @ observation[self.components] + self.bias, -self.bound, self.bound)

    def rounded(self, digits: int) -> "Linear":
        """The same policy in the numbers that are committed."""
        return dataclasses.replace(self, matrix=significant(self.matrix, digits),
                                   bias=significant(self.bias, digits))

    def record(self) -> dict[str, object]:
        """What the file holds of it."""
        return {"form": "linear", "components": self.components, "bound": self.bound,
                "matrix": self.matrix.tolist(), "bias": self.bias.tolist()}


@dataclasses.dataclass(frozen=True)
class Reach:
    """Reacher's policy: each motor turns with the pull of a spring from fingertip to target, less its own rate.

    From the observation: tip = target + difference, lever of the shoulder = tip, lever of the elbow = tip less
    the upper arm; action = clip(pull · (lever × (target - tip)) - brake · rate, ±bound).
    """

    pull: list[float]
    brake: list[float]
    upper_arm: float
    bound: float

    def __call__(self, o: np.ndarray) -> np.ndarray:
        """The action for one observation."""
        x, y = o[4] + o[8], o[5] + o[9]
        elbow_x, elbow_y = x - self.upper_arm * o[0], y - self.upper_arm * o[2]
        turn = np.array([y * o[8] - x * o[9], elbow_y * o[8] - elbow_x * o[9]])
        return np.clip(np.array(self.pull) * turn - np.array(self.brake) * o[6:8], -self.bound, self.bound)

    def record(self) -> dict[str, object]:
        """What the file holds of it."""
        return {"form": "jacobian-transpose", "components": [0, 2, 4, 5, 6, 7, 8, 9], "bound": self.bound,
                "upperArm": self.upper_arm, "pull": self.pull, "brake": self.brake}


def load(record: dict[str, object]) -> Linear | Reach:
    """The policy that a world's entry of the file describes."""
    if record["form"] == "linear":
        return Linear(record["components"], np.array(record["matrix"]), np.array(record["bias"]), record["bound"])
    return Reach(record["pull"], record["brake"], record["upperArm"], record["bound"])


def evaluate(task: tasks.Task, policy: Callable[[np.ndarray], np.ndarray],
             seeds: Iterable[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns, lengths and distances along x of one episode a seed, in Gymnasium's own task."""
    environment = gymnasium.make(task.gymnasium)
    returns, lengths, distances = [], [], []
    for seed in seeds:
        observation, _ = environment.reset(seed=seed)
        total, steps, over = 0.0, 0, False
        start = float(environment.unwrapped.data.qpos[0])
        while not over:
            observation, reward, terminated, truncated, _ = environment.step(policy(observation))
            total, steps, over = total + float(reward), steps + 1, terminated or truncated
        returns.append(total)
        lengths.append(steps)
        distances.append(float(environment.unwrapped.data.qpos[0]) - start)
    environment.close()
    return np.array(returns), np.array(lengths), np.array(distances)


def reached(task: tasks.Task, policy: Callable[[np.ndarray], np.ndarray]) -> dict[str, object]:
    """Mean, least and greatest return, length and distance over the episodes of the fixed seeds."""
    summary: dict[str, object] = {"seeds": f"{SEEDS.start} to {SEEDS.stop - 1}"}
    for name, values in zip(["return", "length", "distance"], evaluate(task, policy, SEEDS)):
        if name != "distance" or task.speed:
            summary[name] = [float(f"{v:.6g}") for v in (values.mean(), values.min(), values.max())]
    return summary


def lines(value: object, indent: str = "") -> str:
    """JSON with a key a line and a row of a matrix a line."""
    if isinstance(value, dict):
        inner = indent + "  "
        body = ",\n".join(f"{inner}{json.dumps(k)}: {lines(v, inner)}" for k, v in value.items())
        return f"{{\n{body}\n{indent}}}"
    if isinstance(value, list) and value and isinstance(value[0], list):
        body = ",\n".join(f"{indent}  {json.dumps(row, allow_nan=False)}" for row in value)
        return f"[\n{body}\n{indent}]"
    return json.dumps(value, allow_nan=False)


def save(world: str, record: dict[str, object], path: pathlib.Path = FILE) -> None:
    """Put one world's entry into the file; the others stay."""
    worlds = json.loads(path.read_text())["worlds"] if path.exists() else {}
    worlds[world] = record
    content = {"command": "python Scripts/search-linear-policies.py WORLD",
               "linear": "action = clip(matrix * observation[components] + bias, -bound, bound)",
               "statistics": "mean, least, greatest over an episode a seed in Gymnasium's task",
               "worlds": {id: worlds[id] for id in tasks.TASKS if id in worlds}}
    path.write_text(lines(content) + "\n")
