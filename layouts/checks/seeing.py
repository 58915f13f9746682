"""The rules of seeing, collected: what a reader's eyes need of a finished figure, asked of its marks in every build."""

from collections.abc import Callable, Iterator

from layouts.checks import arms_apart, axes, contrast, counted, lettering
from layouts.checks.drawn import Drawn
from layouts.comparison import Comparison
from layouts.figures.specs import Figure, Spec
from layouts.palette import Palette
from layouts.parts import Audience
from layouts.problems import Place, Problem

CHECKS: tuple[Callable[[Drawn], Iterator[Problem]], ...] = (
    contrast.text_contrast,
    contrast.mark_contrast,
    arms_apart.arms_apart,
    arms_apart.copied,
    counted.both_counts,
    counted.drawn_counts,
    axes.one_scale,
    axes.marks_on_scale,
    axes.numbers_at_marks,
    axes.circles_by_area,
    lettering.smallest_type,
    lettering.words_inside,
    lettering.words_apart,
    lettering.words_free,
)


def check_figure(
    spec: Spec,
    figure: Figure,
    palette: Palette,
    place: Place,
    audience: Audience = "patient",
    comparison: Comparison | None = None,
) -> list[Problem]:
    """What is wrong with a figure drawn from a spec, told at `place`. With its comparison, counts are compared with
    the ledger too."""
    drawn = Drawn(spec, figure, palette, place, audience, comparison)
    return [problem for check in CHECKS for problem in check(drawn)]
