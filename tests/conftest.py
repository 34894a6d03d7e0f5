"""What tests of every layer share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pytest
from hypothesis import settings

from nlp.themes import embedding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.themes.embedding import Encoder

SHARED = Path(__file__).parents[2] / "shared"

# The same examples in every run, or a change could fail for what another one broke. To look
# further: --hypothesis-profile=default.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """Where converted weights are kept: the user's cache, so that they are made once."""
    return platformdirs.user_cache_path("themenradar") / "models"


@pytest.fixture(scope="session")
def encoders(model_folder: Path) -> tuple[Encoder, ...]:
    """The real default models."""
    return embedding.load(folder=model_folder)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development data beside the project; a test that needs it skips without."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not beside the project")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def no_settings_from_outside() -> Iterator[None]:
    """A developer's own settings must not reach the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("THEMENRADAR_"):
                patch.delenv(name)
        yield
