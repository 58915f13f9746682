"""Templates made from python-pptx's own, each with one way in which the files of hospitals and congresses differ."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pptx
from lxml import etree
from PIL import Image
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from layouts.deck.archive import pack

HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
GERMAN = (
    "Titelfolie",
    "Titel und Inhalt",
    "Abschnittsüberschrift",
    "Zwei Inhalte",
    "Vergleich",
    "Nur Titel",
    "Leer",
    "Inhalt mit Überschrift",
    "Bild mit Überschrift",
    "Titel und vertikaler Text",
    "Vertikaler Titel und Text",
)


def saved(presentation: Any) -> bytes:
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(content: bytes, change: Callable[[str, str], str], suffix: str = ".xml") -> bytes:
    """The same package, the text of every part of a suffix changed by name."""
    parts = parts_of(content)
    return pack(
        {name: change(name, part.decode()).encode() if name.endswith(suffix) else part for name, part in parts.items()}
    )


def default() -> bytes:
    """python-pptx's own: 4:3, Calibri, the layouts of PowerPoint 2007, titles in the middle."""
    return saved(pptx.Presentation())


def with_example_slides() -> bytes:
    """A template full of what a template should not hold: slides, notes, a picture and a section of them."""
    presentation = pptx.Presentation()
    for index in range(3):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = f"Example {index + 1}: secret patient"
        slide.shapes.add_picture(io.BytesIO(logo("#123456")), 0, 0, Inches(1))
        slide.notes_slide.notes_text_frame.text = "A secret note."
        run = slide.placeholders[1].text_frame.paragraphs[0].add_run()
        run.text, run.hyperlink.address = "a link", "https://example.org/secret"
    from layouts.deck.ooxml import add_sections

    add_sections(presentation, [("Example section", [slide.slide_id for slide in presentation.slides])])
    return saved(presentation)


def german() -> bytes:
    """16:9, layouts without types under German names, placeholders with numbers of their own, a wide left margin."""
    presentation = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Emu(12_192_000), Emu(6_858_000)
    master = presentation.slide_master
    _widen(master, 12_192_000 / 9_144_000)
    for number, layout in enumerate(presentation.slide_layouts):
        element = layout._element
        element.attrib.pop("type", None)
        element.cSld.set("name", GERMAN[number])
        _widen(layout, 12_192_000 / 9_144_000)
        for shape in layout.placeholders:
            mark = shape._element.ph
            shape._element.xpath("./*[1]/p:cNvPr")[0].set("name", f"Platzhalter {mark.get('type', 'Inhalt')}")
            if mark.get("type") not in ("title", "ctrTitle", "dt", "ftr", "sldNum"):
                mark.set("idx", str(int(mark.get("idx", "0")) + 40))
    return saved(presentation)


def _widen(owner: Any, times: float) -> None:
    for offset in owner._element.iter(qn("a:off")):
        offset.set("x", str(round(int(offset.get("x")) * times)))
    for extent in owner._element.iter(qn("a:ext")):
        if extent.get("cx"):
            extent.set("cx", str(round(int(extent.get("cx")) * times)))


def only(presentation: Any, *names: str) -> None:
    """Leaves the layouts of some names."""
    for layout in list(presentation.slide_layouts):
        if layout.name not in names:
            presentation.slide_layouts.remove(layout)


def bare() -> bytes:
    """Two layouts: a title and nothing else, and nothing at all."""
    presentation = pptx.Presentation()
    only(presentation, "Title Only", "Blank")
    return saved(presentation)


def untitled() -> bytes:
    """A single layout without a title."""
    presentation = pptx.Presentation()
    only(presentation, "Blank")
    return saved(presentation)


def dark() -> bytes:
    """White on dark blue by the colour map of the master, 16:9, Arial; its captions in a blue that nobody can read."""
    presentation = pptx.Presentation(io.BytesIO(german()))
    mapped = presentation.slide_master._element.find(qn("p:clrMap"))
    for name, slot in (("bg1", "dk2"), ("tx1", "lt1"), ("bg2", "dk1"), ("tx2", "lt2")):
        mapped.set(name, slot)

    def change(name: str, text: str) -> str:
        if not name.startswith("ppt/theme/"):
            return text
        text = text.replace('<a:srgbClr val="1F497D"/>', '<a:srgbClr val="0B1F3A"/>')
        return text.replace('<a:latin typeface="Calibri"/>', '<a:latin typeface="Arial"/>')

    return changed(saved(presentation), change)


def logo(colour: str = "#7A1F5C") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (400, 160), colour).save(stream, "PNG")
    return stream.getvalue()


def with_logo() -> bytes:
    """16:9 with a logo at the top right of every slide, over the end of the title's box, and a band at the foot."""
    presentation = pptx.Presentation(io.BytesIO(german()))
    master = presentation.slide_master
    part, reference = master.part.get_or_add_image_part(io.BytesIO(logo()))
    del part
    picture = parse_xml(
        f'<p:pic {nsdecls("p", "a", "r")}><p:nvPicPr><p:cNvPr id="90" name="Logo"/><p:cNvPicPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvPicPr><p:blipFill><a:blip r:embed="{reference}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f'<p:spPr><a:xfrm><a:off x="{Pt(800)}" y="{Pt(20)}"/><a:ext cx="{Pt(130)}" cy="{Pt(52)}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    band = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="91" name="Band"/><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="0" y="{Pt(488)}"/><a:ext cx="{Pt(960)}" cy="{Pt(52)}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="7A1F5C"/></a:solidFill></p:spPr>'
        f"</p:sp>"
    )
    tree = master._element.cSld.spTree
    tree.insert(2, band)
    tree.insert(3, picture)
    return saved(presentation)


def as_potx(content: bytes) -> bytes:
    """The same as a .potx."""
    return changed(content, lambda name, text: text.replace("presentation.main+xml", "template.main+xml"))


def added(content: bytes, name: str, part: bytes, type: str) -> bytes:
    """The package with one more part."""
    parts = parts_of(content)
    types = etree.fromstring(parts["[Content_Types].xml"])
    etree.SubElement(types, types[0].tag.replace("Default", "Override"), PartName=f"/{name}", ContentType=type)
    return pack({**parts, name: part, "[Content_Types].xml": etree.tostring(types)})


def related(content: bytes, owner: str, kind: str, target: str, *, external: bool) -> bytes:
    """The package with one more relationship of a part."""
    mode = ' TargetMode="External"' if external else ""
    address = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    more = f'<Relationship Id="rId999" Type="{address}" Target="{target}"{mode}/></Relationships>'
    folder, _, file = owner.rpartition("/")

    def change(name: str, text: str) -> str:
        return text.replace("</Relationships>", more) if name == f"{folder}/_rels/{file}.rels" else text

    return changed(content, change, ".rels")


def pictured() -> bytes:
    """16:9, every slide on a photograph, whose colours nobody can tell, and words in white."""
    presentation = pptx.Presentation(io.BytesIO(german()))
    master = presentation.slide_master
    _, reference = master.part.get_or_add_image_part(io.BytesIO(logo("#24424F")))
    background = parse_xml(
        f'<p:bg {nsdecls("p", "a", "r")}><p:bgPr><a:blipFill><a:blip r:embed="{reference}"/><a:stretch><a:fillRect/>'
        f"</a:stretch></a:blipFill><a:effectLst/></p:bgPr></p:bg>"
    )
    held = master._element.cSld.find(qn("p:bg"))
    if held is not None:
        master._element.cSld.remove(held)
    master._element.cSld.insert(0, background)
    mapped = master._element.find(qn("p:clrMap"))
    for name, slot in (("bg1", "dk1"), ("tx1", "lt1")):
        mapped.set(name, slot)
    return saved(presentation)
