"""Where a theme comes from and what became of it, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nlp.themes.lineage import Kind
from service.catalogue.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlp.themes.lineage import Link

LINEAGE: Final[Mapping[Kind, Message]] = {
    Kind.MERGED: Message("Zusammengelegt", "Aus mehreren Themen wurde eines."),
    Kind.SPLIT: Message("Geteilt", "Aus einem Thema wurden mehrere."),
    Kind.NEW: Message("Neu", "Diese Themen gab es vorher nicht."),
    Kind.RETIRED: Message(
        "Weggefallen", "Diese Themen gibt es nicht mehr: Ihre Aussagen stehen jetzt woanders."
    ),
    Kind.CONTINUED: Message("Weitergeführt", "Diese Themen gab es schon vorher."),
}
"""What can become of a theme, in the order in which it matters."""


def came_from(link: Link, labels: Mapping[str, str]) -> str:
    """Say where a theme comes from.

    Args:
        link: One of its links.
        labels: By stable id.
    """
    if link.previous is None:
        return "Neu: Dieses Thema gab es in der vorigen Auswertung nicht."
    shared = evidence(link)
    before = f"„{labels.get(link.previous, link.previous)}“"
    if link.kind is Kind.SPLIT:
        if link.previous == link.current:
            return f"Dieses Thema hat sich geteilt; hier geblieben sind {shared}."
        return f"Entstanden aus {before}: von dort kommen {shared}."
    if link.kind is Kind.MERGED and link.previous != link.current:
        return f"Hier ist {before} aufgegangen ({shared})."
    return f"Gab es schon in der vorigen Auswertung ({shared})."


def evidence(link: Link) -> str:
    """Say how much of the theme before is in the theme now: ``9 von 12 Aussagen``."""
    if not link.shared:
        return "nach der Ähnlichkeit ihrer Aussagen"
    of = round(link.shared / link.share_of_previous)
    return f"{link.shared} von {of} {'Aussage' if of == 1 else 'Aussagen'}"
