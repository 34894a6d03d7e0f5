"""Why the anonymity gate stops at a place, by the kind of personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.catalogue.message import Message

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
    "case_number": Message(
        "Aktenzeichen", "Ein Aktenzeichen führt zur Akte einer bestimmten Person."
    ),
    "birth_date": Message(
        "Geburtsdatum",
        "Ein Geburtsdatum macht eine Person erkennbar; eine Altersgruppe genügt.",
    ),
    "address": Message("Anschrift", "Eine Anschrift führt zu einem Haushalt; der Ort genügt."),
    "name": Message("Name", "Ein Name nennt eine Person; ihre Rolle oder Funktion genügt."),
}
