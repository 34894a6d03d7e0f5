"""Who somebody is to the login provider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SUBJECT: Final = r"^[ -~]{1,255}$"
"""What may stand for a person there (OpenID Connect Core 1.0, section 2)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to the provider.

    Attributes:
        issuer: The provider.
        subject: Who it is there, for ever.
        email: Their address, where the provider says that it checked whose it is.
    """

    issuer: str
    subject: str
    email: str | None = None

    @property
    def key(self) -> str:
        """How an account names it."""
        return f"{self.issuer}|{self.subject}"
