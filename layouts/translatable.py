"""The strings of a comparison that a translation replaces: prose and labels, but no names of people or works."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from layouts.comparison import Comparison, Review, SignOff, Waiver
from layouts.figure_data import worded_fields
from layouts.ledger import Checked, Estimate, Fact, Product
from layouts.parts import Part, Path
from layouts.prose import MARKS, Prose
from layouts.works import CitedWork

# Labels that are names, or say where a reviewer looks: every language prints them as they stand.
NAMES: dict[type[Part], frozenset[str]] = {
    Product: frozenset({"name"}),
    Checked: frozenset({"by"}),
    SignOff: frozenset({"name"}),
    Review: frozenset({"name"}),
    Waiver: frozenset({"about", "reason", "by"}),  # the review pack prints them, as they were written
    Estimate: frozenset({"locator"}),
    Fact: frozenset({"locator"}),
}
UNTOLD = "not recorded"  # a value of the model, worded by the catalogue
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Translatable:
    """One string, where it stands in the source, and whether it is a label, which has to be short."""

    text: str
    path: Path
    label: bool = False


def translatable(comparison: Comparison) -> Iterator[Translatable]:
    """Every string that a translation replaces, in the source's order; one that stands twice comes twice."""
    yield from _strings(comparison, (), worded=False)


def _strings(value: Any, path: Path, *, worded: bool) -> Iterator[Translatable]:
    if isinstance(value, Prose):
        yield Translatable(value.source, path)
    elif isinstance(value, str):
        if worded and value != UNTOLD:
            yield Translatable(value, path, label=True)
    else:
        for step, item, labelled in _inner(value, worded):
            yield from _strings(item, (*path, step), worded=labelled)


def _inner(value: Any, worded: bool) -> Iterator[tuple[str | int, Any, bool]]:
    """What a part, list or mapping holds: the step to it, the value, and whether its strings are labels."""
    if isinstance(value, CitedWork):
        return
    if isinstance(value, Part):
        labels = worded_fields(type(value)) - NAMES.get(type(value), frozenset())
        for name, field in type(value).model_fields.items():
            if name in value.model_fields_set:
                yield field.alias or name, getattr(value, name), name in labels
    elif isinstance(value, tuple):
        yield from ((index, item, worded) for index, item in enumerate(value))
    elif isinstance(value, dict):
        yield from ((key, item, worded) for key, item in value.items())


def marks(text: str) -> Counter[str]:
    """The marks of a text, each as written: numbers by reference, citations, bold."""
    return Counter(match[0] for match in MARKS.finditer(text))


def digits(text: str) -> Counter[str]:
    """The typed digits of a text outside its marks: years, grades, names such as IL-15."""
    return Counter(DIGITS.findall(MARKS.sub(" ", text)))
