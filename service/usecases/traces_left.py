"""What is left of removed texts and vectors, wherever the database keeps anything.

What another note, a name, comment or reason that people wrote, or the register holds as well is
not sought: there it may stay.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import select

from service.search.pieces import LEAST, forms, pieces, probes
from service.search.stream import Search
from service.store.steering_tables import CommentRow, ResolutionRow
from service.store.tables import DecisionRow, District, MunicipalityRow, NoteRow, StatementRow
from service.store.traces import Where, look
from service.usecases.receipts import PlaceView

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlmodel import Session

    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.forgetting import Removed

_BATCH: Final = 1_000  # rows
_END: Final = b"\0"  # between two values


@dataclass(frozen=True, slots=True)
class Reach:
    """What lies beside the database.

    Attributes:
        data: The data folder; none where only the database's own files are searched.
        backups: The folder of the backups; none where it is not known.
        days: How long a backup is kept.
    """

    data: Path | None = None
    backups: Path | None = None
    days: int = 30

    @classmethod
    def of(cls, settings: Settings) -> Reach:
        """Return what lies beside the database of an installation."""
        return cls(settings.data_dir, settings.backup_dir, settings.backup_days)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; numbers as in :class:`service.usecases.receipts.ProofView`."""

    texts: int = 0
    vectors: int = 0
    elsewhere: int = 0
    short: int = 0
    places: tuple[PlaceView, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether all places are clean, but for a server's own log."""
        searched = [place for place in self.places if place.where != Where.SERVER_LOG]
        return bool(searched) and not any(place.found for place in searched)


def seek(database: Database, removed: Removed, *, reach: Reach) -> Found:
    """Seek what was removed.

    Raises:
        DatabaseError: The database cannot be read.
        SearchFailedError: The search did not come to its end.
    """
    texts = set(removed.texts)
    long = {text for text in texts if len(text.encode()) >= LEAST}
    of_text = {text: {piece for form in forms(text) for piece in pieces(form)} for text in long}
    elsewhere = _elsewhere(database, Search(set().union(*of_text.values())))
    sought = {text: found - elsewhere for text, found in of_text.items()}
    owners: dict[bytes, set[int]] = defaultdict(set)
    for number, found in enumerate(sought.values()):
        for piece in found:
            owners[piece].add(number)
    for number, vector in enumerate(removed.vectors, start=len(sought)):
        for piece in probes(vector):
            owners[piece].add(number)
    places = look(database, owners, folder=reach.data, apart=reach.backups)
    return Found(
        texts=sum(map(bool, sought.values())),
        vectors=len(removed.vectors),
        elsewhere=sum(not found for found in sought.values()),
        short=len(texts) - len(long),
        places=tuple(
            PlaceView(
                where=place.where,
                things=place.things,
                length=place.length,
                found=len(_owners(owners, place.found)),
                unreadable=place.unreadable,
            )
            for place in places
        ),
    )


def _owners(owners: Mapping[bytes, set[int]], found: frozenset[bytes]) -> set[int]:
    return set().union(*(owners[piece] for piece in found))


def _elsewhere(database: Database, search: Search) -> set[bytes]:
    """Return the pieces that are also in what may stay."""
    with database.reading() as session:
        stored = (form + _END for value in _staying(session) for form in forms(value))
        found, _ = search.found(stored)
    return found


def _staying(session: Session) -> Iterator[str]:
    """Yield all that people wrote and that is still there, and names of places."""
    for column in (
        StatementRow.text,
        StatementRow.section,
        DecisionRow.label,
        CommentRow.text,
        ResolutionRow.reason,
        MunicipalityRow.name,
        District.name,
    ):
        yield from session.exec(select(column).execution_options(yield_per=_BATCH))
    for names in session.exec(select(NoteRow.institutions)):
        yield from names
