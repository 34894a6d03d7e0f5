from __future__ import annotations

import re
from datetime import date
from itertools import combinations, pairwise
from math import hypot
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from service.usecases.views import MapView, MunicipalityView, PlacedStatement, ThemeView
from service.web.assets import STATIC
from service.web.plot import COLOURS, HEIGHT, SHAPES, WIDTH, mark, plot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PLACE = MunicipalityView(ags="05754004", name="Borgholzhausen")


def placed(theme: UUID | None, x: float, y: float) -> PlacedStatement:
    return PlacedStatement(
        id=uuid4(),
        text="Es fehlt etwas.",
        section="",
        note_id=uuid4(),
        municipality=PLACE,
        held_on=date(2026, 5, 14),
        theme_id=theme,
        strength=1.0,
        x=x,
        y=y,
    )


def theme(number: int) -> ThemeView:
    return ThemeView(
        id=UUID(int=number),
        run_id=UUID(int=0),
        number=number,
        stable_id=f"T-2026-{number:03}",
        label=f"Thema {number}",
        keywords=(),
        representatives=(),
        municipalities=(),
        heard=1,
        of=13,
        strength=1.0,
        size=1,
        deleted=0,
    )


def view(themes: list[ThemeView], statements: list[PlacedStatement]) -> MapView:
    return MapView(run=None, themes=tuple(themes), statements=tuple(statements))  # type: ignore[arg-type] # the plot does not look at the run


def test_thirty_five_themes_in_a_row_look_different() -> None:
    assert len({mark(number) for number in range(1, 36)}) == COLOURS * len(SHAPES) == 35


def test_neighbouring_themes_differ_in_colour_and_in_shape() -> None:
    for first, second in pairwise(range(1, 100)):
        assert mark(first).colour != mark(second).colour
        assert mark(first).shape != mark(second).shape


def test_the_corners_of_the_map_stay_on_the_plane_and_up_is_up() -> None:
    made = plot(view([theme(1)], [placed(UUID(int=1), 0, 0), placed(UUID(int=1), 1, 1)]))
    low, high = made.points
    assert all(0 < point.x < WIDTH and 0 < point.y < HEIGHT for point in made.points)
    assert low.x < high.x
    assert low.y > high.y


def test_statements_that_are_not_bundled_lie_below_the_others() -> None:
    made = plot(view([theme(1)], [placed(UUID(int=1), 0.5, 0.5), placed(None, 0.5, 0.5)]))
    assert [point.mark is None for point in made.points] == [True, False]


def test_numbers_of_themes_at_the_same_place_do_not_cover_each_other() -> None:
    themes = [theme(number) for number in range(1, 9)]
    made = plot(view(themes, [placed(item.id, 0.5, 0.5) for item in themes]))
    for one, other in combinations(made.labels, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= 30


def test_every_colour_stands_out_from_the_page_in_light_and_in_dark() -> None:
    sheet = (STATIC / "map.css").read_text(encoding="utf-8")
    light, dark = sheet.split("prefers-color-scheme: dark", 1)
    assert len(list(colours(light))) == len(list(colours(dark))) == COLOURS
    opacity = re.search(r"fill-opacity: (0\.\d+);", sheet)
    assert opacity
    for part, page in ((light, 255), (dark, 0)):
        for colour in colours(part):
            assert contrast(colour, (page,) * 3) >= 4.5  # digits stand on it, too
            seen = [page + float(opacity[1]) * (value - page) for value in colour]
            assert contrast(seen, (page,) * 3) >= 3


def colours(sheet: str) -> Iterator[Sequence[float]]:
    for match in re.finditer(r"--map-\d: #([0-9a-f]{6});", sheet):
        yield bytes.fromhex(match[1])


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the contrast of WCAG 2.2 between two colours, each part from 0 to 255."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: Sequence[float]) -> float:
    parts = [value / 255 for value in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
