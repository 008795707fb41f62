"""Stable-Baselines3: its checker, its vector of single environments beside ours, and PPO."""

from __future__ import annotations

import warnings

import gymnasium
import numpy as np
import pytest

sb3 = pytest.importorskip("stable_baselines3", reason="Stable-Baselines3 is not installed")

from stable_baselines3.common.env_checker import check_env  # noqa: E402
from stable_baselines3.common.monitor import Monitor  # noqa: E402
from stable_baselines3.common.vec_env import DummyVecEnv, VecNormalize  # noqa: E402

import gauntlet_rl  # noqa: E402
from conftest import IDENTIFIERS, RECIPES, example  # noqa: E402
from gauntlet_rl.sb3 import GauntletVecEnv  # noqa: E402

# Pendulum's published torques reach 2 and its copy here keeps them; SB3 says the same of Gymnasium's own.
ACCEPTED = ["We recommend you to use a symmetric and normalized Box action space"]


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_checker(identifier: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for message in ACCEPTED:
            warnings.filterwarnings("ignore", message=message)
        check_env(gymnasium.make("gauntlet/" + identifier))


@pytest.mark.parametrize("recipe", RECIPES)
def test_batches_beside_single_environments(recipe: str) -> None:
    lanes, seed = 6, 20
    ours = GauntletVecEnv(recipe, lanes, horizon=30)
    theirs = DummyVecEnv([lambda: Monitor(gauntlet_rl.make(recipe, horizon=30))] * lanes)
    assert ours.observation_space == theirs.observation_space and ours.action_space == theirs.action_space
    assert ours.seed(seed) == theirs.seed(seed)
    assert np.array_equal(ours.reset(), theirs.reset())
    ours.action_space.seed(0)
    ended = 0
    for _ in range(120):
        actions = np.array([ours.action_space.sample() for _ in range(lanes)])
        seen, rewards, dones, infos = ours.step(actions)
        wanted_seen, wanted_rewards, wanted_dones, wanted_infos = theirs.step(actions)
        assert seen.dtype == wanted_seen.dtype and seen.tobytes() == wanted_seen.tobytes()
        assert rewards.dtype == wanted_rewards.dtype and np.array_equal(rewards, wanted_rewards)
        assert dones.dtype == wanted_dones.dtype and np.array_equal(dones, wanted_dones)
        for info, wanted in zip(infos, wanted_infos):
            assert info.get("cost") == wanted.get("cost")
            assert info.get("TimeLimit.truncated", False) == wanted["TimeLimit.truncated"]
            assert ("terminal_observation" in info) == ("terminal_observation" in wanted)
            if "episode" in wanted:
                ended += 1
                assert np.array_equal(info["terminal_observation"], wanted["terminal_observation"])
                assert info["episode"]["r"] == pytest.approx(wanted["episode"]["r"], abs=1e-6)
                assert info["episode"]["l"] == wanted["episode"]["l"]
    assert ended >= lanes
    ours.close()


def test_what_lanes_cannot_do_is_said() -> None:
    lanes = GauntletVecEnv("cart-pole-v1", 2)
    assert lanes.env_is_wrapped(Monitor) == [False, False]
    assert lanes.get_attr("limits")[1].shape == (0,) and lanes.get_attr("render_mode") == [None, None]
    with pytest.raises(gauntlet_rl.UnsupportedError, match="make the batch with parameters"):
        lanes.set_attr("massPole", 0.2)
    with pytest.raises(gauntlet_rl.UnsupportedError, match="DummyVecEnv"):
        lanes.env_method("reset")
    lanes.close()
    with pytest.raises(gauntlet_rl.ClosedError):
        lanes.reset()


def test_algorithms_of_every_kind_of_space_run() -> None:
    normalised = VecNormalize(GauntletVecEnv("point-robot-v0", 4))
    for agent in (
        sb3.A2C("MlpPolicy", GauntletVecEnv("frozen-lake-v1", 4), n_steps=8, seed=0, device="cpu"),
        sb3.DQN("MlpPolicy", GauntletVecEnv("cart-pole-v1", 4), learning_starts=64, seed=0, device="cpu"),
        sb3.SAC("MlpPolicy", gauntlet_rl.make("pendulum-v1"), learning_starts=64, seed=0, device="cpu"),
        sb3.PPO("MlpPolicy", normalised, n_steps=32, batch_size=64, seed=0, device="cpu"),
    ):
        agent.learn(128)


def test_ppo_solves_cart_pole() -> None:
    assert example("sb3_cart_pole").train("cart-pole-v1", 100_000, seed=0, single=False) >= 475


def test_ppo_takes_single_environments_too() -> None:
    assert example("sb3_cart_pole").train("cart-pole-v1", 2_560, seed=0, single=True) > 9
