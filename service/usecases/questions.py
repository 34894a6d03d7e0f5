"""What the gate asks a person about a document, and what the answers do to it.

It goes in rounds: the gate looks, a person answers, the document is redacted, and the gate
looks again. That ends: what was kept is never asked again, and whatever is replaced leaves
less of the text to be asked about.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import structlog

from nlp.anonymity import gate
from nlp.anonymity.cover import Cover
from nlp.anonymity.normal import normalise
from nlp.anonymity.redaction import PLACEHOLDERS, Replacement, moved, placeholders, redact
from nlp.types import Decision, Finding, Span, Tier
from service.errors import PersonalDataError
from service.metrics import REFUSALS
from service.review import Question, QuestionKind, ShownFinding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nlp.types import Document, Verdict
    from service.review import Answer, Reason

_log = structlog.get_logger("themenradar.notes")
_CONTEXT = 40  # code points shown on either side of a finding
# Found by themselves and as a feature: asked as a feature, whose wording keeps more of the sense.
_TWICE = frozenset({"date", "employer", "institution"})
_SHOWN = 200  # findings of a refusal that are shown; nobody reads more


class Matter(NamedTuple):
    """What an answer holds for, wherever it stands: a text of a type."""

    kind: QuestionKind
    type: str
    text: str


class Choice(NamedTuple):
    """What was decided about places of a type; no reason is a replacement."""

    kind: QuestionKind
    type: str
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is kept: with its places, without the text that stands there.

    Attributes:
        key: Names the question.
        kind: Finding or feature.
        type: Type of the finding or of the feature.
        rule: Which rule fired first; empty for a feature.
        replacement: What is written instead.
        spans: Where, in the document's text; at least one.
    """

    key: str
    kind: QuestionKind
    type: str
    rule: str
    replacement: str = field(repr=False)
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A document between the gate and a person.

    Attributes:
        document: As redacted so far.
        population: Inhabitants of its municipality, where known.
        open: The questions that have no answer yet.
        singling_out: Whether the features among them could single a person out.
        asked: Number of questions so far.
        kept: What a person has kept.
        widened: Where a wider wording stands for a feature.
        choices: Number of places by what was decided about them.
    """

    document: Document = field(repr=False)
    population: int | None = None
    open: tuple[Asked, ...] = ()
    singling_out: bool = False
    asked: int = 0
    kept: frozenset[Matter] = field(default=frozenset(), repr=False)
    widened: tuple[Span, ...] = ()
    choices: Mapping[Choice, int] = field(default_factory=dict)


def ask(inquiry: Inquiry, *, filename: str = "") -> Inquiry:
    """Let the gate look at the document; return the inquiry with the questions it has.

    Where the gate is not sure about the file's name or its metadata nobody is asked, since
    neither is kept.

    Raises:
        PersonalDataError: The gate refuses the document.
    """
    document = inquiry.document
    verdict = gate.check(document, filename=filename, population=inquiry.population)
    if verdict.decision is Decision.REFUSE:
        raise _refusal(verdict, document, filename)
    questions = _grouped(_uncertain(inquiry, verdict), document.text, first=inquiry.asked + 1)
    return replace(
        inquiry,
        open=questions,
        singling_out=any(one.kind is QuestionKind.FEATURE for one in questions),
        asked=inquiry.asked + len(questions),
    )


def resolve(inquiry: Inquiry, answers: Mapping[str, Answer]) -> Inquiry:
    """Return the inquiry with its document redacted as the answers say, nothing open.

    Args:
        inquiry: The inquiry.
        answers: An answer to every open question, by its key.
    """
    text = inquiry.document.text
    kept = {_matter(one, text) for one in inquiry.open if answers[one.key] is not None}
    replaced = [one for one in inquiry.open if answers[one.key] is None]
    replacements, widened = _replacements(replaced)
    choices = Counter(inquiry.choices)
    for one in inquiry.open:
        choices[Choice(one.kind, one.type, answers[one.key])] += len(one.spans)
    return replace(
        inquiry,
        document=redact(inquiry.document, replacements),
        open=(),
        singling_out=False,
        kept=inquiry.kept | kept,
        widened=moved([*inquiry.widened, *widened], replacements),
        choices=dict(choices),
    )


def replace_everything(inquiry: Inquiry) -> Inquiry:
    """Return the inquiry after every question was answered with a replacement.

    Raises:
        PersonalDataError: The gate refuses the document, then or later.
    """
    while inquiry.open:
        inquiry = ask(resolve(inquiry, dict.fromkeys(one.key for one in inquiry.open)))
    return inquiry


def show(inquiry: Inquiry) -> tuple[Question, ...]:
    """Return the open questions with the text that they are about."""
    text = inquiry.document.text
    return tuple(
        Question(
            key=one.key,
            kind=one.kind,
            type=one.type,
            rule=one.rule,
            replacement=one.replacement,
            places=tuple(
                _shown(Finding(span, one.type, Tier.CONFIRM, one.rule), text) for span in one.spans
            ),
        )
        for one in inquiry.open
    )


# --- From the verdict to the questions --------------------------------------------


def _uncertain(inquiry: Inquiry, verdict: Verdict) -> Iterator[Asked]:
    """Yield what nobody has decided about, each place by itself, in their order."""
    text = inquiry.document.text
    kept: list[Asked] = []
    others: list[Asked] = []
    for one in _features(inquiry, verdict):
        (kept if _matter(one, text) in inquiry.kept else others).append(one)
    if not verdict.singling_out or (kept and not _singled_out(inquiry, besides=kept)):
        others = []
    asked_as_features = Cover(one.spans[0] for one in [*kept, *others])
    findings = [
        one
        for one in _findings(inquiry, verdict)
        if _matter(one, text) not in inquiry.kept
        and (one.type not in _TWICE or asked_as_features.leaves_some(one.spans[0], text))
    ]
    yield from sorted([*findings, *others], key=lambda one: one.spans)


def _singled_out(inquiry: Inquiry, *, besides: Iterable[Asked]) -> bool:
    """Tell whether a person could be singled out by the other features alone."""
    hidden = [
        Replacement(span, PLACEHOLDERS["unknown_word"]) for one in besides for span in one.spans
    ]
    masked = redact(inquiry.document, _disjoint(hidden))
    return gate.check(masked, population=inquiry.population).singling_out


def _findings(inquiry: Inquiry, verdict: Verdict) -> Iterator[Asked]:
    """Yield the findings in the text that are not replaced already.

    One that reaches into a placeholder takes all of it along, so that none is torn.
    """
    text = inquiry.document.text
    redacted = tuple(placeholders(text))
    whole, settled = Cover(redacted), Cover([*redacted, *inquiry.widened])
    for one in verdict.findings:
        if one.place == "text" and settled.leaves_some(one.span, text):
            span = whole.stretched(one.span)
            kind, written = QuestionKind.FINDING, PLACEHOLDERS[one.type]
            yield Asked("", kind, one.type, one.rule, written, (span,))


def _features(inquiry: Inquiry, verdict: Verdict) -> Iterator[Asked]:
    """Yield the features that are not widened already."""
    settled = Cover(inquiry.widened)
    for one in verdict.quasi_identifiers:
        if not settled.touching(one.span):
            yield Asked("", QuestionKind.FEATURE, one.type, "", one.proposal, (one.span,))


def _grouped(places: Iterable[Asked], text: str, *, first: int) -> tuple[Asked, ...]:
    """Join the places of one matter to one question, and number the questions."""
    groups: dict[tuple[Matter, str], list[Asked]] = {}
    for place in places:
        groups.setdefault((_matter(place, text), place.replacement), []).append(place)
    return tuple(
        replace(group[0], key=f"q{number}", spans=tuple(place.spans[0] for place in group))
        for number, group in enumerate(groups.values(), start=first)
    )


def _matter(one: Asked, text: str) -> Matter:
    """Return what a question is about; case, white space and hidden characters are one."""
    read = normalise(one.spans[0].of(text)).text
    return Matter(one.kind, one.type, " ".join(read.casefold().split()))


# --- From the answers to the document ---------------------------------------------


def _replacements(asked: Sequence[Asked]) -> tuple[list[Replacement], list[Span]]:
    """Return what is written where, and where of that a wider wording.

    Where two overlap, a finding wins over a feature, and else the first. What that leaves of
    the other is found in the next round.
    """
    parts: dict[QuestionKind, list[Replacement]] = {kind: [] for kind in QuestionKind}
    for one in asked:
        parts[one.kind] += [Replacement(span, one.replacement) for span in one.spans]
    findings = _disjoint(parts[QuestionKind.FINDING])
    taken = Cover(item.span for item in findings)
    features = _disjoint(
        item for item in parts[QuestionKind.FEATURE] if not taken.touching(item.span)
    )
    return [*findings, *features], [item.span for item in features]


def _disjoint(items: Iterable[Replacement]) -> list[Replacement]:
    kept: list[Replacement] = []
    for item in sorted(items, key=lambda item: item.span):
        if not kept or kept[-1].span.end <= item.span.start:
            kept.append(item)
    return kept


# --- What the uploader is shown ---------------------------------------------------


def _refusal(verdict: Verdict, document: Document, filename: str) -> PersonalDataError:
    count = len(verdict.findings)
    _log.info("note refused", findings=count)
    for kind in {found.type for found in verdict.findings if found.tier is Tier.REFUSE}:
        REFUSALS.labels(kind).inc()
    values = {f"metadata:{item.key}": item.value for item in document.metadata}
    values |= {"text": document.text, "filename": filename}
    certain_first = sorted(verdict.findings, key=lambda found: found.tier is not Tier.REFUSE)
    shown = tuple(_shown(found, values[found.place]) for found in certain_first[:_SHOWN])
    return PersonalDataError(shown, count=count)


def _shown(finding: Finding, text: str) -> ShownFinding:
    start, end = finding.span.start, finding.span.end
    return ShownFinding(
        type=finding.type,
        tier=finding.tier,
        rule=finding.rule,
        place=finding.place,
        start=start,
        end=end,
        before=text[max(0, start - _CONTEXT) : start],
        match=text[start:end],
        after=text[end : end + _CONTEXT],
    )
