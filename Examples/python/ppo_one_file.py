"""Proximal policy optimisation in one file, on a vector of lanes.

    python ppo_one_file.py [--id gauntlet/cart-pole-v1] [--steps N] [--seed S]

Every hyperparameter stands below. Truncated episodes bootstrap from their last observation. Prints the mean
return of the last 100 episodes.

Source: J. Schulman et al., "Proximal policy optimization algorithms", 2017, arXiv:1707.06347.
"""

import argparse
from collections import deque

import gymnasium
import numpy as np
import torch
from gymnasium.vector import AutoresetMode
from torch import nn

import gauntlet_rl  # registers the worlds

LANES, STEPS, EPOCHS, PARTS = 16, 64, 8, 4
RATE, DISCOUNT, TRACE, CLIP, ENTROPY, VALUE = 1e-3, 0.98, 0.9, 0.2, 0.003, 0.5


def network(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(inputs, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, outputs))


def train(identifier: str, total: int, seed: int) -> float:
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    lanes = gymnasium.make_vec(identifier, num_envs=LANES, autoreset_mode=AutoresetMode.SAME_STEP)
    width = lanes.single_observation_space.shape[0]
    actor, critic = network(width, int(lanes.single_action_space.n)), network(width, 1)
    optimiser = torch.optim.Adam([*actor.parameters(), *critic.parameters()], lr=RATE, eps=1e-5)

    seen = np.zeros((STEPS, LANES, width), np.float32)
    chosen = np.zeros((STEPS, LANES), np.int64)
    likelihood, values, rewards = (np.zeros((STEPS + 1, LANES), np.float32) for _ in range(3))
    ends = np.zeros((STEPS, LANES), bool)
    returns, finished = np.zeros(LANES), deque(maxlen=100)
    observation, _ = lanes.reset(seed=seed)

    def value(of: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return critic(torch.from_numpy(of)).squeeze(-1).numpy()

    updates = total // (LANES * STEPS)
    for update in range(updates):
        optimiser.param_groups[0]["lr"] = RATE * (1 - update / updates)
        for step in range(STEPS):
            seen[step] = observation
            with torch.no_grad():
                law = torch.distributions.Categorical(logits=actor(torch.from_numpy(seen[step])))
                action = law.sample()
                likelihood[step] = law.log_prob(action).numpy()
            values[step] = value(seen[step])
            chosen[step] = action.numpy()
            observation, reward, terminated, truncated, infos = lanes.step(chosen[step])
            rewards[step] = reward
            returns += reward
            ends[step] = terminated | truncated
            if ends[step].any():
                # Cut short is not over: the last observation's value stands for what would have come.
                last = np.flatnonzero(truncated & ~terminated)
                if last.size:
                    rewards[step, last] += DISCOUNT * value(np.stack(infos["final_obs"][last]))
                finished.extend(returns[ends[step]])
                returns[ends[step]] = 0
        values[STEPS] = value(np.ascontiguousarray(observation, dtype=np.float32))

        advantages, trace = np.zeros((STEPS, LANES), np.float32), np.zeros(LANES, np.float32)
        for step in reversed(range(STEPS)):
            goes_on = 1.0 - ends[step]
            error = rewards[step] + DISCOUNT * goes_on * values[step + 1] - values[step]
            trace = error + DISCOUNT * TRACE * goes_on * trace
            advantages[step] = trace
        flat = [
            torch.from_numpy(part.reshape(STEPS * LANES, *part.shape[2:]))
            for part in (seen, chosen, likelihood[:STEPS], advantages, advantages + values[:STEPS])
        ]
        for _ in range(EPOCHS):
            for part in torch.randperm(STEPS * LANES).chunk(PARTS):
                inputs, actions, old, gain, target = (column[part] for column in flat)
                law = torch.distributions.Categorical(logits=actor(inputs))
                ratio = (law.log_prob(actions) - old).exp()
                gain = (gain - gain.mean()) / (gain.std() + 1e-8)
                surrogate = torch.min(ratio * gain, ratio.clamp(1 - CLIP, 1 + CLIP) * gain).mean()
                miss = (critic(inputs).squeeze(-1) - target).square().mean()
                loss = VALUE * miss - surrogate - ENTROPY * law.entropy().mean()
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_([*actor.parameters(), *critic.parameters()], 0.5)
                optimiser.step()
    mean = float(np.mean(finished))
    print(f"{identifier}: mean return {mean:.1f} of the last {len(finished)} episodes")
    return mean


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--id", default="gauntlet/cart-pole-v1")
    parser.add_argument("--steps", type=int, default=150_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    train(given.id, given.steps, given.seed)
