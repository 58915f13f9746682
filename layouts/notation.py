"""Plain values -> YAML text, as people write it: short words bare, long texts folded, all else in quotes.

Written here, since a library's emitter takes a quarter of a second for one comparison; what it writes, `tree` reads.
"""

import json
import re
from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

WIDTH = 110  # characters of a line
# Bare where no reader of YAML, 1.1 or 1.2, takes it for anything but text.
BARE = re.compile(r"(?!(?:yes|no|on|off|true|false|null)$)[a-z][a-z0-9]*(?:[ _-][a-z0-9]+)*", re.IGNORECASE)
FOLDING = re.compile(r"[!-~\u00a0-\u2027\u2030-\ud7ff]+(?: [!-~\u00a0-\u2027\u2030-\ud7ff]+)*")


def to_yaml(values: Mapping[str, Any]) -> bytes:
    """Texts, numbers, truth values, lists and mappings, which are not empty at the top."""
    return ("\n".join(_block(values, "")) + "\n").encode()


def _block(value: Any, indent: str) -> Iterator[str]:
    """The lines of a mapping or a list that is not empty."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _entry(f"{indent}{_scalar(key)}:", item, f"{indent}  ")
    else:
        for item in value:
            lines = list(_entry(f"{indent}-", item, f"{indent}  "))
            if isinstance(item, Mapping | list) and len(lines) > 1:
                lines = [f"{indent}- {lines[1].lstrip()}", *lines[2:]]
            yield from lines


def _entry(start: str, value: Any, indent: str) -> Iterator[str]:
    """A key or dash with its value: on its line where it has room, else below."""
    flat = _flat(value)
    if flat and len(start) + 1 + len(flat) <= WIDTH:
        yield f"{start} {flat}"
    elif isinstance(value, Mapping | list):
        yield start
        yield from _block(value, indent)
    elif isinstance(value, str) and FOLDING.fullmatch(value):
        yield f"{start} >-"
        room = max(20, WIDTH - len(indent))
        yield from (indent + line for line in wrap(value, room, break_long_words=False, break_on_hyphens=False))
    else:
        yield f"{start} {_scalar(value)}"


def _flat(value: Any) -> str:
    """A value in one line; nothing for one that is better read in a block."""
    if isinstance(value, list):
        simple = all(not isinstance(item, Mapping | list) for item in value)
        return f"[{', '.join(map(_scalar, value))}]" if simple else ""
    if isinstance(value, Mapping):
        simple = all(
            isinstance(item, int | float) or (isinstance(item, str) and len(item) < 30) for item in value.values()
        )
        return f"{{{', '.join(f'{_scalar(k)}: {_scalar(v)}' for k, v in value.items())}}}" if simple else ""
    return _scalar(value)


def _scalar(value: Any) -> str:
    return value if isinstance(value, str) and BARE.fullmatch(value) else json.dumps(value, ensure_ascii=False)
