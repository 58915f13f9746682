"""BAL: both sides told alike, and nothing claimed that no study compared."""

import re
from collections.abc import Callable, Collection, Iterator

from layouts.checks.printed import Part, Spot, told
from layouts.checks.proof import Proof, Sentence, grouped, sentences
from layouts.comparison import (
    Compare,
    Estimate,
    IconRanges,
    IntervalPlot,
    Path,
    Table,
    WriteIn,
)
from layouts.problems import Problem
from layouts.prose import Prose

SHARED_WORDS, HALF = 0.6, 0.5  # of a text's longer words: the same thing is said, in other words
WIDEN = "widen the figure, or let 'selection' name the study and say why it is left out"


# --- BAL-01 ----------------------------------------------------------------------------------------------------------


def both_told(proof: Proof) -> Iterator[Problem]:
    """BAL-01: what is counted for one arm is counted for the other, or the gap is said; each has benefit and harm.

    IPDAS v4 minimum standards (Joseph-Williams and others 2014): positive and negative features of each option, in
    equal detail. An outcome that is declared single-arm is compared with nothing.
    """
    gaps: set[tuple[str, str]] = set()
    for audience in ("patient", "clinician"):
        parts = [part for reader, part in proof.parts if reader == audience]
        printed, said = _printed_arms(proof, parts), _gaps(proof, parts)
        gaps |= said
        for index, outcome in enumerate(proof.comparison.outcomes):
            for arm in proof.comparison.arms:
                lacking = arm.id not in printed.get(outcome.id, {arm.id}) and (outcome.id, arm.id) not in said
                if lacking and outcome.comparison != "single-arm":
                    yield proof.problem(
                        ("outcomes", index),
                        "BAL-01",
                        f"the {audience} wording tells '{outcome.id}' of one arm and not of {arm.short}",
                        f"print an estimate for {arm.short}, or say beside the other's that it is not known",
                    )
    yield from _sides(proof, gaps)


def _sides(proof: Proof, gaps: Collection[tuple[str, str]]) -> Iterator[Problem]:
    direction = {outcome.id: outcome.direction for outcome in proof.comparison.outcomes}
    known = {(proof.arm_of(e), direction[e.outcome]) for e in proof.comparison.estimates}
    known |= {(arm, direction[outcome]) for outcome, arm in gaps}
    for index, arm in enumerate(proof.comparison.arms):
        for way in ("benefit", "harm"):
            if (arm.id, way) not in known:
                yield proof.problem(
                    ("arms", index),
                    "BAL-01",
                    f"no {way} of {arm.short} is counted anywhere",
                    f"add an outcome with 'direction: {way}' and an estimate, or say that it is not known",
                )


def _printed_arms(proof: Proof, parts: list[Part]) -> dict[str, set[str]]:
    """Outcome -> the arms whose numbers of it are printed, in texts or figures."""
    arms: dict[str, set[str]] = {}
    for part in parts:
        for estimate in _numbers(proof, part):
            arms.setdefault(estimate.outcome, set()).add(proof.arm_of(estimate))
    return arms


def _numbers(proof: Proof, part: Part) -> list[Estimate]:
    """The estimates whose rates a section prints."""
    drawn = [estimate for figure in part.figures for estimate in proof.shown(figure)]
    return drawn + [e for _, prose in part.texts for e, form in proof.cited(prose) if form != "n"]


def _gaps(proof: Proof, parts: list[Part]) -> set[tuple[str, str]]:
    """Outcome and arm, where the arm's gap is said beside the other arm's number: in its row or section."""
    gaps: set[tuple[str, str]] = set()
    for part in parts:
        for cells in _rows(part):
            if any(proof.pattern("not-known").search(cell.words) for cell in cells):
                gaps |= _missing(proof, [e for cell in cells for e, _ in proof.cited(cell)])
        for arm, name in proof.names.items():
            own = (prose.words for path, prose in part.texts if path[0] in ("sections", "claims"))
            if any(_says_gap(proof, words) and name.search(words) for words in own):
                gaps |= {gap for gap in _missing(proof, _numbers(proof, part)) if gap[1] == arm}
    return gaps


def _says_gap(proof: Proof, text: str) -> bool:
    return bool(proof.pattern("not-known").search(text) or proof.pattern("not-applicable").search(text))


def _missing(proof: Proof, estimates: list[Estimate]) -> set[tuple[str, str]]:
    """The outcomes of these estimates with the arms that none of them is about."""
    told = {(e.outcome, proof.arm_of(e)) for e in estimates}
    return {(outcome, arm.id) for outcome, _ in told for arm in proof.comparison.arms} - told


def _rows(part: Part) -> Iterator[tuple[Prose, ...]]:
    """What is read in one breath: the cells of a row."""
    for _, value in part.values:
        if isinstance(value, Table):
            yield from value.table.rows
        elif isinstance(value, Compare):
            yield from (tuple(row.cells.values()) for row in value.compare.rows if row.cells)


# --- BAL-02 ----------------------------------------------------------------------------------------------------------


def lowest_and_highest(proof: Proof) -> Iterator[Problem]:
    """BAL-02, its part on figures: one study is never the face of an arm that has more to show.

    21 CFR 202.1(e)(6): a selection that makes one side look better than its evidence misleads. A study smaller than
    every study shown counts as left out by its size, which `selection` tells the reader; studies that it
    names with their numbers widen the range that is told.
    """
    for index, figure in enumerate(proof.comparison.figures):
        if isinstance(figure, IconRanges):
            for arm, pair in figure.arms.items():
                low, high = proof.estimates[pair.low], proof.estimates[pair.high]
                yield from _range(proof, ("figures", index, "arms", arm), figure.id, arm, low, high)
        elif isinstance(figure, IntervalPlot) and len(proof.drawn_arms(figure.id)) > 1:
            for arm in sorted(proof.drawn_arms(figure.id)):
                shown = [e for e in proof.shown(figure.id) if proof.arm_of(e) == arm]
                if len(shown) == 1:
                    path: Path = ("figures", index, "estimates")
                    yield from _lone(proof, path, figure.id, shown[0], _printable(proof, arm, shown))


def _range(proof: Proof, path: Path, figure: str, arm: str, low: Estimate, high: Estimate) -> Iterator[Problem]:
    shown = [low, high]
    others = _printable(proof, arm, shown)
    if low.id == high.id:
        yield from _lone(proof, path, figure, low, others)
        return
    if low.rate > high.rate:
        message = f"the lowest study of '{arm}' in '{figure}' is higher than the highest"
        yield proof.problem(path, "BAL-02", message, "let 'low' and 'high' change places")
    words = told(proof.comparison, proof.comparison.figure(figure), ())
    named = [e for _, prose in words for e, _ in proof.cited(prose) if proof.arm_of(e) == arm]
    rates, smallest = [e.rate for e in (*shown, *named)], min(e.n or 0 for e in shown)
    outside = [e for e in others if not min(rates) <= e.rate <= max(rates) and (e.n or 0) >= smallest]
    if outside:
        yield proof.problem(
            path,
            "BAL-02",
            f"'{figure}' leaves out a study of '{arm}' beyond its range: {grouped(e.id for e in outside)}",
            WIDEN,
            "warning",
        )


def _lone(proof: Proof, path: Path, figure: str, shown: Estimate, others: list[Estimate]) -> Iterator[Problem]:
    if others:
        yield proof.problem(
            path,
            "BAL-02",
            f"'{figure}' shows '{shown.id}' alone of its arm, and {grouped(e.id for e in others)} can be shown too",
            "show the lowest and the highest study of each arm",
        )


def _printable(proof: Proof, arm: str, shown: list[Estimate]) -> list[Estimate]:
    """The other estimates of an arm that a figure could show: with a known n, and of other people."""
    seen = {e.study for e in shown}
    seen |= {key for e in shown for key in proof.studies[e.study].overlaps}
    seen |= {study.id for study in proof.comparison.studies if seen & set(study.overlaps)}
    return [
        e
        for e in proof.comparison.estimates
        if e.outcome == shown[0].outcome and proof.arm_of(e) == arm and e.n is not None and e.study not in seen
    ]


# --- BAL-04, BAL-05 --------------------------------------------------------------------------------------------------


def safety_words(proof: Proof) -> Iterator[Problem]:
    """BAL-04: no word promises safety or success.

    ABPI Code 2024 clause 6.4; Directive 2001/83/EC Article 90; UK Human Medicines Regulations 2012, regulation 287.
    A sentence that says it is open (may, might, being studied as) may use the milder of these words; what people have
    read, and what a reader may ask, is quoted as it stands.
    """
    for path, sentence in proof.claiming:
        found = proof.pattern("safety-never").search(sentence.text) or _asserted(proof, "safety", sentence.text)
        if found:
            yield proof.problem(
                path,
                "BAL-04",
                f"'{found[0]}' promises more than any evidence can",
                "say what was counted, in how many people, with its interval",
            )


def _asserted(proof: Proof, words: str, text: str) -> re.Match[str] | None:
    """The first of these words that a sentence asserts: in no allowed phrase, and with nothing before it that leaves
    the question open."""
    claiming = proof.pattern(f"{words}-allowed").sub(lambda allowed: " " * len(allowed[0]), text)
    found = proof.pattern(words).search(claiming)
    return found if found and not proof.pattern("open").search(text[: found.start()]) else None


def comparative_claims(proof: Proof) -> Iterator[Problem]:
    """BAL-05: better, fewer, milder between the arms needs a study that compared them.

    21 CFR 202.1(e)(6)(i) and ABPI Code clause 14: a comparison of safety needs evidence from a comparison. The sentence
    has to print a number of a head-to-head outcome, or to say that the question is open.
    """
    first, second = proof.names.values()
    for path, sentence in proof.claiming:
        text = sentence.text
        mentioned = [bool(name.search(text)) for name in (first, second)]
        if not (all(mentioned) or (any(mentioned) and proof.pattern("than").search(text))):
            continue
        found = _asserted(proof, "comparative", text)
        if found and not _head_to_head(proof, sentence):
            yield proof.problem(
                path,
                "BAL-05",
                f"'{found[0]}' compares the two, and no head-to-head study is named here",
                "give both numbers with their caveat, or say that it is being studied and not known",
            )


def _head_to_head(proof: Proof, sentence: Sentence) -> bool:
    kinds = {proof.outcomes[estimate.outcome].comparison for estimate in proof.named(sentence)}
    return kinds == {"head-to-head"}


def caveat_beside(proof: Proof) -> Iterator[Problem]:
    """BAL-05: numbers of both arms from separate studies carry the caveat, in the figure and on the panel or slide.

    Readers take numbers side by side for a comparison (21 CFR 202.1(e)(6)(ii); ABPI Code clause 14).
    """
    for index, figure in enumerate(proof.comparison.figures):
        if isinstance(figure, IconRanges | IntervalPlot) and _separate(proof, proof.shown(figure.id)):
            caveat = "" if figure.caveat is None else figure.caveat.words
            if not _says_caveat(proof, caveat):
                yield proof.problem(
                    ("figures", index, "caveat"),
                    "BAL-05",
                    f"the figure '{figure.id}' sets separate studies side by side without the caveat",
                    f"add 'caveat: \"{proof.comparison.cross_trial_caveat.source}\"'",
                )
    for spot in proof.spots:
        numbers = [estimate for part in spot.parts for estimate in _numbers(proof, part)]
        if _separate(proof, numbers) and not _says_caveat(proof, spot.text):
            yield proof.problem(
                next(part.path for part in spot.parts if _numbers(proof, part)),
                "BAL-05",
                f"{spot.name}{spot.wording} prints numbers of both arms from separate studies and no caveat",
                "place the caveat there ('- place: caveat'), or say it in a sentence",
            )


def _separate(proof: Proof, shown: list[Estimate]) -> bool:
    """Whether numbers of both arms stand here, from studies that did not compare them."""
    crossed = [e for e in shown if proof.outcomes[e.outcome].comparison in ("cross-trial", "single-arm")]
    return len({proof.arm_of(e) for e in crossed}) > 1


def _says_caveat(proof: Proof, text: str) -> bool:
    said = proof.comparison.cross_trial_caveat.words
    return said.rstrip(".").casefold() in text.casefold() or bool(proof.pattern("cross-trial").search(text))


# --- BAL-06 ----------------------------------------------------------------------------------------------------------


def status_beside(proof: Proof) -> Iterator[Problem]:
    """BAL-06: wherever a panel or slide speaks of an investigational arm, it says there that it is investigational.

    21 CFR 312.7(a): nobody may represent an investigational drug as safe or effective. Promotion is no purpose that
    the model knows. Notes may carry the status for what only they mention.
    """
    for index, arm in enumerate(proof.comparison.arms):
        if arm.status != "investigational":
            continue
        lines = arm.status_line.words.rstrip(".").casefold()
        if not proof.pattern("status").search(lines):
            yield proof.problem(
                ("arms", index, "status_line"),
                "BAL-06",
                f"the status line of {arm.short} does not say that it is investigational",
                "say 'investigational', 'not approved' or 'in trials only'",
            )
        for spot in proof.spots:
            for text, where in ((spot.text, ""), (" ".join((spot.text, *spot.notes)), "the notes of ")):
                said = lines in text.casefold() or proof.pattern("status").search(text)
                if _mentions(proof, spot, text, arm.id) and not said:
                    message = f"{where}{spot.name}{spot.wording} speaks of {arm.short} and not of its status"
                    fix = "add '- place: status', or say there that it is investigational"
                    yield proof.problem(_mention(proof, spot, arm.id), "BAL-06", message, fix)
                    break


def efficacy_claims(proof: Proof) -> Iterator[Problem]:
    """BAL-06: nobody calls an investigational arm effective, gentle or available (21 CFR 312.7(a)).

    A counted result with its number is a report and no claim; so is a sentence that leaves the question open.
    """
    for arm in (arm for arm in proof.comparison.arms if arm.status == "investigational"):
        for path, sentence in proof.claiming:
            if sentence.numbers or not proof.names[arm.id].search(sentence.text):
                continue
            found = _asserted(proof, "efficacy", sentence.text)
            if found:
                fix = "say what was counted, or that it is being studied"
                yield proof.problem(path, "BAL-06", f"'{found[0]}' is a claim, and {arm.short} is investigational", fix)


def _mentions(proof: Proof, spot: Spot, text: str, arm: str) -> bool:
    drawn = (figure for part in spot.parts for figure in part.figures)
    return bool(proof.names[arm].search(text)) or any(arm in proof.drawn_arms(figure) for figure in drawn)


def _mention(proof: Proof, spot: Spot, arm: str) -> Path:
    """The section of a spot that first names an arm."""
    naming = (part.path for part in spot.parts if proof.names[arm].search(" ".join(part.lines)))
    return next(naming, spot.parts[0].path if spot.parts else spot.path)


# --- BAL-08 ----------------------------------------------------------------------------------------------------------


def whole_decision(proof: Proof) -> Iterator[Problem]:
    """BAL-08: a patient document asks for values, says what nobody knows, and names other choices and no treatment.

    IPDAS v4 and the NICE standards framework for decision aids (ECD112, 2021): the decision, every option with no
    treatment among them, and help to find out what matters to the person.
    """
    trifold: Path = ("documents", "trifold")
    no_treatment, decision = proof.pattern("no-treatment"), proof.comparison.decision.words
    needed: tuple[tuple[str, Callable[[Spot], bool], str], ...] = (
        ("does not ask what matters to the reader", _writes, "add a block '- write: What matters to me'"),
        ("does not say what nobody knows", lambda spot: "unknowns" in spot.places, "add '- place: unknowns'"),
        (
            "does not say that no treatment is a choice too",
            lambda spot: bool(no_treatment.search(spot.text)),
            "say in a section that there are other choices, and no treatment",
        ),
    )
    for lack, has, fix in needed:
        if not proof.on_trifold(has):
            yield proof.problem(trifold, "BAL-08", f"the tri-fold {lack}", fix)
    if not no_treatment.search(proof.comparison.other_choices.words):
        message, fix = "'other_choices' does not name no treatment", "say that it is a choice too"
        yield proof.problem(("other_choices",), "BAL-08", message, fix)
    if not proof.on_trifold(lambda spot: _shared(decision, spot.text) >= SHARED_WORDS):
        message = "the tri-fold does not seem to print the decision itself"
        fix = "ask the question of 'decision' on a panel, in these or similar words"
        yield proof.problem(("decision",), "BAL-08", message, fix, "warning")


def _writes(spot: Spot) -> bool:
    return any(part.has(WriteIn) for part in spot.parts)


def _shared(words: str, text: str) -> float:
    """How many of the longer words of a text stand in another."""
    wanted = set(re.findall(r"\w{4,}", words.casefold()))
    return len(wanted & set(re.findall(r"\w{4,}", text.casefold()))) / max(len(wanted), 1)


def boxed_warnings(proof: Proof) -> Iterator[Problem]:
    """BAL-08: the boxed warnings of every approved arm stand in the tri-fold.

    21 CFR 201.57(c)(1) and 202.1(e): a boxed warning belongs to the essential risk information. Whether a panel tells
    one of them is judged by its words, so that a person has to confirm it.
    """
    for index, arm in enumerate(proof.comparison.arms):
        if arm.status != "approved" or not arm.boxed_warnings:
            continue
        path: Path = ("arms", index, "boxed_warnings")
        if arm.boxed_warnings == "not recorded":
            message = f"the boxed warnings of {arm.short} are not recorded"
            fix = "read the labels; 'boxed_warnings: []' says that there are none"
            yield proof.problem(path, "BAL-08", message, fix, "warning")
        elif not proof.on_trifold(lambda spot: bool(proof.pattern("boxed-warning").search(spot.text))):
            message = f"the tri-fold does not tell the boxed warnings of {arm.short}"
            yield proof.problem(path, "BAL-08", message, "tell them on a panel, and say that they stand in a box")
        else:
            for number, warning in enumerate(arm.boxed_warnings):
                if not any(_told_in(warning, spot.text) for spot in proof.panels):
                    message = f"the tri-fold does not seem to tell this boxed warning of {arm.short}"
                    fix = "name it on the panel that tells the boxed warnings, in its own words"
                    yield proof.problem((*path, number), "BAL-08", message, fix, "warning")


def _told_in(warning: Prose, text: str) -> bool:
    """Whether a text names what a warning is about: its names and acronyms, or most of its longer words."""
    first = sentences(warning)[0].text
    named = set(re.findall(r"\b\w*[a-z][A-Z]\w*|\b[A-Z]{2,}\w*|(?<=[a-z,;] )[A-Z]\w+", first))
    if named:
        return any(re.search(rf"\b{re.escape(name)}", text) for name in named)
    return _shared(first, text) > HALF
