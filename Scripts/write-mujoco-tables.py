#!/usr/bin/env python3
"""Write Documentation/mujoco-tables.md: what our models of the locomotion worlds compile to, and their parameters.

    "$venv/bin/python" Scripts/write-mujoco-tables.py [--check]

The environment is that of make-mujoco-fixtures.py. Beside our names stand Gymnasium's. With --check nothing is
written and the exit status is 1 when the file is not what would be written.
"""

import argparse
import sys
from collections.abc import Iterable

import gymnasium
import mujoco
import numpy as np

from locomotion import parameters, tasks

TARGET = tasks.ROOT / "Documentation" / "mujoco-tables.md"
JOINTS = {0: "free", 2: "slide", 3: "hinge"}
GEOMS = {0: "plane", 2: "sphere", 3: "capsule", 5: "cylinder"}
CONES = {0: "pyramidal", 1: "elliptic"}
SOLVERS = {0: "PGS", 1: "CG", 2: "Newton"}
INTEGRATORS = {0: "Euler", 1: "RK4"}
MEANINGS = {
    "mass": "mass, and with it the inertia, of", "friction": "sliding coefficient of the floor's contacts with",
    "gravity": "gravitational acceleration downwards", "damping": "factor on the damping of",
    "stiffness": "stiffness of the springs at", "stiffness-scale": "factor on the stiffness of",
    "gain": "factor on the gear of", "length": "length of the segment of", "density": "density of the fluid",
    "viscosity": "viscosity of the fluid",
}


def short(value: object) -> str:
    """Numbers with six digits, lists in brackets."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return "(" + ", ".join(short(v) for v in value) + ")"
    return f"{value + 0.0:.6g}" if isinstance(value, (float, np.floating)) else str(value)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """A Markdown table."""
    head = list(head)
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return [*lines, *("| " + " | ".join(short(v) for v in row) + " |" for row in rows), ""]


def options(task: tasks.Task, model: mujoco.MjModel) -> str:
    """Solver options, times and totals in a sentence."""
    o = model.opt
    cut = o.timestep * task.frame_skip
    fluid = f", fluid of density {o.density:g} and viscosity {o.viscosity:g}" if o.density else ""
    return (f"Gymnasium's `{task.gymnasium}`, model `Assets/MuJoCo/{task.file}`. Time step {o.timestep:g} s, "
            f"frame skip {task.frame_skip}, so {cut:.6g} s a step and {task.limit} steps at most; "
            f"{INTEGRATORS[o.integrator]}, {SOLVERS[o.solver]} with at most {o.iterations} iterations, "
            f"tolerance {o.tolerance:g}, "
            f"{CONES[o.cone]} cones, impratio {o.impratio:g}; gravity {short(o.gravity)}{fluid}; total mass "
            f"{model.body_mass.sum():.6g} kg. Starting qpos {short(model.qpos0)}, qvel 0.")


def bodies(ours: mujoco.MjModel, theirs: mujoco.MjModel) -> list[str]:
    """Bodies: frames and inertias."""
    rows = []
    for i in range(1, ours.nbody):
        turned = "" if np.allclose(ours.body_quat[i], [1, 0, 0, 0]) else f", turned {short(ours.body_quat[i])}"
        rows.append([i, ours.body(i).name, theirs.body(i).name or "(none)", ours.body(ours.body_parentid[i]).name,
                     short(ours.body_pos[i]) + turned, ours.body_mass[i], ours.body_ipos[i], ours.body_inertia[i]])
    return table(["#", "body", "Gymnasium", "parent", "offset, m", "mass, kg", "centre of mass, m",
                  "principal inertia, kg m^2"], rows)


def joints(ours: mujoco.MjModel, theirs: mujoco.MjModel) -> list[str]:
    """Joints: where they are in the state, limits and passive forces."""
    rows = []
    for i in range(ours.njnt):
        dof = ours.jnt_dofadr[i]
        limits = ours.jnt_range[i] if ours.jnt_limited[i] else "none"
        margin = f", margin {ours.jnt_margin[i]:g}" if ours.jnt_margin[i] else ""
        rows.append([ours.joint(i).name, theirs.joint(i).name, JOINTS[ours.jnt_type[i]],
                     ours.body(ours.jnt_bodyid[i]).name, ours.jnt_qposadr[i], dof, ours.jnt_axis[i],
                     ours.jnt_pos[i], short(limits) + margin, ours.dof_damping[dof], ours.dof_armature[dof],
                     ours.jnt_stiffness[i]])
    return table(["joint", "Gymnasium", "type", "body", "qpos", "qvel", "axis", "anchor, m", "range, rad or m",
                  "damping", "armature", "stiffness"], rows)


def motors(ours: mujoco.MjModel, theirs: mujoco.MjModel) -> list[str]:
    """Motors in the order of the action."""
    rows = [[i, ours.actuator(i).name, theirs.joint(int(theirs.actuator_trnid[i, 0])).name,
             ours.actuator_gear[i, 0], ours.actuator_ctrlrange[i]] for i in range(ours.nu)]
    return table(["action", "motor", "joint in Gymnasium", "gear, N or N m", "range"], rows)


def geoms(ours: mujoco.MjModel, theirs: mujoco.MjModel) -> list[str]:
    """Geoms: shapes and contact properties; capsules by their half-length, axis z of the geom."""
    rows = []
    for i in range(ours.ngeom):
        kind = GEOMS[ours.geom_type[i]]
        size = {"sphere": 1, "capsule": 2, "cylinder": 2, "plane": 3}[kind]
        axis = np.zeros(9)
        mujoco.mju_quat2Mat(axis, ours.geom_quat[i])
        rows.append([ours.geom(i).name, theirs.geom(i).name or "(none)", ours.body(ours.geom_bodyid[i]).name, kind,
                     ours.geom_size[i, :size], ours.geom_pos[i],
                     short(axis.reshape(3, 3)[:, 2].round(6) + 0.0) if kind in ("capsule", "cylinder") else "",
                     ours.geom_friction[i], ours.geom_condim[i],
                     f"{ours.geom_contype[i]}/{ours.geom_conaffinity[i]}", ours.geom_margin[i],
                     ours.geom_solref[i], ours.geom_solimp[i]])
    return table(["geom", "Gymnasium", "body", "shape", "size, m", "centre, m", "axis", "friction", "condim",
                  "contype/conaffinity", "margin", "solref", "solimp"], rows)


def layout(task: tasks.Task, model: mujoco.MjModel) -> list[str]:
    """Meaning of the observation's components."""
    positions, velocities = [], []
    for i in range(model.njnt):
        name = model.joint(i).name
        if model.jnt_type[i] == mujoco.mjtJoint.mjJNT_FREE:
            positions += [f"{name} {c}" for c in ("x", "y", "z", "quaternion w", "quaternion x", "quaternion y",
                                                  "quaternion z")]
            velocities += [f"{name} {c} rate" for c in ("x", "y", "z")]
            velocities += [f"{name} rate about the torso's {c}" for c in "xyz"]
        else:
            positions.append(f"qpos of {name}")
            velocities.append(f"qvel of {name}")
    n = model.nbody - 1
    wrench = f"cfrc_ext: torque x, y, z and force x, y, z of bodies 1 to {n}"
    if task.id == "inverted-double-pendulum-v5":
        angles = ["lower-pivot", "upper-pivot"]
        labels = ["qpos of track", *(f"sine of {a}" for a in angles), *(f"cosine of {a}" for a in angles),
                  *(f"{v}, cut at 10" for v in velocities), "qfrc_constraint of track, cut at 10"]
    elif task.id == "reacher-v5":
        labels = ["cosine of shoulder", "cosine of elbow", "sine of shoulder", "sine of elbow", "qpos of target-x",
                  "qpos of target-y", "qvel of shoulder", "qvel of elbow", "fingertip minus target, x",
                  "fingertip minus target, y"]
    elif task.id == "inverted-pendulum-v5":
        labels = positions + velocities
    else:
        hidden = 1 if task.carried is tasks.first_coordinate else 2
        cut = ", cut at 10" if task.id in ("hopper-v5", "walker-2d-v5") else ""
        labels = positions[hidden:] + [v + cut for v in velocities]
    rows = [[i, label] for i, label in enumerate(labels)]
    blocks = []
    if task.id == "ant-v5":
        blocks = [(6 * n, wrench + ", cut at 1")]
    elif task.id.startswith("humanoid"):
        inertia = "inertia xx, yy, zz, xy, xz, yz, mass times offset x, y, z, mass"
        blocks = [(10 * n, f"cinert of bodies 1 to {n}: {inertia}"),
                  (6 * n, f"cvel of bodies 1 to {n}: rates about x, y, z, then velocities"),
                  (model.nu, "qfrc_actuator from dof 6 on"), (6 * n, wrench)]
    start = len(rows)
    for width, label in blocks:
        rows.append([f"{start} to {start + width - 1}", label])
        start += width
    assert start == gymnasium.make(task.gymnasium).observation_space.shape[0], task.id
    return table(["component", "meaning"], rows)


def uncertain(task: tasks.Task) -> list[str]:
    """Parameters, forces and boxes."""
    rows = []
    for p in parameters.parameters(task):
        targets = ", ".join(p.targets) if len(p.targets) < 8 or p.kind != "friction" else "every geom"
        rest = f", at rest at {p.rest:g} rad" if p.kind == "stiffness" else ""
        rows.append([f"`{p.name}`", p.unit, p.nominal, f"[{p.low:g}, {p.high:g}]",
                     f"{MEANINGS[p.kind]} {targets}".strip() + rest, p.source])
    lines = table(["parameter", "unit", "nominal", "interval", "meaning", "source of the interval"], rows)
    names = ", ".join(f"`{p.name}`" for p in parameters.forces(task))
    lines += [f"Forces, N, nominal 0, [-3, 3]: {names}.", ""]
    chosen = parameters.force_set(task)
    if chosen:
        lines += [f"- `rarl`: {', '.join(f'`{name}`' for name in chosen)}, each in [-3, 3]"]
    for box, ends in parameters.BOXES.get(task.id, {}).items():
        sides = ", ".join(f"`{name}` [{low:g}, {high:g}]" for name, low, high in ends)
        lines.append(f"- `{box}`: {sides}")
    return [*lines, ""] if parameters.BOXES.get(task.id) else lines


def page() -> str:
    """The whole file."""
    lines = ["# Tables of the locomotion worlds", "",
             f"Written by `Scripts/write-mujoco-tables.py` from the compiled models (MuJoCo {mujoco.__version__}, "
             f"Gymnasium {gymnasium.__version__}); six digits are shown, the models are equal to the last. "
             "What it all means is in [mujoco-notes.md](mujoco-notes.md).", ""]
    for task in tasks.TASKS.values():
        ours = task.model()
        theirs = mujoco.MjModel.from_xml_path(gymnasium.make(task.gymnasium).unwrapped.fullpath)
        lines += [f"## {task.id}", "", options(task, ours), ""]
        lines += bodies(ours, theirs) + joints(ours, theirs) + motors(ours, theirs) + geoms(ours, theirs)
        lines += layout(task, ours) + uncertain(task)
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Write or compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    tasks.require_versions()
    text = page()
    if check:
        return int(TARGET.read_text() != text)
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
