"""YAML text -> plain values, with the place of every key and value; or every problem of form.

YAML 1.2's core rules for plain words (`no` is a word, `012` is twelve): ruamel.yaml reads the text into events, and
values are made here from them, so that each keeps its line and column. Bounded: a source may come from a stranger.

A sound file is read piece by piece, each key at the left margin with what stands under it, and a piece that was read
before is not read again: in watch, a word that was changed costs its own piece. Any doubt, and the file is read whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
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

from layouts.memories import Memory
from layouts.problems import Place, Problem
from layouts.prose import CONTROL

LARGEST = 4 * 1024 * 1024  # bytes
DEEPEST = 40  # levels of nesting
MOST = 50_000  # events: some seconds of reading; a large comparison has a fifth of them
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
MARGIN = re.compile(r"^[A-Za-z][\w-]*:(?=[ \n]|\r\n)", re.MULTILINE)  # a key with nothing before it
WHOLE = re.compile(r"^(?:---|\.\.\.|%)|\r(?!\n)|[\x85\u2028\u2029]", re.MULTILINE)  # is read in one piece
AROUND = 6  # events that begin and end stream, document and mapping
LIST = re.compile(r"[A-Za-z][\w-]*:[ ]*\r?\n(?:[ ]*(?:#[^\n]*)?\r?\n)*(?P<indent> +)- ")
MOST_PIECES = 2_000  # of a file, or of a list in it
KEPT = 20_000  # pieces of earlier readings: some ten comparisons and their translations


@dataclass
class Tree:
    """The values of one file. `places` finds a value by its path, `keys` the key that leads to it.

    `whole` tells whether every value was read. It may be so in spite of problems (a key that stands twice), and then
    the values are worth a further look. `events` is how many it took, which has a bound.
    """

    file: str
    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = False
    events: int = 0

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
    return _pieced(decoded, file) or _read(decoded, tree)


def _read(decoded: str, tree: Tree, depth: int = 0) -> Tree:
    """Fills a tree with what a text says that stands so many levels deep in a file: a mapping, or deeper a list."""
    try:
        tree.whole = True
        events = _bounded(YAML(typ="safe", pure=True).parse(decoded), tree, depth)
        _document(events, tree, list if depth else dict)
    except _TooMuch:
        tree.whole = False
    except UNREADABLE as error:
        tree.whole = False
        tree.problems.append(_unreadable(error, decoded, tree.file))
    return tree


# --- pieces ----------------------------------------------------------------------------------------------------------


Spots = tuple[tuple[Path, int, int], ...]  # paths, with lines from where their piece begins, and columns


@dataclass(frozen=True)
class _Piece:
    """A sound piece, a mapping or a list: its value, how many events made it, and where values and keys stand."""

    value: Any
    events: int
    places: Spots
    keys: Spots


_pieces: Memory[tuple[int, str], _Piece] = Memory(KEPT)


def _pieced(text: str, file: str) -> Tree | None:
    """The tree of a file whose pieces are sound each by itself: keys at the margin, the items of lists under them.

    Such a key or item ends all that stands before it, unless a quote or a bracket is open there, and then the piece
    before is not sound. Nothing where any is not, or where they do not fit together: the whole says best what is wrong.
    """
    starts = [found.start() for found in MARGIN.finditer(text)][1:]  # remarks before the first are part of its piece
    if WHOLE.search(text) or len(starts) > MOST_PIECES:
        return None
    tree, line = Tree(file, {}, whole=True, events=AROUND), 1
    for start, end in pairwise([0, *starts, len(text)]):
        piece = text[start:end]
        if not (_take_list(piece, line, tree) or _take(piece, line, tree)) or tree.events > MOST + 1:
            return None
        line += piece.count("\n")
    return tree


def _take(text: str, line: int, tree: Tree) -> bool:
    """Adds a mapping that begins on a line; tells whether it is sound and new."""
    piece = _piece(text, 0)
    if piece is None or not piece.value.keys().isdisjoint(tree.value):
        return False
    tree.value |= _unshared(piece.value)
    tree.events += piece.events - AROUND
    _spread(piece, line, tree)
    return True


def _take_list(text: str, line: int, tree: Tree) -> bool:
    """Adds a key whose value is a list, item by item; tells whether it is one, sound and new."""
    found = LIST.match(text)
    if not found:
        return False
    dashes = [dash.start() for dash in re.finditer(rf"^{found['indent']}- ", text, re.MULTILINE)]
    if len(dashes) > MOST_PIECES:
        return False
    head = _piece(text[: dashes[0]], 0)
    pieces = [_piece(text[start:end], 1) for start, end in pairwise([*dashes, len(text)])]
    items = [piece for piece in pieces if piece and len(piece.value) == 1]
    if head is None or len(items) < len(pieces) or not head.value.keys().isdisjoint(tree.value):
        return False
    [key] = head.value
    tree.value[key] = [_unshared(item.value[0]) for item in items]
    tree.events += head.events - AROUND + 1  # a list has two where its empty place has one
    _spread(head, line, tree)
    for index, (item, dash) in enumerate(zip(items, dashes, strict=True)):
        tree.events += item.events - AROUND
        _spread(item, line + text.count("\n", 0, dash), tree, (key, index))
    return True


def _spread(piece: _Piece, line: int, tree: Tree, top: Path = ()) -> None:
    """Adds where things stand in a piece that begins on a line, an item of a list at its path `top`; what begins first
    begins the whole."""
    for known, spots in ((tree.places, piece.places), (tree.keys, piece.keys)):
        for path, down, column in spots:
            if path or not known:
                known[(*top, *path[1:]) if top else path] = Place(tree.file, line + down, column)


def _unshared(value: Any) -> Any:
    """The same value, of which nothing is anybody else's."""
    if isinstance(value, dict):
        return {key: _unshared(one) for key, one in value.items()}
    return [_unshared(one) for one in value] if isinstance(value, list) else value


def _piece(text: str, depth: int) -> _Piece | None:
    """What a piece that stands so many levels deep says, read once; nothing where anything is wrong with it."""
    known = _pieces.get((depth, text))
    if known is None:
        tree = _read(text, Tree(""), depth)
        if tree.problems or not tree.whole:
            return None
        places, keys = (
            tuple((path, place.line - 1, place.column) for path, place in found.items())
            for found in (tree.places, tree.keys)
        )
        known = _pieces.keep((depth, text), _Piece(tree.value, tree.events, places, keys))
    return known


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


def _bounded(events: Iterator[Event], tree: Tree, depth: int) -> Iterator[Event]:
    """The events, until there are too many or they nest too deeply. Tags, anchors, aliases are refused on the way."""
    anchors = set[str]()
    for event in events:
        tree.events += 1
        depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
        depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
        if depth > DEEPEST or tree.events > MOST + 1:
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


def _document(events: Iterator[Event], tree: Tree, kind: type) -> None:
    first = next(event for event in events if isinstance(event, DocumentStartEvent | StreamEndEvent))
    root = next(events, None)
    if root is None:
        tree.complain(first, "the file is empty", "begin with 'format: 1'", lost=True)
        return
    value = _value(root, events, (), tree)
    if isinstance(value, kind):
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
