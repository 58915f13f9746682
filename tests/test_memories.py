"""What a process remembers has a bound, stays while it is used, and goes when jobs pass that do not use it."""

import gc
from itertools import pairwise
from pathlib import Path
from weakref import ref

import pytest

from layouts import memories
from layouts.brand import read_brand
from layouts.brochure import drawn_lines, shaping
from layouts.build import Variant
from layouts.checks.completeness.letters import fold
from layouts.jobs import Job, make_jobs
from layouts.memories import LIFE, Latest, Memory, job_made, sweep
from layouts.source import read_source

ROOT = Path(__file__).resolve().parents[1]


def remembered(memory: Memory[int, str]) -> set[int]:
    """The keys, without using any of them."""
    return {*memory._younger, *memory._elder}


def test_it_keeps_the_latest_within_its_bound() -> None:
    memory: Memory[int, str] = Memory(10)
    for key in range(100):
        assert memory.get(key) is None
        assert memory.keep(key, str(key)) == str(key)
        assert len(memory) <= 10
    assert {*range(95, 100)} <= remembered(memory)
    assert memory.get(99) == "99"
    memory.clear()
    assert (len(memory), memory.get(99)) == (0, None)


def test_what_is_used_stays_within_the_bound_whatever_else_comes() -> None:
    memory: Memory[int, str] = Memory(10)
    memory.keep(-1, "used")
    for key in range(100):
        memory.keep(key, str(key))
        assert memory.get(-1) == "used"
        assert len(memory) <= 10


def test_what_jobs_do_not_use_goes_after_some_and_what_they_use_stays() -> None:
    memory: Memory[int, str] = Memory(1000)
    memory.keep(1, "used by each job")
    memory.keep(2, "of one job")
    for _ in range(LIFE):
        job_made()
        assert memory.get(1)
    assert remembered(memory) >= {1}
    for _ in range(LIFE):
        job_made()
        assert memory.get(1)
    assert remembered(memory) == {1}


class Node:
    """Something that can stand in a circle."""

    def __init__(self) -> None:
        self.itself = self


def test_what_a_job_leaves_is_cleared_away_once(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[int] = []
    monkeypatch.setattr(memories._Since, "litter", False)
    monkeypatch.setattr(memories._Since, "swept", True)  # nothing of the tests' own is put out of reach
    sweep()
    job_made()
    node = ref(Node())
    assert node()
    collect = gc.collect
    monkeypatch.setattr(gc, "collect", lambda: collected.append(collect()))
    sweep()
    assert node() is None
    sweep()
    assert len(collected) == 1


def test_a_batch_remembers_no_more_after_many_variants_than_after_some(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has a telephone number of its own, which is set, drawn and never seen again."""
    source, (brand, _) = (
        read_source(ROOT / "tests" / "sources" / "wrist"),
        read_brand("clinic", [ROOT / "sources" / "brands"]),
    )
    jobs = [
        Job(
            source,
            Variant(brand.at_site(None, f"+00 {number:04}", None), "en", ("a4",), ("trifold",)),
            f"site-{number}",
        )
        for number in range(9)
    ]

    def sizes(life: int) -> list[tuple[int, int]]:
        shaping.forget()
        monkeypatch.setattr(memories, "LIFE", life)
        monkeypatch.setattr(memories._Since, "jobs", 0)
        return [(len(shaping._known), len(drawn_lines._drawn)) for _ in make_jobs(jobs)]

    kept, aged = sizes(1000), sizes(2)
    assert all(earlier < later for earlier, later in pairwise(kept)), kept
    assert max(aged[6:]) <= max(aged[2:6]), aged
    assert aged[-1] < kept[-1]


def test_functions_forget_texts_after_some_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memories._Since, "jobs", 0)
    fold("Some words that nobody else sets")
    for _ in range(LIFE - 1):
        job_made()
    assert fold.cache_info().currsize
    job_made()
    assert not fold.cache_info().currsize


def test_what_was_made_of_an_object_is_kept_for_the_latest_two() -> None:
    made: list[str] = []

    def make(word: str) -> list[str]:
        made.append(word)
        return [word]

    latest = Latest(make)
    one, two, three = "one", "two", "three"
    assert latest.of(one) is latest.of(one)
    latest.of(two)
    assert latest.of(one) == ["one"]
    assert made == ["one", "two"]
    latest.of(three)
    assert latest.of(one) == ["one"]
    assert made == ["one", "two", "three", "one"]


def test_an_equal_object_is_another_one() -> None:
    latest = Latest(lambda words: [*words])
    assert latest.of([1]) == latest.of([1])
    first, again = [2], [2]
    assert latest.of(first) is not latest.of(again)
