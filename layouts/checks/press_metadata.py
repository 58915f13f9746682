"""PRN-07: what PDF/X-4 asks of a file's metadata (ISO 15930-7:2010, 6.8), point by point."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from layouts.checks.press_file import PressFile

Found = Iterator[str]
SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}


def _xmp(file: PressFile) -> Any:
    """The parsed metadata, or an empty element."""
    stream = file.pdf.Root.get("/Metadata")
    try:
        return etree.fromstring(
            stream.read_bytes() if stream is not None else b"", etree.XMLParser(resolve_entities=False, no_network=True)
        )
    except (etree.XMLSyntaxError, ValueError):
        return etree.Element("none")


def _told(file: PressFile, name: str) -> str:
    """A property of the metadata, written as an element or as an attribute."""
    prefix, _, local = name.partition(":")
    full, described = f"{{{SPACES[prefix]}}}{local}", f"{{{SPACES['rdf']}}}Description"
    xmp = _xmp(file)
    texts = ["".join(element.itertext()).strip() for element in xmp.iter(full)]
    texts += [element.get(full, "") for element in xmp.iter(described)]
    return next((text for text in texts if text), "")


def metadata_can_be_read(file: PressFile) -> Found:
    if _xmp(file).tag == "none":
        yield "its XMP metadata are missing or cannot be read"


def metadata_are_in_plain_text(file: PressFile) -> Found:
    stream = file.pdf.Root.get("/Metadata")
    if stream is not None and "/Filter" in stream:
        yield "its XMP metadata are packed, and a print shop's tools look for them in plain text"


def says_x4(file: PressFile) -> Found:
    if _told(file, "pdfxid:GTS_PDFXVersion") != "PDF/X-4":
        yield "its metadata do not say PDF/X-4"


def trapped(file: PressFile) -> Found:
    """True or False, never open, and the same in both places (6.8)."""
    xmp, info = _told(file, "pdf:Trapped"), str(file.pdf.docinfo.get("/Trapped", ""))
    if xmp not in ("True", "False") or info != f"/{xmp}":
        yield "it does not say in both places whether it is trapped"


def title(file: PressFile) -> Found:
    xmp, info = _told(file, "dc:title"), str(file.pdf.docinfo.get("/Title", ""))
    if not xmp or xmp != info:
        yield "it has no title, or two that differ"


def dates(file: PressFile) -> Found:
    """Created, modified, and the metadata's own; the first two agree with the file's old-style properties."""
    for name, key in (("xmp:CreateDate", "/CreationDate"), ("xmp:ModifyDate", "/ModDate"), ("xmp:MetadataDate", None)):
        xmp = _told(file, name)
        if not xmp:
            yield f"its metadata have no {name}"
        elif key and _digits(str(file.pdf.docinfo.get(key, ""))) != _digits(xmp):
            yield f"its {name} differs from {key[1:]}"


def _digits(date: str) -> str:
    return "".join(sign for sign in date if sign.isdigit())[:14]


def names_of_the_document(file: PressFile) -> Found:
    for name in ("xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass"):
        if not _told(file, name):
            yield f"its metadata have no {name}"


METADATA = (
    metadata_can_be_read,
    metadata_are_in_plain_text,
    says_x4,
    trapped,
    title,
    dates,
    names_of_the_document,
)
