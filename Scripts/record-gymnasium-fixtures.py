#!/usr/bin/env python3
"""Record Gymnasium's behaviour as JSON fixtures under Tests/Fixtures/gymnasium.

Recreate everything in a fresh environment (Python 3.11, about two minutes):

    venv=$(mktemp -d) && python3.11 -m venv "$venv"
    "$venv/bin/pip" install -r Scripts/fixtures-requirements.txt
    "$venv/bin/python" Scripts/record-gymnasium-fixtures.py [--output FOLDER]

Every number is a double in its shortest round-trip form; float32 values are widened exactly.
All seeds are fixed, so a second run writes the same bytes.
"""

import argparse
import collections
import json
import math
import pathlib
import platform

import gymnasium
import numpy as np
import scipy
import scipy.sparse
import scipy.sparse.linalg

COMMAND = "python Scripts/record-gymnasium-fixtures.py"
DISCOUNT = 0.99


def plain(value):
    """Convert NumPy scalars, arrays and tuples to plain JSON values without rounding."""
    if isinstance(value, np.ndarray):
        return [plain(v) for v in value.tolist()]
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    return value


def write(folder, name, content):
    """Write one fixture: a key per line, long lists one element per line."""
    header = {
        "source": "gymnasium",
        "version": gymnasium.__version__,
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "python": platform.python_version(),
        "command": COMMAND,
    }

    def dump(value):
        return json.dumps(value, separators=(",", ":"), allow_nan=False)

    lines = []
    for key, value in plain({**header, **content}).items():
        if isinstance(value, list) and value and isinstance(value[0], (list, dict)):
            body = "[\n" + ",\n".join(dump(v) for v in value) + "\n]"
        else:
            body = dump(value)
        lines.append(f"{json.dumps(key)}: {body}")
    path = folder / f"{name}.json"
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{path.name:44s} {path.stat().st_size:8d} bytes", flush=True)


# Toy-text tables -------------------------------------------------------------------------------


def table_of(env):
    """List P as table[s][a] = [[probability, next, reward, terminated], ...] in the source's order."""
    P = env.unwrapped.P
    return [[[list(o) for o in P[s][a]] for a in range(len(P[s]))] for s in range(len(P))]


def reachable_from(table, initial):
    """States that can be occupied while an episode runs (a terminated successor is not expanded)."""
    seen = {s for s, p in enumerate(initial) if p > 0}
    stack = list(seen)
    while stack:
        for outcomes in table[stack.pop()]:
            for p, successor, _, terminated in outcomes:
                if p > 0 and not terminated and successor not in seen:
                    seen.add(successor)
                    stack.append(successor)
    return sorted(int(s) for s in seen)


def optimal_values(table, discount):
    """Value iteration until it stops moving, then one exact evaluation of the greedy policy.

    A terminated outcome contributes its reward only. Returns values, Q and the checks of the result.
    """
    n_states, n_actions = len(table), len(table[0])
    kernel = scipy.sparse.lil_matrix((n_states * n_actions, n_states))
    reward = np.zeros(n_states * n_actions)
    for s in range(n_states):
        for a in range(n_actions):
            for p, successor, r, terminated in table[s][a]:
                reward[s * n_actions + a] += p * r
                if not terminated:
                    kernel[s * n_actions + a, successor] += p
    kernel = kernel.tocsr()
    values = np.zeros(n_states)
    for sweep in range(1, 5_001):
        updated = (reward + discount * (kernel @ values)).reshape(n_states, n_actions).max(axis=1)
        change = np.abs(updated - values).max()
        values = updated
        if change == 0:
            break
    greedy = (reward + discount * (kernel @ values)).reshape(n_states, n_actions).argmax(axis=1)
    rows = np.arange(n_states) * n_actions + greedy
    system = scipy.sparse.identity(n_states, format="csc") - discount * kernel[rows].tocsc()
    exact = scipy.sparse.linalg.spsolve(system, reward[rows])
    q = (reward + discount * (kernel @ exact)).reshape(n_states, n_actions)
    checks = {
        "sweeps": sweep,
        "lastChange": change,
        "valueIterationMinusLinearSolve": np.abs(values - exact).max(),
        "bellmanResidual": np.abs(q.max(axis=1) - exact).max(),
    }
    scale = max(1.0, np.abs(exact).max())
    if max(checks["valueIterationMinusLinearSolve"], checks["bellmanResidual"]) > 1e-12 * scale:
        raise SystemExit(f"value iteration did not settle: {checks}")
    return exact, q, checks


TABLES = [
    ("frozen-lake-4x4-slippery", "FrozenLake-v1", {"map_name": "4x4", "is_slippery": True}),
    ("frozen-lake-4x4-dry", "FrozenLake-v1", {"map_name": "4x4", "is_slippery": False}),
    ("frozen-lake-4x4-success-0.5", "FrozenLake-v1",
     {"map_name": "4x4", "is_slippery": True, "success_rate": 0.5}),
    ("frozen-lake-4x4-success-0.8", "FrozenLake-v1",
     {"map_name": "4x4", "is_slippery": True, "success_rate": 0.8}),
    ("frozen-lake-4x4-rewards", "FrozenLake-v1",
     {"map_name": "4x4", "is_slippery": True, "reward_schedule": (10, -5, -1)}),
    ("frozen-lake-8x8-slippery", "FrozenLake-v1", {"map_name": "8x8", "is_slippery": True}),
    ("frozen-lake-8x8-dry", "FrozenLake-v1", {"map_name": "8x8", "is_slippery": False}),
    ("frozen-lake-8x8-success-0.5", "FrozenLake-v1",
     {"map_name": "8x8", "is_slippery": True, "success_rate": 0.5}),
    ("cliff-walk", "CliffWalking-v1", {"is_slippery": False}),
    ("cliff-walk-slippery", "CliffWalking-v1", {"is_slippery": True}),
    ("taxi", "Taxi-v4", {}),
    ("taxi-rainy", "Taxi-v4", {"is_rainy": True}),
]


def record_tables(folder):
    """Write the transition tables and, in one file, their optimal values at discount 0.99."""
    solved = []
    for name, identifier, options in TABLES:
        env = gymnasium.make(identifier, **options)
        table, initial = table_of(env), env.unwrapped.initial_state_distrib
        limit = env.spec.max_episode_steps
        write(folder, name, {
            "id": identifier,
            "options": options,
            "timeLimit": limit,
            "states": len(table),
            "actions": len(table[0]),
            "initial": initial,
            "outcome": ["probability", "next", "reward", "terminated"],
            "table": table,
        })
        values, _, checks = optimal_values(table, DISCOUNT)
        solved.append({
            "table": name,
            "startValue": float(np.dot(initial, values)),
            "checks": checks,
            "reachable": reachable_from(table, initial),
            "values": values,
        })
    write(folder, "optimal-values", {
        "discount": DISCOUNT,
        "notes": [
            "Optimal values of the recorded tables; a terminated outcome is worth its reward alone.",
            "Goal and cliff states that no running episode occupies still have rows in some tables; "
            "their values follow those rows. Compare on 'reachable' only, or on all with the same rows.",
        ],
        "solutions": solved,
    })


# Taxi with a fickle passenger ------------------------------------------------------------------

STANDS = [(0, 0), (0, 4), (4, 0), (4, 3)]


def taxi_fields(state):
    """Split a taxi state into (row, column, passenger, destination)."""
    return state // 100, state // 20 % 5, state // 4 % 5, state % 4


def drive(env, greedy, epsilon, rng):
    """Play one episode from the present reset state; returns [action, next, reward, ended] per step."""
    state, steps = env.unwrapped.s, []
    while True:
        action = int(rng.integers(6)) if rng.random() < epsilon else int(greedy[state])
        state, reward, terminated, truncated, _ = env.step(action)
        steps.append([action, int(state), int(reward), bool(terminated)])
        if terminated or truncated:
            return steps


def changes_of(start, steps):
    """First moved step with the passenger aboard, and all destination changes, as step indices."""
    first_move, changes, state = None, [], start
    for index, (_, successor, _, _) in enumerate(steps):
        row, column, passenger, destination = taxi_fields(state)
        new_row, new_column, _, new_destination = taxi_fields(successor)
        if first_move is None and passenger == 4 and (row, column) != (new_row, new_column):
            first_move = index
        if destination != new_destination:
            changes.append((index, destination, new_destination))
        state = successor
    return first_move, changes


def record_fickle_taxi(folder):
    """Write trajectories and large-sample counts of the taxi whose passenger changes the destination."""
    _, q, _ = optimal_values(table_of(gymnasium.make("Taxi-v4")), DISCOUNT)
    greedy = q.argmax(axis=1)
    trajectories, tallies = [], []
    for label, options, epsilon in [
        ("fickle", {"fickle_passenger": True}, 0.0),
        ("fickle-explore", {"fickle_passenger": True}, 0.3),
        ("fickle-rainy", {"fickle_passenger": True, "is_rainy": True}, 0.0),
        ("fickle-0.8", {"fickle_passenger": True, "fickle_probability": 0.8}, 0.0),
    ]:
        env, rng = gymnasium.make("Taxi-v4", **options), np.random.default_rng(20)
        for seed in range({"fickle": 700, "fickle-explore": 150, "fickle-rainy": 150}.get(label, 0)):
            start, _ = env.reset(seed=seed)
            steps = drive(env, greedy, epsilon, rng)
            trajectories.append({"case": label, "seed": seed, "start": int(start), "steps": steps})
        env.reset(seed=12345)
        pairs = collections.Counter()
        tally = collections.Counter()
        for _ in range(20_000):
            start, _ = env.reset()
            first_move, changes = changes_of(int(start), drive(env, greedy, epsilon, rng))
            tally["episodes"] += 1
            tally["withMoveAboard"] += first_move is not None
            tally["changed"] += len(changes) > 0
            tally["changedTwice"] += len(changes) > 1
            tally["changedElsewhereThanFirstMoveAboard"] += sum(i != first_move for i, _, _ in changes)
            pairs.update((old, new) for _, old, new in changes)
        tallies.append({
            "case": label, "options": options, "explore": epsilon, "seed": 12345, **tally,
            "destinationChanges": [[o, n, c] for (o, n), c in sorted(pairs.items())],
        })
    write(folder, "taxi-fickle", {
        "id": "Taxi-v4",
        "notes": [
            "The policy is greedy for the plain taxi at discount 0.99, with a uniform action with "
            "probability 'explore'; it sees the current state, so it follows a changed destination.",
            "Each episode of 'trajectories' begins with reset(seed=seed); the 20000 episodes of a tally "
            "follow one reset(seed=12345).",
        ],
        "step": ["action", "next", "reward", "terminated"],
        "tallies": tallies,
        "trajectories": trajectories,
    })


# Blackjack -------------------------------------------------------------------------------------


def record_blackjack(folder, episodes=200_000):
    """Write transition counts of uniformly random play under the three pay-off rules."""
    for label, options in [
        ("sutton", {"sab": True, "natural": False}),
        ("natural", {"sab": False, "natural": True}),
        ("plain", {"sab": False, "natural": False}),
    ]:
        env, rng = gymnasium.make("Blackjack-v1", **options), np.random.default_rng(21)
        starts, counts = collections.Counter(), collections.Counter()
        observation, _ = env.reset(seed=4242)
        for _ in range(episodes):
            two_cards, terminated = True, False
            starts[observation] += 1
            while not terminated:
                natural = int(two_cards and observation[0] == 21)
                action = int(rng.integers(2))
                successor, reward, terminated, _, _ = env.step(action)
                arrival = (None, None) if terminated else (successor[0], successor[2])
                counts[(*observation, natural, action, *arrival, reward)] += 1
                observation, two_cards = successor, False
            observation, _ = env.reset()
        order = sorted(counts.items(), key=lambda item: [-9 if v is None else v for v in item[0]])
        write(folder, f"blackjack-{label}", {
            "id": "Blackjack-v1",
            "options": options,
            "episodes": episodes,
            "seed": 4242,
            "notes": [
                "Uniformly random play. 'natural' is 1 when the hand is the first two cards and 21: the "
                "observation does not carry it, yet the pay-off of sticking depends on it.",
                "nextSum and nextAce are null when the step terminated; the dealer card never changes.",
            ],
            "startCount": ["sum", "dealer", "ace", "count"],
            "starts": [[*k, c] for k, c in sorted(starts.items())],
            "count": ["sum", "dealer", "ace", "natural", "action", "nextSum", "nextAce", "reward", "count"],
            "counts": [[*k, c] for k, c in order],
        })


# Classic control -------------------------------------------------------------------------------


def drawn(low, high):
    """Policy: uniform on the multiples of 1/1024 in [low, high], exact in float32."""
    return lambda state, rng: int(rng.integers(low * 1024, high * 1024 + 1)) / 1024


def choice(count):
    """Policy: uniform over `count` discrete actions."""
    return lambda state, rng: int(rng.integers(count))


def balance(lean):
    """Cart-pole policy: balance about an angle of `lean` radians."""
    return lambda s, rng: int(s[2] - lean + 0.25 * s[3] + (0.05 * s[0] + 0.1 * s[1]) * (lean == 0) > 0)


def swing_up(s, rng):
    """Pendulum policy: pump up to the upright energy, proportional-derivative near upright, on the grid."""
    angle = (s[0] + math.pi) % (2 * math.pi) - math.pi
    if abs(angle) < 0.3:
        torque = -12 * angle - 3 * s[1]
    else:
        energy = s[1] ** 2 / 6 + 5 * math.cos(s[0])
        torque = math.copysign(2.0, s[1]) if energy < 5 else 0.0
    return round(max(-2.0, min(2.0, torque)) * 1024) / 1024


def to_the_wall(scale):
    """Mountain-car policy: pump, but brake on the right slope, until the left wall is hit."""
    return lambda s, rng: scale[0] if s[0] > -0.1 or s[1] < 0 else scale[1]


def float_of(state):
    return [float(v) for v in state]


def play(make, seed, label, policy, least, most, mode="native", whole=False):
    """Record episodes until at least `least` steps; `whole` lets the last episode run to its end."""
    rng, episodes, total = np.random.default_rng(1000 + seed), [], 0
    env = make()
    while total < least:
        options = {"seed": seed} if not episodes else {}
        observation, _ = env.reset(**options)
        task = env.unwrapped
        episode = {
            "seed": seed, "episode": len(episodes), "policy": label, "mode": mode,
            "resetState": float_of(task.state), "resetObservation": float_of(observation), "steps": [],
        }
        while True:
            action = policy(float_of(task.state), rng)
            if isinstance(env.action_space, gymnasium.spaces.Discrete):
                given = action
            elif mode == "native":
                given = np.array([action], dtype=np.float32)
                if float(given[0]) != action:
                    raise SystemExit(f"action {action} is not exact in float32")
            else:
                given = np.array([action], dtype=np.float64)
                task.state = np.asarray(task.state, dtype=np.float64)
            observation, reward, terminated, truncated, _ = env.step(given)
            episode["steps"].append([action, float_of(task.state), float_of(observation),
                                     float(reward), bool(terminated), bool(truncated)])
            total += 1
            if terminated or truncated or total >= most or (total >= least and not whole):
                break
        episodes.append(episode)
    return episodes


def record_control(folder, name, identifier, options, plan, notes, attributes=None):
    """Write the episodes of one task for a plan of (seed, label, policy, least, most, mode, whole)."""

    def make():
        env = gymnasium.make(identifier, disable_env_checker=True, **options)
        for key, value in (attributes or {}).items():
            setattr(env.unwrapped, key, value)
        return env

    episodes = [e for entry in plan for e in play(make, *entry)]
    write(folder, name, {
        "id": identifier,
        "options": options,
        "attributes": attributes or {},
        "timeLimit": make().spec.max_episode_steps,
        "notes": notes,
        "step": ["action", "state", "observation", "reward", "terminated", "truncated"],
        "episodes": episodes,
    })


def record_classic_control(folder):
    """Write the trajectories of the five classic-control tasks and of their options."""
    rounding = ("Observations are float32. Compare states step by step from the recorded state: sine and "
                "cosine differ in the last place between libraries and the systems are chaotic.")
    cart = ["State, step and reward are float64.", rounding]
    random_cart = [(seed, "random", choice(2), 200, 10_000, "native", True) for seed in range(4)]
    record_control(folder, "cart-pole", "CartPole-v1", {}, random_cart + [
        (4, "balance", balance(0.0), 500, 500, "native", True),
        (5, "lean", balance(0.06), 1, 500, "native", True),
    ], cart)
    record_control(folder, "cart-pole-sutton-barto", "CartPole-v1", {"sutton_barto_reward": True}, [
        (0, "random", choice(2), 60, 10_000, "native", True),
    ], cart)

    swing = ("The reset state is rounded to float32; every step after it is float64 Runge-Kutta. "
             "Angles wrap to [-pi, pi], rates are clipped to 4 pi and 9 pi.")

    def pump_acrobot(s, rng):
        return 2 if s[3] > 0 else 0

    for variant in ("book", "nips"):
        record_control(folder, f"acrobot-{variant}", "Acrobot-v1", {}, [
            (seed, "random", choice(3), 200, 200, "native", False) for seed in range(3)
        ] + [(3, "pump", pump_acrobot, 1, 500, "native", True)],
            [swing, rounding], {"book_or_nips": variant})

    def pump_car(s, rng):
        return 2 if s[1] >= 0 else 0

    record_control(folder, "mountain-car", "MountainCar-v0", {}, [
        (seed, "random", choice(3), 200, 200, "native", True) for seed in range(3)
    ] + [
        (3, "pump", pump_car, 1, 200, "native", True),
        (4, "wall", to_the_wall((0, 2)), 120, 120, "native", False),
    ], ["State, step and reward are float64.", rounding])

    def pump_hill(s, rng):
        return 1.0 if s[1] >= 0 else -1.0

    plan = [(seed, "random", drawn(-1, 1), 200, 200) for seed in range(2)]
    plan += [(2, "overdrive", drawn(-2, 2), 200, 200), (3, "pump", pump_hill, 1, 999),
             (4, "wall", to_the_wall((-1.0, 1.0)), 150, 150)]
    record_control(folder, "mountain-car-continuous", "MountainCarContinuous-v0", {}, [
        (*entry, mode, entry[1] == "pump") for mode in ("native", "float64-step") for entry in plan
    ] + [(5, "rest", lambda s, rng: 0.0, 999, 999, "native", True)], [
        "The state is float64 after reset and float32 after every step.",
        "Mode native: float32 actions, so after the first step the arithmetic itself is float32 (apart "
        "from the cosine, taken in double of a float32 argument, and the reward, float64).",
        "Mode float64-step: before each step the stored state was widened to float64 and the action given "
        "as float64, so the step and the ending test are float64 and the new state is rounded to float32 "
        "once: rounding a float64 step from the recorded state must give the recorded state.",
        "The reward charges the action before clipping; overdrive actions leave [-1, 1].",
    ])

    plan = [(seed, "random", drawn(-2, 2), 200, 200) for seed in range(2)]
    plan += [(2, "overdrive", drawn(-3, 3), 200, 200), (3, "swing-up", swing_up, 200, 200),
             (4, "spin", lambda s, rng: 2.0 if s[1] >= 0 else -2.0, 60, 60)]
    record_control(folder, "pendulum", "Pendulum-v1", {}, [
        (*entry, mode, entry[3] == 200) for mode in ("native", "float64-step") for entry in plan
    ], [
        "The state is float64 throughout; the angle is not wrapped in the state.",
        "Mode native: float32 actions, so 3 u/(m l^2) and 0.001 u^2 are rounded to float32 (the first is "
        "exact here as actions are multiples of 1/1024; the reward moves by less than 5e-10).",
        "Mode float64-step: the action was given as float64, so step and reward are float64.",
        "Torque is clipped to [-2, 2] before reward and step; overdrive actions leave that range.",
        rounding,
    ])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "gymnasium"
    parser.add_argument("--output", type=pathlib.Path, default=default)
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    record_tables(folder)
    record_fickle_taxi(folder)
    record_classic_control(folder)
    record_blackjack(folder)


if __name__ == "__main__":
    main()
