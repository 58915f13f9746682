"""The rooms of a stage: what `continuing` measures a deck's text against, box by box. Lengths are points."""

from dataclasses import replace
from typing import Any, Final

from layouts.deck.fit.rooms import TABLE_SIZES, Rooms, notes_room
from layouts.deck.plans import Role, Room
from layouts.deck.templates.frames import Scene
from layouts.deck.templates.own import EMU_PER_POINT, Box
from layouts.deck.templates.spots import Spot
from layouts.deck.templates.stage import Stage

TEXTS: Final = ("title", "subtitle", "details", "body", "source", "footer")
COLUMNS: Final = ("left_heading", "left", "right_heading", "right")


def rooms_of(stage: Stage, presentation: Any) -> Rooms:
    """Every box of every role, and of the notes."""
    boxes: dict[tuple[str, str], Room] = {}
    for role, scene in stage.scenes.items():
        boxes |= _scene_rooms(role, scene)
    boxes["", "notes"] = notes_room(presentation)
    return Rooms(boxes)


def _scene_rooms(role: Role, scene: Scene) -> dict[tuple[str, str], Room]:
    spots = {name: getattr(scene, name) for name in (*TEXTS, *COLUMNS)}
    boxes = {(str(role), name): _room(spot) for name, spot in spots.items() if spot}
    if scene.area:
        boxes[role, "table"] = replace(_bare(scene.area), sizes=TABLE_SIZES)
    if scene.spread and scene.body:
        left, top, right, bottom = scene.body.insets
        inner = Box(0, 0, scene.spread.width - left - right, scene.spread.height - top - bottom)
        boxes[role, "spread"] = replace(_bare(inner), width=inner.width / EMU_PER_POINT / scene.body.width)
    return boxes


def _room(spot: Spot) -> Room:
    return Room(spot.room, spot.high, spot.sizes, spot.spacing, most=spot.most, bold=spot.bold)


def _bare(box: Box) -> Room:
    return Room(box.width / EMU_PER_POINT, box.height / EMU_PER_POINT, ())
