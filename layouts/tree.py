"""YAML text -> plain values, with the place of every key and value; or every problem of form.

YAML 1.2's core rules for plain words (`no` is a word, `012` is twelve): ruamel.yaml scans and composes, the values are
made here from its nodes, so that each keeps its line and column. Bounded, since a source may come from a stranger.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from layouts.problems import Place, Problem

LARGEST = 4 * 1024 * 1024  # bytes
DEEPEST = 40  # levels of nesting
MOST = 200_000  # nodes
CORE = (  # YAML 1.2 core schema, chapter 10.3.2
    (re.compile(r"~|null|Null|NULL|"), lambda text: None),
    (re.compile(r"true|True|TRUE"), lambda text: True),
    (re.compile(r"false|False|FALSE"), lambda text: False),
    (re.compile(r"[-+]?[0-9]{1,18}"), lambda text: int(text)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?"), lambda text: float(text)),
)
Path = tuple[str | int, ...]


@dataclass
class Tree:
    """The values of one file. `places` finds a value by its path, `keys` the key that leads to it."""

    file: str
    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Where a path stands, or the nearest of its parents."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file))

    def complain(self, node: Node, message: str, fix: str) -> None:
        self.problems.append(Problem(_place(self.file, node), "SRC-01", message, fix))


def parse_tree(text: bytes, file: str) -> Tree:
    """Parses the bytes of one file; `tree.problems` is empty when the form is sound."""
    tree = Tree(file)
    root = _compose(text, tree)
    if root is None:
        return tree
    if not isinstance(root, MappingNode):
        tree.complain(root, "the file is not a mapping of keys to values", "begin with 'format: 1'")
    elif _bounded(root, tree):
        tree.value = _value(root, (), tree)
    return tree


def _compose(text: bytes, tree: Tree) -> Node | None:
    start = Place(tree.file)
    if len(text) > LARGEST:
        problem = f"the file has {len(text):,} bytes, more than the {LARGEST:,} that are read"
        tree.problems.append(Problem(start, "SRC-01", problem, "split the comparison in two"))
        return None
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        column = error.start - text.rfind(b"\n", 0, error.start)
        tree.problems.append(
            Problem(
                Place(tree.file, line, column),
                "SRC-01",
                "the file is not UTF-8 text here",
                "save it as UTF-8 in your editor",
            )
        )
        return None
    return _compose_text(decoded, tree)


def _compose_text(text: str, tree: Tree) -> Node | None:
    try:
        yaml = YAML(typ="safe", pure=True)
        documents = list(_limited(yaml.compose_all(text)))
    except MarkedYAMLError as error:
        tree.problems.append(_syntax_problem(error, tree.file))
        return None
    except (
        YAMLError,
        ValueError,
        RecursionError,
        AttributeError,
        TypeError,
        IndexError,
        KeyError,
        AssertionError,
    ) as error:
        # ruamel's scanner lets a few Python errors through on malformed text: the text is at fault all the same.
        words = str(error).split("\n")[0] or type(error).__name__
        tree.problems.append(
            Problem(
                Place(tree.file),
                "SRC-01",
                f"the file is not readable as YAML: {words}",
                "look for an odd character or a very deep nesting",
            )
        )
        return None
    if len(documents) != 1 or documents[0] is None:
        tree.problems.append(
            Problem(
                Place(tree.file),
                "SRC-01",
                "the file does not hold exactly one YAML document",
                "write the comparison as one document, without '---' between parts",
            )
        )
        return None
    return documents[0]


def _limited(documents: Iterator[Node]) -> Iterator[Node]:
    for count, document in enumerate(documents):
        yield document
        if count:
            return


def _syntax_problem(error: MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    words = " ".join(part for part in (error.context, error.problem) if part)
    return Problem(place, "SRC-01", f"YAML cannot be read here: {words}", _syntax_fix(words))


def _syntax_fix(words: str) -> str:
    if "undefined alias" in words or "anchor" in words:
        return "write the value out: anchors and aliases (& and *) are not used here"
    if "mapping values are not allowed" in words:
        return "a ': ' inside a text needs quotes round the whole text"
    if "'\\t'" in words or "tab" in words:
        return "indent with spaces, not with tabs"
    if "flow mapping" in words or "flow sequence" in words:
        return "a text that begins with { or [ needs quotes round it; check that brackets are closed"
    return "check the indentation, the quotes and the colons on this line and the one before"


def _bounded(root: Node, tree: Tree) -> bool:
    """Refuses aliases (one node met twice), too many nodes and too deep a nesting, without recursion."""
    seen: set[int] = set()
    waiting: list[tuple[Node, int]] = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        if id(node) in seen:
            tree.complain(node, "a value is used twice through an alias", "write the value out in both places")
            return False
        seen.add(id(node))
        if depth > DEEPEST or len(seen) > MOST:
            tree.complain(node, "the file nests too deeply or holds too many values", "divide it into simpler parts")
            return False
        waiting += [(child, depth + 1) for child in _children(node)]
    return True


def _children(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [child for pair in node.value for child in pair]
    return list(node.value) if isinstance(node, SequenceNode) else []


def _value(node: Node, path: Path, tree: Tree) -> Any:
    tree.places[path] = _place(tree.file, node)
    if isinstance(node, MappingNode):
        return _mapping(node, path, tree)
    if isinstance(node, SequenceNode):
        return [_value(child, (*path, index), tree) for index, child in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: MappingNode, path: Path, tree: Tree) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, ScalarNode) else None
        if key is None:
            tree.complain(key_node, "a key is not a plain word", "a text that begins with { or [ needs quotes round it")
        elif key in made:
            first = tree.keys[(*path, key)]
            tree.complain(
                key_node,
                f"the key '{key}' stands here a second time (first on line {first.line})",
                "remove one of the two: neither wins silently",
            )
        else:
            tree.keys[(*path, key)] = _place(tree.file, key_node)
            made[key] = _value(value_node, (*path, key), tree)
    return made


def _scalar(node: Node) -> Any:
    text = str(node.value)
    if isinstance(node, ScalarNode) and node.style is not None:  # quoted or block: always text
        return text
    for pattern, make in CORE:
        if pattern.fullmatch(text):
            return make(text)
    return text


def _place(file: str, node: Node) -> Place:
    return Place(file, node.start_mark.line + 1, node.start_mark.column + 1)
