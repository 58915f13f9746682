"""How long the printed documents take beside the least that WeasyPrint needs for the same pages.

    python tests/benchmarks/printed.py [FOLDER] [--repeat 3]

Seconds of processor time, the best of several runs once everything is warm, on the brand's first paper, figures drawn
before. The floor sets the same HTML, which is ready, and writes it by the same calls, without finishers, attachments
and checks. Seconds depend on the machine; the ratio to the floor, taken in the same run, does not.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from layouts.brand import read_brand  # noqa: E402 (found from here on)
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
    desk = _desk(options.folder)
    sums = [0.0, 0.0]
    _say(f"{'document':14} {'made s':>8} {'floor s':>8} {'ratio':>6}")
    for document in DOCUMENTS:
        with _recording() as pages:
            MAKERS[document](desk)  # warm, and figures drawn
        ready = list(pages)
        made = _best(lambda document=document: MAKERS[document](replace(desk, settled={})), options.repeat)
        floor = _best(lambda ready=ready, document=document: _set(ready, document), options.repeat)
        sums = [sums[0] + made, sums[1] + floor]
        _say(f"{document:14} {made:8.2f} {floor:8.2f} {made / floor:6.2f}")
    _say(f"in all {sums[0]:.2f} s, {sums[0] / sums[1]:.2f} times the floor")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _desk(folder: Path) -> Desk:
    source = read_source(folder)
    brand, _ = read_brand(source.comparison.brand, [folder.parent / "brands", ROOT / "sources" / "brands"])
    variant = Variant(brand, source.comparison.language, (brand.print.paper[0],), DOCUMENTS)
    return Desk(source, variant, Illustrations(source, brand))


@contextmanager
def _recording() -> Iterator[list[Page]]:
    """The last HTML of each document that is set meanwhile, by its title: what came before was a try."""
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


def _set(pages: list[Page], document: str) -> None:
    """Every page that the finished document needs: of several tries of one template the last."""
    last = {html[:200]: (html, drawings) for html, drawings in pages}
    for html, drawings in last.values():
        pdf.typeset(html, drawings).write("pdf/x-4" if document == "press" and "@color-profile" in html else "pdf/a-3a")


def _best(work: Callable[[], object], repeat: int) -> float:
    times = []
    for _ in range(repeat):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    main(sys.argv[1:])
