"""What the lines of a page say, made whole for a reader who listens, by the text that was planned.

The typesetter drops the blank where it breaks a line, and two words become one; tagged text has a blank between all
words (ISO 32000-1, 14.8.2.5). Only the planned text tells it from a line that ends within a word, after a hyphen or in
an address. Writing from right to left stands in the file as the eye meets it, letter by letter from the left: such a
line says its text in `ActualText` (14.9.4).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import pydyf

from layouts.brochure.tags import Finisher, resolve, top, walk

BLOCKS = ("/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/LBody", "/TH", "/TD", "/Caption")
SILENT = ("/Figure", "/Lbl")  # their marks are no part of a text
GLYPHS = re.compile(rb"<([0-9a-f]*)>")
Mark = tuple[int, int]  # a page, from 0, and a number of marked content on it
Fonts = dict[str, dict[int, str]]  # the name of a font -> its glyphs and what they mean


@dataclass(frozen=True)
class _Shown:
    """What a page shows under a mark: its stream, the place of the last TJ there, its font, the text as it stands."""

    stream: Any
    place: int
    font: str
    text: str


@dataclass(frozen=True)
class _Line:
    """A line of a block, or a part of one: the text that was set, how it is shown, and the element that holds it."""

    text: str
    shown: _Shown
    element: Any


def whole_lines(texts: Sequence[str]) -> tuple[Finisher, Finisher]:
    """WeasyPrint's finishers for a document that says these texts: its first, and one after all that change the order.

    They stop where something else is said than was planned; PDF-03 tells what.
    """
    planned = " ".join(" ".join(texts).split())
    written: dict[Mark, str] = {}

    def note(document: Any, pdf: pydyf.PDF) -> None:
        written.update(_written(document, pdf))

    def finish(document: Any, pdf: pydyf.PDF) -> None:
        fonts = {font.hash: font.to_unicode for font in document.fonts.values()}
        spoken = 0
        for block in _blocks(pdf, written, fonts):
            for line, after in zip_longest(block, block[1:]):
                start, spoken = spoken, _follow(planned, spoken, line.text)
                if spoken < 0:
                    return
                blank = planned[spoken : spoken + 1] == " "
                if line.text != line.shown.text:
                    line.element["ActualText"] = pydyf.String(planned[start:spoken] + (" " if blank else ""))
                elif after and blank and not line.text.endswith(" ") and not after.shown.text.startswith(" "):
                    _space(line.shown, fonts[line.shown.font])

    return note, finish


def _follow(planned: str, start: int, text: str) -> int:
    """Where the planned text goes on after a piece of it, blanks aside; -1 where it goes another way."""
    at = start
    for character in "".join(text.split()):
        while planned[at : at + 1] == " ":
            at += 1
        if planned[at : at + 1] != character:
            return -1
        at += 1
    return at


# --- what was set -----------------------------------------------------------------------------------------------------


def _written(document: Any, pdf: pydyf.PDF) -> Iterator[tuple[Mark, str]]:
    """Each mark with the text that was set under it: tags and boxes are in one order, as WeasyPrint 70 makes them."""
    pages = {reference: number for number, reference in enumerate(pdf.page_references)}
    held = [element for element in walk(pdf, top(pdf)) if element["S"] != "/Figure"]
    marks = [
        (pages[element["Pg"]], kid) for element in held if "Pg" in element for kid in element["K"] if _is_mark(kid)
    ]
    texts = [text for page in document.pages for text in _set_texts(page._page_box)]
    yield from zip(sorted(marks, key=lambda mark: mark[0]), texts, strict=True)


def _is_mark(kid: object) -> bool:
    return isinstance(kid, int)


def _set_texts(box: Any) -> Iterator[str]:
    """The texts of a box's lines, running heads aside, in the order of its tags."""
    for child in getattr(getattr(box, "_box", box), "children", ()):
        kind = type(child).__name__
        if kind == "TextBox":
            yield child.text
        elif kind != "MarginBox":
            yield from _set_texts(child)


# --- what is shown ----------------------------------------------------------------------------------------------------


def _blocks(pdf: pydyf.PDF, written: dict[Mark, str], fonts: Fonts) -> Iterator[list[_Line]]:
    """The lines of each block, in the order of reading; those that show nothing are left out."""
    shown: dict[Mark, _Shown] = {}
    for number, reference in enumerate(pdf.page_references):
        stream = resolve(pdf, resolve(pdf, reference)["Contents"])
        for mark, piece in _shown(stream, fonts):
            before = shown.get((number, mark))
            text = before.text + piece.text if before else piece.text
            shown[number, mark] = _Shown(piece.stream, piece.place, piece.font, text)
    pages = {reference: number for number, reference in enumerate(pdf.page_references)}
    for block in [element for element in walk(pdf, top(pdf)) if element["S"] in BLOCKS]:
        held = [(element, mark) for element, mark in _marks(pdf, block, pages) if mark in shown]
        yield [_Line(written[mark], shown[mark], element) for element, mark in held]


def _shown(stream: Any, fonts: Fonts) -> Iterator[tuple[int, _Shown]]:
    """What is shown under each mark of a page, TJ by TJ."""
    mark, font = None, ""
    for place, item in enumerate(stream.stream):
        if isinstance(item, pydyf.Dictionary) and "MCID" in item:
            mark = item["MCID"]
        elif item == b"EMC":
            mark = None
        elif isinstance(item, bytes) and item.endswith(b" Tf"):
            font = item.split()[0][1:].decode()
        elif mark is not None and isinstance(item, bytes) and item.endswith(b" TJ"):
            codes = b"".join(GLYPHS.findall(item))
            text = "".join(fonts[font][int(codes[i : i + 4], 16)] for i in range(0, len(codes), 4))
            yield mark, _Shown(stream, place, font, text)


def _marks(pdf: pydyf.PDF, element: Any, pages: dict[bytes, int]) -> Iterator[tuple[Any, Mark]]:
    """Each mark under an element, down to the next block, with the element that holds it."""
    for kid in element["K"]:
        if isinstance(kid, int):
            yield element, (pages[element["Pg"]], kid)
            continue
        below = resolve(pdf, kid)
        if below.get("Type") == "/StructElem" and below["S"] not in (*BLOCKS, *SILENT):
            yield from _marks(pdf, below, pages)


def _space(shown: _Shown, meanings: dict[int, str]) -> None:
    """Adds the font's space behind a line."""
    space = next((glyph for glyph, meaning in meanings.items() if meaning == " "), None)
    show = shown.stream.stream[shown.place]
    if space is not None:
        shown.stream.stream[shown.place] = show.removesuffix(b"] TJ") + f"<{space:04x}>] TJ".encode()
