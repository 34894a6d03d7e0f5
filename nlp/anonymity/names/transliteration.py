"""Names written in other alphabets, as they are spelled in Latin letters.

One name has several spellings: the German one of interpreters and older papers, the
English one, and the one of machine-readable passports (ICAO Doc 9303, part 3).
"""

from __future__ import annotations

import unicodedata
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_BULGARIAN = {"щ": "sht", "ъ": "a", "х": "h"}
_UKRAINIAN = {"г": "h", "и": "y"}

_CYRILLIC = (
    dict(zip("абвгґдеєжзиіїйклмнопрстуф", "abvggdeežziiijklmnoprstuf", strict=True))
    | dict(zip("ъыьэёѐѝ", ("", "y", "", "e", "jo", "e", "i"), strict=True))
    | dict(zip("јљњћђџѓќѕ", ("j", "lj", "nj", "c", "dj", "dz", "gj", "kj", "dz"), strict=True))
)
_GERMAN = _CYRILLIC | dict(
    zip("вжзхцчшщюяєї", "w sch s ch z tsch sch schtsch ju ja je ji".split(), strict=True)
)
_ENGLISH = _CYRILLIC | dict(
    zip("жхцчшщюяєїйё", "zh kh ts ch sh shch yu ya ye yi y yo".split(), strict=True)
)
_PASSPORT = _ENGLISH | dict(zip("юяєїйё", "iu ia ie i i e".split(), strict=True))

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
        strict=True,
    )
)
_GREEK_PAIRS = {"ου": "u", "αυ": "av", "ευ": "ev", "μπ": "b", "γγ": "ng", "γκ": "gk", "ντ": "nt"}
_GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(),
        strict=True,
    )
)
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f "
        "ev".split(),
        strict=True,
    )
)
_ARMENIAN_PAIRS = {"ու": "u"}


def spellings(name: str, *, language: str) -> frozenset[str]:
    """Return a name's spellings in Latin letters, capitalised.

    Args:
        name: In Latin, Cyrillic, Greek, Georgian or Armenian letters.
        language: ISO 639-1 code; Ukrainian and Bulgarian read some letters their own way.

    Returns:
        The name itself if it is Latin already; nothing for alphabets that leave vowels out,
        such as the Arabic one: from these no spelling follows.
    """
    if _is_latin(name):
        return frozenset({name})
    own = {"bg": _BULGARIAN, "uk": _UKRAINIAN}.get(language, {})
    latin = {_spelled(name.casefold(), table | own) for table in (_GERMAN, _ENGLISH, _PASSPORT)}
    latin |= {_spelled(_replaced(_bare(name), _GREEK_PAIRS), _GREEK)}
    latin |= {_spelled(_replaced(name.casefold(), _ARMENIAN_PAIRS), _ARMENIAN)}
    latin |= {_spelled(name, _GEORGIAN)}
    return frozenset(spelled.title() for spelled in latin if _is_latin(spelled))


def fold(word: str) -> str:
    """Return what a word is looked up by: small letters without accents and apostrophes.

    >>> fold("Žeželj"), fold("ÖZGÜR"), fold("O’Neill"), fold("Weiß")
    ('zezelj', 'ozgur', 'oneill', 'weiss')
    """
    if word.isascii() and word.isalnum():
        return word.lower()
    return "".join(chain.from_iterable(map(_plain, _bare(word))))


_PLAIN = dict(zip("łøđıəħþðæœ", "l o d i e h th d ae oe".split(), strict=True))


def _plain(letter: str) -> str:
    return _PLAIN.get(letter, letter) if letter.isalnum() or letter == "-" else ""


def _bare(word: str) -> str:
    """Drop the accents."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _is_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(c, "") for c in text if c.isalpha())


def _spelled(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in text)


def _replaced(text: str, pairs: Mapping[str, str]) -> str:
    for pair, latin in pairs.items():
        text = text.replace(pair, latin)
    return text
