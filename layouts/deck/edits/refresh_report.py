"""What became of a deck that people edited, as lines and as values; and the numbers in it that are out of date.

Pure. Slides are numbered as they stand in the finished deck.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

from layouts.deck.edits.merging_rows import Event, Finding

ORDER: Final[tuple[Event, ...]] = ("conflict", "refreshed", "kept", "gone", "added", "removed")
HEADS: Final = {
    "conflict": "changed by people and in the source: theirs stays",
    "refreshed": "brought up to date",
    "kept": "changed by people: kept",
    "gone": "taken out by people: stays out",
    "added": "new in the source: put in",
    "removed": "no longer in the source: taken out",
}
LONGEST: Final = 160  # characters of a text in a line


@dataclass(frozen=True)
class Report:
    """Everything that was found, and the numbers out of date in texts that people wrote or kept."""

    findings: tuple[Finding, ...]
    outdated: tuple[tuple[int, str, str, str], ...] = ()  # number of the slide, its title, the text, the number

    def of(self, event: Event) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.event == event)

    @property
    def lines(self) -> tuple[str, ...]:
        """For a terminal: how many of each, then each; a conflict with its three texts."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        for event in ORDER:
            found = self.of(event)
            if found:
                yield f"{len(found)} {HEADS[event]}"
                for one in found:
                    yield from told(one)
        if self.outdated:
            yield f"{len(self.outdated)} numbers in people's own texts that the source has changed since"
            for number, title, text, stale in self.outdated:
                yield f"  slide {number} ('{short(title, 60)}'): {stale} in '{short(text)}'"

    @property
    def values(self) -> dict[str, object]:
        """The same as plain values, for JSON."""
        stale = [dict(zip(("slide", "title", "text", "number"), one, strict=True)) for one in self.outdated]
        told: dict[str, object] = {event: [asdict(one) for one in self.of(event)] for event in ORDER}
        return told | {"outdated": stale}


def told(one: Finding) -> Iterator[str]:
    """A finding in lines."""
    where = f"slide {one.number}" if one.number else "slide"
    yield f"  {where} ('{short(one.slide, 60)}'), {one.part}"
    texts = {"was": one.old, "people": one.theirs, "now": one.new} if one.event in ("conflict", "kept") else {}
    if one.event in ("refreshed", "gone") and one.old != one.new:
        texts = {"was": one.old, "now": one.new}
    for name, text in texts.items():
        if text and not (one.event == "kept" and name == "now"):
            yield f"    {name}: {short(text)}"


def short(text: str, longest: int = LONGEST) -> str:
    """A text fit for one line."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"
