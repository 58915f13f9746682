"""Slides put into a deck that people have, and slides taken out of it: order, sections, notes, pictures."""

import io
import re
from copy import deepcopy
from typing import Any, Final

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Emu

from layouts.deck.edits.readback import notes_shape, shapes_of
from layouts.deck.names import qn

RELATIONS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
P14: Final = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"


def copy_slide(presentation: Any, fresh: Any, layout: Any, after: Any) -> Any:
    """A copy of the slide `fresh` of another deck, on a layout of this one, behind the slide `after` or first."""
    entries = presentation.slides._sldIdLst
    presentation.part.rename_slide_parts([entry.rId for entry in entries])  # a new one is named after their number
    slide = presentation.slides.add_slide(layout)
    tree = slide._element.cSld.spTree
    for shape in list(shapes_of(slide)):
        tree.remove(shape)
    slide._element.cSld.set("name", fresh._element.cSld.get("name", ""))
    for shape in fresh.shapes:
        tree.insert_element_before(_copied(shape, slide, fresh), "p:extLst")
    notes = notes_shape(fresh)
    if notes is not None:
        add_notes(slide, notes)
    _move_behind(presentation, slide, after)
    return slide


def copy_shape(slide: Any, shape: Any, fresh: Any) -> Any:
    """A copy of a shape of the slide `fresh`, on top of `slide`, with an id of its own."""
    copy = _copied(shape, slide, fresh)
    ids = [int(one) for one in slide._element.xpath("//p:cNvPr/@id") if str(one).isdigit()]
    for number, properties in enumerate(copy.iter(qn("p:cNvPr")), max(ids, default=1) + 1):
        properties.set("id", str(number))
    slide._element.cSld.spTree.insert_element_before(copy, "p:extLst")
    return copy


def add_notes(slide: Any, notes: Any) -> None:
    """The words of the notes `notes`, behind a slide."""
    shape = slide.notes_slide.notes_placeholder
    if shape is not None:
        body = shape._element.find(qn("p:txBody"))
        shape._element.replace(body, deepcopy(notes.find(qn("p:txBody"))))


def _copied(shape: Any, slide: Any, fresh: Any) -> Any:
    copy = deepcopy(shape._element)
    for listed in list(copy.iter(qn("p:custDataLst"))):
        listed.getparent().remove(listed)
    for element in copy.iter():
        for name, value in element.attrib.items():
            if name.startswith(RELATIONS) and value in fresh.part.rels:
                element.set(name, _related(fresh.part.rels[value], slide))
    _keep_place(copy, shape, slide)
    return copy


def _related(relation: Any, slide: Any) -> str:
    """The same relationship of another slide: to a copy of what it leads to."""
    if relation.is_external:
        return str(slide.part.relate_to(relation.target_ref, relation.reltype, is_external=True))
    part = relation.target_part
    if relation.reltype == RELATIONSHIP_TYPE.IMAGE and part.partname.ext != "svg":
        return str(slide.part.get_or_add_image_part(io.BytesIO(part.blob))[1])
    stem = re.sub(r"\d*$", "", str(part.partname)[: -len(part.partname.ext) - 1])
    name = slide.part.package.next_partname(f"{stem}%d.{part.partname.ext}")
    copy = Part(PackURI(name), part.content_type, slide.part.package, part.blob)
    return str(slide.part.relate_to(copy, relation.reltype))


def _keep_place(copy: Any, shape: Any, slide: Any) -> None:
    """A placeholder that the layout here does not have takes its place along."""
    if not shape.is_placeholder or copy.tag != qn("p:sp"):
        return
    idx, kind = shape.placeholder_format.idx, shape.placeholder_format.type
    here = {one.placeholder_format.idx: one.placeholder_format.type for one in slide.slide_layout.placeholders}
    if here.get(idx) == kind and slide.slide_layout.name == shape.part.slide.slide_layout.name:
        return
    edges = shape.left, shape.top, shape.width, shape.height
    if None not in edges:
        place = copy.find(qn("p:spPr")).get_or_add_xfrm()
        place.off_x, place.off_y, place.ext_cx, place.ext_cy = map(Emu, edges)


# --- order ------------------------------------------------------------------------------------------------------------


def _entry(presentation: Any, slide: Any) -> Any:
    entries = presentation.slides._sldIdLst
    return next(entry for entry in entries if presentation.part.related_part(entry.rId) is slide.part)


def _move_behind(presentation: Any, slide: Any, after: Any) -> None:
    entry, entries = _entry(presentation, slide), presentation.slides._sldIdLst
    if after is None:
        entries.insert(0, entry)
    else:
        _entry(presentation, after).addnext(entry)


def remove_slide(presentation: Any, slide: Any) -> bool:
    """Takes a slide out; false where another slide leads to it: then it stays."""
    others = [one.part for one in presentation.slides if one.part is not slide.part]
    if any(rel.target_part is slide.part for part in others for rel in part.rels.values() if not rel.is_external):
        return False
    entry = _entry(presentation, slide)
    reference = entry.rId
    for shown in list(presentation.part._element.iter(qn("p:sld"))):  # of custom shows
        if shown.get(qn("r:id")) == reference:
            shown.getparent().remove(shown)
    entry.getparent().remove(entry)
    presentation.part.drop_rel(reference)
    return True


def sort_sections(presentation: Any) -> None:
    """Every slide stands in one section, in the order of the deck: one that is in none in its predecessor's."""
    root = presentation.part._element
    sections = list(root.iter(f"{P14}section"))
    if not sections:
        return
    home = {one.get("id"): index for index, section in enumerate(sections) for one in section.iter(f"{P14}sldId")}
    for one in [one for section in sections for one in section.iter(f"{P14}sldId")]:
        one.getparent().remove(one)
    entries = list(presentation.slides._sldIdLst)
    standing = _rising([home.get(entry.get("id"), -1) for entry in entries])
    place = 0
    for number, entry in enumerate(entries):
        place = home[entry.get("id")] if number in standing else place
        listed = sections[place].find(f"{P14}sldIdLst")
        if listed is None:
            listed = sections[place].makeelement(f"{P14}sldIdLst")
            sections[place].insert(0, listed)
        listed.append(listed.makeelement(f"{P14}sldId", id=entry.get("id")))


def _rising(numbers: list[int]) -> set[int]:
    """The places of the longest row of numbers that never falls; numbers below 0 are in none."""
    best: list[tuple[int, int]] = []  # length of the row that ends here, and the place before
    for place, number in enumerate(numbers):
        before = [(best[one][0] + 1, one) for one in range(place) if 0 <= numbers[one] <= number]
        best.append(max(before, default=(1, -1)) if number >= 0 else (0, -1))
    at = max(range(len(best)), key=lambda place: best[place][0], default=-1)
    row = set()
    while at >= 0 and best[at][0]:
        row.add(at)
        at = best[at][1]
    return row
