"""Data that ships with Themenradar: demo notes with gold themes, and taxonomies.

Where each file comes from and under which licence: ``README.md`` beside this module.
"""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import TYPE_CHECKING

from nlp.types import Municipality

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

TAXONOMIES = ("bildungskette", "ebenen", "handlungsfelder", "institutionen", "rechtskreise")


def demo_notes() -> tuple[Traversable, ...]:
    """Return the files of the demo notes, by name (``<ags>-<date>-<slug>.<format>``)."""
    notes = files(__name__).joinpath("demo", "notes")
    return tuple(sorted(notes.iterdir(), key=lambda note: note.name))


def demo_gold() -> list[dict[str, str]]:
    """Return every statement of the demo notes: ``file, text, kind, theme``.

    ``theme`` is empty unless ``kind`` is ``problem``; ``einzeln-NN`` is a true one-off.
    """
    return _table("demo", "gold.csv")


def demo_themes() -> list[dict[str, str]]:
    """Return the gold themes: ``theme, title_de, handlungsfeld, description_de``."""
    return _table("demo", "themes.csv")


def municipalities() -> tuple[Municipality, ...]:
    """Return the 13 municipalities of Kreis Gütersloh, by AGS."""
    return tuple(
        Municipality(row["ags"], row["name"], int(row["population"]))
        for row in _table("taxonomies", "municipalities.csv")
    )


def taxonomy(name: str) -> list[dict[str, str]]:
    """Return a taxonomy's rows; each has at least ``key`` and ``title``.

    Several synonyms or abbreviations in one cell are separated by ``|``.

    Args:
        name: One of :data:`TAXONOMIES`.

    Raises:
        ValueError: There is no such taxonomy.
    """
    if name not in TAXONOMIES:
        msg = f"no such taxonomy: {name!r}"
        raise ValueError(msg)
    return _table("taxonomies", f"{name}.csv")


def _table(*path: str) -> list[dict[str, str]]:
    text = files(__name__).joinpath(*path).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))
