#!/usr/bin/env python3
"""Facing Pages: one source of a comparison becomes a printed brochure and an editable deck."""

import argparse
import errno
import io
import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from glob import escape
from hashlib import sha256
from itertools import chain
from itertools import count as numbers
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from layouts.checks.finished import Verdict
    from layouts.deck.edits.refreshing import Refreshed
    from layouts.deck.templates.stage import Template
    from layouts.jobs import Crew, Done, Job, Refused
    from layouts.problems import Problem

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "sources"
CHECKED = ROOT / "out" / ".cache" / "checked"  # which sources passed a full check
MANIFEST = "build.json"
STARTER = ROOT / "layouts" / "starter"
DOCUMENTS = ("trifold", "press", "handout", "large-print", "deck", "review", "figures")
PRINTED = ("trifold", "handout", "large-print", "deck")  # the press prints the tri-fold's text
PAPERS = ("a4", "letter")
PROFILES = {"patient": ("trifold", "press", "handout", "large-print"), "hcp": ("deck",)}  # readers, and what is theirs
REGIONS = ("US", "EU", "UK")
TABLE = ("variant", "comparison", "brand", "language", "paper", "documents", "site", "phone", "logo")
MOST_TABLE, MOST_PO, MOST_DECK = 100_000_000, 20_000_000, 100_000_000  # bytes of a file that is given
A_WHILE = 60  # seconds after which nobody is still writing one file
MOST_PROCESSES = 8  # without --jobs: each takes some hundred MB of memory
UNASKED = (
    "out",
    "jobs",
    "cluster",
    "fresh",
    "as_of",
)  # options that decide nothing, or are told apart
COMPARISONS = "[!.]*/comparison.yaml"  # below sources/; what begins with a dot, a killed 'new' left
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
        return _reported(partial(COMMANDS[options.command], options))
    except StopError as stop:
        print(f"make_docs.py: {stop}", file=sys.stderr)
        return 1
    except UsageError as wrong:
        print(f"make_docs.py: {wrong}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        Progress.wipe()
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

    def command(name: str, help: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, description=help, allow_abbrev=False)

    make = command("build", "every document of the comparisons named, or of all (the usual command)")
    make.add_argument("comparisons", nargs="*", metavar="COMPARISON")
    make.add_argument(
        "--onto", type=Path, metavar="EDITED.pptx", help="only the deck, brought up to date beside EDITED"
    )
    make.add_argument("--json", action="store_true", help="with --onto: the report as JSON")
    _add_choices(make)
    _add_production(make)
    eye = command("watch", "builds, and builds again what an edit touches, as it is saved")
    eye.add_argument("comparisons", nargs="*", metavar="COMPARISON")
    eye.set_defaults(onto=None)
    _add_choices(eye)
    _add_production(eye)
    table = command("batch", "the variants of a table, one a row")
    table.add_argument("table", type=Path, metavar="VARIANTS.csv", help=f"columns: {', '.join(TABLE)}")
    _add_production(table)
    look = command("check", "every rule, on comparisons, on built folders, or on finished files; writes no document")
    look.add_argument("given", nargs="*", metavar="COMPARISON|FOLDER|FILE", help="without one, every comparison")
    look.add_argument(
        "--full", action="store_true", help="ask the judges from outside too: veraPDF, Open XML SDK, qpdf"
    )
    look.add_argument("--profile", choices=PROFILES, help="only the documents of these readers")
    look.add_argument("--region", choices=REGIONS, help="a region that the comparison has to be written for")
    look.add_argument("--json", action="store_true", help="problems as an array on stdout, and nothing else there")
    _add_day(look)
    pair = command("verify", "whether a brochure and a deck show the same edition, figures and numbers")
    pair.add_argument("files", nargs=2, type=Path, metavar="FILE", help="BROCHURE.pdf and DECK.pptx, in any order")
    found = command("trace", "where a number is printed: document, page, panel or slide, figure, notes")
    found.add_argument("comparison", metavar="COMPARISON")
    found.add_argument("id", nargs="?", metavar="ID", help="of an estimate or fact; without one, all of them")
    found.add_argument("--texts", action="store_true", help="every text that is printed, and where: the whole proof")
    found.add_argument("--language", metavar="L", help="instead of the comparison's own")
    found.add_argument("--brand", metavar="B", help="instead of the comparison's own")
    stage = command("template", "what a PowerPoint template offers, what it lacks, and a mapping to paste")
    stage.add_argument("file", type=Path, metavar="FILE.pptx|.potx")
    stage.add_argument("--brand", default="clinic", metavar="B", help="whose colours are looked at on it")
    differ = command(
        "diff", "what changed between two sources or two built folders, and which documents are out of date"
    )
    differ.add_argument("old", type=Path, metavar="OLD", help="a source, a built folder, or a deck that was edited")
    differ.add_argument("new", type=Path, metavar="NEW")
    differ.add_argument("--html", type=Path, metavar="FILE", help="the same as a page, such as changes.html")
    for name, help in (
        ("export-po", "the strings of a comparison for a translator, as a PO file"),
        ("import-po", "a translator's PO file back into sources/, once nothing is missing or changed in it"),
    ):
        strings = command(name, help)
        strings.add_argument("comparison", metavar="COMPARISON")
        strings.add_argument("language", metavar="LANGUAGE", help="a tag such as es or pt-BR")
        strings.add_argument("file", type=Path, metavar="FILE.po")
    new = command("new", "a small comparison that builds at once, to start from")
    new.add_argument("name", metavar="NAME", help="letters a-z, digits and hyphens")
    known = (*COMMANDS, "-h", "--help", "--version")
    return parser.parse_args(arguments if arguments and arguments[0] in known else ["build", *arguments])


def _add_choices(command: argparse.ArgumentParser) -> None:
    """Which variants of a comparison."""
    command.add_argument("--brand", action="append", metavar="B", help="instead of the source's own; may repeat")
    command.add_argument("--language", action="append", metavar="L", help="instead of all; may repeat")
    listed = f"{', '.join(DOCUMENTS)}; may repeat"
    command.add_argument("--document", action="append", choices=DOCUMENTS, metavar="D", help=listed)
    command.add_argument("--paper", action="append", choices=PAPERS, help="instead of all of the brand's; may repeat")
    command.add_argument("--template", type=Path, metavar="FILE", help="a .pptx or .potx that decks stand on")


def _add_production(command: argparse.ArgumentParser) -> None:
    """Where documents go and how many are made at once."""
    command.add_argument("--out", type=Path, default=ROOT / "out", metavar="DIR")
    command.add_argument("--fresh", action="store_true", help="make everything again, whatever was made before")
    _add_day(command)
    most = f"processes at work at once; as many as there are cores without it, up to {MOST_PROCESSES}"
    command.add_argument("--jobs", type=_count, metavar="N", help=most)
    command.add_argument("--cluster", metavar="ADDRESS", help="a Dask scheduler whose workers make the variants")


def _add_day(command: argparse.ArgumentParser) -> None:
    stand = "the day on which facts must still stand; today without it"
    command.add_argument("--as-of", type=_day, metavar="DATE", default=today(), help=stand)


def today() -> date:
    """The build day: the only clock there is. It decides what is past its date, and is printed in no document."""
    return datetime.now().astimezone().date()


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _version() -> str:
    text = (ROOT / "layouts" / "__init__.py").read_text(encoding="utf-8")
    return text.partition('__version__ = "')[2].partition('"')[0]


# --- build and batch --------------------------------------------------------------------------------------------------


def build(options: argparse.Namespace) -> int:
    """Builds every variant asked for. A variant with errors writes nothing; the others are written all the same."""
    if options.onto:
        return _refresh(options)
    comparisons = [Path(_shown(find(name))) for name in options.comparisons] or every_comparison()
    beside = (options.template, options.template.with_suffix(".yaml")) if options.template else ()
    call = Call(options, (*comparisons, *(folder.parent / "brands" for folder in comparisons), *beside))
    if call.unchanged():
        return 0
    _prepare(options.out)
    with _libraries():
        from layouts.jobs import Refused
        from layouts.selection import UNKNOWN_LANGUAGE, Reading, Wish, select
    asked = (options.language, options.paper, options.document)
    languages, papers, documents = (tuple(dict.fromkeys(words or ())) for words in asked)
    brands = dict.fromkeys(options.brand or [None])
    template = _template(options.template) if options.template else None
    wishes = [
        Wish(folder, brand, languages, papers, documents or DOCUMENTS, options.as_of, template)
        for folder in comparisons
        for brand in brands
    ]
    reading = Reading(SOURCES / "brands")
    found = [_released(one, wish.folder) for wish in wishes for one in select(wish, reading)]
    unknown = [one.problems[0] for one in found if isinstance(one, Refused)]
    if len(unknown) == len(found) and all(problem.rule == UNKNOWN_LANGUAGE for problem in unknown):
        raise UsageError(f"{unknown[0].message}; {unknown[0].fix}")
    return _make(found, call, part=bool(papers or documents))


def _refresh(options: argparse.Namespace) -> int:
    """Brings a deck that somebody edited up to date, as a new file beside it, and reports what became of each edit."""
    done = _onto(options)
    if done is None:
        return 1
    target = _free(options.onto.with_name(f"{options.onto.stem}-refreshed.pptx"))
    _written(partial(_replace_file, target, done.pptx), target, "choose a folder that can be written")
    print(
        json.dumps(done.report.values, indent=2, ensure_ascii=False) if options.json else "\n".join(done.report.lines)
    )
    print(f"{_shown(target)}: {_shown(options.onto)} brought up to date", file=sys.stderr)
    return 0


def _onto(options: argparse.Namespace) -> "Refreshed | None":
    """The deck of one comparison laid onto an edited one, or nothing where it cannot be made; raises ProblemError."""
    with _libraries():
        from layouts.deck.edits.refreshing import refresh_deck
        from layouts.deck.seals import read_deck
        from layouts.identity import SealError
        from layouts.jobs import Done, Job, make_jobs
        from layouts.selection import Reading, Wish, select
    edited = _content(_settled(options.onto), MOST_DECK)
    sealed = None
    with suppress(SealError):  # what is wrong with the file is told below
        sealed = read_deck(edited)
    named = options.comparisons or ([sealed.identity.comparison] if sealed else [])
    languages = tuple(options.language or ([sealed.identity.language] if sealed else []))
    if not named:
        raise StopError(f"{_shown(options.onto)} does not say which comparison it is of; name the comparison too")
    reading, day = Reading(SOURCES / "brands"), options.as_of
    template = _template(options.template) if options.template else None
    wishes = [
        Wish(Path(_shown(find(name))), brand, languages, (), ("deck",), day, template)
        for name in named
        for brand in options.brand or [None]
    ]
    found = [one for wish in wishes for one in select(wish, reading)]
    if len(found) != 1:
        raise UsageError(f"--onto is for one deck, and {len(found)} are asked for: name comparison, brand and language")
    [asked] = found
    [made] = _loading(make_jobs([asked])) if isinstance(asked, Job) else [asked]
    for problem in made.problems:
        print(problem, file=sys.stderr)
    if not isinstance(made, Done):
        return None
    with _libraries():
        return refresh_deck(edited, made.files["deck.pptx"], _shown(options.onto))


def _free(path: Path) -> Path:
    """A name that nothing has yet: what somebody refreshed and edited before is not written over."""
    numbered = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in numbers(2))
    return next(one for one in chain([path], numbered) if not one.exists())


def _content(path: Path, largest: int) -> bytes:
    """The bytes of a file that was given; one that cannot be read, or has more bytes than any of its kind, is told."""
    with _libraries():
        from layouts.intake import IntakeError, read_bounded
    try:
        return read_bounded(path, largest)
    except FileNotFoundError:
        raise StopError(f"{_shown(path)} cannot be read: it is not there") from None
    except IntakeError as error:
        raise StopError(f"{_shown(path)}: {error}; {error.fix}") from None


def _template(path: Path) -> "Template":
    """The house's own presentation; raises ProblemError."""
    with _libraries():
        from layouts.deck.templates.stage import read_template

    return read_template(Path(_shown(path)))


def watch(options: argparse.Namespace) -> int:
    """Builds, then again whenever a source, a brand or a translation was saved, until Ctrl-C. Faults are told, and the
    documents stay as they were until they are mended."""
    with _libraries():
        import watchfiles

        from layouts.memories import sweep
    options.jobs = options.jobs or 1  # libraries and figures stay loaded in this process
    comparisons = [find(name) for name in options.comparisons] or every_comparison()
    brands = {
        folder for one in comparisons for folder in (one.parent / "brands", SOURCES / "brands") if folder.is_dir()
    }
    print("watching: Ctrl-C ends it", file=sys.stderr)
    fresh = True
    # Asked ten times a second, so that it listens before the first build and keeps what is saved meanwhile.
    for changes in watchfiles.watch(
        *comparisons, *brands, raise_interrupt=True, yield_on_timeout=True, rust_timeout=100
    ):
        if not (fresh or changes):
            continue
        fresh = False
        started = time.monotonic()
        try:
            status = _reported(partial(build, options))
        except (
            StopError
        ) as stop:  # a folder that is gone for a moment, a disk that is full: the next save may be better
            print(f"make_docs.py: {stop}", file=sys.stderr)
            status = 1
        said = "made" if status == 0 else "not made"
        print(f"{said} in {time.monotonic() - started:.1f} s; watching", file=sys.stderr)
        sweep()  # while nobody waits: it takes up to a second
    return 0


def batch(options: argparse.Namespace) -> int:
    """Builds the variants of a table, one a row. What is wrong with a row keeps no other from being built."""
    with _libraries():
        from layouts.jobs import Job, Refused
        from layouts.selection import Reading, select, wish_of
        from layouts.variants import parse_variants
    table = Path(_shown(options.table))
    content = _content(table, MOST_TABLE)
    rows = parse_variants(content, str(table), {"paper": PAPERS, "documents": DOCUMENTS})
    _prepare(options.out)
    reading = Reading(SOURCES / "brands")
    found: list[Job | Refused] = [Refused("", name, "", problems) for name, problems in rows.faults.items()]
    reads = [table, *(table.parent / row.logo for row in rows.sound if row.logo)]
    for row in rows.sound:
        wish = wish_of(replace(row, documents=row.documents or DOCUMENTS), options.as_of, table.parent, SOURCES)
        if isinstance(wish, Refused):
            found.append(wish)
        else:
            reads += [wish.folder, wish.folder.parent / "brands"]
            found += [_released(one, wish.folder) for one in select(wish, reading)]
    return _make(found, Call(options, tuple(dict.fromkeys(reads))), part=False)


def _released(one: "Job | Refused", folder: Path) -> "Job | Refused":
    """DIS-06: an approved edition is built once every rule and every judge from outside has passed the same source."""
    from layouts.jobs import Job, Refused
    from layouts.problems import Problem

    if not isinstance(one, Job) or one.source.comparison.edition.status != "approved" or _passed(folder).exists():
        return one
    message = "the edition is approved, and no full check of this source has passed"
    fix = f"run 'make_docs.py check {folder} --full' and mend what it finds; then build"
    problem = Problem(one.source.place(("edition", "status")), "DIS-06", message, fix)
    return Refused(one.source.comparison.id, one.name, one.variant.language, (problem,))


def _passed(folder: Path) -> Path:
    """Where it is noted that a source, its brands and this program passed a full check."""
    from layouts.inputs import digest_of, files_digest, program_digest

    brands = (folder.parent / "brands", SOURCES / "brands")
    return (
        ROOT / "out" / ".cache" / "checked" / digest_of((program_digest(), files_digest([folder.resolve(), *brands])))
    )


def _make(found: "Sequence[Job | Refused]", call: "Call", *, part: bool) -> int:
    """Makes and writes each job, names what could not be made, and shows all of it in the gallery."""
    from layouts import folders
    from layouts.cache import Cache
    from layouts.jobs import Done, Job, Refused, Shelves, cores, make_jobs

    options, out = call.options, call.options.out
    jobs = [one for one in found if isinstance(one, Job)]
    failed: list[Refused] = []
    progress = Progress(len(jobs))
    for job in jobs:
        target = _target(job, out)
        _written(partial(folders.complete, target), target, ELSEWHERE)
    cache = Cache(out / ".cache", fresh=options.fresh)
    processes = options.jobs or min(cores(), MOST_PROCESSES)
    crew = _crew(options.cluster) if options.cluster else None
    made = make_jobs(jobs, processes, progress.of, Shelves(cache, out), crew)
    for done in chain((one for one in found if isinstance(one, Refused)), _loading(made)):
        progress.wipe()
        call.tell(done.problems)
        if isinstance(done, Done):
            call.wrote(_target(done.job, out), _write(done, _target(done.job, out), part))
            for name, content in done.pictures.items():
                _put(out / name, content)
        else:
            failed.append(done)
        progress.count()
    cache.trim()
    _show(call, failed, [(job.source.comparison.id, job.name, job.variant.language) for job in jobs])
    if failed and len(found) > 1:
        names = ", ".join("/".join(filter(None, (one.comparison, one.name, one.language))) for one in failed)
        print(f"make_docs.py: {len(failed)} of {len(found)} variants were not made: {names}", file=sys.stderr)
    if not failed:
        call.done()
    return 1 if failed else 0


def _put(path: Path, content: bytes) -> None:
    """A file of the gallery: what is lost of it is made again."""
    _written(partial(_replace_file, path, content, durable=False), path, ELSEWHERE)


def _crew(address: str) -> "Crew":
    """The machines of a cluster."""
    with _libraries():
        from layouts.cluster import UnreachableError, cluster_crew
    try:
        with _libraries():
            return cluster_crew(address)
    except UnreachableError as unreachable:
        raise StopError(f"{unreachable}; README.md says how a scheduler and its workers start") from None


def _show(call: "Call", failed: "Sequence[Refused]", jobs: Sequence[tuple[str, str, str]]) -> None:
    """Brings the gallery up to date with what stands in the folder of builds."""
    with _libraries():
        from layouts import folders
        from layouts.gallery.gallery import failure, make_gallery

    out = call.options.out
    for folder in (out, out / "gallery"):
        folders.clear_leftovers(folder, ".*.new-*", call.started)
    failures = [failure(one.comparison, one.name, one.language, one.problems) for one in failed]
    lost = {(one.comparison, one.name, one.language) for one in failed}
    with ExitStack() as alone:  # another command would take away pictures of what it has not seen yet
        with suppress(OSError):
            alone.enter_context(folders.lock(out / ".cache" / "gallery"))
        for name, content in _loading(make_gallery(out, failures, [job for job in jobs if job not in lost])):
            path = out / name
            if content is None:
                _written(partial(path.unlink, missing_ok=True), path, ELSEWHERE)
            else:
                _put(path, content)
        pictures = sorted(path for path in (out / "gallery").glob("*") if path.is_file())
        shown = (out / "index.html", *pictures)
        call.wrote(out, {path.relative_to(out).as_posix(): path.read_bytes() for path in shown})


class Call:
    """A call of the command line: what it reads, and what it wrote and said, so that the next one like it knows."""

    def __init__(self, options: argparse.Namespace, reads: Sequence[Path]) -> None:
        from layouts.inputs import digest_of, files_digest, program_digest

        self.options, self.started = options, time.time()
        self.files: dict[str, str] = {}
        self.told: dict[str, None] = {}
        self.printed: list[str] = []
        words = sorted((name, value) for name, value in vars(options).items() if name not in UNASKED)
        self.inputs = digest_of((program_digest(), str(options.as_of), files_digest([*reads, SOURCES / "brands"])))
        self.stamp = options.out / ".cache" / "stamps" / f"{digest_of((str(Path.cwd()), repr(words)))}.json"

    def unchanged(self) -> bool:
        """Whether the same call made what stands there, of the same; says then what it said."""
        from layouts.stamps import read_stamp, still_there

        stamp = None if self.options.fresh else read_stamp(self.stamp)
        if stamp is None or stamp.inputs != self.inputs or not still_there(stamp, self.options.out):
            return False
        for line in stamp.told:
            print(line, file=sys.stderr)
        for line in stamp.printed:
            print(f"{line}: unchanged")
        return True

    def tell(self, problems: "Iterable[Problem]") -> None:
        """Prints each problem, once: several variants have the same."""
        new = [text for text in dict.fromkeys(map(str, problems)) if text not in self.told]
        self.told |= dict.fromkeys(new)
        for text in new:
            print(text, file=sys.stderr)

    def wrote(self, folder: Path, files: Mapping[str, bytes]) -> None:
        """Keeps in mind what stands there now."""
        below = folder.relative_to(self.options.out).as_posix()
        self.files |= {f"{below}/{name}": sha256(content).hexdigest() for name, content in files.items()}
        if below != ".":
            self.printed.append(_shown(folder))

    def done(self) -> None:
        """Leaves word of all this for the next call like it."""
        from layouts.stamps import Stamp, write_stamp

        write_stamp(self.stamp, Stamp(self.inputs, self.files, list(self.told), self.printed))


def _target(job: "Job", out: Path) -> Path:
    return Path(out / job.source.comparison.id / job.name / job.variant.language)


def _write(done: "Done", target: Path, part: bool) -> dict[str, bytes]:
    """Lets the files of a variant take the place of those that stood there; gives those that it made."""
    from layouts import folders
    from layouts.manifest import keep_earlier

    written: dict[str, bytes] = {}

    def change(standing: dict[str, bytes]) -> dict[str, bytes]:
        written.update(keep_earlier(done.files, standing, part))
        return written

    _written(partial(folders.publish, target, change), target, ELSEWHERE)
    kept = [name for name in written if name.endswith((".pdf", ".pptx")) and name not in done.files]
    if part and kept:
        print(f"{_shown(target)}: as an earlier build left them: {', '.join(sorted(kept))}", file=sys.stderr)
    print(f"{_shown(target)}: {', '.join(_listed(done.files))}")
    return {name: written[name] for name in done.files}


def _listed(files: Iterable[str]) -> Iterator[str]:
    """Names of files, and of folders with how many they hold."""
    counts = Counter(name.partition("/")[0] + "/" if "/" in name else name for name in files)
    yield from (f"{name} ({count} files)" if name.endswith("/") else name for name, count in sorted(counts.items()))


def _loading(work: "Iterator[T]") -> "Iterator[T]":
    """Each piece of a work that loads its libraries as it goes; what is printed between the pieces is printed."""
    while True:
        with _libraries():
            try:
                piece = next(work)
            except StopIteration:
                return
        yield piece


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
        Progress.wipe()


def _unloadable(error: ImportError) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"the Python package '{error.name.partition('.')[0]}' is missing"
    return f"a Python package cannot be loaded ({error})"


def every_comparison() -> list[Path]:
    """The folders under sources/ that hold a comparison.yaml."""
    found = sorted(path.parent for path in SOURCES.glob(COMPARISONS))
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
    known = ", ".join(path.parent.name for path in sorted(SOURCES.glob(COMPARISONS)))
    raise StopError(f"there is no comparison {name!r}; under sources/ there are: {known or 'none yet'}")


def _shown(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


class Progress:
    """One line that is written over, on a terminal only: what is being made, what is done, how long the rest takes."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.started = total, 0, time.monotonic()

    def of(self, job: "Job") -> Callable[[str], None]:
        """Shows the steps of a variant that is made in this process."""
        return lambda step: self._show(f"{job.source.comparison.id}, {job.name}, {job.variant.language}: {step} ...")

    def count(self) -> None:
        """One more is done."""
        self.done += 1
        if self.done < self.total:
            self._show("")

    def _show(self, what: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{self._rate() if self.total > 1 else ''}{what}", end="", file=sys.stderr, flush=True)

    def _rate(self) -> str:
        if not self.done:
            return f"0 of {self.total}  "
        seconds = (time.monotonic() - self.started) / self.done
        rest = timedelta(seconds=round(seconds * (self.total - self.done)))
        return f"{self.done} of {self.total}, {60 / seconds:.1f} a minute, {rest} left  "

    @staticmethod
    def wipe() -> None:
        """Leaves an empty line, for what is printed next."""
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


# --- writing: all of a variant, or nothing ----------------------------------------------------------------------------


def _prepare(out: Path) -> None:
    """Makes sure early that something can be written, before minutes of work."""
    with _libraries():
        from layouts import folders  # noqa: F401  # its package is needed last: that it is missing is said first

    def touch() -> None:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out, prefix=".try.new-"):
            pass

    _written(touch, out, ELSEWHERE)


def _settled(path: Path) -> Path:
    """A built folder, or a file in one, that is given: where a killed build left the folder half done, it is ended."""
    from layouts import folders

    for folder in (path, path.parent):
        with suppress(OSError):  # where it may not be written, it is looked at as it stands
            folders.complete(folder)
    return path


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


# --- check ------------------------------------------------------------------------------------------------------------


def check(options: argparse.Namespace) -> int:
    """Every rule on what is given, each problem once; what was not run is said with its reason."""
    with _libraries():
        from layouts.checks.finished import check_file, check_folder
        from layouts.problems import errors
    found: list[Problem] = []
    not_run: dict[tuple[str, str], None] = {}
    for given in options.given or [str(path) for path in every_comparison()]:
        path = _settled(Path(given))
        if (path / MANIFEST).is_file() and not (path / "comparison.yaml").is_file():
            verdict = check_folder(Path(_shown(path)), options.full)
        elif path.is_file() and path.suffix.lower() in (".pdf", ".pptx"):
            verdict = check_file(Path(_shown(path)), options.full)
        else:
            verdict = _check_comparison(Path(_shown(find(given))), options)
        found += verdict.problems
        not_run |= dict.fromkeys(verdict.not_run)
    found = list(dict.fromkeys(found))
    if options.json:
        print(json.dumps([_as_json(problem) for problem in found], indent=2, ensure_ascii=False))
    else:
        for problem in found:
            print(problem, file=sys.stderr)
        _summarise(found, not_run)
    return 1 if errors(found) else 0


def _check_comparison(folder: Path, options: argparse.Namespace) -> "Verdict":
    """The documents of every language in the comparison's own brand, made and looked at, and not written."""
    from layouts.checks.finished import Verdict
    from layouts.checks.regions import check_region
    from layouts.checks.source_rules import NOT_RUN
    from layouts.jobs import Done, Job, cores, make_jobs
    from layouts.problems import errors
    from layouts.selection import Reading, Wish, select

    documents = PROFILES.get(options.profile, tuple(name for name in DOCUMENTS if name != "figures"))
    reading = Reading(SOURCES / "brands")
    chosen = list(select(Wish(folder, documents=documents, as_of=options.as_of), reading))
    jobs = [one for one in chosen if isinstance(one, Job)]
    found = [problem for one in chosen if not isinstance(one, Job) for problem in one.problems]
    for source in [job.source for job in jobs][:1] if options.region else []:
        found += check_region(source, options.region)
    made = make_jobs(jobs, min(cores(), MOST_PROCESSES), Progress(len(jobs)).of)
    verdict = Verdict((), NOT_RUN)
    for done in _loading(made):
        found += done.problems
        if options.full and isinstance(done, Done):
            verdict += _judged(done)
    Progress.wipe()
    if options.full and not options.profile and not errors(found) and verdict == Verdict((), NOT_RUN):
        note = _passed(folder)
        _written(partial(_replace_file, note, b""), note, "allow writing in out/")
    return verdict + Verdict(tuple(found))


def _judged(done: "Done") -> "Verdict":
    """What judges from outside say of freshly made documents."""
    from layouts.checks.finished import Verdict, ask_judges

    verdict = Verdict()
    with tempfile.TemporaryDirectory() as folder:
        for name, content in done.files.items():
            if name.endswith((".pdf", ".pptx")):
                path = Path(folder) / name
                path.write_bytes(content)
                verdict += ask_judges(path, content, f"{done.job.name}/{done.job.variant.language}/{name}")
    return verdict


def _as_json(problem: "Problem") -> dict[str, str | int]:
    place = problem.place
    told: dict[str, str | int] = {"file": place.file, "line": place.line, "column": place.column}
    words = {"severity": problem.severity, "rule": problem.rule, "message": problem.message, "fix": problem.fix}
    return {**told, **words, "document": problem.document, "place": problem.spot}


def _summarise(found: "Sequence[Problem]", not_run: Iterable[tuple[str, str]]) -> None:
    """How many problems each document has, and what nobody looked at."""
    counts: dict[str, Counter[str]] = {}
    for problem in found:
        counts.setdefault(problem.document or problem.place.file, Counter())[problem.severity] += 1
    for document, count in sorted(counts.items()):
        print(f"{document}: {count['error']} errors, {count['warning']} warnings")
    if not counts:
        print("no errors, no warnings")
    for rule, why in not_run:
        print(f"not run: {rule}: {why}")


# --- verify -----------------------------------------------------------------------------------------------------------


def verify(options: argparse.Namespace) -> int:
    """Says whether a brochure and a deck match, or names every difference. What a file is, its content tells."""
    with _libraries():
        from layouts.checks.carried import WrongPairError, read_pair
        from layouts.checks.sameness import agreement, differences
        from layouts.problems import errors
    try:
        pair = read_pair([_settled(path) for path in options.files])
    except WrongPairError as wrong:
        raise UsageError(wrong) from None
    found = differences(pair.brochure, pair.deck, pair.place)
    for problem in found:
        print(problem, file=sys.stderr)
    if errors(found):
        return 1
    print(agreement(pair.brochure, pair.deck))
    return 0


# --- trace ------------------------------------------------------------------------------------------------------------


def trace(options: argparse.Namespace) -> int:
    """Makes the documents, writes none, and says where each number stands in them."""
    with _libraries():
        from layouts.jobs import Job
        from layouts.selection import Reading, Wish, select
        from layouts.trace import trace as traced
        from layouts.trace import trace_lines
    folder = Path(_shown(find(options.comparison)))
    languages = (options.language,) if options.language else ()
    wish = Wish(folder, options.brand, languages, documents=PRINTED)
    chosen = next(iter(select(wish, Reading(SOURCES / "brands"))))
    if not isinstance(chosen, Job):
        for problem in chosen.problems:
            print(problem, file=sys.stderr)
        return 1
    with _libraries():
        rows = traced(chosen.source, chosen.variant, options.id, texts=options.texts)
    print("\n".join(trace_lines(rows, options.id)))
    return 0


# --- template ---------------------------------------------------------------------------------------------------------


def template(options: argparse.Namespace) -> int:
    """Says what a template offers; exit status 1 where no slide can be built on it."""
    with _libraries():
        from layouts.brand import read_brand
        from layouts.deck.templates.doctor import examine
    brand, _ = read_brand(options.brand, [SOURCES / "brands"])
    with _libraries():
        lines = list(examine(Path(_shown(options.file)), brand.palette, language="en"))
    print("\n".join(lines))
    return 0


# --- diff -------------------------------------------------------------------------------------------------------------


def diff(options: argparse.Namespace) -> int:
    """What changed from one edition to another, and which documents print it.

    Of a deck that somebody edited, what `--onto` would do: refreshed, kept, in conflict, out of date.
    """
    for path in (options.old, options.new):
        _settled(path)
    if options.old.suffix.lower() == ".pptx":
        return _diff_deck(options)
    with _libraries():
        from layouts.changes import compare
        from layouts.editions import read_given
        from layouts.review.changed import Changed, as_lines, render_changes
    old, new = (read_given(Path(_shown(path))) for path in (options.old, options.new))
    changes = compare(old.source.comparison, new.source.comparison)
    places = {change: (new if change.new else old).source.place(change.path) for change in changes}
    files = sorted(name for name in old.sums.keys() | new.sums.keys() if old.sums.get(name) != new.sums.get(name))
    documents = [name for name in files if name.endswith((".pdf", ".pptx"))] if old.sums and new.sums else []
    changed = Changed(old.name, new.name, changes, places, documents)
    if options.html:
        _written(partial(_replace_file, options.html, render_changes(changed)), options.html, "choose another place")
    print("\n".join(as_lines(changed)))
    return 0


def _diff_deck(options: argparse.Namespace) -> int:
    """What a source would change in an edited deck; nothing is written."""
    asked = argparse.Namespace(
        onto=options.old, comparisons=[str(options.new)], language=None, brand=None, template=None, as_of=today()
    )
    done = _onto(asked)
    if done is None:
        return 1
    print("\n".join(done.report.lines))
    return 0


# --- new --------------------------------------------------------------------------------------------------------------


def start(options: argparse.Namespace) -> int:
    """Copies the starter to sources/NAME, under its own name."""
    name = options.name
    if not NAME.fullmatch(name) or len(name) > 60:
        raise UsageError(f"{name!r} is no name: use letters a-z, digits and hyphens, such as 'hip-or-knee'")
    target = SOURCES / name
    if target.exists() or name == "brands":
        raise StopError(f"sources/{name} is there already; choose another name")
    _written(partial(_copy_starter, target), target, "allow writing in sources/")
    print(f"sources/{name} is there: edit its comparison.yaml, then build it with 'bash .ci/build {name}'")
    return 0


def _copy_starter(target: Path) -> None:
    """All of it or nothing, without a lock: it would stay in sources/. Published today, to be looked at in a year."""
    day, year = today(), timedelta(days=365)
    changes = {
        "id: starter": f'id: "{target.name}"',  # in quotes: 2026 would be a number, null nothing
        "published: 2026-01-31": f"published: {day}",
        "next_review: 2028-12-31": f"next_review: {day + year}",
    }
    files = {path.name: path.read_text(encoding="utf-8") for path in STARTER.glob("*.yaml")}
    for old, new in changes.items():
        files = {name: text.replace(f"{old}\n", f"{new}\n", 1) for name, text in files.items()}
    from layouts import folders

    folders.clear_leftovers(target.parent, f".{target.name}.new-*", time.time() - A_WHILE)
    fresh = folders.beside(target, f"new-{os.getpid()}")
    folders.write_folder(fresh, {name: text.encode() for name, text in files.items()})
    fresh.rename(target)


# --- translators' files -----------------------------------------------------------------------------------------------


def export_po(options: argparse.Namespace) -> int:
    """Writes the strings of a comparison with the translations that there are."""
    with _libraries():
        from layouts.overlay import parse_overlay, read_overlay, translations
        from layouts.po import to_po
        from layouts.source import read_source
    folder = find(options.comparison)
    if options.language in translations(folder):
        translation = read_overlay(folder, options.language)
    else:
        translation = parse_overlay(f'format: 1\nlanguage: "{options.language}"\n'.encode(), "the language's tag")
    content = to_po(read_source(folder), translation)
    _written(partial(_replace_file, options.file, content), options.file, "choose another place")
    print(f"{_shown(options.file)}: the strings of {folder.name} for '{options.language}'")
    return 0


def import_po(options: argparse.Namespace) -> int:
    """Writes the overlay of a PO file beside its comparison; one with faults leaves the overlay as it is."""
    with _libraries():
        from layouts.overlay import parse_overlay, translate
        from layouts.po import at_entries, from_po
        from layouts.problems import ProblemError
        from layouts.source import read_source
    folder = find(options.comparison)
    target = folder / f"{options.language}.yaml"
    given = _content(options.file, MOST_PO)
    content = from_po(given, options.language)
    translation = parse_overlay(content, str(options.file))
    try:
        translate(read_source(folder), translation)
    except ProblemError as error:
        raise ProblemError(at_entries(error.problems, given, translation)) from None
    _written(partial(_replace_file, target, content), target, "allow writing in sources/")
    print(f"{_shown(target)}: taken over from {_shown(options.file)}")
    return 0


def _replace_file(path: Path, content: bytes, *, durable: bool = True) -> None:
    """The whole file or the old one; synced to the disk if `durable`."""
    from layouts import folders

    path.parent.mkdir(parents=True, exist_ok=True)
    if durable:
        folders.clear_leftovers(path.parent, f".{escape(path.name)}.new-*", time.time() - A_WHILE)
    fresh = folders.beside(path, f"new-{os.getpid()}")
    try:
        folders.write_file(fresh, content, durable=durable)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": build,
    "watch": watch,
    "batch": batch,
    "check": check,
    "verify": verify,
    "trace": trace,
    "template": template,
    "diff": diff,
    "export-po": export_po,
    "import-po": import_po,
    "new": start,
}

if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a folder's name may be any bytes
    sys.exit(main(sys.argv[1:]))
