"""A tagged PDF read back: what it says it is, and its structure with the texts that stand under it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from lxml import etree

from layouts.brochure.bounds import bounded
from layouts.brochure.marked import Fonts, marked_texts

DEEPEST = 60  # levels of a structure tree
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}


@dataclass(frozen=True)
class Tag:
    """A structure element: its kind ('P'), what stands under it in order, and what it tells of itself."""

    kind: str
    under: tuple["Tag | str", ...]
    alt: str = ""
    scope: str = ""
    id: str = ""
    headers: tuple[str, ...] = ()
    span: int = 1
    notes: tuple[int, ...] = ()  # the annotations that it holds, by their place in `Tagged.links`

    @property
    def kids(self) -> tuple["Tag", ...]:
        return tuple(part for part in self.under if isinstance(part, Tag))

    @property
    def text(self) -> str:
        """All its text; of a figure nothing, and no list's bullets or numbers."""
        if self.kind in ("Figure", "Lbl"):
            return ""
        return "".join(part if isinstance(part, str) else part.text for part in self.under)

    def walk(self) -> Iterator["Tag"]:
        """It and all under it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


@dataclass(frozen=True)
class Link:
    """A link annotation: what it is told as, and where it leads to."""

    contents: str
    target: str


@dataclass(frozen=True)
class Font:
    name: str
    embedded: bool
    unicode: bool


@dataclass(frozen=True)
class Tagged:
    """A PDF as its rules read it. `told` are its properties, of /Info and of the XMP, by name."""

    tree: Tag
    told: dict[str, str]
    links: tuple[Link, ...]
    fonts: tuple[Font, ...]
    outline: tuple[tuple[int, str], ...]
    tabs: tuple[str, ...]
    marked: bool
    shows_title: bool
    encrypted: bool


def read_tagged(content: bytes) -> Tagged:
    """Reads a PDF; raises pikepdf.PdfError for bytes that are none."""
    with bounded(), pikepdf.open(io.BytesIO(content)) as opened:
        root = opened.Root
        notes = [note for page in opened.pages for note in page.get("/Annots", []) if note.get("/Subtype") == "/Link"]
        places = {note.objgen: index for index, note in enumerate(notes)}
        preferences = root.get("/ViewerPreferences", pikepdf.Dictionary())
        marks = root.get("/MarkInfo", pikepdf.Dictionary())
        return Tagged(
            tree=_tree(opened, places),
            told=dict(_told(opened)),
            links=tuple(_link(note) for note in notes),
            fonts=tuple(_fonts(opened)),
            outline=tuple(_outline(root.get("/Outlines"), 1)),
            tabs=tuple(str(page.get("/Tabs", "")) for page in opened.pages),
            marked=bool(marks.get("/Marked", False)) and not bool(marks.get("/Suspects", False)),
            shows_title=bool(preferences.get("/DisplayDocTitle", False)),
            encrypted=opened.is_encrypted,
        )


def _tree(opened: pikepdf.Pdf, places: dict[Any, int]) -> Tag:
    fonts = Fonts()
    texts = {page.objgen: marked_texts(page, fonts) for page in opened.pages}
    root = opened.Root.get("/StructTreeRoot", pikepdf.Dictionary())
    return Tag("", tuple(_under(root, None, texts, places, 0)))


def _under(node: Any, page: Any, texts: dict[Any, dict[int, str]], places: Any, depth: int) -> Iterator[Tag | str]:
    """What stands under an element: texts of marks, and elements."""
    below = node.get("/K", [])
    for kid in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(kid, int):
            yield texts.get(page, {}).get(kid, "")
        elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid and depth < DEEPEST:
            yield _tag(kid, page, texts, places, depth + 1)


def _tag(element: Any, page: Any, texts: dict[Any, dict[int, str]], places: Any, depth: int) -> Tag:
    page = element.Pg.objgen if "/Pg" in element else page
    own = _attributes(element)
    return Tag(
        str(element.S).removeprefix("/"),
        (str(element.ActualText),) if "/ActualText" in element else tuple(_under(element, page, texts, places, depth)),
        str(element.get("/Alt", "")),
        str(own.get("/Scope", "")).removeprefix("/"),
        str(element.get("/ID", "")),
        tuple(str(name) for name in own.get("/Headers", [])),
        int(own.get("/ColSpan", 1)),
        tuple(places[note] for note in _notes(element) if note in places),
    )


def _attributes(element: Any) -> dict[str, Any]:
    """The attributes of an element, whoever owns them."""
    given = element.get("/A", [])
    found: dict[str, Any] = {}
    for attributes in given if isinstance(given, pikepdf.Array) else [given]:
        if isinstance(attributes, pikepdf.Dictionary):
            found |= dict(attributes.items())
    return found


def _notes(element: Any) -> Iterator[Any]:
    below = element.get("/K", [])
    for kid in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
            yield kid.Obj.objgen


def _told(opened: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """What the file says of itself, in its old properties and in the XMP."""
    yield "Lang", str(opened.Root.get("/Lang", ""))
    for name in ("Title", "Author", "Subject"):
        yield name, str(opened.docinfo.get(f"/{name}", "")) if "/Info" in opened.trailer else ""
    packet = opened.Root.Metadata.read_bytes() if "/Metadata" in opened.Root else b"<none/>"
    try:
        tree = etree.fromstring(packet, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        tree = etree.Element("none")
    for prefix, name in (("pdfuaid", "part"), ("pdfaid", "part"), ("pdfaid", "conformance")):
        yield f"{prefix}:{name}", _property(tree, prefix, name)
    for name in ("title", "creator", "description"):
        yield f"dc:{name}", _property(tree, "dc", name)


def _property(tree: Any, prefix: str, name: str) -> str:
    """A property of the XMP, written as an attribute or as an element."""
    key = f"{{{NAMESPACES[prefix]}}}{name}"
    for element in tree.iter(etree.Element):
        if key in element.attrib:
            return str(element.attrib[key])
        if element.tag == key:
            return "".join(element.itertext()).strip()
    return ""


def _link(note: Any) -> Link:
    action = note.get("/A", pikepdf.Dictionary())
    return Link(str(note.get("/Contents", "")), str(action.get("/URI", note.get("/Dest", ""))))


def _fonts(opened: pikepdf.Pdf) -> Iterator[Font]:
    for thing in opened.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and "/Subtype" in thing:
            if thing.Subtype in ("/CIDFontType0", "/CIDFontType2"):
                continue  # the inner half of a /Type0
            inner = thing.DescendantFonts[0] if "/DescendantFonts" in thing else thing
            files = inner.get("/FontDescriptor", pikepdf.Dictionary())
            embedded = any(f"/FontFile{kind}" in files for kind in ("", "2", "3"))
            yield Font(str(thing.get("/BaseFont", "")).removeprefix("/"), embedded, "/ToUnicode" in thing)


def _outline(parent: Any, level: int) -> Iterator[tuple[int, str]]:
    """The entries of the outline with their levels, from 1."""
    item = parent.get("/First") if parent is not None and level < DEEPEST else None
    while item is not None:
        yield level, str(item.get("/Title", ""))
        yield from _outline(item, level + 1)
        item = item.get("/Next")
