"""When two people change a theme at once, on the pages: both versions, and the choice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from service.access.roles import Role
from tests.service.helpers import add_account, sign_in
from tests.service.web.examples import COURSES, DOCTORS, add_themes
from tests.service.web.test_pages import text_of
from tests.service.web.test_themes import MERGE, PAGE, STORE, act, held, versions, where

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from httpx import Response

    from service.store.sessions import Database


@pytest.fixture(autouse=True)
def _themes(database: Database) -> None:
    add_themes(database)


def again(client: TestClient, answer: Response) -> Response:
    """Press the button that does it all the same, as a browser does."""
    form = re.search(
        r'<form class="actions" method="post" action="([^"]+)".*?</form>', answer.text, re.DOTALL
    )
    assert form
    fields: dict[str, str | list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form[0]):
        if name in ("themes", "statements"):
            fields.setdefault(name, []).append(value)  # type: ignore[union-attr] # a list
        else:
            fields[name] = value
    return client.post(form[1], data=fields, follow_redirects=False)


def test_who_is_late_sees_both_versions_and_who_changed_it(
    client: TestClient, database: Database
) -> None:
    old = versions(client)
    other = sign_in(client, database)
    act(client, PAGE, "umbenennen", label="Kurse am Abend")
    sign_in(client, database)
    answer = act(client, PAGE, "umbenennen", label="Sprachkurse", versions=old)
    assert answer.status_code == 412
    page = text_of(answer)
    assert page.index("Inzwischen geändert") < page.index(f"Umbenannt – {other.name} (Koord")
    now, wanted = page.split("Das wollten Sie")
    assert "Thema Kurse am Abend" in now
    assert "Name Sprachkurse" in wanted
    assert "Trotzdem umbenennen" in wanted
    assert "Verwerfen" in wanted
    assert "Kurse am Abend" in text_of(client.get(PAGE))
    assert where(again(client, answer)) == f"{PAGE}?erfolg=umbenannt"
    assert "Sprachkurse" in text_of(client.get(PAGE))


def test_what_changes_before_the_button_is_pressed_is_told_again(client: TestClient) -> None:
    old = versions(client)
    act(client, PAGE, "umbenennen", label="Kurse am Abend")
    answer = act(client, PAGE, "thema-zurueckstellen", versions=old)
    act(client, PAGE, "umbenennen", label="Kurse am Morgen")
    late = again(client, answer)
    assert late.status_code == 412
    assert "Kurse am Morgen" in text_of(late)
    assert where(again(client, late)) == f"{PAGE}?erfolg=thema-zurueckgestellt"


@pytest.mark.parametrize(
    ("action", "fields", "told"),
    [
        ("handlungsfeld", {"field": "wohnen-mobilitaet"}, "Handlungsfeld Wohnen und Mobilität"),
        ("thema-zurueckstellen", {}, "Thema zurückstellen"),
        ("abtrennen", {"label": "Abendkurse"}, "Name Abendkurse"),
        ("verschieben", {"target": DOCTORS}, "Ziel Arzttermine ohne Sprachmittlung"),
        ("aussagen-zurueckstellen", {}, "Aussagen zurückstellen"),
    ],
)
def test_everything_on_the_page_of_a_theme_is_kept(
    client: TestClient, action: str, fields: dict[str, str], told: str
) -> None:
    old, first = versions(client), held(client)[0]
    act(client, PAGE, "umbenennen", label="Kurse")
    answer = act(client, PAGE, action, statements=[first], versions=old, **fields)
    assert answer.status_code == 412
    page = text_of(answer)
    assert told in page.split("Das wollten Sie")[1]
    assert ("jetzt im Thema „Kurse“" in page) == (
        action not in ("handlungsfeld", "thema-zurueckstellen")
    )
    assert again(client, answer).status_code == 303


def test_a_theme_that_is_gone_cannot_be_changed_all_the_same(client: TestClient) -> None:
    old = versions(client)
    act(client, MERGE, "zusammenlegen", themes=[COURSES, DOCTORS], target=COURSES)
    answer = act(client, f"/themen/{DOCTORS}", "umbenennen", label="Ärzte", versions=old)
    assert answer.status_code == 412
    page = text_of(answer)
    assert "Das Thema gibt es nicht mehr" in page
    assert "Zusammengelegt" in page
    assert "Trotzdem" not in page
    assert 'href="/themen"' in answer.text


def test_merging_what_was_changed_meanwhile_is_asked_again(client: TestClient) -> None:
    old = versions(client)
    act(client, PAGE, "umbenennen", label="Kurse")
    answer = act(
        client, MERGE, "zusammenlegen", themes=[COURSES, DOCTORS], target=DOCTORS, versions=old
    )
    page = text_of(answer)
    assert "Es bleibt Arzttermine ohne Sprachmittlung" in page
    assert where(again(client, answer)) == f"/themen/{DOCTORS}?erfolg=zusammengelegt"


def test_a_statement_that_others_have_placed_is_told(client: TestClient) -> None:
    old, first = versions(client), held(client, STORE)[0]
    act(client, STORE, "verschieben", statements=[first], target=DOCTORS)
    put = {"put": f"{first} {COURSES}", "versions": old}
    answer = client.post(STORE, data=put, follow_redirects=False)
    assert answer.status_code == 412
    assert "jetzt im Thema „Arzttermine ohne Sprachmittlung“" in text_of(answer)
    assert where(again(client, answer)) == f"{STORE}?erfolg=verschoben&ziel={COURSES}"


@pytest.mark.parametrize("address", [PAGE, STORE, f"{MERGE}?thema={COURSES}&thema={DOCTORS}"])
def test_every_form_about_themes_carries_what_its_page_showed(
    client: TestClient, address: str
) -> None:
    text = client.get(address).text
    changing = r'<form[^>]*method="post" action="/themen[\w-]*(?:/[\w-]+)?(?:\?[^"]*)?".*?</form>'
    forms = re.findall(changing, text, re.DOTALL)
    carried = [re.search(r'name="versions" value="([^"]*)"', form) for form in forms]
    assert carried
    assert all(found and COURSES in found[1] for found in carried)


def test_a_form_without_versions_is_not_taken(client: TestClient) -> None:
    answer = act(client, PAGE, "umbenennen", label="Kurse", versions="")
    assert answer.status_code == 428
    assert "laden Sie die Seite neu" in text_of(answer)


# --- Accounts ---------------------------------------------------------------------


@pytest.fixture
def late(client: TestClient, database: Database) -> tuple[str, str]:
    """The page of an account that somebody else has closed since it was looked at."""
    page = f"/zugaenge/{add_account(database).id}"
    sign_in(client, database, role=Role.ADMINISTRATION, district=None)
    old = re.findall(r'name="version" value="([^"]+)"', client.get(page).text)[0]
    client.post(f"{page}/sperren", data={"version": old})
    return page, old


@pytest.mark.parametrize(
    ("path", "fields", "told", "lead"),
    [
        ("", {"role": "lenkungsgruppe", "district": "05754"}, "Rolle Lenkungsgruppe", 303),
        ("/sperren", {}, "Zugang sperren", 303),
        ("/entsperren", {}, "Zugang entsperren", 303),
        ("/zuruecksetzen", {"faktor": "ja"}, "Zugang zurücksetzen", 200),
    ],
)
def test_an_account_that_was_changed_meanwhile_is_asked_about(
    client: TestClient,
    late: tuple[str, str],
    path: str,
    fields: dict[str, str],
    told: str,
    lead: int,
) -> None:
    page, old = late
    answer = client.post(f"{page}{path}", data={"version": old, **fields})
    assert answer.status_code == 412
    text = text_of(answer)
    assert re.search(r"Zugang gesperrt – administration-\S+ \(Administration\)", text)
    assert told in text.split("Das wollten Sie")[1]
    assert again(client, answer).status_code == lead
