"""Sentences about people's decisions: why one is not taken, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nlp.themes.decisions import Kind
from nlp.themes.replay import Code
from service.catalogue.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

DECISIONS: Final[Mapping[str, Message]] = {
    "decision_rename": Message(
        "Name fehlt", "Bitte wählen Sie ein Thema aus, und geben Sie ihm einen Namen."
    ),
    "decision_merge": Message(
        "Zu wenige Themen", "Bitte wählen Sie mindestens zwei verschiedene Themen aus."
    ),
    "decision_split": Message(
        "Nicht zu teilen",
        "Bitte wählen Sie die Aussagen aus, die ein eigenes Thema werden sollen, und geben Sie "
        "diesem einen Namen. Mindestens eine Aussage muss im alten Thema bleiben.",
    ),
    "decision_move": Message(
        "Nichts zu verschieben",
        "Bitte wählen Sie Aussagen aus und das eine Thema, in das sie gehören.",
    ),
    "decision_dismiss": Message(
        "Nichts zurückzustellen", "Bitte wählen Sie entweder ein Thema oder Aussagen aus."
    ),
    "decision_pin": Message(
        "Zu wenige Aussagen",
        "Bitte wählen Sie mindestens zwei Aussagen aus, die zusammengehören. Ist noch keine "
        "davon in einem Thema, geben Sie dem neuen Thema einen Namen.",
    ),
    "decision_field": Message(
        "Handlungsfeld fehlt", "Bitte wählen Sie ein Thema und sein Handlungsfeld aus."
    ),
    "label_long": Message(
        "Name zu lang", "Der Name darf höchstens {most} Zeichen haben. Bitte kürzen Sie ihn."
    ),
    "label_character": Message(
        "Steuerzeichen im Namen",
        "Der Name enthält ein Zeichen, das sich nicht schreiben lässt. Bitte tippen Sie ihn neu, "
        "statt ihn aus einer anderen Anwendung zu kopieren.",
    ),
    "label_personal": Message(
        "Personenbezug im Namen",
        "Der Name des Themas nennt eine Person oder eine Nummer. Bitte schreiben Sie ihn ohne "
        "Namen, Adressen und Nummern.",
    ),
    "label_doubtful": Message(
        "Person gemeint?",
        "Ein Wort im Namen des Themas könnte der Name einer Person sein. Bitte wählen Sie ein "
        "anderes Wort, oder bestätigen Sie, dass keine Person gemeint ist.",
    ),
    "field_unknown": Message(
        "Handlungsfeld unbekannt",
        "Dieses Handlungsfeld gibt es nicht. Bitte wählen Sie eines aus der Liste.",
    ),
    "no_run_yet": Message(
        "Noch keine Themen", "Es gibt noch keine Themen. Bitte starten Sie zuerst eine Auswertung."
    ),
    "decision_withdrawn": Message(
        "Schon zurückgenommen", "Diese Entscheidung wurde schon zurückgenommen."
    ),
    "decision_not_found": Message(
        "Entscheidung nicht gefunden",
        "Diese Entscheidung gibt es nicht. Bitte wählen Sie eine aus der Liste.",
    ),
    "statement_not_found": Message(
        "Aussage nicht gefunden",
        "Eine der Aussagen gibt es nicht oder nicht mehr. Bitte laden Sie die Seite neu.",
    ),
}

DECIDED: Final[Mapping[str, str]] = {
    Kind.RENAME: "Umbenannt",
    Kind.MERGE: "Zusammengelegt",
    Kind.SPLIT: "Abgetrennt",
    Kind.MOVE: "Verschoben",
    Kind.DISMISS: "Zurückgestellt",
    Kind.PIN: "Neu gebildet",
    "field": "Handlungsfeld gewählt",
}
"""What the kinds of decisions are called once they are taken."""

_KNOWN_BY: Final = "an denen das Thema zu erkennen war"
_STILL: Final = "Bitte prüfen Sie, ob es noch das richtige ist."
_WEAK: Final = (
    "In den Probeläufen lagen diese Aussagen selten beieinander. Bitte prüfen Sie, ob es so "
    "bleiben soll."
)
_ABSORBED: Final = (
    "Das Thema ist in einem anderen aufgegangen, das seinen eigenen Namen und Stand behält."
)
OUTCOMES: Final[Mapping[Code, tuple[str, str]]] = {
    Code.THEME_UNKNOWN: (
        "Das Thema war in der Auswertung nicht bekannt.",
        "{themes} der Themen waren in der Auswertung nicht bekannt.",
    ),
    Code.THEME_RETIRED: (
        "Das Thema gab es in der Auswertung nicht mehr.",
        "{themes} der Themen gab es in der Auswertung nicht mehr.",
    ),
    Code.STATEMENTS_GONE: (
        "Eine von {of} Aussagen, auf denen sie beruht, gibt es nicht mehr.",
        "{statements} von {of} Aussagen, auf denen sie beruht, gibt es nicht mehr.",
    ),
    Code.OVERRULED: (
        "Eine spätere Entscheidung widerspricht ihr; die spätere gilt.",
        "Spätere Entscheidungen widersprechen ihr an {links} Stellen; die späteren gelten.",
    ),
    Code.EQUAL_TEXTS: (
        "Zwei ihrer Aussagen haben denselben Wortlaut und lassen sich nicht trennen.",
        "{pairs} Paare ihrer Aussagen haben denselben Wortlaut und lassen sich nicht trennen.",
    ),
    Code.SCATTERED: (
        f"Nur eine von {{of}} Aussagen, {_KNOWN_BY}, liegt noch darin. {_STILL}",
        f"Nur {{statements}} von {{of}} Aussagen, {_KNOWN_BY}, liegen noch darin. {_STILL}",
    ),
    Code.ABSORBED: (_ABSORBED, _ABSORBED),
    Code.WEAK: (_WEAK, _WEAK),
}
"""What a run reports about a decision: for one and for several of what the first figure counts."""

_LOST: Final = f"Keine der Aussagen, {_KNOWN_BY}, liegt noch in einem Thema."


def outcome(code: str, figures: Mapping[str, float]) -> str:
    """Say what a run reports about a decision.

    Args:
        code: A member of :class:`nlp.themes.replay.Code`.
        figures: By name; the first one counts what the sentence is about.
    """
    known = Code(code)
    count = next(iter(figures.values()), 1)
    if known is Code.SCATTERED and not count:
        return _LOST
    one, several = OUTCOMES[known]
    return (one if count == 1 else several).format_map(figures)
