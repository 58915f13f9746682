"""Numbers -> words: never 0 or 100 by rounding, exact intervals, one wording for each audience."""

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from layouts.citations import number_works
from layouts.comparison import Comparison
from layouts.language import language
from layouts.ledger import Counted, Estimate
from layouts.parts import Audience, walk
from layouts.problems import ProblemError
from layouts.prose import Prose, parse_prose
from layouts.source import MAIN, WORKS, parse_source
from layouts.wording import ESTIMATE_FORMS, Run, Voice, clopper_pearson, estimate_forms, exact_interval, whole

WRIST = Path(__file__).resolve().parent / "sources" / "wrist"
LARGEST = 300  # people in the studies that the properties go through


@cache
def wrist() -> Comparison:
    return parse_source({name: (WRIST / name).read_bytes() for name in (MAIN, WORKS)}).comparison


def voice(audience: Audience = "patient", comparison: Comparison | None = None) -> Voice:
    compared = comparison or wrist()
    return Voice(compared, language("en"), audience, number_works(compared))


def counted(events: int, n: int) -> Estimate:
    """An estimate of an outcome told per 100 people."""
    return wrist().estimate("stiff-cast-north").model_copy(update={"counted": Counted(events=events, n=n)})


def rates() -> set[tuple[int, int]]:
    """Every share of up to LARGEST people, in lowest terms."""
    shares = {Fraction(events, n) for n in range(1, LARGEST + 1) for events in range(n + 1)}
    return {(share.numerator, share.denominator) for share in shares}


# --- rounding


def test_people_are_rounded_half_to_even() -> None:
    assert [whole(Fraction(half, 2), 1) for half in (1, 3, 5, 7)] == [0, 2, 2, 4]
    assert [whole(Fraction(permille, 1000), 100) for permille in (5, 15, 25, 995)] == [0, 2, 2, 100]


def test_nobody_and_everybody_are_never_told_by_rounding() -> None:
    speaking = voice()
    for events, n in rates():
        rate = Fraction(events, n)
        for per in (100, 1000):
            told = speaking.of_per(rate, per)
            assert (told == "0") == (events == 0), (events, n)
            assert (told == f"{per:,}") == (events == n), (events, n)
        percent = speaking.percent(counted(events, n))
        assert (percent == "0%") == (events == 0), (events, n)
        assert (percent == "100%") == (events == n), (events, n)


def test_a_bound_is_0_or_100_only_where_nobody_or_everybody_was_counted() -> None:
    patient, clinician = voice(), voice("clinician")
    for n in (*range(1, 40), 100, 299, 300, 5000):
        for events in {0, 1, 2, n // 2, n - 1, n} & set(range(n + 1)):
            estimate = counted(events, n)
            for low, high in (
                patient.estimate(estimate, "interval").split(" to "),
                clinician.estimate(estimate, "interval").removesuffix("%").split("–"),
            ):
                assert (low == "0") == (events == 0), (events, n)
                assert (high == "100") == (events == n), (events, n)
                assert low != "100"
                assert high != "0"


@pytest.mark.parametrize(
    ("events", "n", "share", "percent"),
    [
        (1, 300, "fewer than 1 of 100 people", "0.3%"),
        (1, 5000, "fewer than 1 of 100 people", "0.1%"),
        (4999, 5000, "more than 99 of 100 people", "99.9%"),
        (1, 200, "fewer than 1 of 100 people", "0.5%"),  # half a person, to the even 0
        (3, 200, "2 of 100 people", "1.5%"),
        (1, 1, "100 of 100 people", "100%"),
        (0, 1, "0 of 100 people", "0%"),
    ],
)
def test_very_small_and_very_large_shares_are_said_in_words(events: int, n: int, share: str, percent: str) -> None:
    assert voice().estimate(counted(events, n)) == share
    assert voice().percent(counted(events, n)) == percent


# --- intervals


@pytest.mark.parametrize(
    ("events", "n", "low", "high"),
    [(1, 37, 0.07, 14.16), (0, 37, 0.0, 9.49), (7, 10, 34.75, 93.33), (227, 561, 36.37, 44.66), (37, 37, 90.51, 100.0)],
)
def test_intervals_are_clopper_and_pearson_s(events: int, n: int, low: float, high: float) -> None:
    assert [round(bound * 100, 2) for bound in clopper_pearson(events, n)] == [low, high]


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_intervals_agree_with_an_independent_exact_test(pair: tuple[int, int]) -> None:
    events, n = pair
    exact = binomtest(events, n).proportion_ci(0.95, method="exact")
    assert clopper_pearson(events, n) == pytest.approx((exact.low, exact.high), abs=1e-6)


def test_101_of_108_has_the_interval_of_an_independent_exact_test() -> None:
    exact = binomtest(101, 108).proportion_ci(0.95, method="exact")
    assert clopper_pearson(101, 108) == pytest.approx((exact.low, exact.high), abs=1e-9)
    assert voice("clinician").estimate(counted(101, 108)) == "94% (101/108; 95% CI 87–97)"


def test_the_interval_of_counts_is_computed_and_that_of_a_percentage_is_its_source_s() -> None:
    assert exact_interval(wrist().estimate("stiff-cast-south")) == clopper_pearson(227, 561)
    assert exact_interval(wrist().estimate("stiff-plate-west")) == pytest.approx((0.136, 0.238))
    assert exact_interval(wrist().estimate("grip-cast-north")) is None


# --- every form of every estimate, for patients and for clinicians

FORMS: dict[str, dict[str, tuple[str, str]]] = {
    "stiff-cast-north": {
        "": ("25 of 100 people", "25% (27/108; 95% CI 17–34)"),
        "share": ("25 of 100", "25 of 100"),
        "counts": ("27 of 108", "27 of 108"),
        "people": ("27 of 108 people", "27 of 108 people"),
        "percent": ("25%", "25%"),
        "interval": ("17 to 34", "17–34%"),
        "upper": ("34 of 100", "34 of 100"),
        "n": ("108", "108"),
    },
    "stiff-cast-south": {
        "": ("40 of 100 people", "40% (227/561; 95% CI 36–45)"),
        "share": ("40 of 100", "40 of 100"),
        "counts": ("227 of 561", "227 of 561"),
        "people": ("227 of 561 people", "227 of 561 people"),
        "percent": ("40%", "40%"),
        "interval": ("36 to 45", "36–45%"),
        "upper": ("45 of 100", "45 of 100"),
        "n": ("561", "561"),
    },
    "stiff-cast-letter": {
        "": ("30%", "30% (n = not recorded; no interval in the source)"),
        "share": ("30 of 100", "30 of 100"),
        "percent": ("30%", "30%"),
    },
    "stiff-plate-east": {
        "": ("3 of 100 people", "2.7% (1/37; 95% CI 0.1–14)"),
        "share": ("3 of 100", "3 of 100"),
        "counts": ("1 of 37", "1 of 37"),
        "people": ("1 of 37 people", "1 of 37 people"),
        "percent": ("2.7%", "2.7%"),
        "interval": ("under 1 to 14", "0.1–14%"),
        "upper": ("14 of 100", "14 of 100"),
        "n": ("37", "37"),
    },
    "stiff-plate-west": {
        "": ("18.3% of 240 people", "18.3% (n = 240; 95% CI 14–24)"),
        "share": ("18 of 100", "18 of 100"),
        "percent": ("18.3%", "18.3%"),
        "interval": ("14 to 24", "14–24%"),
        "upper": ("24 of 100", "24 of 100"),
        "n": ("240", "240"),
    },
    "tear-cast-south": {
        "": ("2 of 1,000 people", "0.2% (1/561; 95% CI <0.1–1)"),
        "share": ("2 of 1,000", "2 of 1,000"),
        "counts": ("1 of 561", "1 of 561"),
        "people": ("1 of 561 people", "1 of 561 people"),
        "percent": ("0.2%", "0.2%"),
        "interval": ("under 1 to 10", "<0.1–1%"),
        "upper": ("10 of 1,000", "10 of 1,000"),
        "n": ("561", "561"),
    },
    "tear-plate-safety": {
        "": ("8 of 1,000 people", "0.8% (9/1,200; 95% CI 0.3–1)"),
        "share": ("8 of 1,000", "8 of 1,000"),
        "counts": ("9 of 1,200", "9 of 1,200"),
        "people": ("9 of 1,200 people", "9 of 1,200 people"),
        "percent": ("0.8%", "0.8%"),
        "interval": ("3 to 14", "0.3–1%"),
        "upper": ("14 of 1,000", "14 of 1,000"),
        "n": ("1,200", "1,200"),
    },
    "infection-cast-north": {
        "": ("0 of 100 people", "0% (0/108; 95% CI 0–3)"),
        "share": ("0 of 100", "0 of 100"),
        "counts": ("none of 108", "none of 108"),
        "people": ("none of 108 people", "none of 108 people"),
        "percent": ("0%", "0%"),
        "interval": ("0 to 3", "0–3%"),
        "upper": ("3 of 100", "3 of 100"),
        "n": ("108", "108"),
    },
    "infection-plate-east": {
        "": ("at least 5 of 100 people", "at least 5.4% (2/37; 95% CI 1–18)"),
        "share": ("at least 5 of 100", "at least 5 of 100"),
        "counts": ("at least 2 of 37", "at least 2 of 37"),
        "people": ("at least 2 of 37 people", "at least 2 of 37 people"),
        "percent": ("at least 5.4%", "at least 5.4%"),
        "interval": ("1 to 18", "1–18%"),
        "upper": ("18 of 100", "18 of 100"),
        "n": ("37", "37"),
    },
    "grip-cast-north": {
        "": ("88% of 108 people", "88% (n = 108; no interval in the source)"),
        "share": ("88 of 100", "88 of 100"),
        "percent": ("88%", "88%"),
        "n": ("108", "108"),
    },
    "grip-plate-west": {
        "": ("90 of 100 people", "90% (216/240; 95% CI 85–93)"),
        "share": ("90 of 100", "90 of 100"),
        "counts": ("216 of 240", "216 of 240"),
        "people": ("216 of 240 people", "216 of 240 people"),
        "percent": ("90%", "90%"),
        "interval": ("85 to 93", "85–93%"),
        "upper": ("93 of 100", "93 of 100"),
        "n": ("240", "240"),
    },
    "joined-cast-north": {
        "": ("94 of 100 people", "94% (101/108; 95% CI 87–97)"),
        "share": ("94 of 100", "94 of 100"),
        "counts": ("101 of 108", "101 of 108"),
        "people": ("101 of 108 people", "101 of 108 people"),
        "percent": ("94%", "94%"),
        "interval": ("87 to 97", "87–97%"),
        "upper": ("97 of 100", "97 of 100"),
        "n": ("108", "108"),
    },
    "joined-plate-west": {
        "": ("96 of 100 people", "96% (221/231; 95% CI 92–98)"),
        "share": ("96 of 100", "96 of 100"),
        "counts": ("221 of 231", "221 of 231"),
        "people": ("221 of 231 people", "221 of 231 people"),
        "percent": ("96%", "96%"),
        "interval": ("92 to 98", "92–98%"),
        "upper": ("98 of 100", "98 of 100"),
        "n": ("231", "231"),
    },
}


def test_every_form_of_every_estimate_is_worded_as_expected() -> None:
    spoken = {
        estimate.id: {
            form: (voice().estimate(estimate, form), voice("clinician").estimate(estimate, form))
            for form in estimate_forms(estimate)
        }
        for estimate in wrist().estimates
    }
    assert spoken == FORMS


FACTS = {
    "cast-weeks": ("6 weeks", "6", "5 to 8 weeks"),
    "plate-stitches": ("8 stitches", "8", None),
    "stitch-days": ("14 days", "14", None),
    "broken-a-year": ("120,000 people", "120,000", None),
}


def test_facts_carry_their_unit() -> None:
    speaking = voice()
    spoken = {
        fact.id: (
            speaking.fact(fact),
            speaking.fact(fact, "value"),
            speaking.fact(fact, "range") if fact.low is not None else None,
        )
        for fact in wrist().facts
    }
    assert spoken == FACTS


def test_one_is_said_in_the_singular() -> None:
    weeks, stitches = wrist().facts[:2]
    one = {"value": 1.0}
    assert voice().fact(weeks.model_copy(update=one)) == "1 week"
    assert voice().fact(stitches.model_copy(update=one)) == "1 stitch"
    assert voice().estimate(counted(1, 1), "people") == "1 of 1 person"


def test_a_study_is_told_by_its_name_or_its_people() -> None:
    speaking = voice()
    assert [speaking.number("plate-safety", form) for form in ("", "n", "people")] == [
        "Safety set",
        "1,200",
        "1,200 people",
    ]
    assert [speaking.number("cast-letter", form) for form in ("", "n", "people")] == [
        "Letter",
        "not recorded",
        "not recorded",
    ]


def test_a_form_that_a_number_does_not_have_is_refused() -> None:
    lacking = [
        (estimate.id, form)
        for estimate in wrist().estimates
        for form in ESTIMATE_FORMS
        if form not in estimate_forms(estimate)
    ]
    assert lacking == [
        *[("stiff-cast-letter", form) for form in ("counts", "people", "interval", "upper", "n")],
        *[("stiff-plate-west", form) for form in ("counts", "people")],
        *[("grip-cast-north", form) for form in ("counts", "people", "interval", "upper")],
    ]
    for id, form in [*lacking, ("plate-stitches", "range"), ("cast-weeks", "share"), ("plate-west", "counts")]:
        with pytest.raises(ProblemError) as caught:
            parse_source(with_promise(f"'{{{id}:{form}}}'"))
        [problem] = caught.value.problems
        assert problem.message == f"'{form}' names no form of '{id}'"


def test_every_form_that_a_number_has_is_accepted_in_prose() -> None:
    marks = [f"{{{estimate.id}:{form}}}" for estimate in wrist().estimates for form in estimate_forms(estimate) if form]
    parse_source(with_promise(f"'{' '.join(marks)}'"))


def with_promise(words: str) -> dict[str, bytes]:
    """The wrist comparison with another promise."""
    files = {name: (WRIST / name).read_text(encoding="utf-8") for name in (MAIN, WORKS)}
    promise = "promise: Test comparison with invented numbers. Not medical information.\n"
    assert promise in files[MAIN]
    return {**{name: text.encode() for name, text in files.items()},
            MAIN: files[MAIN].replace(promise, f"promise: {words}\n").encode()}  # fmt: skip


# --- texts


def test_numbers_are_put_into_a_text_where_they_are_named() -> None:
    line = voice().line(parse_prose("After a plate, **{stiff-plate-east}** of {plate-east:people} [@guide2025]."))
    assert line.text == "After a plate, 3 of 100 people of 37 people."
    assert line.runs[1] == Run("3 of 100 people", bold=True)


def test_the_same_text_speaks_to_patients_and_to_clinicians_in_their_own_way() -> None:
    prose = parse_prose("It was {stiff-cast-north}.")
    assert voice().text(prose) == "It was 25 of 100 people."
    assert voice("clinician").text(prose) == "It was 25% (27/108; 95% CI 17–34)."


def test_changing_the_events_changes_every_sentence() -> None:
    files = {name: (WRIST / name).read_text(encoding="utf-8") for name in (MAIN, WORKS)}
    changed = files[MAIN].replace("counted: {events: 1, n: 37}", "counted: {events: 6, n: 37}")
    comparison = parse_source({MAIN: changed.encode(), WORKS: files[WORKS].encode()}).comparison
    speaking = voice(comparison=comparison)
    told = [speaking.text(value) for _, value in walk(comparison.sections) if isinstance(value, Prose)]
    assert "After a plate, 16 of 100 people in one small study had a stiff wrist." in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A wrist [@north2021].", "A wrist."),
        ("A wrist[@north2021].", "A wrist."),
        ("A wrist. [@north2021]", "A wrist."),
        ("A wrist [@north2021] heals.", "A wrist heals."),
        ("[@north2021] A wrist.", " A wrist."),
    ],
)
def test_a_citation_leaves_no_gap(text: str, told: str) -> None:
    assert voice().line(parse_prose(text)).text.strip() == told.strip()


def test_an_unchecked_number_carries_a_dagger_and_a_checked_one_does_not() -> None:
    speaking = voice()
    number = number_works(wrist())
    assert speaking.line(parse_prose("{stiff-plate-east} [@guide2025]")).marks == tuple(
        sorted([str(number["guide2025"]), f"{number['east2023']}†"])
    )
    assert speaking.line(parse_prose("{infection-plate-east}")).marks == (str(number["east2023"]),)
    checked = wrist().estimate("stiff-plate-east").model_copy(update={"checked": wrist().estimates[0].checked})
    estimates = tuple(checked if item.id == checked.id else item for item in wrist().estimates)
    speaking = voice(comparison=wrist().model_copy(update={"estimates": estimates}))
    assert speaking.line(parse_prose("{stiff-plate-east}")).marks == (str(number["east2023"]),)


def test_a_text_without_citations_has_no_marks() -> None:
    assert voice().line(parse_prose("{stiff-plate-east} [@guide2025]"), cite=False).marks == ()
