"""CIT-01 on finished bytes: [3] is the same work in the brochure and in the deck (IPDAS v4, C2; ICMJE IV.A.3.g)."""

import re
from collections.abc import Iterator
from typing import Final

from layouts.brochure.tagged import Tagged
from layouts.checks.completeness.letters import fold
from layouts.checks.deck_planned import Deck
from layouts.problems import Place, Problem

_SHORT: Final = re.compile(r"(?:^|(?<=\.\s))(\d+)\s+([^,]+),")  # "3 Marin, Nat Med 2024."
_FULL: Final = re.compile(r"(\d+)\s+(.+)")  # "3  Marin D, Li Y, Basar R, et al. Safety, ..."
FIX: Final = "build both again from one source"


def check_numbering(brochure: Tagged, deck: Deck, place: Place) -> Iterator[Problem]:
    """Every work that the brochure lists has the same number in the deck's references."""
    listed, told = brochure_works(brochure), deck_works(deck)
    for number, author in listed.items():
        entry = told.get(number, "")
        if not told or fold(entry).startswith(fold(author)):
            continue
        other = f"'{entry[:60]}'" if entry else "nothing"
        message = f"the reference {number} is '{author}' in the brochure and {other} in the deck"
        yield Problem(place, "CIT-01", message, FIX)


def brochure_works(brochure: Tagged) -> dict[int, str]:
    """The works that a tri-fold lists, by number: the first author's name, or the body's."""
    for tag in brochure.tree.walk():
        found = _SHORT.findall(" ".join(tag.text.split())) if tag.kind == "P" else []
        numbers = [int(number) for number, _ in found]
        if len(found) > 1 and numbers == sorted(set(numbers)):
            return {int(number): author for number, author in found}
    return {}


def deck_works(deck: Deck) -> dict[int, str]:
    """The works on a deck's slides of references, by number."""
    found: dict[int, str] = {}
    for slide, plan in deck.pairs:
        if deck.is_references(slide, plan):
            lines = (words for shape in slide.shapes if shape.holder == "body" for words in shape.paragraphs)
            entries = (_FULL.match(words.strip()) for words in lines)
            found |= {int(entry[1]): entry[2].strip() for entry in entries if entry}
    return found
