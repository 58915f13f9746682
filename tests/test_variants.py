"""A table of variants: which cells are wrong and where; and that one row's fault keeps no other from being made."""

import json
import shutil
from pathlib import Path

import pikepdf
import pytest

import make_docs
from layouts.problems import ProblemError
from layouts.variants import Table, parse_variants
from validators import pdf_text

HERE = Path(__file__).resolve().parent
WRIST = HERE / "sources" / "wrist"
CHOICES = {"paper": ("a4", "letter"), "documents": ("trifold", "deck")}
HEADER = "variant,comparison,brand,language,paper,documents,site,phone,logo\n"


def parse(text: str) -> Table:
    return parse_variants(text.encode(), "variants.csv", CHOICES)


def told(table: Table, name: str) -> list[str]:
    return [f"{problem.place}: {problem.message}" for problem in table.faults[name]]


def test_a_row_says_what_to_make_and_an_empty_cell_nothing() -> None:
    table = parse(
        f"{HEADER}north,wrist,clinic,es en,letter,deck trifold,North Clinic,+00 1,logo.svg\nsouth,wrist,,,,,,,\n"
    )
    north, south = table.sound
    assert (north.variant, north.comparison, north.brand, north.languages) == ("north", "wrist", "clinic", ("es", "en"))
    assert (north.papers, north.documents) == (("letter",), ("deck", "trifold"))
    assert (north.site, north.phone, north.logo) == ("North Clinic", "+00 1", "logo.svg")
    assert (south.brand, south.languages, south.papers, south.documents) == (None, (), (), ())
    assert (south.site, south.phone, south.logo) == (None, None, None)
    assert not table.faults


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_what_spreadsheets_write_is_read(mark: str, end: str, start: str) -> None:
    rows = (("comparison", "variant", "site"), ("wrist", "north", '"North; or, South"'), ("", "", ""))
    table = parse(start + "".join(mark.join(row) + end for row in rows))
    assert [(row.variant, row.comparison, row.site) for row in table.sound] == [("north", "wrist", "North; or, South")]


def test_the_place_of_a_cell_is_its_line_and_column_behind_quoted_cells_too() -> None:
    table = parse('site,variant,comparison,phone\n"two\nlines, quoted",north,wrist,nobody\n"",south,wrist,+1 23\n')
    assert told(table, "north") == ["variants.csv:3:28: 'nobody' cannot be a phone"]
    assert [row.places["variant"].line for row in table.sound] == [4]


def test_every_wrong_cell_of_a_row_is_told_and_the_other_rows_stand() -> None:
    table = parse(
        "variant,comparison,paper,documents,logo\n"
        "North!,,a5,poster deck,../sign.svg\n"
        "south,wrist,a4,deck,\n"
        "south,wrist,a4,deck,\n"
        "west,wrist\n"
    )
    assert told(table, "North!") == [
        "variants.csv:2:1: 'North!' cannot be a variant",
        "variants.csv:2:8: the cell 'comparison' is empty",
        "variants.csv:2:9: there is no paper 'a5'",
        "variants.csv:2:12: there is no documents 'poster'",
        "variants.csv:2:24: '../sign.svg' cannot be a logo",
    ]
    assert told(table, "south") == ["variants.csv:4:1: 'south' is there already, in line 3"]
    assert told(table, "west") == ["variants.csv:5:1: the row has 2 cells and the first line names 5 columns"]
    assert [row.places["variant"].line for row in table.sound] == [3]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the column 'variant' is missing"),
        (b"variant,comparison\n", "there is no row"),
        (b"variant,comparision\nnorth,wrist\n", "variants.csv:1:9: error: unknown column 'comparision'"),
        (b"variant,comparison,variant\nnorth,wrist,south\n", "variants.csv:1:20: error: the column 'variant' is there"),
        (b"variant,comparison\n\xff\xfe,wrist\n", "the file is not in UTF-8"),
        (b'variant,comparison\n"north"x,wrist\n', "variants.csv:2:1: error: the row cannot be read"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_whole(content: bytes, said: str) -> None:
    with pytest.raises(ProblemError) as refused:
        parse_variants(content, "variants.csv", CHOICES)
    assert said in str(refused.value)


def test_a_failed_variant_stops_no_other_and_the_summary_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(WRIST, tmp_path / "wrist")
    table = tmp_path / "variants.csv"
    table.write_text(
        "variant,comparison,brand,language,documents,phone\n"
        "north,wrist,,en,deck,+00 111\n"
        "nowhere,no-such,,en,deck,\n"
        "foreign,wrist,,xx,deck,\n"
        "nameless,wrist,no-such,en,deck,\n"
        "north,wrist,,en,deck,\n"
        "south,wrist,,en,deck,+00 222\n",
        encoding="utf-8",
    )
    status = make_docs.main(["batch", str(table), "--out", str(tmp_path / "out"), "--jobs", "1"])
    said = capsys.readouterr()
    assert status == 1
    built = sorted(
        path.parent.relative_to(tmp_path / "out").as_posix() for path in tmp_path.glob("out/*/*/*/deck.pptx")
    )
    assert built == ["wrist/north/en", "wrist/south/en"]
    for place, message in (
        ("3:9", "there is no comparison 'no-such'"),
        ("4:16", "'wrist' is not there in 'xx'"),
        ("5:16", "there is no brand 'no-such'"),
        ("6:1", "'north' is there already"),
    ):
        assert f"{table}:{place}: error: {message}" in said.err
    last = said.err.splitlines()[-1]
    assert last.startswith("make_docs.py: 4 of 6 variants were not made: ")
    for name in ("north", "no-such/nowhere", "wrist/foreign/xx", "wrist/nameless"):
        assert name in last


def test_variants_made_side_by_side_are_byte_for_byte_those_made_in_a_row(tmp_path: Path) -> None:
    table = tmp_path / "variants.csv"
    rows = "".join(f"site-{n},{WRIST},,en,letter,trifold,+00 {n}{n}{n}\n" for n in range(3))
    table.write_text(f"variant,comparison,brand,language,paper,documents,phone\n{rows}", encoding="utf-8")
    made = []
    for jobs in ("1", "3"):
        out = tmp_path / jobs
        assert make_docs.main(["batch", str(table), "--out", str(out), "--jobs", jobs]) == 0
        there = (path for path in out.rglob("*.*") if path.is_file() and ".cache" not in path.parts)
        made.append({path.relative_to(out).as_posix(): path.read_bytes() for path in there})
    assert made[0] == made[1]
    manifests = [json.loads(made[0][f"wrist/site-{n}/en/build.json"]) for n in range(3)]
    assert len({manifest["files"]["trifold-letter.pdf"]["sha256"] for manifest in manifests}) == 3  # the phone differs


def test_each_figure_of_a_brand_and_language_is_drawn_once_for_all_its_variants(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from layouts.figures import drawing

    drawn: list[tuple[object, object]] = []
    real = drawing.draw

    def counted(spec: object, slot: object, *rest: object, **options: object) -> object:
        drawn.append((spec, slot))
        return real(spec, slot, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(drawing, "draw", counted)
    table = tmp_path / "variants.csv"
    rows = "".join(f"site-{n},{WRIST},,en,letter,trifold,+00 {n}{n}{n}\n" for n in range(3))
    table.write_text(f"variant,comparison,brand,language,paper,documents,phone\n{rows}", encoding="utf-8")
    assert make_docs.main(["batch", str(table), "--out", str(tmp_path / "out"), "--jobs", "1"]) == 0
    assert drawn
    assert len(drawn) == len({(repr(spec), slot) for spec, slot in drawn})


def test_a_row_prints_its_site_telephone_and_logo_and_no_other_row_does(tmp_path: Path) -> None:
    shutil.copy(next((HERE / "brands" / "harbour").glob("*.svg")), tmp_path / "sign.svg")
    table = tmp_path / "variants.csv"
    table.write_text(
        "variant,comparison,language,paper,documents,site,phone,logo\n"
        f"north,{WRIST},en,a4,handout,Ward North,+00 111,sign.svg\n"
        f"south,{WRIST},en,a4,handout,,,\n",
        encoding="utf-8",
    )
    assert make_docs.main(["batch", str(table), "--out", str(tmp_path / "out"), "--jobs", "1"]) == 0
    texts = {}
    for name in ("north", "south"):
        path = tmp_path / "out" / "wrist" / name / "en" / "handout.pdf"
        texts[name] = pdf_text(path)
        with pikepdf.open(path) as pdf:
            alts = [str(node.get("/Alt", "")) for node in pdf.objects if isinstance(node, pikepdf.Dictionary)]
        assert ("Ward North" in alts) == (name == "north")
    assert "Ward North" in texts["north"]
    assert "+00 111" in texts["north"]
    assert "Ward North" not in texts["south"]
    assert "+00 111" not in texts["south"]


def test_a_logo_that_cannot_be_printed_is_told_at_its_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "variants.csv"
    table.write_text(f"variant,comparison,logo\nnorth,{WRIST},nowhere.svg\n", encoding="utf-8")
    assert make_docs.main(["batch", str(table), "--out", str(tmp_path / "out")]) == 1
    column = len(f"north,{WRIST},") + 1
    assert f"{table}:2:{column}: error: the logo 'nowhere.svg' is not beside variants.csv" in capsys.readouterr().err


def test_one_command_makes_every_brand_language_and_paper_with_its_own_figures(tmp_path: Path) -> None:
    folder = tmp_path / "sources" / "wrist"
    shutil.copytree(WRIST, folder)
    shutil.copy(HERE / "overlays" / "wrist" / "es.yaml", folder)
    shutil.copytree(HERE / "brands", tmp_path / "sources" / "brands")
    house = tmp_path / "sources" / "brands" / "harbour" / "brand.yaml"
    house.write_text(house.read_text(encoding="utf-8").replace('blue: "#0072B2"', 'blue: "#005A9C"'), encoding="utf-8")
    words = [str(folder), "--out", str(tmp_path / "out"), "--brand", "clinic", "--brand", "harbour"]
    assert make_docs.main([*words, "--document", "trifold", "--document", "figures", "--jobs", "2"]) == 0
    colours = {"clinic": "#0072b2", "harbour": "#005a9c"}
    seals = set()
    for brand, colour in colours.items():
        other = next(value for value in colours.values() if value != colour)
        for tag in ("en", "es"):
            made = tmp_path / "out" / "wrist" / brand / tag
            assert {"trifold.pdf", "trifold-letter.pdf"} <= {path.name for path in made.iterdir()}
            drawn = b"".join(path.read_bytes() for path in sorted((made / "figures").glob("*.svg"))).lower().decode()
            assert colour in drawn
            assert other not in drawn
            assert ("personas" in drawn) == (tag == "es")
            seals.add(json.dumps(json.loads((made / "build.json").read_text(encoding="utf-8"))["seals"]["figures"]))
    assert len(seals) == 1  # the same data in all of them
