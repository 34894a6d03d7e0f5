"""Sentences about accounts, signing in, and what somebody may not do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.catalogue.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCESS: Final[Mapping[str, Message]] = {
    "not_signed_in": Message(
        "Bitte melden Sie sich an",
        "Für diese Seite müssen Sie angemeldet sein. Waren Sie es schon, dann ist Ihre Sitzung "
        "abgelaufen: Bitte melden Sie sich neu an.",
    ),
    "not_allowed": Message(
        "Nicht freigegeben",
        "Ihr Zugang ist dafür nicht freigegeben. Bitte wenden Sie sich an die Person, die die "
        "Zugänge Ihres Kreises verwaltet.",
    ),
    "district_not_chosen": Message(
        "Noch kein Kreis gewählt",
        "Ihr Zugang umfasst alle Kreise. Bitte wählen Sie zuerst einen Kreis aus.",
    ),
    "sign_in_lapsed": Message(
        "Anmeldung abgelaufen",
        "Diese Anmeldung wurde nicht in diesem Browser begonnen, oder es ist zu lange her. Bitte "
        "melden Sie sich noch einmal an.",
    ),
    "sign_in_declined": Message(
        "Anmeldung abgebrochen",
        "Die Anmeldung mit dem Konto Ihrer Verwaltung wurde abgebrochen oder abgelehnt. Wenn Sie "
        "das nicht wollten, melden Sie sich bitte noch einmal an.",
    ),
    "no_account": Message(
        "Noch kein Zugang",
        "Ihre Verwaltung hat Sie erkannt, aber bei Themenradar haben Sie keinen offenen Zugang. "
        "Zugänge richtet die Person ein, die Themenradar bei Ihnen verwaltet. Bitte nennen Sie "
        "ihr die E-Mail-Adresse dieses Kontos.",
    ),
    "provider_unavailable": Message(
        "Anmeldedienst nicht erreichbar",
        "Der Anmeldedienst Ihrer Verwaltung antwortet gerade nicht. Bitte versuchen Sie es in "
        "einigen Minuten noch einmal. Bleibt es so, sagen Sie bitte Ihrer technischen Betreuung "
        "Bescheid.",
    ),
    "provider_answer": Message(
        "Anmeldung nicht möglich",
        "Die Antwort des Anmeldedienstes Ihrer Verwaltung ließ sich nicht sicher prüfen. Niemand "
        "wurde angemeldet. Bitte versuchen Sie es noch einmal. Bleibt es so, sagen Sie Ihrer "
        "technischen Betreuung Bescheid.",
    ),
}
