"""How fast the program is, as ratios taken in one run: the table of all goals, or one part of it at a time.

    python tests/benchmarks/speed.py [--only PART,...] [--rows 200] [--few 20] [--jobs N] [--comparison FOLDER]

    cold       all documents of one variant in a process of its own, beside the least that the libraries need for them:
               importing them, reading the YAML, drawing the same figures, setting and writing the same pages and slides
               (figures.py, printed.py, deck.py); and what each document takes of it
    clock      the same with one process and with several
    unchanged  the same call again: seconds, and which libraries it loads
    word       one word changed, as watch builds: each document, and the figures that are drawn for it
    batch      many variants of the small comparison: the rate of all processes beside that of a warm one, and memory
    figures    how often each figure of a batch is drawn
    cluster    the same batch on a Dask cluster
    pandoc     the same words and figures on as many pages and slides by matplotlib, pandoc and WeasyPrint

Seconds depend on the machine, and on what else it does; ratios do less.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import batches
import typesetters
from measuring import HERE, ROOT, command, run, say

LIBRARIES = "weasyprint, pptx, matplotlib.figure, pydantic, ruamel.yaml, jinja2, pikepdf, babel, uharfbuzz, coloraide"
READING = """
import sys
from pathlib import Path
from ruamel.yaml import YAML
for name in sys.argv[1:]:
    YAML().compose(Path(name))
"""
HEAVY = ("weasyprint", "pptx", "matplotlib", "numpy", "pydantic", "ruamel", "jinja2", "pikepdf", "babel", "lxml", "PIL")
LOADED = """
import json, sys
sys.path.insert(0, sys.argv[1])
import make_docs
if make_docs.main(sys.argv[3:]):
    raise SystemExit("the build failed")
print(json.dumps([name for name in sys.argv[2].split(",") if name in sys.modules]))
"""


def main(arguments: list[str]) -> None:
    """Prints a table, a line a measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--only", default=",".join(MEASURES), help="parts of the table")
    parser.add_argument("--rows", type=int, default=200, help="of the batch")
    parser.add_argument("--few", type=int, default=20, help="of the batch that it is compared with")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--comparison", type=Path, default=ROOT / "sources" / "nk-vs-car-t")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for part in options.only.split(","):
            MEASURES[part](Path(folder), options)


def build(options: argparse.Namespace, out: Path, *more: object) -> list[str]:
    return command("build", options.comparison, "--language", "en", "--paper", "a4", "--out", out, *more)


def cold(folder: Path, options: argparse.Namespace) -> None:
    """All documents of one variant on its first paper, beside the least that the libraries need for them."""
    ran = run(build(options, folder / "cold", "--fresh", "--jobs", 1))
    files = map(str, options.comparison.glob("*.yaml"))
    imports = run([sys.executable, "-c", f"import {LIBRARIES}"]).processors
    bare = run([sys.executable, "-c", "import ruamel.yaml"]).processors
    floors = {"imports": imports, "YAML": run([sys.executable, "-c", READING, *files]).processors - bare}
    floors |= {name: floor(name, options.comparison) for name in FLOORS}
    total = sum(floors.values())
    say("cold, one variant", f"{ran.processors:.1f} s of processor, {ran.clock:.1f} s on the clock")
    say("  floor", " + ".join(f"{name} {seconds:.1f}" for name, seconds in floors.items()) + f" = {total:.1f} s")
    say("  of the floor", f"{ran.processors / total:.2f} times", "goal: at most 1.3")
    words = build(options, folder / "shares", "--fresh", "--jobs", 1)[2:]
    told = said_by([sys.executable, str(HERE / "shares.py"), *words])
    shares: dict[str, float] = json.loads(told.splitlines()[-1])
    for name, seconds in shares.items():
        say(f"    {name}", f"{seconds:.2f} s, {seconds / sum(shares.values()):.0%}")


FLOORS = {  # what another benchmark says of its floor: seconds, or milliseconds, and how many floors they are
    "figures": re.compile(r"the same by plain calls: ([\d.]+) s"),
    "printed": re.compile(r"whose floor is ([\d.]+) s"),
    "deck": re.compile(r"floor ([\d.]+) s"),
}


def floor(name: str, comparison: Path) -> float:
    """What another benchmark measures as its floor, in seconds."""
    how = ["--whole"] if name == "figures" else ["--repeat", "2"]
    said = said_by([sys.executable, str(HERE / f"{name}.py"), str(comparison), *how])
    found = FLOORS[name].search(said)
    if not found:
        raise SystemExit(f"{name}.py tells no floor:\n{said}")
    return float(found[1])


def said_by(words: list[str]) -> str:
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8").stdout


def clock(folder: Path, options: argparse.Namespace) -> None:
    """One variant, with one process and with all."""
    alone = run(build(options, folder / "alone", "--fresh", "--jobs", 1)).clock
    for jobs in dict.fromkeys((2, options.jobs)):
        several = run(build(options, folder / f"jobs-{jobs}", "--fresh", "--jobs", jobs)).clock
        told = f"{several:.1f} s, with one {alone:.1f} s: {several / alone:.2f} of its time"
        say(f"one variant, {jobs} processes", told)


def unchanged(folder: Path, options: argparse.Namespace) -> None:
    """The same call again, in a process of its own."""
    words = build(options, folder / "unchanged", "--jobs", 1)
    whole = run(words).clock
    again = min(run(words).clock for _ in range(5))
    told = said_by([sys.executable, "-c", LOADED, str(ROOT), ",".join(HEAVY), *words[2:]])
    loaded: list[str] = json.loads(told.splitlines()[-1])
    say("nothing changed", f"{again:.2f} s, {again / whole:.3f} of a whole build", "goal: at most 0.3 s, under 0.1")
    say("  libraries that it loads", ", ".join(loaded) or f"none of {len(HEAVY)} heavy ones", "goal: none")


WORDS = {  # by comparison: a word of what patients read, and one of what clinicians do
    "nk-vs-car-t": {
        "patient": ("heading: Two treatments, side by side", "heading: Two therapies, side by side"),
        "clinician": ("heading: Cell therapies differ in risk", "heading: Cell therapies vary in risk"),
    },
    "wrist": {
        "patient": ("heading: What this test is about", "heading: What this trial is about"),
        "clinician": ("heading: A test of two", "heading: A trial of two"),
    },
}


def word(folder: Path, options: argparse.Namespace) -> None:
    """One word changed, in a process that goes on, as watch does it: seconds for each document."""
    sys.path.insert(0, str(ROOT))
    import make_docs
    from layouts.figures import drawing
    from layouts.memories import sweep

    name = options.comparison.resolve().name
    source = folder / "sources" / name
    shutil.copytree(options.comparison, source)
    shutil.copytree(ROOT / "sources" / "brands", folder / "sources" / "brands")
    main_file, drawn, save = source / "comparison.yaml", 0, drawing._saved

    def saved(*given: object) -> object:
        nonlocal drawn
        drawn += 1
        return save(*given)  # type: ignore[arg-type]

    drawing._saved = saved  # type: ignore[assignment]
    for document, reader in {"trifold": "patient", "handout": "patient", "deck": "clinician"}.items():
        words = [str(source), "--out", str(folder / f"word-{document}"), "--language", "en", "--paper", "a4"]
        words += ["--jobs", "1", "--document", document]
        _built(make_docs.main, words)
        before, (old, new) = main_file.read_text(encoding="utf-8"), WORDS[name][reader]
        if old not in before:
            raise SystemExit(f"the words to change are not there any more: {old}")
        main_file.write_text(before.replace(old, new, 1), encoding="utf-8")
        sweep()
        drawn, start = 0, time.monotonic()
        _built(make_docs.main, words)
        told = f"{time.monotonic() - start:.2f} s, {drawn} figures drawn again"
        say(f"one word changed, in watch: {document}", told, "goal: at most 1 s, none drawn")
        main_file.write_text(before, encoding="utf-8")


def _built(make: Callable[[list[str]], int], words: list[str]) -> None:
    with Path(os.devnull).open("w", encoding="utf-8") as quiet:
        saved, sys.stderr, sys.stdout = (sys.stderr, sys.stdout), quiet, quiet
        try:
            if make(words):
                raise SystemExit("the build failed")
        finally:
            sys.stderr, sys.stdout = saved


MEASURES: dict[str, Callable[[Path, argparse.Namespace], None]] = {
    "cold": cold,
    "clock": clock,
    "unchanged": unchanged,
    "word": word,
    "batch": batches.batch,
    "figures": batches.figures,
    "cluster": batches.cluster,
    "pandoc": typesetters.pandoc,
}

if __name__ == "__main__":
    main(sys.argv[1:])
