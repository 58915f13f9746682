"""What a finished document shows where: panels and slides with the sections that they took, and how these are set."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from layouts.checks.completeness.letters import fold
from layouts.checks.completeness.pieces import Unit
from layouts.checks.printed import Spot
from layouts.checks.proof import Proof
from layouts.ledger import Estimate
from layouts.problems import Problem


@dataclass(frozen=True)
class Set:
    """A text as a page shows it: its least size in pt, and its least contrast with white paper."""

    size: float
    contrast: float


@dataclass(frozen=True)
class Placed:
    """A finished document: its name, its source, its spots in reading order, and what its bytes show of its plan.

    `setting` tells by folded text how texts are set, where the bytes tell it.
    """

    name: str
    proof: Proof
    spots: tuple[Spot, ...]
    units: tuple[Unit, ...]
    setting: Mapping[str, Set] = field(default_factory=dict)

    def problem(self, spot: Spot, rule: str, message: str, fix: str, severe: bool = False) -> Problem:
        told = self.proof.problem(spot.path, rule, f"{self.name}: {message}", fix, "error" if severe else "warning")
        return Problem(told.place, rule, told.message, fix, told.severity, spot=spot.name)

    def directions(self, spot: Spot) -> set[str]:
        """What a spot counts: benefit, harm, or both."""
        return {self.proof.outcomes[e.outcome].direction for part in spot.parts for e in self.proof.printed(part)}

    def texts(self, spot: Spot) -> Iterator[tuple[str, list[Estimate]]]:
        """Its texts with the estimates that they print."""
        voice = self.proof.voice(spot.audience)
        for part in spot.parts:
            yield from ((voice.text(prose), [e for e, _ in self.proof.cited(prose)]) for _, prose in part.texts)

    @cached_property
    def shown(self) -> str:
        """All that it shows, folded."""
        return " ".join(fold(unit.text) for unit in self.units if unit.kind != "notes")

    def figures(self) -> dict[str, list[Unit]]:
        """The labels and alternative texts of each figure."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            if unit.figure and unit.kind == "figure":
                found.setdefault(unit.figure.split(" ")[0], []).append(unit)
        return found
