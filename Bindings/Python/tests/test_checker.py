"""Gymnasium's own checker on every world."""

from __future__ import annotations

import warnings

import gymnasium
import pytest
from gymnasium.utils.env_checker import check_env

from conftest import IDENTIFIERS

pytest.importorskip("pygame", reason="the checker opens windows; install pygame-ce")

# Warnings that are not ours to mend, and why.
ACCEPTED = [
    # Velocities and positions without a bound in the model have none in the space. Gymnasium's own CartPole-v1
    # draws the same two.
    "A Box observation space m(inimum|aximum) value is -?infinity",
    # Torques have the published range [-2, 2] of Pendulum-v1, which draws the same.
    "For Box action spaces, we recommend using a symmetric and normalized space",
]


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_check_env(identifier: str) -> None:
    environment = gymnasium.make("gauntlet/" + identifier)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for message in ACCEPTED:
            warnings.filterwarnings("ignore", message=rf".*{message}")
        check_env(environment)
    environment.close()


def test_gymnasium_itself_draws_the_accepted_warnings() -> None:
    for name, message in (("CartPole-v1", ACCEPTED[0]), ("Pendulum-v1", ACCEPTED[1])):
        with pytest.warns(UserWarning, match=message), warnings.catch_warnings():
            warnings.simplefilter("always")
            check_env(gymnasium.make(name).unwrapped, skip_render_check=True)


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_step_of_a_passively_checked_environment(identifier: str) -> None:
    environment = gymnasium.make("gauntlet/" + identifier, disable_env_checker=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        environment.reset(seed=0)
        for _ in range(20):
            _, _, terminated, truncated, _ = environment.step(environment.action_space.sample())
            if terminated or truncated:
                environment.reset()
    environment.close()


def test_keyword_arguments_shadow_no_parameter() -> None:
    import inspect

    import gauntlet_rl

    taken = set(inspect.signature(gauntlet_rl.GauntletEnv).parameters)
    taken |= set(inspect.signature(gauntlet_rl.GauntletVectorEnv).parameters)
    for identifier in IDENTIFIERS:
        told = gauntlet_rl.describe(identifier).raw
        names = {one["name"] for one in told["parameters"] + told["options"]}
        assert not names & taken, identifier
