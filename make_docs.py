#!/usr/bin/env python3
"""Facing Pages: one source of a comparison becomes a printed brochure and an editable deck."""

import argparse
import ctypes
import errno
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from layouts.build import Built

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "sources"
STARTER = ROOT / "layouts" / "starter"
DOCUMENTS = ("trifold", "deck")
PAPERS = ("a4", "letter")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
REMEDY = "run 'bash .ci/build' (Debian, Ubuntu) or see \"Windows and macOS\" in README.md"


class StopError(Exception):
    """One clear sentence that ends the command."""


class UsageError(Exception):
    """A call that cannot be understood; exit status 2."""


def main(arguments: list[str]) -> int:
    """Parses, calls, writes, prints. Exit status: 0 done (warnings allowed), 1 problems, 2 wrong usage."""
    options = parse(arguments)
    try:
        return start(options.name) if options.command == "new" else build(options)
    except StopError as stop:
        print(f"make_docs.py: {stop}", file=sys.stderr)
        return 1
    except UsageError as wrong:
        print(f"make_docs.py: {wrong}", file=sys.stderr)
        return 2


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line. A first word that is no command means 'build'."""
    parser = argparse.ArgumentParser(
        prog="make_docs.py",
        description=__doc__,
        allow_abbrev=False,
        epilog="COMPARISON is a folder name under sources/, or a path to a comparison's "
        "folder or comparison.yaml. Exit status: 0 done, 1 problems, 2 wrong usage.",
    )
    parser.add_argument("--version", action="version", version=f"facing-pages {_version()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    new = commands.add_parser("new", help="a small comparison that builds at once, to start from", allow_abbrev=False)
    new.add_argument("name", metavar="NAME", help="letters a-z, digits and hyphens")
    make = commands.add_parser(
        "build", help="every document of the comparisons named, or of all (the usual command)", allow_abbrev=False
    )
    make.add_argument("comparisons", nargs="*", metavar="COMPARISON")
    make.add_argument("--brand", action="append", metavar="B", help="instead of the source's own; may repeat")
    make.add_argument("--language", action="append", metavar="L", help="instead of all; may repeat")
    make.add_argument("--document", action="append", choices=DOCUMENTS, metavar="D", help="trifold, deck; may repeat")
    make.add_argument("--paper", action="append", choices=PAPERS, help="instead of the brand's first; may repeat")
    make.add_argument("--out", type=Path, default=ROOT / "out", metavar="DIR")
    known = ("new", "build", "-h", "--help", "--version")
    return parser.parse_args(arguments if arguments and arguments[0] in known else ["build", *arguments])


def _version() -> str:
    text = (ROOT / "layouts" / "__init__.py").read_text(encoding="utf-8")
    return text.partition('__version__ = "')[2].partition('"')[0]


# --- build ------------------------------------------------------------------------------------------------------------


def build(options: argparse.Namespace) -> int:
    """Builds every variant asked for. A variant with errors writes nothing; the others are written all the same."""
    comparisons = [find(name) for name in options.comparisons] or every_comparison()
    _prepare(options.out)
    try:
        from layouts.problems import ProblemError
    except ImportError as error:
        raise StopError(_missing(error)) from None
    status = 0
    for folder in comparisons:
        for brand in options.brand or [None]:
            try:
                status |= _build_variants(folder, brand, options)
            except ProblemError as error:
                for problem in error.problems:
                    print(problem, file=sys.stderr)
                status = 1
    return status


def _build_variants(folder: Path, brand_name: str | None, options: argparse.Namespace) -> int:
    try:
        from layouts.brand import read_brand
        from layouts.build import Variant, make_variant
        from layouts.source import read_source
    except ImportError as error:
        raise StopError(_missing(error)) from None
    source = read_source(folder)
    comparison = source.comparison
    brand, _ = read_brand(brand_name or comparison.brand, [folder.parent / "brands", SOURCES / "brands"])
    for tag in options.language or [comparison.language]:
        if tag != comparison.language:
            raise UsageError(f"'{comparison.id}' is not there in '{tag}'; languages: {comparison.language}")
        variant = Variant(brand, tag, tuple(options.paper or brand.print.paper), tuple(options.document or DOCUMENTS))
        built = _guarded(lambda: make_variant(source, variant, _progress(f"{comparison.id}, {brand.id}, {tag}")))
        _progress_done()
        for warning in built.warnings:
            print(warning, file=sys.stderr)
        target = options.out / comparison.id / brand.id / tag
        _written(lambda: publish(target, built.files), target)
        print(f"{_shown(target)}: {', '.join(sorted(built.files))}")
    return 0


def _guarded(make: "Callable[[], Built]") -> "Built":
    """Turns a library that cannot be loaded into a sentence with the remedy."""
    try:
        return make()
    except ImportError as error:
        raise StopError(_missing(error)) from None
    except OSError as error:
        if "cannot load library" in str(error) or "libpango" in str(error):
            raise StopError(f"the system library Pango, which sets the pages, is missing: {REMEDY}") from None
        raise StopError(f"a file of the program cannot be read ({error.strerror or error}): install it again") from None


def _missing(error: ImportError) -> str:
    return f"the Python package '{(error.name or str(error)).partition('.')[0]}' is missing: {REMEDY}"


def every_comparison() -> list[Path]:
    """The folders under sources/ that hold a comparison.yaml."""
    found = sorted(path.parent for path in SOURCES.glob("*/comparison.yaml"))
    if not found:
        raise StopError("there is no comparison under sources/; 'make_docs.py new NAME' makes one to start from")
    return found


def find(name: str) -> Path:
    """The folder of a comparison given by name or path."""
    path = Path(name)
    folder = path.parent if path.name == "comparison.yaml" else path
    for candidate in (SOURCES / name, folder):
        if (candidate / "comparison.yaml").is_file():
            return candidate
    known = ", ".join(path.parent.name for path in sorted(SOURCES.glob("*/comparison.yaml")))
    raise StopError(f"there is no comparison '{name}'; under sources/ there are: {known or 'none yet'}")


def _shown(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def _progress(title: str) -> Callable[[str], None]:
    """One line that is written over, on a terminal only."""

    def show(step: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{title}: {step} ...", end="", file=sys.stderr, flush=True)

    return show


def _progress_done() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


# --- writing: all of a variant, or nothing ----------------------------------------------------------------------------


def _prepare(out: Path) -> None:
    """Makes sure early that something can be written, before minutes of work."""

    def touch() -> None:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / f".writable-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()

    _written(touch, out)


def _written(write: Callable[[], None], target: Path) -> None:
    """Runs a writing step; a full disk, a read-only folder or an open file becomes a sentence with the remedy."""
    try:
        write()
    except OSError as error:
        reason = {
            errno.ENOSPC: "the disk is full: make room",
            errno.EROFS: "the folder is read-only: choose another with --out",
            errno.EACCES: "writing is not allowed there: choose another folder with --out",
            errno.EPERM: "writing is not allowed there: choose another folder with --out",
            errno.ENOTDIR: "a part of the path is a file: choose another folder with --out",
            errno.EEXIST: "a file stands where the folder should be: choose another with --out",
        }
        remedy = reason.get(
            error.errno or 0, f"{error.strerror}: close programs that have its files open, then try again"
        )
        raise StopError(f"{_shown(target)} was left as it was; {remedy}") from None


def publish(target: Path, files: dict[str, bytes]) -> None:
    """Puts a whole folder of files where `target` is, at once: whoever looks sees the old folder or the new one."""
    from filelock import FileLock

    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(target.parent / f".{target.name}.lock"):
        recover(target)
        fresh = _beside(target, "new")
        _write_folder(fresh, files)
        replace(target, fresh)


def _beside(target: Path, role: str) -> Path:
    return target.parent / f".{target.name}.{role}"


def _write_folder(folder: Path, files: dict[str, bytes]) -> None:
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        _sync_folder(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


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
    elif exchange(target, fresh):
        shutil.rmtree(fresh, ignore_errors=True)
    else:
        journal, old = _beside(target, "journal"), _beside(target, "old")
        journal.write_text(json.dumps({"replace": target.name}), encoding="utf-8")
        target.rename(old)
        fresh.rename(target)
        journal.unlink()
        shutil.rmtree(old, ignore_errors=True)
    _sync_folder(target.parent)


def recover(target: Path) -> None:
    """Ends what a killed run began: with a journal the new folder is whole and takes its place; without, it goes."""
    journal, old, fresh = (_beside(target, role) for role in ("journal", "old", "new"))
    if journal.exists() and not target.exists():
        (fresh if fresh.exists() else old).rename(target)
    for leftover in (old, fresh):
        if leftover.exists():
            shutil.rmtree(leftover)
    journal.unlink(missing_ok=True)


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


# --- new --------------------------------------------------------------------------------------------------------------


def start(name: str) -> int:
    """Copies the starter to sources/NAME, under its own name."""
    if not NAME.fullmatch(name) or len(name) > 60:
        raise UsageError(f"'{name}' is no name: use letters a-z, digits and hyphens, such as 'hip-or-knee'")
    target = SOURCES / name
    if target.exists() or name == "brands":
        raise StopError(f"sources/{name} is there already; choose another name")
    files = {path.name: path.read_bytes().replace(b"id: starter\n", f"id: {name}\n".encode(), 1) for path in _starter()}
    _written(lambda: publish(target, files), target)
    print(f"sources/{name} is there: edit its comparison.yaml, then build it with 'make_docs.py {name}'")
    return 0


def _starter() -> Iterator[Path]:
    yield from sorted(STARTER.glob("*.yaml"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
