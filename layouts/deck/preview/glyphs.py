"""Words as outlines: shaped by HarfBuzz, in reading order, so that a drawing of them needs no font where it is seen.

All coordinates are units of a font of 256 to the em, fine enough for a slide that fills a screen; y grows upwards.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import fontpkg_ibm_plex_sans_arabic
import fontpkg_lato
import uharfbuzz as hb

from layouts.memories import forgetful

EM: Final = 256
_FINE: Final = 16  # shapes are placed and measured in parts of a unit, and rounded once
_LATIN = Path(fontpkg_lato.ROOT) / "files"
_ARABIC = Path(fontpkg_ibm_plex_sans_arabic.ROOT) / "files"
_STRONG = {"L": "L", "R": "R", "AL": "R", "EN": "N", "AN": "N"}


@dataclass(frozen=True)
class Glyph:
    """A shape of `face` at `x`, from the start of the words; `key` names it in a drawing."""

    key: str
    face: str
    number: int
    x: int
    y: int


@cache
def _font(face: str) -> hb.Font:
    style = "Bold" if face.endswith("b") else "Regular"
    file = _LATIN / f"Lato-{style}.ttf" if face[0] == "l" else _ARABIC / f"IBMPlexSansArabic-{style}.ttf"
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(file))))
    font.scale = (EM * _FINE, EM * _FINE)
    return font


@forgetful
@lru_cache(maxsize=20_000)
def set_words(words: str, bold: bool, right_to_left: bool) -> tuple[tuple[Glyph, ...], float]:
    """The shapes of one line from its left edge, and its width. Characters that neither typeface has are left out."""
    glyphs: list[Glyph] = []
    x = 0
    for piece, backwards in ordered(words, right_to_left):
        for face, run in _faced(piece, bold, backwards):
            x = _shape(run, face, backwards, x, glyphs)
    return tuple(glyphs), x / _FINE


def _shape(run: str, face: str, backwards: bool, x: int, glyphs: list[Glyph]) -> int:
    buffer = hb.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if backwards else "ltr"
    hb.shape(_font(face), buffer)
    for shape, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        key = f"{face}{shape.codepoint}"
        glyphs.append(Glyph(key, face, shape.codepoint, _rounded(x + place.x_offset), _rounded(place.y_offset)))
        x += place.x_advance
    return x


def _faced(piece: str, bold: bool, backwards: bool) -> Iterable[tuple[str, str]]:
    """The piece in runs of one typeface, from left to right."""
    faces = ("l", "a") if not bold else ("lb", "ab")
    runs: list[tuple[str, str]] = []
    for letter in piece:
        has = _having(letter, faces)
        face = runs[-1][0] if runs and runs[-1][0] in has else next(iter(has), "")
        if runs and runs[-1][0] == face:
            runs[-1] = (face, runs[-1][1] + letter)
        elif face:
            runs.append((face, letter))
    return reversed(runs) if backwards else runs


@lru_cache(maxsize=4_000)
def _having(letter: str, faces: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(face for face in faces if _font(face).get_nominal_glyph(ord(letter)))


@forgetful
@lru_cache(maxsize=20_000)
def width(words: str, size: float, bold: bool) -> float:
    """The width of one line in the unit of `size`; which way it is read does not change it."""
    return set_words(words, bold, _leftwards(words))[1] * size / EM


def _leftwards(words: str) -> bool:
    """Whether some of the words are read from right to left."""
    return not words.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in words)


def ordered(words: str, right_to_left: bool) -> list[tuple[str, bool]]:
    """The line in pieces of one direction, as they stand from left to right; True where a piece runs leftwards.

    The Unicode Bidirectional Algorithm without its marks and nested quotations, which no document here has.
    """
    if not right_to_left and not _leftwards(words):
        return [(words, False)] if words else []
    levels = _levels(words, 1 if right_to_left else 0)
    pieces: list[tuple[str, int]] = []
    for letter, level in zip(words, levels, strict=True):
        if pieces and pieces[-1][1] == level:
            pieces[-1] = (pieces[-1][0] + letter, level)
        else:
            pieces.append((letter, level))
    for turned in range(max(levels, default=0), 0, -1):
        pieces = _turned(pieces, turned)
    return [(piece, level % 2 == 1) for piece, level in pieces]


def _levels(words: str, base: int) -> list[int]:
    outer = "R" if base else "L"
    kinds = [_STRONG.get(unicodedata.bidirectional(letter), "") for letter in words]
    for index, letter in enumerate(words):  # a sign such as % belongs to the number it touches
        if unicodedata.bidirectional(letter) == "ET" and "N" in kinds[max(0, index - 1) : index + 2]:
            kinds[index] = "N"
    found = [kind or _neutral(index, kinds, outer, words[index]) for index, kind in enumerate(kinds)]
    return [_level(kind, kinds[:index], base) for index, kind in enumerate(found)]


def _neutral(index: int, kinds: list[str], outer: str, sign: str) -> str:
    """Blanks and signs go with both their neighbours, where these agree, or else with the line."""
    before = next((kind for kind in reversed(kinds[:index]) if kind), outer)
    after = next((kind for kind in kinds[index:] if kind), outer)
    if before == after == "N" and _joins(sign):
        return "N"
    near = {_side(before, kinds[:index], outer), _side(after, kinds[:index], outer)}
    return near.pop() if len(near) == 1 else outer


def _side(kind: str, before: list[str], outer: str) -> str:
    """A number counts as part of what is read leftwards, unless words that are read rightwards lead to it."""
    if kind != "N":
        return kind
    return "L" if next((k for k in reversed(before) if k in ("L", "R")), outer) == "L" else "R"


def _level(kind: str, before: list[str], base: int) -> int:
    if kind == "R":
        return 1
    if kind == "N":
        return base if base == 0 and _side(kind, before, "L") == "L" else 2
    return 2 if base else 0


def _joins(sign: str) -> bool:
    """Whether a sign between digits belongs to the number."""
    return unicodedata.bidirectional(sign) in ("CS", "ES")


def _turned(pieces: list[tuple[str, int]], least: int) -> list[tuple[str, int]]:
    result: list[tuple[str, int]] = []
    run: list[tuple[str, int]] = []
    for piece in [*pieces, ("", -1)]:
        if piece[1] >= least:
            run.append(piece)
            continue
        result += [*reversed(run), piece]
        run = []
    return result[:-1]


@lru_cache(maxsize=4_000)
def outline(face: str, number: int) -> str:
    """A glyph as the `d` of an SVG path, in steps from point to point."""
    steps: list[str] = []
    here = [0, 0]

    def step(letter: str, *places: float) -> None:
        points = [(_rounded(x), _rounded(y)) for x, y in zip(places[::2], places[1::2], strict=True)]
        steps.append(letter + " ".join(f"{x - here[0]} {y - here[1]}" for x, y in points).replace(" -", "-"))
        here[:] = points[-1]

    begun: list[int] = [0, 0]

    def begin(x: float, y: float, _: object) -> None:
        step("m", x, y)
        begun[:] = here

    def close(_: object) -> None:
        steps.append("z")
        here[:] = begun

    functions = hb.DrawFuncs()
    functions.set_move_to_func(begin)
    functions.set_line_to_func(lambda x, y, _: step("l", x, y))
    functions.set_quadratic_to_func(lambda a, b, x, y, _: step("q", a, b, x, y))
    functions.set_cubic_to_func(lambda a, b, c, d, x, y, _: step("c", a, b, c, d, x, y))
    functions.set_close_path_func(close)
    _font(face).draw_glyph(number, functions)
    return "".join(steps)


def _rounded(length: float) -> int:
    return round(length / _FINE)
