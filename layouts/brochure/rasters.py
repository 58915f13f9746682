"""A logo in pixels, for programs that show no SVG: set by the typesetter, then drawn by PDFium."""

import io

from layouts.brand_logo import Mark
from layouts.brochure.pdf import PT_PER_MM, typeset

HEIGHT = 25.0  # mm of the page that it is set on
PIXELS = 600  # of its height: sharp on a projector


def rasterised(mark: Mark) -> bytes:
    """A PNG of an SVG on no ground, the same bytes each time."""
    import pypdfium2  # here: only a brand with an SVG needs it

    width = round(HEIGHT * mark.ratio, 2)
    size = f"width: {width}mm; height: {HEIGHT}mm"
    page = f"<style>@page {{ size: {width}mm {HEIGHT}mm; margin: 0 }} img {{ display: block; {size} }}</style>"
    pdf = typeset(f"{page}<img src='figure:logo'>", {"logo": mark.content}).document.write_pdf()
    scale = PIXELS / (HEIGHT * PT_PER_MM)
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=scale, fill_color=(255, 255, 255, 0), maybe_alpha=True).to_pil()
    stream = io.BytesIO()
    picture.convert("RGBA").save(stream, "PNG", optimize=False)
    return stream.getvalue()
