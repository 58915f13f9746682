"""Variants of the small comparison: the rate of all cores beside that of one warm process, the memory of the largest
process, how often each figure is drawn, and the same on a cluster.

A rate is that of the steady state: variants that were written after the first of them stood there, so that starting
processes and loading libraries does not count, over the time that they took and their share of the gallery, which one
process draws last and several draw as they go.
"""

import argparse
import os
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from measuring import ROOT, Ran, command, run, say, table_of

WARM = 4  # variants that each process makes before the clock runs


@dataclass(frozen=True)
class Batch:
    """A batch that was run: when its variants were written, in order (s since 1970), and the run."""

    written: list[float]
    ran: Ran

    def rate(self, processes: int) -> float:
        """Variants a second of the steady state."""
        warm = min(WARM * processes, len(self.written) // 2)
        steady = (self.written[-1] - self.written[warm - 1]) / (len(self.written) - warm)
        return 1 / (steady + (self.ran.ended - self.written[-1]) / len(self.written))


def made(folder: Path, rows: int, *how: object, more: dict[str, str] | None = None) -> Batch:
    """Runs a batch of so many rows into a folder of its own, nothing at hand."""
    out = Path(mkdtemp(prefix="batch-", dir=folder))
    ran = run(command("batch", table_of(folder, rows), "--out", out, "--fresh", *how), more)
    written = sorted(path.stat().st_mtime_ns / 1e9 for path in out.glob("wrist/*/en/build.json"))
    if len(written) != rows:
        raise SystemExit(f"{len(written)} of {rows} variants were made")
    return Batch(written, ran)


@cache
def pooled(folder: Path, rows: int, jobs: int) -> Batch:
    """The batch in processes of this machine, run once for all who ask."""
    return made(folder, rows, "--jobs", jobs)


def batch(folder: Path, options: argparse.Namespace) -> None:
    """The rates of one warm process and of all, and the largest process with few rows and with many."""
    few, most, jobs = options.few, options.rows, options.jobs
    raw = made(folder, few + WARM, "--jobs", 1).rate(1)
    say("one warm process", f"{raw:.2f} variants a second, over {few}")
    small, large = pooled(folder, few, jobs), pooled(folder, most, jobs)
    share = large.rate(jobs) / jobs / raw
    told = f"{large.rate(jobs):.2f} a second, {share:.2f} of processes x one; {large.ran.clock:.0f} s in all"
    say(f"{most} variants, {jobs} processes", told, "goal: at least 0.85 of processes x one")
    sizes = small.ran.largest, large.ran.largest
    told = f"{sizes[0]:.0f} MB at {few}, {sizes[1]:.0f} MB at {most}: {sizes[1] / sizes[0]:.2f} times"
    say("  largest process", told, "goal: flat")


# Tells of each figure that is drawn in any process: Python runs it at its start (docs.python.org, site).
WITNESS = """
import importlib.abc, importlib.util, os, sys

class Watcher(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name != "layouts.figures.drawing":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        execute = spec.loader.exec_module

        def load(module):
            execute(module)
            save = module._saved

            def saved(drawing, slot, anatomy, palette, picture):
                line = f"{anatomy.id} {anatomy.part} {anatomy.language} {slot} {palette}\\n"
                with open(os.environ["DRAWN"], "a", encoding="utf-8") as file:
                    file.write(line)
                return save(drawing, slot, anatomy, palette, picture)

            module._saved = saved

        spec.loader.exec_module = load
        return spec

sys.meta_path.insert(0, Watcher())
"""


def figures(folder: Path, options: argparse.Namespace) -> None:
    """How often each figure of a batch is drawn, in all its processes."""
    drawn, witness = folder / "drawn.txt", folder / "witness"
    witness.mkdir()
    (witness / "sitecustomize.py").write_text(WITNESS, encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(witness), os.environ.get("PYTHONPATH"))))
    for jobs in dict.fromkeys((1, options.jobs)):
        drawn.write_text("", encoding="utf-8")
        made(folder, options.few, "--jobs", jobs, more={"PYTHONPATH": path, "DRAWN": str(drawn)})
        counts = Counter(drawn.read_text(encoding="utf-8").splitlines())
        told = f"{counts.total()} for {options.few} variants; {len(counts)} differ in brand, language or slot"
        say(f"figures drawn, {jobs} process{'es' * (jobs > 1)}", told, "goal: each once")


def cluster(folder: Path, options: argparse.Namespace) -> None:
    """The same on a Dask cluster of this machine, whose workers start as README says: as many as local processes."""
    try:
        import distributed
    except ImportError:
        say("the same on a Dask cluster", "not run: the extra 'cluster' is not installed")
        return
    sys.path.insert(0, str(ROOT))  # which workers take over: they make what this program makes, and no installed one
    os.environ["DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED"] = "False"  # of the workers, which are other processes
    local = pooled(folder, options.rows, options.jobs)
    with distributed.LocalCluster(
        n_workers=options.jobs, threads_per_worker=1, dashboard_address=None, local_directory=str(folder / "dask")
    ) as started:
        away = made(folder, options.rows, "--cluster", started.scheduler_address)
    rates = away.rate(options.jobs), local.rate(options.jobs)
    told = f"{rates[0]:.2f} a second, {rates[0] / rates[1]:.2f} of the local pool's; {away.ran.clock:.0f} s in all"
    say(f"the same on a Dask cluster, {options.jobs} workers", told, "goal: at least 0.9 of the pool's")
