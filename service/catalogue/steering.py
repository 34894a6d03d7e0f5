"""Sentences about comments and about resolutions of the Lenkungsgruppe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.catalogue.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

STEERING: Final[Mapping[str, Message]] = {
    "text_empty": Message("Kommentar fehlt", "Bitte schreiben Sie Ihren Kommentar in das Feld."),
    "text_long": Message(
        "Text zu lang", "Der Text darf höchstens {most} Zeichen haben. Bitte kürzen Sie ihn."
    ),
    "text_character": Message(
        "Steuerzeichen im Text",
        "Der Text enthält ein Zeichen, das sich nicht schreiben lässt. Bitte tippen Sie ihn neu, "
        "statt ihn aus einer anderen Anwendung zu kopieren.",
    ),
    "text_personal": Message(
        "Personenbezug im Text",
        "Der Text nennt eine Person oder eine Nummer. Gespeichert wurde nichts. Bitte schreiben "
        "Sie ihn ohne Namen, Adressen und Nummern.",
    ),
    "text_doubtful": Message(
        "Person gemeint?",
        "Der Text könnte eine einzelne Person nennen oder erkennbar machen. Gespeichert wurde "
        "nichts. Bitte schreiben Sie ihn um, oder bestätigen Sie, dass keine Person gemeint ist.",
    ),
    "meeting_in_future": Message(
        "Datum in der Zukunft",
        "Das Datum der Sitzung liegt in der Zukunft. Bitte halten Sie einen Beschluss erst fest, "
        "wenn er gefasst ist.",
    ),
    "meeting_too_early": Message(
        "Datum zu alt",
        "Das Datum der Sitzung liegt vor dem Jahr {year}. Bitte prüfen Sie es.",
    ),
    "theme_not_released": Message(
        "Thema nicht freigegeben",
        "Die Lenkungsgruppe sieht dieses Thema nicht: Es ist noch zu klein oder zurückgestellt. "
        "Kommentare und Beschlüsse sind erst möglich, wenn es freigegeben ist.",
    ),
    "comment_of_another": Message(
        "Kommentar von jemand anderem",
        "Einen Kommentar kann nur zurücknehmen, wer ihn geschrieben hat.",
    ),
    "comment_not_found": Message(
        "Kommentar nicht gefunden",
        "Diesen Kommentar gibt es nicht oder nicht mehr. Bitte laden Sie die Seite neu.",
    ),
}

RESOLVED: Final[Mapping[str, str]] = {
    "prioritised": "priorisiert",
    "project_group": "Projektgruppe eingesetzt",
    "proposed": "Maßnahme vorgeschlagen",
    "adopted": "beschlossen",
    "postponed": "zurückgestellt",
    "forwarded": "weitergeleitet an Land oder Bund",
}
"""What the Lenkungsgruppe resolved, by :class:`service.usecases.steering.ResolutionState`."""
