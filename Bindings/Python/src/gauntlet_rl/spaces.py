"""Gymnasium spaces and buffers from what the library says of a recipe."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from gymnasium import spaces

from . import _checks, _library

DTYPES: dict[int, np.dtype] = {
    _library.FLOAT32: np.dtype(np.float32),
    _library.FLOAT64: np.dtype(np.float64),
    _library.INT64: np.dtype(np.int64),
    _library.UINT8: np.dtype(np.uint8),
}
ELEMENTS: dict[str, int] = {
    "float32": _library.FLOAT32, "float64": _library.FLOAT64, "int64": _library.INT64,
}


@dataclass(frozen=True)
class Constraint:
    """What a task asks of one cost channel; ``requirement`` says how ``limit`` is meant."""

    name: str
    channel: int
    requirement: str
    limit: float
    threshold: float | None
    alpha: float | None


@dataclass(frozen=True)
class Description:
    """A recipe as it plays: spaces, task and names. ``raw`` is the library's own JSON as a dictionary."""

    recipe: str
    observation_space: spaces.Space
    action_space: spaces.Space
    horizon: int
    discount: float
    cost_names: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    diagnostic_names: tuple[str, ...]
    parameter_names: tuple[str, ...]
    raw: dict[str, Any]


def describe(recipe: str) -> Description:
    """Asks the library about ``recipe``; raises ``RecipeError`` with the column at fault."""
    raw = json.loads(_library.text(_library.library.gauntlet_describe, _library.encoded(recipe)))
    return Description(
        recipe=raw["recipe"],
        observation_space=space(raw["observation"]),
        action_space=space(raw["action"]),
        horizon=raw["horizon"],
        discount=raw["discount"],
        cost_names=tuple(cost["name"] for cost in raw["costs"]),
        constraints=tuple(
            Constraint(one["name"], one["cost"], one["requirement"], one["limit"], one["threshold"], one["alpha"])
            for one in raw["constraints"]),
        diagnostic_names=tuple(raw["diagnostics"]),
        parameter_names=tuple(parameter["name"] for parameter in raw["parameters"]),
        raw=raw,
    )


def element(row: dict[str, Any], dtype: str | None) -> int:
    """What to ask of the library for a row in ``dtype``; whole numbers stay whole numbers."""
    _checks.one_of(dtype, "dtype", (None, "float32", "float64"))
    return 0 if dtype is None or row["element"] == "int64" else ELEMENTS[dtype]


def space(row: dict[str, Any], element: int = 0) -> spaces.Space:
    """The space of a row: ``Discrete`` or ``MultiDiscrete`` where all is categorical, else ``Box``."""
    components = row["components"]
    categories = [component["categories"] for component in components]
    if components and all(count is not None for count in categories):
        return spaces.Discrete(categories[0]) if len(categories) == 1 else spaces.MultiDiscrete(categories)
    return box(components, DTYPES[element or ELEMENTS[row["element"]]])


def box(components: list[dict[str, Any]], dtype: np.dtype) -> spaces.Box:
    """The box of the components' bounds, which a narrower dtype must not cut into."""
    lower = [-np.inf if one["lower"] is None else one["lower"] for one in components]
    upper = [np.inf if one["upper"] is None else one["upper"] for one in components]
    return spaces.Box(_round(lower, dtype, -np.inf), _round(upper, dtype, np.inf), dtype=dtype)


def _round(bounds: list[float], dtype: np.dtype, outwards: float) -> np.ndarray:
    exact = np.array(bounds, dtype=np.float64)
    with np.errstate(over="ignore"):
        rounded = exact.astype(dtype)
    beyond = rounded.astype(np.float64) > exact if outwards < 0 else rounded.astype(np.float64) < exact
    return np.where(beyond, np.nextafter(rounded, np.array(outwards, dtype=dtype)), rounded)
