"""RLlib's PPO, unmodified, on Gauntlet's cart-pole.

    python rllib_cart_pole.py [--iterations N] [--goal RETURN]

Trains until the mean return of an iteration's episodes reaches the goal, prints it, and fails where the
iterations end first.
"""

import argparse
import os
import sys

# Before PyTorch is imported, here and in Ray's workers: small networks are slowed down by more threads.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import ray
from ray.rllib.algorithms.ppo import PPOConfig
from ray.tune.registry import register_env


def make(config: dict) -> object:
    import gauntlet_rl  # in the worker's process

    return gauntlet_rl.make(config["recipe"])


def train(iterations: int, goal: float) -> float:
    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False)
    register_env("gauntlet", make)
    config = (
        PPOConfig()
        .environment("gauntlet", env_config={"recipe": "cart-pole-v1"})
        .env_runners(num_env_runners=1, num_envs_per_env_runner=20)
        .training(lr=1e-3, train_batch_size_per_learner=2000, minibatch_size=250, num_epochs=8)
        .debugging(seed=0, log_level="ERROR")
    )
    algorithm = config.build_algo()
    mean = float("-inf")
    for iteration in range(iterations):
        result = algorithm.train()
        mean = result["env_runners"].get("episode_return_mean", mean)
        print(f"iteration {iteration}: mean return {mean:.1f}", flush=True)
        if mean >= goal:
            break
    algorithm.stop()
    ray.shutdown()
    return mean


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--iterations", type=int, default=25)
    parser.add_argument("--goal", type=float, default=150.0)
    given = parser.parse_args()
    if train(given.iterations, given.goal) < given.goal:
        sys.exit(f"the goal {given.goal} was not reached")
