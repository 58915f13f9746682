"""A file that is read piece by piece says the same as read whole: values, places and complaints."""

import random
from pathlib import Path

import pytest

from layouts import tree
from layouts.tree import DEEPEST, Tree, parse_tree

TESTS = Path(__file__).resolve().parent
FILES = sorted((TESTS.parent / "sources").glob("**/*.yaml")) + sorted(TESTS.glob("**/*.yaml"))
AMONG = (  # what is put among sound lines to spoil them, or nearly
    *("\n", "  ", "- ", "  - ", "\n  -\n", "a: b\n", '"', "'", "{", "]", ": ", "#", "\t", "\r", "\r\n", "? ", "|\n"),
    *("&a ", "*a", "!!str ", "---\n", "...\n", "%Y\n", "\x07", "\x85", "\u2028", "\nzz:\n", '\n"q": 1\n', "id: x\n"),
    *("\nk: |\n  - x\n  - y\n", "\nl:\n  - |\n  - 'a\n  - b'\n", "\nm: [\n  - x\n", "\nn: 'one\no: two'\n"),
)
ODD = {
    "a quote that goes on over a key": "a: 'one\nb: two'\nc: 3\n",
    "a quote that goes on over an item": "a:\n  - 'one\n  - two'\n  - three\n",
    "a bracket that goes on over a key": "a: [1,\nb: 2]\n",
    "an item at the margin": "a:\n- 1\n- 2\nb: 3\n",
    "a key in quotes at the margin": 'a:\n  - 1\n"b": 2\n',
    "a key twice": "a: 1\nb: 2\na: 3\n",
    "a key of a list twice": "a:\n  - 1\nb: 2\na:\n  - 3\n",
    "an alias into another piece": "a: &x 1\nb: *x\n",
    "an item below its dash": "a:\n  -\n    b: 1\n  - c\n",
    "lists of different depths": "a:\n  - 1\n   - 2\n",
    "remarks before, between and after": "# one\n\na:\n  # two\n  - 1\n\n  # three\n  - 2\n# four\nb:\n",
    "a remark with a hidden character": "# one\x07\na: 1\n",
    "text in a block up to the next key": "a: |+\n  one\n\n\nb: >-\n  two\nc:\n  - |\n    - x\n  - y\n",
    "lines that end as on Windows": "a:\r\n  - one\r\n  - two\r\nb: 3\r\n",
    "lines that end as they did on a Macintosh": "a: 1\rb: 2\r",
    "two documents": "a: 1\n---\nb: 2\n",
    "nothing": "",
    "only a remark": "# one\n",
}


def whole(content: bytes) -> Tree:
    """What a file says that is read in one piece."""
    made = Tree("f.yaml")
    decoded = tree._decoded(content, made)
    return made if decoded is None else tree._read(decoded, made)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(TESTS.parent).as_posix())
def test_each_file_says_the_same_in_pieces(file: Path) -> None:
    assert parse_tree(file.read_bytes(), "f.yaml") == whole(file.read_bytes())


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_what_is_odd_says_the_same_in_pieces(text: str) -> None:
    assert parse_tree(text.encode(), "f.yaml") == whole(text.encode())


@pytest.mark.parametrize("seed", range(20))
def test_what_is_spoilt_somewhere_says_the_same_in_pieces(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # the same faults in each run
    lines = (TESTS / "sources" / "wrist" / "comparison.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    for _ in range(20):
        start = chance.randrange(len(lines))
        text = "".join(lines[start : start + chance.randrange(5, 60)])
        for _ in range(chance.randrange(1, 4)):
            at, length = chance.randrange(len(text) + 1), chance.choice((0, 0, 0, 1, 5))
            text = text[:at] + chance.choice(AMONG) + text[at + length :]
        assert parse_tree(text.encode(), "f.yaml") == whole(text.encode()), text


def test_a_piece_is_read_again_only_where_it_was_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = (TESTS / "sources" / "wrist" / "comparison.yaml").read_text(encoding="utf-8")
    parse_tree(before.encode(), "f.yaml")
    read: list[str] = []
    reading = tree._read

    def noted(decoded: str, made: Tree, depth: int = 0) -> Tree:
        read.append(decoded)
        return reading(decoded, made, depth)

    monkeypatch.setattr(tree, "_read", noted)
    after = before.replace("\nstudies:", "\n\nstudies:", 1).replace("promise: ", "promise: Now ", 1)
    assert after.count("\n") == before.count("\n") + 1
    made = parse_tree(after.encode(), "g.yaml")
    assert sum(text.count("\n") for text in read) < 60
    monkeypatch.setattr(tree, "_read", reading)
    plain = reading(after, Tree("g.yaml"))
    assert made == plain


def test_what_is_given_out_is_nobody_elses() -> None:
    text = b"a:\n  - b: [1]\n"
    first = parse_tree(text, "f.yaml")
    first.value["a"][0]["b"].append(2)
    assert parse_tree(text, "f.yaml").value == {"a": [{"b": [1]}]}


@pytest.mark.parametrize("levels", [DEEPEST - 2, DEEPEST - 1, DEEPEST])
def test_the_bound_of_levels_is_the_same_in_pieces(levels: int) -> None:
    text = f"a:\n  - {'[' * levels}{']' * levels}\n".encode()
    made = parse_tree(text, "f.yaml")
    assert made == whole(text)
    assert made.whole == (levels < DEEPEST - 1)


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_the_bound_of_values_is_the_same_in_pieces(monkeypatch: pytest.MonkeyPatch, more: int) -> None:
    text = b"a:\n  - 1\n  - 2\nb: 3\n"
    monkeypatch.setattr(tree, "MOST", whole(text).events - 1 + more)
    made = parse_tree(text, "f.yaml")
    assert made == whole(text)
    assert made.whole == (more >= 0)
