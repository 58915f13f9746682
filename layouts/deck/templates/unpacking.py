"""A stranger's PowerPoint file -> its parts, or what is wrong with it: bounded, nothing outside it is read."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from layouts.problems import Place, Problem, ProblemError

UNREADABLE: Final = "TPL-01"
UNSAFE: Final = "TPL-02"
LARGEST: Final = 64 * 1024 * 1024  # bytes of the file
MOST_BYTES: Final = 256 * 1024 * 1024  # unpacked
MOST_PARTS: Final = 4000
LARGEST_XML: Final = 32 * 1024 * 1024  # bytes of one part that is parsed
STEEPEST: Final = 300  # unpacked bytes for one packed byte; XML of slides has 10 to 60
STEEP_FROM: Final = 1024 * 1024  # bytes: below, the ratio says nothing
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old .ppt, and every Office file under a password
PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
AGAIN: Final = "save it again in PowerPoint as .pptx or .potx"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
TYPES: Final = "[Content_Types].xml"


@dataclass(frozen=True)
class Relation:
    """One relationship of a part. `target` is a part's name, or an address where `external`."""

    id: str
    kind: str  # the last word of its type: slideLayout, image, hyperlink
    target: str
    external: bool


def refuse(file: str, rule: str, message: str, fix: str) -> ProblemError:
    """What is wrong with a template, to be raised."""
    return ProblemError([Problem(Place(file), rule, message, fix)])


def unpack(content: bytes, file: str) -> dict[str, bytes]:
    """The parts of a .pptx or .potx by name; raises ProblemError (TPL-01 no such file, TPL-02 a dangerous one)."""
    if content.startswith(COMPOUND):
        message = "it is a file of PowerPoint 97-2003, or one under a password"
        raise refuse(file, UNREADABLE, message, "open it in PowerPoint, take the password away, save it as .pptx")
    if len(content) > LARGEST:
        message = f"it has more than {LARGEST // 2**20} MiB"
        raise refuse(file, UNREADABLE, message, "take example slides and large pictures out of it")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_directory(package.infolist(), file)
            return {entry.filename: _read(package, entry, file) for entry in package.infolist() if not entry.is_dir()}
    except RuntimeError:  # zipfile, of a part under a password
        raise refuse(file, UNREADABLE, "it is encrypted with a password", "save it without a password") from None
    except DAMAGED:
        raise refuse(file, UNREADABLE, "it is damaged, or no PowerPoint file", AGAIN) from None


def _check_directory(entries: list[zipfile.ZipInfo], file: str) -> None:
    """What the directory of the zip file says, before anything is unpacked."""
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise refuse(file, UNSAFE, "it unpacks to more than a presentation ever holds", AGAIN)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names):
        raise refuse(file, UNREADABLE, "it is damaged: it holds two parts of one name", AGAIN)
    for entry in entries:
        steep = entry.file_size > STEEP_FROM and entry.file_size > STEEPEST * max(entry.compress_size, 1)
        if steep and entry.filename.endswith((".xml", ".rels")):
            raise refuse(file, UNSAFE, "it unpacks to more than a presentation ever holds", AGAIN)
        if entry.compress_type not in PACKED:
            raise refuse(file, UNREADABLE, "it is packed in a way that PowerPoint does not use", AGAIN)
        if entry.filename.startswith("/") or "\\" in entry.filename or ".." in entry.filename.split("/"):
            raise refuse(file, UNSAFE, f"its part '{shown(entry.filename)}' leads out of the file", AGAIN)


def _read(package: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> bytes:
    """One part, never more of it than the directory says."""
    with package.open(entry) as part:
        content = part.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise refuse(file, UNREADABLE, f"it is damaged: its part '{shown(entry.filename)}' is not whole", AGAIN)
    return content


def parse_part(content: bytes, name: str, file: str) -> Any:
    """The root element of a part; a document type, with which entities come, is refused."""
    if len(content) > LARGEST_XML:
        raise refuse(file, UNSAFE, f"its part '{shown(name)}' is larger than any real one", AGAIN)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise refuse(file, UNREADABLE, f"it is damaged: its part '{shown(name)}' is no XML", AGAIN) from None
    if root.getroottree().docinfo.doctype:
        message = f"its part '{shown(name)}' declares a document type, which no PowerPoint file does"
        raise refuse(file, UNSAFE, message, AGAIN)
    return root


def relations_name(part: str) -> str:
    """Where the relationships of a part stand; '' is the package."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(parts: Mapping[str, bytes], part: str, file: str) -> Iterator[Relation]:
    """The relationships of a part, its targets as names of parts."""
    name = relations_name(part)
    if name not in parts:
        return
    for found in parse_part(parts[name], name, file).iterchildren(f"{{{PACKAGE}/relationships}}Relationship"):
        external = found.get("TargetMode") == "External"
        target = found.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
        yield Relation(found.get("Id", ""), found.get("Type", "").rpartition("/")[2], target, external)


def shown(text: str) -> str:
    """A stranger's text, fit for one line of a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text[:80])
