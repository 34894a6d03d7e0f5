"""A text as the detectors read it, and the way back to the text as it stands.

What looks alike is written alike: NFKC, without characters that cannot be seen and without
marks that no letter takes up; hyphens, apostrophes, line breaks and digits of all scripts as
their plain ones; a word that a line break divides in one piece; underscores as spaces, but in
mail addresses; Cyrillic and Greek letters that look Latin, in a word that has Latin letters, as
those (compare Unicode UTS #39).
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class NormalText:
    """A normalised text.

    Attributes:
        text: The text.
        starts: For each of its characters the first code point of the original that it stands
            for; ``None`` where every character stands for the one in its place.
        ends: The same for the code point after the last.
    """

    text: str
    starts: Sequence[int] | None = field(default=None, repr=False)
    ends: Sequence[int] | None = field(default=None, repr=False)

    def original(self, span: Span) -> Span:
        """Return the place in the original of a non-empty place in the normalised text."""
        if self.starts is None or self.ends is None:
            return span
        return Span(self.starts[span.start], self.ends[span.end - 1])


# --- Tables -----------------------------------------------------------------------------


def _characters(choose: Callable[[str], bool]) -> list[str]:
    """Return the characters chosen, but for the planes that hold only Chinese or nothing."""
    planes = (range(0x20000), range(0xE0000, 0xE0200))
    return [c for plane in planes for c in map(chr, plane) if choose(c)]


# Format characters, variation selectors, fillers, and control characters that break no line.
_INVISIBLE = frozenset(
    [
        *_characters(lambda c: unicodedata.category(c) == "Cf"),
        *_characters(lambda c: "VARIATION SELECTOR" in unicodedata.name(c, "")),
        *_characters(lambda c: unicodedata.category(c) == "Cc" and not c.isspace()),
        *"\u034f\u115f\u1160\u3164\uffa0",
    ]
)
_MARKS = frozenset(_characters(lambda c: unicodedata.category(c) in {"Mn", "Me"})) - _INVISIBLE
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00b4`\u02b9\u02bb\u02bc\u02c8\u2032\u055a\uff07", "’"),
        **dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
        **dict.fromkeys("\x1f\u1680\u2800", " "),
        **{c: str(unicodedata.decimal(c)) for c in _characters(str.isdecimal)},
    }
)
_LATIN_LOOKING = str.maketrans(
    "аеорсухкмтіјѕԁһԛԝӏАВЕКМНОРСТУХІЈЅӀёїЁЇ" + "οανικυρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxkmtijsdhqwlABEKMHOPCTYXIJSIëïËÏ" + "oavikupABEZHIKMNOPTYX",
)
_HIDDEN, _MARK = (f"[{''.join(map(re.escape, signs))}]" for signs in (_INVISIBLE, _MARKS))
_PIECE = re.compile(
    rf"(?P<plain>[\t\n -~]+(?!{_HIDDEN}|{_MARK}))"
    r"|(?P<newline>\r\n?)"
    r"|(?P<soft_hyphen>\u00ad(?=\r?\n))"
    rf"|(?P<hidden>{_HIDDEN}+)"
    rf"|(?P<cluster>.(?:{_HIDDEN}*{_MARK})*)",
    re.DOTALL,
)
_ODD = _INVISIBLE | _MARKS | {"\r"}
_DROPPED = str.maketrans(dict.fromkeys(_INVISIBLE | _MARKS, ""))
# A word divided at the end of a line, unless half a word is meant: "Sprach-\nund Kulturmittler".
_DIVIDED = re.compile(
    r"-(?<=[^\W\d_]-)\n(?=[^\W\d_])(?!(?:und|oder|bzw|sowie|wie|als|statt|bis|noch)\b)"
)
# Not in front of the sign for "at": those are part of a mail address.
_UNDERSCORE = re.compile(r"_(?![\w.+%'-]{0,64}\s?[@(\[{])")
_LETTERS = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")


# --- Normalising ------------------------------------------------------------------------


def normalise(text: str) -> NormalText:
    """Normalise a text; see the head of this module."""
    alike = text.translate(_ALIKE)
    if _ODD.isdisjoint(alike) and unicodedata.is_normalized("NFKC", alike):
        normal = NormalText(alike)
    else:
        normal = _by_pieces(alike)
    joined = _joined(normal)
    return replace(joined, text=_as_latin(_UNDERSCORE.sub(" ", joined.text)))


def _by_pieces(text: str) -> NormalText:
    """Normalise runs of ASCII and, one by one, characters with the marks that belong to them."""
    pieces: list[str] = []
    starts, ends = array("I"), array("I")
    for match in _PIECE.finditer(text):
        piece = _normal(match)
        pieces.append(piece)
        start, end = match.span()
        if match.lastgroup == "plain":
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            starts.extend([start] * len(piece))
            ends.extend([end] * len(piece))
    return NormalText("".join(pieces), starts, ends)


def _normal(piece: re.Match[str]) -> str:
    """Return what stands for a piece in the normalised text; nothing if it is invisible."""
    match piece.lastgroup:
        case "plain":
            return piece[0]
        case "newline":
            return "\n"
        case "soft_hyphen":
            return "-"
        case _:
            return _visible(piece[0])


@lru_cache(maxsize=4096)
def _visible(cluster: str) -> str:
    seen = "".join(sign for sign in cluster if sign not in _INVISIBLE)
    return unicodedata.normalize("NFKC", seen).translate(_ALIKE).translate(_DROPPED)


def _joined(normal: NormalText) -> NormalText:
    """Join the words that line breaks divide; before a capital the hyphen may be their own."""
    text = normal.text
    divisions = [
        (match.start() + text[match.end()].isupper(), match.end())
        for match in _DIVIDED.finditer(text)
    ]
    if not divisions:
        return normal
    before = range(len(text)) if normal.starts is None else normal.starts
    after = range(1, len(text) + 1) if normal.ends is None else normal.ends
    pieces: list[str] = []
    starts, ends = array("I"), array("I")
    begins = [0, *(end for _, end in divisions)]
    stops = [*(start for start, _ in divisions), len(text)]
    for begin, stop in zip(begins, stops, strict=True):
        pieces.append(text[begin:stop])
        starts.extend(before[begin:stop])
        ends.extend(after[begin:stop])
    return NormalText("".join(pieces), starts, ends)


def _as_latin(text: str) -> str:
    """Write letters that look Latin, in words with Latin letters, as Latin ones."""
    if not _OTHER.search(text):
        return text
    return _LETTERS.sub(
        lambda word: word[0].translate(_LATIN_LOOKING) if _LATIN.search(word[0]) else word[0],
        text,
    )
