"""What pydantic found, in plain words: which entry, what is wrong with it, and how to mend it."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from layouts.comparison import Part
from layouts.problems import Problem
from layouts.tree import Path, Tree

RULE = "SRC-02"


def complaints(found: Iterable[ErrorDetails], trees: "Trees") -> list[Problem]:
    """One problem a place; a union that failed in several ways is told once."""
    told: dict[Path, list[ErrorDetails]] = {}
    for error in found:
        told.setdefault(_told_path(error, trees.value), []).append(error)
    return [_problem(path, several, trees) for path, several in told.items()]


class Trees:
    """Several files as one value: each top-level key knows the tree it came from."""

    def __init__(self, main: Tree, parts: dict[str, Tree]) -> None:
        self.main, self.parts = main, parts
        self.value: dict[str, Any] = dict(main.value)
        for key, part in parts.items():
            if key in part.value:
                self.value[key] = part.value[key]

    def tree(self, path: Path) -> Tree:
        return self.parts.get(str(path[0]), self.main) if path else self.main


def _told_path(error: ErrorDetails, value: Any) -> Path:
    path = real_path(error["loc"], value)
    if error["type"] in ("missing", "extra_forbidden"):
        return (*path, str(error["loc"][-1])) if path[-1:] != error["loc"][-1:] else path
    return path


def real_path(loc: tuple[int | str, ...], value: Any) -> Path:
    """pydantic's location without the names of union members: the part that leads to a value of the source."""
    path: list[str | int] = []
    for step in loc:
        if (isinstance(value, dict) and step in value) or (isinstance(value, list) and isinstance(step, int) and step < len(value)):
            value = value[step]
        else:
            continue
        path.append(step)
    return tuple(path)


def entry(path: Path, value: Any) -> str:
    """A path in people's words: "estimates, entry 'mild-early': counted"."""
    words: list[str] = []
    for step in path:
        value = value[step] if isinstance(step, int) or (isinstance(value, dict) and step in value) else None
        if isinstance(step, int):
            name = value.get("id") if isinstance(value, dict) else None
            words.append(f"entry '{name}'" if isinstance(name, str) else f"entry {step + 1}")
        else:
            words.append(str(step))
    return ", ".join(words) or "the file"


def _problem(path: Path, several: list[ErrorDetails], trees: "Trees") -> Problem:
    error = next((e for e in several if e["type"] != "literal_error"), several[0])
    tree = trees.tree(path)
    place = tree.keys.get(path) if error["type"] == "extra_forbidden" else None
    place = place or tree.place(path[:-1] if error["type"] == "missing" else path)
    message, fix = _words(error, several, path, trees)
    return Problem(place, RULE, f"{entry(path, trees.value)}: {message}", fix)


def _words(error: ErrorDetails, several: list[ErrorDetails], path: Path, trees: "Trees") -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    given = error["input"]
    if kind == "missing":
        unknown = any(e["type"] == "literal_error" for e in several)
        return "is missing", f"add '{path[-1]}: ...'" + (" or 'not recorded'" if unknown else "")
    if kind == "extra_forbidden":
        return "is not a key that is known here", "correct or remove it" + did_you_mean(str(path[-1]), vocabulary())
    if kind in ("literal_error", "union_tag_invalid", "union_tag_not_found"):
        return _choice_words(several, given, context)
    template, fix = PLAIN.get(kind, ("{message}", "correct the value"))
    if any(e["type"] == "literal_error" and "not recorded" in str(e.get("ctx")) for e in several):
        fix += ", or write 'not recorded'"
    words = {**context, "given": _short(given), "message": error["msg"]}
    return template.format_map(words), fix.format_map(words)


PLAIN: dict[str, tuple[str, str]] = {
    "string_type": ("must be a text, and it is {given}", "put the text in quotes"),
    "string_too_short": ("is empty", "write the text"),
    "string_too_long": ("is longer than {max_length} characters", "shorten it"),
    "string_pattern_mismatch": ("'{given}' has a character or a form that is not allowed", "it must match {pattern}"),
    "int_type": (
        "must be a whole number, and it is {given}",
        "write the number without quotes, as the source prints it",
    ),
    "int_from_float": ("must be a whole number, and it is {given}", "people are counted whole: write the count"),
    "float_type": ("must be a number, and it is {given}", "write a number such as 42 or 7.5, without sign and quotes"),
    "float_parsing": (
        "must be a number, and it is {given}",
        "write a number such as 42 or 7.5, without sign and quotes",
    ),
    "finite_number": ("must be a finite number", "write a number such as 42 or 7.5"),
    "greater_than_equal": ("{given} is below {ge}", "write a value of {ge} or more"),
    "less_than_equal": ("{given} is above {le}", "write a value of {le} or less"),
    "date_parsing": ("{given} is not a date", "write it as 2026-01-31"),
    "date_from_datetime_parsing": ("{given} is not a date", "write it as 2026-01-31"),
    "date_type": ("{given} is not a date", "write it as 2026-01-31"),
    "tuple_type": ("must be a list, and it is {given}", "begin each entry on its own line with '- '"),
    "dict_type": ("must be keys with values, and it is {given}", "write 'key: value' lines below it"),
    "model_type": ("must be keys with values, and it is {given}", "write 'key: value' lines below it"),
    "bool_type": ("must be true or false, and it is {given}", "write true or false"),
    "too_short": ("holds {actual_length} entries, and it needs {min_length} or more", "add the missing entries"),
    "too_long": ("holds more than the {max_length} entries allowed", "remove entries or divide the section"),
    "one_kind": ("{message}", "keep the one that says what the source prints"),
    "events_above_n": ("{message}", "correct 'events' or 'n'"),
    "printed": ("{message}", "remove it: it stands only where a source prints another percentage than its counts make"),
    "prose": ("{message}", "close every mark that is opened: {{id}}, [@key], **bold**; remove invisible characters"),
}


def _choice_words(several: list[ErrorDetails], given: Any, context: dict[str, Any]) -> tuple[str, str]:
    listed = " ".join(
        str(e.get("ctx", {}).get("expected") or e.get("ctx", {}).get("expected_tags") or "") for e in several
    )
    names = [name.strip(" '") for name in listed.replace(" or ", ", ").split(",")]
    names = list(dict.fromkeys(name for name in names if name))
    wrong = context.get("tag", given)
    if isinstance(given, dict) and "tag" not in context:
        wrong = ", ".join(map(str, given)) or "nothing"
    return (
        f"'{_short(wrong)}' is none of the choices",
        f"choose one of: {', '.join(names)}{did_you_mean(str(wrong), names)}",
    )


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """'; did you mean 'x'?' where a near name exists, else nothing."""
    near = get_close_matches(word, list(names), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def vocabulary() -> list[str]:
    """Every key that the model knows anywhere."""
    waiting, names = [Part], set[str]()
    while waiting:
        part = waiting.pop()
        names |= {field.alias or name for name, field in part.model_fields.items()}
        waiting += part.__subclasses__()
    return sorted(names)


def _short(value: Any) -> str:
    if value is None:
        return "empty"
    text = str(value)
    kind = {list: "a list", dict: "a mapping", bool: f"{value!s}".lower()}.get(type(value))
    return kind or (text if len(text) <= 60 else text[:57] + "...")
