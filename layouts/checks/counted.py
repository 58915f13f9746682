"""NUM-07, NUM-10: icons are counted as a reader would count them, and compared with the words and with the ledger."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from layouts.checks.drawn import Drawn, plain, whole_numbers
from layouts.figure_kinds import IconRanges as RangesKind
from layouts.figures.marks import Shape
from layouts.figures.specs import IconArray, IconRanges
from layouts.ledger import Estimate
from layouts.problems import Problem, Severity

_ICONS = re.compile(r"icons: (filled|empty) (\d+) to \d+")


@dataclass(frozen=True)
class Icons:
    """How many icons of one array are drawn filled and empty."""

    filled: int = 0
    empty: int = 0


def both_counts(drawn: Drawn) -> Iterator[Problem]:
    """NUM-07: each array writes how many had it and how many did not, and both add up (IPDAS on probabilities).

    A patient's figure must; another is warned of.
    """
    severity: Severity = "error" if drawn.audience == "patient" else "warning"
    for array in _arrays(drawn):
        for words in (array.label, array.complement):
            if not words or plain(words) not in drawn.words:
                message = f"of the array '{array.label}' the words '{words}' do not stand in it"
                fix = "write both how many had it and how many did not beside every array"
                yield drawn.problem("NUM-07", message, fix, severity)
        rest = array.total - array.filled
        if not _says(array.complement, rest, array.total):
            message = f"'{array.label}' and '{array.complement}' do not add up to {array.total}"
            yield drawn.problem("NUM-07", message, f"of {array.total} people {rest} are left: write that", severity)


def drawn_counts(drawn: Drawn) -> Iterator[Problem]:
    """NUM-10: as many icons are filled as the words say, and as the ledger's rate rounds to, half to even.

    Neither none nor all is made by rounding (FDA guidance on quantitative information, 2023).
    """
    arrays, icons = _arrays(drawn), _drawn_icons(drawn)
    if len(arrays) != len(icons):
        yield _wrong(drawn, f"{len(icons)} arrays of icons are drawn, and the figure has {len(arrays)}")
        return
    for array, one in zip(arrays, icons, strict=True):
        if (one.filled, one.empty) != (array.filled, array.total - array.filled):
            yield _wrong(drawn, f"'{array.label}' is drawn with {one.filled} icons filled and {one.empty} empty")
        elif not _says(array.label, array.filled, array.total):
            yield _wrong(drawn, f"'{array.label}' stands at {array.filled} filled icons of {array.total}")
    for array, estimate in zip(arrays, _estimates(drawn), strict=False):
        yield from _against_ledger(drawn, array, estimate)


def _against_ledger(drawn: Drawn, array: IconArray, estimate: Estimate) -> Iterator[Problem]:
    rate, total = _rate(estimate), array.total
    if (count := half_even(rate * total)) != array.filled:
        yield _wrong(drawn, f"'{array.label}' fills {array.filled} icons, and '{estimate.id}' is {count} of {total}")
    elif not (_says(array.label, count, total, rate) and _says(array.complement, total - count, total, 1 - rate)):
        yield _wrong(drawn, f"'{array.label}' and '{array.complement}' make none or all of '{estimate.id}' by rounding")


def _wrong(drawn: Drawn, message: str) -> Problem:
    fix = "the program draws what the source does not say: report it, and do not print the figure"
    return drawn.problem("NUM-10", message, fix)


def half_even(value: Fraction) -> int:
    """The nearest whole number; of two as near, the even one."""
    whole, rest = divmod(value.numerator, value.denominator)
    return whole + (2 * rest > value.denominator or (2 * rest == value.denominator and whole % 2 == 1))


# --- what the words and the ledger say --------------------------------------------------------------------------------


def _arrays(drawn: Drawn) -> list[IconArray]:
    spec = drawn.spec
    return [array for row in spec.rows for array in row.arrays] if isinstance(spec, IconRanges) else []


def _says(words: str, count: int, total: int, rate: Fraction | None = None) -> bool:
    """Whether words print a count. Where few or few others are left, 'fewer than 1' and 'more than 99' may stand for
    none and all; once the rate is known, they must."""
    written = whole_numbers(words)
    if total in written[1:]:
        written.remove(total)  # 'of 100'
    rounded = {0: 1, total: total - 1}.get(count)
    if rounded is None or (rate is not None and rate in (0, 1)):
        return count in written
    return rounded in written if rate is not None else bool({count, rounded} & set(written))


def _rate(estimate: Estimate) -> Fraction:
    """Read off the ledger anew, not from what the figure was planned with."""
    if estimate.counted:
        return Fraction(estimate.counted.events, estimate.counted.n)
    kind = estimate.reported or estimate.percent_only
    assert kind is not None  # an estimate is of one of three kinds
    return Fraction(str(kind.percent)) / 100


def _estimates(drawn: Drawn) -> list[Estimate]:
    """The estimates of the arrays in their order, where the source is at hand."""
    comparison = drawn.comparison
    if comparison is None or not isinstance(kind := comparison.figure(drawn.figure.id), RangesKind):
        return []
    shown = [row.arm for row in drawn.spec.rows] if isinstance(drawn.spec, IconRanges) else []
    pairs = (kind.arms[arm.id] for arm in comparison.arms if comparison.arm_index(arm.id) in shown)
    return [comparison.estimate(id) for pair in pairs for id in (pair.low, pair.high)]


# --- what is drawn ----------------------------------------------------------------------------------------------------


def _drawn_icons(drawn: Drawn) -> list[Icons]:
    """The icons of each array, counted by their outlines; an array starts where a shape starts with its first icon."""
    found: list[Icons] = []
    for _, outline in drawn.outlines:
        match = _ICONS.fullmatch(outline.shape.name)
        if match and (match[2] == "1" or not found):
            found.append(Icons())
        if match:
            found[-1] = _with(found[-1], match[1], outline.shape)
    return found


def _with(icons: Icons, name: str, shape: Shape) -> Icons:
    """Filled is what is filled, whatever its name says."""
    number = len(shape.contours)
    if name == "filled" and shape.fill is not None:
        return replace(icons, filled=icons.filled + number)
    return replace(icons, empty=icons.empty + number) if name == "empty" and shape.fill is None else icons
