"""No test and no build reaches the network: the guard of the suite bites, and the system itself saw no build do so."""

import os
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib
import pytest

import offline

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ELSEWHERE = ("192.0.2.1", 9)  # no machine has it (RFC 5737)


@pytest.mark.parametrize(
    ("where", "here"),
    [
        (("127.0.0.1", 8786), True),
        (("127.8.9.10", 1), True),
        (("::1", 8786, 0, 0), True),
        (("localhost", 0), True),
        ("/tmp/a-socket", True),  # noqa: S108
        (None, True),
        (ELSEWHERE, False),
        (("2001:db8::1", 80, 0, 0), False),
        ("example.org", False),
        (b"example.org", False),
        (("example.org", 443), False),
        (("/etc/passwd", 443), False),
        (("localhost.example.org", 443), False),
        (("0.0.0.0", 80), False),  # noqa: S104
        ((7, 3), False),
    ],
)
def test_only_this_machine_is_here(where: object, here: bool) -> None:
    assert offline.is_here(where) is here


def test_the_guard_refuses_what_reaches_out() -> None:
    with socket.socket() as stream, pytest.raises(offline.NetworkError):
        stream.connect(ELSEWHERE)
    with socket.socket() as stream, pytest.raises(offline.NetworkError):
        stream.connect_ex(ELSEWHERE)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram, pytest.raises(offline.NetworkError):
        datagram.sendto(b"", ELSEWHERE)
    for ask in (socket.gethostbyname, socket.gethostbyaddr, lambda host: socket.getaddrinfo(host, 443)):
        with pytest.raises(offline.NetworkError):
            ask("example.invalid")
    assert len(offline.refused) == 6
    offline.refused.clear()


def test_the_guard_leaves_the_loopback_to_clusters_and_browsers() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(server.getsockname(), timeout=10) as client:
            assert client.getpeername() == server.getsockname()


SWALLOWING = """
import socket, threading
from offline import network_is_cut

def reach():
    try:
        socket.create_connection(("192.0.2.1", 9), timeout=1)
    except Exception:
        pass

def test_in_a_thread():
    thread = threading.Thread(target=reach)
    thread.start()
    thread.join()

def test_in_silence():
    reach()

def test_of_nothing():
    pass
"""


def test_a_test_that_hides_what_it_was_refused_fails(tmp_path: Path) -> None:
    (tmp_path / "test_hiding.py").write_text(SWALLOWING, encoding="utf-8")
    words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", f"--rootdir={tmp_path}", "-c", str(tmp_path / "none.ini")]
    (tmp_path / "none.ini").write_text(f"[pytest]\npythonpath = {HERE}\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, *words, str(tmp_path)], capture_output=True, check=False, encoding="utf-8", cwd=tmp_path
    )
    assert "3 passed, 2 errors" in run.stdout, run.stdout
    assert run.stdout.count("a test reached for the network") >= 2


# --- the second witness: the system calls themselves

CHANGING = (
    *("creat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "unlink", "unlinkat", "rmdir", "link", "linkat"),
    *("symlink", "symlinkat", "truncate", "chmod", "fchmodat"),
)
LINE = re.compile(r"^\d+ +(?P<call>\w+)\((?P<given>.*)$")
FOLDER = re.compile(r"^(?:AT_FDCWD|\d+)<(?P<folder>[^>]*)>")
WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"')
LINKER = {"ldconfig", "gcc", "cc", "collect2", "ld", "objdump"}  # Python's ctypes asks them where Pango is


@dataclass
class Traced:
    """What a run asked of the system: families of sockets, files it changed, programs it started."""

    sockets: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    started: set[str] = field(default_factory=set)

    def read(self, line: str, below: Path) -> None:
        """One line of strace. A call that failed has changed nothing."""
        found = LINE.match(line)
        if not found or re.search(r"= -1 E[A-Z]+", line):
            return
        call, given = found["call"], found["given"]
        if call == "socket":
            self.sockets.add(given.partition(",")[0])
        elif call == "execve":
            self.started.add(Path(WORDS.findall(given)[0]).name)
        elif call in CHANGING or re.search(r"\bO_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)", given):
            folder = FOLDER.match(given)
            start = Path(folder["folder"]) if folder else below
            self.changed |= {os.path.normpath(start / name) for name in WORDS.findall(given)}


def traced(words: list[str], folder: Path) -> Traced:
    """Runs Python with these words, in a folder, with temporary files and the libraries' caches below it."""
    if not shutil.which("strace"):
        pytest.skip("not run: strace is not installed")
    (folder / "temp").mkdir()
    own = {"TMPDIR": str(folder / "temp"), "XDG_CACHE_HOME": str(folder / "temp"), "PYTHONDONTWRITEBYTECODE": "1"}
    strace = [
        "strace",
        "-f",
        "-qq",
        "-y",
        "-s",
        "4096",
        "-e",
        f"trace=%network,open,openat,execve,{','.join(CHANGING)}",
        "-e",
        "signal=none",
    ]
    run = subprocess.run(
        [*strace, "-o", str(folder / "trace.log"), sys.executable, *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
        cwd=folder,
        env=os.environ | own | {"MPLCONFIGDIR": matplotlib.get_cachedir()},
    )
    if "PTRACE" in run.stderr:
        pytest.skip("not run: this machine lets nobody be traced")
    assert run.returncode == 0, run.stderr
    seen = Traced()
    for line in (folder / "trace.log").read_text(encoding="utf-8", errors="replace").splitlines():
        seen.read(line, folder)
    return seen


def test_the_system_sees_no_build_reach_out_run_or_write_elsewhere(tmp_path: Path) -> None:
    for given in ("sources/wrist", "brands/harbour"):
        shutil.copytree(HERE / given, tmp_path / "home" / given.removeprefix("sources/"))
    words = ["build", "home/wrist", "--document", "trifold", "--document", "deck", "--paper", "a4"]
    brands = ["--brand", "clinic", "--brand", "harbour", "--jobs", "2"]
    seen = traced([str(ROOT / "make_docs.py"), *words, *brands, "--out", "out"], tmp_path)
    assert len([*(tmp_path / "out").rglob("trifold.pdf")]) == 2
    assert seen.sockets <= {"AF_UNIX"}
    programs = {name for name in seen.started if not name.startswith("python")}
    assert programs <= LINKER, programs
    own = (tmp_path / "out", tmp_path / "temp", Path(matplotlib.get_cachedir()), Path("/dev"))
    assert sorted(path for path in seen.changed if not any(Path(path).is_relative_to(top) for top in own)) == []
    assert any(path.endswith("trifold.pdf") for path in seen.changed)
    assert list((tmp_path / "temp").glob("tmp*")) == []


def test_the_second_witness_sees_sockets_files_and_programs(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    steps = [
        "import os, socket, subprocess",
        "socket.socket().connect_ex(('127.0.0.1', 9))",
        "open('there/new', 'w')",
        "os.rename('there/new', 'moved')",
        "subprocess.run(['true'])",
    ]
    seen = traced(["-c", "\n".join(steps)], tmp_path)
    assert "AF_INET" in seen.sockets
    assert seen.changed >= {str(tmp_path / "there" / "new"), str(tmp_path / "moved")}
    assert "true" in seen.started
