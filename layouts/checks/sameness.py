"""SEA: whether a brochure and a deck are of one edition and show the same figures and numbers, by what they carry."""

from collections.abc import Iterator

from layouts.deck.edits.stale import numbers
from layouts.identity import Sealed
from layouts.problems import Place, Problem, Severity

REBUILD = "build both again from one source, and use the two files of that build together"


def differences(brochure: Sealed, deck: Sealed, place: Place) -> list[Problem]:
    """Everything in which the two differ, at the deck's place; documents of two comparisons have nothing to compare."""
    of = brochure.identity.comparison, deck.identity.comparison
    if of[0] != of[1]:
        message = f"the brochure is of the comparison '{of[0]}', the deck of '{of[1]}'"
        return [_problem(place, "SEA-03", message, "take the brochure and the deck of one comparison")]
    return [
        *_editions(brochure, deck, place),
        *_languages(brochure, deck, place),
        *_figures(brochure, deck, place),
        *_numbers(brochure, deck, place),
        *_edits(deck, place),
        *_left(brochure, deck, place),
    ]


def agreement(brochure: Sealed, deck: Sealed) -> str:
    """One line that says what was compared."""
    identity = brochure.identity
    figures = len(dict(brochure.figures).keys() & dict(deck.figures).keys())
    numbers = len(dict(identity.numbers).keys() & dict(deck.identity.numbers).keys())
    return (
        f"the brochure and the deck of '{identity.comparison}' match: version {identity.version} of "
        f"{identity.published}, {identity.status}; {_count(figures, 'figure')} and {_count(numbers, 'number')} shared"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _problem(place: Place, rule: str, message: str, fix: str = REBUILD, severity: Severity = "error") -> Problem:
    return Problem(place, rule, message, fix, severity)


def _editions(brochure: Sealed, deck: Sealed, place: Place) -> Iterator[Problem]:
    """SEA-04: both are the same printing."""
    one, other = brochure.identity, deck.identity
    if one.version != other.version:
        yield _problem(place, "SEA-04", f"the brochure is version {one.version}, the deck {other.version}")
    if one.published != other.published:
        yield _problem(place, "SEA-04", f"the brochure is of {one.published}, the deck of {other.published}")
    if one.status != other.status:
        yield _problem(place, "SEA-04", f"the brochure is marked '{one.status}', the deck '{other.status}'")


def _languages(brochure: Sealed, deck: Sealed, place: Place) -> Iterator[Problem]:
    """SEA-09: a note only: numbers and seals are the same in every language."""
    one, other = brochure.identity.language, deck.identity.language
    if one != other:
        message = (
            f"the brochure is in the language '{one}', the deck in '{other}'; their numbers are compared all the same"
        )
        yield _problem(place, "SEA-09", message, "take both in one language if they go to one reader", "warning")


def _figures(brochure: Sealed, deck: Sealed, place: Place) -> Iterator[Problem]:
    """SEA-05: a figure that stands in both shows the same data, on every slide."""
    seals = dict(brochure.figures)
    for id in sorted({id for id, seal in deck.figures if seals.get(id, seal) != seal}):
        message = f"the figure '{id}' does not show the same numbers in the brochure and in the deck"
        yield _problem(place, "SEA-05", message)
    for id in sorted(set(deck.unsealed)):
        message = f"the figure '{id}' in the deck has lost its seal, so nobody can tell what it shows"
        yield _problem(place, "SEA-08", message, "put in the figure of a deck as it was built")


def _numbers(brochure: Sealed, deck: Sealed, place: Place) -> Iterator[Problem]:
    """SEA-06: a number that stands in both is the same."""
    printed = dict(brochure.identity.numbers)
    for id, text in deck.identity.numbers:
        if printed.get(id, text) != text:
            yield _problem(place, "SEA-06", f"'{id}' is {printed[id]} in the brochure and {text} in the deck")


def _edits(deck: Sealed, place: Place) -> Iterator[Problem]:
    """SEA-07: nobody has written into a figure of the deck."""
    for edit in deck.edits:
        message = f"the label '{edit.label}' of the figure '{edit.figure}' now reads '{edit.now}'"
        fix = "undo the change in PowerPoint; a number changes in the source, and then in both documents"
        yield _problem(place, "SEA-07", message, fix)


def _left(brochure: Sealed, deck: Sealed, place: Place) -> Iterator[Problem]:
    """SEA-11: no text that people wrote into the deck has a number that is out of date."""
    told, now = dict(deck.identity.numbers), dict(brochure.identity.numbers)
    old = {n for id, text in told.items() if now.get(id, text) != text for n in numbers(text)}
    old -= {n for text in now.values() for n in numbers(text)}
    for one in deck.left:
        stale = [n for n in numbers(one.text) if n in old and len(n) > 2] or [one.outdated] * bool(one.outdated)
        for number in stale:
            message = f"slide {one.slide} ('{one.title[:60]}'): {number} is out of date in '{one.text[:120]}'"
            fix = "somebody wrote this text by hand: change the number there, or take the text out"
            yield _problem(place, "SEA-11", message, fix, "warning")
