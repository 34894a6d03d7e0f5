"""Postal addresses: streets with house numbers, postcodes with places, post boxes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.anonymity.names import lexica
from nlp.anonymity.names.allowed import is_allowed
from nlp.anonymity.names.vocabulary import belongs_to_german, is_surname
from nlp.anonymity.rules import one_of, rule, words
from nlp.language import lemma
from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.anonymity.rules import Found, Match, Rule

# --- Streets ------------------------------------------------------------------------

_START = r"(?<!\w)(?<!\w-)"
_CAPITAL = r"[A-ZÄÖÜ][\w.'’-]{0,40}"
_STEM = rf"{_START}[A-ZÄÖÜ][\w'’-]{{0,60}}?"
_HOUSE = (
    r"(?:Nr\.?\s?|Haus\s)?[1-9]\d{0,2}(?:\s?[a-hA-H]\b)?"
    r"(?:\s?[-–/+]\s?\d{1,3}(?:\s?[a-hA-H]\b)?)?(?![\d.,]*\d)"
)
# With the spellings that typing in haste leaves.
_STREET = r"(?i:stra?(?:ß|ss)e|str\.?|allee|gasse|chaussee|promenade|siedlung|twiete|stiege)"
# Endings that other words have as well.
_WAY = (
    "(?i:weg|platz|ring|damm|ufer|pfad|stieg|steig|wall|graben|markt|kamp|berg|brink|hof|"
    "heide|feld|bach|busch|bruch|esch|steg|kai|anger|rain|winkel|diek|hook|redder)"
)
_ARTICLE = one_of(
    *("Am", "An der", "An den", "An dem", "Auf dem", "Auf der", "Auf den", "Im", "In der"),
    *("In den", "Zum", "Zur", "Unter den", "Hinter dem", "Hinter der", "Vor dem", "Beim"),
)
_OLD_OR_NEW = r"(?:Alt|Neu|Groß|Klein)e[rn]?[ \n]"
_LEAD = rf"{_START}(?:{_ARTICLE}[ \n]|{_OLD_OR_NEW}|[A-ZÄÖÜ][\w-]{{2,30}}er[ \n])?"
_GAP = r"(?:[ \t\n]{1,2}|(?<=[ßs]e)|(?<=[.r]))"
_UNITS = words(
    "Euro EUR Prozent Kind* Jahr* Monat* Woche* Tag* Stunde* Person* Uhr mal Mal Famili* Plätze "
    "Teilnehm* Minute* Meter km m Klasse* Schul* bis von Fälle* Mensch* Geflüchtete* Haushalt* "
    "Wohnung* Kommune* Anfrage* Antr* Termin* Stellen"
)
_NO_STREETS = re.compile(
    r"(?:bildungs|arbeits|studien|kita|praktikums|schul|therapie|kurs|wohnungs|betreuungs|lösungs|"
    r"rechts|instanzen|dienst|beratungs|spiel|sitz|park|listen|förder|bewerbungs|handlungs|themen|"
    r"problem|aufgaben|verfahrens|melde|zugangs|bus|halte|bahn|ausbildungs|flucht|um|standort|"
    r"stunden|warte|stell|frei|mangel|flug|weiter)"
    r"(?:weg|platz|markt|feld|ring|hof|berg|steig|winkel)\s|"
    r"\b(?:auf|der|die|das|den|dem|ein\w{0,2}|pro|kein\w{0,2}|jeder) "
    r"(?:weg|platz|ring|markt|feld)\s|"
    r"\b(?:bundes|landes|kreis)stra(?:ß|ss)e\s",
    re.IGNORECASE,
)
# "Am Standort 3" is no address, "Am Kotten 3" is one.
_NO_LANES = words(
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember Montag "
    "Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Jahr* Ende Anfang Schnitt Durchschnitt "
    "Standort* Kreis Raum Zeit* Fall Fälle* Rahmen Alter Tag* TOP Punkt* Absatz Abs* Artikel Art "
    "Kapitel Teil Bereich* Quartal Halbjahr Modul Zimmer Gruppe Gebäude Baustein* Block Haus "
    "Stufe Klasse Anlage Tabelle Abbildung Seite Thema Themen* Handlungsfeld* Stichtag Schritt "
    "Level Projekt* Frage* Phase Stand* Vergleich Verhältnis SGB Jahrgang* Schuljahr* Monat* "
    "Woche* Folge* Nr Ziffer Nummer Ziel* Maßnahme* Workshop* Anhang Paragraf* Sitzung Gesamt* "
    "Summe"
)
_NOUN_HOUSE = rf"(?P<noun>{_CAPITAL}) {_HOUSE}"


# "Auf Anhieb Platz 1" is a rank, "Berliner Platz 1" an address.
_RANK = re.compile(r"(?P<word>[A-ZÄÖÜ][a-zäöüß]+(?<!er)(?<!kt))[ \n]Platz[ \n]\d")


def _is_rank(match: Match) -> bool:
    rank = _RANK.match(match[0])
    return rank is not None and belongs_to_german(rank["word"]) and not is_surname(rank["word"])


def _is_street(match: Match) -> bool:
    following = match.string[match.end() : match.end() + 30].lstrip(" ")
    return not (
        _is_rank(match)
        or _UNITS.match(following)
        or following.startswith(("%", "€"))
        or re.match(r"\d|\.\d", following)
        or _NO_STREETS.search(match[0])
    )


def _is_lane(match: Match) -> bool:
    return _is_street(match) and not _NO_LANES.match(match["noun"])


# --- Places -------------------------------------------------------------------------

_NO_PLACES = words(
    "Euro EUR Einwohner* Mensch* Person* Kinder* Fälle* Stellen Haushalte* Schüler* Plätze* "
    "Geflüchtete* Stunden Besuch* Bürger* Teilnehm* Familien* Jugendliche* Frauen Männer "
    "Zugewanderte* Beschäftigte* Arbeit* Wohnungen Fahrzeuge Kilometer Meter Quadratmeter Tonnen "
    "Mark Dollar Unterschriften Migrant* Asyl* Eltern* Studierende* Beratung* Anträge* Mitglied* "
    "Betriebe* Unternehmen* Exemplare Mitarbeit* Uhr Und Von Bis Im In Die Der Das Am Vorgänge*"
)
_PLACE = r"(?:(?:Bad|St\.|Sankt) )?[A-ZÄÖÜ](?:[a-zäöüß]+|[A-ZÄÖÜ]{2,})(?:[- ][A-ZÄÖÜ][a-zäöüß]+)?"
# What tells towns of one name apart: "Halle (Westf.)", "Mülheim an der Ruhr", "Bünde i. W.".
_APART = one_of(
    r" ?\((?:[A-ZÄÖÜ][a-zäöüß]{1,9}\.|Westfalen|Lippe|Ruhr|Saale|Oder|Main|Rhein|Eifel|Sieg)\)",
    r" an der [A-ZÄÖÜ][a-zäöüß]{2,20}\b",
    r" (?:am (?:Main|Rhein|Niederrhein|Neckar|See|Inn|Harz|Wald|Teutoburger Wald)|im Breisgau)\b",
    r" i\. ?[A-Z]\.",
    r" (?:a|v)\. ?d\. ?[A-Z](?:\.|[a-zäöüß]{2,20}\b)",
)
_CODE = r"(?:\bDE? ?-? ?|(?<![\w.,/+-]))\d{5}"


def _is_place(match: Match) -> bool:
    if match["code"].endswith("000") or _NO_PLACES.match(match["place"]):
        return False
    word = match["place"].split()[0]
    base = lemma(word) if "-" not in word else word
    plural = base[:1].isupper() and base != word and belongs_to_german(word)
    return not plural or is_allowed(word)


def _is_named_place(match: Match) -> bool:
    known = is_allowed(match["place"]) or not belongs_to_german(match["place"])
    return known and not match["code"].endswith("00")


_DWELLS = r"(?:wohn(?:t|en|te|ten|haft|end)|leb(?:t|en|te)|gemeldet|zieht|zog|gezogen|umgezogen)"
_ADDRESS_LABEL = (
    r"(?i:\bwohnhaft(?:\s(?:in|im))?|\b(?:wohn|post|melde|privat)?(?:anschrift|adresse)|\bwh\.)"
)
_HOME = r"\b(?:Wohnung|Unterkunft|Anschrift|Adresse|Haus)"
_LANE = rf"{_ARTICLE}[ \n](?:[A-ZÄÖÜ][\wäöüß]{{2,30}}e[nr][ \n])?"

# What follows a house number: "Hinterhaus", "2. OG", "Whg. 6".
_ADDITION = (
    r"(?:,? \(?(?:(?:Hinter|Vorder|Garten)haus|HH|VH|EG|DG|UG|Erdgeschoss|Dachgeschoss|"
    r"\d{1,2}\. ?(?:OG|UG|Stock|Etage|Obergeschoss)|"
    r"(?:Whg|Wohnung|Zi|Zimmer|App|Apartment|Appartement|WE)\.?(?: Nr\.?)? ?\d{1,4}[a-z]?)"
    r"(?: (?:links|rechts|li\.|re\.|Mitte))?(?!\w)\)?){1,3}"
)
_BEHIND_HOUSE = re.compile(_ADDITION)
# In small letters, as a message is typed; a place of the allow-list may follow.
_SMALL = r"(?<![\w.@/-])(?P<street>"
_SMALL_HOUSE = r"[1-9]\d{0,2}(?:[ ]?[a-h]\b)?(?![\d.,]*\d)(?!\w)"


def _is_small_street(match: Match) -> bool:
    street = match["street"].split()[0]
    known = lexica.is_german_word(street.rstrip(".")) and not is_allowed(street.capitalize())
    return _is_street(match) and not known


def _is_small_place(match: Match) -> bool:
    return _is_small_street(match) and is_allowed(match["place"].capitalize())


_RULES: tuple[Rule, ...] = (
    *(
        one
        for street, tier in (
            (r"(?:[a-zäöüß]{3,20}er )?[a-zäöüß-]{3,30}?(?:stra(?:ß|ss)e|str\.?)[ ]?", Tier.REFUSE),
            (r"[a-zäöüß]{3,20}er (?:stra(?:ß|ss)e|str\.?)[ ]?", Tier.REFUSE),
            (r"[a-zäöüß-]{3,30}?(?:weg|allee|gasse)[ ]", Tier.CONFIRM),
        )
        for one in (
            rule(
                "address", rf"{_SMALL}{street}){_SMALL_HOUSE}", check=_is_small_street, tier=tier
            ),
            rule(
                "address",
                rf"{_SMALL}{street}){_SMALL_HOUSE},? (?P<place>[a-zäöüß]{{3,20}})(?!\w)",
                check=_is_small_place,
                tier=tier,
            ),
        )
    ),
    # Before a postcode with its place, any word with a number is a street.
    rule(
        "address",
        rf"{_START}(?P<it>(?:{_ARTICLE} )?{_NOUN_HOUSE}(?:{_ADDITION})?)",
        rf"(?=,?[ \t]{{0,2}}[ \n]{_CODE} [A-ZÄÖÜ][a-zäöüß])",
        check=_is_lane,
    ),
    rule("address", rf"{_LEAD}{_STEM}{_STREET}\.?{_GAP}{_HOUSE}", check=_is_street),
    rule("address", rf"{_LEAD}{_CAPITAL}[ \n]{_STREET}\.?{_GAP}{_HOUSE}", check=_is_street),
    rule("address", rf"{_LEAD}{_STEM}{_WAY}[ \n]{_HOUSE}", check=_is_street),
    rule("address", rf"{_LEAD}{_CAPITAL}[ \n-]{_WAY}[ \n]{_HOUSE}", check=_is_street),
    rule(
        "address",
        r"\b(?:Straße|Platz|Allee|Weg|Ring) (?:der|des|am|zum|im|zur|an der) (?:[\w.]+ )?",
        rf"{_CAPITAL} {_HOUSE}",
        check=_is_street,
    ),
    # A lane without an ending that says so, where nothing but an address stands.
    rule(
        "address",
        rf"(?:(?m:^)[ \t]*|[,;:(\t] ?|\b{_DWELLS} )(?P<it>{_LANE}{_NOUN_HOUSE})",
        r"(?=[ \t]*(?:[,;)\n\t]|\.?$|\.\s|\d{5}))",
        check=_is_lane,
    ),
    rule("address", rf"\b{_DWELLS} (?:in )?(?P<it>{_LANE}{_NOUN_HOUSE})", check=_is_lane),
    # Within a sentence, only a name begins with a capital: "liegt in der An der Lutter 7".
    rule(
        "address",
        rf"(?:[a-zäöüß]{{2}}|{_HOME}) (?P<it>{_LANE}{_NOUN_HOUSE})",
        check=_is_lane,
    ),
    rule(
        "address",
        rf"{_ADDRESS_LABEL}[\s:,]{{1,3}}",
        rf"(?P<it>(?:\w+[ ])?{_CAPITAL}(?:[ ]{_CAPITAL})?[ ]{_HOUSE})",
        code="label",
    ),
    # A street without a number, before the postcode or where somebody lives.
    rule(
        "address",
        rf"(?P<it>{_LEAD}{_CAPITAL}(?i:stra?(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring))",
        rf"(?=,?[ \n]{_CODE} [A-ZÄÖÜ])",
    ),
    rule("address", rf"(?m:^)[ \t]*(?P<it>{_LANE}{_CAPITAL})(?=,?[ \t]*\n{_CODE} [A-ZÄÖÜ])"),
    rule(
        "address",
        rf"\b{_DWELLS}(?: \w+){{0,3}}? (?i:in der|in dem|im|am|an der|auf dem|auf der) ",
        rf"(?P<it>(?:[A-ZÄÖÜ]\w+[ ])?{_CAPITAL}(?i:stra(?:ß|ss)e|str\.|allee|gasse)|",
        rf"{_CAPITAL}(?:weg|platz|ring|damm|kamp)|[A-ZÄÖÜ]\w+er (?:Straße|Str\.|Weg|Platz))(?!\w)",
        tier=Tier.CONFIRM,
    ),
    rule(
        "address",
        rf"(?P<code>{_CODE}|(?<![\w.,/-])(?:A|CH)-\d{{4}})[ \t\n-](?P<place>{_PLACE}){_APART}?",
        check=_is_place,
    ),
    # Four digits, as in Austria, behind a street or a label.
    rule(
        "address",
        rf"(?:\d[a-h]?,[ ]|{_ADDRESS_LABEL}[\s:,]{{1,3}})",
        rf"(?P<it>(?P<code>\d{{4}}) (?P<place>{_PLACE}))",
        check=_is_place,
    ),
    rule(
        "address",
        rf"\b(?P<place>{_PLACE})(?:, ?| ?\()(?P<code>{_CODE})(?!\d|[.,]\d)(?! ?(?:€|E))",
        check=_is_named_place,
    ),
    rule("address", r"\b(?:PLZ|Postleitzahl)[\s:]{1,3}(?P<it>\d{5})\b", code="label"),
    rule("address", r"\bPostfach[ \n](?P<number>\d{1,3}(?: ?\d{1,3}){1,3})\b", code="label"),
)


def find_addresses(text: str) -> Iterator[Found]:
    """Yield addresses, a street with what follows its house number: ``Whg. 6``, ``2. OG``."""
    for one in _RULES:
        for found in one.find(text):
            behind = _BEHIND_HOUSE.match(text, found.span.end)
            end = behind.end() if behind else found.span.end
            yield replace(found, span=Span(found.span.start, end))
