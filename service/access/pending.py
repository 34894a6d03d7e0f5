"""What a sign-in at the login provider remembers until the browser comes back.

It is sealed and given to that browser: whoever is not signed in cannot make the service store
anything. The key is of this process; after a restart a person has to begin again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cryptography.fernet import Fernet, InvalidToken

from service.errors import SignInLapsedError

if TYPE_CHECKING:
    from datetime import datetime

LIFETIME: Final = timedelta(minutes=10)
"""How long a person may take at the provider."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in that has begun.

    Attributes:
        state: What the answer must repeat.
        nonce: What the ID token must repeat.
        verifier: What proves that whoever has the code began this.
        redirect_uri: Where the answer goes.
        target: The page to show afterwards.
    """

    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    target: str


class PendingBox:
    """Seals what has begun, so that nobody can read, change or make it."""

    def __init__(self) -> None:
        self._fernet = Fernet(Fernet.generate_key())

    def seal(self, pending: Pending, *, now: datetime) -> str:
        """Return what the browser gets."""
        content = json.dumps(asdict(pending)).encode()
        return self._fernet.encrypt_at_time(content, int(now.timestamp())).decode()

    def unseal(self, sealed: str, *, now: datetime) -> Pending:
        """Return what the browser began.

        Raises:
            SignInLapsedError: It began nothing, or more than :data:`LIFETIME` ago, or before a
                restart.
        """
        seconds = int(LIFETIME.total_seconds())
        try:
            content = self._fernet.decrypt_at_time(sealed, seconds, int(now.timestamp()))
        except (ValueError, InvalidToken) as error:  # no text of ours at all, or another's
            raise SignInLapsedError(why="cookie") from error
        return Pending(**json.loads(content))
