"""The gate's questions, answered in a real browser: by keyboard alone, without JavaScript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_accessibility import (
    WIDTHS,
    assert_no_barrier,
    assert_no_sideways_scroll,
)
from tests.browser.test_use import focused
from tests.service.web.examples import NAMES, doubtful_note, telling_note

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FORM = "/protokolle/hochladen"
SAVE = "Übernehmen und Protokoll speichern"


def upload(page: Page, data: bytes) -> None:
    """Upload a note that raises questions; they are shown then."""
    page.goto(FORM)
    file = {"name": "protokoll.txt", "mimeType": "text/plain", "buffer": data}
    page.get_by_label("Protokoll der Planungskonferenz").set_input_files(file)  # type: ignore[arg-type] # a dict is what it takes
    page.get_by_role("button", name="Protokoll hochladen").click()
    page.wait_for_url("**/entwuerfe/*")


def asked_about(page: Page) -> str:
    """Return the text that the focused question is about; empty where none is focused."""
    text: str = page.evaluate(
        """() => {
            const one = document.activeElement;
            const asked = one.type === "radio" && one.closest("fieldset");
            return asked ? asked.querySelector("mark").innerText : "";
        }"""
    )
    return text


def test_with_the_keyboard_alone_fifty_questions_are_answered(
    empty_site: str, open_page: Callable[..., Page]
) -> None:
    assert len(set(NAMES)) == 50
    page = open_page(empty_site)
    upload(page, doubtful_note(*NAMES))
    kept = {name: 1 + number % 3 for number, name in enumerate(NAMES[::4])}
    answered: list[str] = []
    while focused(page) != SAVE:
        page.keyboard.press("Tab")
        if name := asked_about(page):
            answered.append(name)
            for _ in range(kept.get(name, 0)):
                page.keyboard.press("ArrowDown")
        assert len(answered) <= 60, "a question takes more than one stop of the Tab key"
    page.keyboard.press("Enter")
    page.wait_for_url("**/protokolle/*?erfolg=hochgeladen")

    assert set(NAMES) <= set(answered)
    assert len(answered) == len(set(answered))
    stored = page.locator(".statements").first.inner_text()
    assert {name for name in NAMES if name in stored} == set(kept)
    assert len(re.findall(r"\[\w+\]", stored)) == len(NAMES) - len(kept)


def test_without_javascript_an_answer_is_taken(
    empty_site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(empty_site, java_script_enabled=False)
    upload(page, doubtful_note(*NAMES[:2]))
    page.get_by_role("group", name=NAMES[1]).get_by_label("Behalten: allgemeine Aussage").check()
    page.get_by_role("button", name=SAVE).click()
    assert page.get_by_text("Einen Sprachkurs besucht [Name] nicht").is_visible()
    assert page.get_by_text(f"Einen Sprachkurs besucht {NAMES[1]} nicht").is_visible()


def test_the_enter_key_between_two_answers_sends_nothing(
    empty_site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(empty_site)
    upload(page, doubtful_note(*NAMES[:2]))
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.get_by_role("button", name=SAVE).is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_questions_have_no_barrier(
    empty_site: str, open_page: Callable[..., Page], scheme: str
) -> None:
    page = open_page(empty_site, color_scheme=scheme)
    upload(page, doubtful_note(*NAMES[:3], *[NAMES[3]] * 5))
    assert_usable(page)
    page.locator("summary").click()
    assert_usable(page)
    upload(page, telling_note())
    assert_usable(page)


def test_a_note_that_is_here_already_is_led_to_without_a_barrier(
    empty_site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(empty_site)
    for _ in range(2):
        upload(page, doubtful_note(*NAMES[:2]))
        page.get_by_role("button", name=SAVE).click()
        page.wait_for_selector(".kern-alert")
    assert_usable(page)
    page.get_by_role("link", name="Vorhandenes Protokoll ansehen").click()
    assert page.get_by_text("Einen Sprachkurs besucht [Name] nicht").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_question_is_led_to_and_has_no_barrier(
    empty_site: str, open_page: Callable[..., Page], scheme: str
) -> None:
    page = open_page(empty_site, color_scheme=scheme)
    upload(page, doubtful_note(*NAMES[:4]))
    page.evaluate(
        """document.getElementsByName("q2").forEach(one => {
            one.checked = one.required = false;
        })"""
    )
    page.get_by_role("button", name=SAVE).click()
    page.wait_for_selector(".kern-alert--danger")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert_usable(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "q2-replace"


def assert_usable(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_barrier(page)
        assert_no_sideways_scroll(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_no_sideways_scroll(page)
    page.evaluate("document.documentElement.style.fontSize = ''")
