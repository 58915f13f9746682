"""A file that somebody gave: read with a bound, and only where it lies in its own folder.

The folder that a person names may be reached by a link; what is named inside it may not lead out.
"""

import stat
from pathlib import Path


class IntakeError(Exception):
    """The file is not read; its text says why, `fix` what to do about it."""

    def __init__(self, why: str, fix: str) -> None:
        self.fix = fix
        super().__init__(why)


def read_within(folder: Path, path: Path, largest: int) -> bytes:
    """The bytes of a file below `folder`, `largest` at most; raises IntakeError, or FileNotFoundError.

    A device or a pipe, which might never end, is not opened.
    """
    if not leads_inside(folder, path):
        raise IntakeError(f"'{path.name}' leads out of its folder", "put the file itself there instead of a link to it")
    return read_bounded(path, largest)


def leads_inside(folder: Path, path: Path) -> bool:
    """Whether a path stays below a folder, with all its links followed."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # links in a circle; a name that no file can have
        return False


def read_bounded(path: Path, largest: int) -> bytes:
    """The bytes of a file, `largest` at most; raises IntakeError, or FileNotFoundError."""
    check = "check its permissions and that it is a file"
    try:
        told = path.stat()
        if not stat.S_ISREG(told.st_mode):
            raise IntakeError("the file cannot be read: it is no file", check)
        if told.st_size > largest:
            why = f"the file has {told.st_size:,} bytes, more than the {largest:,} that are read"
            raise IntakeError(why, "give a smaller one")
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "unknown reason"
        raise IntakeError(f"the file cannot be read: {reason}", check) from None
