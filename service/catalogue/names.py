"""What the members of enumerations are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nlp.types import Format, StatementKind, Tier
from service.catalogue.message import Message
from service.review import Reason
from service.store.tables import RunState, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

TIERS: Final[Mapping[Tier, str]] = {Tier.REFUSE: "sicher", Tier.CONFIRM: "zu prüfen"}

REASONS: Final[Mapping[Reason, Message]] = {
    Reason.NO_PERSON: Message("keine Person", "Fachwort, Ort oder Einrichtung, nennt niemanden"),
    Reason.PUBLIC: Message("öffentliches Amt", "öffentliche Stelle oder Person in ihrem Amt"),
    Reason.GENERAL: Message("allgemeine Aussage", "meint keine einzelne Person oder Familie"),
}

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
