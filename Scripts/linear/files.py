"""Fixtures as JSON: a key a line, lists of lists or of objects an element a line, doubles that read back alike."""

import json
import pathlib
import platform

import numpy as np
import scipy

ROOT = pathlib.Path(__file__).resolve().parents[2]


def plain(value: object) -> object:
    """NumPy's numbers and arrays as Python's; infinity becomes the string "inf"."""
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and value == float("inf"):
        return "inf"
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    return value


def write(path: pathlib.Path, command: str, content: dict[str, object]) -> None:
    """Write one file with the versions and the command on top, and print its size."""
    header = {"numpy": np.__version__, "scipy": scipy.__version__, "python": platform.python_version(),
              "command": command}
    lines = []
    for key, value in plain({**header, **content}).items():
        if isinstance(value, list) and value and isinstance(value[0], (list, dict)):
            body = "[\n" + ",\n".join(json.dumps(v, separators=(",", ":"), allow_nan=False) for v in value) + "\n]"
        else:
            body = json.dumps(value, separators=(",", ":"), allow_nan=False)
        lines.append(f"{json.dumps(key)}: {body}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{path.name:24s} {path.stat().st_size:8d} bytes", flush=True)
