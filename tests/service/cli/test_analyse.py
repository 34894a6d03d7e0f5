"""analyse with a previous run and people's decisions, from files as somebody calls it."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from tests.service.helpers import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Call = Callable[..., tuple[int, str, str]]

pytestmark = pytest.mark.model
TEXTS = list(statements())[:60]
IDS = [f"s{number}" for number in range(len(TEXTS))]


def table(path: Path, ids: Sequence[str], *, day: str = "2024-05-14") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [[one, TEXTS[IDS.index(one)], "Verl", day] for one in ids]
        csv.writer(file).writerows([["id", "text", "municipality", "date"], *rows])
    return path


def json_of(folder: Path, name: str) -> Any:  # noqa: ANN401 - any JSON
    return json.loads((folder / name).read_text(encoding="utf-8"))


def theme_of(folder: Path) -> dict[str, str]:
    with (folder / "assignments.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["theme_id"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a first run over 50 statements."""
    from service.cli.main import main  # noqa: PLC0415 - the call fixture lives for one test only

    folder = tmp_path_factory.mktemp("first")
    source = table(folder / "statements.csv", IDS[:50])
    with pytest.raises(SystemExit) as ended:
        main(["analyse", str(source), "--out", str(folder / "out"), "--model", "use"])
    assert ended.value.code == 0
    return folder / "out"


def test_in_a_first_run_every_theme_is_new_and_has_an_id_of_its_statements_year(
    first: Path,
) -> None:
    themes = json_of(first, "themes.json")

    assert len(themes) >= 3
    assert [theme["theme_id"] for theme in themes] == [
        f"T-2024-{number:03d}" for number in range(1, len(themes) + 1)
    ]
    assert {link["kind"] for link in json_of(first, "lineage.json")["links"]} == {"new"}
    assert np.load(first / "centroids.npy").shape == (len(themes), 512)
    assert set(theme_of(first).values()) - {""} == {theme["theme_id"] for theme in themes}


def test_a_theme_says_how_far_it_can_be_relied_on_and_how_far_it_reaches(first: Path) -> None:
    themes = json_of(first, "themes.json")
    ids = {theme["theme_id"] for theme in themes}

    for theme in themes:
        trust, spread = theme["trust"], theme["spread"]
        assert {0 <= trust[name] <= 1 for name in ("agreement", "recovery", "separation")} == {
            True
        }
        assert trust["neighbour"] in ids - {theme["theme_id"]}
        assert spread["municipalities"] == len(theme["municipalities"]) == 1
        assert spread["reach"] == "open", "with one municipality only nothing is spread"
        assert spread["p_spread"] == spread["q_spread"] == 1
        low, high = spread["share"]
        assert 0 <= low < high <= 1
        parts = [one for part in theme["parts"] for one in part["statement_ids"]]
        assert sorted(parts) in ([], sorted(theme["statement_ids"]))
        assert all(part["label"] for part in theme["parts"])
    assert any(theme["parts"] for theme in themes)


def test_a_run_of_many_layouts_comes_to_the_same_again(
    tmp_path: Path, call: Call, first: Path
) -> None:
    source = table(tmp_path / "statements.csv", IDS[:50])
    torch.set_num_threads(json_of(first, "run.json")["threads"])  # UMAP has changed it since

    code, _, err = call(
        "analyse", source, "--out", tmp_path / "out", "--replay", first / "run.json"
    )

    assert code == 0
    assert err.endswith("Gleiches Ergebnis.\n")
    for name in ("assignments.csv", "themes.json", "unbundled.json", "lineage.json"):
        assert (tmp_path / "out" / name).read_bytes() == (first / name).read_bytes()


def test_themes_keep_their_ids_when_statements_come_and_go(
    tmp_path: Path, call: Call, first: Path
) -> None:
    source = table(tmp_path / "statements.csv", IDS[4:], day="2025-01-05")

    code, _, _ = call(
        "analyse", source, "--out", tmp_path / "out", "--model", "use", "--previous", first
    )

    assert code == 0
    lineage = json_of(tmp_path / "out", "lineage.json")
    assert lineage["shared_statements"] == 46
    before, now = theme_of(first), theme_of(tmp_path / "out")
    kept = [one for one in IDS[4:50] if before[one] and before[one] == now[one]]
    assert len(kept) > 30
    assert set(json_of(first, "lineage.json")["ids_ever_used"]) <= set(lineage["ids_ever_used"])
    new = {link["current"] for link in lineage["links"] if link["kind"] == "new"}
    assert all(theme.startswith("T-2025-") for theme in new)


def test_half_years_without_a_common_statement_are_traced_by_similarity(
    tmp_path: Path, call: Call, first: Path
) -> None:
    source = tmp_path / "statements.csv"
    source.write_text(
        table(source, IDS[:50]).read_text(encoding="utf-8").replace("\ns", "\nn"), encoding="utf-8"
    )

    call("analyse", source, "--out", tmp_path / "out", "--model", "use", "--previous", first)

    lineage = json_of(tmp_path / "out", "lineage.json")
    assert lineage["shared_statements"] == 0
    assert {link["kind"] for link in lineage["links"]} == {"continued"}
    assert {link["evidence"] for link in lineage["links"]} == {"similarity"}
    assert json_of(tmp_path / "out", "themes.json")[0]["theme_id"] == "T-2024-001"


def test_decisions_hold_in_this_run_and_in_the_next_with_new_statements(
    tmp_path: Path, call: Call, first: Path
) -> None:
    """The second replay no longer knows the theme that was merged away."""
    one, two, three = (theme["theme_id"] for theme in json_of(first, "themes.json")[:3])
    before = theme_of(first)
    moved = next(key for key in IDS if before.get(key) == three)
    left = next(key for key in reversed(IDS) if before.get(key) == three)
    file = tmp_path / "decisions.jsonl"
    lines = [
        {"kind": "merge", "themes": [one, two]},
        {"kind": "rename", "theme": three, "label": "Was Menschen so nennen"},
        {"kind": "move", "statement": moved, "theme": one},
        {"kind": "dismiss", "statement": left},
        {"kind": "dismiss", "theme": "T-1999-001"},
    ]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    folders = [first, tmp_path / "second", tmp_path / "third"]

    for number, ids in ((1, IDS[:50]), (2, IDS)):
        source = table(tmp_path / "statements.csv", ids)
        code, _, err = call(
            "analyse", source, "--out", folders[number], "--model", "use",
            "--previous", folders[number - 1], "--decisions", file,
        )  # fmt: skip

        now = theme_of(folders[number])
        assert code == 0
        assert "Entscheidungen: 4 von 5 befolgt" in err
        merged = {now[key] for key in ids if before.get(key) in {one, two}}
        assert len(merged) == 1
        assert now[moved] in merged
        assert now[left] == ""
        report = json_of(folders[number], "decisions.json")
        assert report["dismissed_statements"] == [left]
        assert [entry["followed"] for entry in report["decisions"]] == [True] * 4 + [False]
        assert report["decisions"][4]["notes"][0] == {"code": "theme_unknown", "themes": 1}
        labels = {
            theme["label"]: theme["theme_id"] for theme in json_of(folders[number], "themes.json")
        }
        assert labels["Was Menschen so nennen"] == three


PLACES, BUS = "Es fehlen Plätze.", "Der Bus fährt nicht."
DIFFERENT = [f"{text} {number}" for number, text in enumerate(TEXTS[:11])]


@pytest.mark.parametrize(
    ("texts", "sizes"),
    [
        ([PLACES], []),
        ([PLACES, BUS], []),
        ([PLACES, PLACES], [2]),
        ([PLACES] * 5, [5]),
        ([PLACES, BUS, PLACES, BUS, PLACES], [3, 2]),
        (DIFFERENT, []),
    ],
    ids=["one", "two", "two-equal", "five-equal", "two-matters", "all-different"],
)
@pytest.mark.parametrize("towns", [["Verl"], ["Verl", "Halle (Westf.)", ""]])
def test_of_a_table_too_small_for_themes_every_statement_is_in_one_place(
    tmp_path: Path, call: Call, texts: list[str], sizes: list[int], towns: list[str]
) -> None:
    source = tmp_path / "statements.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        rows = [
            [f"s{place}", text, towns[place % len(towns)], ""] for place, text in enumerate(texts)
        ]
        csv.writer(file).writerows([["id", "text", "municipality", "date"], *rows])

    code, _, _ = call("analyse", source, "--out", tmp_path / "out", "--model", "use")

    themes = json_of(tmp_path / "out", "themes.json")
    alone = json_of(tmp_path / "out", "unbundled.json")
    assert code == 0
    assert [theme["size"] for theme in themes] == sizes
    listed = [one for theme in themes for one in theme["statement_ids"]]
    listed += [one["statement_id"] for one in alone]
    assert sorted(listed) == sorted(row[0] for row in rows)
    assert not (themes and alone)
    assert all(one["nearest_theme_id"] is None for one in alone)


def test_a_statement_in_no_theme_names_the_nearest_and_one_that_was_dismissed_is_left_out(
    tmp_path: Path, call: Call
) -> None:
    texts = {"a": PLACES, "b": PLACES, "c": BUS, "d": BUS, "e": "Der Bus fährt selten.", "f": BUS}
    source, decided = tmp_path / "statements.csv", tmp_path / "decisions.jsonl"
    rows = "".join(f"{one},{text},Verl,\n" for one, text in texts.items())
    source.write_text(f"id,text,municipality,date\n{rows}", encoding="utf-8")
    decided.write_text('{"kind": "dismiss", "statement": "f"}', encoding="utf-8")

    call("analyse", source, "--out", tmp_path / "out", "--model", "use", "--decisions", decided)

    (alone,) = json_of(tmp_path / "out", "unbundled.json")
    assert alone["statement_id"] == "e"
    assert alone["nearest_theme_id"] == theme_of(tmp_path / "out")["c"]
    assert 0 < alone["distance"] < 1


def test_without_one_statement_left_there_is_an_empty_result(tmp_path: Path, call: Call) -> None:
    source, decided = table(tmp_path / "statements.csv", IDS[:2]), tmp_path / "decisions.jsonl"
    decided.write_text('{"kind": "dismiss", "statements": ["s0", "s1"]}', encoding="utf-8")

    code, _, _ = call(
        "analyse", source, "--out", tmp_path / "out", "--model", "use", "--decisions", decided
    )

    assert code == 0
    assert theme_of(tmp_path / "out") == {"s0": "", "s1": ""}
    assert json_of(tmp_path / "out", "themes.json") == []
    assert json_of(tmp_path / "out", "unbundled.json") == []


def test_without_decisions_no_report_on_older_ones_stays_behind(
    tmp_path: Path, call: Call
) -> None:
    source = table(tmp_path / "statements.csv", IDS[:3])
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "decisions.json").write_text("{}", encoding="utf-8")

    call("analyse", source, "--out", tmp_path / "out", "--model", "use")

    assert not (tmp_path / "out" / "decisions.json").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("themes.json", None),
        ("themes.json", "{"),
        ("themes.json", '[{"theme_id": 7}]'),
        ("themes.json", "[]"),
        ("assignments.csv", None),
        ("assignments.csv", "id,text\n1,x\n"),
        ("run.json", '{"models": 1}'),
        ("lineage.json", "[]"),
        ("decisions.json", '{"decisions": [{}]}'),
        ("centroids.npy", "kein Feld"),
        ("centroids.npy", ""),
    ],
)
def test_a_broken_folder_ends_with_one_and_names_the_file(
    tmp_path: Path, call: Call, first: Path, name: str, content: str | None
) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for path in first.iterdir():
        (broken / path.name).write_bytes(path.read_bytes())
    if content is None:
        (broken / name).unlink()
    else:
        (broken / name).write_text(content, encoding="utf-8")
    source = table(tmp_path / "statements.csv", IDS[:3])

    code, out, err = call(
        "analyse", source, "--out", tmp_path / "out", "--model", "use", "--previous", broken
    )

    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "vorigen Auswertung" in err
    assert name in err or (name, content) == ("themes.json", "[]")
    assert not (tmp_path / "out").exists()


def test_a_decision_that_cannot_be_read_is_named_by_its_line(tmp_path: Path, call: Call) -> None:
    source = table(tmp_path / "statements.csv", IDS[:3])
    file = tmp_path / "decisions.jsonl"
    file.write_text('{"kind": "pin", "statements": ["a", "b"]}\n\n{"kind": "pin"}\n')

    code, _, err = call("analyse", source, "--out", tmp_path / "out", "--decisions", file)

    assert code == 1
    assert "Zeile 3 der Entscheidungen" in err


def test_the_help_shows_how_a_decision_is_written(call: Call) -> None:
    _, out, _ = call("analyse", "--help")

    assert '{"kind": "merge", "themes": ["T-2026-003", "T-2026-009"]}\n' in out
