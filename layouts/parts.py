"""What every part of the model is made of: the base it stands on, its plainest values, and the walk through all of it.

What a source does not tell is written `not recorded`; it is printed as such and never filled in.
"""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

NotRecorded = Literal["not recorded"]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Label = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f{}]+$")]
Count = Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
People = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]
Quantity = Annotated[float, Field(strict=True, ge=-1_000_000_000, le=1_000_000_000, allow_inf_nan=False)]
Percent = Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False)]
Audience = Literal["patient", "clinician"]


class Part(BaseModel):
    """A piece of the model: it cannot be changed, and a key that it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BothWordings(Part):
    """One name for patients, one for clinicians."""

    patient: Label
    clinician: Label


Path = tuple[str | int, ...]


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a model with its path in the source, parents before children, in source order."""
    waiting = [(path, value)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        below: list[tuple[Path, Any]] = []
        if isinstance(value, Part):
            given = value.model_fields_set
            below = [((*path, key), getattr(value, name)) for name, key in _fields(type(value)) if name in given]
        elif isinstance(value, tuple):
            below = [((*path, index), item) for index, item in enumerate(value)]
        elif isinstance(value, dict):
            below = [((*path, key), item) for key, item in value.items()]
        waiting += reversed(below)


@cache
def _fields(kind: type[Part]) -> tuple[tuple[str, str], ...]:
    """The fields of a kind of part: as the model names them, and as a source does."""
    return tuple((name, field.alias or name) for name, field in kind.model_fields.items())
