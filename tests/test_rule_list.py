"""The list of rules: every rule that is used stands in it, every one in it is used, and a test names it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from layouts.checks.rules import LISTED, rule

HERE = Path(__file__).resolve().parent
ID = re.compile(r"\b[A-Z]{3,4}-\d\d\b")
# Asked by people alone, or refused by the model before any rule is asked.
NOT_USED = {"BAL-07"}
# Rules that tests ask for in words, each with the test that plants its fault.
IN_WORDS = {
    "CMP-05": "test_completeness.py",
    "ONT-04": "test_onto.py",
    "SEA-02": "test_verify.py",
    "SEA-03": "test_verify.py",
    "SEA-04": "test_verify.py",
    "SEA-05": "test_verify.py",
    "SEA-06": "test_verify.py",
    "SEA-07": "test_verify.py",
    "SEA-08": "test_verify.py",
    "SEA-10": "test_verify.py",
    "SEA-11": "test_onto.py",
    "SEA-12": "test_finished.py",
    "TPL-06": "test_any_template.py",
    "VAR-03": "test_variants.py",
    "VAR-04": "test_make_docs.py",
}
SAID = {
    "CMP-05": "tear-plate-safty",
    "ONT-04": "another_comparison_or_language",
    "SEA-02": "carries_no_identity",
    "SEA-03": "of the comparison",
    "SEA-04": "the brochure is version",
    "SEA-05": "does not show the same numbers",
    "SEA-06": "in the brochure and",
    "SEA-07": "now reads",
    "SEA-08": "lost its seal",
    "SEA-10": "stops_the_deck",
    "SEA-11": "left_in_their_texts",
    "SEA-12": "arms_swapped_their_colours",
    "TPL-06": "font",
    "VAR-03": "is there already",
    "VAR-04": "--language",
}


def texts(*patterns: str) -> Iterator[str]:
    root = HERE.parent
    for pattern in patterns:
        for path in root.glob(pattern):
            if path.name not in ("rules.py", Path(__file__).name):
                yield path.read_text("utf-8")


def named(*patterns: str) -> set[str]:
    return {id for text in texts(*patterns) for id in ID.findall(text)}


def test_every_rule_is_listed_once_with_its_reason_and_source() -> None:
    ids = [one.id for one in LISTED]
    assert len(ids) == len(set(ids))
    assert all(ID.fullmatch(one.id) and len(one.why.split()) > 2 and one.source for one in LISTED)
    assert rule("BAL-04").why == "No word promises safety or success"
    with pytest.raises(KeyError):
        rule("XYZ-99")


def test_every_rule_that_is_used_stands_in_the_list_and_every_one_there_is_used() -> None:
    used = named("layouts/**/*.py", "make_docs.py")
    listed = {one.id for one in LISTED}
    assert sorted(used - listed) == []
    assert sorted(listed - used) == sorted(NOT_USED)


def test_a_test_names_every_rule() -> None:
    tested = named("tests/*.py", "tests/invalid/**/*.yaml")
    listed = {one.id for one in LISTED if one.ring != "person"}
    assert sorted(listed - tested - IN_WORDS.keys()) == []


@pytest.mark.parametrize("id", IN_WORDS)
def test_a_rule_that_tests_ask_for_in_words_is_asked_for_there(id: str) -> None:
    assert SAID[id] in (HERE / IN_WORDS[id]).read_text("utf-8")
