"""Reading a source: YAML's words, places, every problem at once, and nothing but problems whatever the bytes."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layouts.citations import number_works
from layouts.comparison import Comparison
from layouts.figure_kinds import Worded
from layouts.language import language
from layouts.ledger import Counted, PercentOnly, Reported
from layouts.parts import Part, walk
from layouts.parts import Path as Steps
from layouts.passages import BLOCK_KEYS
from layouts.passages import Place as PlacedPart
from layouts.problems import Place, Problem, ProblemError
from layouts.prose import Prose
from layouts.source import MAIN, WORKS, Source, parse_source, read_source
from layouts.tree import DEEPEST, LARGEST, MOST_TOLD, parse_tree
from layouts.wording import ESTIMATE_FORMS, Voice, estimate_forms

HERE = Path(__file__).resolve().parent
WRIST = {name: (HERE / "sources" / "wrist" / name).read_bytes() for name in (MAIN, WORKS)}
MINIMAL = {name: (HERE / "sources" / "minimal" / name).read_bytes() for name in (MAIN, WORKS)}
Files = Mapping[str, bytes]


def parsed(files: Files) -> Source | tuple[Problem, ...]:
    """The source, or everything that is wrong with it."""
    try:
        return parse_source(files)
    except ProblemError as error:
        return error.problems


def problems(files: Files) -> tuple[Problem, ...]:
    """Everything found wrong; nothing when the files are sound."""
    found = parsed(files)
    return () if isinstance(found, Source) else found


def changed(old: str, new: str, name: str = MAIN, files: Files = MINIMAL) -> Files:
    """The files with one text put in the place of another that stands there once."""
    text = files[name].decode()
    assert text.count(old) == 1, old
    return {**files, name: text.replace(old, new).encode()}


def line(text: str, name: str = MAIN, files: Files = MINIMAL) -> int:
    """The line on which a text first stands."""
    return files[name].decode().partition(text)[0].count("\n") + 1


# --- YAML's words and places


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("NO", "NO"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("012", 12),
        ("-7", -7),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2026-01-31", "2026-01-31"),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("9" * 40, 1e40),
        ("'12'", "12"),
        ('"no"', "no"),
        ("<<", "<<"),
    ],
)
def test_plain_words_are_read_as_yaml_1_2_reads_them(word: str, value: object) -> None:
    tree = parse_tree(f"key: {word}\n".encode(), "a.yaml")
    assert (tree.value, tree.problems) == ({"key": value}, [])
    assert type(tree.value["key"]) is type(value)


def test_every_key_and_value_knows_its_place() -> None:
    tree = parse_tree(b"first: 1\nlist:\n  - a\n  - {b: two}\nempty:\n", "a.yaml")
    assert tree.keys[("list", 1, "b")] == Place("a.yaml", 4, 6)
    assert tree.place(("list", 1, "b")) == Place("a.yaml", 4, 9)
    assert tree.place(("list", 0)) == Place("a.yaml", 3, 5)
    assert tree.place(("list",)) == Place("a.yaml", 2, 1)  # its key: the value begins below
    assert tree.place(("empty",)) == Place("a.yaml", 5, 1)
    assert tree.place(("list", 1, "b", "unknown", 3)) == Place("a.yaml", 4, 9)
    assert tree.place(("unknown",)) == Place("a.yaml", 1, 1)


def test_a_byte_order_mark_and_carriage_returns_change_nothing() -> None:
    windows = {name: b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n") for name, text in MINIMAL.items()}
    assert parse_source(windows).comparison == parse_source(MINIMAL).comparison


def test_a_part_of_the_comparison_knows_its_place_in_its_file() -> None:
    source = parse_source(WRIST)
    index = [estimate.id for estimate in source.comparison.estimates].index("stiff-plate-east")
    expected = line("counted: {events: 1, n: 37}", files=WRIST)
    assert source.place(("estimates", index, "counted", "events")).line == expected
    assert source.place(("references", 1, "title")).file == WORKS


def test_references_stand_in_their_own_file_or_in_the_same() -> None:
    together = {MAIN: MINIMAL[MAIN] + MINIMAL[WORKS]}
    assert parse_source(together).comparison == parse_source(MINIMAL).comparison


def test_a_key_in_the_wrong_file_is_one_problem() -> None:
    files = {**MINIMAL, WORKS: MINIMAL[WORKS] + b"glossary: []\n"}
    [found] = problems(files)
    assert (found.place.file, found.place.line) == (WORKS, 8)
    assert found.message == "the key 'glossary' does not belong into this file"
    [found] = problems({**MINIMAL, MAIN: MINIMAL[MAIN] + b"references: []\n"})
    assert found.place.file == MAIN


def test_a_folder_is_read_and_a_missing_one_is_a_problem(root: Path) -> None:
    folder = root / "tests" / "sources" / "wrist"
    assert read_source(folder).comparison == parse_source(WRIST).comparison
    with pytest.raises(ProblemError, match="the file is not there") as caught:
        read_source(folder / "nowhere")
    assert "make_docs.py new" in caught.value.problems[0].fix


# --- the test comparisons


def test_the_wrist_comparison_uses_every_kind_of_part() -> None:
    comparison = parse_source(WRIST).comparison
    parts = [value for _, value in walk(comparison) if isinstance(value, Part)]
    kinds = {name for part in parts for name in type(part).model_fields}
    assert set(BLOCK_KEYS) <= kinds
    assert {type(figure) for figure in comparison.figures} == set(Worded.__subclasses__())
    placed = {part.place for part in parts if isinstance(part, PlacedPart)}
    assert placed == {*get_args(PlacedPart.model_fields["place"].annotation)}
    slides = [slide for part in comparison.documents.deck for slide in part.slides]
    assert {slide.make for slide in slides} == {None, "title", "disclosures", "references", "data"}
    assert {slide.layout for slide in slides} == {None, "section", "text", "comparison", "figure", "table", "closing"}
    assert len(slides) >= 8


def test_the_wrist_comparison_says_that_it_is_a_test() -> None:
    comparison = parse_source(WRIST).comparison
    assert comparison.promise.source == "Test comparison with invented numbers. Not medical information."
    assert comparison.title.patient.startswith("Test")
    assert comparison.title.clinician.startswith("Test")
    assert "test" in comparison.governance.method.source
    assert all(work.title == "not recorded" or work.title.startswith("Test") for work in comparison.references)


def test_not_recorded_is_never_taken_for_a_text() -> None:
    comparison = parse_source(WRIST).comparison
    texts = [value.source for _, value in walk(comparison) if isinstance(value, Prose)]
    assert "not recorded" not in texts
    assert comparison.arms[1].indications == "not recorded"
    assert comparison.outcome("tear").population == "not recorded"


# --- every problem at once


def test_three_faults_are_three_problems_in_the_order_of_the_file() -> None:
    files = changed("promise: Invented numbers.", "promise: Invented **numbers.")
    files = changed("design: registry, population: Adults, references: [paper]}\noutcomes", "dezign: registry, "
                    "population: Adults, references: [paper]}\noutcomes", files=files)  # fmt: skip
    files = changed("events: 5, n: 50", "events: 5.5, n: 50", files=files)
    found = problems(files)
    assert [problem.place.line for problem in found] == sorted(
        [line("promise:"), line("id: two"), line("events: 5, n: 50")]
    )
    assert [problem.message for problem in found] == [
        "promise: the bold mark ** is opened and never closed",
        "studies, entry 'two', dezign: is not a key that is known here",
        "estimates, entry 'cold-two', counted, events: must be a whole number, and it is 5.5",
    ]


def test_faults_of_form_and_of_content_are_told_together() -> None:
    files = changed("decision:", "promise: Twice.\ndecision:")
    files = changed("title: An invented paper", "title: !!str An invented paper", WORKS, files)
    files = changed("{events: 5, n: 50}", "{events: 51, n: 50}", files=files)
    assert [(problem.place.file, problem.rule) for problem in problems(files)] == [
        (MAIN, "SRC-01"),
        (MAIN, "SRC-02"),
        (WORKS, "SRC-01"),
    ]


def test_unknown_names_are_told_beside_a_key_that_stands_twice() -> None:
    files = changed("decision:", "promise: Twice.\ndecision:")
    files = changed("cover_figure: drawn", "cover_figure: draun", files=files)
    assert [problem.rule for problem in problems(files)] == ["SRC-01", "SRC-03"]


def test_both_files_of_no_yaml_are_two_problems() -> None:
    found = problems({MAIN: b"a: 'b", WORKS: b"- [\n"})
    assert [problem.place.file for problem in found] == [MAIN, WORKS]


# --- files that are no sources


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (b"", (1, 1), "the file is empty"),
        (b"# only a comment\n", (2, 1), "the file is empty"),
        (b"just words", (1, 1), "the file is not a mapping of keys to values"),
        (b"- a\n- b\n", (1, 1), "the file is not a mapping of keys to values"),
        (b"format: 1\nname: Ren\xe9\n", (2, 10), "the file is not UTF-8 text here"),
        (b"\xff\xfef\x00o\x00", (1, 1), "the file is not UTF-8 text here"),
        (b"format: 1\nname: a\x07b\n", (2, 8), "an invisible control character (U+0007) stands here"),
        (b"format: 1\n---\nformat: 1\n", (2, 1), "a second YAML document begins here"),
        (b"? [a]\n: b\n", (1, 3), "a key is not a plain word"),
    ],
)  # fmt: skip
def test_a_file_of_another_form_is_one_problem(text: bytes, place: tuple[int, int], message: str) -> None:
    [found] = parse_tree(text, "a.yaml").problems
    assert (found.place.line, found.place.column) == place
    assert found.message == message


def test_a_file_over_the_bound_is_not_read() -> None:
    text = MINIMAL[MAIN] + b"#" * LARGEST
    [found] = problems({**MINIMAL, MAIN: text})
    assert f"more than the {LARGEST:,} that are read" in found.message


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_nesting_too_deep_is_one_problem(opening: str) -> None:
    sound = parse_tree(f"key: {'[' * (DEEPEST - 1)}{']' * (DEEPEST - 1)}".encode(), "a.yaml")
    assert sound.problems == []
    for depth in (DEEPEST + 1, 100_000):
        [found] = parse_tree(b"key:\n  " + opening.encode() * depth, "a.yaml").problems
        assert "nests too deeply" in found.message
        assert found.place.line == 2


def test_too_many_values_are_one_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layouts.tree.MOST", 1000)
    [found] = parse_tree(b"key:\n" + b"- 1\n" * 1000, "a.yaml").problems
    assert "too many values" in found.message
    assert found.place.line == 998


def test_very_many_faults_are_told_up_to_a_bound() -> None:
    found = parse_tree(b"key: 1\n" * 10 * MOST_TOLD, "a.yaml").problems
    assert len(found) == MOST_TOLD
    found = list(problems({MAIN: b"\n".join(b"key-%d: 1" % number for number in range(10 * MOST_TOLD))}))
    assert len(found) == 500


def test_a_long_name_is_shortened_in_a_message() -> None:
    [found] = parse_tree(b"key: !" + b"a" * 1000 + b" b", "a.yaml").problems
    assert len(found.message) < 100


def test_aliases_that_multiply_are_refused_unread() -> None:
    laughs = ["a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    laughs += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    tree = parse_tree("\n".join(laughs).encode(), "a.yaml")
    assert [problem.place.line for problem in tree.problems] == list(range(1, 10))
    assert not tree.whole


# --- one fault is one problem, wherever it is made


def key_paths(value: Any, path: Steps = ()) -> Iterator[Steps]:
    """The path of every key of a plain value."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key)
            yield from key_paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from key_paths(item, (*path, index))


def plain(files: Files) -> Any:
    """Both files' values as one, as plain Python."""
    return {**parse_tree(files[MAIN], MAIN).value, **parse_tree(files[WORKS], WORKS).value}


WHOLE = plain(MINIMAL)
# One path of each shape is enough: what holds for one study holds for the next.
KEYS = list({tuple("" if isinstance(step, int) else step for step in path): path for path in key_paths(WHOLE)}.values())


def altered(value: Any, path: Steps, change: Any) -> Any:
    """A copy with `change(entry, last step)` called on the entry that holds the last step of the path."""
    copied = json.loads(json.dumps(value))
    entry = copied
    for step in path[:-1]:
        entry = entry[step]
    change(entry, path[-1])
    return copied


def as_file(value: Any) -> Files:
    """A plain value as a source: JSON is YAML."""
    return {MAIN: json.dumps(value, indent=1).encode()}


def drop(entry: Any, step: Any) -> None:
    del entry[step]


def misspell(entry: Any, step: Any) -> None:
    entry[f"{step}x"] = entry.pop(step)


@pytest.mark.parametrize("path", KEYS, ids=str)
def test_a_key_left_out_is_one_problem_or_one_at_each_place_that_names_it(path: Steps) -> None:
    found = problems(as_file(altered(WHOLE, path, drop)))
    assert len(found) <= 1 or {problem.rule for problem in found} == {"SRC-03"}, "\n".join(map(str, found))


@pytest.mark.parametrize("path", KEYS, ids=str)
def test_a_misspelt_key_is_one_problem_that_names_the_right_one(path: Steps) -> None:
    files = as_file(altered(WHOLE, path, misspell))
    [found] = problems(files)
    assert files[MAIN].decode().split("\n")[found.place.line - 1].strip().startswith(f'"{path[-1]}x"')
    assert f"did you mean '{path[-1]}'?" in found.fix


JUNK: list[Any] = [None, "", "{", -1, 1.5, 10**15, True, [], {}, [[]], [5], ["x"], {"x": 1}, {"x": None}]


def misfit(entry: Any, step: Any, junk: Any) -> None:
    entry[step] = junk


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_any_value_in_any_place_is_told_in_words_with_a_fix(junk: Any) -> None:
    for path in KEYS:
        for problem in problems(as_file(altered(WHOLE, path, lambda entry, step: misfit(entry, step, junk)))):
            assert problem.fix != "correct the value", str(problem)
            assert "pydantic" not in str(problem)


# --- whatever the bytes


def judge(files: Files) -> None:
    """Parsing gives a comparison that can be printed, or problems that stand somewhere in the files."""
    outcome = parsed(files)
    if isinstance(outcome, Source):
        assert_printable(outcome)
        return
    assert outcome
    for problem in outcome:
        assert 1 <= problem.place.line <= len(files[problem.place.file].decode("utf-8", "replace").splitlines()) + 1
        assert problem.place.column >= 1
        assert problem.message
        assert problem.fix
        assert problem.rule in ("SRC-01", "SRC-02", "SRC-03", "SRC-04", "BAL-01", "NUM-01", "NUM-08")


def assert_printable(source: Source) -> None:
    comparison = source.comparison
    for audience in ("patient", "clinician"):
        voice = Voice(comparison, language("en"), audience, number_works(comparison))
        for path, value in walk(comparison):
            assert source.place(path).line >= 1
            if isinstance(value, Prose):
                voice.line(value)


@settings(max_examples=300)
@given(st.binary(max_size=400), st.binary(max_size=100))
def test_any_bytes_are_problems_or_a_comparison(text: bytes, works: bytes) -> None:
    judge({MAIN: text, WORKS: works})


MARKS = st.sampled_from([*":-?#&*!|>%@`{}[],'\"\\~<= \n\r\t", "---\n", "key: ", "- ", "\x85", "\u2028", "\ufeff", "é"])


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=300), st.lists(MARKS | st.text(max_size=3), max_size=80).map("".join)))
def test_any_text_is_problems_or_a_comparison(text: str) -> None:
    judge({MAIN: text.encode("utf-8", "surrogatepass")})


@st.composite
def mutated(draw: st.DrawFn) -> Files:
    """The wrist comparison with a few slices of one file cut out, doubled or overwritten."""
    name = draw(st.sampled_from([MAIN, WORKS]))
    text = WRIST[name]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 30))
        doubled = st.just(text[start:end] * 2)
        text = text[:start] + draw(st.one_of(doubled, st.binary(max_size=6), MARKS.map(str.encode))) + text[end:]
    return {**WRIST, name: text}


@settings(max_examples=300)
@given(mutated())
def test_any_damage_to_a_source_is_problems_or_a_comparison(files: Files) -> None:
    judge(files)


# --- what the guide says


def guide(root: Path) -> str:
    return (root / "sources" / "README.md").read_text(encoding="utf-8")


def example(root: Path) -> Files:
    """The two files that the guide shows."""
    main, works = re.findall(r"^```yaml\n(.*?)^```$", guide(root), re.MULTILINE | re.DOTALL)
    return {MAIN: main.encode(), WORKS: works.encode()}


def test_the_example_of_the_guide_parses_and_prints(root: Path) -> None:
    """The rules of truth ask for more than a small example holds; `make_docs.py new` makes one that keeps them all."""
    assert_printable(parse_source(example(root)))


def test_the_guide_shows_the_forms_as_they_are_printed(root: Path) -> None:
    comparison = parse_source(example(root)).comparison
    estimate = comparison.estimate("cough-tea")
    numbering = number_works(comparison)
    patient = Voice(comparison, language("en"), "patient", numbering)
    clinician = Voice(comparison, language("en"), "clinician", numbering)
    for form in estimate_forms(estimate):
        mark = f"{{id:{form}}}" if form else "{id}"
        row = f"| `{mark}` | {patient.estimate(estimate, form)} | {clinician.estimate(estimate, form)} |"
        assert row in guide(root)


def test_the_guide_names_every_key_kind_block_place_and_form(root: Path) -> None:
    names = {field.alias or name for name, field in Comparison.model_fields.items()} | {*BLOCK_KEYS, *ESTIMATE_FORMS}
    names |= {*get_args(PlacedPart.model_fields["place"].annotation)}
    for figure in Worded.__subclasses__():
        names |= {*get_args(figure.model_fields["kind"].annotation)}
    for kind in (Counted, Reported, PercentOnly):
        names |= set(kind.model_fields)
    assert [
        name for name in sorted(names) if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", guide(root))
    ] == []


# --- the schema that editors use


def test_the_schema_for_editors_is_fresh(root: Path, rewrite_golden: bool) -> None:
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema = {**dialect, **Comparison.model_json_schema(by_alias=True)}
    path = root / "sources" / "comparison.schema.json"
    fresh = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    if rewrite_golden:
        path.write_text(fresh, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == fresh, "pytest --rewrite-golden writes it anew"
