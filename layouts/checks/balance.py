"""BAL: both sides told alike, and nothing claimed that no study compared."""

import re
from collections.abc import Collection, Iterator

from layouts.checks.proof import Part, Proof, Sentence, Spot
from layouts.comparison import (
    Compare,
    Estimate,
    IconRanges,
    IntervalPlot,
    Path,
    Table,
    WriteIn,
    walk,
)
from layouts.problems import Problem
from layouts.prose import Prose

SHARED_WORDS = 0.6  # of a text's longer words: the same thing is said, in other words
STUDY_MORE = "widen the figure, or say in words why the study is left out and take it off the printable ones"


# --- BAL-01 ----------------------------------------------------------------------------------------------------------


def both_told(proof: Proof) -> Iterator[Problem]:
    """BAL-01: what is counted for one arm is counted for the other, or the gap is said; each has benefit and harm.

    IPDAS v4 minimum standards (Joseph-Williams and others 2014): positive and negative features of each option, in
    equal detail. An outcome that is declared single-arm is compared with nothing.
    """
    said = {audience: _gaps(proof, audience) for audience in ("patient", "clinician")}
    for index, outcome in enumerate(proof.comparison.outcomes):
        if outcome.comparison == "single-arm":
            continue
        for audience in ("patient", "clinician"):
            printed = _printed_arms(proof, outcome.id, audience)
            for arm in proof.comparison.arms:
                if printed and arm.id not in printed and (outcome.id, arm.id) not in said[audience]:
                    yield proof.problem(
                        ("outcomes", index),
                        "BAL-01",
                        f"the {audience} wording tells '{outcome.id}' of one arm and not of {arm.short}",
                        f"add an estimate for {arm.short}, or a cell or sentence that says it is not known",
                    )
    yield from _sides(proof, said["patient"] | said["clinician"])


def _sides(proof: Proof, said: Collection[tuple[str, str]]) -> Iterator[Problem]:
    direction = {outcome.id: outcome.direction for outcome in proof.comparison.outcomes}
    known = {(proof.arm_of(e), direction[e.outcome]) for e in proof.comparison.estimates}
    known |= {(arm, direction[outcome]) for outcome, arm in said}
    for index, arm in enumerate(proof.comparison.arms):
        for way in ("benefit", "harm"):
            if (arm.id, way) not in known:
                yield proof.problem(
                    ("arms", index),
                    "BAL-01",
                    f"no {way} of {arm.short} is counted anywhere",
                    f"add an outcome with 'direction: {way}' and an estimate, or say that it is not known",
                )


def _printed_arms(proof: Proof, outcome: str, audience: str) -> set[str]:
    """The arms whose numbers of an outcome the wording for one audience prints, in texts or figures."""
    arms: set[str] = set()
    for spot in proof.spots:
        for part in spot.parts if spot.audience == audience else ():
            shown = [e for _, figure in proof.figures(part) for e in proof.shown(figure)]
            shown += [e for _, prose in proof.told(part) for e, _ in proof.cited(prose)]
            arms |= {proof.arm_of(e) for e in shown if e.outcome == outcome}
    return arms


def _gaps(proof: Proof, audience: str) -> set[tuple[str, str]]:
    """Outcome and arm, where the wording says beside the other arm's number that this arm has none."""
    gaps: set[tuple[str, str]] = set()
    for spot in proof.spots:
        for part in spot.parts if spot.audience == audience else ():
            for cells in _rows(proof, part):
                outcomes = {e.outcome for cell in cells for e, _ in proof.cited(cell)}
                arms = {proof.arm_of(e) for cell in cells for e, _ in proof.cited(cell)}
                if any(proof.pattern("not-known").search(cell.words) for cell in cells):
                    gaps |= {(o, arm.id) for o in outcomes for arm in proof.comparison.arms if arm.id not in arms}
    return gaps


def _rows(proof: Proof, part: Part) -> Iterator[tuple[Prose, ...]]:
    """What is read in one breath: the cells of a row, or one text."""
    for path, value in walk(part.blocks, part.blocks_path):
        if isinstance(value, Table):
            yield from value.table.rows
        elif isinstance(value, Compare):
            yield from (tuple(row.cells.values()) for row in value.compare.rows if row.cells)
        elif isinstance(value, Prose) and not {"rows", "caption"} & set(path):
            yield (value,)


# --- BAL-02 ----------------------------------------------------------------------------------------------------------


def lowest_and_highest(proof: Proof) -> Iterator[Problem]:
    """BAL-02, its part on figures: one study is never the face of an arm that has more to show.

    21 CFR 202.1(e)(6): a selection that makes one side look better than its evidence misleads. A study smaller than
    every study shown counts as left out by its size, which `selection` tells the reader.
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
    smallest = min(e.n or 0 for e in shown)
    outside = [e for e in others if not low.rate <= e.rate <= high.rate and (e.n or 0) >= smallest]
    if outside:
        yield proof.problem(
            path,
            "BAL-02",
            f"'{figure}' leaves out a study of '{arm}' beyond its range: {_listed(e.id for e in outside)}",
            STUDY_MORE,
            "warning",
        )


def _lone(proof: Proof, path: Path, figure: str, shown: Estimate, others: list[Estimate]) -> Iterator[Problem]:
    if others:
        yield proof.problem(
            path,
            "BAL-02",
            f"'{figure}' shows '{shown.id}' alone of its arm, and {_listed(e.id for e in others)} can be shown too",
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


def _listed(names: Iterator[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


# --- BAL-04, BAL-05 --------------------------------------------------------------------------------------------------


def safety_words(proof: Proof) -> Iterator[Problem]:
    """BAL-04: no word promises safety or success.

    ABPI Code 2024 clause 6.4; Directive 2001/83/EC Article 90; UK Human Medicines Regulations 2012, regulation 287.
    A sentence that says it is open (may, might, being studied as) may use the milder of these words; what people have
    read, and what a reader may ask, is quoted as it stands.
    """
    for path, sentence in _own(proof):
        found = proof.pattern("safety-never").search(sentence.text)
        if not found and not proof.pattern("open").search(sentence.text):
            found = proof.pattern("safety-open").search(proof.pattern("safety-allowed").sub(" ", sentence.text))
        if found:
            yield proof.problem(
                path,
                "BAL-04",
                f"'{found[0]}' promises more than any evidence can",
                "say what was counted, in how many people, with its interval",
            )


def _own(proof: Proof) -> Iterator[tuple[Path, Sentence]]:
    """Every sentence and label that speaks for us: not what a reader may ask."""
    yield from ((path, s) for path, s in proof.sentences if path[0] != "questions" and path[-1] != "question")
    yield from ((path, Sentence(label)) for path, label in proof.labels)


def comparative_claims(proof: Proof) -> Iterator[Problem]:
    """BAL-05: better, fewer, milder between the arms needs a study that compared them.

    21 CFR 202.1(e)(6)(i) and ABPI Code clause 14: a comparison of safety needs evidence from a comparison. The sentence
    has to print a number of a head-to-head outcome, or to say that the question is open.
    """
    first, second = proof.names.values()
    for path, sentence in _own(proof):
        text = sentence.text
        mentioned = [bool(name.search(text)) for name in (first, second)]
        if not (all(mentioned) or (any(mentioned) and proof.pattern("than").search(text))):
            continue
        found = proof.pattern("comparative").search(proof.pattern("comparative-allowed").sub(" ", text))
        if found and not proof.pattern("open").search(text) and not _head_to_head(proof, sentence):
            yield proof.problem(
                path,
                "BAL-05",
                f"'{found[0]}' compares the two, and no head-to-head study is named here",
                "give both numbers with their caveat, or say that it is being studied and not known",
            )


def _head_to_head(proof: Proof, sentence: Sentence) -> bool:
    kinds = {
        proof.outcomes[proof.estimates[n.id].outcome].comparison for n in sentence.numbers if n.id in proof.estimates
    }
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
        texts = [text for part in spot.parts for text in proof.told(part)]
        shown = [e for _, prose in texts for e, form in proof.cited(prose) if form != "n"]
        shown += [e for part in spot.parts for _, figure in proof.figures(part) for e in proof.shown(figure)]
        if _separate(proof, shown) and not _says_caveat(proof, spot.text):
            numbered = (p.path for p in spot.parts if any(proof.cited(prose) for _, prose in proof.told(p)))
            yield proof.problem(
                next(numbered, spot.parts[0].path),
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


def _mentions(proof: Proof, spot: Spot, text: str, arm: str) -> bool:
    drawn = (figure for part in spot.parts for _, figure in proof.figures(part))
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
    no_treatment = proof.pattern("no-treatment")
    fixes = (
        ("a prompt to write down what matters to the reader", _writes, "add a block '- write: What matters to me'"),
        (
            "what nobody knows",
            lambda spot: "unknowns" in proof.places(spot.parts),
            "add '- place: unknowns' to a section",
        ),
        (
            "that no treatment is a choice too",
            lambda spot: bool(no_treatment.search(spot.text)),
            "say in a section that other choices and no treatment exist",
        ),
    )
    for what, has, fix in fixes:
        if not proof.on_every_wording(has):
            yield proof.problem(trifold, "BAL-08", f"the tri-fold lacks {what}, in one of its wordings or in all", fix)
    if not no_treatment.search(proof.comparison.other_choices.words):
        yield proof.problem(
            ("other_choices",), "BAL-08", "'other_choices' does not name no treatment", "say that it is a choice too"
        )
    decision = proof.comparison.decision
    if not proof.on_every_wording(lambda spot: _shared(decision.words, spot.text) >= SHARED_WORDS):
        yield proof.problem(
            ("decision",),
            "BAL-08",
            "the tri-fold does not seem to print the decision itself",
            "ask the question of 'decision' on a panel, in these or similar words",
            "warning",
        )


def _writes(spot: Spot) -> bool:
    return any(isinstance(value, WriteIn) for part in spot.parts for _, value in walk(part.blocks))


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
        elif not proof.on_every_wording(lambda spot: bool(proof.pattern("boxed-warning").search(spot.text))):
            message = f"the tri-fold, in one of its wordings or in all, does not tell the boxed warnings of {arm.short}"
            yield proof.problem(path, "BAL-08", message, "tell them on a panel, and say that they stand in a box")
        else:
            for number, warning in enumerate(arm.boxed_warnings):
                if not proof.on_every_wording(lambda spot, w=warning: _told_in(w, spot.text)):  # type: ignore[misc]
                    message = f"the tri-fold does not seem to tell this boxed warning of {arm.short}"
                    fix = "name it on the panel that tells the boxed warnings, in its own words"
                    yield proof.problem((*path, number), "BAL-08", message, fix, "warning")


def _told_in(warning: Prose, text: str) -> bool:
    """Whether a text names what a warning is about: its names and acronyms, or half of its longer words."""
    named = set(re.findall(r"\b\w*[a-z][A-Z]\w*|\b[A-Z]{2,}\w*|(?<=[a-z,;] )[A-Z]\w+", warning.words))
    if named:
        return any(re.search(rf"\b{re.escape(name)}", text) for name in named)
    return _shared(warning.words, text) >= 0.5
