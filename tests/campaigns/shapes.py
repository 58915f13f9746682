"""Changes a value by what its model says of it: texts, numbers, dates, ids and lists at and beyond their bounds.

The model speaks as a JSON schema, so whatever a field may hold is known here without a list of fields.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from layouts.prose import MARKS

Node = dict[str, Any]
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DAYS = ("0001-01-01", "1999-12-31", "2024-02-29", "2026-02-29", "2026-01-01", "2028-12-31", "9999-12-31", "10000-01-01")
WORDS = ("one", "in", "100", "12%", "0.5", "1 in 10,000", "safe", "cure", "may", "“so”", "E. coli", "3–5", "<b>",
         "&amp;", "$x_1$", "\\n", "%s", "{{7}}", "ärztlich", "مرحبا", "שלום", "細胞", "a\u0301" * 9, "\U0001f600",
         "\u00a0", "\u00ad", "\u200d", "’", "**bold**", "**", "}", "[@", "-", "…")  # fmt: skip
LONG = (1, 30, 45, 120, 121, 600, 3990, 4000, 4001)
FORMED = ("1", "1.0.0", "en", "es", "ar", "de", "A-1", "CIT-03", "10.1000/x", "12345678", "NCT01234567", "https://a.b/c",
          "112", "+00 000", "#123456", "no form")  # fmt: skip
FORMS = ("", ":share", ":counts", ":people", ":percent", ":interval", ":upper", ":n", ":value", ":range", ":nothing")
MANY = (2, 3, 7, 12, 13, 41, 200)
WRONG = (None, True, -1, 0.5, 10**18, 1e308, "", " ", "not recorded", "\x07", "\ud83d", [], {}, [[]], [None], {"id": 1})
DEEPEST = 6  # of what is made anew


@dataclass(frozen=True)
class Names:
    """What a document can name: its ids, those that stand under each key, and marks of its texts."""

    ids: tuple[str, ...] = ()
    under: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spot:
    """One value: what holds it, under which key, the name of the field, and what may stand there."""

    holder: Any
    key: str | int
    name: str
    node: Node

    @property
    def value(self) -> Any:
        return self.holder[self.key]


@dataclass(frozen=True)
class Shape:
    """What a model may hold."""

    model: type[BaseModel]
    schema: Node = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "schema", self.model.model_json_schema())

    @cached_property
    def top(self) -> Node:
        return {key: value for key, value in self.schema.items() if key != "$defs"}

    def ways(self, node: Node) -> list[Node]:
        """All that may stand at a place, one by one."""
        if "$ref" in node:
            return self.ways(self.schema["$defs"][node["$ref"].rpartition("/")[2]])
        several = node.get("anyOf") or node.get("oneOf")
        return [way for one in several for way in self.ways(one)] if several else [node]

    def way(self, value: Any, node: Node) -> Node:
        """The one of them that a value goes by, or nothing."""
        for way in self.ways(node):
            known = way.get("properties", {})
            if isinstance(value, dict) and way.get("type") == "object":
                kinds = all(value.get(key) == part["const"] for key, part in known.items() if "const" in part)
                if kinds and (not known or value.keys() <= known.keys()):
                    return way
            if isinstance(value, list) and way.get("type") == "array":
                return way
        return {}

    def spots(self, value: Any, node: Node, name: str = "") -> Iterator[Spot]:
        """Every value below one."""
        way = self.way(value, node)
        if isinstance(value, dict):
            known, others = way.get("properties", {}), way.get("additionalProperties")
            for key in value:
                below = known.get(key) or (others if isinstance(others, dict) else {})
                yield Spot(value, key, key, below)
                yield from self.spots(value[key], below, key)
        elif isinstance(value, list):
            for index, one in enumerate(value):
                listed = way.get("prefixItems", [])[index : index + 1] or [way.get("items") or {}]
                yield Spot(value, index, name, listed[0])
                yield from self.spots(one, listed[0], name)


@dataclass(frozen=True)
class Changing:
    """Changes one document. `mild` stays within what the model allows, as far as a field alone can tell."""

    shape: Shape
    chance: random.Random
    mild: bool
    names: Names

    def change(self, value: Any) -> None:
        """One change somewhere."""
        spots = [spot for spot in self.shape.spots(value, self.shape.top) if spot.key not in ("format", "kind")]
        if not spots:
            return
        spot = self.chance.choice(spots)
        match self.chance.choices(range(6), (9, 3, 2, 2, 1, 0 if self.mild else 2))[0]:
            case 0 if isinstance(spot.value, str) and "pattern" not in spot.node and self.chance.random() < 0.4:
                spot.holder[spot.key] = self._grown(spot.value)
            case 0 if not (self.mild and spot.name == "id"):
                spot.holder[spot.key] = self.fresh(spot.node, spot.name)
            case 1:
                self._list(self.chance.choice([one for one in spots if isinstance(one.value, list)] or [spot]))
            case 2:
                self._keys(self.chance.choice([one for one in spots if isinstance(one.value, dict)] or [spot]))
            case 3:
                other = self.chance.choice([one for one in spots if one.node == spot.node])
                spot.holder[spot.key] = deepcopy(other.value)
            case 0 | 4 if self.names.ids:
                new = f"new-{self.chance.randrange(99)}" if self.mild else self._id()
                self._rename(value, self.chance.choice(self.names.ids), new)
            case _:
                spot.holder[spot.key] = deepcopy(self.chance.choice(WRONG))

    def fresh(self, node: Node, name: str, depth: int = 0) -> Any:
        """A new value for a field."""
        ways = self.shape.ways(node)
        way = self.chance.choice(ways)
        if depth > DEEPEST:
            way = next((one for one in ways if one.get("type") not in ("object", "array")), way)
        if "const" in way or "enum" in way:
            return self.chance.choice([way["const"]] if "const" in way else way["enum"])
        match way.get("type"):
            case "string":
                return self._string(way, name)
            case "integer" | "number":
                return self._number(way)
            case "boolean":
                return self.chance.random() < 0.5
            case "array":
                return self._items(way, name, depth)
            case "object":
                return self._object(way, depth)
        return deepcopy(self.chance.choice(WRONG))

    # --- one value ----------------------------------------------------------------------------------------------------

    def _string(self, way: Node, name: str) -> str:
        if way.get("format") == "date":
            return self.chance.choice(DAYS)
        if way.get("pattern") == SLUG:
            known = self.names.under.get(name, ()) if name != "id" else ()
            return self.chance.choice(known) if self.mild and known else self._id()
        if "pattern" in way and "{}" not in way["pattern"]:  # a tag, a DOI: its own form, or not
            known = [form for form in FORMED if re.search(way["pattern"], form)]
            return self.chance.choice(known if self.mild and known else FORMED)
        text = self._text(way.get("maxLength", 4000))
        plain = self.mild and "pattern" in way
        return re.sub(r"[\x00-\x1f{}]", "", text).strip() or "x" if plain else text

    def _text(self, most: int) -> str:
        """Words, marks and a word that is far too long; as long as is allowed, or one letter more."""
        pieces = [self.chance.choice(WORDS) for _ in range(self.chance.randint(1, 12))]
        if self.mild:
            pieces = [piece for piece in pieces if piece not in ("**", "}", "[@", "{{7}}")]
        for _ in range(self.chance.randrange(3)):
            unknown = self.chance.choice(("{%s%s}", "[@%s]%.0s")) % (self._id(), self.chance.choice(FORMS))
            pieces.insert(0, self.chance.choice(self.names.marks) if self.mild and self.names.marks else unknown)
        if self.chance.random() < 0.3:
            pieces.append(self.chance.choice("xWق細") * self.chance.choice(LONG))
        text = " ".join(pieces)
        return text[: most if self.mild else most + 1]

    def _grown(self, text: str) -> str:
        """A text with more in it, its marks and digits as they were."""
        at = self.chance.choice([0, len(text), *(found.end() for found in re.finditer(r"[.,] ", text))])
        more = self.chance.choice([word for word in WORDS if not re.search(r"[\d*}@\[]", word)])
        return f"{text[:at]} {more * self.chance.choice((1, 1, 30))} {text[at:]}"

    def _number(self, way: Node) -> float:
        low, high = way.get("minimum", -(10**9)), way.get("maximum", 10**9)
        found = [low, high, low + 1, min(high, 1), min(high, 7), low + self.chance.random() * (high - low)]
        if not self.mild:
            found += [low - 1, high + 1, 0, -0.0, 1e-300]
        number = self.chance.choice(found)
        return round(number) if way["type"] == "integer" and (self.mild or self.chance.random() < 0.9) else number

    def _id(self) -> str:
        new = self.chance.choice(("x", "a" * 60, "0", "no-such-thing", "1-2-3"))
        return self.chance.choice(self.names.ids) if self.names.ids and self.chance.random() < 0.85 else new

    def _items(self, way: Node, name: str, depth: int) -> list[Any]:
        least, most = way.get("minItems", 0), way.get("maxItems", 4)
        count = self.chance.randint(least, min(most, least + 3)) if self.mild else self.chance.randint(0, most + 1)
        listed = way.get("prefixItems", [])
        nodes = [listed[index] if index < len(listed) else way.get("items") or {} for index in range(count)]
        return [self.fresh(node, name, depth + 1) for node in nodes]

    def _object(self, way: Node, depth: int) -> Node:
        known, needed, others = way.get("properties", {}), way.get("required", []), way.get("additionalProperties")
        made = {key: part for key, part in known.items() if key in needed or self.chance.random() < 0.5 / (depth + 1)}
        if isinstance(others, dict):
            made |= dict.fromkeys((self._id(), self._id()), others)
        return {key: self.fresh(part, key, depth + 1) for key, part in made.items()}

    # --- several ------------------------------------------------------------------------------------------------------

    def _list(self, spot: Spot) -> None:
        """A list with more, fewer or other entries, in another order."""
        entries = spot.value
        if not isinstance(entries, list) or not entries:
            return
        way = self.shape.way(entries, spot.node)
        least, most = (way.get("minItems", 0), way.get("maxItems", 500)) if self.mild else (0, 500)
        named = self.mild and isinstance(entries[0], dict) and "id" in entries[0]  # something else may name it
        match self.chance.randrange(4):
            case 0 if len(entries) > least and not named:
                del entries[self.chance.randrange(len(entries))]
            case 1 if len(entries) < most:
                entries.insert(self.chance.randrange(len(entries) + 1), self.fresh(way.get("items") or {}, spot.name))
            case 2:
                one, many = self.chance.choice(entries), min(self.chance.choice(MANY), most - len(entries))
                entries += [self._copied(one, number) for number in range(many)]
            case _:
                self.chance.shuffle(entries)

    def _copied(self, entry: Any, number: int) -> Any:
        """An entry once more, under an id of its own."""
        copied = deepcopy(entry)
        if isinstance(copied, dict) and isinstance(copied.get("id"), str):
            copied["id"] = f"{copied['id'][:50]}-more-{number}"
        return copied

    def _keys(self, spot: Spot) -> None:
        """A key taken away, added or misspelt."""
        keys = spot.value
        if not isinstance(keys, dict) or not keys:
            return
        way = self.shape.way(keys, spot.node)
        free = sorted(key for key in keys if key not in way.get("required", []))
        lacking = sorted(way.get("properties", {}).keys() - keys.keys())
        if lacking and self.chance.random() < 0.6:
            key = self.chance.choice(lacking)
            keys[key] = self.fresh(way["properties"][key], key)
        elif self.mild and free:
            del keys[self.chance.choice(free)]
        elif not self.mild:
            keys[self.chance.choice(("", "no-such-key", "id", "kind"))] = keys.pop(self.chance.choice(sorted(keys)))

    def _rename(self, value: Any, old: str, new: str) -> None:
        """An id wherever it stands, in marks too: what was whole stays whole."""
        changed = json.loads(re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, json.dumps(value)))
        value.clear()
        value.update(changed)


def names_of(*values: Any) -> Names:
    """What documents that belong together can name."""
    found, under, marks = set[str](), dict[str, set[str]](), set[str]()
    waiting = [("", value) for value in values]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            found |= {value["id"]} if isinstance(value.get("id"), str) else set()
            waiting += value.items()
        elif isinstance(value, list):
            waiting += [(name, one) for one in value]
        elif isinstance(value, str):
            marks |= {mark[0] for mark in MARKS.finditer(value) if mark["id"] or mark["cite"]}
            if re.fullmatch(SLUG, value):
                under.setdefault(name, set()).add(value)
    return Names(
        tuple(sorted(found)), {name: tuple(sorted(some)) for name, some in under.items()}, tuple(sorted(marks))
    )


def changed_value(value: Node, shape: Shape, chance: random.Random, names: Names) -> bytes:
    """One to four changes of a document, which is then written in lines as people do, or as JSON, which is YAML too."""
    made = deepcopy(value)
    changing = Changing(shape, chance, chance.random() < 0.75, names)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        changing.change(made)
    written = json.dumps(made, ensure_ascii=False, indent=1) if chance.random() < 0.2 else "\n".join(_lines(made))
    return f"{written}\n".encode("utf-8", "surrogatepass")


def _lines(value: Any, depth: int = 0) -> Iterator[str]:
    """YAML in blocks; texts in double quotes."""
    within = "  " * depth
    entries = value.items() if isinstance(value, dict) else [(None, one) for one in value]
    for key, one in entries:
        head = within + ("-" if key is None else f"{json.dumps(key, ensure_ascii=False)}:" if key == "" else f"{key}:")
        if isinstance(one, dict | list) and one:
            below = list(_lines(one, depth + 1))
            yield from [f"{within}- {below[0].lstrip()}", *below[1:]] if key is None else [head, *below]
        else:
            yield f"{head} {json.dumps(one, ensure_ascii=False)}"
