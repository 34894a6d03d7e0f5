from __future__ import annotations

import itertools
import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import gammaln

from nlp.themes import spread
from nlp.themes.spread import Reach

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Counts = npt.NDArray[np.int64]
    Generator = np.random.Generator

TOWNS = 13
SPREAD = np.array([1] * 8 + [0] * 5)
CLUMPED = 2.0


def at_random(rng: Generator, volumes: Counts) -> Counts:
    """Themes of 2 to 8 statements, with the labels of all statements permuted."""
    labels = rng.permutation(np.repeat(np.arange(TOWNS), volumes))
    themes = np.split(labels, np.cumsum(rng.integers(2, 9, 20)))[:20]
    return np.array([np.bincount(theme, minlength=TOWNS) for theme in themes])


def clumped(rng: Generator, volumes: Counts) -> Counts:
    """Themes of 2 to 13 statements, each with municipalities that it prefers."""
    shares = rng.dirichlet(CLUMPED * volumes / volumes.sum(), 20)
    return np.asarray(rng.multinomial(rng.integers(2, 14, 20), shares))


def scored(counts: Counts, volumes: Counts | None = None) -> tuple[spread.Spread, ...]:
    volumes = counts.sum(axis=0) if volumes is None else volumes
    return spread.score(counts, volumes=np.maximum(volumes, counts.sum(axis=0)))


corpora = st.lists(
    st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=1, max_size=6
).map(lambda rows: np.array(rows, dtype=np.int64))


# --- Simulations --------------------------------------------------------------


@pytest.mark.parametrize("volumes", [(8, 16), (2, 8, 30, 80)])
@pytest.mark.parametrize("world", [at_random, clumped])
def test_chance_makes_at_most_five_percent_of_themes_structural(
    world: Callable[[Generator, Counts], Counts], volumes: tuple[int, ...]
) -> None:
    rng = np.random.default_rng(1)
    drawn = [rng.choice(volumes, TOWNS) for _ in range(25)]
    themes = [one for towns in drawn for one in scored(world(rng, towns), towns)]

    called = Counter(theme.reach for theme in themes)

    assert called[Reach.STRUCTURAL] <= 0.05 * len(themes)


def test_a_theme_of_eight_municipalities_is_found_where_the_others_clump() -> None:
    rng = np.random.default_rng(2)
    found = 0
    for _ in range(30):
        volumes = rng.choice((8, 16), TOWNS)
        counts = np.vstack([clumped(rng, volumes), rng.permutation(SPREAD)])
        found += scored(counts, volumes)[-1].reach is Reach.STRUCTURAL

    assert found >= 0.9 * 30


def test_a_theme_of_two_municipalities_is_called_local_wherever_it_stands() -> None:
    rng = np.random.default_rng(3)
    local = np.array([5, 3] + [0] * 11)
    for world in (at_random, clumped):
        volumes = rng.choice((8, 16), TOWNS)
        counts = np.vstack([world(rng, volumes), rng.permutation(local)])

        assert scored(counts, volumes)[-1].reach is Reach.LOCAL


def test_eight_of_thirteen_is_no_evidence_where_labels_are_at_random() -> None:
    """Why power .9 cannot be had there: the widest spread of eight is not rare enough."""
    chance = spread.occupancy(np.full(TOWNS, 12), 8, None)

    assert 0.06 < chance[8] < 0.09


# --- Exactness ----------------------------------------------------------------


@pytest.mark.parametrize("size", range(7))
def test_random_labels_are_counted_exactly(size: int) -> None:
    volumes = np.array([3, 1, 2])
    labels = np.repeat(np.arange(3), volumes)
    drawn = [len(set(some)) for some in itertools.combinations(labels.tolist(), size)]

    exact = [drawn.count(k) / len(drawn) for k in range(min(size, 3) + 1)]

    assert spread.occupancy(volumes, size, None) == pytest.approx(exact, abs=1e-12)


@pytest.mark.parametrize("concentration", [0.1, 1.0, 7.5, 1000.0])
@pytest.mark.parametrize("size", range(6))
def test_the_polya_urn_is_followed_draw_by_draw(size: int, concentration: float) -> None:
    volumes = np.array([3, 1, 4])
    proportions = concentration * volumes / volumes.sum()
    exact = [0.0] * (min(size, 3) + 1)
    for order in itertools.product(range(3), repeat=size):
        chance, drawn = 1.0, Counter[int]()
        for number, town in enumerate(order):
            chance *= (proportions[town] + drawn[town]) / (concentration + number)
            drawn[town] += 1
        exact[len(drawn)] += chance

    found = spread.occupancy(volumes, size, concentration)

    assert found == pytest.approx(exact, abs=1e-12)


def test_a_land_is_as_exact_as_a_kreis() -> None:
    """The mean number of municipalities touched has a closed form."""
    volumes = np.random.default_rng(4).integers(2, 60, 396)
    total, size = volumes.sum(), 2000
    missed = np.exp(
        gammaln(total - volumes + 1.0)
        - gammaln(total - volumes - size + 1.0)
        - gammaln(total + 1.0)
        + gammaln(total - size + 1.0)
    )

    chance = spread.occupancy(volumes, size, None)

    assert chance @ np.arange(len(chance)) == pytest.approx((1 - missed).sum(), abs=1e-8)


def test_the_two_urns_are_compared_by_their_likelihoods() -> None:
    counts, volumes = np.array([[3, 0, 1], [1, 2, 0]]), np.array([4, 3, 9])
    urns = spread.CONCENTRATIONS[:, None] * volumes / volumes.sum()

    gains = spread._gains(counts, volumes)

    for row, gain in zip(counts, gains, strict=True):
        clumps = [stats.dirichlet_multinomial.logpmf(row, urn, row.sum()) for urn in urns]
        random = stats.multivariate_hypergeom.logpmf(row, volumes, row.sum())
        assert gain == pytest.approx(np.array(clumps) - random)


def test_clumping_is_recovered_from_the_themes() -> None:
    rng = np.random.default_rng(5)
    volumes = np.full(TOWNS, 300)
    counts = np.vstack([clumped(rng, volumes) for _ in range(20)])

    fitted = [value for value in spread.concentrations(counts, volumes) if value is not None]

    assert len(fitted) == len(counts)
    assert np.median(fitted) == pytest.approx(CLUMPED, rel=0.2)


def test_no_theme_testifies_in_its_own_case() -> None:
    rng = np.random.default_rng(6)
    volumes = np.full(TOWNS, 40)
    others = clumped(rng, volumes)
    wide, narrow = np.array([1] * 10 + [0] * 3), np.array([10] + [0] * 12)

    fitted = {
        spread.concentrations(np.vstack([others, own]), volumes)[-1] for own in (wide, narrow)
    }

    assert len(fitted) == 1


# --- Invariants ---------------------------------------------------------------


@given(counts=corpora, seed=st.integers(0, 1000))
@settings(deadline=None)
def test_the_order_of_themes_and_municipalities_does_not_matter(counts: Counts, seed: int) -> None:
    rng = np.random.default_rng(seed)
    themes, towns = rng.permutation(len(counts)), rng.permutation(4)
    volumes = counts.sum(axis=0) + np.arange(4)

    plain = spread.score(counts, volumes=volumes)
    moved = spread.score(counts[themes][:, towns], volumes=volumes[towns])

    for place, theme in enumerate(themes):
        assert moved[place].p_spread == pytest.approx(plain[theme].p_spread, abs=1e-9)
        assert moved[place].q_spread == pytest.approx(plain[theme].q_spread, abs=1e-9)
        assert moved[place].q_local == pytest.approx(plain[theme].q_local, abs=1e-9)
        assert moved[place].effective == pytest.approx(plain[theme].effective)


@given(counts=corpora)
@settings(deadline=None)
def test_one_more_municipality_never_weakens_the_evidence(counts: Counts) -> None:
    volumes = counts.sum(axis=0) + 4
    wider = counts.copy()
    source, target = int(counts[0].argmax()), int(counts[0].argmin())
    assume(counts[0, source] > 1 and counts[0, target] == 0)
    wider[0, source] -= 1
    wider[0, target] += 1

    before, after = (spread.score(some, volumes=volumes)[0] for some in (counts, wider))

    assert after.municipalities == before.municipalities + 1
    assert after.p_spread <= before.p_spread
    assert after.p_local >= before.p_local


@given(counts=corpora)
@settings(deadline=None)
def test_figures_keep_their_ranges(counts: Counts) -> None:
    for row, one in zip(counts, scored(counts), strict=True):
        low, high = one.share

        assert one.municipalities == (row > 0).sum()
        assert one.effective <= one.municipalities + 1e-9
        assert 0 <= low <= high <= 1
        assert 0 <= one.p_spread <= one.q_spread <= 1
        assert 0 <= one.p_local <= one.q_local <= 1


# --- Degenerate inputs --------------------------------------------------------


def test_no_themes_give_no_scores() -> None:
    assert spread.score(np.zeros((0, 3), dtype=np.int64), volumes=np.array([1, 2, 3])) == ()


@pytest.mark.parametrize("row", [[0, 0, 0], [1, 0, 0]])
def test_a_theme_of_less_than_two_statements_has_no_evidence(row: list[int]) -> None:
    (one,) = spread.score(np.array([row]), volumes=np.array([5, 5, 0]))

    assert (one.p_spread, one.p_local) == pytest.approx((1, 1))
    assert (one.q_spread, one.q_local, one.reach) == (1, 1, Reach.OPEN)


def test_a_corpus_without_statements_is_open() -> None:
    (one,) = spread.score(np.zeros((1, 2), dtype=np.int64), volumes=np.array([0, 0]))

    assert (one.municipalities, one.effective, one.share) == (0, 0.0, (0.0, 1.0))
    assert one.reach is Reach.OPEN


def test_one_municipality_alone_is_neither_structural_nor_local() -> None:
    themes = scored(np.array([[9], [2], [30]]))

    assert {theme.reach for theme in themes} == {Reach.OPEN}


def test_a_theme_of_all_statements_is_what_chance_would_give() -> None:
    (one,) = scored(np.array([[8, 16, 3]]))

    assert (one.p_spread, one.p_local) == pytest.approx((1, 1))
    assert one.reach is Reach.OPEN


def test_municipalities_without_statements_count_for_nothing() -> None:
    counts = np.array([[1, 3, 2], [4, 0, 0]])
    wider = np.insert(counts, 1, 0, axis=1)

    assert scored(wider) == scored(counts)


@pytest.mark.parametrize(
    ("counts", "volumes"),
    [([[1, 2]], [3]), ([[1, 2]], [3, 1]), ([[-1, 2]], [3, 3]), ([1, 2], [3, 3])],
)
def test_counts_that_do_not_fit_are_refused(counts: list[int], volumes: list[int]) -> None:
    with pytest.raises(ValueError, match=r"fit|fewer"):
        spread.score(np.array(counts), volumes=np.array(volumes))


# --- Parts --------------------------------------------------------------------


def test_a_theme_in_most_municipalities_is_never_called_local() -> None:
    """Forty statements in eight of thirteen are fewer than labels at random would touch."""
    row = np.array([12, 10, 8, 4, 2, 2, 1, 1] + [0] * 5)
    (one,) = spread.score(row[None], volumes=np.full(TOWNS, 40))

    assert one.q_local <= 0.05
    assert one.reach is Reach.OPEN


def test_themes_that_could_never_be_found_do_not_weaken_the_others() -> None:
    least = np.array([0.001, 0.4, 0.4, 0.4])

    q = spread.adjusted(np.array([0.03, 0.4, 0.9, 1.0]), least=least, level=0.05)

    assert q == pytest.approx([0.03, 1, 1, 1])


def test_a_theme_is_left_out_for_its_size_never_for_its_spread() -> None:
    local = np.array([0] * 12 + [8])
    themes = spread.score(np.vstack([local, [SPREAD] * 9]), volumes=np.full(TOWNS, 30))

    assert themes[0].q_local == pytest.approx(10 * themes[0].p_local)


def test_probabilities_are_adjusted_as_benjamini_and_hochberg_do() -> None:
    p = np.array([0.01, 0.04, 0.03, 0.005])

    q = spread.adjusted(p, least=np.zeros(4), level=0.05)

    assert q == pytest.approx([0.02, 0.04, 0.04, 0.02])


def test_the_effective_number_weighs_municipalities_by_their_share() -> None:
    assert spread.effective_number(np.array([2, 2, 2, 0])) == pytest.approx(3)
    assert spread.effective_number(np.array([3, 1])) == pytest.approx(4 / 3 ** (3 / 4))


def test_the_interval_is_that_of_jeffreys() -> None:
    # Brown, Cai and DasGupta (2001), table of limits: x = 2, n = 10
    low, high = spread.jeffreys(2, 10)

    assert (round(low, 3), round(high, 3)) == (0.044, 0.503)
    assert spread.jeffreys(0, 13)[0] == 0
    assert math.isclose(spread.jeffreys(13, 13)[1], 1)
