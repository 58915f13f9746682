"""Identity and seals in a deck, as PowerPoint's own tags (ISO/IEC 29500-1, 19.3.3): it keeps them when it saves.

A tag is a name in upper case and a text; tags stand in parts of their own, one for the presentation and one a figure.
Reading opens the file with zipfile and lxml alone: it may be damaged, or made to do harm.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from layouts.deck.names import qn
from layouts.identity import Edit, Sealed, SealError, from_texts, is_seal, to_texts

PREFIX: Final = "FACINGPAGES_"
FIGURE, LABEL = "Figure: ", "label: "  # how the shapes of a figure and of its texts are named
CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.tags+xml"
AFTER_TAGS: Final = ("p:kinsoku", "p:defaultTextStyle", "p:modifyVerifier", "p:extLst")  # in a presentation and a shape
MOST_BYTES: Final = 64_000_000  # of all parts that are read, unpacked
UNLOCK: Final = "take the password off in PowerPoint, or take the file as the program wrote it"
PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGED: Final = (zipfile.BadZipFile, zlib.error, struct.error, etree.XMLSyntaxError, EOFError, OSError, ValueError)


# --- writing ----------------------------------------------------------------------------------------------------------


def seal_deck(presentation: Any, sealed: Sealed) -> None:
    """Tags a presentation and every shape of its figures; raises SealError for a figure that stands on no slide."""
    missing = dict(sealed.figures)
    for slide in presentation.slides:
        for shape in slide.shapes:
            id = shape.name.removeprefix(FIGURE)
            if shape.name.startswith(FIGURE) and id in (seals := dict(sealed.figures)):
                tag(slide.part, shape._element.xpath("./*[1]/p:nvPr")[0], {"figure": id, "seal": seals[id]})
                missing.pop(id, None)
    if missing:
        fix = "put the section that has it on a slide of the layout 'figure'"
        raise SealError(f"the figure '{min(missing)}' stands on no slide", fix)
    tag(presentation.part, presentation.part._element, to_texts(sealed.identity))


def tag(part: Any, owner: Any, texts: Mapping[str, str]) -> None:
    """A part of tags beside `part`, and the reference to it in the element `owner`."""
    root = parse_xml(f"<p:tagLst {nsdecls('p')}/>")
    for name, text in texts.items():
        etree.SubElement(root, qn("p:tag"), name=PREFIX + name.upper(), val=text)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = part.package
    tags = Part(package.next_partname("/ppt/tags/tag%d.xml"), CONTENT_TYPE, package, content)
    reference = part.relate_to(tags, RELATIONSHIP_TYPE.TAGS)
    listed = parse_xml(f'<p:custDataLst {nsdecls("p", "r")}><p:tags r:id="{reference}"/></p:custDataLst>')
    after = next((child for child in owner if child.tag in map(qn, AFTER_TAGS)), None)
    owner.append(listed) if after is None else after.addprevious(listed)


def tag_again(part: Any, owner: Any, texts: Mapping[str, str]) -> None:
    """The same in place of our tags that the element has; those of other programs stay."""
    for reference in owner.iterfind(f"{qn('p:custDataLst')}/{qn('p:tags')}"):
        tags = part.related_part(reference.get(qn("r:id")))
        root = parse_xml(tags.blob)
        for old in [one for one in root if str(one.get("name", "")).startswith(PREFIX)]:
            root.remove(old)
        for name, text in texts.items():
            etree.SubElement(root, qn("p:tag"), name=PREFIX + name.upper(), val=text)
        tags._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return
    if (listed := owner.find(qn("p:custDataLst"))) is not None:
        owner.remove(listed)  # one of other data, without tags: the new one holds both
    tag(part, owner, texts)
    if listed is not None:
        owner.find(qn("p:custDataLst"))[:0] = list(listed)


# --- reading ----------------------------------------------------------------------------------------------------------


def read_deck(content: bytes) -> Sealed | None:
    """What a PPTX says it shows, None where it carries no identity; raises SealError for a file that is not whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return _read(_Package(opened))
    except RecursionError:
        raise SealError("it is damaged: its parts are nested too deep") from None
    except RuntimeError:  # zipfile, of a part under a password
        raise SealError("it is encrypted with a password", UNLOCK) from None
    except DAMAGED:
        raise SealError("it is damaged, or no PowerPoint file") from None


@dataclass
class _Package:
    """An open package that unpacks no more than MOST_BYTES, whatever its directory says."""

    opened: zipfile.ZipFile
    left: int = MOST_BYTES

    def xml(self, name: str) -> Any:
        """The root element of a part; nothing outside the part is read, and no entity is filled in."""
        if name not in self.opened.NameToInfo:
            raise SealError(f"it is damaged: its part '{_shown(name)}' is missing")
        if self.opened.NameToInfo[name].compress_type not in PACKED:
            raise SealError("it is packed in a way that PowerPoint does not use")
        with self.opened.open(name) as part:
            content = part.read(self.left + 1)
        self.left -= len(content)
        if self.left < 0:
            raise SealError("it unpacks to more than a deck ever holds")
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        if root.getroottree().docinfo.doctype:
            raise SealError("it is damaged: a part declares a document type, which no PowerPoint file does")
        return root

    def targets(self, name: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part: id -> kind and the target's name in the package."""
        folder, file = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self.opened.NameToInfo:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for rel in self.xml(rels).iterchildren("{*}Relationship"):
            target = posixpath.normpath(posixpath.join("/", folder, rel.get("Target", "")))
            if rel.get("TargetMode") != "External":
                found[rel.get("Id", "")] = (rel.get("Type", ""), target.lstrip("/"))
        return found


def _read(package: _Package) -> Sealed | None:
    start = next((name for kind, name in package.targets("").values() if kind == RELATIONSHIP_TYPE.OFFICE_DOCUMENT), "")
    if not start:
        raise SealError("it is no PowerPoint file")
    presentation, targets = package.xml(start), package.targets(start)
    identity = from_texts(_tags(presentation, targets, package))
    if identity is None:
        return None
    figures: list[tuple[str, str]] = []
    edits: list[Edit] = []
    unsealed: list[str] = []
    for entry in presentation.iterfind(f"{qn('p:sldIdLst')}/{qn('p:sldId')}"):
        _, name = targets.get(entry.get(qn("r:id")), ("", "a slide"))
        for shape, tags in _shapes(name, package):
            id, seal = tags.get("figure", ""), tags.get("seal", "")
            if is_seal(id, seal):
                figures.append((id, seal))
                edits += _edits(id, shape)
            elif (named := _name(shape)).startswith(FIGURE):
                unsealed.append(_shown(named.removeprefix(FIGURE)))
    return Sealed(identity, tuple(figures), tuple(edits), tuple(unsealed))


def _shapes(slide: str, package: _Package) -> Iterator[tuple[Any, dict[str, str]]]:
    """Every picture, group and other shape of a slide with its tags; a figure may stand within another group."""
    targets = package.targets(slide)
    for properties in package.xml(slide).iter(qn("p:nvPr")):
        yield properties.getparent().getparent(), _tags(properties, targets, package)


def _tags(owner: Any, targets: Mapping[str, tuple[str, str]], package: _Package) -> dict[str, str]:
    """Our tags of an element, by name in lower case without the prefix."""
    found: dict[str, str] = {}
    for reference in owner.iterfind(f"{qn('p:custDataLst')}/{qn('p:tags')}"):
        kind, name = targets.get(reference.get(qn("r:id")), ("", ""))
        for tag in package.xml(name).iterchildren(qn("p:tag")) if kind == RELATIONSHIP_TYPE.TAGS else ():
            if tag.get("name", "").startswith(PREFIX):
                found[tag.get("name").removeprefix(PREFIX).lower()] = tag.get("val", "")
    return found


def _name(shape: Any) -> str:
    return next((str(properties.get("name", "")) for properties in shape.iterfind(f"*/{qn('p:cNvPr')}")), "")


def _edits(figure: str, group: Any) -> Iterator[Edit]:
    """The text boxes of a figure whose text is no longer the one that they are named after."""
    for box in group.iter(qn("p:sp")):
        if _name(box).startswith(LABEL):
            given, now = _folded(_name(box).removeprefix(LABEL)), _folded(_text(box))
            if given != now:
                yield Edit(figure, _shown(given), _shown(now))


def _text(box: Any) -> str:
    """Runs and fields of a text box, with a space where a line or a paragraph ends."""
    parts = box.iter(qn("a:p"), qn("a:br"), qn("a:t"))
    return "".join((part.text or "") if part.tag == qn("a:t") else " " for part in parts)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _shown(text: str) -> str:
    """A stranger's text, fit for one line of a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text[:120])
