"""Recipes from keyword arguments and texts, and what the library says of them."""

from __future__ import annotations

import gymnasium
import numpy as np
import pytest

import gauntlet_rl
from conftest import IDENTIFIERS
from gauntlet_rl import spaces


@pytest.mark.parametrize(("identifier", "parameters", "rules", "text"), [
    ("cart-pole-v1", {}, [], "cart-pole-v1"),
    ("cart-pole-v1", {"massPole": 0.2}, [], "cart-pole-v1?massPole=0.2"),
    ("cart-pole-v1", {"massPole": np.float32(0.25), "sutton": True}, [], "cart-pole-v1?massPole=0.25,sutton=true"),
    ("cart-pole-v1?length=1", {"massPole": 0.2}, [], "cart-pole-v1?length=1,massPole=0.2"),
    ("cart-pole-v1 | a(b=1)", {"massPole": 1}, ["c()"], "cart-pole-v1?massPole=1 | a(b=1) | c()"),
    ("x-v0", {}, "one(rule=1)", "x-v0 | one(rule=1)"),
    ("x-v0", {"map": "8x8", "way": "north"}, [], 'x-v0?map="8x8",way=north'),
    ("x-v0", {"list": [1, 2.5, "a b"]}, [], 'x-v0?list=[1,2.5,"a b"]'),
    ('x-v0?map="a|b"', {"k": np.int64(3)}, [], 'x-v0?map="a|b",k=3'),
])
def test_text(identifier: str, parameters: dict, rules: object, text: str) -> None:
    assert gauntlet_rl.recipe(identifier, parameters, rules) == text


def test_three_ways_to_one_environment() -> None:
    wanted = "cart-pole-v1?massPole=0.2 | action-delay(steps=2)"
    made = [
        gymnasium.make("gauntlet/cart-pole-v1", massPole=0.2, rules=["action-delay(steps=2)"]),
        gauntlet_rl.make("cart-pole-v1?massPole=0.2|action-delay( steps = 2 )"),
        gauntlet_rl.make("cart-pole-v1", massPole=0.2, rules="action-delay(steps=2)"),
        gymnasium.make_vec("gauntlet/cart-pole-v1", massPole=0.2, rules=["action-delay(steps=2)"]),
    ]
    for one in made:
        assert one.unwrapped.description.recipe == wanted


def test_made_environments_are_bare() -> None:
    """Gymnasium's wrappers would slow down what the library checks itself."""
    assert isinstance(gymnasium.make("gauntlet/cart-pole-v1"), gauntlet_rl.GauntletEnv)


def test_specs_are_text_too() -> None:
    environment = gymnasium.make("gauntlet/pendulum-v1", mass=1.1, rules=["action-delay(steps=1)"])
    spec = gymnasium.envs.registration.EnvSpec.from_json(environment.spec.to_json())
    assert gymnasium.make(spec).unwrapped.description.recipe == environment.unwrapped.description.recipe


def test_horizon_is_a_parameter_everywhere() -> None:
    for identifier in IDENTIFIERS:
        environment = gauntlet_rl.make(identifier, horizon=1)
        assert environment.description.horizon == 1
        environment.reset(seed=0)
        assert environment.step(environment.action_space.sample())[3]


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_description(identifier: str) -> None:
    told = gauntlet_rl.describe(identifier)
    environment = gauntlet_rl.make(identifier)
    assert told.recipe == identifier and told.horizon > 0 and 0 < told.discount <= 1
    assert environment.observation_space == told.observation_space
    assert environment.action_space == told.action_space
    assert [one.channel < len(told.cost_names) for one in told.constraints] == [True] * len(told.constraints)
    assert environment.limits.shape == (len(told.constraints),)
    assert list(environment.parameters) == list(told.parameter_names)


def test_spaces_of_single_precision_hold_the_bounds_of_double() -> None:
    space = gauntlet_rl.describe("cart-pole-v1").observation_space
    assert space.dtype == np.float32
    for bound, exact in ((space.high[0], 4.8), (space.high[2], 0.418879020478639)):
        assert float(bound) >= exact and float(np.nextafter(bound, np.float32(0))) < exact
    # 0.7 in single precision is less than 0.7, and -0.7 more than -0.7.
    tight = spaces.box([{"lower": -0.7, "upper": 0.7}, {"lower": None, "upper": 1.0}], np.dtype(np.float32))
    assert tight.low[0] < -0.7 and tight.high[0] > 0.7 and tight.high[0] < 0.7000001
    assert tight.low[1] == -np.inf and tight.high[1] == 1
    wide = gauntlet_rl.make("cart-pole-v1", dtype="float64")
    assert wide.observation_space.dtype == np.float64 and wide.reset(seed=0)[0].dtype == np.float64
    assert gauntlet_rl.make_vec("frozen-lake-v1", 2, dtype="float64").reset(seed=0)[0].dtype == np.int64


def test_double_precision_sees_and_plays_more() -> None:
    narrow, wide = gauntlet_rl.make("pendulum-v1"), gauntlet_rl.make("pendulum-v1", dtype="float64")
    seen, exact = narrow.reset(seed=3)[0], wide.reset(seed=3)[0]
    assert np.array_equal(seen, exact.astype(np.float32)) and not np.array_equal(seen, exact)
    narrow.step([0.1])
    wide.step([0.1])
    assert narrow.executed_action == [np.float32(0.1)] and wide.executed_action == [0.1]


def test_live_parameters() -> None:
    environment, twin = (gauntlet_rl.make("cart-pole-v1") for _ in range(2))
    environment.reset(seed=0)
    twin.reset(seed=0)
    environment.set_parameter("massPole", 0.3)
    assert environment.parameters["massPole"] == 0.3
    assert not np.array_equal(environment.step(1)[0], twin.step(1)[0])
    environment.reset()
    assert environment.parameters["massPole"] == 0.3


def test_what_rules_hide() -> None:
    environment = gauntlet_rl.make("pendulum-v1 | gaussian-noise(sigma=0.3) | action-delay(steps=1)")
    seen, _ = environment.reset(seed=0)
    plain = gauntlet_rl.make("pendulum-v1")
    bare, _ = plain.reset(seed=0)
    assert np.array_equal(environment.true_observation.astype(np.float32), bare)
    assert np.abs(seen - bare).max() > 0.01
    environment.step([1.5])
    assert environment.executed_action == [0.0]
    environment.step([0.0])
    assert environment.executed_action == [1.5]


def test_diagnostics() -> None:
    environment = gauntlet_rl.make("pendulum-v1", diagnostics=True)
    _, info = environment.reset(seed=0)
    assert info == environment.diagnostics and list(info) == ["tilt"]
    *_, info = environment.step([1])
    assert info == environment.diagnostics
    assert gauntlet_rl.make("pendulum-v1").reset(seed=0)[1] == {}
