"""What the command line says about accounts and tokens, to the staff who run it."""

from __future__ import annotations

from typing import Final

USER: Final = (
    "Verwaltet die Zugänge von Personen. Im Alltag tun Sie das auf der Seite „Zugänge“; diese "
    "Befehle helfen, wenn niemand mehr hineinkommt."
)
USER_ADD: Final = (
    "Legt einen Zugang an und zeigt den Link, mit dem die Person ein Passwort wählt (einmal, "
    "24 Stunden)."
)
USER_LIST: Final = "Zeigt alle Zugänge: Name, Rolle, Kreis oder Gemeinde, Zustand."
USER_DISABLE: Final = "Sperrt einen Zugang und beendet seine Sitzungen."
USER_DELETE: Final = "Löscht einen gesperrten Zugang; was die Person getan hat, bleibt im Verlauf."
USER_LINK: Final = (
    "Setzt einen Zugang zurück: Das Passwort gilt nicht mehr, alle Sitzungen enden, ein neuer "
    "Link wird gezeigt (einmal, 24 Stunden)."
)
USER_CONNECT: Final = (
    "Verbindet einen Zugang mit dem Konto der Verwaltung: SUBJECT ist die Kennung (sub), unter "
    "der der Anmeldedienst die Person führt. Nötig nur, wenn er keine geprüfte E-Mail-Adresse "
    "nennt oder der Zugang anders heißt."
)
USER_DISCONNECT: Final = (
    "Löst einen Zugang vom Konto der Verwaltung und beendet seine Sitzungen. Heißt der Zugang wie "
    "die E-Mail-Adresse, verbindet die nächste Anmeldung ihn neu; sonst hilft „user link“."
)
MACHINE: Final = "Verwaltet die Zugriffsschlüssel (Token) von Programmen."
MACHINE_ADD: Final = "Legt einen Zugriffsschlüssel an und zeigt ihn, nur dieses eine Mal."
MACHINE_LIST: Final = "Zeigt alle Zugriffsschlüssel: Kennung, Name, Kreis, Berechtigungen, Ablauf."
MACHINE_REVOKE: Final = "Widerruft einen Zugriffsschlüssel, sofort. ID steht in „token list“."

OPTION_ROLE: Final = "Rolle: {names}."
OPTION_DISTRICT: Final = (
    "Amtlicher Schlüssel des Kreises (5 Ziffern); ohne Angabe der aus den Einstellungen."
)
OPTION_OF_TOWN: Final = "Amtlicher Gemeindeschlüssel (8 Ziffern), für die Rolle meldend."
OPTION_SECOND_FACTOR: Final = "Auch den zweiten Faktor entfernen, wenn das Gerät verloren ist."
OPTION_SCOPE: Final = "Berechtigung, mehrfach möglich: {names}."
OPTION_DAYS: Final = "Gültigkeit in Tagen, 1 bis {longest}."

LINK: Final = (
    "Link für {name}, einmal benutzbar, gültig bis {until} Uhr:\n\n    {address}\n\nErreichen "
    "Sie die Seiten unter einer anderen Adresse, dann ersetzen Sie den Anfang."
)
FIRST_LINK: Final = (
    "\nNoch hat niemand die Administration übernommen. Öffnen Sie innerhalb von 24 Stunden diesen "
    "Link, und wählen Sie ein Passwort:\n\n    {address}\n\nJeder Start zeigt einen neuen, bis "
    "einer benutzt ist. Wer ihn liest, kann die Administration übernehmen."
)
CONNECTED: Final = "Der Zugang {name} ist mit dem Konto der Verwaltung verbunden."
DISCONNECTED: Final = "Der Zugang {name} ist vom Konto der Verwaltung gelöst."
NO_PROVIDER: Final = (
    "Die Anmeldung über das Konto der Verwaltung ist nicht eingerichtet: THEMENRADAR_OIDC_ISSUER "
    "ist leer."
)
DISABLED: Final = "Der Zugang {name} ist gesperrt."
DELETED: Final = "Der Zugang {name} ist gelöscht."
ACCOUNT: Final = "{name}\t{role}\t{place}\t{state}"
MACHINE_ADDED: Final = (
    "Zugriffsschlüssel {name}, gültig bis {until} Uhr. Er wird nur jetzt gezeigt:\n\n    {secret}"
)
MACHINE_LINE: Final = "{id}\t{name}\t{district}\t{scopes}\t{until}"
MACHINE_REVOKED: Final = "Der Zugriffsschlüssel ist widerrufen."
DEMO_FOREIGN: Final = (
    "Die Demo lässt jeden ohne Passwort hinein und läuft deshalb nur auf diesem Rechner. Bitte "
    "lassen Sie THEMENRADAR_HOST leer, oder setzen Sie 127.0.0.1."
)
