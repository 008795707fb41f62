"""The same environment seen from nature's chair."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gymnasium
import numpy as np

from . import errors
from .environment import GauntletEnv


class NatureEnv(gymnasium.Env):
    """Nature's seat as an environment: its actions fill the recipe's ``adversary-seat`` rules.

    The agent is ``policy``, a function from an observation to an action. Nature sees what the agent sees, acts
    in [-1, 1]^width before the agent's action is executed, and is paid ``-reward`` (or ``reward_of(reward,
    info)``).
    """

    metadata = {"render_modes": ["human", "rgb_array"], "render_fps": 30}

    def __init__(
        self, recipe: str, policy: Callable[[Any], Any], *,
        reward_of: Callable[[float, dict[str, Any]], float] | None = None, **arguments: Any,
    ) -> None:
        self.inner = GauntletEnv(recipe, **arguments)
        width = self.inner.nature.shape[0]
        if width == 0:
            self.inner.close()
            raise errors.UnsupportedError(
                f"'{self.inner.description.recipe}' has no seat for nature; add a rule adversary-seat(...)")
        self.policy = policy
        self.render_mode = self.inner.render_mode
        self._reward_of = reward_of or (lambda reward, info: -reward)
        self.observation_space = self.inner.observation_space
        self.action_space = gymnasium.spaces.Box(-1.0, 1.0, (width,), self.inner.nature.dtype.type)
        self._seen: Any = None

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        super().reset(seed=seed)
        self._seen, info = self.inner.reset(seed=seed, options=options)
        return self._seen, info

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        row = np.asarray(action)
        if row.shape != self.action_space.shape or not np.can_cast(row.dtype, self.action_space.dtype, "same_kind"):
            raise errors.ActionError(f"nature's action {action!r} does not fit {self.action_space}")
        self.inner.nature[...] = row
        self._seen, reward, terminated, truncated, info = self.inner.step(self.policy(self._seen))
        info["agent_reward"] = reward
        return self._seen, self._reward_of(reward, info), terminated, truncated, info

    def render(self) -> Any:
        return self.inner.render()

    def close(self) -> None:
        self.inner.close()
