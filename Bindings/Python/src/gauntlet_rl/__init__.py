"""Gauntlet's worlds for Python agents, by Gymnasium's step API.

>>> import gymnasium, gauntlet_rl
>>> environment = gymnasium.make("gauntlet/cart-pole-v1", massPole=0.2, rules=["action-delay(steps=1)"])

Dynamics, defaults and checks live in the native library; this package hands over buffers.
"""

from ._rollout import Rollout
from .asynchronous import AsyncLanes
from .environment import GauntletEnv
from .errors import (
    ActionError, ArgumentError, BusyError, CapacityError, ClosedError, ForkedError, GauntletError, LibraryError,
    RecipeError, ResetNeededError, SnapshotError, UnsupportedError,
)
from .nature import NatureEnv
from .recipes import recipe
from .registration import identifiers, make, make_vec, register
from .safe import SafeEnv, safe_make
from .spaces import Constraint, Description, describe
from .tables import Table, table
from .vector import GauntletVectorEnv

__all__ = [
    "ActionError", "ArgumentError", "AsyncLanes", "BusyError", "CapacityError", "ClosedError", "Constraint", "Description",
    "ForkedError", "GauntletEnv", "GauntletError", "GauntletVectorEnv", "LibraryError", "NatureEnv",
    "RecipeError", "ResetNeededError", "Rollout", "SafeEnv", "SnapshotError", "Table", "UnsupportedError", "describe",
    "identifiers", "make", "make_vec", "recipe", "register", "safe_make", "table",
]

register()
