"""YAML text -> plain values, with the place of every key and value; or every problem of form.

YAML 1.2's core rules for plain words (`no` is a word, `012` is twelve): ruamel.yaml reads the text into events, and
values are made here from them, so that each keeps its line and column. Bounded: a source may come from a stranger.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.tokens import ScalarToken

from layouts.problems import Place, Problem
from layouts.prose import CONTROL

LARGEST = 4 * 1024 * 1024  # bytes
DEEPEST = 40  # levels of nesting
MOST = 100_000  # events: some seconds of reading; a large comparison has a tenth of them
MOST_TOLD = 500  # problems of one file
RULE = "SRC-01"
# ruamel.yaml lets a few Python errors through on malformed text: the text is at fault all the same.
UNREADABLE = (YAMLError, ValueError, AttributeError, TypeError, IndexError, KeyError, AssertionError)
CORE = (  # YAML 1.2 core schema, chapter 10.3.2
    (re.compile(r"~|null|Null|NULL|"), lambda text: None),
    (re.compile(r"true|True|TRUE"), lambda text: True),
    (re.compile(r"false|False|FALSE"), lambda text: False),
    (re.compile(r"[-+]?[0-9]{1,18}"), int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?"), float),
)
QUOTES = "put the whole text in quotes"
BRACKETS = (
    "a text that begins with { or [ needs quotes round it; check that brackets are closed and entries have commas"
)
FIXES = (  # words of ruamel.yaml's message -> what to do about it
    (r"mapping values are not allowed", "a ': ' inside a text needs quotes round the whole text"),
    (r"'\\t'|\btab", "indent with spaces, not with tabs"),
    (r"escape", "in double quotes a \\ begins an escape: write \\\\, or use single quotes"),
    (r"cannot start any token", QUOTES),
    (r"flow (mapping|sequence)", BRACKETS),
)
Path = tuple[str | int, ...]


@dataclass
class Tree:
    """The values of one file. `places` finds a value by its path, `keys` the key that leads to it.

    `whole` tells whether every value was read. It may be so in spite of problems (a key that stands twice), and then
    the values are worth a further look.
    """

    file: str
    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = False

    def place(self, path: Path) -> Place:
        """Where a path stands, or the nearest of its parents."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file))

    def complain(self, event: Event, message: str, fix: str, *, lost: bool = False) -> None:
        """Notes a problem where an event begins; `lost` when a value cannot be told."""
        if len(self.problems) < MOST_TOLD:
            self.problems.append(Problem(_place(self.file, event.start_mark), RULE, message, fix))
        self.whole = self.whole and not lost


class _TooMuch(Exception):
    """Ends the reading; the problem is noted already."""


def parse_tree(text: bytes, file: str) -> Tree:
    """Parses the bytes of one file; `tree.problems` is empty when the form is sound."""
    tree = Tree(file)
    decoded = _decoded(text, tree)
    if decoded is None:
        return tree
    try:
        tree.whole = True
        _document(_bounded(YAML(typ="safe", pure=True).parse(decoded), tree), tree)
    except _TooMuch:
        tree.whole = False
    except UNREADABLE as error:
        tree.whole = False
        tree.problems.append(_unreadable(error, decoded, file))
    return tree


def _decoded(text: bytes, tree: Tree) -> str | None:
    if len(text) > LARGEST:
        problem = f"the file has {len(text):,} bytes, more than the {LARGEST:,} that are read"
        tree.problems.append(Problem(Place(tree.file), RULE, problem, "split the comparison in two"))
        return None
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        column = error.start - text.rfind(b"\n", 0, error.start)
        tree.problems.append(
            Problem(
                Place(tree.file, line, column),
                RULE,
                "the file is not UTF-8 text here",
                "save it as UTF-8 in your editor",
            )
        )
        return None


# --- events -> values ------------------------------------------------------------------------------------------------


def _bounded(events: Iterator[Event], tree: Tree) -> Iterator[Event]:
    """The events, until there are too many or they nest too deeply. Tags, anchors, aliases are refused on the way."""
    depth, anchors = 0, set[str]()
    for count, event in enumerate(events):
        depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
        depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
        if depth > DEEPEST or count > MOST:
            tree.complain(event, "the file nests too deeply or holds too many values", "divide it into simpler parts")
            raise _TooMuch
        if isinstance(event, AliasEvent):
            tree.whole = False
        anchor = getattr(event, "anchor", None)
        if anchor and anchor not in anchors:
            anchors.add(anchor)  # the first place is told; what an alias stands for is not followed
            mark = "*" if isinstance(event, AliasEvent) else "&"
            tree.complain(
                event,
                f"'{mark}{_clipped(anchor)}' is an anchor or an alias, and these are not used here",
                "write the value out wherever it stands",
            )
        _refuse_tag(event, tree)
        yield event


def _refuse_tag(event: Event, tree: Tree) -> None:
    tag = getattr(event, "tag", None)
    if tag:
        name = _clipped(tag.replace("tag:yaml.org,2002:", "!!"))
        tree.complain(event, f"the tag {name} stands here", "remove the tag: a value shows its kind by itself")


def _document(events: Iterator[Event], tree: Tree) -> None:
    first = next(event for event in events if isinstance(event, DocumentStartEvent | StreamEndEvent))
    root = next(events, None)
    if root is None:
        tree.complain(first, "the file is empty", "begin with 'format: 1'", lost=True)
        return
    value = _value(root, events, (), tree)
    if isinstance(value, dict):
        tree.value = value
    else:
        tree.complain(root, "the file is not a mapping of keys to values", "begin with 'format: 1'", lost=True)
    second = next((event for event in events if isinstance(event, DocumentStartEvent)), None)
    if second:
        tree.complain(
            second,
            "a second YAML document begins here",
            "write the comparison as one document, without '---' between parts",
            lost=True,
        )


def _value(event: Event, events: Iterator[Event], path: Path, tree: Tree) -> Any:
    tree.places[path] = _place(tree.file, event.start_mark)
    if isinstance(event, MappingStartEvent):
        return _mapping(events, path, tree)
    if isinstance(event, SequenceStartEvent):
        return [_value(item, events, (*path, index), tree) for index, item in enumerate(_until_end(events))]
    return _scalar(event, tree) if isinstance(event, ScalarEvent) else None  # an alias is refused already


def _until_end(events: Iterator[Event]) -> Iterator[Event]:
    """The first event of each child; the caller takes the rest of it from `events` before asking for the next."""
    for event in events:
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            return
        yield event


def _mapping(events: Iterator[Event], path: Path, tree: Tree) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key_event in _until_end(events):
        if not isinstance(key_event, ScalarEvent):
            tree.complain(key_event, "a key is not a plain word", BRACKETS, lost=True)
            _value(key_event, events, (*path, ""), tree)
        key = _text(key_event, tree) if isinstance(key_event, ScalarEvent) else ""
        place = _place(tree.file, key_event.start_mark)
        if key in made:
            first = tree.keys[(*path, key)]
            tree.complain(
                key_event,
                f"the key '{_clipped(key)}' stands here a second time (first on line {first.line})",
                "remove one of the two: neither wins silently",
            )
            _value(next(events), events, (*path, ""), tree)
        else:
            tree.keys[(*path, key)] = place
            value_event = next(events)
            made[key] = _value(value_event, events, (*path, key), tree)
            if tree.places[(*path, key)].line > place.line or _is_empty(value_event):
                tree.places[(*path, key)] = place  # a value that begins below its key, or nowhere, is shown at the key
    return made


def _clipped(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def _is_empty(event: Event) -> bool:
    return isinstance(event, ScalarEvent) and event.start_mark.index == event.end_mark.index


def _text(event: ScalarEvent, tree: Tree) -> str:
    text = str(event.value)
    found = CONTROL.search(text)
    if found:  # it could hide or turn round a number, on a page as in a message
        tree.complain(event, f"an invisible control character (U+{ord(found[0]):04X}) stands in the text", "remove it")
    return CONTROL.sub("\ufffd", text)


def _scalar(event: ScalarEvent, tree: Tree) -> Any:
    text = _text(event, tree)
    if event.style:  # quoted or block: always text
        return text
    for pattern, make in CORE:
        if pattern.fullmatch(text):
            return make(text)
    return text


def _place(file: str, mark: Any) -> Place:
    return Place(file, mark.line + 1, mark.column + 1)


# --- text that is no YAML --------------------------------------------------------------------------------------------


def _unreadable(error: Exception, text: str, file: str) -> Problem:
    if isinstance(error, MarkedYAMLError) and (error.problem_mark or error.context_mark):
        return _syntax_problem(error, text, file)
    if isinstance(error, ReaderError):
        before = text[: error.position]
        place = Place(file, before.count("\n") + 1, error.position - before.rfind("\n"))
        message = f"an invisible control character (U+{error.character:04X}) stands here"
        return Problem(place, RULE, message, "remove it")
    words = str(error).split("\n")[0] or type(error).__name__
    return Problem(Place(file), RULE, f"the file is not readable as YAML: {words}", "look for an odd character")


def _syntax_problem(error: MarkedYAMLError, text: str, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    opened = _open_quote(error, mark, text) or _open_bracket(error, mark, text)
    if opened:
        start, what = opened
        message = f"a {what} is opened here and never closed, as far as line {mark.line + 1}"
        return Problem(_place(file, start), RULE, message, f"add the closing {what}")
    words = " ".join(part for part in (error.context, error.problem) if part)
    fix = _syntax_fix(words, text[: mark.index])
    return Problem(_place(file, mark), RULE, f"YAML cannot be read here: {words}", fix)


def _open_quote(error: MarkedYAMLError, mark: Any, text: str) -> tuple[Any, str] | None:
    """Where a quote was opened that swallowed the lines before the error: its text ends on the error's line."""
    if "quoted scalar" in (error.context or "") and "end of stream" in (error.problem or ""):
        return error.context_mark or mark, "quote"
    last = None
    try:
        for token in YAML(typ="safe", pure=True).scan(text):
            if token.start_mark.index >= mark.index:
                break
            last = token if isinstance(token, ScalarToken) and token.style in ("'", '"') else last
    except UNREADABLE:
        pass  # the same error once more, now that the tokens before it are seen
    if last and last.start_mark.line < last.end_mark.line == mark.line:
        return last.start_mark, "quote"
    return None


def _open_bracket(error: MarkedYAMLError, mark: Any, text: str) -> tuple[Any, str] | None:
    """Where a bracket was opened that swallowed the line that the error begins."""
    opened = error.context_mark if "flow" in (error.context or "") else None
    begins_line = not text[: mark.index].rpartition("\n")[2].strip()
    return (opened, "bracket") if opened and opened.line < mark.line and begins_line else None


def _syntax_fix(words: str, before: str) -> str:
    for pattern, fix in FIXES:
        if re.search(pattern, words):
            return fix
    if before.rstrip(" ").endswith(("}", "]")):
        return BRACKETS
    if before.rstrip(" ").endswith(("'", '"')):
        return QUOTES
    return "check the indentation, the quotes and the colons on this line and the one before"
