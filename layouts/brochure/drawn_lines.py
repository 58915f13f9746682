"""A line of text is drawn as it was drawn before: its glyphs, their widths and what they mean, remembered by content.

WeasyPrint 70 shapes each line a second time to draw it, and in pictures each letter by itself. What it writes depends
on the text and its lettering, and on what the document's fonts know by then: a glyph's first width and first meaning
stay. Where these are others than when a line was remembered, it is drawn anew.
"""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import ffi
from weasyprint.text.line_break import Layout

from layouts.brochure.shaping import CACHES, MOST, lettering
from layouts.memories import Memory

GLYPHS = re.compile(r"<([0-9a-f]+)>")
SMALLEST = 1e-6  # px of type: less is not drawn


@dataclass
class _Run:
    """What is written in one font, and of each glyph its width and meaning there; `new` are those that it brought."""

    font: Any  # Pango's
    calls: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    meanings: dict[int, str] = field(default_factory=dict)
    new_widths: set[int] = field(default_factory=set)
    new_meanings: set[int] = field(default_factory=set)

    def fits(self, font: Any) -> bool:
        """Whether it would be written the same in a document whose font knows this much."""
        return all(
            font.widths[glyph] == width if glyph in font.widths else glyph in self.new_widths
            for glyph, width in self.widths.items()
        ) and all(glyph in font.to_unicode or glyph in self.new_meanings for glyph in self.meanings)


_drawn: Memory[Hashable, list[_Run]] = Memory(MOST)
_fonts: dict[int, Any] = {}  # the address of a font -> a layout of Pango's that keeps it
CACHES += [_drawn, _fonts]


class _Noting:
    """A page's stream that notes what is written in each font."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.begun = 0
        self.runs: list[_Run] = []
        self.known: list[tuple[Any, set[int], set[int]]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def add_font(self, pango_font: Any) -> Any:
        font, size = self.stream.add_font(pango_font)
        self.runs.append(_Run(pango_font))
        self.known.append((font, set(font.widths), set(font.to_unicode)))
        return font, size

    def _note(self, name: str, *given: Any) -> None:
        self.runs[self.begun - 1].calls.append((name, given))
        getattr(self.stream, name)(*given)

    def set_font_size(self, font: str, size: float) -> None:
        self.begun += 1  # until here, what is shown belongs to the font before, even if the next is added already
        self._note("set_font_size", font, size)

    def set_text_rise(self, rise: float) -> None:
        self._note("set_text_rise", rise)

    def show_text(self, text: str) -> None:
        self._note("show_text", text)

    @property
    def noted(self) -> list[_Run] | None:
        """The runs with their glyphs; nothing where one of them is a picture, or missing in its font."""
        for run, (font, widths, meanings) in zip(self.runs, self.known, strict=True):
            if font.bitmap or font.svg or font.png or font.colr or font.missing:
                return None
            shown = "".join(given[0] for name, given in run.calls if name == "show_text")
            for codes in GLYPHS.findall(shown):
                for glyph in (int(codes[at : at + 4], 16) for at in range(0, len(codes), 4)):
                    if glyph not in font.widths or glyph not in font.to_unicode:
                        return None
                    run.widths[glyph], run.meanings[glyph] = font.widths[glyph], font.to_unicode[glyph]
            run.new_widths, run.new_meanings = set(run.widths) - widths, set(run.meanings) - meanings
        return self.runs


def _again(runs: list[_Run], stream: Any, matrix: Any) -> bool:
    """Draws remembered runs; tells whether the document's fonts let it. A font that is asked for is in the document,
    as it is when the line is drawn anew."""
    fonts = [stream.add_font(run.font)[0] for run in runs]
    if len(set(map(id, fonts))) < len(fonts) or not all(map(_Run.fits, runs, fonts)):
        return False
    stream.set_text_matrix(*matrix.values)
    for run, font in zip(runs, fonts, strict=True):
        for glyph, meaning in run.meanings.items():
            font.to_unicode.setdefault(glyph, meaning)
            font.widths.setdefault(glyph, run.widths[glyph])
        for name, given in run.calls:
            getattr(stream, name)(*given)
    return True


def _remembering(draw: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    @wraps(draw)
    def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:
        layout, style = textbox.pango_layout, textbox.style
        plain = text_overflow != "ellipsis" and block_ellipsis == "none"
        if not plain or not textbox.text.strip() or style["font_size"] < SMALLEST:
            _wake(layout)
            return draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        key = layout.text, lettering(style), layout.justification_spacing
        known = _drawn.get(key)
        if known is not None and _again(known, stream, matrix):
            return []
        _wake(layout)
        noting = _Noting(stream)
        emojis = draw(noting, textbox, text_overflow, block_ellipsis, matrix)
        runs = None if emojis else noting.noted
        if runs is not None:
            _drawn.keep(key, runs)
            for run in runs:
                _fonts.setdefault(int(ffi.cast("uintptr_t", run.font)), layout.layout)
        return emojis

    return draw_first_line


def _wake(layout: Any) -> None:
    """Lets Pango shape a line that was put off."""
    style = vars(layout).pop("put_off", None)
    if style is not None:
        _reactivate(layout, style)


def _put_off(layout: Any, style: Any) -> None:
    layout.put_off = style


def _let_go(layout: Any) -> None:
    if vars(layout).pop("put_off", None) is None:
        _deactivate(layout)


_reactivate, _deactivate = Layout.reactivate, Layout.deactivate
Layout.reactivate, Layout.deactivate = wraps(_reactivate)(_put_off), wraps(_deactivate)(_let_go)
drawing.draw_first_line = _remembering(drawing.draw_first_line)
