"""Fixtures every test may use. Most tests need none: they call a pure function with a literal."""

import signal
from pathlib import Path

import pytest
from hypothesis import settings

import make_docs
import offline

settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("house")
offline.cut()  # also while tests are collected
network_is_cut = offline.network_is_cut  # of every test
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell that starts the suite in the background has it so
    signal.signal(signal.SIGINT, signal.default_int_handler)  # and programs that tests start would not hear Ctrl-C


@pytest.fixture(autouse=True)
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds inside a test stay in its process, where its patches are; those that say --jobs do as they say."""
    monkeypatch.setattr(make_docs, "MOST_PROCESSES", 1)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """One flag rewrites every golden file; the change is read as a diff."""
    parser.addoption("--rewrite-golden", action="store_true", help="write golden files anew instead of comparing them")


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--rewrite-golden"))
