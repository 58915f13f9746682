"""Which slide and which part of an edited deck is which of the deck as it was made: by name, else by what it says.

PowerPoint keeps the names that we give; LibreOffice keeps those of figures, tables and text boxes alone. Pure.
"""

from collections.abc import Sequence
from typing import Final

from layouts.deck.edits.aligning import ALIKE, likeness
from layouts.deck.edits.saying import Page, Part

SLIDE_ALIKE: Final = 0.4  # of the words of two slides
SOLE: Final = ("title", "ctrTitle", "subTitle", "ftr", "notes")  # placeholders that a slide has one of
TITLES: Final = ("title", "ctrTitle")


def match_pages(base: Sequence[Page], theirs: Sequence[Page]) -> dict[int, int]:
    """The slides as they were made -> people's slides, by number; of two copies the one that is more like it."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for number, page in enumerate(base):
        named = [index for index, one in enumerate(theirs) if one.key and one.key == page.key]
        if named:
            found[number] = max(named, key=lambda index: (likeness(page.words, theirs[index].words), -index))
            taken.add(found[number])
    known = {page.key for page in base}
    free = [index for index, page in enumerate(theirs) if index not in taken and page.key not in known]
    open_ = [number for number in range(len(base)) if number not in found]
    scored = sorted(
        (
            (_alike(base[number], theirs[index]), -abs(number - index), -number, -index)
            for number in open_
            for index in free
        ),
        reverse=True,
    )
    for score, _, number, index in scored:
        if score >= SLIDE_ALIKE and -number not in found and -index not in taken:
            found[-number] = -index
            taken.add(-index)
    return found


def _alike(base: Page, theirs: Page) -> float:
    """How much two slides have in common; one title, figure or table that no other has says much."""
    named = {part.role for part in base.parts if part.kind in ("figure", "table")}
    shared = named & {part.role for part in theirs.parts}
    title = likeness(base.title, theirs.title) if base.title and theirs.title else 0.0
    return likeness(base.words, theirs.words) + 0.5 * bool(shared) + 0.3 * (title == 1.0)


def match_parts(base: Page, theirs: Page) -> dict[str, str]:
    """The roles of a slide as it was made -> the roles of people's parts that are the same."""
    found: dict[str, str] = {}
    for part in base.parts:
        same = [one for one in theirs.parts if _stem(one.role) == _stem(part.role) and _could_be(part, one)]
        free = [one for one in same if one.role not in found.values()]
        if free:
            found[part.role] = max(free, key=lambda one: (_parts_alike(part, one), one.role == part.role)).role
    _by_words(base, theirs, found)
    _by_place(base, theirs, found)
    return found


def _stem(role: str) -> str:
    return role.partition(" #")[0]


def _could_be(base: Part, theirs: Part) -> bool:
    """Names such as 'Title 1' are any program's: with them the kind of placeholder has to be the same."""
    if base.kind != theirs.kind:
        return False
    return (
        base.kind != "text"
        or not theirs.holder
        or theirs.holder == base.holder
        or likeness(base.words, theirs.words) >= ALIKE
    )


def _parts_alike(base: Part, theirs: Part) -> float:
    if base.kind == "figure":
        return 1.0 if base.drawn_like(theirs) else likeness(_marked(base), _marked(theirs))
    return likeness(base.words, theirs.words)


def _marked(part: Part) -> str:
    return " ".join(mark.words for mark in part.marks)


def _by_words(base: Page, theirs: Page, found: dict[str, str]) -> None:
    """What says the same, the most alike first. Figures and tables have kept their names in every program."""
    pairs = [
        (likeness(part.words, one.words), part.role, one.role)
        for part in _open(base, found)
        for one in theirs.parts
        if one.role not in found.values() and one.kind == part.kind == "text"
    ]
    for score, role, own in sorted(pairs, key=lambda pair: -pair[0]):
        if score >= ALIKE and role not in found and own not in found.values():
            found[role] = own


def _by_place(base: Page, theirs: Page, found: dict[str, str]) -> None:
    """What a slide has one of; then a placeholder that is left over, if it is the only one on both sides."""
    for part in _open(base, found):
        same = [one for one in _free(theirs, found) if one.kind == part.kind == "text" and _sole(part) == _sole(one)]
        if _sole(part) and len(same) == 1:
            found[part.role] = same[0].role
    left = [part for part in _open(base, found) if part.kind == "text" and part.holder and not _sole(part)]
    free = [part for part in _free(theirs, found) if part.kind == "text" and part.holder and not _sole(part)]
    if len(left) == len(free) == 1:
        found[left[0].role] = free[0].role


def _sole(part: Part) -> str:
    """The kind of a placeholder of which a slide has one; both kinds of title are one."""
    return "title" if part.holder in TITLES else part.holder if part.holder in SOLE else ""


def _open(base: Page, found: dict[str, str]) -> list[Part]:
    return [part for part in base.parts if part.role not in found]


def _free(theirs: Page, found: dict[str, str]) -> list[Part]:
    return [part for part in theirs.parts if part.role not in found.values()]
