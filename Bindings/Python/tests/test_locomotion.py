"""The worlds on MuJoCo: like Gymnasium's, found without flags, and clear errors where the engine is not right."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys

import conftest
import gymnasium
import numpy as np
import pytest

import gauntlet_rl
from gauntlet_rl import _library

has_engine = "hopper-v5" in conftest.IDENTIFIERS
needs_engine = pytest.mark.skipif(not has_engine, reason="MuJoCo is not here")


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A fresh Python with this library and package and other surroundings."""
    surroundings = {k: v for k, v in os.environ.items() if k != "MUJOCO_LIBRARY"}
    package = str(pathlib.Path(gauntlet_rl.__file__).parents[1])
    surroundings |= {"GAUNTLET_LIBRARY": _library.library._name, "PYTHONPATH": package} | environment
    return subprocess.run([sys.executable, "-c", code], env=surroundings, capture_output=True, text=True)


MAKE = """
import gauntlet_rl
try:
    gauntlet_rl.make("hopper-v5")
    print("made")
except gauntlet_rl.RecipeError as error:
    print(error)
"""


def test_version_is_that_of_the_setup() -> None:
    script = (conftest.CHECKOUT / "Scripts" / "fetch-mujoco").read_text()
    assert f"\nversion={_library.MUJOCO_VERSION}\n" in script
    project = (conftest.CHECKOUT / "Bindings" / "Python" / "pyproject.toml").read_text()
    assert f'"mujoco-core=={_library.MUJOCO_VERSION}"' in project


@needs_engine
def test_a_missing_library_is_named(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "nowhere.so"
    done = run(MAKE, MUJOCO_LIBRARY=str(path))
    assert "MUJOCO_LIBRARY" in done.stdout and "make setup" in done.stdout, done


@needs_engine
def test_a_corrupt_library_is_named(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "libmujoco.so.4.0.0"
    path.write_bytes(b"not a library")
    done = run(MAKE, MUJOCO_LIBRARY=str(path))
    assert str(path) in done.stdout and "hopper-v5" in done.stdout, done


@needs_engine
@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler")
def test_another_version_is_refused(tmp_path: pathlib.Path) -> None:
    source, path = tmp_path / "old.c", tmp_path / "libmujoco.so"
    source.write_text("int mj_version(void) { return 3003007; }\n")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(path), str(source)], check=True)
    done = run(MAKE, MUJOCO_LIBRARY=str(path))
    assert "3.3.7" in done.stdout and "built for 4.0.0" in done.stdout, done


@needs_engine
def test_a_package_brings_the_library(tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "mujoco"
    folder.mkdir()
    name = f"libmujoco.so.{_library.MUJOCO_VERSION}"
    (folder / name).write_bytes(b"not a library, but found")
    done = run("import sys; sys.path.append(" + repr(str(tmp_path)) + ")\n" + MAKE)
    assert str(folder / name) in done.stdout, done


@needs_engine
def test_nothing_is_written_beside_the_program(tmp_path: pathlib.Path) -> None:
    """The engine's own handler would write a log file when a model is compiled."""
    code = "import os, gauntlet_rl; os.chdir(" + repr(str(tmp_path)) + ")\n" \
        "gauntlet_rl.make('half-cheetah-v5').reset(seed=0); print('reset')"
    done = run(code, **({"MUJOCO_LIBRARY": os.environ["MUJOCO_LIBRARY"]} if "MUJOCO_LIBRARY" in os.environ else {}))
    assert done.stdout == "reset\n", done
    assert not list(tmp_path.iterdir())


@needs_engine
def test_spaces_and_limits() -> None:
    env = gymnasium.make("gauntlet/humanoid-v5")
    assert env.observation_space.shape == (348,) and env.observation_space.dtype == np.float64
    assert env.action_space.shape == (17,) and float(env.action_space.high[0]) == np.float32(0.4)
    safe = gauntlet_rl.make_vec("half-cheetah-v5?limit=v0,controlCost=0", 4)
    safe.reset(seed=1)
    for _ in range(5):
        safe.step(safe.action_space.sample())
    safe.close()
    env.close()


@needs_engine
@pytest.mark.parametrize("recipe, word", [
    ("hopper-v5?torsoMass=0", "torsoMass"), ("hopper-v5?footFriction=-1", "footFriction"),
    ("hopper-v5?torsoMas=3", "torsoMass"), ("hopper-v5?hard=true", "limit=v0"),
    ("hopper-v5 | uncertain(box=iwocs-4d)", "iwocs-3d"), ("reacher-v5?limit=v0", "limit"),
    ("ant-v5?frameSkip=0", "frameSkip"), ("hopper-v5?torsoMass=nan", "finite"),
])
def test_bad_recipes_name_the_remedy(recipe: str, word: str) -> None:
    with pytest.raises(gauntlet_rl.RecipeError, match=word):
        gauntlet_rl.make(recipe)
