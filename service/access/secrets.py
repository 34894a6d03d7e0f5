"""Random secrets: given out once, stored as their digest only."""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32


def new_secret() -> str:
    """Return a secret of 256 random bits, fit for addresses and headers."""
    return secrets.token_urlsafe(_BYTES)


def digest(secret: str) -> str:
    """Return what is stored of a secret: SHA-256, which suffices for one that is random."""
    return hashlib.sha256(secret.encode()).hexdigest()
