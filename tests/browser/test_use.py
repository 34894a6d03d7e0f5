"""The main way through the pages: without JavaScript, and with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.service.web.examples import note

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def note_file(tmp_path: Path) -> Path:
    path = tmp_path / "protokoll.txt"
    path.write_bytes(note())
    return path


def test_without_javascript_a_note_is_uploaded_and_its_statements_are_seen(
    empty_site: str, open_page: Callable[..., Page], note_file: Path
) -> None:
    page = open_page(empty_site, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Erstes Protokoll hochladen").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Protokoll der Planungskonferenz").click()
    chooser.value.set_files(note_file)
    page.get_by_role("button", name="Protokoll hochladen").click()
    assert page.get_by_role("heading", name="Protokoll gespeichert").is_visible()
    assert page.get_by_text("Arzttermine scheitern in Borgholzhausen").is_visible()
    page.get_by_role("link", name="Start", exact=True).first.click()
    page.get_by_role("button", name="Auswertung starten").click()
    assert page.get_by_text("wartet auf ihren Start").is_visible()
    page.get_by_role("link", name="Anhalten").click()
    assert page.get_by_text("aktualisiert sich nicht von selbst").is_visible()


def test_with_the_keyboard_alone_a_note_is_uploaded(
    empty_site: str, open_page: Callable[..., Page], note_file: Path
) -> None:
    page = open_page(empty_site)
    page.goto("/protokolle/hochladen")
    tab_to(page, "Protokoll der Planungskonferenz")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(note_file)
    tab_to(page, "Gemeinde")
    page.keyboard.type("Werther")
    tab_to(page, "Protokoll hochladen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/protokolle/*?erfolg=hochgeladen")
    assert page.get_by_role("heading", name="Planungskonferenz Werther").is_visible()


def test_the_first_key_reaches_the_way_past_the_menu(
    site: Site, open_page: Callable[..., Page]
) -> None:
    page = open_page(site.origin)
    page.goto("/")
    page.keyboard.press("Tab")
    assert focused(page) == "Zum Inhalt springen"
    assert page.get_by_text("Zum Inhalt springen").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_an_error_is_where_the_reader_is_and_leads_to_its_field(
    site: Site, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    empty = tmp_path / "leer.txt"
    empty.touch()
    page = open_page(site.origin)
    page.goto("/protokolle/hochladen")
    page.get_by_label("Protokoll der Planungskonferenz").set_input_files(empty)
    page.get_by_role("button", name="Protokoll hochladen").click()
    page.wait_for_selector(".kern-alert--danger")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    tab_to(page, "Zur Dateiauswahl", at_most=1)
    page.keyboard.press("Enter")
    assert focused(page) == "Protokoll der Planungskonferenz"


def test_a_file_of_thirty_megabytes_is_answered_with_a_page(
    site: Site, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    large = tmp_path / "gross.txt"
    large.write_bytes(b"x" * 30 * 2**20)
    page = open_page(site.origin)
    page.goto("/protokolle/hochladen")
    page.get_by_label("Protokoll der Planungskonferenz").set_input_files(large)
    page.get_by_role("button", name="Protokoll hochladen").click()
    assert page.get_by_text("Erlaubt sind 20 MB").is_visible()


def test_a_running_run_comes_again_by_itself_until_it_is_held(
    site: Site, open_page: Callable[..., Page]
) -> None:
    page = open_page(site.origin)
    page.goto(site.pages["running"].split("?")[0])
    with page.expect_navigation():
        pass
    page.get_by_role("link", name="Anhalten").click()
    page.get_by_text("aktualisiert sich nicht von selbst").wait_for()
    again: list[str] = []
    page.on("framenavigated", lambda frame: again.append(frame.url))
    page.wait_for_timeout(6000)
    assert again == []


def test_a_number_on_the_map_leads_to_its_theme(
    site: Site, open_page: Callable[..., Page]
) -> None:
    page = open_page(site.origin)
    page.goto("/karte")
    page.locator(".map__label").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/themen/T-*")
    assert page.get_by_role("heading", name="Sprachkurse am Abend").is_visible()


def focused(page: Page) -> str:
    """Return what the focused element is called: its label or its own text."""
    name: str = page.evaluate(
        """() => {
            const one = document.activeElement;
            return (one.ariaLabel ?? one.labels?.[0]?.innerText ?? one.innerText ?? "").trim();
        }"""
    )
    return name


def tab_to(page: Page, name: str, *, at_most: int = 30) -> None:
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if focused(page).startswith(name):
            return
    pytest.fail(f"the keyboard does not reach {name}")
