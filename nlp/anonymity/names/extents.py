"""How far a name reaches of which a part was found: ``Upmeyer zu Belzen``, ``Rosa, Gaetano``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.anonymity.names import lexica
from nlp.anonymity.names.allowed import is_allowed, places
from nlp.anonymity.names.vocabulary import UPPER, is_surname, may_be_name, may_be_surname
from nlp.anonymity.names.words import read
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nlp.anonymity.rules import Found

_PART = rf"[{UPPER}][\w'’]{{1,40}}(?:-[{UPPER}][\w'’]{{1,40}}){{0,2}}"
_SMALL = (
    r"(?:von|van|vom|zu|zum|zur|de|del|della|da|di|do|dos|du|la|le|el|al|ter|ten|bin|ibn|bint|ben|"
    r"abu)(?: (?:der|den|dem|la|los|las))?"
)
_LARGE = r"(?:Di|De|Del|Della|Da|Do|Dos|Du|La|Le|El|Al|Van|Von|Abu|Ben|Bin|Ibn|Mc|Mac|San|Abd)"
_PARTICLE_BEHIND = re.compile(rf"(?: |-)(?P<particle>{_SMALL}) (?P<part>{_PART})(?!\w)")
_PART_BEHIND = re.compile(rf"[ -](?P<part>{_PART})(?!\w)")
_PARTICLE_BEFORE = re.compile(
    rf"(?<![\w-])(?:{_LARGE}|(?<=[a-zäöüß,] )Um|Umm|Hodscha|Efendi|(?:v|z)\. ?d\.|"
    rf"(?<!\.)(?<!\b[a-zäöü]\. )[{UPPER}]\.)[ -]?$"
)
# A surname before a comma, at the beginning of a line, a cell or an item of a list.
_LAST_BEFORE = re.compile(
    rf"(?:^|[\t\n;|:]|[-–*•→]|\d[.)])[ *]*(?P<last>(?:(?:{_SMALL}|{_PART}) ){{0,3}}{_PART}), $"
)
_FIRST_BEHIND = re.compile(rf", (?P<part>{_PART})(?=[ *]*(?:$|[\t\n;|,(]))")
_TITLE = re.compile(r"^(?:(?:Frau|Herrn?|Hr\.|Fr\.|Dr\.(?:in)?|Prof\.(?:in)?) )+")
_LOOK_BACK = 120
_MOST_PARTICLES = 8  # no name has more
_NAMING = frozenset({"name", "initials", "unknown_word"})


def completed(text: str, found: Iterable[Found]) -> Iterator[Found]:
    """Yield the names that reach further than what was found of them, whole.

    Args:
        text: The normalised text.
        found: What was found in it; of it names, initials and unknown words are looked at.
    """
    for one in found:
        if one.type in _NAMING:
            start, end = _start(text, one.span), _end(text, one.span)
            if (start, end) != (one.span.start, one.span.end):
                yield replace(one, span=Span(start, end))


def _start(text: str, span: Span) -> int:
    """Return where a name begins: at a particle, an initial or the surname before a comma."""
    start = span.start
    for _ in range(_MOST_PARTICLES):
        before = text[max(0, start - _LOOK_BACK) : start]
        particle = _PARTICLE_BEFORE.search(before)
        if particle is None:
            break
        start -= len(before) - particle.start()
    before = text[max(0, start - _LOOK_BACK) : start]
    last = _LAST_BEFORE.search(before)
    if last and _is_first(text[start : span.end]) and _is_last(last["last"]):
        return start - len(before) + last.start("last")
    return start


def _end(text: str, span: Span) -> int:
    """Return where a name ends: behind the words that particles lead to, and the first name."""
    end = span.end
    for _ in range(_MOST_PARTICLES):
        match = _PARTICLE_BEHIND.match(text, end)
        if match is None or not may_be_name(match["part"]):
            break
        end = match.end()
    match = _PART_BEHIND.match(text, end) if end == span.end else None
    if match and _leads_to_surname(span.of(text), match["part"]):
        end = match.end()
    opens = _LAST_BEFORE.search(
        text[max(0, span.start - _LOOK_BACK) : span.start] + span.of(text) + ", "
    )
    match = _FIRST_BEHIND.match(text, end) if opens else None
    return match.end() if match and _is_first(match["part"]) else end


def _leads_to_surname(name: str, part: str) -> bool:
    """Check whether a word belongs to the name in front of it, as its surname."""
    bare = _TITLE.sub("", name)
    if not _is_first(bare):
        return "-" in part and _is_known_surname(part)
    owns = _is_first(bare.removesuffix("s")) and bare.endswith("s")  # "Petras Sohn"
    likely = may_be_name(part) if owns or bare != name else may_be_surname(part)
    likely = likely or read(part) is not None
    return likely or _is_known_surname(part) or part in places()


def _is_first(name: str) -> bool:
    """Check for a first name, of one word or with a hyphen."""
    return all(map(lexica.has_first_name, name.split("-")))


def _is_last(name: str) -> bool:
    words = [word for word in name.split() if word[0].isupper()]
    return all(may_be_surname(word) or is_surname(word) for word in words)


def _is_known_surname(word: str) -> bool:
    """Check for a surname of the lexica, whole or as a part of a double one."""
    parts = word.split("-")
    known = [is_surname(part) or lexica.has_surname(part) for part in parts]
    fits = all(one or may_be_name(part) for one, part in zip(known, parts, strict=True))
    return fits and any(known) and not is_allowed(word)
