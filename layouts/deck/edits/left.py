"""What people wrote into a deck since it was made, and what a deck says of itself where its tags are lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from layouts.deck.edits.edited import Edited, open_edited
from layouts.deck.edits.matching import match_pages, match_parts
from layouts.deck.edits.saying import FIGURE, Page, Part
from layouts.deck.edits.stale import told_numbers
from layouts.identity import Edit, Left, Sealed, is_seal
from layouts.problems import ProblemError


def with_left(content: bytes, sealed: Sealed | None) -> Sealed | None:
    """What a deck carries with the texts that people left in it; one that lost its tags is told by its memory.

    A deck without a memory is told as it was.
    """
    try:
        deck = open_edited(content, str(PurePath("deck.pptx")))
    except ProblemError:
        return sealed
    base = deck.memory.pages
    found = match_pages(base, deck.pages)
    roles = {number: match_parts(base[number], deck.pages[index]) for number, index in found.items()}
    sealed = sealed or _by_memory(deck, found, roles)
    texts = tuple(_texts(deck, found, roles))
    stale = {text: number for _, _, text, number in told_numbers(deck.memory.outdated, deck.pages)}
    return replace(sealed, left=tuple(replace(one, outdated=stale.get(one.text, "")) for one in texts))


def redrawn(content: bytes) -> Iterator[tuple[int, str, str]]:
    """The figures whose shapes or colours are not those that they were drawn with: slide, its title, the figure's id.

    Nothing where a deck remembers nothing, and nothing of slides and figures that people took away or added.
    """
    try:
        deck = open_edited(content, str(PurePath("deck.pptx")))
    except ProblemError:
        return
    base = deck.memory.pages
    for number, index in sorted(match_pages(base, deck.pages).items(), key=lambda pair: pair[1]):
        page = deck.pages[index]
        roles, own = match_parts(base[number], page), {part.role: part for part in page.parts}
        for part in base[number].parts:
            now = own.get(roles.get(part.role, ""))
            if part.kind == "figure" and now and not part.drawn_like(now):
                yield index + 1, page.title, part.role.partition(" #")[0].removeprefix(FIGURE)


def _texts(deck: Edited, found: dict[int, int], roles: dict[int, dict[str, str]]) -> Iterator[Left]:
    """The paragraphs and cells that are not as they were made."""
    back = {index: number for number, index in found.items()}
    for index, page in enumerate(deck.pages):
        number = back.get(index)
        made = {} if number is None else _made(deck.memory.pages[number], roles[number])
        for part in page.parts:
            known = made.get(part.role)
            for text in _said(part):
                if known is None or text not in known:
                    yield Left(index + 1, page.title, text)


def _made(base: Page, roles: dict[str, str]) -> dict[str, set[str]]:
    """What each of people's parts said as it was made."""
    return {roles[part.role]: set(_said(part)) for part in base.parts if part.role in roles}


def _said(part: Part) -> list[str]:
    return [cell for row in part.rows for cell in row] + [mark.words for mark in part.marks]


def _by_memory(deck: Edited, found: dict[int, int], roles: dict[int, dict[str, str]]) -> Sealed:
    """Identity and seals as they were made, and the labels of figures that read otherwise now."""
    figures: list[tuple[str, str]] = []
    edits: list[Edit] = []
    for number, index in found.items():
        own = {part.role: part for part in deck.pages[index].parts}
        for part in deck.memory.pages[number].parts:
            id = part.role.partition(" #")[0].removeprefix(FIGURE)
            if part.kind == "figure" and part.role in roles[number] and is_seal(id, part.seal):
                figures.append((id, part.seal))
                edits += _relabelled(id, part, own[roles[number][part.role]])
    return Sealed(deck.memory.identity, tuple(figures), tuple(edits))


def _relabelled(id: str, base: Part, theirs: Part) -> Iterator[Edit]:
    for one, now in zip(base.marks, theirs.marks, strict=False):
        if one.words != now.words:
            yield Edit(id, one.words[:120], now.words[:120])
