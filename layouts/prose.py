"""Prose of a source, parsed once: words, numbers by reference, citations.

The marks are few: `{id}` or `{id:form}` stands for a number of the ledger, `[@key; @key]` cites references (pandoc's
form), `**words**` are bold. Everything else is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

MARKS = re.compile(
    r"\{(?P<id>[a-z0-9][a-z0-9-]*)(?::(?P<form>[a-z0-9-]+))?\}"
    r"|\[(?P<cite>@[\w:.-]+(?:\s*;\s*@[\w:.-]+)*)\]"
    r"|(?P<bold>\*\*)"
)
SPACE = re.compile(r"[^\S\u00a0\u202f]+")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
LONGEST = 4000


@dataclass(frozen=True)
class Words:
    """Plain text."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Reference:
    """A number by reference: the id of an estimate, fact or study, and the form it is printed in ('' the usual one)."""

    id: str
    form: str = ""
    bold: bool = False


@dataclass(frozen=True)
class Citation:
    """Keys of the references file."""

    keys: tuple[str, ...]


Span = Words | Reference | Citation


@dataclass(frozen=True)
class Prose:
    """One paragraph's text as written (`source`) and as parsed (`spans`)."""

    source: str
    spans: tuple[Span, ...]

    @property
    def words(self) -> str:
        """The typed words alone, without numbers and citations: what the rules of language look at."""
        return "".join(span.text if isinstance(span, Words) else " " for span in self.spans)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        text = core_schema.str_schema(strict=True, min_length=1, max_length=LONGEST)
        return core_schema.no_info_after_validator_function(parse_prose, text)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": LONGEST}


def parse_prose(text: str) -> Prose:
    """Parses the marks of one text; raises PydanticCustomError for a mark that is not whole."""
    folded = fold(text)
    refuse_control_characters(text)
    if not folded:
        raise PydanticCustomError("prose", "the text is empty")
    return Prose(folded, tuple(_spans(folded)))


def fold(text: str) -> str:
    """A text in one line. A space that never ends a line stays what it is: 'EE. UU.' is not parted."""
    return " ".join(SPACE.split(text.strip()))


def refuse_control_characters(text: str) -> None:
    """No invisible character reaches a page: it could hide or turn round a number."""
    found = CONTROL.search(text)
    if found:
        raise PydanticCustomError(
            "prose", "an invisible control character (U+{code}) stands in the text", {"code": f"{ord(found[0]):04X}"}
        )


def _spans(text: str) -> Iterator[Span]:
    bold, start = False, 0
    for mark in MARKS.finditer(text):
        yield from _words(text[start : mark.start()], bold)
        start = mark.end()
        if mark["bold"]:
            bold = not bold
        elif mark["id"]:
            yield Reference(mark["id"], mark["form"] or "", bold)
        else:
            yield Citation(tuple(key.strip()[1:] for key in mark["cite"].split(";")))
    yield from _words(text[start:], bold)
    if bold:
        raise PydanticCustomError("prose", "the bold mark ** is opened and never closed")


def _words(text: str, bold: bool) -> Iterator[Words]:
    stray = re.search(r"[{}]|\[@", text)
    if stray:
        raise PydanticCustomError(
            "prose", "the mark at '{near}' is not whole", {"near": text[stray.start() : stray.start() + 20]}
        )
    if text:
        yield Words(text, bold)
