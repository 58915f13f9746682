"""NUM: numbers with their people, one denominator, absolute before relative, and no more said than is known."""

import re
from collections.abc import Iterator

from layouts.checks.printed import Part
from layouts.checks.proof import NUMBER, Proof, Sentence, grouped
from layouts.figure_kinds import ClaimPlot, IconRanges, IntervalPlot
from layouts.ledger import Estimate
from layouts.parts import Audience, Path
from layouts.passages import Compare, Table
from layouts.problems import Problem, Severity
from layouts.prose import Prose

GOVERNED = {"time_frame", "governance", "edition", "update_policy"}  # time frames and dates are no statistics
NAME = re.compile(r"(?<=[A-Za-z])[-\u2010-\u2015]?\d+")  # the figure of a name: B-12
SMALL = 30  # people; below it a sentence calls the study small
NEAR = 12  # words between a word of frequency and its number


def typed_statistics(proof: Proof) -> Iterator[Problem]:
    """NUM-01: no text or label holds a typed statistic; each refers to the ledger (IPDAS C2: every number is cited)."""
    pattern, one_in_x = proof.pattern("statistic"), proof.pattern("one-in-x")
    labels = [(path, label) for path, label in proof.labels if path[0] != "title"]
    for path, text in [*((path, prose.words) for path, prose in proof.texts), *labels]:
        found = pattern.search(NAME.sub("", one_in_x.sub(" ", text)))
        if found and not GOVERNED & set(path):
            yield proof.problem(
                path,
                "NUM-01",
                f"'{found[0].strip()}' is a number typed into prose",
                "make it an estimate or a fact with its record and source, and write {its-id} here",
            )


def one_denominator(proof: Proof) -> Iterator[Problem]:
    """NUM-02: one comparison counts out of one number of people; out of 1,000 only where something is rarer than 1 %.

    IPDAS on presenting probabilities (2013, 2021): readers compare numerators and overlook denominators that differ.
    """
    for index, outcome in enumerate(proof.comparison.outcomes):
        rates = [e.rate for e in proof.comparison.estimates if e.outcome == outcome.id]
        if outcome.per == 1000 and rates and not any(rate < 0.01 for rate in rates):
            message = f"'{outcome.id}' counts out of 1,000, and nothing of it is rarer than 1 in 100"
            yield proof.problem(
                ("outcomes", index, "per"), "NUM-02", message, "leave 'per' out: 100 people is the rule"
            )
    for part, path, texts in proof.blocks:
        pers = {
            proof.outcomes[e.outcome].per for prose in texts for e, form in proof.cited(prose) if form in ("", "share")
        }
        if len(pers) > 1:
            message = f"'{part.section}' tells people out of 100 and out of 1,000 side by side"
            yield proof.problem(path, "NUM-02", message, "give both outcomes the same 'per', or tell them apart")


# --- NUM-03 ----------------------------------------------------------------------------------------------------------


def whom_and_when(proof: Proof) -> Iterator[Problem]:
    """NUM-03: every number says of whom and in what time (IPDAS); what a source does not tell stays 'not recorded'.

    One warning a field, with the count. A comparison within one study has one time frame; separate studies may
    differ, and BAL-05 asks for their caveat.
    """
    for name in ("outcomes", "studies", "estimates"):
        items = getattr(proof.comparison, name)
        for field in ("population", "time_frame", "scale", "n"):
            lacking = [i for i, item in enumerate(items) if getattr(item, field, None) == "not recorded"]
            if lacking:
                yield proof.problem(
                    (name, lacking[0], field),
                    "NUM-03",
                    f"'{field}' is not recorded for {len(lacking)} of {len(items)} {name}: "
                    + grouped([items[i].id for i in lacking]),
                    "look it up in the source itself; never fill it in by guess",
                    "warning",
                )
    yield from _one_time_frame(proof)


def _one_time_frame(proof: Proof) -> Iterator[Problem]:
    for index, figure in enumerate(proof.comparison.figures):
        if not isinstance(figure, IconRanges | IntervalPlot | ClaimPlot):
            continue
        if proof.outcomes[figure.outcome].comparison not in ("head-to-head", "within-study"):
            continue
        frames = {e.time_frame for e in proof.shown(figure.id)} - {"not recorded"}
        if len(frames) > 1:
            message = f"'{figure.id}' sets time frames side by side that differ: {', '.join(sorted(frames))}"
            yield proof.problem(("figures", index), "NUM-03", message, "show estimates of one time frame")


# --- NUM-04, NUM-05, NUM-06 ------------------------------------------------------------------------------------------


def one_in_x(proof: Proof) -> Iterator[Problem]:
    """NUM-04: never '1 in x': its denominator changes, and risks look larger than they are.

    IPDAS on presenting probabilities; Making Numbers Meaningful review (2025).
    """
    for path, sentence in proof.sentences:
        found = proof.pattern("one-in-x").search(sentence.text)
        if found:
            severity: Severity = "warning" if "clinician" in path else "error"
            fix = "refer to the estimate: it prints people out of 100"
            yield proof.problem(path, "NUM-04", f"'{found[0]}' has a denominator of its own", fix, severity)


def relative_with_absolute(proof: Proof) -> Iterator[Problem]:
    """NUM-05: a relative measure stands beside both absolute rates, in the same block.

    FDA guidance on quantitative information (2023); IPDAS; ABPI Code: relative risk never without absolute risk.
    """
    rates = {
        path: len({e.id for prose in texts for e, form in proof.cited(prose) if form != "n"})
        for _, path, texts in proof.blocks
    }
    for path, sentence in proof.sentences:
        found = proof.pattern("relative").search(sentence.text)
        beside = next((rates[path[:end]] for end in range(len(path), 0, -1) if path[:end] in rates), 0)
        beside = beside or len({estimate.id for estimate in proof.named(sentence)})
        if found and beside < 2:
            said = found[0].replace(NUMBER, "...").strip()
            fix = "give both absolute rates beside it, or better: only these"
            yield proof.problem(path, "NUM-05", f"'{said}' is relative, and both absolute rates are not beside it", fix)


def frequency_with_number(proof: Proof) -> Iterator[Problem]:
    """NUM-06: rare, common, likely only with a number near: words alone are read as larger risks (Büchter 2014)."""
    allowed = proof.pattern("frequency-allowed")
    for path, prose in proof.texts:
        if path[0] in ("questions", "glossary") or path[-1] == "question":
            continue
        words = " ".join(sentence.text for sentence in proof.sentences_of(prose)).split()
        near = {i + d for i, word in enumerate(words) if NUMBER in word for d in range(-NEAR - 1, NEAR + 2)}
        text = allowed.sub(lambda found: " ".join("-" for _ in found[0].split()), " ".join(words))
        for found in proof.pattern("frequency").finditer(text):
            if text.count(" ", 0, found.start()) not in near:
                fix = "put the number beside it, or leave the word out"
                yield proof.problem(
                    path, "NUM-06", f"'{found[0]}' says how often, and no number is near", fix, "warning"
                )
                break


# --- NUM-08 ----------------------------------------------------------------------------------------------------------


def how_many_people(proof: Proof) -> Iterator[Problem]:
    """NUM-08: a rate from few people or from a study without a control shows its n, or says that the study is small.

    IPDAS C5: the uncertainty of every number is told. Figures print n; slides repeat it in their notes, which the
    room does not see.
    """
    seen = set[tuple[Path, str]]()
    for audience, part in proof.parts:
        if any(proof.says("small-study", line) for line in part.lines):
            continue
        for path, estimate in _without_people(proof, part, audience):
            if (path, estimate.id) not in seen:
                seen.add((path, estimate.id))
                yield proof.problem(
                    path,
                    "NUM-08",
                    f"'{estimate.id}' is printed without its {estimate.n} people",
                    "write {" + estimate.id + ":people} or {" + estimate.study + ":n}, or say that the study was small",
                )
    yield from _percent_only(proof)


def _without_people(proof: Proof, part: Part, audience: Audience) -> Iterator[tuple[Path, Estimate]]:
    """Rates of small or uncontrolled studies, where the section prints the people of that study nowhere."""
    cited = [(path, e, form) for path, prose in part.texts for e, form in proof.cited(prose)]
    known = {e.study for _, e, form in cited if _prints_people(e, form, audience)}
    known |= {e.study for figure in part.figures for e in proof.shown(figure)}
    known |= {
        n.id for _, prose in part.texts for s in proof.sentences_of(prose) for n in s.numbers if n.id in proof.studies
    }
    for path, estimate, form in cited:
        few = estimate.n is not None and estimate.n < SMALL
        uncertain = few or proof.studies[estimate.study].design == "single-arm"
        if uncertain and form != "n" and estimate.n is not None and estimate.study not in known:
            yield path, estimate


def _prints_people(estimate: Estimate, form: str, audience: Audience) -> bool:
    """Whether a form prints n: the usual one of clinicians does, and that of patients for reported percentages."""
    usual = audience == "clinician" or estimate.reported is not None
    return form in ("people", "counts", "n") or (form == "" and usual)


def _percent_only(proof: Proof) -> Iterator[Problem]:
    for _, part in proof.parts:
        for path, cells in _both_arms(proof, part):
            bare = [e.id for cell in cells for e, _ in proof.cited(cell) if e.n is None]
            if bare:
                message = f"'{bare[0]}' has no n and stands in a table of both arms"
                fix = "take it out of the table; it may stand in a sentence that says its n is not recorded"
                yield proof.problem(path, "NUM-08", message, fix)


def _both_arms(proof: Proof, part: Part) -> Iterator[tuple[Path, tuple[Prose, ...]]]:
    """The rows of tables that have a column for each arm."""
    for path, value in part.values:
        if isinstance(value, Compare):
            for index, row in enumerate(value.compare.rows):
                yield (*path, "compare", "rows", index), tuple((row.cells or {}).values())
        elif isinstance(value, Table) and _heads_both(proof, value.table.columns):
            for index, cells in enumerate(value.table.rows):
                yield (*path, "table", "rows", index), cells


def _heads_both(proof: Proof, columns: tuple[str, ...]) -> bool:
    return all(any(name.search(column) for column in columns) for name in proof.names.values())


# --- NUM-09 ----------------------------------------------------------------------------------------------------------


def certainty_words(proof: Proof) -> Iterator[Problem]:
    """NUM-09: verbs fit the certainty: probably for moderate, may for low, uncertain for very low; never 'no effect'.

    GRADE guidelines 26 (Santesso and others 2020). None in few people is no proof that it cannot happen (Hanley and
    Lippman-Hand 1983). That an interval stays inside a margin is not known to the source, so 'no difference' is never
    free.
    """
    for path, sentence in proof.sentences:
        found = proof.pattern("no-difference").search(sentence.text)
        if found and path[-1] != "question":
            fix = "say 'little or no difference' with its certainty, or that nobody knows"
            yield proof.problem(path, "NUM-09", f"'{found[0]}' says more than an interval can", fix)
            continue
        never = proof.pattern("never-happens").search(sentence.text)
        if never and path[-1] != "question" and any(name.search(sentence.text) for name in proof.names.values()):
            fix = "say that none was reported in so many people, and that a rare risk cannot be ruled out"
            yield proof.problem(path, "NUM-09", f"'{never[0]}' says more than none in some people can", fix)
            continue
        claim = proof.pattern("effect-verb").search(sentence.text)
        if not claim or proof.pattern("open").search(sentence.text):
            continue
        level = _certainty(proof, sentence)
        if level in ("", "high"):
            continue
        if level == "moderate" and proof.pattern("likely").search(sentence.text):
            continue
        word = {"moderate": "probably", "low": "may"}.get(level, "may ..., but the evidence is very uncertain")
        message = f"'{claim[0]}' is too strong for {level} certainty"
        yield proof.problem(path, "NUM-09", message, f"write '{word}'")


def _certainty(proof: Proof, sentence: Sentence) -> str:
    """The lowest certainty of the outcomes whose numbers a sentence prints, or names of an arm; '' for none."""
    levels = ("very low", "low", "moderate", "high")
    found = {
        proof.outcomes[proof.estimates[n.id].outcome].certainty for n in sentence.numbers if n.id in proof.estimates
    }
    if not found and any(name.search(sentence.text) for name in proof.names.values()):
        folded, ends = sentence.text.casefold(), proof.pattern("name-end")  # the name up to whom and when
        names = [(o.certainty, n) for o in proof.comparison.outcomes for n in (o.name.patient, o.name.clinician)]
        found = {
            certainty
            for certainty, name in names
            if re.search(rf"\b{re.escape(ends.split(name.casefold())[0])}\b", folded)
        }
    return next((level for level in levels if level in found), "")
