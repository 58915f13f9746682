"""The few elements of Office Open XML that python-pptx has no words for."""

import copy
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final, Literal

from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation
from pptx.shapes.base import BaseShape
from pptx.slide import Slide

from layouts.deck.archive import canonical
from layouts.deck.names import qn

__all__ = [
    "add_footer",
    "add_sections",
    "add_slide_number",
    "canonical",
    "describe",
    "mark_decorative",
    "move_before",
    "remove_bullet",
    "remove_empty_placeholders",
    "set_core_properties",
    "set_direction",
    "set_language",
    "set_right_to_left",
]

P14: Final = "http://schemas.microsoft.com/office/powerpoint/2010/main"
ADEC: Final = "http://schemas.microsoft.com/office/drawing/2017/decorative"
SECTION_LIST: Final = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
DECORATIVE: Final = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
SECTIONS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "facing-pages:sections")


def describe(shape: BaseShape, text: str) -> None:
    """Give a shape, picture, table or group its alternative text (cNvPr@descr)."""
    _properties(shape).set("descr", text)


def mark_decorative(shape: BaseShape) -> None:
    """Let assistive technology pass over a shape that says nothing; its alternative text becomes empty."""
    properties = _properties(shape)
    properties.set("descr", "")
    extensions = properties.find(qn("a:extLst"))
    if extensions is None:
        extensions = etree.SubElement(properties, qn("a:extLst"))
    for extension in extensions.findall(qn("a:ext")):
        if extension.get("uri") == DECORATIVE:
            extensions.remove(extension)
    extension = etree.SubElement(extensions, qn("a:ext"), uri=DECORATIVE)
    etree.SubElement(extension, f"{{{ADEC}}}decorative", nsmap={"adec": ADEC}, val="1")


def move_before(shape: BaseShape, successor: BaseShape) -> None:
    """Put a shape before another in the reading order, which is also the order of painting."""
    successor._element.addprevious(shape._element)


def set_language(target: Presentation | BaseOxmlElement, tag: str) -> None:
    """Write the proofing language (BCP 47) on every run, field, break and paragraph end.

    `target` is a presentation (its slides and their notes) or any element above text.
    """
    for element in _texts(target):
        for run in element.iter(qn("a:r"), qn("a:fld"), qn("a:br")):
            if run.find(qn("a:rPr")) is None:
                run.insert(0, parse_xml(f"<a:rPr {nsdecls('a')}/>"))
        for properties in element.iter(qn("a:rPr"), qn("a:endParaRPr")):
            properties.set("lang", tag)


def set_right_to_left(presentation: Presentation) -> None:
    """Every paragraph of the slides and notes from right to left, also where a template's styles say nothing of it.

    What has a direction keeps it. A field such as the slide's number keeps the side that its layout gives it.
    """
    for element in _texts(presentation):
        for paragraph in element.iter(qn("a:p")):
            properties = paragraph.get_or_add_pPr()
            if paragraph.find(qn("a:fld")) is not None:
                properties.set("rtl", "1")
            elif "rtl" not in properties.attrib:
                set_direction(paragraph, "rtl")


def set_direction(paragraph: BaseOxmlElement, direction: Literal["ltr", "rtl"]) -> None:
    """The way a paragraph is read, and the side it begins at: `algn` names sides (ISO 29500-1, 20.1.10.59)."""
    properties = paragraph.get_or_add_pPr()
    properties.set("rtl", "1" if direction == "rtl" else "0")
    if properties.get("algn") != "ctr":
        properties.set("algn", "r" if direction == "rtl" else "l")


def add_footer(slide: Slide, text: str) -> None:
    """Show `text` in the footer placeholder of the slide's layout."""
    body = _clone_placeholder(slide, "ftr").find(qn("p:txBody"))
    for paragraph in body.findall(qn("a:p")):
        body.remove(paragraph)
    paragraph = etree.SubElement(body, qn("a:p"))
    run = etree.SubElement(paragraph, qn("a:r"))
    etree.SubElement(run, qn("a:rPr"))
    etree.SubElement(run, qn("a:t")).text = text


def add_slide_number(slide: Slide) -> None:
    """Show the slide's number as a field, which follows when slides are moved."""
    for text in _clone_placeholder(slide, "sldNum").iter(qn("a:t")):
        text.text = str(_number(slide))


def remove_empty_placeholders(slide: Slide) -> None:
    """Take away the placeholders nobody filled; they would show as prompts while editing and as noise to readers."""
    for shape in list(slide.placeholders):
        element = shape._element
        if element.tag == qn("p:sp") and not "".join(text.text or "" for text in element.iter(qn("a:t"))).strip():
            element.getparent().remove(element)


def remove_bullet(paragraph: Any) -> None:
    """Set a paragraph without its layout's bullet, flush with the text's edge."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    for old in properties.findall(qn("a:buNone")):
        properties.remove(old)
    properties.append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))


def add_sections(presentation: Presentation, sections: Sequence[tuple[str, Sequence[int]]]) -> None:
    """Group slides, given by slide id, under named sections; every slide belongs to exactly one.

    The id of a section comes from its name, so names differ. Raises ValueError when slides or names do not fit.
    """
    wanted = [slide.slide_id for slide in presentation.slides]
    if [slide_id for _, slide_ids in sections for slide_id in slide_ids] != wanted:
        raise ValueError("sections must hold every slide once, in the order of the deck")
    if len({name for name, _ in sections}) != len(sections):
        raise ValueError("two sections have one name")
    root = presentation.part._element
    extensions = root.find(qn("p:extLst"))
    if extensions is None:
        extensions = etree.SubElement(root, qn("p:extLst"))
    extension = etree.SubElement(extensions, qn("p:ext"), uri=SECTION_LIST)
    extension.append(_section_list(sections))


def set_core_properties(
    presentation: Presentation,
    *,
    title: str,
    subject: str,
    author: str,
    language: str,
    created: date,
    revision: int = 1,
    keywords: str = "",
    comments: str = "",
) -> None:
    """Fill the document's properties; both dates are `created` at midnight UTC, `revision` counts from 1."""
    properties = presentation.core_properties
    properties.title, properties.subject, properties.author = title, subject, author
    properties.language, properties.keywords, properties.comments = language, keywords, comments
    properties.last_modified_by, properties.revision = author, revision
    moment = datetime.combine(created, time(), UTC)
    properties.created = properties.modified = moment


def _properties(shape: BaseShape) -> BaseOxmlElement:
    """The cNvPr of a shape: it stands in the first child of every kind of shape."""
    properties: BaseOxmlElement = shape._element.xpath("./*[1]/p:cNvPr")[0]
    return properties


def _texts(target: Presentation | BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    if not isinstance(target, Presentation):
        yield target
        return
    for slide in target.slides:
        yield slide._element
        if slide.has_notes_slide:
            yield slide.notes_slide._element


def _clone_placeholder(slide: Slide, kind: str) -> BaseOxmlElement:
    """Copy the layout's placeholder of type `kind` to the end of the slide; its place stays the layout's."""
    (original,) = slide.slide_layout._element.xpath(f".//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='{kind}']")
    tree = slide._element.cSld.spTree
    clone: BaseOxmlElement = copy.deepcopy(original)
    clone.find(qn("p:spPr")).clear()
    used = [int(number) for number in slide._element.xpath("//p:cNvPr/@id")]
    clone.xpath("./p:nvSpPr/p:cNvPr")[0].set("id", str(max(used) + 1))
    tree.insert_element_before(clone, "p:extLst")
    return clone


def _number(slide: Slide) -> int:
    """Where the slide stands in its presentation, from 1."""
    slides = slide.part.package.presentation_part.presentation.slides
    return int(slides.index(slide)) + 1


def _section_list(sections: Sequence[tuple[str, Sequence[int]]]) -> etree._Element:
    root = etree.Element(f"{{{P14}}}sectionLst", nsmap={"p14": P14})
    for name, slide_ids in sections:
        guid = "{" + str(uuid.uuid5(SECTIONS, name)).upper() + "}"
        section = etree.SubElement(root, f"{{{P14}}}section", name=name, id=guid)
        members = etree.SubElement(section, f"{{{P14}}}sldIdLst")
        for slide_id in slide_ids:
            etree.SubElement(members, f"{{{P14}}}sldId", id=str(slide_id))
    return root
