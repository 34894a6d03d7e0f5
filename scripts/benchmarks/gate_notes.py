"""Generated notes of Planungskonferenzen with exact places of the personal data in them.

    scripts/bench gate_notes [--size 3] [--seed 2026]

prints some, the personal data in double angle brackets. Blocks (heads, cases, prose, bullets,
tables, signatures, and blocks without personal data) are drawn from ``gate_templates/`` and
filled from ``gate_names/``, both written for this benchmark and used nowhere else; the names
of some families are crossed from two of a list, so that no lexicon holds them. A slot is
``{who.form}`` or ``{kind}``: ``a`` a woman, ``b`` her husband, ``c`` their child, ``d`` another
man, ``s`` and ``t`` staff.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from gate_fillers import FREE, IDENTIFIERS, Background, Person, backgrounds, email

from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEMPLATES: Final = Path(__file__).parent / "gate_templates"
SEED: Final = 2026

_SLOT = re.compile(r"\{(?P<who>[a-z_]+)(?:\.(?P<form>[a-z_]+))?\}")
_TITLE = re.compile(r"\b(?:Frau|Herrn?|Familie|Dr\.|Fam\.)\s$")
_GERMAN_STAFF = 0.75
_CROSSED = 0.25
_SHORTEST_CROSSED = 4


@dataclass(frozen=True, slots=True)
class Gold:
    """Personal data in a generated text.

    Attributes:
        span: Its place.
        type: As in :class:`nlp.types.Finding`.
        form: How it is written: for a name ``titled``, ``first``, ``full`` …, else its slot.
        person: The person whose name it is.
    """

    span: Span
    type: str
    form: str
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Generated:
    """A generated note.

    Attributes:
        kind: ``personal``, ``clean`` or ``singling``.
        text: The note.
        gold: The personal data in it, in order; features that single out are not among them.
        population: Inhabitants of its municipality, where the case depends on it.
        singles_out: Whether its features together point to one person; ``None`` unless it was
            written to show that.
    """

    kind: str
    text: str
    gold: tuple[Gold, ...] = ()
    population: int | None = None
    singles_out: bool | None = None


def generate(size: int = 300, *, seed: int = SEED) -> list[Generated]:
    """Return notes, the same for the same seed.

    Args:
        size: Their number: two thirds with personal data, a fifth without, the others to
            show what singles a person out.
        seed: Of the draws.
    """
    rng = Random(seed)  # noqa: S311 - no secret
    personal, clean = round(size * 2 / 3), round(size / 5)
    notes = [_personal(rng) for _ in range(personal)]
    notes += [Generated("clean", _clean(rng, 5)) for _ in range(clean)]
    cases = _blocks("singling")
    notes += [_singling(cases[i % len(cases)], rng) for i in range(size - personal - clean)]
    return notes


# --- Notes --------------------------------------------------------------------------------


@cache
def _blocks(name: str) -> tuple[str, ...]:
    return tuple((TEMPLATES / f"{name}.txt").read_text(encoding="utf-8").strip().split("\n%%\n"))


def _personal(rng: Random) -> Generated:
    kinds = ["heads", "cases", "clean", *rng.choices(("prose", "prose", "bullets", "tables"), k=3)]
    kinds += ["clean", "signatures"]
    template = "\n\n".join(rng.choice(_blocks(kind)) for kind in kinds)
    return Generated("personal", *_filled(template, _cast(rng), rng))


def _clean(rng: Random, count: int) -> str:
    return _filled("\n\n".join(rng.sample(_blocks("clean"), count)), {}, rng)[0]


def _singling(block: str, rng: Random) -> Generated:
    head, _, case = block.partition("\n")
    population, answer = head.split()
    text = f"Fallvorstellung\n\n{case}\n\n{_clean(rng, 2)}"
    return Generated("singling", text, population=int(population), singles_out=answer == "yes")


# --- Persons ------------------------------------------------------------------------------


@cache
def _backgrounds() -> dict[str, Background]:
    return backgrounds()


def _cast(rng: Random) -> dict[str, Person]:
    """Return the persons of a note: a family, another client, two members of staff."""
    german = _backgrounds()["german"]
    foreign = [names for key, names in _backgrounds().items() if key != "german"]
    family, other = rng.sample(foreign, 2)
    if rng.random() < _CROSSED:
        family = Background(
            *(_crossed(names, rng) for names in (family.women, family.men, family.last))
        )
    last = rng.choice(family.last)

    def person(first: tuple[str, ...], last: str) -> Person:
        return Person(rng.choice(first), last, rng.choice(german.last))

    staff = [german if rng.random() < _GERMAN_STAFF else rng.choice(foreign) for _ in "st"]
    return {
        "a": person(family.women, last),
        "b": person(family.men, last),
        "c": person(family.women + family.men, last),
        "d": person(other.men, rng.choice(other.last)),
        "s": person(staff[0].women, rng.choice(staff[0].last)),
        "t": person(staff[1].men, rng.choice(staff[1].last)),
    }


def _crossed(names: tuple[str, ...], rng: Random) -> tuple[str, ...]:
    """Return new names: the front half of one and the back half of another, ``Khalmid``."""
    simple = [name for name in names if name.isalpha() and len(name) >= _SHORTEST_CROSSED]
    pairs = (rng.sample(simple, 2) for _ in names)
    return tuple(a[: -(-len(a) // 2)] + b[len(b) // 2 :].lower() for a, b in pairs)


# --- Filling ------------------------------------------------------------------------------


def _filled(
    template: str, cast: Mapping[str, Person], rng: Random
) -> tuple[str, tuple[Gold, ...]]:
    parts: list[str] = []
    gold: list[Gold] = []
    length = end = 0
    for slot in _SLOT.finditer(template):
        before = template[end : slot.start()]
        start = length + len(before)
        value, ending, mark = _value(slot, before, cast, rng)
        if mark:
            type_, form, person = mark
            gold.append(Gold(Span(start, start + len(value)), type_, form, person))
        parts += [before, value, ending]
        length, end = start + len(value) + len(ending), slot.end()
    return "".join([*parts, template[end:]]), tuple(gold)


_Mark = tuple[str, str, Person | None]


def _value(
    slot: re.Match[str], before: str, cast: Mapping[str, Person], rng: Random
) -> tuple[str, str, _Mark | None]:
    """Return what fills a slot, an ending that is not part of it, and what it is."""
    who, form = slot["who"], slot["form"]
    if form:
        titled = "titled" if _TITLE.search(before) else form
        type_ = "initials" if form.startswith("initial") else "name"
        return *cast[who].written(form), (type_, titled, cast[who])
    if who == "email":
        return email(cast[rng.choice("asd")], rng), "", ("email", who, None)
    if who in FREE:
        return FREE[who](rng), "", None
    type_, make = IDENTIFIERS[who]
    return make(rng), "", (type_, who, None)


def marked(note: Generated) -> Iterator[str]:
    """Yield the parts of a note's text, what is personal in double angle brackets."""
    end = 0
    for gold in note.gold:
        yield note.text[end : gold.span.start]
        yield f"⟪{gold.span.of(note.text)}⟫"
        end = gold.span.end
    yield note.text[end:]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=3)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    for note in generate(arguments.size, seed=arguments.seed):
        print(f"=== {note.kind}\n{''.join(marked(note))}\n")
