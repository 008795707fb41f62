"""Uncertain parameters of the locomotion worlds: what each writes, nominal values, intervals, boxes."""

import dataclasses
import math
from collections.abc import Iterable

import mujoco
import numpy as np

from . import tasks

CHOSEN = "chosen here"
RRLS = "the boxes of RRLS and M2TD3, widened"
RFQI_LOW = "low end: RFQI; high end: chosen here"
RFQI_HIGH = "high end: RFQI; low end: chosen here"
RFQI = "RFQI"
ACROBOT = "as acrobot's torqueScale"


@dataclasses.dataclass(frozen=True)
class Parameter:
    """One number of nature. `kind` says which fields it writes, `targets` where."""

    name: str
    kind: str
    targets: tuple[str, ...]
    unit: str
    nominal: float
    low: float
    high: float
    source: str = CHOSEN
    rest: float = 0.0


def camel(*words: str) -> str:
    """Kebab-case words as one camel-case name."""
    parts = "-".join(words).split("-")
    return parts[0] + "".join(p.capitalize() for p in parts[1:])


def rounded(value: float, digits: int = 4) -> float:
    """A number with few significant digits."""
    return float(f"{value:.{digits}g}")


# Published intervals of masses: they enter the interval that is accepted.
PUBLISHED_MASSES = {
    "inverted-pendulum-v5": {"pole": (1.0, 31.0), "cart": (1.0, 11.0)},
    "hopper-v5": {"torso": (0.1, 3.0), "thigh": (0.1, 4.0)},
    "walker-2d-v5": {"torso": (0.1, 5.0), "right-thigh": (0.1, 6.0)},
    "half-cheetah-v5": {"torso": (0.1, 7.0), "back-thigh": (0.1, 3.0)},
    "ant-v5": {"torso": (0.1, 3.0), "front-left-leg": (0.01, 3.0), "front-right-leg": (0.01, 3.0)},
    "humanoid-standup-v5": {"torso": (0.1, 16.0), "left-thigh": (0.1, 8.0), "right-foot": (0.1, 8.0)},
}

# Friction: coefficient of the contacts of the floor with these geoms, as the engine combines them nominally.
FRICTION = {
    "hopper-v5": [("footFriction", ("foot",), 2.0, 0.1, 4.0, RRLS),
                  ("bodyFriction", ("torso", "thigh", "leg"), 1.0, 0.1, 3.0, CHOSEN)],
    "walker-2d-v5": [("footFriction", ("right-foot", "left-foot"), 1.9, 0.1, 4.0, RRLS),
                     ("bodyFriction", ("torso", "right-thigh", "right-leg", "left-thigh", "left-leg"), 0.9, 0.1,
                      3.0, CHOSEN)],
    "half-cheetah-v5": [("friction", (), 0.4, 0.1, 4.0, RRLS)],
    "ant-v5": [("friction", (), 1.0, 0.1, 3.0, CHOSEN)],
    "humanoid-v5": [("friction", (), 1.0, 0.1, 3.0, CHOSEN)],
    "humanoid-standup-v5": [("friction", (), 1.0, 0.1, 3.0, CHOSEN)],
}

GRAVITY = {"half-cheetah-v5": (0.0981, RFQI_LOW), "hopper-v5": (4.905, RFQI_LOW)}
WITHOUT_GRAVITY = {"reacher-v5", "swimmer-v5"}
SIDES = ("right", "left")
LEGS = ("front-left", "front-right", "back-left", "back-right")

# Lengths: name, links, length of the capsule's segment.
LENGTHS = {
    "inverted-pendulum-v5": [("poleLength", ("pole",), 0.6)],
    "inverted-double-pendulum-v5": [("lowerPoleLength", ("lower-pole",), 0.6),
                                    ("upperPoleLength", ("upper-pole",), 0.6)],
    "reacher-v5": [("upperArmLength", ("upper-arm",), 0.1), ("forearmLength", ("forearm",), 0.1)],
    "swimmer-v5": [("headLength", ("head",), 1.0), ("middleLength", ("middle",), 1.0),
                   ("tailLength", ("tail",), 1.0)],
    "hopper-v5": [("torsoLength", ("torso",), 0.4), ("thighLength", ("thigh",), 0.45),
                  ("legLength", ("leg",), 0.5), ("footLength", ("foot",), 0.39)],
    "walker-2d-v5": [("torsoLength", ("torso",), 0.4),
                     ("thighLength", ("right-thigh", "left-thigh"), 0.45),
                     ("legLength", ("right-leg", "left-leg"), 0.5),
                     ("footLength", ("right-foot", "left-foot"), 0.2)],
    "half-cheetah-v5": [("backThighLength", ("back-thigh",), 0.29), ("backShinLength", ("back-shin",), 0.3),
                        ("frontThighLength", ("front-thigh",), 0.266),
                        ("frontShinLength", ("front-shin",), 0.212)],
    "ant-v5": [("auxLength", tuple(f"{leg}-aux" for leg in LEGS), 0.2 * math.sqrt(2)),
               ("ankleLength", tuple(f"{leg}-ankle" for leg in LEGS), 0.4 * math.sqrt(2))],
}
for _id in ("humanoid-v5", "humanoid-standup-v5"):
    LENGTHS[_id] = [("thighLength", tuple(f"{s}-thigh" for s in SIDES), 0.34),
                    ("shinLength", tuple(f"{s}-shin" for s in SIDES), 0.3),
                    ("upperArmLength", tuple(f"{s}-upper-arm" for s in SIDES), 0.16 * math.sqrt(3)),
                    ("lowerArmLength", tuple(f"{s}-lower-arm" for s in SIDES), 0.16 * math.sqrt(3))]

# The point of a link that stays where it is; elsewhere it is the joint.
ANCHORS = {"swimmer-v5": {"head": (0.5, 0, 0)}, "hopper-v5": {"torso": (0, 0, 0)},
           "walker-2d-v5": {"torso": (0, 0, 0)}}

# Forces at the centres of mass of these bodies along the axes in which the world can move.
HUMANOID_BODIES = ("torso", "pelvis", "right-thigh", "left-thigh", "right-foot", "left-foot")
FORCES = {
    "inverted-pendulum-v5": [(("cart",), "x"), (("pole",), "xz")],
    "inverted-double-pendulum-v5": [(("cart",), "x"), (("lower-pole", "upper-pole"), "xz")],
    "reacher-v5": [(("upper-arm", "forearm", "fingertip"), "xy")],
    "swimmer-v5": [(("head", "middle", "tail"), "xy")],
    "hopper-v5": [(("torso", "thigh", "leg", "foot"), "xz")],
    "walker-2d-v5": [(("torso", "right-leg", "right-foot", "left-leg", "left-foot"), "xz")],
    "half-cheetah-v5": [(("torso", "back-foot", "front-foot"), "xz")],
    "ant-v5": [(("torso",) + tuple(f"{leg}-leg" for leg in LEGS), "xyz")],
    "humanoid-v5": [(HUMANOID_BODIES, "xyz")],
    "humanoid-standup-v5": [(HUMANOID_BODIES, "xyz")],
}


def names(model: mujoco.MjModel, kind: str, count: int) -> list[str]:
    """Names of a model's elements in order."""
    return [getattr(model, kind)(i).name for i in range(count)]


def masses(task: tasks.Task, model: mujoco.MjModel) -> Iterable[Parameter]:
    """A mass per body of the robot: half to twice the nominal one and whatever was published."""
    published = PUBLISHED_MASSES.get(task.id, {})
    for body in range(1, model.nbody):
        name, nominal = model.body(body).name, float(model.body_mass[body])
        if name == "target":
            continue
        low, high = published.get(name, (math.inf, -math.inf))
        yield Parameter(camel(name, "mass"), "mass", (name,), "kg", nominal, min(low, rounded(nominal / 2)),
                        max(high, rounded(2 * nominal)), RRLS if name in published else CHOSEN)


def frictions(task: tasks.Task, model: mujoco.MjModel) -> Iterable[Parameter]:
    """Coefficients of contacts with the floor, by groups of pairs."""
    for name, geoms, nominal, low, high, source in FRICTION.get(task.id, []):
        geoms = geoms or tuple(n for n in names(model, "geom", model.ngeom) if n != "floor")
        yield Parameter(name, "friction", geoms, "1", nominal, low, high, source)


def joints_and_motors(task: tasks.Task, model: mujoco.MjModel) -> Iterable[Parameter]:
    """Gravity, damping, stiffness and gain."""
    if task.id not in WITHOUT_GRAVITY:
        low, source = GRAVITY.get(task.id, (4.905, CHOSEN))
        yield Parameter("gravity", "gravity", (), "m/s^2", 9.81, low, 14.715, source)
    joints = names(model, "joint", model.njnt)
    damped = tuple(n for n in joints if model.dof_damping[model.joint(n).dofadr[0]] > 0)
    sources = {"hopper-v5": RFQI_HIGH, "half-cheetah-v5": RFQI_LOW}
    if damped:
        yield Parameter("damping", "damping", damped, "1", 1, 0.5, 2, sources.get(task.id, CHOSEN))
    motors = tuple(names(model, "actuator", model.nu))
    moved = tuple(model.joint(int(model.actuator_trnid[a, 0])).name for a in range(model.nu))
    if task.id == "hopper-v5":
        for name, high in (("hip", 30.0), ("knee", 55.0), ("ankle", 22.5)):
            yield Parameter(camel(name, "stiffness"), "stiffness", (name,), "N m/rad", 0, 0, high, RFQI, 2.0)
    elif task.id in ("walker-2d-v5", "ant-v5"):
        yield Parameter("stiffness", "stiffness", moved, "N m/rad", 0, 0, 30, "as Hopper's hip")
    elif task.id == "half-cheetah-v5":
        for half in ("back", "front"):
            targets = tuple(n for n in moved if n.startswith(half))
            yield Parameter(camel(half, "stiffness"), "stiffness-scale", targets, "1", 1, 0.5, 1.75, RFQI_HIGH)
    elif task.id.startswith("humanoid"):
        sprung = tuple(n for n in joints if model.joint(n).stiffness[0] > 0)
        yield Parameter("stiffness", "stiffness-scale", sprung, "1", 1, 0.5, 2)
    if task.id == "half-cheetah-v5":
        for half in ("back", "front"):
            targets = tuple(n for n in motors if n.startswith(half))
            yield Parameter(camel(half, "gain"), "gain", targets, "1", 1, 0.3, 1.3, RFQI_LOW)
    else:
        yield Parameter("gain", "gain", motors, "1", 1, 0.7, 1.3, ACROBOT)


def others(task: tasks.Task) -> Iterable[Parameter]:
    """Lengths of links and what the fluid is like."""
    for name, links, nominal in LENGTHS[task.id]:
        # Two short poles on top of each other would not reach the height below which an episode ends.
        shortest = 0.55 if task.id == "inverted-double-pendulum-v5" else rounded(nominal * 2 / 3, 3)
        low, high = shortest, rounded(nominal * 4 / 3, 3)
        yield Parameter(name, "length", links, "m", nominal, low, high)
    if task.id == "swimmer-v5":
        yield Parameter("fluidDensity", "density", (), "kg/m^3", 4000, 2000, 6000)
        yield Parameter("fluidViscosity", "viscosity", (), "Pa s", 0.1, 0.05, 0.2)


def forces(task: tasks.Task) -> list[Parameter]:
    """Forces of nature, in newtons, along the world's axes."""
    return [Parameter(camel(body, "force", axis), "force", (body, axis), "N", 0, -3, 3, "RARL sets of RRLS")
            for bodies, axes in FORCES[task.id] for body in bodies for axis in axes]


def parameters(task: tasks.Task) -> list[Parameter]:
    """All physical parameters of a world, in the order of its card."""
    model = task.model()
    return [*masses(task, model), *frictions(task, model), *joints_and_motors(task, model), *others(task)]


# Application ------------------------------------------------------------------------------------


def stretch(spec: mujoco.MjSpec, link: str, anchor: np.ndarray, factor: float) -> None:
    """Scale a link about a point: segments, what is fixed to it and the joints of its children; radii stay."""
    body = spec.body(link)
    for geom in body.geoms:
        if not np.isnan(geom.fromto[0]):
            ends = geom.fromto.reshape(2, 3)
            geom.fromto = (anchor + factor * (ends - anchor)).ravel()
        else:
            geom.pos = anchor + factor * (geom.pos - anchor)
            if geom.type == mujoco.mjtGeom.mjGEOM_CAPSULE:
                geom.size = [geom.size[0], factor * geom.size[1], geom.size[2]]
    for site in body.sites:
        site.pos = anchor + factor * (site.pos - anchor)
    for child in body.bodies:
        joint = child.joints[-1].pos if child.joints else np.zeros(3)
        child.pos = anchor + factor * (child.pos + joint - anchor) - joint


def lowest(model: mujoco.MjModel) -> float:
    """Height of the robot's lowest point in the starting pose."""
    data = mujoco.MjData(model)
    mujoco.mj_kinematics(model, data)
    heights = []
    for geom in range(model.ngeom):
        if model.geom_bodyid[geom] > 0:
            reach = model.geom_size[geom, 0]
            if model.geom_type[geom] == mujoco.mjtGeom.mjGEOM_CAPSULE:
                reach += abs(data.geom_xmat[geom, 8]) * model.geom_size[geom, 1]
            heights.append(data.geom_xpos[geom, 2] - reach)
    return float(min(heights))


def compiled(task: tasks.Task, lengths: dict[Parameter, float]) -> tuple[mujoco.MjModel, float]:
    """The model with other lengths, and by how much it starts higher so that its lowest point stays."""
    nominal = task.model()
    changed = {p: v for p, v in lengths.items() if v != p.nominal}
    if not changed:
        return nominal, 0.0
    spec = mujoco.MjSpec.from_file(str(tasks.MODELS / task.file))
    # Keep densities: where the total is prescribed, every geom gets the density that it had.
    spec.compiler.settotalmass = -1
    if task.id == "half-cheetah-v5":
        for geom in spec.geoms:
            geom.density = float(1000 * 14 / raw_mass(task))
    for parameter, value in changed.items():
        for link in parameter.targets:
            body = spec.body(link)
            point = ANCHORS.get(task.id, {}).get(link)
            anchor = np.array(point if point else body.joints[-1].pos, dtype=float)
            stretch(spec, link, anchor, value / parameter.nominal)
    model = spec.compile()
    lift = lowest(nominal) - lowest(model) if task.id in FRICTION else 0.0
    return model, lift


def raw_mass(task: tasks.Task) -> float:
    """Total mass before it is scaled to the prescribed one."""
    spec = mujoco.MjSpec.from_file(str(tasks.MODELS / task.file))
    spec.compiler.settotalmass = -1
    return float(spec.compile().body_mass.sum())


def set_friction(model: mujoco.MjModel, chosen: dict[str, float]) -> None:
    """Give contacts with the floor these coefficients, others the nominal ones.

    The engine takes the greater of two geoms' coefficients: the floor steps back to zero, the other geom decides.
    """
    floor = model.geom("floor").id
    for geom in range(model.ngeom):
        if geom != floor:
            pair = max(model.geom_friction[floor, 0], model.geom_friction[geom, 0])
            model.geom_friction[geom, 0] = chosen.get(model.geom(geom).name, pair)
    model.geom_friction[floor, 0] = 0


def applied(task: tasks.Task, values: dict[str, float]) -> tuple[mujoco.MjModel, float]:
    """The model under these parameters and how much higher it starts; masses are set after lengths."""
    known = {p.name: p for p in parameters(task)}
    chosen = {known[name]: float(value) for name, value in values.items()}
    model, lift = compiled(task, {p: v for p, v in chosen.items() if p.kind == "length"})
    pairs: dict[str, float] = {}
    for p, value in chosen.items():
        if p.kind == "mass":
            body = model.body(p.targets[0]).id
            model.body_inertia[body] *= value / model.body_mass[body]
            model.body_mass[body] = value
        elif p.kind == "friction":
            pairs |= dict.fromkeys(p.targets, value)
        elif p.kind == "gravity":
            model.opt.gravity[2] = -value
        elif p.kind in ("density", "viscosity"):
            setattr(model.opt, p.kind, value)
        elif p.kind == "damping":
            for joint in p.targets:
                model.dof_damping[model.joint(joint).dofadr[0]] *= value
        elif p.kind == "stiffness":
            for joint in p.targets:
                model.jnt_stiffness[model.joint(joint).id] = value
                model.qpos_spring[model.joint(joint).qposadr[0]] = p.rest
        elif p.kind == "stiffness-scale":
            for joint in p.targets:
                model.jnt_stiffness[model.joint(joint).id] *= value
        elif p.kind == "gain":
            for motor in p.targets:
                model.actuator_gear[model.actuator(motor).id, 0] *= value
    if pairs:
        set_friction(model, pairs)
    if any(p.kind == "mass" for p in chosen):
        mujoco.mj_setConst(model, mujoco.MjData(model))
    return model, lift


def applied_as_rrls(task: tasks.Task, values: dict[str, float]) -> mujoco.MjModel:
    """The model as RRLS sets it: mass alone, no constant; the floor's friction, or all geoms' (half-cheetah)."""
    known = {p.name: p for p in parameters(task)}
    model = task.model()
    for name, value in values.items():
        p = known[name]
        if p.kind == "mass":
            model.body_mass[model.body(p.targets[0]).id] = value
        elif p.kind == "friction":
            geoms = slice(None) if task.id == "half-cheetah-v5" else model.geom("floor").id
            model.geom_friction[geoms, 0] = value
        else:
            raise ValueError(f"RRLS does not change {name}")
    return model


# Published sets: parameter, lower and upper end, in the published order.
BOXES: dict[str, dict[str, list[tuple[str, float, float]]]] = {
    "inverted-pendulum-v5": {
        "iwocs-1d": [("poleMass", 1, 31)], "iwocs-2d": [("poleMass", 1, 31), ("cartMass", 1, 11)]},
    "hopper-v5": {
        "iwocs-1d": [("footFriction", 0.1, 3)], "iwocs-2d": [("footFriction", 0.1, 3), ("torsoMass", 0.1, 3)],
        "iwocs-3d": [("footFriction", 0.1, 3), ("torsoMass", 0.1, 3), ("thighMass", 0.1, 4)],
        "m2td3-1d-2": [("footFriction", 0.1, 2)]},
    "walker-2d-v5": {
        "iwocs-1d": [("footFriction", 0.1, 4)], "iwocs-2d": [("footFriction", 0.1, 4), ("torsoMass", 0.1, 5)],
        "iwocs-3d": [("footFriction", 0.1, 4), ("torsoMass", 0.1, 5), ("rightThighMass", 0.1, 6)]},
    "half-cheetah-v5": {
        "iwocs-1d": [("friction", 0.1, 3)], "iwocs-2d": [("friction", 0.1, 4), ("torsoMass", 0.1, 7)],
        "iwocs-3d": [("friction", 0.1, 4), ("torsoMass", 0.1, 7), ("backThighMass", 0.1, 3)],
        "m2td3-1d-4": [("friction", 0.1, 4)]},
    "ant-v5": {
        "iwocs-1d": [("torsoMass", 0.1, 3)], "iwocs-2d": [("torsoMass", 0.1, 3), ("frontLeftLegMass", 0.01, 3)],
        "iwocs-3d": [("torsoMass", 0.1, 3), ("frontLeftLegMass", 0.01, 3), ("frontRightLegMass", 0.01, 3)]},
    "humanoid-standup-v5": {
        "iwocs-1d": [("torsoMass", 0.1, 16)], "iwocs-2d": [("torsoMass", 0.1, 16), ("rightFootMass", 0.1, 8)],
        "iwocs-3d": [("torsoMass", 0.1, 16), ("rightFootMass", 0.1, 5), ("leftThighMass", 0.1, 8)],
        "rrls-3d": [("torsoMass", 0.1, 16), ("leftThighMass", 0.1, 5), ("rightFootMass", 0.1, 8)]},
}

# Bodies of RRLS's sets of forces, published axes x and y; where y cannot act ours have z in its place.
FORCE_SETS = {
    "inverted-pendulum-v5": ("pole",), "hopper-v5": ("foot",), "walker-2d-v5": ("right-leg", "left-foot"),
    "half-cheetah-v5": ("torso", "back-foot", "front-foot"),
    "ant-v5": ("torso", "front-left-leg", "front-right-leg"),
    "humanoid-standup-v5": ("torso", "right-thigh", "left-foot"),
}


def force_set(task: tasks.Task) -> list[str]:
    """Names of the forces of RRLS's set, where there is one."""
    axes = "xy" if task.id.split("-")[0] in ("ant", "humanoid") else "xz"
    return [camel(body, "force", axis) for body in FORCE_SETS.get(task.id, ()) for axis in axes]
