"""The same environment seen from nature's chair."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gymnasium

from . import errors
from .environment import GauntletEnv


class NatureEnv(gymnasium.Env):
    """Nature's seat as an environment: its actions fill the recipe's ``adversary-seat`` rules.

    The agent is ``policy``, a function from an observation to an action. Nature sees what the agent sees, acts
    in [-1, 1]^width before the agent's action is executed, and is paid ``-reward`` (or ``reward_of(reward,
    info)``). ``info["agent_reward"]`` and ``info["agent_action"]`` tell what the agent got and did.
    """

    metadata = GauntletEnv.metadata

    def __init__(
        self, recipe: str, policy: Callable[[Any], Any], *,
        reward_of: Callable[[float, dict[str, Any]], float] | None = None, **arguments: Any,
    ) -> None:
        self.inner = GauntletEnv(recipe, **arguments)
        components = self.inner.description.raw["nature"]
        if not components:
            self.inner.close()
            raise errors.UnsupportedError(
                f"'{self.inner.description.recipe}' has no seat for nature; add a rule adversary-seat(...)")
        self.policy = policy
        self.render_mode = self.inner.render_mode
        self._reward_of = reward_of or _negated
        self.observation_space = self.inner.observation_space
        self.action_space = gymnasium.spaces.Box(-1.0, 1.0, (len(components),))
        self._seen: Any = None

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """As of the environment itself."""
        super().reset(seed=seed)
        self._seen, info = self.inner.reset(seed=seed, options=options)
        return self._seen, info

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Nature plays ``action``, the agent what its policy makes of the observation that nature saw."""
        if self._seen is None:
            raise errors.ResetNeededError("no episode is running; call reset")
        answer = self.policy(self._seen)
        self._seen, reward, terminated, truncated, info = self.inner.step_with_nature(answer, action)
        info["agent_reward"], info["agent_action"] = reward, answer
        return self._seen, float(self._reward_of(reward, info)), terminated, truncated, info

    def render(self) -> Any:
        """As of the environment itself."""
        return self.inner.render()

    def close(self) -> None:
        """Frees the environment; closing twice is harmless."""
        self.inner.close()


def _negated(reward: float, _: dict[str, Any]) -> float:
    return -reward
