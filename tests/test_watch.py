"""Watching: what is saved is built, faults are told, and half-written files pass."""

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STARTER = ROOT / "layouts" / "starter"
SECONDS = 120  # for one build on a busy machine


class Watching:
    """The command in a process of its own, and what it says on stderr line by line."""

    def __init__(self, source: Path, out: Path) -> None:
        words = ["watch", str(source), "--out", str(out), "--document", "deck", "--as-of", "2026-11-23"]
        run = [sys.executable, str(ROOT / "make_docs.py"), *words]
        pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "encoding": "utf-8"}
        self.process = subprocess.Popen(run, env=os.environ | {"PYTHONUNBUFFERED": "1"}, **pipes)  # type: ignore[call-overload]
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        for line in self.process.stderr:
            self.lines.put(line.rstrip())

    def until(self, end: str) -> list[str]:
        """Everything said up to a line with some words; fails when it does not come."""
        said: list[str] = []
        deadline = time.monotonic() + SECONDS
        while not said or end not in said[-1]:
            try:
                said.append(self.lines.get(timeout=max(0.1, deadline - time.monotonic())))
            except queue.Empty:
                pytest.fail(f"'{end}' was not said within {SECONDS} s: {said}")
        return said


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    shutil.copytree(STARTER, tmp_path / "sources" / "starter")
    run = Watching(tmp_path / "sources" / "starter", tmp_path / "out")
    yield run
    run.process.kill()
    run.process.wait()
    run.reader.join()
    run.process.stderr.close()


def test_what_is_saved_is_built_and_faults_leave_the_documents_as_they_were(watching: Watching, tmp_path: Path) -> None:
    main = tmp_path / "sources" / "starter" / "comparison.yaml"
    deck = tmp_path / "out" / "starter" / "clinic" / "en" / "deck.pptx"
    watching.until("made in")
    first, text = deck.read_bytes(), main.read_text(encoding="utf-8")

    main.write_text(text[: len(text) // 2], encoding="utf-8")  # half-written
    assert any(": error: " in line for line in watching.until("not made in"))
    assert deck.read_bytes() == first

    main.unlink()
    watching.until("not made in")
    assert deck.read_bytes() == first

    main.write_text(text.replace("treatment A or treatment B", "treatment B or treatment A"), encoding="utf-8")
    watching.until("made in")
    assert deck.read_bytes() != first

    main.write_text(text, encoding="utf-8")
    watching.until("made in")
    assert deck.read_bytes() == first


@pytest.mark.skipif(os.name != "posix", reason="not run: signals are sent otherwise here")
def test_ctrl_c_ends_it_with_one_sentence(watching: Watching) -> None:
    watching.until("made in")
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(timeout=SECONDS) == 130
    assert "stopped" in watching.until("stopped")[-1]
