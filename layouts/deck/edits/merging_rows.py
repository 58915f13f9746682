"""What becomes of the rows of a table or the paragraphs of a text, one by one. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from layouts.deck.edits.aligning import align
from layouts.deck.edits.saying import Page, Part, Row

Event = Literal["refreshed", "kept", "conflict", "gone", "added", "removed"]


@dataclass(frozen=True)
class Finding:
    """What became of one text, figure or slide. `slide` is its title, `number` its place in the finished deck."""

    event: Event
    slide: str
    part: str
    old: str = ""
    theirs: str = ""
    new: str = ""
    key: str = ""
    number: int = 0


@dataclass(frozen=True)
class Step:
    """One row of a finished text or table: people's row `theirs` with what the new row `new` says in the cells `cells`
    (all of them where it is None), or the new row alone."""

    theirs: int | None
    new: int | None = None
    cells: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Rewriting:
    """How a part is brought up to date: `steps` row by row, or `whole`, its new content in the old place."""

    role: str  # in people's deck
    new: str  # its role in the new one
    whole: bool = False
    steps: tuple[Step, ...] | None = None
    alt: str | None = None
    ended: bool = False  # the source has it no longer


@dataclass(frozen=True)
class Rows:
    """The rows of a text or a table, merged one by one."""

    base: Part
    theirs: Part
    new: Part
    page: Page

    def run(self) -> tuple[list[Step], list[Finding]]:
        """The rows in people's order, new ones behind the one that they follow."""
        kept = align(texts(self.base.rows), texts(self.theirs.rows))
        come = align(texts(self.base.rows), texts(self.new.rows))
        back = {theirs: base for base, theirs in kept.items()}
        steps: list[Step] = []
        findings: list[Finding] = []
        for number, row in enumerate(self.theirs.rows):
            base = back.get(number)
            if base is None:
                steps.append(Step(number))
                findings.append(self._told("kept", (), row, ()))
            else:
                step, found = self._known(base, number, come.get(base))
                steps += step
                findings += found
        findings += self._gone(kept, come)
        return self._with_new(steps, kept, come, findings), findings

    def _known(self, base: int, theirs: int, new: int | None) -> tuple[list[Step], list[Finding]]:
        was, own = self.base.rows[base], self.theirs.rows[theirs]
        now: Row = self.new.rows[new] if new is not None else ()
        if own == now or was == now:
            return [Step(theirs)], [self._told("kept", was, own, now)] if own not in (was, now) else []
        if new is None:
            return (
                ([], [self._told("refreshed", was, own, now)])
                if own == was
                else (
                    [Step(theirs)],
                    [self._told("conflict", was, own, now)],
                )
            )
        if own == was:
            return [Step(theirs, new)], [self._told("refreshed", was, own, now)]
        if len(own) == len(was) == len(now) > 1:
            return self._cells(theirs, new, was, own, now)
        return [Step(theirs)], [self._told("conflict", was, own, now)]

    def _cells(self, theirs: int, new: int, was: Row, own: Row, now: Row) -> tuple[list[Step], list[Finding]]:
        """A row of a table that both changed, cell by cell."""
        changed: list[int] = []
        findings: list[Finding] = []
        for number, (old, their, fresh) in enumerate(zip(was, own, now, strict=True)):
            if old == their and old != fresh:
                changed.append(number)
                findings.append(self._told("refreshed", (old,), (their,), (fresh,)))
            elif their not in (old, fresh):
                findings.append(self._told("kept" if old == fresh else "conflict", (old,), (their,), (fresh,)))
        return [Step(theirs, new, tuple(changed))], findings

    def _gone(self, kept: dict[int, int], come: dict[int, int]) -> Iterable[Finding]:
        """What people took out stays out; it is told where the source has changed it since."""
        for number, row in enumerate(self.base.rows):
            now = self.new.rows[come[number]] if number in come else ()
            if number not in kept and now and now != row:
                yield self._told("gone", row, (), now)

    def _with_new(
        self, steps: list[Step], kept: dict[int, int], come: dict[int, int], findings: list[Finding]
    ) -> list[Step]:
        """New rows stand behind the row that they follow in the new edition."""
        source = {new: base for base, new in come.items()}
        for number, row in enumerate(self.new.rows):
            if number in source or row in self.theirs.rows:
                continue
            place = 0
            for before in range(number - 1, -1, -1):
                at = _place(steps, before, kept.get(source.get(before, -1)))
                if at is not None:
                    place = at + 1
                    break
            steps.insert(place, Step(None, number))
            findings.append(self._told("refreshed", (), (), row))
        return steps

    def _told(self, event: Event, was: Row, own: Row, now: Row) -> Finding:
        return Finding(event, self.page.title, self.base.role, shown(was), shown(own), shown(now), self.page.key)


def _place(steps: Sequence[Step], new: int, theirs: int | None) -> int | None:
    """Where the step stands that holds a new row, or people's row of it."""
    for index, step in enumerate(steps):
        if step.new == new or (theirs is not None and step.theirs == theirs):
            return index
    return None


def texts(rows: Sequence[Row]) -> list[str]:
    return [" | ".join(row) for row in rows]


def shown(row: Row) -> str:
    return " | ".join(row)
