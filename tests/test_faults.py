"""What goes wrong on the day: no room, no permission, files open elsewhere, damage. The old files stand whole, or the
new ones do; it is told in a sentence; the next build ends well.

Every call of the writing itself is in tests/test_folders.py, of a whole build in tests/test_injected.py, lost
processes are in tests/test_jobs.py.
"""

import builtins
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import make_docs
from layouts import folders, jobs

HERE = Path(__file__).resolve().parent


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copytree(HERE / "sources" / "wrist", tmp_path / "wrist")
    return tmp_path


def build(home: Path, *options: str) -> int:
    words = [str(home / "wrist"), "--document", "trifold", "--paper", "a4", "--out", str(home / "out"), "--jobs", "1"]
    return make_docs.main(["build", *words, *options])


def documents(home: Path) -> dict[str, bytes]:
    """The documents of the variant; its manifest also tells what was reused."""
    folder = home / "out" / "wrist"
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix == ".pdf"}


def changed(home: Path) -> None:
    path = home / "wrist" / "comparison.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("promise: Test", "promise: A test", 1), encoding="utf-8")


def failing(patch: pytest.MonkeyPatch, owner: Any, name: str, number: int, where: Callable[[str], bool]) -> None:
    """A call of the system that fails wherever its path is such."""
    real = getattr(owner, name)

    def call(path: Any, *arguments: Any, **options: Any) -> Any:
        if not isinstance(path, int) and where(os.fspath(path)):
            raise OSError(number, os.strerror(number), str(path))
        return real(path, *arguments, **options)

    patch.setattr(owner, name, call)


FAULTS = {
    "the disk is full": (Path, "open", errno.ENOSPC, lambda path: ".new" in path),
    "the folder is read-only": (os, "mkdir", errno.EROFS, lambda path: ".en.new" in path),
    "a document is open elsewhere": (Path, "rename", errno.EACCES, lambda path: True),
    "the gallery is open elsewhere": (Path, "replace", errno.EACCES, lambda path: "index.html" in path),
    "the gallery finds no room": (Path, "open", errno.ENOSPC, lambda path: ".index.html" in path),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_fails_is_said_and_the_next_build_ends_well(
    fault: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(home) == 0
    old = documents(home)
    changed(home)
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("layouts.folders.exchange", lambda first, second: False)
        (home / "out" / "index.html").unlink()
        owner, name, number, where = FAULTS[fault]
        failing(patch, owner, name, number, where)
        assert build(home) == 1
    told = capsys.readouterr().err
    assert "make_docs.py: nothing was written to " in told
    assert "Traceback" not in told
    stands = documents(home)
    assert build(home) == 0
    new = documents(home)
    assert new != old
    assert stands in (old, new)
    assert not list((home / "out").rglob(".*.new*"))


def test_a_cache_that_cannot_be_written_or_is_damaged_costs_only_time(home: Path) -> None:
    assert build(home) == 0
    first = documents(home)
    for path in (home / "out" / ".cache").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:50] + b"damaged")
    assert build(home) == 0
    assert documents(home) == first
    shutil.rmtree(home / "out" / ".cache")
    (home / "out" / ".cache").write_bytes(b"")
    changed(home)
    assert build(home) == 0
    assert documents(home) != first


def test_a_source_that_is_written_half_is_refused_and_the_documents_stand(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(home) == 0
    old = documents(home)
    path = home / "wrist" / "comparison.yaml"
    whole = path.read_bytes()
    for share in (0, 0.3, 0.7, 0.99):
        path.write_bytes(whole[: int(len(whole) * share)])
        assert build(home) == 1
        assert "Traceback" not in capsys.readouterr().err
        assert documents(home) == old
    path.write_bytes(whole)
    assert build(home) == 0
    assert documents(home) == old


def lose_a_font(patch: pytest.MonkeyPatch) -> None:
    fails = lambda path: path.endswith("Lato-Regular.ttf")  # noqa: E731 (one word for two calls)
    failing(patch, builtins, "open", errno.ENOENT, fails)
    failing(patch, Path, "open", errno.ENOENT, fails)
    failing(patch, Path, "read_bytes", errno.ENOENT, fails)


def test_a_missing_font_is_said_and_the_documents_stand(home: Path) -> None:
    """In a process of its own: one that has read a font does not look for it again."""
    assert build(home) == 0
    old = documents(home)
    changed(home)
    script = "import sys, pytest, test_faults as t; t.lose_a_font(pytest.MonkeyPatch())"
    script += "; sys.exit(t.build(t.Path(sys.argv[1])))"
    run = subprocess.run(
        [sys.executable, "-c", script, str(home)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}"},
    )
    assert run.returncode == 1, run.stderr
    assert "Lato" in run.stderr or "font" in run.stderr
    assert "Traceback" not in run.stderr
    assert documents(home) == old
    assert build(home) == 0


def test_too_little_memory_is_said_and_stops_no_other_variant(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def starve(*arguments: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "make_variant", starve)
        assert build(home) == 1
    assert "memory ran out" in capsys.readouterr().err
    assert documents(home) == {}
    assert build(home) == 0


def test_a_clock_that_jumps_changes_no_document(home: Path) -> None:
    made = []
    for day in ("2026-01-01", "2027-03-31", "2026-01-01"):
        assert build(home, "--fresh", "--as-of", day) == 0
        made.append({name: content for name, content in documents(home).items() if name != "build.json"})
    assert made[0] == made[1] == made[2]


def test_only_what_was_left_before_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "kept").write_bytes(b"")
    (tmp_path / ".page.new-1").write_bytes(b"")
    (tmp_path / ".page.new-2").mkdir()
    (tmp_path / ".page.new-2" / "half").write_bytes(b"")
    (tmp_path / ".page.new-3").symlink_to(tmp_path / "far", target_is_directory=True)
    (tmp_path / ".page.new-4").write_bytes(b"")  # another run writes it now
    os.utime(tmp_path / ".page.new-4", (2_000, 2_000))
    for number in (1, 2, 3):
        os.utime(tmp_path / f".page.new-{number}", (1_000, 1_000), follow_symlinks=False)
    (tmp_path / "page").write_bytes(b"")
    os.utime(tmp_path / "page", (1_000, 1_000))
    folders.clear_leftovers(tmp_path, ".page.new-*", 1_500)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".page.new-4", "far", "page"]
    assert (tmp_path / "far" / "kept").exists()


def test_a_copy_that_was_left_half_made_is_no_comparison_and_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_docs, "SOURCES", tmp_path)
    left = tmp_path / ".hip.new-1"
    left.mkdir()
    (left / "comparison.yaml").write_bytes(b"half")
    os.utime(left, (1_000, 1_000))
    with pytest.raises(make_docs.StopError, match="no comparison under sources"):
        make_docs.every_comparison()
    assert make_docs.main(["new", "hip"]) == 0
    assert [path.name for path in make_docs.every_comparison()] == ["hip"]
    assert not left.exists()
