"""Rules on finished pages and slides: silent on the test comparison, loud on one that was changed for each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from layouts.brand import read_brand
from layouts.checks import placed_balance, placed_evidence
from layouts.checks.completeness.letters import fold
from layouts.checks.completeness.pieces import Piece, Unit
from layouts.checks.placed import Placed, Set
from layouts.checks.placing import check_panels
from layouts.checks.printed import Spot
from layouts.checks.proof import Proof
from layouts.checks.typography import in_capitals, large_enough, lines_apart, none_too_small, upright
from layouts.documents import Desk, Made, Variant, make_trifold
from layouts.illustrations import Illustrations
from layouts.problems import Problem
from layouts.source import MAIN, Source, parse_source, read_files, read_source

# Rule -> the tests that plant its faults.
TESTS = {
    "BAL-02": ("an_arm_told_at_twice_the_length", "benefits_told_at_twice_the_length_of_harms"),
    "BAL-03": ("a_benefit_alone_on_its_panel", "harms_that_come_in_a_later_part", "harms_smaller_or_paler"),
    "NUM-03": ("a_figure_that_does_not_say_whom",),
    "READ-01": ("the_wording_that_was_taken_is_graded",),
    "TYP-01": ("small_bodies",),
    "TYP-02": ("small_type",),
    "TYP-03": ("lines_too_close",),
    "TYP-04": ("leaning_type", "runs_of_capitals"),
    "DIS-01": ("an_edition_without_its_days",),
}
HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parent / "sources" / "nk-vs-car-t"
WRIST = HERE / "sources" / "wrist"
Rule = Callable[[Placed], Iterator[Problem]]


def test_every_rule_has_a_test_that_exists() -> None:
    written = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert [name for names in TESTS.values() for name in names if name not in written] == []


@pytest.fixture(scope="module")
def shipped() -> Proof:
    return Proof(read_source(SHIPPED))


@pytest.fixture(scope="module")
def wrist() -> Proof:
    return Proof(read_source(WRIST))


@pytest.fixture(scope="module")
def trifold() -> tuple[Source, Made]:
    source = read_source(WRIST)
    brand, _ = read_brand("clinic", [HERE.parent / "sources" / "brands"])
    return source, make_trifold(Desk(source, Variant(brand, "en", ("a4",), ("trifold",)), Illustrations(source, brand)))


def placed(proof: Proof, spots: tuple[Spot, ...], units: tuple[Unit, ...] = (), set: Mapping[str, Set] = {}) -> Placed:
    return Placed("a.pdf", proof, spots, units, set)


def edited(folder: Path, *changes: tuple[str, str]) -> Proof:
    files = {name: content.decode() for name, content in read_files(folder).items()}
    main = next(name for name in files if name.endswith(MAIN))
    for old, new in changes:
        assert files[main].count(old) == 1, old
        files[main] = files[main].replace(old, new)
    return Proof(parse_source({name: text.encode() for name, text in files.items()}))


def told(rule: Rule, of: Placed) -> list[tuple[str, str]]:
    return [(problem.rule, problem.severity) for problem in rule(of)]


# --- balance


@pytest.mark.parametrize("rule", placed_balance.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("which", ["panels", "full_panels", "slides"])
def test_the_shipped_comparison_is_balanced(shipped: Proof, rule: Rule, which: str) -> None:
    assert [str(problem) for problem in rule(placed(shipped, getattr(shipped, which)))] == []


def repeated(proof: Proof, section: str, times: int) -> tuple[Spot, ...]:
    """The panels with the texts of one section as often."""
    found = []
    for spot in proof.panels:
        parts = tuple(replace(p, texts=p.texts * times) if p.section == section else p for p in spot.parts)
        found.append(replace(spot, parts=parts))
    return tuple(found)


def test_an_arm_told_at_twice_the_length() -> None:
    many = " ".join(["The plate is made in a room far away and has edges."] * 12)
    proof = edited(WRIST, ("mechanism: The plate carries the load, so the hand can move early.", f"mechanism: {many}"))
    found = list(placed_balance.equal_detail(placed(proof, proof.full_panels)))
    assert [(p.rule, p.severity) for p in found][:1] == [("BAL-02", "error")]
    assert "'plate' has" in found[0].message


def test_benefits_told_at_twice_the_length_of_harms(shipped: Proof) -> None:
    assert told(placed_balance.harms_in_detail, placed(shipped, repeated(shipped, "effect", 12))) == [
        ("BAL-02", "error")
    ]


def test_a_benefit_alone_on_its_panel(shipped: Proof) -> None:
    alone = []
    for spot in shipped.panels:
        parts = tuple(part for part in spot.parts if part.section != "other-harms")
        alone.append(replace(spot, parts=parts) if spot.path[-1] == "inside-3" else spot)
    [problem] = placed_balance.harms_beside(placed(shipped, tuple(alone)))
    assert (problem.rule, problem.severity, problem.spot) == ("BAL-03", "error", "the panel 'inside-3'")


def test_harms_that_come_in_a_later_part(shipped: Proof) -> None:
    first = [spot for spot in shipped.slides if spot.name in ("the slide 'effect'", "the slide 'responses'")]
    assert set(told(placed_balance.harms_beside, placed(shipped, tuple(first)))) == {("BAL-03", "error")}


@pytest.mark.parametrize(("size", "contrast", "loud"), [(12, 15, 0), (10, 15, 1), (12, 5, 1), (10, 5, 2), (14, 16, 0)])
def test_harms_smaller_or_paler(wrist: Proof, size: float, contrast: float, loud: int) -> None:
    set = {}
    for spot in wrist.slides:
        for text, estimates in placed(wrist, ()).texts(spot):
            ways = {wrist.outcomes[e.outcome].direction for e in estimates}
            if ways:
                set[fold(text)] = Set(size, contrast) if ways == {"harm"} else Set(12, 15)
    found = list(placed_balance.harms_as_large(placed(wrist, wrist.slides, set=set)))
    assert [(p.rule, p.severity) for p in found] == [("BAL-03", "error")] * loud


# --- evidence


def units(proof: Proof, made: Made) -> tuple[Unit, ...]:
    return tuple(unit for unit, _ in made.proofs[0].shown)


@pytest.mark.parametrize("rule", placed_evidence.RULES, ids=lambda rule: rule.__name__)
def test_a_finished_tri_fold_tells_whom_and_when(wrist: Proof, trifold: tuple[Source, Made], rule: Rule) -> None:
    assert list(rule(placed(wrist, (), units(wrist, trifold[1])))) == []


def test_a_figure_that_does_not_say_whom(wrist: Proof, trifold: tuple[Source, Made]) -> None:
    labels = [unit for unit in units(wrist, trifold[1]) if unit.kind == "figure"]
    drawn = {unit.figure for unit in labels if wrist.shown(unit.figure)}
    names = [name for s in wrist.comparison.studies for name in (s.name, s.population, s.population_short) if name]
    bare = tuple(
        unit for unit in labels if not any(fold(name).casefold() in fold(unit.text).casefold() for name in names)
    )
    found = list(placed_evidence.whom_beside(placed(wrist, (), bare)))
    assert {problem.rule for problem in found} == {"NUM-03"}
    assert len(found) == len(drawn) > 0
    assert all(problem.place.line > 1 for problem in found)


@pytest.mark.parametrize("lost", ["next_review", "published", "version"])
def test_an_edition_without_its_days(wrist: Proof, trifold: tuple[Source, Made], lost: str) -> None:
    value = getattr(wrist.comparison.edition, lost)
    words = fold(value if isinstance(value, str) else wrist.language.day(value))
    left = tuple(unit for unit in units(wrist, trifold[1]) if words not in fold(unit.text))
    [problem] = placed_evidence.dated(placed(wrist, (), left))
    assert (problem.rule, problem.severity) == ("DIS-01", "error")


def test_the_wording_that_was_taken_is_graded(trifold: tuple[Source, Made]) -> None:
    source, made = trifold
    [proof] = made.proofs
    assert [p for p in check_panels(source, proof, frozenset()) if p.rule == "READ-01"] == []
    hard = " ".join(["Interdisciplinary immunocompetence necessitates multidimensional consideration."] * 40)
    wording = "        - Both ways begin with a picture of the bone."
    other = edited(WRIST, (wording, f"        - {hard}\n{wording}")).source
    long = [p for p in check_panels(other, proof, frozenset()) if p.rule == "READ-01"]
    assert [p.severity for p in long] == ["error"]
    assert "as it was fitted" in long[0].message
    assert [p for p in check_panels(other, proof, frozenset({"two-ways"})) if p.rule == "READ-01"] == []


# --- type


def lines(*sizes: float, apart: float = 1.25, text: str = "A line of a text") -> list[Piece]:
    found, baseline = [], 500.0
    for size in sizes:
        baseline -= size * apart
        found.append(Piece(fold(text), 1, text, size=size, colour="#000000", left=40.0, baseline=baseline))
    return found


def test_a_finished_tri_fold_is_set_as_it_should_be(trifold: tuple[Source, Made]) -> None:
    pieces = trifold[1].proofs[0].pieces
    assert [*large_enough(pieces), *none_too_small(pieces), *lines_apart(pieces)] == []
    assert trifold[1].problems == ()


@pytest.mark.parametrize(
    ("size", "large", "told"),
    [(12, False, []), (11.5, False, ["warning"]), (10, False, ["error"]), (16, True, []), (15, True, ["error"])],
)
def test_small_bodies(size: float, large: bool, told: list[str]) -> None:
    assert [severity for _, _, severity in large_enough(lines(size, size, 30), large)] == told
    assert list(large_enough([])) == []


@pytest.mark.parametrize(("size", "told"), [(9, []), (8, ["warning"]), (6.5, ["error"])])
def test_small_type(size: float, told: list[str]) -> None:
    assert [severity for _, _, severity in none_too_small(lines(12, 12, size))] == told


@pytest.mark.parametrize(("apart", "told"), [(1.25, []), (1.4, []), (1.1, ["TYP-03"])])
def test_lines_too_close(apart: float, told: list[str]) -> None:
    assert [rule for rule, _, _ in lines_apart(lines(12, 12, 12, apart=apart))] == told
    assert list(lines_apart(lines(31, 31, apart=1.1))) == []


def test_leaning_type() -> None:
    assert list(upright(["ABCDEF+Lato", "ABCDEF+Lato-Bold"], ["Words as they are."])) == []
    assert [rule for rule, _, _ in upright(["ABCDEF+Lato-Italic"], [])] == ["TYP-04"]


@pytest.mark.parametrize(
    ("text", "loud"),
    [
        ("CALL YOUR TEAM AT ONCE TODAY", True),
        ("CRS AND ICANS ARE GRADED", False),
        ("CAR-T, NK, CRS, ICANS, GvHD: five short words", False),
        ("هل أضع جبيرة من الجبس أم صفيحة", False),
        ("1 2 3 4 5 6 7 8 OF 10", False),
    ],
)
def test_runs_of_capitals(text: str, loud: bool) -> None:
    assert bool(in_capitals(text)) is loud
    assert bool(list(upright([], [text]))) is loud
