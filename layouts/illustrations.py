"""The figures that documents ask for: each drawn once for its slot, looked at, and at hand for all."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from layouts.brand import Brand
from layouts.cache import Cache
from layouts.figures.plans import plan_figure
from layouts.figures.specs import DoesNotFit, Figure, Slot, Spec
from layouts.identity import figure_seal
from layouts.inputs import digest_of, program_digest
from layouts.palette import Palette
from layouts.problems import Place, Problem, ProblemError
from layouts.source import Source
from layouts.wording import Voice

Key = tuple[str, Slot]  # which figure, and where
Drawn = tuple[tuple[Figure, ...], list[Problem]]  # its parts, and what is wrong with them
Parts = tuple[tuple[Spec, Figure], ...]  # what each part shows, and the part


@dataclass(frozen=True)
class Illustrations:
    """Draws for one brand and language, and keeps what this variant shows, in parts; with `pictures` also as PNG.

    `known` is what was ever drawn of this source in this brand's look: other variants may bring it and take it over.
    """

    source: Source
    brand: Brand
    pictures: bool = False
    cache: Cache | None = None
    known: dict[Key, Drawn] = field(default_factory=dict)
    drawn: dict[Key, tuple[Figure, ...]] = field(default_factory=dict)
    told: dict[Key, list[Problem]] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the figures drawn so far."""
        return [problem for told in self.told.values() for problem in told]

    def adopt(self, shown: Iterable[Key], known: Mapping[Key, Drawn]) -> None:
        """Takes over what was drawn elsewhere for a part of this variant's documents, and which of it they show."""
        self.known.update(known)
        for key in shown:
            self.drawn[key], self.told[key] = self.known[key]

    def draw(self, slots: Mapping[str, Slot], voice: Voice) -> dict[str, Figure]:
        """The figures by id, each in its slot; raises ProblemError where one has no room."""
        for id, slot in slots.items():
            if not self._at_hand(id, slot):
                spec, palette = self._plan(id, voice), self.brand.palette
                with self._drawing(id):
                    parts = self._parts((spec, slot, palette), partial(_undivided, spec, slot, palette))
                    self._keep(id, slot, parts, voice, palette)
        return {id: self.drawn[id, slot][0] for id, slot in slots.items()}

    def draw_parts(
        self, slots: Mapping[str, Slot], voice: Voice, palette: Palette, *, trim: bool = True
    ) -> dict[str, tuple[Figure, ...]]:
        """The same in parts where a slot does not hold a figure whole, each only as high as it needs to be if
        `trim`."""
        for id, slot in slots.items():
            if not self._at_hand(id, slot):
                whole = self._plan(id, voice)
                with self._drawing(id):
                    divided = partial(_divided, whole, slot, palette, trim=trim)
                    self._keep(id, slot, self._parts((whole, slot, palette, trim), divided), voice, palette)
        return {id: self.drawn[id, slot] for id, slot in slots.items()}

    def _plan(self, id: str, voice: Voice) -> Spec:
        """What to draw. A translation's figures carry the seals of the original's: they show the same data."""
        spec, original = plan_figure(id, voice), self.source.original
        if original is None:
            return spec
        seal = figure_seal(original.figure(id), original)
        return replace(spec, anatomy=replace(spec.anatomy, seal=seal))

    def _at_hand(self, id: str, slot: Slot) -> bool:
        """Whether it is drawn; what another variant drew is taken over."""
        if (id, slot) not in self.drawn and (id, slot) in self.known:
            self.drawn[id, slot], self.told[id, slot] = self.known[id, slot]
        return (id, slot) in self.drawn

    def _parts(self, given: tuple[Any, ...], draw: Callable[..., Parts]) -> Parts:
        """A figure's parts, drawn each in its own place, or as they were drawn of the same before."""
        key = digest_of((program_digest(), "figure", str(self.pictures), *map(repr, given)))
        parts: Parts | None = self.cache.get(key) if self.cache else None
        if parts is None:
            parts = draw(picture=self.pictures)
            if self.cache:
                self.cache.put(key, parts)
        return parts

    def _keep(self, id: str, slot: Slot, parts: Parts, voice: Voice, palette: Palette) -> None:
        """Looks at each part as its readers will."""
        from layouts.checks.seeing import check_figure

        comparison, place = self.source.comparison, self._place(id)
        told = (check_figure(spec, figure, palette, place, voice.audience, comparison) for spec, figure in parts)
        figures = tuple(figure for _, figure in parts)
        self.told[id, slot] = [problem for problems in told for problem in problems]
        self.drawn[id, slot] = figures
        self.known[id, slot] = figures, self.told[id, slot]

    def _place(self, id: str) -> Place:
        return self.source.place(("figures", [figure.id for figure in self.source.comparison.figures].index(id)))

    @contextmanager
    def _drawing(self, id: str) -> Iterator[None]:
        """TYP-05: a figure that does not fit into its slot is a problem of the source."""
        try:
            yield
        except DoesNotFit as misfit:
            fix = "shorten the names of its studies, scales and populations"
            raise ProblemError([Problem(self._place(id), "TYP-05", str(misfit), fix)]) from None


def _undivided(spec: Spec, slot: Slot, palette: Palette, *, picture: bool) -> Parts:
    from layouts.figures.drawing import draw

    return ((spec, draw(spec, slot, palette, picture=picture)),)


def _divided(spec: Spec, slot: Slot, palette: Palette, *, trim: bool, picture: bool) -> Parts:
    """A figure's parts that a slot holds, each only as high as it needs to be if `trim`."""
    from layouts.figures.drawing import draw_divided

    return draw_divided(spec, slot, palette, trim=trim, picture=picture)
