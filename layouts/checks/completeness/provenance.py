"""Where the units of a document come from: asked of the same plan, made with a voice that signs what it prints."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import pairwise
from typing import Any

from layouts.checks.completeness.letters import fold
from layouts.comparison import Comparison
from layouts.origins import Origins, Printed
from layouts.parts import Path, walk
from layouts.prose import Prose

LEAST = 12  # letters of a text that is found in another; half of it, where the other is found in it


def strings(plan: Any) -> Iterator[str]:
    """Every text of a plan, in the order of its fields."""
    if isinstance(plan, str):
        yield plan
    elif is_dataclass(plan):
        for one in fields(plan):
            yield from strings(getattr(plan, one.name))
    elif isinstance(plan, tuple | list):
        for item in plan:
            yield from strings(item)


@dataclass
class Provenance:
    """The texts of a plan beside the same texts signed; each is asked for in the plan's order.

    A text that is printed several times comes from as many places: the first that asks is given the first.
    """

    origins: Origins
    known: dict[str, list[Printed]] = field(default_factory=dict)
    longer: list[tuple[str, str]] = field(default_factory=list)
    labels: dict[str, Path] = field(default_factory=dict)

    @classmethod
    def of(cls, comparison: Comparison, origins: Origins, pairs: Iterable[tuple[str, str]]) -> "Provenance":
        """`pairs` are the printed texts, each with its signed twin."""
        made = cls(origins)
        for printed, signed in pairs:
            made.known.setdefault(fold(printed), []).append(origins.read(signed, printed))
            made.longer.append((_solid(printed), _solid(signed)))
        for path, value in walk(comparison):
            if isinstance(value, str) and not isinstance(value, Prose) and len(path) > 1:
                made.labels.setdefault(fold(value), path)
        return made

    def trace(self, text: str) -> Printed:
        """Where a text comes from; of a line that was broken off another, where that one does."""
        key = fold(text)
        if key in self.known:
            found = self.known[key]
            told = found.pop(0) if len(found) > 1 else found[0]
        else:
            told = self._within(text)
        return Printed(text, told.paths or self._label(key), told.numbers)

    def _label(self, key: str) -> tuple[Path, ...]:
        """Of what is no prose: the label that it is, or the longest one in it."""
        if key in self.labels:
            return (self.labels[key],)
        held = max((label for label in self.labels if len(label) >= LEAST and label in key), key=len, default="")
        return (self.labels[held],) if held else ()

    def _within(self, text: str) -> Printed:
        """A text that is part of a longer one, or that has a longer one in it."""
        wanted = _solid(text)
        beside = self._beside(wanted)
        if beside or len(wanted) < LEAST / 2:
            return self.origins.read(_spaced(text, beside), text) if beside else Printed(text)
        for printed, signed in self.longer:
            start = printed.find(wanted) if len(printed) == len(signed) else -1
            if start >= 0:
                return self.origins.read(_spaced(text, signed[start : start + len(wanted)]), text)
        held = [
            (printed, signed)
            for printed, signed in self.longer
            if len(printed) >= LEAST and printed in wanted and len(printed) == len(signed)
        ]
        return self._joined(text, wanted, held)

    def _beside(self, wanted: str) -> str:
        """Two texts that follow each other in the plan and are set as one, in either order; or nothing."""
        for (one, signed), (other, too) in pairwise(self.longer):
            if len(one) + len(other) == len(wanted) and wanted in (one + other, other + one):
                return signed + too if wanted == one + other else too + signed
        return ""

    def _joined(self, text: str, wanted: str, held: list[tuple[str, str]]) -> Printed:
        """A text with the signs of all that stands in it."""
        signs = wanted
        for printed, signed in sorted(held, key=lambda pair: len(pair[0])):
            start = wanted.find(printed)
            signs = signs[:start] + signed + signs[start + len(printed) :]
        return self.origins.read(_spaced(text, signs), text)


def _solid(text: str) -> str:
    return "".join(char for char in text if not char.isspace())


def _spaced(text: str, solid: str) -> str:
    """The letters of a text without blanks, with the blanks of the text."""
    letters = iter(solid)
    return "".join(char if char.isspace() else next(letters) for char in text)
