"""Small SVG pictures on a white page, which look the same on a light and on a dark screen.

The colours follow Okabe and Ito (2008, "Color universal design"), whose set people with any
colour vision can tell apart, a little darker so that text is legible; nothing is told by colour
alone.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INK: Final = "#1b2733"
QUIET: Final = "#5a6672"
FAINT: Final = "#e3e8ec"
BLUE: Final = "#0072b2"
ORANGE: Final = "#d55e00"
GREEN: Final = "#00795a"
PURPLE: Final = "#9b4f7c"
BLUES: Final = ("#dbe9f4", "#a9cce3", "#6baed6", "#2f7fb8", "#08427a")
"""Five steps from hardly to wholly."""

_NARROW: Final = frozenset("fijlrtI.,:;|!'()[]/ „“-")
_WIDE: Final = frozenset("mwMW—%")
_EM: Final = {"narrow": 0.32, "wide": 0.9, "upper": 0.69, "other": 0.56}


def page(parts: Iterable[str], *, size: tuple[float, float], title: str, about: str) -> str:
    """Return a whole picture.

    Args:
        parts: What is on it, the lowest first.
        size: Width and height in pixels.
        title: What it is.
        about: What it shows, for people who do not see it.
    """
    width, height = map(number, size)
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="title about" '
        'font-family="Arial, Helvetica, sans-serif">'
    )
    return "\n".join(
        [
            root,
            f'<title id="title">{html.escape(title)}</title>',
            f'<desc id="about">{html.escape(about)}</desc>',
            f'<rect width="{width}" height="{height}" rx="10" fill="#fff"/>',
            *parts,
            "</svg>\n",
        ]
    )


def text(  # noqa: PLR0913 - all by name
    x: float,
    y: float,
    content: str,
    *,
    size: float = 14,
    fill: str = INK,
    bold: bool = False,
    anchor: str = "start",
) -> str:
    """Return one line of text whose base line is at ``y``."""
    weight = ' font-weight="bold"' if bold else ""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" '
        f'fill="{fill}"{weight}{place}>{html.escape(content, quote=False)}</text>'
    )


def paragraph(
    x: float,
    y: float,
    lines: Sequence[str],
    *,
    size: float = 14,
    fill: str = INK,
    bold: bool = False,
) -> str:
    """Return lines one below the other, the first base line at ``y``."""
    return "\n".join(
        text(x, y + row * size * 1.35, line, size=size, fill=fill, bold=bold)
        for row, line in enumerate(lines)
    )


def rect(  # noqa: PLR0913 - all by name
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str = "none",
    stroke: str = "none",
    round_: float = 0,
) -> str:
    """Return a rectangle."""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" '
        f'height="{number(height)}" rx="{number(round_)}" fill="{fill}" stroke="{stroke}"/>'
    )


def path(
    points: str, *, stroke: str = "none", fill: str = "none", width: float = 1.5, dash: str = ""
) -> str:
    """Return a path of SVG's own commands."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{points}" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{number(width)}"{dashed}/>'
    )


def scaled(part: str, x: float, y: float, scale: float) -> str:
    """Return a part drawn in units of ``scale`` pixels from ``(x, y)``, with sharp edges."""
    return (
        f'<g transform="translate({number(x)} {number(y)}) scale({scale:.4f})" '
        f'shape-rendering="crispEdges">{part}</g>'
    )


def circle(x: float, y: float, radius: float, *, fill: str = "none", stroke: str = "none") -> str:
    """Return a circle."""
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" '
        f'fill="{fill}" stroke="{stroke}"/>'
    )


def arrow(x: float, y: float, length: float) -> str:
    """Return an arrow to the right."""
    end = x + length
    head = f"M{number(end - 7)} {number(y - 6)} L{number(end)} {number(y)}"
    return path(
        f"M{number(x)} {number(y)} H{number(end)} {head} L{number(end - 7)} {number(y + 6)}",
        stroke=QUIET,
        width=2,
    )


def number(value: float) -> str:
    """Write a number with at most one decimal, the same on every machine."""
    rounded = round(value, 1) + 0.0  # no negative zero
    return f"{rounded:.1f}".removesuffix(".0")


def wide(content: str, size: float) -> float:
    """Estimate the width of a line in pixels; rather too wide than too narrow."""
    return size * sum(_em(letter) for letter in content)


def _em(letter: str) -> float:
    if letter in _NARROW:
        return _EM["narrow"]
    if letter in _WIDE:
        return _EM["wide"]
    return _EM["upper"] if letter.isupper() else _EM["other"]


def wrapped(content: str, *, width: float, size: float = 14, most: int = 4) -> list[str]:
    """Break a text into at most so many lines of a width in pixels; cut it off after them."""
    lines: list[str] = [""]
    for word in content.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or wide(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [shortened(line, width=width, size=size) for line in lines]


def shortened(content: str, *, width: float, size: float) -> str:
    """Cut a line off after the last word that fits, with an ellipsis."""
    if wide(content, size) <= width:
        return content
    words = content.split()
    while len(words) > 1 and wide(" ".join(words) + " …", size) > width:
        words.pop()
    return " ".join(words).rstrip(",;:") + " …"
