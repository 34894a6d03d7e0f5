"""A pending note as bytes: all of it comes back, its metadata apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from nlp.anonymity import gate
from nlp.reading import read
from nlp.types import Metadata
from service.review import Reason
from service.usecases.admission import Head
from service.usecases.pending import Pending, pack, unpack
from service.usecases.questions import Inquiry, ask, resolve
from tests.service.usecases.gates import Gate

if TYPE_CHECKING:
    from nlp.types import Document

HEAD = Head("05754028", date(2026, 5, 14), None, ("Jobcenter",))
TABLE = "Nr;Thema\n1;Amina ist 34 und aus Verl\n2;Es fehlt ein Kurs 🙂\n"


def document() -> Document:
    found = read(TABLE.encode(), filename="a.csv")
    return replace(found, metadata=(Metadata("author", "Amina"),))


def test_everything_comes_back_but_the_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    features = {"34": ("age", "30–39"), "Verl": ("place", "im Kreis")}
    monkeypatch.setattr(gate, "check", Gate(uncertain={"Amina": "name"}, features=features))
    first = ask(Inquiry(document(), population=24_000))
    answered = resolve(first, {"q1": Reason.PUBLIC, "q2": None, "q3": Reason.GENERAL})
    monkeypatch.setattr(gate, "check", Gate(uncertain={"Kurs": "unknown_word"}))
    for inquiry in (first, ask(answered)):
        assert inquiry.open
        pending = Pending(HEAD, inquiry)
        bare = replace(inquiry, document=replace(inquiry.document, metadata=()))
        assert unpack(pack(pending)) == Pending(HEAD, bare)


@pytest.mark.parametrize("participants", [None, 0, 18])
def test_a_note_without_questions_comes_back(participants: int | None) -> None:
    head = replace(HEAD, participants=participants, institutions=())
    bare = replace(document(), metadata=())
    assert unpack(pack(Pending(head, Inquiry(bare)))) == Pending(head, Inquiry(bare))
