"""Batches as Stable-Baselines3's ``VecEnv``, without one Python environment per lane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode
from stable_baselines3.common.vec_env.base_vec_env import VecEnv

from . import errors
from .vector import GauntletVectorEnv


class GauntletVecEnv(VecEnv):
    """``num_envs`` lanes for Stable-Baselines3, as in ``PPO("MlpPolicy", GauntletVecEnv("cart-pole-v1", 8))``.

    Finished lanes start again in the same step, with ``terminal_observation`` and ``TimeLimit.truncated`` in
    their info as Stable-Baselines3 expects; ``info["cost"]`` is the sum of a lane's costs.
    """

    def __init__(self, recipe: str, num_envs: int, **arguments: Any) -> None:
        self.batch = GauntletVectorEnv(
            recipe, num_envs, autoreset_mode=AutoresetMode.SAME_STEP, infos=False, **arguments)
        self._seed: int | None = None
        super().__init__(num_envs, self.batch.single_observation_space, self.batch.single_action_space)
        self._actions: np.ndarray | None = None
        self._returns = np.zeros(num_envs)
        self._lengths = np.zeros(num_envs, np.int64)

    def seed(self, seed: int | None = None) -> Sequence[int | None]:
        self._seed = seed if seed is None else int(seed)
        return [None if seed is None else seed + lane for lane in range(self.num_envs)]

    def reset(self) -> np.ndarray:
        observations, _ = self.batch.reset(seed=self._seed)
        self._seed = None
        self._returns[:] = 0
        self._lengths[:] = 0
        return observations.copy()

    def step_async(self, actions: np.ndarray) -> None:
        self._actions = actions

    def step_wait(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[dict[str, Any]]]:
        observations, rewards, terminated, truncated, _ = self.batch.step(self._actions)
        dones = terminated | truncated
        self._returns += rewards
        self._lengths += 1
        costs = self.batch.costs
        infos: list[dict[str, Any]] = (
            [{"cost": cost} for cost in costs.sum(axis=1).tolist()] if costs.size
            else [{} for _ in range(self.num_envs)])
        for lane in np.flatnonzero(dones).tolist():
            infos[lane]["terminal_observation"] = self.batch.final_observations[lane].copy()
            infos[lane]["TimeLimit.truncated"] = bool(truncated[lane] and not terminated[lane])
            infos[lane]["episode"] = {"r": float(self._returns[lane]), "l": int(self._lengths[lane])}
        self._returns[dones] = 0
        self._lengths[dones] = 0
        return observations.copy(), rewards.astype(np.float32), dones, infos

    def close(self) -> None:
        self.batch.close()

    # Lanes are not Python objects: what Stable-Baselines3 asks of single environments is answered for all.

    def get_attr(self, attr_name: str, indices: Any = None) -> list[Any]:
        value = None if attr_name == "render_mode" else getattr(self.batch, attr_name)
        return [value for _ in self._get_indices(indices)]

    def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None:
        raise errors.UnsupportedError("lanes of a batch have no attributes to set; make the batch with parameters")

    def env_method(self, method_name: str, *arguments: Any, indices: Any = None, **named: Any) -> list[Any]:
        raise errors.UnsupportedError(f"lanes of a batch have no method '{method_name}'; use DummyVecEnv for that")

    def env_is_wrapped(self, wrapper_class: type, indices: Any = None) -> list[bool]:
        return [False for _ in self._get_indices(indices)]
