"""Schools, Kitas, practices, mosques, clubs and firms by name: small ones give a person away.

Public bodies and the large welfare associations are no find: they stand in every note and say
nothing about a person. Neither is a kind of institution without a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from nlp.anonymity.rules import one_of, words
from nlp.anonymity.singling.namesakes import find_namesakes
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_UPPER = "A-ZÄÖÜ"
_WORD = rf"[{_UPPER}][\w'’&-]{{1,40}}"
_PROPER = rf"(?:St\.|Sankt|Dr\.|Heilig\w*|{_WORD})(?: (?:St\.|von|der|{_WORD})){{0,2}}"
_LINKED = (
    rf"(?:Am|Alter?|An der|An den|Auf dem|Auf der|Im|In der|Zum|Zur|Unter den|Unterm) {_WORD}"
)
_QUOTED = r"[„\"“‚'»«][^„\"“”‚'»«\n]{2,40}[“”\"'«»‘]"
_NAME = rf"(?:{_QUOTED}|{_LINKED}|{_PROPER})"

_SCHOOL = one_of(
    r"(?:[Gg]emeinschafts|[Vv]erbunds?)?[Gg]rundschule",
    *("Hauptschule", "Realschule", "Gesamtschule", "Sekundarschule", "Förderschule", "Gymnasium"),
    *("Berufskolleg", "Gemeinschaftsschule", "Oberschule", "Privatschule", "Mittelschule"),
    r"(?:Dorf|Pflege|Krankenpflege|Berufs|Stadt|Wald|Abend|Sprach|Fahr|Musik|Tanz)schule",
)
# A school by where it lies: "Realschule am Kanal", but not "Realschule am Montag".
_LYING = (
    r"(?:am|an der|an den|auf der|auf dem|unter den) "
    rf"(?:[{_UPPER}][a-zäöüß-]{{0,20}})?(?i:kanal|ufer|park|wald|see|bach|berg|markt|platz|ring|"
    r"tor|wall|weg|straße|allee|kirche|hof|feld|garten|brunnen|mühle|schloss|rathaus|dom|hafen|"
    r"teich|wiese|hang|brücke|turm|burg|graben|anger|fluss|stadion|bahnhof|höhe|linden|eichen)"
)
_KITA = one_of(
    *("Kita", "KiTa", "KITA", "Kindergarten", "Kindertagesstätte", "Kindertageseinrichtung"),
    *("Familienzentrum", "Kinderkrippe", "Krippe", "Kinderhort"),
)
_PRACTICE = one_of(
    r"(?:Arzt|Zahnarzt|Hausarzt|Kinderarzt|Gemeinschafts|Facharzt|Therapie|Hebammen)?[Pp]raxis",
    *("Klinik", "Krankenhaus", "Klinikum", "Hospital", "Apotheke", "Seniorenheim", "Pflegeheim"),
    *("Altenheim", "Wohnheim", "Kinderheim", "Wohngruppe"),
)
_CLUB = one_of(
    *("Sportverein", "Fußballverein", "Turnverein", "Moscheeverein", "Kulturverein"),
    r"(?:Kinder|Jugend|Familien|Mütter|Frauen|Begegnungs|Nachbarschafts|Senioren|Männer|Mädchen|"
    r"Eltern|Kultur)(?:haus|treff|treffpunkt|café|cafe|laden|klub|club|stube)",
)
_WORSHIP = one_of(
    rf"[{_UPPER}][\w.-]{{2,40}}-(?:Moschee|Synagoge|Tempel|Cemhaus)",
    rf"(?:Moschee|Synagoge|Cemhaus|Gurdwara) {_QUOTED}",
)
_COMPOUND = (
    rf"[{_UPPER}][\w.-]{{2,40}}-(?:Grundschule|Hauptschule|Realschule|Gesamtschule|Schule|"
    r"Gymnasium|Berufskolleg|Kita|Kindergarten|Hospital|Klinik|Apotheke|Stift)"
)
_CO = r"(?: (?:&|u\.|und) Co\.? (?:KG|OHG))"
_LEGAL_FORM = rf"(?:g?GmbH{_CO}?|AG|KG|OHG|SE|UG|GbR|e\. ?K\.|mbH)"
_TRADE = rf"(?:[{_UPPER}][a-zäöüß]{{2,20}}-?)?" + one_of(
    *("[Ff]leischerei", "[Bb]äckerei", "[Mm]etzgerei", "[Ss]chlachterei", "[Kk]onditorei"),
    *("[Ss]pedition", "[Ll]ogistik", "[Tt]ransporte", "[Tt]axi", "[Aa]utohaus", "[Mm]öbelhaus"),
    *("[Gg]aststätte", "[Gg]asthof", "[Gg]asthaus", "[Rr]estaurant", "[Hh]otel", "[Pp]ension"),
    *("[Pp]izzeria", "[Ee]isdiele", "[Ii]mbiss", "[Cc]af[eé]", "[Bb]istro", "[Bb]rauerei"),
    *("[Tt]ischlerei", "[Ss]chreinerei", "[Zz]immerei", "[Ss]chlosserei", "[Dd]achdeckerei"),
    *("[Mm]alerbetrieb", "[Bb]auunternehmen", "[Gg]ärtnerei", "[Bb]aumschule", "[Gg]artenbau"),
    *(
        "[Ff]riseursalon",
        "[Ff]riseur",
        "[Ss]alon",
        "[Ss]chneiderei",
        "[Ww]äscherei",
        "[Rr]einigung",
    ),
    *(
        "[Pp]flegedienst",
        "[Aa]telier",
        "[Dd]ruckerei",
        "[Mm]olkerei",
        "[Kk]anzlei",
        "[Ww]erkstatt",
        "[Bb]etrieb",
    ),
)
_CONTRACTOR = r"(?:Sub|Leih|Zeitarbeits|Reinigungs|Sicherheits)(?:unternehmen|firma)"
_FIRM = one_of(
    rf"(?:Fa\.|Firma|{_CONTRACTOR}|{_TRADE}) {_NAME}(?: {_LEGAL_FORM})?{_CO}?",
    rf"{_WORD}(?:(?: (?:&|und|u\.))? {_WORD}){{0,2}} {_LEGAL_FORM}",
    rf"(?!\w{{0,20}}[Ss]cout24|Check24)[{_UPPER}][a-zäöüß]{{2,20}}(?:-?[{_UPPER}][a-zäöüß]{{2,20}}){{0,2}}24",
)
_WORKS = re.compile(
    r"\b(?:arbeite[nt]|arbeitete|jobbt|jobbte|beschäftigt|angestellt|tätig|gearbeitet|Ausbildung|"
    r"Job|\w*[Aa]rbeit|\w*[Ss]telle|\w*[Pp]raktikum|Minijob|Leiharbeiter(?:in)?|Mitarbeiter(?:in)?|"
    r"Produktion|Lager|Küche|Reinigung|Montage|Arbeitgeber:?|Arbeitsvertrag|arbeitslos|eingestellt|"
    r"gekündigt|Kündigung|Schicht|Nachtschicht|Fließband|Band)"
    rf"(?: \w{{2,20}}){{0,5}}? (?P<it>bei (?:{_PROPER}))(?=[\s.,;)]|$)"
)
_LABELLED = re.compile(
    r"(?m)^[^\w\n]{0,8}(?:Arbeitgeber(?:in)?|Arbeitsstelle|Arbeitsplatz|Betrieb|Firma|"
    r"Ausbildungsbetrieb|Beschäftigungsbetrieb)\**(?::|\t| \|)\** ?"
    rf"(?P<it>{_NAME}(?: {_LEGAL_FORM})?)"
)
_WORKS_BEHIND = re.compile(
    rf"\b(?P<it>bei {_WORD})(?: \w{{2,20}}){{0,2}}? "
    r"(?:arbeitet|arbeitete|gearbeitet|beschäftigt|angestellt|jobbt|jobbte|tätig)\b"
)
_JOINED = re.compile(
    rf"\bzu (?!Frau |Herrn? |Familie |Dr |Prof )(?P<it>{_WORD} {_WORD})"
    r"(?= (?:gekommen|gewechselt|gegangen)\b)"
)

_PATTERN = re.compile(
    r"(?<![\w-])(?:"
    rf"(?P<compound>{_COMPOUND})"
    rf"|(?P<school>{_SCHOOL}) (?:{_LYING}|{_NAME})"
    rf"|(?P<kita>{_KITA}) (?:{_LYING}|{_NAME})"
    rf"|(?P<practice>{_PRACTICE}) (?:Dr(?:es)?\. )?{_NAME}"
    rf"|(?P<club>{_CLUB}) {_NAME}(?: e\. ?V\b\.?)?"
    rf"|(?P<worship>{_WORSHIP})"
    rf"|(?P<employer>{_FIRM})"
    r")(?![\w-])"
)
_EMPLOYING: Final = (_WORKS, _WORKS_BEHIND, _JOINED, _LABELLED)
# What stands behind a kind of institution, or in front of a legal form, and is no name.
_NO_NAMES = words(
    "Am An Im In Der Die Das Und Oder Mit Für Zu Zur Zum Nach Bei Es Sie Er Wir Ein Eine Eltern "
    "Kind* Schul* Kita* Plätze* Platz* Klasse* Lehr* Erzieher* Jugend* Jobcenter Sozial* Ganztag* "
    "Nachmittag* Unterricht* Stadt Kreis Gemeinde Land Ort Mitte Nord Süd Ost West Euro Uhr "
    "Ausbildung* Beruf* Sprach* Integration* Familien* Ehrenamt* Verein* Beratung* Träger* "
    "Firma Unternehmen* Betrieb* Gastronomie* "
    "Caritas* Diakonie* AWO* DRK* VHS* Volkshochschule* BAMF* Lebenshilfe* Johanniter* Malteser* "
    "Agentur* Arbeit* Bundes* Landes* Bezirks* Kommun* Einrichtung* Angebot* Thema Themen "
    "Alltag* Zeit Zeiten Deutsch Englisch Ferien* Montag* Dienstag* Mittwoch* Donnerstag* "
    "Freitag* Samstag* Sonntag* "
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember "
    "Deutsche* Polizei* Feuerwehr* Stadtwerke* Sparkasse* Post Bahn Telekom Deutschland NRW "
    "Gymnasium Realschule Hauptschule Gesamtschule Grundschule Berufskolleg Klinik* Praxis* "
    "Gesundheits* Hilfe* Betreuung* Einschulung* Anmeldung* Erfahrung* Institutionen* Fach* "
    "Zeitarbeit* Behörde* Ausländer* Amt* Ämter* Verwaltung* Subunternehm* Leih* Freund* "
    "Räume* Raum* Höhe Richtung Supermarkt* Ordnung* Personal* Zugang* Wartezeit* Gruppe* "
    "Bedarf* Nacht Regen Problem* Frage* Kälte Krankheit* Bürger* Interesse* Dunkelheit Bau* "
    "Verwandte* Bekannte* Nachbar* Migration* Flüchtling* Geflüchtete* Frauen* Männer* Zeitung*"
)
_PUBLIC = re.compile(
    r"\b(?:Caritas|Diakonie|AWO|DRK|VHS|Volkshochschule|BAMF|Lebenshilfe|Jobcenter|Stadtwerke|"
    r"Kommunale\w*|Kreis|Stadt|Gemeinde|Paritätische\w*|Deutsche\w*|Sparkasse|Bund\w*)\b"
)
_NEVER = re.compile(r"(?:Grund|Haupt|Gesamt|Hoch|Volks|Fahr|Nicht|Real|Ganztags|Förder)-")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation by its name.

    Attributes:
        span: Its place, kind and name together.
        kind: ``school``, ``kita``, ``practice``, ``club``, ``worship`` or ``employer``.
    """

    span: Span
    kind: str


def find_organisations(text: str) -> Iterator[Organisation]:
    """Yield the organisations by name in a normalised text, public bodies left out."""
    for match in _PATTERN.finditer(text):
        kind = str(match.lastgroup)
        if not _is_named(match[0], match[kind], kind):
            continue
        yield Organisation(Span(*match.span()), _kind(match[0]) if kind == "compound" else kind)
    for match, kind in find_namesakes(text):
        yield Organisation(Span(*match.span()), kind)
    for match in chain(*(pattern.finditer(text) for pattern in _EMPLOYING)):
        name = match["it"].removeprefix("bei ")
        known = _FIRM_LABEL.match(name)  # found by the pattern above
        if not known and not _NO_NAMES.match(name) and not _PUBLIC.search(name):
            start = match.end("it") - len(name)
            yield Organisation(Span(start, match.end("it")), "employer")


def _is_named(text: str, head: str, kind: str) -> bool:
    if _PUBLIC.search(text):
        return False
    if kind in {"compound", "worship"}:
        return _NEVER.match(text) is None
    if kind == "employer":
        label = _FIRM_LABEL.match(text)
        name = text[label.end() :] if label else text
        return _NO_NAMES.match(name) is None or (
            re.match(_LINKED, name) is not None and not _generic(name)
        )
    return _NO_NAMES.match(text[len(head) :].lstrip(" „\"“‚'»«")) is None or (
        re.match(rf" {_LINKED}$", text[len(head) :]) is not None and not _generic(text)
    )


_FIRM_LABEL = re.compile(rf"(?:Fa\.|Firma|{_CONTRACTOR}|{_TRADE}) ")
_GENERIC_LINKED = words(
    "Nachmittag* Vormittag* Ort* Kreis* Stadtteil* Umfeld Dorf Quartier* Stadt*"
)


def _generic(text: str) -> bool:
    return _GENERIC_LINKED.match(text.rsplit(" ", 1)[1]) is not None


def _kind(text: str) -> str:
    ending = text.rsplit("-", 1)[1].lower()
    if ending in {"kita", "kindergarten"}:
        return "kita"
    return "practice" if ending in {"hospital", "klinik", "apotheke", "stift"} else "school"
