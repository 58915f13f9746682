"""Numbers -> words, once. Pages, slides, notes, figures and alt texts all speak through here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

from layouts.citations import Numbering, cited_keys, keys_to_check
from layouts.comparison import Comparison
from layouts.language import END, ISOLATE, Language, plural_form, reading
from layouts.ledger import Estimate, Fact, Outcome, Study, Unit, rounds_to
from layouts.origins import Origins
from layouts.parts import Audience
from layouts.passages import PlaceFigure
from layouts.prose import Citation, Prose, Reference, Words

ESTIMATE_FORMS = ("", "share", "counts", "people", "percent", "interval", "upper", "n")
FACT_FORMS = ("", "value", "range")
STUDY_FORMS = ("", "n", "people")
UNTOLD = "not recorded"


def estimate_forms(estimate: Estimate) -> tuple[str, ...]:
    """The forms an estimate can be printed in: no count is made from a percentage, no interval invented."""
    lacking: set[str] = set()
    if not estimate.counted:
        lacking |= {"counts", "people"}
    if exact_interval(estimate) is None:
        lacking |= {"interval", "upper"}
    if estimate.n is None:
        lacking |= {"n"}
    return tuple(form for form in ESTIMATE_FORMS if form not in lacking)


@lru_cache(maxsize=8_000)
def clopper_pearson(events: int, n: int) -> tuple[float, float]:
    """The two-sided exact 95 % interval of events / n, as shares from 0 to 1 (Clopper and Pearson 1934)."""
    from scipy.special import betaincinv  # here: it loads slowly, and most commands need no interval

    low = 0.0 if events == 0 else float(betaincinv(events, n - events + 1, 0.025))
    high = 1.0 if events == n else float(betaincinv(events + 1, n - events, 0.975))
    return low, high


def exact_interval(estimate: Estimate) -> tuple[float, float] | None:
    """The 95 % interval as shares: computed for counts; of a reported percentage only the source's own."""
    if estimate.counted:
        return clopper_pearson(estimate.counted.events, estimate.counted.n)
    if estimate.interval == "not recorded":
        return None
    return estimate.interval.low / 100, estimate.interval.high / 100


def whole(share: Fraction | float, per: int) -> int:
    """Half-even rounding of a share to whole people of `per`."""
    return round(Fraction(share) * per)


@dataclass(frozen=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Line:
    """A printed paragraph: its runs and the citation marks that stand at its end ('3', '7†')."""

    runs: tuple[Run, ...]
    marks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


Record = Estimate | Fact | Study
R = TypeVar("R", Estimate, Fact)
P = ParamSpec("P")


def _signed(words: "Callable[Concatenate[Voice, R, P], str]") -> "Callable[Concatenate[Voice, R, P], str]":
    """The words of a record: a voice that has origins signs their digits with it."""

    @wraps(words)
    def signed(voice: "Voice", record: R, /, *args: P.args, **kwargs: P.kwargs) -> str:
        return voice.sign(words(voice, record, *args, **kwargs), record)

    return signed


@dataclass(frozen=True)
class Voice:
    """How one document speaks: its comparison, language, audience and citation numbers.

    With `origins` it says of every text where it comes from; such texts are read by them, and never printed.
    """

    comparison: Comparison
    language: Language
    audience: Audience
    numbering: Numbering
    origins: Origins | None = None

    @cached_property
    def _estimates(self) -> dict[str, Estimate]:
        return {item.id: item for item in self.comparison.estimates}

    @cached_property
    def _facts(self) -> dict[str, Fact]:
        return {item.id: item for item in self.comparison.facts}

    @cached_property
    def _studies(self) -> dict[str, Study]:
        return {item.id: item for item in self.comparison.studies}

    @cached_property
    def _outcomes(self) -> dict[str, Outcome]:
        return {item.id: item for item in self.comparison.outcomes}

    # --- texts ---

    def line(self, prose: Prose, cite: bool = True) -> Line:
        """One text as printed; with `cite`, the numbers of its references stand at its end."""
        runs: list[Run] = []
        for span in prose.spans:
            if isinstance(span, Citation):
                _close_up(runs)
            else:
                text = span.text if isinstance(span, Words) else self.number(span.id, span.form)
                runs.append(Run(text, span.bold))
        _close_up(runs)
        if self.origins and runs:
            runs[0] = Run(self.origins.sign_text(runs[0].text, prose), runs[0].bold)
        return Line(tuple(runs), self.marks(prose) if cite else ())

    def apart(self, prose: Prose) -> Line:
        """The same of a text that may be in another language than the page, such as a brand's own words."""
        line = self.line(prose)
        if self.language.direction == "ltr" or reading([line.text]) == "rtl":
            return line
        return Line((Run(ISOLATE), *line.runs, Run(END)), line.marks)

    def text(self, prose: Prose) -> str:
        """One text as plain characters, without citations."""
        return self.line(prose, cite=False).text

    def marks(self, value: object) -> tuple[str, ...]:
        """The citation marks of any part, a dagger at those that still wait for a check of their primary source."""
        if isinstance(value, Prose) and all(isinstance(span, Words) for span in value.spans):
            return ()
        return self.mark_keys(cited_keys(self.comparison, value), keys_to_check(self.comparison, value))

    def estimate_marks(self, estimate: Estimate) -> tuple[str, ...]:
        """The citation mark of one estimate."""
        return self.marks(Prose("", (Reference(estimate.id),)))

    def figure_marks(self, id: str) -> tuple[str, ...]:
        """The citation marks of a figure."""
        return self.marks(PlaceFigure(figure=id))

    def mark_keys(self, keys: Iterable[str], unchecked: Iterable[str] = ()) -> tuple[str, ...]:
        daggered = {self.numbering[key] for key in unchecked}
        return tuple(f"{n}†" if n in daggered else str(n) for n in sorted({self.numbering[key] for key in keys}))

    # --- numbers ---

    def sign(self, words: str, record: Record | None) -> str:
        """Words that a record gives, as the origins sign them."""
        return self.origins.sign_number(words, record.id) if self.origins and record else words

    def number(self, id: str, form: str = "") -> str:
        """The words of an estimate, fact or study by its id."""
        if id in self._estimates:
            return self.estimate(self._estimates[id], form)
        if id in self._facts:
            return self.fact(self._facts[id], form)
        return self.study(self._studies[id], form)

    @_signed
    def estimate(self, estimate: Estimate, form: str = "") -> str:
        """An estimate in one of ESTIMATE_FORMS; '' is the usual form for this audience."""
        word = self.language.word
        if form == "":
            words = self._usual(estimate)
        elif form == "share":
            words = self.share(estimate)
        elif form in ("counts", "people"):
            words = self._counts(estimate, with_people=form == "people")
        elif form == "percent":
            words = self.percent(estimate)
        elif form == "n":
            return self.language.number(estimate.n or 0)
        else:
            return self._bounds(estimate, form)
        return word("numbers.at-least", words=words) if estimate.at_least else words

    def _usual(self, estimate: Estimate) -> str:
        word = self.language.word
        if self.audience == "clinician":
            return word("numbers.clinician", percent=self.percent(estimate), details=self.details(estimate))
        if estimate.n is None:
            return self.percent(estimate)
        if estimate.reported:
            return word("numbers.of-people", percent=self.percent(estimate), people=self.people(estimate.n))
        share = self.share(estimate)
        return self.language.word("numbers.share-people", share=share)

    @_signed
    def percent(self, estimate: Estimate) -> str:
        """As the source reports it; of counts whole per cent, one decimal under ten, never 0 or 100 by rounding."""
        kind = estimate.reported or estimate.percent_only
        if kind:
            return self.language.percent(kind.percent)
        per_cent = estimate.rate * 100
        if per_cent in (0, 100):
            return self.language.percent(int(per_cent))
        if per_cent >= 10 and round(per_cent) < 100:
            return self.language.percent(round(per_cent))
        tenths = min(max(round(per_cent * 10), 1), 999)
        return self.language.percent(tenths / 10)

    @_signed
    def printed(self, estimate: Estimate) -> str:
        """What the source itself prints, where its own counts make another percentage; else nothing."""
        if estimate.printed is None or rounds_to(estimate.rate, estimate.printed):
            return ""
        return self.language.word("numbers.printed", percent=self.language.percent(estimate.printed))

    @_signed
    def details(self, estimate: Estimate) -> str:
        """'101/108; 95% CI 87-97': the counts and the interval behind a percentage."""
        word, interval = self.language.word, self.interval_percent(estimate)
        told = word("numbers.confidence", interval=interval) if interval else word("numbers.no-interval")
        return word("numbers.joint").join((self.sample(estimate), told))

    @_signed
    def sample(self, estimate: Estimate) -> str:
        """'101/108', or 'n = 108' where no count is known."""
        if estimate.counted:
            return f"{self.language.number(estimate.counted.events)}/{self.language.number(estimate.counted.n)}"
        n = self.language.word("numbers.not-recorded") if estimate.n is None else self.language.number(estimate.n)
        return self.language.word("numbers.n", n=n)

    def interval_percent(self, estimate: Estimate) -> str | None:
        """'87-97' in per cent, one decimal where a bound would round to 0 or 100; None when there is none."""
        bounds = self._percent_bounds(estimate)
        return self.language.word("numbers.dash", low=bounds[0], high=bounds[1]) if bounds else None

    def _percent_bounds(self, estimate: Estimate) -> tuple[str, str] | None:
        bounds = exact_interval(estimate)
        return (self._bound(bounds[0]), self._bound(bounds[1])) if bounds else None

    @_signed
    def told_interval(self, estimate: Estimate) -> str:
        """'87-97%', or that the source gives no interval."""
        word, bounds = self.language.word, self._percent_bounds(estimate)
        if bounds is None:
            return word("numbers.no-interval")
        return word("numbers.interval-percent", low=bounds[0], high=bounds[1])

    def _bound(self, share: float) -> str:
        per_cent = round(share * 100)
        if per_cent in (0, 100) and share not in (0.0, 1.0):
            tenth = round(share * 100, 1)
            if tenth in (0.0, 100.0):
                key, bound = ("numbers.below", 0.1) if tenth == 0 else ("numbers.above", 99.9)
                return self.language.word(key, n=self.language.number(bound))
            return self.language.number(tenth)
        return self.language.number(per_cent)

    @_signed
    def share(self, estimate: Estimate) -> str:
        """'94 of 100': whole people of the outcome's denominator, never 0 or all by rounding."""
        per = self._outcomes[estimate.outcome].per
        return self.language.word("numbers.share", k=self.of_per(estimate.rate, per), per=self.language.number(per))

    def of_per(self, rate: Fraction, per: int, of: Record | None = None) -> str:
        """How many of `per`: '94', 'fewer than 1', 'more than 99'; `of` is the record that gives it."""
        return self.sign(self._of_per(rate, per), of)

    def _of_per(self, rate: Fraction, per: int) -> str:
        k = whole(rate, per)
        if k == 0 and rate > 0:
            return self.language.word("numbers.fewer-than-one")
        if k == per and rate < 1:
            return self.language.word("numbers.more-than-most", most=self.language.number(per - 1))
        return self.language.number(k)

    def _counts(self, estimate: Estimate, with_people: bool) -> str:
        assert estimate.counted is not None  # integrity has checked the form
        n = self.people(estimate.counted.n) if with_people else self.language.number(estimate.counted.n)
        if estimate.counted.events == 0:
            return self.language.word("numbers.none-of", n=n)
        return self.language.word("numbers.of", events=self.language.number(estimate.counted.events), n=n)

    def _bounds(self, estimate: Estimate, form: str) -> str:
        bounds, per = exact_interval(estimate), self._outcomes[estimate.outcome].per
        assert bounds is not None  # integrity has checked the form
        low, high = (self._people_bound(bound, per) for bound in bounds)
        word = self.language.word
        if form == "upper":
            return word("numbers.share", k=high, per=self.language.number(per))
        if self.audience == "clinician":
            return self.told_interval(estimate)
        return word("numbers.to", low=low, high=high)

    def _people_bound(self, share: float, per: int) -> str:
        k = whole(share, per)
        if k == 0 and share > 0:
            return self.language.word("numbers.under-one")
        if k == per and share < 1:
            return self.language.word("numbers.over-most", most=self.language.number(per - 1))
        return self.language.number(k)

    def people(self, n: int, of: Record | None = None) -> str:
        """'1 person', '37 people'; `of` is the record that counts them."""
        return self.sign(self.language.plural("numbers.people", n), of)

    def label(self, text: str) -> str:
        """A label of the source, in the language's own words where the source does not tell it."""
        return self.language.word("numbers.not-recorded") if text == UNTOLD else text

    @_signed
    def fact(self, fact: Fact, form: str = "") -> str:
        """A fact in one of FACT_FORMS: with its unit, the bare value, or 'low to high' with its unit."""
        if form == "value":
            return self.language.number(fact.value)
        if form == "range" and fact.low is not None and fact.high is not None:
            high = self._unit(fact, fact.high)
            return self.language.word("numbers.to", low=self.language.number(fact.low), high=high)
        return self._unit(fact, fact.value)

    def _unit(self, fact: Fact, value: float) -> str:
        if isinstance(fact.unit, Unit):
            return self._own_unit(fact.unit, value)
        return self.language.plural(f"units.{fact.unit}", value)

    def _own_unit(self, unit: Unit, value: float) -> str:
        form, number = plural_form(self.language.tag, value), self.language.number(value)
        if told := getattr(unit.forms, form, None):
            return str(told).replace("{n}", number)
        return f"{number} {unit.one if form == 'one' else unit.other}"

    def study(self, study: Study, form: str = "") -> str:
        """A study's name, its n, or its people."""
        if form == "":
            return study.name
        if study.n == "not recorded":
            return self.language.word("numbers.not-recorded")
        return self.sign(self.language.number(study.n), study) if form == "n" else self.people(study.n, study)


def _close_up(runs: list[Run]) -> None:
    """Takes away the blank before a citation mark, which goes to the end of the text."""
    while runs and not runs[-1].text.strip():
        runs.pop()
    if runs:
        runs[-1] = Run(runs[-1].text.rstrip(), runs[-1].bold)
