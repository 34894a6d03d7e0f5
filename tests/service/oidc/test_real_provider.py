"""A person signs in at a certified provider, through its own pages, and out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient
from httpx2 import URL
from sqlmodel import select

from service.app import create_app
from service.http.access import SECURE_COOKIE
from service.settings import load
from service.store.access_tables import AccountRow
from tests.service.oidc.real import OUR_ADDRESS, Person, real_provider
from tests.service.oidc.visits import BACK, BEGIN, PENDING, add_account, assert_refused

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from service.settings import Settings
    from service.store.sessions import Database
    from tests.service.oidc.real import RealProvider

    People = Callable[[str], Person]


@pytest.fixture
def registered() -> str:
    """As which client the provider knows us: what it signs with."""
    return "RS256"


@pytest.fixture
def settings(tmp_path: Path, real: RealProvider, registered: str) -> Settings:
    return load(
        data_dir=tmp_path / "data", allowed_hosts=("testserver",), **real.settings(registered)
    )


@pytest.fixture
def person() -> Iterator[People]:
    """Make people with a browser of their own."""
    made: list[Person] = []

    def make(name: str) -> Person:
        made.append(Person(name))
        return made[-1]

    yield make
    for one in made:
        one.browser.close()


def there(client: TestClient, **query: str) -> str:
    return client.get(BEGIN, params=query).headers["location"]


@pytest.mark.filterwarnings(
    # joserfc prefers its younger name, which providers do not use yet
    "ignore:EdDSA is deprecated"
)
@pytest.mark.parametrize("registered", ["RS256", "PS256", "ES256", "EdDSA"])
def test_a_person_signs_in(client: TestClient, database: Database, person: People) -> None:
    account = add_account(database)
    back = person("anna").go(there(client, weiter="/themen?seite=2"))
    answer = client.get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/themen?seite=2")
    assert PENDING not in client.cookies
    assert client.get("/").status_code == 200
    with database.reading() as session:
        (row,) = session.exec(select(AccountRow))
    assert row.id == account.id
    assert row.subject is not None
    assert row.subject.endswith("|anna")


def test_a_provider_of_another_kind_will_do(
    tmp_path: Path, database: Database, person: People
) -> None:
    """It wants secrets in the form, and says all that it knows in the ID token."""
    add_account(database)
    with real_provider("other") as other:
        settings = load(
            data_dir=tmp_path / "data", allowed_hosts=("testserver",), **other.settings("RS256")
        )
        with TestClient(
            create_app(settings), base_url=OUR_ADDRESS, follow_redirects=False
        ) as client:
            answer = client.get(person("anna").go(there(client)))
    assert answer.status_code == 303
    assert SECURE_COOKIE in client.cookies


def test_who_has_no_account_gets_none(
    client: TestClient, database: Database, log: io.StringIO, person: People
) -> None:
    add_account(database, "berta@verl.example")
    answer = client.get(person("anna").go(there(client)))
    assert answer.status_code == 403
    assert_refused(answer, database, log, code="no_account", why="no_account")


def test_an_address_that_is_not_checked_opens_no_account(
    client: TestClient, database: Database, log: io.StringIO, person: People
) -> None:
    add_account(database, "new@verl.example")
    answer = client.get(person("new").go(there(client)))
    assert_refused(answer, database, log, code="no_account", why="no_account")


def test_a_person_breaks_off(
    client: TestClient, database: Database, log: io.StringIO, person: People
) -> None:
    answer = client.get(person("anna").break_off(there(client)))
    assert answer.status_code == 403
    assert_refused(answer, database, log, code="sign_in_declined", why="access_denied")


def test_nobody_comes_in_twice_with_one_answer(
    client: TestClient, database: Database, log: io.StringIO, person: People
) -> None:
    """Even where the browser kept what it should have forgotten."""
    account = add_account(database)
    address = there(client)
    sealed = client.cookies[PENDING]
    back = person("anna").go(address)
    assert client.get(back).status_code == 303
    with database.writing() as session:
        session.delete(session.get_one(AccountRow, account.id))
        session.commit()
    client.cookies.clear()
    assert_refused(client.get(back), database, log, code="sign_in_lapsed", why="no_cookie")
    client.cookies.set(PENDING, sealed)
    answer = client.get(back)
    assert_refused(answer, database, log, code="provider_answer", why="invalid_grant")


def test_a_code_needs_what_only_this_browser_has(
    client: TestClient, database: Database, log: io.StringIO, person: People
) -> None:
    """PKCE: a code that was taken from one browser is worth nothing in another."""
    add_account(database)
    stolen = URL(person("anna").go(there(client))).params
    state = URL(there(client)).params["state"]
    answer = client.get(
        BACK, params={"state": state, "code": stolen["code"], "iss": stolen["iss"]}
    )
    assert_refused(answer, database, log, code="provider_answer", why="invalid_grant")


def test_who_signs_out_here_is_led_to_sign_out_there(
    client: TestClient, database: Database, person: People
) -> None:
    add_account(database)
    anna = person("anna")
    client.get(anna.go(there(client)))
    answer = client.get(f"{BEGIN}/abmelden")
    assert answer.status_code == 200
    address = answer.headers["refresh"].removeprefix("0; url=")
    assert f'href="{address.replace("&", "&amp;")}"' in answer.text
    assert anna.go(address) == f"{OUR_ADDRESS}/anmelden"
    page = anna.browser.get(there(client), follow_redirects=True)
    assert 'name="login"' in page.text, "the provider knows her still"
