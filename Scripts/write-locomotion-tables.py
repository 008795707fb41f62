#!/usr/bin/env python3
"""Write the Swift tables of the locomotion worlds: motors, observations, uncertain numbers, boxes and policies.

    "$venv/bin/python" Scripts/write-locomotion-tables.py [--check]

The environment is that of make-mujoco-fixtures.py. Each world gets a file <World>+Tables.swift in its folder of
Environments/Locomotion, from the compiled model, Scripts/locomotion/parameters.py and, for policies, what
search-linear-policies.py found (Documentation/linear-policies.json); nominal values are exact.
With --check nothing is written and the exit status is 1 when a file is not what would be written.
"""

import argparse
import json
import pathlib
import sys
from collections.abc import Iterable

import mujoco

from locomotion import parameters, tasks

POLICIES = tasks.ROOT / "Documentation" / "linear-policies.json"
FAMILY = tasks.ROOT / "Environments" / "Locomotion"
PLURALS = {"foot": "feet", "thigh": "thighs", "leg": "legs"}
PARTS = {"torque": "N m", "force": "N"}
MEANINGS = {
    "mass": "mass, and with it the inertia, of", "friction": "sliding coefficient of the floor's contacts with",
    "gravity": "gravitational acceleration downwards", "damping": "factor on the damping of",
    "stiffness": "stiffness of the springs at", "stiffness-scale": "factor on the stiffness of",
    "gain": "factor on the gear of", "length": "length of the segment of", "density": "density of the fluid",
    "viscosity": "viscosity of the fluid", "force": "force on the centre of mass of",
}


def type_name(task: tasks.Task) -> str:
    """The Swift type of a world."""
    return "".join(part.capitalize() for part in task.id.rsplit("-v", 1)[0].split("-")).replace("2d", "2D")


def number(value: float) -> str:
    """A number as Swift reads it back, whole ones without a point."""
    text = repr(float(value))
    return text[:-2] if text.endswith(".0") else text


def words(names: Iterable[str]) -> str:
    """A Swift list of texts."""
    return "[" + ", ".join(f'"{n}"' for n in names) + "]"


def kind(p: parameters.Parameter) -> str:
    """What a parameter writes."""
    one, many = f'"{p.targets[0]}"' if p.targets else "", words(p.targets)
    return {
        "mass": f".mass({one})", "friction": f".friction({many})", "gravity": ".gravity",
        "damping": f".damping({many})", "stiffness": f".stiffness({many}, rest: {number(p.rest)})",
        "stiffness-scale": f".stiffnessScale({many})", "gain": f".gain({many})", "length": f".length({many})",
        "density": ".fluidDensity", "viscosity": ".fluidViscosity",
    }[p.kind]


def meaning(p: parameters.Parameter, model: mujoco.MjModel) -> str:
    """What a parameter is, in a few words."""
    targets = list(p.targets)
    if p.kind == "friction" and len(targets) > 7:
        return MEANINGS[p.kind] + " every link"
    if p.kind == "friction":
        pairs = {t.removeprefix("right-") for t in targets if t.startswith("right-")}
        whole = [t for t in targets if not t.startswith(("right-", "left-"))]
        return f"{MEANINGS[p.kind]} {', '.join(whole + ['both ' + PLURALS[t] for t in sorted(pairs, reverse=True)])}"
    if len(targets) > 4:
        return MEANINGS[p.kind] + {"damping": " every damped joint", "gain": " every motor",
                                   "stiffness-scale": " every sprung joint",
                                   "stiffness": f" every driven joint, at rest at {p.rest:g} rad"}[p.kind]
    rest = f", at rest at {p.rest:g} rad" if p.kind == "stiffness" else ""
    return f"{MEANINGS[p.kind]} {', '.join(targets)}".strip() + rest


def wrapped(first: str, parts: list[str], last: str, indent: int = 6) -> list[str]:
    """A call on one line where it fits, else its arguments below."""
    line = " " * indent + first + ", ".join(parts) + last
    if len(line) <= 110:
        return [line]
    lines, current = [" " * indent + first], " " * (indent + 2)
    for index, part in enumerate(parts):
        part += "," if index < len(parts) - 1 else last
        while len(part) > 100 and "[" in part:
            cut = part.rindex(" ", 0, 98)
            if current.strip():
                lines.append(current.rstrip())
            lines.append(" " * (indent + 2) + part[:cut])
            part, current = "  " + part[cut + 1:], " " * (indent + 2)
        if len(current) + len(part) > 109 and current.strip():
            lines.append(current.rstrip())
            current = " " * (indent + 2)
        current += part + " "
    return [*lines, current.rstrip()]


def uncertain(task: tasks.Task, model: mujoco.MjModel) -> list[str]:
    """The uncertain numbers, forces last."""
    lines = []
    for p in parameters.parameters(task):
        parts = [f'"{p.name}"', kind(p), f'unit: "{p.unit}"', f"nominal: {number(p.nominal)}",
                 f"interval: {number(p.low)}...{number(p.high)}", f'meaning: "{meaning(p, model)}"']
        lines += wrapped("UncertainNumber(", parts, "),")
    for p in parameters.forces(task):
        body, axis = p.targets
        parts = [f'"{p.name}"', f'.force("{body}", axis: {"xyz".index(axis)})', 'unit: "N"', "nominal: 0",
                 f"interval: {number(p.low)}...{number(p.high)}",
                 f'meaning: "{MEANINGS["force"]} {body} along {axis}"']
        lines += wrapped("UncertainNumber(", parts, "),")
    return lines


def boxes(task: tasks.Task) -> list[str]:
    """The published boxes."""
    lines = []
    for name, sides in parameters.BOXES.get(task.id, {}).items():
        parts = [f'("{n}", {number(low)}...{number(high)})' for n, low, high in sides]
        lines += wrapped(f'ParameterBox("{name}", sides: [', parts, "]),")
    forces = parameters.force_set(task)
    if forces:
        lines += wrapped('ParameterBox("rarl", [', [f'"{n}"' for n in forces], "]),")
    return lines


def state_components(task: tasks.Task, model: mujoco.MjModel) -> tuple[list[str], list[str]]:
    """Positions and velocities as component descriptions."""
    positions, velocities = [], []
    cut = ", -10, 10" if task.id in ("hopper-v5", "walker-2d-v5", "inverted-double-pendulum-v5") else ""
    for i in range(model.njnt):
        name, sort = parameters.camel(model.joint(i).name), int(model.jnt_type[i])
        if sort == mujoco.mjtJoint.mjJNT_FREE:
            positions += [f'("{name}{c}", "m")' for c in "XYZ"] + [f'("{name}Quaternion{c}", "1")' for c in "WXYZ"]
            velocities += [f'("{name}{c}Rate", "m/s")' for c in "XYZ"]
            velocities += [f'("{name}Turn{c}", "rad/s")' for c in "XYZ"]
            continue
        unit = "m" if sort == mujoco.mjtJoint.mjJNT_SLIDE else "rad"
        positions.append(f'("{name}", "{unit}")')
        velocities.append(f'("{name}Rate", "{unit}/s"{cut})')
    return positions, velocities


def observed(task: tasks.Task, model: mujoco.MjModel) -> list[str]:
    """All components in their order."""
    positions, velocities = state_components(task, model)
    names = [parameters.camel(model.body(b).name) for b in range(1, model.nbody)]
    if task.id == "inverted-double-pendulum-v5":
        angles = [parameters.camel(model.joint(j).name) for j in (1, 2)]
        parts = [positions[0], *(f'("{a}{f}", "1", -1, 1)' for f in ("Sine", "Cosine") for a in angles)]
        return [*parts, *velocities, '("trackConstraintForce", "N", -10, 10)']
    if task.id == "reacher-v5":
        angles = [parameters.camel(model.joint(j).name) for j in (0, 1)]
        return [*(f'("{a}{f}", "1", -1, 1)' for f in ("Cosine", "Sine") for a in angles), *positions[2:],
                *velocities[:2], '("fingertipMinusTargetX", "m")', '("fingertipMinusTargetY", "m")']
    if task.id == "inverted-pendulum-v5":
        return positions + velocities
    hidden = 1 if task.carried is tasks.first_coordinate else 2
    parts = positions[hidden:] + velocities
    bound = ", -1, 1" if task.id == "ant-v5" else ""
    wrenches = [f'("{n}{part.capitalize()}{c}", "{unit}"{bound})' for n in names for part, unit in PARTS.items()
                for c in "XYZ"]
    if task.id == "ant-v5":
        return parts + wrenches
    if task.id.startswith("humanoid"):
        moments = [(f"Inertia{c}", "kg m^2") for c in ("XX", "YY", "ZZ", "XY", "XZ", "YZ")]
        moments += [(f"MassTimes{c}", "kg m") for c in "XYZ"] + [("MassSeen", "kg")]
        parts += [f'("{n}{m}", "{unit}")' for n in names for m, unit in moments]
        parts += [f'("{n}{m}{c}", "{unit}")' for n in names for m, unit in (("Spin", "rad/s"), ("Drift", "m/s"))
                  for c in "XYZ"]
        joints = [parameters.camel(model.joint(j).name) for j in range(1, model.njnt)]
        return parts + [f'("{j}MotorTorque", "N m")' for j in joints] + wrenches
    return parts


def filled(parts: list[str], indent: int = 6) -> list[str]:
    """Elements of a list, as many on a line as fit."""
    lines, current = [], " " * indent
    for part in parts:
        if len(current) + len(part) + 1 > 110 and current.strip():
            lines.append(current.rstrip())
            current = " " * indent
        current += part + ", "
    return [*lines, current.rstrip()]


def policy(task: tasks.Task) -> list[str]:
    """The matrix that plays the world, where one was found."""
    found = json.loads(POLICIES.read_text())["worlds"].get(task.id, {})
    if found.get("form") != "linear":
        return []
    lines = ["", f"extension {type_name(task)}: LinearlyScripted {{", "  static let policy = LinearPolicy(",
             f"    components: {found['components']},", "    matrix: ["]
    for row in found["matrix"]:
        inner = filled([number(v) for v in row], 8)
        lines += ["      [", *inner, "      ],"]
    bias = ", ".join(number(v) for v in found["bias"])
    return [*lines, f"    ], bias: [{bias}],", f"    bound: {number(found['bound'])})", "}"]


def page(task: tasks.Task) -> str:
    """One world's file."""
    model = task.model()
    motors = [f'("{parameters.camel(model.actuator(a).name)}", {number(model.actuator_ctrlrange[a, 1])})'
              for a in range(model.nu)]
    sides = boxes(task)
    lines = [
        "// Written by Scripts/write-locomotion-tables.py from the compiled model; change it there.",
        "import DecisionProcesses", "",
        f"extension {type_name(task)} {{",
        "  /// Motors in the order of the action, with the greatest control.",
        "  static let motors: [LocomotionFacts.Motor] = [", *filled(motors, 4), "  ]", "",
        "  static let components: [LocomotionFacts.Component] = [",
        *filled([f".init{c}" for c in observed(task, model)], 4), "  ]", "",
        "  static let uncertain: [UncertainNumber] = [", *(line[2:] for line in uncertain(task, model)), "  ]", "",
        "  static let publishedBoxes: [ParameterBox] = " + ("[" if sides else "[]"),
        *(line[2:] for line in sides), *(["  ]"] if sides else []), "}", *policy(task),
    ]
    return "\n".join(lines) + "\n"


def target(task: tasks.Task) -> pathlib.Path:
    """Where a world's tables lie."""
    return FAMILY / type_name(task) / f"{type_name(task)}+Tables.swift"


def main() -> int:
    """Write or compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    tasks.require_versions()
    different = []
    for task in tasks.TASKS.values():
        path, text = target(task), page(task)
        if check and (not path.exists() or path.read_text() != text):
            different.append(str(path.relative_to(tasks.ROOT)))
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    for path in different:
        print(f"{path} is not what the models give")
    return int(bool(different))


if __name__ == "__main__":
    sys.exit(main())
