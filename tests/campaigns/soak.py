"""Builds the same comparison again and again in one process: memory, time, files and threads have to stay as they are.

    python tests/campaigns/soak.py [--builds 2000] [--folder DIR]

A build is one call of the command line on the small comparison that `new` makes. Each has another promise and another
title of a figure, so that its documents and that figure are made anew: source, rules, figure, pages or slides, proof,
gallery, cache and stamps are all gone through. The documents take turns: a tri-fold, then two decks; every hundredth
build makes all documents, and is followed by a call that finds nothing to do. So 2000 builds are 660 tri-folds, 1320
decks and 20 times everything.

Times are of the processor, so that a busy machine does not count. The end compares the first tenth, after a hundred
builds to warm up, with the last: each kind of build with its own kind.
"""

import argparse
import gc
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from shutil import copytree, rmtree
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT)]

import make_docs  # noqa: E402 (found from here on)

WARM = 100  # builds before anything is compared
WHOLE = 100  # every so many builds make all documents
MORE_MEMORY, MORE_TIME = 1.10, 1.25  # how much more the last tenth may take than the first
CHANGED = ("promise: This is", "    title: Treatment A and")  # where a build writes another word
KINDS = {"trifold": ["--document", "trifold"], "deck": ["--document", "deck"], "all": []}


@dataclass(frozen=True)
class Taken:
    """What a build took (seconds), and what the process holds after it: MB, Python objects, files, threads; `left` are
    files that it left in the folder for temporary ones."""

    kind: str
    seconds: float
    memory: float
    objects: int
    files: int
    threads: int
    left: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--builds", type=int, default=2000)
    parser.add_argument("--folder", type=Path, help="to work in; else one for the time of the run")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="soak-"))
    try:
        with own_temporary_files(folder / "tmp"):
            return report(list(builds(folder, options.builds)))
    finally:
        if not options.folder:
            rmtree(folder)


@contextmanager
def own_temporary_files(folder: Path) -> Iterator[None]:
    """Temporary files are written here, and what is left of them can be counted."""
    folder.mkdir(parents=True, exist_ok=True)
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def builds(folder: Path, count: int) -> Iterator[Taken]:
    """So many builds, one after the other."""
    copytree(ROOT / "layouts" / "starter", folder / "small", dirs_exist_ok=True)
    sound = (folder / "small" / "comparison.yaml").read_text(encoding="utf-8")
    for number in range(count):
        taken = build(folder, sound, number)
        if number % 10 == 9 or number == count - 1:
            print(f"{number + 1:5} {taken}", flush=True)  # noqa: T201
        yield taken


def build(folder: Path, sound: str, number: int) -> Taken:
    """One of them."""
    named = "".join(chr(ord("a") + int(digit)) for digit in str(number))  # a number in prose would be refused
    text = sound
    for start in CHANGED:
        if sound.count(start) != 1:
            raise SystemExit(f"'{start}' does not stand once in the small comparison any more")
        text = text.replace(start, f"{start} {named}")
    (folder / "small" / "comparison.yaml").write_text(text, encoding="utf-8")
    kind = "all" if number % WHOLE == WHOLE - 1 else ("trifold", "deck", "deck")[number % 3]
    words = ["build", str(folder / "small"), "--out", str(folder / "out"), "--jobs", "1", "--paper", "a4", *KINDS[kind]]
    start_time = time.process_time()
    called(words)
    seconds = time.process_time() - start_time
    if kind == "all" and "unchanged" not in called(words):
        raise SystemExit("the same call made something a second time")
    gc.collect()
    left = sum(1 for _ in (folder / "tmp").rglob("*"))
    return Taken(kind, round(seconds, 3), *held(), threading.active_count(), left)


def called(words: list[str]) -> str:
    """What a call of the command line prints; ends the soak where it fails."""
    with redirect_stdout(StringIO()) as told, redirect_stderr(StringIO()) as wrong:
        status = make_docs.main(words)
    if status:
        raise SystemExit(wrong.getvalue())
    return told.getvalue() + wrong.getvalue()


def held() -> tuple[float, int, int]:
    """MB in memory and open files, as Linux tells them, and between them how many objects Python keeps an eye on."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * 4096 / 1e6, 1), len(gc.get_objects()), len(list(Path("/proc/self/fd").iterdir()))


def report(taken: Sequence[Taken]) -> int:
    """Compares the first tenth with the last; 1 where something has grown."""
    kept = taken[WARM:] if len(taken) > 2 * WARM else taken
    share = max(2, len(kept) // 10)
    first, last = kept[:share], kept[-share:]
    grown = []
    for kind in KINDS:
        times = [median(one.seconds for one in some if one.kind == kind) for some in (first, last) if
                 any(one.kind == kind for one in some)]  # fmt: skip
        print(f"{kind}: {' and '.join(f'{seconds:.2f} s' for seconds in times)}")  # noqa: T201
        if len(times) == 2 and times[1] > MORE_TIME * times[0]:
            grown.append(f"time of {kind}")
    memory = [median(one.memory for one in some) for some in (first, last)]
    print(f"memory: {memory[0]:.0f} and {memory[1]:.0f} MB")  # noqa: T201
    if memory[1] > MORE_MEMORY * memory[0]:
        grown.append("memory")
    for name in ("objects", "files", "threads", "left"):
        most = [max(getattr(one, name) for one in some) for some in (first, last)]
        print(f"{name}: {most[0]} and {most[1]}")  # noqa: T201
        if most[1] > (MORE_MEMORY * most[0] if name == "objects" else most[0]):
            grown.append(name)
    print(f"grown: {', '.join(grown) or 'nothing'}")  # noqa: T201
    return int(bool(grown))


if __name__ == "__main__":
    raise SystemExit(main())
