"""Draws a spec for a slot at its final physical size and saves it, the same bytes from run to run."""

import io
import re
import zlib
from struct import pack
from xml.sax.saxutils import escape

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from PIL import Image

from layouts.figures.canvas import DPI
from layouts.figures.colours import inks
from layouts.figures.laying_out import STYLE, lay_out, lay_out_parts, trimmed
from layouts.figures.recording import read_marks
from layouts.figures.specs import Anatomy, Figure, Slot, Spec
from layouts.palette import Palette

LEVEL = 3  # of deflate: the next takes twice as long for a tenth of the bytes


def draw(spec: Spec, slot: Slot, palette: Palette, *, picture: bool = False) -> Figure:
    """A spec drawn for a slot and saved, as PNG only for a `picture`, which takes longest. Raises DoesNotFit."""
    return _saved(lay_out(spec, slot, palette), slot, spec.anatomy, palette, picture)


def draw_parts(spec: Spec, slot: Slot, palette: Palette, *, picture: bool = False) -> tuple[Figure, ...]:
    """The same, divided into parts where one slot does not hold every row. Raises DoesNotFit."""
    return tuple(figure for _, figure in draw_divided(spec, slot, palette, picture=picture))


def draw_divided(
    spec: Spec, slot: Slot, palette: Palette, *, picture: bool = False, trim: bool = False
) -> tuple[tuple[Spec, Figure], ...]:
    """The same with what each part shows, each only as high as it needs to be if `trim`. Raises DoesNotFit."""
    parts = []
    for part, laid_out in lay_out_parts(spec, slot, palette):
        low = trimmed(laid_out, slot, part.anatomy.direction) if trim else slot
        drawing = laid_out if low == slot else lay_out(part, low, palette)
        parts.append((part, _saved(drawing, low, part.anatomy, palette, picture)))
    return tuple(parts)


def _saved(drawing: Drawing, slot: Slot, anatomy: Anatomy, palette: Palette, picture: bool) -> Figure:
    return Figure(
        id=anatomy.id,
        slot=slot,
        alt=anatomy.alt,
        svg=svg(drawing, slot, anatomy, palette),
        png=png(drawing) if picture else b"",
        marks=read_marks(drawing, palette, anatomy.direction),
        direction=anatomy.direction,
        language=anatomy.language,
        seal=anatomy.seal,
        part=anatomy.part,
        parts=anatomy.parts,
    )


def svg(drawing: Drawing, slot: Slot, anatomy: Anatomy, palette: Palette) -> bytes:
    """SVG with text as text, its size in mm, title, alt text and seal inside, no ground; ids are names XML allows.

    Colours are classes named by role, such as `fill-arm-first`, in one style sheet at the top: to print it in other
    inks, that sheet is all there is to change. From right to left text is outlines: WeasyPrint sets the text of an SVG
    letter by letter, so letters never join.
    """
    target = io.BytesIO()
    with matplotlib.rc_context({**STYLE, "svg.fonttype": "path" if anatomy.direction == "rtl" else "none"}):
        drawing.savefig(
            target, format="svg", facecolor="none", metadata={"Date": None, "Creator": None, "Title": anatomy.title,
                                                              "Identifier": anatomy.seal or None}
        )  # fmt: skip
    text = target.getvalue().decode()
    size = f'width="{slot.width_mm:g}mm" height="{slot.height_mm:g}mm"'
    text = re.sub(r'width="[\d.]+pt" height="[\d.]+pt"', size, text, count=1)
    text = text.replace("</title>", f"</title>\n <desc>{escape(anatomy.alt)}</desc>", 1)
    return _with_classes(_with_plain_ids(text), palette).encode()


def _with_classes(text: str, palette: Palette) -> str:
    """Colours out of the style of each element, into classes. What names no colour is ink: matplotlib omits black."""
    known, used = inks(palette), {"fill": {"ink"}, "stroke": set[str]()}

    def classed(match: re.Match[str]) -> str:
        classes, rest = [], []
        for rule in match[1].split("; "):
            name, _, value = rule.partition(": ")
            if name in used and value.startswith("#"):
                ink = str(known[value.upper()])
                used[name].add(ink)
                classes.append(f"{name}-{ink}")
            else:
                rest.append(rule)
        style = f' style="{"; ".join(rest)}"' if rest else ""
        return f' class="{" ".join(classes)}"{style}' if classes else style

    text = re.sub(r' style="([^"]*)"', classed, text)
    text = text.replace("<svg ", '<svg class="fill-ink" ', 1)
    colours = {str(ink): value for value, ink in known.items()}
    rules = "".join(f".{name}-{ink}{{{name}: {colours[ink]}}}" for name in used for ink in sorted(used[name]))
    return text.replace('<style type="text/css">', f'<style type="text/css">{rules}', 1)


def _with_plain_ids(text: str) -> str:
    """Names become XML ids: letters, digits, hyphens and underscores, numbered where they repeat."""
    seen: dict[str, int] = {}

    def plain(match: re.Match[str]) -> str:
        slug = re.sub(r"[^a-z0-9_]+", "-", match[1].lower()).strip("-")
        seen[slug] = seen.get(slug, 0) + 1
        return f'id="{slug}"' if seen[slug] == 1 else f'id="{slug}--{seen[slug]}"'

    return re.sub(r'(?<=<g )id="([^"]*)"', plain, text)


def png(drawing: Drawing) -> bytes:
    """PNG of 300 dots an inch without alpha."""
    sheet = FigureCanvasAgg(drawing)
    with matplotlib.rc_context(STYLE):
        sheet.draw()  # type: ignore[no-untyped-call]
    pixels = sheet.buffer_rgba()  # type: ignore[no-untyped-call]
    image = Image.frombuffer("RGBA", sheet.get_width_height(), pixels, "raw", "RGBA", 0, 1)
    return _packed(image.convert("RGB"))


def _packed(image: Image.Image) -> bytes:
    """A picture of flat colours as PNG, its rows unfiltered: a filter takes twice the time here and makes more bytes
    (PNG specification, 12.7)."""
    rows, wide = memoryview(image.tobytes()), 3 * image.width
    deflate = zlib.compressobj(LEVEL)
    data = bytearray()
    for start in range(0, len(rows), wide):
        data += deflate.compress(b"\0")  # the filter of this row: none
        data += deflate.compress(rows[start : start + wide])
    data += deflate.flush()
    header = pack(">IIBBBBB", *image.size, 8, 2, 0, 0, 0)  # eight bits for each of red, green and blue
    dots = round(DPI / 0.0254)  # a metre
    chunks = ((b"IHDR", header), (b"pHYs", pack(">IIB", dots, dots, 1)), (b"IDAT", bytes(data)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))
