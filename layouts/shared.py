"""What jobs of one look share, on its way to other processes: packed once for all of them, and unpacked once by each
process however many of them it makes. Between the two it is plain bytes, which a cluster's scheduler hands on unread.
"""

import pickle
from dataclasses import dataclass
from functools import cached_property, lru_cache

from layouts.build import Figures
from layouts.source import Source

LOOKS = 2  # that a process remembers: the one at work, and the next


@dataclass(frozen=True)
class Shared:
    """A source, and the figures that are drawn by now."""

    source: Source
    figures: Figures

    @cached_property
    def packed(self) -> bytes:
        """The same as bytes."""
        return pickle.dumps((self.source, self.figures), pickle.HIGHEST_PROTOCOL)


@lru_cache(maxsize=LOOKS)
def unpacked(packed: bytes) -> Shared:
    """What was packed; whoever asks again gets the same object, and changes nothing in it."""
    return Shared(*pickle.loads(packed))  # noqa: S301 (from the process that started this one, as any task of a pool)
