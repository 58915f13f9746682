"""Reads what a page paints from its content: every operator that moves, cuts, colours or paints (ISO 32000-1, annex A).

Boxes are in points from the page's lower left corner, after all transformations and cut by the clipping in force.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from math import hypot, sqrt
from typing import Any

import pikepdf

from layouts.checks.glyphs import Face, face_of
from layouts.checks.painted import Box, Colour, Kind, Painted, around, space_name
from layouts.checks.pen import Path, State

DEEPEST = 12  # forms inside forms
CAPITAL = 0.7  # of the size: how high a capital stands
FIGURE = "/Figure"  # marks the content of a figure (ISO 32000-1, 14.6 and 14.8.4.5)
Faces = dict[tuple[int, int], Face]


def painted(page: Any, faces: Faces | None = None) -> list[Painted]:
    """Everything that a page paints, in order; raises pikepdf.PdfError where its content cannot be read.

    `faces` keeps what was read of fonts, for the pages that follow.
    """
    resources = page.obj.get("/Resources", page.get("/Resources"))
    reader = _Reader(resources, State(pikepdf.Matrix()), {} if faces is None else faces)
    reader.read(page)
    return reader.found


class _Reader:
    """Follows the operators of one content stream and of the forms that it draws."""

    def __init__(self, resources: Any, state: State, faces: Faces, depth: int = 0) -> None:
        self.resources, self.state, self.faces, self.depth = resources, state, faces, depth
        self.found: list[Painted] = []
        self.kept: list[State] = []
        self.path = Path()
        self.marks: list[str] = []
        self.drawings = 0
        self.clipping = False
        self.line = self.text = pikepdf.Matrix()

    def read(self, stream: Any) -> None:
        for instruction in pikepdf.parse_content_stream(stream):
            act = _ACTS.get(str(instruction.operator))
            if act:
                act(self, instruction.operands)

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)

    def _add(self, kind: Kind, box: Box, colour: Colour, size: float = 0.0, **more: Any) -> None:
        cut = box.cut(self.state.clip)
        if not cut.empty:
            drawing = self.drawings if FIGURE in self.marks else 0
            self.found.append(Painted(kind, cut, colour, size, opacity=self.state.opacity, drawing=drawing, **more))

    # --- state

    def keep(self, operands: Any) -> None:
        self.kept.append(self.state)

    def back(self, operands: Any) -> None:
        self.state = self.kept.pop() if self.kept else self.state

    def transform(self, operands: Any) -> None:
        self._set(matrix=_matrix(operands) @ self.state.matrix)

    def line_width(self, operands: Any) -> None:
        self._set(width=float(operands[0]))

    # --- paths

    def start(self, operands: Any) -> None:
        self.path.start(self.state.matrix, operands)

    def points(self, operands: Any) -> None:
        self.path.go_on(self.state.matrix, operands)

    def rectangle(self, operands: Any) -> None:
        self.path.rectangle(self.state.matrix, operands)

    def paint(self, fills: bool, strokes: bool) -> None:
        """Fills or strokes the path, or only ends it, and clips what comes after where W has asked for it."""
        box = around(self.path.points)
        if fills and self.path.points:
            self._add("area", box, self.state.fill, outline=self.path.outline)
        if strokes and self.path.points:
            width = self.state.width * sqrt(abs(_determinant(self.state.matrix)))
            self._add("line", box.grown(width / 2), self.state.stroke, width)
        if self.clipping:
            self._set(clip=self.state.clip.cut(box))
        self.path, self.clipping = Path(), False

    def clip(self, operands: Any) -> None:
        self.clipping = True

    def look(self, operands: Any) -> None:
        """A named state: of all that it may set, how much shines through what is filled."""
        told = self.resources.get("/ExtGState", {}).get(str(operands[0]), {})
        if "/ca" in told:
            self._set(opacity=float(told["/ca"]))

    # --- colour

    def colour(self, stroke: bool, space: str | None, operands: Any) -> None:
        before = self.state.stroke if stroke else self.state.fill
        values = tuple(float(value) for value in operands if not isinstance(value, pikepdf.Name))
        self._set(**{"stroke" if stroke else "fill": Colour(space or before.space, values)})

    def space(self, stroke: bool, operands: Any) -> None:
        name = space_name(operands[0], self.resources)
        values = {"DeviceCMYK": (0.0, 0.0, 0.0, 1.0), "DeviceGray": (0.0,)}.get(name, ())
        self._set(**{"stroke" if stroke else "fill": Colour(name, values)})

    # --- text

    def font(self, operands: Any) -> None:
        font = self.resources.Font[str(operands[0])]
        if font.objgen not in self.faces or font.objgen == (0, 0):
            self.faces[font.objgen] = face_of(font)
        self._set(face=self.faces[font.objgen], size=float(operands[1]))

    def spaced(self, place: int, operands: Any) -> None:
        spacing = list(self.state.spacing)
        spacing[place] = float(operands[0]) / (100 if place == 2 else 1)
        self._set(spacing=tuple(spacing))

    def lead(self, operands: Any) -> None:
        self._set(leading=float(operands[0]))

    def hide(self, operands: Any) -> None:
        if (hidden := int(operands[0]) in (3, 7)) != self.state.hidden:  # each text says it again
            self._set(hidden=hidden)

    def begin(self, operands: Any) -> None:
        self.line = self.text = pikepdf.Matrix()

    def place(self, operands: Any) -> None:
        self.line = self.text = _matrix(operands)

    def move(self, operands: Any) -> None:
        self.line = self.text = pikepdf.Matrix(1, 0, 0, 1, float(operands[0]), float(operands[1])) @ self.line

    def move_and_lead(self, operands: Any) -> None:
        self._set(leading=-float(operands[1]))
        self.move(operands)

    def next_line(self, operands: Any) -> None:
        self.move((0, -self.state.leading))

    def show(self, operands: Any) -> None:
        """One piece of text: its box from the pen to where the pen goes, from the face's foot to its top."""
        state, face = self.state, self.state.face
        if face is None:
            return
        glyphs = face.read(operands[-1] if isinstance(operands[-1], pikepdf.Array) else [operands[-1]])
        advance = face.advance(glyphs, state.size, *state.spacing)
        both = self.text @ state.matrix
        corners = ((x, y) for x in (0.0, advance) for y in (face.foot * state.size, face.top * state.size))
        if advance and not state.hidden:
            box = around([both.transform(corner) for corner in corners])
            ends = [both.transform(end) for end in ((0.0, 0.0), (advance, CAPITAL * state.size))]
            size, letters = state.size * hypot(both.c, both.d), face.letters(glyphs)
            self._add("text", box, state.fill, size, letters=letters, body=around(ends))
        self.text = pikepdf.Matrix(1, 0, 0, 1, advance, 0) @ self.text

    # --- marked content

    def mark(self, operands: Any) -> None:
        """What belongs to a figure is one drawing, as is a form."""
        self.marks.append(str(operands[0]))
        self.drawings += self.marks[-1] == FIGURE

    def unmark(self, operands: Any) -> None:
        self.marks = self.marks[:-1]

    # --- pictures, shadings, forms

    def shade(self, operands: Any) -> None:
        shading = self.resources.Shading[str(operands[0])]
        self._add("shading", self.state.clip, Colour(space_name(shading.ColorSpace, self.resources), ()))

    def picture(self, image: Any, width: int, height: int) -> None:
        """An image fills the unit square; what it says of its colours is read, not its pixels."""
        matrix = self.state.matrix
        inches = (hypot(matrix.a, matrix.b) / 72, hypot(matrix.c, matrix.d) / 72)
        sharpness = min(width / max(inches[0], 1e-9), height / max(inches[1], 1e-9))
        is_mask = bool(image.get("/ImageMask", False))
        space = image.get("/ColorSpace", pikepdf.Name.DeviceGray)
        colour = self.state.fill if is_mask else Colour(space_name(space, self.resources), ())
        box = around([matrix.transform(corner) for corner in ((0, 0), (1, 0), (0, 1), (1, 1))])
        self._add("picture", box, colour, sharpness)

    def draw(self, operands: Any) -> None:
        thing = self.resources.XObject[str(operands[0])]
        if thing.Subtype == "/Image":
            self.picture(thing, int(thing.Width), int(thing.Height))
        elif thing.Subtype == "/Form" and self.depth < DEEPEST:
            matrix = _matrix(thing.get("/Matrix", (1, 0, 0, 1, 0, 0))) @ self.state.matrix
            resources, state = thing.get("/Resources", self.resources), replace(self.state, matrix=matrix)
            inner = _Reader(resources, state, self.faces, self.depth + 1)
            inner.read(thing)
            self.drawings += 1
            self.found += [replace(found, drawing=self.drawings) for found in inner.found]

    def inline_picture(self, operands: Any) -> None:
        image = operands[0]
        self.picture(image.obj, int(image.width), int(image.height))


def _matrix(numbers: Iterable[Any]) -> pikepdf.Matrix:
    return pikepdf.Matrix(*(float(number) for number in numbers))


def _determinant(matrix: pikepdf.Matrix) -> float:
    return matrix.a * matrix.d - matrix.b * matrix.c


def _painting(fills: bool, strokes: bool) -> Callable[[_Reader, Any], None]:
    return lambda reader, operands: reader.paint(fills, strokes)


def _colouring(stroke: bool, space: str | None) -> Callable[[_Reader, Any], None]:
    return lambda reader, operands: reader.colour(stroke, space, operands)


def _next_and_show(reader: _Reader, operands: Any) -> None:
    reader.next_line(())
    reader.show(operands)


_ACTS: dict[str, Callable[[_Reader, Any], None]] = {
    "q": _Reader.keep,
    "Q": _Reader.back,
    "cm": _Reader.transform,
    "w": _Reader.line_width,
    "gs": _Reader.look,
    **dict.fromkeys(("BDC", "BMC"), _Reader.mark),
    "EMC": _Reader.unmark,
    "re": _Reader.rectangle,
    "m": _Reader.start,
    **dict.fromkeys(("l", "c", "v", "y"), _Reader.points),
    **dict.fromkeys(("f", "F", "f*"), _painting(True, False)),
    **dict.fromkeys(("B", "B*", "b", "b*"), _painting(True, True)),
    **dict.fromkeys(("S", "s"), _painting(False, True)),
    "n": _painting(False, False),
    **dict.fromkeys(("W", "W*"), _Reader.clip),
    "g": _colouring(False, "DeviceGray"),
    "G": _colouring(True, "DeviceGray"),
    "rg": _colouring(False, "DeviceRGB"),
    "RG": _colouring(True, "DeviceRGB"),
    "k": _colouring(False, "DeviceCMYK"),
    "K": _colouring(True, "DeviceCMYK"),
    **dict.fromkeys(("sc", "scn"), _colouring(False, None)),
    **dict.fromkeys(("SC", "SCN"), _colouring(True, None)),
    "cs": lambda reader, operands: reader.space(False, operands),
    "CS": lambda reader, operands: reader.space(True, operands),
    "BT": _Reader.begin,
    "Tf": _Reader.font,
    "Tm": _Reader.place,
    "Td": _Reader.move,
    "TD": _Reader.move_and_lead,
    "T*": _Reader.next_line,
    "TL": _Reader.lead,
    "Tr": _Reader.hide,
    "Tc": lambda reader, operands: reader.spaced(0, operands),
    "Tw": lambda reader, operands: reader.spaced(1, operands),
    "Tz": lambda reader, operands: reader.spaced(2, operands),
    "Tj": _Reader.show,
    "TJ": _Reader.show,
    "'": _next_and_show,
    '"': _next_and_show,
    "sh": _Reader.shade,
    "Do": _Reader.draw,
    "INLINE IMAGE": _Reader.inline_picture,
}
