"""The main menu: what somebody may open, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from service.access.routes import PERMISSION_OF

if TYPE_CHECKING:
    from service.access.principal import Principal


class Item(NamedTuple):
    """An entry of the menu; ``key`` is the section of the pages below it."""

    key: str
    address: str
    name: str


_ITEMS: Final = (
    Item("start", "/", "Start"),
    Item("districts", "/kreise", "Kreise"),
    Item("notes", "/protokolle", "Protokolle"),
    Item("runs", "/auswertungen", "Auswertungen"),
    Item("themes", "/themen", "Themen"),
    Item("map", "/karte", "Karte"),
    Item("accounts", "/zugaenge", "Zugänge"),
    Item("deletions", "/loeschungen", "Löschungen"),
    Item("audit", "/aenderungsverlauf", "Änderungsverlauf"),
)


def menu(asking: Principal | None) -> tuple[Item, ...]:
    """Return the entries that somebody may open; nobody sees none."""
    if asking is None:
        return ()
    return tuple(item for item in _ITEMS if asking.may(PERMISSION_OF[f"GET {item.address}"]))
