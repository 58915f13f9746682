"""What every part of the model is made of: the base it stands on, its plainest values, and the walk through all of it.

What a source does not tell is written `not recorded`; it is printed as such and never filled in.
"""

from collections.abc import Iterator
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
    yield path, value
    if isinstance(value, Part):
        for name, field in type(value).model_fields.items():
            if name in value.model_fields_set:
                yield from walk(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, (*path, key))
