"""Numbers of files by their form: letters, digits and separators in one word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.anonymity.rules import Found
from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

_DASH = r"\u2010-\u2013-"
_PIECE = r"(?:[A-ZÄÖÜ]{1,5}|[A-ZÄÖÜ][a-zäöüß]{1,3}|[A-ZÄÖÜ]{0,2}\d{1,8}[A-Za-z]{0,2})"
_MIXED = re.compile(rf"(?<![\w./:@%&?=#{_DASH}]){_PIECE}(?:[./{_DASH}]{_PIECE}){{2,6}}(?![\w@:/])")
_BAILIFF = re.compile(r"\bDR (?:[IVX]{1,5} )?\d{1,5}/(?:\d\d|(?:19|20)\d\d)(?![\w/]|[.,]\d)")
# Years, dates, what counts as a version or a file: their digits say nothing.
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?:/\d\d(?!\d))?(?!\d)")
_NEITHER = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}-\d\d-\d\d|(?i:v?\d+\.\d+\.\d+-?[a-z])|"
    r"(?i:[.](?:pdf|docx?|xlsx?|pptx?|txt|csv|jpe?g|png|zip|html?|de|org|com|net|eu|nrw)$)|"
    r"^(?:DIN|EN|ISO|IEC|VDE|VDI|SGB|BGBl|CELEX|COM|KOM|LHM|EG|EU|TOP|KW)(?![a-z])"
)
_PUBLIC = re.compile(
    r"vorlage|drucks|beschlu|ratsinf|norm|\b(?:DIN|EN|ISO|IEC|VDE|VDI|ISBN|ISSN|DOI|Drs\.?|DS|"
    r"Richtlinie|Verordnung|Erlass|Runderlass|Förder\w*|Version|Datei|Projekt\w*|Art\.?|§)\b|"
    r"gesetz|anfrage",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"zeichen|\bnr\b|nummer|bescheid|antrag|verfügung|\baz\b|\bgz\b|\bakte", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?](?=\s+[A-ZÄÖÜ][a-zäöü])|\n")
_COUNCIL = re.compile(r"(?:V|VO|VL|BV|MV|SV|RV|IV|DS|DRS|Drs|ANT|AN|AF|ANF|BESCHL|KT|STR|GR)-\d")
_LOOK_BACK = 80
_NEAR = 30
_FEWEST_DIGITS = 4


def find_files(text: str) -> Iterator[Found]:
    """Yield numbers that only a file has: certain behind a label, otherwise to be looked at."""
    for match in _BAILIFF.finditer(text):
        yield Found(Span(*match.span()), "case_number", Tier.REFUSE, "form")
    for match in _MIXED.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if _is_file(match[0]) and not _PUBLIC.search(before[-_NEAR:]):
            labelled = _LABEL.search(_SENTENCE.split(before)[-1]) is not None
            tier, code = (Tier.REFUSE, "label") if labelled else (Tier.CONFIRM, "form")
            yield Found(Span(*match.span()), "case_number", tier, code)


def _is_file(number: str) -> bool:
    """Check for letters and four digits beside years, and for no date, version or norm."""
    digits = sum(c.isdigit() for c in _YEAR.sub("", number))
    mixed = any(c.isalpha() for c in number) and digits >= _FEWEST_DIGITS
    return mixed and not _NEITHER.search(number) and not _COUNCIL.match(number)
