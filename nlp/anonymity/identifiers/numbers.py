"""E-mail addresses, telephone numbers and dates of birth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.anonymity.rules import one_of, rule
from nlp.types import Tier

if TYPE_CHECKING:
    from nlp.anonymity.rules import Match, Rule

# --- E-mail -----------------------------------------------------------------------

_AT = r"(?:\s?@\s?|\s?[(\[{<]\s?(?i:at|ät|a|@)\s?[)\]}>]\s?)"
_DOT = r"(?:\.|\s?[(\[{<]\s?(?i:dot|punkt|\.)\s?[)\]}>]\s?)"
_LOCAL = r"(?<![\w.+%'-])[\w.+%'-]{1,256}"
_EMAIL = rf"{_LOCAL}{_AT}(?:(?:\w|-\n?){{1,63}}{_DOT}\n?){{1,6}}[^\W\d_]{{2,18}}\b"
# Spelt out: a blank on both sides, and a dot in words or a domain that is in use.
_SPELT = one_of(
    r"(?:[ ](?i:dot|punkt)[ ][\w-]{2,63}){1,3}\b",
    r"(?:\.[\w-]{2,63}){0,2}\.(?:de|com|net|org|eu|info|at|ch|nrw|tr|ua|pl|ro|ru)\b",
)

# --- Telephone --------------------------------------------------------------------

_DASH = r"\u2010-\u2015\u2212-"
_PHONE_LABEL = one_of(
    r"Tel(?:efon)?[.-]?\s?(?:nummern?|nr\b\.?)?",
    r"(?:Mobil|Handy|Fax|Telefax|Ruf|Durchwahl|Notfall|Festnetz|Rückruf|Privat)"
    r"-?(?:nummern?|funk|telefon|nr\b)?",
    *("Fon", "Phone", "WhatsApp", "Signal", "Telegram", "Viber", "Hotline", r"DW\b", r"Apparat"),
    r"(?:erreichbar|erreichen|anrufen|Terminvereinbarung|Anmeldung|Rückfragen|Nummer) unter"
    r"(?: der (?:Nummer|Nr\.))?",
)
_TO_NUMBER = r"(?:\s?\([^()\n]{1,20}\))?(?:\s(?:ist|lautet|auch))?[^\w+(\n]{0,6}\s?"
_EXTENSION = r"(?:\s?(?:o\.|oder|u\.|und|/)\s?-?\d{2,5}(?![\d./]))?"
_NO_PHONE = re.compile(r"\s?(?:Uhr|h\b|€|EUR|Euro|%|[.:]\d)")
_DAY = re.compile(r"\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{4}|\d{2})\b|\d{4}-\d\d-\d\d")
_TIMES = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d\s?[-–/]\s?(?:[01]\d|2[0-4])[0-5]\d$")
# A column of a table: keys of municipalities or regions, one below the other.
_COLUMN = re.compile(r"\n\s?0|^\d{8}(?:\d{4})?\n")
_SHORTEST = 9
# Lengths of a number in one piece; eight digits are a municipality's key, twelve a region's.
_UNBROKEN = frozenset({10, 11})


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _is_labelled_phone(match: Match) -> bool:
    written, following = match["it"], match.string[match.end() : match.end() + 6]
    if _DAY.match(written) or _TIMES.match(written) or _NO_PHONE.match(following):
        return False
    return 5 <= len(_digits(written)) <= 20  # noqa: PLR2004 - E.164 and two extensions


def _is_international(match: Match) -> bool:
    following = match.string[match.end() : match.end() + 6]
    return not _NO_PHONE.match(following) and len(_digits(match[0])) >= _SHORTEST


def _is_phone(match: Match) -> bool:
    """Check a bare number with area code: not a paper's number, a time, a register key."""
    written, digits = match[0], _digits(match[0])
    if match.string.endswith("ISBN ", 0, match.start()):
        return False
    rest = _digits(re.sub(r"^\(?\d+\)?", "", written))
    if re.fullmatch(r"(?:19|20)\d\d", rest) or _TIMES.match(written):
        return False
    if _NO_PHONE.match(match.string[match.end() : match.end() + 6]):
        return False
    if written.isdigit():
        return len(digits) in _UNBROKEN or re.match(r"01[567]\d{9}$", digits) is not None
    if "\n" in written and (_COLUMN.search(written) or len(digits) < _SHORTEST):
        return False
    return (7 if written.startswith("(") else 8) <= len(digits) <= 15  # noqa: PLR2004 - E.164


# --- Dates of birth -----------------------------------------------------------------

_MONTH = (
    one_of(*"Jan Feb Mär Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez May Oct Dec March".split())
    + r"[a-zä]*\.?"
)
_DATE = one_of(
    r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]?\s?(?:\d{4}|(?<=[./-])\d{2}|(?<=[./-] )\d{2})",
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}",
    rf"\d{{1,2}}\.?\s?{_MONTH}\s?'?\d{{2,4}}",
    rf"{_MONTH}\s\d{{1,2}},?\s\d{{4}}",
)
_BORN = rf"(?P<it>{_DATE}(?!\d))"
_BIRTH_LABEL = (
    r"\b(?:geb(?:\.|oren(?:e[rn]?)?|urtsdatum|urtstag|urtsdat\.?|[.-]{0,2}\s?dat(?:um|\.)?|\b)"
    r"|\*\s?geb\.?|born|date of birth|dob)"
    r"(?:\s(?:wurde|ist|war)(?:\s\w+)?)?(?:\s\([^()\n]{1,25}\))?[\s:.|;*]{0,5}"
    r"(?:(?:in|im)\s[\w-]{2,30}(?:[ /][A-Z(][\w)-]{2,30})?,?[\s,]{1,2})?"
    r"(?:(?:am|on|ist der|ist am|den)[\s:.]{1,3})?"
)
_YEAR = r"(?P<it>(?:(?:0?[1-9]|1[0-2])/|[A-Z][a-zä]{2,8} )?(?:19|20)\d\d)(?![\d.]*\d)"

RULES: tuple[Rule, ...] = (
    rule("email", _EMAIL),
    # A blank too many: "name@web .de".
    rule("email", rf"{_LOCAL}\s?@\s?[\w-]{{2,63}}(?: \.|\. )(?:de|com|net|org|eu|info)\b"),
    rule("email", rf"{_LOCAL} (?:at|AT|ät) [\w-]{{2,63}}{_SPELT}"),
    rule(
        "phone",
        rf"(?i:\b{_PHONE_LABEL}){_TO_NUMBER}",
        rf"(?P<it>\+?\(?\d[\d() \t\n/.{_DASH}]{{1,24}}\d{_EXTENSION})",
        check=_is_labelled_phone,
        code="label",
    ),
    rule(
        "phone",
        r"(?i:\bDurchwahl|\bDW|\bApp(?:arat)?\.?)[\s:]{1,3}(?P<it>[–-]?\d{2,5}(?:-\d{1,4})?)\b",
        code="label",
    ),
    # An extension alone: "Tel. -2290".
    rule(
        "phone",
        r"(?i:\bTel(?:efon)?\b\.?|\bFon\b)[ :]{1,3}",
        rf"(?P<it>[{_DASH}]\d{{2,5}})(?![\w%]|[.,/-]\d| ?%)",
        code="label",
    ),
    rule(
        "phone",
        r"(?<![\w+.:,/])(?:\(\s?)?(?:\+\s?|00\s?)[1-9]\d{0,2}",
        rf"(?:[ \t\n/().{_DASH}]{{0,3}}\d){{6,13}}(?!\d){_EXTENSION}",
        check=_is_international,
    ),
    rule(
        "phone",
        r"(?<![\w./,+:-])\(?\s?0\s?\d{2,5}\s?\)?",
        # A single digit only where pairs follow it: "7 18 81".
        rf"(?:\s?[./{_DASH}]?\s?\d(?= \d\d \d\d(?!\d)))?",
        rf"(?:\s?[./{_DASH}]?\s?\d{{2,}}){{1,6}}(?:\s?[{_DASH}]\s?\d)?(?![\d.,/:]*\d){_EXTENSION}",
        check=_is_phone,
    ),
    rule("birth_date", rf"(?i:{_BIRTH_LABEL})", _BORN, code="label"),
    rule(
        "birth_date",
        rf"(?i:{_BIRTH_LABEL})(?P<it>[0-3]\d[01]\d(?:19|20)\d\d)(?!\d)",
        code="label",
    ),
    rule("birth_date", rf"{_BORN} \((?i:geb(?:urtsdatum|urtstag|oren|\.))\)", code="label"),
    rule(
        "birth_date",
        rf"{_BORN}(?:,?\s(?:in|im|zu|dort)?\s?\w+){{0,3}}\s(?i:geboren)",
        code="label",
    ),
    # The sign for "born": within a line, or alone in one; otherwise it is a bullet.
    rule("birth_date", r"(?<=[^\s*])[ \t(,;]{1,3}\*\s?", _BORN),
    rule("birth_date", r"(?:^|[\n(])\*\s?", _BORN, r"(?=[ \t]*(?:\n|\)|,|;|$)|[ ]in[ ][A-Z])"),
    rule("birth_date", r"(?:^|[\n(\t])\*", _BORN, r"(?![:\w])"),
    rule(
        "birth_date",
        r"\b(?i:geb(?:\.|oren)(?: im(?: Jahre?)?| in)?|Geburtsjahr|Jahrgang|Jg\.)[\s:]{1,3}",
        _YEAR,
        tier=Tier.CONFIRM,
        code="label",
    ),
)
