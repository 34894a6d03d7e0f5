"""The pages of the Lenkungsgruppe in a real browser: what is released, and its say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from service.access.roles import Role
from service.disclosure.audience import Audience
from service.disclosure.threshold import Threshold
from service.http.access import COOKIE
from service.jobs.queue import upgrade
from service.settings import load
from service.store.sessions import Database
from service.store.tables import DecisionRow
from service.usecases.comments import NewComment, comment
from service.usecases.released_views import Reader
from service.usecases.resolutions import NewResolution, resolve
from service.usecases.resolved import ResolutionState
from service.usecases.sessions import open_session
from service.usecases.steering import Member
from service.usecases.versions import WHATEVER
from tests.browser.conftest import served
from tests.browser.test_accessibility import WIDTHS, assert_no_barrier, assert_no_sideways_scroll
from tests.service.conferences import DISTRICT, Said, add_conference, add_run
from tests.service.helpers import add_account

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

THEME = "T-2026-001"
ADDRESSES = ("/", "/themen", f"/themen/{THEME}", "/entscheidungen")


@pytest.fixture(scope="module")
def lenkungsgruppe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server with a released theme: its origin, and the cookie of somebody who decides."""
    settings = load(data_dir=tmp_path_factory.mktemp("released"))
    upgrade(settings)
    database = Database(settings.database)
    for number, town in enumerate(("Verl", "Verl", "Verl", "Verl", "Gütersloh"), start=1):
        said = (f"Ein Sprachkurs am Abend fehlt, {number}.", f"Kein Sprachkurs, {number}.")
        add_conference(database, Said(town, date(2026, 5, number), said))
    add_run(database, {THEME: "Sprachkurs"})
    with database.writing(DISTRICT) as session:
        now = datetime.now(UTC)
        renamed = {"kind": "rename", "themes": [THEME], "label": "Sprachkurse am Abend"}
        session.add(DecisionRow(district_id=DISTRICT, number=1, created_at=now, **renamed))
        session.commit()
    account = add_account(database, role=Role.LENKUNGSGRUPPE)
    _say(database, f"account:{account.id}")
    secret = open_session(database, account.id, now=datetime.now(UTC))
    database.close()
    with served(settings) as origin:
        yield origin, secret


def _say(database: Database, actor: str) -> None:
    """Resolve two things about the theme, and comment on it."""
    reader = Reader(district=DISTRICT, audience=Audience.WORDING, threshold=Threshold())
    member = Member(reader=reader, actor=actor, role=Role.LENKUNGSGRUPPE)
    now = datetime.now(UTC)
    for state in (ResolutionState.PRIORITISED, ResolutionState.FORWARDED):
        new = NewResolution(state=state, decided_on=date(2026, 6, 1), reason="So ist es gut.")
        resolve(database, THEME, new, member=member, now=now, seen=WHATEVER)
    comment(database, THEME, NewComment("Bitte prüfen."), member=member, now=now)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_released_page_has_no_barrier(
    lenkungsgruppe: tuple[str, str], open_page: Callable[..., Page], address: str, scheme: str
) -> None:
    origin, secret = lenkungsgruppe
    page = open_page(origin, color_scheme=scheme)
    page.context.add_cookies([{"name": COOKIE, "value": secret, "url": origin}])
    page.goto(address)
    assert "Sprachkurs" in page.content() or address == "/"
    assert page.get_by_role("button").count() == (4 if address.endswith(THEME) else 1)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_barrier(page)
        assert_no_sideways_scroll(page)


def test_a_comment_is_written_and_taken_back_by_keyboard(
    lenkungsgruppe: tuple[str, str], open_page: Callable[..., Page]
) -> None:
    origin, secret = lenkungsgruppe
    page = open_page(origin, java_script_enabled=False)
    page.context.add_cookies([{"name": COOKIE, "value": secret, "url": origin}])
    page.goto(f"/themen/{THEME}")
    page.get_by_label("Ihr Kommentar").focus()
    page.keyboard.type("Das betrifft auch andere.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Kommentar gespeichert").wait_for()
    mine = page.get_by_role("listitem").filter(has_text="Das betrifft auch andere.")
    mine.get_by_role("button", name="Zurücknehmen").press("Enter")
    page.get_by_text("Kommentar zurückgenommen").wait_for()
    assert mine.count() == 0
