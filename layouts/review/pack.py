"""The review pack: one page of HTML that works from disk without a script, and its claims as CSV."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from layouts.comparison import Comparison
from layouts.problems import Severity
from layouts.review.answers import Evidence
from layouts.review.claims import Claim, grouped
from layouts.review.instruments import INSTRUMENTS
from layouts.review.questions import RATERS, ROLES, Topic
from layouts.review.records import OWN
from layouts.wording import UNTOLD, Voice


@dataclass(frozen=True)
class Rule:
    """A rule that ran: its ids, all that it asks, of what, and how often it found something."""

    ids: tuple[str, ...]
    asks: tuple[str, ...]
    on: str
    found: int
    waived: int


@dataclass(frozen=True)
class Finding:
    """What a rule found; `reason` and `until` of one that somebody accepted, `line` where the waiver stands."""

    rule: str
    severity: Severity
    message: str
    fix: str
    document: str
    place: str
    reason: str = ""
    until: str = ""
    line: str = ""


@dataclass(frozen=True)
class Printed:
    """A document of the variant: whether this run made it, and in how many places it prints a number."""

    name: str
    made: bool
    places: int = 0


OF_OUTCOME = ("direction", "comparison", "certainty", "outcome_population", "outcome_time_frame")  # told at its head
TITLED = (*OF_OUTCOME, "study", "outcome", "statement")  # what a claim's own entries on the page do not repeat


@dataclass(frozen=True)
class Pack:
    """All that the page tells. `untranslated` says in which role a translation was looked at, or that nobody did."""

    voice: Voice
    brand: str
    claims: Sequence[Claim]
    topics: Sequence[Topic]
    documents: Sequence[Printed]
    rules: Sequence[Rule]
    not_run: Sequence[tuple[str, str]]
    open: Sequence[Finding]
    waived: Sequence[Finding]
    evidence: Evidence
    translation: Sequence[str] = ()

    @property
    def comparison(self) -> Comparison:
        return self.voice.comparison

    @property
    def groups(self) -> dict[str, list[tuple[str, tuple[Claim, ...]]]]:
        """Kind -> heads with their claims."""
        kinds: dict[str, list[tuple[str, tuple[Claim, ...]]]] = {}
        for kind, head, claims in grouped(self.claims):
            kinds.setdefault(kind, []).append((head, claims))
        return kinds

    @property
    def reviewed(self) -> bool:
        """Whether a clinician has signed it off."""
        return any(one.role == "clinical reviewer" for one in self.comparison.edition.sign_offs)

    @property
    def blanks(self) -> list[str]:
        """The roles with a line to sign on."""
        return [role for role in ROLES for _ in range(RATERS if role == "PEMAT rater" else 1)]


def render_pack(pack: Pack) -> bytes:
    """The page. Same values, same bytes; it asks for nothing from elsewhere."""
    page = _environment().get_template("review.html.jinja")
    values = {
        "pack": pack,
        "comparison": pack.comparison,
        "own_words": OWN,
        "untold": UNTOLD,
        "instruments": INSTRUMENTS,
    }
    values |= {"of_outcome": OF_OUTCOME, "titled": TITLED}
    return (page.render(values).strip() + "\n").encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["label"] = label
    environment.filters["anchor"] = anchor
    return environment


def label(name: str) -> str:
    """A column's name as people say it."""
    return LABELS.get(name, name.replace("_", " "))


LABELS = {
    "n": "people (n)",
    "percent_in_source": "percentage in the source",
    "interval_in_source": "interval in the source, 95\u00a0%",
    "interval_computed": "interval computed, 95\u00a0%",
    "outcome_population": "outcome counted among",
    "outcome_time_frame": "outcome counted within",
    "direction": "benefit or harm",
    "print_advice": "advice on printing",
    "checked": "checked on",
    "as_of": "true on",
    "overlaps": "shares people with",
    "comparison": "kind of comparison",
}


def anchor(text: str) -> str:
    """A text as part of an address: letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


# --- claims.csv -------------------------------------------------------------------------------------------------------

RECORD = (
    *("record", "treatment", "product", "study", "design", "outcome", "direction", "events", "n", "percent_in_source"),
    *("at_least", "value", "low", "high", "unit", "statement", "interval_in_source", "interval_computed", "scale"),
    *("time_frame", "population", "outcome_population", "outcome_time_frame", "locator", "confidence", "print_advice"),
    *("checked", "as_of", "expires", "certainty", "comparison", "overlaps"),
)
COLUMNS = (
    *("kind", "id", "title", *RECORD, "arithmetic", "for_patients", "for_clinicians", "caveat", "references"),
    *("doi", "pmid", "trial", "url", "source_line"),
    *("audience", "document", "place", "wording", "as_printed"),
)
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")  # a spreadsheet runs what begins so (OWASP, CSV Injection)
DATE = re.compile(r"\d{1,3}[/-]\d+(?:[/-]\d+)?$")  # 2/37 is a count, and Excel would read a day


def render_csv(claims: Iterable[Claim]) -> bytes:
    """One row for each place where a claim is printed, one for a claim that is printed nowhere.

    UTF-8 with a byte order mark, by which Excel knows it. A cell that a spreadsheet would run, or take for a day, has
    an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for claim in claims:
        for row in _rows(claim):
            writer.writerow([plain_cell(row.get(column, "")) for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def plain_cell(text: str) -> str:
    """A cell that stays a text in every spreadsheet."""
    return f"'{text}" if FORMULA.match(text) or DATE.match(text) else text


def _rows(claim: Claim) -> Iterator[Mapping[str, str]]:
    told = {
        "kind": claim.kind,
        "id": claim.id,
        "title": claim.title,
        **claim.record,
        "arithmetic": claim.arithmetic,
        "for_patients": claim.printed.get("patient", ""),
        "for_clinicians": claim.printed.get("clinician", ""),
        "caveat": claim.caveat,
        "references": " ".join(f"[{work.number}] {work.reference}" for work in claim.works),
        "source_line": claim.line,
        **{name: _joined(claim, name) for name in ("doi", "pmid", "trial", "url")},
    }
    for saying in claim.sayings:
        at = saying.printing
        place = {"audience": at.audience, "document": at.document, "place": at.place}
        yield told | place | {"wording": saying.text, "as_printed": saying.words}
    if not claim.sayings:
        yield told


def _joined(claim: Claim, name: str) -> str:
    return "; ".join(work.identifiers[name] for work in claim.works if name in work.identifiers)
