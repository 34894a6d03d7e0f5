"""Check digits of identifiers: those of ``python-stdnum``, and those that it lacks."""

from __future__ import annotations

import re

from stdnum import iban
from stdnum.de import idnr, stnr


def is_iban(value: str) -> bool:
    """Check an IBAN by ISO 7064 MOD 97-10 and its country's structure (ISO 13616)."""
    return bool(iban.is_valid(_compact(value), check_country=False))


def is_tax_id(value: str) -> bool:
    """Check a Steuer-Identifikationsnummer (§ 139b AO) by ISO 7064 MOD 11,10."""
    return bool(idnr.is_valid(_compact(value)))


def is_tax_number(value: str) -> bool:
    """Check the length and the form of a Steuernummer, of which each Land has its own."""
    return bool(stnr.is_valid(_compact(value)))


def is_pension_number(value: str) -> bool:
    """Check a Rentenversicherungsnummer (VKVV § 2): twelve characters, the ninth a letter."""
    digits = _with_letter_as_digits(value)
    if len(digits) != 13:  # noqa: PLR2004 - the letter counts two digits
        return False
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    return _digit_sums(digits[:12], weights) % 10 == digits[12]


def is_health_insurance_number(value: str) -> bool:
    """Check a Krankenversichertennummer (§ 290 SGB V): a letter and nine digits."""
    digits = _with_letter_as_digits(value)
    if len(digits) != 11:  # noqa: PLR2004 - the letter counts two digits
        return False
    return _digit_sums(digits[:10], (1, 2) * 5) % 10 == digits[10]


def is_document_number(value: str) -> bool:
    """Check a passport's or an identity card's number, its check digit last (ICAO 9303-3)."""
    compact = _compact(value)
    weights = (7, 3, 1) * len(compact)
    total = sum(int(c, 36) * w for c, w in zip(compact[:-1], weights, strict=False))
    return compact[-1:] == str(total % 10)


def _compact(value: str) -> str:
    return re.sub(r"[\W_]", "", value).upper()


def _with_letter_as_digits(value: str) -> list[int]:
    """Return the digits, a letter replaced by its place in the alphabet, ``A`` as ``01``."""
    places = (c if c.isdigit() else f"{ord(c) - ord('A') + 1:02d}" for c in _compact(value))
    return [int(digit) for digit in "".join(places)]


def _digit_sums(digits: list[int], weights: tuple[int, ...]) -> int:
    """Return the sum of the digit sums of the weighted digits."""
    return sum(sum(divmod(d * w, 10)) for d, w in zip(digits, weights, strict=True))
