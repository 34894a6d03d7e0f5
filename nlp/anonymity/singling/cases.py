"""Where a text speaks of one person or family, and which of its sentences belong together.

A note presents one case and then talks of many people. A case begins under its heading
(``Fallvorstellung``) or where somebody is introduced (``eine Mutter …``, ``Familie aus …``); what
follows in the same paragraph belongs to it, and so does every later sentence that points back
(``die Familie``, ``der Sohn``). Under the heading all lines belong together. Sentences about
many (``Viele Frauen …``) belong to nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from nlp.anonymity.rules import one_of
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_HEADING: Final = (
    r"^[^\w\n]{0,12}(?:(?:TOP|Punkt) ?\d*|\d{1,2}[.)]?|[IVX]+\.)?[:. \t]{0,4}(?:Zum |Der |Unser )?"
)
_CASE_HEADING = re.compile(
    _HEADING
    + one_of(
        r"(?:[Aa]nonymisierter |[Vv]orgestellter |[Vv]ergröberter )?(?:Einzel)?[Ff]all"
        r"(?:vorstellung|skizze|beschreibung|bezug|darstellung|beispiel|schilderung|geschichte|"
        r"konstellation|bericht|vignette)?",
        r"Anlass|Ausgangs(?:lage|situation)|Lage|Situation(?: der Familie)?|Vorgeschichte",
        r"Aktuelle (?:Lage|Situation)|Angaben zu[rm] (?:Person|Familie|Fall|Kind)",
        r"Familie|Person|Kind|Problembereiche|Bedarfe|Biogra[fp]hie|Hintergrund",
    )
    + r"(?: \d+)?(?: ?\([^)\n]{0,40}\))?[*_: \t]{0,8}$"
)
_CASE_LABEL = re.compile(
    _HEADING
    + one_of(
        *("Fall(?:vorstellung|skizze|beschreibung|bezug|beispiel)?", "Einzelfall", "Anlass"),
        *("Alter", "Herkunft(?:sland|sregion)?", "Nationalität", "Staatsangehörigkeit"),
        *("Familienstand", "Beruf", "Diagnose", "Religion", "Geschlecht", "Ratsuchende[rn]?"),
        *("Klient(?:in)?", "Kinder", "Arbeitgeber", "Einreise"),
    )
    + r"(?: \d+)?(?: ?\([^)\n]{0,40}\))?\*{0,2}(?::|\t)"
)
_CASE_CELL = re.compile(
    r"(?:^|[;\t])(?:Einzelfall|Fall|Fallbezug|zum Fall|Angabe zum Fall)(?:[;\t]|$)"
)
_OTHER_HEADING = re.compile(
    _HEADING
    + one_of(
        r"(?:Ergebnisse der )?(?:Fall)?[Aa]nalyse|Strukturelle|Generative|Themen|Problemlagen",
        r"Festgehaltene|Hürden|Vorschläge|Maßnahmen|Anregungen|Lösung|Weitere|Verabredung",
        r"Nächste|Diskussion|Beteiligte|Ausblick|Protokoll|Teilnehm|Institutionen|Welche|Was ",
        r"Beobacht|Hinweis|Empfehlung|Ergebnis|Handlungs|Ideen|Offene|Rahmen",
    )
    + r"[^.;\n]{0,60}$"
)
_HEADING_LENGTH: Final = 70

_PERSON: Final = frozenset(
    "Familie Haushalt Ehepaar Paar Person Klient Klientin Ratsuchende Ratsuchender Ratsuchenden "
    "Mutter Vater Frau Mann Tochter Sohn Kind Junge Jungen Mädchen Bruder Schwester Baby Säugling "
    "Kleinkind Schüler Schülerin Jugendliche Jugendlicher Jugendlichen Geflüchtete Geflüchteter "
    "Geflüchteten Patient Patientin Patienten Student Studentin Auszubildende Auszubildender "
    "Azubi Bewohner Bewohnerin Asylbewerber Asylbewerberin Alleinerziehende Alleinerziehender "
    "Witwe Witwer Oma Opa Enkel Enkelin Neffe Nichte Onkel Tante Schwangere Schwangeren "
    "Teenager Schwarze Schwarzer Ältere Älterer Mensch Mandant Mandantin "
    "Drei-Generationen-Haushalt".split()
)
_PERSON_ENDINGS: Final = (
    *("mutter", "vater", "tochter", "sohn", "frau", "mann", "mädchen", "junge", "familie", "kind"),
    *("schüler", "schülerin", "jährige", "jähriger", "jährigen", "bruder", "schwester"),
    *("nehmer", "nehmerin", "ärztin", "arzt", "pfleger", "helferin"),
)
_NOBODY: Final = frozenset(
    "Fachmann Kaufmann Hauptmann Bürgermeister Projektkind Patenkind".split()
)
_INDEFINITE: Final = "eine[rsnm]?|ein"
_DEFINITE: Final = (
    "der|die|das|dem|den|des|diese[rnms]?|ihre?[rnms]?|seine?[rnms]?|unsere?[rnm]?|beide"
)
_NOUN: Final = r"(?:[a-zäöü0-9][\w-]{0,40},? ){0,3}?(?P<noun>[A-ZÄÖÜ0-9][\w-]{0,40})"
_POINTED = re.compile(rf"\b(?P<det>(?i:{_INDEFINITE}|{_DEFINITE})) {_NOUN}")
_BARE = re.compile(
    r"^[^\w(]{0,12}(?:\d{1,2}[.)] )?(?:[\w-]{1,40} )?(?P<noun>[A-ZÄÖÜ0-9][\w-]{0,40})"
)
_PRONOUN = re.compile(
    r"\b(?:[Ee]r|[Ss]ie) (?:ist|hat|war|hatte|lebt|wohnt|arbeitet|arbeitete|kam|leidet|spricht|"
    r"besucht|möchte|floh|flüchtete|bekommt|wurde|kann|muss|sucht|wartet|berichtet|pflegt|trägt)\b"
)
_ROW = re.compile(r"^\s{0,12}(?:[-•*–]|\d{1,3}[.);\t])")

_SENTENCE_END = re.compile(
    r"(?<=[.!?])[^\S\n]+(?=[A-ZÄÖÜ„\"(])(?!(?:Jan|Feb|Mär|Apr|Mai\b|Jun|Jul|Aug|Sep|Okt|Nov|Dez))"
    r"|\n+"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a case.

    Attributes:
        span: Its place.
        presented: Whether it stands under the case's heading or label.
    """

    span: Span
    presented: bool


@dataclass(slots=True)
class _Reading:
    """How far a text was read: its cases, and where in it the reader is."""

    people: frozenset[str]
    named: Sequence[int]
    cases: list[list[Sentence]] = field(default_factory=list)
    presenting: bool = False
    open: bool = False


def find_cases(
    text: str, people: frozenset[str], *, named: Iterable[Span] = ()
) -> list[list[Sentence]]:
    """Return the cases of a normalised text, each as its sentences.

    Args:
        text: The text.
        people: Nouns for a single person beside the common ones, such as ``Eritreerin``.
        named: Where the text names persons; they are introduced like ``eine Mutter``.
    """
    reading = _Reading(people, sorted(span.start for span in named))
    line_start = 0
    for sentence in _sentences(text):
        begins_line = sentence.start == line_start or text[sentence.start - 1] == "\n"
        if begins_line:
            _begin_line(reading, text, sentence)
        _read(reading, sentence, sentence.of(text), begins_line=begins_line)
    return [case for case in reading.cases if case]


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()
    if start < len(text):
        yield Span(start, len(text))


def _begin_line(reading: _Reading, text: str, sentence: Span) -> None:
    """Look for a heading, or the end of a paragraph, in front of a line."""
    end = text.find("\n", sentence.start)
    line = text[sentence.start : end if end >= 0 else len(text)]
    if len(line) <= _HEADING_LENGTH and _CASE_HEADING.match(line):
        if not reading.presenting:
            reading.cases.append([])
        reading.presenting = reading.open = True
    elif len(line) <= _HEADING_LENGTH and _is_other_heading(text, sentence.start, line):
        reading.presenting = reading.open = False
    elif not reading.presenting and text[max(0, sentence.start - 2) : sentence.start] == "\n\n":
        reading.open = False


def _is_other_heading(text: str, start: int, line: str) -> bool:
    """Tell whether a short line is the heading of something else than the case."""
    if _OTHER_HEADING.match(line) or line.startswith("#"):
        return True
    alone = text[max(0, start - 2) : start] == "\n\n" and text.startswith(
        "\n\n", start + len(line)
    )
    return alone and re.fullmatch(r"[A-ZÄÖÜ0-9][^.,;:!?()]*", line.strip()) is not None


def _read(reading: _Reading, sentence: Span, text: str, *, begins_line: bool) -> None:
    """Give a sentence to the case that it belongs to, if it speaks of one."""
    labelled = begins_line and (_CASE_LABEL.match(text) or _CASE_CELL.search(text)) is not None
    introduces, points_back = _cues(text, reading.people, begins_line=begins_line)
    introduces |= _holds(reading.named, sentence)
    row = begins_line and _ROW.match(text) is not None
    if reading.presenting:
        reading.cases[-1].append(Sentence(sentence, presented=True))
        return
    if (introduces and (row or not reading.open)) and not labelled:
        reading.cases.append([])
        reading.open = True
    elif points_back or labelled:
        reading.open = True
    elif row:
        reading.open = False
    if reading.open:
        if not reading.cases:
            reading.cases.append([])
        reading.cases[-1].append(Sentence(sentence, presented=labelled))


def _holds(starts: Sequence[int], span: Span) -> bool:
    """Tell whether one of the places, which are in order, begins in a span."""
    index = bisect_left(starts, span.start)
    return index < len(starts) and starts[index] < span.end


def _cues(text: str, people: frozenset[str], *, begins_line: bool) -> tuple[bool, bool]:
    """Tell whether a sentence introduces somebody, and whether it points back to them."""
    introduces = points_back = False
    for match in _POINTED.finditer(text):
        if is_person(match["noun"], people):
            indefinite = re.fullmatch(_INDEFINITE, match["det"].lower()) is not None
            introduces |= indefinite
            points_back |= not indefinite
    bare = _BARE.match(text) if begins_line else None
    if bare and is_person(bare["noun"], people):
        introduces = True
    first = re.match(r"\W{0,12}(\w[\w-]{0,40})", text) if begins_line else None
    if first and is_person(first[1], people):
        introduces = True
    return introduces, points_back or _PRONOUN.search(text) is not None


def speaks_of_one(text: str, people: frozenset[str]) -> bool:
    """Tell whether a sentence, or a part of one, speaks of a single person or family."""
    return any(_cues(text, people, begins_line=False))


def is_person(noun: str, people: frozenset[str]) -> bool:
    """Tell whether a noun stands for a single person or a family."""
    if noun in _PERSON or noun in people:
        return True
    return noun.lower().endswith(_PERSON_ENDINGS) and noun not in _NOBODY


# --- Many ---------------------------------------------------------------------------

_PLURAL: Final = one_of(
    *("Frauen", "Männern?", "Kindern?", "Menschen", "Geflüchteten?", "Familien", "Personen"),
    *("Eltern", "Müttern?", "Vätern?", "Jugendlichen?", "Schülern", "Schülerinnen", "Leuten?"),
    *(
        "Zugewanderten?",
        "Migranten",
        "Migrantinnen",
        "Flüchtlingen?",
        "Asylsuchenden?",
        "Klienten",
    ),
    *("Patienten", "Studierenden?", "Ärzten?", "Fachkräften?", "Alleinerziehenden?", "Bürgern?"),
    *(
        "Staatsangehörigen?",
        "Neuzugewanderten?",
        "Zugezogenen?",
        "Beschäftigten?",
        "Ratsuchenden?",
    ),
    *("Geschwister", "Zuwanderern?", "Pflegekräften?", "Männer", "Gruppen?", "Communities"),
    *("Schutzsuchenden?", "Bewerbern?", "Vereinen?", "Haushalten?", "Ehepaaren?", "Paaren"),
)
_COUNTED: Final = r"(?:\d+|zwei|drei|vier|fünf|sechs|beide[n]?|ihre[nr]?|seine[nr]?|deren|dessen)"
_MANY: Final = (
    r"(?:viele[nr]?|einige[nr]?|manche[nr]?|alle[nr]?|zahlreiche[nr]?|mehrere[nr]?|wenige[nr]?|"
    r"meisten|etliche[nr]?|andere[nr]?|insbesondere|vor allem|immer mehr)"
)
_BEHIND_MANY = re.compile(
    rf"(?P<count>\b{_COUNTED} )?(?:[a-zäöü]+ )?\b{_PLURAL} (?:mit|aus|im Alter von)"
    r"(?: \w+)?(?: und| oder|,)?(?: aus)? ?$",
)
_IN_FRONT_OF_MANY = re.compile(rf" ?(?:und [a-zäöü]+ )?{_PLURAL}\b")
_MANY_BEFORE = re.compile(rf"\b{_MANY} (?:[a-zäöü]+ )?$", re.IGNORECASE)
_ONE_BEFORE = re.compile(
    r"\b(?:eine?[rnms]?|der|dem|des|das|diese[rnms]?|die)(?: [a-zäöü0-9][\w-]{0,40}){0,3} $",
    re.IGNORECASE,
)
_COUNTED_BEFORE = re.compile(rf"\b{_COUNTED} $", re.IGNORECASE)


def is_general(text: str, span: Span) -> bool:
    """Tell whether a feature is one of many people, of whom nobody is singled out."""
    before = text[max(0, span.start - 60) : span.start]
    if _MANY_BEFORE.search(before):
        return True
    behind = _BEHIND_MANY.search(before)
    if behind:
        return behind["count"] is None
    in_front = _IN_FRONT_OF_MANY.match(text, span.end)
    return in_front is not None and not _is_counted(before, span.of(text))


def _is_counted(before: str, adjective: str) -> bool:
    """Tell whether an adjective in front of a noun is of one, or of so and so many."""
    if _COUNTED_BEFORE.search(before):
        return True
    one = _ONE_BEFORE.search(before)
    return one is not None and (not one[0].lower().startswith("die") or adjective.endswith("e"))
