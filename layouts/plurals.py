"""Plural forms of a unit in another language: what an overlay gives beyond 'one' and 'other', checked and laid over.

A unit of the source has a singular and a plural, which are texts like any other. Arabic has six forms, Polish four;
which of them a number asks for is the locale's rule (Unicode CLDR, Language Plural Rules).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from layouts.comparison import Comparison
from layouts.language import plural_form, plural_forms
from layouts.ledger import Fact, Forms, Unit
from layouts.parts import Path
from layouts.prose import fold

BEYOND = tuple(Forms.model_fields)
TEXTS = frozenset({"one", "other"})  # these are among an overlay's texts


def units(comparison: Comparison) -> Iterator[tuple[Path, Fact, Unit]]:
    """Every fact with a unit of its own, and where the unit stands."""
    for index, fact in enumerate(comparison.facts):
        if isinstance(fact.unit, Unit):
            yield ("facts", index, "unit"), fact, fact.unit


def told_forms(tag: str) -> tuple[str, ...]:
    """The forms of a language beside the texts. Millions, the 'many' of Romance languages, are said with 'other'."""
    spoken = plural_forms(tag)
    return tuple(form for form in BEYOND if form in spoken - TEXTS and (form != "many" or "few" in spoken))


def wanting(fact: Fact, tag: str, given: Forms | None) -> Iterator[tuple[float, str]]:
    """The numbers of a fact whose form the overlay lacks, each with the form."""
    for number in dict.fromkeys(filter(None, (fact.value, fact.high))):
        form = plural_form(tag, number)
        if form in told_forms(tag) and not (given and getattr(given, form)):
            yield number, form


def lay_forms(value: dict[str, Any], comparison: Comparison, forms: Mapping[str, Forms]) -> None:
    """Puts a language's forms, by the unit's plural, into the values of a source; forms of another language go."""
    for (_, index, _), _, unit in units(comparison):
        laid = {key: words for key, words in value["facts"][index]["unit"].items() if key != "forms"}
        given = forms.get(fold(unit.other))
        told = given.model_dump(include={*BEYOND}, exclude_none=True) if given else {}
        value["facts"][index]["unit"] = laid | ({"forms": told} if told else {})
