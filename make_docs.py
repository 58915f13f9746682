#!/usr/bin/env python3
"""Facing Pages: one source of a comparison becomes a printed brochure and an editable deck."""

import argparse
import ctypes
import errno
import io
import json
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from layouts.build import Variant
    from layouts.source import Source

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "sources"
STARTER = ROOT / "layouts" / "starter"
DOCUMENTS = ("trifold", "press", "handout", "large-print", "deck", "figures")
PAPERS = ("a4", "letter")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
REMEDY = "run 'bash .ci/build' (Debian, Ubuntu) or see \"Windows and macOS\" in README.md"
ELSEWHERE = "choose another folder with --out"


class StopError(Exception):
    """One clear sentence that ends the command."""


class UsageError(Exception):
    """A call that cannot be understood; exit status 2."""


def main(arguments: list[str]) -> int:
    """Parses, calls, writes, prints. Exit status: 0 done (warnings allowed), 1 problems, 2 wrong usage."""
    options = parse(arguments)
    try:
        if options.command == "verify":
            return verify(options.files)
        return start(options.name) if options.command == "new" else build(options)
    except StopError as stop:
        print(f"make_docs.py: {stop}", file=sys.stderr)
        return 1
    except UsageError as wrong:
        print(f"make_docs.py: {wrong}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        _progress_done()
        print("make_docs.py: stopped; the documents of an unfinished variant are as they were", file=sys.stderr)
        return 130


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
    check = commands.add_parser(
        "verify", help="whether a brochure and a deck show the same edition, figures and numbers", allow_abbrev=False
    )
    check.add_argument("files", nargs=2, type=Path, metavar="FILE", help="BROCHURE.pdf and DECK.pptx, in any order")
    make = commands.add_parser(
        "build", help="every document of the comparisons named, or of all (the usual command)", allow_abbrev=False
    )
    make.add_argument("comparisons", nargs="*", metavar="COMPARISON")
    make.add_argument("--brand", action="append", metavar="B", help="instead of the source's own; may repeat")
    make.add_argument("--language", action="append", metavar="L", help="instead of all; may repeat")
    listed = f"{', '.join(DOCUMENTS)}; may repeat"
    make.add_argument("--document", action="append", choices=DOCUMENTS, metavar="D", help=listed)
    make.add_argument("--paper", action="append", choices=PAPERS, help="instead of all of the brand's; may repeat")
    make.add_argument("--out", type=Path, default=ROOT / "out", metavar="DIR")
    known = ("new", "verify", "build", "-h", "--help", "--version")
    return parser.parse_args(arguments if arguments and arguments[0] in known else ["build", *arguments])


def _version() -> str:
    text = (ROOT / "layouts" / "__init__.py").read_text(encoding="utf-8")
    return text.partition('__version__ = "')[2].partition('"')[0]


# --- build ------------------------------------------------------------------------------------------------------------


def build(options: argparse.Namespace) -> int:
    """Builds every variant asked for. A variant with errors writes nothing; the others are written all the same."""
    comparisons = [find(name) for name in options.comparisons] or every_comparison()
    _prepare(options.out)
    status = 0
    for folder in comparisons:
        for brand in options.brand or [None]:
            status |= _reported(partial(_build_variants, folder, brand, options))
    return status


def _build_variants(folder: Path, brand_name: str | None, options: argparse.Namespace) -> int:
    with _libraries():
        from layouts.brand import read_brand
        from layouts.build import Variant
        from layouts.overlay import translations
        from layouts.pseudo import TAG as PSEUDO
        from layouts.source import read_source
    folder = Path(_shown(folder))  # problems name files as the caller sees them
    source = read_source(folder)
    comparison = source.comparison
    folders = [folder.parent / "brands", SOURCES / "brands"]
    named_at = None if brand_name else source.place(("brand",))
    brand, _ = read_brand(brand_name or comparison.brand, folders, named_at)
    papers = tuple(dict.fromkeys(options.paper or brand.print.paper))
    documents = tuple(dict.fromkeys(options.document or DOCUMENTS))
    part = bool(options.document or options.paper)
    known = [comparison.language, *translations(folder)]
    status = 0
    for tag in dict.fromkeys(options.language or known):
        if tag not in (*known, PSEUDO):
            raise UsageError(f"'{comparison.id}' is not there in '{tag}'; languages: {', '.join(known)}")
        variant = Variant(brand, tag, papers, documents)
        status |= _reported(partial(_build_language, folder, source, variant, options.out, part))
    return status


def _build_language(folder: Path, source: "Source", variant: "Variant", out: Path, part: bool) -> int:
    """One language: the source's own, or a translation laid over it."""
    with _libraries():
        from layouts.overlay import read_overlay, translate
        from layouts.pseudo import TAG, pseudo
    tag = variant.language
    if tag != source.comparison.language:
        source = translate(source, pseudo(source) if tag == TAG else read_overlay(folder, tag))
    return _build_variant(source, variant, out, part)


def _build_variant(source: "Source", variant: "Variant", out: Path, part: bool) -> int:
    comparison, brand, tag = source.comparison.id, variant.brand.id, variant.language
    target = out / comparison / brand / tag
    _written(partial(complete, target), target, ELSEWHERE)
    with _libraries():
        from layouts.build import keep_earlier, make_variant

        built = make_variant(source, variant, _progress(f"{comparison}, {brand}, {tag}"))
    for warning in built.warnings:
        print(warning, file=sys.stderr)
    files = keep_earlier(built.files, _standing(target), part)
    if part and (
        kept := sorted(name for name in files if name.endswith((".pdf", ".pptx")) and name not in built.files)
    ):
        print(f"{_shown(target)}: as an earlier build left them: {', '.join(kept)}", file=sys.stderr)
    _written(partial(publish, target, files), target, ELSEWHERE)
    print(f"{_shown(target)}: {', '.join(_listed(built.files))}")
    return 0


def _listed(files: Iterable[str]) -> Iterator[str]:
    """Names of files, and of folders with how many they hold."""
    counts = Counter(name.partition("/")[0] + "/" if "/" in name else name for name in files)
    yield from (f"{name} ({count} files)" if name.endswith("/") else name for name, count in sorted(counts.items()))


def _standing(target: Path) -> dict[str, bytes]:
    """The files of an earlier build, and what people put beside them, by name."""
    if not target.is_dir():
        return {}
    return {
        path.relative_to(target).as_posix(): path.read_bytes() for path in sorted(target.rglob("*")) if path.is_file()
    }


def _reported(work: Callable[[], int]) -> int:
    """Exit status of a piece of work; what is wrong in its sources is printed, and does not stop other pieces."""
    from layouts.problems import ProblemError

    try:
        return work()
    except ProblemError as error:
        print(error, file=sys.stderr)
        return 1


@contextmanager
def _libraries() -> Iterator[None]:
    """Turns a library that cannot be loaded into a sentence with the remedy."""
    try:
        with redirect_stdout(io.StringIO()):  # where Pango is missing, WeasyPrint prints a page of advice
            yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] == "layouts":
            raise  # a name of ours that is not there is a bug, not a missing package
        raise StopError(f"{_unloadable(error)}: {REMEDY}") from None
    except OSError as error:
        if "cannot load library" in str(error):
            raise StopError(f"the system library Pango, which sets the pages, is missing: {REMEDY}") from None
        raise StopError(f"a file of the program cannot be read ({error.strerror or error}): install it again") from None
    finally:
        _progress_done()


def _unloadable(error: ImportError) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"the Python package '{error.name.partition('.')[0]}' is missing"
    return f"a Python package cannot be loaded ({error})"


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
    raise StopError(f"there is no comparison {name!r}; under sources/ there are: {known or 'none yet'}")


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
        with tempfile.TemporaryFile(dir=out):
            pass

    _written(touch, out, ELSEWHERE)
    _lock(out)  # its package is needed last: that it is missing is said first


def _written(write: Callable[[], None], target: Path, elsewhere: str) -> None:
    """Runs a writing step; a full disk, a read-only folder or an open file becomes a sentence with the remedy."""
    try:
        write()
    except OSError as error:
        reasons = {
            errno.ENOSPC: "the disk is full; make room",
            errno.EROFS: f"the folder is read-only; {elsewhere}",
            errno.EACCES: f"writing is not allowed there; close programs that have its files open, or {elsewhere}",
            errno.EPERM: f"writing is not allowed there; {elsewhere}",
            errno.ENOTDIR: f"a part of the path is a file; {elsewhere}",
            errno.EEXIST: f"a file stands where the folder should be; {elsewhere}",
        }
        unknown = f"{error.strerror or error}; close programs that have its files open, then try again"
        reason = reasons.get(error.errno or 0, unknown)
        raise StopError(f"nothing was written to {_shown(target)}: {reason}") from None


def publish(target: Path, files: dict[str, bytes]) -> None:
    """Puts a whole folder of files where `target` is, at once: whoever looks sees the old folder or the new one.

    Raises OSError, and then the old folder stands.
    """
    target = target.resolve()  # where it is a link, the folder that it leads to is replaced, not the link
    if target.exists() and not target.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with _lock(target):
        recover(target)
        fresh = _beside(target, "new")
        _write_folder(fresh, files)
        replace(target, fresh)


def complete(target: Path) -> None:
    """Ends a replacement that a killed run left half done, before anybody looks at the folder."""
    target = target.resolve()
    if _beside(target, "journal").exists():
        with _lock(target):
            recover(target)


def _lock(target: Path) -> "BaseFileLock":
    with _libraries():
        from filelock import FileLock

    return FileLock(_beside(target, "lock"))


def _beside(target: Path, role: str) -> Path:
    return target.parent / f".{target.name}.{role}"


def _write_folder(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir()
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            _write_file(folder / name, content)
        for inner in sorted({folder, *((folder / name).parent for name in files)}):
            _sync_folder(inner)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write_file(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
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
    journal, old = _beside(target, "journal"), _beside(target, "old")
    _write_file(journal, json.dumps({"replace": target.name}).encode())
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
    old, fresh = _beside(target, "old"), _beside(target, "new")
    if _beside(target, "journal").exists() and not target.exists():
        whole = next((folder for folder in (fresh, old) if folder.exists()), None)
        if whole:
            whole.rename(target)
            _sync_folder(target.parent)
    _clear(target)


def _clear(target: Path) -> None:
    """Takes away what a replacement leaves: the journal first, since it says that the others are whole."""
    _beside(target, "journal").unlink(missing_ok=True)
    for leftover in (_beside(target, "old"), _beside(target, "new")):
        if leftover.exists():
            shutil.rmtree(leftover)


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


# --- verify -----------------------------------------------------------------------------------------------------------


def verify(paths: list[Path]) -> int:
    """Says whether a brochure and a deck match, or names every difference. What a file is, its content tells."""
    return _reported(partial(_verify, paths))


def _verify(paths: list[Path]) -> int:
    with _libraries():
        from layouts.checks.carried import WrongPairError, read_pair
        from layouts.checks.sameness import agreement, differences
        from layouts.problems import errors
    try:
        pair = read_pair(paths)
    except WrongPairError as wrong:
        raise UsageError(wrong) from None
    found = differences(pair.brochure, pair.deck, pair.place)
    for problem in found:
        print(problem, file=sys.stderr)
    if errors(found):
        return 1
    print(agreement(pair.brochure, pair.deck))
    return 0


# --- new --------------------------------------------------------------------------------------------------------------


def start(name: str) -> int:
    """Copies the starter to sources/NAME, under its own name."""
    if not NAME.fullmatch(name) or len(name) > 60:
        raise UsageError(f"{name!r} is no name: use letters a-z, digits and hyphens, such as 'hip-or-knee'")
    target = SOURCES / name
    if target.exists() or name == "brands":
        raise StopError(f"sources/{name} is there already; choose another name")
    _written(partial(_copy_starter, target), target, "allow writing in sources/")
    print(f"sources/{name} is there: edit its comparison.yaml, then build it with 'bash .ci/build {name}'")
    return 0


def _copy_starter(target: Path) -> None:
    """All of it or nothing, without a lock: it would stay in sources/."""
    own = f'id: "{target.name}"\n'.encode()  # in quotes: 2026 would be a number, null nothing
    files = {path.name: path.read_bytes().replace(b"id: starter\n", own, 1) for path in STARTER.glob("*.yaml")}
    fresh = _beside(target, f"new-{os.getpid()}")
    _write_folder(fresh, files)
    fresh.rename(target)


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a folder's name may be any bytes
    sys.exit(main(sys.argv[1:]))
