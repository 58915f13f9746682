"""How long the figures of a comparison take, part by part, beside the least that matplotlib needs for the same marks.

    python tests/benchmarks/figures.py [FOLDER ...] [--repeat 5]
    python tests/benchmarks/figures.py --whole FOLDER

Milliseconds of processor time, the best of several runs once everything is warm. The floor makes the same artists,
places known, and saves them as SVG by plain calls: no search for a layout, no reading of marks. Milliseconds depend
on the machine; the ratio to the floor, taken in the same run, does not. With `--whole` only the floor is told, of
every figure that a build of the first paper shows, as SVG and as PNG.
"""

import argparse
import io
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import matplotlib
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import PathPatch
from matplotlib.text import Text

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from layouts.brand import read_brand  # noqa: E402 (found from here on)
from layouts.brochure import panels, sheets  # noqa: E402
from layouts.citations import number_works  # noqa: E402
from layouts.deck.powerpoint import figure_slot  # noqa: E402
from layouts.documents import Desk, Variant, make_figures  # noqa: E402
from layouts.figures import drawing as saving  # noqa: E402
from layouts.figures.canvas import Block  # noqa: E402
from layouts.figures.drawing import png, svg  # noqa: E402
from layouts.figures.laying_out import STYLE, lay_out_parts  # noqa: E402
from layouts.figures.plans import plan_figure  # noqa: E402
from layouts.figures.recording import read_marks  # noqa: E402
from layouts.figures.specs import (  # noqa: E402
    DoesNotFit,
    Figure,
    Slot,
    Spec,
)
from layouts.illustrations import Illustrations  # noqa: E402
from layouts.language import language  # noqa: E402
from layouts.palette import Palette  # noqa: E402
from layouts.parts import Audience  # noqa: E402
from layouts.source import read_source  # noqa: E402
from layouts.wording import Voice  # noqa: E402

Made = TypeVar("Made")


@dataclass(frozen=True)
class Times:
    """Ms for all parts of a figure in one slot."""

    figure: str
    slot: str
    parts: int
    lay_out: float
    svg: float
    marks: float
    png: float
    floor: float

    @property
    def drawn(self) -> float:
        """What a build without pictures takes."""
        return self.lay_out + self.svg + self.marks

    def __str__(self) -> str:
        ratio = self.drawn / self.floor
        shares = f"{self.lay_out:9.1f} {self.svg:7.1f} {self.marks:7.1f} {self.png:7.1f} {self.drawn:9.1f}"
        return f"{self.figure:24} {self.slot:9} {self.parts:5} {shares} {self.floor:8.1f} {ratio:7.2f}"


HEAD = f"{'figure':24} {'slot':9} parts   lay out     SVG   marks     PNG  no PNG    floor   ratio"


def places(folder: Path) -> Iterator[tuple[str, Spec, Slot]]:
    """Every figure in the slot of a slide and in the slot of a panel, as wide as the inner panels of A4."""
    comparison, tongue = read_source(folder).comparison, language("en")
    inner = sheets.roll_fold("a4", 2.0).inside[0].width - 2 * panels.PADDING_SIDE
    for figure in comparison.figures:
        slots: dict[Audience, Slot] = {
            "clinician": figure_slot(),
            "patient": Slot("panel", round(inner, 2), panels.FIGURE_HEIGHT[figure.kind], 9.5, 9.0),
        }
        for audience, slot in slots.items():
            yield figure.id, plan_figure(figure.id, Voice(comparison, tongue, audience, number_works(comparison))), slot


def measure(id: str, spec: Spec, slot: Slot, palette: Palette, repeat: int) -> Times:
    """Raises DoesNotFit."""
    direction = spec.anatomy.direction
    parts, lay_out = _best(repeat, lambda: lay_out_parts(spec, slot, palette))
    drawings = [(part.anatomy, drawing) for part, drawing in parts]
    _, saved = _best(repeat, lambda: [svg(drawing, slot, anatomy, palette) for anatomy, drawing in drawings])
    _, marks = _best(repeat, lambda: [read_marks(drawing, palette, direction) for _, drawing in drawings])
    _, floor = _best(repeat, lambda: [plain(drawing) for _, drawing in drawings])
    _, pictures = _best(1, lambda: [png(drawing) for _, drawing in drawings])
    return Times(id, slot.name, len(parts), lay_out, saved, marks, pictures, floor)


def _best(repeat: int, call: Callable[[], Made]) -> tuple[Made, float]:
    """What a call gives, and its shortest time in ms; the first run only warms up."""
    times, made = [], call()
    for _ in range(repeat):
        start = time.process_time()
        made = call()
        times.append(1000 * (time.process_time() - start))
    return made, max(min(times), 0.01)


def plain(drawing: Drawing, *, picture: bool = False) -> bytes:
    """The same artists made anew and saved, for a `picture` also as PNG, packed as fast as Pillow can."""
    target = io.BytesIO()
    with matplotlib.rc_context(STYLE):
        sheet = Drawing(figsize=tuple(drawing.get_size_inches()), dpi=drawing.dpi)
        for artist in drawing.artists:
            for part in artist.texts if isinstance(artist, Block) else [artist]:
                sheet.add_artist(_again(part))
        sheet.savefig(target, format="svg", metadata={"Date": None})
        if picture:
            sheet.savefig(target, format="png", dpi=drawing.dpi, pil_kwargs={"compress_level": 1})
    return target.getvalue()


def whole(folder: Path, repeat: int) -> tuple[int, float]:
    """How many figures a build shows, and the seconds that the plain calls take for them."""
    source = read_source(folder)
    brand, _ = read_brand(source.comparison.brand, [folder.parent / "brands", ROOT / "sources" / "brands"])
    papers = (brand.print.paper[0],)
    desk = Desk(source, Variant(brand, source.comparison.language, papers, ("figures",)), Illustrations(source, brand))
    drawn: list[Drawing] = []
    save = saving._saved

    def saved(sheet: Drawing, *given: Any) -> Figure:
        drawn.append(sheet)
        return save(sheet, *given)

    saving._saved = saved
    try:
        make_figures(desk)
    finally:
        saving._saved = save
    _, spent = _best(repeat, lambda: [plain(sheet, picture=True) for sheet in drawn])
    return len(drawn), spent / 1000


def _again(artist: Any) -> Text | PathPatch:
    if isinstance(artist, Text):
        x, y = artist.get_position()
        return Text(
            x, y, artist.get_text(), color=artist.get_color(), ha=artist.get_horizontalalignment(), va="baseline",
            fontproperties=artist.get_fontproperties(), transform=artist.get_transform(),
        )  # fmt: skip
    path = artist.get_path()
    look = {"facecolor": artist.get_facecolor(), "edgecolor": artist.get_edgecolor()}
    return PathPatch(path, linewidth=artist.get_linewidth(), transform=artist.get_transform(), **look)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "sources" / "nk-vs-car-t"])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--whole", action="store_true")
    options = parser.parse_args(arguments)
    if options.whole:
        count, spent = whole(options.folders[0], 2)
        print(f"{count} figures, the same by plain calls: {spent:.2f} s")  # noqa: T201
        return 0
    brand, _ = read_brand("clinic", [ROOT / "sources" / "brands"])
    found: list[Times] = []
    print(HEAD)  # noqa: T201 (a program)
    for folder in options.folders:
        for id, spec, slot in places(folder):
            try:
                found.append(measure(id, spec, slot, brand.palette, options.repeat))
                print(found[-1])  # noqa: T201
            except DoesNotFit as misfit:
                print(f"{id:24} {slot.name:9} {misfit.reason}")  # noqa: T201
    total, floor = sum(times.drawn for times in found), sum(times.floor for times in found)
    slowest = max(found, key=lambda times: times.drawn)
    print(f"in all {total:.0f} ms, {total / floor:.2f} times the floor", end="; ")  # noqa: T201
    print(f"slowest: {slowest.figure} on a {slowest.slot}, {slowest.drawn:.0f} ms")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
