"""All German sentences that users read and that do not stand in a template.

For every error code one :class:`Message`: its title says what is wrong in a few words, its
sentence what exactly and what to do. Names in braces are the ``params`` of the error.
What the command line says is in :mod:`service.catalogue.commands`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.catalogue.access import ACCESS
from service.catalogue.accounts import ACCOUNT_STATES, ACCOUNTS, ROLES, SCOPES, waiting
from service.catalogue.application import REQUESTS, SERVICE, SETTINGS
from service.catalogue.audit import ACTIONS, FLAWS, OBJECTS, VERSIONS, actor, changed
from service.catalogue.decisions import DECIDED, DECISIONS, OUTCOMES, outcome
from service.catalogue.deletions import (
    DELETION_SCOPES,
    DELETION_STATES,
    DELETIONS,
    REMOVED,
    SEARCHED,
    name_left,
    part_left,
)
from service.catalogue.findings import FEATURES, FINDINGS, RULES, asked_about, reason
from service.catalogue.lineage import LINEAGE, came_from, evidence
from service.catalogue.message import Message
from service.catalogue.method import MODELS, READING, RUNS, TABLES
from service.catalogue.names import FORMATS, KINDS, REASONS, STAGES, STATES, TIERS
from service.catalogue.operation import OPERATION
from service.catalogue.places import PROPERTIES, place, remedies
from service.catalogue.steering import RESOLVED, STEERING
from service.catalogue.themes import (
    DONE,
    NO_FIELD,
    REACHES,
    certainty_word,
    distance_word,
    trust_word,
)
from service.catalogue.trust import DIRECTIONS, spread_sentence, trend_sentence, trust_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ACCOUNT_STATES",
    "ACTIONS",
    "DECIDED",
    "DELETION_SCOPES",
    "DELETION_STATES",
    "DIRECTIONS",
    "DONE",
    "FEATURES",
    "FINDINGS",
    "FLAWS",
    "FORMATS",
    "KINDS",
    "LINEAGE",
    "MESSAGES",
    "NO_FIELD",
    "OBJECTS",
    "OUTCOMES",
    "PROPERTIES",
    "REACHES",
    "REASONS",
    "REMOVED",
    "RESOLVED",
    "ROLES",
    "RULES",
    "SCOPES",
    "SEARCHED",
    "STAGES",
    "STATES",
    "TIERS",
    "Message",
    "actor",
    "asked_about",
    "came_from",
    "certainty_word",
    "changed",
    "distance_word",
    "evidence",
    "message",
    "name_left",
    "outcome",
    "part_left",
    "place",
    "reason",
    "remedies",
    "spread_sentence",
    "trend_sentence",
    "trust_sentence",
    "trust_word",
]

MESSAGES: Final[Mapping[str, Message]] = {
    **READING, **TABLES, **RUNS, **MODELS, **SETTINGS, **SERVICE, **DECISIONS, **REQUESTS,
    **OPERATION, **ACCESS, **DELETIONS, **ACCOUNTS, **VERSIONS, **STEERING,
}  # fmt: skip


def message(code: str, params: Mapping[str, str | int] | None = None) -> Message:
    """Return the message of an error, its sentence filled with ``params``."""
    found = MESSAGES[code]
    shown = {name: _german(name, value) for name, value in (params or {}).items()}
    if isinstance(limit := (params or {}).get("limit"), int):
        shown["megabytes"] = str(limit // 2**20)
    return Message(title=found.title, sentence=found.sentence.format_map(shown))


def _german(name: str, value: str | int) -> str:
    """Write a quantity as ``2.000.000``, a span of time in words, everything else as it is."""
    if name == "seconds" and isinstance(value, int):
        return waiting(value)
    return f"{value:,}".replace(",", ".") if name == "limit" else str(value)
