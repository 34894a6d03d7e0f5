"""E-mail addresses, telephone numbers, account and case numbers, dates of birth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.anonymity.checksums import (
    is_health_insurance_number,
    is_iban,
    is_pension_number,
    is_tax_id,
)
from nlp.anonymity.rules import one_of, rule

if TYPE_CHECKING:
    from nlp.anonymity.rules import Match, Rule

# --- E-mail -----------------------------------------------------------------------

_AT = r"(?:\s?@\s?|\s?[(\[{]\s?(?:at|ät|@)\s?[)\]}]\s?)"
_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|punkt|\.)\s?[)\]}]\s?)"
_EMAIL = rf"[\w.+%'-]{{1,64}}{_AT}(?:(?:\w|-\n?){{1,63}}{_DOT}\n?){{1,6}}[a-zA-Z]{{2,18}}\b"

# --- Telephone --------------------------------------------------------------------

_DASH = r"\u2010-\u2015-"
_PHONE_LABEL = one_of(
    r"Tel(?:efon)?(?:nummer|nr)?",
    r"(?:Mobil|Handy|Fax|Telefax|Ruf|Durchwahl|Notfall)(?:nummer|funk|telefon|nr)?",
    *("Fon", "Phone", "WhatsApp", "Hotline"),
    r"(?:erreichbar|anrufen|Terminvereinbarung|Anmeldung|Rückfragen|Nummer) unter"
    r"(?: der (?:Nummer|Nr\.))?",
)
_NO_PHONE = re.compile(r"\s?(?:Uhr|€|EUR|Euro|%)")
# Lengths of a number in one piece; eight digits are a municipality's key, twelve a region's.
_UNBROKEN = frozenset({10, 11})


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _is_year(digits: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", digits) is not None


def _is_labelled_phone(match: Match) -> bool:
    return 5 <= len(_digits(match["it"])) <= 17  # noqa: PLR2004 - E.164 and an extension


def _is_phone(match: Match) -> bool:
    """Check a bare number with area code: not a paper's number, a time, a register key."""
    digits = _digits(match[0])
    year = _is_year(_digits(match[0].partition("/")[2]))
    if year or _NO_PHONE.match(match.string[match.end() :]):
        return False
    if match[0].isdigit():
        return len(digits) in _UNBROKEN or re.match(r"01[567]\d{9}$", digits) is not None
    return 7 <= len(digits) <= 15  # noqa: PLR2004 - area code and number, E.164


# --- Numbers under a label ----------------------------------------------------------


def _numbered(*names: str) -> str:
    """Return a pattern for the names with ``nummer`` or ``Nr.`` behind them."""
    return rf"{one_of(*names)}[ -]?(?:nummer|nr\b\.?|ID\b)"


_CASE = one_of(
    _numbered("AZR", "BG", r"Bedarfsgemeinschafts?", "Kunden", r"Kd\.", "Fall", "Patienten"),
    _numbered("Vorgangs", "Mitglieds", "Akten", "Personen", "Versicherungs", "E", "Matrikel"),
    _numbered("(?:Personal)?Ausweis", "(?:Reise)?Pass", "BAMF"),
    *("Aktenzeichen", "Geschäftszeichen", r"Gesch\.-?Z\.?", r"(?:BAMF-)?Az\b\.?"),
    *("Personenkennziffer", r"AZR\b(?!-)", r"PKZ\b", r"PIZ\b"),
)
_INSURANCE = one_of(
    _numbered("Sozialversicherungs", "SV", "Renten-?versicherungs", "RV"), "SVNR", "RVNR"
)
_HEALTH = one_of(
    _numbered(
        "Kranken-?versicherten", "Krankenversicherungs", "KV", "Versicherten", "Gesundheitskarten"
    ),
    *("KVNR", "Gesundheitskarte"),
)
_TAX = one_of(
    _numbered("Steuer", "Steuer-?identifikations", "Id", "Steuerliche Identifikations"),
    *("Steuerliche Identifikationsnummer", r"IdNr\.?", "TIN"),
)
# Letters, digits and separators, at least three digits.
_LABELLED_NUMBER = (
    r"(?P<it>(?=(?:[^\d\n]{0,6}\d){3})[A-Z0-9]"
    rf"(?:[\w./{_DASH}]|[ ](?=(?:[A-Z]{{1,3}} )?[A-Z0-9/-]{{0,6}}\d)){{2,40}}(?<![.,/-]))"
)


def _labelled(type_: str, label: str) -> Rule:
    joint = r"\s{0,3}(?:[:.#=]|lautet|ist|-)?\s{0,3}"
    return rule(type_, rf"(?i:(?<!\w){label})", joint, _LABELLED_NUMBER)


# --- Dates of birth -----------------------------------------------------------------

_MONTH = one_of(*"Jan Feb Mär Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez".split()) + r"[a-zä]*\.?"
_DATE = one_of(
    r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})",
    r"\d{4}-\d{2}-\d{2}",
    rf"\d{{1,2}}\.?\s?{_MONTH}\s?\d{{2,4}}",
)
_BORN = rf"(?P<it>{_DATE}(?!\d))"
_BIRTH_LABEL = (
    r"\bgeb(?:\.|oren(?:e[rn]?)?|urtsdatum|urtstag|[.-]?\s?dat(?:um|\.)|\b)"
    r"(?:\s(?:wurde|ist)(?:\s\w+)?)?[\s:.]{0,4}(?:(?:am|ist der|ist am)[\s:.]{1,3})?"
)

RULES: tuple[Rule, ...] = (
    rule("email", _EMAIL),
    rule("iban", r"(?i:\bIBAN)[\s:.]{0,4}(?P<it>[A-Za-z]{2}\s?\d{2}(?:\s?[A-Za-z0-9]){8,30})\b"),
    rule(
        "iban",
        r"\b[A-Za-z]{2}\d{2}(?:[ \n-]?[A-Za-z0-9]{4}){2,7}(?:[ \n-]?[A-Za-z0-9]{1,3})?\b",
        check=lambda match: is_iban(match[0]),
    ),
    _labelled("tax_id", _TAX),
    rule(
        "tax_id",
        r"(?<![\d/-])[1-9]\d[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}(?![\d/-])",
        check=lambda match: is_tax_id(match[0]),
    ),
    _labelled("pension_number", _INSURANCE),
    rule(
        "pension_number",
        r"\b\d{2}[ ]?\d{6}[ ]?[A-Z][ ]?\d{3}\b",
        check=lambda match: is_pension_number(match[0]),
    ),
    _labelled("health_insurance_number", _HEALTH),
    rule(
        "health_insurance_number",
        r"\b[A-Z]\d{9}\b",
        check=lambda match: is_health_insurance_number(match[0]),
    ),
    _labelled("case_number", _CASE),
    rule(
        "phone",
        rf"(?i:\b{_PHONE_LABEL})[^\w+(\n]{{0,6}}\s?",
        rf"(?P<it>\+?\(?\d[\d() \t/.{_DASH}]{{1,22}}\d)",
        check=_is_labelled_phone,
    ),
    rule(
        "phone", rf"(?<![\w+])(?:\+|00)[1-9]\d{{0,2}}(?:[ \t/().{_DASH}]{{0,3}}\d){{6,13}}(?!\d)"
    ),
    rule(
        "phone",
        r"(?<![\w./,+:-])\(?0\d{2,5}\)?",
        rf"(?:[ \t]?[/{_DASH}]?[ \t]?\d{{2,}}){{1,5}}(?![\d.,/:]*\d)",
        check=_is_phone,
    ),
    rule("birth_date", rf"(?i:{_BIRTH_LABEL})", _BORN),
    rule("birth_date", rf"{_BORN}(?:\s(?:in|im)\s\w+)?\s(?i:geboren)"),
    # The sign for "born": within a line, or alone in one; otherwise it is a bullet.
    rule("birth_date", r"(?<=[^\s*])[ \t(,;]{1,3}\*\s?", _BORN),
    rule("birth_date", r"(?:^|[\n(])\*\s?", _BORN, r"(?=[ \t]*(?:\n|\)|,|$))"),
)
