"""What stands of the resolutions of the Lenkungsgruppe: of each theme the last one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlmodel import col, select

from service.store.steering_tables import ResolutionRow

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session


class ResolutionState(StrEnum):
    """What the Lenkungsgruppe resolves: those states of the process that are its own."""

    PRIORITISED = "prioritised"
    PROJECT_GROUP = "project_group"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    POSTPONED = "postponed"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What stands of a theme.

    Attributes:
        state: What was resolved last.
        decided_on: Day of the meeting.
    """

    state: ResolutionState
    decided_on: date


def resolved(session: Session, district: str) -> dict[str, Resolved]:
    """Return what stands of the themes of a Kreis, by stable id: what was recorded last."""
    query = (
        select(ResolutionRow.theme, ResolutionRow.state, col(ResolutionRow.decided_on))
        .where(ResolutionRow.district_id == district)
        .order_by(col(ResolutionRow.number))
    )
    rows = session.exec(query)
    return {theme: Resolved(ResolutionState(state), day) for theme, state, day in rows}
