"""The figures that documents ask for: each drawn once for its slot, looked at, and at hand for all."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from layouts.brand import Brand
from layouts.figures.plans import plan_figure
from layouts.figures.specs import Figure, Slot
from layouts.problems import Problem, ProblemError
from layouts.source import Source
from layouts.wording import Voice


@dataclass(frozen=True)
class Illustrations:
    """Draws for one brand and language, and keeps what it drew; with `pictures` also as PNG."""

    source: Source
    brand: Brand
    pictures: bool = False
    drawn: dict[tuple[str, Slot], Figure] = field(default_factory=dict)
    told: dict[tuple[str, Slot], list[Problem]] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the figures drawn so far."""
        return [problem for told in self.told.values() for problem in told]

    def draw(self, slots: Mapping[str, Slot], voice: Voice) -> dict[str, Figure]:
        """The figures by id, each in its slot; raises ProblemError where one has no room."""
        for id, slot in slots.items():
            if (id, slot) not in self.drawn:
                self.drawn[id, slot] = self._draw(id, slot, voice)
        return {id: self.drawn[id, slot] for id, slot in slots.items()}

    def _draw(self, id: str, slot: Slot, voice: Voice) -> Figure:
        """Drawn, and looked at as its readers will."""
        from layouts.checks.seeing import check_figure
        from layouts.figures.canvas import DoesNotFit  # matplotlib, once a source is known to be sound
        from layouts.figures.drawing import draw

        comparison, palette, spec = self.source.comparison, self.brand.palette, plan_figure(id, voice)
        place = self.source.place(("figures", [figure.id for figure in comparison.figures].index(id)))
        try:
            figure = draw(spec, slot, palette, picture=self.pictures)
        except DoesNotFit as misfit:
            fix = "shorten the names of its studies, scales and populations"
            raise ProblemError([Problem(place, "TYP-05", str(misfit), fix)]) from None
        self.told[id, slot] = check_figure(spec, figure, palette, place, voice.audience, comparison)
        return figure
