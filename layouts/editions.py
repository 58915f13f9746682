"""Two editions given as folders: a comparison, or a built variant, whose documents carry their source."""

import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layouts.brochure.carried_source import read_carried
from layouts.intake import IntakeError, read_within
from layouts.problems import Place, Problem, ProblemError
from layouts.source import MAIN, WORKS, Source, parse_source, read_source

MANIFEST = "build.json"
MOST_BYTES = 20_000_000  # of a source once unpacked; ours are below a quarter of a million
MOST_FILE = 100_000_000  # bytes of a document or manifest; ours are below two million
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGED = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError)
CARRIERS = ("trifold.pdf", "handout.pdf", "large-print.pdf", "panel-map.pdf")


@dataclass(frozen=True)
class Given:
    """An edition: how it is called, its source, and the checksums of its files if it was built."""

    name: str
    source: Source
    sums: dict[str, str]


def read_given(folder: Path) -> Given:
    """Reads a comparison's folder or a built one; raises ProblemError."""
    if (folder / MAIN).is_file():
        return Given(str(folder), read_source(folder), {})
    if (folder / MANIFEST).is_file():
        return Given(str(folder), _carried(folder), _sums(folder))
    message = "it is no comparison and no built folder"
    raise _refused(folder, message, f"give a folder with {MAIN} or one with {MANIFEST}")


def _sums(folder: Path) -> dict[str, str]:
    try:
        made: Any = json.loads(_read(folder, MANIFEST))["files"]
        return {str(name): str(entry["sha256"]) for name, entry in made.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _refused(folder / MANIFEST, "it is no manifest of this program", "build the folder again") from None


def _carried(folder: Path) -> Source:
    """The source that a document of a built folder carries."""
    papers = ("", "-letter", "-a4")
    names = [f"{carrier.removesuffix('.pdf')}{paper}.pdf" for carrier in CARRIERS for paper in papers]
    path = next((folder / name for name in names if (folder / name).is_file()), None)
    if path is None:
        raise _refused(folder, "none of its documents carries a source", f"build one of: {', '.join(CARRIERS)}")
    packed = read_carried(_read(folder, path.name))
    if packed is None:
        raise _refused(path, "it carries no source", "build it again")
    try:
        return parse_source(_unpacked(packed, path))
    except DAMAGED:
        raise _refused(path, "the source that it carries cannot be unpacked", "build it again") from None


def _read(folder: Path, name: str) -> bytes:
    try:
        return read_within(folder, folder / name, MOST_FILE)
    except FileNotFoundError:
        raise _refused(folder / name, "it is not there any more", "build the folder again") from None
    except IntakeError as error:
        raise _refused(folder / name, str(error), error.fix) from None


def _unpacked(packed: bytes, path: Path) -> dict[str, bytes]:
    """The two files of a comparison, never more than `MOST_BYTES`."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        wanted = [entry for entry in archive.infolist() if entry.filename.endswith((f"/{MAIN}", f"/{WORKS}"))]
        if len(wanted) != 2 or sum(entry.file_size for entry in wanted) > MOST_BYTES:
            raise _refused(path, "what it carries is no source of this program", "build it again")
        if any(entry.compress_type not in PACKED for entry in wanted):
            raise _refused(path, "what it carries is packed as this program never does", "build it again")
        wanted.sort(key=lambda entry: not entry.filename.endswith(MAIN))
        return {f"{path}:{entry.filename}": archive.read(entry) for entry in wanted}


def _refused(path: Path, message: str, fix: str) -> ProblemError:
    return ProblemError([Problem(Place(str(path)), "FIN-01", message, fix)])
