"""What is released of runs: figures, wording, and what changes from run to run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from service.disclosure.audience import Audience
from service.disclosure.threshold import Threshold
from service.disclosure.wording import WITHHELD
from service.errors import NoRunYetError, ThemeNotFoundError
from service.store.release_tables import ReleaseRow
from service.store.tables import AssignmentRow, CandidateThemeRow, DecisionRow, StatementRow
from service.usecases.forgetting import forget_notes
from service.usecases.released import released_decisions, released_theme, released_themes
from service.usecases.released_views import Reader
from tests.service.conferences import DISTRICT, Said, add_conference, add_run

if TYPE_CHECKING:
    from uuid import UUID

    from service.store.sessions import Database
    from service.usecases.released_views import ReleasedDetail, ReleasedThemes

pytestmark = pytest.mark.both_databases

COURSES, BUSES = "T-2026-001", "T-2026-002"
THEMES = {COURSES: "Sprachkurs", BUSES: "Nachtbus"}
READER = Reader(district=DISTRICT, audience=Audience.WORDING, threshold=Threshold())
LAND = Reader(district=DISTRICT, audience=Audience.FIGURES, threshold=Threshold())
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def conference(number: int, *, town: str = "Verl", courses: int = 0, buses: int = 0) -> Said:
    said = [f"Ein Sprachkurs fehlt in {town}, Fall {number}.{at}." for at in range(courses)]
    said += [f"Ein Nachtbus fehlt in {town}, Fall {number}.{at}." for at in range(buses)]
    return Said(town, date(2026, 5, number), (*said, f"Etwas anderes, Fall {number}."))


@pytest.fixture
def notes(database: Database) -> list[UUID]:
    """Four conferences: courses are named often enough, buses are not."""
    towns = ("Verl", "Gütersloh", "Borgholzhausen", "Verl")
    return [
        add_conference(database, conference(number, town=town, courses=2, buses=number == 1))
        for number, town in enumerate(towns, start=1)
    ]


def themes(database: Database, reader: Reader = READER) -> ReleasedThemes:
    return released_themes(database, reader, now=NOW)


def theme(database: Database, reader: Reader = READER) -> ReleasedDetail:
    return released_theme(database, COURSES, reader, now=NOW)


def releases(database: Database) -> list[ReleaseRow]:
    with database.reading() as session:
        return list(session.exec(select(ReleaseRow).order_by(col(ReleaseRow.made_at))))


def test_before_the_first_run_nothing_is_released(database: Database) -> None:
    with pytest.raises(NoRunYetError):
        themes(database)
    with pytest.raises(ThemeNotFoundError):
        theme(database)
    assert released_decisions(database, READER, now=NOW).total == 0


@pytest.mark.usefixtures("notes")
def test_a_large_theme_is_released_and_a_small_one_counted(database: Database) -> None:
    add_run(database, THEMES)
    found = themes(database)
    assert [(one.id, one.size, one.label) for one in found.themes] == [(COURSES, 8, "Sprachkurs")]
    assert (found.further, found.statements, found.conferences) == (1, 13, 4)
    assert (found.heard, found.of) == (3, 13)
    assert (found.themes[0].touched, found.themes[0].at_least) == (2, True)
    assert {one.statements for one in found.themes[0].municipalities} == {None}
    with pytest.raises(ThemeNotFoundError):
        released_theme(database, BUSES, READER, now=NOW)


@pytest.mark.usefixtures("notes")
def test_wording_comes_by_the_alphabet_without_where_it_is_from(database: Database) -> None:
    add_run(database, THEMES)
    detail = theme(database)
    assert detail.statements is not None
    assert len(detail.statements) == 8
    assert list(detail.statements) == sorted(detail.statements)
    assert all("fehlt in [Ort]" in text for text in detail.statements)
    assert detail.parts == ("Teil-Sprachkurs",)
    assert len(detail.representatives) == 2
    assert detail.theme.keywords == ("Sprachkurs",), "what one statement carries is no keyword"


@pytest.mark.usefixtures("notes")
def test_a_statement_that_may_still_name_a_place_is_counted_and_represents_nothing(
    database: Database,
) -> None:
    said = ("Ein Sprachkurs fehlt in G ü t e r s l o h.",)
    add_conference(database, Said("Verl", date(2026, 6, 1), said))
    run = add_run(database, THEMES)
    with database.writing(DISTRICT) as session:
        query = select(StatementRow.id).where(StatementRow.text == said[0])
        row = session.exec(
            select(CandidateThemeRow).where(
                CandidateThemeRow.run_id == run, CandidateThemeRow.stable_id == COURSES
            )
        ).one()
        row.representatives = [str(session.exec(query).one())]
        session.commit()
    detail = theme(database)
    assert (detail.statements or ()).count(WITHHELD) == 1
    assert (len(detail.statements or ()), detail.representatives) == (9, ())


@pytest.mark.usefixtures("notes")
def test_the_land_sees_figures_only(database: Database) -> None:
    add_run(database, THEMES)
    detail = theme(database, LAND)
    assert (detail.statements, detail.representatives, detail.parts) == (None, (), ())
    assert detail.theme.size == 8


@pytest.mark.usefixtures("notes")
def test_a_name_of_rare_words_is_not_for_the_land(database: Database) -> None:
    run = add_run(database, THEMES)
    with database.writing(DISTRICT) as session:
        row = session.exec(
            select(CandidateThemeRow).where(
                CandidateThemeRow.run_id == run, CandidateThemeRow.stable_id == COURSES
            )
        ).one()
        row.label = "Sprachkurs für Imker"
        row.evidence = [*row.evidence, {"word": "Imker", "statements": row.representatives[:1]}]
        session.commit()
    assert theme(database).theme.label == "Sprachkurs für Imker"
    assert theme(database, LAND).theme.label == "Sprachkurs"
    decide(database, "rename", [COURSES], label="Kurse für Berufstätige")
    assert theme(database, LAND).theme.label == "Kurse für Berufstätige"


def add_preliminary(database: Database, run: UUID) -> None:
    """Store a later note whose statements are put where they are nearest to."""
    note = add_conference(database, conference(9, courses=3))
    with database.writing(DISTRICT) as session:
        found = select(CandidateThemeRow).where(CandidateThemeRow.stable_id == COURSES)
        courses = session.exec(found).one()
        session.add_all(
            AssignmentRow(
                run_id=run, statement_id=one.id, district_id=DISTRICT, theme_id=courses.id,
                strength=0.5, x=0.5, y=0.5, preliminary=True,
            )
            for one in session.exec(select(StatementRow).where(StatementRow.note_id == note))
        )  # fmt: skip
        session.commit()


@pytest.mark.usefixtures("notes")
def test_preliminary_statements_are_not_released(database: Database) -> None:
    add_preliminary(database, add_run(database, THEMES))
    found = themes(database)
    assert (found.themes[0].size, found.conferences, found.statements) == (8, 4, 13)
    assert len(theme(database).statements or ()) == 8


@pytest.mark.usefixtures("notes")
def test_one_more_note_changes_nothing_neither_before_nor_after_the_next_run(
    database: Database,
) -> None:
    run = add_run(database, THEMES)
    before, wording = themes(database), theme(database)
    add_preliminary(database, run)
    assert themes(database) == before
    add_run(database, THEMES, number=2)
    assert themes(database).themes == before.themes
    assert theme(database) == wording


@pytest.mark.usefixtures("notes")
def test_enough_new_statements_of_enough_conferences_are_released(database: Database) -> None:
    add_run(database, THEMES)
    assert themes(database).themes[0].size == 8
    for number in (9, 10, 11):
        add_conference(database, conference(number, courses=2))
    add_run(database, THEMES, number=2)
    assert theme(database).theme.size == 14
    assert len(theme(database).statements or ()) == 14


def test_after_a_deletion_the_wording_is_withheld_and_the_figures_stay(
    database: Database, notes: list[UUID]
) -> None:
    add_conference(database, conference(5, courses=2))
    add_run(database, THEMES)
    assert theme(database).statements
    with database.writing(DISTRICT) as session:
        gone = select(StatementRow).where(StatementRow.note_id == notes[2])
        for row in session.exec(gone).all():
            session.delete(row)
        session.commit()
    detail = theme(database)
    assert (detail.statements, detail.representatives) == (None, ())
    assert detail.theme.size == 10
    add_run(database, THEMES, number=2)
    assert theme(database) == detail, "8 after 10 would tell which two were deleted"


def test_files_of_one_conference_are_one_conference(database: Database) -> None:
    for part in range(3):
        said = tuple(f"Ein Sprachkurs fehlt, Teil {part}.{at}." for at in range(3))
        add_conference(database, Said("Verl", date(2026, 5, 1), said))
    for number in (2, 3, 4):
        add_conference(database, conference(number))
    add_run(database, THEMES)
    found = themes(database)
    assert (found.themes, found.further, found.conferences) == ((), 1, 4)


@pytest.mark.usefixtures("notes")
def test_a_word_in_three_files_of_one_conference_is_no_keyword(database: Database) -> None:
    for part in range(3):
        said = (f"Ein Sprachkurs mit Imkern fehlt, Teil {part}.",)
        add_conference(database, Said("Verl", date(2026, 6, 1), said))
    run = add_run(database, THEMES)
    with database.writing(DISTRICT) as session:
        query = select(StatementRow.id).where(col(StatementRow.text).contains("Imkern"))
        imkern = [str(id_) for id_ in session.exec(query)]
        row = session.exec(
            select(CandidateThemeRow).where(
                CandidateThemeRow.run_id == run, CandidateThemeRow.stable_id == COURSES
            )
        ).one()
        row.keywords = [*row.keywords, {"word": "Imker", "weight": 1.0, "statements": imkern}]
        session.commit()
    assert len(imkern) == 3
    assert themes(database).themes[0].keywords == ("Sprachkurs",)


def forget(database: Database, note: UUID) -> None:
    with database.writing(DISTRICT) as session:
        forget_notes(session, [note], district=DISTRICT)
        session.commit()


def test_a_deleted_note_is_not_told_by_what_comes_after_it(
    database: Database, notes: list[UUID]
) -> None:
    add_conference(database, conference(5, courses=2))
    add_run(database, THEMES)
    before = themes(database).themes
    assert before[0].size == 10
    with database.reading() as session:
        query = select(StatementRow.id).where(StatementRow.note_id == notes[2])
        gone = [str(id_) for id_ in session.exec(query)]
    forget(database, notes[2])
    stored = str([row.content for row in releases(database)])
    assert len(gone) == 3
    assert not [id_ for id_ in gone if id_ in stored]
    for number in (9, 10, 11):
        add_conference(database, conference(number, courses=4))
    add_run(database, THEMES, number=2)
    found = theme(database)
    assert (found.theme.size, found.statements) == (10, None), "20 shows which two are gone"
    for note in (notes[0], notes[3]):
        forget(database, note)
    add_run(database, THEMES, number=3)
    assert theme(database).theme.size == 16, "six of three conferences are gone"
    assert len(theme(database).statements or ()) == 16


@pytest.mark.usefixtures("notes")
def test_a_run_is_released_once_with_figures_and_no_wording(database: Database) -> None:
    add_run(database, THEMES)
    themes(database)
    theme(database, LAND)
    (row,) = releases(database)
    assert set(row.content["themes"]) == {COURSES}
    assert "Sprachkurs" not in str(row.content)
    with database.reading() as session:
        released = session.exec(select(StatementRow.text).where(col(StatementRow.released)))
        assert len(list(released)) == 8


@pytest.mark.usefixtures("notes")
def test_first_readers_at_the_same_moment_make_one_release(database: Database) -> None:
    add_run(database, THEMES)
    with ThreadPoolExecutor(max_workers=4) as readers:
        found = list(readers.map(lambda _: themes(database), range(4)))
    assert found == [found[0]] * 4
    assert len(releases(database)) == 1


@pytest.mark.usefixtures("notes")
def test_another_threshold_holds_at_once(database: Database) -> None:
    add_run(database, THEMES)
    assert themes(database).themes
    stricter = Reader(district=DISTRICT, audience=Audience.WORDING, threshold=Threshold(9, 3))
    assert themes(database, stricter).themes == ()
    assert themes(database).themes, "what was released under it before is still there"
    assert len(releases(database)) == 2


# --- decisions --------------------------------------------------------------------


def decide(
    database: Database, kind: str, themes: list[str], *, label: str = "", field: str = ""
) -> None:
    with database.writing(DISTRICT) as session:
        rows = session.exec(select(DecisionRow)).all()
        session.add(
            DecisionRow(
                district_id=DISTRICT, number=len(rows) + 1, kind=kind, themes=themes,
                label=label, field=field, created_at=NOW,
                statements=["0" * 32] if kind == "move" else [],
            )
        )  # fmt: skip
        session.commit()


@pytest.mark.usefixtures("notes")
def test_a_new_name_and_field_show_at_once(database: Database) -> None:
    add_run(database, THEMES)
    decide(database, "rename", [COURSES], label="Kurse")
    decide(database, "field", [COURSES], field="wohnen-mobilitaet")
    assert (theme(database).theme.label, theme(database).theme.field) == (
        "Kurse", "wohnen-mobilitaet"
    )  # fmt: skip


@pytest.mark.usefixtures("notes")
def test_a_dismissed_theme_is_gone_at_once(database: Database) -> None:
    add_run(database, THEMES)
    decide(database, "dismiss", [COURSES])
    assert themes(database).themes == ()
    with pytest.raises(ThemeNotFoundError):
        theme(database)


@pytest.mark.usefixtures("notes")
def test_statements_that_are_moved_stay_until_the_next_run(database: Database) -> None:
    add_run(database, THEMES)
    before = theme(database)
    decide(database, "move", [COURSES])
    assert theme(database) == before


@pytest.mark.usefixtures("notes")
def test_decisions_about_themes_that_are_not_released_are_not_listed(
    database: Database,
) -> None:
    add_run(database, THEMES)
    decide(database, "rename", [COURSES], label="Kurse")
    decide(database, "rename", [BUSES], label="Busse")
    decide(database, "merge", [COURSES, BUSES])
    decide(database, "dismiss", [])
    found = released_decisions(database, READER, now=NOW)
    assert [(one.number, one.themes[0].label) for one in found.items] == [(1, "Kurse")]
    assert found.total == 1
