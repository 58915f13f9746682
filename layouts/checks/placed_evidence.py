"""NUM-03 and DIS-01 on finished pages and slides: of whom a figure tells, and how old the edition is."""

from collections.abc import Callable, Iterator
from typing import Final

from layouts.checks.completeness.letters import fold
from layouts.checks.placed import Placed
from layouts.checks.proof import grouped
from layouts.ledger import Study
from layouts.problems import Problem

Found = Iterator[Problem]
RECORDED: Final = "not recorded"


def whom_beside(placed: Placed) -> Found:
    """NUM-03: every study that a figure draws stands there with its name or the people that it looked at.

    IPDAS v4, C2: the event, the population and the time are told with each probability.
    """
    for figure, labels in placed.figures().items():
        drawn = " ".join(fold(label.text).casefold() for label in labels)
        lacking = [e.study for e in placed.proof.shown(figure) if not _told(placed.proof.studies[e.study], drawn)]
        if lacking:
            message = f"{placed.name}: the figure '{figure}' does not say whom it counts: "
            message += grouped(dict.fromkeys(lacking))
            fix = "print the study's name or its 'population_short' as a label"
            yield placed.proof.problem(_figure(placed, figure), "NUM-03", message, fix)


def _told(study: Study, drawn: str) -> bool:
    names = filter(None, (study.name, study.population, study.population_short))
    return any(fold(name).casefold() in drawn for name in names)


def _figure(placed: Placed, id: str) -> tuple[str | int, ...]:
    ids = [figure.id for figure in placed.proof.comparison.figures]
    return ("figures", ids.index(id)) if id in ids else ("figures",)


def dated(placed: Placed) -> Found:
    """DIS-01: version, day of publication and next review stand on every document (IPDAS v4, C3 and C4; PIF TICK)."""
    edition, day = placed.proof.comparison.edition, placed.proof.language.day
    wanted = {"its version": edition.version, "its day of publication": day(edition.published)}
    wanted["the day of its next review"] = day(edition.next_review)
    lacking = [what for what, words in wanted.items() if fold(words) not in placed.shown]
    if lacking:
        message = f"{placed.name}: it does not tell {' and '.join(lacking)}"
        fix = "add '- place: colophon' to a section of its, or '- make: title' to the deck"
        yield placed.proof.problem(("edition",), "DIS-01", message, fix)


RULES: tuple[Callable[[Placed], Found], ...] = (whom_beside, dated)
