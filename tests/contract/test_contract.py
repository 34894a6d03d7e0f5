"""The API keeps its promises for every role: a few requests an operation.

Many more: ``scripts/bench contract``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.contract import ROLES, try_out
from tests.service.access import world as world_

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.access.world import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world_.build(tmp_path_factory.mktemp("world") / "data")


@pytest.mark.parametrize("who", ROLES)
def test_answers_are_what_the_description_says(world: World, tmp_path: Path, who: str) -> None:
    tried = list(try_out(world, tmp_path, who, examples=6))
    assert not {one.label: one.failures for one in tried if one.failures}
    answered = {one.label for one in tried if any(status < 300 for status in one.statuses)}
    assert answered >= {"GET /api/health", "GET /api/ready"}
