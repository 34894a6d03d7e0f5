"""analyse --replay: the same again, or what is not the same."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.consensus import ConsensusSettings
from service.cli import batch, record
from service.cli.comparison import Difference, Result, compare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Call = Callable[..., tuple[int, str, str]]
    Content = dict[str, Any]

TEXTS = ["Es fehlen Plätze.", "Der Bus fährt nicht.", "Niemand dolmetscht.", "Ärzte fehlen."]
TABLE = "id,text,municipality,date\n" + "".join(
    f"s{number},{TEXTS[number % 4]},Verl,\n" for number in range(7)
)
DECISIONS = '{"kind": "pin", "statements": ["s2", "s3"]}\n'
model = pytest.mark.model


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run with a run before it and with decisions, and of all that it read."""
    from service.cli.main import main  # noqa: PLC0415 - the call fixture lives for one test only

    folder = tmp_path_factory.mktemp("once")
    (folder / "statements.csv").write_text(TABLE, encoding="utf-8")
    (folder / "decisions.jsonl").write_text(DECISIONS, encoding="utf-8")
    common = ["analyse", str(folder / "statements.csv"), "--model", "use"]
    more = ["--previous", str(folder / "before"), "--decisions", str(folder / "decisions.jsonl")]
    for options in (["--out", str(folder / "before")], ["--out", str(folder / "out"), *more]):
        with pytest.raises(SystemExit) as ended:
            main([*common, *options])
        assert ended.value.code == 0
    return folder


@pytest.fixture
def copy(once: Path, tmp_path: Path) -> Path:
    """The same folder, to be changed."""
    for path in once.rglob("*"):
        if path.is_file():
            target = tmp_path / path.relative_to(once)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    return tmp_path


def again(call: Call, folder: Path, *options: object) -> tuple[int, str]:
    """Repeat the run; return the exit code and what was said."""
    code, out, err = call(
        "analyse", folder / "statements.csv", "--out", folder / "again",
        "--replay", folder / "out/run.json", "--previous", folder / "before",
        "--decisions", folder / "decisions.jsonl", *options,
    )  # fmt: skip
    assert out == ""
    return code, err


def change(path: Path, edit: Callable[[Any], object]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    edit(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def content_of(path: Path) -> Content:
    found: Content = json.loads(path.read_text(encoding="utf-8"))
    return found


# --- the same -----------------------------------------------------------------


@model
def test_the_same_files_give_the_same_result_in_another_year_too(
    copy: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a date in the table the year of new ids is that of the day it ran."""
    monkeypatch.setattr(batch, "today", lambda: date(2099, 1, 1))

    code, said = again(call, copy)

    assert code == 0
    assert said.endswith("Gleiches Ergebnis.\n")
    assert "Hinweis: Das Ergebnis kann abweichen" not in said
    then, now = (content_of(copy / name / "run.json") for name in ("out", "again"))
    assert {key for key in then if then[key] != now[key]} <= {"seconds"}
    assert list(then["previous_sha256"]) == [
        "assignments.csv",
        "centroids.npy",
        "lineage.json",
        "run.json",
        "themes.json",
    ]


@model
def test_only_how_long_the_run_before_took_does_not_matter(copy: Path, call: Call) -> None:
    change(copy / "before/run.json", lambda run: run["seconds"].update(cluster=99.0))

    assert again(call, copy)[0] == 0


@model
def test_other_versions_threads_and_machines_are_told_and_it_goes_on(
    copy: Path, call: Call
) -> None:
    def edit(run: Content) -> None:
        run["versions"].update(numpy="1.0", bertopic="0.17")
        run.update(threads=512)
        run["platform"].update(machine="s390x")

    change(copy / "out/run.json", edit)

    code, said = again(call, copy)

    assert code == 0
    assert "statt 1.0" in said
    assert "bertopic (nichts) statt 0.17" in said
    assert "statt 512" in said
    assert "statt s390x" in said
    assert said.endswith("Gleiches Ergebnis.\n")


@model
def test_a_model_in_a_folder_is_asked_for_and_known_by_its_weights(copy: Path, call: Call) -> None:
    change(copy / "out/run.json", lambda run: run["configuration"].update(model=None))

    code, said = again(call, copy)

    assert code == 2
    assert "--model" in said

    code, said = again(call, copy, "--model", "use")

    assert code == 0
    assert said.endswith("Gleiches Ergebnis.\n")


# --- something else -----------------------------------------------------------


@model
@pytest.mark.parametrize(
    ("name", "edit", "part"),
    [
        ("statements.csv", lambda text: text + "\n", "die Tabelle der Aussagen"),
        ("statements.csv", lambda _: "id\n", "die Tabelle der Aussagen"),
        ("decisions.jsonl", lambda text: text.replace("s3", "s1"), "die Entscheidungen"),
        ("before/themes.json", lambda text: text.replace("T-", "U-"), "die vorige Auswertung"),
        ("before/lineage.json", lambda text: text + " ", "die vorige Auswertung"),
        (
            "before/run.json",
            lambda text: text.replace('weights_sha256": "', 'weights_sha256": "f'),
            "vorige",
        ),
    ],
)
def test_what_is_not_as_it_was_is_named_before_anything_runs(
    copy: Path, call: Call, name: str, edit: Callable[[str], str], part: str
) -> None:
    path = copy / name
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")

    code, said = again(call, copy)

    assert code == 1
    assert said.startswith("Die Auswertung lässt sich nicht wiederholen")
    assert part in said
    assert said.count("\n") == 1
    assert not (copy / "again").exists()


@model
def test_files_that_are_missing_or_too_many_are_named(copy: Path, call: Call) -> None:
    call_ = ("analyse", copy / "statements.csv", "--out", copy / "again", "--replay")

    code, _, err = call(*call_, copy / "out/run.json")

    assert code == 1
    assert "(--previous), die Entscheidungen (--decisions)." in err

    code, _, err = call(*call_, copy / "before/run.json", "--decisions", copy / "decisions.jsonl")

    assert code == 1
    assert "vorliegt: die Entscheidungen (--decisions)." in err


@model
@pytest.mark.parametrize(
    ("edit", "part"),
    [
        (lambda run: run["models"][0].update(weights_sha256="0" * 64), "das Sprachmodell"),
        (lambda run: run["models"].append(run["models"][0]), "das Sprachmodell"),
        (lambda run: run.update(adaptation={"id": "x", "sha256": "0" * 64}), "die Anpassung"),
    ],
)
def test_other_weights_or_another_map_are_named(
    copy: Path, call: Call, edit: Callable[[Content], object], part: str
) -> None:
    change(copy / "out/run.json", edit)

    code, said = again(call, copy)

    assert code == 1
    assert part in said
    assert said.count("\n") == 1


@model
@pytest.mark.parametrize("options", [("--seed", 0), ("--model", "use"), ("--plain",)])
def test_what_the_record_says_may_not_be_said_again(
    once: Path, call: Call, options: tuple[object, ...]
) -> None:
    code, said = again(call, once, *options)

    assert code == 2
    assert "--seed, --model und --plain" in said


@model
def test_the_result_that_is_compared_with_is_not_written_over(once: Path, call: Call) -> None:
    code, said = again(call, once, "--out", once / "before" / ".." / "out")

    assert code == 2
    assert "--out" in said


# --- another result -----------------------------------------------------------


@model
def test_another_result_is_told_by_statements_labels_and_strengths(copy: Path, call: Call) -> None:
    """The record tells of a run in which s0 was alone and a theme had another name."""
    out = copy / "out"
    written = Result.written(out)
    assert written
    theme, strength = written.assignments["s0"]
    assignments = (out / "assignments.csv").read_text(encoding="utf-8")
    (out / "assignments.csv").write_text(
        assignments.replace(f"s0,{theme},{strength}", "s0,,"), encoding="utf-8", newline=""
    )
    change(out / "themes.json", lambda themes: themes[1].update(label="Anderes"))
    changed = Result.written(out)
    assert changed
    change(out / "run.json", lambda run: run.update(result_sha256=changed.sha256))

    code, said = again(call, copy)

    assert code == 1
    assert "Anderes Ergebnis: 1 von 7 Aussagen stehen in einem anderen Thema" in said
    assert "Rand-Index 0," in said
    assert "geänderte Bezeichnungen: 1, geänderte Stärken: 1." in said
    assert (copy / "again/assignments.csv").exists()


@model
@pytest.mark.parametrize("gone", [True, False])
def test_another_result_whose_files_are_gone_or_others_is_told_without_figures(
    copy: Path, call: Call, *, gone: bool
) -> None:
    change(copy / "out/run.json", lambda run: run.update(result_sha256="0" * 64))
    if gone:
        (copy / "out/assignments.csv").unlink()

    code, said = again(call, copy)

    assert code == 1
    assert "Anderes Ergebnis. Worin" in said


def test_results_are_compared_over_what_both_have() -> None:
    then = Result({"a": ("T", "1.0000"), "b": ("T", "1.0000"), "c": ("", "")}, {"T": "Busse"})
    now = Result({"a": ("U", "0.9000"), "b": ("U", "1.0000"), "d": ("", "")}, {"U": "Busse"})

    assert compare(then, then) == Difference(moved=0, ari=1.0, labels=0, strengths=0)
    assert compare(then, now) == Difference(moved=2, ari=1.0, labels=0, strengths=1)


@given(
    assignments=st.dictionaries(
        st.text(), st.tuples(st.sampled_from(["", "T", "U"]), st.sampled_from(["", "0.5"]))
    ),
    order=st.randoms(use_true_random=False),
)
def test_the_digest_of_a_result_knows_no_order_and_misses_no_change(
    assignments: dict[str, tuple[str, str]],
    order: Any,  # noqa: ANN401 - a random.Random
) -> None:
    labels = {"T": "Busse", "U": "Kurse"}
    rows = list(assignments.items())
    order.shuffle(rows)
    digest = Result(assignments, labels).sha256

    assert Result(dict(rows), dict(reversed(labels.items()))).sha256 == digest
    assert Result(assignments, labels | {"T": "Bahn"}).sha256 != digest
    for entry, (theme, strength) in rows[:1]:
        for other in (("V", strength), (theme, "0.1")):
            assert Result(assignments | {entry: other}, labels).sha256 != digest


# --- a broken record ----------------------------------------------------------


def test_every_setting_of_the_consensus_has_limits_and_the_usual_ones_keep_them() -> None:
    usual = ConsensusSettings()

    assert set(record.LIMITS) == {field.name for field in fields(ConsensusSettings)}
    for name, (low, high) in record.LIMITS.items():
        value = getattr(usual, name)
        for one in value if isinstance(value, tuple) else (value,):
            assert low <= one <= high


KEYS = (
    "result_sha256",
    "configuration",
    "input_sha256",
    "previous_sha256",
    "decisions_sha256",
    "models",
    "adaptation",
    "versions",
    "threads",
    "platform",
)
CONFIGURED = ("model", "day", "seed", "consensus", "adapted")
WRONG: dict[str, Callable[[Content], object]] = {
    **{f"no-{key}": lambda run, key=key: run.pop(key) for key in KEYS},
    **{f"list-{key}": lambda run, key=key: run.update({key: [[1]]}) for key in KEYS},
    **{f"no-{key}": lambda run, key=key: run["configuration"].pop(key) for key in CONFIGURED},
    **{
        f"list-{key}": lambda run, key=key: run["configuration"].update({key: [[1]]})
        for key in CONFIGURED
    },
    **{
        f"{key}={value}": lambda run, key=key, value=value: run["configuration"].update(
            {key: value}
        )
        for key, value in [
            ("seed", -1),
            ("seed", 2**31),
            ("seed", 10**300),
            ("seed", 1.0),
            ("seed", float("nan")),
            ("seed", True),
            ("seed", "0"),
            ("adapted", 1),
            ("day", "gestern"),
            ("day", "10000-01-01"),
            ("model", "/"),
            ("model", "a\0b"),
            ("model", "x" * 100_000),
        ]
    },
    **{
        f"{key}={value}": lambda run, key=key, value=value: run["configuration"][
            "consensus"
        ].update({key: value})
        for key, value in [
            ("runs", 10**30),
            ("runs", 0),
            ("runs", 1.5),
            ("threshold", float("inf")),
            ("threshold", float("nan")),
            ("threshold", 2.0),
            ("threshold", "0.5"),
            ("neighbours", []),
            ("neighbours", 5),
            ("neighbours", [5, 10**9]),
            ("neighbours", [5, "8"]),
            ("colour", "red"),
        ]
    },
    "threads": lambda run: run.update(threads=10**30),
    "digest": lambda run: run.update(input_sha256="0" * 63 + "g"),
    "escape": lambda run: run["versions"].update(numpy="\x1b[31m"),
    "long": lambda run: run["platform"].update(blas="x" * 10_000),
}


@model
@pytest.mark.parametrize("edit", WRONG.values(), ids=[name[:40] for name in WRONG])
def test_a_record_with_something_wrong_is_refused_in_one_sentence(
    copy: Path, call: Call, edit: Callable[[Content], object]
) -> None:
    change(copy / "out/run.json", edit)

    code, said = again(call, copy)

    assert code == 1
    assert said.startswith("Die Datei hinter --replay lässt sich nicht verwenden")
    assert said.count("\n") == 1
    assert not (copy / "again").exists()


@model
@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "7", "null", "{}", "[" * 100_000, "9" * 10_000, '{"threads": 1e999}', "\0"],
    ids=range(10),
)
def test_a_file_that_is_no_record_is_refused(copy: Path, call: Call, content: str) -> None:
    (copy / "out/run.json").write_text(content, encoding="utf-8")

    code, said = again(call, copy)

    assert code == 1
    assert said.startswith("Die Datei hinter --replay lässt sich nicht verwenden")


@model
def test_a_file_of_another_encoding_is_refused(copy: Path, call: Call) -> None:
    (copy / "out/run.json").write_bytes(b"\xff\xfe\xff")

    assert again(call, copy)[0] == 1
