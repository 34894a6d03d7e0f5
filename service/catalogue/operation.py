"""Sentences for those who run an installation: backups, locks, readiness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.catalogue.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

_SERVICES = "Bitte beenden Sie zuerst Seiten und Arbeitsprozesse"

OPERATION: Final[Mapping[str, Message]] = {
    "database_none": Message(
        "Keine Datenbank",
        "Es gibt noch keine Datenbank. Bitte prüfen Sie THEMENRADAR_DATA_DIR und "
        "THEMENRADAR_DATABASE_URL, oder legen Sie sie mit „themenradar db upgrade“ an.",
    ),
    "database_not_migrated": Message(
        "Datenbank auf anderem Stand",
        "Die Datenbank ist nicht auf dem Stand dieser Version. "
        "Bitte führen Sie einmal „themenradar db upgrade“ aus.",
    ),
    "database_in_use": Message(
        "Datenbank in Benutzung",
        f"Die Datenbank ist in Benutzung. {_SERVICES}, und versuchen Sie es dann noch einmal.",
    ),
    "database_restoring": Message(
        "Rücksicherung läuft",
        "Die Datenbank wird gerade aus einer Sicherung wiederhergestellt. "
        "Bitte warten Sie, bis das fertig ist.",
    ),
    "backup_running": Message(
        "Sicherung läuft schon",
        "Eine andere Sicherung dieser Datenbank läuft gerade. Bitte warten Sie, bis sie fertig "
        "ist.",
    ),
    "backup_exists": Message(
        "Datei schon vorhanden",
        "Die Datei der Sicherung gibt es schon, und sie bleibt, wie sie ist. "
        "Bitte wählen Sie einen anderen Namen, zum Beispiel mit dem Tag.",
    ),
    "backup_not_written": Message(
        "Sicherung nicht geschrieben",
        "Die Sicherung konnte nicht geschrieben werden. Bitte prüfen Sie, ob der Ordner da ist, "
        "die Rechte daran und den freien Platz, auch im Ordner der Datenbank.",
    ),
    "backup_broken": Message(
        "Sicherung unbrauchbar",
        "Die Datei ist keine vollständige Sicherung von Themenradar, oder sie ist beschädigt. "
        "Bitte nehmen Sie eine andere.",
    ),
    "backup_too_new": Message(
        "Sicherung zu neu",
        "Die Sicherung stammt von einer neueren Version. "
        "Bitte aktualisieren Sie zuerst Themenradar.",
    ),
    "backup_other_database": Message(
        "Andere Art von Datenbank",
        "Die Sicherung stammt von der anderen Art von Datenbank: SQLite und PostgreSQL lassen "
        "sich nicht ineinander einspielen. Bitte prüfen Sie THEMENRADAR_DATABASE_URL.",
    ),
    "notes_there": Message(
        "Datenbank nicht leer",
        "In der Datenbank stehen Protokolle ({count}), die verloren gingen. Bitte sichern Sie "
        "sie, und spielen Sie dann mit --force ein; oder nehmen Sie einen anderen Datenordner.",
    ),
    "metrics_port": Message(
        "Port belegt",
        "Der Port {port} für die Messwerte ist belegt. Bitte wählen Sie mit der Einstellung "
        "THEMENRADAR_METRICS_PORT einen anderen.",
    ),
    "tool_missing": Message(
        "Programm fehlt",
        "Für PostgreSQL wird das Programm {name} gebraucht, und es ist nicht installiert. "
        "Unter Debian steht es im Paket postgresql-client.",
    ),
    "tool_failed": Message(
        "Programm gescheitert",
        "Das Programm {name} ist gescheitert; an der Datenbank wurde nichts geändert. Bitte "
        "prüfen Sie die Adresse, die Rechte und ob {name} mindestens so neu ist wie der Server.",
    ),
}
