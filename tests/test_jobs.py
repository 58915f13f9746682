"""Variants made side by side: a process that is lost, and one that ends every time."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from layouts import jobs
from layouts.brand import read_brand
from layouts.build import Built, Variant
from layouts.jobs import Crew, Done, Job, Refused, make_jobs
from layouts.source import Source, read_source

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WRIST = HERE / "sources" / "wrist"


class Fragile(Executor):
    """Breaks when a job of some name is under way, as often as `times` says; then all that is under way is lost."""

    def __init__(self, breaks: dict[str, int]) -> None:
        self.breaks, self.broken = breaks, False

    def submit(self, work: Any, /, *given: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        job: Job = given[0]
        if self.breaks.get(job.name, 0) > 0:
            self.breaks[job.name] -= 1
            self.broken = True
        if self.broken:
            future.set_exception(BrokenExecutor("a process was lost"))
        else:
            future.set_result(work(*given, **options))
        return future


@pytest.fixture
def source() -> Source:
    return read_source(WRIST)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The variants that were made, by the phone of their brand; nothing is built."""
    names: list[str] = []

    def make(source: Source, variant: Variant, *rest: object) -> Built:
        names.append(variant.brand.contact.phone or "")
        return Built({"deck.pptx": (variant.brand.contact.phone or "").encode()}, ())

    monkeypatch.setattr(jobs, "make_variant", make)
    return names


def several(source: Source, count: int) -> list[Job]:
    brand, _ = read_brand("clinic", [ROOT / "sources" / "brands"])
    return [
        Job(source, Variant(brand.at_site(None, f"+00 {n}", None), "en", ("a4",), ("deck",)), f"site-{n}")
        for n in range(count)
    ]


def outcomes(source: Source, count: int, breaks: dict[str, int]) -> dict[str, Done | Refused]:
    crew = Crew(2, lambda: Fragile(breaks))
    found = list(make_jobs(several(source, count), 2, crew=crew))
    names = [one.name if isinstance(one, Refused) else one.job.name for one in found]
    assert sorted(names) == sorted(set(names)), "a variant came twice"
    return dict(zip(names, found, strict=True))


def test_what_was_under_way_in_a_lost_process_is_made_again(source: Source, made: list[str]) -> None:
    found = outcomes(source, 6, {"site-3": 1})
    assert len(found) == 6
    assert all(isinstance(one, Done) for one in found.values())
    assert all(one.files == {"deck.pptx": one.job.variant.brand.contact.phone.encode()} for one in found.values())  # type: ignore[union-attr]


@pytest.mark.parametrize("culprit", [0, 3, 5])
def test_a_variant_that_ends_its_process_each_time_is_refused_and_stops_no_other(
    source: Source, made: list[str], culprit: int
) -> None:
    found = outcomes(source, 6, {f"site-{culprit}": 99})
    refused = {name: one for name, one in found.items() if isinstance(one, Refused)}
    assert list(refused) == [f"site-{culprit}"]
    [problem] = refused[f"site-{culprit}"].problems
    assert (problem.rule, problem.severity) == ("SYS-01", "error")
    assert len(found) == 6


def test_without_a_loss_each_variant_is_made_once(source: Source, made: list[str]) -> None:
    outcomes(source, 6, {})
    assert sorted(made) == sorted(set(made))
    assert len(made) == 6


def test_a_failed_variant_is_refused_with_its_problems(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    job = several(source, 1)[0]
    bad = replace(job, variant=replace(job.variant, language="tlh"))
    [refused] = make_jobs([bad])
    assert isinstance(refused, Refused)
    assert "no fixed words in 'tlh'" in refused.problems[0].message


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="not run: this system knows no SIGKILL")
def test_a_batch_killed_in_the_middle_goes_on_and_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    table = tmp_path / "variants.csv"
    rows = "".join(f"site-{n},{WRIST},en,letter,trifold,+00 {n}{n}{n}\n" for n in range(6))
    table.write_text(f"variant,comparison,language,paper,documents,phone\n{rows}", encoding="utf-8")

    def command(out: Path) -> list[str]:
        return [sys.executable, str(ROOT / "make_docs.py"), "batch", str(table), "--out", str(out), "--jobs", "2"]

    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run = subprocess.Popen(command(tmp_path / "out"), start_new_session=True, **quiet)  # type: ignore[call-overload]
    first = tmp_path / "out" / "wrist" / "site-0" / "en" / "build.json"
    deadline = time.monotonic() + 120
    while not first.exists() and run.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    with suppress(ProcessLookupError):  # a quick machine was done before
        os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    assert first.exists()
    for out in (tmp_path / "out", tmp_path / "fresh"):
        subprocess.run(command(out), check=True, **quiet)  # type: ignore[call-overload]
    assert documents(tmp_path / "out") == documents(tmp_path / "fresh")


def documents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted((out / "wrist").rglob("*.pdf"))}
