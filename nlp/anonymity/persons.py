"""Postal addresses, and names that stand behind a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.anonymity.rules import one_of, rule, words

if TYPE_CHECKING:
    from nlp.anonymity.rules import Match, Rule

# --- Streets and places -------------------------------------------------------------

_CAPITAL = r"[A-ZÄÖÜ][\w.'’-]{0,40}"
_STEM = r"\b[A-ZÄÖÜ][\w'’-]{0,60}?"
_HOUSE = (
    r"(?:Nr\.?\s?)?\d{1,3}(?:\s?[a-hA-H]\b)?(?:\s?[-–/]\s?\d{1,3}(?:\s?[a-h]\b)?)?(?![\d.,]*\d)"
)
_STREET = r"(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.?|[Aa]llee|[Gg]asse|[Cc]haussee|[Pp]romenade)"
# Endings that other words have as well.
_WAY = (
    "(?i:weg|platz|ring|damm|ufer|pfad|stieg|steig|wall|graben|markt|kamp|berg|brink|hof|"
    "heide|feld|bach|busch|bruch|esch)"
)
_ARTICLE = one_of(
    *("Am", "An der", "An den", "Auf dem", "Auf der", "Im", "In der", "In den", "Zum", "Zur"),
    *("Unter den", r"(?:Alt|Neu|Groß|Klein)e[rn]?"),
)
_LEAD = rf"(?:{_ARTICLE}[ \n])?"
_UNITS = words(
    "Euro EUR Prozent Kind* Jahr* Monat* Woche* Tag* Stunde* Person* Uhr mal Mal Famili* Plätze "
    "Teilnehm* Minute* Meter km m Klasse* Schul* bis von Fälle* Mensch* Geflüchtete*"
)
_NO_STREETS = re.compile(
    r"(?:bildungs|arbeits|studien|kita|praktikums|schul|therapie|kurs|wohnungs|betreuungs|lösungs|"
    r"rechts|instanzen|dienst|beratungs|spiel|sitz|park|listen|förder|bewerbungs|handlungs|themen|"
    r"problem|aufgaben|verfahrens|melde|zugangs|bus|halte|bahn)"
    r"(?:weg|platz|markt|feld|ring|hof|berg|steig)\s|\b(?:bundes|landes|kreis)stra(?:ß|ss)e\s",
    re.IGNORECASE,
)
_NO_PLACES = words(
    "Euro EUR Einwohner* Mensch* Person* Kinder* Fälle* Stellen Haushalte* Schüler* Plätze* "
    "Geflüchtete* Stunden Besuch* Bürger* Teilnehm* Familien* Jugendliche* Frauen Männer "
    "Zugewanderte* Beschäftigte* Arbeit* Wohnungen Fahrzeuge Kilometer Meter Quadratmeter Tonnen "
    "Mark Dollar Unterschriften Migrant* Asyl* Eltern* Studierende* Beratung* Anträge* Mitglied* "
    "Betriebe* Unternehmen* Exemplare Mitarbeit*"
)


def _is_street(match: Match) -> bool:
    following = match.string[match.end() : match.end() + 30].lstrip(" ")
    return not (
        _UNITS.match(following) or following.startswith(("%", "€")) or _NO_STREETS.search(match[0])
    )


def _is_place(match: Match) -> bool:
    return not match["code"].endswith("000") and not _NO_PLACES.match(match["place"])


# --- Names with a title ---------------------------------------------------------------

_UPPER = "A-ZÄÖÜÀ-Þ"
_NAME = rf"[{_UPPER}](?:\.(?=\W|$)|[\w'’]{{1,40}}(?:-[{_UPPER}][\w'’]{{1,40}}){{0,3}})"
_PARTICLE = (
    r"(?:(?:(?:von|van|zu|zum|zur|vom)(?: de[rnm])?|"
    r"al|el|de|bin|ibn|Al|El|Abu|Ben|Mc|Mac|O'|D')[ -]?){0,2}"
)
_FULL_NAME = rf"{_PARTICLE}{_NAME}(?:[ ]{_PARTICLE}{_NAME}){{0,2}}"
_DEGREE = one_of(
    *(
        r"Prof(?:essor(?:in)?)?\.?",
        r"D?Dr\.?",
        r"Dipl\.-\w+\.?",
        "PD",
        r"med\.?",
        r"phil\.",
        r"jur\.",
    ),
    *(r"rer\. ?\w+\.", r"Ing\.", r"h\. ?c\."),
)
_OFFICE = one_of(
    *(r"Bürgermeister(?:in)?", "Landrat", "Landrätin", r"Kolleg(?:e|in)", r"Pfarrer(?:in)?"),
    *(r"Dezernent(?:in)?", r"Minister(?:in)?", "Doktor", r"Rektor(?:in)?", r"Schulleiter(?:in)?"),
)
_ROLE = one_of(
    *(r"Case[ -]?Manager(?:in(?:nen)?)?", r"Bürgermeister(?:in)?", "Landrat", "Landrätin"),
    *(r"Dezernent(?:in)?", r"Sachbearbeiter(?:in)?", r"Sozialarbeiter(?:in)?"),
    r"Ansprechpartner(?:in)?:?",
)
_FIRST_AND_LAST = r"[A-ZÄÖÜ][a-zäöüß]+\s[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?"
# What stands behind "Frau" or "Herr" and is no name.
_NO_NAMES = words(
    "Mitte Anfang Ende Alter* Jahre Herkunft* Familienstand Geschlecht Aufenthalt* Kinder Kind "
    "Bildung* Beruf* Sprach* Wohn* Nationalität Religion Staats* Mann Die Der Das Sie Er Es Ein "
    "Eine In Im Mit Und Oder Für Bei Als Wenn Zu Nach Auf An Aus Von Vor Seit Wir Ich Ihr Ihre "
    "Seine Doktor Professor* Präsident* Kolleg* Minister* Bürgermeister* Landrat Landrätin "
    "Vorsitzende* Nachbar* Lehrer* Holle Gott Oetker",
    ending=r"$",
)
# What stands behind "Familie" and is no name: fields of work, stages of the Bildungskette.
_NO_FAMILIES = words(
    "Zentrum Kita* KiTa* Schul* Beruf* Arbeit* Bildung* Kind* Jugend* Gesundheit Wohn* "
    "Freund* Freizeit Haushalt Pflege Soziale* Frau* Senior* Kultur Sport Sprach* "
    "Integration Primar* Sekundar* "
    "Übergang Ausbildung Studium Handlungsfeld Thema Themen Angebot* Hilfe* Eltern* Migration "
    "Teilhabe Beratung* Nr Kommune Kreis Land Bund Ebene SGB Umfeld Ehe Partner* Gruppe Asyl* "
    "Flucht* Stadt Amt Familie* Heimat"
)
_NO_HOLDERS = words(
    "Stadt Kreis Gemeinde Land Bund Amt Jobcenter Caritas Diakonie Verein *ung *amt *heit *keit "
    "*schule *haus *zentrum *center *stelle *behörde *dienst *kreis *stadt *verband *management",
    ending="$",
)


def _is_name(match: Match) -> bool:
    is_label = match.string.startswith(":", match.end())
    return not is_label and not _NO_NAMES.match(match["name"].split()[0])


def _is_family(match: Match) -> bool:
    return _is_name(match) and not _NO_FAMILIES.match(match["name"])


def _is_role_holder(match: Match) -> bool:
    return not any(map(_NO_HOLDERS.match, match["name"].split()))


RULES: tuple[Rule, ...] = (
    rule("address", rf"{_LEAD}{_STEM}{_STREET}\.?[ \n]{_HOUSE}", check=_is_street),
    rule("address", rf"{_LEAD}\b{_CAPITAL}[ \n]{_STREET}\.?[ \n]{_HOUSE}", check=_is_street),
    rule("address", rf"{_LEAD}{_STEM}{_WAY}[ \n]{_HOUSE}", check=_is_street),
    rule("address", rf"{_LEAD}\b{_CAPITAL}[ \n-]{_WAY}[ \n]{_HOUSE}", check=_is_street),
    rule(
        "address",
        rf"\b(?:Straße|Platz|Allee) (?:der|des|am|zum|im) (?:[\w.]+ )?{_CAPITAL} {_HOUSE}",
        check=_is_street,
    ),
    rule(
        "address",
        r"(?i:wohnhaft(?:\s(?:in|im))?|Anschrift|Adresse)[\s:,]{1,3}",
        rf"(?P<it>(?:\w+[ ])?{_CAPITAL}(?:[ ]{_CAPITAL})?[ ]{_HOUSE})",
    ),
    rule(
        "address",
        r"(?<![\w.,/-])(?P<code>(?:D-)?\d{5}|(?:A|CH)-\d{4})[ \t\n-]",
        r"(?P<place>[A-ZÄÖÜ][a-zäöüß]+(?:[- ][A-ZÄÖÜ][a-zäöüß]+)?)",
        check=_is_place,
    ),
    rule(
        "name",
        r"\b(?:Frau|Herrn?|Hr\.|Fr\.)\s{1,2}",
        rf"(?:(?:{_DEGREE}|{_OFFICE})\s+){{0,4}}(?P<name>{_FULL_NAME})",
        check=_is_name,
    ),
    rule(
        "name",
        rf"\b(?:Familie|Fam\.|Eheleute|Ehepaar|Geschwister)[ ](?P<name>{_FULL_NAME})",
        check=_is_family,
    ),
    # At the end of a line "Familie" may be a cell of its own, unless a word leads to it.
    rule(
        "name",
        rf"\b(?:der|die|Die|Der|von|für|bei|einer) Familie\n(?P<name>{_FULL_NAME})",
        check=_is_family,
    ),
    rule(
        "name",
        rf"(?<![\w-])(?:Prof\.|D?Dr\.)\s{{0,2}}(?:{_DEGREE}\s{{0,2}}){{0,3}}(?P<name>{_FULL_NAME})",
        check=_is_name,
    ),
    rule(
        "name",
        rf"\b{_ROLE}\s(?P<name>{_FIRST_AND_LAST}(?:\sund\s{_FIRST_AND_LAST})?)",
        check=_is_role_holder,
    ),
)
