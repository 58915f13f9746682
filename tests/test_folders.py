"""Folders that change at once: whatever fails and whenever it is killed, the old files stand or the new ones."""

import ctypes
import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from layouts import folders

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OLD = {"trifold.pdf": b"the old page", "deck.pptx": b"the old slides", "gone.pdf": b"a paper no longer wanted"}
NEW = {"trifold.pdf": b"the new page", "deck.pptx": b"the new slides", "build.json": b"{}"}
NEXT = {"trifold.pdf": b"the next page"}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder; empty where there is none."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def publish(target: Path, files: dict[str, bytes]) -> None:
    folders.publish(target, lambda standing: files)


class Tripwire:
    """Counts every call into the file system and lets the n-th fail, or do what `at` says."""

    OWNERS = (
        (os, ("mkdir", "open", "rename", "unlink", "rmdir", "fsync", "scandir")),
        (shutil, ("rmtree",)),
        (ctypes, ("CDLL",)),
    )

    def __init__(self, patch: pytest.MonkeyPatch, trip_at: int, at: Callable[[], None]) -> None:
        self.calls: list[str] = []
        self.trip_at, self.at = trip_at, at
        for owner, names in self.OWNERS:
            for name in names:
                patch.setattr(owner, name, self._counted(name, getattr(owner, name)))
        real_open = self._counted("io.open", io.open)
        patch.setattr(io, "open", lambda *a, **k: HalfWriting(real_open(*a, **k), self))

    @property
    def tripped(self) -> bool:
        return len(self.calls) >= self.trip_at

    def count(self, name: str) -> None:
        self.calls.append(name)
        if len(self.calls) == self.trip_at:
            self.at()

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.count(name)
            return real(*arguments, **options)

        return call


class HalfWriting:
    """An open file whose write may stop half way."""

    def __init__(self, file: Any, wire: Tripwire) -> None:
        self.file, self.wire = file, wire

    def write(self, content: bytes) -> None:
        half = len(content) // 2
        self.file.write(content[:half])
        self.file.flush()
        self.wire.count("write")
        self.file.write(content[half:])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def __enter__(self) -> "HalfWriting":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.file.close()


def forbid_exchange(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(folders, "exchange", lambda first, second: False)


def full_disk() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupt() -> None:
    raise KeyboardInterrupt


def faults(target: Path, atomic: bool, before: dict[str, bytes], at: Callable[[], None]) -> Iterator[tuple[str, bool]]:
    """Publishes NEW over `before` again and again, the next call failing each time: which call, and if it raised."""
    for trip_at in count(1):
        publish(target, before or NEXT)
        if not before:
            shutil.rmtree(target)
        raised = False
        with pytest.MonkeyPatch.context() as patch:
            if not atomic:
                forbid_exchange(patch)
            wire = Tripwire(patch, trip_at, at)
            try:
                publish(target, NEW)
            except (OSError, KeyboardInterrupt):
                raised = True
        if not wire.tripped:
            assert contents(target) == NEW
            assert trip_at > 15, wire.calls  # there was something to fail
            return
        yield wire.calls[-1] if raised else wire.calls[trip_at - 1], raised


@pytest.mark.parametrize("atomic", [True, False], ids=["exchange", "two renames"])
@pytest.mark.parametrize("before", [OLD, {}], ids=["old folder", "nothing there"])
def test_whatever_call_fails_the_old_files_stand_or_the_new_ones(
    tmp_path: Path, atomic: bool, before: dict[str, bytes]
) -> None:
    target = tmp_path / "en"
    for call, raised in faults(target, atomic, before, full_disk):
        assert contents(target) == (before if raised else NEW), call
        publish(target, NEXT)
        assert contents(target) == NEXT, call
        assert sorted(entry.name for entry in tmp_path.iterdir()) == [".en.lock", "en"], call


@pytest.mark.parametrize("atomic", [True, False], ids=["exchange", "two renames"])
def test_whenever_it_is_interrupted_the_files_are_of_one_set(tmp_path: Path, atomic: bool) -> None:
    target = tmp_path / "en"
    for call, _ in faults(target, atomic, OLD, interrupt):
        assert contents(target) in (OLD, NEW), call
        publish(target, NEXT)
        assert contents(target) == NEXT, call
        assert sorted(entry.name for entry in tmp_path.iterdir()) == [".en.lock", "en"], call


def die_at_every_call(folder: Path, atomic: bool) -> None:
    """Run in a process without threads: forks a child that dies at the n-th call; prints what each death leaves."""
    target = folder / "en"
    for trip_at in count(1):
        publish(target, OLD)
        child = os.fork()
        if child == 0:
            patch = pytest.MonkeyPatch()
            if not atomic:
                forbid_exchange(patch)
            Tripwire(patch, trip_at, lambda: os.kill(os.getpid(), signal.SIGKILL))
            publish(target, NEW)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status == 0:
            return
        found = [contents(target)]
        folders.complete(target)
        found.append(contents(target))
        publish(target, NEXT)
        found.append(contents(target))
        sets = [(OLD, "old"), (NEW, "new"), (NEXT, "next"), ({}, "none")]
        left = sorted(entry.name for entry in folder.iterdir())
        names = [next((name for files, name in sets if files == one), "torn") for one in found]
        print(json.dumps([*names, left]))  # noqa: T201


@pytest.mark.skipif(not hasattr(os, "fork"), reason="not run: this system cannot fork")
@pytest.mark.parametrize("atomic", [True, False], ids=["exchange", "two renames"])
def test_a_run_killed_at_any_call_leaves_one_whole_set(tmp_path: Path, atomic: bool) -> None:
    script = f"import test_folders as t; t.die_at_every_call(t.Path({str(tmp_path)!r}), {atomic})"
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}"},
    )
    assert run.returncode == 0, run.stderr
    deaths = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(deaths) > 15
    for at_once, completed, rebuilt, left in deaths:
        assert at_once in (("old", "new") if atomic else ("old", "new", "none"))
        assert completed in ("old", "new")
        assert rebuilt == "next"
        assert left == [".en.lock", "en"]
    assert {completed for _, completed, _, _ in deaths} == {"old", "new"}


def test_a_journal_without_its_folders_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / ".en.journal").write_text("{}", encoding="utf-8")
    publish(tmp_path / "en", NEW)
    assert contents(tmp_path / "en") == NEW
    assert not (tmp_path / ".en.journal").exists()


def test_a_link_stays_a_link_to_the_new_files(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "en").symlink_to(tmp_path / "far", target_is_directory=True)
    publish(tmp_path / "en", NEW)
    assert (tmp_path / "en").is_symlink()
    assert contents(tmp_path / "far") == NEW
