"""Rules on the source: what prose may say, and what a number needs."""

import re
from collections.abc import Iterator

from layouts.citations import number_works
from layouts.comparison import Comparison, walk
from layouts.language import language
from layouts.problems import Problem, Severity
from layouts.prose import Prose
from layouts.source import Source

# What people may have read is quoted as it was met; time frames and dates are no statistics.
EXEMPT = {"heard", "time_frame", "governance", "edition"}


def check_source(source: Source) -> list[Problem]:
    """Every rule that needs nothing but the source."""
    return [*typed_statistics(source), *unchecked_numbers(source), *unknown_parts(source), *unused_references(source)]


def typed_statistics(source: Source) -> Iterator[Problem]:
    """NUM-01: prose never holds a typed statistic (IPDAS C2: every number has a citation)."""
    pattern = language(source.comparison.language).pattern("rules.statistic")
    for path, value in walk(source.comparison):
        if not isinstance(value, Prose) or EXEMPT & set(path):
            continue
        found = pattern.search(re.sub(r"(?<=[A-Za-z])[-\u2010-\u2015]?\d+", "", value.words))
        if found:
            yield Problem(
                source.place(path),
                "NUM-01",
                f"'{found[0].strip()}' is a number typed into prose",
                "make it an estimate or a fact with its record and source, and write {its-id} here",
            )


def _state(comparison: Comparison) -> bool:
    return comparison.edition.status == "approved"


def unchecked_numbers(source: Source) -> Iterator[Problem]:
    """CIT-02: an approved edition prints no number whose primary source nobody has checked."""
    if not _state(source.comparison):
        return
    for name in ("estimates", "facts"):
        for index, item in enumerate(getattr(source.comparison, name)):
            if item.print_advice == "check-primary-before-print" and not item.checked:
                yield Problem(
                    source.place((name, index)),
                    "CIT-02",
                    f"'{item.id}' still waits for a check of its source",
                    "add 'checked: {by, on}', or set the edition's status to draft",
                )


def unknown_parts(source: Source) -> Iterator[Problem]:
    """CIT-02: references lack parts: one warning a part in a draft, an error in an approved edition."""
    severity: Severity = "error" if _state(source.comparison) else "warning"
    for part in ("title", "author", "issued", "container_title"):
        lacking = [i for i, work in enumerate(source.comparison.references) if getattr(work, part) == "not recorded"]
        if lacking:
            place = source.place(("references", lacking[0]))
            names = ", ".join(source.comparison.references[i].id for i in lacking[:4])
            more = f" and {len(lacking) - 4} more" if len(lacking) > 4 else ""
            yield Problem(
                place,
                "CIT-02",
                f"{part.replace('_', '-')} is not recorded for {names}{more}",
                "look it up in the source itself; never fill it in by guess",
                severity,
            )


def unused_references(source: Source) -> Iterator[Problem]:
    """CIT-01: a listed reference that nothing cites."""
    used = number_works(source.comparison)
    for index, work in enumerate(source.comparison.references):
        if work.id not in used:
            yield Problem(
                source.place(("references", index)),
                "CIT-01",
                f"nothing cites the reference '{work.id}'",
                "cite it, or remove it",
                "warning",
            )
