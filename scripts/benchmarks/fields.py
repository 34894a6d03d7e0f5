"""Handlungsfelder that are proposed for themes: how often right, how honest the certainty.

    scripts/bench fields [--draws 3]

*demo*: the gold themes of the demo notes, whose fields are known; temperature and the nearness
of "no field" were fitted on them. *keywords*: questions in the Bundestag that share a keyword of
``GOLD``, which was judged by hand before any result was seen, as a theme of one to nine questions;
nothing was fitted on them. The keywords under ``NONE`` belong to no field. In *one field left
out* every field is missing from the taxonomy once, so that its themes fit nowhere.

Prints the share of themes whose surest field is right (no proposal counts as wrong), the share
without a proposal among those that have a field and among those that have none, and for bands
of the certainty how often the surest field is right and what was said.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import labelled
import numpy as np
import numpy.typing as npt

from corpora import demo_themes, taxonomy
from nlp.text import normalise
from nlp.themes import adaptation, embedding, fields
from nlp.themes.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nlp.types import FieldProposal

Matrix = npt.NDArray[np.float32]
SIZES: Final = (1, 2, 3, 5, 9)
BANDS: Final = (0.0, 0.3, 0.5, 0.7, 0.9, 1.01)
NONE: Final = (
    "Kernenergie|Umsatzsteuer|Tierschutz|Wald|Hochwasser|Raumfahrt|Fischerei|Biodiversität|"
    "Kraftwerk|Flughafen|Seeschifffahrt|Bundesfernstraße|Pflanzenschutzmittel|Windenergie|"
    "Fracking|Wasserstraße|Kriegswaffe|Klimaschutz"
)
GOLD: Final = {
    "sprache-bildung": (
        "Integrationskurs|Sprachunterricht|Sprachförderung|Sprachkompetenz|Schule|"
        "Kindertagesstätte|Kinderbetreuung|Kindertagespflege|Schulabschluss|Digitalpakt Schule|"
        "Bildungspolitik|Hochschulzulassung|Studienplatz|Schulpflicht|Studium|"
        "Schulische Ausbildung|Allgemeinbildende Schule|Kulturelle Bildung"
    ),
    "zusammenleben": (
        "Rassismus|Diskriminierung|Ethnische Diskriminierung|Ehrenamtliche Tätigkeit|"
        "Religionsgemeinschaft|Familiennachzug|Religion|Soziale Integration|"
        "Bürgerschaftliches Engagement|Behindertensport|Religiöse Minderheit|"
        "Fremdenfeindlichkeit|Sportverein|Islam"
    ),
    "gesundheit-pflege": (
        "Krankenhaus|Krankenkasse|Häusliche Pflege|Pflegeversicherung|Pflegepersonal|"
        "Psychotherapie|Psychische Störung|Hebamme|Arzt|Arztpraxis|"
        "Eingliederungshilfe für Behinderte|Suchtprävention|Pflegeeinrichtung|"
        "Psychosoziale Beratung|Behindertes Kind|Psychiatrie|Sucht|Krankenpflege"
    ),
    "arbeit-wirtschaft": (
        "Arbeitsmarkt|Berufsausbildung|Berufliche Qualifikation|Beruflicher Bildungsabschluss|"
        "Bankkonto|Arbeitgeber|Arbeitserlaubnis|Lohndumping|Lohngleichheit|Arbeitslosigkeit|"
        "Ausländischer Arbeitnehmer|Berufseinstieg|Jugendarbeitslosigkeit|Ausbildungsvergütung|"
        "Arbeitsvertrag|Schulden|Arbeitsvermittlung|Unternehmensgründung|Leiharbeit"
    ),
    "wohnen-mobilitaet": (
        "Miete|Mietwohnung|Wohnungsbau|Soziale Wohnraumförderung|Obdachlosigkeit|Wohngeld|"
        "Mietrecht|Wohnung|Flüchtlingsunterbringung|Busverkehr|Öffentlicher Personennahverkehr|"
        "Wohnungspolitik|Mieterschutz|Fahrerlaubnis|Fahrrad|Wohnungsleerstand|"
        "Schienenpersonennahverkehr"
    ),
    "professionalisierung": (
        "Jobcenter|Behörde|Ausländerbehörde|Datenschutz|Datenaustausch|Verwaltungsverfahren|"
        "Öffentliche Verwaltung|Dolmetscher|Verwaltungsmodernisierung|E-Government|Datenabgleich|"
        "Arbeitsverwaltung|Verwaltungsakt"
    ),
}
FIELD_OF: Final = {
    keyword: field for field, keywords in GOLD.items() for keyword in keywords.split("|")
} | dict.fromkeys(NONE.split("|"), "")


@dataclass(frozen=True)
class Corpus:
    """Statements, the theme of each, and the themes' fields (empty: none fits)."""

    texts: Sequence[str]
    theme_of: Sequence[str]
    field_of: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What was proposed for a theme that has a field, or none (empty)."""

    gold: str
    proposals: tuple[FieldProposal, ...]

    @property
    def right(self) -> bool:
        """Whether the surest field is the theme's."""
        return bool(self.proposals) and self.proposals[0].key == self.gold


def demo() -> Corpus:
    """Return the demo notes' problems with their gold themes."""
    known = labelled.read("demo")
    field_of = {row["theme"]: row["handlungsfeld"] for row in demo_themes()}
    return Corpus(known.texts, known.gold, field_of)


def questions() -> dict[str, list[str]]:
    """Return the questions of each keyword that carry keywords of one field only."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    with gzip.open(labelled.SHARED / "dip_keywords.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            question = json.loads(line)
            carried = [word for word in question["keywords"] if word in FIELD_OF]
            if len({FIELD_OF[word] for word in carried}) == 1:
                for word in carried:
                    found[word].append(normalise(question["text"]))
    return found


def drawn(by_keyword: Mapping[str, Sequence[str]], seed: int) -> Corpus:
    """Draw a few questions of every keyword."""
    rng = np.random.default_rng(seed)
    texts, theme_of = [], []
    for keyword in FIELD_OF:
        asked = by_keyword[keyword]
        for row in rng.permutation(len(asked))[: rng.choice(SIZES)]:
            texts.append(asked[row])
            theme_of.append(keyword)
    return Corpus(texts, theme_of, FIELD_OF)


@dataclass(frozen=True)
class Proposer:
    """The models, and the taxonomy's phrases with the field of each."""

    encoders: Sequence[embedding.Encoder]
    phrases: Sequence[tuple[str, str]]
    cache: embedding.VectorCache

    def encode(self, texts: Sequence[str]) -> list[Matrix]:
        """Return one array of vectors a model."""
        return [
            embedding.cached_encode(encoder, texts, cache=self.cache) for encoder in self.encoders
        ]

    def answers(self, corpus: Corpus, *, without: str | None = None) -> Iterable[Answer]:
        """Propose fields for the themes, as if the taxonomy lacked one."""
        views = self.encode(corpus.texts)
        space = Space.fitted(views, adaptation.fitting(self.encoders))
        themes = list(dict.fromkeys(corpus.theme_of))
        labels = np.array([themes.index(theme) for theme in corpus.theme_of])
        phrases = [(key, phrase) for key, phrase in self.phrases if key != without]
        placed = space.place(self.encode([phrase for _, phrase in phrases]))
        keys = [key for key, _ in phrases]
        for theme, proposals in zip(
            themes, fields.propose(space.place(views), labels, placed, keys), strict=True
        ):
            gold = corpus.field_of[theme]
            yield Answer("" if gold == without else gold, proposals)


def row(name: str, answers: Sequence[Answer]) -> str:
    """Return a line of the table."""
    fitting = [answer for answer in answers if answer.gold]
    others = [answer for answer in answers if not answer.gold]
    silent = f"{np.mean([not answer.proposals for answer in others]):.2f}" if others else "–"
    cells = [
        name,
        str(len(answers)),
        f"{np.mean([answer.right for answer in fitting]):.2f}",
        f"{np.mean([not answer.proposals for answer in fitting]):.2f}",
        silent,
        *(band(answers, low, high) for low, high in itertools.pairwise(BANDS)),
    ]
    return f"| {' | '.join(cells)} |"


def band(answers: Sequence[Answer], low: float, high: float) -> str:
    """Return number, share right and mean certainty of the answers of a band."""
    inside = [
        (answer.right, answer.proposals[0].certainty)
        for answer in answers
        if answer.proposals and low <= answer.proposals[0].certainty < high
    ]
    if not inside:
        return "–"
    right, said = np.mean(inside, axis=0)
    return f"{len(inside)}: {right:.2f} ({said:.2f})"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=3)
    arguments = parser.parse_args()
    rows = taxonomy("handlungsfelder")
    phrases = [
        (one["key"], phrase)
        for one in rows
        for phrase in fields.phrases(one["title"], one["description"])
    ]
    proposer = Proposer(embedding.load(), phrases, labelled.Memory())
    by_keyword = questions()
    keyword_corpora = [drawn(by_keyword, seed) for seed in range(arguments.draws)]
    bands = " | ".join(f"{low:.1f}–{high:.1f}" for low, high in itertools.pairwise(BANDS))
    print(f"| corpus | themes | top-1 | silent, has field | silent, has none | {bands} |")
    print("|---" * (5 + len(BANDS) - 1) + "|")
    for name, corpora in (("demo", [demo()]), ("keywords", keyword_corpora)):
        whole = [answer for corpus in corpora for answer in proposer.answers(corpus)]
        print(row(name, whole), flush=True)
        missing = [
            answer
            for corpus in corpora
            for one in rows
            for answer in proposer.answers(corpus, without=one["key"])
        ]
        print(row(f"{name}, one field left out", missing), flush=True)


if __name__ == "__main__":
    main()
