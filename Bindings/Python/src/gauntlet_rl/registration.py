"""The worlds under Gymnasium's names: ``gauntlet/`` and the id."""

from __future__ import annotations

import json
from typing import Any

import gymnasium

from . import _library
from .environment import GauntletEnv
from .vector import GauntletVectorEnv


def identifiers() -> list[str]:
    """The ids of all worlds, in the order of listings."""
    return [world["id"] for world in json.loads(_library.text(_library.library.gauntlet_list))]


def register() -> None:
    """Registers every world; called when the package is imported."""
    for identifier in identifiers():
        name = "gauntlet/" + identifier
        if name not in gymnasium.registry:
            # The library keeps the time limit and the order of calls and refuses bad actions itself.
            gymnasium.register(
                name, entry_point="gauntlet_rl.environment:GauntletEnv",
                vector_entry_point="gauntlet_rl.vector:GauntletVectorEnv", kwargs={"recipe": identifier},
                order_enforce=False, disable_env_checker=True)


def make(recipe: str, **arguments: Any) -> GauntletEnv:
    """An environment for a recipe with rules, as ``make("cart-pole-v1 | action-delay(steps=1)")``."""
    return GauntletEnv(recipe, **arguments)


def make_vec(recipe: str, num_envs: int, **arguments: Any) -> GauntletVectorEnv:
    """``num_envs`` lanes of a recipe, stepped together."""
    return GauntletVectorEnv(recipe, num_envs, **arguments)
