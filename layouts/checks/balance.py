"""BAL-01, BAL-02: both sides told alike, by what is counted and by which studies are shown."""

from collections.abc import Collection, Iterator

from layouts.checks.printed import Part, told
from layouts.checks.proof import Proof, grouped
from layouts.figure_kinds import ClaimPlot, Durability, IconRanges, IntervalPlot
from layouts.ledger import Estimate
from layouts.parts import Path
from layouts.passages import Compare, Table
from layouts.problems import Problem
from layouts.prose import Prose

WIDEN = "widen the figure, or let 'selection' name the study and say why it is left out"


# --- BAL-01 -----------------------------------------------------------------------------------------------------------


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
        for estimate in proof.printed(part):
            arms.setdefault(estimate.outcome, set()).add(proof.arm_of(estimate))
    return arms


def _gaps(proof: Proof, parts: list[Part]) -> set[tuple[str, str]]:
    """Outcome and arm, where the arm's gap is said beside the other arm's number: in its row or section."""
    gaps: set[tuple[str, str]] = set()
    for part in parts:
        for cells in _rows(part):
            if any(proof.says("not-known", cell.words) for cell in cells):
                gaps |= _missing(proof, [e for cell in cells for e, _ in proof.cited(cell)])
        for arm, name in proof.names.items():
            own = (prose.words for path, prose in part.texts if path[0] in ("sections", "claims"))
            if any(_says_gap(proof, words) and name.search(words) for words in own):
                gaps |= {gap for gap in _missing(proof, proof.printed(part)) if gap[1] == arm}
    return gaps


def _says_gap(proof: Proof, text: str) -> bool:
    return proof.says("not-known", text) or proof.says("not-applicable", text)


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


# --- BAL-02 -----------------------------------------------------------------------------------------------------------


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
        elif isinstance(figure, ClaimPlot):
            yield from _claim(proof, ("figures", index, "estimates"), figure)
        elif isinstance(figure, Durability):
            for arm in figure.arms:
                yield from _courses(proof, ("figures", index, "arms", arm), figure, arm)


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


def _claim(proof: Proof, path: Path, figure: ClaimPlot) -> Iterator[Problem]:
    """A claim is set against all that its answer counts, and never against one study where there are more."""
    answer = proof.comparison.claim(figure.claim).answer
    cited = [e for e, _ in proof.cited(answer) if e.outcome == figure.outcome and e.n is not None]
    lacking = [e.id for e in cited if e.id not in figure.estimates]
    if lacking:
        message = f"'{figure.id}' leaves out what the answer to '{figure.claim}' counts: {grouped(lacking)}"
        yield proof.problem(path, "BAL-02", message, "draw every number of this outcome that the answer prints")
    for arm in sorted(proof.drawn_arms(figure.id)):
        shown = [e for e in proof.shown(figure.id) if proof.arm_of(e) == arm]
        if len(shown) == 1:
            yield from _lone(proof, path, figure.id, shown[0], _printable(proof, arm, shown))


def _courses(proof: Proof, path: Path, figure: Durability, arm: str) -> Iterator[Problem]:
    """No study of an arm that counted both, the response and what lasted, is left out."""
    courses = [course for pairs in figure.arms.values() for course in pairs]
    first = {proof.estimates[course.response].outcome for course in courses}
    later = {proof.estimates[course.lasting].outcome for course in courses}
    mine = [e for e in proof.comparison.estimates if proof.arm_of(e) == arm and e.n is not None]
    both = {e.study for e in mine if e.outcome in first} & {e.study for e in mine if e.outcome in later}
    seen = {proof.estimates[course.response].study for course in figure.arms[arm]}
    seen |= {key for study in seen for key in proof.studies[study].overlaps}
    seen |= {study.id for study in proof.comparison.studies if seen & set(study.overlaps)}
    if both - seen:
        message = f"'{figure.id}' leaves out a study of '{arm}' that counted both: {grouped(sorted(both - seen))}"
        yield proof.problem(path, "BAL-02", message, "add its two estimates")


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
