"""The native library, declared with ctypes; nothing here knows a world.

ctypes rather than cffi: it comes with Python, so the wheel needs no compiler and no further package, and with
buffers bound once a hot call has one integer argument, where the two cost the same.
"""

from __future__ import annotations

import ctypes
import os
import sys
from ctypes import POINTER, Structure, byref, c_char_p, c_double, c_int32, c_uint8, c_uint32, c_uint64, c_void_p

from . import errors

ABI_VERSION = 1

RESET_MANUAL, RESET_SAME_STEP, RESET_NEXT_STEP = 0, 1, 2
FLOAT32, FLOAT64, INT64, UINT8 = 1, 2, 3, 4
TERMINATED, TRUNCATED, FAILED = 1, 2, 4
TRUE_OBSERVATION, EXECUTED_ACTION, PARAMETERS, MARGINS, DIAGNOSTICS = 1, 2, 3, 4, 5


class Column(Structure):
    """A ``gauntlet_source`` or ``gauntlet_target``: memory that stays its owner's."""

    _fields_ = [("data", c_void_p), ("bytes", c_uint64), ("element", c_int32), ("reserved", c_int32)]


class Sized(Structure):
    """A structure whose first field is its own size, which is how the ABI grows."""

    def __init__(self, **fields: object) -> None:
        super().__init__(size=ctypes.sizeof(type(self)), **fields)


class BatchOptions(Sized):
    _fields_ = [
        ("size", c_uint64), ("lanes", c_uint64), ("horizon", c_uint64), ("threads", c_uint32),
        ("reset_rule", c_int32), ("observation_element", c_int32), ("action_element", c_int32),
        ("nature_element", c_int32),
    ]


class EnvironmentOptions(Sized):
    _fields_ = [
        ("size", c_uint64), ("horizon", c_uint64), ("observation_element", c_int32), ("action_element", c_int32),
        ("nature_element", c_int32), ("reserved", c_int32),
    ]


class Shape(Sized):
    _fields_ = [
        ("size", c_uint64), ("lanes", c_uint64), ("horizon", c_uint64), ("observation_width", c_uint64),
        ("action_width", c_uint64), ("action_categories", c_uint64), ("nature_width", c_uint64),
        ("cost_count", c_uint64), ("margin_count", c_uint64), ("diagnostic_count", c_uint64),
        ("parameter_count", c_uint64), ("kind", c_int32), ("reset_rule", c_int32),
        ("observation_element", c_int32), ("action_element", c_int32), ("nature_element", c_int32),
        ("threads", c_uint32),
    ]


class Columns(Sized):
    _fields_ = [("size", c_uint64)] + [
        (name, Column)
        for name in (
            "actions", "nature", "observations", "final_observations", "rewards", "costs", "endings",
            "terminated", "truncated", "true_rewards", "true_costs", "margins", "diagnostics",
        )
    ]


class Clock(Sized):
    _fields_ = [
        ("size", c_uint64), ("seed", c_uint64), ("episode", c_uint64), ("step", c_uint64),
        ("is_running", c_uint32), ("reserved", c_uint32),
    ]


class TableCounts(Sized):
    _fields_ = [
        ("size", c_uint64), ("states", c_uint64), ("actions", c_uint64), ("costs", c_uint64),
        ("entries", c_uint64),
    ]


class Table(Sized):
    _fields_ = [("size", c_uint64)] + [
        (name, Column)
        for name in ("initial", "row_start", "next", "probability", "reward", "costs", "endings")
    ]


_HANDLE = c_uint64
_TEXT = [c_char_p, c_uint64, POINTER(c_uint64)]
_SIGNATURES: dict[str, list[object]] = {
    "gauntlet_last_error": _TEXT,
    "gauntlet_list": _TEXT,
    "gauntlet_list_rules": _TEXT,
    "gauntlet_describe": [c_char_p, *_TEXT],
    "gauntlet_make_batch": [c_char_p, POINTER(BatchOptions), POINTER(_HANDLE)],
    "gauntlet_make_environment": [c_char_p, POINTER(EnvironmentOptions), POINTER(_HANDLE)],
    "gauntlet_close": [_HANDLE],
    "gauntlet_get_shape": [_HANDLE, POINTER(Shape)],
    "gauntlet_bind": [_HANDLE, POINTER(Columns)],
    "gauntlet_reset": [_HANDLE, c_uint64],
    "gauntlet_reset_lanes": [_HANDLE, c_void_p, c_uint64, c_void_p, c_uint64],
    "gauntlet_step": [_HANDLE],
    "gauntlet_step_into": [_HANDLE, POINTER(Columns)],
    "gauntlet_rollout_into": [_HANDLE, c_uint64, POINTER(Columns)],
    "gauntlet_make_async": [c_char_p, POINTER(BatchOptions), POINTER(_HANDLE)],
    "gauntlet_send": [_HANDLE, c_void_p, c_uint64, c_void_p, c_uint64],
    "gauntlet_receive": [_HANDLE, c_uint64, c_void_p, c_uint64, POINTER(c_uint64)],
    "gauntlet_save": [_HANDLE, c_void_p, c_uint64, POINTER(c_uint64)],
    "gauntlet_restore": [_HANDLE, c_char_p, c_uint64],
    "gauntlet_clone": [_HANDLE, POINTER(_HANDLE)],
    "gauntlet_get_clock": [_HANDLE, POINTER(Clock)],
    "gauntlet_read": [_HANDLE, c_int32, POINTER(c_double), c_uint64, POINTER(c_uint64)],
    "gauntlet_set_parameter": [_HANDLE, c_uint64, c_double],
    "gauntlet_render": [_HANDLE, c_uint64, c_uint64, c_uint32, c_void_p, c_uint64],
    "gauntlet_make_table": [c_char_p, POINTER(_HANDLE)],
    "gauntlet_get_table_counts": [_HANDLE, POINTER(TableCounts)],
    "gauntlet_copy_table": [_HANDLE, POINTER(Table)],
}

_EXCEPTIONS: dict[int, type[errors.GauntletError]] = {
    1: errors.ArgumentError,
    2: errors.ClosedError,
    3: errors.BusyError,
    4: errors.ForkedError,
    5: errors.RecipeError,
    6: errors.ActionError,
    7: errors.ResetNeededError,
    8: errors.CapacityError,
    9: errors.CapacityError,
    10: errors.UnsupportedError,
    11: errors.SnapshotError,
    12: errors.ArgumentError,
}


# The version that the native library was built for.
MUJOCO_VERSION = "4.0.0"
_REMEDY = "run 'make library' and install the package again, so that both come from one checkout"


def _path() -> str:
    """The library beside this file, or the one that GAUNTLET_LIBRARY names."""
    named = os.environ.get("GAUNTLET_LIBRARY")
    if named:
        return named
    name = "libgauntlet.dylib" if sys.platform == "darwin" else "libgauntlet.so"
    # pathlib alone would be a quarter of the import.
    return os.path.join(os.path.dirname(__file__), name)


def _name_physics_engine() -> None:
    """Names MuJoCo's library to the native one where a package brings it and nobody else does.

    Found without importing the package, which would take a while; another version is of no use.
    """
    if os.environ.get("MUJOCO_LIBRARY"):
        return
    name = f"libmujoco.{MUJOCO_VERSION}.dylib" if sys.platform == "darwin" else f"libmujoco.so.{MUJOCO_VERSION}"
    for folder in sys.path:
        path = os.path.join(folder, "mujoco", name)
        if os.path.exists(path):
            os.environ["MUJOCO_LIBRARY"] = os.path.abspath(path)
            return


def _load() -> ctypes.CDLL:
    path = _path()
    _name_physics_engine()
    if not os.path.exists(path):
        raise errors.LibraryError(
            f"the native library '{path}' is missing; run 'make library' in the checkout and install the "
            "package again, or name the file in the environment variable GAUNTLET_LIBRARY")
    try:
        loaded = ctypes.CDLL(path)
        loaded.gauntlet_abi_version.restype = c_uint32
        version = loaded.gauntlet_abi_version()
    except (OSError, AttributeError) as fault:
        raise errors.LibraryError(
            f"'{path}' cannot be loaded as Gauntlet's library: {fault}; {_REMEDY}") from fault
    if version < ABI_VERSION:
        raise errors.LibraryError(
            f"'{path}' has ABI version {version}, this package needs {ABI_VERSION}; {_REMEDY}")
    try:
        _declare(loaded)
    except AttributeError as fault:
        raise errors.LibraryError(
            f"'{path}' lacks a function of ABI version {ABI_VERSION}: {fault}; {_REMEDY}") from fault
    return loaded


def _declare(loaded: ctypes.CDLL) -> None:
    for name, arguments in _SIGNATURES.items():
        function = getattr(loaded, name)
        function.argtypes = arguments
        function.restype = c_int32
    loaded.gauntlet_version.restype = c_char_p
    loaded.gauntlet_status_name.argtypes = [c_int32]
    loaded.gauntlet_status_name.restype = c_char_p


library = _load()
"""Calls that may take long: Python's lock is released meanwhile."""

quick = ctypes.PyDLL(library._name)
"""The same functions for calls of a microsecond, for which releasing the lock would cost more."""
_declare(quick)


def check(status: int) -> None:
    """Raises what ``status`` stands for, in the library's own words."""
    if status:
        raise error(status)


def made(make: ctypes._CFuncPtr, recipe: str, options: Sized) -> c_uint64:
    """The handle that one of the library's functions makes for a recipe."""
    handle = c_uint64()
    check(make(encoded(recipe), byref(options), byref(handle)))
    return handle


def shape_of(handle: c_uint64) -> Shape:
    """Widths and element types of what a handle names."""
    shape = Shape()
    check(library.gauntlet_get_shape(handle, byref(shape)))
    return shape


def error(status: int) -> errors.GauntletError:
    """The exception for the status of the call that failed last in this thread."""
    message = text(library.gauntlet_last_error)
    for native, here in _REMEDIES.items():
        message = message.replace(native, here)
    fault = _EXCEPTIONS.get(status, errors.GauntletError)(message)
    fault.status = library.gauntlet_status_name(status).decode()
    return fault


# The library's remedies name C functions; these are the same in Python.
_REMEDIES = {
    "gauntlet_reset or gauntlet_reset_lanes": "reset (of some lanes of a batch with options={'reset_mask': mask})",
    "gauntlet_reset": "reset",
    "gauntlet_save": "save_state",
    "gauntlet_describe": "describe",
}


def encoded(recipe: str) -> bytes:
    """A recipe as the library reads it, up to the first zero byte: so there must be none."""
    if not isinstance(recipe, str):
        raise errors.ArgumentError(f"{recipe!r} is no recipe; give a text such as 'cart-pole-v1'")
    if "\0" in recipe:
        raise errors.RecipeError(f"the recipe {recipe!r} holds a zero character; leave it out")
    try:
        return recipe.encode()
    except UnicodeEncodeError as fault:
        raise errors.RecipeError(f"the recipe {recipe!r} is no Unicode text: {fault.reason}") from fault


def text(function: ctypes._CFuncPtr, *arguments: object) -> str:
    """The text that ``function`` writes; where it is long, ``function`` runs twice, the first time for its size."""
    needed = c_uint64()
    buffer = ctypes.create_string_buffer(1 << 16)
    status = function(*arguments, buffer, len(buffer), byref(needed))
    if needed.value > len(buffer):
        buffer = ctypes.create_string_buffer(needed.value)
        status = function(*arguments, buffer, needed.value, byref(needed))
    check(status)
    return buffer.value.decode()
