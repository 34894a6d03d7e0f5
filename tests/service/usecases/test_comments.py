"""Comments on released themes: who writes, reads and takes them back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from nlp.anonymity import gate
from service.access.roles import Role
from service.errors import (
    CommentNotFoundError,
    DoubtfulTextError,
    EmptyTextError,
    ForeignCommentError,
    NotAllowedError,
    NotReleasedError,
    PersonalTextError,
    ServiceError,
    ThemeNotFoundError,
)
from service.store.release_tables import ReleaseRow
from service.store.steering_tables import CommentRow
from service.usecases.audit import Action
from service.usecases.comments import NewComment, comment, list_comments, withdraw_comment
from tests.service.conferences import DISTRICT
from tests.service.helpers import kept
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
    member,
    recorded,
)

if TYPE_CHECKING:
    from datetime import datetime

    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.comments import CommentView
    from service.usecases.steering import Member

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def _themes(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Gate(uncertain={"Amina": "name"}, certain={"Müller": "name"})
    monkeypatch.setattr(gate, "check", found)
    add_themes(database)


def write(
    database: Database,
    text: str = "Das betrifft auch andere.",
    *,
    by: Member = GROUP,
    theme: str = COURSES,
    now: datetime = NOW,
) -> CommentView:
    return comment(database, theme, NewComment(text), member=by, now=now)


def read(database: Database, by: Member = GROUP, theme: str = COURSES) -> list[CommentView]:
    return list(list_comments(database, theme, member=by, now=NOW).items)


def rows(database: Database) -> list[CommentRow]:
    with database.reading() as session:
        return list(session.exec(select(CommentRow)))


def test_the_newest_comes_first_with_role_and_date_and_nobodys_name(database: Database) -> None:
    write(database, "Bitte prüfen.")
    write(database, "Ist geprüft.", by=OFFICE, now=NOW + timedelta(hours=1))
    newest, first = read(database)
    assert (newest.text, newest.role, newest.own) == ("Ist geprüft.", "koordination", False)
    assert (first.text, first.role, first.own) == ("Bitte prüfen.", "lenkungsgruppe", True)
    assert first.created_at == NOW
    assert [one.own for one in read(database, OFFICE)] == [True, False]


def test_a_list_comes_in_pages(database: Database) -> None:
    for number in range(3):
        write(database, f"Nummer {number}", now=NOW + timedelta(minutes=number))
    page = list_comments(database, COURSES, member=GROUP, now=NOW, offset=1, limit=1)
    assert ([one.text for one in page.items], page.total) == (["Nummer 1"], 3)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (" \n ", EmptyTextError),
        ("Frau Müller fragen", PersonalTextError),
        ("Amina fragen", DoubtfulTextError),
    ],
)
def test_what_is_refused_is_neither_stored_nor_recorded(
    database: Database, text: str, error: type[ServiceError]
) -> None:
    with pytest.raises(error):
        write(database, text)
    assert rows(database) == []
    assert recorded(database) == []


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
def test_only_on_themes_that_the_group_sees(
    database: Database, by: Member, theme: str, error: type[ServiceError]
) -> None:
    with pytest.raises(error):
        write(database, by=by, theme=theme)
    assert rows(database) == []


@pytest.mark.parametrize(("by", "error"), [(ABROAD, ThemeNotFoundError), (LAND, NotAllowedError)])
def test_nobody_else_reads_them(database: Database, by: Member, error: type[ServiceError]) -> None:
    write(database)
    with pytest.raises(error):
        read(database, by)


def test_the_koordination_reads_without_releasing_anything(database: Database) -> None:
    assert read(database, OFFICE, BUSES) == []
    with database.reading() as session:
        assert session.exec(select(ReleaseRow)).all() == []


def test_who_wrote_it_takes_it_back_and_it_is_gone_from_the_files(
    database: Database, settings: Settings
) -> None:
    text = "Bitte die Volkshochschule zur nächsten Sitzung einladen."
    written = write(database, text)
    assert text in [one.text for one in read(database)]
    withdraw_comment(database, COURSES, written.id, member=GROUP, now=NOW)
    assert read(database) == []
    assert text.encode() not in kept(settings)


@pytest.mark.parametrize("by", [OFFICE, member(Role.LENKUNGSGRUPPE, number=2)])
def test_nobody_takes_back_what_somebody_else_wrote(database: Database, by: Member) -> None:
    written = write(database)
    with pytest.raises(ForeignCommentError):
        withdraw_comment(database, COURSES, written.id, member=by, now=NOW)
    assert len(rows(database)) == 1


@pytest.mark.parametrize(("by", "theme"), [(ABROAD, COURSES), (GROUP, BUSES)])
def test_a_comment_is_one_of_its_kreis_and_its_theme(
    database: Database, by: Member, theme: str
) -> None:
    written = write(database)
    with pytest.raises(CommentNotFoundError):
        withdraw_comment(database, theme, written.id, member=by, now=NOW)


def test_both_are_recorded_without_a_word(database: Database) -> None:
    written = write(database)
    withdraw_comment(database, COURSES, written.id, member=GROUP, now=NOW)
    found = recorded(database)
    assert [(row.action, row.object_id, row.chain, row.actor) for row in found] == [
        (action, str(written.id), DISTRICT, GROUP.actor)
        for action in (Action.COMMENT_WRITTEN, Action.COMMENT_WITHDRAWN)
    ]
