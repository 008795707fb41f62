"""Every Python block of the package's page runs as it stands, each in a namespace of its own."""

from __future__ import annotations

import re

import pytest

import gauntlet_rl
from conftest import CHECKOUT

PAGE = CHECKOUT / "Bindings" / "Python" / "README.md"
BLOCKS = re.findall(r"^(#+ [^\n]*)|^```python\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)


def blocks() -> list:
    found, heading = [], ""
    for title, code in BLOCKS:
        heading = title or heading
        if code:
            found.append(pytest.param(code, id=heading.strip("# ")))
    return found


@pytest.mark.parametrize("code", blocks())
def test_block(code: str) -> None:
    if ".transitions(" in code:
        pytest.importorskip("scipy")
    exec(compile(code, str(PAGE), "exec"), {"__name__": "readme"})


def test_every_exception_is_on_the_page() -> None:
    text = PAGE.read_text()
    for name in gauntlet_rl.__all__:
        kind = getattr(gauntlet_rl, name)
        if isinstance(kind, type) and issubclass(kind, gauntlet_rl.GauntletError):
            assert f"`{name}`" in text or f"`{name}`s" in text, name


def test_exceptions_are_what_the_page_says() -> None:
    import builtins

    import gymnasium.error

    for name, base in re.findall(r"^\| `(\w+)` \| `([\w.]+)` \|", PAGE.read_text(), re.MULTILINE):
        wanted = getattr(gymnasium.error, base.rsplit(".")[-1]) if "." in base else getattr(builtins, base)
        assert issubclass(getattr(gauntlet_rl, name), wanted)
