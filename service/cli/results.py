"""The files that ``analyse`` writes, each whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from service.catalogue import commands as texts
from service.cli import previous
from service.cli.comparison import Result

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from nlp.analysis import Analysis
    from nlp.corpus import Corpus
    from nlp.themes.embedding import Encoder
    from nlp.themes.lineage import Lineage
    from nlp.themes.replay import Outcome
    from nlp.types import Spread, Theme, ThemeRun, Trust

UNBUNDLED = "unbundled.json"


def write(
    folder: Path,
    found: Analysis,
    *,
    table: Corpus,
    encoders: Sequence[Encoder],
    bundle: Mapping[str, Any],
    with_decisions: bool,
) -> None:
    """Write the files of the contract into ``folder``.

    Args:
        folder: Made if it is not there.
        found: What to write.
        table: What was analysed.
        encoders: The models.
        bundle: The content of ``run.json``.
        with_decisions: Whether people's decisions were given; else a ``decisions.json`` of an
            earlier run in this folder is taken away.

    Raises:
        click.ClickException: The folder cannot be written to.
    """
    run = found.run
    files = {
        previous.ASSIGNMENTS: _assignments(table, Result.of(run, table.entries)).encode(),
        previous.THEMES: _json([_theme(theme, found) for theme in run.themes]),
        UNBUNDLED: _json(list(_unbundled(table, run))),
        previous.LINEAGE: _json(_lineage(found.lineage)),
        previous.CENTROIDS: _npy([run.means[theme.id] for theme in run.themes], encoders),
        previous.RUN: _json(bundle),
    }
    if with_decisions:
        files[previous.DECISIONS] = _json(_decisions(found))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            for name, content in files.items():
                (Path(scratch) / name).write_bytes(content)
            for name in files:
                (Path(scratch) / name).replace(folder / name)
            if not with_decisions:
                (folder / previous.DECISIONS).unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(texts.NOT_WRITABLE) from error


def _assignments(table: Corpus, result: Result) -> str:
    """Return one row a statement, in the order of the table, other columns carried through."""
    out = io.StringIO()
    writer = csv.writer(out)
    own = ["id", "theme_id", "strength"]
    writer.writerow([*own, *(_renamed(name, own) for name in table.carried_columns)])
    for entry, carried in zip(table.entries, table.carried, strict=True):
        writer.writerow([entry.id, *result.assignments[entry.id], *carried])
    return out.getvalue()


def _renamed(column: str, own: Sequence[str]) -> str:
    """Keep a carried column from passing for one of ours."""
    return f"{column}_input" if column in own else column


def _theme(theme: Theme, found: Analysis) -> dict[str, Any]:
    return {
        "theme_id": theme.id,
        "label": theme.label,
        "size": len(theme.entry_ids),
        "strength": round(theme.strength, 4),
        "trust": _trust(theme.trust, found.run),
        "keywords": [
            {"word": k.word, "weight": round(k.weight, 6), "statement_ids": list(k.entry_ids)}
            for k in theme.keywords
        ],
        "evidence": [
            {"word": word.word, "statement_ids": list(word.entry_ids)} for word in theme.evidence
        ],
        "statement_ids": list(theme.entry_ids),
        "representatives": list(theme.representatives),
        "parts": [
            {"label": part.label, "statement_ids": list(part.entry_ids)} for part in theme.parts
        ],
        "fields": [
            {"key": field.key, "certainty": round(field.certainty, 4)} for field in theme.fields
        ],
        "municipalities": dict(theme.municipalities),
        "spread": _spread(theme.spread),
        "dismissed": theme.id in found.replayed.dismissed,
    }


def _trust(trust: Trust, run: ThemeRun) -> dict[str, Any]:
    return {
        "agreement": round(trust.agreement, 4),
        "recovery": round(trust.recovery, 4),
        "separation": round(trust.separation, 4),
        "neighbour": None if trust.neighbour is None else run.themes[trust.neighbour].id,
    }


def _spread(spread: Spread) -> dict[str, Any]:
    figures = asdict(spread) | {"reach": spread.reach.value, "share": list(spread.share)}
    return {name: _rounded(value) for name, value in figures.items()}


def _rounded(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return round(value, 6) if isinstance(value, float) else value


def _unbundled(table: Corpus, run: ThemeRun) -> Iterator[dict[str, Any]]:
    """Yield the statements in no theme, but not those that people dismissed."""
    for entry in table.entries:
        if entry.id in run.positions and entry.id not in run.theme_of:
            nearest = run.nearest.get(entry.id)
            yield {
                "statement_id": entry.id,
                "nearest_theme_id": nearest and nearest.theme_id,
                "distance": nearest and round(nearest.distance, 4),
            }


def _lineage(traced: Lineage) -> dict[str, Any]:
    return {
        "shared_statements": traced.shared,
        "links": [asdict(link) for link in traced.links],
        "ids_ever_used": list(traced.taken),
    }


def _decisions(found: Analysis) -> dict[str, Any]:
    """Return what became of people's decisions, and what they stand on, for the next run."""
    return {
        "decisions": [_decision(outcome) for outcome in found.replayed.outcomes],
        "dismissed_statements": sorted(found.plan.dismissed),
        "dismissed_themes": sorted(found.replayed.dismissed),
    }


def _decision(outcome: Outcome) -> dict[str, Any]:
    decision = outcome.decision
    return {
        "row": decision.row,
        "key": decision.key,
        "kind": decision.kind,
        "followed": outcome.followed,
        "notes": [{"code": note.code, **note.figures} for note in outcome.notes],
        "anchors": {
            "parts": [list(part) for part in outcome.anchors.parts],
            "left": {one: list(old) for one, old in outcome.anchors.left.items()},
        },
    }


def _npy(vectors: Sequence[npt.NDArray[np.float32]], encoders: Sequence[Encoder]) -> bytes:
    """Return vectors as a file of NumPy, one a row, the models side by side."""
    rows = np.zeros((len(vectors), sum(encoder.dimension for encoder in encoders)), np.float32)
    for row, vector in enumerate(vectors):
        rows[row] = vector
    out = io.BytesIO()
    np.save(out, rows, allow_pickle=False)
    return out.getvalue()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
