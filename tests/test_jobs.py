"""Variants made side by side: a process that is lost, and one that ends every time."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import replace
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

import pytest

import make_docs
from layouts import jobs
from layouts.brand import read_brand
from layouts.build import Built, Variant
from layouts.jobs import Crew, Done, Job, Refused, local_crew, make_jobs
from layouts.shared import unpacked
from layouts.source import Source, read_source

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WRIST = HERE / "sources" / "wrist"
SECONDS = 300  # for one variant on a busy machine


class Fragile(Executor):
    """Breaks when a job of some name is under way, as often as `times` says; then all that is under way is lost."""

    def __init__(self, breaks: dict[str, int]) -> None:
        self.breaks, self.broken = breaks, False

    def submit(self, work: Any, /, *given: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        name = next(one for one in given if isinstance(one, str))
        if self.breaks.get(name, 0) > 0:
            self.breaks[name] -= 1
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


class Sending(Fragile):
    """Notes what is sent."""

    def __init__(self) -> None:
        super().__init__({})
        self.sent: list[tuple[Any, ...]] = []

    def submit(self, work: Any, /, *given: Any, **options: Any) -> Future[Any]:
        self.sent.append(given)
        return super().submit(work, *given, **options)


def test_what_jobs_share_is_packed_once_and_unpacked_once(source: Source, made: list[str]) -> None:
    pool = Sending()
    list(make_jobs(several(source, 6), 2, crew=Crew(2, lambda: pool)))
    packed = [next(one for one in given if isinstance(one, bytes)) for given in pool.sent]
    assert len({*map(id, packed[1:])}) == 1, "those that wait for the figures of the first are sent the same bytes"
    assert unpacked(packed[1]) is unpacked(bytes(bytearray(packed[1])))
    assert unpacked(packed[0]).source.comparison == source.comparison
    for given in pool.sent:
        rest = pickle.dumps([one for one in given if not isinstance(one, bytes)])
        assert len(rest) < len(packed[0]) / 5, "what is sent with each job has no source"


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


def table_of(folder: Path, sites: int) -> Path:
    """Variants of one look, each of two documents."""
    table = folder / "variants.csv"
    rows = "".join(f"site-{n},{WRIST},en,letter,trifold deck,+00 {n}{n}{n}\n" for n in range(sites))
    table.write_text(f"variant,comparison,language,paper,documents,phone\n{rows}", encoding="utf-8")
    return table


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this process makes its temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_several_processes_make_one_variant_as_one_does_and_leave_nothing(tmp_path: Path, temporary: Path) -> None:
    made, warned = [], []
    for processes in ("1", "3"):
        out = tmp_path / processes
        run = [sys.executable, str(ROOT / "make_docs.py"), "build", str(WRIST), "--out", str(out), "--jobs", processes]
        quick = ["--document", "trifold", "--document", "press", "--document", "deck", "--document", "figures"]
        words = [*run, *quick, "--document", "review", "--as-of", "2026-11-23"]
        done = subprocess.run(words, check=True, capture_output=True, env=os.environ | {"TMPDIR": str(temporary)})
        there = (path for path in out.rglob("*.*") if path.is_file() and ".cache" not in path.parts)
        made.append({path.relative_to(out).as_posix(): path.read_bytes() for path in there})
        warned.append(done.stderr)
    assert made[0] == made[1]
    assert warned[0] == warned[1]
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="not run: this system knows no SIGKILL")
def test_a_process_that_the_system_kills_costs_no_variant_and_leaves_nothing(tmp_path: Path, temporary: Path) -> None:
    table = str(table_of(tmp_path, 3))
    killed: list[int] = []

    def kill() -> None:
        while not any(temporary.rglob("weasyprint-*")):  # it is setting pages
            time.sleep(0.01)
        [victim, *_] = active_children()
        os.kill(victim.pid or 0, signal.SIGKILL)
        killed.append(victim.pid or 0)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    assert make_docs.main(["batch", table, "--out", str(tmp_path / "out"), "--jobs", "2"]) == 0
    killer.join(SECONDS)
    assert killed
    assert list(temporary.iterdir()) == []
    assert make_docs.main(["batch", table, "--out", str(tmp_path / "undisturbed"), "--jobs", "1"]) == 0
    assert len(documents(tmp_path / "out")) == 3
    assert documents(tmp_path / "out") == documents(tmp_path / "undisturbed")


def little_memory() -> None:
    """Run in a worker: what documents are made with is there already, and next to nothing can be had beside."""
    import resource

    import layouts.brochure.trifold
    import layouts.deck.powerpoint
    import layouts.figures.drawing  # noqa: F401

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    room = pages * resource.getpagesize() + 4_000_000
    resource.setrlimit(resource.RLIMIT_AS, (room, room))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="not run: this system tells no sizes there")
@pytest.mark.parametrize("short", [1, 99], ids=["at first", "always"])
def test_where_memory_runs_out_variants_are_made_again_or_refused(source: Source, short: int) -> None:
    started: list[int] = []

    def start() -> ProcessPoolExecutor:
        started.append(1)
        tight = little_memory if len(started) <= short else None
        return ProcessPoolExecutor(2, get_context("spawn"), tight)

    found = list(make_jobs(several(source, 2), crew=Crew(2, start)))
    assert len(found) == 2
    assert len(started) > 1
    for one in found:
        if short == 1:
            assert isinstance(one, Done)
        else:
            assert isinstance(one, Refused)
            assert [problem.rule for problem in one.problems] == ["SYS-01"]


def test_a_refused_variant_leaves_its_earlier_documents_and_the_others_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["batch", str(table_of(tmp_path, 3)), "--out", str(tmp_path / "out"), "--jobs", "2"]
    monkeypatch.setattr(jobs, "local_crew", lambda processes: Crew(processes, lambda: Fragile({})))
    assert make_docs.main(words) == 0
    before = documents(tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / "wrist" / "site-2")
    monkeypatch.setattr(jobs, "local_crew", lambda processes: Crew(processes, lambda: Fragile({"site-1": 99})))
    capsys.readouterr()
    assert make_docs.main([*words, "--fresh"]) == 1
    assert "the variant 'site-1' could not be made: its process ended, 3 times [SYS-01]" in capsys.readouterr().err
    assert documents(tmp_path / "out") == before


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="not run: this system tells no children there")
def test_where_the_first_process_is_killed_the_others_end_and_clear_up(tmp_path: Path, temporary: Path) -> None:
    words = [str(table_of(tmp_path, 6)), "--out", str(tmp_path / "out"), "--jobs", "2"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = os.environ | {"TMPDIR": str(temporary)}
    run = subprocess.Popen([sys.executable, str(ROOT / "make_docs.py"), "batch", *words], env=environment, **quiet)  # type: ignore[call-overload]
    deadline = time.monotonic() + SECONDS
    while not any(temporary.rglob("weasyprint-*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    children = [Path("/proc", pid) for pid in Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()]
    assert children
    run.kill()
    run.wait()
    while any(map(is_at_work, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_at_work, children))
    assert list(temporary.iterdir()) == []


def is_at_work(process: Path) -> bool:
    """Whether it is there, and not only its name until somebody asks for its end."""
    try:
        return process.joinpath("stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def documents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted((out / "wrist").rglob("*.pdf"))}


LARGE = """
import os
import time
from layouts.jobs import local_crew

if __name__ == "__main__":
    crew = local_crew(1)
    pool = crew.start()
    lost = pool.submit(os._exit, 1)
    large = bytes(5_000_000)
    while not lost.done():
        try:
            pool.submit(len, large)
        except RuntimeError:
            break
        time.sleep(0.01)
    pool = crew.restart(pool)
    print(pool.submit(len, "made again").result())
    pool.shutdown()
    crew.end()
"""


def test_a_large_task_on_its_way_to_a_lost_process_keeps_nobody_waiting(tmp_path: Path) -> None:
    script = tmp_path / "large.py"
    script.write_text(LARGE, encoding="utf-8")
    there = os.environ | {"PYTHONPATH": str(Path(make_docs.__file__).parent)}
    run = subprocess.run(
        [sys.executable, script], check=False, env=there, capture_output=True, encoding="utf-8", timeout=120
    )
    assert run.stdout.split() == ["10"], run.stderr


def test_a_pipe_of_lost_processes_is_not_closed_by_two_threads_at_once() -> None:
    """The second would close whatever has got its number meanwhile, such as a pipe of the next pool."""
    crew = local_crew(1)
    pool: Any = crew.start()
    assert pool.submit(len, "one").result() == 3
    inside, most = 0, 0
    close = pool._call_queue._reader.close

    def closing() -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.5)
        close()
        inside -= 1

    pool._call_queue._reader.close = closing
    with suppress(BrokenExecutor):
        pool.submit(os._exit, 1).result()
    pool = crew.restart(pool)
    assert pool.submit(len, "again").result() == 5
    assert most <= 1
    pool.shutdown()
    crew.end()
