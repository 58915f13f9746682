"""A campaign: numbered inputs of some kinds, each read within bounds; it goes on where it was stopped."""

import argparse
import json
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from layouts.problems import ProblemError

SECONDS = 10  # of processor time for one input: a busy machine is no fault of what it reads
ASLEEP = 120  # likewise by the clock, for one that waits and does nothing
MEMORY = 1024**3  # bytes that reading may add to what the process has before
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Campaign:
    name: str
    kinds: dict[str, Callable[[random.Random], None]]


class TooLongError(Exception):
    """An input took more than its seconds."""


def main(campaign: Campaign, text: str) -> int:
    """Runs it from the command line; 1 where something was found."""
    parser = argparse.ArgumentParser(description=text.splitlines()[0])
    parser.add_argument("--examples", type=int, default=2000, help="of each kind")
    parser.add_argument("--kind", action="append", choices=[*campaign.kinds], help="this one, not all of them")
    parser.add_argument("--start", type=int, default=0, help="the first number")
    parser.add_argument("--stride", type=int, default=1, help="from one number to the next")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="in all")
    parser.add_argument("--state", type=Path, default=Path(gettempdir()) / f"{campaign.name}-campaign.json")
    parser.add_argument("--only", metavar="KIND:NUMBER", help="one input again, with its traceback")
    options = parser.parse_args()
    if options.only:
        kind, _, number = options.only.rpartition(":")
        print(judge(campaign.kinds[kind], kind, int(number)))  # noqa: T201
        return 0
    chosen = Campaign(campaign.name, {kind: campaign.kinds[kind] for kind in options.kind or campaign.kinds})
    state = read_state(options.state, range(options.start, sys.maxsize, options.stride))
    run(chosen, options.examples, options.seconds, state, options.state)
    for kind, told in sorted(state["kinds"].items()):
        counts = " ".join(f"{key} {told[key]:6}" for key in ("done", "taken", "refused"))
        print(f"{kind:10} {counts} found {len(told['found'])}", *told["found"][:9], sep="\n  ")  # noqa: T201
    return int(any(told["found"] for told in state["kinds"].values()))


def run(campaign: Campaign, examples: int, seconds: float, state: dict[str, Any], path: Path | None = None) -> None:
    """The inputs that are still to do, the kinds in turn, as long as there are seconds."""
    kinds = state["kinds"]
    for kind in campaign.kinds:
        kinds.setdefault(kind, {"done": 0, "taken": 0, "refused": 0, "found": []})
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        waiting = [kind for kind in campaign.kinds if kinds[kind]["done"] < examples]
        for kind in waiting:
            told = kinds[kind]
            number = state.get("start", 0) + told["done"] * state.get("stride", 1)
            verdict = judge(campaign.kinds[kind], kind, number)
            if verdict in ("taken", "refused"):
                told[verdict] += 1
            else:
                told["found"].append(f"{kind}:{number} {verdict.strip().splitlines()[-1][:200]}")
            told["done"] += 1
            if path and told["done"] % 20 == 0:
                path.write_text(json.dumps(state))
        if not waiting:
            break
    if path:
        path.write_text(json.dumps(state))


def judge(read: Callable[[random.Random], None], kind: str, number: int) -> str:
    """'taken', 'refused' with a problem, or the traceback of what should not be. Kind and number are the seed."""
    try:
        with within_bounds():
            read(random.Random(f"{kind} {number}"))  # noqa: S311 (chance that comes again, not secrets)
    except ProblemError as error:
        whole = all(problem.fix and problem.message and problem.place.file for problem in error.problems)
        return "refused" if whole and error.problems else "a problem without words"
    except Exception:  # noqa: BLE001 (whatever happens is what is looked for)
        return traceback.format_exc()
    return "taken"


@contextmanager
def within_bounds() -> Iterator[None]:
    """Ten seconds of work and a gigabyte more than there is now, where the system can bound them."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    if pages:
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY, before[1]))

    def stop(*_: object) -> None:
        raise TooLongError(f"more than {SECONDS} s of work, or {ASLEEP} s of waiting")

    clocks = {signal.SIGPROF: (signal.ITIMER_PROF, SECONDS), signal.SIGALRM: (signal.ITIMER_REAL, ASLEEP)}
    old = {number: signal.signal(number, stop) for number in clocks}
    for clock, seconds in clocks.values():
        signal.setitimer(clock, seconds)
    try:
        yield
    finally:
        for number, (clock, _) in clocks.items():
            signal.setitimer(clock, 0)
            signal.signal(number, old[number])
        resource.setrlimit(resource.RLIMIT_AS, before)


def read_state(path: Path, numbers: range) -> dict[str, Any]:
    """What was done of these numbers with the same code; nothing where the code has changed."""
    code = sha256()
    for file in sorted((*(ROOT / "layouts").rglob("*.py"), *Path(__file__).parent.glob("*.py"))):
        code.update(file.read_bytes())
    state = json.loads(path.read_text()) if path.is_file() else {}
    asked = {"code": code.hexdigest(), "start": numbers.start, "stride": numbers.step}
    return state if asked.items() <= state.items() else {**asked, "kinds": {}}
