"""BAL-04, BAL-05, BAL-06: nothing is promised, nothing claimed that no study compared, and the status is told."""

import re
from collections.abc import Iterator

from layouts.checks.printed import Spot
from layouts.checks.proof import Proof, Sentence
from layouts.figure_kinds import ClaimPlot, Durability, IconRanges, IntervalPlot
from layouts.ledger import Estimate
from layouts.parts import Path
from layouts.problems import Problem

# --- BAL-04, BAL-05 ---------------------------------------------------------------------------------------------------


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
        counts = isinstance(figure, IconRanges | IntervalPlot | ClaimPlot | Durability)
        if counts and _separate(proof, proof.shown(figure.id)):
            caveat = "" if figure.caveat is None else figure.caveat.words
            if not _says_caveat(proof, caveat):
                yield proof.problem(
                    ("figures", index, "caveat"),
                    "BAL-05",
                    f"the figure '{figure.id}' sets separate studies side by side without the caveat",
                    f"add 'caveat: \"{proof.comparison.cross_trial_caveat.source}\"'",
                )
    for spot in proof.spots:
        numbers = [estimate for part in spot.parts for estimate in proof.printed(part)]
        if _separate(proof, numbers) and not _says_caveat(proof, spot.text):
            yield proof.problem(
                next(part.path for part in spot.parts if proof.printed(part)),
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
    return said.rstrip(".").casefold() in text.casefold() or proof.says("cross-trial", text)


# --- BAL-06 -----------------------------------------------------------------------------------------------------------


def status_beside(proof: Proof) -> Iterator[Problem]:
    """BAL-06: wherever a panel or slide speaks of an investigational arm, it says there that it is investigational.

    21 CFR 312.7(a): nobody may represent an investigational drug as safe or effective. Promotion is no purpose that
    the model knows. Notes may carry the status for what only they mention.
    """
    for index, arm in enumerate(proof.comparison.arms):
        if arm.status != "investigational":
            continue
        lines = arm.status_line.words.rstrip(".").casefold()
        if not proof.says("status", lines):
            yield proof.problem(
                ("arms", index, "status_line"),
                "BAL-06",
                f"the status line of {arm.short} does not say that it is investigational",
                "say 'investigational', 'not approved' or 'in trials only'",
            )
        for spot in proof.spots:
            for text, where in ((spot.text, ""), (" ".join((spot.text, *spot.notes)), "the notes of ")):
                said = lines in text.casefold() or proof.says("status", text)
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
