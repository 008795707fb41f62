"""Stable-Baselines3's PPO, unmodified, on Gauntlet's cart-pole.

    python sb3_cart_pole.py [--recipe RECIPE] [--steps N] [--seed S] [--single]

Prints the mean return of 20 evaluation episodes; with the standard arguments PPO solves the task (475 of 500).
--single makes one Gymnasium environment per lane (SB3's DummyVecEnv) instead of a native batch.
"""

import argparse

import gymnasium
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.evaluation import evaluate_policy

import gauntlet_rl
from gauntlet_rl.sb3 import GauntletVecEnv


def train(recipe: str, steps: int, seed: int, single: bool) -> float:
    torch.set_num_threads(1)
    if single:
        lanes = make_vec_env(lambda: gauntlet_rl.make(recipe), n_envs=8, seed=seed)
    else:
        lanes = GauntletVecEnv(recipe, 8)
    # The settings that are published for CartPole-v1 with this algorithm.
    agent = PPO(
        "MlpPolicy", lanes, n_steps=32, batch_size=256, gae_lambda=0.8, gamma=0.98, n_epochs=20, ent_coef=0.0,
        learning_rate=lambda left: 1e-3 * left, clip_range=lambda left: 0.2 * left, seed=seed, device="cpu")
    agent.learn(steps)
    judge = gymnasium.make("gauntlet/cart-pole-v1")
    judge.reset(seed=seed + 1000)
    mean, deviation = evaluate_policy(agent, judge, n_eval_episodes=20, warn=False)
    print(f"{recipe}: mean return {mean:.1f}, standard deviation {deviation:.1f} over 20 episodes")
    return mean


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipe", default="cart-pole-v1")
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--single", action="store_true")
    given = parser.parse_args()
    train(given.recipe, given.steps, given.seed, given.single)
