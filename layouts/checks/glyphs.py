"""How wide a PDF's fonts set their glyphs, to know where a piece of text ends (ISO 32000-1, 9.4.4 and 9.7.4.3)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from struct import unpack
from typing import Any
from unicodedata import combining

import pikepdf

from layouts.brochure.marked import UNKNOWN, unicode_map

Glyphs = list[tuple[int, ...] | float]  # of strings their codes, between them corrections


@dataclass(frozen=True)
class Face:
    """A font: widths by code in thousandths of its size, the width of all others, bytes a code, foot and top; and what
    its codes mean."""

    widths: dict[int, float]
    other: float
    bytes_a_code: int
    foot: float
    top: float
    meaning: dict[int, str] = field(default_factory=dict)

    def read(self, parts: Iterable[Any]) -> Glyphs:
        """The codes of some strings, each string a tuple, and the corrections between them as numbers."""
        return [
            float(part) if isinstance(part, (int, float, Decimal)) else _codes(bytes(part), self.bytes_a_code)
            for part in parts
        ]

    def letters(self, glyphs: Glyphs) -> str:
        """What some glyphs mean."""
        meaning = self.meaning
        return "".join([meaning.get(code, UNKNOWN) for part in glyphs if not isinstance(part, float) for code in part])

    def advance(self, glyphs: Glyphs, size: float, letters: float, words: float, scale: float) -> float:
        """How far the pen goes for glyphs and the corrections between them, in units of text space."""
        across, widths, other = 0.0, self.widths, self.other
        for part in glyphs:
            if isinstance(part, float):
                across -= part / 1000 * size
            else:
                for code in part:
                    across += widths.get(code, other) / 1000 * size + letters
                    across += words if code == 32 and self.bytes_a_code == 1 else 0
        return across * scale


@lru_cache(maxsize=10_000)
def _codes(text: bytes, bytes_a_code: int) -> tuple[int, ...]:
    return unpack(f">{len(text) // 2}H", text[: len(text) // 2 * 2]) if bytes_a_code == 2 else tuple(text)


def face_of(font: Any) -> Face:
    """The measures of a font. A composite one is read as two bytes a glyph (Identity), as WeasyPrint writes it."""
    if font.get("/Subtype") == "/Type0":
        inner = font.DescendantFonts[0]
        widths, other, step = dict(_listed(inner.get("/W", []))), float(inner.get("/DW", 1000)), 2
    else:
        inner, step, other = font, 1, 0.0
        first = int(font.get("/FirstChar", 0))
        widths = {first + number: float(width) for number, width in enumerate(font.get("/Widths", []))}
    told = inner.get("/FontDescriptor", {})
    foot, top = float(told.get("/Descent", -250)) / 1000, float(told.get("/Ascent", 1000)) / 1000
    meaning = {code: text if widths.get(code, other) else _mark(text) for code, text in unicode_map(font).items()}
    return Face(widths, other, step, foot, top, meaning)


def _mark(text: str) -> str:
    """What a glyph without width means: a mark, which may be told with the letters that it stands on."""
    return text if len(text) == 1 else "".join(char for char in text if combining(char))


def _listed(entries: Any) -> Iterator[tuple[int, float]]:
    """The pairs of a /W array: `first [widths]` or `first last width`."""
    numbers: list[int] = []
    for entry in entries:
        if isinstance(entry, pikepdf.Array):
            yield from ((numbers[0] + place, float(width)) for place, width in enumerate(entry))
            numbers = []
        elif len(numbers) == 2:
            yield from ((code, float(entry)) for code in range(numbers[0], numbers[1] + 1))
            numbers = []
        else:
            numbers.append(int(entry))
