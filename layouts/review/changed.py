"""A list of changes as text lines and as one page of HTML that works from disk."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from layouts.changes import EVERYWHERE, Change
from layouts.problems import Place

HEADS = {
    "number": "Numbers",
    "wording": "Wordings",
    "reference": "References",
    "figure": "Figures",
    "edition": "Edition and governance",
    "layout": "What stands where",
    "other": "Other",
}


@dataclass(frozen=True)
class Changed:
    """Two editions side by side: what they are called, what differs, where that stands, and which files differ."""

    old: str
    new: str
    changes: Sequence[Change]
    places: Mapping[Change, Place]
    files: Sequence[str] = ()  # of two built folders: those whose bytes differ

    @property
    def documents(self) -> list[str]:
        """The documents that print a change, or all; of two built folders also those that differ for other reasons."""
        printed = (place.partition(",")[0] for change in self.changes for place in change.printed_in)
        return list(dict.fromkeys((*sorted(set(printed) - {EVERYWHERE}), *self._all, *self.files)))

    @property
    def _all(self) -> tuple[str, ...]:
        return (EVERYWHERE,) if any(EVERYWHERE in change.printed_in for change in self.changes) else ()

    @property
    def kinds(self) -> Iterator[tuple[str, list[Change]]]:
        """The changes under the heads of their kinds."""
        for kind, group in groupby(sorted(self.changes, key=lambda c: list(HEADS).index(c.kind)), lambda c: c.kind):
            yield HEADS[kind], list(group)


def as_lines(changed: Changed) -> Iterator[str]:
    """One change after the other: where, what it was, what it is, and who prints it."""
    for head, changes in changed.kinds:
        yield f"{head}:"
        for change in changes:
            yield f"  {changed.places[change]}: {change.name}"
            yield from _told(change)
            yield f"      printed in: {'; '.join(change.printed_in) or 'no document'}"
    if changed.documents:
        yield f"Out of date: {', '.join(changed.documents)}"
    if not changed.changes and not changed.files:
        yield f"{changed.old} and {changed.new}: nothing differs"


def _told(change: Change) -> Iterable[str]:
    if change.old and change.new:
        return (f"      was: {change.old}", f"      is:  {change.new}")
    return (f"      added: {change.new}",) if change.new else (f"      removed: {change.old}",)


@cache
def _environment() -> Environment:
    folder = Path(__file__).parent
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_changes(changed: Changed) -> bytes:
    """One page without script or anything from elsewhere. Same changes, same bytes."""
    return _environment().get_template("changes.html.jinja").render(changed=changed).encode()
