"""What a sentence of the catalogue is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """What users read about an error, or about a kind of personal data.

    Attributes:
        title: A few words, the same for every error of its kind.
        sentence: What is wrong and what to do.
    """

    title: str
    sentence: str
