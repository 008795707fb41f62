"""Recorded actions from a documented generator, and digests of bits."""

import numpy as np

MASK = (1 << 64) - 1


def split_mix(seed: int, count: int) -> list[int]:
    """The first 64-bit numbers of SplitMix64 (Steele, Lea and Flood 2014, 10.1145/2660193.2660195)."""
    numbers, counter = [], seed
    for _ in range(count):
        counter = (counter + 0x9E3779B97F4A7C15) & MASK
        z = counter
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        numbers.append(z ^ (z >> 31))
    return numbers


def actions(bound: float, width: int, steps: int, seed: int) -> np.ndarray:
    """Uniform actions, a row a step: bound * (2 u - 1) with u the upper 24 bits over 2^24."""
    uniform = np.array([n >> 40 for n in split_mix(seed, width * steps)], dtype=np.float64) * 2.0**-24
    return (bound * (2 * uniform - 1)).reshape(steps, width)


class Digest:
    """FNV-1a, 64 bits, fed with whole 64-bit words: the bits of doubles in their order."""

    def __init__(self) -> None:
        self.value = 0xCBF29CE484222325

    def add(self, numbers: object) -> None:
        """Mix in doubles; words of 64 bits rather than bytes keep it quick in Python."""
        value = self.value
        for word in np.ascontiguousarray(numbers, dtype="<f8").ravel().view("<u8").tolist():
            value = ((value ^ word) * 0x100000001B3) & MASK
        self.value = value

    def __str__(self) -> str:
        return f"{self.value:016x}"
