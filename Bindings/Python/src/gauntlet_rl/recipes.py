"""Recipes from keyword arguments."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from . import errors

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]*")


def recipe(identifier: str, parameters: Mapping[str, object] | None = None, rules: Iterable[str] = ()) -> str:
    """The text of a recipe: ``identifier``, itself a recipe perhaps, with more parameters and rules.

    >>> recipe("cart-pole-v1", {"massPole": 0.2}, ["action-delay(steps=2)"])
    'cart-pole-v1?massPole=0.2 | action-delay(steps=2)'
    """
    rules = [rules] if isinstance(rules, str) else list(rules)
    for text in (identifier, *rules):
        if not isinstance(text, str):
            raise errors.ArgumentError(
                f"{text!r} is no part of a recipe; give a text such as 'cart-pole-v1' or 'action-delay(steps=2)'")
    head, *own_rules = _split(identifier)
    if parameters:
        pairs = ",".join(f"{name}={_value(name, value)}" for name, value in parameters.items())
        head += ("," if "?" in head else "?") + pairs
    return " | ".join([head, *own_rules, *rules])


def _split(text: str) -> list[str]:
    """The environment and the rules of a recipe; a bar inside quotation marks separates nothing."""
    parts, quoted, start = [], False, 0
    for place, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character == "|" and not quoted:
            parts.append(text[start:place].strip())
            start = place + 1
    return [*parts, text[start:].strip()]


def _value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        if _WORD.fullmatch(value):
            return value
        if '"' in value:
            raise errors.RecipeError(
                f"{name}={value!r}: a text in a recipe cannot hold quotation marks; leave them out")
        return f'"{value}"'
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_value(name, item) for item in value) + "]"
    if isinstance(value, int):
        return str(value)
    try:
        number = float(value)  # NumPy's scalars too
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise errors.RecipeError(
            f"{name}={value!r} cannot stand in a recipe; give a finite number, a truth value, a text or a list")
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
