"""Check digits."""

from __future__ import annotations

import pytest

from nlp.anonymity.identifiers.checksums import (
    is_document_number,
    is_health_insurance_number,
    is_iban,
    is_pension_number,
    is_tax_id,
    is_tax_number,
)


@pytest.mark.parametrize(
    ("check", "valid"),
    [
        (is_iban, "GB82 WEST 1234 5698 7654 32"),
        (is_iban, "DE89 3704 0044 0532 0130 00"),
        (is_tax_id, "86 095 742 719"),
        (is_pension_number, "65 170839 J 003"),
        (is_health_insurance_number, "A123456780"),
        (is_document_number, "L01X00T471"),
        (is_document_number, "C01X00T478"),
        (is_document_number, "L898902C36"),
    ],
)
def test_a_wrong_last_digit_is_noticed(check: object, valid: str) -> None:
    assert callable(check)
    assert check(valid)
    assert not check(valid[:-1] + str((int(valid[-1]) + 1) % 10))


def test_a_number_of_another_length_is_none() -> None:
    assert not is_iban("DE89 3704 0044 0532 0130 000")
    assert not is_tax_id("86 095 742 71")
    assert not is_pension_number("65 170839 J 00")
    assert not is_health_insurance_number("A12345678")
    assert not is_document_number("")


def test_a_steuernummer_has_the_form_of_its_land() -> None:
    assert is_tax_number("181/815/08155")
    assert is_tax_number("351/5432/1234")
    assert not is_tax_number("1/23/4")
