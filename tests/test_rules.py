"""The rules of truth: silent on the shipped comparison, and loud on each fault planted in a source, at its place."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from inspect import isfunction
from pathlib import Path
from typing import get_type_hints

import pytest

from layouts.checks import balance, citing, claiming, decision, disclosure, numbers, readability, reading
from layouts.checks.proof import NUMBER, Proof, sentences
from layouts.checks.source_rules import NOT_RUN, RULES, check_source
from layouts.language import Language, language
from layouts.problems import Problem, ProblemError
from layouts.prose import parse_prose
from layouts.source import MAIN, WORKS, Source, parse_source, read_files
from layouts.wording import Voice

# Rule -> the tests that plant its faults. A rule that holds by construction has a test of the construction.
TESTS = {
    "BAL-01": ("an_outcome_of_one_arm", "an_arm_without_a_benefit", "a_gap_that_is_said_is_none"),
    "BAL-02": (
        "one_study_as_the_face_of_an_arm",
        "a_range_turned_round",
        "a_study_beyond_the_range",
        "a_claim_set_against_a_part_of_its_answer",
        "a_study_of_response_and_durability_left_out",
    ),
    "BAL-04": ("words_that_promise", "words_that_leave_it_open"),
    "BAL-05": ("a_comparison_that_no_study_made", "a_figure_without_the_caveat", "a_slide_without_the_caveat"),
    "BAL-06": (
        "an_investigational_arm_without_its_status",
        "a_status_line_without_a_status",
        "a_claim_for_an_investigational_arm",
    ),
    "BAL-07": ("promotion_is_refused",),
    "BAL-08": ("what_a_decision_needs", "boxed_warnings_that_nobody_read", "boxed_warnings_that_nobody_prints"),
    "NUM-01": ("typed_numbers", "numbers_that_are_no_statistics"),
    "NUM-02": ("a_thousand_for_what_is_not_rare", "two_denominators_in_one_block"),
    "NUM-03": ("what_is_not_recorded_is_told_once_a_field", "two_time_frames_in_one_comparison"),
    "NUM-04": ("one_in_x_is_refused",),
    "NUM-05": ("a_relative_measure_alone", "a_relative_measure_beside_its_rates"),
    "NUM-06": ("a_word_of_frequency_alone", "a_word_of_frequency_beside_a_number"),
    "NUM-07": ("icons_show_both_frames",),
    "NUM-08": ("few_people_unsaid", "a_percentage_without_people_in_a_table"),
    "NUM-09": (
        "no_difference_is_refused",
        "none_in_few_people_is_not_never",
        "verbs_too_strong_for_the_certainty",
        "verbs_that_fit_the_certainty",
    ),
    "NUM-10": ("rounding_makes_neither_none_nor_all",),
    "CIT-01": ("a_reference_that_nothing_cites", "an_answer_without_a_source", "a_drawing_without_a_source"),
    "CIT-02": ("parts_of_references_not_recorded", "a_number_nobody_checked", "notes_among_authors"),
    "CIT-03": ("a_fact_past_its_date", "a_fact_to_check_again_that_never_expires", "old_sources_are_named"),
    "CIT-04": ("laboratory_beside_patients",),
    "READ-01": ("hard_words_raise_the_grade", "the_formulas_are_those_published", "syllables_are_counted"),
    "READ-02": ("a_sentence_too_long",),
    "READ-03": ("an_acronym_nobody_explains", "an_acronym_explained_where_it_stands"),
    "READ-05": (
        "too_few_key_points",
        "actions_without_steps",
        "no_questions_to_take_along",
        "a_heading_that_tells_nothing",
    ),
    "READ-06": (
        "a_short_text_is_not_scored",
        "another_language_is_not_scored",
        "a_catalogue_without_word_lists_is_told",
    ),
    "DIS-01": ("a_review_too_late", "no_colophon"),
    "DIS-02": ("interests_not_recorded",),
    "DIS-03": ("disclosures_too_late",),
    "DIS-04": ("nobody_to_call", "a_placeholder"),
    "DIS-05": ("nobody_signed_off",),
}
# What a draft of the shipped comparison may be warned of: gaps that only its sources, or people, can fill.
DRAFT = {"BAL-08", "NUM-03", "CIT-02", "CIT-03", "DIS-02", "DIS-05"}
HERE = Path(__file__).resolve().parent
Files = Mapping[str, bytes]
WRIST: Files = {name: (HERE / "sources" / "wrist" / name).read_bytes() for name in (MAIN, WORKS)}
ALONE = "mechanism: The plate carries the load, so the hand can move early."


def edited(files: Files, *changes: tuple[str, str], name: str = MAIN) -> Files:
    """The files with texts put in the place of others, each of which stands there once."""
    text = files[name].decode()
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return {**files, name: text.encode()}


def line(files: Files, text: str, name: str = MAIN) -> int:
    """The line on which a text stands, once."""
    whole = files[name].decode()
    assert whole.count(text) == 1, f"{text!r} stands {whole.count(text)} times"
    return whole.partition(text)[0].count("\n") + 1


def found(files: Files) -> list[Problem]:
    return check_source(parse_source(files))


@cache
def before() -> frozenset[tuple[str, str]]:
    """What the wrist comparison is told as it stands."""
    return frozenset((problem.rule, problem.message) for problem in found(WRIST))


def planted(files: Files, rule: str) -> list[Problem]:
    """What a rule says of the files that it does not say of the wrist comparison as it stands."""
    proof = Proof(parse_source(files))
    said = [problem for check in RULES if rule in (check.__doc__ or "") for problem in check(proof)]
    return [p for p in said if p.rule == rule and (p.rule, p.message) not in before()]


def told(files: Files, rule: str, at: str, words: str, name: str = MAIN, up: int = 0) -> Problem:
    """A new problem of a rule: its words, its place (`up` lines above a text), and that it says how to mend it."""
    problems = [p for p in planted(files, rule) if words in p.message]
    assert problems, [str(p) for p in planted(files, rule)]
    where = (name, line(files, at, name) - up)
    assert where in [(p.place.file, p.place.line) for p in problems], [str(p) for p in problems]
    problem = next(p for p in problems if (p.place.file, p.place.line) == where)
    assert problem.fix
    return problem


def saying(sentence: str) -> Files:
    """The wrist comparison with a sentence of our own in it."""
    return edited(WRIST, (ALONE, f'mechanism: "{sentence}"'))


def investigational() -> Files:
    """The wrist comparison whose plate is given in studies only, and says so in its status line."""
    text = WRIST[MAIN].decode()
    start = text.index("  - id: plate\n")
    arm = re.sub(r"status: \w+", "status: investigational", text[start:], count=1)
    arm = re.sub(r"status_line: .*", "status_line: Not approved anywhere.", arm, count=1)
    return {**WRIST, MAIN: (text[:start] + arm).encode()}


# --- the table


def test_every_rule_has_a_test_that_exists() -> None:
    written = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert [name for names in TESTS.values() for name in names if name not in written] == []
    named = {rule for check in RULES for rule in re.findall(r"\b[A-Z]{3,4}-\d\d\b", check.__doc__ or "")}
    assert named <= TESTS.keys()
    constructed = {"BAL-07", "NUM-07", "NUM-10"}
    assert TESTS.keys() - named == constructed


def test_every_rule_says_why_and_whence() -> None:
    for check in RULES:
        assert check.__doc__, check.__name__
        assert re.match(r"[A-Z]{3,4}-\d\d", check.__doc__), check.__name__


def test_every_check_is_collected_once() -> None:
    public = [
        value
        for module in (balance, citing, claiming, decision, disclosure, numbers, reading)
        for name, value in vars(module).items()
        if isfunction(value) and not name.startswith("_") and get_type_hints(value).get("return") == Iterator[Problem]
    ]
    assert sorted(check.__name__ for check in RULES) == sorted(check.__name__ for check in public)


def test_what_is_not_run_says_why() -> None:
    assert all(len(reason.split()) > 5 for _, reason in NOT_RUN)
    assert {rule for rule, _ in NOT_RUN} >= {"BAL-03", "CIT-04", "READ-04"}


def test_every_word_list_that_a_rule_reads_is_in_the_catalogue() -> None:
    text = "".join(path.read_text("utf-8") for path in (HERE.parent / "layouts" / "checks").glob("*.py"))
    read = set(re.findall(r'(?:pattern|says)\("([\w-]+)"[),]', text))
    read |= {key for words in re.findall(r'_asserted\(proof, "(\w+)"', text) for key in (words, f"{words}-allowed")}
    assert read == {key.removeprefix("rules.") for key, _ in language("en").catalogue if key.startswith("rules.")}


# --- the shipped comparison


@pytest.fixture(scope="session")
def shipped(root: Path) -> Source:
    return parse_source(read_files(root / "sources" / "nk-vs-car-t"))


@pytest.fixture(scope="session")
def shipped_problems(shipped: Source) -> list[Problem]:
    return check_source(shipped)


@pytest.mark.parametrize("rule", TESTS)
def test_the_shipped_comparison_keeps_the_rule(shipped_problems: list[Problem], rule: str) -> None:
    loud = [p for p in shipped_problems if p.rule == rule and not (rule in DRAFT and p.severity == "warning")]
    assert not loud, "\n" + "\n".join(map(str, loud))


def test_the_test_comparison_keeps_every_rule() -> None:
    assert [str(p) for p in found(WRIST) if p.severity == "error"] == []


# --- BAL


def test_an_outcome_of_one_arm() -> None:
    files = edited(WRIST, (", {tear-plate-safety:people} after a plate", ""))
    told(files, "BAL-01", "  - id: tear\n", "the patient wording tells 'tear' of one arm and not of Plate")


def test_a_gap_that_is_said_is_none() -> None:
    said = edited(WRIST, (", {tear-plate-safety:people} after a plate", "; for the plate it is not known"))
    assert planted(said, "BAL-01") == []


def test_an_arm_without_a_benefit() -> None:
    later = "lasting: {}, later: Strong grip after a year}}"
    shown = (
        "      cast:\n        - {response: joined-cast-north, " + later.format("grip-cast-north") + "\n"
        "      plate:\n        - {response: joined-plate-west, " + later.format("grip-plate-west") + "\n"
    )
    undrawn = edited(WRIST, (shown, "      cast: []\n      plate: []\n"))  # that figure draws benefits only
    files = {**undrawn, MAIN: undrawn[MAIN].replace(b"direction: benefit", b"direction: harm")}
    told(files, "BAL-01", "  - id: cast\n", "no benefit of Cast")
    told(files, "BAL-01", "  - id: plate\n", "no benefit of Plate")


PAIR = "plate: {low: stiff-plate-east, high: stiff-plate-west}"


def test_one_study_as_the_face_of_an_arm() -> None:
    lone = "plate: {low: stiff-plate-east, high: stiff-plate-east}"
    told(edited(WRIST, (PAIR, lone)), "BAL-02", lone, "shows 'stiff-plate-east' alone of its arm")
    plot = "estimates: [stiff-cast-north, stiff-cast-south, stiff-plate-east"
    told(edited(WRIST, (f"{plot}, stiff-plate-west", plot)), "BAL-02", plot, "shows 'stiff-plate-east' alone")


def test_a_range_turned_round() -> None:
    turned = "plate: {low: stiff-plate-west, high: stiff-plate-east}"
    told(edited(WRIST, (PAIR, turned)), "BAL-02", turned, "is higher than the highest")


def test_a_study_beyond_the_range() -> None:
    third = (
        "  - {id: west-2, name: West 2, arm: plate, product: glide-one, n: 90, design: randomised, "
        "population: Adults, references: [west2022]}\n"
    )
    estimate = (
        "  - {id: stiff-plate-west-2, record: T-012, study: west-2, outcome: stiff, counted: {events: 60, n: 90}, "
        "interval: not recorded, scale: not recorded, time_frame: 12 months, locator: Table 9, source: west2022, "
        "confidence: verified, print_advice: ok}\n"
    )
    files = edited(WRIST, ("\noutcomes:\n", f"{third}\noutcomes:\n"), ("\nfacts:\n", f"{estimate}\nfacts:\n"))
    assert told(files, "BAL-02", PAIR, "stiff-plate-west-2").severity == "warning"
    words = "For each treatment the study with the lowest and the study with the highest share."
    named = edited(files, (words, '"Without {stiff-plate-west-2:people}, who were older."'))
    assert planted(named, "BAL-02") == []


def test_a_claim_set_against_a_part_of_its_answer() -> None:
    both = "estimates: [infection-cast-north, infection-plate-east]"
    one = "estimates: [infection-cast-north]"
    told(edited(WRIST, (both, one)), "BAL-02", one, "what the answer to 'cast-is-clean' counts: infection-plate-east")


def test_a_study_of_response_and_durability_left_out() -> None:
    """An arm may have no such study, and then says so; it may not keep one back."""
    pair = "{response: joined-plate-west, lasting: grip-plate-west, later: Strong grip after a year}"
    files = edited(WRIST, (f"      plate:\n        - {pair}", "      plate: []"))
    told(files, "BAL-02", "      plate: []", "a study of 'plate' that counted both")


@pytest.mark.parametrize(
    "sentence",
    [
        "A plate is safe.",
        "A plate is the safer choice.",
        "A plate is harmless.",
        "A plate has no side effects.",
        "A plate works without side effects.",
        "A plate may be a miracle.",
        "Healing is guaranteed.",
        "This is a breakthrough.",
        "The plate is well tolerated.",
        "A plate is a proven way.",
        "A plate cures the break.",
        "The way is risk-free.",
        "A plate is the safe choice you could make.",
    ],
)
def test_words_that_promise(sentence: str) -> None:
    told(saying(sentence), "BAL-04", sentence, "promises more than any evidence can")


@pytest.mark.parametrize(
    "sentence",
    [
        "Nobody knows how safe a plate is.",
        "A plate is being studied as a possibly safer way.",
        "No study has proven that.",
        "Safety differs from study to study.",
        "Ask about side effects.",
    ],
)
def test_words_that_leave_it_open(sentence: str) -> None:
    assert planted(saying(sentence), "BAL-04") == []
    heard = edited(WRIST, ("heard: Casts are out of date.", "heard: A plate is safe."))
    assert planted(heard, "BAL-04") == []


@pytest.mark.parametrize(
    ("sentence", "loud"),
    [
        ("A plate is better than a cast.", True),
        ("A plate has fewer harms than a cast.", True),
        ("After a plate pain was milder than before a cast.", True),
        ("A plate works as well as a cast.", True),
        ("The plate is superior to a cast.", True),
        ("A plate is the gentler way.", True),
        ("A plate may be milder than a cast.", False),
        ("Nobody knows whether a plate is better than a cast.", False),
        ("A plate has no screws and is better than a cast.", True),
        ("A plate is better than a cast, though this is uncertain.", True),
        ("No study shows that a plate is better than a cast.", False),
        ("A cast can weigh less than a coat.", True),
        ("A cast and a plate need grade 3 or higher.", False),
        ("Grip was better: {grip-cast-north} with a cast and {grip-plate-west} with a plate.", False),
        ("Stiffness was lower: {stiff-cast-north} with a cast and {stiff-plate-west} with a plate.", True),
    ],
)
def test_a_comparison_that_no_study_made(sentence: str, loud: bool) -> None:
    files = saying(sentence)
    assert any("compares the two" in p.message for p in planted(files, "BAL-05")) == loud
    if loud:
        told(files, "BAL-05", sentence, "compares the two")


def test_a_figure_without_the_caveat() -> None:
    files = edited(WRIST, ("caveat: Invented numbers from different studies.", "caveat: Invented numbers."))
    told(files, "BAL-05", "caveat: Invented numbers.", "sets separate studies side by side without the caveat")
    none = edited(WRIST, ("    caveat: Invented numbers from different studies.\n", ""))
    told(none, "BAL-05", "- id: stiff-people", "sets separate studies side by side without the caveat")


def test_a_slide_without_the_caveat() -> None:
    point = '"{plate-west} followed {plate-west:n} people, the letter {cast-letter:n}."'
    bare = '"After a cast {stiff-cast-north}, after a plate {stiff-plate-west}."'
    files = edited(WRIST, (point, bare))
    told(
        files,
        "BAL-05",
        "heading: Most people regained their grip",
        "the slide 'grip' prints numbers of both arms",
        up=1,
    )
    said = edited(files, ("heading: Most people regained their grip", "heading: Separate studies of grip"))
    assert planted(said, "BAL-05") == []


def test_an_investigational_arm_without_its_status() -> None:
    files = investigational()
    messages = [p.message for p in planted(files, "BAL-06")]
    assert "the slide 'way' speaks of Plate and not of its status" in messages
    assert not any("the slide 'two-ways'" in message for message in messages)  # its table prints the status line
    said = edited(
        files, ("heading: The way takes weeks either way", 'heading: "Weeks either way (the plate: studies only)"')
    )
    assert not any("the slide 'way'" in p.message for p in planted(said, "BAL-06"))


def test_a_status_line_without_a_status() -> None:
    text = investigational()[MAIN].decode()
    files = {**WRIST, MAIN: text.replace("Not approved anywhere.", "It is of this world.").encode()}
    told(files, "BAL-06", "It is of this world.", "does not say that it is investigational")


@pytest.mark.parametrize(
    ("sentence", "loud"),
    [
        ("A plate is effective.", True),
        ("A plate is a gentle way.", True),
        ("Plates are available now.", True),
        ("Nobody knows how effective a plate is.", False),
        ("A plate may be effective.", False),
        ("A cast is effective.", False),
        ("A plate was effective in {grip-plate-west}.", False),
    ],
)
def test_a_claim_for_an_investigational_arm(sentence: str, loud: bool) -> None:
    files = edited(investigational(), (ALONE, f'mechanism: "{sentence}"'))
    assert any("is a claim" in p.message for p in planted(files, "BAL-06")) == loud


def test_promotion_is_refused() -> None:
    with pytest.raises(ProblemError, match="purpose"):
        parse_source(edited(WRIST, ("purpose: education", "purpose: promo")))


def without(text: str, files: Files = WRIST) -> Files:
    """The files without a text, wherever it stands."""
    assert text in files[MAIN].decode(), text
    return {**files, MAIN: files[MAIN].decode().replace(text, "").encode()}


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (lambda: edited(WRIST, ('        - write: "My own question:"\n          lines: 2\n', "")), "what matters"),
        (lambda: without("        - place: unknowns\n"), "does not say what nobody knows"),
        (lambda: without("        - A removable splint, or no treatment, is possible too.\n"), "no treatment"),
    ],
    ids=["values", "unknowns", "no-treatment"],
)
def test_what_a_decision_needs(files: Callable[[], Files], words: str) -> None:
    told(files(), "BAL-08", "  trifold:", words)


def test_boxed_warnings_that_nobody_read() -> None:
    text = WRIST[MAIN].decode()
    start = text.index("  - id: cast\n")
    cast = text[start:].replace("boxed_warnings: not recorded", "boxed_warnings: [The plaster may burn.]", 1)
    files = {**WRIST, MAIN: (text[:start] + cast).encode()}
    assert ("BAL-08", "the boxed warnings of Cast are not recorded") in before()
    told(files, "BAL-08", "The plaster may burn.", "does not seem to tell this boxed warning of Cast")


def test_boxed_warnings_that_nobody_prints() -> None:
    files = edited(WRIST, ("**Boxed warning of the plate:** ", ""))
    told(files, "BAL-08", "- The invented plate may tear a tendon", "does not tell the boxed warnings of Plate", up=1)


# --- NUM


@pytest.mark.parametrize(
    "typed",
    [
        "94 %",
        "94%",
        "94 per cent",
        "27 of 108",
        "27/108",
        "3-fold",
        "14 days",
        "three patients",
        "0.6",
        "240",
        "half of them",
    ],
)
def test_typed_numbers(typed: str) -> None:
    sentence = f"In this study it was {typed} so far."
    told(saying(sentence), "NUM-01", sentence, "typed into prose")


@pytest.mark.parametrize(
    "text",
    [
        "Grade 3 is severe.",
        "The product B-12 was given.",
        "As of 1 January 2026.",
        "As of January 23, 2026.",
        "As of 23 November 2026.",
        "The 95% confidence interval.",
        "One bone.",
    ],
)
def test_numbers_that_are_no_statistics(text: str) -> None:
    assert planted(saying(text), "NUM-01") == []


def test_typed_numbers_in_labels() -> None:
    files = edited(WRIST, ("{label: Your days, field: experience}", "{label: Your 14 days, field: experience}"))
    told(files, "NUM-01", "Your 14 days", "typed into prose")


def test_a_thousand_for_what_is_not_rare() -> None:
    text = re.sub(r"(outcome: tear\n    counted: \{events: )\d+", r"\g<1>90", WRIST[MAIN].decode())
    text = text.replace("    printed: 0.6\n", "")
    told({**WRIST, MAIN: text.encode()}, "NUM-02", "per: 1000", "counts out of 1,000")


def test_two_denominators_in_one_block() -> None:
    files = edited(
        WRIST,
        ("{tear-cast-south:people} after a cast, {tear-plate-safety:people}", "{tear-cast-south}, {tear-plate-safety}"),
        ("{infection-cast-north:people}", "{infection-cast-north}"),
    )
    told(files, "NUM-02", '- bullets:\n            - "**Infection', "out of 100 and out of 1,000")


def test_what_is_not_recorded_is_told_once_a_field() -> None:
    problems = [p for p in found(WRIST) if p.rule == "NUM-03" and "'time_frame'" in p.message]
    assert len(problems) == len({re.findall(r"of \d+ (\w+)", p.message)[0] for p in problems}) == 2
    assert all(p.severity == "warning" for p in problems)


def test_two_time_frames_in_one_comparison() -> None:
    text = WRIST[MAIN].decode()
    start, end = text.index("  - id: stiff\n"), text.index("  - id: tear\n")
    text = text[:start] + text[start:end].replace("comparison: cross-trial", "comparison: head-to-head") + text[end:]
    files = {**WRIST, MAIN: text.encode()}
    assert planted(files, "NUM-03") == []
    at = text.index("  - id: stiff-plate-west\n")
    text = text[:at] + text[at:].replace("time_frame: 12 months", "time_frame: 3 months", 1)
    told({**WRIST, MAIN: text.encode()}, "NUM-03", "- id: stiff-people", "time frames side by side that differ")


@pytest.mark.parametrize("typed", ["1 in 10", "one in three", "1 out of 1,000"])
def test_one_in_x_is_refused(typed: str) -> None:
    sentence = f"It happened to {typed} people."
    assert told(saying(sentence), "NUM-04", sentence, "has a denominator of its own").severity == "error"
    note = edited(WRIST, ("Explain the load first.", f"It happened to {typed} people."))
    assert told(note, "NUM-04", f"It happened to {typed} people.", typed).severity == "warning"


RELATIVE = [
    "It was thirty times less frequent.",
    "It doubles the risk.",
    "It was five times as frequent.",
    "It was thirty times less frequent.",
    "It was {stiff-plate-east:percent} lower.",
    "The odds ratio was small.",
    "Half as many had it.",
    "It was a two-fold rise.",
]


@pytest.mark.parametrize("sentence", RELATIVE)
def test_a_relative_measure_alone(sentence: str) -> None:
    told(saying(sentence), "NUM-05", sentence, "both absolute rates are not beside it")


def test_a_relative_measure_beside_its_rates() -> None:
    both = "It doubles the risk: {stiff-cast-north} against {stiff-plate-west}."
    assert planted(saying(both), "NUM-05") == []
    assert planted(saying("It is given several times, and OR is a word."), "NUM-05") != []  # the ratio's name
    assert planted(saying("It is given several times a day or twice."), "NUM-05") == []


@pytest.mark.parametrize("sentence", ["Pain is common.", "A tear is rare.", "Most likely it hurts.", "It often hurts."])
def test_a_word_of_frequency_alone(sentence: str) -> None:
    assert told(saying(sentence), "NUM-06", sentence, "no number is near").severity == "warning"


def test_a_word_of_frequency_beside_a_number() -> None:
    assert planted(saying("Stiffness is common: {stiff-cast-north}."), "NUM-06") == []
    assert planted(saying("Ask how often it hurts. Rare harms stay unseen."), "NUM-06") == []
    far = "Pain is common " + "and so " * 8 + "on with {stiff-cast-north}."
    assert planted(saying(far), "NUM-06") != []


def test_icons_show_both_frames() -> None:
    words = dict(language("en").catalogue)
    assert "{rest}" in words["figure.had-not"]
    assert "{share}" in words["figure.had"]
    with pytest.raises(ProblemError, match="how_to_read"):
        parse_source(
            edited(WRIST, ("    how_to_read: Each figure is one person. Filled ones had a stiff wrist.\n", ""))
        )


def test_few_people_unsaid() -> None:
    bare = "After a plate it was {infection-plate-east}."
    told(saying(bare), "NUM-08", bare, "'infection-plate-east' is printed without its 37 people")
    assert planted(saying("After a plate it was {infection-plate-east:people}."), "NUM-08") == []
    assert planted(saying("In a small study it was {infection-plate-east}."), "NUM-08") == []


def test_a_percentage_without_people_in_a_table() -> None:
    cells = '[Infection, "{infection-cast-north:counts} [@north2021]"'
    files = edited(WRIST, (cells, '[Infection, "{stiff-cast-letter:percent}"'))
    told(files, "NUM-08", "[Infection, ", "has no n and stands in a table of both arms")


@pytest.mark.parametrize(
    "sentence",
    ["There was no difference.", "It had no effect.", "The two are equally safe.", "It was not significant."],
)
def test_no_difference_is_refused(sentence: str) -> None:
    told(saying(sentence), "NUM-09", sentence, "says more than an interval can")


@pytest.mark.parametrize(
    "sentence", ["A plate causes no infection.", "A plate does not cause a tear.", "A cast never causes pain."]
)
def test_none_in_few_people_is_not_never(sentence: str) -> None:
    told(saying(sentence), "NUM-09", sentence, "says more than none in some people can")


def test_verbs_too_strong_for_the_certainty() -> None:
    very_low = "A plate lowers it: {tear-plate-safety:people}."
    assert "very low" in told(saying(very_low), "NUM-09", very_low, "is too strong for very low certainty").message
    low = "A plate reduces it: {stiff-plate-west}."
    assert "'may'" in told(saying(low), "NUM-09", low, "is too strong for low certainty").fix
    moderate = "A plate raises it: {infection-plate-east:people}."
    told(saying(moderate), "NUM-09", moderate, "is too strong for moderate certainty")
    named = "A plate prevents infection."
    told(saying(named), "NUM-09", named, "is too strong")


@pytest.mark.parametrize(
    "sentence",
    [
        "A plate may reduce it: {stiff-plate-west}.",
        "A plate probably raises it: {infection-plate-east:people}.",
        "A plate raises grip: {grip-plate-west}.",
        "Raise your hand.",
    ],
)
def test_verbs_that_fit_the_certainty(sentence: str) -> None:
    assert planted(saying(sentence), "NUM-09") == []


def test_rounding_makes_neither_none_nor_all() -> None:
    files = edited(WRIST, ("counted: {events: 1, n: 37}", "counted: {events: 1, n: 1000}"))
    comparison = parse_source(files).comparison
    voice = Voice(comparison, language("en"), "patient", {})
    assert voice.share(comparison.estimate("stiff-plate-east")) == "fewer than 1 of 100"
    most = edited(WRIST, ("counted: {events: 216, n: 240}", "counted: {events: 2399, n: 2400}"))
    comparison = parse_source(most).comparison
    voice = Voice(comparison, language("en"), "patient", {})
    assert voice.share(comparison.estimate("grip-plate-west")) == "more than 99 of 100"
    assert voice.percent(comparison.estimate("grip-plate-west")) not in ("100%", "0%")


# --- CIT


def test_a_reference_that_nothing_cites() -> None:
    work = (
        "references:\n  - {id: aside, type: report, title: Aside, author: [{literal: Nobody}], "
        "issued: {date-parts: [[2025]]}, container-title: Nowhere, URL: 'https://example.org/aside'}\n"
    )
    files = edited(WRIST, ("\nreferences:\n", f"\n{work}"), name=WORKS)
    assert told(files, "CIT-01", "id: aside", "nothing cites the reference 'aside'", WORKS).severity == "warning"


def test_an_answer_without_a_source() -> None:
    files = edited(WRIST, ("answer: No invented study measured that.", "answer: It heals in the same time."))
    told(files, "CIT-01", "answer: It heals in the same time.", "cites nothing")


def test_a_drawing_without_a_source() -> None:
    files = edited(WRIST, ("The drawings are not to scale [@guide2025].", "The drawings are not to scale."))
    told(files, "CIT-01", "- id: how-they-hold", "the figure 'how-they-hold' cites nothing")


def test_parts_of_references_not_recorded() -> None:
    files = edited(WRIST, ("    DOI: 10.5555/test.west.2022\n    number: NCT00000002; NCT00000003\n", ""), name=WORKS)
    assert any("identifier" in p.message and "west2022" in p.message for p in planted(files, "CIT-02"))
    files = edited(
        WRIST,
        ('    title: "Test reference: plaster casts in one invented town"', "    title: not recorded"),
        name=WORKS,
    )
    problem = told(
        files, "CIT-02", "- id: north2021", "title is not recorded for 2 of 6 references: north2021, east2023", WORKS
    )
    assert problem.severity == "warning"


def test_a_number_nobody_checked() -> None:
    files = edited(WRIST, ("status: draft", "status: approved"))
    told(files, "CIT-02", "- id: stiff-plate-east\n", "still waits for a check of its source")
    assert not any("still waits" in message for _, message in before())


@pytest.mark.parametrize("note", ["Read from memory.", "The excerpt stops here.", "Recalled by an author."])
def test_notes_among_authors(note: str) -> None:
    told(saying(note), "CIT-02", note, "is a note among authors")


def test_a_fact_past_its_date() -> None:
    files = edited(WRIST, ("expires: 2028-01-15", "expires: 2025-12-31"))
    told(files, "CIT-03", "expires: 2025-12-31", "may be printed until 2025-12-31")


def test_a_fact_to_check_again_that_never_expires() -> None:
    files = edited(WRIST, ("    expires: 2028-01-15\n", ""))
    assert told(files, "CIT-03", "- id: broken-a-year", "never expires").severity == "error"


def test_old_sources_are_named() -> None:
    [(_, message)] = [told for told in before() if told[0] == "CIT-03"]
    assert message.startswith("2 numbers rest on sources of more than 5 years before publication: stiff-cast-south")
    later = edited(WRIST, ("published: 2026-01-31", "published: 2022-01-31"))
    assert not any("5 years" in p.message for p in found(later))


def test_laboratory_beside_patients() -> None:
    text = WRIST[MAIN].decode()
    at = text.index("  - id: plate-east\n")
    text = text[:at] + text[at:].replace("design: single-arm", "design: laboratory", 1)
    told({**WRIST, MAIN: text.encode()}, "CIT-04", "- id: stiff-people", "laboratory and patient results together")


# --- READ


def test_hard_words_raise_the_grade() -> None:
    easy = Proof(parse_source(WRIST))
    hard = "Immobilisation necessitates interdisciplinary rehabilitation considerations. " * 12
    files = edited(WRIST, ("- Both ways stand side by side.", f"- {hard}"))
    problem = told(files, "READ-01", f"- {hard}", "reads at school grade")
    assert problem.severity == "error"
    assert problem.fix.count(" / ") == 4
    assert not list(reading.school_grade(easy))


def test_the_formulas_are_those_published() -> None:
    scored = [readability.Scored("", (1,) * 10, ()), readability.Scored("", (1, 1, 1, 1, 3), ())]
    assert readability.flesch_kincaid(scored) == pytest.approx(0.39 * 7.5 + 11.8 * 17 / 15 - 15.59)
    assert readability.smog(scored) == pytest.approx(1.043 * (30 / 2) ** 0.5 + 3.1291)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cast", 1),
        ("plate", 1),
        ("people", 2),
        ("table", 2),
        ("area", 2),
        ("infection", 3),
        ("different", 3),
        ("caused", 1),
        ("108", 1),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert readability.english_syllables(word) == count


def test_a_sentence_too_long() -> None:
    long = "it goes on and " * 7
    files = edited(WRIST, ("- Both ways stand side by side.", f"- Here {long.strip()} ends."))
    assert told(files, "READ-02", f"- Here {long.strip()} ends.", "a sentence has 30 words").severity == "warning"
    longer = "it goes on and " * 10
    files = edited(WRIST, ("- Both ways stand side by side.", f"- Here {longer.strip()} ends."))
    assert told(files, "READ-02", f"- Here {longer.strip()} ends.", "a sentence has 42 words").severity == "error"


def test_an_acronym_nobody_explains() -> None:
    for acronym in ("ORIF", "GvHD", "HLH/MAS"):
        files = edited(WRIST, ("- Both ways stand side by side.", f"- Some call it surgery with {acronym} too."))
        told(files, "READ-03", f"with {acronym} too", f"uses '{acronym}' and does not explain it")


@pytest.mark.parametrize(
    "text",
    [
        "ORIF, an operation, comes first.",
        "An operation (ORIF) comes first.",
        "The way called ORIF comes first.",
        "It is known in the US.",
        "Look at TestTrials.org.",
    ],
)
def test_an_acronym_explained_where_it_stands(text: str) -> None:
    assert planted(edited(WRIST, ("- Both ways stand side by side.", f"- {text}")), "READ-03") == []


def test_too_few_key_points() -> None:
    files = edited(WRIST, ("            - Both ways stand side by side.\n", ""))
    told(files, "READ-05", "heading: What this test is about", "in its short wording, does not begin with three", up=1)


def test_actions_without_steps() -> None:
    files = edited(WRIST, ("    steps: [Call the ward., Bring your picture.]\n", ""))
    told(files, "READ-05", "actions:", "no action is divided into steps")


def test_no_questions_to_take_along() -> None:
    files = edited(WRIST, ("        - questions: [which-break, my-work]\n          lines: 1\n", ""))
    told(files, "READ-05", "  trifold:", "has no questions to take along")


def test_a_heading_that_tells_nothing() -> None:
    files = edited(WRIST, ("heading: What this test is about", "heading: Introduction"))
    told(files, "READ-05", "heading: Introduction", "tells nothing")
    files = edited(WRIST, ("- Both ways stand side by side.", "- Multiply the number by ten and add up."))
    assert planted(files, "READ-05")


def test_a_short_text_is_not_scored() -> None:
    source = parse_source(WRIST)
    trifold = source.comparison.documents.trifold
    only = trifold.model_copy(update=dict.fromkeys(type(trifold).model_fields, ("ask",)))
    documents = source.comparison.documents.model_copy(update={"trifold": only})
    short = Source(source.comparison.model_copy(update={"documents": documents}), source.trees)
    [problem] = reading.school_grade(Proof(short))
    assert (problem.rule, problem.severity) == ("READ-06", "warning")


def test_another_language_is_not_scored() -> None:
    source = parse_source(WRIST)
    french = Source(source.comparison.model_copy(update={"language": "fr"}), source.trees)
    [problem] = reading.school_grade(Proof(french))
    assert (problem.rule, problem.severity) == ("READ-06", "warning")
    assert "'fr'" in problem.message


def test_a_catalogue_without_word_lists_is_told() -> None:
    proof = Proof(parse_source(WRIST))
    english = language("en")
    lists = tuple(pair for pair in english.catalogue if pair[0] != "rules.safety")
    proof.__dict__["language"] = Language("en", "ltr", lists)
    [problem] = reading.unread_language(proof)
    assert "rules.safety" in problem.message
    assert list(claiming.safety_words(proof)) == []


# --- DIS


def test_a_review_too_late() -> None:
    review = "next_review: 2028-12-31"
    told(edited(WRIST, (review, "next_review: 2029-02-28")), "DIS-01", "next_review: 2029-02-28", "more than 36 months")
    told(
        edited(WRIST, (review, "next_review: 2026-01-31")), "DIS-01", "next_review: 2026-01-31", "not after publication"
    )


def test_no_colophon() -> None:
    files = without("        - place: imprint\n", without("        - place: colophon\n"))
    told(files, "DIS-01", "  trifold:", "does not print edition, review date and updates")
    told(edited(WRIST, ("        - make: title\n", "")), "DIS-01", "  deck:", "has no title slide")


def test_interests_not_recorded() -> None:
    files = edited(WRIST, ("interests: None. Nobody wrote this for a reader.", "interests: Not recorded."))
    assert told(files, "DIS-02", "interests: Not recorded.", "'interests' is not recorded").severity == "warning"


def test_disclosures_too_late() -> None:
    files = edited(WRIST, ("        - make: disclosures\n", ""))
    told(files, "DIS-03", "  deck:", "no disclosures among its first 3 slides")


def test_nobody_to_call() -> None:
    told(without("        - place: call-at-once\n"), "DIS-04", "  trifold:", "does not say when to call at once")
    files = without(" Ask your care team.")
    told(files, "DIS-04", "  trifold:", "does not send readers to their care team")


@pytest.mark.parametrize("gap", ["[PHONE]", "[your clinic]", "TBD", "XXXX", "to be confirmed", "lorem ipsum"])
def test_a_placeholder(gap: str) -> None:
    sentence = f"Call {gap} at night."
    told(saying(sentence), "DIS-04", sentence, "is a placeholder")


def test_nobody_signed_off() -> None:
    text = re.sub(r"  sign_offs:\n(?:    - .*\n)+", "", WRIST[MAIN].decode())
    problem = told(
        {**WRIST, MAIN: text.encode()}, "DIS-05", "edition:\n", "clinical reviewer, patient reviewer, PEMAT rater"
    )
    assert problem.severity == "warning"


# --- sentences


def test_sentences_keep_their_numbers() -> None:
    first, second = sentences(parse_prose("A {one} and {two:people}. [@key] **Then** {three}."))
    assert [n.id for n in first.numbers] == ["one", "two"]
    assert first.text == f"A {NUMBER} and {NUMBER}."
    assert [n.id for n in second.numbers] == ["three"]
