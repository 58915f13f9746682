"""A print-shop file under examination: the opened PDF, the sheet it should be, and what its pages paint."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from layouts.brochure.sheets import Sheet
from layouts.checks.painted import Box, Painted
from layouts.problems import Severity

PT_PER_MM = 72 / 25.4
OURS = "this is a fault of the program: please report it"
RECIPE = "change the colour's recipe under 'print: cmyk:' in brand.yaml"


@dataclass(frozen=True)
class Fault:
    """What one rule finds in the file."""

    rule: str
    message: str
    fix: str = OURS
    severity: Severity = "error"


@dataclass(frozen=True)
class Page:
    """A page: its dictionary, what it paints, and its boxes in points, None where the file has none."""

    number: int
    dictionary: Any
    painted: tuple[Painted, ...]

    def box(self, name: str) -> Box | None:
        told = self.dictionary.get(name)
        return None if told is None else Box(*(float(edge) for edge in told))


@dataclass(frozen=True)
class PressFile:
    pdf: pikepdf.Pdf
    sheet: Sheet
    pages: tuple[Page, ...]


def every_value(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every object of a file and all inside it, each once: what is referred to is an object of its own."""
    waiting: list[Any] = [thing for thing in pdf.objects if thing is not None]
    seen: set[tuple[int, int]] = set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Object) and thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        yield thing
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            waiting += [value for _, value in thing.items()]
        elif isinstance(thing, pikepdf.Array):
            waiting += list(thing)


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of a file, those of streams too."""
    return (thing for thing in every_value(pdf) if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)))


def apart(one: Box, other: Box) -> bool:
    """Whether two boxes share no area."""
    shared = one.cut(other)
    return shared.width <= 0 or shared.height <= 0
