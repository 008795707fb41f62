"""What can go wrong, as exceptions; each says what is wrong and what to do."""

from __future__ import annotations

from gymnasium import error as gymnasium_error


class GauntletError(Exception):
    """Something that the library refused; ``status`` is the library's own name for it."""

    status: str = ""


class LibraryError(GauntletError, ImportError):
    """The native library is missing, or of another version than this package."""


class ArgumentError(GauntletError, ValueError):
    """A wrong shape, dtype, size or value."""


class RecipeError(GauntletError, ValueError):
    """The recipe's text is malformed, or a name or value in it is unknown or out of range."""


class ActionError(GauntletError, ValueError):
    """An action is not finite or lies outside its space; nothing was stepped."""


class ResetNeededError(GauntletError, gymnasium_error.ResetNeeded):
    """No episode is running: call ``reset`` first."""


class ClosedError(GauntletError, gymnasium_error.ClosedEnvironmentError):
    """The environment was closed."""


class BusyError(GauntletError, RuntimeError):
    """Another thread is inside this environment."""


class ForkedError(GauntletError, RuntimeError):
    """The environment was made before this process was forked off; make a new one here."""


class CapacityError(GauntletError, MemoryError):
    """More than the library's limits, or this machine's memory or threads."""


class UnsupportedError(GauntletError, NotImplementedError):
    """This world does not have what was asked for."""


class SnapshotError(GauntletError, ValueError):
    """The bytes are no snapshot, damaged, or of another environment."""
