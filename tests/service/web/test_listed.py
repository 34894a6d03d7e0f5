"""A theme of thousands of statements is read page by page, and by its words and sub-themes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from service.access.roles import Role
from service.store.tables import CandidateThemeRow
from service.web import paging
from tests.service.helpers import sign_in
from tests.service.web.examples import COURSES, add_themes, release
from tests.service.web.test_pages import text_of
from tests.service.web.test_themes import PAGE, STORE, act, held, where

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from service.store.sessions import Database


@pytest.fixture(autouse=True)
def named(database: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two themes of three statements, three in none, and pages of two.

    Returns the one statement that carries a word of the name of a theme.
    """
    add_themes(database)
    with database.writing() as session:
        query = select(CandidateThemeRow).where(CandidateThemeRow.stable_id == COURSES)
        row = session.exec(query).one()
        ids = row.keywords[0]["statements"]
        row.evidence = [{"word": "Kinderbetreuung", "statements": ids[2:]}]
        session.commit()
    monkeypatch.setattr(paging, "_SIZE", 2)
    return str(ids[2])


def test_each_statement_stands_on_one_page(client: TestClient) -> None:
    first, second = held(client), held(client, f"{PAGE}?seite=2")
    assert (len(first), len(second)) == (2, 1)
    assert not set(first) & set(second)
    page = client.get(PAGE)
    assert f'rel="next" href="{PAGE}?seite=2#aussagen"' in page.text
    assert "Seite 1 von 2" in text_of(page)
    assert "Aussagen (3)" in text_of(page)
    assert "Ausgewählt werden nur Aussagen dieser Seite" in text_of(page)


def test_what_is_on_one_page_is_not_paged(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "_SIZE", 3)
    assert len(held(client)) == 3
    assert "Ausgewählt werden nur" not in text_of(client.get(PAGE))


def test_beyond_the_last_page_is_the_last(client: TestClient) -> None:
    assert held(client, f"{PAGE}?seite=99") == held(client, f"{PAGE}?seite=2")


def test_the_list_is_narrowed_to_a_word_or_a_sub_theme(client: TestClient, named: str) -> None:
    word, part = f"{PAGE}?wort=1", f"{PAGE}?teil=1"
    assert held(client, word) == [named]
    assert "Sie sehen nur Aussagen mit dem Wort „Kinderbetreuung“" in text_of(client.get(word))
    assert "Sie sehen nur das Teilthema „Vormittags“" in text_of(client.get(part))
    assert len(held(client, part)) == 2
    assert named not in held(client, part)
    assert f'href="{PAGE}#aussagen"' in client.get(word).text


@pytest.mark.parametrize("query", ["wort=99", "teil=99", "wort=0"])
def test_a_word_that_is_not_there_narrows_nothing(client: TestClient, query: str) -> None:
    page = client.get(f"{PAGE}?{query}")
    assert "Aussagen (3)" in text_of(page)
    assert "Sie sehen nur" not in text_of(page)


@pytest.mark.parametrize("query", ["seite=0", "wort=-1", "teil=x", "seite=" + "9" * 30])
def test_a_number_that_is_none_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == 422


def test_words_of_the_proposed_name_come_first_and_say_so(client: TestClient) -> None:
    page = text_of(client.get(PAGE))
    assert "Kinderbetreuung (1) im Namen" in page
    assert page.index("Kinderbetreuung (1) im Namen") < page.index("Sprachkurse (3)")
    assert "Sprachkurse (3) im Namen" not in page


def test_of_a_word_with_many_statements_the_list_shows_all(
    client: TestClient, database: Database
) -> None:
    with database.writing() as session:
        query = select(CandidateThemeRow).where(CandidateThemeRow.stable_id == COURSES)
        row = session.exec(query).one()
        row.keywords = [{**row.keywords[0], "statements": row.keywords[0]["statements"] * 4}]
        session.commit()
    page = client.get(PAGE).text
    assert f'href="{PAGE}?wort=2#aussagen">Alle 12 Aussagen zeigen' in page


def test_after_a_decision_one_is_where_one_was(client: TestClient) -> None:
    address = f"{PAGE}?seite=2"
    answer = act(client, address, "aussagen-zurueckstellen", statements=held(client, address))
    assert where(answer) == f"{PAGE}?seite=2&erfolg=aussagen-zurueckgestellt"


def test_after_a_refusal_one_is_where_one_was(client: TestClient) -> None:
    address = f"{PAGE}?seite=2"
    (chosen,) = held(client, address)
    answer = act(client, address, "verschieben", statements=[chosen], target="")
    assert answer.status_code == 422
    assert re.search(rf'value="{chosen}" checked', answer.text)


def test_the_store_pages_each_of_its_lists(client: TestClient) -> None:
    first, second = held(client, STORE), held(client, f"{STORE}?seite=2")
    assert (len(first), len(second)) == (2, 1)
    answer = act(client, f"{STORE}?seite=2", "aussagen-zurueckstellen", statements=second)
    assert where(answer).startswith(f"{STORE}?seite=2&")
    act(client, STORE, "aussagen-zurueckstellen", statements=first)
    page = client.get(STORE)
    assert "Zurückgestellt (3)" in text_of(page)
    assert f'href="{STORE}?zurueckgestellt=2#zurueckgestellt"' in page.text
    assert len(held(client, f"{STORE}?zurueckgestellt=2")) == 1


def test_the_answer_of_the_interface_tells_what_the_name_is_made_of(client: TestClient) -> None:
    theme = client.get(f"/api/themes/current/{COURSES}").json()["theme"]
    (word,) = theme["evidence"]
    assert (word["word"], len(word["statement_ids"])) == ("Kinderbetreuung", 1)


def test_the_record_of_a_theme_is_paged_too(client: TestClient, database: Database) -> None:
    with database.reading() as session:
        query = select(CandidateThemeRow).where(CandidateThemeRow.stable_id == COURSES)
        address = f"/themen/{session.exec(query).one().id}"
    first, second = (client.get(f"{address}?seite={number}") for number in (1, 2))
    assert "Alle Aussagen (3)" in text_of(first)
    assert f'rel="next" href="{address}?seite=2#aussagen"' in first.text
    assert [page.text.count('data-name="Gemeinde"') for page in (first, second)] == [2, 1]


def test_what_is_released_is_paged_as_well(client: TestClient, database: Database) -> None:
    release(database, COURSES)
    sign_in(client, database, role=Role.LENKUNGSGRUPPE)
    found = []
    for number in (1, 2):
        page = client.get(f"{PAGE}?seite={number}")
        assert f"Seite {number} von 2" in text_of(page)
        listed = page.text.split('id="aussagen"')[1].split("</ul>")[0]
        found.append(len(re.findall("<li>", listed)))
    assert found == [2, 1]
