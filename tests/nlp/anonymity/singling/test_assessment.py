from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.anonymity.singling.assessment import Assessment, K, assess
from nlp.reading import read
from nlp.types import Span
from tests.effort import assert_brief

ROOT = Path(__file__).parents[4]
SHARED = ROOT.parent / "shared"
VERL = 25_159


def features(text: str) -> list[tuple[str, str, str]]:
    found = assess(text, population=VERL).quasi_identifiers
    return [(one.type, one.span.of(text), one.proposal) for one in found]


def widened(text: str, assessment: Assessment) -> str:
    for one in reversed(assessment.quasi_identifiers):
        text = text[: one.span.start] + one.proposal + text[one.span.end :]
    return text


FEATURES = [
    ("Eine 34-jährige Frau kam.", "Eine 30- bis 39-jährige Frau kam."),
    ("Der 12-Jährige übersetzt.", "Der 10- bis 13-Jährige übersetzt."),
    ("Eine vierunddreißigjährige Mutter", "Eine 30- bis 39-jährige Mutter"),
    ("Die Mutter ist 34 Jahre alt.", "Die Mutter ist 30–39 Jahre alt."),
    ("Mutter (34), Tochter (12)", "Mutter (30–39), Tochter (10–13)"),
    ("Ein Kind im Alter von 7 Jahren", "Ein Kind im Alter von 6–9 Jahren"),
    ("Das Baby ist acht Monate alt.", "Das Baby ist 0–2 Jahre alt."),
    ("Familie: Vater 41, Mutter 38", "Familie: Vater 40–49, Mutter 30–39"),
    (
        "Die Mutter hat Kinder (3, 5 und 7 Jahre).",
        "Die Mutter hat Kinder (3–5, 3–5 und 6–9 Jahre).",
    ),
    ("Die Frau ist Jahrgang 1994.", "Die Frau ist Jahrgang 1990–1999."),
    ("Die Oma ist 85 Jahre alt.", "Die Oma ist über 80 Jahre alt."),
    ("Fall: Mann, 34, Vater", "Fall: Mann, 30–39, Vater"),
    ("Eine Frau aus Eritrea kam.", "Eine Frau aus Ostafrika kam."),
    ("Eine eritreische Familie kam.", "Eine ostafrikanische Familie kam."),
    ("Die Eritreerin kam.", "Die Ostafrikanerin kam."),
    ("Ein Vater aus dem Irak", "Ein Vater aus dem Nahen Osten"),
    ("Ein junger Afghane kam.", "Ein junger Südasiat kam."),
    ("Die Frau wurde in Asmara geboren.", "Die Frau wurde in Ostafrika geboren."),
    ("Eine Mutter mit Zwillingen", "Eine Mutter mit Kindern"),
    ("Eine Mutter mit fünf Kindern", "Eine Mutter mit mehreren Kindern"),
    ("Eine Familie, sechs kleine Kinder", "Eine Familie, mehrere kleine Kinder"),
    ("Die alleinerziehende Mutter", "Die sorgeberechtigte Mutter"),
    ("Die Frau ist schwanger.", "Die Frau ist ärztlich betreut."),
    ("Die verwitwete Frau", "Die alleinstehende Frau"),
    (
        "Der Vater ist gelernter Zahnarzt.",
        "Der Vater ist gelernter Mitarbeiter im Gesundheitswesen.",
    ),
    (
        "Die Frau arbeitete als Tierärztin.",
        "Die Frau arbeitete als Mitarbeiterin im Bereich Tiere und Landwirtschaft.",
    ),
    ("Der Vater ist Imam.", "Der Vater ist Mitarbeiter einer Religionsgemeinschaft."),
    ("Der Vater arbeitet bei der Fa. Miele.", "Der Vater arbeitet bei einer Firma."),
    ("Der Vater arbeitet bei Tönnies.", "Der Vater arbeitet bei einer Firma."),
    ("Der Sohn ist an der Grundschule Verl-Kaunitz.", "Der Sohn ist an einer Schule."),
    ("Das Kind besucht die Kita Regenbogen.", "Das Kind besucht eine Kita."),
    ("Nach einem Wohnungsbrand zog die Familie um.", "Nach einer Notlage zog die Familie um."),
    ("Die Familie ist im Kirchenasyl.", "Die Familie ist in einer Notlage."),
    ("Nach einem schweren Unfall liegt der Vater.", "Nach einer Notlage liegt der Vater."),
    ("Die Familie lebt hier seit 14.03.2022.", "Die Familie lebt hier seit dem 1. Quartal 2022."),
    ("Der Sohn kam am 3. Mai 2024 an.", "Der Sohn kam im 2. Quartal 2024 an."),
    ("Das Kind hat Trisomie 21.", "Das Kind hat eine gesundheitliche Einschränkung."),
    ("Sie leidet an Epilepsie.", "Sie leidet an einer gesundheitlichen Einschränkung."),
    ("Der Mann ist HIV-positiv.", "Der Mann ist gesundheitlich eingeschränkt."),
    ("Ein autistischer Junge", "Ein gesundheitlich eingeschränkter Junge"),
    ("Fall: Kind\nDiagnose: Hydrocephalus", "Fall: Kind\nDiagnose: gesundheitliche Einschränkung"),
    ("Die Mutter ist Jesidin.", "Die Mutter ist Anhängerin einer Religion."),
    ("Der Mann ist schwul.", "Der Mann ist besonders schutzbedürftig."),
    ("Die Familie wohnt im Ortsteil Sende.", "Die Familie wohnt im Kreis."),
    ("Die Familie wohnt in Verl-Kaunitz.", "Die Familie wohnt im Kreis."),
    ("Sie ist die einzige Eritreerin in Verl.", "Sie ist eine Ostafrikanerin in Verl."),
    ("Er trägt als Einziger in Verl Turban.", "Er trägt auch in Verl Turban."),
    ("Die Frau hat ein Medizinstudium.", "Die Frau hat ein Studium."),
    (
        "Der Brief vom 15.6.2025 ging an die Mutter.",
        "Der Brief aus dem 2. Quartal 2025 ging an die Mutter.",
    ),
    ("Zum 1. August 2024 kam der Sohn.", "Im 3. Quartal 2024 kam der Sohn."),
    ("Ein Mann starb bei einem Unfall.", "Ein Mann starb in einer Notlage."),
    ("Beim Brand war der Vater da.", "In einer Notlage war der Vater da."),
    ("Der Sohn des Jesiden kam.", "Der Sohn des Anhängers einer Religion kam."),
    ("Die Familie floh in den Libanon.", "Die Familie floh in den Nahen Osten."),
    ("Die Familie zog in den USA um.", "Die Familie zog in Nordamerika um."),
    ("Die Mutter arbeitet im Hotel Zur Post.", "Die Mutter arbeitet in einer Firma."),
    (
        "Die Mutter ist die einzige Zahnärztin in Verl.",
        "Die Mutter ist eine Mitarbeiterin im Gesundheitswesen in Verl.",
    ),
    (
        "Der einzige Imam aus Mali in Verl",
        "Ein Mitarbeiter einer Religionsgemeinschaft aus Westafrika in Verl",
    ),
    ("Der einzige Schwarze im Verein fehlt.", "Ein Schwarzer im Verein fehlt."),
    ("Sie ist die einzige Schwarze im Ort.", "Sie ist eine Schwarze im Ort."),
    ("Er ist der einzige kurdische Junge hier.", "Er ist ein vorderasiatischer Junge hier."),
    ("Das einzige blinde Kind der Klasse fehlt.", "Ein blindes Kind der Klasse fehlt."),
    (
        "Man kennt den einzigen Jesiden im Dorf.",
        "Man kennt einen Anhänger einer Religion im Dorf.",
    ),
    ("Das hilft dem einzigen Geflüchteten im Verein.", "Das hilft einem Geflüchteten im Verein."),
    ("Sie ist die Einzige im Ort mit Abitur.", "Sie ist eine von mehreren im Ort mit Abitur."),
    ("Als einziges Kind der Klasse fehlt der Sohn.", "Als Kind der Klasse fehlt der Sohn."),
    ("Die Mutter spricht wie niemand sonst im Ort.", "Die Mutter spricht wie kaum jemand im Ort."),
    ("Der Sohn besucht die Brinkmannschule.", "Der Sohn besucht eine Schule."),
    ("Die Tochter geht zur Agathagrundschule.", "Die Tochter geht zu einer Schule."),
    ("Der Junge ist in der Marienkita.", "Der Junge ist in einer Kita."),
    ("Die Mutter wohnt im Josefshaus.", "Die Mutter wohnt in einer Einrichtung."),
    (
        "Der Vater ist Imam der Eyüp-Sultan-Moschee in Verl.",
        "Der Vater ist Mitarbeiter einer Religionsgemeinschaft in Verl.",
    ),
    (
        "Der Vater betet in der Fatih-Moschee.",
        "Der Vater betet in einer Glaubensgemeinschaft.",
    ),
    ("Nach dem Scheunenbrand zog die Familie um.", "Nach der Notlage zog die Familie um."),
    ("Beim Treppenunfall war der Vater da.", "In einer Notlage war der Vater da."),
    ("Der Sohn gehört zu den Roma.", "Der Sohn gehört zu einer Minderheit."),
    ("Die Mutter ist Romni.", "Die Mutter ist Teil einer Minderheit."),
    ("Ein Sinto wartet.", "Eine Person einer Minderheit wartet."),
    ("Eine Roma-Familie wartet.", "Eine Familie wartet."),
    ("Die Tochter wurde zwangsverheiratet.", "Die Tochter wurde verheiratet."),
    ("Der Vater ist konvertiert.", "Der Vater ist gläubig geworden."),
    ("Der konvertierte Vater wartet.", "Der gläubige Vater wartet."),
    ("Die Mutter konvertierte.", "Die Mutter wurde gläubig."),
    (
        "Der Vater konvertierte zum Islam.",
        "Der Vater wechselte zu einer anderen Religion.",
    ),
    (
        "Die Frau ist zum Christentum konvertiert.",
        "Die Frau ist zu einer anderen Religion gewechselt.",
    ),
    (
        "Die Mutter sucht mit ihrem pharmazeutischen Diplom Arbeit.",
        "Die Mutter sucht mit ihrem beruflichen Diplom Arbeit.",
    ),
    ("Der Mann war Hirte.", "Der Mann war Mitarbeiter im Bereich Tiere und Landwirtschaft."),
    (
        "Es ist das erste Mal in der Geschichte der Gemeinde.",
        "Es ist einer der seltenen Fälle.",
    ),
]


@pytest.mark.parametrize(("text", "expected"), FEATURES)
def test_an_exact_feature_has_a_wording_that_fits(text: str, expected: str) -> None:
    assert widened(text, assess(text, population=VERL)) == expected


SINGLED_OUT = [
    "Vorgestellt wurde eine 34-jährige Frau aus Eritrea.",
    "Eine Mutter aus Syrien, 29 Jahre, mit fünf Kindern.",
    "Fallvorstellung\n- Mutter (34), Tochter (12)\n- aus dem Irak",
    "Fallvorstellung\n\nAlter: 34\nHerkunft: Eritrea\nKinder: 5",
    "Der einzige Syrer in Verl fehlt oft.",
    "Der einzige Zahnarzt aus Eritrea in Verl.",
    "Die Mutter ist die einzige Tierärztin in Verl.",
    "Sie ist die einzige Hebamme im Ort.",
    "Als einzige Schülerin der Klasse trägt sie Kopftuch.",
    "Erstmals in der Geschichte der Gemeinde wohnt hier ein Mönch.",
    "Die Familie wohnt im Ortsteil Sende, der Sohn ist 7 Jahre alt.",
    "Der Vater, Zahnarzt aus der Ukraine, findet keine Arbeit.",
    "Ein Junge, 9 Jahre, hat Trisomie 21.",
    "Der Sohn besucht die Kita Regenbogen. Er ist 4 Jahre alt.",
    "Nach dem Wohnungsbrand zog die Familie um.",
    "Eine Frau kam am 14.03.2022 nach Verl.",
    "Eine 34-jährige Jesidin sucht Arbeit.",
    "Eine Mutter ist 34 Jahre alt.\n\nAnalyse\n\nDie Mutter stammt aus Guinea.",
]


@pytest.mark.parametrize("text", SINGLED_OUT)
def test_a_rare_combination_singles_out(text: str) -> None:
    assert assess(text, population=VERL).singling_out


@pytest.mark.parametrize("text", [*SINGLED_OUT, *(text for text, _ in FEATURES)])
@pytest.mark.parametrize("population", [None, VERL])
def test_after_the_proposals_nobody_is_singled_out(text: str, population: int | None) -> None:
    mended = widened(text, assess(text, population=population))
    assert assess(mended, population=population) == Assessment((), singling_out=False)


@pytest.mark.parametrize(
    "text",
    [
        "Viele Frauen aus Syrien finden keinen Kurs.",
        "Kinder mit Autismus finden keinen Platz.",
        "Geflüchtete aus der Ukraine warten lange.",
        "Für Menschen mit Epilepsie fehlt Beratung.",
        "Schwangere Frauen finden keine Hebamme.",
        "Ukrainische Geflüchtete bekommen schneller Arbeit.",
        "Die Kita feiert ihr 25-jähriges Jubiläum.",
        "Das Haus ist 30 Jahre alt.",
        "Die dreijährige Ausbildung ist zu lang.",
        "Der Zahnarzt verlangt Vorkasse.",
        "In Verl fehlt eine Hebamme.",
        "Jugendliche ab 16 Jahren dürfen teilnehmen.",
        "Für die betreuten Dreijährigen fehlt ein Platz.",
        "Eine Familie aus dem Nahen Osten mit mehreren Kindern",
        "Die Eltern sind zwischen 30 und 40 Jahre alt.",
        "Alleinstehender Mann aus Ostafrika, Altersgruppe 25 bis 35",
        "Mutter Anfang 40, zwei schulpflichtige Kinder",
        "Eine 30- bis 39-jährige Frau aus Ostafrika",
        "Der einzige Sprachmittler stammt oft aus derselben Community.",
        "In der einzigen weiterführenden Schule ist kein Platz.",
        "Der einzige Kinderarzt in Verl nimmt niemanden auf.",
        "Die einzige Ansprechpartnerin im Amt ist krank.",
        "Die Mutter wartet auf die Botschaft in Addis Abeba.",
        "Ein Vater fährt zum Konsulat in Beirut.",
        "Eine Mutter war in der Botschaft in Addis Abeba oder Beirut.",
        "Niemand sonst hilft.",
        "Der Sohn besucht die Abendschule, die Tochter die Musikschule.",
        "Die Mutter lernt in der Volkshochschule und in der Fahrschule.",
        "Die Familie wohnt im Mehrfamilienhaus, der Sohn im Kinderhaus.",
        "Eine Mutter hat Sonnenbrand.",
        "Eine Frau bringt ein ärztliches Attest und eine ärztliche Bescheinigung.",
        "Viele Roma finden keine Wohnung.",
        "Der Bus fährt 30 Minuten.",
        "Sprachkurse auf Arabisch und Türkisch fehlen.",
        "Der Integrationskurs dauert 9 Monate.",
        "Sitzung am 14.03.2022 in Verl",
        "Der Unfall der Buslinie 73 zeigt das Problem.",
        "Die Familie bekommt Termine erst nach neun Monaten.",
        "Eine Frau wartet seit zwei Jahren auf einen Kurs.",
        "Ein Vater hat seinen Zuzug an vier Schaltern nachgewiesen.",
    ],
)
def test_general_statements_and_wide_wordings_are_no_features(text: str) -> None:
    assert assess(text, population=None) == Assessment((), singling_out=False)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Amina Yilmaz, 34, aus Eritrea", "Amina Yilmaz", ["34", "Eritrea"]),
        ("Später kam [Name], 34, aus Mali.", "[Name]", ["34", "Mali"]),
        ("[Name] (34) stammt aus Mali.", "[Name]", ["34", "Mali"]),
    ],
)
def test_a_name_introduces_a_case(text: str, name: str, expected: list[str]) -> None:
    start = text.index(name)
    named = [Span(start, start + len(name))]
    found = assess(text, population=VERL, named=named)
    assert [one.span.of(text) for one in found.quasi_identifiers] == expected
    assert found.singling_out
    assert not assess(text, population=VERL).quasi_identifiers, "without the name nobody is meant"


def test_a_name_elsewhere_introduces_nobody_here() -> None:
    text = "[Name] wartet.\n\nEin Kurs mit 34 Plätzen beginnt. Er ist für Leute aus Mali."
    assert not assess(text, population=VERL, named=[Span(0, 6)]).quasi_identifiers


def test_the_size_of_the_municipality_counts() -> None:
    text = "Eine 34-jährige Syrerin sucht eine Wohnung."
    assert assess(text, population=8_000).singling_out
    assert not assess(text, population=1_000_000).singling_out


def test_an_unknown_municipality_counts_as_a_small_one() -> None:
    text = "Eine 34-jährige schwangere Frau"
    assert assess(text, population=None) == assess(text, population=5_000)
    assert assess(text, population=None).singling_out


def test_one_common_feature_singles_nobody_out() -> None:
    found = assess("Die 34-jährige Mutter wartet.", population=VERL)
    assert [one.type for one in found.quasi_identifiers] == ["age"]
    assert not found.singling_out


def test_the_same_feature_twice_counts_once() -> None:
    once = "Ein Mann aus der Türkei wartet."
    assert not assess(f"{once} Der Türke wartet.", population=VERL).singling_out


def test_features_of_two_cases_are_not_combined() -> None:
    text = "1. Eine 34-jährige Mutter wartet.\n2. Ein Kind aus der Türkei wartet."
    assert not assess(text, population=VERL).singling_out
    assert assess(text.replace("\n2. Ein", ", ein"), population=VERL).singling_out


def test_general_statements_after_the_case_stay_as_they_are() -> None:
    text = "Fall\n\nEine Mutter, 34\n\nGenerative Themen\n\nFrauen aus Mali finden keinen Arzt."
    assert [one[1] for one in features(text)] == ["34"]


@pytest.mark.parametrize(
    ("trace", "expected"),
    [
        ("Die eritreische Botschaft schweigt.", "Die ostafrikanische Botschaft schweigt."),
        ("Der eritreische Reisepass fehlt.", "Der ostafrikanische Reisepass fehlt."),
        ("Anerkannt wird kein zahnärztliches Examen.", "Anerkannt wird kein berufliches Examen."),
        ("Eritreische Frauen warten lange.", "Eritreische Frauen warten lange."),
        ("Die syrische Botschaft schweigt.", "Die syrische Botschaft schweigt."),
        ("Kein juristisches Examen gilt hier.", "Kein juristisches Examen gilt hier."),
    ],
)
def test_papers_elsewhere_belong_to_the_case_that_shares_them(trace: str, expected: str) -> None:
    text = f"Eine Zahnärztin aus Eritrea wartet.\n\nAnalyse\n\n{trace}"
    mended = widened(text, assess(text, population=VERL))
    assert mended.endswith(f"\n{expected}")
    assert assess(mended, population=VERL) == Assessment((), singling_out=False)


def test_papers_of_the_same_country_or_job_count_once() -> None:
    once = "Eine Mutter aus der Türkei wartet."
    assert not assess(f"{once} Ihr türkischer Pass fehlt.", population=VERL).singling_out


def test_what_was_redacted_is_no_feature() -> None:
    assert features("Die Mutter arbeitet bei [Arbeitgeber] seit [Datum].") == []


def demo_notes() -> list[Path]:
    return sorted((ROOT / "corpora" / "demo" / "notes").iterdir())


@pytest.mark.parametrize("path", demo_notes(), ids=lambda path: path.name)
def test_the_demo_notes_single_nobody_out(path: Path) -> None:
    register = ROOT / "corpora" / "taxonomies" / "municipalities.csv"
    with register.open(encoding="utf-8") as file:
        population = {row["ags"]: int(row["population"]) for row in csv.DictReader(file)}
    text = read(path.read_bytes(), filename=path.name).text
    assert not assess(text, population=population[path.name[:8]]).singling_out


@pytest.mark.skipif(not SHARED.exists(), reason="the seeds are not here")
def test_the_seeds_single_nobody_out() -> None:
    for path in sorted((SHARED / "seeds").iterdir()):
        assert not assess(path.read_text("utf-8"), population=None).singling_out


_WORDS = st.sampled_from(
    "Eine Mutter der die ist 34 Jahre alt und aus Eritrea dem Irak (12) Zwillinge fünf Kinder "
    "Familie Syrer 34-jährige mit Epilepsie Unfall am 14.03.2022 , . \n Fall: im Ortsteil Sende "
    "einzige in Verl als Zahnarzt bei Tönnies besucht Kita Regenbogen Frauen viele".split(" ")
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, max_size=25).map(" ".join))
def test_the_proposals_always_suffice(text: str) -> None:
    for _ in range(3):  # a wider wording can lay open the next one: "ist Zahnarzt Zahnarzt"
        text = widened(text, assess(text, population=None))
    assert not assess(text, population=None).singling_out


@given(st.text(max_size=200))
def test_places_are_in_order_and_do_not_overlap(text: str) -> None:
    spans = [one.span for one in assess(text, population=None).quasi_identifiers]
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.no_cover
@pytest.mark.parametrize("unit", ["1", " ", "a", "-", "1, ", "Eine Mutter ", "Kinder (1, ", "\n"])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert_brief(lambda: assess(text, population=None), limit=5)


def test_the_threshold_is_a_risk_of_nine_percent() -> None:
    assert K == 11
