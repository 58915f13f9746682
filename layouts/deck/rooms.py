"""How much room the boxes of a template have, in points, and which sizes of type may stand in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pptx.oxml.ns import qn

from layouts.deck.plans import Room, SlidePlan
from layouts.deck.template import COMPLEX_LINE, EMU_PER_POINT, LAYOUTS, Box

BODY_SIZES: Final = (26.0, 24.0, 22.0, 20.0)  # pt, as all below
TABLE_SIZES: Final = (18.0, 17.0, 16.0, 15.0, 14.0)
NOTES_SIZES: Final = (12.0, 11.5, 11.0, 10.5, 10.0)
HANG: Final = 20.0  # from a bullet to its text
GAP: Final = 16.0  # between paragraphs
COLUMN_GAP: Final = 10.0  # likewise, of the two columns of a comparison
SMALL_GAP: Final = 6.0  # likewise, at sizes below the body's
LIST_GAP: Final = 4.0  # likewise, of a list that runs through two columns, and of notes
BETWEEN: Final = 28.0  # the columns that a list in small type runs through
FLOORS: Final = {"title": 28.0, "subtitle": 20.0, "details": 14.0, "heading": 20.0, "source": 12.0, "footer": 12.0}
TITLE_FLOORS: Final = {"title": 38.0, "section": 34.0, "closing": 34.0}
MOST: Final = {"title": 2, "source": 2, "heading": 1, "footer": 1}  # lines; three of the first slide's title


@dataclass(frozen=True)
class Rooms:
    """The boxes by role and name: 'title', 'body', 'left', 'table' ... Those of every slide have the role ''."""

    boxes: Mapping[tuple[str, str], Room]

    def of(self, plan: SlidePlan, box: str) -> Room:
        """The room of a box on a slide of this plan."""
        if box == "body":
            return self._body(plan)
        if box in ("left", "right"):
            hang = HANG if any(point.bulleted for column in plan.columns for point in column.points) else 0.0
            look = replace(self.boxes[plan.role, box], sizes=BODY_SIZES[-1:], hang=hang)
            return replace(look, gap=COLUMN_GAP, tight=SMALL_GAP)
        if box == "table":
            table = self.boxes.get((plan.role, box)) or self.boxes["table", box]
            return replace(table, sizes=plan.sizes or TABLE_SIZES)
        return self.boxes.get((plan.role, box)) or self.boxes["", box]

    def _body(self, plan: SlidePlan) -> Room:
        hang = HANG if any(point.bulleted for point in plan.body) else 0.0
        sizes = plan.sizes or BODY_SIZES
        gap = GAP if sizes[-1] >= BODY_SIZES[-1] else SMALL_GAP
        room = replace(self.boxes[plan.role, "body"], sizes=sizes, gap=gap, tight=SMALL_GAP, hang=hang)
        if room.spacing < 1 and any(point.direction == "ltr" for point in plan.body):
            room = replace(room, spacing=room.spacing / COMPLEX_LINE)  # as those paragraphs are written
        if not plan.spread:
            return room
        area = self.boxes[plan.role, "spread"]
        wide = (area.width - BETWEEN) / 2
        return replace(room, width=wide, height=area.height, gap=LIST_GAP, tight=LIST_GAP, across=2)


def read_rooms(presentation: Any) -> Rooms:
    """The boxes of a template that has our slide layouts."""
    boxes: dict[tuple[str, str], Room] = {}
    for role, layout in vars(LAYOUTS).items():
        slide_layout = next(one for one in presentation.slide_layouts if one.name == layout.name)
        shapes = {shape.placeholder_format.idx: shape for shape in slide_layout.placeholders}
        for box, idx in vars(layout).items():
            if isinstance(idx, Box):
                boxes[role, "table"] = Room(idx.width / EMU_PER_POINT, idx.height / EMU_PER_POINT, TABLE_SIZES)
            elif isinstance(idx, int) and box not in ("figure", "table"):
                boxes[role, box] = _room(shapes[idx], role, box)
        if {"body", "source"} <= vars(layout).keys():
            area = spread_area(*(shapes[idx] for idx in (layout.title, layout.body, layout.source)))
            boxes[role, "spread"] = Room(area.width / EMU_PER_POINT, area.height / EMU_PER_POINT, ())
        footer = next(shape for shape in shapes.values() if shape._element.ph.get("type") == "ftr")
        boxes[role, "footer"] = _room(footer, role, "footer")
    boxes["", "notes"] = notes_room(presentation)
    return Rooms(boxes)


def notes_room(presentation: Any) -> Room:
    """The room for what stands behind a slide."""
    notes = next(s for s in presentation.notes_master.placeholders if s._element.ph.get("type") == "body")
    return replace(_room(notes, "", "notes"), sizes=NOTES_SIZES, gap=LIST_GAP)


def spread_area(title: Any, body: Any, source: Any) -> Box:
    """What a list without a source line may take: from the top of the body to the foot of the source, at full width."""
    left = min(title.left, body.left)
    right = max(title.left + title.width, body.left + body.width)
    return Box(left, body.top, right - left, source.top + source.height - body.top)


def _room(shape: Any, role: str, box: str) -> Room:
    size, spacing = _type(shape)
    kind = "heading" if box.endswith("_heading") else box
    floor = TITLE_FLOORS.get(role, FLOORS["title"]) if box == "title" else FLOORS.get(kind, size)
    steps = tuple(size - step for step in range(int(max(0.0, size - floor)) + 1))
    most = 3 if (role, box) == ("title", "title") else MOST.get(kind, 0)
    width, height = shape.width / EMU_PER_POINT, shape.height / EMU_PER_POINT
    return Room(width, height, steps, spacing, most=most, bold=kind in ("title", "heading"))


def _type(shape: Any) -> tuple[float, float]:
    """The size in points of a placeholder's first level, and its line spacing as a share of the typeface's own."""
    levels = list(_levels(shape))
    sizes = (level.find(qn("a:defRPr")) for level in levels)
    size = next((float(run.get("sz")) / 100 for run in sizes if run is not None and run.get("sz")), 18.0)
    spacings = (level.find(f"{qn('a:lnSpc')}/{qn('a:spcPct')}") for level in levels)
    return size, next((float(found.get("val")) / 100_000 for found in spacings if found is not None), 1.0)


def _levels(shape: Any) -> Iterator[Any]:
    """What is said of a placeholder's first level, the nearest first: itself, its master's, the master's styles."""
    kind = shape._element.ph.get("type", "body")
    titled = kind in ("title", "ctrTitle")
    master = getattr(shape.part, "slide_master", None)
    trees = [shape._element]
    if master is not None:
        kinds = ("title",) if titled else (kind, "body")
        own = [other._element for other in master.placeholders if other._element.ph.get("type", "body") in kinds]
        trees += sorted(own, key=lambda element: kinds.index(element.ph.get("type", "body")))[:1]
        trees += [master._element.find(f".//{qn('p:titleStyle' if titled else 'p:bodyStyle')}")]
    else:
        trees += [shape.part._element.find(qn("p:notesStyle"))]
    for tree in trees:
        yield from list(tree.iter(qn("a:lvl1pPr")))[:1]
