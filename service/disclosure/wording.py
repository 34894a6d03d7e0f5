"""The wording of a statement without the places that would tell where it comes from.

Names are found in any case, with ``ß`` or ``ss``, with ``ä`` or ``ae``, and with the endings of
those who live there. Of a long name the beginning suffices, wherever it stands in a word. A short
one is found with such endings only, since many words begin like ``Verl``. Where a long name can
still be read when all that stands between letters is left out, the statement is not shown.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

PLACE: Final = "[Ort]"
WITHHELD: Final = "[Wortlaut nicht freigegeben]"
_SHORTEST: Final = 4
"""Letters of a part of a name that is a name by itself, as of ``Rheda-Wiedenbrück``."""
_LONG: Final = 6
"""From so many letters on hardly another word begins like a name."""
_COMMON: Final = frozenset({"schloss", "stadt", "markt", "kloster", "sankt", "neue", "alte"})
"""Parts of names that are words of their own."""
_LETTERS: Final = {"ä": "(?:ä|ae)", "ö": "(?:ö|oe)", "ü": "(?:ü|ue)", "ss": "(?:ss|ß)"}
_FOLDED: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_LIVING: Final = (
    "(?:aner|ener|enser|er)(?:[*:_/-]?-?in(?:nen)?|s|n|e[mnrs]?)?"  # Gütersloher*innen
)
_ENDINGS: Final = f"(?:{_LIVING}|e?s|e|isch(?:e[mnrs]?)?)?"
_KREIS: Final = r"(?<!\bKreis )(?<!\bKreises )"


def without_places(text: str, names: Iterable[str]) -> str:
    """Return a text with the names of municipalities, and their parts, replaced.

    What is added to a name in brackets is no part of it. The Kreis keeps its name: it tells
    nothing about a statement.

    Returns:
        The text; :data:`WITHHELD` where it may still name a place.
    """
    parts = {part for name in names for part in _parts(name)}
    if not parts:
        return text
    either = "|".join(_pattern(part) for part in sorted(parts, key=lambda one: (-len(one), one)))
    there = re.compile(rf"{_KREIS}(?:{either})", re.IGNORECASE)
    shown = there.sub(PLACE, unicodedata.normalize("NFC", text))
    return WITHHELD if _may_name(shown, parts) else shown


def _parts(name: str) -> Iterable[str]:
    """Yield a name and its parts in small letters: of ``Schloß Holte-X`` both, and ``Holte``."""
    whole = unicodedata.normalize("NFC", re.sub(r"\s*[(,].*", "", name)).lower().replace("ß", "ss")
    yield whole
    parts = {*whole.split("-"), *re.split(r"[-\s/]+", whole)}
    yield from (part for part in parts if len(part) >= _SHORTEST and part not in _COMMON)


def _stem(part: str) -> str:
    """Return the letters with which all forms of a long name begin."""
    return part[: max(_LONG, len(part) - 2)]


def _pattern(part: str) -> str:
    """Return what finds a name in all its forms."""
    if len(part) >= _LONG:
        return rf"\w*{_spelt(_stem(part))}\w*(?:[*:_/]-?in(?:nen)?\b)?"
    if part.endswith("e"):
        return rf"\b{_spelt(part[:-1])}(?:es?|{_LIVING})\b"
    return rf"\b{_spelt(part)}{_ENDINGS}\b"


def _spelt(part: str) -> str:
    """Return a pattern of a name in each spelling, its parts apart or joined."""
    found = re.sub("ae|oe|ue", lambda pair: {"ae": "ä", "oe": "ö", "ue": "ü"}[pair[0]], part)
    pieces = re.split("(ss|[äöü]|[-\\s/]+)", found)
    return "".join(_LETTERS.get(one) or _between(one) for one in pieces)


def _between(piece: str) -> str:
    return r"[-\s/]*" if re.fullmatch(r"[-\s/]+", piece) else re.escape(piece)


def _may_name(text: str, parts: Iterable[str]) -> bool:
    """Tell whether a long name can be read over whatever stands between its letters."""
    names = "|".join(_spelt(part) for part in parts)
    rest = re.sub(rf"\bKreise?s? (?:{names})", "", text, flags=re.IGNORECASE)
    letters = _plain(rest.replace(PLACE, "0"))
    return any(_plain(_stem(part)) in letters for part in parts if len(part) >= _LONG)


def _plain(text: str) -> str:
    """Return letters and digits only, each in one spelling."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_FOLDED)
    return "".join(letter for letter in folded if letter.isalnum())
