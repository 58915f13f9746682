"""The figures that documents ask for: each drawn once for its slot, looked at, and at hand for all."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from layouts.brand import Brand
from layouts.figures.plans import plan_figure
from layouts.figures.specs import Figure, Slot, Spec
from layouts.palette import Palette
from layouts.problems import Place, Problem, ProblemError
from layouts.source import Source
from layouts.wording import Voice


@dataclass(frozen=True)
class Illustrations:
    """Draws for one brand and language, and keeps what it drew, in parts; with `pictures` also as PNG."""

    source: Source
    brand: Brand
    pictures: bool = False
    drawn: dict[tuple[str, Slot], tuple[Figure, ...]] = field(default_factory=dict)
    told: dict[tuple[str, Slot], list[Problem]] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the figures drawn so far."""
        return [problem for told in self.told.values() for problem in told]

    def draw(self, slots: Mapping[str, Slot], voice: Voice) -> dict[str, Figure]:
        """The figures by id, each in its slot; raises ProblemError where one has no room."""
        for id, slot in slots.items():
            if (id, slot) not in self.drawn:
                with self._drawing(id):
                    self._keep(id, slot, ((plan_figure(id, voice), slot),), voice, self.brand.palette)
        return {id: self.drawn[id, slot][0] for id, slot in slots.items()}

    def draw_parts(
        self, slots: Mapping[str, Slot], voice: Voice, palette: Palette, *, trim: bool = True
    ) -> dict[str, tuple[Figure, ...]]:
        """The same in parts where a slot does not hold a figure whole, each only as high as it needs to be if
        `trim`."""
        from layouts.figures.laying_out import lay_out_parts, trimmed

        for id, slot in slots.items():
            if (id, slot) not in self.drawn:
                with self._drawing(id):
                    parts = lay_out_parts(plan_figure(id, voice), slot, palette)
                    places = tuple((spec, trimmed(spec, slot, palette) if trim else slot) for spec, _ in parts)
                    self._keep(id, slot, places, voice, palette)
        return {id: self.drawn[id, slot] for id, slot in slots.items()}

    def _keep(self, id: str, slot: Slot, places: tuple[tuple[Spec, Slot], ...], voice: Voice, palette: Palette) -> None:
        """Draws each part in its own place, and looks at it as its readers will."""
        from layouts.checks.seeing import check_figure
        from layouts.figures.drawing import draw

        figures = tuple(draw(spec, room, palette, picture=self.pictures) for spec, room in places)
        comparison, place = self.source.comparison, self._place(id)
        told = (
            check_figure(spec, figure, palette, place, voice.audience, comparison)
            for (spec, _), figure in zip(places, figures, strict=True)
        )
        self.told[id, slot] = [problem for problems in told for problem in problems]
        self.drawn[id, slot] = figures

    def _place(self, id: str) -> Place:
        return self.source.place(("figures", [figure.id for figure in self.source.comparison.figures].index(id)))

    @contextmanager
    def _drawing(self, id: str) -> Iterator[None]:
        """TYP-05: a figure that does not fit into its slot is a problem of the source."""
        from layouts.figures.canvas import DoesNotFit  # matplotlib, once a source is known to be sound

        try:
            yield
        except DoesNotFit as misfit:
            fix = "shorten the names of its studies, scales and populations"
            raise ProblemError([Problem(self._place(id), "TYP-05", str(misfit), fix)]) from None
