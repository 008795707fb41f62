#!/usr/bin/env python3
"""Write Tests/Fixtures/linear/*.json: exact values, factor operators, ridge estimates and traces of all agents.

Every number comes from Scripts/linear and is checked here against another way to it (`linear/oracles.py`):
linear and conic programs over the factors, least squares on rows with searched duals, known values. The largest
difference of each part is stored in its file as `agreement`.

Requires Python 3.11 with Scripts/fixtures-requirements.txt.
Run: python3 Scripts/record-linear-fixtures.py [exact operators ridge agents put features]
"""

import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from linear import files, recording  # noqa: E402

COMMAND = "python3 Scripts/record-linear-fixtures.py"
OUT = files.ROOT / "Tests/Fixtures/linear"


def main() -> None:
    """Record the parts named on the command line, or all."""
    wanted = sys.argv[1:] or list(recording.PARTS)
    unknown = [name for name in wanted if name not in recording.PARTS]
    if unknown:
        raise SystemExit(f"unknown part {unknown[0]}; there are {', '.join(recording.PARTS)}")
    for name in wanted:
        files.write(OUT / f"{name}.json", COMMAND, recording.PARTS[name]())


if __name__ == "__main__":
    main()
