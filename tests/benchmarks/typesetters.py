"""The same words and figures on as many pages and slides by other means: matplotlib for the figures, pandoc with
WeasyPrint for the PDFs, pandoc for the PPTX.

Of each document its words are set page by page as they stand in ours, its figures on the pages in turn, as Markdown;
figures are the same marks by plain calls of matplotlib (figures.py). What comes out has no panels, no large type, no
PDF/UA, no sheet for a press, no figures that can be edited, no seals and no checks: it is the least, not the same.
"""

import argparse
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from measuring import HERE, command, run, say

SHEETS = {  # size of a sheet, its columns, points of its type, mm of its highest figure
    "trifold": ("297mm 210mm", 3, 8, 45),
    "handout": ("210mm 297mm", 1, 8, 60),
    "large-print": ("210mm 297mm", 1, 11.8, 90),
}
PLACES = {"handout": "-handout-", "large-print": "-large-print-", "deck": "-slide"}  # in the name of a figure's file
STYLE = """@page {{ size: {sheet}; margin: 12mm }}
body {{ font: {size}pt/1.2 Lato, sans-serif; margin: 0; max-width: none; padding: 0 }}
.page {{ break-after: page; columns: {columns} }}
p {{ margin: 0 0 1pt }}
img {{ max-height: {room}mm; max-width: 100% }}"""


def pandoc(folder: Path, options: argparse.Namespace) -> None:
    """Seconds of processor of both, with the pages and slides that each makes."""
    program = _program()
    if program is None or not shutil.which("pdftotext"):
        say("by matplotlib, pandoc and WeasyPrint", "not run: pypandoc_binary or pdftotext is not installed")
        return
    documents = [part for name in (*SHEETS, "deck") for part in ("--document", name)]
    words = ("build", options.comparison, "--language", "en", "--paper", "a4", "--fresh", "--jobs", 1)
    ours = run(command(*words, *documents, "--out", folder / "ours")).processors
    run(command(*words, "--document", "figures", "--out", folder / "figures"))
    [made], [shown] = (list((folder / name).glob("*/*/en")) for name in ("ours", "figures"))
    figures = sorted((shown / "figures").iterdir())
    drawn, theirs = _drawn(options.comparison), 0.0
    pages: list[str] = []
    for name, (sheet, columns, size, room) in SHEETS.items():
        texts = _pages(made / f"{name}.pdf")
        pictures = [one for one in figures if one.suffix == ".svg" and _of(name, one)]
        source, style, target = (folder / f"{name}{end}" for end in (".md", ".css", ".pdf"))
        source.write_text("\n".join(_sides(texts, pictures)), encoding="utf-8")
        style.write_text(STYLE.format(sheet=sheet, columns=columns, size=size, room=room), encoding="utf-8")
        engine = Path(sys.executable).with_name("weasyprint")
        title = ("--metadata", f"pagetitle={name}")
        theirs += run(
            [program, str(source), "--pdf-engine", str(engine), "-c", str(style), *title, "-o", str(target)]
        ).processors
        pages.append(f"{name} {len(_pages(target))} of {len(texts)}")
    slides, deck = folder / "deck.md", folder / "deck.pptx"
    pictures = [one for one in figures if one.suffix == ".png" and _of("deck", one)]
    slides.write_text("\n".join(_slides((made / "deck.pptx").read_bytes(), pictures)), encoding="utf-8")
    theirs += run([program, str(slides), "--slide-level", "1", "-o", str(deck)]).processors
    pages.append(f"slides {_count(deck)} of {_count(made / 'deck.pptx')}")
    say(
        "by matplotlib, pandoc and WeasyPrint",
        f"{drawn:.1f} s for figures + {theirs:.1f} s = {drawn + theirs:.1f} s of processor",
    )
    say("  pages and slides", ", ".join(pages))
    say(
        "  ours, with tags, checks, native figures",
        f"{ours:.1f} s: {ours / (drawn + theirs):.2f} times",
        "goal: under 1",
    )


def _program() -> str | None:
    try:
        import pypandoc
    except ImportError:
        return None
    return str(pypandoc.get_pandoc_path())


def _drawn(comparison: Path) -> float:
    """Seconds of processor for matplotlib and the figures by plain calls."""
    loaded = run([sys.executable, "-c", "import matplotlib.figure"]).processors
    said = subprocess.run(
        [sys.executable, str(HERE / "figures.py"), "--whole", str(comparison)],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
    ).stdout  # fmt: skip
    found = re.search(r"the same by plain calls: ([\d.]+) s", said)
    assert found is not None
    return loaded + float(found[1])


def _of(document: str, figure: Path) -> bool:
    """Whether a file of a figure belongs to a document; what no other has is of the tri-fold."""
    mark = PLACES.get(document)
    return mark in figure.name if mark else not any(other in figure.name for other in PLACES.values())


def _pages(pdf: Path) -> list[str]:
    """The words of each page."""
    said = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, encoding="utf-8").stdout
    return said.split("\f")[:-1]


def _sides(texts: list[str], pictures: list[Path]) -> Iterator[str]:
    """Markdown of pages, the figures on them in turn."""
    for number, text in enumerate(texts):
        yield "::: page\n"
        for picture in pictures[number :: len(texts)]:
            yield f"![]({picture.as_posix()})\n"
        yield from (f"{_plain(line)}\n" for line in text.splitlines() if line.strip())
        yield ":::\n"


def _slides(pptx: bytes, pictures: list[Path]) -> Iterator[str]:
    """Markdown of slides: a title, then a figure, a table or texts, and notes; pandoc makes a slide of its own of each
    table and figure, so the texts beside one go to the notes."""
    from pptx import Presentation

    waiting = list(pictures)
    for slide in Presentation(io.BytesIO(pptx)).slides:
        title = slide.shapes.title
        yield f"# {_plain(title.text_frame.text if title is not None else '')}\n"
        shapes = [shape for shape in slide.shapes if shape.shape_id != getattr(title, "shape_id", None)]
        table = next((shape.table for shape in shapes if shape.has_table), None)
        texts = [one.text for shape in shapes if shape.has_text_frame for one in shape.text_frame.paragraphs]
        notes = slide.notes_slide.notes_text_frame.text.splitlines() if slide.has_notes_slide else []
        if any(shape.shape_type == 6 for shape in shapes) and waiting:  # MSO_SHAPE_TYPE.GROUP: a native figure
            yield f"![]({waiting.pop(0).as_posix()})\n"
            notes += texts
        elif table is not None:
            yield _table([[_plain(cell.text) for cell in row.cells] for row in table.rows])
            notes += texts
        else:
            yield "".join(f"- {_plain(text)}\n" for text in texts if text.strip())
        yield "\n".join(("::: notes", "", *(f"{_plain(line)}\n" for line in notes if line.strip()), ":::", ""))


def _table(rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join((lines[0], "|" + "---|" * len(rows[0]), *lines[1:], ""))


def _plain(text: str) -> str:
    """Words without what Markdown would read as a sign, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>#+\-!|~^$@:.])", r"\\\1", " ".join(text.split()))


def _count(deck: Path) -> int:
    from pptx import Presentation

    return len(Presentation(str(deck)).slides)
