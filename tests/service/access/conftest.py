"""One installation for all tests of who may do what, copied for those that change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from service.access import passwords
from tests.service.access import world as world_
from tests.service.access.asking import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.service.access.asking import Client
    from tests.service.access.world import World


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash with as little work as Argon2 allows: what is tested here is who may do what."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
        patch.setattr(passwords, "_HASHER", cheap)
        yield


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world_.build(tmp_path_factory.mktemp("world") / "data")


@pytest.fixture(scope="session")
def quiet(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of an installation that no test changes."""
    with serving(world.copied(tmp_path_factory.mktemp("quiet") / "data")) as client:
        yield client


@pytest.fixture
def alone(world: World, tmp_path: Path) -> Iterator[Client]:
    """A client of an installation for one test alone."""
    with serving(world.copied(tmp_path / "data")) as client:
        yield client
