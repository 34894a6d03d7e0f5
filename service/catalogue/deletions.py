"""Sentences about deletions: what is wrong, where one stands, what its receipt says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.catalogue.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DELETIONS: Final[Mapping[str, Message]] = {
    "deletion_not_found": Message(
        "Löschnachweis nicht gefunden",
        "Diesen Löschnachweis gibt es nicht. Bitte wählen Sie einen aus der Liste.",
    ),
    "deletion_of_nothing": Message(
        "Nichts zu löschen",
        "Dazu gibt es keine Protokolle (mehr). Bitte prüfen Sie die Auswahl.",
    ),
    "deletion_changed": Message(
        "Auswahl hat sich geändert",
        "Seit der Vorschau sind Protokolle dazugekommen oder gelöscht worden. Gelöscht wurde "
        "nichts. Bitte prüfen Sie die neue Vorschau, und bestätigen Sie noch einmal.",
    ),
    "deletion_in_progress": Message(
        "Es wird schon gelöscht",
        "In Ihrem Kreis läuft schon eine Löschung. Bitte warten Sie, bis ihr Löschnachweis "
        "fertig ist.",
    ),
    "deletion_without_period": Message(
        "Keine Aufbewahrungsfrist",
        "Für diese Installation ist keine Aufbewahrungsfrist eingestellt "
        "(THEMENRADAR_RETENTION_MONTHS). Bitte wenden Sie sich an Ihre technische Betreuung.",
    ),
    "deletion_crashed": Message(
        "Löschung nicht beendet",
        "Die Löschung ist an einem unerwarteten Fehler gescheitert. Was schon gelöscht ist, "
        "bleibt gelöscht. Bitte ordnen Sie den Rest noch einmal an; gelingt es wieder nicht, "
        "wenden Sie sich an Ihre technische Betreuung.",
    ),
    "deletion_search_failed": Message(
        "Suche nicht beendet",
        "Die Suche nach Resten ist nicht zu Ende gekommen. Gelöscht ist alles; das Programm "
        "schreibt die Datenbank von selbst noch einmal neu.",
    ),
}

DELETION_STATES: Final[Mapping[str, str]] = {
    "ordered": "angeordnet",
    "running": "wird gelöscht",
    "removed": "gelöscht, Suche läuft",
    "done": "gelöscht und geprüft",
    "unproven": "gelöscht, noch nicht geprüft",
    "rewritten": "gelöscht, Dateien neu geschrieben",
    "failed": "nicht beendet",
}
"""Where a deletion stands, in two or three words."""

DELETION_SCOPES: Final[Mapping[str, str]] = {
    "note": "Ein Protokoll",
    "municipality": "Alle Protokolle einer Gemeinde",
    "retention": "Alle Protokolle, deren Aufbewahrungsfrist abgelaufen ist",
}
"""What was to be deleted."""

REMOVED: Final[Mapping[str, str]] = {
    "notes": "Protokolle",
    "statements": "Aussagen im Wortlaut",
    "vectors": "Zahlenreihen (Vektoren) dazu",
    "places": "Plätze in Themen und auf der Karte",
    "themes": "Themen, die nur aus ihnen bestanden",
    "labels": "Namen von Themen und Teilthemen, die aus ihnen gebildet waren",
    "given_labels": "von Menschen vergebene Namen, wie angekreuzt",
    "comments": "Kommentare, wie angekreuzt",
    "reasons": "Begründungen von Beschlüssen, wie angekreuzt",
    "means": "Mittelwerte über Zahlenreihen",
    "drafts": "Entwürfe",
}
"""What a receipt counts, in the order in which it is shown."""

SEARCHED: Final[Mapping[str, str]] = {
    "files": "Dateien im Datenordner",
    "rows": "Tabellen der Datenbank",
    "server_files": "Dateien des Datenbankservers",
    "server_log": "Vorlaufprotokoll des Datenbankservers (WAL)",
}
"""Where was searched."""


def name_left(words: Sequence[str], stable_id: str) -> str:
    """Return what a theme is called whose name went with the statements that it was made of.

    Args:
        words: Keywords that other statements of the theme carry, the strongest first.
        stable_id: Its stable id.
    """
    return ", ".join(words) or f"Thema {stable_id}"


def part_left(words: Sequence[str]) -> str:
    """Return what a sub-theme is called whose name went in the same way."""
    return ", ".join(words) or "Teilthema"
