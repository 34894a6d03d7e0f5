"""Sentences for the errors of the method: files, tables, models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.catalogue.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORMATS_TAKEN = "Word (.docx), OpenDocument (.odt), PDF, Text, Markdown, Excel (.xlsx) oder CSV"

READING: Final[Mapping[str, Message]] = {
    "empty_file": Message(
        "Leere Datei",
        "Die Datei enthält keinen Text. Bitte wählen Sie das ausgefüllte Protokoll aus.",
    ),
    "unknown_format": Message(
        "Unbekanntes Format",
        "Dieses Dateiformat kann nicht gelesen werden. "
        f"Bitte speichern Sie das Protokoll als {_FORMATS_TAKEN}.",
    ),
    "wrong_extension": Message(
        "Falsche Dateiendung",
        "Die Datei heißt „.{claimed}“, ist aber in Wirklichkeit „.{actual}“. "
        "Bitte speichern Sie sie mit der richtigen Endung.",
    ),
    "encrypted_file": Message(
        "Geschützte Datei",
        "Die Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort.",
    ),
    "damaged_file": Message(
        "Beschädigte Datei",
        "Die Datei ist beschädigt oder unvollständig. "
        "Bitte öffnen und speichern Sie sie neu, oder wählen Sie eine andere aus.",
    ),
    "macro_file": Message(
        "Datei mit Makros",
        "Die Datei enthält Makros. Bitte speichern Sie sie als Dokument ohne Makros (.docx).",
    ),
    "forbidden_character": Message(
        "Unerlaubtes Zeichen",
        "Der Text enthält ein unsichtbares Steuerzeichen ({codepoint}), das ihn verfälschen "
        "kann. Bitte entfernen Sie es, etwa durch Einfügen als reinen Text.",
    ),
    "scanned_file": Message(
        "Datei ohne Text",
        "Die Seiten enthalten nur Bilder, zum Beispiel einen Scan. "
        "Bitte laden Sie das Protokoll als Textdokument hoch.",
    ),
    "limit_bytes": Message(
        "Datei zu groß",
        "Die Datei ist zu groß: Erlaubt sind {megabytes} MB. "
        "Bitte entfernen Sie Bilder, oder teilen Sie das Protokoll auf.",
    ),
    "limit_entries": Message(
        "Datei zu verschachtelt",
        "Die Datei besteht aus mehr als {limit} Teilen. "
        "Bitte speichern Sie das Protokoll als einfaches Dokument.",
    ),
    "limit_unpacked_bytes": Message(
        "Datei entpackt zu groß",
        "Die Datei wird beim Öffnen größer als {megabytes} MB. "
        "Bitte entfernen Sie Bilder und eingebettete Dateien.",
    ),
    "limit_ratio": Message(
        "Auffällig gepackte Datei",
        "Die Datei ist auffällig stark gepackt und wird deshalb nicht geöffnet. "
        "Bitte speichern Sie das Protokoll neu als einfaches Dokument.",
    ),
    "limit_pages": Message(
        "Zu viele Seiten",
        "Die Datei hat mehr als {limit} Seiten. Bitte laden Sie jedes Protokoll einzeln hoch.",
    ),
    "limit_characters": Message(
        "Zu viel Text",
        "Die Datei enthält mehr als {limit} Zeichen. "
        "Bitte laden Sie jedes Protokoll einzeln hoch.",
    ),
    "limit_memory": Message(
        "Datei zu aufwendig",
        "Das Lesen der Datei braucht zu viel Speicher. "
        "Bitte speichern Sie das Protokoll neu als einfaches Dokument.",
    ),
    "limit_seconds": Message(
        "Datei zu aufwendig",
        "Das Lesen der Datei dauert länger als {limit} Sekunden. "
        "Bitte speichern Sie das Protokoll neu als einfaches Dokument.",
    ),
}

TABLES: Final[Mapping[str, Message]] = {
    "missing_columns": Message(
        "Spalten fehlen",
        "In der Tabelle fehlen Spalten: {columns}. Bitte ergänzen Sie sie in der ersten Zeile.",
    ),
    "duplicate_id": Message(
        "Doppelte Kennung",
        "Die Zeilen {first} und {second} haben dieselbe Kennung. "
        "Bitte geben Sie jeder Zeile eine eigene.",
    ),
    "row_date": Message(
        "Datum unlesbar",
        "Das Datum in Zeile {row} ist nicht zu lesen. "
        "Bitte schreiben Sie es wie 2026-11-21 oder 21.11.2026.",
    ),
    "row_future": Message(
        "Datum in der Zukunft",
        "Das Datum in Zeile {row} liegt in der Zukunft. Bitte prüfen Sie es.",
    ),
    "row_length": Message(
        "Angabe zu lang",
        "Die Angabe in Zeile {row} ist zu lang: Erlaubt sind {limit} Wörter. "
        "Bitte teilen Sie sie in einzelne Aussagen auf.",
    ),
    "row_width": Message(
        "Zu viele Zellen",
        "Zeile {row} hat mehr Zellen als die Kopfzeile. "
        "Bitte setzen Sie Texte mit Trennzeichen in Anführungszeichen.",
    ),
    "row_broken": Message(
        "Zeile beschädigt",
        "Zeile {row} ist nicht zu lesen; vielleicht fehlt ein Anführungszeichen. "
        "Bitte prüfen Sie die Tabelle ab dort.",
    ),
    "row_empty": Message(
        "Zelle leer",
        "In Zeile {row} fehlt eine Angabe. Bitte füllen Sie die leere Zelle aus.",
    ),
}

RUNS: Final[Mapping[str, Message]] = {
    "decisions": Message(
        "Entscheidung unlesbar",
        "Zeile {row} der Entscheidungen ist nicht zu verstehen. Bitte vergleichen Sie sie mit den "
        "Beispielen in: themenradar analyse --help.",
    ),
    "previous_run": Message(
        "Vorige Auswertung unvollständig",
        "Im Ordner der vorigen Auswertung fehlt die Datei {file}, oder sie ist beschädigt. "
        "Bitte geben Sie einen Ordner an, den themenradar analyse geschrieben hat.",
    ),
}

MODELS: Final[Mapping[str, Message]] = {
    "model_missing": Message(
        "Sprachmodell fehlt",
        "Das Sprachmodell „{model}“ ist nicht installiert. Bitte prüfen Sie die Einstellung "
        "THEMENRADAR_MODEL.",
    ),
    "weights_mismatch": Message(
        "Sprachmodell verändert",
        "Die Gewichte des Sprachmodells sind nicht die geprüften. "
        "Bitte installieren Sie die Anwendung neu.",
    ),
}
