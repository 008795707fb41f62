"""Packs the native library into the wheel: the one that `make library` built, or one laid beside the sources."""

from __future__ import annotations

import pathlib
import shutil
import sys

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

NAME = "libgauntlet.dylib" if sys.platform == "darwin" else "libgauntlet.so"
HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = HERE / "src" / "gauntlet_rl"
BUILT = HERE.parents[1] / ".build" / "release" / NAME


class PlatformDistribution(Distribution):
    """The library makes the wheel one for this platform, though for every Python 3."""

    def has_ext_modules(self) -> bool:
        return True


class BuildWithLibrary(build_py):
    """Copies the library where the package is put together; editable installs use the sources' own folder."""

    def run(self) -> None:
        library = next((path for path in (BUILT, PACKAGE / NAME) if path.exists()), None)
        if library is None:
            sys.exit(
                f"error: the native library is missing: neither '{BUILT}' nor '{PACKAGE / NAME}' exists; run "
                "'make library' at the top of the checkout, then install again")
        target = PACKAGE if self.editable_mode else pathlib.Path(self.build_lib) / "gauntlet_rl"
        if not self.editable_mode:
            # What an earlier build left there would be packed again.
            shutil.rmtree(target, ignore_errors=True)
        super().run()
        if library.parent != target:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(library, target / NAME)


class PlatformWheel(bdist_wheel):
    """Tags the wheel py3-none-<platform>."""

    def get_tag(self) -> tuple[str, str, str]:
        return "py3", "none", super().get_tag()[2]


setup(distclass=PlatformDistribution, cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": PlatformWheel})
