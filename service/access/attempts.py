"""How long somebody waits after attempts that failed: longer each time (ASVS 5.0, 6.3.1).

Whoever guesses at one account waits, and whoever guesses at many from one address. What is
counted is stored as a keyed digest: neither a name nor an address can be read from it.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

FORGOTTEN: Final = timedelta(hours=1)
"""After this long without a failure nothing is held against anybody."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How failures that have something in common slow down the next attempt.

    Attributes:
        name: What they have in common.
        free: Number of failures without a delay.
        longest: The longest delay.
    """

    name: str
    free: int
    longest: timedelta

    def digest(self, value: str, *, key: bytes) -> str:
        """Return under which key a name or an address is counted, 64 characters."""
        return hmac.new(key, f"{self.name}:{value}".encode(), hashlib.sha256).hexdigest()

    def wait(self, failures: int, last: datetime, *, now: datetime) -> timedelta:
        """Return how long the next attempt has to wait, zero where it need not.

        The delay doubles with each failure, from one second.
        """
        beyond = failures - self.free
        if beyond < 0:
            return timedelta()
        seconds = min(2.0 ** min(beyond, 30), self.longest.total_seconds())
        return max(last + timedelta(seconds=seconds) - now, timedelta())


ACCOUNT: Final = Limit("account", free=5, longest=timedelta(minutes=15))
"""Failures at one account, whether there is one of the name or not."""
ADDRESS: Final = Limit("address", free=30, longest=timedelta(minutes=1))
"""Failures from one address: a whole town hall may stand behind it."""
