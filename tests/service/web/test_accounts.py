"""The pages of one's own account, and those of who manages accounts."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient
from pyotp import TOTP

from service.access.roles import Role
from service.app import create_app
from service.http.access import COOKIE
from service.usecases.accounts import find_account
from service.usecases.sessions import open_session
from tests.service.people import LOCAL, NAME, OTHER, PASSWORD, TOTP_KEY, person, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx import Response

    from service.settings import Settings
    from service.store.access_tables import AccountRow
    from service.store.sessions import Database


@pytest.fixture
def local(settings: Settings, database: Database) -> Iterator[TestClient]:
    del database
    hosted = settings.model_copy(update={"allowed_hosts": ("localhost",)})
    with TestClient(
        create_app(hosted),
        base_url=LOCAL,
        follow_redirects=False,
        headers={"Sec-Fetch-Site": "same-origin"},
    ) as client:
        yield client


def sign_in(client: TestClient, database: Database, account: AccountRow) -> None:
    secret = open_session(database, account.id, now=datetime.now(UTC))
    client.cookies.set(COOKIE, secret, domain="localhost.local")  # as if the server had set it


@pytest.fixture
def me(local: TestClient, database: Database) -> AccountRow:
    account = person(database)
    sign_in(local, database, account)
    return account


@pytest.fixture
def admin(local: TestClient, database: Database) -> TestClient:
    sign_in(local, database, person(database, "it", role=Role.ADMINISTRATION))
    return local


def text_of(answer: Response) -> str:
    """Return what a reader sees, white space folded."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def hidden(answer: Response, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)">', answer.text)
    assert found
    return found[1]


# --- One's own account ------------------------------------------------------------


@pytest.mark.usefixtures("me")
def test_every_page_says_who_is_signed_in_and_how_to_leave(local: TestClient) -> None:
    for page in ("/", "/konto", "/datenschutz", "/zugaenge"):
        text = text_of(local.get(page))
        assert f"{NAME} Koordination Abmelden" in text, page


def test_the_password_is_changed_and_the_session_renewed(
    local: TestClient, database: Database, me: AccountRow
) -> None:
    before = local.cookies[COOKIE]
    fields = {"present": PASSWORD, "password": OTHER, "again": OTHER}
    done = local.post("/konto/passwort", data=fields)
    assert done.headers["location"] == "/konto?erfolg=passwort"
    assert local.cookies[COOKIE] != before
    assert "Passwort geändert" in text_of(local.get(done.headers["location"]))
    assert row(database, me).password_hash != me.password_hash
    local.cookies.clear()
    local.cookies.set(COOKIE, before)
    assert local.get("/konto").status_code == 303


@pytest.mark.usefixtures("me")
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"present": OTHER, "password": OTHER, "again": OTHER}, "bisheriges Passwort stimmt"),
        ({"present": PASSWORD, "password": OTHER, "again": "anders"}, "nicht gleich"),
        ({"present": PASSWORD, "password": "kurz", "again": "kurz"}, "mindestens 12 Zeichen"),
        ({}, "bisheriges Passwort stimmt"),
    ],
)
def test_a_password_that_is_not_taken_is_told_at_the_form(
    local: TestClient, fields: dict[str, str], said: str
) -> None:
    answer = local.post("/konto/passwort", data=fields)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not any(f'value="{one}"' in answer.text for one in fields.values())


def test_a_second_factor_is_set_up_with_a_picture_and_the_key_as_text(
    local: TestClient, database: Database, me: AccountRow
) -> None:
    page = local.get("/konto/zweiter-faktor")
    key = hidden(page, "key")
    assert "<svg" in page.text
    assert "style=" not in page.text
    assert key in text_of(page).replace(" ", "")
    assert key != hidden(local.get("/konto/zweiter-faktor"), "key")
    code = TOTP(key).now()
    wrong = local.post(
        "/konto/zweiter-faktor", data={"key": key, "code": "000000", "present": PASSWORD}
    )
    assert wrong.status_code == 422
    assert hidden(wrong, "key") == key
    done = local.post(
        "/konto/zweiter-faktor", data={"key": key, "code": code, "present": PASSWORD}
    )
    assert done.headers["location"] == "/konto?erfolg=faktor-an"
    assert row(database, me).totp_secret == key
    assert "Eingerichtet" in text_of(local.get("/konto"))
    local.post("/konto/zweiter-faktor/entfernen", data={"present": OTHER})
    assert row(database, me).totp_secret == key
    local.post("/konto/zweiter-faktor/entfernen", data={"present": PASSWORD})
    assert row(database, me).totp_secret is None


@pytest.mark.usefixtures("me")
@pytest.mark.parametrize("key", ["", "abc", "0" * 32, "A" * 31])
def test_a_key_of_ones_own_is_not_taken(local: TestClient, key: str) -> None:
    fields = {"key": key, "code": "000000", "present": PASSWORD}
    assert local.post("/konto/zweiter-faktor", data=fields).status_code == 422


def test_other_sessions_are_shown_and_ended(
    local: TestClient, database: Database, me: AccountRow
) -> None:
    other = open_session(database, me.id, now=datetime.now(UTC))
    page = text_of(local.get("/konto"))
    assert page.count("(diese Sitzung)") == 1
    assert "Alle anderen Sitzungen beenden" in page
    local.post("/konto/sitzungen/beenden")
    assert "Alle anderen Sitzungen beenden" not in text_of(local.get("/konto"))
    local.cookies.clear()
    local.cookies.set(COOKIE, other)
    assert local.get("/konto").status_code == 303


# --- Accounts of others -----------------------------------------------------------


def create(admin: TestClient, **fields: str) -> Response:
    new = {"name": NAME, "role": "koordination", "district": "05754", "municipality": ""}
    return admin.post("/zugaenge", data=new | fields)


def test_an_account_is_made_and_its_link_shown_once(admin: TestClient, database: Database) -> None:
    made = create(admin)
    assert made.status_code == 200
    link = re.search(r">(http://localhost/einladung/[^<]+)</textarea>", made.text)
    assert link
    address = f"/zugaenge/{find_account(database, NAME, now=datetime.now(UTC)).id}"
    for page in ("/zugaenge", address):
        assert link[1].rpartition("/")[2] not in admin.get(page).text
    assert "Link noch nicht benutzt" in text_of(admin.get("/zugaenge"))
    admin.cookies.clear()
    done = admin.post(link[1].removeprefix(LOCAL), data={"password": PASSWORD, "again": PASSWORD})
    assert done.status_code == 303
    assert NAME in text_of(admin.get("/konto"))


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"district": ""}, 422, "Kreis oder Gemeinde fehlt"),
        ({"role": "meldend"}, 422, "Kreis oder Gemeinde fehlt"),
        ({"name": " "}, 422, "Name nicht möglich"),
        ({"name": "IT"}, 409, "Name schon vergeben"),
    ],
)
def test_an_account_that_cannot_be_is_told_at_the_form(
    admin: TestClient, fields: dict[str, str], status: int, said: str
) -> None:
    answer = create(admin, **fields)
    assert answer.status_code == status
    assert said in text_of(answer)
    role = fields.get("role", "koordination")
    assert f'value="{role}" required checked' in answer.text


def test_a_name_is_shown_as_text_whatever_is_in_it(admin: TestClient) -> None:
    create(admin, name="<b>x</b>@y.z")
    assert "<b>x" not in admin.get("/zugaenge").text
    assert "<b>x" not in create(admin, name="<b>x</b>@y.z").text


def test_an_account_is_changed_closed_opened_and_reset(
    admin: TestClient, database: Database
) -> None:
    account = person(database, totp_key=TOTP_KEY)
    address = f"/zugaenge/{account.id}"
    for path, more, said in (
        ("", {"role": "meldend", "municipality": "05754028"}, "Zugang geändert"),
        ("/sperren", {}, "Zugang gesperrt"),
        ("/entsperren", {}, "Zugang entsperrt"),
    ):
        version = hidden(admin.get(address), "version")
        done = admin.post(f"{address}{path}", data=more | {"version": version})
        assert done.status_code == 303
        assert said in text_of(admin.get(done.headers["location"]))
    version = hidden(admin.get(address), "version")
    reset = admin.post(f"{address}/zuruecksetzen", data={"version": version, "faktor": "ja"})
    assert "/einladung/" in reset.text
    now = row(database, account)
    assert (now.role, now.password_hash, now.totp_secret) == ("meldend", None, None)


def test_a_closed_account_is_deleted_for_good(admin: TestClient, database: Database) -> None:
    account = person(database)
    address = f"/zugaenge/{account.id}"
    assert "Zugang löschen" not in text_of(admin.get(address))
    version = hidden(admin.get(address), "version")
    early = admin.post(f"{address}/loeschen", data={"version": version})
    assert early.status_code == 409
    assert "Nur gesperrte Zugänge können gelöscht werden" in text_of(early)
    admin.post(f"{address}/sperren", data={"version": version})
    assert "Zugang löschen" in text_of(admin.get(address))
    late = admin.post(f"{address}/loeschen", data={"version": version})
    assert late.status_code == 412
    assert "Trotzdem löschen" in text_of(late)
    gone = admin.post(f"{address}/loeschen", data={"version": hidden(late, "version")})
    assert "Zugang gelöscht" in text_of(admin.get(gone.headers["location"]))
    assert admin.get(address).status_code == 404
    log = text_of(admin.get("/aenderungsverlauf"))
    assert "Zugang gelöscht" in log
    assert account.name not in log


def test_two_administrators_do_not_overwrite_each_other(
    admin: TestClient, database: Database
) -> None:
    account = person(database)
    address = f"/zugaenge/{account.id}"
    version = hidden(admin.get(address), "version")
    admin.post(f"{address}/sperren", data={"version": version})
    late = admin.post(address, data={"role": "land", "version": version})
    assert late.status_code == 412
    assert "Inzwischen geändert" in text_of(late)
    assert "Zugang gesperrt – it (Administration)" in text_of(late)
    assert hidden(late, "version") != version
    assert row(database, account).role == Role.KOORDINATION


def test_the_last_administrator_cannot_close_itself(admin: TestClient, database: Database) -> None:
    account = find_account(database, "it", now=datetime.now(UTC))
    answer = admin.post(f"/zugaenge/{account.id}/sperren", data={"version": account.version})
    assert answer.status_code == 409
    assert "Letzter Zugang der Administration" in text_of(answer)


@pytest.mark.usefixtures("me")
def test_nobody_else_manages_accounts(local: TestClient) -> None:
    for page in ("/zugaenge", "/zugaenge/neu", "/zugaenge/schluessel"):
        assert local.get(page).status_code == 403
    assert create(local, name="x").status_code == 403


# --- Tokens -----------------------------------------------------------------------


def test_a_token_is_made_shown_once_and_revoked(admin: TestClient) -> None:
    new = {"name": "Nachtlauf", "district": "05754", "scopes": ["notes_read"], "days": "30"}
    made = admin.post("/zugaenge/schluessel", data=new)
    secret = re.search(r">([\w-]{43})</textarea>", made.text)
    assert secret
    page = admin.get("/zugaenge/schluessel")
    assert secret[1] not in page.text
    assert "Protokolle lesen" in text_of(page)
    machine = {"Authorization": f"Bearer {secret[1]}"}
    cookie = admin.cookies[COOKIE]
    admin.cookies.clear()
    assert admin.get("/api/notes", headers=machine).status_code == 200
    admin.cookies.set(COOKIE, cookie)
    revoke = re.search(r'action="(/zugaenge/schluessel/[^"]+/widerrufen)"', page.text)
    assert revoke
    assert admin.post(revoke[1]).headers["location"].endswith("?erfolg=widerrufen")
    assert admin.post(revoke[1]).status_code == 404
    admin.cookies.clear()
    assert admin.get("/api/notes", headers=machine).status_code == 401


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"scopes": []}, "mindestens eine Berechtigung"),
        ({"days": "400"}, "mindestens eine Berechtigung"),
        ({"name": ""}, "Name nicht möglich"),
        ({"district": "99999"}, "Kreis oder Gemeinde fehlt"),
    ],
)
def test_a_token_that_cannot_be_is_told_at_the_form(
    admin: TestClient, wrong: dict[str, str], said: str
) -> None:
    new = {"name": "Nachtlauf", "district": "05754", "scopes": ["notes_read"], "days": "30"}
    answer = admin.post("/zugaenge/schluessel", data=new | wrong)
    assert answer.status_code == 422
    assert said in text_of(answer)
