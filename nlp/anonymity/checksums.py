"""Check digits of German identifiers."""

from __future__ import annotations

import re
from collections import Counter

_IBAN_LENGTHS = range(15, 35)


def is_iban(value: str) -> bool:
    """Check an IBAN by ISO 7064 MOD 97-10 (ISO 13616)."""
    compact = re.sub(r"\W", "", value).upper()
    if len(compact) not in _IBAN_LENGTHS:
        return False
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1


def is_tax_id(value: str) -> bool:
    """Check a Steuer-Identifikationsnummer (§ 139b AO) by ISO 7064 MOD 11,10."""
    digits = [int(c) for c in value if c.isdigit()]
    repeated = max(Counter(digits[:10]).values())
    if len(digits) != 11 or digits[0] == 0 or repeated not in {2, 3}:  # noqa: PLR2004 - § 139b AO
        return False
    product = 10
    for digit in digits[:10]:
        product = (((digit + product) % 10) or 10) * 2 % 11
    return (11 - product) % 10 == digits[10]


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


def _with_letter_as_digits(value: str) -> list[int]:
    """Return the digits, a letter replaced by its place in the alphabet, ``A`` as ``01``."""
    compact = re.sub(r"\W", "", value).upper()
    places = (c if c.isdigit() else f"{ord(c) - ord('A') + 1:02d}" for c in compact)
    return [int(digit) for digit in "".join(places)]


def _digit_sums(digits: list[int], weights: tuple[int, ...]) -> int:
    """Return the sum of the digit sums of the weighted digits."""
    return sum(sum(divmod(d * w, 10)) for d, w in zip(digits, weights, strict=True))
