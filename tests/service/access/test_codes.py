from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from pyotp import TOTP

from service.access.codes import address, new_key, step_of
from tests.service.people import NOW, TOTP_KEY

RFC_KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_of_the_standard_are_taken(seconds: int, code: str) -> None:
    """RFC 6238, appendix B: the last six of eight digits."""
    now = datetime.fromtimestamp(seconds, tz=UTC)
    assert step_of(code, RFC_KEY, used=0, now=now) == seconds // 30


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_clock_may_go_wrong_by_one_step(seconds: int) -> None:
    code = TOTP(TOTP_KEY).at(NOW + timedelta(seconds=seconds))
    assert step_of(code, TOTP_KEY, used=0, now=NOW) == (NOW.timestamp() + seconds) // 30


@pytest.mark.parametrize("seconds", [-90, 90])
def test_an_older_or_later_code_is_wrong(seconds: int) -> None:
    code = TOTP(TOTP_KEY).at(NOW + timedelta(seconds=seconds))
    assert step_of(code, TOTP_KEY, used=0, now=NOW) is None


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "1234567"])
def test_what_is_no_code_is_wrong(code: str) -> None:
    assert step_of(code, TOTP_KEY, used=0, now=NOW) is None


def test_a_code_counts_once_and_none_before_it_afterwards() -> None:
    code = TOTP(TOTP_KEY).at(NOW)
    used = step_of(f"{code[:3]} {code[3:]}", TOTP_KEY, used=0, now=NOW)
    assert used is not None
    assert step_of(code, TOTP_KEY, used=used, now=NOW) is None
    before = TOTP(TOTP_KEY).at(NOW - timedelta(seconds=30))
    assert step_of(before, TOTP_KEY, used=used, now=NOW) is None


def test_the_address_for_apps_names_the_account_and_the_key() -> None:
    key = new_key()
    found = urlsplit(address(key, name="erika@kreis.example"))
    assert (found.scheme, found.netloc) == ("otpauth", "totp")
    assert parse_qs(found.query)["secret"] == [key]
    assert len(key) == 32
