"""What a slide says, read off its shapes: of a deck that was just made, and of one that other programs have saved."""

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from lxml import etree

from layouts.deck.edits.readback_figures import Colours, read_figure, theme_colours
from layouts.deck.edits.readback_words import alt_of, name_of, words_of
from layouts.deck.edits.saying import FIGURE, NOTES, Kind, Page, Part, Row
from layouts.deck.names import qn

KEY: Final = "facing-pages "  # how the name of a slide of ours begins; PowerPoint keeps it, and shows it nowhere
PASSING: Final = ("lang", "altLang", "dirty", "err", "smtClean", "noProof", "bmk")  # what PowerPoint notes as it goes
FIELDS: Final = ("sldNum", "dt", "sldImg", "hdr")  # placeholders that say nothing of their own


def read_pages(presentation: Any) -> tuple[Page, ...]:
    """Every slide of a presentation in its order."""
    themes: dict[int, Colours] = {}
    return tuple(read_page(slide, themes) for slide in presentation.slides)


def read_page(slide: Any, themes: dict[int, Colours] | None = None) -> Page:
    """One slide; `themes` keeps the colours of each master."""
    themes = {} if themes is None else themes
    master = slide.slide_layout.slide_master
    if id(master.part) not in themes:
        themes[id(master.part)] = theme_colours(master)
    found = [(shape, part) for shape in shapes_of(slide) if (part := _part(shape, slide, themes[id(master.part)]))]
    parts = [part for _, part in found if part.kind != "other"]
    notes = notes_shape(slide)
    if notes is not None:
        parts.append(_text(notes, NOTES, "notes"))
    others = sum(1 for _, part in found if part.kind == "other")
    return Page(key_of(slide), slide.slide_layout.name, _apart(parts), others)


def key_slide(slide: Any, id: str, number: int) -> None:
    """Gives a slide its key: the id of its plan, and which of the slides of that plan it is, from 1."""
    slide._element.cSld.set("name", f"{KEY}{id}" + (f" {number}" if number > 1 else ""))


def key_of(slide: Any) -> str:
    """The key that we gave a slide, or nothing."""
    name = slide._element.cSld.get("name", "")
    return name.removeprefix(KEY) if name.startswith(KEY) else ""


def shapes_of(slide: Any) -> Iterator[Any]:
    """The elements of the shapes that stand on a slide itself."""
    tags = (qn("p:sp"), qn("p:grpSp"), qn("p:graphicFrame"), qn("p:pic"), qn("p:cxnSp"), qn("p:contentPart"))
    return (child for child in slide._element.cSld.spTree if child.tag in tags)


def notes_shape(slide: Any) -> Any:
    """The element of the notes' text behind a slide, None where it has none."""
    if not slide.has_notes_slide:
        return None
    shape = slide.notes_slide.notes_placeholder
    return shape._element if shape is not None and shape._element.find(qn("p:txBody")) is not None else None


def part_elements(slide: Any) -> list[Any]:
    """The element of each part, as `read_page` numbers them."""
    parts = [shape for shape in shapes_of(slide) if _kind(shape) not in ("", "other")]
    notes = notes_shape(slide)
    return parts if notes is None else [*parts, notes]


def _apart(parts: list[Part]) -> tuple[Part, ...]:
    """Roles that stand more than once are numbered, so that each names one part."""
    seen: Counter[str] = Counter()
    told = []
    for part in parts:
        seen[part.role] += 1
        told.append(part if seen[part.role] == 1 else replace(part, role=f"{part.role} #{seen[part.role]}"))
    return tuple(told)


# --- parts ------------------------------------------------------------------------------------------------------------


def _kind(shape: Any) -> Kind | str:
    """What a shape is to a reader; '' for a number or a date, which the program itself keeps."""
    if holder_of(shape) in FIELDS:
        return ""
    if shape.tag == qn("p:grpSp") and name_of(shape).startswith(FIGURE):
        return "figure"
    if shape.tag == qn("p:graphicFrame") and next(shape.iter(qn("a:tbl")), None) is not None:
        return "table"
    return "text" if shape.tag == qn("p:sp") and shape.find(qn("p:txBody")) is not None else "other"


def _part(shape: Any, slide: Any, theme: Colours) -> Part | None:
    kind = _kind(shape)
    if kind == "figure":
        return read_figure(shape, slide, theme)
    if kind == "table":
        return _table(shape)
    if kind == "text":
        return _text(shape, name_of(shape), holder_of(shape))
    return Part(name_of(shape), "other") if kind else None


def holder_of(shape: Any) -> str:
    """The kind of a placeholder; '' for any other shape."""
    found = shape.find(f"*/{qn('p:nvPr')}/{qn('p:ph')}")
    return "" if found is None else str(found.get("type", "obj"))


def _text(shape: Any, role: str, holder: str) -> Part:
    body = shape.find(qn("p:txBody"))
    told = [(index, words_of(one)) for index, one in enumerate(body.findall(qn("a:p")))]
    told = [(index, words) for index, words in told if words]
    rows = tuple((words,) for _, words in told)
    return Part(role, "text", rows, holder, look=_look(body), places=tuple(index for index, _ in told))


def _table(shape: Any) -> Part:
    table = next(shape.iter(qn("a:tbl")))
    rows = [_cells(row) for row in table.findall(qn("a:tr"))]
    places = tuple(range(len(rows)))
    return Part(name_of(shape), "table", tuple(rows), alt=alt_of(shape), look=_look(table), places=places)


def _cells(row: Any) -> Row:
    return tuple(
        " ".join(filter(None, (words_of(paragraph) for paragraph in cell.iter(qn("a:p")))))
        for cell in row.findall(qn("a:tc"))
    )


def _look(element: Any) -> str:
    """A digest of how a text is set and what it says, without what PowerPoint notes down in passing."""
    copy = deepcopy(element)
    for end in list(copy.iter(qn("a:endParaRPr"))):
        end.getparent().remove(end)
    for one in copy.iter():
        for name in PASSING:
            one.attrib.pop(name, None)
    return sha256(etree.tostring(copy, method="c14n", exclusive=True)).hexdigest()[:12]
