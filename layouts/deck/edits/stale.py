"""Numbers in people's own texts that the source has changed since: they stay as they are, and are told. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from layouts.deck.edits.merging_rows import Finding
from layouts.deck.edits.remembering import Memory, Outdated
from layouts.deck.edits.saying import Page

NUMBER: Final = re.compile(r"\d+(?:[.,:/–-]\d+)*(?:\s?%)?")
TELLING: Final = re.compile(r"[%/–.,]|\d{3}")  # of a number alone: 7 may be anything, 94% and 101/108 are results
SLIDE: Final = "slide"  # a finding of a whole slide
Told = tuple[int, str, str, str]  # number of the slide, its title, the text, the number


def numbers(text: str) -> tuple[str, ...]:
    """The numbers of a text as they are written, without spaces."""
    return tuple(dict.fromkeys("".join(one.split()) for one in NUMBER.findall(text)))


def stale_numbers(
    memory: Memory, new: Sequence[Page], findings: Iterable[Finding], own: Iterable[tuple[str, str, str]]
) -> Iterator[Outdated]:
    """Those known before, those in texts that both changed, and those of people's `own` texts (key of the slide, role,
    words) that the whole deck says no longer."""
    found = [*memory.outdated, *_in_conflicts(findings), *_in_own(memory.pages, new, own)]
    yield from dict.fromkeys(found)


def _in_conflicts(findings: Iterable[Finding]) -> Iterator[Outdated]:
    for one in findings:
        if one.event == "conflict":
            was, now = set(numbers(one.old)), set(numbers(one.new))
            key, part = ("", "") if one.part == SLIDE else (one.key, one.part)  # such a slide is people's own now
            yield from (Outdated(key, part, n) for n in numbers(one.theirs) if n in was and n not in now)


def _in_own(old: Sequence[Page], new: Sequence[Page], own: Iterable[tuple[str, str, str]]) -> Iterator[Outdated]:
    gone = said(old) - said(new)
    for key, role, words in own:
        yield from (Outdated(key, role, one) for one in numbers(words) if one in gone and TELLING.search(one))


def said(pages: Sequence[Page]) -> set[str]:
    """Every number of slides, figures and notes."""
    texts = [part.words for page in pages for part in page.parts]
    texts += [mark.words for page in pages for part in page.parts for mark in part.marks]
    return {one for text in texts for one in numbers(text)}


def told_numbers(stale: Sequence[Outdated], pages: Sequence[Page]) -> Iterator[Told]:
    """Where such numbers still stand, in the deck as it is now; what people have mended since is told no more."""
    told: dict[Told, None] = {}
    for one in stale:
        for number, page in enumerate(pages, 1):
            if page.key == one.slide:
                told |= dict.fromkeys(_standing(one, number, page))
    yield from sorted(told)


def _standing(one: Outdated, number: int, page: Page) -> Iterator[Told]:
    for part in page.parts:
        texts = [cell for row in part.rows for cell in row] + [mark.words for mark in part.marks]
        named = not one.slide or part.role == one.role.partition(",")[0]
        yield from ((number, page.title, text, one.number) for text in texts if named and one.number in numbers(text))


def behind(
    memory: Memory, pages: Sequence[Page], edited: Iterable[tuple[str, str]], now: Mapping[str, str]
) -> list[Told]:
    """Numbers of `edited` texts (key of the slide, role) that another edition, whose numbers are `now` by id, has
    changed since this deck was made."""
    known = dict(memory.identity.numbers)
    changed = {n for id, text in known.items() if now.get(id, text) != text for n in numbers(text)}
    left = changed - {n for text in now.values() for n in numbers(text)}
    return list(told_numbers([Outdated(key, role, n) for key, role in edited for n in sorted(left)], pages))
