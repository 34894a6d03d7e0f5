"""What the Lenkungsgruppe resolves and comments, on the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from service.access.roles import Role
from tests.service.helpers import DISTRICT, sign_in
from tests.service.web.examples import COURSES, DOCTORS, add_themes, release
from tests.service.web.test_pages import text_of

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from httpx import Response

    from service.store.sessions import Database

PAGE: Final = f"/themen/{COURSES}"
MARKUP: Final = "<b>fett</b> & mehr"
BOTH = pytest.mark.parametrize("role", [Role.LENKUNGSGRUPPE, Role.KOORDINATION])


@pytest.fixture(autouse=True)
def _themes(client: TestClient, database: Database) -> None:
    add_themes(database)
    release(database, COURSES)
    sign_in(client, database, role=Role.LENKUNGSGRUPPE)


def resolve(client: TestClient, version: str | None = None, **fields: str) -> Response:
    """Fill the form in, as the page shows it, or as an earlier one did."""
    form = {"state": "adopted", "decided_on": "2026-06-11", **fields}
    form["version"] = shown(client) if version is None else version
    return client.post(f"{PAGE}/beschluesse", data=form, follow_redirects=False)


def shown(client: TestClient) -> str:
    found = re.search(r'name="version" value="([^"]+)"', client.get(PAGE).text)
    assert found
    return found[1]


def comment(client: TestClient, text: str, **fields: str) -> Response:
    form = {"text": text, **fields}
    return client.post(f"{PAGE}/kommentare", data=form, follow_redirects=False)


@BOTH
def test_what_was_resolved_shows_at_once_on_the_page(
    client: TestClient, database: Database, role: Role
) -> None:
    sign_in(client, database, role=role)
    assert "noch kein Beschluss festgehalten" in text_of(client.get(PAGE))
    resolve(client, state="prioritised")
    answer = resolve(client, reason=f"Es drängt.\r\n{MARKUP}")
    assert answer.headers["location"] == f"{PAGE}?erfolg=beschlossen"
    page = client.get(answer.headers["location"])
    assert "Beschluss festgehalten" in text_of(page)
    assert "Stand beschlossen am 11.06.2026" in text_of(page)
    assert "Es drängt.<br>&lt;b&gt;fett&lt;/b&gt; &amp; mehr" in page.text
    assert "Frühere Beschlüsse (1)" in text_of(page)


def test_the_list_says_what_stands(client: TestClient, database: Database) -> None:
    resolve(client)
    assert "Lenkungsgruppe: beschlossen am 11.06.2026" in text_of(client.get("/themen"))
    sign_in(client, database, role=Role.LAND, district=DISTRICT)
    assert "Lenkungsgruppe: beschlossen am 11.06.2026" in text_of(client.get("/themen"))


def test_the_land_sees_neither_reasons_nor_comments_nor_forms(
    client: TestClient, database: Database
) -> None:
    resolve(client, reason="Das Wort Nordstern.")
    comment(client, "Das Wort Südstern.")
    sign_in(client, database, role=Role.LAND, district=DISTRICT)
    page = client.get(PAGE)
    assert "Lenkungsgruppe: beschlossen am 11.06.2026" in text_of(page)
    assert "stern" not in page.text
    assert "/beschluesse" not in page.text
    assert "/kommentare" not in page.text


@BOTH
def test_a_comment_shows_its_role_and_only_its_author_can_take_it_back(
    client: TestClient, database: Database, role: Role
) -> None:
    author = sign_in(client, database, role=role)
    answer = comment(client, f"Bitte prüfen.\n{MARKUP}")
    assert answer.headers["location"] == f"{PAGE}?erfolg=kommentiert"
    own = dict(client.cookies)
    for other in (Role.LENKUNGSGRUPPE, Role.KOORDINATION):
        sign_in(client, database, role=other)
        page = client.get(PAGE)
        assert "Bitte prüfen.<br>&lt;b&gt;fett&lt;/b&gt; &amp; mehr" in page.text
        assert author.name not in page.text
        assert "/zuruecknehmen" not in page.text
    client.cookies.update(own)
    found = re.search(r'action="(/themen/[^"]+/zuruecknehmen)"', client.get(PAGE).text)
    assert found
    gone = client.post(found[1], follow_redirects=False)
    assert gone.headers["location"] == f"{PAGE}?erfolg=kommentar-zurueckgenommen"
    assert "Bitte prüfen" not in client.get(PAGE).text


@BOTH
def test_what_the_gate_refuses_is_told_at_the_form_and_can_be_mended(
    client: TestClient, database: Database, role: Role
) -> None:
    sign_in(client, database, role=role)
    for answer in (
        comment(client, "Selamawit sucht."),
        resolve(client, reason="Selamawit sucht."),
    ):
        assert answer.status_code == 422
        assert "Person gemeint?" in text_of(answer)
        assert ">Selamawit sucht.</textarea>" in answer.text
        assert answer.text.count('name="no_person"') == 1
        assert "Sprachkurse mit Kinderbetreuung" in text_of(answer)
    assert comment(client, "Frau Müller fragen.").status_code == 422
    assert comment(client, "Selamawit sucht.", no_person="ja").status_code == 303


@pytest.mark.parametrize(
    ("fields", "told", "at"),
    [
        ({"decided_on": "2999-01-01"}, "Datum in der Zukunft", "beschluss-tag-error"),
        ({"decided_on": "1.6.2026"}, "Datum unlesbar", "beschluss-tag-error"),
        ({"state": ""}, "Eingabe ungültig", "beschluss-stand-error"),
        ({"reason": "a" * 501}, "Text zu lang", "beschluss-grund-error"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    client: TestClient, fields: dict[str, str], told: str, at: str
) -> None:
    answer = resolve(client, **fields)
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert re.findall(r'id="([\w-]+-error)"', answer.text) == [at]


def test_who_is_late_sees_both_and_may_choose(client: TestClient, database: Database) -> None:
    old = shown(client)
    resolve(client, state="prioritised", reason="Es drängt.")
    first = sign_in(client, database)
    resolve(client)
    sign_in(client, database, role=Role.LENKUNGSGRUPPE)
    late = resolve(client, old, state="postponed", reason=MARKUP)
    assert late.status_code == 412
    now, wanted = text_of(late).split("Das wollten Sie")
    assert now.index("Inzwischen geändert") < now.index(f"beschlossen – {first.name} (Koord")
    assert "Beschluss beschlossen am 11.06.2026" in now
    assert "zurückgestellt am 11.06.2026" in wanted
    assert "&lt;b&gt;fett&lt;/b&gt;" in late.text
    assert "Trotzdem festhalten" in wanted
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', late.text))
    form["reason"] = MARKUP
    again = client.post(f"{PAGE}/beschluesse", data=form, follow_redirects=False)
    assert again.headers["location"] == f"{PAGE}?erfolg=beschlossen"
    assert "Frühere Beschlüsse (2)" in text_of(client.get(PAGE))


def test_a_form_without_a_version_is_not_taken(client: TestClient) -> None:
    answer = resolve(client, "")
    assert answer.status_code == 428
    assert "laden Sie die Seite neu" in text_of(answer)


def test_the_koordination_is_told_where_the_group_sees_nothing(
    client: TestClient, database: Database
) -> None:
    address = f"/themen/{DOCTORS}"
    assert client.post(f"{address}/kommentare", data={"text": "Gut."}).status_code == 404
    sign_in(client, database)
    page = client.get(address)
    assert "Die Lenkungsgruppe sieht dieses Thema nicht" in text_of(page)
    assert f"{address}/beschluesse" not in page.text
    answer = client.post(f"{address}/kommentare", data={"text": "Gut."})
    assert answer.status_code == 409
    assert "Thema nicht freigegeben" in text_of(answer)


@pytest.mark.parametrize("address", [f"/themen/{COURSES}1", "/themen/T-2031-001"])
def test_a_theme_that_is_not_there_is_not_found(client: TestClient, address: str) -> None:
    assert client.post(f"{address}/kommentare", data={"text": "Gut."}).status_code == 404


def test_whoever_deletes_a_note_is_asked_about_what_was_said(
    client: TestClient, database: Database
) -> None:
    comment(client, "Bitte prüfen.")
    resolve(client, reason="Es drängt.")
    sign_in(client, database)
    note = client.get("/api/notes").json()["items"][0]
    scope = {"kind": "note", "note": note["id"]}
    said = client.get("/api/deletions/preview", params=scope).json()["said"]
    label = "Sprachkurse mit Kinderbetreuung"
    assert said == [{"id": COURSES, "label": label, "comments": 1, "reasons": 1}]
    many = {"art": "municipality", "gemeinde": note["municipality"]["ags"]}
    page = client.get(f"/protokolle/{note['id']}/loeschen")
    for answer in (page, client.get("/loeschungen/anordnen", params=many)):
        assert f'name="unsaid" value="{COURSES}"' in answer.text
        assert f"„{label}“ ({COURSES}): 1 Kommentar, 1 Begründung" in text_of(answer)
    client.post(f"/protokolle/{note['id']}/loeschen", data={"unsaid": [COURSES]})
    page = client.get(PAGE)
    assert "Bitte prüfen." not in page.text
    assert "Es drängt." not in page.text
    assert "Stand beschlossen am 11.06.2026" in text_of(page)
    receipt = client.get("/api/deletions").json()["items"][0]
    assert (receipt["removed"]["comments"], receipt["removed"]["reasons"]) == (1, 1)
    told = text_of(client.get(f"/loeschungen/{receipt['id']}"))
    assert "Kommentare, wie angekreuzt" in told


@pytest.mark.parametrize(("unsaid", "left"), [([], 1), ([COURSES], 0)])
def test_the_api_takes_them_where_it_is_told_to(
    client: TestClient, database: Database, unsaid: list[str], left: int
) -> None:
    comment(client, "Bitte prüfen.")
    sign_in(client, database)
    note = client.get("/api/notes").json()["items"][0]["id"]
    answer = client.delete(f"/api/notes/{note}", params={"unsaid": unsaid})
    assert answer.status_code == 204
    assert client.get(f"/api/themes/current/{COURSES}/comments").json()["total"] == left
