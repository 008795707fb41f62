"""Checks of what callers hand over, each with a message that names the value and the remedy."""

from __future__ import annotations

from operator import index
from typing import Any

import numpy as np

from . import errors

_SEED_LIMIT = 2**64


def whole(value: Any, name: str, most: int | None = None) -> int:
    """A whole number from 1 on, at most ``most``."""
    try:
        number = -1 if isinstance(value, (bool, np.bool_)) else index(value)
    except TypeError:
        number = -1
    if number < 1 or (most is not None and number > most):
        upper = "on" if most is None else f"to {most}"
        raise errors.ArgumentError(f"{name}={value!r}; give a whole number from 1 {upper}")
    return number


def seed(value: Any, span: int = 1) -> int:
    """A seed such that ``span`` consecutive ones from it on fit the library's 64 bits."""
    try:
        number = -1 if isinstance(value, (bool, np.bool_)) else index(value)
    except TypeError:
        number = -1
    if not 0 <= number <= _SEED_LIMIT - span:
        raise errors.ArgumentError(f"seed {value!r}; give a whole number from 0 to {_SEED_LIMIT - span}")
    return number


def category(value: Any, name: str, count: int) -> int:
    """A whole number from 0 to ``count - 1``."""
    try:
        number = index(value)
    except TypeError:
        number = -1
    if not 0 <= number < count:
        raise errors.ArgumentError(f"{name} {value!r}; give a whole number from 0 to {count - 1}")
    return number


def one_of(value: Any, name: str, known: tuple[Any, ...]) -> Any:
    """``value`` where it is among ``known``."""
    if value not in known:
        raise errors.ArgumentError(f"{name} {value!r} is unknown; give one of {', '.join(map(repr, known))}")
    return value


def array(value: Any) -> np.ndarray | None:
    """``value`` as an array; nothing where it is none, as a ragged list."""
    try:
        return np.asarray(value)
    except (TypeError, ValueError):
        return None


def fits(array: np.ndarray, shape: tuple[int, ...], dtype: np.dtype) -> bool:
    """Whether ``array`` may be copied into one of ``shape`` and ``dtype``: no fraction or sign is dropped."""
    return array.shape == shape and (array.dtype == dtype or np.can_cast(array.dtype, dtype, "same_kind"))


def told(array: np.ndarray | None) -> str:
    """What a message says of an array that does not fit."""
    return "no array" if array is None else f"an array of shape {array.shape}, dtype {array.dtype}"
