"""For whom something is shown: everything, what is released, or its figures only."""

from __future__ import annotations

from enum import StrEnum, auto
from typing import TYPE_CHECKING

from service.access.roles import Permission, Role

if TYPE_CHECKING:
    from service.access.principal import Principal


class Audience(StrEnum):
    """How much somebody sees of the themes of a Kreis."""

    FULL = auto()
    """Everything, as it stands now."""
    WORDING = auto()
    """What is released, with the wording of the statements."""
    FIGURES = auto()
    """What is released, without any wording."""


def audience_of(principal: Principal) -> Audience:
    """Return how much somebody sees; whoever is not named here sees figures only."""
    if principal.may(Permission.STATEMENTS_READ):
        return Audience.FULL
    if principal.role is Role.LENKUNGSGRUPPE:
        return Audience.WORDING
    return Audience.FIGURES
