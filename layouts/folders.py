"""Folders that change at once: whoever looks sees the old files or the new ones, whatever fails or is killed."""

import ctypes
import errno
import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock


def standing(target: Path) -> dict[str, bytes]:
    """The files of an earlier build, and what people put beside them, by name."""
    if not target.is_dir():
        return {}
    return {
        path.relative_to(target).as_posix(): path.read_bytes() for path in sorted(target.rglob("*")) if path.is_file()
    }


def publish(target: Path, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> None:
    """Puts the files that `change` makes of the standing ones where `target` is, at once and with nobody between.

    Raises OSError, and then the old folder stands.
    """
    target = target.resolve()  # where it is a link, the folder that it leads to is replaced, not the link
    if target.exists() and not target.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with lock(target):
        recover(target)
        fresh = beside(target, "new")
        write_folder(fresh, change(standing(target)))
        replace(target, fresh)


def complete(target: Path) -> None:
    """Ends a replacement that a killed run left half done, before anybody looks at the folder."""
    target = target.resolve()
    if beside(target, "journal").exists():
        with lock(target):
            recover(target)


def lock(target: Path) -> FileLock:
    """Keeps two commands from writing one folder at once."""
    return FileLock(beside(target, "lock"))


def beside(target: Path, role: str) -> Path:
    """A name next to a folder for what its replacement needs: 'new', 'old', 'journal', 'lock'."""
    return target.parent / f".{target.name}.{role}"


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Makes a folder with these files in it, synced to the disk; all of it, or nothing and OSError."""
    try:
        folder.mkdir()
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_file(folder / name, content)
        for inner in sorted({folder, *((folder / name).parent for name in files)}):
            _sync_folder(inner)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def write_file(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Makes a file, synced to the disk if `durable`; FileExistsError when it is there."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        if durable:
            os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Makes names durable, where the system lets a folder be opened."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def replace(target: Path, fresh: Path) -> None:
    """Lets two folders change places: in one step where the system can, else in two with a journal."""
    if not target.exists():
        fresh.rename(target)
    elif not exchange(target, fresh):
        _replace_in_two_steps(target, fresh)
    with suppress(OSError):  # the new folder stands: what cannot be cleared away now, the next run clears
        _sync_folder(target.parent)
        _clear(target)


def _replace_in_two_steps(target: Path, fresh: Path) -> None:
    """From the moment the journal stands, the fresh folder is whole: whoever finds the target gone puts it there."""
    journal, old = beside(target, "journal"), beside(target, "old")
    write_file(journal, json.dumps({"replace": target.name}).encode())
    _sync_folder(target.parent)
    target.rename(old)
    try:
        fresh.rename(target)
    except BaseException:
        if not target.exists():
            old.rename(target)
        raise


def recover(target: Path) -> None:
    """Ends what a killed run began: with a journal the new folder is whole and takes its place; without, it goes."""
    old, fresh = beside(target, "old"), beside(target, "new")
    if beside(target, "journal").exists() and not target.exists():
        whole = next((folder for folder in (fresh, old) if folder.exists()), None)
        if whole:
            whole.rename(target)
            _sync_folder(target.parent)
    _clear(target)


def _clear(target: Path) -> None:
    """Takes away what a replacement leaves: the journal first, since it says that the others are whole."""
    beside(target, "journal").unlink(missing_ok=True)
    for leftover in (beside(target, "old"), beside(target, "new")):
        if leftover.exists():
            shutil.rmtree(leftover)


def clear_leftovers(folder: Path, pattern: str, since: float) -> None:
    """Takes away files and folders that killed runs left, such as '.index.html.new-*' in a folder.

    Only those that were changed last before `since` (seconds of the epoch): another run may be writing now.
    """
    with suppress(OSError):  # what cannot be cleared away now, another run clears
        for path in folder.glob(pattern):
            if path.lstat().st_mtime < since:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)


def exchange(first: Path, second: Path) -> bool:
    """Swaps two names atomically (Linux renameat2, macOS renamex_np); False where the system cannot."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        one, two = os.fsencode(first), os.fsencode(second)
        if sys.platform == "darwin":
            return int(library.renamex_np(one, two, 2)) == 0  # RENAME_SWAP
        return int(library.renameat2(-100, one, -100, two, 2)) == 0  # AT_FDCWD, RENAME_EXCHANGE
    except (OSError, AttributeError, TypeError):
        return False
