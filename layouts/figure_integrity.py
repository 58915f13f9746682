"""Whether everything that a figure names is there, and whether it can be drawn: part of `integrity`."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from layouts.comparison import Comparison
from layouts.figure_kinds import ClaimPlot, Course, Durability, EvidenceMap, Figure, IconRanges, IntervalPlot
from layouts.ledger import Estimate, Study
from layouts.parts import Path
from layouts.problems import Place, Problem

Where = Callable[[Path], Place]
Named = tuple[Path, str, Collection[str], str]  # where, the name used, the names there are, what it names


def ids(items: Iterable[Any]) -> dict[str, None]:
    """Ids in source order, quick to look up."""
    return dict.fromkeys(item.id for item in items)


def figure_names(c: Comparison) -> Iterator[Named]:
    """Every name that a figure uses, with the names there are."""
    yield ("cover_figure",), c.cover_figure, ids(c.figures), "figure"
    outcomes, arms = ids(c.outcomes), ids(c.arms)
    arm_of = {study.id: study.arm for study in c.studies if study.arm in arms}
    for i, figure in enumerate(c.figures):
        path: Path = ("figures", i)
        if isinstance(figure, EvidenceMap):
            studies = ids(study for study in c.studies if study.n != "not recorded")
            what = "study whose n is recorded"
            yield from (((*path, "studies", j), key, studies, what) for j, key in enumerate(figure.studies))
        elif isinstance(figure, ClaimPlot):
            yield (*path, "claim"), figure.claim, ids(c.claims), "claim"
        elif isinstance(figure, Durability):
            yield from _course_names(c, figure, path)
        if not isinstance(figure, IconRanges | IntervalPlot | ClaimPlot):
            continue
        yield (*path, "outcome"), figure.outcome, outcomes, "outcome"
        # An estimate whose own outcome or study is unknown fits any figure: its fault is told where it stands.
        told = {key for key in (figure.outcome, *(e.outcome for e in c.estimates)) if key not in outcomes}
        fitting = [e for e in c.estimates if e.outcome == figure.outcome or {e.outcome, figure.outcome} & told]
        if isinstance(figure, IntervalPlot | ClaimPlot):
            known, what = ids(fitting), f"estimate of '{figure.outcome}'"
            yield from (((*path, "estimates", j), key, known, what) for j, key in enumerate(figure.estimates))
            continue
        for arm, pair in figure.arms.items():
            known = ids(e for e in fitting if arm not in arms or arm_of.get(e.study, arm) == arm)
            what = f"estimate of '{figure.outcome}' in the arm '{arm}'"
            yield (*path, "arms", arm, "low"), pair.low, known, what
            yield (*path, "arms", arm, "high"), pair.high, known, what


def _course_names(c: Comparison, figure: Durability, path: Path) -> Iterator[Named]:
    arms = ids(c.arms)
    arm_of = {study.id: study.arm for study in c.studies if study.arm in arms}
    for arm, number, course in _courses(figure):
        known = ids(e for e in c.estimates if arm not in arms or arm_of.get(e.study, arm) == arm)
        at, what = (*path, "arms", arm, number), f"estimate in the arm '{arm}'"
        yield (*at, "response"), course.response, known, what
        yield (*at, "lasting"), course.lasting, known, what


def undrawable(c: Comparison, where: Where) -> Iterator[Problem]:
    """A figure shows a person once, and no percentage without its n."""
    estimates = {estimate.id: estimate for estimate in c.estimates}
    studies = {study.id: study for study in c.studies}
    for i, figure in enumerate(c.figures):
        shown: dict[str, Study] = {}
        for path, key in _estimate_paths(figure):
            place = where(("figures", i, *path))
            estimate = estimates.get(key)
            study = studies.get(estimate.study) if estimate else None
            if estimate is None or study is None:
                continue  # told above
            if estimate.percent_only:
                fix = "leave it out of the figure; it may stand in prose, where its missing n is said"
                yield Problem(place, "NUM-08", f"the estimate '{key}' has no n and cannot be drawn", fix)
            for other in shown.values():
                if other.id != study.id and (other.id in study.overlaps or study.id in other.overlaps):
                    message = f"'{other.id}' and '{study.id}' are probably the same people"
                    yield Problem(place, "NUM-01", message, "keep the larger of the two in the figure")
            shown[study.id] = study


def unmatched_courses(c: Comparison, where: Where) -> Iterator[Problem]:
    """Response and durability are two benefits of one study, and the second is not the first once more."""
    arm_of = {study.id: study.arm for study in c.studies}
    estimates = {e.id: (arm_of.get(e.study), e) for e in c.estimates}
    for i, figure in enumerate(c.figures):
        for arm, number, course in _courses(figure) if isinstance(figure, Durability) else ():
            found = [estimates.get(key, ("", None)) for key in (course.response, course.lasting)]
            pair = [estimate for its_arm, estimate in found if estimate and its_arm == arm]
            if len(pair) == 2:  # what leads nowhere is told above
                yield from _course_problems(c, pair[0], pair[1], ("figures", i, "arms", arm, number), where)


def _course_problems(
    c: Comparison, response: Estimate, lasting: Estimate, path: Path, where: Where
) -> Iterator[Problem]:
    harms = {outcome.id for outcome in c.outcomes if outcome.direction == "harm"}
    for key, estimate in (("response", response), ("lasting", lasting)):
        if estimate.outcome in harms:
            message = f"'{estimate.id}' counts '{estimate.outcome}', which is no benefit"
            yield Problem(where((*path, key)), "SRC-03", message, "name an estimate of a benefit")
    if message := _unmatched(response, lasting):
        fix = "name two outcomes that the same study counted in its people, one after the other"
        yield Problem(where((*path, "lasting")), "SRC-03", message, fix)


def _unmatched(response: Estimate, lasting: Estimate) -> str:
    """Why two estimates cannot stand for one study's response and what lasted of it."""
    if response.study != lasting.study:
        return f"'{lasting.id}' is of the study '{lasting.study}', and '{response.id}' of '{response.study}'"
    if response.outcome == lasting.outcome:
        return f"'{lasting.id}' counts '{lasting.outcome}', as the response does"
    return ""


def _estimate_paths(figure: Figure) -> Iterator[tuple[Path, str]]:
    """The estimates that a figure shows, each with its path in the figure."""
    if isinstance(figure, IntervalPlot | ClaimPlot):
        yield from ((("estimates", j), key) for j, key in enumerate(figure.estimates))
    elif isinstance(figure, IconRanges):
        for arm, pair in figure.arms.items():
            yield ("arms", arm, "low"), pair.low
            if pair.high != pair.low:
                yield ("arms", arm, "high"), pair.high
    elif isinstance(figure, Durability):
        for arm, number, course in _courses(figure):
            yield ("arms", arm, number, "response"), course.response
            yield ("arms", arm, number, "lasting"), course.lasting


def _courses(figure: Durability) -> Iterator[tuple[str, int, Course]]:
    """Each study's pair of numbers, with its arm and its place in the arm's list."""
    for arm, courses in figure.arms.items():
        yield from ((arm, number, course) for number, course in enumerate(courses))
