"""What pydantic found, in plain words: which entry, what is wrong with it, and how to mend it."""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from layouts.comparison import Comparison
from layouts.parts import Part
from layouts.passages import BLOCK_KEYS
from layouts.problems import Problem
from layouts.tree import Path, Tree

RULE = "SRC-02"
MOST = 500  # problems told of one source
Told = dict[Path, list[ErrorDetails]]


class Trees:
    """Several files as one value: each top-level key knows the tree it came from. `model` is what they should be."""

    def __init__(self, main: Tree, parts: dict[str, Tree], model: type[Part] = Comparison) -> None:
        self.main, self.parts, self.model = main, parts, model
        self.value: dict[str, Any] = dict(main.value)
        for key, part in parts.items():
            if key in part.value:
                self.value[key] = part.value[key]

    def tree(self, path: Path) -> Tree:
        return self.parts.get(str(path[0]), self.main) if path else self.main


def complaints(found: Iterable[ErrorDetails], trees: Trees) -> list[Problem]:
    """One problem a fault: a union that failed in several ways is told once, and what only repeats another, never."""
    told: Told = {}
    for error in found:
        told.setdefault(_told_path(error, trees.value), []).append(error)
    echoes = _echoes(told, trees.model)
    faults = ((path, several) for path, several in told.items() if path not in echoes)
    return [_problem(path, several, trees, told) for path, several in islice(faults, MOST)]


# --- where -----------------------------------------------------------------------------------------------------------


def real_path(loc: tuple[int | str, ...], value: Any) -> Path:
    """pydantic's location without the names of union members: the part that leads to a value of the source."""
    path: list[str | int] = []
    in_list = False
    for step in loc:
        if in_list and _names_a_kind(path, step, value):
            in_list = False
        elif (isinstance(value, dict) and step in value) or (isinstance(value, list) and step in range(len(value))):
            value = value[step]  # type: ignore[index] # mypy does not tie the step to the kind of value
            path.append(step)
            in_list = isinstance(step, int)
    return tuple(path)


def _names_a_kind(path: list[str | int], step: int | str, value: Any) -> bool:
    """Whether a step is the kind of a block or a figure, which stands before a key that may have the same name."""
    if path[0] == "sections":
        return step in BLOCK_KEYS
    return len(path) == 2 and path[0] == "figures" and isinstance(value, dict) and step == value.get("kind")


def _told_path(error: ErrorDetails, value: Any) -> Path:
    """Where an error is told: nearer to the fault than pydantic can say."""
    path, kind, given = real_path(error["loc"], value), error["type"], error["input"]
    context = error.get("ctx", {})
    if _lacks_key(error):
        return (*path, error["loc"][-1])
    if kind.startswith("union_tag") and context["discriminator"].startswith("'"):
        key = context["discriminator"].strip("'")
        return (*path, *(get_close_matches(key, given, n=1, cutoff=0.75) or [key]))
    if kind == "table":
        return (*path, "rows", context["row"] - 1)
    if kind == "one_kind":
        return (*path, *[key for key in ("counted", "reported", "percent_only") if given.get(key) is not None][1:2])
    return (*path, NEARER[kind]) if kind in NEARER else path


def _lacks_key(error: ErrorDetails) -> bool:
    """Whether a key is missing, and not an entry of a list of fixed length."""
    return error["type"] == "missing" and isinstance(error["loc"][-1], str)


NEARER = {"events_above_n": "counted", "printed": "printed"}


def _echoes(told: Told, model: type[Part]) -> set[Path]:
    """What only repeats another error: lists short of their faulty entries, the other side of a union, a misspelt key
    that is missing under its right name."""
    parents = {path[:length] for path in told for length in range(len(path))}
    repeating = {"too_short", "literal_error"}
    echoes = {path for path, several in told.items() if path in parents and {e["type"] for e in several} <= repeating}
    for path, several in told.items():
        if several[0]["type"] == "extra_forbidden":
            echoes |= {
                (*path[:-1], key) for key in get_close_matches(str(path[-1]), _missing_beside(path, told, model), n=1)
            }
    return echoes


def _missing_beside(path: Path, told: Told, model: type[Part]) -> list[str]:
    """The keys that are missing in the entry of a path."""
    beside = ((*path[:-1], key) for key in _fields(path[:-1], model))
    return [str(other[-1]) for other in beside if other in told and told[other][0]["type"] == "missing"]


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


# --- what the model knows at a path ----------------------------------------------------------------------------------


def _fields(path: Path, model: type[Part]) -> dict[str, list[FieldInfo]]:
    """The keys that may stand in an entry of a model, each with the fields it may be: blocks are of many kinds."""
    parts: set[type[Part]] = {model}
    for step in (step for step in path if isinstance(step, str)):
        fields = _keys(parts).get(step)
        parts = {part for field in fields for part in _parts(field.annotation)} if fields else parts
    return _keys(parts)


def _keys(parts: set[type[Part]]) -> dict[str, list[FieldInfo]]:
    keys: dict[str, list[FieldInfo]] = {}
    for part in sorted(parts, key=lambda part: part.__name__):
        for name, field in part.model_fields.items():
            keys.setdefault(field.alias or name, []).append(field)
    return keys


def _parts(annotation: Any) -> set[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return {annotation}
    return {part for inner in get_args(annotation) for part in _parts(inner)}


def vocabulary() -> list[str]:
    """Every key that a model knows anywhere."""
    waiting, names = [Part], set[str]()
    while waiting:
        part = waiting.pop()
        names |= {field.alias or name for name, field in part.model_fields.items()}
        waiting += part.__subclasses__()
    return sorted(names)


# --- words -----------------------------------------------------------------------------------------------------------


def _problem(path: Path, several: list[ErrorDetails], trees: Trees, told: Told) -> Problem:
    tree = trees.tree(path)
    place = tree.keys.get(path) if several[0]["type"] in ("extra_forbidden", "union_tag_not_found") else None
    place = place or tree.place(path[:-1] if _lacks_key(several[0]) else path)
    message, fix = _words(several, path, trees, told)
    return Problem(place, RULE, f"{entry(path, trees.value)}: {message}", fix)


def _words(several: list[ErrorDetails], path: Path, trees: Trees, told: Told) -> tuple[str, str]:
    choices = _choices(several)
    error = next((e for e in several if e["type"] != "literal_error"), several[0])
    kind, given = error["type"], error["input"]
    nameless = kind == "union_tag_not_found" and isinstance(path[-1], str)  # the key that tells the kind is not there
    if _lacks_key(error) or (nameless and path[-1] not in given):
        return "is missing", f"add '{path[-1]}: ...'{_instead(path, trees.model)}"
    if kind == "extra_forbidden" or nameless:
        known = _missing_beside(path, told, trees.model) or list(_fields(path[:-1], trees.model)) or vocabulary()
        return "is not a key that is known here", "correct or remove it" + did_you_mean(str(path[-1]), known)
    if kind == "union_tag_not_found" or (kind == "string_type" and isinstance(given, dict)):
        return _no_text(given, path, trees.model)
    if choices and (isinstance(given, str) or kind in ("literal_error", "union_tag_invalid")):
        wrong = error.get("ctx", {}).get("tag", given)
        return (
            f"{_shown(wrong)} is none of the choices",
            f"choose one of: {', '.join(choices)}{did_you_mean(str(wrong), choices)}",
        )
    return _plain_words(error, "not recorded" in str([e.get("ctx") for e in several]))


def _instead(path: Path, model: type[Part]) -> str:
    """What else may stand for a missing key: its choices, or 'not recorded' where that is one."""
    fields = _fields(path[:-1], model).get(str(path[-1]), [])
    kinds = [field.annotation for field in fields if get_origin(field.annotation) is Literal]
    literals = [str(name) for kind in kinds for name in get_args(kind)]
    if literals:
        return f" with one of: {', '.join(dict.fromkeys(literals))}"
    return " or 'not recorded'" if any("not recorded" in str(field.annotation) for field in fields) else ""


def _choices(several: list[ErrorDetails]) -> list[str]:
    """The names to choose from, as pydantic lists them ("'a', 'b' or 'c'"); 'not recorded' alone is no choice."""
    contexts = [error.get("ctx", {}) for error in several]
    listed = ", ".join(str(context.get("expected") or context.get("expected_tags") or "") for context in contexts)
    names = [name.strip(" '") for name in listed.replace(" or ", ", ").split(",")]
    return list(dict.fromkeys(name for name in names if name and name != "not recorded"))


def _no_text(given: Any, path: Path, model: type[Part]) -> tuple[str, str]:
    """Words for what stands where a text or a block belongs: most often a text that lacks its quotes."""
    if not isinstance(given, dict) or not given:
        return f"must be a text, and it is {_shown(given)}", "write a text, in quotes where it begins with a sign"
    if all(value is None for value in given.values()):
        return "a text that begins with { was read as keys", "put the text in quotes"
    kinds = [key for key in _fields(path, model) if key in BLOCK_KEYS]
    wrong = ", ".join(given)
    choose = f"choose one of: {', '.join(kinds)}{did_you_mean(wrong, kinds)}; " if kinds else ""
    message = f"{_shown(wrong)} is none of the choices" if kinds else "must be a text, and it is a mapping"
    return message, f"{choose}a text with ': ' in it needs quotes round it"


def _plain_words(error: ErrorDetails, may_be_unknown: bool) -> tuple[str, str]:
    kind, given = error["type"], error["input"]
    template, fix = PLAIN.get(kind, ("{message}", error.get("ctx", {}).get("fix", "correct the value")))
    if given is None and kind.endswith("_type"):
        template, fix = "is empty", "write its value"
    elif kind == "int_type" and isinstance(given, float):
        template, fix = PLAIN["int_from_float"]
    elif kind == "prose" and not str(given).strip():
        fix = "write the text"
    elif kind == "string_pattern_mismatch":
        pattern = error["ctx"]["pattern"]
        fix = FORMS.get(str(error["loc"][-1])) or next((words for start, words in PATTERNS if start in pattern), fix)
    if may_be_unknown:
        fix += ", or write 'not recorded'"
    context = {key: f"{value:g}" if isinstance(value, float) else value for key, value in error.get("ctx", {}).items()}
    count = len(given) if isinstance(given, list) else 0
    words = {**context, "given": _shown(given), "message": error["msg"], "count": _entries(count)}
    return template.format_map(words), fix.format_map(words)


PLAIN: dict[str, tuple[str, str]] = {
    "string_type": ("must be a text, and it is {given}", "put the text in quotes"),
    "string_too_short": ("is empty", "write the text"),
    "string_too_long": ("is longer than {max_length} characters", "shorten it"),
    "string_pattern_mismatch": ("{given} has a character or a form that is not allowed", "it must match {pattern}"),
    "int_type": ("must be a whole number, and it is {given}", "write the number without quotes, as its source does"),
    "int_from_float": ("must be a whole number, and it is {given}", "people are counted whole: write the count"),
    "float_type": ("must be a number, and it is {given}", "write a number such as 42 or 7.5, without quotes"),
    "finite_number": ("must be a finite number", "write a number such as 42 or 7.5"),
    "greater_than_equal": ("{given} is below {ge}", "write a value of {ge} or more"),
    "less_than_equal": ("{given} is above {le}", "write a value of {le} or less"),
    "date_parsing": ("{given} is not a date", "write it as 2026-01-31"),
    "date_from_datetime_parsing": ("{given} is not a date", "write it as 2026-01-31"),
    "date_from_datetime_inexact": ("{given} is not a date", "write it as 2026-01-31"),
    "date_type": ("{given} is not a date", "write it as 2026-01-31"),
    "tuple_type": ("must be a list, and it is {given}", "begin each entry on its own line with '- '"),
    "dict_type": ("must be keys with values, and it is {given}", "write 'key: value' lines below it"),
    "model_type": ("must be keys with values, and it is {given}", "write 'key: value' lines below it"),
    "model_attributes_type": ("must be keys with values, and it is {given}", "write 'key: value' lines below it"),
    "bool_type": ("must be true or false, and it is {given}", "write true or false"),
    "bool_parsing": ("must be true or false, and it is {given}", "write true or false"),
    "missing": ("holds {count}, and it needs more", "add the missing entry"),  # of a list of fixed length
    "too_short": ("holds {count}, and it needs {min_length} or more", "add the missing entries"),
    "too_long": ("holds {count}, and at most {max_length} are allowed", "remove entries, or divide them"),
    "one_kind": ("{message}", "keep the one that says what the source prints: 'counted', 'reported' or 'percent_only'"),
    "events_above_n": ("{message}", "correct 'events' or 'n'"),
    "printed": ("{message}", "remove it: it stands only where a source prints another percentage than its counts make"),
    "prose": ("{message}", "close every mark that is opened: {{id}}, [@key], **bold**"),
    "issued": ("{message}", "write year, month and day, as far as they are known: [[2026, 1, 31]]"),
    "name": ("{message}", "write 'family: ...' and 'given: ...', or 'literal: ...'"),
    "row": ("{message}", "write 'field:' with the name of a field of the arms, or 'cells:' with a text for each arm"),
    "table": ("{message}", "give each row as many cells as columns"),
    "section": ("{message}", "add 'patient:' or 'clinician:' with 'heading' and 'full'"),
    "slide": ("{message}", "write 'section' with 'layout', or 'make' alone; remove the rest"),
}
FORMS = {  # the form of a text, by its key
    "DOI": "write it as 10.1000/example, without https://doi.org/",
    "PMID": 'write up to eight digits in quotes: "12345678"',
    "number": "write it as NCT01234567; several are parted by '; '",
    "URL": "write the whole address: https://example.org/page",
    "record": "write letters, digits and hyphens: T-001",
    "version": 'write up to three numbers with dots, in quotes: "1.0"',
    "language": "write a language tag: en, es, pt-BR",
    "phone": "write digits and blanks, and of signs + ( ) . / -",
    "emergency": "write the number as people dial it, in quotes: '112'",
}
PATTERNS = (  # the form of a text, by how its pattern begins
    (r"^[a-z0-9]+(-", "write lower-case letters, digits and single hyphens: my-id"),
    (r"^[^\x00", "write one line without {{ or }}: numbers stand by reference in texts, not in names"),
)


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """'; did you mean 'x'?' where a near name exists, else nothing."""
    near = get_close_matches(word, list(names), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f"'{value if len(value) <= 60 else value[:57] + '...'}'"
    kind = {list: "a list", dict: "a mapping", bool: f"{value!s}".lower(), type(None): "empty"}.get(type(value))
    return kind or str(value)
