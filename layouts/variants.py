"""A table of variants (CSV) -> its rows, or every problem of a row with line and column.

A blank cell means what leaving the option out means to `build`: the comparison's brand, all its languages, all papers
of the brand, all documents.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain, repeat
from typing import Literal, cast

from layouts.problems import Place, Problem, ProblemError

COLUMNS = ("variant", "comparison", "brand", "language", "paper", "documents", "site", "phone", "logo")
NEEDED = ("variant", "comparison")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PHONE = re.compile(r"[+0-9][0-9 ()/.-]{2,30}")
LOGO = re.compile(r"[A-Za-z0-9][A-Za-z0-9 /_-]*\.(svg|png)")
LONGEST_NAME = 60  # letters: a folder's name, with room for the path around it
LONGEST_SITE = 60  # letters: two lines on a cover
MOST_ROWS = 10_000
LARGEST = 16 * 1024 * 1024  # bytes of the file


@dataclass(frozen=True)
class Row:
    """One row: what to make, for whom, and where each of its cells stands."""

    places: Mapping[str, Place]
    variant: str
    comparison: str
    brand: str | None = None
    languages: tuple[str, ...] = ()
    papers: tuple[Literal["a4", "letter"], ...] = ()
    documents: tuple[str, ...] = ()
    site: str | None = None
    phone: str | None = None
    logo: str | None = None


@dataclass(frozen=True)
class Table:
    """The rows that are sound, and what is wrong with the others by their variant's name."""

    sound: tuple[Row, ...] = ()
    faults: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Cell:
    text: str
    place: Place


def parse_variants(content: bytes, file: str, choices: Mapping[str, Sequence[str]]) -> Table:
    """Parses a table; `choices` are the papers and documents there are. Raises ProblemError when no row can be read."""
    records = _records(_text(content, file), file)
    header = _header(next(records, []), file)
    rows: list[Row] = []
    faults: dict[str, tuple[Problem, ...]] = {}
    seen: dict[str, Place] = {}
    for number, record in enumerate(records):
        if number == MOST_ROWS:
            raise _refused(record[0].place, f"there are more than {MOST_ROWS} rows", "make several files of it")
        cells = dict(zip(header, record, strict=False))
        name = cells["variant"].text or f"line {record[0].place.line}"
        if problems := [*_uneven(header, record), *_wrong(cells, choices), *_taken(cells, seen)]:
            faults[name] = (*faults.get(name, ()), *problems)
        else:
            rows.append(_row(cells))
    if not rows and not faults:
        raise _refused(Place(file), "there is no row", f"write one row a variant under '{','.join(NEEDED)}'")
    return Table(tuple(rows), faults)


def _text(content: bytes, file: str) -> str:
    """UTF-8, with the mark that spreadsheets put before it or without."""
    if len(content) > LARGEST:
        message = f"the file has {len(content):,} bytes, more than the {LARGEST:,} that are read"
        raise _refused(Place(file), message, "make several files of it")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(Place(file), "the file is not in UTF-8", "save it as 'CSV UTF-8'") from None


def _records(text: str, file: str) -> Iterator[list[_Cell]]:
    """The records that are not blank, with the place of each cell. A comma, semicolon or tab parts them, whichever the
    first line has: spreadsheets write what their country is used to."""
    lines = io.StringIO(text, newline=None).readlines()
    mark = max(",;\t", key=(lines[0] if lines else "").count)
    reader = csv.reader(lines, delimiter=mark, strict=True)
    start = 0
    try:
        for record in reader:
            places = _places("".join(lines[start : reader.line_num]), mark, Place(file, start + 1))
            start = reader.line_num
            where = chain(places, repeat(places[-1]))  # odd quotation marks may hide where a cell begins
            cells = [_Cell(" ".join(cell.split()), place) for cell, place in zip(record, where, strict=False)]
            if any(cell.text for cell in cells):
                yield cells
    except csv.Error as error:
        fix = "put a cell with quotation marks or line breaks in quotation marks, doubled inside"
        raise _refused(Place(file, start + 1), f"the row cannot be read: {error}", fix) from None


def _places(raw: str, mark: str, first: Place) -> list[Place]:
    """Where each cell of a record begins."""
    places, quoted, line, column = [first], False, first.line, 1
    start, marked = True, False  # a quotation mark within a cell that did not begin with one is a letter of it
    for letter in raw:
        column += 1
        if letter == '"' and (start or marked):
            quoted, marked = not quoted, True
        elif letter == "\n":
            line, column = line + 1, 1
        elif letter == mark and not quoted:
            places.append(Place(first.file, line, column))
            marked = False
        start = letter == mark and not quoted
    return places


def _header(record: list[_Cell], file: str) -> list[str]:
    """The columns, in any order; raises ProblemError when one is unknown, needed and missing, or there twice."""
    names = [cell.text for cell in record]
    problems = []
    for index, cell in enumerate(record):
        if cell.text not in COLUMNS:
            near = get_close_matches(cell.text, COLUMNS, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"choose among: {', '.join(COLUMNS)}"
            problems.append(Problem(cell.place, "VAR-01", f"unknown column '{cell.text}'", hint))
        elif cell.text in names[:index]:
            problems.append(Problem(cell.place, "VAR-01", f"the column '{cell.text}' is there twice", "keep one"))
    lacking = (name for name in NEEDED if name not in names)
    problems += [Problem(Place(file), "VAR-01", f"the column '{name}' is missing", "add it") for name in lacking]
    if problems:
        raise ProblemError(problems)
    return names


def _uneven(header: list[str], record: list[_Cell]) -> Iterator[Problem]:
    if len(record) != len(header):
        message = f"the row has {len(record)} cells and the first line names {len(header)} columns"
        fix = "give every column a cell, empty where there is nothing to say; quote cells that hold the separator"
        yield Problem(record[0].place, "VAR-02", message, fix)


def _wrong(cells: Mapping[str, _Cell], choices: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """What is wrong with each cell by itself."""
    for name, cell in cells.items():
        if not cell.text:
            if name in NEEDED:
                yield Problem(cell.place, "VAR-02", f"the cell '{name}' is empty", "fill it in")
        elif name in choices:
            for word in _words(cell.text):
                if word not in choices[name]:
                    fix = f"choose among: {', '.join(choices[name])}; several with blanks between"
                    yield Problem(cell.place, "VAR-02", f"there is no {name} '{word}'", fix)
        elif name in FORMS and not FORMS[name](cell.text):
            yield Problem(cell.place, "VAR-02", f"'{cell.text}' cannot be a {name}", FIXES[name])


FORMS = {
    "variant": lambda text: bool(NAME.fullmatch(text)) and len(text) <= LONGEST_NAME,
    "phone": lambda text: bool(PHONE.fullmatch(text)),
    "logo": lambda text: bool(LOGO.fullmatch(text)),
    "site": lambda text: len(text) <= LONGEST_SITE,
}
FIXES = {
    "variant": "use letters a-z, digits and hyphens: it names a folder",
    "phone": "write digits, blanks and + ( ) / . - only",
    "logo": "name an SVG or PNG file in the folder of this table or below it",
    "site": f"use at most {LONGEST_SITE} letters",
}


def _taken(cells: Mapping[str, _Cell], seen: dict[str, Place]) -> Iterator[Problem]:
    """Two variants of one name would write over each other."""
    cell = cells["variant"]
    if cell.text and (first := seen.setdefault(cell.text, cell.place)) is not cell.place:
        yield Problem(cell.place, "VAR-03", f"'{cell.text}' is there already, in line {first.line}", "rename one")


def _row(cells: Mapping[str, _Cell]) -> Row:
    def text(name: str) -> str:
        return cells[name].text if name in cells else ""

    return Row(
        {name: cell.place for name, cell in cells.items()},
        text("variant"),
        text("comparison"),
        text("brand") or None,
        _words(text("language")),
        cast(tuple[Literal["a4", "letter"], ...], _words(text("paper"))),  # choices were checked
        _words(text("documents")),
        text("site") or None,
        text("phone") or None,
        text("logo") or None,
    )


def _words(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.split(r"[\s,;+]+", cell.strip()))) if cell.strip() else ()


def _refused(place: Place, message: str, fix: str) -> ProblemError:
    return ProblemError([Problem(place, "VAR-01", message, fix)])
