"""What makes a print-shop file of set pages: PDF/X-4 (ISO 15930-7) by WeasyPrint's finisher, the same bytes every time.

WeasyPrint only labels a file PDF/X-4. Boxes, output intent, metadata and the absence of links are made here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

import pydyf

from layouts.brand import Brand
from layouts.brochure.pdf import PROFILES, PT_PER_MM
from layouts.brochure.sheets import BLEED, SLUG, Paper, Sheet
from layouts.comparison import Edition

REGISTRY = "http://www.color.org"  # ICC's registry of printing conditions
OFF_PRESS = ("Annots", "StructParents", "Tabs", "AA")  # of pages: a press follows no link and reads no tag
OFF_FILE = ("Outlines", "Names", "OpenAction", "AA", "AcroForm", "StructTreeRoot", "MarkInfo")  # of the catalog


@dataclass(frozen=True)
class Condition:
    """A printing condition: its ICC profile's bytes, its short name, what it is, and who registered that name."""

    profile: bytes
    identifier: str
    condition: str
    registry: str = ""


COMMON: dict[Paper, tuple[str, str, str]] = {  # file, name in ICC's registry, what it is; see profiles/NOTICE.md
    "a4": ("FOGRA39L.icc", "FOGRA39", "Offset on coated paper, ISO 12647-2 (FOGRA39)"),
    "letter": ("TR006.icc", "CGATS TR 006", "Offset on coated paper, GRACoL 2006 (CGATS TR 006)"),
}


def condition_of(brand: Brand, paper: Paper) -> Condition:
    """What a paper is printed under: the brand's own condition, or the common one of its part of the world."""
    own = brand.print.profile
    if own:
        return Condition(own.content, own.identifier, own.condition)
    file, identifier, condition = COMMON[paper]
    return Condition((PROFILES / file).read_bytes(), identifier, condition, REGISTRY)


def press_finisher(sheet: Sheet, condition: Condition, edition: Edition) -> Callable[[Any, pydyf.PDF], None]:
    """WeasyPrint's finisher that turns set pages with a margin of bleed and slug into a PDF/X-4."""

    def finish(document: Any, pdf: pydyf.PDF) -> None:
        for page in _typed(pdf, "/Page"):
            _take(page, OFF_PRESS)
            page.update(_boxes(sheet))
        _take(pdf.catalog, OFF_FILE)
        for thing in pdf.objects:
            if isinstance(thing, dict) and "lab-d50" in thing:
                thing.clear()  # colour spaces that WeasyPrint declares and nothing here uses
        pdf.catalog["OutputIntents"] = pydyf.Array([_intent(pdf, condition)])
        day = edition.published.strftime("D:%Y%m%d000000Z")
        dates = {"CreationDate": pydyf.String(day), "ModDate": pydyf.String(day)}
        pdf.info |= {"Trapped": "/False", **dates}
        _metadata(pdf)[:] = [_xmp(document.metadata, pdf, edition)]

    return finish


def _typed(pdf: pydyf.PDF, kind: str) -> Iterator[Any]:
    return (thing for thing in pdf.objects if isinstance(thing, dict) and thing.get("Type") == kind)


def _take(dictionary: Any, keys: tuple[str, ...]) -> None:
    for key in keys:
        dictionary.pop(key, None)


def _boxes(sheet: Sheet) -> dict[str, pydyf.Array]:
    """The page, the bleed and the trim, in points from the page's lower left corner (ISO 32000-1, 14.11.2)."""
    bleed, slug = BLEED[sheet.paper], SLUG[sheet.paper]

    def box(inset: float) -> pydyf.Array:
        """`inset` mm inside the page's edge; as far from every side."""
        edge = bleed + slug - inset
        corners = (inset, inset, inset + sheet.width + 2 * edge, inset + sheet.height + 2 * edge)
        return pydyf.Array([round(corner * PT_PER_MM, 4) for corner in corners])

    return {"MediaBox": box(0), "BleedBox": box(slug), "TrimBox": box(slug + bleed)}


def _intent(pdf: pydyf.PDF, condition: Condition) -> pydyf.Dictionary:
    profile = pydyf.Stream([condition.profile], {"N": 4}, compress=True)
    pdf.add_object(profile)
    entries = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFX",
        "OutputConditionIdentifier": pydyf.String(condition.identifier),
        "OutputCondition": pydyf.String(condition.condition),
        "Info": pydyf.String(condition.condition),
        "DestOutputProfile": profile.reference,
    }
    if condition.registry:
        entries["RegistryName"] = pydyf.String(condition.registry)
    return pydyf.Dictionary(entries)


def _metadata(pdf: pydyf.PDF) -> list[Any]:
    """The lines of the metadata stream; WeasyPrint's own name the file by chance, anew each time."""
    streams = (thing for thing in pdf.objects if isinstance(thing, pydyf.Stream))
    (found,) = (stream for stream in streams if stream.extra.get("Type") == "/Metadata")
    lines: list[Any] = found.stream
    return lines


def _xmp(metadata: Any, pdf: pydyf.PDF, edition: Edition) -> bytes:
    """XMP with what ISO 15930-7, 6.8 asks for. The document's id is made of its content."""
    streams = (thing.data for thing in pdf.objects if isinstance(thing, pydyf.Stream))
    content = sha256(b"".join(data for data in streams if b"/Metadata" not in data[:60])).digest()
    day = f"{edition.published.isoformat()}T00:00:00Z"
    values = {
        "title": escape(metadata.title),
        "author": escape(", ".join(metadata.authors)),
        "subject": escape(metadata.description),
        "producer": escape(pdf.info["Producer"].string),
        "day": day,
        "id": str(UUID(bytes=content[:16], version=5)),
        "version": escape(edition.version),
    }
    return _XMP.format(**values).encode()


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<xmp:CreateDate>{day}</xmp:CreateDate>
<xmp:ModifyDate>{day}</xmp:ModifyDate>
<xmp:MetadataDate>{day}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{id}</xmpMM:DocumentID>
<xmpMM:VersionID>{version}</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
