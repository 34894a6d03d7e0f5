"""What the members of enumerations are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nlp.types import Format, StatementKind, Tier
from service.store.tables import RunState, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

TIERS: Final[Mapping[Tier, str]] = {Tier.REFUSE: "sicher", Tier.CONFIRM: "zu prüfen"}

KINDS: Final[Mapping[StatementKind, str]] = {
    StatementKind.PROBLEM: "Problem",
    StatementKind.MEASURE: "Vorschlag",
    StatementKind.SINGLE_CASE: "Einzelfall",
}

STATES: Final[Mapping[RunState, str]] = {
    RunState.QUEUED: "wartet",
    RunState.RUNNING: "läuft",
    RunState.DONE: "fertig",
    RunState.FAILED: "fehlgeschlagen",
    RunState.CANCELLED: "abgebrochen",
}

STAGES: Final[Mapping[Stage, str]] = {
    Stage.EMBED: "Aussagen werden gelesen",
    Stage.CLUSTER: "Aussagen werden gebündelt",
    Stage.LABEL: "Themen werden benannt",
    Stage.MAP: "Karte wird gezeichnet",
}

FORMATS: Final[Mapping[Format, str]] = {
    Format.DOCX: "Word-Dokument",
    Format.ODT: "OpenDocument-Text",
    Format.PDF: "PDF",
    Format.TXT: "Textdatei",
    Format.MD: "Markdown",
    Format.XLSX: "Excel-Tabelle",
    Format.CSV: "CSV-Tabelle",
}
