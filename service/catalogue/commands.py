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
    "durchgereicht. Schreibt assignments.csv, themes.json, unbundled.json (Themenspeicher: was "
    "in keinem Thema ist, mit dem nächsten Thema und dem Kosinusabstand dazu, 0 bis 2), "
    "lineage.json (was aus den Themen der vorigen Auswertung wurde), centroids.npy (mittlere "
    "Vektoren der Themen) und run.json (alles, was es für --replay braucht); mit --decisions "
    "auch decisions.json (was aus jeder Entscheidung wurde).\n\n"
    "Entscheidungen stehen als JSON-Objekte in einer Datei, eines je Zeile. Die spätere gilt. "
    "Zum Beispiel:\n\n"
    "\b\n"
    '{"kind": "rename", "theme": "T-2026-014", "label": "Sprachmittlung"}\n'
    '{"kind": "merge", "themes": ["T-2026-003", "T-2026-009"]}\n'
    '{"kind": "split", "groups": [["s17", "s20"], ["s31", "s44"]]}\n'
    '{"kind": "move", "statement": "s17", "theme": "T-2026-003"}\n'
    '{"kind": "pin", "statements": ["s5", "s9"]}\n'
    '{"kind": "dismiss", "statement": "s40"}\n'
    '{"kind": "dismiss", "theme": "T-2026-011"}\n\n'
    "Dazu nach Wunsch date (JJJJ-MM-TT), by und anchors (Kennungen der Aussagen, an denen das "
    "Thema zu erkennen ist)."
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
DISTRICT: Final = "Pflegt die Kreise dieser Installation."
DISTRICT_ADD: Final = (
    "Legt einen weiteren Kreis mit seinen Gemeinden an. KEY ist sein amtlicher Schlüssel (5 "
    'Ziffern), NAME sein Name, zum Beispiel: themenradar district add 05758 "Kreis Herford" '
    "--municipalities herford.csv"
)
DISTRICT_ADDED: Final = "{name} ({key}) ist angelegt, mit {count} Gemeinden."
DB: Final = "Pflegt die Datenbank."
DB_UPGRADE: Final = "Bringt die Datenbank auf den Stand dieser Version."

BACKUP: Final = (
    "Sichert die ganze Datenbank in eine Datei, auch während Seiten und Arbeitsprozesse laufen. "
    "Die Datei darf es noch nicht geben; nur ihr Besitzer kann sie lesen. Entwürfe, die auf "
    "Antworten warten, kommen nicht mit."
)
RESTORE: Final = (
    "Spielt eine Sicherung ein: Danach steht in der Datenbank, was die Sicherung enthält, und "
    "sonst nichts. Prüft zuerst, ob die Datei vollständig ist. Seiten und Arbeitsprozesse "
    "müssen beendet sein. Nur eigene Sicherungen einspielen: Die Prüfsumme erkennt Schäden, "
    "keine Absicht."
)
DB_CHECK: Final = "Prüft die Datenbank und ändert nichts. Rückgabewert 1, wenn etwas nicht stimmt."
OPTION_FORCE: Final = "Auch einspielen, wenn dabei Protokolle verloren gehen."
BACKED_UP: Final = "Gesichert in {file}: {content}. Stand {revision}, SHA-256 {digest}."
RESTORED: Final = "Eingespielt, Sicherung vom {moment}: {content}."
CONTENT: Final = (
    "{note} Protokolle, {statement} Aussagen, {run} Auswertungen, {decision} Entscheidungen"
)
CHECKED: Final = "{name}: in Ordnung"
FAULTY: Final = "{name}: FEHLER ({count})"
NOT_CHECKED: Final = (
    "Alles Weitere wurde nicht geprüft; das geht erst, wenn dieser Fehler behoben ist."
)
SOUND: Final = "Keine Fehler gefunden."
UNSOUND: Final = (
    "Es gibt Fehler. Bitte beenden Sie Seiten und Arbeitsprozesse, bewahren Sie die Datenbank "
    "auf, wie sie ist, und spielen Sie die letzte Sicherung ein; fehlt nur der Stand, genügt "
    "„themenradar db upgrade“. Was die Fehler bedeuten, steht in docs/betrieb.md."
)
CHECKS: Final = {
    "storage": "Speicher der Datenbank",
    "revision": "Stand der Tabellen",
    "references": "Verweise führen zu vorhandenen Einträgen",
    "kreis": "Was zusammengehört, gehört zum selben Kreis",
    "runs": "Aussagen stehen in Themen ihrer eigenen Auswertung",
    "theme_ids": "Kennungen der Themen sind als vergeben vermerkt",
    "counts": "Anzahlen von Aussagen und Themen",
    "texts": "Aussagen sind unverändert (Prüfsummen)",
    "vectors": "Keine Zahlenreihen gelöschter Aussagen",
    "jobs": "Offene Auswertungen haben einen Auftrag",
}

OPTION_JSONL: Final = "Ein JSON-Objekt je Zeile statt Text."
OPTION_OUT: Final = "Ordner für die Ergebnisse; wird angelegt."
OPTION_SEED: Final = "Startwert aller Zufallsentscheidungen, eine ganze Zahl ab 0; ohne Angabe 0."
OPTION_PLAIN: Final = (
    "Die Vektoren der Sprachmodelle nicht an das Fachgebiet anpassen (sonst nur bei default)."
)
OPTION_MODEL: Final = (
    "Sprachmodell: default, e5, use, der Ordner oder der Name eines "
    "sentence-transformers-Modells, das auf diesem Rechner liegt; ohne Angabe default."
)
OPTION_PREVIOUS: Final = (
    "Ordner einer vorigen Auswertung: Ihre Themen behalten ihre Kennung, solange sie weiterleben."
)
OPTION_DECISIONS: Final = (
    "Datei mit Entscheidungen von Menschen, die in jeder Auswertung gelten; Themen werden mit "
    "--previous erkannt."
)
OPTION_REPLAY: Final = (
    "Die run.json einer Auswertung: Wiederholt sie mit deren Einstellungen und sagt, ob das "
    "Ergebnis gleich ist. Tabelle, --previous und --decisions müssen dieselben sein. "
    "Rückgabewert 1, wenn nicht oder wenn das Ergebnis ein anderes ist."
)
OPTION_MUNICIPALITY: Final = (
    "Amtlicher Gemeindeschlüssel (8 Ziffern), wenn das Protokoll ihn nicht nennt."
)
OPTION_MUNICIPALITIES: Final = (
    "CSV-Datei mit den Spalten ags, name und population (Einwohner, darf leer sein). Ohne Angabe "
    "gilt das mitgelieferte Verzeichnis; es enthält nur den Kreis Gütersloh."
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
SCANNED: Final = "{file}: {decision}, sicher: {certain}, zu prüfen: {uncertain}"
PLACE: Final = "  {tier}: {place}, Zeichen {start}–{end}: {why}"
LINE: Final = "{place}, Zeile {line}"
BETTER: Final = "{name}, besser „{proposal}“"
SINGLING_OUT: Final = (
    "  Wo „besser“ steht: Diese Merkmale können zusammen eine Person erkennbar machen."
)
REFUSED: Final = (
    "nicht aufgenommen, denn darin stehen personenbezogene Angaben (Stellen: {count}). Bitte "
    "ändern Sie die sicheren Stellen in der Datei, und nehmen Sie sie dann noch einmal auf."
)
TO_ANSWER: Final = (
    "noch nicht aufgenommen, denn die Prüfung ist nicht sicher (Fragen: {count}). Laden Sie das "
    "Protokoll über die Seite hoch, und beantworten Sie die Fragen dort; oder ersetzen Sie die "
    "Stellen mit --redact; oder bearbeiten Sie die Datei."
)
REMEDY: Final = "  {remedy}"
STATEMENT: Final = "{file}: [{kind}] {text}"
ANALYSED: Final = (
    "{statements} Aussagen, {themes} Themen, {share} nicht gebündelt. Ergebnisse in {folder}."
)
DECIDED: Final = (
    "Entscheidungen: {followed} von {count} befolgt, {noted} mit Hinweisen in decisions.json."
)
TOO_FEW: Final = (
    "Hinweis: Für eine Bündelung sind mindestens {smallest} verschiedene Aussagen nötig; "
    "darunter werden nur gleiche Aussagen zusammengefasst."
)
REPLAY_CHOSEN: Final = (
    "Startwert, Sprachmodell und Anpassung stehen in der run.json. Bitte lassen Sie neben "
    "--replay die Optionen --seed, --model und --plain weg."
)
REPLAY_SAME_FOLDER: Final = (
    "Die Wiederholung würde die Ergebnisse überschreiben, mit denen sie verglichen wird. Bitte "
    "geben Sie mit --out einen anderen Ordner an als den der run.json."
)
REPLAY_MODEL: Final = (
    "Das Sprachmodell lag damals in einem Ordner, und dessen Ort steht nicht in der run.json. "
    "Bitte geben Sie ihn mit --model an."
)
REPLAY_BROKEN: Final = (
    "Die Datei hinter --replay lässt sich nicht verwenden: Sie ist beschädigt, stammt von einer "
    "anderen Version oder ist keine run.json von analyse."
)
REPLAY_CHANGED: Final = (
    "Die Auswertung lässt sich nicht wiederholen, weil nicht mehr dasselbe vorliegt: {parts}."
)
REPLAY_PARTS: Final = {
    "input_sha256": "die Tabelle der Aussagen",
    "previous_sha256": "die vorige Auswertung (--previous)",
    "decisions_sha256": "die Entscheidungen (--decisions)",
    "models": "das Sprachmodell",
    "adaptation": "die Anpassung der Vektoren an das Fachgebiet",
}
REPLAY_SURROUNDINGS: Final = (
    "Hinweis: Das Ergebnis kann abweichen, denn hier ist anders als damals: {parts}."
)
REPLAY_THEN: Final = "{name} {now} statt {then}"
SURROUNDINGS: Final = {
    "python": "Python",
    "threads": "Threads",
    "system": "Betriebssystem",
    "machine": "Rechnerart",
    "processor": "Prozessor",
    "blas": "BLAS",
}
NOTHING: Final = "(nichts)"
REPLAY_SAME: Final = "Gleiches Ergebnis."
REPLAY_DIFFERENT: Final = (
    "Anderes Ergebnis: {moved} von {count} Aussagen stehen in einem anderen Thema (adjustierter "
    "Rand-Index {ari}, 1 wäre gleich), geänderte Bezeichnungen: {labels}, geänderte Stärken: "
    "{strengths}."
)
REPLAY_UNKNOWN: Final = (
    "Anderes Ergebnis. Worin es sich unterscheidet, lässt sich nicht sagen, denn neben der "
    "run.json liegen assignments.csv und themes.json der damaligen Auswertung nicht mehr."
)
INGESTED: Final = "{file}: aufgenommen, {count} Aussagen."
QUEUED: Final = "Auswertung von {count} Aussagen ist eingereiht."
RUN_DONE: Final = "Fertig: {themes} Themen aus {count} Aussagen."
NO_RUN: Final = "Es gibt noch keine fertige Auswertung. Starten Sie eine: themenradar recluster"
THEME: Final = (
    "{number:>3}  {label}  ({size} Aussagen, {k} von {n} Gemeinden, Übereinstimmung {strength})"
)
AUDIT: Final = "Prüft und zeigt den Änderungsverlauf: wer wann was geändert hat."
AUDIT_VERIFY: Final = (
    "Prüft, ob am Änderungsverlauf nachträglich etwas geändert, entfernt oder eingefügt wurde, "
    "und nennt den letzten Eintrag jeder Kette. Rückgabewert 1, wenn etwas nicht stimmt.\n\n"
    "Dass am Ende Einträge fehlen, zeigt sich nur im Vergleich mit einem Stand, der an anderer "
    "Stelle notiert wurde: Geben Sie ihn mit --expect an."
)
OPTION_EXPECT: Final = (
    "Ein früher notierter Stand, so wie dieser Befehl ihn ausgegeben hat: KETTE:NUMMER:PRÜFSUMME. "
    "Mehrfach möglich."
)
AUDIT_LIST: Final = "Zeigt die letzten Einträge einer Kette, den neuesten zuerst."
OPTION_CHAIN: Final = (
    "Der Schlüssel eines Kreises, fünf Ziffern, oder „installation“ für Zugänge und Sicherungen "
    "(vorgegeben: der Kreis der Einstellungen)."
)
OPTION_LIMIT: Final = "Anzahl der Einträge, höchstens 1000 (vorgegeben: 50)."
AUDIT_END: Final = "{count} Einträge. Letzter Stand: {chain}:{count}:{hash}"
AUDIT_FLAW: Final = "FEHLER {chain}: {flaw}."
AUDIT_EMPTY: Final = "Der Änderungsverlauf ist noch leer."
AUDIT_SOUND: Final = (
    "Der Änderungsverlauf ist in sich unverändert. Bitte notieren Sie die letzten Stände "
    "außerhalb dieses Rechners, und prüfen Sie später mit --expect, ob sie noch darin stehen."
)
AUDIT_BROKEN: Final = (
    "Der Änderungsverlauf wurde verändert. Bitte ändern Sie nichts, sichern Sie die Datenbank, "
    "und vergleichen Sie sie mit einer früheren Sicherung."
)
AUDIT_ENTRY: Final = "{chain}:{number}  {moment}  {actor}  {action}  {id}"
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
USAGE_AGS: Final = (
    "Der Wert für {name} passt nicht. Erwartet wird der amtliche Gemeindeschlüssel einer Gemeinde "
    "des Kreises: acht Ziffern, zum Beispiel 05754008."
)
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
