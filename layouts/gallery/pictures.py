"""Pictures of a document's pages or slides, each named after the document's checksum: a new one only for new bytes."""

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from layouts.memories import Memory

if TYPE_CHECKING:
    from PIL.Image import Image

FOLDER: Final = "gallery"
FORMAT: Final = 2  # raised when pictures are drawn otherwise, so that all are drawn again
TALL: Final = 300  # pixels of the page that a picture shows, at its longer side
DENSITY: Final = 2  # pixels of a picture to each of those, for sharp screens and paper
MOST_PAGES: Final = 400  # a file with more is shown without the rest
_SUFFIXES: Final = (".pdf", ".pptx")

UNDRAWABLE: Final = (  # what libraries raise on a file that is not what its name says; pypdfium2's is a RuntimeError
    *(OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, OverflowError, ZeroDivisionError),
)

Read = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Picture:
    """A page or slide; `width` and `height` are CSS pixels of the shape it is shown in; `title` is the slide's."""

    file: str
    width: int
    height: int
    title: str
    sha256: str


@dataclass(frozen=True)
class Strip:
    """All pictures of a document, and how many pages it has."""

    pictures: tuple[Picture, ...]
    pages: int

    @property
    def wide(self) -> bool:
        """Whether the first page lies on its side."""
        return bool(self.pictures) and self.pictures[0].width > self.pictures[0].height

    @property
    def first(self) -> int:
        """How many stand in the first row of a wide window; the others are shown on demand."""
        return 3 if self.wide else 5


NONE: Final = Strip((), 0)


def has_pages(name: str) -> bool:
    return name.endswith(_SUFFIXES)


def index_name(sha: str) -> str:
    """Where the list of a document's pictures is kept; its sha256 in hexadecimal digits."""
    return f"{FOLDER}/{sha[:16]}.json"


def standing(sha: str, read: Read) -> Strip | None:
    """The pictures that an earlier run made, where each of them is as it was made."""
    try:
        told = json.loads(read(index_name(sha)) or b"")
        if told["format"] != FORMAT or told["sha256"] != sha:
            return None
        strip = Strip(tuple(Picture(**picture) for picture in told["pictures"]), int(told["pages"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    names = {f"{FOLDER}/{sha[:16]}-{number}" for number in range(1, MOST_PAGES + 1)}
    named = all(picture.file.rpartition(".")[0] in names for picture in strip.pictures)
    whole = named and all(_is_whole(picture, read) for picture in strip.pictures)
    return strip if whole else None


def _is_whole(picture: Picture, read: Read) -> bool:
    return sha256(read(picture.file) or b"").hexdigest() == picture.sha256


def draw_pictures(name: str, sha: str, content: bytes) -> tuple[Strip, dict[str, bytes]]:
    """The pictures of a PDF or a deck, and the files to write: themselves and their list.

    Of a file that cannot be opened there are none; the list says so, and nobody tries again.
    """
    files: dict[str, bytes] = {}
    pictures: list[Picture] = []
    pages = 0
    suffix = "svg" if name.endswith(".pptx") else "webp"
    try:
        for pages, (title, width, height, drawn) in enumerate((_slides if suffix == "svg" else _pages)(content), 1):
            if pages <= MOST_PAGES:
                file = f"{FOLDER}/{sha[:16]}-{pages}.{suffix}"
                pictures.append(Picture(file, *_shown(width, height), title, sha256(drawn).hexdigest()))
                files[file] = drawn
    except UNDRAWABLE:
        pass  # a damaged or foreign file: the page says that it cannot be shown
    strip = Strip(tuple(pictures), pages)
    told = {"format": FORMAT, "sha256": sha, "pages": pages, "pictures": [asdict(picture) for picture in pictures]}
    files[index_name(sha)] = (json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
    return strip, files


def _shown(width: float, height: float) -> tuple[int, int]:
    share = TALL / max(width, height)
    return max(1, round(width * share)), max(1, round(height * share))


def _pages(content: bytes) -> Iterator[tuple[str, float, float, bytes]]:
    """Pages of a PDF; of a press sheet with its marks."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(content)
    try:
        for page in pdf:
            width, height = page.get_size()
            image = page.render(scale=TALL * DENSITY / max(width, height)).to_pil().convert("RGB")
            yield "", width, height, _packed(image)
            page.close()
    finally:
        pdf.close()


def _packed(image: "Image") -> bytes:
    """A picture as WebP. One that this process packed before is the same: in watch, most pages of a document."""
    pixels = sha256(image.tobytes()).hexdigest() + repr(image.size)
    packed = _before.get(pixels)
    if packed is None:
        stream = io.BytesIO()
        image.save(stream, "WEBP", quality=82, method=2)  # half the time of 4, and 2 % more bytes
        packed = _before.keep(pixels, stream.getvalue())
    return packed


_before: Memory[str, bytes] = Memory(MOST_PAGES)  # some 10 KB each


def _slides(content: bytes) -> Iterator[tuple[str, float, float, bytes]]:
    from layouts.deck.preview.drawing import draw_slides

    for slide in draw_slides(content):
        yield slide.title, slide.width, slide.height, slide.svg


def unused(names: Mapping[str, object] | set[str], used: set[str]) -> list[str]:
    """Of the files in the gallery's folder those that nothing refers to any more, and that a run like this one made."""
    return sorted(name for name in names if name not in used and _is_ours(name))


def _is_ours(name: str) -> bool:
    folder, _, file = name.partition("/")
    stem, _, suffix = file.partition(".")
    digits = stem.partition("-")[0]
    return (
        folder == FOLDER
        and len(digits) == 16
        and not set(digits) - set("0123456789abcdef")
        and suffix
        in (
            "json",
            "webp",
            "svg",
            "html",
        )
    )
