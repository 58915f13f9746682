"""The colours of a brand, asked before anything is drawn: words on their grounds, the arms, and both arms together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from layouts.brand import Brand
from layouts.brand_color import ROLES, Colors
from layouts.checks.arms_apart import APART
from layouts.checks.contrast import MARK, TEXT
from layouts.figures.colours import contrast
from layouts.problems import Problem

# What lies on what, on pages and slides alike: headings, marks of citations and boxes on paper and on panels of a tint,
# the cells of a table and the emblem on the arms' own tints.
WORDS = (
    ("ink", ("paper", "tint", "arm-first-tint", "arm-second-tint")),
    ("muted", ("paper", "tint")),
    ("accent", ("paper", "tint")),
)
MARKS = (
    ("arm-first", ("paper", "arm-first-tint")),
    ("arm-second", ("paper", "arm-second-tint")),
)
ROUNDS = 12  # of mending: each ends at least one fault
Values = Mapping[str, str]  # '#RRGGBB' by the palette's entry


@dataclass(frozen=True)
class Fault:
    """Two roles that cannot be told apart: a rule, what they have, and what they need."""

    rule: str
    role: str
    other: str
    has: float
    needs: float


def check_brand_colours(brand: Brand) -> list[Problem]:
    """COL-01, COL-02 and COL-03 at the palette's own lines, each with the nearest colours that pass."""
    color = brand.color
    values = {name: value.upper() for name, value in color.palette.items()}
    found = list(_faults(color, values))
    mended = _mended(color, values) if found else {}
    return [_problem(brand, fault, mended) for fault in found]


def _faults(color: Colors, values: Values, entry: str = "") -> Iterator[Fault]:
    """Every fault of the colours, or those that an entry of the palette takes part in."""
    entries = {role: color.entry(role) for role in ROLES}
    for rule, pairs, least in (("COL-01", WORDS, TEXT), ("COL-02", MARKS, MARK)):
        for role, grounds in pairs:
            for ground in grounds:
                if entry in ("", entries[role], entries[ground]):
                    ratio = contrast(values[entries[role]], values[entries[ground]])
                    if ratio < least:  # WCAG 2.2, 1.4.3 and 1.4.11
                        yield Fault(rule, role, ground, ratio, least)
    first, second = entries["arm-first"], entries["arm-second"]
    if entry in ("", first, second):
        from layouts.figures.separation import least_distance  # its library takes a tenth of a second

        apart = least_distance(values[first], values[second])
        if apart < APART:  # for every kind of colour blindness, and for none: WCAG 2.2, 1.4.1
            yield Fault("COL-03", "arm-first", "arm-second", apart, APART)


# --- the nearest colours that pass ------------------------------------------------------------------------------------


def _mended(color: Colors, values: Values) -> dict[str, str]:
    """The entries to change and their new values, after which nothing is at fault; empty where none is found.

    Of the two colours of a fault the one moves that has less far to go (CIEDE2000); the other stays.
    """
    mended: dict[str, str] = {}
    for _ in range(ROUNDS):
        now = {**values, **mended}
        found = list(_faults(color, now))
        if not found:
            return mended
        entries = dict.fromkeys((color.entry(found[0].role), color.entry(found[0].other)))
        moves = [move for entry in entries if (move := _move(color, now, values[entry], entry, found))]
        if not moves:
            return {}
        _, entry, value = min(moves, key=lambda move: move[0])
        mended[entry] = value
    return {}


def _move(color: Colors, now: Values, start: str, entry: str, found: list[Fault]) -> tuple[float, str, str] | None:
    """The nearest shade of an entry with which it is in no fault, or at least in fewer."""
    from layouts.figures.separation import shades

    own, best = len(list(_faults(color, now, entry))), None
    for far, value in shades(start):
        left = list(_faults(color, {**now, entry: value}, entry))
        if not left:
            return far, entry, value
        same = any((fault.role, fault.other) == (found[0].role, found[0].other) for fault in left)
        if best is None and not same and len(left) < own:
            best = far, entry, value
    return best


# --- as it is told ----------------------------------------------------------------------------------------------------


def _problem(brand: Brand, fault: Fault, mended: Values) -> Problem:
    color = brand.color
    both = (color.entry(fault.role), color.entry(fault.other))
    change = [entry for entry in dict.fromkeys(both) if entry in mended] or list(mended)
    words = "; ".join(f"write '{mended[entry]}' for '{entry}' ({_roles(color, entry)})" for entry in change)
    fix = f"{words}, and mix the recipe under print.cmyk anew" if words else _advice(fault, both)
    place = brand.place(("color", "palette", (change or both)[0]))
    return Problem(place, fault.rule, f"the brand '{brand.id}': {_told(fault)}", fix)


def _told(fault: Fault) -> str:
    if fault.rule == "COL-03":
        return f"its two arms are only {fault.has:.1f} apart for some readers, and need {fault.needs:g}"
    return f"'{fault.role}' on '{fault.other}' has {fault.has:.2f} : 1, and needs {fault.needs:g}"


def _roles(color: Colors, entry: str) -> str:
    named = [role for role in ROLES if color.entry(role) == entry]
    return f"role{'s' if len(named) > 1 else ''} {', '.join(named)}"


def _advice(fault: Fault, both: tuple[str, str]) -> str:
    if both[0] == both[1]:
        return f"give '{fault.role}' and '{fault.other}' colours of their own: both name '{both[0]}'"
    return f"choose other colours for '{fault.role}' and '{fault.other}': begin with dark words on white paper"
