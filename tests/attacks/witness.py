"""What a piece of work does to the machine, seen by Python itself (PEP 578): files, sockets, programs."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REACHING = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "nntplib.", "telnetlib.", "poplib.")
RUNNING = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "pty.spawn")
CHANGING = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "shutil.rmtree")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass
class Seen:
    """Files by absolute path; what was reached or run, by the event's name."""

    read: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    reached: list[str] = field(default_factory=list)
    run: list[str] = field(default_factory=list)


_now: list[Seen] = []  # the witness of the piece of work under way; a hook cannot be taken away again
_placed: list[bool] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _now:
        return
    seen = _now[-1]
    if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
        path, mode, flags = arguments
        writes = (isinstance(mode, str) and bool(set(mode) & set("wax+"))) or bool((flags or 0) & WRITING)
        (seen.written if writes else seen.read).add(os.path.abspath(os.fsdecode(path)))  # noqa: PTH100 (no links)
    elif event.startswith(CHANGING):
        below = _folder(event, arguments)
        named = (os.fsdecode(part) for part in arguments[:2] if isinstance(part, str | bytes | os.PathLike))
        seen.written.update(os.path.abspath(os.path.join(below, name)) for name in named)  # noqa: PTH100, PTH118
    elif event.startswith(REACHING):
        seen.reached.append(f"{event} {arguments[:2]!r}")
    elif event.startswith(RUNNING):
        seen.run.append(f"{event} {arguments[:2]!r}")


def _folder(event: str, arguments: tuple[Any, ...]) -> str:
    """The folder that a name is told in, where it is told by an open folder's number."""
    number = arguments[-1]
    if event in ("os.remove", "os.rmdir", "os.mkdir") and isinstance(number, int) and number >= 0:
        told = f"/proc/self/fd/{number}"
        return os.readlink(told) if os.path.lexists(told) else ""  # noqa: PTH115
    return ""


@contextmanager
def witness() -> Iterator[Seen]:
    """Sees all that happens in the with block, in this process. Python's own cache of modules is left out."""
    if not _placed:
        sys.addaudithook(_hook)
        _placed.append(True)
    _now.append(Seen())
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield _now[-1]
    finally:
        sys.dont_write_bytecode = before
        _now.pop()


def outside(paths: set[str], *folders: Path | str) -> list[str]:
    """The paths that lie below none of the folders."""
    tops = [Path(folder) for folder in folders]
    return sorted(path for path in paths if not any(Path(path).is_relative_to(top) for top in tops))
