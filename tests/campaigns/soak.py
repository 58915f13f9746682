"""Builds the same documents again and again in one process: memory, time and open files have to stay as they are.

    python tests/campaigns/soak.py [--builds 2000] [--folder DIR]

Each build has another promise, so that a tri-fold and a deck are made anew. Every tenth is told; the end compares the
first tenth, after ten builds to warm up, with the last.
"""

import argparse
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from shutil import copytree, rmtree
from statistics import median
from tempfile import mkdtemp

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1])]

import make_docs  # noqa: E402 (found from here on)

WARM = 10  # builds before anything is compared
MORE_MEMORY, MORE_TIME = 1.10, 1.25  # how much more the last tenth may take than the first


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--builds", type=int, default=2000)
    parser.add_argument("--folder", type=Path, help="to work in; else one for the time of the run")
    options = parser.parse_args()
    folder = options.folder or Path(mkdtemp(prefix="soak-"))
    copytree(HERE.parent / "sources" / "wrist", folder / "wrist", dirs_exist_ok=True)
    try:
        return report([build(folder, number) for number in range(options.builds)])
    finally:
        if not options.folder:
            rmtree(folder)


def build(folder: Path, number: int) -> tuple[float, float, int]:
    """Seconds, MB of memory after it, open files after it."""
    path = folder / "wrist" / "comparison.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(index for index, line in enumerate(lines) if line.startswith("promise: "))
    named = "".join(chr(ord("a") + int(digit)) for digit in str(number))  # a number in prose would be refused
    lines[at] = f"promise: Invented numbers, printing {named}. Not medical information."
    path.write_text("\n".join(lines), encoding="utf-8")
    words = ["build", str(folder / "wrist"), "--out", str(folder / "out"), "--jobs", "1", "--paper", "a4"]
    start = time.perf_counter()
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as told:
        status = make_docs.main([*words, "--document", "trifold", "--document", "deck"])
    if status:
        raise SystemExit(told.getvalue())
    taken = (time.perf_counter() - start, *held())
    if number % 10 == 9:
        print(f"{number + 1:5} {taken[0]:5.2f} s {taken[1]:6.0f} MB {taken[2]} open files", flush=True)  # noqa: T201
    return taken


def held() -> tuple[float, int]:
    """MB in memory and open files, as Linux tells them."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6, len(list(Path("/proc/self/fd").iterdir()))


def report(taken: list[tuple[float, float, int]]) -> int:
    """Compares the first tenth with the last; 1 where one of the three has grown."""
    kept = taken[WARM:]
    share = max(1, len(kept) // 10)
    first, last = kept[:share], kept[-share:]
    times, memory = ([median(one[part] for one in some) for some in (first, last)] for part in (0, 1))
    files = [max(one[2] for one in some) for some in (first, last)]
    print(f"first and last tenth: {times[0]:.2f} and {times[1]:.2f} s, {memory[0]:.0f} and {memory[1]:.0f} MB, "  # noqa: T201
          f"{files[0]} and {files[1]} open files")  # fmt: skip
    return int(times[1] > MORE_TIME * times[0] or memory[1] > MORE_MEMORY * memory[0] or files[1] > files[0])


if __name__ == "__main__":
    raise SystemExit(main())
