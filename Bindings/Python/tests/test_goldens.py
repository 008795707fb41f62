"""The playthroughs that Swift keeps in Tests/Goldens, bit for bit from Python.

The Swift tests compare the same files with what Swift plays, so equal bits here are equal bits in both. Only
the random policy is played anew, from the description of the streams in Sources/RandomStreams.
"""

from __future__ import annotations

import json
import re
import struct

import pytest

import gauntlet_rl
from conftest import CHECKOUT, IDENTIFIERS

GOLDENS = CHECKOUT / "Tests" / "Goldens"
HASHED_STEPS = 2000
POLICY = 3  # the purpose of a policy's draws
MASK = 2**32 - 1


def philox(counter: tuple[int, ...], key: tuple[int, int]) -> tuple[int, ...]:
    """One block of Philox4x32-10 (J. Salmon et al., 2011, doi:10.1145/2063384.2063405)."""
    a, b, c, d = counter
    k, m = key
    for _ in range(10):
        low, high = a * 0xD2511F53, c * 0xCD9E8D57
        a, b, c, d = (high >> 32) ^ b ^ k, high & MASK, (low >> 32) ^ d ^ m, low & MASK
        k, m = (k + 0x9E3779B9) & MASK, (m + 0xBB67AE85) & MASK
    return a, b, c, d


class RandomPolicy:
    """Uniform actions from the stream (seed, lane 0, episode, step, policy)."""

    def __init__(self, seed: int, components: list[dict]) -> None:
        self.key = philox((0, 0, 0x4741554E, 0x544C4554), (seed & MASK, seed >> 32))[:2]
        self.components = components

    def action(self, episode: int, step: int) -> list[float]:
        words: list[int] = []
        blocks = 0
        values = []
        for component in self.components:
            if not words:
                words = list(philox((blocks, step, episode, POLICY), self.key))
                blocks += 1
            low, high = words.pop(0), words.pop(0)
            bits = high << 32 | low
            if component["categories"] is not None:
                product = bits * component["categories"]
                # One draw in 2^64 / categories would have to be drawn again.
                assert product & (2**64 - 1) >= component["categories"]
                values.append(float(product >> 64))
            else:
                lower, upper = component["lower"], component["upper"]
                values.append(lower + (upper - lower) * ((bits >> 11) * 2.0**-53))
        return values


class BitHash:
    """FNV-1a of 64 bits over the bits of doubles."""

    def __init__(self) -> None:
        self.value = 0xCBF29CE484222325

    def add(self, *numbers: float) -> None:
        for byte in struct.pack(f"<{len(numbers)}d", *numbers):
            self.value = (self.value ^ byte) * 0x100000001B3 & (2**64 - 1)

    def add_word(self, word: int) -> None:
        for byte in struct.pack("<Q", word):
            self.value = (self.value ^ byte) * 0x100000001B3 & (2**64 - 1)


def row(observation: object) -> list[float]:
    return [float(observation)] if isinstance(observation, int) else observation.tolist()


def lists(line: str) -> dict[str, object]:
    """The numbers that a golden's line names."""
    found: dict[str, object] = {
        name: json.loads(text) for name, text in re.findall(r"(action|observation|costs) (\[[^]]*\])", line)}
    reward = re.search(r"reward ([-+.0-9e]+)", line)
    if reward:
        found["reward"] = float(reward.group(1))
    return found


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_plays_as_swift_does(identifier: str) -> None:
    if not GOLDENS.is_dir():
        pytest.skip("no goldens here: these tests run from a checkout")
    recorded = (GOLDENS / f"{identifier}.txt").read_text().splitlines()
    # Exact numbers: the dynamics compute in double precision, spaces are of single precision.
    environment = gauntlet_rl.make(identifier, dtype="float64")
    is_discrete = environment.description.raw["action"]["components"][0]["categories"] is not None
    seed = int(recorded[1].removeprefix("seed: "))
    policy = RandomPolicy(seed, environment.description.raw["action"]["components"])
    played = BitHash()
    seen, _ = environment.reset(seed=seed)
    played.add(*row(seen))
    shown = iter(recorded[4:recorded.index("", 4)])
    assert lists(next(shown)) == {"observation": row(seen)}
    episode = step = 0
    for number in range(1, HASHED_STEPS + 1):
        values = policy.action(episode, step)
        seen, reward, terminated, truncated, info = environment.step(
            int(values[0]) if is_discrete else values)
        step += 1
        costs = info["costs"].tolist() if "costs" in info else []
        played.add(*row(seen), reward, *costs)
        played.add_word(terminated | truncated << 1)
        if number <= 12:
            wanted = lists(next(shown))
            assert wanted.pop("costs", []) == costs
            assert wanted == {"action": values, "observation": row(seen), "reward": reward}
        if terminated or truncated:
            seen, _ = environment.reset()
            episode, step = episode + 1, 0
            played.add(*row(seen))
            if number < 12:
                assert lists(next(shown)) == {"observation": row(seen)}
    assert recorded[-2] == f"steps: {HASHED_STEPS}, episodes begun: {episode + 1}"
    assert recorded[-1].endswith(f": {played.value:016x}")
