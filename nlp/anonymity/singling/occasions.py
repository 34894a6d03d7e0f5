"""What an exact day belongs to: a person's case, or a meeting, a law, a programme, a paper.

In a sentence a cue decides: the last in front of the day, else the first behind it, between the
commas around the day before the whole sentence. Meetings, laws and papers (``Sitzung am …``)
rank with the steps of a case (``Antrag vom …``), and a person in the sentence makes the day
theirs. Only then do events and general rules (``zum 1. Januar gekürzt``) count as official. A
day that nothing explains is taken for one of a case.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from nlp.anonymity.rules import one_of
from nlp.anonymity.singling.cases import is_person, speaks_of_one
from nlp.anonymity.singling.origins import people

if TYPE_CHECKING:
    from nlp.types import Span

_OFFICIAL: Final = one_of(
    r"(?:antrags|anmelde|melde|bewerbungs|förder|einreichungs|abgabe)(?:frist|schluss)",
    r"konferenz|sitzung|versammlung|fallbesprechung|fachtag|tagung|rund\w* tisch|workshop|forum",
    r"arbeitskreis|arbeitsgruppe|netzwerktreffen|lenkungs|ausschuss|protokoll|niederschrift",
    r"vermerk|einladung|tagesordnung|moderation|teilnehm|vertreterinnen|trafen sich|tagte",
    r"zusammengekommen|zusammenkunft|nächste[nrs]? (?:termin|treffen)|folgetermin",
    r"gesetz(?:es)?\b|verordnung|erlass|richtlinie|satzung|novelle|reform\b|bekanntmachung",
    r"rundschreiben|amtsblatt|abkommen|konvention|beschlu(?:ss|ß)|beschlossen|verkündet|verabschiedet",
    r"(?:in|außer) kraft|bverfg|bverwg|\bbgh\b|\bbsg\b|\beugh\b|\bdatum\b|\bstand\b|version\b",
    r"fassung|\bseite\b|erstellt|aktualisiert|veröffentlicht|abgerufen|zugriff|presse|zeitung|anzeiger",
    r"artikel|ausgabe|vorlage|stichtag|\beingang am|eingangsdatum",
)
_STEP: Final = one_of(
    r"termin|schreiben\b|brief|mail\b|antrag|anträge|beantragt|bescheid|bewerb|bewilligt|anmeld",
    r"abmeld|ummeld|anhörung|ablehnung|abgelehnt|zusage|absage|kündig|mahnung|räumung|umzug",
    r"umgezogen|einzug|auszug|eingezogen|ausgezogen|vorsprache|vorgesprochen|erstgespräch",
    r"beratungsgespräch|anruf|hausbesuch|arztbesuch|untersuch|diagnos|entbindung|entbunden",
    r"geburt\b|geboren|einschulung|eingeschult|schulwechsel|schuleintritt|aufnahme|aufgenommen",
    r"operi|operation|\bop\b|klinik|krankenhaus|unfall|einreise|eingereist|zuzug|zugezogen",
    r"zugewiesen|zuweisung|ankunft|angekommen|geflohen|flucht\b|abschiebung|abgeschoben|duldung",
    r"aufenthalts(?!gesetz)|arbeitsvertrag|mietvertrag|heirat|hochzeit|scheidung|trennung|\btod\b",
    r"gestorben|verstorben|\bstarb|verunglückt|entlassen|verhaftet|festgenommen|gericht|klage",
    r"widerspruch|gültig bis|befristet bis|überfall|überfallen|gebrannt|\bbrand",
)
_CUE = re.compile(rf"(?P<official>{_OFFICIAL})|(?P<step>{_STEP})")
_EVENT = re.compile(
    one_of(
        r"frist|programm|förder|laufzeit|projekt|einreich|abgabe|statt\b|stattfind|veranstaltung",
        r"eröffn|einweih|öffnet|feier|\b(?:\w+)?fest\b|messe\b|markt|wahl|ferien|schuljahr",
        r"semester|kampagne|aktion|baustelle|sperrung|internationale[rn]? tag|offiziell",
        r"gesetzlich|regelung|eingeführt|abgeschafft|jede[sn] jahr|jährlich|haushalt\b|tarif",
        r"kürz|erhöh|gelten|gilt\b|galt\b|eingestellt|wegfall|müssen|dürfen|startet|beginnt|mittel\b",
        r"bundesweit|landesweit|umgestellt",
    )
)
_ONE = re.compile(r"\[(?:Name|Initialen)\]|\b(?:Frau|Herrn?|Familie) [A-ZÄÖÜ]")
# Rules begin with the first of a month and end with the last.
_TURN = re.compile(
    r"0?1\. ?(?:0?1|0?4|0?7|0?8|10|Jan|Apr|Jul|Aug|Okt)(?!\d)"
    r"|3[01]\. ?(?:0?3|0?6|0?7|0?9|12|Mär|Jun|Jul|Sep|Dez)(?!\d)"
)


class Occasion(Enum):
    """What a day belongs to: the head of a note, something official, a row, a case."""

    HEAD = auto()
    OFFICIAL = auto()
    ROW = auto()
    CASE = auto()


# --- Heads, labels and rows -------------------------------------------------------------

_BESIDE: Final = (
    r"[^\S\n]*(?:(?:Mo|Di|Mi|Do|Fr|Sa|So)[a-z]{0,8}\.?,? ?)?(?:(?:den|dem|der|am|vom) )?"
)
_LABEL = re.compile(
    r"^[^\w\n]{0,8}(?:\d{1,3}[.)] )?(?P<label>[A-ZÄÖÜ][\w /().-]{0,40}?)\**[^\S\n\t]*"
    rf"[:\t|][*\t |:]*{_BESIDE}$"
)
_LABEL_OF_NOBODY = re.compile(
    r"(?:tag|am|zeit\w*|wann|beginn|ende|nächster? \w+|redaktion|druck|kopf|termine?|treffen|"
    r"veranstaltung|\w*datum(?: der \w+)?)(?: am| vom)?",
    re.IGNORECASE,
)
_PLACE_AND_DAY = re.compile(
    rf"^[^\w\n]{{0,8}}(?:[^:\n\t]{{1,30}}: )?[^\W\d_][\w .()-]{{1,40}},{_BESIDE}$"
)
_ALONE_BEFORE = re.compile(rf"^(?:[^\w\n]{{0,8}}|[^\n\t]{{0,60}} [·•–|] ){_BESIDE}$")
_ALONE_BEHIND = re.compile(r"(?:[^\w\n]{0,8}$| [·•–|/] |,? (?:von )?\d{1,2}[.:]?\d{0,2} )")
# A title, as of a file: "2026-03-24 Verl", "Notiz 24.3.2026".
_TITLE = re.compile(r"(?:[\s,·|–-]{0,3}[A-ZÄÖÜ][\w-]*){0,6}\s*")
_ENDS = re.compile(r"\*{0,2}[^\S\n]*$|\.(?:\s|$)|[^\S\n]*[|·]|,? (?:von )?\d{1,2}[.:]?\d{0,2} ")
_CELL_BEFORE = re.compile(r"(?:^|[\t;|])[^\S\n\t]*$")
_CELL_BEHIND = re.compile(r"[^\S\n\t]*[\t;|]")


def occasion(line: str, span: Span, *, alone: bool = False) -> Occasion:
    """Tell what a day belongs to.

    Args:
        line: The line that the day stands in, or what is around the day of a long one.
        span: The day's place in it.
        alone: Whether the text has no other line, as a file's name has none.
    """
    before, behind = line[: span.start], line[span.end :]
    label = _LABEL.search(before)
    if label and _ENDS.match(behind):
        return _of_label(label["label"].strip())
    if _CELL_BEFORE.search(before) and _CELL_BEHIND.match(behind):
        return _of_row(line)
    placed = _PLACE_AND_DAY.search(before) and _ENDS.match(behind)
    by_itself = _ALONE_BEFORE.match(before) and _ALONE_BEHIND.match(behind)
    if (placed or by_itself) and not _speaks_of_step(line):
        return Occasion.HEAD
    if alone and _is_title(before, behind) and not _speaks_of_step(line):
        return Occasion.OFFICIAL
    return _of_sentence(before, span.of(line), behind)


def _is_title(before: str, behind: str) -> bool:
    """Tell whether a line is a day and nouns, none of which is a person."""
    if not _TITLE.fullmatch(before) or not _TITLE.fullmatch(behind):
        return False
    beside = f"{before} {behind}"
    named = _ONE.search(beside) is not None
    return not named and not any(is_person(one, people()) for one in re.findall(r"\w+", beside))


def _of_label(label: str) -> Occasion:
    cue = _CUE.search(label.lower())
    if _LABEL_OF_NOBODY.fullmatch(label):
        return Occasion.HEAD
    return Occasion.HEAD if cue is not None and cue["official"] else Occasion.CASE


def _of_row(line: str) -> Occasion:
    cue = _CUE.search(line.lower())
    official = cue is not None and not _speaks_of_step(line)
    return Occasion.OFFICIAL if official else Occasion.ROW


def _speaks_of_step(text: str) -> bool:
    return any(match["step"] for match in _CUE.finditer(text.lower()))


# --- Sentences --------------------------------------------------------------------------

_SENTENCE_END = re.compile(r"[.!?;:](?:\s|$)|\t")
_COMMA = re.compile(r", | – |[()]")


def _of_sentence(before: str, day: str, behind: str) -> Occasion:
    front, back = _SENTENCE_END.split(before)[-1], _SENTENCE_END.split(behind)[0]
    clause = (_COMMA.split(front)[-1], _COMMA.split(back)[0])
    for parts in dict.fromkeys((clause, (front, back))):
        decided = _by_cue(*parts)
        if decided is not None:
            return decided
    general = _EVENT.search(f"{front} {back}".lower()) or _TURN.match(day)
    return Occasion.OFFICIAL if general else Occasion.CASE


def _by_cue(before: str, behind: str) -> Occasion | None:
    """Return what the last cue in front of a day says, or somebody there, else those behind."""
    in_front = list(_CUE.finditer(before.lower()))
    for cue, text in (
        (in_front[-1] if in_front else None, before),
        (_CUE.search(behind.lower()), behind),
    ):
        if cue is not None:
            return Occasion.OFFICIAL if cue["official"] else Occasion.CASE
        if _speaks_of_somebody(text):
            return Occasion.CASE
    return None


def _speaks_of_somebody(text: str) -> bool:
    return _ONE.search(text) is not None or speaks_of_one(text, people())
