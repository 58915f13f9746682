"""What is wrong, where it stands and how to mend it: problems are values, collected and never raised one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a text file. Lines and columns count from 1, as editors show them."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `rule` is the id of the broken rule, `fix` what to do about it.

    `document` is the one that shows it, and `spot` the page, panel or slide, where they are known.
    """

    place: Place
    rule: str
    message: str
    fix: str
    severity: Severity = "error"
    document: str = ""
    spot: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}: {self.message} [{self.rule}]\n    fix: {self.fix}"


class ProblemError(Exception):
    """Carries every problem found, to the command line that prints them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that stop a build."""
    return tuple(problem for problem in problems if problem.severity == "error")
