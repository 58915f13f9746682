"""The data behind a figure, apart from its words: what it names, what it refers to, and the numbers themselves."""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Any, get_args, get_type_hints

from layouts.citations import behind
from layouts.comparison import Comparison
from layouts.figure_kinds import Figure
from layouts.ledger import Estimate, Fact, Study
from layouts.parts import Label, Part
from layouts.prose import Prose, Reference

NAMES = ("id", "kind", "outcome", "claim")  # fields of a figure that name no number, though a number may have that id
ESTIMATE = {"study", "counted", "reported", "percent_only", "printed", "at_least", "interval", "scale"}


def ledger(comparison: Comparison) -> dict[str, Estimate | Fact | Study]:
    """Everything that prose can name. Ids differ between the three: integrity has checked it."""
    items: tuple[Estimate | Fact | Study, ...] = (*comparison.numbers, *comparison.studies)
    return {item.id: item for item in items}


def figure_numbers(figure: Figure, comparison: Comparison) -> tuple[str, ...]:
    """The ids of the estimates, facts and studies that a figure of any kind names or prints, sorted."""
    named = {key: value for key, value in skeleton(figure).items() if key not in NAMES}
    elsewhere = [skeleton(part) for part in behind(comparison, figure)]
    return tuple(sorted(ledger(comparison).keys() & _strings([named, elsewhere])))


def skeleton(value: object, wording: bool = False) -> Any:
    """What a part says without its words: ids, numbers, choices, and the numbers that its texts refer to.

    A Label, and prose but for its references, is wording. What is then empty is left out, so that a new field that a
    figure does not use leaves its seal as it was.
    """
    if isinstance(value, Prose):
        return sorted({span.id for span in value.spans if isinstance(span, Reference)})
    if isinstance(value, Part):
        worded = worded_fields(type(value))
        told = {name: skeleton(getattr(value, name), name in worded) for name in type(value).model_fields}
        return {name: item for name, item in told.items() if item not in (None, [], {})}
    if isinstance(value, tuple):
        return [skeleton(item, wording) for item in value]
    if isinstance(value, dict):
        return {key: skeleton(item, wording) for key, item in value.items()}
    return None if wording and isinstance(value, str) else value


@cache
def worded_fields(model: type[Part]) -> frozenset[str]:
    """The fields whose strings are labels, however deep in their type."""
    hints = get_type_hints(model, include_extras=True)
    return frozenset(name for name, hint in hints.items() if _mentions_label(hint))


def _mentions_label(hint: object) -> bool:
    return hint == Label or any(_mentions_label(inner) for inner in get_args(hint))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        yield from chain.from_iterable(map(_strings, value.values() if isinstance(value, dict) else value))


def record(number: Estimate | Fact | Study, comparison: Comparison) -> dict[str, object]:
    """The data of one number, without the words that go with it."""
    if isinstance(number, Study):
        return {"arm": number.arm, "n": number.n}
    if isinstance(number, Fact):
        kept = number.model_dump(mode="json", include={"value", "low", "high"}, exclude_none=True)
        return kept | ({"unit": number.unit} if isinstance(number.unit, str) else {})
    kept = number.model_dump(mode="json", include=ESTIMATE, exclude_none=True)
    return kept | {"per": comparison.outcome(number.outcome).per}
