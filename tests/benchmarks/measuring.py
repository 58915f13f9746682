"""What the benchmarks of the whole program share: how a command is timed, a table of variants, a line of the table."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
WRIST = ROOT / "tests" / "sources" / "wrist"
PEAK = """
import json, resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


@dataclass(frozen=True)
class Ran:
    """A finished command: seconds on the clock, when it ended (s since 1970), seconds of all processors, and the MB of
    its largest process, those that it started among them."""

    clock: float
    ended: float
    processors: float
    largest: float


def say(measure: str, value: str, goal: str = "") -> None:
    """One line of the table."""
    sys.stdout.write(f"{measure:42} {value:58} {goal}\n")
    sys.stdout.flush()


def command(*words: object) -> list[str]:
    return [sys.executable, str(ROOT / "make_docs.py"), *map(str, words)]


def run(words: list[str], more: Mapping[str, str] | None = None) -> Ran:
    """Runs a command in a process of its own, with `more` in its environment; ends the benchmark where it fails."""
    start = time.monotonic()
    environment = {**os.environ, **(more or {})}
    said = subprocess.run(
        [sys.executable, "-c", PEAK, *words], check=True, capture_output=True, encoding="utf-8", env=environment
    ).stdout
    clock, ended = time.monotonic() - start, time.time()
    code, processors, largest = json.loads(said)
    if code:
        raise SystemExit(f"{' '.join(words)} ended with {code}")
    return Ran(clock, ended, processors, largest / (1024 if sys.platform != "darwin" else 1024 * 1024))


def table_of(folder: Path, rows: int) -> Path:
    """A table of so many variants of the small comparison: as many telephone numbers."""
    path = folder / f"variants-{rows}.csv"
    lines = (f"site-{n},{WRIST},en,a4,trifold deck,+00 {n:06}\n" for n in range(rows))
    path.write_text("variant,comparison,language,paper,documents,phone\n" + "".join(lines), encoding="utf-8")
    return path
