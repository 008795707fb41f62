"""Pictures as arrays and in a window."""

from __future__ import annotations

import itertools
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import textwrap
import time

import gymnasium
import numpy as np
import pytest

import gauntlet_rl
from conftest import CHECKOUT, IDENTIFIERS


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_pictures(identifier: str) -> None:
    environment = gymnasium.make("gauntlet/" + identifier, render_mode="rgb_array", width=200, height=150)
    environment.reset(seed=1)
    picture = environment.render()
    assert picture.shape == (150, 200, 3) and picture.dtype == np.uint8 and picture.std() > 5
    twin = gymnasium.make("gauntlet/" + identifier, render_mode="rgb_array", width=200, height=150)
    twin.reset(seed=1)
    assert np.array_equal(picture, twin.render())
    assert gauntlet_rl.make(identifier).render() is None


def test_pictures_follow_the_state() -> None:
    environment = gauntlet_rl.make("cart-pole-v1", render_mode="rgb_array")
    environment.reset(seed=0)
    first = environment.render()
    for _ in range(5):
        environment.step(1)
    assert first.shape == (480, 640, 3) and not np.array_equal(first, environment.render())


def test_gymnasiums_wrappers_collect_pictures() -> None:
    environment = gymnasium.make("gauntlet/cart-pole-v1", render_mode="rgb_array")
    collected = gymnasium.wrappers.RenderCollection(environment)
    collected.reset(seed=0)
    collected.step(1)
    assert len(collected.render()) == 2


def test_a_window_without_pygame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygame", None)
    environment = gauntlet_rl.make("cart-pole-v1", render_mode="human")
    with pytest.raises(gauntlet_rl.UnsupportedError, match="pip install pygame-ce"):
        environment.reset(seed=0)


PLAY = """
    import sys, time
    import numpy, gauntlet_rl
    shown = gauntlet_rl.make("cart-pole-v1", render_mode="human", width=400, height=300)
    wanted = gauntlet_rl.make("cart-pole-v1", render_mode="rgb_array", width=400, height=300)
    for one in (shown, wanted):
        one.reset(seed=3)
        for _ in range(5):
            one.step(1)
    numpy.save(sys.argv[1], wanted.render())
    print("drawn", flush=True)
    sys.stdin.readline()
    shown.close()
    shown.close()
"""


def screen(path: pathlib.Path) -> np.ndarray:
    """The picture in the frame buffer of a virtual X server, a file in the XWD format."""
    data = path.read_bytes()
    words = struct.unpack(">25I", data[:100])
    header, (width, height), stride, colours = words[0], words[4:6], words[12], words[19]
    assert words[11] == 32, "not 32 bits a pixel"
    pixels = np.frombuffer(data, np.uint8, height * stride, header + 12 * colours).reshape(height, stride // 4, 4)
    return pixels[:, :width, 2::-1] if words[7] == 0 else pixels[:, :width, 1:]


def test_the_window_shows_the_picture(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("pygame", reason="windows are drawn by pygame; install pygame-ce")
    if shutil.which("Xvfb") is None:
        assert os.environ.get("GAUNTLET_REQUIRE_DISPLAY") is None, "no Xvfb here, and this run requires a display"
        pytest.skip("no Xvfb here to open a window on")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24", "-fbdir", str(tmp_path)],
        pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            display = ":" + told.readline().strip()
        surroundings = {**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11"}
        player = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(PLAY), tmp_path / "wanted.npy"], env=surroundings,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        with player:
            assert player.stdout.readline().strip() == "drawn"
            wanted = np.load(tmp_path / "wanted.npy")
            assert _appears(tmp_path / "Xvfb_screen0", wanted), "the window never showed the picture"
            player.stdin.write("\n")
        assert player.returncode == 0
    finally:
        server.terminate()
        server.wait()


def _appears(buffer: pathlib.Path, wanted: np.ndarray) -> bool:
    """Whether the picture comes to lie somewhere on the screen within seconds, pixel by pixel."""
    height, width, _ = wanted.shape
    for _ in range(50):
        seen = screen(buffer)
        for top in range(seen.shape[0] - height + 1):
            starts = np.flatnonzero((seen[top, :seen.shape[1] - width + 1] == wanted[0, 0]).all(axis=1))
            for left in starts:
                if np.array_equal(seen[top:top + height, left:left + width], wanted):
                    return True
        time.sleep(0.1)
    return False


def test_pictures_are_those_that_swift_keeps() -> None:
    """Swift's golden shows cart-pole of seed 5 after 8 steps of a policy that Python lacks.

    Positions follow from the first 7 actions: one of 128 ways is the one.
    """
    golden = CHECKOUT / "Tests" / "Goldens" / "pictures" / "cart-pole-v1.png"
    pygame = pytest.importorskip("pygame", reason="reads PNG files")
    if not golden.exists():
        pytest.skip("no goldens here: these tests run from a checkout")
    kept = pygame.surfarray.array3d(pygame.image.load(golden)).swapaxes(0, 1)
    height, width, _ = kept.shape
    environment = gauntlet_rl.make("cart-pole-v1", render_mode="rgb_array", width=width, height=height)
    found = 0
    for actions in itertools.product((0, 1), repeat=7):
        environment.reset(seed=5)
        for action in (*actions, 0):
            environment.step(action)
        found += np.array_equal(environment.render(), kept)
    assert found == 1
