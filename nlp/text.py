"""When two texts are the same text, and what identifies it."""

from __future__ import annotations

import hashlib
import unicodedata


def normalise(text: str) -> str:
    """Return the text as it is compared: NFC, white space folded."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def text_hash(text: str) -> str:
    """Return what identifies a text: hex SHA-256 of it, normalised."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()
