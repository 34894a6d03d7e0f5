"""The real, certified login provider (provider.mjs), and a person who signs in at it."""

from __future__ import annotations

import re
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

import httpx2

from tests.ports import free_port
from tests.service.helpers import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER: Final = ROOT / ".venv" / "provider"
OUR_ADDRESS: Final = "https://testserver"


class ProviderMissingError(Exception):
    """It is not installed."""

    def __init__(self) -> None:
        super().__init__("Der Anmeldedienst der Tests fehlt. Bitte ausführen: scripts/provider")


@dataclass(frozen=True)
class RealProvider:
    """A provider that runs.

    Attributes:
        issuer: Its address.
    """

    issuer: str

    def settings(self, client: str) -> dict[str, str]:
        """Return the settings of one of its clients; the secret has what needs care."""
        return {
            "oidc_issuer": self.issuer,
            "oidc_client_id": client,
            "oidc_client_secret": f"{client}: 100 % & geheim",
        }


@contextmanager
def real_provider(*kind: str, base: str = OUR_ADDRESS) -> Iterator[RealProvider]:
    """Run the provider of our service at ``base``; the kind ``other`` is another one."""
    if not (FOLDER / "node").exists():
        raise ProviderMissingError
    port = free_port()
    command = [FOLDER / "node", Path(__file__).with_name("provider.mjs"), FOLDER, str(port)]
    process = subprocess.Popen(
        [*command, base, *kind],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it says that it is not for production
        text=True,
    )
    with process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            yield RealProvider(f"http://127.0.0.1:{port}")
        finally:
            process.kill()


class Person:
    """Somebody with a browser of their own, at the pages of the provider."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.browser = httpx2.Client(trust_env=False)

    def go(self, address: str) -> str:
        """Open an address and confirm whatever is asked; return where that leads back to us."""
        page = self._follow(self.browser.get(address))
        while not page.is_redirect:
            action = re.search(r'<form[^>]* action="([^"]+)"', page.text)
            assert action, page.text
            fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
            if 'name="login"' in page.text:
                fields |= {"login": self.name, "password": "whatever"}
            if 'name="logout"' in page.text:
                fields |= {"logout": "yes"}
            page = self._follow(
                self.browser.post(urljoin(str(page.url), unescape(action[1])), data=fields)
            )
        return page.headers["location"]

    def break_off(self, address: str) -> str:
        """Open an address and break off; return where that leads back to us."""
        page = self._follow(self.browser.get(address))
        link = re.search(r'href="([^"]+/abort)"', page.text)
        assert link, page.text
        return self._follow(self.browser.get(urljoin(str(page.url), link[1]))).headers["location"]

    def _follow(self, page: httpx2.Response) -> httpx2.Response:
        while page.is_redirect and not page.headers["location"].startswith(OUR_ADDRESS):
            page = self.browser.get(urljoin(str(page.url), page.headers["location"]))
        return page
