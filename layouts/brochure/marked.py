"""The texts of a page's marked content, by their number in it: what a reader of tags is given (ISO 32000-1, 14.6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

SHOWS = ("Tj", "TJ", "'", '"')
READ = " ".join(("BDC", "BMC", "EMC", "Tf", *SHOWS))  # operators; all others draw
HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
UNKNOWN = "\ufffd"  # stands for a character that the file does not tell


@dataclass
class Fonts:
    """What the codes of a file's fonts mean, each font read once."""

    known: dict[Any, tuple[int, dict[int, str]]] = field(default_factory=dict)

    def decode(self, font: Any, codes: bytes) -> str:
        """The text of codes shown in a font."""
        if font.objgen not in self.known:
            width = 2 if font.get("/Subtype") == "/Type0" else 1
            self.known[font.objgen] = width, unicode_map(font)
        width, table = self.known[font.objgen]
        numbers = (int.from_bytes(codes[i : i + width], "big") for i in range(0, len(codes), width))
        return "".join(table.get(number, UNKNOWN) for number in numbers)


def unicode_map(font: Any) -> dict[int, str]:
    """Code -> characters, by the font's ToUnicode (ISO 32000-1, 9.10.3); empty where it has none."""
    if "/ToUnicode" not in font:
        return {}
    text = bytes(font.ToUnicode.read_bytes())
    found: dict[int, str] = {}
    for part in CHARS.findall(text):
        pairs = HEX.findall(part)
        found |= {int(code, 16): _text(value) for code, value in zip(pairs[::2], pairs[1::2], strict=False)}
    for part in RANGES.findall(text):
        for first, last, start, listed in RANGE.findall(part):
            found |= _range(int(first, 16), int(last, 16), start, HEX.findall(listed))
    return found


def _range(first: int, last: int, start: bytes, listed: list[bytes]) -> dict[int, str]:
    codes = range(first, min(last, first + 0xFFFF) + 1)
    if listed:
        return {code: _text(value) for code, value in zip(codes, listed, strict=False)}
    head, end = _text(start)[:-1], _text(start)[-1:]
    return {code: head + chr(ord(end) + code - first) for code in codes} if end else {}


def _text(value: bytes) -> str:
    return bytes.fromhex(value.decode("ascii")).decode("utf-16-be", errors="replace")


def marked_texts(page: Any, fonts: Fonts) -> dict[int, str]:
    """The text under each mark of a page. What is drawn inside a figure's form is the figure's, and told by its alt."""
    found: dict[int, list[str]] = {}
    open_marks: list[int | None] = []
    shown = page.Resources.get("/Font", {})
    font: Any = None
    for instruction in pikepdf.parse_content_stream(page, READ):
        operands: Any = instruction.operands
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            open_marks.append(_mark(operands))
        elif operator == "EMC" and open_marks:
            open_marks.pop()
        elif operator == "Tf":
            font = shown.get(str(operands[0]))
        elif operator in SHOWS and font is not None:
            number = next((mark for mark in reversed(open_marks) if mark is not None), None)
            if number is not None:
                codes = b"".join(_strings(operands))
                found.setdefault(number, []).append(fonts.decode(font, codes))
    return {number: "".join(texts) for number, texts in found.items()}


def _mark(operands: Any) -> int | None:
    properties = operands[1] if len(operands) > 1 else None
    return int(properties["/MCID"]) if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties else None


def _strings(operands: Any) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, pikepdf.String):
            yield bytes(operand)
        elif isinstance(operand, pikepdf.Array):
            yield from _strings(operand)
