"""A deck under examination: its parts, their types and relationships, read with care, since the file may be damaged."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from lxml import etree

from layouts.problems import Severity

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TYPES: Final = "[Content_Types].xml"
KINDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MOST_BYTES: Final = 64_000_000  # of all parts, unpacked
MOST_PARTS: Final = 10_000
PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGED: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError)
OURS: Final = "mend what writes it: this is a fault of the program; in PowerPoint, save the file anew"


@dataclass(frozen=True)
class Fault:
    """What one rule finds in the file."""

    rule: str
    message: str
    fix: str = OURS
    severity: Severity = "error"


class DeckError(Exception):
    """The file cannot be looked at; its text says why."""


@dataclass(frozen=True)
class Relationship:
    """`target` is a part's name in the package, or an address where it is `external`."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class DeckFile:
    """`names` as the directory lists them, one twice perhaps; `broken` are parts that are no sound XML, and why."""

    names: tuple[str, ...]
    parts: Mapping[str, bytes]
    roots: Mapping[str, Any]
    broken: Mapping[str, str]
    relationships: Mapping[str, tuple[Relationship, ...]]  # by the name of the part they start from

    def related(self, part: str, kind: str) -> Iterator[str]:
        """The parts that a part is related to by `kind`, the last word of a relationship's type."""
        for one in self.relationships.get(part, ()):
            if one.kind == KINDS + kind and not one.external and one.target in self.parts:
                yield one.target

    @cached_property
    def presentation(self) -> str:
        """The name of the main part, or nothing."""
        return next(self.related("", "officeDocument"), "")

    @cached_property
    def slides(self) -> tuple[str, ...]:
        """The slides' parts in the order in which they are shown."""
        root = self.roots.get(self.presentation)
        if root is None:
            return ()
        targets = {one.id: one.target for one in self.relationships.get(self.presentation, ())}
        shown = (targets.get(entry.get(f"{R}id"), "") for entry in root.iterfind(f"{P}sldIdLst/{P}sldId"))
        return tuple(name for name in shown if name in self.roots)

    def number(self, part: str) -> int:
        """Which slide a part is, counted from 1; 0 for every other part."""
        return self.slides.index(part) + 1 if part in self.slides else 0


def read_file(content: bytes) -> DeckFile:
    """The parts of a .pptx; raises DeckError where nothing can be made of them. Nothing outside it is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = tuple(entry.filename for entry in package.infolist() if not entry.is_dir())
            parts = _unpacked(package)
    except RuntimeError:  # zipfile, of a part under a password
        raise DeckError("it is encrypted with a password") from None
    except DAMAGED:
        raise DeckError("it is damaged, or no PowerPoint file") from None
    roots: dict[str, Any] = {}
    broken: dict[str, str] = {}
    for name in parts:
        if name.endswith((".xml", ".rels")):
            _parse(name, parts[name], roots, broken)
    starts = {_start(name): _relationships(name, roots[name]) for name in roots if name.endswith(".rels")}
    return DeckFile(names, parts, roots, broken, starts)


def _unpacked(package: zipfile.ZipFile) -> dict[str, bytes]:
    entries, left, parts = package.infolist(), MOST_BYTES, {}
    if len(entries) > MOST_PARTS:
        raise DeckError(f"it has more than {MOST_PARTS} parts")
    for entry in entries:
        if entry.compress_type not in PACKED:
            raise DeckError("it is packed in a way that PowerPoint does not use")
        if entry.is_dir():
            continue
        with package.open(entry) as part:
            parts[entry.filename] = part.read(left + 1)
        left -= len(parts[entry.filename])
        if left < 0:
            raise DeckError("it unpacks to more than a deck ever holds")
    return parts


def _parse(name: str, content: bytes, roots: dict[str, Any], broken: dict[str, str]) -> None:
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        broken[name] = re.sub(r"\s+", " ", str(error.msg))
        return
    if root.getroottree().docinfo.doctype:
        broken[name] = "it declares a document type, which no PowerPoint file does"
        return
    roots[name] = root


def _start(rels: str) -> str:
    """The part that the relationships in a part such as ppt/_rels/presentation.xml.rels start from."""
    folder, file = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def _relationships(rels: str, root: Any) -> tuple[Relationship, ...]:
    folder, found = posixpath.dirname(_start(rels)), []
    for one in root.iterchildren("{*}Relationship"):
        external, target = one.get("TargetMode") == "External", one.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target.partition("#")[0])).lstrip("/")
        found.append(Relationship(one.get("Id", ""), one.get("Type", ""), target, external))
    return tuple(found)
