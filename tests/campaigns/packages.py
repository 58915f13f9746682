"""Changes a package or an XML part as damage, other programs and strangers do: its parts, its directory, its tree."""

import io
import random
import warnings
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from lxml import etree

Parts = list[tuple[str, bytes]]  # a name may stand twice
VALUES = (
    *(
        "",
        "0",
        "-1",
        "1",
        "99999999999",
        "2147483648",
        "1e9",
        "NaN",
        "none",
        "true",
        "rId1",
        "rId99",
        "../../x",
        "\u202e",
    ),
    *(
        "0 0 0 0",
        "-5 -5 1e9 2",
        "100%",
        "#",
        "url(#a)",
        "javascript:x",
        "http://example.org/x",
        "x" * 5000,
        "{}",
        "ppt/",
    ),
)
NAMES = (
    "../outside.xml",
    "/ppt/x.xml",
    "ppt\\x.xml",
    "PPT/PRESENTATION.XML",
    "ppt/slides/",
    "x" * 300,
    "\u00e9.xml",
    "a\nb",
)
HEADS = {b"PK\x03\x04": 30, b"PK\x01\x02": 46, b"PK\x05\x06": 22}  # records of a zip file, and how long they are
BOMB = 40_000_000  # bytes of nothing, well packed


def changed_parts(content: bytes, chance: random.Random) -> bytes:
    """A package whose parts are taken away, doubled, renamed, exchanged, emptied or blown up."""
    parts = parts_of(content)
    for _ in range(chance.choice((1, 1, 2, 4))):
        at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
        name, part = parts[at]
        match chance.randrange(8):
            case 0 if len(parts) > 1:
                del parts[at]
            case 1:
                parts.append((chance.choice((name, name.upper())), part))
            case 2:
                parts[at] = chance.choice((*NAMES, parts[other][0], f"{name}.xml")), part
            case 3:
                parts[at], parts[other] = (name, parts[other][1]), (parts[other][0], part)
            case 4:
                parts[at] = name, chance.choice((b"", b"\xff\xfe", b"<a/>", b"\0" * 64, part[: len(part) // 2]))
            case 5 if chance.random() < 0.1:
                parts[at] = name, b" " * BOMB
            case 6:
                renamed = parts[other][0].rpartition("/")[2].encode()
                parts[at] = name, part.replace(name.rpartition("/")[2].encode(), renamed) if part else renamed
            case _:
                parts.insert(0, parts.pop(at))
    return packed(
        parts, chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_LZMA))
    )


def changed_directory(content: bytes, chance: random.Random) -> bytes:
    """A package whose records lie: of sizes, checksums, ways of packing, names, flags and places."""
    made_of = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4))):
        mark, long = chance.choice(list(HEADS.items()))
        found = [at for at in range(len(made_of) - long) if made_of[at : at + 4] == mark] or [0]
        at = chance.choice(found) + chance.randrange(4, long)
        made_of[at : at + 2] = chance.choice((b"\0\0", b"\xff\xff", b"\1\0", b"\x63\0", chance.randbytes(2)))
    return bytes(made_of) + chance.choice((b"", b"", b"more", b"PK\5\6" + b"\0" * 18))


def changed_part(content: bytes, chance: random.Random, change: Callable[[bytes, random.Random], bytes]) -> bytes:
    """A package one part of which is changed."""
    parts = parts_of(content)
    at = chance.randrange(len(parts))
    parts[at] = parts[at][0], change(parts[at][1], chance)
    return packed(parts)


def changed_tree(content: bytes, chance: random.Random) -> bytes:
    """XML with other attributes, or elements taken away, doubled, moved or nested; other bytes as they are."""
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return content
    for _ in range(chance.choice((1, 1, 2, 5))):
        element = chance.choice([one for one in root.iter() if isinstance(one.tag, str)])
        _change_element(element, root, chance)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _change_element(element: Any, root: Any, chance: random.Random) -> None:
    parent, names = element.getparent(), sorted(element.attrib)
    match chance.randrange(8):
        case 0 | 1 | 2 if names:
            value = chance.choice([value for value in VALUES if value.isprintable()])
            element.set(chance.choice(names), value)
        case 3 if names:
            del element.attrib[chance.choice(names)]
        case 4 if parent is not None:
            parent.remove(element)
        case 5 if parent is not None:
            for _ in range(chance.choice((1, 1, 1, 300))):
                parent.insert(parent.index(element), deepcopy(element))
        case 6 if parent is not None:
            other = chance.choice([one for one in root.iter() if isinstance(one.tag, str)])
            if element not in (other, *other.iterancestors()):
                other.append(element)
        case _:
            element.text = chance.choice(("", "text", "9" * 400, "\U0001f600", "\u202e"))


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def packed(parts: Parts, way: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of names that stand twice: they are meant
        with zipfile.ZipFile(stream, "w", way) as package:
            for name, part in parts:
                package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, way)
    return stream.getvalue()
