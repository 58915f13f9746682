"""How long the printed documents take beside the least that WeasyPrint needs for the same pages.

    python tests/benchmarks/printed.py [FOLDER] [--repeat 3]

Seconds of processor time, the best of several runs once everything is warm, on the brand's first paper, figures drawn
before. The floor makes the same calls of WeasyPrint on ready HTML: every setting of pages, those of a try that did not
fit too, and one writing, without finishers, attachments and checks. The least sets only the pages that are kept. In
all of them lines are remembered (layouts/brochure/shaping.py).

The last line is of a process that begins cold and knows nothing but WeasyPrint as it is installed: it makes the calls
that a first build makes, all documents one after the other.

Seconds depend on the machine; ratios, taken in the same run, do not.
"""

import argparse
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from layouts import pagination  # noqa: E402 (found from here on)
from layouts.brand import read_brand  # noqa: E402
from layouts.brochure import panel_map, pdf, setting, trifold  # noqa: E402
from layouts.documents import MAKERS, Desk, Variant  # noqa: E402
from layouts.illustrations import Illustrations  # noqa: E402
from layouts.source import read_source  # noqa: E402

DOCUMENTS = ("trifold", "handout", "large-print", "press")
Page = tuple[str, Mapping[str, bytes]]


def main(arguments: list[str]) -> None:
    """Prints a line a document, and the sum."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "sources" / "nk-vs-car-t")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args(arguments)
    first = _first_calls(options.folder)
    desk = _desk(options.folder)
    sums = [0.0, 0.0, 0.0]
    _say(f"{'document':14} {'made s':>8} {'floor s':>8} {'ratio':>6} {'least s':>8} {'ratio':>6}")
    for document in DOCUMENTS:
        MAKERS[document](desk)  # warm, and figures drawn
        with _recording() as pages:
            _make(desk, document)
        kept = _kept(pages)
        works: tuple[Callable[[], object], ...] = (
            partial(_make, desk, document),
            partial(_set, list(pages), kept),
            partial(_set, kept, kept),
        )
        made, floor, least = (_best(work, options.repeat) for work in works)
        sums = [total + time for total, time in zip(sums, (made, floor, least), strict=True)]
        _say(f"{document:14} {made:8.2f} {floor:8.2f} {made / floor:6.2f} {least:8.2f} {made / least:6.2f}")
    _say(f"in all {sums[0]:.2f} s, {sums[0] / sums[1]:.2f} times the floor, {sums[0] / sums[2]:.2f} times the least")
    alone = _best_of(options.repeat, lambda: _plain(first))
    _say(f"{len(first)} settings, {sum(bool(kind) for *_, kind in first)} written, whose floor is {alone:.2f} s")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _desk(folder: Path) -> Desk:
    source = read_source(folder)
    brand, _ = read_brand(source.comparison.brand, [folder.parent / "brands", ROOT / "sources" / "brands"])
    variant = Variant(brand, source.comparison.language, (brand.print.paper[0],), DOCUMENTS)
    return Desk(source, variant, Illustrations(source, brand))


@contextmanager
def _recording() -> Iterator[list[Page]]:
    """The HTML and drawings of all that is set meanwhile."""
    pages: list[Page] = []
    plain = pdf.typeset

    def recorded(html: str, drawings: Mapping[str, bytes]) -> pdf.Typeset:
        pages.append((html, drawings))
        return plain(html, drawings)

    modules = (trifold, setting, panel_map)
    for module in modules:
        module.typeset = recorded  # type: ignore[attr-defined]
    try:
        yield pages
    finally:
        for module in modules:
            module.typeset = plain  # type: ignore[attr-defined]


def _make(desk: Desk, document: str) -> None:
    """One document, as if none had been fitted before."""
    pagination._chosen.clear()
    MAKERS[document](replace(desk, settled={}))


def _kept(pages: list[Page]) -> list[Page]:
    """The last of each template."""
    return [*{html[:200]: (html, drawings) for html, drawings in pages}.values()]


def _kind(html: str) -> pdf.Kind:
    return "pdf/x-4" if "@color-profile" in html else "pdf/a-3a"


def _first_calls(folder: Path) -> list[tuple[str, Mapping[str, bytes], str]]:
    """What a first build asks of WeasyPrint, in turn: HTML, drawings, and as what it is written, if it is."""
    desk = _desk(folder)
    calls: list[tuple[str, Mapping[str, bytes], str]] = []
    for document in DOCUMENTS:
        with _recording() as pages:
            MAKERS[document](desk)
        kept = _kept(pages)
        calls += [(*page, _kind(page[0]) if page in kept else "") for page in pages]
    return calls


def _plain(calls: list[tuple[str, Mapping[str, bytes], str]]) -> float:
    """Seconds that a process without our code takes for them, once WeasyPrint is loaded."""
    shelves = {"font": {name: str(path) for name, path in pdf.FONTS.items()}, "profile": str(pdf.PROFILES)}
    program = [sys.executable, str(Path(__file__).with_name("plain_pages.py"))]
    said = subprocess.run(program, input=pickle.dumps((calls, shelves)), check=True, capture_output=True).stdout
    return float(said)


def _set(pages: list[Page], kept: list[Page]) -> None:
    """Sets every page, and writes those that are kept."""
    for page in pages:
        made = pdf.typeset(*page)
        if page in kept:
            made.write(_kind(page[0]))


def _best(work: Callable[[], object], repeat: int) -> float:
    return _best_of(repeat, partial(_spent, work))


def _best_of(repeat: int, measure: Callable[[], float]) -> float:
    return min(measure() for _ in range(repeat))


def _spent(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main(sys.argv[1:])
