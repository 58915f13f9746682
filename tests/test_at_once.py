"""Two commands at work in one folder of builds at once: both end well, and all is as if they had come one by one."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import make_docs

ROOT = Path(__file__).resolve().parent.parent
WRIST = ROOT / "tests" / "sources" / "wrist"
STARTER = ROOT / "layouts" / "starter"
WORDS = ("--document", "trifold", "--document", "deck", "--paper", "a4", "--language", "en", "--as-of", "2026-11-23")
SECONDS = 300  # for builds on a busy machine


def start(command: str, source: Path, out: Path, *words: str) -> subprocess.Popen[str]:
    run = [sys.executable, str(ROOT / "make_docs.py"), command, str(source), "--out", str(out), *WORDS, *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
    return subprocess.Popen(run, env=os.environ | {"PYTHONUNBUFFERED": "1"}, **pipes)  # type: ignore[call-overload,no-any-return]


def ended(*runs: subprocess.Popen[str]) -> None:
    """Waits for all of them; each ends well."""
    for run in runs:
        said, _ = run.communicate(timeout=SECONDS)
        assert run.returncode == 0, said


def build(source: Path, out: Path) -> int:
    return make_docs.main(["build", str(source), "--out", str(out), *WORDS])


def contents(out: Path) -> dict[str, bytes]:
    """What people see of a folder of builds. What was taken over of an earlier build is left out of build.json: of two
    at once, one may have taken it from the other."""
    seen = (path for path in sorted(out.rglob("*")) if path.is_file() and ".cache" not in path.parts)
    files = {path.relative_to(out).as_posix(): path.read_bytes() for path in seen if path.suffix != ".lock"}
    for name in files:
        if name.endswith("build.json"):
            files[name] = json.dumps(json.loads(files[name]) | {"reused": []}).encode()
    return files


def leftovers(out: Path) -> list[str]:
    """Names that begin with a dot, but for the cache and locks."""
    hidden = (path for path in out.rglob(".*") if path.name != ".cache" and path.suffix != ".lock")
    return [path.relative_to(out).as_posix() for path in hidden]


@pytest.mark.parametrize(
    ("sources", "processes"),
    [((WRIST, WRIST), "1"), ((WRIST, STARTER), "1"), ((WRIST, WRIST), "2")],
    ids=["the same", "two comparisons", "the same in four processes"],
)
def test_two_builds_at_once_end_as_one_after_the_other(
    tmp_path: Path, sources: tuple[Path, Path], processes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    ended(*[start("build", source, out, "--jobs", processes) for source in sources])
    for source in dict.fromkeys(sources):
        assert build(source, tmp_path / "one-by-one") == 0
    assert contents(out) == contents(tmp_path / "one-by-one")
    assert leftovers(out) == []
    for source in (
        *dict.fromkeys(sources),
        *dict.fromkeys(sources),
    ):  # a stamp tells of the gallery as it was: once more
        capsys.readouterr()
        assert build(source, out) == 0
    assert capsys.readouterr().out.endswith(": unchanged\n")
    assert contents(out) == contents(tmp_path / "one-by-one")


@pytest.mark.skipif(os.name != "posix", reason="not run: signals are sent otherwise here")
def test_a_build_beside_one_that_watches_ends_as_a_build_alone(tmp_path: Path) -> None:
    source, out = tmp_path / "sources" / "wrist", tmp_path / "out"
    shutil.copytree(WRIST, source)
    watching = start("watch", source, out)
    try:
        told(watching, "made in")
        main = source / "comparison.yaml"
        main.write_text(main.read_text(encoding="utf-8").replace("events: 221", "events: 220", 1), encoding="utf-8")
        beside = start("build", source, out, "--jobs", "1")
        told(watching, "made in")
        ended(beside)
        watching.send_signal(signal.SIGINT)
        assert watching.wait(SECONDS) == 130
    finally:
        watching.kill()
        watching.communicate()
    assert build(source, tmp_path / "alone") == 0
    assert contents(out) == contents(tmp_path / "alone")
    assert leftovers(out) == []


def told(run: subprocess.Popen[str], words: str) -> None:
    """Reads on until a line has these words."""
    assert run.stdout is not None
    deadline = time.monotonic() + SECONDS
    for line in run.stdout:
        if words in line and "not made" not in line:
            return
        assert time.monotonic() < deadline
    pytest.fail(f"{words!r} was not said")
