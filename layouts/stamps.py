"""Whether a call would make again what is there: what it read, what it wrote and what it said, by digests.

Only the standard library is imported here: when nothing has changed, nothing else is loaded.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class Stamp:
    """A call that ended well: the digest of its inputs, its files by path below the stamp's folder of builds, and
    the lines that it said on stderr and stdout."""

    inputs: str
    files: Mapping[str, str]
    told: Sequence[str]
    printed: Sequence[str]


def read_stamp(path: Path) -> Stamp | None:
    """The stamp, or nothing where there is none that can be read."""
    try:
        told = json.loads(path.read_bytes())
        texts = (told["inputs"], *told["files"], *told["files"].values(), *told["told"], *told["printed"])
        return Stamp(told["inputs"], told["files"], told["told"], told["printed"]) if _all_texts(texts) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _all_texts(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def still_there(stamp: Stamp, out: Path) -> bool:
    """Whether every file is there as it was written, and no killed run left anything beside."""
    try:
        return not any(_leftovers(stamp, out)) and all(
            digest_file(out / name) == digest for name, digest in stamp.files.items()
        )
    except OSError:
        return False


def _leftovers(stamp: Stamp, out: Path) -> Iterator[Path]:
    """What stands beside the folders of variants while one is replaced (folders.py)."""
    parts = (PurePosixPath(name).parts for name in stamp.files)
    for folder in {out.joinpath(*names[:3]) for names in parts if len(names) > 3}:
        beside = (folder.with_name(f".{folder.name}.{role}") for role in ("new", "old", "journal"))
        yield from (path for path in beside if path.exists())


def digest_file(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def write_stamp(path: Path, stamp: Stamp) -> None:
    """Keeps a stamp; where that is not possible, the next call makes everything again."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        for leftover in path.parent.glob(".*"):  # of a killed run; where another writes it now, that one goes without
            leftover.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(stamp), file)
        Path(name).replace(path)
