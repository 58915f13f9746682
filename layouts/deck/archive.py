"""The zip file around a presentation's parts, always written the same way."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip file can hold
FIRST: Final = ("[Content_Types].xml", "_rels/.rels")  # readers sniff the type of a file from these


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A package of `parts` by name: fixed order, fixed dates, one compression, no trace of the machine."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in sorted(parts, key=_rank):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name], compresslevel=9)
    return stream.getvalue()


def canonical(pptx: bytes) -> bytes:
    """The same package packed again, so that equal parts are equal bytes; a name that stands twice is an error."""
    with zipfile.ZipFile(io.BytesIO(pptx)) as package:
        names = package.namelist()
        if len(set(names)) != len(names):
            raise ValueError("the package holds two parts of one name")
        return pack({name: package.read(name) for name in names})


def _rank(name: str) -> tuple[int, str]:
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)
