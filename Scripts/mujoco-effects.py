#!/usr/bin/env python3
"""Show that every uncertain parameter of the locomotion worlds acts, over every tenth of its interval.

From the recorded start of each world, under its recorded actions, 200 steps are run at both ends of a parameter's
interval and at nine points between. Printed: the first step whose state differs from the nominal one at either
end, how far apart positions are after the last step, and tenths of the interval whose ends give the same states to
the last bit (there must be none). Then every force along every axis, listed or not, the pairs of geoms that may
touch, and what RRLS's way of setting friction leaves without effect. The states' digests go into
Tests/Fixtures/mujoco/effects.json, with those of the corners of the published boxes, set our way and RRLS's; a
second run writes the same bytes. The exit status is 1 when a listed parameter or force does not act, one that acts
is not listed, or the engine warns.

    "$venv/bin/python" Scripts/mujoco-effects.py [--output FOLDER] [--worlds ID ...] [--lean]

With --lean idle stages of the engine are off, and the digests are compared with the recorded ones, not written.
The environment is that of make-mujoco-fixtures.py, whose files are read.
"""

import argparse
import json
import pathlib
import sys
from collections.abc import Callable

import mujoco
import numpy as np

from locomotion import files, parameters, streams, tasks

COMMAND = "python Scripts/mujoco-effects.py"
STEPS = 200
TENTHS = 10


class World:
    """A task with its recorded start and actions, ready to be run under other parameters."""

    def __init__(self, task: tasks.Task, lean: bool = False) -> None:
        recorded = json.loads((tasks.FIXTURES / f"{task.id}.json").read_text())
        self.task, self.qpos, self.qvel = task, np.array(recorded["qpos"]), np.array(recorded["qvel"])
        stream = recorded["actions"]
        self.actions = streams.actions(stream["bound"], stream["width"], STEPS, stream["seed"])
        self.warnings, self.lean = 0, lean
        self.ended = STEPS
        self.nominal = self.run(task.model())
        ends = [step for step, row in enumerate(self.over, 1) if row]
        self.ended = ends[0] if ends else STEPS + 1

    def run(self, model: mujoco.MjModel, lift: float = 0,
            force: tuple[int, int, float] | None = None) -> np.ndarray:
        """States after every step, a row a step; a force is a body, an axis and newtons."""
        model.opt.disableflags |= tasks.idle_stages(model) if self.lean else 0
        data = mujoco.MjData(model)
        data.qpos[:], data.qvel[:] = self.qpos, self.qvel
        if lift:
            data.qpos[2 if model.jnt_type[0] == mujoco.mjtJoint.mjJNT_FREE else 1] += lift
        if force:
            data.xfrc_applied[force[0], force[1]] = force[2]
        mujoco.mj_forward(model, data)
        rows, self.over, self.touched = [], [], set()
        for action in self.actions:
            data.ctrl[:] = action
            mujoco.mj_step(model, data, nstep=self.task.frame_skip)
            rows.append(np.concatenate([data.qpos, data.qvel]))
            self.over.append(self.task.terminated(model, data))
            self.touched |= {tuple(sorted(pair)) for pair in data.contact.geom.tolist()}
        self.warnings += int(sum(w.number for w in data.warning))
        return np.array(rows)

    def first(self, states: np.ndarray) -> int:
        """First step whose state is not the nominal one; 0 when there is none."""
        different = (states != self.nominal).any(axis=1)
        return int(different.argmax()) + 1 if different.any() else 0


def digest(states: np.ndarray) -> str:
    """FNV-1a over the states' words."""
    value = streams.Digest()
    value.add(states)
    return str(value)


def examine(world: World, values: np.ndarray, run: Callable[[float], np.ndarray]) -> dict[str, object]:
    """Run a parameter over its grid; tenths without effect, first effects, distance of positions at the ends."""
    states = [run(float(v)) for v in values]
    same = [k for k in range(len(values) - 1) if np.array_equal(states[k], states[k + 1])]
    count = len(world.qpos)
    apart = [float(np.abs(s[-1, :count] - world.nominal[-1, :count]).max()) for s in (states[0], states[-1])]
    return {"values": values, "digests": [digest(s) for s in states], "same": same,
            "first": [world.first(states[0]), world.first(states[-1])], "apart": apart,
            "low": states[0][-1, :count], "high": states[-1][-1, :count]}


def physical(world: World) -> tuple[list[dict[str, object]], bool]:
    """All physical parameters of a world; true when one does not act."""
    task, entries, failed = world.task, [], False
    for p in parameters.parameters(task):
        def run(value: float, name: str = p.name) -> np.ndarray:
            model, lift = parameters.applied(task, {name: value})
            return world.run(model, lift)
        if not np.array_equal(run(p.nominal), world.nominal):
            print(f"{task.id} {p.name}: nominal value is not the nominal world")
            failed = True
        grid = p.low + (p.high - p.low) * np.arange(TENTHS + 1) / TENTHS
        found = examine(world, grid, run)
        first, apart = found["first"], found["apart"]
        late = "after the end" if min(f or STEPS + 1 for f in first) > world.ended else ""
        print(f"{task.id:28s} {p.name:22s} {p.nominal:10.6g} [{p.low:g}, {p.high:g}]"
              f"  first {first[0]:3d} {first[1]:3d}  apart {apart[0]:8.2g} {apart[1]:8.2g}"
              f"  same tenths {found['same'] or '-'} {late}", flush=True)
        failed |= bool(found["same"]) or 0 in [f for f, v in zip(first, (p.low, p.high)) if v != p.nominal]
        entries.append({"id": task.id, "parameter": p.name, "values": grid, "digests": found["digests"],
                        "lowQpos": found["low"], "highQpos": found["high"]})
    return entries, failed


def pushed(world: World) -> tuple[list[dict[str, object]], bool]:
    """Every force along every axis; true when a listed one does not act or one that acts is not listed."""
    task, entries, failed = world.task, [], False
    listed = {p.name: p for p in parameters.forces(task)}
    bodies = dict.fromkeys(p.targets[0] for p in listed.values())
    model = task.model()
    for body in bodies:
        for axis, letter in enumerate("xyz"):
            name = parameters.camel(body, "force", letter)
            runs = [world.run(model, force=(model.body(body).id, axis, f)) for f in (-3.0, 3.0)]
            acts = all(not np.array_equal(r, world.nominal) for r in runs)
            if name in listed:
                entries.append({"id": task.id, "parameter": name, "values": [-3.0, 3.0],
                                "digests": [digest(r) for r in runs]})
            note = "" if acts == (name in listed) else "  <- listed wrongly"
            print(f"{task.id:28s} {name:22s} {'acts' if acts else 'inert'}{note}", flush=True)
            failed |= bool(note)
    return entries, failed


def boxed(world: World) -> list[dict[str, object]]:
    """Least and greatest corner of every published box, set our way and RRLS's."""
    entries = []
    for box, ends in parameters.BOXES.get(world.task.id, {}).items():
        for corner, index in (("low", 1), ("high", 2)):
            values = {end[0]: end[index] for end in ends}
            ours, _ = parameters.applied(world.task, values)
            theirs = parameters.applied_as_rrls(world.task, values)
            entries.append({"id": world.task.id, "box": box, "corner": corner, "parameters": list(values),
                            "values": list(values.values()), "digest": digest(world.run(ours)),
                            "rrlsDigest": digest(world.run(theirs))})
    return entries


def may_touch(model: mujoco.MjModel, a: int, b: int) -> bool:
    """The engine's rule: masks agree, and the bodies are neither fixed together nor parent and child."""
    offered, accepted = model.geom_contype, model.geom_conaffinity
    masks = (offered[a] & accepted[b]) | (offered[b] & accepted[a])
    first, second = (int(model.body_weldid[model.geom_bodyid[g]]) for g in (a, b))
    above = [int(model.body_weldid[model.body_parentid[w]]) for w in (first, second)]
    neighbours = 0 not in (first, second) and (above[0] == second or above[1] == first)
    return bool(masks) and first != second and not neighbours


def pairs(world: World) -> bool:
    """Which geoms may touch and did, with what coefficient; true when some touched that may not."""
    model = world.task.model()
    world.run(model)
    touched = set(world.touched)
    for a in range(model.ngeom):
        for b in range(a + 1, model.ngeom):
            if may_touch(model, a, b):
                dimension = max(model.geom_condim[a], model.geom_condim[b])
                friction = max(model.geom_friction[a, 0], model.geom_friction[b, 0]) if dimension > 1 else 0
                seen = "touched" if (a, b) in touched else "-"
                touched.discard((a, b))
                print(f"{world.task.id:28s} {model.geom(a).name:16s} {model.geom(b).name:16s} condim {dimension} "
                      f"coefficient {friction:g} {seen}")
    return bool(touched)


def dead_friction(world: World) -> None:
    """How much of the published interval of friction does nothing when the floor alone is changed."""
    boxes = parameters.BOXES.get(world.task.id, {})
    name, low, high = boxes.get("iwocs-1d", [("", 0.0, 0.0)])[0]
    if not name.lower().endswith("friction"):
        return
    grid = np.linspace(low, high, 30)
    until = min(world.ended, STEPS)
    for label, run in (("RRLS", lambda v: world.run(parameters.applied_as_rrls(world.task, {name: v}))),
                       ("ours", lambda v: world.run(parameters.applied(world.task, {name: v})[0]))):
        states = [run(float(v))[:until] for v in grid]
        same = sum(np.array_equal(a, b) for a, b in zip(states, states[1:]))
        print(f"{world.task.id:28s} {name} on [{low:g}, {high:g}], {label}: {same} of {len(grid) - 1} "
              f"neighbouring values give the same states until the episode ends (step {until})")


def main() -> int:
    """Run all worlds; 1 when something listed does not act."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=pathlib.Path, default=tasks.FIXTURES)
    parser.add_argument("--worlds", nargs="*", choices=list(tasks.TASKS), default=list(tasks.TASKS))
    parser.add_argument("--lean", action="store_true")
    options = parser.parse_args()
    tasks.require_versions()
    failed, entries, boxes = False, [], []
    for id in options.worlds:
        world = World(tasks.TASKS[id], options.lean)
        print(f"\n{id}: episode ends at step {world.ended if world.ended <= STEPS else '-'}")
        for part in (physical, pushed):
            more, wrong = part(world)
            entries += more
            failed |= wrong
        boxes += boxed(world)
        failed |= pairs(world)
        dead_friction(world)
        if world.warnings:
            print(f"{id}: the engine warned {world.warnings} times")
            failed = True
    if options.lean:
        recorded = json.loads((tasks.FIXTURES / "effects.json").read_text())
        wanted = {(e["id"], e["parameter"]): e["digests"] for e in recorded["entries"]}
        different = [(e["id"], e["parameter"]) for e in entries if wanted[e["id"], e["parameter"]] != e["digests"]]
        print(f"\nidle stages off: {len(different)} of {len(entries)} parameters and forces differ {different}")
        failed |= bool(different)
    elif len(options.worlds) == len(tasks.TASKS):
        files.write(options.output, "effects", COMMAND, {"steps": STEPS, "entries": entries, "boxes": boxes})
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
