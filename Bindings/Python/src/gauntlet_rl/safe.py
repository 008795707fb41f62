"""The step of Safety-Gymnasium: cost as a sixth element."""

from __future__ import annotations

from typing import Any

from .environment import GauntletEnv


class SafeEnv(GauntletEnv):
    """``GauntletEnv`` whose ``step`` gives (observation, reward, cost, terminated, truncated, info).

    ``cost`` is the sum over channels; ``info["costs"]``, ``costs``, ``limits`` and ``margins`` keep them apart.
    """

    def step(self, action: Any) -> tuple[Any, float, float, bool, bool, dict[str, Any]]:  # type: ignore[override]
        observation, reward, terminated, truncated, info = super().step(action)
        return observation, reward, info.get("cost", 0.0), terminated, truncated, info


def safe_make(recipe: str, **arguments: Any) -> SafeEnv:
    """An environment for a recipe whose step is Safety-Gymnasium's."""
    return SafeEnv(recipe, **arguments)
