"""The wording of a statement without the places that would tell where it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

PLACE: Final = "[Ort]"
_SHORTEST: Final = 4
"""Letters of a part of a name that is a name by itself, as of ``Rheda-Wiedenbrück``."""
_ENDINGS: Final = "(?:s|er|ers|ern)?"  # Gütersloher Kitas


def without_places(text: str, names: Iterable[str]) -> str:
    """Return a text with the names of municipalities, and their parts, replaced.

    What is added to a name in brackets is no part of it. The Kreis keeps its name: it tells
    nothing about a statement.
    """
    parts = {part for name in names for part in _parts(name)}
    if not parts:
        return text
    either = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    return re.sub(rf"(?<!Kreis )(?<!Kreises )\b(?:{either}){_ENDINGS}\b", PLACE, text)


def _parts(name: str) -> Iterable[str]:
    whole = re.sub(r"\s*[(,].*", "", name)
    yield whole
    yield from (part for part in whole.split("-") if len(part) >= _SHORTEST)
