"""What finished documents print, and where: one text with its numbers, and the same wording at all of its places."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from layouts.memories import forgetful
from layouts.parts import Audience

KINDS = ("text", "notes", "figure", "alt", "furniture")  # of printed texts, in the order in which they are told
PARTS = {"figure": "figure {}", "alt": "alternative text of {}", "notes": "notes", "furniture": "margin"}
SHORT = 32  # characters: cells and labels
LONGEST = 200  # characters: of a longer text only the sentences with the number are quoted
SENTENCES = re.compile(r"(?<=[.!?؟])\s+(?!\[)")  # a citation belongs to the sentence before it
SIGNS = re.compile(r"(?:[\u00a0\u202f]?[%٪])?\)?(?![^\W\d_])")  # a number's last word is its last digit
HIDDEN = re.compile(r"[\s\u200e\u200f\u2066-\u2069]+")


@dataclass(frozen=True)
class Printing:
    """A text as a finished document shows it; `page` counts pages or slides from 1, and 0 is none. Its numbers are
    record and words."""

    document: str
    page: int
    spot: str
    kind: str
    figure: str
    text: str
    numbers: tuple[tuple[str, str], ...] = ()

    @property
    def audience(self) -> Audience:
        return "clinician" if self.document.endswith(".pptx") else "patient"

    @property
    def place(self) -> str:
        """'page 1, panel inside 2', 'slide 9, notes'."""
        slide = self.document.endswith(".pptx")
        spot = [] if slide or not self.spot else [f"panel {self.spot.replace('-', ' ')}"]
        page = [f"{'slide' if slide else 'page'} {self.page}"] if self.page else []
        part = [PARTS[self.kind].format(self.figure)] if self.kind in PARTS else []
        return ", ".join((*page, *spot, *part))


@dataclass(frozen=True)
class Saying:
    """The words of a claim at one place: `words` is the number within the text, as it is printed there."""

    printing: Printing
    text: str
    words: str = ""

    @property
    def pieces(self) -> tuple[str, str, str]:
        """The text before the number, the number with its sign, and the text behind it."""
        found = whole(self.words).search(self.text) if self.words else None
        if not found:
            return self.text, "", ""
        end = found.end() + len(SIGNS.match(self.text, found.end())[0])  # type: ignore[index]  # it may be empty
        return self.text[: found.start()], self.text[found.start() : end], self.text[end:]


@dataclass(frozen=True)
class Wording:
    """The same words wherever one audience reads them: places, each with its documents. Cells and labels that stand
    at the same places are told together."""

    audience: Audience
    kind: str
    sayings: tuple[Saying, ...]
    places: tuple[tuple[str, tuple[str, ...]], ...]


def gather(sayings: Iterable[Saying]) -> tuple[Wording, ...]:
    """Each wording once with all of its places: for patients first, texts before labels."""
    groups: dict[tuple[str, str, str], list[Saying]] = {}
    for saying in sayings:
        printing = saying.printing
        groups.setdefault((printing.audience, printing.kind, saying.text), []).append(saying)
    together: dict[object, Wording] = {}
    for number, group in enumerate(groups.values()):
        made = _wording(group)
        short = all(len(one.text) <= SHORT for one in made.sayings)
        key = (made.audience, made.kind, made.places) if short else number
        first = together.get(key)
        together[key] = replace(first, sayings=(*first.sayings, *made.sayings)) if first else made
    return tuple(sorted(together.values(), key=lambda one: (one.audience != "patient", KINDS.index(one.kind))))


def _wording(sayings: Sequence[Saying]) -> Wording:
    first = sayings[0].printing
    places: dict[str, dict[str, None]] = {}
    for saying in sayings:
        places.setdefault(saying.printing.place, {})[saying.printing.document] = None
    told = tuple((place, tuple(documents)) for place, documents in places.items())
    return Wording(first.audience, first.kind, (sayings[0],), told)


def quoted(text: str, words: str) -> str:
    """The sentences of a long text that have the number, or all of it where a sentence does not hold it."""
    if len(text) <= LONGEST:
        return text
    kept = [one for one in SENTENCES.split(text) if whole(words).search(one)]
    return " ".join(kept) if kept else text


@forgetful
@lru_cache(4096)
def whole(words: str) -> re.Pattern[str]:
    """The words where they are no part of a longer number."""
    return re.compile(rf"(?<!\d)(?<!\d[.,]){re.escape(words)}(?![.,]?\d)")


def solid(text: str) -> str:
    """A text without blanks and marks of direction: lines of a page break elsewhere."""
    return HIDDEN.sub("", text)
