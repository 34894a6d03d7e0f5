"""Where in a file the gate found something, and how to take it out of there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.catalogue.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_INSPECT: Final = (
    "Leeren Sie die Eigenschaften der Datei. Word und Excel: Datei → Informationen → Auf Probleme "
    "überprüfen → Dokument prüfen. LibreOffice: Datei → Eigenschaften."
)
_COMMENTS: Final = (
    "Löschen Sie die Kommentare, und nehmen Sie alle Änderungen an. Word: Reiter Überprüfen. "
    "LibreOffice: Bearbeiten → Änderungen verfolgen."
)

PROPERTIES: Final[Mapping[str, Message]] = {
    "author": Message("Autor", _INSPECT),
    "last_editor": Message("zuletzt bearbeitet von", _INSPECT),
    "title": Message("Titel", _INSPECT),
    "subject": Message("Thema", _INSPECT),
    "keywords": Message("Stichwörter", _INSPECT),
    "description": Message("Beschreibung", _INSPECT),
    "category": Message("Kategorie", _INSPECT),
    "company": Message("Firma", _INSPECT),
    "manager": Message("Manager", _INSPECT),
    "custom": Message("eigene Eigenschaft", _INSPECT),
    "editor": Message("Name an einem Kommentar oder einer Änderung", _COMMENTS),
    "deleted_text": Message("gelöschter Text in nachverfolgten Änderungen", _COMMENTS),
    "hidden_text": Message(
        "verborgener Text",
        "Löschen Sie verborgenen Text, auch ausgeblendete Zeilen, Spalten und Tabellenblätter.",
    ),
    "alt_text": Message(
        "Beschreibung eines Bildes",
        "Ändern Sie die Bildbeschreibung: rechte Maustaste auf das Bild, dann Alternativtext.",
    ),
    "link": Message(
        "Ziel eines Links", "Entfernen Sie den Link: rechte Maustaste darauf, dann Link entfernen."
    ),
    "attachment": Message(
        "Name einer angehängten Datei",
        "Speichern Sie das PDF noch einmal, ohne angehängte Dateien.",
    ),
}
"""What a property of a file is called, and what to do where it must not stay as it is."""

RENAME: Final = "Geben Sie der Datei einen Namen, der niemanden nennt."
"""What to do about the name of a file."""


def place(code: str) -> str:
    """Say where something stands: ``text``, ``filename`` or ``metadata:<key>``."""
    if code == "text":
        return "im Text"
    if code == "filename":
        return "im Dateinamen"
    return f"in den Eigenschaften ({_property(code).title})"


def remedies(codes: Iterable[str]) -> tuple[str, ...]:
    """Say how to take something out of the file's name and its properties, each way once."""
    beside = (code for code in codes if code != "text")
    return tuple(
        dict.fromkeys(
            RENAME if code == "filename" else _property(code).sentence for code in beside
        )
    )


def _property(code: str) -> Message:
    return PROPERTIES[code.removeprefix("metadata:")]
