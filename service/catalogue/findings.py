"""Why the anonymity gate stops at a place: what stands there, and how that was recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.catalogue.message import Message
from service.review import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Mapping

FINDINGS: Final[Mapping[str, Message]] = {
    "email": Message(
        "E-Mail-Adresse",
        "Eine E-Mail-Adresse, oder der Platz für eine, führt zu einer Person oder Stelle.",
    ),
    "phone": Message(
        "Telefonnummer", "Eine Telefonnummer gehört zu einer bestimmten Person oder Stelle."
    ),
    "iban": Message("Kontonummer (IBAN)", "Eine IBAN nennt das Konto einer bestimmten Person."),
    "tax_id": Message("Steuernummer", "Eine Steuernummer ist genau einer Person zugeordnet."),
    "pension_number": Message(
        "Rentenversicherungsnummer",
        "Eine Rentenversicherungsnummer ist genau einer Person zugeordnet.",
    ),
    "health_insurance_number": Message(
        "Krankenversichertennummer",
        "Eine Krankenversichertennummer ist genau einer Person zugeordnet.",
    ),
    "identity_document": Message(
        "Ausweisnummer",
        "Die Nummer eines Ausweises oder Passes ist genau einer Person zugeordnet.",
    ),
    "licence_plate": Message(
        "Kfz-Kennzeichen", "Ein Kennzeichen führt zu der Person, die das Fahrzeug hält."
    ),
    "case_number": Message(
        "Aktenzeichen", "Ein Aktenzeichen führt zur Akte einer bestimmten Person."
    ),
    "birth_date": Message(
        "Geburtsdatum",
        "Ein Geburtsdatum macht eine Person erkennbar; eine Altersgruppe genügt.",
    ),
    "address": Message("Anschrift", "Eine Anschrift führt zu einem Haushalt; der Ort genügt."),
    "name": Message("Name", "Ein Name nennt eine Person; ihre Rolle oder Funktion genügt."),
    "initials": Message(
        "Initialen",
        "Anfangsbuchstaben lassen in einer kleinen Gemeinde auf eine Person schließen.",
    ),
    "institution": Message(
        "Einrichtung",
        "Eine kleine Schule, Kita oder Einrichtung zeigt, wo eine Familie zu finden ist; "
        "ihre Art genügt.",
    ),
    "employer": Message(
        "Arbeitgeber", "Ein Betrieb zeigt, wo eine Person zu finden ist; die Branche genügt."
    ),
    "date": Message(
        "Genaues Datum",
        "Ein genauer Tag macht ein Ereignis in einem Leben erkennbar; das Quartal genügt.",
    ),
    "unknown_word": Message(
        "Unbekanntes Wort", "Das Wort ist nicht bekannt und könnte ein Name sein."
    ),
}

RULES: Final[Mapping[str, str]] = {
    "form": "",  # what stands there says it
    "checksum": "Die Stelle hat die Form einer solchen Angabe, und ihre Prüfziffer stimmt.",
    "label": "Davor steht ein Wort, das eine solche Angabe ankündigt.",
    "title": "Davor steht eine Anrede oder ein Titel.",
    "role": "Daneben steht eine Rolle, Funktion oder Verwandtschaft, die zu einer Person gehört.",
    "model": "Nach den Wörtern daneben könnte das ein Name sein (Berechnung auf diesem Rechner).",
    "lexicon": "Steht in unserer Namensliste.",
    "repeated": "Dieselbe Angabe wurde an einer anderen Stelle des Protokolls erkannt.",
    "unknown": "Das Wort steht in keinem Wörterbuch, auch nicht aus bekannten Teilen.",
}

FEATURES: Final[Mapping[str, Message]] = {
    "age": Message("Alter", "Ein genaues Alter hilft, eine Person zu erkennen."),
    "origin": Message("Herkunft", "Ein Herkunftsland engt ein, um welche Person es geht."),
    "family": Message(
        "Familie", "Familienstand und Zahl der Kinder engen ein, um welche Familie es geht."
    ),
    "education": Message("Bildung", "Ein genauer Abschluss hilft, eine Person zu erkennen."),
    "job": Message("Beruf", "Ein seltener Beruf hilft, eine Person zu erkennen."),
    "employer": Message("Arbeitgeber", "Ein Betrieb zeigt, wo eine Person arbeitet."),
    "institution": Message(
        "Einrichtung", "Eine Praxis oder ein Verein zeigt, wo eine Person zu finden ist."
    ),
    "school": Message(
        "Schule oder Kita", "Eine Schule oder Kita zeigt, wo ein Kind zu finden ist."
    ),
    "event": Message("Seltenes Ereignis", "An ein seltenes Ereignis erinnern sich viele im Ort."),
    "date": Message("Genaues Datum", "Ein genauer Tag macht ein Ereignis erkennbar."),
    "health": Message(
        "Gesundheit", "Angaben zur Gesundheit sind besonders geschützt (Art. 9 DSGVO)."
    ),
    "belief": Message(
        "Religion oder Weltanschauung",
        "Angaben zu Religion und Weltanschauung sind besonders geschützt (Art. 9 DSGVO).",
    ),
    "orientation": Message(
        "Sexuelle Orientierung",
        "Angaben zum Sexualleben und zur sexuellen Orientierung sind besonders geschützt "
        "(Art. 9 DSGVO).",
    ),
    "place": Message("Ort", "Ein Ortsteil oder Dorf engt ein, um welche Person es geht."),
    "unique": Message(
        "Einmaliges", "Was es im Ort nur einmal gibt, führt unmittelbar zu einer Person."
    ),
}


def asked_about(kind: QuestionKind, type_: str) -> Message:
    """Return what a finding or a feature is called, and why it matters."""
    return (FINDINGS if kind is QuestionKind.FINDING else FEATURES)[type_]


def reason(kind: QuestionKind, type_: str, rule: str) -> str:
    """Return why the gate stops at a place, and how it recognised it, where a rule says so."""
    sentence = asked_about(kind, type_).sentence
    return f"{sentence} {RULES[rule]}".rstrip() if rule else sentence
