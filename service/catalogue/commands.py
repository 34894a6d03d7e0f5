"""What the command line says to the staff who run it."""

from __future__ import annotations

from typing import Final

PROGRAM: Final = (
    "Themenradar findet in Protokollen von Planungskonferenzen die strukturellen Probleme "
    "hinter den Einzelfällen.\n\nRückgabewert: 0 erledigt, 1 ein fachlicher Fehler, "
    "2 falscher Aufruf."
)
READ: Final = (
    "Liest Protokolle und gibt ihre Aussagen aus, mit Art, Abschnitt und Stelle im Text "
    "(gezählt in Zeichen). Speichert nichts."
)
SCAN: Final = (
    "Sucht in Protokollen nach personenbezogenen Angaben (Stellen gezählt in Zeichen). "
    "Speichert nichts."
)
ANALYSE: Final = (
    "Bündelt die Aussagen einer Tabelle zu Themen, ohne Datenbank. STATEMENTS ist eine "
    "CSV-Datei mit den Spalten id, text, municipality, date; weitere Spalten werden "
    "durchgereicht. Schreibt assignments.csv, themes.json und run.json."
)
INGEST: Final = "Nimmt Protokolle in die Datenbank auf, jedes ganz oder gar nicht."
RECLUSTER: Final = (
    "Startet eine neue Auswertung aller Problemaussagen und wartet, bis ein Arbeitsprozess "
    "(themenradar worker) sie erledigt hat."
)
THEMES: Final = "Zeigt die Themen der letzten fertigen Auswertung."
SERVE: Final = "Stellt Seiten und Schnittstelle bereit."
WORKER: Final = "Arbeitet wartende Auswertungen ab, bis der Prozess beendet wird."
DEMO: Final = (
    "Richtet eine Datenbank mit den Beispielprotokollen ein, wertet sie aus und stellt die "
    "Seiten auf diesem Rechner bereit."
)
DB: Final = "Pflegt die Datenbank."
DB_UPGRADE: Final = "Bringt die Datenbank auf den Stand dieser Version."

OPTION_JSONL: Final = "Ein JSON-Objekt je Zeile statt Text."
OPTION_OUT: Final = "Ordner für die Ergebnisse; wird angelegt."
OPTION_SEED: Final = "Startwert aller Zufallsentscheidungen, eine ganze Zahl ab 0."
OPTION_MODEL: Final = (
    "Sprachmodell: default, e5, use, der Ordner oder der Name eines "
    "sentence-transformers-Modells, das auf diesem Rechner liegt."
)
OPTION_MUNICIPALITY: Final = (
    "Amtlicher Gemeindeschlüssel (8 Ziffern), wenn das Protokoll ihn nicht nennt."
)
OPTION_DATE: Final = "Tag der Konferenz (JJJJ-MM-TT), wenn das Protokoll ihn nicht nennt."
OPTION_SCAN_MUNICIPALITY: Final = (
    "Amtlicher Gemeindeschlüssel (8 Ziffern): Je kleiner die Gemeinde, desto eher ist eine "
    "Person erkennbar. Ohne ihn wird eine kleine angenommen."
)
OPTION_REDACT: Final = (
    "Ersetzt ohne Rückfrage, wo die Prüfung nicht sicher ist: Angaben durch Platzhalter wie "
    "[Name], Merkmale durch allgemeinere."
)
OPTION_DIRECTORY: Final = "Ordner der Demo-Datenbank."

DECISIONS: Final = {
    "refuse": "abgelehnt",
    "confirm": "bitte prüfen",
    "pass": "ohne Befund",
}

FAILED_FILE: Final = "{file}: {sentence}"
SCANNED: Final = "{file}: {decision}, Fundstellen: {count}"
FINDING: Final = "  Zeichen {start}–{end} ({place}): {reason}"
SINGLING_OUT: Final = "  Diese Merkmale können zusammen eine Person erkennbar machen:"
FEATURE: Final = "  Zeichen {start}–{end}: {name}, besser „{proposal}“"
TO_ANSWER: Final = (
    "Offene Fragen: {count}. Laden Sie das Protokoll über die Seite hoch, und beantworten Sie sie "
    "dort; oder ersetzen Sie die Stellen mit --redact; oder bearbeiten Sie die Datei."
)
STATEMENT: Final = "{file}: [{kind}] {text}"
ANALYSED: Final = (
    "{statements} Aussagen, {themes} Themen, {share} nicht gebündelt. Ergebnisse in {folder}."
)
TOO_FEW: Final = (
    "Hinweis: Für eine Bündelung sind mindestens {smallest} verschiedene Aussagen nötig; "
    "darunter werden nur gleiche Aussagen zusammengefasst."
)
INGESTED: Final = "{file}: aufgenommen, {count} Aussagen."
QUEUED: Final = "Auswertung von {count} Aussagen ist eingereiht."
RUN_DONE: Final = "Fertig: {themes} Themen aus {count} Aussagen."
NO_RUN: Final = "Es gibt noch keine fertige Auswertung. Starten Sie eine: themenradar recluster"
THEME: Final = (
    "{number:>3}  {label}  ({size} Aussagen, {k} von {n} Gemeinden, Übereinstimmung {strength})"
)
UPGRADED: Final = "Die Datenbank ist auf dem aktuellen Stand."
WAITING: Final = (
    "Die Auswertung wartet. Läuft ein Arbeitsprozess? Starten Sie einen: themenradar worker"
)
PORT_BUSY: Final = (
    "Unter {address} antwortet schon ein anderes Programm. Beenden Sie es, oder wählen Sie "
    "einen anderen Port, zum Beispiel THEMENRADAR_PORT=8001."
)
INTERRUPTED: Final = "Abgebrochen."

DEMO_DATABASE: Final = "[1/4] Datenbank einrichten …"
DEMO_NOTES: Final = "[2/4] Beispielprotokolle lesen und prüfen …"
DEMO_RUN: Final = "[3/4] Themen suchen …"
DEMO_SERVE: Final = "[4/4] Seiten starten …"
DEMO_READY: Final = "\nBereit. Öffnen Sie {address} (beenden mit Strg+C)."
DEMO_THERE: Final = "{count} Beispielprotokolle sind schon da."
DEMO_THEMES_THERE: Final = "Eine fertige Auswertung ist schon da."

USAGE_MISSING: Final = "Es fehlt: {name}."
USAGE_OPTION: Final = "Die Option {name} gibt es nicht."
USAGE_COMMAND: Final = "Diesen Befehl gibt es nicht."
USAGE_VALUE: Final = "Der Wert für {name} passt nicht."
USAGE_OTHER: Final = "So lässt sich der Befehl nicht aufrufen."
USAGE_HINT: Final = "Hilfe: {command} --help"
NO_SUCH_FILE: Final = "Die Datei oder den Ordner gibt es nicht."
NOT_READABLE: Final = "Die Datei lässt sich nicht öffnen. Bitte prüfen Sie die Zugriffsrechte."
UNEXPECTED: Final = (
    "Es ist ein unerwarteter Fehler aufgetreten ({kind}). Bitte versuchen Sie es noch einmal; "
    "bleibt es dabei, wenden Sie sich an Ihre technische Betreuung."
)
NOT_WRITABLE: Final = (
    "In diesen Ordner kann nicht geschrieben werden. Bitte wählen Sie einen anderen."
)
