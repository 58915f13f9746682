"""Lets a build fail, or end hard, at any of its calls that change files: every one of them has its turn.

Counted are all openings for writing, writes, closings, syncs, renames, exchanges, new folders, removals and new dates
below one folder, as Python itself tells of them (PEP 578) or as they are called. The making of documents, which would
take hours for hundreds of builds, gives what it gave for the same ingredients before; all else is the real thing.
"""

import builtins
import errno
import io
import json
import os
import re
import shutil
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import make_docs
from layouts import folders, source
from layouts.checks import source_rules
from layouts.documents import MAKERS, Desk, Made
from layouts.gallery import gallery
from layouts.ingredients import ingredients

T = TypeVar("T")

HERE = Path(__file__).resolve().parent
CHANGING = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.utime")
ROOM = ("open", "write", "close", "fsync", "mkdir")  # what a full disk refuses; it lets files be moved and removed
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
DIED = 77  # the exit status of a process that ended at a call
TARGET = Path("wrist/clinic/en")
DOCUMENTS = ("trifold", "deck", "figures")


@dataclass
class Wire:
    """Counts the calls that change something below a folder. At the n-th, and all later ones that `fails` accepts
    where it is `lasting`, something happens: `at` raises, ends the process, or says that nothing was done."""

    below: Path
    number: int
    at: Callable[[str], None]
    lasting: bool = False
    calls: list[str] = field(default_factory=list)

    def count(self, name: str, path: str = "") -> None:
        self.calls.append(f"{name} {path}".strip())
        here = len(self.calls)
        if here == self.number or (self.lasting and here > self.number and name in ROOM):
            self.at(self.calls[-1])

    @property
    def reached(self) -> bool:
        return len(self.calls) >= self.number

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Counts what Python tells of."""
        if event == "open":
            path, mode, flags = arguments
            writes = (isinstance(mode, str) and bool(set(mode) & set("wax+"))) or bool((flags or 0) & WRITING)
            named: tuple[Any, ...] = (path,) if writes else ()
        elif event in CHANGING:
            named = arguments[: 2 if event == "os.rename" else 1]
        else:
            return
        found = [self._within(event, arguments, path) for path in named]
        if any(found):
            self.count(event.removeprefix("os."), " ".join(found))

    def _within(self, event: str, arguments: tuple[Any, ...], path: Any) -> str:
        """The path below the folder; empty for one elsewhere."""
        if not isinstance(path, str | bytes | os.PathLike):
            return ""
        folder = arguments[-1]
        told = f"/proc/self/fd/{folder}"
        start = os.readlink(told) if isinstance(folder, int) and folder >= 0 and os.path.lexists(told) else ""  # noqa: PTH115
        whole = os.path.abspath(os.path.join(start, os.fsdecode(path)))  # noqa: PTH100, PTH118 (no links)
        return os.path.relpath(whole, self.below) if Path(whole).is_relative_to(self.below) else ""


class HalfWriting:
    """An open file whose first write may stop half way, and whose closing may fail."""

    def __init__(self, file: Any, wire: Wire, name: str) -> None:
        self.file, self.wire, self.name, self.begun = file, wire, name, False

    def write(self, content: Any) -> int:
        if self.begun:
            return int(self.file.write(content))
        self.begun = True
        half = len(content) // 2
        self.file.write(content[:half])
        self.file.flush()
        self.wire.count("write", self.name)
        self.file.write(content[half:])
        return len(content)

    def close(self) -> None:
        if not self.file.closed:
            self.file.close()
            self.wire.count("close", self.name)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def __enter__(self) -> "HalfWriting":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.file.close() if kind else self.close()


def lay(wire: Wire, *, exchanging: bool) -> None:
    """Lays the wire in this process, for good."""
    real_open, real_sync, real_exchange = io.open, os.fsync, folders.exchange

    def opened(path: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
        file = real_open(path, mode, *rest, **options)
        if not set(mode) & set("wax+"):
            return file
        whole = os.path.abspath(os.readlink(f"/proc/self/fd/{file.fileno()}"))  # noqa: PTH100, PTH115
        return HalfWriting(file, wire, os.path.basename(whole)) if whole.startswith(f"{wire.below}/") else file  # noqa: PTH119

    def synced(number: int) -> None:
        wire.count("fsync", os.path.basename(os.readlink(f"/proc/self/fd/{number}")))  # noqa: PTH115, PTH119
        real_sync(number)

    def exchanged(first: Path, second: Path) -> bool:
        if not exchanging:
            return False
        wire.count("exchange", first.name)
        return real_exchange(first, second)

    io.open = builtins.open = opened  # type: ignore[assignment]
    os.fsync = synced  # type: ignore[assignment]
    folders.exchange = exchanged
    sys.addaudithook(wire.hook)


# --- what happens at a call


def end(call: str) -> None:
    """As when the machine loses its power for this process, or somebody ends it."""
    os._exit(DIED)


def refuse(number: int) -> Callable[[str], None]:
    def at(call: str) -> None:
        raise OSError(number, os.strerror(number), call)

    return at


MODES: dict[str, tuple[Callable[[str], None], bool]] = {  # what happens, and whether it lasts
    "ended": (end, False),
    "disk full": (refuse(errno.ENOSPC), True),
    "open elsewhere": (refuse(errno.EACCES), False),
}


# --- builds


def store_makings() -> None:
    """From now on a document of the same ingredients is made once in this process and in those that it forks. What the
    same source says, and what is said of it before anything is made, is found out once too."""
    for name in DOCUMENTS:
        MAKERS[name] = once(partial(_made, name, MAKERS[name]), lambda desk, name=name: ingredients(desk, name))
    gallery.draw_pictures = once(gallery.draw_pictures, lambda name, sha, content: sha)
    source.parse_source = once(source.parse_source, lambda files: tuple(files.items()))
    source_rules.check_source = once(source_rules.check_source, id)


def _made(name: str, make: Callable[[Desk], Made], desk: Desk) -> Made:
    """A document; of the figures two are enough to have a folder below the variant's."""
    made = make(desk)
    return replace(made, files=dict(sorted(made.files.items())[:2])) if name == "figures" else made


def once(real: Callable[..., T], key: Callable[..., Any]) -> Callable[..., T]:
    """A function that is called once for what has the same key."""
    known: dict[Any, T] = {}

    def give(*given: Any) -> T:
        asked = key(*given)
        if asked not in known:
            known[asked] = real(*given)
        return known[asked]

    return give


@dataclass(frozen=True)
class Answer:
    """What a command said, its exit status, and the calls that were counted."""

    status: int
    said: str
    calls: list[str] = field(default_factory=list)


class House:
    """A folder with a comparison in an old and a new form, and builds of it."""

    def __init__(self, folder: Path, documents: Iterable[str] = DOCUMENTS) -> None:
        self.folder, self.out, self.documents = folder, folder / "out", documents
        self.source = folder / "wrist" / "comparison.yaml"
        shutil.copytree(HERE / "sources" / "wrist", folder / "wrist")
        old = self.source.read_text(encoding="utf-8")
        self.texts = {"old": old, "new": old.replace("promise: Test", "promise: A test", 1)}

    def turn(self, edition: str) -> None:
        """Lets the source be old or new."""
        self.source.write_text(self.texts[edition], encoding="utf-8")

    def restore(self, kept: Path) -> None:
        shutil.rmtree(self.out, ignore_errors=True)
        if kept.exists():
            shutil.copytree(kept, self.out)

    @property
    def building(self) -> list[str]:
        """The words of a build."""
        chosen = [word for name in self.documents for word in ("--document", name)]
        words = [str(self.folder / "wrist"), "--out", str(self.out), "--jobs", "1", "--paper", "a4", *chosen]
        return ["build", *words, "--as-of", "2026-01-01"]

    def build(self, *, before: Callable[[], Wire | None] = lambda: None) -> Answer:
        return self.call(*self.building, before=before)

    def warm(self) -> None:
        """Makes each edition in this process: libraries are loaded, and documents are stored if they are to be."""
        for edition in ("old", "new"):
            self.turn(edition)
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                assert make_docs.main(self.building) == 0
        shutil.rmtree(self.out)

    def call(self, *words: str, before: Callable[[], Wire | None] = lambda: None) -> Answer:
        """Runs a command in a process of its own, forked from this one, after `before`."""
        answer = self.folder / "answer.json"
        answer.unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            try:
                said = io.StringIO()
                with redirect_stdout(said), redirect_stderr(said):
                    wire = before()
                    status = make_docs.main(list(words))
                told = [said.getvalue(), wire.calls if wire else []]
            except BaseException:  # noqa: BLE001 (of any kind: it must not reach the loop of the parent)
                told, status = [f"{said.getvalue()}{traceback.format_exc()}", []], 99
            answer.write_text(json.dumps(told), encoding="utf-8")
            os._exit(status)
        _, ended = os.waitpid(child, 0)
        told = json.loads(answer.read_text(encoding="utf-8")) if answer.exists() else ["", []]
        return Answer(os.waitstatus_to_exitcode(ended), *told)


# --- what stands there


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder. Of a manifest all but which documents were taken over as they were."""
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    for name in [name for name in found if name.endswith("build.json")]:
        with suppress(ValueError):  # one that is half written is nobody's
            found[name] = json.dumps(json.loads(found[name]) | {"reused": []}).encode()
    return found


def shown(out: Path) -> dict[str, bytes]:
    """All that people see: the documents and the gallery."""
    return {name: content for name, content in contents(out).items() if not name.startswith(".") and "/." not in name}


def hidden(out: Path) -> list[str]:
    """The names of files and folders that begin with a dot, or lie in the cache and are no entry of it."""
    found = (path.relative_to(out).as_posix() for path in out.rglob("*"))
    entry = re.compile(r"\.cache(/[0-9a-f]{2}(/[0-9a-f]{62})?|/stamps(/[0-9a-f]{64}\.json)?)?")
    return sorted(name for name in found if re.search(r"(^|/)\.", name) and not entry.fullmatch(name))


def missing_pictures(out: Path) -> list[str]:
    """What the page of the gallery shows and is not there."""
    page = out / "index.html"
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    return [name for name in re.findall(r'src="(gallery/[^"]+)"', text) if not (out / name).is_file()]


@dataclass(frozen=True)
class Fault:
    """One injection: the call and what came of it. States are 'old', 'new', 'none' or 'torn'."""

    call: str
    status: int
    said: str
    documents: str
    page: str
    missing: list[str]
    looks: dict[str, list[Any]]  # where no folder stands: by command, its exit status and the state after it
    next_status: int
    next_shown: bool  # whether all is as after an undisturbed build
    next_hidden: list[str]
    next_missing: list[str]
    last_said: str


def inject(
    folder: Path, mode: str, *, exchanging: bool, before: bool, then: str, only: Iterable[int] = ()
) -> Iterator[Fault]:
    """Builds the new edition over the old one, or over nothing, and lets something happen at each call in turn; then
    builds the edition `then` undisturbed, twice. With `only` at these calls, and documents are really made."""
    house = House(
        folder, DOCUMENTS if before else ("trifold", "figures")
    )  # all pictures of a deck are as many calls again
    if not only:
        store_makings()
    house.warm()
    kept = folder / "old" if before else folder / "none"
    full = {}
    for edition in ("old", "new"):
        house.turn(edition)
        assert house.build().status == 0
        full[edition] = shown(house.out)
        if edition == "old":
            shutil.copytree(house.out, folder / "old")
    if then == "new" and not before:
        house.restore(kept)
        house.build()
        full["new"] = shown(house.out)
    at, lasting = MODES[mode]

    def wired(number: int) -> Callable[[], Wire]:
        def before() -> Wire:
            wire = Wire(house.out, number, at, lasting)
            lay(wire, exchanging=exchanging)
            return wire

        return before

    house.restore(kept)
    calls = house.build(before=wired(10**9)).calls
    for number in only or range(1, len(calls) + 1):
        house.restore(kept)
        house.turn("new")
        answer = house.build(before=wired(number))
        documents, page = _state(house.out / TARGET, full, f"{TARGET}/"), _state(house.out, full, "", "index.html")
        missing = missing_pictures(house.out)
        looks = dict(_looks(house, full)) if documents == "none" and before else {}
        house.turn(then)
        following = house.build()
        yield Fault(
            calls[number - 1],
            answer.status,
            answer.said,
            documents,
            page,
            missing,
            looks,
            following.status,
            shown(house.out) == full[then],
            hidden(house.out),
            missing_pictures(house.out),
            house.build().said,
        )


def _state(folder: Path, full: dict[str, dict[str, bytes]], prefix: str, only: str = "") -> str:
    """Which edition stands in a folder, or in one file of it."""
    found = {name: content for name, content in contents(folder).items() if not only or name == only}
    if not found:
        return "none" if not folder.exists() or only else "torn"
    for edition, files in full.items():
        wanted = {name.removeprefix(prefix): content for name, content in files.items() if name.startswith(prefix)}
        if found == {name: content for name, content in wanted.items() if not only or name == only}:
            return edition
    return "torn"


def _looks(house: House, full: dict[str, dict[str, bytes]]) -> Iterator[tuple[str, list[Any]]]:
    """What commands that look into the folder say and leave, where a build ended between two names."""
    target, torn = house.out / TARGET, house.folder / "torn"
    shutil.rmtree(torn, ignore_errors=True)
    shutil.copytree(house.out, torn)
    words = {
        "check": [str(target)],
        "check a file": [str(target / "trifold.pdf")],
        "verify": [str(target / "trifold.pdf"), str(target / "deck.pptx")],
        "diff": [str(target), str(house.folder / "wrist")],
        "diff a deck": [str(target / "deck.pptx"), str(house.folder / "wrist")],
    }
    for name, given in words.items():
        house.restore(torn)
        status = house.call(name.partition(" ")[0], *given).status
        yield name, [status, _state(target, full, f"{TARGET}/")]
    house.restore(torn)


def main(words: list[str]) -> None:
    """Prints each fault as a line of JSON. Words: folder, mode, 'exchange' or 'renames', 'old' or 'none', then."""
    folder, mode, way, before, then, *only = words
    numbers = [int(number) for number in only]
    for fault in inject(
        Path(folder), mode, exchanging=way == "exchange", before=before == "old", then=then, only=numbers
    ):
        print(json.dumps(vars(fault)), flush=True)  # noqa: T201 (its caller reads them)


if __name__ == "__main__":
    main(sys.argv[1:])
