"""A deck on somebody else's template: any layouts, any size, any ground; what cannot be used is named and refused."""

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.oxml.ns import qn

from layouts.brand import read_brand
from layouts.build import Variant, make_variant
from layouts.deck.templates.areas import between, largest, meet
from layouts.deck.templates.doctor import examine
from layouts.deck.templates.foreign import empty
from layouts.deck.templates.offered import read_offered
from layouts.deck.templates.own import LAYOUTS, Box, render_template
from layouts.deck.templates.roles import ROLES, cast_roles, score
from layouts.deck.templates.stage import (
    Stage,
    Template,
    foreign_stage,
    own_stage,
    read_template,
    stage_of,
    wanted_layouts,
)
from layouts.overlay import read_overlay, translate
from layouts.problems import Place, ProblemError
from layouts.source import read_source
from layouts.wishes import Wish, parse_wishes
from tests.templates import made
from tests.validators import open_xml_sdk_errors, openxml_audit_errors

HERE = Path(__file__).resolve().parent
BRAND, _ = read_brand("clinic", [HERE.parent / "sources" / "brands"])
SOURCE = read_source(HERE / "sources" / "wrist")
TEMPLATES: dict[str, Callable[[], bytes]] = {
    "default": made.default,
    "examples": made.with_example_slides,
    "german": made.german,
    "bare": made.bare,
    "dark": made.dark,
    "logo": made.with_logo,
    "pictured": made.pictured,
    "potx": lambda: made.as_potx(made.german()),
    "congress": lambda: _from_libreoffice(HERE / "templates" / "congress.fodp"),
}


@cache
def _from_libreoffice(path: Path) -> bytes:
    """What LibreOffice makes of a flat ODP: placeholders of one number, shapes of one id, no properties of a view."""
    if shutil.which("soffice") is None:
        pytest.skip("not run: soffice is not installed")
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--norestore", "--convert-to", "pptx", "--outdir", folder, path]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        return (Path(folder) / f"{path.stem}.pptx").read_bytes()


@cache
def content_of(name: str) -> bytes:
    return TEMPLATES[name]()


@cache
def stage(name: str, language: str = "en") -> Stage:
    return foreign_stage(Template(f"{name}.pptx", content_of(name)), BRAND.palette, language)


@cache
def deck(name: str, language: str = "en") -> bytes:
    """The deck of the test comparison on a template; whatever a rule of decks finds wrong would be raised."""
    source = SOURCE if language == "en" else translate(SOURCE, read_overlay(HERE / "overlays" / "wrist", language))
    template = Template(f"{name}.pptx", content_of(name))
    return make_variant(source, Variant(BRAND, language, ("a4",), ("deck",), template=template)).files["deck.pptx"]


def opened(name: str) -> Any:
    return pptx.Presentation(io.BytesIO(deck(name)))


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(ProblemError) as raised:
        work()
    return "\n".join(f"{problem.rule} {problem}" for problem in raised.value.problems)


def words_of(shape: Any) -> str:
    return "".join(text.text or "" for text in shape._element.iter(qn("a:t"))).strip()


# --- every template -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_deck_is_as_valid_as_its_template(name: str, tmp_path: Path) -> None:
    template, file = tmp_path / "template.pptx", tmp_path / "deck.pptx"
    template.write_bytes(empty(content_of(name), name).pptx)
    file.write_bytes(deck(name))
    assert open_xml_sdk_errors(file, "Office2019") == [] or set(open_xml_sdk_errors(file, "Office2019")) <= set(
        open_xml_sdk_errors(template, "Office2019")
    )
    assert set(openxml_audit_errors(file)) <= set(openxml_audit_errors(template))


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_slide_has_a_title_and_no_placeholder_is_left_empty(name: str) -> None:
    for slide in opened(name).slides:
        assert slide.shapes.title.text_frame.text.strip()
        assert [shape.name for shape in slide.placeholders if not words_of(shape)] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_lies_off_the_slide_or_over_what_its_layout_paints(name: str) -> None:
    presentation = opened(name)
    by_name = {offer.name: offer for offer in stage(name).offered.offers}
    for slide in presentation.slides:
        for shape in slide.shapes:
            box = Box(shape.left, shape.top, shape.width, shape.height)
            page = Box(0, 0, presentation.slide_width, presentation.slide_height)
            assert box.left >= -1
            assert box.top >= -1
            assert box.left + box.width <= page.width + 1
            assert box.top + box.height <= page.height + 1
            if shape.is_placeholder and shape._element.ph.get("type") in ("ftr", "sldNum"):
                continue
            for panel in by_name[slide.slide_layout.name].panels:
                assert not meet(box, panel.box), (shape.name, panel.name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_same_source_on_the_same_template_gives_the_same_bytes(name: str) -> None:
    first = deck(name)
    deck.cache_clear()
    assert deck(name) == first


@pytest.mark.parametrize("name", TEMPLATES)
def test_texts_keep_the_floors_of_their_sizes(name: str) -> None:
    for slide in opened(name).slides:
        sizes = [run.font.size for run in slide.shapes.title.text_frame.paragraphs[0].runs]
        assert all(size is not None and size.pt >= 24 for size in sizes)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_figure_is_drawn_for_the_free_part_of_its_slide(name: str) -> None:
    area = stage(name).scenes["figure"].area
    assert area is not None
    groups = [shape for slide in opened(name).slides for shape in slide.shapes if shape.name.startswith("Figure: ")]
    assert groups
    margin = 0 if not stage(name).scenes["figure"].card else 127_000
    for group in groups:
        assert abs(group.width - area.width - 2 * margin) < 20_000
        assert group.top >= area.top - margin - 1


def test_a_deck_can_be_written_from_right_to_left() -> None:
    presentation = pptx.Presentation(io.BytesIO(deck("german", "ar")))
    assert len(presentation.slides) > 10
    scene = stage("german", "ar").scenes["comparison"]
    assert scene.left is not None
    assert scene.right is not None
    assert scene.left.box.left > scene.right.box.left


# --- what goes, what stays ------------------------------------------------------------------------


def test_nothing_of_the_example_slides_is_left() -> None:
    parts = made.parts_of(deck("examples"))
    everything = b"".join(part for name, part in parts.items() if name.endswith((".xml", ".rels")))
    assert b"secret" not in everything
    assert b"Example" not in everything
    assert not any("thumbnail" in name for name in parts)
    assert len([name for name in parts if name.startswith("ppt/slides/slide")]) == len(opened("examples").slides)


def test_master_theme_and_logo_of_the_template_stay() -> None:
    before, after = made.parts_of(content_of("logo")), made.parts_of(deck("logo"))
    assert before["ppt/theme/theme1.xml"] == after["ppt/theme/theme1.xml"]
    pictures = [part for name, part in before.items() if name.startswith("ppt/media/")]
    assert pictures
    assert all(picture in after.values() for picture in pictures)


def test_a_template_becomes_an_ordinary_presentation() -> None:
    types = made.parts_of(deck("potx"))["[Content_Types].xml"]
    assert b"presentation.main+xml" in types
    assert b"template.main+xml" not in types


# --- our own template goes the same way -----------------------------------------------------------


def test_our_own_layouts_are_found_as_any_other_s() -> None:
    found = own_stage(BRAND.palette, "Lato", "en")
    for role in ROLES:
        layout, scene = getattr(LAYOUTS, role), found.scenes[role]
        assert found.casts[role].offer.name == layout.name
        assert found.casts[role].by == "layout"
        named = {
            box: idx for box, idx in vars(layout).items() if isinstance(idx, int) and box not in ("figure", "table")
        }
        assert {box: getattr(scene, box).idx for box in named} == named
        if hasattr(layout, "area"):
            assert scene.area == layout.area
    assert found.problems == ()


def test_in_arabic_the_first_arm_of_our_own_template_stands_at_the_right() -> None:
    scene = own_stage(BRAND.palette, "Lato", "ar").scenes["comparison"]
    assert scene.left is not None
    assert scene.right is not None
    assert (scene.left.idx, scene.right.idx) == (LAYOUTS.comparison.left, LAYOUTS.comparison.right)
    assert scene.left.box.left > scene.right.box.left


# --- roles ----------------------------------------------------------------------------------------


def test_roles_are_found_by_german_names_where_layouts_have_no_type() -> None:
    cast = stage("german").casts
    found = {role: one.offer.name for role, one in cast.items()}
    assert found["title"] == "Titelfolie"
    assert found["section"] == "Abschnittsüberschrift"
    assert found["text"] == "Titel und Inhalt"
    assert found["comparison"] == "Vergleich"
    assert found["figure"] == "Nur Titel"


def test_roles_are_found_by_places_where_names_say_nothing() -> None:
    def nameless(part: str, text: str) -> str:
        import re

        return re.sub(r'<p:cSld name="[^"]*"', f'<p:cSld name="{part[-8:-4]}"', text) if "slideLayout" in part else text

    found = foreign_stage(Template("x.pptx", made.changed(made.german(), nameless)), BRAND.palette, "en")
    comparison, text = found.scenes["comparison"], found.scenes["text"]
    assert found.casts["comparison"].by == "layout"
    assert comparison.left is not None
    assert comparison.right is not None
    assert abs(comparison.left.box.width - comparison.right.box.width) < 12_700
    assert text.body is not None
    assert text.body.box.width > found.offered.width / 2


def test_two_columns_of_unequal_size_are_made_equal() -> None:
    presentation = pptx.Presentation(io.BytesIO(made.default()))
    layout = presentation.slide_layouts.get_by_name("Two Content")
    left, right = [shape for shape in layout.placeholders if shape.placeholder_format.idx in (1, 2)]
    left.width, right.left, right.width = 4_600_000, 5_100_000, 3_500_000
    wishes = {"comparison": Wish("Two Content", Place("x.yaml"))}
    found = foreign_stage(Template("x.pptx", made.saved(presentation), wishes), BRAND.palette, "en")
    one, other = found.scenes["comparison"].left, found.scenes["comparison"].right
    assert one is not None
    assert other is not None
    assert (one.box.width, one.box.height, one.box.top) == (other.box.width, other.box.height, other.box.top)
    assert one.room == other.room


def test_what_a_template_lacks_is_composed_and_told() -> None:
    found = stage("bare")
    told = [problem.message for problem in found.problems if problem.rule == "TPL-04"]
    assert {problem.severity for problem in found.problems} == {"warning"}
    for role in ("title", "section", "text", "comparison", "table"):
        assert any(f"'{role}'" in message for message in told), role
    left, right = found.scenes["comparison"].left, found.scenes["comparison"].right
    assert left is not None
    assert right is not None
    assert left.idx is None
    assert left.box.width == right.box.width


def test_a_template_without_a_title_is_refused() -> None:
    said = refusal(lambda: foreign_stage(Template("x.pptx", made.untitled()), BRAND.palette, "en"))
    assert "TPL-07" in said
    assert "Slide Master view" in said


def test_a_layout_without_room_for_a_role_does_not_serve_it() -> None:
    offered = read_offered(pptx.Presentation(io.BytesIO(empty(made.default(), "x").pptx)))
    [blank] = [offer for offer in offered.offers if offer.name == "Blank"]
    assert blank.title is None
    [only] = [offer for offer in offered.offers if offer.name == "Title Only"]
    assert score("comparison", only, offered) == 0
    assert score("figure", only, offered) > 0


# --- the mapping ----------------------------------------------------------------------------------


def test_a_mapping_beside_the_template_wins(tmp_path: Path) -> None:
    (tmp_path / "house.pptx").write_bytes(made.default())
    (tmp_path / "house.yaml").write_text("layouts:\n  comparison: Two Content\n", encoding="utf-8")
    found = stage_of(read_template(tmp_path / "house.pptx"), BRAND, "en")
    assert found.casts["comparison"].offer.name == "Two Content"
    assert found.casts["comparison"].by == "mapping"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("layouts:\n  titel: Title Slide\n", "m.yaml:2:3", "did you mean 'title'"),
        ("layouts:\n  title: Titel Slide\n", "m.yaml:2:10", "did you mean 'Title Slide'"),
        ("layouts:\n  title: Blank\n", "m.yaml:2:10", "has no title"),
        ("layouts:\n  title: 3\n", "m.yaml:2:10", "is no name"),
        ("layout:\n  title: Blank\n", "m.yaml:1:1", "write only 'layouts:'"),
    ],
)
def test_a_wrong_mapping_is_told_at_its_place(text: str, place: str, said: str) -> None:
    def work() -> object:
        template = Template("x.pptx", made.default(), parse_wishes(text.encode(), "m.yaml"))
        return wanted_layouts(template, stage("default").offered)

    found = refusal(work)
    assert place in found
    assert said in found
    assert "TPL-03" in found


def test_a_right_mapping_names_layouts_by_their_number() -> None:
    offered = stage("default").offered
    template = Template("x.pptx", made.default(), {"text": Wish("Two Content", Place("m.yaml"))})
    assert wanted_layouts(template, offered) == {"text": 3}
    assert cast_roles(offered, {"text": 3})["text"].by == "mapping"


# --- colours --------------------------------------------------------------------------------------


def test_figures_on_a_dark_ground_lie_on_a_light_sheet_of_their_group() -> None:
    assert stage("dark").scenes["figure"].card
    assert not stage("german").scenes["figure"].card
    figure = next(shape for slide in opened("dark").slides for shape in slide.shapes if shape.name.startswith("Figure"))
    first = next(iter(figure.shapes))
    assert (first.name, first.left, first.width) == ("Sheet", figure.left, figure.width)


def test_text_that_cannot_be_read_is_told_and_written_in_another_colour() -> None:
    told = [problem.message for problem in stage("default").problems if problem.rule == "TPL-05"]
    assert any("Section Header" in message and "3.5 : 1" in message for message in told)
    spot = stage("default").scenes["section"].subtitle
    assert spot is not None
    assert spot.colour == "tx1"


def test_a_ground_that_nobody_can_tell_is_told_once() -> None:
    told = [problem.message for problem in stage("pictured").problems if problem.rule == "TPL-05"]
    assert len(told) == 1
    assert "picture" in told[0]


def test_the_arms_follow_the_theme_where_its_accents_differ_enough() -> None:
    assert dict(stage("german").binding.slots)["arm-first"].startswith("accent")
    grey = made.changed(
        made.german(),
        lambda name, text: text.replace("4F81BD", "777777").replace("C0504D", "777777") if "theme" in name else text,
    )
    flat = made.changed(grey, lambda name, text: _greyed(text) if "theme1" in name else text)
    assert foreign_stage(Template("x.pptx", flat), BRAND.palette, "en").binding.fixed == ("arm-first", "arm-second")


def _greyed(text: str) -> str:
    import re

    return re.sub(r'(<a:accent\d><a:srgbClr val=")\w+', r"\g<1>777777", text)


# --- places ---------------------------------------------------------------------------------------


def test_the_largest_free_part_keeps_clear_of_every_obstacle() -> None:
    page = between(0, 0, 10_000_000, 6_000_000)
    logo = Box(9_000_000, 0, 1_000_000, 1_000_000)
    band = Box(0, 5_500_000, 10_000_000, 500_000)
    free = largest(page, [logo, band])
    assert not meet(free, logo)
    assert not meet(free, band)
    assert free.width * free.height > 0.7 * page.width * page.height
    assert largest(page, []) == page


def test_a_title_over_a_logo_is_made_narrower() -> None:
    title = stage("logo").scenes["text"].title
    assert title.moved
    assert title.box.left + title.box.width < 800 * 12_700


# --- what is refused ------------------------------------------------------------------------------


def _with_macros() -> bytes:
    return made.added(made.default(), "ppt/vbaProject.bin", b"x", "application/vnd.ms-office.vbaProject")


def _macro_kind() -> bytes:
    kinds = (
        "openxmlformats-officedocument.presentationml.presentation.main",
        "ms-powerpoint.presentation.macroEnabled.main",
    )
    return made.changed(made.default(), lambda name, text: text.replace(*kinds))


def _linked_picture() -> bytes:
    master = "ppt/slideMasters/slideMaster1.xml"
    return made.related(made.default(), master, "image", "https://example.org/logo.png", external=True)


def _attached() -> bytes:
    return made.related(
        made.default(), "ppt/presentation.xml", "attachedTemplate", "file:///c:/normal.potx", external=True
    )


def _object() -> bytes:
    content = made.added(made.default(), "ppt/embeddings/oleObject1.bin", b"x", "application/vnd.ms-office.oleObject")
    master = "ppt/slideMasters/slideMaster1.xml"
    return made.related(content, master, "oleObject", "../embeddings/oleObject1.bin", external=False)


def _doctype() -> bytes:
    entity = '<!DOCTYPE x [<!ENTITY e "e">]><p:sldMaster '
    return made.changed(made.default(), lambda name, text: text.replace("<p:sldMaster ", entity))


def _missing_part() -> bytes:
    parts = made.parts_of(made.default())
    del parts["ppt/theme/theme1.xml"]
    return made.pack(parts)


def _masterless() -> bytes:
    kinds = ("relationships/slideMaster", "relationships/other")
    return made.changed(made.default(), lambda name, text: text.replace(*kinds), "presentation.xml.rels")


def _bomb() -> bytes:
    return made.pack({**made.parts_of(made.default()), "ppt/bomb.xml": b" " * 8_000_000})


def _locked() -> bytes:
    lock = (
        '<p:modifyVerifier algorithmName="SHA-512" hashValue="eA==" saltValue="eA==" spinCount="1"/></p:presentation>'
    )
    return made.changed(made.default(), lambda name, text: text.replace("</p:presentation>", lock))


@pytest.mark.parametrize(
    ("content", "rule", "said"),
    [
        (_with_macros, "TPL-02", "macros"),
        (_macro_kind, "TPL-02", "macros"),
        (_linked_picture, "TPL-02", "fetches something from elsewhere: https://example.org/logo.png"),
        (_attached, "TPL-02", "fetches something from elsewhere"),
        (_object, "TPL-02", "an object of another program"),
        (_doctype, "TPL-02", "document type"),
        (_bomb, "TPL-02", "unpacks to more"),
        (_missing_part, "TPL-01", "theme1.xml' is missing"),
        (_masterless, "TPL-01", "no slide master"),
        (_locked, "TPL-01", "protected"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "TPL-01", "save it as .pptx"),
        (lambda: b"%PDF-1.7", "TPL-01", "no PowerPoint file"),
        (lambda: b"", "TPL-01", "no PowerPoint file"),
        (lambda: made.pack({"a.txt": b"a"}), "TPL-01", "no PowerPoint file"),
        (lambda: made.default()[:5000], "TPL-01", "damaged"),
    ],
)
def test_what_could_do_harm_or_cannot_be_read_is_refused(content: Callable[[], bytes], rule: str, said: str) -> None:
    found = refusal(lambda: empty(content(), "house.pptx"))
    assert found.startswith(rule)
    assert said in found
    assert "house.pptx" in found


def test_what_goes_with_the_example_slides_is_not_looked_at() -> None:
    content = made.related(
        made.with_example_slides(), "ppt/slides/slide1.xml", "image", "https://example.org/x.png", external=True
    )
    assert empty(content, "x.pptx").problems == ()


def test_links_on_layouts_are_left_out_and_told() -> None:
    presentation = pptx.Presentation(io.BytesIO(made.default()))
    layout = presentation.slide_layouts[1]
    layout.part.relate_to("https://example.org/house", made.HYPERLINK, is_external=True)
    found = empty(made.saved(presentation), "x.pptx")
    assert [problem.severity for problem in found.problems] == ["warning"]
    assert "https://example.org/house" in found.problems[0].message
    assert b"example.org" not in b"".join(made.parts_of(found.pptx).values())


def test_a_master_of_notes_without_a_place_for_them_gives_way_to_one_that_has_it() -> None:
    content = made.changed(
        made.with_example_slides(),
        lambda name, text: text.replace('type="body"', 'type="hdr"') if "notesMaster" in name else text,
    )
    found = empty(content, "x.pptx").pptx
    assert not any("notesMaster" in name for name in made.parts_of(found))
    assert b"notesMasterIdLst" not in made.parts_of(found)["ppt/presentation.xml"]
    assert pptx.Presentation(io.BytesIO(found)).notes_master.placeholders


def test_damage_that_shows_only_in_writing_is_told_too() -> None:
    import re

    broken = made.changed(
        made.default(), lambda name, text: re.sub(r"<a:bodyPr[^>]*/>", "", text) if "slideLayouts" in name else text
    )
    variant = Variant(BRAND, "en", ("a4",), ("deck",), template=Template("house.pptx", broken))
    assert "TPL-01 house.pptx" in refusal(lambda: make_variant(SOURCE, variant))


@pytest.mark.parametrize("name", ["house.ppt", "house.pptm", "house.odp"])
def test_a_file_of_another_kind_is_refused_by_its_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert "TPL-01" in refusal(lambda: read_template(tmp_path / name))


def test_a_file_that_is_not_there_is_told() -> None:
    assert "cannot be read" in refusal(lambda: read_template(Path("nowhere.pptx")))


# --- the doctor -----------------------------------------------------------------------------------


def test_the_doctor_tells_sizes_roles_room_and_a_mapping_that_can_be_pasted(tmp_path: Path) -> None:
    file = tmp_path / "house.pptx"
    file.write_bytes(made.default())
    lines = examine(file, BRAND.palette)
    assert lines[0].startswith("slides: 254 x 190 mm (4:3); figures ")
    assert any(" lines of " in line and "at 20 pt" in line for line in lines)
    assert any("table: 'Title Only' (missing" in line for line in lines)
    start = lines.index("layouts:")
    (tmp_path / "house.yaml").write_text("\n".join(lines[start:]), encoding="utf-8")
    again = foreign_stage(read_template(file), BRAND.palette, "en")
    assert {one.by for one in again.casts.values()} == {"mapping"}
    assert {role: one.offer.name for role, one in again.casts.items()} == {
        role: one.offer.name for role, one in stage("default").casts.items()
    }


def test_the_brand_s_own_presentation_is_taken_without_being_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "house"
    shutil.copytree(HERE.parent / "sources" / "brands" / "clinic", folder)
    (folder / "deck.potx").write_bytes(made.as_potx(made.default()))
    text = (folder / "brand.yaml").read_text(encoding="utf-8").replace("id: clinic", "id: house")
    more = "\ndeck:\n  template: deck.potx\n  mapping:\n    comparison: Two Content\n"
    (folder / "brand.yaml").write_text(text + more, encoding="utf-8")
    brand, _ = read_brand("house", [tmp_path])
    found = stage_of(None, brand, "en")
    assert not found.own
    assert found.casts["comparison"].by == "mapping"
    wrong = replace(Template("deck.potx", made.default()), wishes={"text": Wish("Nothing", Place("brand.yaml", 9))})
    assert "brand.yaml:9" in refusal(lambda: stage_of(wrong, brand, "en"))


def test_our_own_template_can_be_given_as_somebody_else_s() -> None:
    content = render_template(BRAND.palette, "Lato", "en")
    found = foreign_stage(Template("own.pptx", content), BRAND.palette, "en")
    own = own_stage(BRAND.palette, "Lato", "en")
    assert {role: one.offer.name for role, one in found.casts.items()} == {
        role: one.offer.name for role, one in own.casts.items()
    }
    assert found.slot == own.slot
