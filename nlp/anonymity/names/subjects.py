"""Names that only their place in the sentence gives away: ``1. Busch ruft an``.

At the beginning of a sentence, an item or a line, a surname that is a word of German as well
stands without an article only if it is a name, and does what only a person does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.anonymity.names import lexica
from nlp.anonymity.names.allowed import is_allowed
from nlp.anonymity.names.vocabulary import is_surname
from nlp.anonymity.names.words import Reading, read
from nlp.anonymity.rules import Found, one_of
from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAPITAL = r"[^\W\d_a-zäöüß]"
# What persons do, in the singular.
_DOES = one_of(
    *"ruft klärt fragt sagt sagte meint schreibt schrieb berichtet berichtete erklärt erklärte "
    "erzählt telefoniert spricht sprach übernimmt übernahm kümmert begleitet protokolliert "
    "moderiert moderierte informiert kontaktiert organisiert mailt verweist ergänzt merkt "
    "bestätigt bestätigte erinnert schlägt teilt lädt bittet bat dankt begrüßt recherchiert "
    "vereinbart übersetzt dolmetscht wohnt wartet hofft weint kommt kam möchte will hat geht "
    "behauptet behauptete weist rät verspricht beantragt meldet meldete sucht "
    "arbeitet versteht lernt".split()
)
_SUBJECT = re.compile(
    rf"(?:(?<=[.!?] )|(?m:^)[ \t]{{0,8}}(?:(?:\d{{1,2}}[.)]|[-–*•→])[ \t]{{1,4}})?)"
    rf"(?P<name>{_CAPITAL}[\w'’-]{{2,40}}) "
    rf"(?:(?:vom|von der|von|aus der) {_CAPITAL}[\w-]{{2,40}} )?{_DOES}\b"
)
# A first name's genitive, before what it owns: "Valentinas Einschulung".
_OWNER = re.compile(rf"(?<![\w-])(?P<name>{_CAPITAL}[^\W\d_]{{3,40}}s) (?={_CAPITAL})")
# Behind these stands who has a task, up to the end of the line or the clause.
_CHARGED = re.compile(
    r"\b(?:[Zz]uständig|[Vv]erantwortlich|[Ff]allführend|[Ee]rledigt durch|[Üü]bernimmt|macht)"
    rf"(?: ist)?:? (?P<name>{_CAPITAL}[\w'’-]{{2,40}})(?=[ ]?(?:[,;.)]|\n|$))"
)
# Whose account it is, before its number.
_HOLDER = re.compile(
    rf"\bKonto (?:von )?(?P<name>{_CAPITAL}[\w'’-]{{2,40}})(?=[,:]? (?:IBAN|[A-Z]{{2}}\d\d))"
)
# Surnames that do what persons do as nouns too: "Hilfe kommt", "Winter kommt", "Jugend sucht".
_THINGS = frozenset(
    "man sommer winter herbst sonntag freitag montag post wind sturm regen geld".split()
)


def find_subjects(text: str) -> Iterator[Found]:
    """Yield the surnames and first names of a normalised text that their place gives away."""
    for pattern, is_name in (
        (_SUBJECT, _is_surname),
        (_CHARGED, _is_surname),
        (_HOLDER, _is_surname),
        (_OWNER, _is_first),
    ):
        for match in pattern.finditer(text):
            if is_name(match["name"]):
                yield Found(Span(*match.span("name")), "name", Tier.CONFIRM, "lexicon")


def _is_first(genitive: str) -> bool:
    name = genitive.removesuffix("s")
    return lexica.has_first_name(name) and read(name) is Reading.NAME


def _is_surname(word: str) -> bool:
    is_noun = word.casefold() in lexica.german_nouns()
    known = is_surname(word) or (is_noun and lexica.has_surname(word))
    return known and not is_allowed(word) and word.casefold() not in _THINGS
