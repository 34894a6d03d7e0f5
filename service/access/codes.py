"""Codes of a second factor: six digits from an app on a telephone (TOTP, RFC 6238)."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final

from pyotp import TOTP, random_base32

if TYPE_CHECKING:
    from datetime import datetime

ISSUER: Final = "Themenradar"
_SECONDS: Final = 30  # that a code is shown
_NEIGHBOURS: Final = (0, -1, 1)  # steps that a clock may go wrong


def new_key() -> str:
    """Return a random key, 160 bits in base 32, for app and account."""
    return random_base32()


def address(key: str, *, name: str) -> str:
    """Return what the QR code says: the address that apps read the key from."""
    return TOTP(key).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(code: str, key: str, *, used: int, now: datetime) -> int | None:
    """Return the time step that a code belongs to, or none where it is wrong or was used.

    Args:
        code: As it was typed; spaces between its digits do not matter.
        key: That of the account.
        used: The last step whose code was taken; no code counts twice.
        now: The present.
    """
    typed = "".join(code.split()).encode()
    present = int(now.timestamp()) // _SECONDS
    return next(
        (
            step
            for step in (present + neighbour for neighbour in _NEIGHBOURS)
            if step > used and hmac.compare_digest(TOTP(key).generate_otp(step).encode(), typed)
        ),
        None,
    )
