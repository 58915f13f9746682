"""What a build depends on, told in one digest: sources, brands, the program's own files, its libraries, the machine's.

Only the standard library is imported here: when nothing has changed, nothing else is loaded.
"""

import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
LARGEST = 256 * 1024 * 1024  # bytes: a file with more may have been made to be read for hours
PASSING = ("__pycache__",)
LINKED = Path("/etc/ld.so.cache")  # rewritten where a Linux machine gets other system libraries, such as Pango


def digest_of(parts: Iterable[bytes | str]) -> str:
    """One digest of several parts; where one ends and the next begins matters."""
    whole = sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        whole.update(b"%d:" % len(content))
        whole.update(content)
    return whole.hexdigest()


def files_digest(folders: Iterable[Path], *, follow: bool = False) -> str:
    """A digest of all files below folders, or of files, by their names and contents. What is not there counts too.

    A link counts by where it leads to, and by what is there only if asked to `follow`: it may lead anywhere.
    """
    return digest_of(part for folder in folders for part in (str(folder), *_contents(folder, follow)))


def _contents(top: Path, follow: bool) -> Iterator[bytes | str]:
    if top.is_file():
        yield _digest(top)
    for folder, below, names in os.walk(top):
        below[:] = sorted(name for name in below if name not in PASSING)
        for name in sorted(names):
            path = Path(folder, name)
            yield path.relative_to(top).as_posix()
            yield str(path.readlink()) if path.is_symlink() and not follow else _digest(path)


def _digest(path: Path) -> bytes:
    """A digest of a file; nothing of a pipe. One that is too large to be a source, and what cannot be read, are
    refused by who needs them: of the former its size and date count."""
    if not path.is_file():
        return b""
    try:
        told = path.stat()
        if told.st_size > LARGEST:
            return f"{told.st_size} {told.st_mtime_ns}".encode()
        with path.open("rb") as file:
            return file_digest(file, "sha256").digest()
    except OSError:
        return b""


@cache
def program_digest() -> str:
    """A digest of this program: its own files, its libraries by name and version, Python, the system's libraries."""
    return digest_of((files_digest([PACKAGE], follow=True), *_libraries(), sys.version, sys.platform, *_system()))


def _libraries() -> Iterator[str]:
    """The installed packages, as the names of their records tell them ('weasyprint-70.0.dist-info')."""
    for place in sorted({Path(sysconfig.get_path(kind)) for kind in ("purelib", "platlib")}):
        if place.is_dir():
            yield from sorted(path.name for path in place.iterdir() if path.suffix in (".dist-info", ".egg-info"))


def _system() -> Iterator[str]:
    if LINKED.exists():
        told = LINKED.stat()
        yield f"{told.st_size} {told.st_mtime_ns}"
