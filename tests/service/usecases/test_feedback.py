"""What became of a note: told in numbers, and of small themes not even that."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from service.disclosure.threshold import Threshold
from service.errors import NoteNotFoundError
from service.usecases.feedback import note_status
from service.usecases.notes import get_note, list_notes
from tests.service.conferences import BEGINNING, DISTRICT, TOWNS, Said, add_conference, add_run

if TYPE_CHECKING:
    from uuid import UUID

    from service.store.sessions import Database
    from service.usecases.feedback import NoteStatus

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 22, tzinfo=UTC)
THRESHOLD = Threshold(5, 3)


@pytest.fixture
def note(database: Database) -> UUID:
    """A note of Verl with a statement of a large theme, one of a small one, and one of none.

    Four other conferences share the large theme, one the small one.
    """
    for number in range(2, 6):
        said = (f"Ein Sprachkurs fehlt, {number}.", f"Kein Sprachkurs, {number}.")
        bus = (f"Ein Bus fehlt, {number}.",) if number == 2 else ()
        add_conference(database, Said("Gütersloh", date(2026, 5, number), (*said, *bus)))
    said = ("Ein Sprachkurs fehlt, 1.", "Kein Sprachkurs, 1.", "Ein Bus fehlt, 1.", "Allein.")
    return add_conference(database, Said("Verl", date(2026, 5, 1), said, ("Eine Mutter.",)))


def status_of(database: Database, note: UUID, threshold: Threshold | None) -> NoteStatus:
    return note_status(database, note, district=DISTRICT, threshold=threshold, now=NOW)


def run(database: Database) -> None:
    add_run(database, {"T-2026-001": "Sprachkurs", "T-2026-002": "Bus"})


def test_before_a_run_a_note_waits(database: Database, note: UUID) -> None:
    found = status_of(database, note, None)
    assert (found.evaluated_at, found.problems, found.in_themes) == (None, 4, 0)
    assert get_note(database, note, district=DISTRICT).note.evaluated_at is None


def test_after_a_run_it_is_told_how_many_statements_are_in_themes(
    database: Database, note: UUID
) -> None:
    run(database)
    found = status_of(database, note, None)
    assert (found.problems, found.in_themes) == (4, 3)
    listed = {one.id: one for one in list_notes(database, district=DISTRICT).items}
    assert found.evaluated_at == listed[note].evaluated_at
    assert found.evaluated_at is not None
    assert (found.evaluated_at - BEGINNING).days == 1


def test_a_note_that_came_after_the_run_waits(database: Database, note: UUID) -> None:
    run(database)
    late = add_conference(database, Said("Verl", date(2026, 6, 1), ("Ein Bus fehlt, 9.",)))
    listed = {one.id: one for one in list_notes(database, district=DISTRICT).items}
    assert listed[late].evaluated_at is None
    assert listed[note].evaluated_at is not None
    assert status_of(database, late, None).evaluated_at is None


def test_themes_that_are_not_released_are_not_told_about(database: Database, note: UUID) -> None:
    run(database)
    assert status_of(database, note, THRESHOLD).in_themes == 2


def test_a_note_of_another_municipality_or_kreis_is_not_there(
    database: Database, note: UUID
) -> None:
    for district, municipality, id_ in (
        ("05758", None, note),
        (DISTRICT, TOWNS["Gütersloh"], note),
        (DISTRICT, None, uuid4()),
    ):
        with pytest.raises(NoteNotFoundError):
            note_status(
                database,
                id_,
                district=district,
                municipality=municipality,
                threshold=None,
                now=NOW,
            )


def test_the_notes_of_a_municipality_are_listed_and_shown_alone(
    database: Database, note: UUID
) -> None:
    found = list_notes(database, district=DISTRICT, municipality=TOWNS["Verl"])
    assert ([one.id for one in found.items], found.total) == ([note], 1)
    assert list_notes(database, district=DISTRICT).total == 5
    get_note(database, note, district=DISTRICT, municipality=TOWNS["Verl"])
    with pytest.raises(NoteNotFoundError):
        get_note(database, note, district=DISTRICT, municipality=TOWNS["Gütersloh"])
