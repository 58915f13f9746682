"""The shipped comparison against its evidence: every number, scale, interval and reference is the record's own.

The data file holds the ledger's values, and the words of its statements as hashes only. Where an estimate takes another
number of a record than its chief one, `other_numbers` has it with the piece of the statement it was copied from.
"""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from layouts.comparison import Comparison
from layouts.figure_kinds import ClaimPlot, Durability, EvidenceMap, IconRanges, IntervalPlot
from layouts.ledger import Counted, Estimate, Fact, rounds_to
from layouts.parts import walk
from layouts.prose import Prose
from layouts.source import MAIN, parse_source, read_files, read_source
from layouts.works import CitedWork

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parent / "sources" / "nk-vs-car-t"
DATA = json.loads((HERE / "evidence" / "ledger.json").read_text(encoding="utf-8"))
RECORDS: dict[str, dict[str, Any]] = DATA["records"]
OTHER: dict[str, dict[str, Any]] = DATA["other_numbers"]

UNITS = {
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
    "person": "patients",
    "product": "products",
    "trial": "trials",
    "percent": "%",
    "death": "deaths",
    "°C": "C",
}
UNSURE = re.compile(r"from memory|presumed|not confirmed|not stated|not shown|^not ", re.IGNORECASE)
MIRROR = re.compile(
    r"nachahmer|oddb|rxreasoner|drugvu|biospace|presswire|medtourcn|crweworld|morninglory|medpath|marketscreener"
    r"|upstate|\bcop(?:y|ies)\b|\bmirror|from memory|PMC\d|\[description\]",
    re.IGNORECASE,
)
SHORT_NAMES = {"American Association for Cancer Research": "AACR", "et al.": ""}

# The figure, the arm, the end of its range, the record that has to stand there, and its count.
RANGES = [
    ("crs-ranges", "car-t", "low", "A-BREYANZI-CRS-label-CH", (227, 561)),
    ("crs-ranges", "car-t", "high", "A-ZUMA1-CRS-any-label", (101, 108)),
    ("crs-ranges", "nk", "low", "B-MARIN-CRS-table", (1, 37)),
    ("crs-ranges", "nk", "high", "B-CD33-CRS", (7, 10)),
]
ONE_TRIAL = {"neuro-definitions": {(62, 106), (50, 111), (19, 111)}}  # the same people, counted by several rules


@pytest.fixture(scope="module")
def shipped() -> Comparison:
    """The comparison as it stands in the sources."""
    return read_source(SHIPPED).comparison


# --- numbers


def scale_of(record: dict[str, Any]) -> str:
    """A record's scale; one that was remembered, presumed or not shown is not recorded."""
    scale = record.get("scale", "not recorded")
    return "not recorded" if UNSURE.search(scale) else re.sub(r" \(.*\)$", "", scale)


def number_faults(item: Estimate | Fact) -> Iterator[str]:
    """What differs between an estimate or fact and its record."""
    record = RECORDS.get(item.record)
    if record is None:
        yield f"there is no record {item.record}"
        return
    other = OTHER.get(item.id)
    if other and other["record"] != item.record:
        yield f"its other number stands in {other['record']}, not in {item.record}"
        return
    for name in ("confidence", "print_advice"):
        if getattr(item, name) != record[name]:
            yield f"{name} is {getattr(item, name)}, the record says {record[name]}"
    if record["print_advice"] == "do-not-print-as-a-number" or record["confidence"] == "unverified":
        yield f"{item.record} must not be printed as a number"
    if isinstance(item, Estimate):
        yield from estimate_faults(item, record, other)
    else:
        yield from fact_faults(item, record, other)


def estimate_faults(e: Estimate, record: dict[str, Any], other: dict[str, Any] | None) -> Iterator[str]:
    """Counts, percentage, printed percentage, scale and interval."""
    n = (other or {}).get("n", record.get("denominator"))
    percent = other.get("percent") if other else record.get("value")
    if e.counted:
        events = other.get("events") if other else record.get("numerator")
        if (e.counted.events, e.counted.n) != (events, n):
            yield f"counts {e.counted.events}/{e.counted.n}, the record {events}/{n}"
        differs = percent is not None and not rounds_to(e.rate, percent)
        if e.printed != (percent if differs else None):
            yield f"'printed' is {e.printed}, the record prints {percent}"
    if e.reported and (e.reported.percent, e.reported.n) != (percent, n):
        yield f"reports {e.reported.percent}% of {e.reported.n}, the record {percent}% of {n}"
    if e.percent_only and (e.percent_only.percent != percent or n is not None):
        yield f"prints {e.percent_only.percent}% alone, the record {percent}% of {n}"
    if e.at_least != (e.record in DATA["at_least"] and not other):
        yield f"at_least is {e.at_least}"
    scale = (other or {}).get("scale") or scale_of(record)
    if e.scale != scale:
        yield f"the scale is '{e.scale}', the record's '{scale}'"
    yield from interval_faults(e, record, other)


def interval_faults(e: Estimate, record: dict[str, Any], other: dict[str, Any] | None) -> Iterator[str]:
    """An interval is the source's own: none where the record's was calculated or belongs to another number."""
    if other:
        own = [other["low"], other["high"]] if "low" in other else None
    else:
        own = None if record.get("ci_computed") else record.get("ci")
    told = None if e.interval == "not recorded" else [e.interval.low, e.interval.high]
    if told and told != own:
        yield f"the interval {told} is not the source's own ({own})"
    if e.reported and own and not told:
        yield f"the source's own interval {own} is left out"


def fact_faults(fact: Fact, record: dict[str, Any], other: dict[str, Any] | None) -> Iterator[str]:
    """Value, range, unit, and the 60 days that a list of products may be printed."""
    known = other or record
    if fact.value != known.get("value"):
        yield f"the value is {fact.value}, the record's {known.get('value')}"
    if (fact.low, fact.high) != (known.get("low"), known.get("high")):
        yield f"the range is {fact.low} to {fact.high}, the record's {known.get('low')} to {known.get('high')}"
    unit = fact.unit if isinstance(fact.unit, str) else fact.unit.one
    if UNITS[unit] != known.get("unit"):
        yield f"the unit is {unit}, the record's {known.get('unit')}"
    if record["print_advice"] == "re-check-FDA-list-on-print-date":
        last = None if fact.as_of == "not recorded" else fact.as_of + timedelta(days=60)
        if last is None or fact.expires != last:
            yield f"it expires on {fact.expires}, and has to 60 days after its date"


def numbers_of(comparison: Comparison) -> list[Estimate | Fact]:
    """Every number of a comparison."""
    return [*comparison.estimates, *comparison.facts]


def faults(comparison: Comparison) -> dict[str, list[str]]:
    """Every fault of every number, by its id."""
    found = {item.id: list(number_faults(item)) for item in numbers_of(comparison)}
    return {id: told for id, told in found.items() if told}


def test_every_number_is_its_records_own(shipped: Comparison) -> None:
    assert len(shipped.estimates) > 60
    assert len(shipped.facts) > 15
    assert faults(shipped) == {}


def test_every_other_number_stands_in_the_words_it_was_copied_from() -> None:
    for id, other in OTHER.items():
        told = {Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", other["fragment"])}
        wanted = {name: other[name] for name in ("events", "n", "percent", "value", "low", "high") if name in other}
        missing = {name: number for name, number in wanted.items() if Fraction(str(number)) not in told}
        assert missing == {}, id
        assert other["record"] in RECORDS, id


def test_one_changed_count_in_the_file_is_told_by_its_name() -> None:
    files = read_files(SHIPPED)
    [main] = [name for name in files if name.endswith(MAIN)]
    before = b"outcome: crs-any\n    counted: { events: 101, n: 108 }"
    assert files[main].count(before) == 1
    edited = {**files, main: files[main].replace(before, before.replace(b"101", b"102"))}
    told = faults(parse_source(edited).comparison)
    assert told == {"crs-any-axi-cel-zuma-1": ["counts 102/108, the record 101/108"]}


def test_any_changed_number_of_any_estimate_is_told(shipped: Comparison) -> None:
    for e in shipped.estimates:
        if e.counted:
            events = e.counted.events + (1 if e.counted.events < e.counted.n else -1)
            wrong: list[dict[str, Any]] = [{"counted": Counted(events=events, n=e.counted.n)}]
            wrong += [{"counted": Counted(events=e.counted.events, n=e.counted.n + 1)}]
        else:
            name = "reported" if e.reported else "percent_only"
            kind = getattr(e, name)
            wrong = [{name: kind.model_copy(update={"percent": kind.percent - 0.1})}]
            wrong += [{name: kind.model_copy(update={"n": kind.n + 1})}] if e.reported else []
        wrong += [{"scale": "Another"}, {"confidence": "unverified"}, {"print_advice": "ok-worded-as-not-found"}]
        wrong += [{"at_least": not e.at_least}, {"record": "Z-NOBODY"}]
        for change in wrong:
            assert list(number_faults(e.model_copy(update=change))), (e.id, change)


def test_any_changed_fact_is_told(shipped: Comparison) -> None:
    for fact in shipped.facts:
        for change in ({"value": fact.value + 1}, {"high": 9_999.0}, {"unit": "death"}, {"confidence": "unverified"}):
            assert list(number_faults(fact.model_copy(update=change))), (fact.id, change)


def test_a_record_that_must_not_be_printed_is_told(shipped: Comparison) -> None:
    refused = [id for id, record in RECORDS.items() if record["print_advice"] == "do-not-print-as-a-number"]
    assert len(refused) > 10
    for id in refused:
        told = list(number_faults(shipped.estimates[0].model_copy(update={"record": id})))
        assert f"{id} must not be printed as a number" in told


# --- references


def records_of(comparison: Comparison) -> dict[str, list[str]]:
    """The records that each reference is cited for."""
    cited: dict[str, list[str]] = {id: list(records) for id, records in DATA["cited_for"].items()}
    for item in numbers_of(comparison):
        cited.setdefault(item.source, []).append(item.record)
    return cited


def reference_faults(work: CitedWork, records: list[str]) -> Iterator[str]:
    """What differs between a reference and the sources of its records."""
    sources = [RECORDS[id] for id in records if id in RECORDS]
    if not sources:
        yield "no record stands behind it"
    printed = DATA["printed_in"].get(work.id, {}).get("fragment", "")
    year = None if work.issued == "not recorded" else str(work.issued.year)
    for name, told in (("doi", work.DOI), ("pmid", work.PMID), ("nct", work.number), ("year", year)):
        known = {source[name] for source in sources if name in source}
        if (told is None and known) or (told and told not in known and told not in printed):
            yield f"{name} is {told}, the record's {', '.join(sorted(known)) or 'not recorded'}"
    if work.title != "not recorded" and not any(title_is(work.title, source) for source in sources):
        yield f"no record has the title '{work.title}'"
    yield from author_faults(work, sources, printed)


def title_is(title: str, source: dict[str, Any]) -> bool:
    """Whether a title is the record's, whose remark in brackets at the end is not part of it."""
    own = source.get("title", "")
    return not own.startswith("[description]") and re.sub(r" \([^()]*\)$", "", own) in (title, title.split(" (")[0])


def author_faults(work: CitedWork, sources: list[dict[str, Any]], printed: str) -> Iterator[str]:
    """Nobody is an author whom no record names, or whom somebody only remembered."""
    known = " ".join([printed, *(s.get(name, "") for s in sources for name in ("authors", "title", "journal"))])
    for person in () if work.author == "not recorded" else work.author:
        name = person.family or person.literal or ""
        name = SHORT_NAMES.get(name, name.removeprefix("US "))
        if name not in known:
            yield f"no record names the author '{name}'"
        if any(re.search(r"from memory", source.get("authors", "")) for source in sources):
            yield f"the author '{name}' is from memory"


def test_every_reference_is_its_records_source(shipped: Comparison) -> None:
    cited = records_of(shipped)
    found = {work.id: list(reference_faults(work, cited.get(work.id, []))) for work in shipped.references}
    assert {id: told for id, told in found.items() if told} == {}


def test_a_changed_part_of_a_reference_is_told(shipped: Comparison) -> None:
    cited = records_of(shipped)
    for work in shipped.references:
        changes: list[dict[str, Any]] = [{"DOI": "10.1000/x"}, {"PMID": "99999999"}, {"number": "NCT00000001"}]
        changes += [{"DOI": None}] if work.DOI else []
        changes += [{"PMID": None}] if work.PMID else []
        changes += [{"number": None}] if work.number and work.id not in DATA["printed_in"] else []
        changes += [{"issued": "not recorded"}] if work.issued != "not recorded" else []
        for change in changes:
            assert list(reference_faults(work.model_copy(update=change), cited[work.id])), (work.id, change)


def test_no_copy_of_a_source_is_cited_as_the_source(shipped: Comparison) -> None:
    texts = {work.id: work.model_dump_json() for work in shipped.references}
    assert {id: found[0] for id, text in texts.items() if (found := MIRROR.search(text))} == {}


# --- figures


def figure_rows(comparison: Comparison) -> dict[str, list[Estimate]]:
    """The estimates that each figure shows."""
    estimates = {estimate.id: estimate for estimate in comparison.estimates}
    rows: dict[str, list[Estimate]] = {}
    for figure in comparison.figures:
        if isinstance(figure, IconRanges):
            rows[figure.id] = [estimates[id] for pair in figure.arms.values() for id in (pair.low, pair.high)]
        elif isinstance(figure, IntervalPlot | ClaimPlot):
            rows[figure.id] = [estimates[id] for id in figure.estimates]
        elif isinstance(figure, Durability):  # two numbers of one study: the first of them stands for its people
            rows[figure.id] = [estimates[course.response] for courses in figure.arms.values() for course in courses]
    return rows


def test_no_figure_shows_a_person_twice(shipped: Comparison) -> None:
    studies = {study.id: study for study in shipped.studies}
    rows = figure_rows(shipped)
    assert len(rows) >= 5
    for id, shown in rows.items():
        names = [estimate.study for estimate in shown]
        if id in ONE_TRIAL:
            assert len(set(names)) == 1, id
            assert {(e.counted.events, e.counted.n) for e in shown if e.counted} == ONE_TRIAL[id]
            continue
        assert len(set(names)) == len(names), id
        assert not [(a, b) for a in names for b in names if b in studies[a].overlaps], id


def test_no_map_of_trials_counts_a_person_twice(shipped: Comparison) -> None:
    overlaps = {study.id: study.overlaps for study in shipped.studies}
    for figure in shipped.figures:
        shown = figure.studies if isinstance(figure, EvidenceMap) else ()
        assert [(a, b) for a in shown for b in shown if b in overlaps[a]] == [], figure.id


def test_the_two_reports_of_one_programme_never_share_a_figure(shipped: Comparison) -> None:
    for id, shown in figure_rows(shipped).items():
        reports = {e.record[:6] for e in shown if e.record.startswith(("B-LIU-", "B-MARI", "C-CARN"))}
        assert len(reports) < 2, id


def test_no_figure_draws_a_percentage_without_its_people(shipped: Comparison) -> None:
    assert [(id, e.id) for id, shown in figure_rows(shipped).items() for e in shown if e.n is None] == []


def test_each_side_shows_its_low_and_its_high_trial(shipped: Comparison) -> None:
    figures = {figure.id: figure for figure in shipped.figures}
    estimates = {estimate.id: estimate for estimate in shipped.estimates}
    for id, arm, end, record, (events, n) in RANGES:
        figure = figures[id]
        assert isinstance(figure, IconRanges)
        shown = estimates[getattr(figure.arms[arm], end)]
        assert shown.counted
        assert (shown.record, shown.counted.events, shown.counted.n) == (record, events, n), (id, arm, end)


def test_no_number_says_that_the_cord_blood_trial_saw_no_crs(shipped: Comparison) -> None:
    found = [e for e in shipped.estimates if e.outcome == "crs-any" and e.study == "marin"]
    assert [(e.counted.events, e.counted.n) for e in found if e.counted] == [(1, 37)]


# --- words: nothing is copied from the ledger

SHINGLE = 8
SHINGLES = {mark: id for id, marks in DATA["shingles"].items() for mark in marks.split()}


def marks_of(text: str) -> Iterator[tuple[str, str]]:
    """Each run of eight words with its hash; figures are left out, since a number by reference has none."""
    words = re.findall(r"[a-z]+", text.lower())
    for start in range(len(words) - SHINGLE + 1):
        run = " ".join(words[start : start + SHINGLE])
        yield sha256(run.encode()).hexdigest()[:12], run


def copied(comparison: Comparison) -> list[tuple[str, str, str]]:
    """Runs of words of the source that stand in a statement of the ledger: where, the words, the record."""
    found = []
    for path, value in walk(comparison):
        if path[:1] == ("references",) or not isinstance(value, Prose | str):
            continue
        text = value.words if isinstance(value, Prose) else value
        found += [(".".join(map(str, path)), run, SHINGLES[mark]) for mark, run in marks_of(text) if mark in SHINGLES]
    return found


def test_no_sentence_is_copied_from_a_statement(shipped: Comparison) -> None:
    assert len(SHINGLES) > 2000
    assert copied(shipped) == []


def test_a_copied_sentence_would_be_told(shipped: Comparison) -> None:
    fragment = OTHER["severe-viral-infection-car-nk-marin"]["fragment"]
    question = shipped.questions[0].model_copy(update={"text": f"What of {fragment}, then?"})
    edited = shipped.model_copy(update={"questions": (question, *shipped.questions[1:])})
    assert {record for _, _, record in copied(edited)} == {"B-MARIN-infect"}
