"""The Handlungsfelder of the taxonomy, as use cases and runs need them."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpora import taxonomy
from nlp.themes import fields

if TYPE_CHECKING:
    from collections.abc import Mapping


@lru_cache(maxsize=1)
def field_titles() -> Mapping[str, str]:
    """Return the titles by key, in the taxonomy's order."""
    return MappingProxyType({row["key"]: row["title"] for row in taxonomy("handlungsfelder")})


@lru_cache(maxsize=1)
def field_phrases() -> Mapping[str, tuple[str, ...]]:
    """Return the phrases that describe each, by key: what themes are compared with."""
    rows = taxonomy("handlungsfelder")
    return MappingProxyType(
        {row["key"]: fields.phrases(row["title"], row["description"]) for row in rows}
    )
