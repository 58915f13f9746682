"""Is a finished deck whole, can everybody read it, and does it say what was planned? Looked at as it will be opened.

What only a validator can judge (the Open XML SDK, openxml-audit: PPT-01) the tests ask.
"""

from collections.abc import Iterator

from layouts.checks import deck_density, deck_evidence, deck_reading, deck_shapes
from layouts.checks.deck_file import DeckError, DeckFile, Fault, read_file
from layouts.checks.deck_markup import check_markup
from layouts.checks.deck_package import check_package
from layouts.checks.deck_planned import Deck
from layouts.checks.deck_slides import read_show
from layouts.deck.plans import DeckText
from layouts.problems import Place, Problem

RULES = (*deck_reading.RULES, *deck_evidence.RULES, *deck_shapes.RULES, *deck_density.RULES)


def check_deck(pptx: bytes, planned: DeckText | None, name: str, place: Place) -> list[Problem]:
    """PPT-02 to PPT-09, TYP-04, TYP-06 and DIS-03: every fault of the deck `name`, told at `place`.

    Without a plan, for a deck that somebody gives, what needs one is not asked: the words and their order.
    """
    return [
        Problem(place, fault.rule, f"{name}: {fault.message}", fault.fix, fault.severity)
        for fault in dict.fromkeys(_faults(pptx, planned))
    ]


def _faults(pptx: bytes, planned: DeckText | None) -> Iterator[Fault]:
    try:
        file = read_file(pptx)
    except DeckError as error:
        yield Fault("PPT-02", str(error), "take the file as the program wrote it, or save it as .pptx in PowerPoint")
        return
    broken = [*check_package(file), *check_markup(file)]
    yield from broken
    if not broken:  # what is broken has no slides to speak of
        yield from _told(file, planned)


def _told(file: DeckFile, planned: DeckText | None) -> Iterator[Fault]:
    deck = Deck(file, read_show(file), planned)
    for rule in RULES:
        yield from rule(deck)
