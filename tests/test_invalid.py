"""One fault a file. Each file of tests/invalid/ holds the top-level keys in which it departs from the minimal source,
and says on the faulty line what is expected: `# expect: RULE words of the message | words of the fix`."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from layouts.problems import Problem, ProblemError
from layouts.source import MAIN, WORKS, parse_source

HERE = Path(__file__).resolve().parent
MINIMAL = HERE / "sources" / "minimal"
FAULTS = sorted((HERE / "invalid").glob("*.yaml"))
EXPECTED = re.compile(r"# expect: (?P<rule>[A-Z]+-\d+) (?P<message>.+?) \| (?P<fix>.+)$")
KEY = re.compile(r"^(?P<key>[a-z_]+):", re.MULTILINE)


@dataclass(frozen=True)
class Expected:
    file: str
    line: int
    rule: str
    message: str
    fix: str


def top_level(text: str) -> dict[str, str]:
    """The text of each top-level key, by key."""
    starts = [(match["key"], match.start()) for match in KEY.finditer(text)]
    ends = [*(start for _, start in starts), len(text)][1:]
    return {key: text[start:end] for (key, start), end in zip(starts, ends, strict=True)}


def composed(fault: str) -> dict[str, str]:
    """The minimal comparison with the top-level keys of `fault` in the place of its own."""
    changed = top_level(fault)
    return {
        name: "".join((top_level((MINIMAL / name).read_text(encoding="utf-8")) | own).values())
        for name, own in (
            (MAIN, {key: text for key, text in changed.items() if key != "references"}),
            (WORKS, {key: text for key, text in changed.items() if key == "references"}),
        )
    }


def expected(files: dict[str, str]) -> Expected:
    """What the one comment in the files expects, and on which line."""
    found = [
        Expected(name, number, match["rule"], match["message"], match["fix"])
        for name, text in files.items()
        for number, line in enumerate(text.split("\n"), 1)
        if (match := EXPECTED.search(line))
    ]
    [one] = found
    return one


def problems(files: dict[str, str]) -> tuple[Problem, ...]:
    """Everything that is found wrong in the files."""
    with pytest.raises(ProblemError) as caught:
        parse_source({name: text.encode() for name, text in files.items()})
    return caught.value.problems


def test_the_minimal_comparison_is_sound() -> None:
    parse_source({name: text.encode() for name, text in composed("").items()})


def test_there_are_many_faults() -> None:
    assert len(FAULTS) > 100


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_one_fault_is_one_problem_on_its_line_with_a_fix(path: Path) -> None:
    files = composed(path.read_text(encoding="utf-8"))
    wanted = expected(files)
    found = problems(files)
    assert [(problem.place.file, problem.place.line, problem.rule) for problem in found] == [
        (wanted.file, wanted.line, wanted.rule)
    ], "\n".join(map(str, found))
    assert wanted.message in found[0].message
    assert wanted.fix in found[0].fix
    assert found[0].severity == "error"
