"""The API keeps its promises for every role: a few requests an operation.

Many more: ``scripts/bench contract``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.access.routes import PERMISSION_OF
from tests.contract.contract import ROLES, try_out
from tests.service.access import world as world_
from tests.service.access.asking import permissions

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.access.world import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world_.build(tmp_path_factory.mktemp("world") / "data")


@pytest.mark.parametrize("who", ROLES)
def test_who_may_do_something_does_it_and_is_answered_as_the_description_says(
    world: World, tmp_path: Path, who: str
) -> None:
    tried = list(try_out(world, tmp_path, who, examples=6, refused=1))
    assert not {one.label: one.failures for one in tried if one.failures}
    done = {one.label for one in tried if any(status < 300 for status in one.statuses)}
    may = {one.label for one in tried if PERMISSION_OF[one.label] in permissions(who)}
    assert done == may >= {"GET /api/health", "GET /api/ready"}
