"""The taxonomies that are shipped, in the shape that the method takes."""

from __future__ import annotations

from functools import cache

from corpora import taxonomy
from nlp.types import Institution


@cache
def institutions() -> tuple[Institution, ...]:
    """Return the institutions that the head of a note can name."""
    return tuple(
        Institution(
            name=row["title"],
            aliases=tuple(
                alias
                for column in ("abbreviations", "synonyms")
                for alias in row[column].split("|")
                if alias
            ),
        )
        for row in taxonomy("institutionen")
    )
