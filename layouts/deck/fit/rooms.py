"""How much room the boxes of a template have, in points, and which sizes of type may stand in them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from layouts.deck.names import qn
from layouts.deck.plans import Room, SlidePlan
from layouts.deck.templates.own import COMPLEX_LINE, EMU_PER_POINT

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


def notes_room(presentation: Any) -> Room:
    """The room for what stands behind a slide."""
    notes = next(s for s in presentation.notes_master.placeholders if s._element.ph.get("type") == "body")
    trees = (notes._element, notes.part._element.find(qn("p:notesStyle")))
    levels = [level for tree in trees if tree is not None for level in list(tree.iter(qn("a:lvl1pPr")))[:1]]
    spacings = (level.find(f"{qn('a:lnSpc')}/{qn('a:spcPct')}") for level in levels)
    spacing = next((float(found.get("val")) / 100_000 for found in spacings if found is not None), 1.0)
    wide, high = notes.width / EMU_PER_POINT, notes.height / EMU_PER_POINT
    return Room(wide, high, NOTES_SIZES, spacing, gap=LIST_GAP)
