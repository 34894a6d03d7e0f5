"""What tests of every layer share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pytest

from nlp.themes import embedding

if TYPE_CHECKING:
    from nlp.themes.embedding import Encoder

SHARED = Path(__file__).parents[2] / "shared"


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


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own settings must not reach the tests."""
    for name in list(os.environ):
        if name.startswith("THEMENRADAR_"):
            monkeypatch.delenv(name)
