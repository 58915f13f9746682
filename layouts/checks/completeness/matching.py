"""Which pieces of a document show which of the planned units: each piece shows one unit, each unit is shown once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from layouts.checks.completeness.letters import fold, numbers
from layouts.checks.completeness.pieces import Piece, Unit

FEWEST = 3  # letters: with fewer no text begins that is told apart


@dataclass
class Ordered:
    """A text of which pieces show one part after the other."""

    rest: str

    def take(self, piece: Piece) -> bool:
        """Whether it goes on with a piece, which then is shown."""
        if not self.rest.startswith(piece.letters):
            return False
        self.rest = self.rest[len(piece.letters) :]
        return True

    @property
    def whole(self) -> bool:
        return not self.rest


@dataclass
class Mingled:
    """A text that pieces show in any order: a line from right to left stands in a file as the eye meets it, in parts,
    and brackets are turned. Its letters must be those of the text, and its numbers."""

    rest: dict[str, int]
    numbers: Counter[str]
    left: int

    def take(self, piece: Piece) -> bool:
        rest, letters = self.rest, piece.letters
        for at, letter in enumerate(letters):
            if not rest.get(letter):
                for taken in letters[:at]:
                    rest[taken] += 1
                return False
            rest[letter] -= 1
        self.left -= len(letters)
        self.numbers.subtract(numbers(piece.text))
        return True

    @property
    def whole(self) -> bool:
        return not self.left and not any(self.numbers.values())


@dataclass
class Matching:
    """Pieces in the order of painting; a unit of the plan takes those that show it. `mingled` as from right to left."""

    pieces: Sequence[Piece]
    mingled: bool = False
    free: set[int] = field(default_factory=set)
    shown: dict[int, list[int]] = field(default_factory=dict)  # by the number of a unit

    def __post_init__(self) -> None:
        self.free = {at for at, piece in enumerate(self.pieces) if piece.letters}

    def copy(self) -> "Matching":
        """The same, to try something with."""
        copy = Matching(self.pieces, self.mingled)
        copy.free, copy.shown = {*self.free}, {**self.shown}
        return copy

    def take(self, units: Iterable[tuple[int, Unit]], among: Sequence[int]) -> list[tuple[int, Unit]]:
        """Finds units among some of the pieces, each after the one before it or, failing that, anywhere; gives those
        that are not there."""
        missing, after = [], 0
        for number, unit in units:
            found = self._find(unit.text, among, after)
            if found:
                self.shown[number] = found
                self.free.difference_update(found)
                after = among.index(found[-1]) + 1
            else:
                missing.append((number, unit))
        return missing

    def pass_over(self, text: str, among: Sequence[int]) -> None:
        """A text that may be shown again, as the head of a table is on its next page."""
        while found := self._find(text, among, 0):
            self.free.difference_update(found)

    def _find(self, text: str, among: Sequence[int], after: int) -> list[int]:
        """In one go from here on, or from the start; then with other texts between, as over the end of a page.

        What is drawn stands there letter by letter, and is never told apart.
        """
        letters = fold(text, not self.mingled)
        if not letters:
            return []
        for apart in (False, True):
            for begin in (*range(after, len(among)), *range(after)):
                at = among[begin]
                if at in self.free and self._begins(letters, self.pieces[at], apart):
                    found = self._follow(text, letters, among, begin, apart)
                    if found:
                        return found
        return []

    def _begins(self, letters: str, piece: Piece, apart: bool) -> bool:
        if apart and (piece.drawing or len(piece.letters) < FEWEST):
            return False
        return piece.letters[0] in letters if self.mingled else letters.startswith(piece.letters)

    def _follow(self, text: str, letters: str, among: Sequence[int], begin: int, apart: bool) -> list[int]:
        shown = self._text(text, letters)
        found = []
        for at in islice(among, begin, None):
            if at not in self.free:
                continue
            if not (apart and self.pieces[at].drawing) and shown.take(self.pieces[at]):
                found.append(at)
                if shown.whole:
                    return found
            elif not apart or not found:
                return []
        return []

    def _text(self, text: str, letters: str) -> Ordered | Mingled:
        if not self.mingled:
            return Ordered(letters)
        return Mingled(Counter(letters), numbers(text), len(letters))

    def left(self) -> Iterator[int]:
        """The pieces that show no unit, in order."""
        return (at for at in range(len(self.pieces)) if at in self.free)
