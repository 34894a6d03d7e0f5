"""Signing in at the login provider, as a browser does it that knows which site is which."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from service.jobs.queue import upgrade
from service.settings import load
from service.store.sessions import Database
from tests.browser.conftest import served
from tests.ports import free_port
from tests.service.oidc.real import real_provider
from tests.service.oidc.visits import add_account

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_a_person_signs_in_and_out_across_sites(browser: Browser, tmp_path: Path) -> None:
    """Cookies that stay at home, or a policy that keeps forms there, would break it."""
    port = free_port()
    ours = f"http://localhost:{port}"  # to a browser another site than the provider's 127.0.0.1
    with real_provider(base=ours) as provider:
        settings = load(data_dir=tmp_path, **provider.settings("RS256"))
        upgrade(settings)
        database = Database(settings.database)
        add_account(database)
        database.close()
        with served(settings, port=port), browser.new_context(base_url=ours) as context:
            page = context.new_page()
            page.goto("/protokolle")
            page.get_by_role("link", name="Anmelden mit dem Konto Ihrer Verwaltung").click()
            page.get_by_placeholder("Enter any login").fill("anna")
            page.get_by_placeholder("and password").fill("whatever")
            page.get_by_role("button", name="Sign-in").click()
            page.get_by_role("button", name="Continue").click()
            expect(page).to_have_url(f"{ours}/protokolle")
            expect(page.get_by_text("anna@verl.example")).to_be_visible()

            page.get_by_role("button", name="Abmelden").click()
            expect(page).to_have_url(re.compile(rf"{provider.issuer}/session/end"))
            page.get_by_role("button", name="Yes, sign me out").click()
            expect(page).to_have_url(f"{ours}/anmelden")
            page.goto("/protokolle")
            expect(page).to_have_url(re.compile(f"{ours}/anmelden"))
