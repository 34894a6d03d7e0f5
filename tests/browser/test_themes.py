"""Work with themes in a real browser: by keyboard alone, without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_accessibility import WIDTHS, assert_no_barrier, assert_no_sideways_scroll
from tests.browser.test_use import focused, tab_to
from tests.service.web.examples import COURSES, DOCTORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGE = f"/themen/{COURSES}"
FIRST = "In Borgholzhausen fehlen Sprachkurse"


def test_with_the_keyboard_alone_a_theme_is_renamed_and_split(
    themes_site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(themes_site)
    page.goto(PAGE)
    tab_to(page, FIRST)
    page.keyboard.press("Space")
    tab_to(page, "Name des neuen Themas")
    page.keyboard.type("Sprachkurse am Abend")
    tab_to(page, "Als eigenes Thema abtrennen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/themen/*?erfolg=abgetrennt*")
    assert focused(page).startswith("Aussagen abgetrennt")
    tab_to(page, "Zum Thema „Sprachkurse am Abend“", at_most=1)
    page.goto(PAGE)
    tab_to(page, "Thema bearbeiten")
    page.keyboard.press("Enter")
    tab_to(page, "Name")
    page.keyboard.press("Control+a")
    page.keyboard.type("Kinderbetreuung fehlt")
    page.keyboard.press("Enter")
    page.wait_for_url("**/themen/*?erfolg=umbenannt")
    assert page.get_by_role("heading", name="Kinderbetreuung fehlt").is_visible()
    assert page.get_by_text("2 Aussagen").first.is_visible()


def test_with_the_keyboard_alone_themes_are_merged(
    themes_site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(themes_site)
    page.goto("/themen")
    for name in ("„Sprachkurse mit", "„Arzttermine ohne"):
        tab_to(page, name)
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.url.endswith("/themen"), "Enter on a box must send nothing"
    tab_to(page, "Ausgewählte Themen zusammenlegen …")
    page.keyboard.press("Enter")
    page.wait_for_url("**/themen/zusammenlegen?*")
    tab_to(page, "Sprachkurse mit")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Zusammenlegen")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/themen/{DOCTORS}?erfolg=zusammengelegt")
    assert page.get_by_text("6 Aussagen").first.is_visible()


def test_what_has_the_focus_is_never_under_the_bar(
    themes_site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(themes_site, viewport={"width": 1280, "height": 420})
    page.goto("/themen")
    page.get_by_role("checkbox").first.check()
    for _ in range(3):
        page.keyboard.press("Tab")
        page.wait_for_function(
            """() => document.activeElement.getBoundingClientRect().bottom
                <= document.querySelector(".merge__bar").getBoundingClientRect().top"""
        )


def test_without_javascript_a_statement_is_put_into_a_theme(
    themes_site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(themes_site, java_script_enabled=False)
    page.goto("/themenspeicher")
    page.get_by_role("button", name="Dort einsortieren: Aussage 1").click()
    assert page.get_by_role("heading", name="Aussagen verschoben").is_visible()
    page.get_by_role("link", name="Zum Thema").click()
    assert page.get_by_text("4 Aussagen").first.is_visible()
    page.get_by_role("link", name="Entscheidungen").first.click()
    page.get_by_role("button", name="Zurücknehmen: Entscheidung 1").click()
    assert page.get_by_role("heading", name="Entscheidung zurückgenommen").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_error_is_where_the_reader_is_and_has_no_barrier(
    themes_site: str, open_page: Callable[..., Page], scheme: str
) -> None:
    page = open_page(themes_site, color_scheme=scheme)
    page.goto(PAGE)
    page.get_by_label("Name des neuen Themas").fill("Abendkurse")
    page.get_by_role("button", name="Als eigenes Thema abtrennen").click()
    page.wait_for_selector(".kern-alert--danger")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_barrier(page)
        assert_no_sideways_scroll(page)
    tab_to(page, "Zu den Aussagen", at_most=1)
    page.keyboard.press("Enter")
    tab_to(page, "In ", at_most=2)  # the first statement, after the link to what can be done
    assert page.evaluate("document.activeElement.type") == "checkbox"
    assert page.get_by_label("Name des neuen Themas").input_value() == "Abendkurse"


def test_when_two_change_a_theme_the_later_one_chooses_by_keyboard(
    themes_site: str, open_page: Callable[..., Page]
) -> None:
    late, early = open_page(themes_site, java_script_enabled=False), open_page(themes_site)
    for page in (late, early):
        page.goto(PAGE)
    early.get_by_label("Name", exact=True).fill("Kurse am Morgen")
    early.get_by_role("button", name="Umbenennen").click()
    early.wait_for_url("**/themen/*?erfolg=umbenannt")
    late.get_by_label("Name", exact=True).fill("Kurse am Abend")
    late.get_by_role("button", name="Umbenennen").click()
    late.wait_for_selector("text=Das wollten Sie")
    assert late.get_by_text("Kurse am Morgen").is_visible()
    tab_to(late, "Trotzdem umbenennen")
    late.keyboard.press("Enter")
    late.wait_for_url("**/themen/*?erfolg=umbenannt")
    assert late.get_by_role("heading", name="Kurse am Abend").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_a_conflict_has_no_barrier(
    themes_site: str, open_page: Callable[..., Page], scheme: str
) -> None:
    late, early = open_page(themes_site, color_scheme=scheme), open_page(themes_site)
    for page in (late, early):
        page.goto(PAGE)
    early.get_by_label("Name", exact=True).fill("Kurse am Morgen")
    early.get_by_role("button", name="Umbenennen").click()
    early.wait_for_url("**/themen/*?erfolg=umbenannt")
    late.get_by_role("checkbox", name=FIRST).check()
    late.get_by_role("button", name="Aussagen zurückstellen").click()
    late.wait_for_selector("text=Das wollten Sie")
    for width in WIDTHS:
        late.set_viewport_size({"width": width, "height": 900})
        assert_no_barrier(late)
        assert_no_sideways_scroll(late)
