"""The published source of a document as one file to attach: unpacked, it builds the same pages again.

It holds `<comparison>/comparison.yaml` and `references.yaml`, and the brand beside them under `brands/`.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from layouts.brand import Brand
from layouts.comparison import Comparison
from layouts.notation import to_yaml
from layouts.parts import Part
from layouts.prose import Prose
from layouts.source import MAIN, WORKS
from layouts.works import References

NAME = "source.zip"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of every file in the archive: no earlier day can be written there


@dataclass(frozen=True)
class File:
    """A file that a document carries: what it was made from, told in a sentence, and the day that it is of."""

    name: str
    description: str
    content: bytes
    on: date


def pack_source(comparison: Comparison, brand: Brand) -> bytes:
    """The archive's bytes, the same for the same source."""
    written = plain(comparison)
    works = {name: written.pop(name) for name in References.model_fields if name in written}
    folder, house = comparison.id, f"brands/{brand.id}"
    return _zipped(
        {
            f"{folder}/{MAIN}": to_yaml(written),
            f"{folder}/{WORKS}": to_yaml(works),
            f"{house}/brand.yaml": to_yaml(plain(brand)),
            **{f"{house}/{name}": content for name, content in sorted(brand.files.items())},
        }
    )


def plain(value: Any) -> Any:
    """A part of the model as its source writes it, in the model's order and without what is understood."""
    if isinstance(value, Prose):
        return value.source
    if isinstance(value, Part):
        fields = type(value).model_fields
        told = ((field, getattr(value, name)) for name, field in fields.items())
        return {
            field.alias or name: plain(item)
            for name, (field, item) in zip(fields, told, strict=True)
            if item != field.get_default(call_default_factory=True)
        }
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive whose bytes depend on names and contents alone."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3  # Unix, wherever it is made
            archive.writestr(entry, content)
    return packed.getvalue()
