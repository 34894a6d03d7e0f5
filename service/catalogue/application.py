"""Sentences for the errors of the service: settings, use cases, requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.catalogue.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

_CHECK = "Bitte prüfen Sie die Einstellung {name}"

SETTINGS: Final[Mapping[str, Message]] = {
    "setting_data_dir": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird ein Ordner, in den geschrieben werden darf.",
    ),
    "setting_database_url": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird die Adresse einer Datenbank wie sqlite:////ordner/datei oder "
        "postgresql://konto@rechner/datenbank.",
    ),
    "setting_district": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird der amtliche Schlüssel des Kreises, fünf Ziffern.",
    ),
    "setting_district_name": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird der Name des Kreises mit höchstens 200 Zeichen.",
    ),
    "setting_municipalities": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird eine Tabelle der Gemeinden mit den Spalten ags,name,population.",
    ),
    "setting_model": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird „default“, der Name eines Sprachmodells oder sein Ordner.",
    ),
    "setting_seed": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird eine ganze Zahl von 0 bis 2147483647.",
    ),
    "setting_host": Message(
        "Einstellung falsch", f"{_CHECK}: Erwartet wird eine Adresse wie 127.0.0.1."
    ),
    "setting_port": Message(
        "Einstellung falsch", f"{_CHECK}: Erwartet wird eine Zahl von 1 bis 65535."
    ),
    "setting_metrics_port": Message(
        "Einstellung falsch", f"{_CHECK}: Erwartet wird eine Zahl von 1 bis 65535."
    ),
    "setting_allowed_hosts": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet werden Rechnernamen, durch Kommas getrennt.",
    ),
    "setting_trusted_proxies": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet werden Adressen oder Netze wie 127.0.0.1 oder 10.0.0.0/8, durch "
        "Komma getrennt, oder *.",
    ),
    "setting_worker_id": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird ein Name aus Buchstaben, Ziffern, Punkt und Strich.",
    ),
    "setting_contact": Message(
        "Einstellung falsch", f"{_CHECK}: Erwartet wird eine E-Mail-Adresse."
    ),
    "setting_draft_minutes": Message(
        "Einstellung falsch", f"{_CHECK}: Erwartet wird eine Zahl von 5 bis 1440 (Minuten)."
    ),
    "setting_adapted": Message("Einstellung falsch", f"{_CHECK}: Erwartet wird true oder false."),
    "setting_threads": Message(
        "Einstellung falsch", f"{_CHECK}: Erwartet wird eine Zahl von 1 bis 256."
    ),
    "setting_disclosure_statements": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird eine Zahl von 3 bis 1000. Weniger als 3 Aussagen schützen "
        "niemanden.",
    ),
    "setting_disclosure_conferences": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird eine Zahl von 3 bis 1000. Weniger als 3 Konferenzen schützen "
        "niemanden.",
    ),
    "setting_nightly": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird eine Uhrzeit wie 02:00, oder nichts für „nie“.",
    ),
    "setting_oidc_issuer": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird die Adresse Ihres Anmeldedienstes (Issuer), beginnend mit "
        "https://.",
    ),
    "setting_oidc_client_id": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird die Kennung, unter der Ihr Anmeldedienst Themenradar kennt.",
    ),
    "setting_oidc_client_secret": Message(
        "Einstellung falsch",
        f"{_CHECK}: THEMENRADAR_OIDC_ISSUER, THEMENRADAR_OIDC_CLIENT_ID und "
        "THEMENRADAR_OIDC_CLIENT_SECRET werden zusammen gebraucht, oder keine der drei.",
    ),
    "setting_oidc_label": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird die Aufschrift des Knopfes, höchstens 80 Zeichen.",
    ),
    "setting_retention_months": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird eine Zahl von 1 bis 1200 (Monate), oder keine Angabe.",
    ),
    "setting_backup_dir": Message(
        "Einstellung falsch", f"{_CHECK}: Erwartet wird der Ordner der Sicherungen."
    ),
    "setting_backup_days": Message(
        "Einstellung falsch", f"{_CHECK}: Erwartet wird eine Zahl von 1 bis 3650 (Tage)."
    ),
    "setting_log_level": Message(
        "Einstellung falsch",
        f"{_CHECK}: Erwartet wird DEBUG, INFO, WARNING oder ERROR.",
    ),
}

SERVICE: Final[Mapping[str, Message]] = {
    "district_exists": Message(
        "Kreis schon vorhanden",
        "Den Kreis {district} gibt es in dieser Installation schon. Seine Daten bleiben, wie sie "
        "sind.",
    ),
    "district_not_found": Message(
        "Kreis nicht gefunden",
        "Diesen Kreis gibt es hier nicht. Bitte wählen Sie einen aus der Liste.",
    ),
    "register_unusable": Message(
        "Gemeindeverzeichnis unbrauchbar",
        "Das Verzeichnis der Gemeinden lässt sich nicht verwenden. Erwartet wird eine CSV-Datei "
        "mit den Spalten ags, name und population, in der alle Gemeindeschlüssel mit {district} "
        "beginnen und jeder nur einmal vorkommt.",
    ),
    "district_unknown": Message(
        "Kreis unbekannt",
        "Zum Kreis {district} sind keine Gemeinden hinterlegt. Bitte geben Sie sie als CSV-Datei "
        "an: beim Start mit der Einstellung THEMENRADAR_MUNICIPALITIES, beim Anlegen weiterer "
        "Kreise mit --municipalities.",
    ),
    "database": Message(
        "Datenbank nicht erreichbar",
        "Die Datenbank lässt sich nicht öffnen. Bitte prüfen Sie die Einstellungen "
        "THEMENRADAR_DATA_DIR und THEMENRADAR_DATABASE_URL, die Rechte am Ordner, und ob der "
        "Datenbankserver läuft.",
    ),
    "storage_full": Message(
        "Speicherplatz voll",
        "Der Speicherplatz der Datenbank ist voll. Was schon gespeichert war, ist unversehrt; neu "
        "gespeichert wurde nichts. Bitte sagen Sie Ihrer technischen Betreuung Bescheid, und "
        "versuchen Sie es danach noch einmal.",
    ),
    "storage_read_only": Message(
        "Datenbank schreibgeschützt",
        "Die Datenbank lässt sich zurzeit nur lesen. Was schon gespeichert war, ist unversehrt; "
        "neu gespeichert wurde nichts. Bitte sagen Sie Ihrer technischen Betreuung Bescheid, und "
        "versuchen Sie es danach noch einmal.",
    ),
    "storage_faulty": Message(
        "Datenträger gestört",
        "Der Datenträger der Datenbank meldet Fehler, oder der Platz, der ihr zusteht, ist "
        "aufgebraucht. Gespeichert wurde nichts. Bitte sagen Sie Ihrer technischen Betreuung "
        "Bescheid, und versuchen Sie es danach noch einmal.",
    ),
    "database_encoding": Message(
        "Datenbank mit falscher Kodierung",
        "Die Datenbank ist mit der Kodierung {encoding} angelegt und nimmt nicht jedes Zeichen. "
        "Bitte legen Sie sie neu an: createdb --encoding=UTF8 --template=template0.",
    ),
    "assets_missing": Message(
        "Gestaltung fehlt",
        "Die Gestaltung der Seiten (KERN UX) ist nicht installiert. "
        "Bitte führen Sie einmal scripts/assets aus, und starten Sie dann neu.",
    ),
    "personal_data": Message(
        "Personenbezogene Daten",
        "Das Protokoll enthält personenbezogene Daten und wurde nicht gespeichert. "
        "Bitte entfernen Sie die sicher erkannten Stellen, und laden Sie es neu hoch.",
    ),
    "confirmation_needed": Message(
        "Bitte prüfen",
        "Das Protokoll enthält möglicherweise personenbezogene Daten und wurde noch nicht "
        "gespeichert. Bitte entscheiden Sie über die gezeigten Stellen.",
    ),
    "answers_missing": Message(
        "Antworten fehlen",
        "Es fehlen noch Antworten. Bitte entscheiden Sie bei jeder Frage, ob die Stelle ersetzt "
        "oder mit einem Grund behalten wird.",
    ),
    "answer_unknown": Message(
        "Antwort ohne Frage",
        "Eine Antwort gehört zu keiner Frage, die noch offen ist. Bitte rufen Sie die offenen "
        "Fragen noch einmal ab, und senden Sie nur zu ihnen Antworten.",
    ),
    "reason_wrong": Message(
        "Grund passt nicht",
        "Ein Merkmal, das mit anderen zusammen eine Person erkennen lässt, kann nur bleiben, wenn "
        "es eine allgemeine Aussage ist und keine einzelne Person meint. Bitte ersetzen Sie es.",
    ),
    "questions_too_many": Message(
        "Zu viele unsichere Stellen",
        "Die Prüfung ist bei mehr als {limit} Stellen nicht sicher. Bitte prüfen Sie, ob die "
        "Datei ein Protokoll ist, und kürzen oder bearbeiten Sie sie.",
    ),
    "drafts_full": Message(
        "Zu viele offene Protokolle",
        "Zu viele Protokolle warten schon auf Antworten. Bitte beantworten oder verwerfen Sie "
        "diese, oder versuchen Sie es in einer Stunde wieder.",
    ),
    "date_in_future": Message(
        "Datum in der Zukunft",
        "Das Datum der Planungskonferenz liegt in der Zukunft. Bitte prüfen Sie es.",
    ),
    "date_too_early": Message(
        "Datum zu alt",
        "Das Datum der Planungskonferenz liegt vor dem Jahr {year}. Bitte prüfen Sie es.",
    ),
    "date_missing": Message(
        "Datum fehlt",
        "Im Protokoll steht kein Datum der Planungskonferenz. Bitte geben Sie es an.",
    ),
    "municipality_missing": Message(
        "Gemeinde fehlt",
        "Im Protokoll steht keine Gemeinde des Kreises. Bitte wählen Sie die Gemeinde aus.",
    ),
    "municipality_unknown": Message(
        "Gemeinde unbekannt",
        "Diese Gemeinde gehört nicht zum Kreis. Bitte wählen Sie eine Gemeinde des Kreises aus.",
    ),
    "municipality_foreign": Message(
        "Protokoll einer anderen Gemeinde",
        "Ihr Zugang gilt nur für {name}, das Protokoll ist aber von einer anderen Gemeinde. Bitte "
        "prüfen Sie die Datei. Protokolle anderer Gemeinden nimmt die Koordination Ihres Kreises "
        "auf.",
    ),
    "note_duplicate": Message(
        "Protokoll schon vorhanden",
        "Dieses Protokoll wurde schon am {uploaded_on} hochgeladen. "
        "Soll es ersetzt werden, muss zuerst das vorhandene gelöscht werden.",
    ),
    "statement_too_long": Message(
        "Aussage zu lang",
        "Das Protokoll enthält eine Aussage mit mehr als {limit} Wörtern. "
        "Bitte teilen Sie sie in einzelne Aussagen auf.",
    ),
    "note_without_statements": Message(
        "Keine Aussagen gefunden",
        "Im Protokoll wurde keine Aussage gefunden. Bitte schreiben Sie die generativen Themen "
        "unter eine Überschrift wie „Generative Themen“, oder nutzen Sie die Vorlage.",
    ),
    "note_not_found": Message(
        "Protokoll nicht gefunden",
        "Dieses Protokoll gibt es nicht oder nicht mehr. Bitte wählen Sie eines aus der Liste.",
    ),
    "draft_not_found": Message(
        "Entwurf nicht gefunden",
        "Diesen Entwurf gibt es nicht, oder seine Zeit ist abgelaufen. "
        "Bitte laden Sie das Protokoll noch einmal hoch.",
    ),
    "run_not_found": Message(
        "Auswertung nicht gefunden",
        "Diese Auswertung gibt es nicht oder nicht mehr. Bitte wählen Sie eine aus der Liste.",
    ),
    "theme_not_found": Message(
        "Thema nicht gefunden",
        "Dieses Thema gibt es nicht oder nicht mehr. Bitte wählen Sie eines aus der Liste.",
    ),
    "run_without_statements": Message(
        "Nichts auszuwerten",
        "Es gibt noch keine Problemaussagen. Bitte laden Sie zuerst Protokolle hoch.",
    ),
    "run_in_progress": Message(
        "Auswertung läuft schon",
        "Es läuft schon eine Auswertung. Bitte warten Sie, bis sie fertig ist, oder brechen "
        "Sie sie ab.",
    ),
    "run_not_done": Message(
        "Auswertung nicht fertig",
        "Zu dieser Auswertung gibt es noch keine Themen. "
        "Bitte warten Sie, bis sie fertig ist, oder starten Sie eine neue.",
    ),
    "run_finished": Message(
        "Auswertung schon beendet",
        "Diese Auswertung ist schon beendet und kann nicht mehr abgebrochen werden.",
    ),
    "run_not_failed": Message(
        "Nichts zu wiederholen",
        "Diese Auswertung ist nicht gescheitert. Wenn seitdem Protokolle hinzugekommen sind, "
        "starten Sie bitte eine neue.",
    ),
    "run_cancelled": Message(
        "Auswertung abgebrochen",
        "Die Auswertung wurde abgebrochen. Sie können jederzeit eine neue starten.",
    ),
    "run_notes_changed": Message(
        "Protokolle geändert",
        "Während der Auswertung wurde ein Protokoll gelöscht. "
        "Bitte starten Sie die Auswertung neu.",
    ),
    "run_decided_meanwhile": Message(
        "Während der Auswertung entschieden",
        "Während der Auswertung hat jemand ein neues Thema gebildet. "
        "Bitte starten Sie die Auswertung neu.",
    ),
    "run_abandoned": Message(
        "Auswertung aufgegeben",
        "Die Auswertung wurde mehrfach unterbrochen, vermutlich reicht der Arbeitsspeicher "
        "nicht. Bitte wenden Sie sich an Ihre technische Betreuung.",
    ),
    "run_crashed": Message(
        "Auswertung fehlgeschlagen",
        "Die Auswertung ist an einem unerwarteten Fehler gescheitert. Bitte starten Sie sie "
        "neu; gelingt es wieder nicht, wenden Sie sich an Ihre technische Betreuung.",
    ),
    "worker_running": Message(
        "Arbeitsprozess läuft schon",
        "Ein Arbeitsprozess mit dem Namen „{name}“ läuft schon. Bitte beenden Sie ihn, oder "
        "geben Sie diesem mit THEMENRADAR_WORKER_ID einen anderen Namen.",
    ),
}

REQUESTS: Final[Mapping[str, Message]] = {
    "file_missing": Message(
        "Datei fehlt", "Es wurde keine Datei gesendet. Bitte wählen Sie ein Protokoll aus."
    ),
    "date_invalid": Message(
        "Datum unlesbar",
        "Das Datum ist nicht zu lesen. Bitte schreiben Sie es wie 2026-11-21.",
    ),
    "upload_malformed": Message(
        "Hochladen unvollständig",
        "Die Datei ist nicht vollständig angekommen. Bitte laden Sie sie noch einmal hoch.",
    ),
    "request_large": Message(
        "Eingabe zu umfangreich",
        "Das ist mehr, als hier auf einmal angenommen wird. "
        "Bitte gehen Sie zurück, und wählen Sie weniger aus.",
    ),
    "cross_site": Message(
        "Fremde Anfrage",
        "Die Anfrage kam von einer anderen Website und wurde nicht ausgeführt. "
        "Bitte rufen Sie die Seite direkt auf.",
    ),
    "host_unknown": Message(
        "Rechnername unbekannt",
        "Unter diesem Rechnernamen antwortet Themenradar nicht. Bitte prüfen Sie die Adresse. "
        "Erlaubte Namen nennt die Einstellung THEMENRADAR_ALLOWED_HOSTS.",
    ),
    "input_invalid": Message(
        "Eingabe ungültig",
        "Diese Angaben sind ungültig: {fields}. Bitte prüfen Sie sie.",
    ),
    "request_bad": Message(
        "Anfrage fehlerhaft", "Die Anfrage ist fehlerhaft. Bitte senden Sie sie noch einmal."
    ),
    "page_not_found": Message(
        "Seite nicht gefunden",
        "Diese Seite gibt es nicht. Bitte prüfen Sie die Adresse.",
    ),
    "method_not_allowed": Message(
        "Methode nicht erlaubt",
        "Diese Adresse kann so nicht benutzt werden. Bitte prüfen Sie die HTTP-Methode.",
    ),
    "media_type": Message(
        "Inhaltstyp nicht erlaubt",
        "Der Inhaltstyp der Anfrage passt nicht. "
        "Bitte senden Sie Dateien als multipart/form-data und Daten als application/json.",
    ),
    "unexpected": Message(
        "Unerwarteter Fehler",
        "Es ist ein unerwarteter Fehler aufgetreten. Bitte versuchen Sie es noch einmal; "
        "bleibt es dabei, wenden Sie sich an Ihre technische Betreuung.",
    ),
}
