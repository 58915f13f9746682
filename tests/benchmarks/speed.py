"""How fast the program is, as ratios taken in one run: cold, nothing changed, one word in watch, batches, a cluster.

    python tests/benchmarks/speed.py [--rows 200] [--few 20] [--jobs N] [--only cold,unchanged,word,batch]

`cold` builds all documents of the shipped comparison in a process of its own, and compares its processor time with the
floor: importing the libraries, and the calls that draw, set and write the same figures, pages and slides (the floors of
figures.py, printed.py and deck.py, in this process). `batch` compares variants a second with cores times what one warm
process makes alone. `pandoc` sets the handout's words with pandoc, WeasyPrint and python's figures drawn before, and
writes the slides' words with pandoc: fewer pages, no checks. Seconds depend on the machine; ratios do less.
"""

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "sources" / "nk-vs-car-t"
WRIST = ROOT / "tests" / "sources" / "wrist"
PARTS = ("cold", "unchanged", "word", "batch", "cluster", "pandoc")
LIBRARIES = "weasyprint, pptx, matplotlib.figure, pydantic, ruamel.yaml, jinja2, pikepdf, babel, uharfbuzz, coloraide"


def main(arguments: list[str]) -> None:
    """Prints a table, a line a measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--few", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default=",".join(PARTS))
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for part in options.only.split(","):
            MEASURES[part](Path(folder), options)


def say(measure: str, value: str, goal: str = "") -> None:
    sys.stdout.write(f"{measure:44} {value:40} {goal}\n")
    sys.stdout.flush()


def command(*words: object) -> list[str]:
    return [sys.executable, str(ROOT / "make_docs.py"), *map(str, words)]


def spent(run: list[str]) -> tuple[float, float]:
    """Seconds on the clock and of all processors that a command took, its own processes with it."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cold(folder: Path, options: argparse.Namespace) -> None:
    """All documents of one variant on its first paper, beside the least that the libraries need for them."""
    words = (SHIPPED, "--language", "en", "--paper", "a4", "--out", folder / "cold", "--fresh", "--jobs", 1)
    clock, processors = spent(command("build", *words))
    _, imports = spent([sys.executable, "-c", f"import {LIBRARIES}"])
    floors = [imports, *(floor(name) for name in ("figures", "printed", "deck"))]
    say("cold, one variant: seconds, of processors", f"{clock:.1f} s, {processors:.1f} s")
    say("  of which the floor", " + ".join(f"{one:.1f}" for one in floors) + f" = {sum(floors):.1f} s")
    say("  ratio", f"{processors / sum(floors):.2f}", "goal: at most 1.3")


FLOORS = {  # what another benchmark says of its floor: seconds, or milliseconds, and how many floors they are
    "figures": re.compile(r"in all ([\d.]+) (m)s, ([\d.]+) times the floor"),
    "printed": re.compile(r"in all ([\d.]+) ()s, ([\d.]+) times the floor"),
    "deck": re.compile(r"floor ([\d.]+) ()s \(([\d.]+)\)"),
}


def floor(name: str) -> float:
    """What another benchmark measures as its floor, in seconds."""
    run = [sys.executable, str(ROOT / "tests" / "benchmarks" / f"{name}.py")]
    said = subprocess.run(run, check=True, capture_output=True, encoding="utf-8").stdout
    found = FLOORS[name].search(said)
    if not found:
        raise SystemExit(f"{name}.py tells no floor:\n{said}")
    return float(found[1]) / float(found[3]) / (1000 if found[2] else 1)


def unchanged(folder: Path, options: argparse.Namespace) -> None:
    """The same call again, in a process of its own."""
    words = (SHIPPED, "--language", "en", "--paper", "a4", "--out", folder / "unchanged", "--jobs", 1)
    whole, _ = spent(command("build", *words))
    again, processors = min(spent(command("build", *words)) for _ in range(5))
    say("nothing changed", f"{again:.2f} s ({processors:.2f} s of processor)", "goal: at most 0.3 s")
    say("  of a whole build", f"{again / whole:.3f}", "goal: under 0.1")


def word(folder: Path, options: argparse.Namespace) -> None:
    """One word of a patient's text changed, in a process that goes on, as watch does it: seconds for each document."""
    sys.path.insert(0, str(ROOT))
    import make_docs

    source = folder / "sources" / "nk-vs-car-t"
    shutil.copytree(SHIPPED, source)
    shutil.copytree(ROOT / "sources" / "brands", folder / "sources" / "brands")
    main, out = source / "comparison.yaml", folder / "word"
    words = [str(source), "--out", str(out), "--language", "en", "--paper", "a4", "--jobs", "1"]
    words += [part for name in ("trifold", "handout", "deck") for part in ("--document", name)]

    def build() -> float:
        start = time.monotonic()
        with Path(os.devnull).open("w", encoding="utf-8") as quiet:
            saved, sys.stderr, sys.stdout = (sys.stderr, sys.stdout), quiet, quiet
            try:
                if make_docs.main(words):
                    raise SystemExit("the build failed")
            finally:
                sys.stderr, sys.stdout = saved
        return time.monotonic() - start

    build()
    text = main.read_text(encoding="utf-8")
    changed = text.replace(
        "What studies counted, what they cannot tell", "What studies counted, what they do not tell", 1
    )
    if changed == text:
        raise SystemExit("the word to change is not there any more")
    main.write_text(changed, encoding="utf-8")
    lasted = build()
    say(
        "one word changed, in watch",
        f"{lasted:.1f} s for 3 documents, {lasted / 3:.1f} s each",
        "goal: at most 1 s each",
    )


def table_of(folder: Path, rows: int) -> Path:
    path = folder / f"variants-{rows}.csv"
    lines = (f"site-{n},{WRIST},en,a4,trifold deck,+00 {n:06}\n" for n in range(rows))
    path.write_text("variant,comparison,language,paper,documents,phone\n" + "".join(lines), encoding="utf-8")
    return path


def batch(folder: Path, options: argparse.Namespace) -> None:
    """Variants of the small comparison: the rate of all cores beside that of one, and the memory of the largest."""
    few, most = options.few, options.rows

    def lasts(rows: int, jobs: int) -> float:
        out = folder / f"batch-{rows}-{jobs}"
        return spent(command("batch", table_of(folder, rows), "--out", out, "--fresh", "--jobs", jobs))[0]

    raw = few / (lasts(2 + few, 1) - lasts(2, 1))
    say("one warm process", f"{raw:.2f} variants a second")
    rate = (most - few) / (lasts(most, options.jobs) - lasts(few, options.jobs))
    share = f"{rate / options.jobs / raw:.2f} of cores x one"
    say(f"{most} variants, {options.jobs} processes", f"{rate:.2f} a second, {share}", "goal: at least 0.85")
    for n in (few, most):
        say(f"  largest process at {n}", f"{peak(folder, n, options.jobs):.0f} MB", "goal: flat")


def peak(folder: Path, rows: int, jobs: int) -> float:
    """The largest resident size in MB of any process of a batch (ru_maxrss of the children of its children)."""
    probe = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    run = command("batch", table_of(folder, rows), "--out", folder / f"peak-{rows}", "--fresh", "--jobs", jobs)
    said = subprocess.run([sys.executable, "-c", probe, *run], check=True, capture_output=True, encoding="utf-8").stdout
    return int(said) / (1024 if sys.platform != "darwin" else 1024 * 1024)


def cluster(folder: Path, options: argparse.Namespace) -> None:
    """The same batch on a Dask cluster of this machine with as many workers as there are local processes."""
    try:
        import distributed
    except ImportError:
        say("the same on a Dask cluster", "not run: the extra 'cluster' is not installed")
        return
    rows = table_of(folder, options.rows)
    local, _ = spent(command("batch", rows, "--out", folder / "pool", "--fresh", "--jobs", options.jobs))
    with distributed.LocalCluster(
        n_workers=options.jobs, threads_per_worker=1, dashboard_address=None, local_directory=str(folder / "dask")
    ) as started:
        away, _ = spent(
            command("batch", rows, "--out", folder / "away", "--fresh", "--cluster", started.scheduler_address)
        )
    say("the same on a Dask cluster", f"{away / local:.2f} of the local pool's time", "goal: within 1.1")


def pandoc(folder: Path, options: argparse.Namespace) -> None:
    """The handout's and the slides' words by pandoc, the PDF through WeasyPrint, beside ours; figures left out."""
    try:
        import pypandoc
    except ImportError:
        say("pandoc", "not run: the package pypandoc_binary is not installed")
        return
    out = folder / "ours"
    words = ("--language", "en", "--paper", "a4", "--document", "handout", "--document", "deck", "--fresh", "--jobs", 1)
    _, ours = spent(command("build", SHIPPED, "--out", out, *words))
    made = out / "nk-vs-car-t" / "clinic" / "en"
    text = subprocess.run(
        ["pdftotext", "-layout", str(made / "handout.pdf"), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    page, slides = folder / "handout.md", folder / "deck.md"
    page.write_text("% Handout\n\n" + re.sub(r"[ \t]+", " ", text), encoding="utf-8")
    slides.write_text(
        "".join(f"# Slide {n}\n\n- {line}\n\n" for n, line in enumerate(text.splitlines()[:250:5])), "utf-8"
    )
    program, weasyprint = pypandoc.get_pandoc_path(), Path(sys.executable).with_name("weasyprint")
    theirs = [
        [program, str(page), "--pdf-engine", str(weasyprint), "-o", str(folder / "handout.pdf")],
        [program, str(slides), "-o", str(folder / "deck.pptx")],
    ]
    total = sum(spent(run)[1] for run in theirs)
    say("the same words by pandoc, without figures", f"{total:.1f} s of processor; ours with all {ours:.1f} s",
        f"{ours / total:.1f} times")  # fmt: skip


MEASURES: dict[str, Callable[[Path, argparse.Namespace], None]] = {
    "cold": cold,
    "unchanged": unchanged,
    "word": word,
    "batch": batch,
    "cluster": cluster,
    "pandoc": pandoc,
}

if __name__ == "__main__":
    main(sys.argv[1:])
