"""What the Lenkungsgruppe resolves: the last one stands, and nobody overlooks another one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from nlp.anonymity import gate
from service.errors import (
    DoubtfulTextError,
    EarlyMeetingError,
    FutureMeetingError,
    LongTextError,
    NotAllowedError,
    NotReleasedError,
    PersonalTextError,
    PreconditionFailedError,
    PreconditionRequiredError,
    ServiceError,
    ThemeNotFoundError,
)
from service.store.steering_tables import LONGEST_REASON, ResolutionRow
from service.usecases.audit import Action
from service.usecases.released import released_theme, released_themes
from service.usecases.resolutions import NewResolution, Resolutions, list_resolutions, resolve
from service.usecases.resolved import ResolutionState, Resolved
from service.usecases.versions import WHATEVER, Seen
from tests.service.usecases.gates import Gate
from tests.service.usecases.steering import (
    ABROAD,
    BUSES,
    COURSES,
    GROUP,
    LAND,
    NEVER,
    NOW,
    OFFICE,
    add_themes,
    recorded,
)

if TYPE_CHECKING:
    from service.store.sessions import Database
    from service.usecases.resolutions import ResolutionView
    from service.usecases.steering import Member

pytestmark = pytest.mark.both_databases

DAY = date(2026, 11, 12)


@pytest.fixture(autouse=True)
def _themes(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Gate(uncertain={"Amina": "name"}, certain={"Müller": "name"})
    monkeypatch.setattr(gate, "check", found)
    add_themes(database)


def record(  # noqa: PLR0913 # what a test says of a resolution
    database: Database,
    state: ResolutionState = ResolutionState.ADOPTED,
    *,
    on: date = DAY,
    reason: str = "",
    by: Member = GROUP,
    theme: str = COURSES,
    seen: Seen = WHATEVER,
    now: datetime = NOW,
) -> ResolutionView:
    new = NewResolution(state=state, decided_on=on, reason=reason)
    return resolve(database, theme, new, member=by, now=now, seen=seen)


def found(database: Database, by: Member = GROUP, theme: str = COURSES) -> Resolutions:
    return list_resolutions(database, theme, member=by, now=NOW)


def seen(version: str) -> Seen:
    return Seen(frozenset({version}))


def test_the_last_one_stands_and_earlier_ones_stay(database: Database) -> None:
    record(database, ResolutionState.PRIORITISED, on=date(2026, 6, 11), reason="Es drängt.")
    record(database, by=OFFICE, reason="Kurse mit Betreuung\nausschreiben.")
    last, first = found(database).items
    assert (last.state, last.decided_on, last.role) == ("adopted", DAY, "koordination")
    assert last.reason == "Kurse mit Betreuung\nausschreiben."
    assert (first.state, first.role, first.reason) == (
        "prioritised", "lenkungsgruppe", "Es drängt."
    )  # fmt: skip
    assert found(database, OFFICE) == found(database)


def test_what_stands_is_told_with_the_theme_also_to_the_land(database: Database) -> None:
    assert released_theme(database, COURSES, LAND.reader, now=NOW).theme.resolved is None
    record(database, ResolutionState.PRIORITISED, on=date(2026, 6, 11))
    record(database, reason="Geheim bleibt das nicht.")
    wanted = Resolved(ResolutionState.ADOPTED, DAY)
    for reader in (GROUP.reader, LAND.reader):
        assert released_theme(database, COURSES, reader, now=NOW).theme.resolved == wanted
        themes = released_themes(database, reader, now=NOW).themes
        assert [one.resolved for one in themes] == [wanted]


@pytest.mark.parametrize(
    ("by", "theme", "error"),
    [
        (GROUP, BUSES, ThemeNotFoundError),
        (GROUP, NEVER, ThemeNotFoundError),
        (OFFICE, BUSES, NotReleasedError),
        (OFFICE, NEVER, ThemeNotFoundError),
        (ABROAD, COURSES, ThemeNotFoundError),
        (LAND, COURSES, NotAllowedError),
    ],
)
def test_only_about_themes_that_the_group_sees(
    database: Database, by: Member, theme: str, error: type[ServiceError]
) -> None:
    with pytest.raises(error):
        record(database, by=by, theme=theme)
    with database.reading() as session:
        assert session.exec(select(ResolutionRow)).all() == []


@pytest.mark.parametrize(("by", "error"), [(ABROAD, ThemeNotFoundError), (LAND, NotAllowedError)])
def test_nobody_else_reads_their_reasons(
    database: Database, by: Member, error: type[ServiceError]
) -> None:
    record(database)
    with pytest.raises(error):
        found(database, by)


# --- What is wrong ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("Frau Müller will es", PersonalTextError),
        ("Amina will es", DoubtfulTextError),
        ("a" * (LONGEST_REASON + 1), LongTextError),
    ],
)
def test_a_reason_passes_the_gate_first(
    database: Database, reason: str, error: type[ServiceError]
) -> None:
    with pytest.raises(error):
        record(database, reason=reason)
    assert found(database).total == 0


def test_a_doubtful_reason_can_be_confirmed(database: Database) -> None:
    new = NewResolution(
        state=ResolutionState.ADOPTED, decided_on=DAY, reason="Amina e. V. hilft", no_person=True
    )
    resolve(database, COURSES, new, member=GROUP, now=NOW, seen=WHATEVER)
    assert found(database).items[0].reason == "Amina e. V. hilft"


def test_a_meeting_is_today_at_the_latest_as_the_day_is_in_germany(database: Database) -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # half past midnight there
    record(database, on=date(2026, 11, 21), now=late)
    with pytest.raises(FutureMeetingError):
        record(database, on=date(2026, 11, 22), now=late)
    with pytest.raises(EarlyMeetingError):
        record(database, on=date(1999, 12, 31))
    record(database, on=date(2000, 1, 1))


# --- Versions ---------------------------------------------------------------------


def test_who_does_not_say_what_they_have_seen_is_asked(database: Database) -> None:
    for said in (Seen(), seen("T-2026-001.0"), seen(f"{BUSES}/resolutions.0")):
        with pytest.raises(PreconditionRequiredError):
            record(database, seen=said)
    assert found(database).total == 0


def test_who_has_seen_what_stands_records_the_next(database: Database) -> None:
    first = record(database, seen=seen(found(database).version))
    assert first.version == found(database).version
    record(database, ResolutionState.FORWARDED, seen=seen(first.version))
    assert [one.number for one in found(database).items] == [2, 1]


@pytest.mark.parametrize("count", ["0", "7", "x", "9" * 5_000])
def test_who_has_seen_something_else_is_told_what_happened(database: Database, count: str) -> None:
    record(database, by=OFFICE)
    with pytest.raises(PreconditionFailedError) as raised:
        record(database, seen=seen(f"{COURSES}/resolutions.{count}"))
    assert dict(raised.value.versions) == {f"{COURSES}/resolutions": found(database).version}
    told = [(one.about, one.action, one.kind, one.actor) for one in raised.value.changes]
    happened = [(COURSES, Action.RESOLUTION_RECORDED, "adopted", OFFICE.actor)]
    assert told == ([] if count == "7" else happened)


def test_of_several_at_once_exactly_one_is_recorded(database: Database) -> None:
    version = found(database).version

    def attempt(_number: int) -> bool:
        try:
            record(database, seen=seen(version))
        except PreconditionFailedError:
            return False
        return True

    with ThreadPoolExecutor(max_workers=4) as people:
        assert sum(people.map(attempt, range(4))) == 1
    assert found(database).total == 1


def test_it_is_recorded_without_a_word(database: Database) -> None:
    made = record(database, reason="Es drängt.")
    (row,) = recorded(database)
    assert (row.action, row.object_id, row.actor) == (
        Action.RESOLUTION_RECORDED, str(made.id), GROUP.actor
    )  # fmt: skip
