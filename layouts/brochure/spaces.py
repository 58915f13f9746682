"""A space at the end of every line that a word follows: without it, a reader who listens hears two words as one.

The typesetter drops the blank where it breaks a line; tagged text has one between all words (ISO 32000-1, 14.8.2.5).
Where a line ends within a word, after a hyphen or in an address, only the planned text tells.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

import pydyf

from layouts.brochure.tags import Finisher, resolve, top, walk

BLOCKS = ("/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/LBody", "/TH", "/TD", "/Caption")
SILENT = ("/Figure", "/Lbl")  # their marks are no part of a text
Fonts = dict[str, dict[int, str]]  # the name of a font -> its glyphs and what they mean
GLYPHS = re.compile(rb"<([0-9a-f]*)>")


@dataclass(frozen=True)
class _Line:
    """A piece of text as it is shown: its page's stream and the place of its last TJ there, its font and baseline."""

    stream: Any
    place: int
    font: str
    baseline: str
    text: str


def space_lines(texts: Sequence[str]) -> Finisher:
    """WeasyPrint's finisher, for a document that says these texts in this order; without them it does nothing."""
    planned = " ".join(" ".join(texts).split())

    def finish(document: Any, pdf: pydyf.PDF) -> None:
        fonts = {font.hash: font.to_unicode for font in document.fonts.values()}
        spoken = 0
        for block in _blocks(pdf, fonts):
            for line, after in zip_longest(block, block[1:]):
                spoken = _follow(planned, spoken, line.text)
                if spoken < 0:
                    return  # something else is said than was planned: PDF-03 tells what
                if after and line.baseline != after.baseline and planned[spoken : spoken + 1] == " ":
                    _space(line, fonts[line.font])

    return finish


def _follow(planned: str, start: int, text: str) -> int:
    """Where the planned text goes on after a piece of it, blanks aside; -1 where it goes another way."""
    at = start
    for character in text:
        if not character.isspace():
            while planned[at : at + 1] == " ":
                at += 1
            if planned[at : at + 1] != character:
                return -1
            at += 1
    return at


def _blocks(pdf: pydyf.PDF, fonts: Fonts) -> Iterator[list[_Line]]:
    """The pieces of each block, in the order of reading."""
    lines: dict[tuple[int, int], _Line] = {}
    for number, reference in enumerate(pdf.page_references):
        stream = resolve(pdf, resolve(pdf, reference)["Contents"])
        for mark, line in _lines(stream, fonts):
            before = lines.get((number, mark))
            lines[number, mark] = replace(line, text=before.text + line.text) if before else line
    pages = {reference: number for number, reference in enumerate(pdf.page_references)}
    for block in [element for element in walk(pdf, top(pdf)) if element["S"] in BLOCKS]:
        yield [lines[mark] for mark in _marks(pdf, block, pages) if mark in lines]


def _lines(stream: Any, fonts: Fonts) -> Iterator[tuple[int, _Line]]:
    """What is shown under each mark of a page, TJ by TJ."""
    mark, font, baseline = None, "", ""
    for place, item in enumerate(stream.stream):
        if isinstance(item, pydyf.Dictionary) and "MCID" in item:
            mark = item["MCID"]
        elif item == b"EMC":
            mark = None
        elif isinstance(item, bytes) and item.endswith(b" Tf"):
            font = item.split()[0][1:].decode()
        elif isinstance(item, bytes) and item.endswith(b" Tm"):
            baseline = item.split()[5].decode()
        elif mark is not None and isinstance(item, bytes) and item.endswith(b" TJ"):
            codes = b"".join(GLYPHS.findall(item))
            text = "".join(fonts[font][int(codes[i : i + 4], 16)] for i in range(0, len(codes), 4))
            yield mark, _Line(stream, place, font, baseline, text)


def _marks(pdf: pydyf.PDF, element: Any, pages: dict[bytes, int]) -> Iterator[tuple[int, int]]:
    """Page and number of the marks under an element, down to the next block."""
    for kid in element["K"]:
        if isinstance(kid, int):
            yield pages[element["Pg"]], kid
            continue
        below = resolve(pdf, kid)
        if below.get("Type") == "/StructElem" and below["S"] not in (*BLOCKS, *SILENT):
            yield from _marks(pdf, below, pages)


def _space(line: _Line, meanings: dict[int, str]) -> None:
    """Adds the font's space behind a line."""
    space = next((glyph for glyph, meaning in meanings.items() if meaning == " "), None)
    show = line.stream.stream[line.place]
    if space is not None:
        line.stream.stream[line.place] = show.removesuffix(b"] TJ") + f"<{space:04x}>] TJ".encode()
