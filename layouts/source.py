"""YAML files -> Comparison, or every problem at once with file, line, column and fix. The only reading of a source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from layouts.comparison import Comparison
from layouts.complaints import Trees, complaints
from layouts.intake import IntakeError, read_within
from layouts.integrity import check_integrity
from layouts.parts import Path
from layouts.problems import Place, Problem, ProblemError
from layouts.tree import LARGEST, Tree, parse_tree
from layouts.works import References

Anchor = tuple[str | int, ...]  # a path in which '#id' stands for the number of an entry that has this id
MAIN, WORKS = "comparison.yaml", "references.yaml"


@dataclass(frozen=True)
class Source:
    """A comparison, and where each of its parts stands in its files.

    Of a translation, `original` is what it was made of, and `strings` tells where its own words stand.
    """

    comparison: Comparison
    trees: Trees
    original: Comparison | None = None
    strings: Mapping[Path, Place] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """The file, line and column of a path such as ('estimates', 3, 'counted'): where its words stand, or the
        entry of the source."""
        return self.strings.get(path) or self.trees.tree(path).place(path)

    def anchor(self, place: Place) -> Anchor | None:
        """What stands at a place, so that it is found again where lines have moved; None where nothing does."""
        spots = (self.strings, self.trees.main.places, *(tree.places for tree in self.trees.parts.values()))
        found = [path for known in spots for path, spot in known.items() if spot == place]
        if not found:
            return None
        value: Any = self.trees.value
        steps: list[str | int] = []
        for step in min(found, key=len):
            value = value[step]
            id = value.get("id") if isinstance(step, int) and isinstance(value, dict) else None
            steps.append(f"#{id}" if isinstance(id, str) else step)
        return tuple(steps)

    def anchored(self, anchor: Anchor) -> Place | None:
        """Where it stands by now; None where it does not."""
        value: Any = self.trees.value
        path: list[str | int] = []
        for step in anchor:
            at: str | int = step
            if isinstance(value, list):
                ids = [one.get("id") if isinstance(one, dict) else None for one in value]
                named = str(step)[1:] if isinstance(step, str) else None
                at = ids.index(named) if named in ids else step
            if at not in (value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()):
                return None
            value = value[at]
            path.append(at)
        found = tuple(path)
        exact = found in self.strings or found in self.trees.tree(found).places
        return self.place(found) if exact else None


def read_source(folder: FilePath) -> Source:
    """Reads a comparison's folder; raises ProblemError with everything that is wrong in it."""
    return parse_source(read_files(folder))


def read_files(folder: FilePath) -> dict[str, bytes]:
    """The bytes of a comparison's files by the names that problems will show. Raises ProblemError when unreadable."""
    files: dict[str, bytes] = {}
    for name in (MAIN, WORKS):
        path = folder / name
        try:
            files[str(path)] = read_within(folder, path, LARGEST)
        except FileNotFoundError:
            fix = f"a comparison is a folder with {MAIN} and {WORKS}; 'make_docs.py new NAME' makes one to start from"
            raise ProblemError([Problem(Place(str(path)), "SRC-01", "the file is not there", fix)]) from None
        except IntakeError as error:
            raise ProblemError([Problem(Place(str(path)), "SRC-01", str(error), error.fix)]) from None
    return files


def parse_source(files: Mapping[str, bytes]) -> Source:
    """Parses files given by name, comparison.yaml first; raises ProblemError with every problem found."""
    trees = [parse_tree(text, name) for name, text in files.items()]
    problems = [problem for tree in trees for problem in tree.problems]
    if not all(tree.whole for tree in trees):
        raise ProblemError(_sorted(problems))
    problems += _misplaced(trees)
    together = Trees(trees[0], dict.fromkeys(References.model_fields, trees[1]) if len(trees) > 1 else {})
    try:
        source = Source(Comparison.model_validate(together.value), together)
    except ValidationError as error:
        found = complaints(error.errors(include_url=False), together)
        told = {problem.place for problem in problems}  # what its form spoilt is no second fault
        raise ProblemError(_sorted([*problems, *(problem for problem in found if problem.place not in told)])) from None
    problems += check_integrity(source.comparison, source.place)
    if problems:
        raise ProblemError(_sorted(problems))
    return source


def _misplaced(trees: list[Tree]) -> list[Problem]:
    """Keys at the top that belong into the other file: References knows one key, the comparison all others."""
    known = set(References.model_fields)
    wrong = [(trees[0], key) for key in trees[0].value if key in known and len(trees) > 1]
    wrong += [(tree, key) for tree in trees[1:] for key in tree.value if key not in known]
    return [
        Problem(
            tree.keys[(key,)],
            "SRC-02",
            f"the key '{key}' does not belong into this file",
            f"references stand in {WORKS}, everything else in {MAIN}",
        )
        for tree, key in wrong
    ]


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.place)
