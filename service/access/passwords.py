"""Passwords: which are taken, how they are stored, how one is proven.

The rules are those of NIST SP 800-63B-4 (3.1.1.2) and OWASP ASVS 5.0 (6.2): long rather than
mixed, none that is tried first, no character asked for or forbidden, none that expires.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from pwdlib import PasswordHash

from service.access.common import ENOUGH, parts
from service.access.secrets import new_secret
from service.errors import (
    CommonPasswordError,
    LongPasswordError,
    PasswordNameError,
    ShortPasswordError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST: Final = 12
"""Code points of a password, at least."""
LONGEST: Final = 128
"""Code points of a password, at most: more would only make the server work."""
_SHORTEST_PART: Final = 4  # code points of a part of a name that a password may not hold
_HASHER: Final = PasswordHash.recommended()  # Argon2id, 64 MiB each time
_ROOM: Final = BoundedSemaphore(4)  # so many at once; others wait, or memory would run out


def ensure_good(password: str, *, name: str) -> None:
    """Let a new password pass that is hard to guess.

    Args:
        password: As it was typed.
        name: What the account is called.

    Raises:
        ShortPasswordError: It has fewer than :data:`SHORTEST` code points.
        LongPasswordError: It has more than :data:`LONGEST`.
        PasswordNameError: It holds the name of the account, or a part of it.
        CommonPasswordError: It is one of those that are tried first.
    """
    if len(password) < SHORTEST:
        raise ShortPasswordError(shortest=SHORTEST)
    if len(password) > LONGEST:
        raise LongPasswordError(longest=LONGEST)
    if any(part in password.casefold() for part in _parts_of(name)):
        raise PasswordNameError
    if parts(password) < ENOUGH:
        raise CommonPasswordError


def hashed(password: str) -> str:
    """Return what is stored of a password."""
    with _ROOM:
        return _HASHER.hash(_normal(password))


def proves(password: str, stored: str | None) -> bool:
    """Tell whether a password is the one that is stored.

    It takes as long where none is stored (``None``: there is no such account, or it has none),
    so that the time tells nobody which accounts there are.
    """
    if len(password) > LONGEST:
        password = ""  # no account has it
    against = stored or _nobodys()
    with _ROOM:
        right = _HASHER.verify(_normal(password), against)
    return right and stored is not None


def is_outdated(stored: str) -> bool:
    """Tell whether a password should be stored anew: what is recommended has changed."""
    return _HASHER.current_hasher.check_needs_rehash(stored)


def _normal(password: str) -> str:
    """Write equal characters in one way, whatever keyboard they come from (NIST: NFKC)."""
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """Return the hash of a password that nobody knows."""
    return hashed(new_secret())


def _parts_of(name: str) -> Iterator[str]:
    return (part for part in re.split(r"\W|_", name.casefold()) if len(part) >= _SHORTEST_PART)
