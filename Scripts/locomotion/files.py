"""Fixtures as JSON: a key a line, long lists an element a line, doubles in their shortest round-trip form."""

import json
import pathlib
import platform

import gymnasium
import mujoco
import numpy as np

from . import tasks


def plain(value: object) -> object:
    """NumPy's numbers and arrays as Python's, without rounding."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    return value


def write(folder: pathlib.Path, name: str, command: str, content: dict[str, object]) -> int:
    """Write one file with its source and versions on top; returns its size."""
    header = {"source": "gymnasium[mujoco]", "gymnasium": gymnasium.__version__, "mujoco": mujoco.__version__,
              "numpy": np.__version__, "python": platform.python_version(), "command": command}
    lines = []
    for key, value in plain({**header, **content}).items():
        if isinstance(value, list) and value and isinstance(value[0], (list, dict)):
            body = "[\n" + ",\n".join(json.dumps(v, separators=(",", ":"), allow_nan=False) for v in value) + "\n]"
        else:
            body = json.dumps(value, separators=(",", ":"), allow_nan=False)
        lines.append(f"{json.dumps(key)}: {body}")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    size = path.stat().st_size
    shown = path.relative_to(tasks.ROOT) if path.is_relative_to(tasks.ROOT) else path
    print(f"{str(shown):60s} {size:8d} bytes", flush=True)
    return size
