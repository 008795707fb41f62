"""Whatever is handed over wrongly raises an exception that says what and how to mend it, and steps nothing."""

from __future__ import annotations

import re

import gymnasium
import numpy as np
import pytest

import gauntlet_rl
from gauntlet_rl import ActionError, ArgumentError, RecipeError, ResetNeededError, UnsupportedError

NAN, INFINITY = float("nan"), float("inf")


@pytest.mark.parametrize("action", [
    2, -1, 2**63, -(2**63) - 1, 1.0, np.float32(1), "1", None, [1], np.array([1]), np.array(1.0), 1j, object(),
])
def test_actions_of_a_finite_space(action: object) -> None:
    environment = gauntlet_rl.make("cart-pole-v1")
    environment.reset(seed=0)
    before = environment.save_state()
    with pytest.raises(ActionError, match="whole number from 0 to 1"):
        environment.step(action)
    assert environment.save_state() == before
    environment.step(1)


@pytest.mark.parametrize("action", [0, True, np.int8(1), np.uint64(1), np.array(1), np.bool_(True)])
def test_whole_numbers_of_any_kind_are_actions(action: object) -> None:
    environment = gauntlet_rl.make("cart-pole-v1")
    environment.reset(seed=0)
    if isinstance(action, np.bool_):
        with pytest.raises(ActionError):  # NumPy's truth values are no indices
            environment.step(action)
    else:
        environment.step(action)


@pytest.mark.parametrize("action", [
    [NAN], [INFINITY], [-INFINITY], [2.0001], [1e30], 0.5, [], [0.5, 0.5], [[0.5]], ["a"], [None], [1j], None, "a",
    np.array([0.5], dtype=object), [[1], [2, 3]],
])
def test_actions_of_a_box(action: object) -> None:
    environment = gauntlet_rl.make("pendulum-v1")
    environment.reset(seed=0)
    before = environment.save_state()
    with pytest.raises(ActionError):
        environment.step(action)
    assert environment.save_state() == before


def test_messages_of_actions_name_value_place_and_remedy() -> None:
    environment = gauntlet_rl.make("pendulum-v1")
    environment.reset(seed=0)
    with pytest.raises(ActionError, match=r"'torque' of the action is nan; give a finite number in \[-2.0, 2.0\]"):
        environment.step([NAN])
    with pytest.raises(ActionError, match=r"give an array of shape \(1,\), float32"):
        environment.step(0.5)
    batch = gauntlet_rl.make_vec("pendulum-v1", 3)
    batch.reset(seed=0)
    with pytest.raises(ActionError, match="lane 2: component 'torque' of the action is 3"):
        batch.step(np.array([[0], [1], [3]]))
    with pytest.raises(ActionError, match=r"shape \(3,\), dtype float64 for actions; give shape \(3, 1\)"):
        batch.step(np.zeros(3))


# Both layouts: copied, and told where the caller's memory lies.
@pytest.mark.parametrize("lanes", [4, 20000])
@pytest.mark.parametrize("recipe", ["cart-pole-v1", "pendulum-v1"])
def test_actions_of_batches(recipe: str, lanes: int) -> None:
    batch = gauntlet_rl.make_vec(recipe, lanes)
    batch.reset(seed=0)
    good = batch.action_space.sample()
    before = batch.save_state()
    bad = [
        good[:-1], good[None], good[..., None], good.astype(complex), good.astype(object), good.astype(str), None,
        "left", 1, [], [[1], [2, 3]], good + 10, np.full(good.shape, -10, good.dtype),
    ]
    if recipe == "pendulum-v1":
        for value in (NAN, INFINITY, -INFINITY):
            wrong = good.copy()
            wrong[-1] = value
            bad.append(wrong)
    else:
        bad += [good.astype(float), np.full(good.shape, 2), np.full(good.shape, 2**63, np.uint64)]
    for actions in bad:
        with pytest.raises(ActionError):
            batch.step(actions)
    assert batch.save_state() == before


@pytest.mark.parametrize("lanes", [4, 20000])
@pytest.mark.parametrize("recipe", ["cart-pole-v1", "pendulum-v1"])
def test_odd_arrays_play_as_plain_ones(recipe: str, lanes: int) -> None:
    def odd(plain: np.ndarray) -> list[np.ndarray]:
        spread = np.zeros((2 * lanes, *plain.shape[1:]), plain.dtype)[::2]
        spread[...] = plain
        locked = plain.copy()
        locked.flags.writeable = False
        bytes_off = np.frombuffer(b"\0" + plain.tobytes(), np.uint8)[1:].view(plain.dtype).reshape(plain.shape)
        assert not bytes_off.flags.aligned and not spread.flags.contiguous
        small = plain.astype(np.int8 if plain.dtype.kind == "i" else np.float64)
        return [
            spread, locked, bytes_off, plain.astype(plain.dtype.newbyteorder()), small, plain.tolist(),
            plain[::-1].copy()[::-1], np.ma.masked_array(plain),
        ]

    wanted = gauntlet_rl.make_vec(recipe, lanes, copy=True)
    wanted.reset(seed=0)
    plain = wanted.action_space.sample()
    expected = wanted.step(plain)[0]
    for actions in odd(plain):
        batch = gauntlet_rl.make_vec(recipe, lanes)
        batch.reset(seed=0)
        assert batch.step(actions)[0].tobytes() == expected.tobytes()
        # The memory of that step is forgotten: the batch's own actions are read next.
        batch.actions[...] = plain
        batch.step(batch.actions)
        batch.step(batch.actions)


def test_step_before_reset_and_after_an_ending() -> None:
    environment = gauntlet_rl.make("cart-pole-v1", horizon=1)
    with pytest.raises(ResetNeededError, match="call reset") as caught:
        environment.step(0)
    assert isinstance(caught.value, gymnasium.error.ResetNeeded) and caught.value.status == "GAUNTLET_NEEDS_RESET"
    environment.reset(seed=0)
    assert environment.step(0)[3]
    with pytest.raises(ResetNeededError):
        environment.step(0)
    batch = gauntlet_rl.make_vec("cart-pole-v1", 3)
    with pytest.raises(ResetNeededError, match="call reset"):
        batch.step([0, 0, 0])
    with pytest.raises(ResetNeededError, match="start all of them"):
        batch.reset(options={"reset_mask": np.array([True, False, False])})


@pytest.mark.parametrize("seed", [-1, 2**64, 1.5, "7", True, [1, 2]])
def test_seeds(seed: object) -> None:
    for environment in (gauntlet_rl.make("cart-pole-v1"), gauntlet_rl.make_vec("cart-pole-v1", 3)):
        with pytest.raises(ArgumentError, match="seed"):
            environment.reset(seed=seed)
    with pytest.raises(ArgumentError, match="seed"):
        gauntlet_rl.make_vec("cart-pole-v1", 3).reset(seed=[0, 1, seed])
    with pytest.raises(ArgumentError, match=f"from 0 to {2**64 - 3}"):
        gauntlet_rl.make_vec("cart-pole-v1", 3).reset(seed=2**64 - 2)


@pytest.mark.parametrize("mask", [[True], np.ones(4, bool), np.zeros(3, bool), np.ones(3), "yes", [[True] * 3]])
def test_masks(mask: object) -> None:
    batch = gauntlet_rl.make_vec("cart-pole-v1", 3)
    batch.reset(seed=0)
    with pytest.raises(ArgumentError, match="reset_mask"):
        batch.reset(options={"reset_mask": mask})


@pytest.mark.parametrize(("arguments", "message"), [
    ({"num_envs": 0}, "num_envs=0; give a whole number from 1 on"), ({"num_envs": -3}, "num_envs"),
    ({"num_envs": 2.0}, "num_envs"), ({"num_envs": True}, "num_envs"), ({"threads": 0}, "threads"),
    ({"threads": 1.5}, "threads"), ({"autoreset_mode": "Sometimes"}, "one of 'NextStep', 'SameStep', 'Disabled'"),
    ({"dtype": "float16"}, "'float32', 'float64'"),
])
def test_arguments_of_batches(arguments: dict, message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        gauntlet_rl.GauntletVectorEnv("cart-pole-v1", **arguments)


def test_more_than_the_library_has_room_for() -> None:
    with pytest.raises(gauntlet_rl.GauntletError, match="lanes|threads"):
        gauntlet_rl.make_vec("cart-pole-v1", 2**40)
    with pytest.raises(gauntlet_rl.GauntletError, match="threads"):
        gauntlet_rl.make_vec("cart-pole-v1", 4, threads=100_000)


@pytest.mark.parametrize(("arguments", "message"), [
    ({"render_mode": "ansi"}, "one of None, 'human', 'rgb_array'"), ({"width": 0}, "width"),
    ({"height": 5000}, "from 1 to 4096"), ({"dtype": int}, "'float32', 'float64'"),
])
def test_arguments_of_environments(arguments: dict, message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        gauntlet_rl.make("cart-pole-v1", **arguments)


def test_batches_draw_nothing() -> None:
    with pytest.raises(UnsupportedError, match="vectorization_mode='sync'"):
        gymnasium.make_vec("gauntlet/cart-pole-v1", num_envs=2, render_mode="rgb_array")


@pytest.mark.parametrize(("recipe", "message"), [
    ("nope-v1", "column 1: unknown environment 'nope-v1'; use one of the known: frozen-lake-v1"),
    ("cart-pole-v1?massPol=1", "did you mean 'massPole'"),
    ("cart-pole-v1?massPole=-5", "outside [0.05, 0.5]; give a value"),
    ("cart-pole-v1?massPole=heavy", "massPole"),
    ("cart-pole-v1 | blur(x=1)", "column 16: unknown rule 'blur'; use one of the known: gaussian-noise"),
    ("cart-pole-v1 | action-delay(step=1)", "steps"),
    ("cart-pole-v1 |", "expected a rule name"),
    ("", "begin with an id"),
    ("cart-pole-v1\0", "zero character"),
    ("cart-pole-v1 \ud800", "no Unicode text"),
])
def test_recipes(recipe: str, message: str) -> None:
    for made in (
        gauntlet_rl.make, gauntlet_rl.describe, gauntlet_rl.table, gauntlet_rl.safe_make,
        lambda text: gauntlet_rl.make_vec(text, 2),
    ):
        with pytest.raises(RecipeError, match=re.escape(message)) as caught:
            made(recipe)
        assert isinstance(caught.value, ValueError)


def test_keyword_arguments_that_no_recipe_can_hold() -> None:
    for value in (object(), {"a": 1}, None, 'a"b', NAN, INFINITY):
        with pytest.raises(RecipeError, match="massPole"):
            gauntlet_rl.make("cart-pole-v1", massPole=value)
    for recipe in (7, None, b"cart-pole-v1"):
        with pytest.raises(ArgumentError, match="a text such as 'cart-pole-v1'"):
            gauntlet_rl.make(recipe)


def test_parameters() -> None:
    environment = gauntlet_rl.make("cart-pole-v1")
    with pytest.raises(ArgumentError, match="there is no parameter 'mass'; known: gravity, massCart"):
        environment.set_parameter("mass", 1)
    for value in (9.0, -1.0, NAN):
        with pytest.raises(ArgumentError, match="massPole"):
            environment.set_parameter("massPole", value)
    assert environment.parameters["massPole"] == 0.1


def test_states_of_others() -> None:
    environment, other = gauntlet_rl.make("cart-pole-v1"), gauntlet_rl.make("pendulum-v1")
    batch = gauntlet_rl.make_vec("cart-pole-v1", 2)
    for one in (environment, other, batch):
        one.reset(seed=0)
    state = environment.save_state()
    others = other.save_state(), batch.save_state()
    for bad in (b"", b"gauntlet", *others, state[:-1], state + b"\0", bytes(len(state))):
        with pytest.raises(gauntlet_rl.SnapshotError):
            environment.restore_state(bad)
    for bad in (None, "state", 7, [1]):
        with pytest.raises(ArgumentError, match="what save_state returned"):
            environment.restore_state(bad)
    assert environment.save_state() == state
    with pytest.raises(ResetNeededError, match="call reset first"):
        gauntlet_rl.make_vec("cart-pole-v1", 2).save_state()
