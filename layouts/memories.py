"""What a process remembers of what it made, so that the next like it is quick, and how it forgets.

In watch nearly everything is as it was a moment ago; in a batch each variant brings words of its own that never come
again. So what was not used lately goes: by number, and by how many jobs were made since.
"""

import ctypes
import gc
import sys
from collections import deque
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar
from weakref import WeakSet

LIFE = 50  # jobs: what none of the last so many has used is let go, at the latest after twice as many
K = TypeVar("K")
V = TypeVar("V")
_all: "WeakSet[Memory[object, object]]" = WeakSet()


class Memory(Generic[K, V]):
    """Values by key: the latest are kept, `most` at most and half of that at least.

    Two dictionaries: what is used moves to the younger, and when that is full, or jobs have gone by, the elder is let
    go and the younger becomes it.
    """

    def __init__(self, most: int) -> None:
        self._half = max(1, most // 2)
        self._younger: dict[K, V] = {}
        self._elder: dict[K, V] = {}
        _all.add(self)  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self._younger) + len(self._elder)

    def get(self, key: K) -> V | None:
        """The value of a key, which is used with this; None where it is not remembered."""
        found = self._younger.get(key)
        if found is None:
            found = self._elder.pop(key, None)
            if found is not None:
                self.keep(key, found)
        return found

    def keep(self, key: K, value: V) -> V:
        """Remembers a value, which is never None."""
        if len(self._younger) >= self._half:
            self.age()
        self._younger[key] = value
        return value

    def age(self) -> None:
        """Lets go of what was not used since this was called last."""
        self._younger, self._elder = {}, self._younger

    def clear(self) -> None:
        """Lets go of everything."""
        self._younger, self._elder = {}, {}


class Latest(Generic[K, V]):
    """What was made of an object, for the few latest: they are told apart by being the same object, not by being equal,
    which takes long to find out. None of them may change."""

    def __init__(self, make: Callable[[K], V], most: int = 2) -> None:
        self._make = make
        self._known: deque[tuple[K, V]] = deque(maxlen=most)

    def of(self, thing: K) -> V:
        """What is made of it, made once."""
        for known, value in self._known:
            if known is thing:
                return value
        value = self._make(thing)
        self._known.append((thing, value))
        return value


class _Clearable(Protocol):
    def cache_clear(self) -> None: ...


Function = TypeVar("Function", bound=_Clearable)
_functions: list[_Clearable] = []


def forgetful(function: Function) -> Function:
    """For a function with an `lru_cache` of texts: every fifty jobs it forgets them, and reckons them anew."""
    _functions.append(function)
    return function


class _Since:
    """How many jobs this process has made, whether any since it swept, and whether it ever did."""

    jobs = 0
    litter = False
    swept = False


def _give_back() -> None:
    """Lets the system have what is free: glibc keeps it between what is used, and a process seems to grow."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim:
        trim(0)


def job_made() -> None:
    """Notes that a job was made, which ages what is remembered."""
    _Since.jobs += 1
    _Since.litter = True
    if _Since.jobs % LIFE == 0:
        for memory in list(_all):
            memory.age()
        for function in _functions:
            function.cache_clear()


def sweep() -> None:
    """Clears away what jobs left that nobody refers to any more: laid-out pages are full of circles, and left to Python
    some hundred MB of them pile up. What stands there the first time, libraries above all, is not looked through
    again."""
    if not _Since.litter:
        return
    _Since.litter = False
    gc.collect()
    _give_back()
    if not _Since.swept:
        gc.freeze()
        _Since.swept = True
