"""What was made before, by a digest of all that went into it. Never trusted: what is damaged or foreign is made again.

An entry is a pickle of this program's plain values behind its own digest; nothing but these values is unpickled.
"""

import io
import os
import pickle
import tempfile
import time
from contextlib import suppress
from dataclasses import is_dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from layouts.folders import clear_leftovers

LARGEST = 512 * 1024 * 1024  # bytes of all entries; the oldest go first
HEAD = 32  # bytes of the digest before an entry's content
# modules whose dataclasses may be in an entry
VALUES = ("layouts.documents", "layouts.figures.", "layouts.problems", "layouts.review.printings")


class Cache:
    """A folder of entries that several processes may use at once. One that is `fresh` is written and never read."""

    def __init__(self, folder: Path, largest: int = LARGEST, *, fresh: bool = False) -> None:
        self.folder, self.largest, self.fresh = folder, largest, fresh
        self.since = time.time()

    def get(self, key: str) -> Any:
        """The value of a key (hex digits), or None when there is none that is whole."""
        if self.fresh:
            return None
        path = self._path(key)
        try:
            entry = path.read_bytes()
            if sha256(entry[HEAD:]).digest() != entry[:HEAD]:
                raise ValueError("damaged")
            value = _Reader(io.BytesIO(entry[HEAD:])).load()
            os.utime(path)  # the newest stay
        except FileNotFoundError:
            return None
        except Exception:  # noqa: BLE001  # whatever a damaged or foreign entry brings about, it is made again
            with suppress(OSError):
                path.unlink()
            return None
        return value

    def put(self, key: str, value: Any) -> None:
        """Keeps a value. A cache that cannot be written is no reason to stop."""
        content = pickle.dumps(value, protocol=5)
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(sha256(content).digest() + content)
                Path(name).replace(path)
            except BaseException:
                with suppress(OSError):
                    Path(name).unlink()
                raise

    def trim(self) -> None:
        """Takes away the oldest entries, until no more than `largest` bytes are left, and leftovers of killed runs."""
        clear_leftovers(self.folder, "??/.*", self.since)
        with suppress(OSError):
            found = [(path.stat(), path) for path in self.folder.glob("??/*") if path.is_file()]
            room = self.largest
            for told, path in sorted(found, key=lambda entry: entry[0].st_mtime_ns, reverse=True):
                room -= told.st_size
                if room < 0:
                    path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


class _Reader(pickle.Unpickler):
    """Unpickles this program's plain values, and refuses all else (docs.python.org, pickle: Restricting Globals)."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(VALUES):
            found = getattr(import_module(module), name, None)
            if isinstance(found, type) and is_dataclass(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of an entry")
