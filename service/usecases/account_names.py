"""Names of accounts: how they are compared and stored."""

from __future__ import annotations

import unicodedata

from service.store.access_tables import LONGEST_NAME


def plain_name(name: str) -> str:
    """Return a name as it is stored: small, without white space around it."""
    return unicodedata.normalize("NFKC", name).strip().lower()


def is_name(name: str) -> bool:
    """Tell whether an account may be called so: everybody can see all of it."""
    return name.isprintable() and 0 < len(name) <= LONGEST_NAME
