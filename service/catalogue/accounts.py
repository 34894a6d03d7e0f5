"""Sentences about accounts, passwords, links and tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.catalogue.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCOUNTS: Final[Mapping[str, Message]] = {
    "credentials": Message(
        "Anmeldung nicht möglich",
        "Name, Passwort oder Code stimmt nicht. Bitte versuchen Sie es noch einmal. Haben Sie "
        "das Passwort vergessen, dann bitten Sie Ihre Administration um einen neuen Link.",
    ),
    "too_many_attempts": Message(
        "Zu viele Versuche",
        "Es gab zu viele Fehlversuche. Zum Schutz der Zugänge ist der nächste Versuch erst in "
        "{seconds} möglich.",
    ),
    "connection_insecure": Message(
        "Verbindung nicht verschlüsselt",
        "Über diese Adresse könnten andere Ihr Passwort mitlesen. Bitte rufen Sie die Seite mit "
        "https:// auf. Geht das nicht, wenden Sie sich an Ihre technische Betreuung.",
    ),
    "account_name": Message(
        "Name nicht möglich",
        "Bitte geben Sie einen Namen mit höchstens 200 sichtbaren Zeichen ein.",
    ),
    "identity_taken": Message(
        "Konto schon verbunden",
        "Mit diesem Konto der Verwaltung ist schon ein anderer Zugang verbunden. Bitte lösen Sie "
        "zuerst dessen Verbindung.",
    ),
    "name_taken": Message(
        "Name schon vergeben",
        "Es gibt schon einen Zugang mit diesem Namen. Bitte wählen Sie einen anderen.",
    ),
    "reach": Message(
        "Kreis oder Gemeinde fehlt",
        "Zu dieser Rolle gehört ein Kreis, zur Rolle „Meldende Stelle“ eine Gemeinde. Bitte "
        "wählen Sie aus der Liste.",
    ),
    "token_scopes": Message(
        "Zugriffsschlüssel nicht möglich",
        "Bitte wählen Sie mindestens eine Berechtigung und eine Dauer von 1 bis 366 Tagen.",
    ),
    "account_open": Message(
        "Zugang nicht gesperrt",
        "Nur gesperrte Zugänge können gelöscht werden. Bitte sperren Sie ihn zuerst.",
    ),
    "last_administrator": Message(
        "Letzter Zugang der Administration",
        "Danach könnte niemand mehr Zugänge verwalten. Bitte legen Sie zuerst einen weiteren "
        "Zugang mit der Rolle „Administration“ an; er muss einmal benutzt worden sein.",
    ),
    "accounts_real": Message(
        "Keine Demo-Datenbank",
        "In diesem Ordner liegen Zugänge von echten Personen. Bitte geben Sie der Demo mit "
        "--directory einen eigenen Ordner, oder starten Sie die Seiten mit themenradar serve.",
    ),
    "password_short": Message(
        "Passwort zu kurz",
        "Das Passwort braucht mindestens {shortest} Zeichen. Leicht zu merken sind mehrere "
        "Wörter, die nichts miteinander zu tun haben.",
    ),
    "password_long": Message(
        "Passwort zu lang",
        "Das Passwort darf höchstens {longest} Zeichen haben.",
    ),
    "password_common": Message(
        "Passwort zu leicht zu erraten",
        "Dieses Passwort würden andere früh ausprobieren: Es besteht aus bekannten Wörtern, "
        "Namen, Jahreszahlen oder Tastenfolgen. Bitte wählen Sie ein anderes.",
    ),
    "password_name": Message(
        "Passwort enthält den Namen",
        "Im Passwort steht der Name des Zugangs oder ein Teil davon. Bitte wählen Sie ein "
        "anderes.",
    ),
    "passwords_differ": Message(
        "Passwörter verschieden",
        "Die beiden Eingaben sind nicht gleich. Bitte geben Sie das neue Passwort noch einmal "
        "zweimal ein.",
    ),
    "password_wrong": Message(
        "Passwort falsch",
        "Ihr bisheriges Passwort stimmt nicht. Geändert wurde nichts.",
    ),
    "code_wrong": Message(
        "Code falsch",
        "Der Code stimmt nicht, oder er wurde schon benutzt. Bitte warten Sie auf den nächsten "
        "Code der App, und prüfen Sie, ob die Uhr des Geräts richtig geht.",
    ),
    "password_none": Message(
        "Kein Passwort",
        "Dieser Zugang hat kein Passwort: Er wird auf anderem Weg angemeldet.",
    ),
    "account_not_found": Message(
        "Zugang nicht gefunden",
        "Diesen Zugang gibt es nicht. Bitte wählen Sie einen aus der Liste.",
    ),
    "token_not_found": Message(
        "Zugriffsschlüssel nicht gefunden",
        "Diesen Zugriffsschlüssel gibt es nicht oder nicht mehr.",
    ),
    "link_not_found": Message(
        "Link nicht mehr gültig",
        "Dieser Link wurde schon benutzt, oder er ist abgelaufen. Bitte bitten Sie Ihre "
        "Administration um einen neuen Link.",
    ),
}

ROLES: Final[Mapping[str, Message]] = {
    "koordination": Message(
        "Koordination",
        "Ein Kreis: Protokolle hochladen, auswerten, Themen bearbeiten.",
    ),
    "meldend": Message(
        "Meldende Stelle",
        "Eine Gemeinde: Protokolle hochladen und den Stand der eigenen sehen.",
    ),
    "lenkungsgruppe": Message(
        "Lenkungsgruppe",
        "Ein Kreis: freigegebene Themen lesen, kommentieren und über sie beschließen.",
    ),
    "land": Message(
        "Land",
        "Alle Kreise: Themen und Zahlen, keine einzelnen Aussagen.",
    ),
    "administration": Message(
        "Administration",
        "Zugänge und Einstellungen, keine Inhalte.",
    ),
    "maschine": Message(
        "Maschine",
        "Ein Programm mit einem Zugriffsschlüssel: nur, was dieser erlaubt.",
    ),
}
"""What the roles are called, and what they are for."""

ACCOUNT_STATES: Final[Mapping[str, str]] = {
    "active": "aktiv",
    "invited": "Link noch nicht benutzt",
    "locked_out": "ohne Passwort",
    "disabled": "gesperrt",
}
"""Whether an account can be used."""

SCOPES: Final[Mapping[str, str]] = {
    "notes_read": "Protokolle lesen",
    "notes_upload": "Protokolle hochladen",
    "notes_delete": "Protokolle löschen",
    "runs_read": "Auswertungen sehen",
    "runs_start": "Auswertungen starten",
    "themes_read": "Themen lesen",
    "statements_read": "Einzelne Aussagen lesen",
}
"""What the token of a machine may be allowed to do."""

_MINUTE: Final = 60


def waiting(seconds: int) -> str:
    """Write how long somebody has to wait, as ``1 Sekunde`` or ``15 Minuten``."""
    if seconds < _MINUTE:
        return f"{seconds} Sekunde{'n' if seconds > 1 else ''}"
    minutes = -(-seconds // _MINUTE)
    return f"{minutes} Minute{'n' if minutes > 1 else ''}"
