"""What may no longer be printed on a day: facts past their date, and editions past their review.

The day is given, never asked of a clock here: the same source, brand and day give the same verdict.
"""

from collections.abc import Iterator
from datetime import date

from layouts.parts import Path
from layouts.problems import Problem, Severity
from layouts.source import Source

SOON = 60  # days before a date from which it is warned of


def check_expiry(source: Source, as_of: date) -> Iterator[Problem]:
    """CIT-03 of facts (ABPI Code of Practice, clause 6.1: up to date) and DIS-01 of the edition (IPDAS v4, C4)."""
    comparison = source.comparison
    for index, fact in enumerate(comparison.facts):
        if fact.expires:
            path: Path = ("facts", index, "expires")
            fix = "look it up again, and set 'as_of' and 'expires'"
            yield from _expired(source, path, "CIT-03", f"'{fact.id}' may be printed", fact.expires, as_of, fix)
    fix = "review the edition, then set 'version', 'published' and 'next_review'"
    last = comparison.edition.next_review
    yield from _expired(source, ("edition", "next_review"), "DIS-01", "the edition stands", last, as_of, fix)


def _expired(source: Source, path: Path, rule: str, what: str, last: date, as_of: date, fix: str) -> Iterator[Problem]:
    left = (last - as_of).days
    if left > SOON:
        return
    told = f"{what} until {last}, and this is {as_of}" if left < 0 else f"{what} until {last}, {left} days from {as_of}"
    severity: Severity = "error" if left < 0 else "warning"
    yield Problem(source.place(path), rule, told, fix, severity)
