"""A few seconds of each campaign; what runs for hours is in tests/campaigns/, and what it finds becomes a test here."""

import importlib.util
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from layouts.checks.finished import check_file
from layouts.problems import ProblemError
from layouts.source import MAIN, parse_source
from layouts.variants import parse_variants
from templates import made

HERE = Path(__file__).resolve().parent / "campaigns"
SECONDS = 6.0
OBJECTS = 200  # that one build may leave: the lines and sentences of what is new in it
FOUND = [  # what the campaign of sources found: a text of the minimal comparison, and what stood in its place
    ("Which is for me?", "'Which is for me after {cups}?'"),  # in a question that no document asks
]


def loaded(name: str, patch: pytest.MonkeyPatch) -> Any:
    patch.syspath_prepend(HERE)
    spec = importlib.util.spec_from_file_location(f"campaign_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    patch.setattr(sys, "path", list(sys.path))
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["sources", "files"])
def test_what_is_changed_at_random_is_taken_or_refused_in_words(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = loaded(name, monkeypatch)
    state: dict[str, Any] = {"kinds": {}}
    sys.modules["bounded"].run(module.Campaign(name, module.KINDS), 10_000, SECONDS, state)
    assert {kind: told["found"] for kind, told in state["kinds"].items() if told["found"]} == {}
    assert sum(told["done"] for told in state["kinds"].values()) >= len(module.KINDS)


def test_a_campaign_tells_what_it_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    module = loaded("files", monkeypatch)
    state: dict[str, Any] = {"kinds": {}}
    broken = module.Campaign("broken", {"any": lambda chance: 1 // 0})
    sys.modules["bounded"].run(broken, 1, 1.0, state)
    [found] = state["kinds"]["any"]["found"]
    assert found.startswith("any:0 ZeroDivisionError")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells what a process holds in files")
def test_a_build_more_holds_nothing_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = loaded("soak", monkeypatch)
    with module.own_temporary_files(tmp_path / "tmp"):
        taken = list(module.builds(tmp_path, 7))
    assert [one.kind for one in taken[:3]] == ["trifold", "deck", "deck"]
    before, after = taken[3], taken[6]  # tri-folds both, and everything was loaded before
    assert (after.files, after.threads, after.left) == (before.files, before.threads, before.left)
    assert after.objects - before.objects < OBJECTS * 3


@pytest.mark.parametrize("name", ["seconds", "memory", "objects", "files", "threads", "left"])
def test_a_soak_tells_what_grows(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = loaded("soak", monkeypatch)
    held = {"memory": 200.0, "objects": 200_000, "files": 10, "threads": 1, "left": 5}
    flat = [module.Taken("deck", 0.3, **held)] * 40
    assert module.report(flat) == 0
    grown = [replace(one, **{name: getattr(one, name) * (1 + number / 50)}) for number, one in enumerate(flat)]
    assert module.report(grown) == 1
    assert f"grown: {'time of deck' if name == 'seconds' else name}\n" in capsys.readouterr().out


@pytest.mark.parametrize(("old", "new"), FOUND)
def test_a_source_that_could_not_be_planned_is_planned(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = loaded("sources", monkeypatch)
    text = module.MINIMAL[MAIN].decode()
    assert text.count(old) == 1
    module.plan(parse_source({**module.MINIMAL, MAIN: text.replace(old, new).encode()}), module.harbour())


def test_a_deck_whose_shape_has_lost_its_height_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = loaded("files", monkeypatch)

    def flat(name: str, text: str) -> str:
        return re.sub(r'(<a:ext [^>]*) cy="\d+"', r"\1", text) if name.startswith("ppt/slides/slide") else text

    deck = module.deck_bytes()
    flattened = made.changed(deck, flat)
    assert flattened != made.changed(deck, lambda name, text: text)
    (tmp_path / "deck.pptx").write_bytes(flattened)
    assert "PPT-02" in {problem.rule for problem in check_file(tmp_path / "deck.pptx", full=False).problems}


@pytest.mark.parametrize("content", [b'variant","comparison\na","b\n', b'a"b,c\n"x"y,z\n', b'"",""\n"\n",a\n'])
def test_odd_quotation_marks_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(ProblemError):
        parse_variants(content, "table.csv", {})
