"""Every page, in light and dark, narrow and wide, with the text twice as large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.service.web.examples import note

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

PAGES = (
    "start notes upload note delete runs done failed running themes theme merge refused store "
    "decisions deletions deletion order_deletion audit lineage records record map accessibility "
    "privacy missing"
).split()
PERSONAL = note() + "\nRückfragen an erika.muster@beispiel.de bis Freitag.\n".encode()
WIDTHS = (320, 1440)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_that_axe_finds(
    site: Site, open_page: Callable[..., Page], name: str, scheme: str
) -> None:
    page = open_page(site.origin, color_scheme=scheme)
    page.goto(site.pages[name])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_barrier(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("data", [b"", PERSONAL], ids=["error", "refusal"])
def test_what_an_upload_answers_has_no_barrier(
    site: Site, open_page: Callable[..., Page], scheme: str, data: bytes
) -> None:
    page = open_page(site.origin, color_scheme=scheme)
    page.goto(site.pages["upload"])
    file = {"name": "protokoll.txt", "mimeType": "text/plain", "buffer": data}
    page.get_by_label("Protokoll der Planungskonferenz").set_input_files(file)  # type: ignore[arg-type] # a dict is what it takes
    page.get_by_role("button", name="Protokoll hochladen").click()
    page.wait_for_selector(".kern-alert--danger")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_barrier(page)
        assert_no_sideways_scroll(page)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_no_sideways_scroll(
    site: Site, open_page: Callable[..., Page], name: str
) -> None:
    page = open_page(site.origin, viewport={"width": 320, "height": 700})
    page.goto(site.pages[name])
    assert_no_sideways_scroll(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_no_sideways_scroll(page)
    for control in page.locator("main .kern-btn").all():
        assert control.evaluate("one => one.scrollWidth <= one.clientWidth + 1")


def assert_no_barrier(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def assert_no_sideways_scroll(page: Page) -> None:
    wide, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= room
