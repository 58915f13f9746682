"""A section's blocks as they are printed: every word resolved, every citation numbered. Pages and slides place them."""

from collections.abc import Iterable
from dataclasses import dataclass

from layouts.brand_logo import Mark
from layouts.citations import full_reference, keys_to_check, short_reference, used_works
from layouts.figure_kinds import IconRanges
from layouts.passages import (
    AskQuestions,
    Block,
    Box,
    Bullets,
    Compare,
    CompareTable,
    Inner,
    Place,
    PlaceFigure,
    Steps,
    Table,
    TellClaims,
    WriteIn,
)
from layouts.prose import Prose
from layouts.wording import Line, Run, Voice


@dataclass(frozen=True)
class Paragraph:
    line: Line
    kind: str = "text"


@dataclass(frozen=True)
class ListOf:
    """Lines with bullets, or numbered when `ordered`; of the role "glossary" each begins with its term."""

    lines: tuple[Line, ...]
    ordered: bool = False
    kind: str = "list"
    role: str = "list"


@dataclass(frozen=True)
class Grid:
    """A table. The first cell of each row names the row; with `arms` the second and third column are the two arms."""

    caption: Line
    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    arms: bool = False
    kind: str = "grid"


@dataclass(frozen=True)
class Picture:
    """A figure and the words that the document sets round it."""

    id: str
    title: Line
    how_to_read: Line
    notes: tuple[Line, ...]
    kind: str = "picture"


@dataclass(frozen=True)
class Ruled:
    """A prompt with ruled lines to write on."""

    line: Line
    lines: int
    kind: str = "ruled"


@dataclass(frozen=True)
class Pairs:
    """What people may have read, each beside its answer."""

    heads: tuple[str, str]
    pairs: tuple[tuple[Line, Line], ...]
    kind: str = "pairs"


@dataclass(frozen=True)
class Boxed:
    heading: Line | None
    blocks: tuple["Printed", ...]
    role: str = "box"
    kind: str = "boxed"


@dataclass(frozen=True)
class Works:
    """References by number. `heading` is set by the document's own heading when empty."""

    heading: str
    entries: tuple[tuple[int, str], ...]
    note: str = ""
    kind: str = "works"


@dataclass(frozen=True)
class Small:
    """Lines in the size of captions: colophon, status, caveats."""

    lines: tuple[Line, ...]
    role: str = "small"
    kind: str = "small"


Printed = Paragraph | ListOf | Grid | Picture | Ruled | Pairs | Boxed | Works | Small


@dataclass(frozen=True)
class Sign:
    """How a brand signs a cover, a first page, a first slide: its logo, or its short name in type; and its site."""

    words: str = ""
    logo: Mark | None = None
    site: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """What is read of it: a logo is told by its own words."""
        return tuple(text for text in ("" if self.logo else self.words, self.site) if text)

    @property
    def alts(self) -> tuple[str, ...]:
        return (self.logo.alt,) if self.logo else ()


UNSIGNED = Sign()


@dataclass(frozen=True)
class Speaking:
    """Who shows the slides, where and when; an empty text is a ruled line to write on."""

    name: str = ""
    affiliation: str = ""
    event: str = ""
    disclosures: str = ""


@dataclass(frozen=True)
class Imprint:
    """What the brand adds to a document: who publishes it, whom to call, the edition's words."""

    publisher: Line
    mandatory: tuple[Line, ...]
    name: str
    phone: str | None
    edition: str
    status: str
    translation: tuple[str, ...] = ()  # who reviewed it, or that nobody did; nothing of an original
    sign: Sign = UNSIGNED
    contact: str = ""  # where the house is: address and web
    emergency: str | None = None
    disclosures: tuple[Line, ...] = ()
    speaker: Speaking | None = None


@dataclass(frozen=True)
class Setting:
    """What a block needs beside its own words: the voice, the brand's imprint, and which parts cite."""

    voice: Voice
    imprint: Imprint
    cited_by: tuple[object, ...] = ()


def plain(text: str, bold: bool = False) -> Line:
    """A line of fixed words."""
    return Line((Run(text, bold),))


def print_blocks(blocks: Iterable[Block | Inner], setting: Setting) -> tuple[Printed, ...]:
    """The blocks of one passage, ready to be placed."""
    printed: list[Printed] = []
    for block in blocks:
        printed += _print(block, setting)
    return tuple(printed)


def _print(block: Block | Inner, setting: Setting) -> list[Printed]:
    voice = setting.voice
    if isinstance(block, Prose):
        return [Paragraph(voice.line(block))]
    if isinstance(block, Bullets):
        return [ListOf(tuple(voice.line(item) for item in block.bullets))]
    if isinstance(block, Steps):
        return [ListOf(tuple(voice.line(item) for item in block.steps), ordered=True)]
    if isinstance(block, Compare):
        return [_compare(block.compare, voice)]
    if isinstance(block, Table):
        rows = tuple(tuple(voice.line(cell) for cell in row) for row in block.table.rows)
        return [Grid(voice.line(block.table.caption), block.table.columns, rows)]
    if isinstance(block, Box):
        heading = voice.line(block.box.heading) if block.box.heading else None
        return [Boxed(heading, print_blocks(block.box.body, setting))]
    return _special(block, setting)


def _special(block: PlaceFigure | AskQuestions | WriteIn | TellClaims | Place, setting: Setting) -> list[Printed]:
    voice, comparison = setting.voice, setting.voice.comparison
    if isinstance(block, PlaceFigure):
        return [print_figure(block.figure, voice)]
    if isinstance(block, AskQuestions):
        texts = {question.id: question.text for question in comparison.questions}
        return [Ruled(voice.line(texts[key]), block.lines) for key in block.questions]
    if isinstance(block, WriteIn):
        return [Ruled(voice.line(block.write), block.lines)]
    if isinstance(block, TellClaims):
        claims = {claim.id: claim for claim in comparison.claims}
        heads = (voice.language.word("document.heard"), voice.language.word("document.answer"))
        return [Pairs(heads, tuple((voice.line(claims[k].heard), voice.line(claims[k].answer)) for k in block.claims))]
    return PLACES[block.place](setting)


def _compare(table: CompareTable, voice: Voice) -> Grid:
    """Two equal columns, one an arm, in the comparison's order."""
    arms = voice.comparison.arms
    rows = []
    for row in table.rows:
        cells = [row.cells[arm.id] if row.cells else getattr(arm, row.field or "") for arm in arms]
        lines = (
            voice.line(c) if isinstance(c, Prose) else plain(voice.language.word("numbers.not-recorded")) for c in cells
        )
        rows.append((plain(row.label), *lines))
    columns = (voice.language.word("document.arm-column"), *(arm.short for arm in arms))
    return Grid(voice.line(table.caption), columns, tuple(rows), arms=True)


def print_figure(id: str, voice: Voice) -> Picture:
    """A figure's own words: message, how to read it, selection, caveat, and its sources' numbers."""
    figure = voice.comparison.figure(id)
    notes = []
    if isinstance(figure, IconRanges):
        notes.append(voice.line(figure.selection))
    if figure.caveat:
        notes.append(voice.line(figure.caveat))
    title = Line(voice.line(figure.title, cite=False).runs, voice.figure_marks(id))
    return Picture(id, title, voice.line(figure.how_to_read), tuple(notes))


def _unknowns(setting: Setting) -> list[Printed]:
    return [ListOf(tuple(setting.voice.line(item) for item in setting.voice.comparison.unknowns))]


def _call(setting: Setting) -> list[Printed]:
    """When to seek help at once, with the brand's number or a ruled line to write it on."""
    call, word = setting.voice.comparison.call_at_once, setting.voice.language.word
    body: list[Printed] = [ListOf(tuple(setting.voice.line(sign) for sign in call.signs))]
    if setting.imprint.phone:
        body.append(Paragraph(plain(word("document.call", phone=setting.imprint.phone), bold=True)))
    else:
        body.append(Ruled(plain(word("document.phone-line"), bold=True), 1))
    if setting.imprint.emergency:
        body.append(Paragraph(plain(word("document.emergency", phone=setting.imprint.emergency), bold=True)))
    else:
        body.append(Ruled(plain(word("document.emergency-line"), bold=True), 1))
    body.append(Paragraph(setting.voice.line(call.otherwise)))
    return [Boxed(setting.voice.line(call.heading), tuple(body), role="call")]


def _references(setting: Setting) -> list[Printed]:
    """Short references of everything that the same document cites."""
    voice = setting.voice
    works = used_works(voice.comparison, voice.numbering, setting.cited_by)
    entries = tuple((number, short_reference(work, voice.language)) for number, work in works)
    note = voice.language.word("document.check-source") if keys_to_check(voice.comparison, setting.cited_by) else ""
    return [Works(voice.language.word("document.references-short"), entries, note)]


def full_references(setting: Setting) -> Works:
    """Every reference that the documents cite, in full."""
    voice = setting.voice
    works = used_works(voice.comparison, voice.numbering, voice.comparison)
    return Works("", tuple((number, full_reference(work, voice.language)) for number, work in works))


def _colophon(setting: Setting) -> list[Printed]:
    """Who publishes it, with what money and interests, when, until when, and how it was made."""
    voice, word = setting.voice, setting.voice.language.word
    governance, edition = voice.comparison.governance, voice.comparison.edition
    authors = word("numbers.not-recorded") if governance.authors == "not recorded" else voice.text(governance.authors)
    named = [
        ("authors", authors),
        ("funding", voice.text(governance.funding)),
        ("interests", voice.text(governance.interests)),
        ("method", voice.text(governance.method)),
        ("updates", voice.text(edition.update_policy)),
    ]
    imprint = setting.imprint
    lines = [imprint.publisher, *imprint.mandatory, *imprint.disclosures]
    lines += [plain(imprint.contact)] if imprint.contact else []
    lines += [Line((Run(f"{word('document.' + key)}: ", True), Run(text))) for key, text in named]
    dates = (
        word("document.published", date=voice.language.day(edition.published)),
        word("document.next-review", date=voice.language.day(edition.next_review)),
    )
    lines += [
        plain(f"{setting.imprint.edition}. {'. '.join(dates)}. {review_state(voice)}."),
        plain(word("document.intervals")),
    ]
    return [Small(tuple(lines), "colophon")]


def _imprint(setting: Setting) -> list[Printed]:
    """The colophon in short, where room is tight: publisher, money, interests, dates and updates in one paragraph."""
    voice, word = setting.voice, setting.voice.language.word
    governance, edition = voice.comparison.governance, voice.comparison.edition
    authors = word("numbers.not-recorded") if governance.authors == "not recorded" else voice.text(governance.authors)
    named = [
        ("funding", voice.text(governance.funding)),
        ("interests", voice.text(governance.interests)),
        ("authors", authors),
        ("updates", voice.text(edition.update_policy)),
    ]
    imprint = setting.imprint
    text = " ".join(line.text for line in (imprint.publisher, *imprint.disclosures))  # the cover has what is mandatory
    fresh = ((key, value.rstrip(".")) for key, value in named if value not in text)  # the publisher may say it already
    text += "".join(f" {word('document.' + key)}: {value}." for key, value in fresh)
    text += f" {imprint.contact}." if imprint.contact else ""
    text += f" {imprint.edition}. {word('document.next-review', date=voice.language.day(edition.next_review))}."
    return [Small((plain(f"{text} {word('document.intervals')}"),), "colophon")]


def investigational(voice: Voice) -> tuple[str, ...]:
    """The status line of each arm that is not approved (21 CFR 312.7: the status stands with every mention)."""
    return tuple(voice.text(arm.status_line) for arm in voice.comparison.arms if arm.status == "investigational")


def review_state(voice: Voice) -> str:
    """In which roles it was signed off, and when, or that nobody did; names stay with the source."""
    signed = voice.comparison.edition.sign_offs
    if not signed:
        return voice.language.word("document.not-reviewed")
    word, day = voice.language.word, voice.language.day
    roles = [(word("document.role-" + one.role.lower().replace(" ", "-")), day(one.on)) for one in signed]
    people = word("numbers.comma").join(f"{role} ({on})" for role, on in roles)
    return word("document.reviewed", people=people)


def _glossary(setting: Setting) -> list[Printed]:
    """The words that are explained, in the order of the language's alphabet."""
    voice = setting.voice
    terms = sorted(voice.comparison.glossary, key=lambda one: voice.language.alphabetical(one.term))
    lines = (Line((Run(f"{one.term}: ", True), *voice.line(one.meaning).runs)) for one in terms)
    return [ListOf(tuple(lines), role="glossary")]


def _status(setting: Setting) -> list[Printed]:
    """Each arm's standing with the authorities."""
    return [Small(tuple(setting.voice.line(arm.status_line) for arm in setting.voice.comparison.arms), "status")]


def _caveat(setting: Setting) -> list[Printed]:
    return [Small((setting.voice.line(setting.voice.comparison.cross_trial_caveat),), "caveat")]


def _next_steps(setting: Setting) -> list[Printed]:
    """What the reader can do: each act with its reason, then its steps."""
    printed: list[Printed] = []
    for action in setting.voice.comparison.actions:
        act, why = setting.voice.line(action.act), setting.voice.line(action.why)
        joined = (*(Run(run.text, True) for run in act.runs), Run(" "), *why.runs)
        printed.append(Paragraph(Line(joined, (*act.marks, *why.marks))))
        if action.steps:
            printed.append(ListOf(tuple(setting.voice.line(step) for step in action.steps), ordered=True))
    return printed


PLACES = {
    "unknowns": _unknowns,
    "call-at-once": _call,
    "references": _references,
    "colophon": _colophon,
    "imprint": _imprint,
    "glossary": _glossary,
    "status": _status,
    "caveat": _caveat,
    "next-steps": _next_steps,
}
