"""From the placed lines of a page description to paragraphs.

Pure geometry and spelling, no PDF: running heads are told by repetition, paragraphs by
distance, size and width, hyphens at line ends by the letters around them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from nlp.reading.layout import MARKER

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_MARGIN = 0.15
_RUNNING_SHARE = 0.4  # not more: heads of left and right pages may differ
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:(?:Seite|S\.|Page)\s*)?[-–]?\s*\d+\s*[-–]?(?:\s*(?:von|of|/|\|)\s*\d+)?", re.IGNORECASE
)

_SIZE_TOLERANCE = 0.15
_LOOSER = 1.25  # than the usual line spacing: a new paragraph
_USUAL_SPACING = 1.2
_HANGING = 0.5  # letters' heights that a line may begin further left within an item
_FIRST_LINE = 2.0  # the same behind the first line of a paragraph, which may be indented
_SAME_COLUMN = 40.0
_SENTENCE_END = (".", "!", "?", ":", ";")

_HYPHENATED = re.compile(r"\b\w++(?:-\w++)+")
_HYPHENS = "-\u2010\u00ad"
_CONNECTIVE = re.compile(r"(?:und|oder|bzw|sowie|als|wie|noch|bis|statt|nicht|aber|/|&)\b")


@dataclass(frozen=True, slots=True)
class Line:
    """A line on a page; lengths in points, from the page's lower left corner.

    Attributes:
        text: Its characters, without a hyphen that breaks the last word.
        page: Number of the page, from 0.
        left: Left edge of the first character.
        right: Right edge of the last character.
        bottom: Lower edge of the first character.
        size: Height of the first character.
        place: ``bottom`` as a share of the page's height.
        bold: Whether it begins and ends in bold letters.
        broken: Whether a hyphen at its end was removed.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float
    place: float
    bold: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, joined.

    Attributes:
        text: The text, words that the lines had broken joined again.
        size: Height of the letters in points.
        bold: Whether all lines are bold.
        left: Left edge of the first line in points.
    """

    text: str
    size: float
    bold: bool
    left: float


def split_running(lines: Sequence[Line]) -> tuple[list[str], list[Line], list[str]]:
    """Take running heads, running feet and page numbers out of the lines.

    A line in the outer 15 % of a page is running when it is a page number, or when it
    stands on at least two pages and on 40 % of all pages, numbers in it apart.

    Returns:
        The heads, each once; the other lines; the feet, each once.
    """
    pages: defaultdict[tuple[bool, str], set[int]] = defaultdict(set)
    for line in lines:
        if _in_margin(line):
            pages[_running_key(line)].add(line.page)
    enough = max(2, _RUNNING_SHARE * (max((line.page for line in lines), default=0) + 1))
    running: dict[tuple[bool, str], str] = {}
    body = []
    for line in lines:
        key = _running_key(line)
        numbered = _PAGE_NUMBER.fullmatch(line.text.strip())
        if _in_margin(line) and (numbered or len(pages[key]) >= enough):
            running.setdefault(key, line.text)
        else:
            body.append(line)
    heads = [text for (is_head, _), text in running.items() if is_head]
    feet = [text for (is_head, _), text in running.items() if not is_head]
    return heads, body, feet


def _in_margin(line: Line) -> bool:
    return not _MARGIN <= line.place <= 1 - _MARGIN


def _running_key(line: Line) -> tuple[bool, str]:
    return line.place > 1 / 2, _DIGITS.sub("#", line.text.strip())


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Join lines to paragraphs, in the given order.

    A line goes on with the paragraph where the one before broke a word; or where letters
    and weight are the same, it begins with no bullet or number, is not set apart by more
    than the usual spacing, and either its first word would not have fitted on the line
    before or it goes on in lower case. Over the end of a page the first only counts where the
    sentence is not finished.
    """
    hyphenated = {word.casefold() for line in lines for word in _HYPHENATED.findall(line.text)}
    joiner = _Joiner(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and joiner.continues(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group, hyphenated) for group in groups]


class _Joiner:
    def __init__(self, lines: Sequence[Line]) -> None:
        spacings = [
            (above.bottom - below.bottom) / below.size
            for above, below in pairwise(lines)
            if above.page == below.page and _same_size(above, below)
        ]
        usual = [spacing for spacing in spacings if 0 < spacing < 2 * _USUAL_SPACING]
        self._spacing = median(usual) if usual else _USUAL_SPACING
        self._margins = _right_margins(lines)

    def continues(self, group: Sequence[Line], line: Line) -> bool:
        above = group[-1]
        if above.broken:
            return True
        if MARKER.match(line.text) or above.bold != line.bold or not _same_size(above, line):
            return False
        goes_on = line.text[:1].islower() and not above.text.endswith(_SENTENCE_END)
        if above.page != line.page or line.bottom >= above.bottom:
            return goes_on or self._runs_over(above, line)
        if (above.bottom - line.bottom) / line.size > _LOOSER * self._spacing:
            return False
        if _is_outdented(group, line):
            return False
        return goes_on or self._is_full(above, line, page=above.page)

    def _runs_over(self, above: Line, below: Line) -> bool:
        """Tell whether an unfinished sentence on a full line goes on overleaf."""
        finished = above.text.endswith(_SENTENCE_END)
        overleaf = above.page != below.page
        return overleaf and not finished and self._is_full(above, below, page=None)

    def _is_full(self, above: Line, below: Line, *, page: int | None) -> bool:
        """Tell whether the first word below would not have fitted on the line above.

        The right margin is that of the ``page``, or the widest of all pages.
        """
        word = len(below.text.split(maxsplit=1)[0]) + 1
        width = word * (below.right - below.left) / max(len(below.text), 1)
        margin = self._margins[page, round(above.left / _SAME_COLUMN)]
        return above.right + width > margin - above.size / 2


def _is_outdented(group: Sequence[Line], line: Line) -> bool:
    """Tell whether a line begins left of a list item's hanging text, or far left of others."""
    is_item = MARKER.match(group[0].text) is not None
    hangs = is_item and len(group) > 1 and group[-1].left - group[0].left > line.size / 2
    return line.left < group[-1].left - line.size * (_HANGING if hangs else _FIRST_LINE)


def _right_margins(lines: Sequence[Line]) -> dict[tuple[int | None, int], float]:
    """Return the right edge of the text by page (``None``: all) and column, by its left edge."""
    edges: defaultdict[tuple[int | None, int], float] = defaultdict(float)
    for line in lines:
        column = round(line.left / _SAME_COLUMN)
        for near in (column - 1, column, column + 1):
            for page in (line.page, None):
                edges[page, near] = max(edges[page, near], line.right)
    return edges


def _same_size(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _SIZE_TOLERANCE * max(one.size, other.size)


def _paragraph(group: Sequence[Line], hyphenated: Collection[str]) -> Paragraph:
    first = group[0]
    text = first.text
    for above, below in pairwise(group):
        if above.broken:
            text = join_hyphenated(text, below.text, hyphenated=hyphenated)
        else:
            text = f"{text.rstrip()} {below.text.lstrip()}"
    bold = all(line.bold for line in group)
    return Paragraph(text, size=first.size, bold=bold, left=first.left)


def join_hyphenated(left: str, right: str, *, hyphenated: Collection[str] = ()) -> str:
    """Join a text that ended with a hyphen (already removed) and its next line.

    The first rule that applies decides:

    1. before a connective the hyphen stands for a left-out part: *Kinder-* + *und*
       → *Kinder- und*;
    2. a compound that stands hyphenated elsewhere in the document keeps its hyphen;
    3. before a capital, a digit or a sign it is a true hyphen: *KIM-* + *Fälle* → *KIM-Fälle*;
    4. after an abbreviation (capitals, one letter, digits) likewise: *SGB-II-* + *beziehende*;
    5. otherwise the word was broken: *Ler-* + *nens* → *Lernens*.

    Args:
        left: The text so far, without the hyphen.
        right: The next line.
        hyphenated: Casefolded compounds that the document hyphenates within a line.
    """
    left, right = left.rstrip(), right.lstrip()
    if _CONNECTIVE.match(right):
        return f"{left}- {right}"
    before = re.split(r"[\s(„\"/]", left)[-1]
    after = re.match(r"\w*", right)
    compound = f"{before}-{after[0] if after else ''}".casefold()
    last = before.rpartition("-")[2]
    abbreviation = len(last) <= 1 or last.isupper() or any(map(str.isdigit, last))
    if compound in hyphenated or abbreviation or not right[:1].islower():
        return f"{left}-{right}"
    return left + right


def without_hyphen(text: str) -> tuple[str, bool]:
    """Remove a hyphen that ends a line right behind a letter, and tell whether there was one."""
    text = text.rstrip()
    broken = len(text) > 1 and text[-1] in _HYPHENS and text[-2].isalnum()
    return (text[:-1], True) if broken else (text, False)
