"""Numbers under which registers know a person: accounts, insurances, papers, files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.anonymity.identifiers.checksums import (
    is_document_number,
    is_health_insurance_number,
    is_iban,
    is_pension_number,
    is_tax_id,
    is_tax_number,
)
from nlp.anonymity.rules import one_of, rule
from nlp.types import Tier

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlp.anonymity.rules import Match, Rule

_DASH = r"\u2010-\u2015-"

# --- Under a label ------------------------------------------------------------------


def _numbered(*names: str) -> str:
    """Return a pattern for the names with ``nummer`` or ``Nr.`` behind them."""
    return rf"{one_of(*names)}[ .-]{{0,2}}(?:nummer|nr\b\.?|ID\b|№)"


_CASE = one_of(
    _numbered("AZR", "BG", "Bedarfsgemeinschafts?", "Kunden", r"Kd\.?", "Fall", "Patienten"),
    _numbered("Vorgangs", "Mitglieds", "Akten", "Personen", "E", "Matrikel", "Schüler", "Schul"),
    _numbered("BAMF", "Kita", "Klienten", "Teilnehmer", "Personal", "Antrags", "Register"),
    _numbered("Bewohner", "Leistungs", "Kassenzeichen", "Debitoren", "Vertrags", "Dossier"),
    *("Aktenzeichen", "Geschäftszeichen", r"Gesch\.-?Z\.?", r"(?:BAMF-)?\bA[Zz]\b\.?", r"GZ\b\.?"),
    *("Personenkennziffer", "Personenkennzahl", r"AZR\b(?!-)", r"PKZ\b", r"PIZ\b", r"MSR\b"),
    *(
        "Kassenzeichen",
        "Buchungszeichen",
        r"Fall(?=:)",
        r"(?-i:ID)(?=:)",
        "(?:Mein|Unser|Ihr|Euer|(?:unter|zu) (?:dem|unserem|Ihrem|seinem|meinem)) Zeichen",
        "Zeichen(?=:)",
        r"Zeichen[^.:\n]{0,40}?(?= (?:lautet|ist)\b)",
    ),
)
_INSURANCE = one_of(
    _numbered("Sozialversicherungs", "SV", "Renten-?versicherungs", "RV", "Rentenvers", "VSNR"),
    *("SVNR", "RVNR", r"VSNR\b"),
)
_HEALTH = one_of(
    _numbered(
        *("Kranken-?versicherten", "Krankenversicherungs", "KV", "Versicherten", "Versicherungs"),
        *(
            "Gesundheitskarten",
            r"(?:AOK|TK|BKK|IKK|DAK|Barmer|KKH)[ -]?(?:Versicherten|Mitglieds)?",
        ),
        *("Krankenkassen", "eGK"),
    ),
    *("KVNR", "Gesundheitskarte"),
)
_TAX = one_of(
    _numbered("Steuer", "Steuer-?identifikations", "Id", "Steuerliche Identifikations"),
    *(r"IdNr\.?", r"TIN\b", r"StNr\.?", r"St\.-Nr\.?"),
)
_COUNTRY = r"(?: \([^()\n]{1,20}\))?"
_PAPER = one_of(
    _numbered("(?:Personal)?Ausweis", r"(?:Reise|Konventions|Blauer )?Pass", "Führerschein"),
    _numbered("Aufenthaltstitels?", "eAT", "Duldungs?", "Aufenthaltsgestattung", "Visums?"),
    _numbered("Tazkira", "Zusatzblatt", "Ankunftsnachweis", "Dokumenten", "ID-Karte"),
    *(r"(?:Reise|Konventions)?pass(?=:)", r"Personalausweis(?=:)", r"Perso(?=:)"),
    *(
        r"Passport(?: No\.?| number)?",
        rf"(?:Reisepass|Personalausweis)(?={_COUNTRY} (?!(?:19|20)\d\d\b)[A-Z]{{0,3}}\d{{4}})",
    ),
)
# Another authority's name between the label and the number.
_WHOSE = (
    r"(?:\s?\([^()\n]{1,30}\)|\s(?:des|der|beim|vom|bei der)\s[\w-]{2,30}|"
    r"\s(?:BAMF|JC|ABH|Jobcenter|Jugendamt|Ausländerbehörde))?"
)
_JOINT = r"[\s*_|\"]{0,4}(?:[:.#=;]|lautet|ist|war|-)?[\s*_|\"]{0,4}"
# Letters, digits and separators, at least three digits.
_LABELLED_NUMBER = (
    r"(?P<it>(?=(?:[^\d\n]{0,8}\d){3})[A-ZÄÖÜ0-9]"
    rf"(?:[\w./{_DASH}]|[ ](?=(?:[A-Z]{{1,3}} ){{0,2}}[A-Z0-9/-]{{0,6}}\d|"
    rf"[{_DASH}] \d{{3}}(?!\d))|"
    rf"(?<= [{_DASH}])[ ](?=\d{{3}}(?!\d))){{2,40}}(?<![.,/-]))"
)


def _labelled(type_: str, label: str) -> Rule:
    # What stands between may span a line in a table.
    return rule(type_, rf"(?i:(?<!\w){label}){_WHOSE}", _JOINT, _LABELLED_NUMBER, code="label")


def _checked(type_: str, pattern: str, is_valid: Callable[[str], bool]) -> Rule:
    return rule(type_, pattern, check=lambda match: is_valid(match[0]), code="checksum")


# Any other number that says it is one; papers of councils and keys of towns have theirs too.
_ANY_NUMBER = r"\b(?P<label>[A-Za-zÄÖÜäöüß.-]{0,30}?(?i:nummer|nr))[.:]{0,2}\s{0,2}"
_PUBLIC = re.compile(
    r"vorlage|drucks|beschlu|haus|schlüssel|ags|postleit|plz|amts|gesetz|isbn|issn|artikel|"
    r"förder|projekt|auftrag|antrag|maßnahme|lfd|telefon|tel|fax|mobil|handy|ruf|notruf|zimmer|"
    r"ausgabe|katalog|gebäude|flur|linien|kurs|job",
    re.IGNORECASE,
)


def _is_private(match: Match) -> bool:
    before = match.string[max(0, match.start() - 25) : match.start("it")]
    years = re.fullmatch(r"\d{1,4}\W(?:19|20)?\d\d|\d{1,4}/(?:19|20)\d\d", match["it"])
    return not years and not _PUBLIC.search(before)


# --- By their form --------------------------------------------------------------------

# Registerzeichen of courts for persons' cases; citations of the highest courts differ.
_COURT = one_of(
    *"K L F FH UF WF C S T O U AS SO SF AY AL KR R P B E Ds Ls Cs Js Gs Ns Ks KLs IN IK M XVII "
    "VII XIV A AR UJs VRJs".split()
)
_COURT_CASE = (
    rf"(?<![\w./-])(?<!\bB )(?:[SL] )?\d{{1,4}} ?{_COURT} ?\d{{1,6}}/\d{{2}}(?:\.[A-Z]{{1,3}})?"
    r"(?: (?:ER|B ER))?"
    r"(?![\w/]|[.,]\d)"
)
# Files of authorities: "ABH-2024/117", "32-4/2024-117", "33.21.04-B/117", "50.2-R-1117".
_UNIT = r"\d{2,3}(?:\.\d{1,3}){0,4}"
_FILE = one_of(
    r"[A-ZÄÖÜ]{2,5}-(?:19|20)\d\d[/-]\d{3,6}",
    r"\d{1,3}(?:[.-]\d{1,3}){0,3}/(?:19|20)\d\d-\d{2,6}",
    rf"{_UNIT}-[A-Z]{{1,3}}[/-]\d{{3,6}}",
)
_FILE_LABEL = r"\b(?:Vorgang|(?:Fall|Hand|Bei|Haupt|Ausländer|Leistungs)?[Aa]kte|Dossier)"
_FILE_NUMBER = (
    rf"(?=[A-Z\d.{_DASH}/]{{0,20}}\d{{3}})[A-Z\d]{{1,8}}(?:[./{_DASH}][A-Z\d]{{1,8}}){{1,5}}"
)
# What councils and parliaments call their papers.
_COUNCIL = re.compile(
    r"(?:V|VO|VL|BV|MV|SV|RV|IV|DS|DRS|Drs|ANT|AN|AF|ANF|BESCHL|KT|STR|GR|HFA|JHA)-\d|"
    r"[A-Z]{2,4}-(?:19|20)\d\d-\d\d?\b"
)
_TWELVE_DIGITS = r"(?<![\w.,/+-])(?<!\+\d\d )[1-9]\d{11}(?![\w/]|[.,-]\d)"
_REGISTER = re.compile(r"\b(?:ABH|AZR|BAMF|Ausländer|Asyl)", re.IGNORECASE)
# The letters and digits of German papers: no vowel, nothing that looks like another.
_DOCUMENT_LETTER = "[CFGHJKLMNPRTVWXYZ0-9]"
_DOCUMENT_FORM = rf"[CFGHJKLMNPRTVWXYZ]{_DOCUMENT_LETTER}{{8}}"
_DOCUMENT = (
    r"\b(?i:(?:reise|konventions)?pass(?:es)?|(?:personal)?ausweis(?:es)?|perso|eAT|duldung|"
    r"führerschein(?:s|es)?|aufenthalts(?:titel|gestattung|erlaubnis)s?|visums?)\b"
)


def _is_file(match: Match) -> bool:
    before = match.string[max(0, match.start() - 25) : match.start()]
    return not _COUNCIL.match(match["it"]) and not _PUBLIC.search(before)


def _is_known_abroad(match: Match) -> bool:
    """Check that the line speaks of the register of foreigners before the number."""
    before = match.string[max(0, match.start() - 60) : match.start()]
    return _REGISTER.search(before.rpartition("\n")[2]) is not None


RULES: tuple[Rule, ...] = (
    rule(
        "iban",
        r"(?i:\b(?:IBAN|Konto(?:nummer|-?nr\.?)?|Kto\.(?:-?Nr\.?)?))[\s:.]{1,4}",
        r"(?P<it>[A-Za-z]{2}\s?\d{2}(?:[\s.-]?[A-Z0-9]){8,30}|\d(?:[ ]?\d){5,11})(?!\w)",
        code="label",
    ),
    _checked("iban", r"\b[A-Z]{2}\s?\d{2}(?:[\s.-]?[A-Z0-9]){11,30}(?![A-Za-z0-9])", is_iban),
    _checked("iban", r"(?i:\b[a-z]{2})\d{2}(?:[\s.-]?\d){12,24}(?![A-Za-z0-9])", is_iban),
    rule("iban", r"\b(?i:DE)\s?\d{2}(?:[\s.-]?\d){18}(?!\d)"),
    _labelled("tax_id", _TAX),
    _checked("tax_id", r"(?<![\d/-])[1-9]\d\s?\d{3}\s?\d{3}\s?\d{3}(?![\d/-])", is_tax_id),
    rule(
        "tax_id",
        r"(?<![\w/-])\d{2,3} ?/ ?(?!(?:19|20)\d\d)\d{3,4} ?/ ?\d{4,5}(?![\w/-])",
        check=lambda match: is_tax_number(match[0]),
    ),
    _labelled("pension_number", _INSURANCE),
    _checked("pension_number", r"\b\d{2}\s?\d{6}\s?[A-Z]\s?\d{3}\b", is_pension_number),
    _labelled("health_insurance_number", _HEALTH),
    _checked(
        "health_insurance_number",
        r"\b[A-Z]\s?\d{3}\s?\d{3}\s?\d{3}\b",
        is_health_insurance_number,
    ),
    _labelled("identity_document", _PAPER),
    _checked("identity_document", rf"\b{_DOCUMENT_FORM} ?\d\b", is_document_number),
    rule(
        "identity_document",
        rf"{_DOCUMENT}[^\n\dA-Z]{{1,40}}(?P<it>(?=\d{{0,8}}[A-Z]){_DOCUMENT_LETTER}{{9,10}})\b",
        code="label",
    ),
    # Cards before November 2010: nine digits, the check digit, the nationality.
    rule(
        "identity_document",
        r"\b(?P<number>\d{10}) ?D\b",
        check=lambda match: is_document_number(match["number"]),
        code="checksum",
    ),
    rule("identity_document", r"(?<![A-Z0-9<])(?=[A-Z0-9]{0,43}<)[A-Z0-9<]{28,46}(?![A-Z0-9<])"),
    rule("identity_document", r"\b[A-Z]{2,30}<<[A-Z<]{1,40}"),
    _labelled("case_number", _CASE),
    rule(
        "case_number",
        rf"{_ANY_NUMBER}(?P<it>(?=[\w./-]{{0,14}}\d{{3}})[A-Z0-9][\w./{_DASH}]{{4,24}}\d)(?![\w/])",
        check=_is_private,
        code="label",
    ),
    # Files of the BAMF, communities of need, customers of the employment agency, courts.
    rule("case_number", r"(?<![\w/-])\d{7} ?- ?\d{3}(?![\w/-])"),
    rule("case_number", r"(?<![\w/])\d{5} ?(?://|BG ?) ?\d{7}(?!\w)"),
    rule("case_number", r"(?<![\w/-])\d{3}[A-Z]\d{6}(?![\w/])"),
    rule("case_number", _COURT_CASE),
    rule("case_number", rf"(?<![\w./-])(?P<it>{_FILE})(?![\w/]|[.,-]\d)", check=_is_file),
    rule("case_number", rf"{_FILE_LABEL} (?P<it>{_FILE_NUMBER})(?![\w/])", code="label"),
    # The register of foreigners numbers with twelve digits; keys of regions have a zero first.
    rule("case_number", _TWELVE_DIGITS, check=_is_known_abroad, code="label"),
    rule("case_number", _TWELVE_DIGITS, tier=Tier.CONFIRM),
)
