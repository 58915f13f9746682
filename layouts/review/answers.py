"""What the program knows of an item of a self-check: by rules, texts and counts, or that it is for a person."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from layouts.comparison import Comparison
from layouts.parts import walk
from layouts.prose import Prose
from layouts.wording import Voice

State = Literal["found", "no finding", "look", "not found", "not applicable", "for a person"]


@dataclass(frozen=True)
class Answer:
    """What the program knows of an item; `quote` is in words of the comparison."""

    state: State
    told: str
    quote: str = ""


@dataclass(frozen=True)
class Evidence:
    """What tables are filled from: the comparison, the rules that ran, and how often each found something that is open
    or accepted."""

    voice: Voice
    ran: frozenset[str]
    found: Mapping[str, int]
    waived: Mapping[str, int]

    @property
    def comparison(self) -> Comparison:
        return self.voice.comparison

    def parts(self, kind: type[Any]) -> list[Any]:
        return [part for _, part in walk(self.comparison.sections) if isinstance(part, kind)]


Fill = Callable[[Evidence], Answer]


# --- how items are filled ---------------------------------------------------------------------------------------------


def rules(*ids: str) -> Fill:
    """By what the rules with these ids found."""

    def fill(evidence: Evidence) -> Answer:
        loud = [f"{id}: {_times(evidence.found[id], 'finding')}" for id in ids if evidence.found.get(id)]
        loud += [f"{id}: {evidence.waived[id]} accepted" for id in ids if evidence.waived.get(id)]
        silent = [id for id in ids if not evidence.found.get(id) and not evidence.waived.get(id)]
        quiet, unrun = ([id for id in silent if (id in evidence.ran) == ran] for ran in (True, False))
        loud += [f"{', '.join(unrun)}: did not run"] if unrun else []
        if not loud:
            return Answer("no finding", ", ".join(quiet))
        return Answer("look", "; ".join([*loud, *([f"no finding of {', '.join(quiet)}"] if quiet else [])]))

    return fill


def _times(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def person(why: str) -> Fill:
    return lambda evidence: Answer("for a person", why)


def does_not_apply(why: str) -> Fill:
    return lambda evidence: Answer("not applicable", why)


def stated(text: Callable[[Comparison], Prose | str], where: str) -> Fill:
    """By a text of the source."""

    def fill(evidence: Evidence) -> Answer:
        given = text(evidence.comparison)
        if isinstance(given, str):
            return Answer("not found", f"{where}: {given}")
        return Answer("found", where, evidence.voice.text(given))

    return fill


def counted(count: Callable[[Evidence], int], word: str, more: str = "") -> Fill:
    """By how many there are."""

    def fill(evidence: Evidence) -> Answer:
        number = count(evidence)
        return Answer("found" if number else "not found", _times(number, word) + more)

    return fill


def of(many: Callable[[Evidence], tuple[int, int]], told: str) -> Fill:
    """By how many of all: `told` has places for both."""

    def fill(evidence: Evidence) -> Answer:
        some, every = many(evidence)
        state: State = "found" if some == every else "look" if some else "not found"
        return Answer(state, told.format(some, every))

    return fill


def each_arm(direction: str) -> Fill:
    """By the numbers of each arm that are of benefit, or of harm."""

    def fill(evidence: Evidence) -> Answer:
        comparison = evidence.comparison
        counts = Counter(
            comparison.study(one.study).arm
            for one in comparison.estimates
            if comparison.outcome(one.outcome).direction == direction
        )
        told = "; ".join(f"{arm.short}: {_times(counts[arm.id], 'number')}" for arm in comparison.arms)
        return Answer("found" if all(counts[arm.id] for arm in comparison.arms) else "not found", told)

    return fill
