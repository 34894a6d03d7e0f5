"""How a browser goes to a login provider and comes back, and what may never happen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from httpx2 import URL
from sqlmodel import func, select

from service.access.roles import Role
from service.http.access import SECURE_COOKIE
from service.store.access_tables import AccountRow, LoginSessionRow
from tests.service.helpers import DISTRICT
from tests.service.oidc.hostile import ACCESS_TOKEN, CODE, SECRET

if TYPE_CHECKING:
    import io

    from fastapi.testclient import TestClient
    from httpx2 import Response

    from service.store.sessions import Database
    from tests.service.oidc.hostile import Hostile

BEGIN, BACK = "/anmelden/oidc", "/anmelden/oidc/zurueck"
PENDING = f"{SECURE_COOKIE}-oidc"


def add_account(database: Database, name: str = "anna@verl.example", **fields: Any) -> AccountRow:  # noqa: ANN401 # any column
    """Add an account as an administrator does."""
    account = AccountRow(
        name=name,
        role=Role.KOORDINATION,
        district_id=DISTRICT,
        created_at=datetime.now(UTC),
        **fields,
    )
    with database.writing() as session:
        session.add(account)
        session.commit()
    return account


def assert_refused(
    answer: Response, database: Database, log: io.StringIO, *, code: str, why: str | set[str]
) -> None:
    """One clear page, nobody is signed in, and the log says why, but nothing secret."""
    assert f"({code})" in answer.text, answer.text
    assert '<html lang="de">' in answer.text
    assert 'href="/anmelden"' in answer.text  # what to do next
    assert answer.headers["content-type"].startswith("text/html")
    given = answer.headers.get_list("set-cookie")
    assert not [one for one in given if one.startswith(f"{SECURE_COOKIE}=")]
    assert [one for one in given if one.startswith(f'{PENDING}="";')], given
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(LoginSessionRow)).one() == 0
    told = log.getvalue()
    reasons = [one for line in told.splitlines() if (one := json.loads(line).get("reason"))]
    assert reasons[-1] in ({why} if isinstance(why, str) else why), reasons
    assert not [one for one in (SECRET, CODE, ACCESS_TOKEN, "eyJ", "anna") if one in told], told


@dataclass(frozen=True)
class Scene:
    """A browser, our service, and a provider that lies as it is told to.

    Attributes:
        client: The browser; nobody is signed in.
        provider: The provider.
        database: What our service stores.
        log: What it logs, down to the last detail.
    """

    client: TestClient
    provider: Hostile
    database: Database
    log: io.StringIO

    def begin(self, **query: str) -> str:
        """Let the browser set out; return the state that it carries."""
        answer = self.client.get(BEGIN, params=query)
        assert answer.status_code == 303, answer.text
        sent = URL(answer.headers["location"]).params
        self.provider.nonce = sent["nonce"]
        return str(sent["state"])

    def come_back(self, state: str, **query: str) -> Response:
        """Let the browser come back from the provider."""
        return self.client.get(BACK, params={"state": state, "code": CODE} | query)

    def visit(self, **query: str) -> Response:
        """Go there and come back."""
        return self.come_back(self.begin(), **query)

    def assert_refused(self, answer: Response, *, code: str, why: str | set[str]) -> None:
        """One clear page, nobody is signed in, and the log says why, but nothing secret."""
        assert_refused(answer, self.database, self.log, code=code, why=why)
