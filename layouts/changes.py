"""What changed between two comparisons, part by part, and which documents print what changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from layouts.comparison import Comparison
from layouts.parts import Audience, Part, Path, walk
from layouts.passages import PlaceFigure
from layouts.prose import Prose
from layouts.publishing import RECORDS, Key, reach

Kind = Literal["number", "wording", "reference", "figure", "edition", "layout", "other"]
KINDS: dict[str, Kind] = {  # a list or key at the top -> what a change in it is
    **dict.fromkeys(("estimates", "facts", "studies", "outcomes"), "number"),
    "references": "reference",
    "figures": "figure",
    **dict.fromkeys(("edition", "governance", "waivers"), "edition"),
    **dict.fromkeys(("documents", "cover_figure", "brand"), "layout"),
    **dict.fromkeys(("format", "id", "language", "purpose", "regions"), "other"),
}
EVERYWHERE = "every document"
PRINTED = (str, int, float, bool, date, Prose)  # values at the ends of a comparison's branches
Leaves = dict[tuple[str, ...], tuple[str, Path]]  # steps with ids for places -> value, and its path in the source


@dataclass(frozen=True, order=True)
class Change:
    """One value that differs; `old` or `new` is empty where it was added or removed, whole records as one."""

    kind: Kind
    name: str  # the steps to it, with ids: estimates/stiff-plate/counted/events
    old: str
    new: str
    path: Path  # in the new source, or in the old one where it is removed
    printed_in: tuple[str, ...]


def compare(old: Comparison, new: Comparison) -> list[Change]:
    """Every change, in the order of kinds and names. Equal comparisons give none."""
    before, after = _leaves(old), _leaves(new)
    gone, come = _records(old) - _records(new), _records(new) - _records(old)
    places_before, places_after = Places(old), Places(new)
    found = [_whole(key, old, places_before, removed=True) for key in sorted(gone)]
    found += [_whole(key, new, places_after, removed=False) for key in sorted(come)]
    for steps in dict.fromkeys((*after, *before)):
        if (steps[0], steps[1] if len(steps) > 1 else "") in gone | come:
            continue
        was, now = before.get(steps), after.get(steps)
        if (was and was[0]) != (now and now[0]):
            places = places_after if now else places_before
            path = now[1] if now else was[1] if was else ()
            printed = tuple(dict.fromkeys((*places_before.of(steps), *places.of(steps))))
            kind = KINDS.get(steps[0], "wording")
            found.append(Change(kind, "/".join(steps), was[0] if was else "", now[0] if now else "", path, printed))
    return sorted(found)


def _leaves(comparison: Comparison) -> Leaves:
    """Every value at the end of a branch. Steps through a list go by the id of an item, where it has one."""
    leaves: Leaves = {}
    for path, value in walk(comparison):
        if isinstance(value, PRINTED):
            text = value.source if isinstance(value, Prose) else str(value)
            leaves[_named(comparison, path)] = text, path
    return leaves


def _named(comparison: Comparison, path: Path) -> tuple[str, ...]:
    steps: list[str] = []
    value: Any = comparison
    for step in path:
        value = _under(value, step)
        steps.append(str(getattr(value, "id", None) or step) if isinstance(step, int) else step)
    return tuple(steps)


def _under(value: Any, step: str | int) -> Any:
    if isinstance(value, Part):
        fields = type(value).model_fields
        name = next((name for name, field in fields.items() if (field.alias or name) == step), step)
        return getattr(value, str(name))
    return value[step]


def _records(comparison: Comparison) -> set[Key]:
    lists = (*RECORDS, "sections")
    return {(name, item.id) for name in lists for item in getattr(comparison, name)}


def _whole(key: Key, comparison: Comparison, places: "Places", *, removed: bool) -> Change:
    name, id = key
    items = getattr(comparison, name)
    index = next(index for index, item in enumerate(items) if item.id == id)
    words = _first_words(items[index])
    kind = KINDS.get(name, "wording")
    old, new = (words, "") if removed else ("", words)
    return Change(kind, f"{name}/{id}", old, new, (name, index), places.of((name, id)))


def _first_words(record: Part) -> str:
    """What a reader recognises a record by: its first text that is no id."""
    texts = (value for path, value in walk(record) if path and path[-1] != "id")
    return next((v.source if isinstance(v, Prose) else v for v in texts if isinstance(v, str | Prose)), "")


class Places:
    """Where a comparison's sections and records are printed: panel, handout, slide."""

    def __init__(self, comparison: Comparison) -> None:
        self.sections = dict(_placed(comparison))
        self.reached = {
            (section.id, audience): reach(comparison, passage)
            for section in comparison.sections
            for audience, passage in (("patient", section.patient), ("clinician", section.clinician))
            if passage
        }
        self.cover = reach(comparison, PlaceFigure(figure=comparison.cover_figure))

    def of(self, steps: tuple[str, ...]) -> tuple[str, ...]:
        """The places that print a value, by the steps to it."""
        if steps[0] == "sections" and len(steps) > 1:
            wanted = [steps[2]] if len(steps) > 2 and steps[2] in ("patient", "clinician") else ["patient", "clinician"]
            return tuple(place for audience in wanted for place in self.sections.get((steps[1], audience), ()))
        if steps[0] in RECORDS and len(steps) > 1:
            keys = {(steps[0], steps[1]), ("numbers", steps[1])}
            found = ["trifold.pdf, cover"] if keys & self.cover else []
            for where, reached in self.reached.items():
                found += self.sections.get(where, ()) if keys & reached else ()
            return tuple(dict.fromkeys(found))
        return () if steps[0] == "waivers" else (EVERYWHERE,)


def _placed(comparison: Comparison) -> Iterator[tuple[tuple[str, Audience | str], tuple[str, ...]]]:
    documents = comparison.documents
    panels = {
        key: field.alias or name
        for name, field in type(documents.trifold).model_fields.items()
        for key in getattr(documents.trifold, name)
    }
    shown = {slide.section for part in documents.deck for slide in part.slides}
    for section in comparison.sections:
        read = [f"trifold.pdf, {panels[section.id]}"] if section.id in panels else []
        if section.id in comparison.handout:
            read += ["handout.pdf", "large-print.pdf"]
        yield (section.id, "patient"), tuple(read)
        if section.clinician and section.id in shown:
            yield (section.id, "clinician"), (f"deck.pptx, slide '{section.clinician.heading.words}'",)
