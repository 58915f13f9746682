"""Which slide layout of a template shall serve which role, as its owner writes it: a YAML file beside the template.

layouts:
  title: Titelfolie
  text: Titel und Inhalt
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from layouts.brand_words import Role
from layouts.complaints import did_you_mean
from layouts.intake import IntakeError, read_within
from layouts.problems import Place, Problem, ProblemError
from layouts.tree import LARGEST, parse_tree

RULE: Final = "TPL-03"
KEY: Final = "layouts"
ROLES: Final[tuple[str, ...]] = get_args(Role)


@dataclass(frozen=True)
class Wish:
    """The name of a layout that somebody chose for a role, and where that is written."""

    layout: str
    place: Place


def read_wishes(path: Path) -> dict[str, Wish]:
    """The wishes of `<stem of the template>.yaml`, none where there is no such file; raises ProblemError (TPL-03)."""
    if not path.is_file():
        return {}
    try:
        content = read_within(path.parent, path, LARGEST)
    except IntakeError as error:
        raise ProblemError([Problem(Place(str(path)), RULE, str(error), error.fix)]) from None
    return parse_wishes(content, str(path))


def parse_wishes(content: bytes, file: str) -> dict[str, Wish]:
    """Role -> wish; raises ProblemError with every fault at its line."""
    tree = parse_tree(content, file)
    if tree.problems:
        raise ProblemError(tree.problems)
    faults = [
        Problem(tree.keys[key,], RULE, f"the key '{key}' has no meaning here", f"write only '{KEY}:'")
        for key in tree.value
        if key != KEY
    ]
    given = tree.value.get(KEY)
    if not isinstance(given, dict):
        fix = f"write '{KEY}:' and under it 'title: NAME OF A LAYOUT'"
        raise ProblemError([*faults, Problem(tree.place((KEY,)), RULE, "it names no layouts", fix)])
    wishes: dict[str, Wish] = {}
    for role, name in given.items():
        if role not in ROLES:
            fix = f"choose one of: {', '.join(ROLES)}{did_you_mean(role, ROLES)}"
            faults.append(Problem(tree.keys[KEY, role], RULE, f"there is no role '{role}'", fix))
        elif not isinstance(name, str):
            message = f"the layout of '{role}' is no name"
            faults.append(Problem(tree.place((KEY, role)), RULE, message, "put the layout's name in quotes"))
        else:
            wishes[role] = Wish(name, tree.place((KEY, role)))
    if faults:
        raise ProblemError(faults)
    return wishes


def match(wishes: Mapping[str, Wish], known: Mapping[str, int | None]) -> dict[str, int]:
    """Role -> number of its layout. `known` has those of a template by name, None of one without a title.

    Raises ProblemError (TPL-03) for names that the template does not have, or that cannot be used.
    """
    titled = [name for name, number in known.items() if number is not None]
    fix, found, faults = f"choose one of: {', '.join(titled)}", dict[str, int](), list[Problem]()
    for role, wish in wishes.items():
        number = known.get(wish.layout)
        if number is not None:
            found[role] = number
        elif wish.layout in known:
            message = f"the slide layout '{wish.layout}' has no title, and every slide has one"
            faults.append(Problem(wish.place, RULE, message, fix))
        else:
            message = f"the template has no slide layout '{wish.layout}' for the role '{role}'"
            faults.append(Problem(wish.place, RULE, message, f"{fix}{did_you_mean(wish.layout, known)}"))
    if faults:
        raise ProblemError(faults)
    return found
