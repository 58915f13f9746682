"""Where a printed text comes from: which record gives a number its digits, and where in the source a text is written.

A voice that has origins prints every character as it always does, but some of them signed: a digit of a record, and the
first letter of a text, stand as private characters (Unicode, 23.5) that say whose they are. A signed text is as long as
the printed one, so a plan made of it is the same plan, character by character.
"""

from dataclasses import dataclass
from functools import cached_property

from layouts.comparison import Comparison
from layouts.parts import Path, walk
from layouts.prose import Prose

DIGITS, LETTERS, END = 0xF0000, 0x100000, 0x10FFFE  # where signed digits and signed letters begin
ROOM = (LETTERS - DIGITS) // 10, END - LETTERS  # records and texts that have a sign of their own


@dataclass(frozen=True)
class Printed:
    """A text as it is printed: the paths of what it was made from, and its numbers, each with its record's id."""

    text: str
    paths: tuple[Path, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Origins:
    """The signs of one comparison."""

    comparison: Comparison

    @cached_property
    def records(self) -> tuple[str, ...]:
        """The ids of all that a text can print as a number."""
        return tuple(item.id for item in (*self.comparison.numbers, *self.comparison.studies))[: ROOM[0]]

    def record(self, id: str) -> Path:
        """Where the record of a number is written."""
        lists = {name: getattr(self.comparison, name) for name in ("estimates", "facts", "studies")}
        return next((name, at) for name, items in lists.items() for at, one in enumerate(items) if one.id == id)

    @cached_property
    def texts(self) -> tuple[tuple[Path, Prose], ...]:
        return tuple((path, part) for path, part in walk(self.comparison) if isinstance(part, Prose))[: ROOM[1]]

    @cached_property
    def _record_signs(self) -> dict[str, int]:
        return {id: DIGITS + 10 * index for index, id in enumerate(self.records)}

    @cached_property
    def _text_signs(self) -> dict[int, int]:
        """By the object, since two places may say the same: the comparison keeps all of them alive."""
        return {id(prose): LETTERS + index for index, (_, prose) in enumerate(self.texts)}

    def sign_number(self, words: str, record: str) -> str:
        """The words of a record, its digits signed; digits of another record inside keep their sign."""
        start = self._record_signs.get(record)
        if start is None:
            return words
        return "".join(chr(start + int(char)) if "0" <= char <= "9" else char for char in words)

    def sign_text(self, words: str, prose: Prose) -> str:
        """The words that a text begins with, their first letter signed; a text may begin with a number."""
        sign = self._text_signs.get(id(prose))
        at = next((at for at, char in enumerate(words) if char.isalpha() and ord(char) < DIGITS), None)
        return words if sign is None or at is None else words[:at] + chr(sign) + words[at + 1 :]

    def read(self, signed: str, printed: str) -> Printed:
        """What a signed text says of the printed one, which is the same but for signs; nothing where it is another."""
        if len(signed) != len(printed) or any(a != b for a, b in zip(signed, printed, strict=True) if ord(a) < DIGITS):
            return Printed(printed)
        paths = dict.fromkeys(self.texts[ord(c) - LETTERS][0] for c in signed if LETTERS <= ord(c) < END)
        return Printed(printed, tuple(paths), tuple(self._numbers(signed, printed)))

    def _numbers(self, signed: str, printed: str) -> list[tuple[str, str]]:
        """Each record with all words between its first digit and its last one, until another's digit comes."""
        spans: list[tuple[str, int, int]] = []
        for at, char in enumerate(signed):
            if DIGITS <= ord(char) < LETTERS:
                id = self.records[(ord(char) - DIGITS) // 10]
                if spans and spans[-1][0] == id:
                    spans[-1] = id, spans[-1][1], at + 1
                else:
                    spans.append((id, at, at + 1))
        return [(id, printed[start:end]) for id, start, end in spans]
