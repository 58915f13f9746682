"""Every call of a build that changes a file fails, or is the last of its process: nothing is lost, nothing is mixed.

| mode           | what happens at the n-th call, for every n             | like                                |
|----------------|--------------------------------------------------------|-------------------------------------|
| ended          | the process is gone, a write is half done              | somebody ends it, a machine goes off |
| disk full      | no room, from there on; moving and removing go on      | a full disk                         |
| open elsewhere | not allowed, this once                                 | a document open in a viewer         |

Folders change by one exchange, or by two renames where the system has none. What is looked at: tests/injecting.py.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LOCKS = {"wrist/clinic/.en.lock", ".cache/.gallery.lock"}  # stay: who takes one away might take it from somebody
WAYS = (  # mode, way of changing folders, what stood there, the edition that the next build makes
    ("ended", "exchange", "old", "new"),
    ("ended", "renames", "old", "old"),
    ("ended", "exchange", "none", "new"),
    ("disk full", "exchange", "old", "new"),
    ("open elsewhere", "renames", "old", "new"),
)
Fault = Mapping[str, Any]
Way = tuple[str, str, str, str]

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork") or not Path("/proc/self/fd").exists(), reason="not run: this system has no fork or no /proc"
)


@cache
def injected(*words: str) -> list[Fault]:
    """The faults of a run of tests/injecting.py in a process of its own, without threads."""
    with TemporaryDirectory() as folder:
        run = subprocess.run(
            [sys.executable, str(HERE / "injecting.py"), folder, *words],
            capture_output=True,
            check=False,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}", "OPENBLAS_NUM_THREADS": "1"},
        )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.fixture(params=WAYS, ids=", ".join)
def way(request: pytest.FixtureRequest) -> Way:
    found: Way = request.param
    return found


@pytest.fixture
def faults(way: Way) -> list[Fault]:
    return injected(*way)


def test_every_kind_of_call_has_its_turn(faults: list[Fault], way: Way) -> None:
    kinds = {fault["call"].partition(" ")[0] for fault in faults}
    asked = {"open", "write", "close", "fsync", "mkdir", "rename", "remove"}
    if way[2] == "old":
        asked |= {"rmdir"} | ({"exchange"} if way[1] == "exchange" else set())
    assert kinds >= asked
    assert len(faults) > 60
    for place in (".cache/", ".cache/stamps/", "gallery/", "index.html", ".en.new", ".en.lock"):
        assert any(place in fault["call"] for fault in faults), place


def test_whoever_looks_sees_one_edition(faults: list[Fault], way: Way) -> None:
    """The documents and the gallery's page are each of one edition, and the page shows no picture that is not there."""
    known = {"old", "new"} if way[2] == "old" else {"none", "new"}
    for fault in faults:
        between = way[:3] == ("ended", "renames", "old") and fault["documents"] == "none"
        assert fault["documents"] in known or between, fault
        assert fault["page"] in known, fault
        assert fault["missing"] == [], fault
    assert {fault["documents"] for fault in faults} >= known


def test_a_command_that_looks_between_two_renames_sees_the_new_edition(faults: list[Fault], way: Way) -> None:
    between = [fault["looks"] for fault in faults if way[2] == "old" and fault["documents"] == "none"]
    assert len(between) == (1 if way[:2] == ("ended", "renames") else 0)
    for looks in between:
        assert set(looks) == {"check", "check a file", "verify", "diff", "diff a deck"}
        assert all(look == [0, "new"] for look in looks.values()), looks


def test_what_failed_is_said_in_a_sentence_and_what_did_not_matter_is_done(faults: list[Fault], way: Way) -> None:
    if way[0] == "ended":
        assert {fault["status"] for fault in faults} == {77}
        return
    assert {fault["status"] for fault in faults} == {0, 1}
    for fault in faults:
        assert "Traceback" not in fault["said"], fault
        assert ("make_docs.py: nothing was written to " in fault["said"]) is (fault["status"] == 1), fault
        assert fault["status"] == 1 or (fault["documents"], fault["page"]) == ("new", "new"), fault


def test_the_next_build_ends_as_an_undisturbed_one_and_clears_what_was_left(faults: list[Fault], way: Way) -> None:
    """Where the next build finds all unchanged it looks at no cache: what was left there waits for one that makes."""
    for fault in faults:
        assert fault["next_status"] == 0, fault
        assert fault["next_shown"], fault
        assert fault["next_missing"] == [], fault
        left = {name for name in fault["next_hidden"] if not (way[3] == "old" and name.startswith(".cache/"))}
        assert left <= LOCKS, fault
        assert ": unchanged" in fault["last_said"], fault


def test_documents_that_are_really_made_fare_the_same() -> None:
    """Without what is stored: while the cache, the folder and the gallery are written."""
    for fault in injected("ended", "exchange", "old", "new", "30", "60", "90"):
        assert fault["documents"] in ("old", "new"), fault
        assert fault["next_shown"], fault
        assert set(fault["next_hidden"]) <= LOCKS, fault
