"""What each role sees of the pages: a start that leads on, and nothing that it may not use."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from service.access.roles import Role
from service.access.routes import PERMISSION_OF
from service.http.access import COOKIE
from service.usecases.sessions import open_session
from tests.service.access.asking import permissions
from tests.service.access.world import ABROAD, NEIGHBOUR, OWN, PLACES
from tests.service.helpers import add_account, note

if TYPE_CHECKING:
    from httpx import Response

    from tests.service.access.asking import Client

PEOPLE = ["koordination", "meldend", "lenkungsgruppe", "land", "administration"]
PAGES = sorted(
    route for route in PERMISSION_OF if route.startswith("GET /") and "/api/" not in route
)
MENU = re.compile(r'class="menu__link" href="([^"]*)"')


def words(answer: Response) -> str:
    """Return what a reader sees, every space an ordinary one."""
    shown = re.sub(r"<[^>]*>", " ", answer.text)
    return re.sub(r"\s+", " ", unescape(shown).replace("\N{NO-BREAK SPACE}", " "))


# --- Links and forms ----------------------------------------------------------------


def permission_of(method: str, path: str) -> set[str]:
    """Return what the routes ask for that an address could be meant for, the plainest first."""
    found = {
        route: permission
        for route, permission in PERMISSION_OF.items()
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", route), f"{method} {path}")
    }
    plainest = min((route.count("{") for route in found), default=0)
    return {permission for route, permission in found.items() if route.count("{") == plainest}


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_offers_what_its_reader_may_not_do(quiet: Client, who: str) -> None:
    for route in PAGES:
        if PERMISSION_OF[route] not in permissions(who):
            continue
        page = quiet(who, route).text
        links = {("GET", address) for address in re.findall(r'href="(/[^"#]*)', page)}
        forms = {
            (method.upper(), address)
            for method, address in re.findall(r'<form[^>]* method="(\w+)" action="([^"]*)"', page)
        }
        for method, address in links | forms:
            path = urlsplit(unescape(address)).path
            if not path.startswith("/static/"):
                wanted = permission_of(method, path)
                assert wanted & permissions(who), (route, method, path)


@pytest.mark.parametrize(
    ("who", "wanted"),
    [
        ("koordination", ["/", "/protokolle", "/auswertungen", "/themen", "/karte"]),
        ("meldend", ["/", "/protokolle"]),
        ("lenkungsgruppe", ["/", "/themen"]),
        ("land", ["/", "/kreise", "/themen"]),
        ("administration", ["/", "/kreise"]),
        ("nobody", []),
    ],
)
def test_the_menu_holds_what_may_be_opened(quiet: Client, who: str, wanted: list[str]) -> None:
    page = quiet(who, "GET /datenschutz").text
    assert [address for address in MENU.findall(page) if address in EARLY] == wanted


EARLY = {"/", "/kreise", "/protokolle", "/auswertungen", "/themen", "/karte"}


# --- The start ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "leads"),
    [
        ("koordination", "/auswertungen/"),
        ("meldend", "/protokolle/hochladen"),
        ("lenkungsgruppe", "/themen"),
        ("land", "/themen"),
        ("land without a Kreis", "/kreise"),
        ("administration", "/zugaenge"),
    ],
)
def test_the_start_leads_to_the_next_step(quiet: Client, who: str, leads: str) -> None:
    page = quiet(who, "GET /").text
    section = page.partition("Ihr nächster Schritt")[2].partition("</section>")[0]
    assert f'href="{leads}' in section


# --- meldend ------------------------------------------------------------------------


def test_who_reports_sees_the_notes_of_their_municipality_only(quiet: Client) -> None:
    page = words(quiet("meldend", "GET /protokolle"))
    assert "1 Protokoll von Planungskonferenzen" in page
    assert PLACES["05754"][OWN] in page
    assert PLACES["05754"][NEIGHBOUR] not in page
    assert quiet("meldend", "GET /api/notes").json()["total"] == 1
    assert quiet("koordination", "GET /api/notes").json()["total"] == 4


def test_who_reports_is_told_what_became_of_a_note_in_numbers(quiet: Client) -> None:
    told = quiet("meldend", "GET /api/notes/{note_id}/status").json()
    assert (told["problems"], told["in_themes"]) == (3, 2)
    assert told["evaluated_at"]
    page = words(quiet("meldend", "GET /protokolle/{note_id}"))
    assert "2 von 3 generativen Themen gehören zu einem Thema" in page
    assert "Busse am Abend" not in page
    assert "ausgewertet am" in words(quiet("meldend", "GET /"))


@pytest.mark.parametrize("path", ["/api/notes", "/protokolle/hochladen"])
@pytest.mark.parametrize("municipality", [NEIGHBOUR, next(iter(PLACES[ABROAD]))])
def test_who_reports_cannot_upload_for_another_municipality(
    alone: Client, path: str, municipality: str
) -> None:
    before = alone.rows()
    answer = upload(alone, path, note(), municipality=municipality)
    assert answer.status_code == 422
    assert "Ihr Zugang gilt nur für Rheda-Wiedenbrück" in words(answer)
    assert alone.rows() == before


@pytest.mark.parametrize("path", ["/api/notes", "/protokolle/hochladen"])
def test_who_reports_cannot_upload_a_note_that_names_another_municipality(
    alone: Client, path: str
) -> None:
    data = note().replace("Rheda-Wiedenbrück".encode(), b"Verl")
    answer = upload(alone, path, data, municipality=OWN)
    assert answer.status_code == 422
    assert "das Protokoll ist aber von einer anderen Gemeinde" in words(answer)


def test_a_note_that_names_no_municipality_is_taken_for_that_of_who_reports(
    alone: Client,
) -> None:
    data = note().replace("Gemeinde: Rheda-Wiedenbrück\n".encode(), b"")
    answer = upload(alone, "/api/notes", data)
    assert answer.status_code == 201
    assert answer.json()["note"]["municipality"]["ags"] == OWN


@pytest.mark.parametrize("path", ["/api/notes", "/protokolle", "/protokolle/hochladen", "/"])
def test_who_reports_for_no_municipality_sees_nothing_rather_than_all(
    alone: Client, path: str
) -> None:
    account = add_account(alone.database, role=Role.MELDEND, municipality=None)
    secret = open_session(alone.database, account.id, now=datetime.now(UTC))
    answer = alone.http.get(path, headers={"Cookie": f"{COOKIE}={secret}"})
    assert answer.status_code == 403


def test_the_form_of_who_reports_names_their_municipality_and_offers_no_other(
    quiet: Client,
) -> None:
    page = quiet("meldend", "GET /protokolle/hochladen").text
    assert f'<input type="hidden" id="municipality" name="municipality" value="{OWN}">' in page
    assert "<select" not in page
    assert "<select" in quiet("koordination", "GET /protokolle/hochladen").text


def upload(client: Client, path: str, data: bytes, **fields: str) -> Response:
    return client.http.post(
        path,
        files={"file": ("p.txt", data)},
        data=fields,
        headers=client.world.headers["meldend"],
    )


# --- land and administration --------------------------------------------------------


def test_the_land_sees_figures_of_every_kreis_and_chooses_one(alone: Client) -> None:
    page = words(alone("land without a Kreis", "GET /kreise"))
    assert "Kreis Gütersloh" in page
    assert "Kreis Herford" in page
    assert "4 von 4" in page
    assert alone("land without a Kreis", "GET /themen").status_code == 409
    headers = alone.world.headers["land without a Kreis"]
    answer = alone.http.post("/kreise", data={"kreis": ABROAD}, headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, "/themen")
    assert "Kreis Herford" in words(alone("land without a Kreis", "GET /themen"))


def test_a_kreis_that_is_none_is_not_chosen(alone: Client) -> None:
    answer = alone.http.post(
        "/kreise", data={"kreis": "05999"}, headers=alone.world.headers["land"]
    )
    assert answer.status_code == 404
    assert "Kreis nicht gefunden" in words(answer)
    assert "Kreis Gütersloh" in words(alone("land", "GET /themen"))


def test_without_a_kreis_the_page_leads_to_the_choice(quiet: Client) -> None:
    answer = quiet("land without a Kreis", "GET /themen")
    assert answer.status_code == 409
    assert 'href="/kreise"' in answer.text


def test_who_administrates_sees_the_names_of_the_kreise_without_figures(quiet: Client) -> None:
    found = quiet("administration", "GET /api/districts").json()
    assert found == [
        {"key": "05754", "name": "Kreis Gütersloh", "figures": None},
        {"key": ABROAD, "name": "Kreis Herford", "figures": None},
    ]
    page = quiet("administration", "GET /kreise").text
    assert "Kreis Herford" in page
    assert "<form" not in page.partition("<main")[2]


def test_a_program_of_the_land_names_the_kreis_in_a_header(quiet: Client) -> None:
    def themes(**more: str) -> Response:
        headers = {**quiet.world.headers["land without a Kreis"], **more}
        return quiet.http.get("/api/themes/current", headers=headers)

    assert themes().json()["code"] == "district_not_chosen"
    assert [theme["id"] for theme in themes(District="05754").json()["themes"]] == ["T-2026-754"]
    assert [theme["id"] for theme in themes(District=ABROAD).json()["themes"]] == ["T-2026-758"]
    assert themes(District="05999").json()["code"] == "district_not_found"


@pytest.mark.parametrize("district", ["05754", ABROAD, "05999"])
@pytest.mark.parametrize("who", ["koordination", "meldend", "lenkungsgruppe", "maschine"])
def test_nobody_else_may_name_a_kreis(quiet: Client, who: str, district: str) -> None:
    path = "/api/notes" if who == "meldend" else "/api/themes/current"
    answer = quiet.http.get(path, headers={**quiet.world.headers[who], "District": district})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
