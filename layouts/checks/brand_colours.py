"""The colours of a brand, asked before anything is drawn: words on their grounds, the arms, and both arms together."""

from collections.abc import Iterator

from layouts.checks.arms_apart import APART, too_alike
from layouts.checks.contrast import MARK, TEXT
from layouts.figures.colours import Ink, Role, contrast, hex_of
from layouts.palette import Palette
from layouts.problems import Place, Problem

# What lies on what, on pages and slides alike: headings, marks of citations and boxes on paper and on panels of a tint,
# the cells of a table and the emblem on the arms' own tints.
WORDS: tuple[tuple[Role, tuple[Role, ...]], ...] = (
    ("ink", ("paper", "tint", "arm-first-tint", "arm-second-tint")),
    ("muted", ("paper", "tint")),
    ("accent", ("paper", "tint")),
)
MARKS: tuple[tuple[Role, tuple[Role, ...]], ...] = (
    ("arm-first", ("paper", "arm-first-tint")),
    ("arm-second", ("paper", "arm-second-tint")),
)


def check_palette(palette: Palette, brand: str, place: Place) -> list[Problem]:
    """COL-01, COL-02 and COL-03 of a brand; a brand from elsewhere is held to the same."""
    return [
        *_too_pale(palette, brand, place, "COL-01", WORDS, TEXT),
        *_too_pale(palette, brand, place, "COL-02", MARKS, MARK),
        *_too_alike(palette, brand, place),
    ]


def _too_pale(
    palette: Palette,
    brand: str,
    place: Place,
    rule: str,
    pairs: tuple[tuple[Role, tuple[Role, ...]], ...],
    least: float,
) -> Iterator[Problem]:
    """COL-01: words have 4.5 : 1; COL-02: marks have 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11)."""
    for role, grounds in pairs:
        for ground in grounds:
            ratio = contrast(hex_of(Ink(role), palette), hex_of(Ink(ground), palette))
            if ratio < least:
                message = f"the brand '{brand}': '{role}' on '{ground}' has {ratio:.2f} : 1, and needs {least:g}"
                fix = f"in brand.yaml give the role '{role}' a darker colour, or '{ground}' a lighter one"
                yield Problem(place, rule, message, fix)


def _too_alike(palette: Palette, brand: str, place: Place) -> Iterator[Problem]:
    """COL-03: the arms' colours differ for every kind of colour blindness (WCAG 2.2, 1.4.1)."""
    if found := too_alike(palette.arms):
        least, severity = found
        message = f"the brand '{brand}': its two arms are only {least:.1f} apart for some readers, and need {APART:g}"
        fix = "in brand.yaml choose other colours for 'arm-first' and 'arm-second', such as a blue and an orange"
        yield Problem(place, "COL-03", message, fix, severity)
