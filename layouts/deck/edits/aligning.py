"""Which item of one list is which of another, though people or a new edition changed it. Pure; items are texts."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from layouts.memories import forgetful

ALIKE: Final = 0.5  # the share of words that two versions of one text have in common at the least
SIGNS: Final = re.compile(r"\w+|[^\w\s]")
READ: Final = 3_000  # characters of a text: more says no more about whose it is
LONGEST: Final = 400  # items a list; longer ones are compared by their equal items alone


@forgetful
@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The words and signs of a text."""
    return tuple(SIGNS.findall(text.casefold()))


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, 0 to 1 (Dice's coefficient of their words)."""
    if one == other:
        return 1.0
    first, second = words(one[:READ]), words(other[:READ])
    if not first or not second:
        return 0.0
    left: dict[str, int] = {}
    for word in first:
        left[word] = left.get(word, 0) + 1
    shared = 0
    for word in second:
        if left.get(word, 0):
            left[word] -= 1
            shared += 1
    return 2 * shared / (len(first) + len(second))


def align(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """The items of `base` -> the same items of `other`, in order: equal ones, alike ones, then those between them.

    Where as many items stand between two known ones in both lists, they are each other's: numbers alone, 12% and 14%,
    have no word in common.
    """
    found = _equal_ends(base, other)
    found = found if len(found) == len(base) == len(other) else _alike(base, other)
    return _between(found, len(base), len(other))


def _equal_ends(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    return {index: index for index, (one, two) in enumerate(zip(base, other, strict=False)) if one == two}


def _alike(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """The pairs with the most in common that do not cross (Needleman and Wunsch)."""
    if len(base) > LONGEST or len(other) > LONGEST:
        return _equal_ends(base, other)
    scores = [[_score(one, two) for two in other] for one in base]
    best = [[0.0] * (len(other) + 1) for _ in range(len(base) + 1)]
    for i in range(len(base) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + scores[i][j])
    pairs, i, j = {}, 0, 0
    while i < len(base) and j < len(other):
        if scores[i][j] and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            pairs[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _score(one: str, two: str) -> float:
    if one == two:
        return 3.0
    near = likeness(one, two)
    return near if near >= ALIKE else 0.0


def _between(pairs: dict[int, int], base: int, other: int) -> dict[int, int]:
    """Fills gaps that are as long in both lists."""
    found = dict(pairs)
    fixed = [(-1, -1), *sorted(pairs.items()), (base, other)]
    for (i, j), (after_i, after_j) in pairwise(fixed):
        if after_i - i == after_j - j:
            found |= {i + step: j + step for step in range(1, after_i - i)}
    return found
