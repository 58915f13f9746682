"""Type: the fonts, and the true width of words in them. Lato; IBM Plex Sans Arabic from right to left."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import fontpkg_ibm_plex_sans_arabic
import fontpkg_lato
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from layouts.figures.specs import Direction

MM_PER_PT = 25.4 / 72
_EVENING = 12  # the longest line is shortened by a word at most so often
_LEADING = 1.28  # of the type size, from baseline to baseline, where the font needs no more
_CAP_MIDDLE = 0.36  # of the type size: half the height of a capital above the baseline

_FAMILIES = {
    "ltr": ("Lato", Path(fontpkg_lato.ROOT) / "files", "Lato-{}.ttf"),
    "rtl": (
        "IBM Plex Sans Arabic",
        Path(fontpkg_ibm_plex_sans_arabic.ROOT) / "files",
        "IBMPlexSansArabic-{}.ttf",
    ),
}


@dataclass(frozen=True)
class Type:
    """How words are set: size in points, weight, colour as '#RRGGBB'."""

    pt: float
    colour: str
    bold: bool = False
    direction: Direction = "ltr"

    @property
    def em(self) -> float:
        """The type size in millimetres."""
        return self.pt * MM_PER_PT

    @property
    def ascent(self) -> float:
        """Mm from the top of a block to its first baseline."""
        return _extents(self.direction, self.bold)[0] * self.em

    @property
    def leading(self) -> float:
        """Mm from baseline to baseline."""
        return max(_LEADING, sum(_extents(self.direction, self.bold)) + 0.02) * self.em

    @property
    def middle(self) -> float:
        """Mm from the top of a block to the middle of the capitals of its first line."""
        return self.ascent - _CAP_MIDDLE * self.em

    def height(self, lines: int) -> float:
        """The height in mm of a block of so many lines; none takes no room."""
        return sum(_extents(self.direction, self.bold)) * self.em + (lines - 1) * self.leading if lines else 0.0


@lru_cache
def _font_file(direction: Direction, bold: bool) -> str:
    _, folder, name = _FAMILIES[direction]
    path = str(folder / name.format("Bold" if bold else "Regular"))
    font_manager.fontManager.addfont(path)
    return path


@lru_cache
def _extents(direction: Direction, bold: bool) -> tuple[float, float]:
    """How far the font reaches above and below its baseline, in ems."""
    face = font_manager.get_font(_font_file(direction, bold))
    return face.ascender / face.units_per_EM, -face.descender / face.units_per_EM


def font(direction: Direction, pt: float, bold: bool) -> FontProperties:
    """The exact file of the package, so that no other font of the machine takes its place."""
    family, _, _ = _FAMILIES[direction]
    return FontProperties(family=family, weight=700 if bold else 400, size=pt, fname=_font_file(direction, bold))


@lru_cache(maxsize=4096)
def _ems(words: str, direction: Direction, bold: bool) -> float:
    """Unhinted width in ems: with kerning, or letter by letter as some renderers of SVG set it, the wider of both."""
    kerned, _, _ = text_to_path.get_text_width_height_descent(words, font(direction, 100, bold), ismath=False)
    if len(words) == 1 or direction == "rtl":  # letters that join have no width of their own
        return float(kerned) / 100
    return max(float(kerned) / 100, sum(_ems(letter, direction, bold) for letter in words))


def width(words: str, style: Type) -> float:
    """The width of one line in mm."""
    return _ems(words, style.direction, style.bold) * style.em if words else 0.0


def wrap(words: str, room: float, style: Type) -> tuple[str, ...]:
    """As few lines as `room` mm allows, and of those the most even; a word that is wider stays alone on its line."""
    lines = _fill(words, room, style)
    for _ in range(_EVENING if len(lines) > 1 else 0):
        narrower = _fill(words, max(width(line, style) for line in lines) - 0.01, style)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _fill(words: str, room: float, style: Type) -> tuple[str, ...]:
    """Lines filled one after the other; a dot between two parts never starts a line."""
    lines: list[str] = []
    for word in re.findall(r"[^ ]+(?: ·(?= ))?", words):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, style) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
