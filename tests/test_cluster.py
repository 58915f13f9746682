"""Many machines, told on this one: a Dask cluster makes what the local processes make, and survives a lost worker."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import make_docs
from layouts.cluster import UnreachableError, cluster_crew

WRIST = Path(__file__).resolve().parent / "sources" / "wrist"
SECONDS = 60  # for somebody who waits for a first variant
distributed = pytest.importorskip("distributed", reason="not run: the extra 'cluster' is not installed")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "variants.csv"
    rows = "".join(f"site-{n},{WRIST},en,letter,trifold,+00 {n}{n}{n}\n" for n in range(3))
    path.write_text(f"variant,comparison,language,paper,documents,phone\n{rows}", encoding="utf-8")
    return path


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Any]:
    folder = tmp_path / "dask"
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=str(folder)
    ) as started:
        yield started


def documents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted((out / "wrist").rglob("*.pdf"))}


@pytest.mark.filterwarnings("ignore")  # of Dask's own closing of connections
def test_a_cluster_makes_the_same_bytes_and_a_lost_worker_costs_nothing(
    tmp_path: Path, table: Path, cluster: Any
) -> None:
    words = ["batch", str(table), "--out"]
    assert make_docs.main([*words, str(tmp_path / "local"), "--jobs", "1"]) == 0
    address = cluster.scheduler_address
    assert make_docs.main([*words, str(tmp_path / "cluster"), "--cluster", address]) == 0
    made = documents(tmp_path / "local")
    assert len(made) == 3
    assert documents(tmp_path / "cluster") == made
    next(iter(cluster.workers.values())).process.process.kill()  # the nanny starts another
    assert make_docs.main([*words, str(tmp_path / "again"), "--cluster", address]) == 0
    assert documents(tmp_path / "again") == made


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="not run: this system knows no SIGKILL")
@pytest.mark.filterwarnings("ignore")
def test_a_worker_killed_in_the_middle_of_a_batch_costs_no_variant(tmp_path: Path, table: Path, cluster: Any) -> None:
    words, out = ["batch", str(table), "--out"], tmp_path / "cluster"
    workers = [worker.pid for worker in cluster.workers.values()]
    killed: list[int] = []

    def kill() -> None:
        """As soon as a variant is there, so that others are under way."""
        while not (out / "wrist").exists():
            time.sleep(0.01)
        os.kill(workers[0], signal.SIGKILL)  # the nanny starts another
        killed.append(workers[0])

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    assert make_docs.main([*words, str(out), "--cluster", cluster.scheduler_address]) == 0
    killer.join(SECONDS)
    assert killed
    assert make_docs.main([*words, str(tmp_path / "undisturbed"), "--jobs", "1"]) == 0
    assert len(documents(out)) == 3
    assert documents(out) == documents(tmp_path / "undisturbed")


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_does_not_answer_is_said(
    tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("layouts.cluster.SECONDS", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(UnreachableError):
        cluster_crew(address)
    assert make_docs.main(["batch", str(table), "--out", str(tmp_path / "out"), "--cluster", address]) == 1
    said = capsys.readouterr().err
    assert f"no scheduler answers at {address}" in said
    assert "Traceback" not in said
    assert not (tmp_path / "out" / "wrist").exists()
