"""Type: the fonts, and the true width of words in them. Lato; IBM Plex Sans Arabic from right to left.

HarfBuzz measures, in a fortieth of the time that matplotlib takes and to the same 1/64 of a point at 100 points.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import fontpkg_ibm_plex_sans_arabic
import fontpkg_lato
import uharfbuzz as hb
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties

from layouts.figures.specs import Direction
from layouts.memories import forgetful

MM_PER_PT = 25.4 / 72
_EVENING = 12  # the longest line is shortened by a word at most so often
_LEADING = 1.22  # of the type size, from baseline to baseline: close to the font's own, which slides set too
_CAP_MIDDLE = 0.36  # of the type size: half the height of a capital above the baseline
_BREAKS = "-–/\u00a0"  # behind these a word that has no room is broken, if it can be
_UNITS = 6400  # to the em: 64ths of a point at 100 points, the grid on which matplotlib places letters
_ARABIC = "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"
_RUNS = re.compile(f"[{_ARABIC}]+|[^{_ARABIC}]+")  # what is set in one direction

# An invisible letter before a line says which way it is read, which otherwise its first letter would say (UAX #9, P2).
MARKS: dict[Direction, str] = {"ltr": "", "rtl": "\u200f"}
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

    @cached_property
    def em(self) -> float:
        """The type size in millimetres."""
        return self.pt * MM_PER_PT

    @cached_property
    def ascent(self) -> float:
        """Mm from the top of a block to its first baseline."""
        return _extents(self.direction, self.bold)[0] * self.em

    @cached_property
    def descent(self) -> float:
        """Mm from the last baseline of a block to its bottom."""
        return _extents(self.direction, self.bold)[1] * self.em

    @cached_property
    def leading(self) -> float:
        """Mm from baseline to baseline."""
        return max(_LEADING, sum(_extents(self.direction, self.bold)) + 0.02) * self.em

    @cached_property
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
    deepest = _ink("ي", direction, bold)[1] if direction == "rtl" else 0.0  # its dots lie below what the font declares
    return face.ascender / face.units_per_EM, max(-face.descender / face.units_per_EM, deepest)


def font(direction: Direction, pt: float, bold: bool) -> FontProperties:
    """The exact file of the package, so that no other font of the machine takes its place."""
    family, _, _ = _FAMILIES[direction]
    return FontProperties(family=family, weight=700 if bold else 400, size=pt, fname=_font_file(direction, bold))


@lru_cache
def _shaper(direction: Direction, bold: bool) -> hb.Font:
    shaper = hb.Font(hb.Face(hb.Blob.from_file_path(_font_file(direction, bold))))
    shaper.scale = (_UNITS, _UNITS)
    return shaper


def _advance(words: str, direction: Direction, bold: bool) -> int:
    """Units from the start of the words to their end, with kerning."""
    total = 0
    for run in _RUNS.findall(words):
        buffer = hb.Buffer()
        buffer.add_str(run)
        buffer.guess_segment_properties()
        hb.shape(_shaper(direction, bold), buffer)
        total += sum(position.x_advance for position in buffer.glyph_positions)
    return total


@forgetful
@lru_cache(maxsize=100_000)
def _ems(words: str, direction: Direction, bold: bool) -> float:
    """Unhinted width in ems: with kerning, or letter by letter as some renderers of SVG set it, the wider of both."""
    kerned = _advance(words, direction, bold) / _UNITS
    if len(words) == 1 or direction == "rtl":  # letters that join have no width of their own
        return kerned
    return max(kerned, sum(_ems(letter, direction, bold) for letter in words))


def width(words: str, style: Type) -> float:
    """The width of one line in mm."""
    return _ems(words, style.direction, style.bold) * style.em if words else 0.0


@lru_cache(maxsize=4096)
def _ink(letter: str, direction: Direction, bold: bool) -> tuple[float, float]:
    """How far a letter reaches above and below its baseline, in ems."""
    shaper = _shaper(direction, bold)
    box = shaper.get_glyph_extents(shaper.get_nominal_glyph(ord(letter)) or 0)
    return (box.y_bearing / _UNITS, -(box.y_bearing + box.height) / _UNITS) if box else (0.0, 0.0)


def ink(words: str, style: Type) -> tuple[float, float]:
    """Mm of a line above and below its baseline: of its letters, and of l and p at least."""
    reaches = [_ink(letter, style.direction, style.bold) for letter in {*words, "l", "p"}]
    return max(above for above, _ in reaches) * style.em, max(below for _, below in reaches) * style.em


# --- lines -----------------------------------------------------------------------------------------------------------


@forgetful
@lru_cache(maxsize=50_000)
def fitting(words: str, room: float, style: Type, breaking: bool) -> tuple[str, ...] | None:
    """The same lines as `wrap`, or none where one is wider than the room."""
    lines = wrap(words, room, style, breaking=breaking)
    return lines if all(width(line, style) <= room + 0.01 for line in lines) else None


def wrap(words: str, room: float, style: Type, *, breaking: bool = False) -> tuple[str, ...]:
    """As few lines as `room` mm allows, and of those the most even. A word that is wider stays alone on its line or,
    where `breaking`, goes on in the next. A dot between two parts never starts a line.
    """
    pieces = [(" ", word) for word in re.findall(r"[^ ]+(?: ·(?= ))?", words)]
    if breaking:
        pieces = [piece for _, word in pieces for piece in _broken(word, room, style)]
    lines = _fill(pieces, room, style)
    for _ in range(_EVENING if len(lines) > 1 else 0):
        narrower = _fill(pieces, max(width(line, style) for line in lines) - 0.01, style)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _fill(pieces: list[tuple[str, str]], room: float, style: Type) -> tuple[str, ...]:
    """Lines filled one after the other with words, each with what divides it from the one before."""
    lines: list[str] = []
    for gap, word in pieces:
        longer = f"{lines[-1]}{gap}{word}" if lines else word
        if lines and width(longer, style) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _broken(word: str, room: float, style: Type) -> list[tuple[str, str]]:
    """A word in pieces that fit: behind its last hyphen, stroke or hard space that does, else where no room is left."""
    pieces, gap = [], " "
    while width(word, style) > room:
        ends = [end for end in range(1, len(word)) if not unicodedata.combining(word[end])]
        fitting = [end for end in ends if width(word[:end], style) <= room]
        if not fitting:
            break
        end = next((end for end in reversed(fitting) if word[end - 1] in _BREAKS), fitting[-1])
        pieces.append((gap, word[:end].rstrip()))
        gap, word = "", word[end:]
    return [*pieces, (gap, word)]
