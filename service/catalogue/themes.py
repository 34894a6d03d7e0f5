"""What is said about themes on their pages: reach, trust, fields, nearness, what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nlp.types import Reach
from service.catalogue.message import Message
from service.catalogue.trust import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlp.types import Trust

REACHES: Final[Mapping[Reach, str]] = {
    Reach.STRUCTURAL: "strukturell",
    Reach.LOCAL: "örtlich",
    Reach.OPEN: "noch offen, ob strukturell",
}
NO_FIELD: Final = "Noch ohne Handlungsfeld"

_CERTAINTIES: Final = ((0.8, "ziemlich sicher"), (0.5, "wahrscheinlich"), (0.0, "möglich"))
# Cosine distance of a statement to the mean of the nearest theme, and what to call it. Of the
# demo's 214 bundled statements half are nearer to their own theme's mean than the first step,
# 19 in 20 nearer than the second; their nearest other theme is .92 away in the median.
_DISTANCES: Final = ((0.8, "liegt nahe bei"), (0.88, "etwas entfernt von"))
_FAR: Final = "passt zu keinem Thema, am ehesten zu"

DONE: Final[Mapping[str, Message]] = {
    "umbenannt": Message(
        "Name gespeichert", "Der Name gilt sofort und bleibt in allen künftigen Auswertungen."
    ),
    "zusammengelegt": Message(
        "Themen zusammengelegt",
        "Ihre Aussagen stehen jetzt hier und bleiben in allen künftigen Auswertungen beisammen.",
    ),
    "aufgegangen": Message(
        "Das Thema gehört jetzt hierher",
        "Das Thema, das Sie aufgerufen haben, wurde mit diesem zusammengelegt.",
    ),
    "abgetrennt": Message(
        "Aussagen abgetrennt", "Sie sind jetzt ein eigenes Thema und bleiben es künftig."
    ),
    "gebildet": Message(
        "Neues Thema gebildet", "Seine Aussagen bleiben in allen künftigen Auswertungen beisammen."
    ),
    "verschoben": Message(
        "Aussagen verschoben", "Sie bleiben in allen künftigen Auswertungen in diesem Thema."
    ),
    "handlungsfeld": Message(
        "Handlungsfeld gespeichert", "Unter diesem Handlungsfeld steht das Thema jetzt."
    ),
    "thema-zurueckgestellt": Message(
        "Thema zurückgestellt",
        "Es steht jetzt am Ende der Themen. Unter „Entscheidungen“ können Sie das zurücknehmen.",
    ),
    "aussagen-zurueckgestellt": Message(
        "Aussagen zurückgestellt",
        "Sie gehören zu keinem Thema mehr. Im Themenspeicher können Sie sie zurückholen.",
    ),
    "beschlossen": Message(
        "Beschluss festgehalten",
        "Er gilt jetzt als Stand des Themas. Frühere Beschlüsse bleiben zum Nachlesen.",
    ),
    "kommentiert": Message(
        "Kommentar gespeichert",
        "Lenkungsgruppe und Koordination Ihres Kreises können ihn jetzt lesen.",
    ),
    "kommentar-zurueckgenommen": Message(
        "Kommentar zurückgenommen", "Er ist gelöscht; niemand kann ihn mehr lesen."
    ),
    "zurueckgenommen": Message(
        "Entscheidung zurückgenommen",
        "Künftige Auswertungen beachten sie nicht mehr. Was die letzte Auswertung daraus gemacht "
        "hat, bleibt bis zur nächsten.",
    ),
}
"""What was done, by the word that stands in the address of the page after it."""


def trust_word(trust: Trust) -> str:
    """Say in a word or two how far a theme can be relied on."""
    if not trust.recovery:
        return "Nicht geprüft"
    return next(name for least, name in LEVELS if trust.agreement >= least)


def certainty_word(certainty: float) -> str:
    """Say how sure a proposed Handlungsfeld is; ``certainty`` in ``[0, 1]``."""
    return next(name for least, name in _CERTAINTIES if certainty >= least)


def distance_word(distance: float) -> str:
    """Say how near a statement is to the theme named next; ``distance`` in ``[0, 2]``."""
    return next((name for most, name in _DISTANCES if distance <= most), _FAR)
