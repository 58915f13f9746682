"""The records behind claims, as entries by name, and how the printed share follows from one."""

from collections.abc import Mapping

from layouts.comparison import Comparison
from layouts.ledger import Estimate, Fact, Study
from layouts.wording import UNTOLD, Voice, clopper_pearson

OWN = {  # entries of a record in the words of the comparison; all others are this program's, in English
    *("treatment", "product", "study", "outcome", "scale", "time_frame", "population", "outcome_population"),
    *("outcome_time_frame", "locator", "statement", "unit"),
}


def estimate_record(estimate: Estimate, voice: Voice) -> dict[str, str]:
    """What was counted, in whom, how, and how far it was looked at."""
    return _filled(_counts(estimate) | _circumstances(estimate, voice))


def fact_record(fact: Fact, voice: Voice) -> dict[str, str]:
    """A number that no study counted: its value, unit and day."""
    return _filled(
        {
            "value": f"{fact.value:,.10g}",
            "low": "" if fact.low is None else f"{fact.low:,.10g}",
            "high": "" if fact.high is None else f"{fact.high:,.10g}",
            "unit": fact.unit if isinstance(fact.unit, str) else fact.unit.other,
            "statement": voice.text(fact.statement),
            "as_of": fact.as_of,
            "expires": fact.expires or "",
            **_standing(fact),
        }
    )


def study_record(study: Study, comparison: Comparison) -> dict[str, str]:
    """Who was studied."""
    names = {one.id: one.name for one in comparison.studies}
    return _filled(
        {
            "n": study.n,
            "treatment": comparison.arms[comparison.arm_index(study.arm)].name,
            "product": comparison.product(study.product).name,
            "design": study.design,
            "population": study.population,
            "scale": ", ".join(study.scales),
            "overlaps": ", ".join(names[id] for id in study.overlaps if id in names),
        }
    )


def arithmetic(estimate: Estimate, per: int) -> str:
    """How the printed share follows from the record: '227/561 ≈ 40.46 %', '44.5 % as reported, of 108 people'."""
    kind = estimate.reported or estimate.percent_only
    if kind:
        people = "how many people is not recorded" if estimate.n is None else f"of {estimate.n} people"
        return f"{kind.percent:g} % as reported, {people}; no count is made from it"
    counted, hundredths = estimate.counted, estimate.rate * 10_000
    assert counted is not None  # one of the three kinds
    sign = "=" if hundredths.denominator == 1 else "≈"
    of = f" {sign} {round(hundredths * per / 100) / 100:.5g} of {per:,}" if per != 100 else ""
    return f"{counted.events}/{counted.n} {sign} {round(hundredths) / 100:g} %{of}"


def _counts(estimate: Estimate) -> dict[str, object]:
    counted, percent = estimate.counted, estimate.reported or estimate.percent_only
    own = estimate.interval
    low, high = clopper_pearson(counted.events, counted.n) if counted else (0.0, 0.0)
    return {
        "events": counted.events if counted else "no count recorded",
        "n": UNTOLD if estimate.n is None else estimate.n,
        "percent_in_source": f"{percent.percent:g} %" if percent else _per_cent(estimate.printed),
        "at_least": "yes, further events may be missing" if estimate.at_least else "",
        "interval_in_source": own if isinstance(own, str) else f"{own.low:g} to {own.high:g} %",
        "interval_computed": f"{low * 100:.2f} to {high * 100:.2f} % (Clopper and Pearson)" if counted else "",
    }


def _per_cent(value: float | None) -> str:
    return "" if value is None else f"{value:g} %"


def _circumstances(estimate: Estimate, voice: Voice) -> dict[str, object]:
    comparison = voice.comparison
    study, outcome = comparison.study(estimate.study), comparison.outcome(estimate.outcome)
    arm = comparison.arms[comparison.arm_index(study.arm)]
    return {
        "scale": estimate.scale,
        "time_frame": estimate.time_frame,
        "treatment": arm.name,
        "product": comparison.product(study.product).name,
        "study": study.name,
        "design": study.design,
        "population": study.population,
        "outcome": outcome.name.clinician,
        "direction": outcome.direction,
        "outcome_population": _told(outcome.population, voice),
        "outcome_time_frame": _told(outcome.time_frame, voice),
        "comparison": outcome.comparison,
        "certainty": outcome.certainty,
        **_standing(estimate),
    }


def _told(value: object, voice: Voice) -> str:
    return UNTOLD if value == UNTOLD else voice.text(value)  # type: ignore[arg-type]  # prose, or not recorded


def _standing(number: Estimate | Fact) -> dict[str, object]:
    """How far a number was looked at; who did stays with the source."""
    return {
        "locator": number.locator,
        "record": number.record,
        "confidence": number.confidence,
        "print_advice": number.print_advice,
        "checked": number.checked.on if number.checked else "no check recorded",
    }


def _filled(record: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in record.items() if value != ""}
