"""What those see who are not of the koordination, in a real browser: their own few pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.http.access import COOKIE
from tests.browser.conftest import served
from tests.browser.test_accessibility import WIDTHS, assert_no_barrier, assert_no_sideways_scroll
from tests.service.access.world import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.service.access.world import World

pytestmark = pytest.mark.browser

PAGES = (
    ("meldend", "/"),
    ("meldend", "/protokolle"),
    ("meldend", "/protokolle/hochladen"),
    ("meldend", "/protokolle/{note_id}"),
    ("land", "/"),
    ("land", "/kreise"),
    ("land without a Kreis", "/"),
    ("land without a Kreis", "/themen"),
    ("administration", "/"),
    ("administration", "/kreise"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, World]]:
    """A server of two Kreise: its origin, and what there is."""
    world = build(tmp_path_factory.mktemp("roles") / "data")
    with served(world.settings) as origin:
        yield origin, world


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("who", "address"), PAGES)
def test_a_page_of_a_role_has_no_barrier(
    place: tuple[str, World],
    open_page: Callable[..., Page],
    who: str,
    address: str,
    scheme: str,
) -> None:
    page = opened(place, open_page, who, color_scheme=scheme)
    page.goto(address.format(**place[1].own.ids))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_barrier(page)
        assert_no_sideways_scroll(page)


def test_the_land_chooses_a_kreis_by_keyboard_and_without_javascript(
    place: tuple[str, World], open_page: Callable[..., Page]
) -> None:
    page = opened(place, open_page, "land without a Kreis", java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Kreis auswählen").press("Enter")
    page.get_by_role("button", name="Auswählen: Kreis Herford").press("Enter")
    assert page.get_by_role("heading", name="Themen", exact=True).is_visible()
    assert page.get_by_role("banner").get_by_text("Kreis Herford").is_visible()


def opened(
    place: tuple[str, World], open_page: Callable[..., Page], who: str, **options: object
) -> Page:
    """Open a page as somebody."""
    origin, world = place
    page = open_page(origin, **options)
    secret = world.headers[who]["Cookie"].partition("=")[2]
    page.context.add_cookies([{"name": COOKIE, "value": secret, "url": origin}])
    return page
