"""Packs the native library that `make library` left beside the sources."""

import pathlib
import sys

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel

NAME = "libgauntlet.dylib" if sys.platform == "darwin" else "libgauntlet.so"
HERE = pathlib.Path(__file__).parent / "src" / "gauntlet_rl"

if not (HERE / NAME).exists() and not {"sdist", "clean", "egg_info"} & set(sys.argv):
    sys.exit(f"error: {NAME} is missing in {HERE}; run 'make library' at the top of the checkout first")


class PlatformDistribution(Distribution):
    """The library makes the wheel one for this platform, though for every Python 3."""

    def has_ext_modules(self) -> bool:
        return True


class PlatformWheel(bdist_wheel):
    def get_tag(self) -> tuple[str, str, str]:
        return "py3", "none", super().get_tag()[2]


setup(distclass=PlatformDistribution, cmdclass={"bdist_wheel": PlatformWheel})
