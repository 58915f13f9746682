"""How long a deck takes beside the least that its libraries need for the same slides.

    python tests/benchmarks/deck.py [FOLDER] [--repeat 5]

Seconds of processor time, the best of several runs, with figures drawn before and no slide remembered:

    made       the whole: planned, measured, written, sealed, checked, and proved to be complete
    rendered   without plan, checks and proof: measured, written, sealed
    floor      the same calls of python-pptx and lxml on slides that are measured already
    bare       python-pptx alone: every run with its size, table, ready group and note, undressed, and saved

Seconds depend on the machine; ratios, taken in the same run, do not.
"""

import argparse
import io
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pptx
from pptx.oxml import parse_xml
from pptx.util import Emu, Pt

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lxml import etree  # noqa: E402 (found from here on)

from layouts.brand import read_brand  # noqa: E402
from layouts.deck import powerpoint  # noqa: E402
from layouts.deck.fit import measuring  # noqa: E402
from layouts.deck.fit import rows as fit_rows  # noqa: E402
from layouts.deck.plans import Fitted  # noqa: E402
from layouts.deck.templates.own import render_template  # noqa: E402
from layouts.documents import Desk, Variant, make_deck  # noqa: E402
from layouts.illustrations import Illustrations  # noqa: E402
from layouts.source import read_source  # noqa: E402

Runs = list[list[tuple[str, float | None, bool | None]]]  # a text's paragraphs, of runs


def main(arguments: list[str]) -> None:
    """Prints both times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "sources" / "nk-vs-car-t")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args(arguments)
    desk = _desk(options.folder)
    deck = make_deck(desk).files["deck.pptx"]  # warm, and figures drawn
    brand = desk.variant.brand
    template = render_template(brand.palette, brand.typography.family, desk.variant.language)
    ready = [_ready(slide) for slide in pptx.Presentation(io.BytesIO(deck)).slides]
    with _recording() as calls:
        make_deck(desk)
    [call], [fitted] = calls.rendered, calls.fitted
    made = _best(lambda: _afresh(desk, lambda: make_deck(desk)), options.repeat)
    rendered = _best(lambda: _afresh(desk, call), options.repeat)
    with _ready_slides(fitted):
        floor = _best(lambda: _afresh(desk, call), options.repeat)
    bare = _best(lambda: _write(template, ready), options.repeat)
    times = {"made": made, "rendered": rendered, "floor": floor, "bare": bare}
    told = ", ".join(f"{name} {seconds:.2f} s ({seconds / floor:.2f})" for name, seconds in times.items())
    sys.stdout.write(f"{len(ready)} slides: {told}\n")


def _afresh(desk: Desk, make: Callable[[], object]) -> None:
    """A deck as a process makes its first: every slide measured and written, none remembered."""
    desk.stage.written.clear()
    for remembered in (measuring._by_face, fit_rows._by_face, fit_rows.own_heights):
        remembered.cache_clear()
    make()


@dataclass
class _Calls:
    rendered: list[Callable[[], object]] = field(default_factory=list)
    fitted: list[tuple[Fitted, ...]] = field(default_factory=list)


@contextmanager
def _recording() -> Iterator[_Calls]:
    """What a deck is rendered from, and the slides that were fitted."""
    calls, render, fit = _Calls(), powerpoint.render_deck, powerpoint.fit_slides

    def rendered(*given: Any) -> powerpoint.Deck:
        calls.rendered.append(lambda: render(*given))
        return render(*given)

    def fitted(*given: Any) -> tuple[Fitted, ...]:
        calls.fitted.append(fit(*given))
        return calls.fitted[-1]

    with _instead(render_deck=rendered, fit_slides=fitted):
        yield calls


@contextmanager
def _ready_slides(fitted: tuple[Fitted, ...]) -> Iterator[None]:
    """Nothing is measured or sealed meanwhile."""
    with _instead(fit_slides=lambda *given: fitted, seal_deck=lambda *given: None):
        yield


@contextmanager
def _instead(**others: object) -> Iterator[None]:
    plain = {name: getattr(powerpoint, name) for name in others}
    for name, other in others.items():
        setattr(powerpoint, name, other)
    try:
        yield
    finally:
        for name, function in plain.items():
            setattr(powerpoint, name, function)


def _desk(folder: Path) -> Desk:
    source = read_source(folder)
    brand, _ = read_brand(source.comparison.brand, [folder.parent / "brands", ROOT / "sources" / "brands"])
    variant = Variant(brand, source.comparison.language, (brand.print.paper[0],), ("deck",))
    return Desk(source, variant, Illustrations(source, brand))


def _ready(slide: Any) -> dict[str, Any]:
    """What a slide holds, as plain values."""
    tables = [shape for shape in slide.shapes if shape.has_table]
    groups = [etree.tostring(shape._element) for shape in slide.shapes if shape.shape_type == 6]  # MSO_SHAPE_TYPE.GROUP
    return {
        "layout": slide.slide_layout.name,
        "texts": {p.placeholder_format.idx: _runs(p.text_frame) for p in slide.placeholders},
        "tables": [
            (
                (shape.left, shape.top, shape.width, shape.height),
                [column.width for column in shape.table.columns],
                [(row.height, [_runs(cell.text_frame) for cell in row.cells]) for row in shape.table.rows],
            )
            for shape in tables
        ],
        "groups": groups,
        "notes": _runs(slide.notes_slide.notes_text_frame) if slide.has_notes_slide else [],
    }


def _runs(frame: Any) -> Runs:
    return [
        [(run.text, run.font.size.pt if run.font.size else None, run.font.bold) for run in paragraph.runs]
        for paragraph in frame.paragraphs
    ]


def _write(template: bytes, ready: list[dict[str, Any]]) -> bytes:
    presentation = pptx.Presentation(io.BytesIO(template))
    layouts = {layout.name: layout for layout in presentation.slide_layouts}
    for content in ready:
        slide = presentation.slides.add_slide(layouts[content["layout"]])
        shapes = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
        for index, paragraphs in content["texts"].items():
            if index in shapes:
                _write_text(shapes[index].text_frame, paragraphs)
        for box, columns, rows in content["tables"]:
            _write_table(slide, box, columns, rows)
        for group in content["groups"]:
            slide.shapes._spTree.insert_element_before(parse_xml(group), "p:extLst")
        if content["notes"]:
            _write_text(slide.notes_slide.notes_text_frame, content["notes"])
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def _write_table(slide: Any, box: tuple[int, ...], columns: list[int], rows: list[tuple[int, list[Runs]]]) -> None:
    table = slide.shapes.add_table(len(rows), len(columns), *map(Emu, box)).table
    for column, wide in zip(table.columns, columns, strict=True):
        column.width = wide
    for row, (high, cells) in zip(table.rows, rows, strict=True):
        row.height = high
        for cell, paragraphs in zip(row.cells, cells, strict=True):
            _write_text(cell.text_frame, paragraphs)


def _write_text(frame: Any, paragraphs: Runs) -> None:
    for index, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        for text, size, bold in runs:
            run = paragraph.add_run()
            run.text = text
            if size is not None:
                run.font.size = Pt(size)
            if bold is not None:
                run.font.bold = bold


def _best(work: Callable[[], object], repeat: int) -> float:
    times = []
    for _ in range(repeat):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    main(sys.argv[1:])
