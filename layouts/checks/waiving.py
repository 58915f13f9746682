"""Warnings that somebody answers for: accepted with a reason, by whom, until when, and told in the review pack."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from layouts.comparison import Waiver
from layouts.problems import Problem
from layouts.source import Source


@dataclass(frozen=True)
class Judged:
    """What stands in the way or is warned of, and what was accepted, each with its waiver."""

    open: tuple[Problem, ...]
    waived: tuple[tuple[Problem, Waiver], ...]


def judge(problems: Iterable[Problem], source: Source, as_of: date | None = None, whole: bool = True) -> Judged:
    """Parts accepted warnings from the others. An error is never accepted; an approved edition has no open warning.

    Without a day no waiver has ended. Where not the `whole` of the documents was made, a waiver that accepts nothing
    may be of another document, and is not told.
    """
    waivers = source.comparison.waivers
    accepted: list[tuple[Problem, Waiver]] = []
    left: list[Problem] = []
    for problem in problems:
        waiver = next((one for one in waivers if _accepts(one, problem, as_of)), None)
        if waiver:
            accepted.append((problem, waiver))
        else:
            left.append(problem)
    used = [waiver for _, waiver in accepted] if whole else list(waivers)
    left += _idle(source, used, as_of)
    if source.comparison.edition.status == "approved":
        left = [replace(problem, severity="error") for problem in left]
    return Judged(tuple(left), tuple(accepted))


def _accepts(waiver: Waiver, problem: Problem, as_of: date | None) -> bool:
    named = waiver.about is None or waiver.about in problem.message
    return problem.severity == "warning" and problem.rule == waiver.rule and named and not _over(waiver, as_of)


def _over(waiver: Waiver, as_of: date | None) -> bool:
    return as_of is not None and waiver.until < as_of


def _idle(source: Source, used: list[Waiver], as_of: date | None) -> Iterator[Problem]:
    """WAI-01: a waiver whose day is over; WAI-02: one that accepts nothing, which would hide what comes later."""
    for index, waiver in enumerate(source.comparison.waivers):
        place = source.place(("waivers", index))
        if _over(waiver, as_of):
            message = f"the waiver of {waiver.rule} ended on {waiver.until}"
            yield Problem(place, "WAI-01", message, "look at it again: set a later day, or remove it", "warning")
        elif waiver not in used:
            message = f"the waiver of {waiver.rule} accepts nothing"
            yield Problem(place, "WAI-02", message, "remove it, or correct 'rule' and 'about'", "warning")
