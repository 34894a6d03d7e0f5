"""Attempts to prove who one is: counted before they are looked at, forgiven when they succeed.

So a thousand attempts at once are a thousand failures to the one that comes after them, on
however many workers.
"""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import col

from service.access.attempts import ACCOUNT, ADDRESS, FORGOTTEN, Limit
from service.errors import TooManyAttemptsError
from service.store.access_tables import AttemptRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session

    Counted = Mapping[str, Limit]
    """Under which keys an attempt is counted, each with its limit."""

_OWN_BITS = 64  # of an IPv6 address: what is behind them, its owner chooses freely


def counted(key: bytes, *, name: str, address: str = "") -> Counted:
    """Return under which keys an attempt is counted.

    Args:
        key: That of the installation (:func:`service.store.keys.installation_key`).
        name: The name of the account, as it is stored.
        address: The client's address; empty where only the account counts.
    """
    keys = {ACCOUNT.digest(name, key=key): ACCOUNT}
    if address:
        keys[ADDRESS.digest(_network(address), key=key)] = ADDRESS
    return keys


def begin(session: Session, keys: Counted, *, now: datetime) -> None:
    """Count an attempt in the caller's unit of work, as if it had failed already.

    Raises:
        TooManyAttemptsError: It comes too early; it is not counted.
    """
    session.exec(delete(AttemptRow).where(col(AttemptRow.last_at) <= now - FORGOTTEN))
    rows = {key: session.get(AttemptRow, key) for key in keys}
    waits = [
        keys[key].wait(row.failures, row.last_at, now=now) for key, row in rows.items() if row
    ]
    if longest := ceil(max((wait.total_seconds() for wait in waits), default=0)):
        raise TooManyAttemptsError(seconds=longest)
    for key, row in rows.items():
        counting = row or AttemptRow(key=key, last_at=now)
        counting.failures += 1
        counting.last_at = now
        session.add(counting)


def forgive(session: Session, keys: Counted) -> None:
    """Take an attempt back that succeeded: all of the account's, the one of the address's."""
    for key, limit in keys.items():
        row = session.get(AttemptRow, key)
        if row is None:
            continue
        row.failures = 0 if limit is ACCOUNT else row.failures - 1
        if row.failures <= 0:
            session.delete(row)


def _network(address: str) -> str:
    """Return what an address has in common with those that its owner can take as well."""
    try:
        parsed = ip_address(address)
    except ValueError:  # a socket, for example
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Network((parsed, _OWN_BITS), strict=False))
    return str(parsed)
