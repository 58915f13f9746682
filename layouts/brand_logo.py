"""A brand's logo in brand.yml's shapes: a path, or named images and three sizes, each perhaps in light and dark."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from layouts.parts import Label, Part, Slug

PATH = r"^(?:[A-Za-z0-9][A-Za-z0-9 _.-]*/){0,4}[A-Za-z0-9][A-Za-z0-9 _.-]*\.(svg|png)$"
LogoPath = Annotated[str, Field(pattern=PATH, max_length=200)]
Where = tuple[str, ...]  # keys below `logo`


class Image(Part):
    """A file in the brand's folder, and what a screen reader says for it."""

    path: LogoPath
    alt: Label | None = None


class Variants(Part):
    """For a light and for a dark ground; all of our pages are light."""

    light: Slug | LogoPath | Image
    dark: Slug | LogoPath | Image | None = None


Choice = Slug | LogoPath | Image | Variants


class Logo(Part):
    """Each size names an image, or gives its path. `alt` is for those that have none of their own."""

    images: dict[Slug, Image | LogoPath] = Field(default_factory=dict)
    small: Choice | None = None
    medium: Choice | None = None
    large: Choice | None = None
    alt: Label | None = None

    @property
    def named(self) -> Iterator[tuple[Where, str | Image]]:
        """Every image or name of one, with where it stands; the medium size first, and light before dark."""
        for size in ("medium", "large", "small"):
            choice = getattr(self, size)
            if isinstance(choice, Variants):
                told = ((tone, getattr(choice, tone)) for tone in ("light", "dark"))
                yield from (((size, tone), one) for tone, one in told if one)
            elif choice:
                yield (size,), choice
        yield from ((("images", name), image) for name, image in self.images.items())


@dataclass(frozen=True)
class Mark:
    """A logo as it is printed: its file, what it is told as, its bytes, and its width for one unit of height."""

    path: str
    alt: str
    content: bytes
    ratio: float

    @property
    def vector(self) -> bool:
        return self.path.endswith(".svg")


def as_logo(given: str | Image | Logo) -> Logo:
    """A logo in its full shape, whichever way it was written."""
    return given if isinstance(given, Logo) else Logo(medium=given)


def resolved(given: str | Image | Logo) -> Iterator[tuple[Where, Image]]:
    """Every image with where it stands, best first for a light page; KeyError, with the name, for one that is not."""
    logo = as_logo(given)
    whole = isinstance(given, Logo)
    for where, one in logo.named:
        named = logo.images[one] if isinstance(one, str) and "." not in one else one
        image = Image(path=named) if isinstance(named, str) else named
        yield (where if whole else ()), image.model_copy(update={"alt": image.alt or logo.alt})
