"""Draws the pictures of docs/methode.md from a real run over the demo notes.

scripts/build_method_pictures

Writes docs/images/methode/*.svg, each of at most 300 KB. The same notes, models and versions
give the same pictures.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Final

from scripts.pictures import branches, demo, halves, reach, trials, way

FOLDER: Final = Path(__file__).parents[2] / "docs/images/methode"
LARGEST: Final = 300_000  # bytes


def main() -> None:
    """Write one picture a part of the method."""
    warnings.filterwarnings("ignore")
    found = demo.look()
    pictures = {
        "weg": way.draw(way.choose(found)),
        "probelaeufe": trials.draw(trials.choose(found)),
        "baum": branches.draw(branches.choose(found)),
        "verbreitung": reach.draw(reach.choose(found)),
        "entwicklung": halves.draw(halves.choose(found)),
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        keep(FOLDER / f"{name}.svg", picture)


def keep(path: Path, picture: str) -> None:
    """Keep a picture that is small enough for the repository."""
    size = len(picture.encode())
    if size > LARGEST:
        sys.exit(f"{path.name}: {size} bytes are too many")
    path.write_text(picture, encoding="utf-8")
    print(f"{path.name}: {size // 1000} KB")


if __name__ == "__main__":
    main()
