"""A grid of recipes evaluated by Ray actors on a local cluster of several nodes, with the bits of one process.

    python ray_grid.py [--nodes N] [--episodes N]

Each actor plays one cell of the grid: a recipe, with the same seeds. The same grid is then played in this
process; the program fails where one observation or return differs in one bit.
"""

import argparse
import hashlib
import itertools
import sys

import numpy as np
import ray
from ray.cluster_utils import Cluster


def grid() -> list[str]:
    """Cart-poles of different masses and lengths, nominal and with delayed actions and noise."""
    return [
        f"cart-pole-v1?massPole={mass},length={length}{rules}"
        for mass, length, rules in itertools.product(
            (0.05, 0.1, 0.4), (0.25, 0.5, 1.0), ("", " | action-delay(steps=1) | gaussian-noise(sigma=0.01)"))
    ]


def play(recipe: str, episodes: int) -> tuple[np.ndarray, str]:
    """The returns of a policy written by hand, shape [episodes], and a digest of every observation on the way."""
    import gauntlet_rl

    environment = gauntlet_rl.make(recipe)
    totals = np.zeros(episodes)
    digest = hashlib.sha256()
    for episode in range(episodes):
        seen, _ = environment.reset(seed=episode)
        ended = False
        while not ended:
            seen, reward, terminated, truncated, _ = environment.step(int(seen[2] + 0.25 * seen[3] > 0))
            totals[episode] += reward
            digest.update(seen.tobytes())
            ended = terminated or truncated
    environment.close()
    return totals, digest.hexdigest()


@ray.remote(num_cpus=1)
class Player:
    def play(self, recipe: str, episodes: int) -> tuple[str, np.ndarray, str]:
        return ray.get_runtime_context().get_node_id(), *play(recipe, episodes)


def evaluate(nodes: int, episodes: int) -> int:
    """Number of cells that differ from this process."""
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    for _ in range(nodes - 1):
        cluster.add_node(num_cpus=1)
    ray.init(address=cluster.address, log_to_driver=False)
    recipes = grid()
    players = [Player.options(scheduling_strategy="SPREAD").remote() for _ in range(nodes)]
    answers = ray.get([players[cell % nodes].play.remote(recipe, episodes) for cell, recipe in enumerate(recipes)])
    ray.shutdown()
    cluster.shutdown()
    differing = 0
    for recipe, (node, totals, digest) in zip(recipes, answers):
        own_totals, own_digest = play(recipe, episodes)
        agrees = own_digest == digest and own_totals.tobytes() == totals.tobytes()
        differing += not agrees
        print(f"{totals.mean():8.2f}  {'same bits' if agrees else 'DIFFERENT'}  node {node[:6]}  {recipe}")
    used = len({node for node, _, _ in answers})
    print(f"{len(recipes)} recipes on {used} nodes, {differing} differ from one process")
    return differing if used == nodes else -1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=2)
    parser.add_argument("--episodes", type=int, default=20)
    given = parser.parse_args()
    if evaluate(given.nodes, given.episodes) != 0:
        sys.exit("the cluster and this process disagree, or not all nodes played")
