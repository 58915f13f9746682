"""The rules of the house, read off its own files: which way imports point, who knows which library, whose words."""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath

import pytest

Texts = Mapping[str, str]  # path from the top of the repository -> text

# A part of layouts/ is a module or a folder there. It imports its own row and the rows above, never in a circle.
ORDER = (
    ("problems", "palette", "profiles", "folders", "inputs", "cache", "stamps", "intake"),
    ("memories",),
    ("prose", "tree", "notation"),
    ("parts",),
    ("ledger", "works", "passages", "figure_kinds"),
    ("comparison",),
    (
        "complaints",
        "integrity",
        "figure_integrity",
        "source",
        "translatable",
        "overlay",
        "plurals",
        "po",
        "pseudo",
        "language",
        "brand",
        "brand_color",
        "brand_folder",
        "wishes",
        "brand_logo",
        "brand_print",
        "brand_svg",
        "brand_weight",
        "brand_words",
        "origins",
        "wording",
        "citations",
        "figure_data",
        "identity",
        "publishing",
        "changes",
        "attached",
    ),
    ("figures",),
    ("blocks",),
    ("brochure", "deck", "review"),
    ("checks",),
    ("editions",),
    ("illustrations",),
    ("pagination",),
    ("proving", "reviewing"),
    ("documents",),
    ("manifest", "ingredients"),
    ("build", "gallery", "trace"),
    ("shared",),
    ("jobs", "cluster"),
    ("variants",),
    ("selection",),
    ("make_docs",),
)
ROW = {part: row for row, parts in enumerate(ORDER) for part in parts} | {"": -1}  # "" is layouts/__init__.py
DOCUMENTS = ORDER[ROW["brochure"]]  # these never import each other
READING = ("source", "complaints", "integrity", "tree")  # parsing is over before anything is drawn; what it gave,
PARSED = "layouts.source.Source"  # a comparison and the places of its parts, may be named to say where text overflows

PLANS = (  # what, never how
    "layouts/figures/specs.py",
    "layouts/brochure/panels.py",
    "layouts/brochure/pages.py",
    "layouts/brochure/handout.py",
    "layouts/deck/slides.py",
    "layouts/deck/plans.py",
    "layouts/deck/fit/continuing.py",
    "layouts/deck/fit/dividing.py",
    "layouts/deck/reports.py",
    "layouts/deck/edits/saying.py",
    "layouts/deck/edits/aligning.py",
    "layouts/deck/edits/matching.py",
    "layouts/deck/edits/merging.py",
    "layouts/deck/edits/merging_rows.py",
    "layouts/identity.py",
    "layouts/gallery/shelf.py",
    "layouts/gallery/failures.py",
    "layouts/review/answers.py",
    "layouts/review/claims.py",
    "layouts/review/records.py",
    "layouts/review/printings.py",
    "layouts/review/questions.py",
    "layouts/review/instruments.py",
)

HOMES: dict[str, str | tuple[str, ...]] = {  # a library -> the module or folder that knows it, or the few that do
    "weasyprint": (
        "layouts/brochure/pdf.py",
        "layouts/brochure/shaping.py",
        "layouts/brochure/drawn_lines.py",
        "layouts/brochure/styling.py",
    ),
    "pydyf": "layouts/brochure/",
    "pikepdf": ("layouts/brochure/", "layouts/checks/"),
    "pptx": "layouts/deck/",
    "pypdfium2": ("layouts/gallery/pictures.py", "layouts/brochure/rasters.py"),
    "matplotlib": "layouts/figures/",
    "coloraide": "layouts/figures/separation.py",
    "dask": "layouts/cluster.py",
    "distributed": "layouts/cluster.py",
}

# The words of the shipped comparison. They belong to sources/; code that knows one works for that comparison only.
SHIPPED_WORDS = (
    r"car[-_ ]?ts?",
    r"nks?",
    r"crs",
    r"icans?",
    r"gv[hl]d",
    r"b-all",
    r"aml",
    r"cll",
    r"dlbcl",
    r"lymphomas?",
    r"leuka?emias?",
    r"myelomas?",
    r"cytokines?",
    r"neurotoxic\w*",
    r"tocilizumab",
    r"cyclophosphamide",
    r"fludarabine",
    r"lympho-?deplet\w*",
    r"(axi|tisa|liso|brexu|cilta|ide|obe)-?cel",
    r"\w+leucel",
    r"donors?",
    r"grafts?",
    r"chimeric",
    r"antigens?",
    r"natural[-_ ]killers?",
    r"t[-_ ]cells?",
    r"b[-_ ]cells?",
    r"cd(19|20|22|30|38)",
    r"bcma",
    r"cord[-_ ]blood",
    r"ha?ematolog\w*",
    r"oncolog\w*",
    r"tumou?rs?",
    r"cancers?",
)
SHIPPED = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(SHIPPED_WORDS)})(?![A-Za-z0-9])", re.IGNORECASE)

UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")
NOT_TEXT = {".icc", ".jpg", ".otf", ".pdf", ".png", ".potx", ".pptx", ".ttf", ".woff", ".woff2"}


@dataclass(frozen=True)
class Import:
    path: str
    line: int
    module: str  # in full: layouts.figures.specs

    @property
    def top(self) -> str:
        return self.module.split(".")[0]

    @property
    def is_ours(self) -> bool:
        return self.top in ("layouts", "make_docs")


def imports(path: str, text: str) -> Iterator[Import]:
    """Every import of a module, wherever it stands: at the top, in a function, for typing only, by name."""
    for node in ast.walk(ast.parse(text, path)):
        for module in _imported(node, package=path.removesuffix(".py").split("/")[:-1]):
            yield Import(path, getattr(node, "lineno", 1), module)


def _imported(node: ast.AST, package: list[str]) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            start = package[: len(package) - level + 1] if level else []
            yield from (".".join([*start, *filter(None, [module]), alias.name]) for alias in names)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(module)), *_]):
            if name in ("import_module", "__import__"):
                yield ".".join([*package, module.lstrip(".")]) if module.startswith(".") else module


def part_of(path: str) -> str:
    """The part a file belongs to: layouts/figures/specs.py and layouts.figures.specs are both of `figures`."""
    names = path.removesuffix(".py").replace(".", "/").split("/")
    if names[0] == "make_docs":
        return "make_docs"
    return "" if names[1:] in ([], ["__init__"]) else names[1]


def wrong_imports(texts: Texts) -> list[str]:
    """Every import that points against ORDER, to another document, back to the sources, or out of a library's home."""
    faults = [f"{path}: {part_of(path)} has no place in ORDER" for path in texts if part_of(path) not in ROW]
    for found in (found for path, text in texts.items() for found in imports(path, text)):
        reason = _against_home(found) or _against_plan(found) or _against_order(found)
        if reason:
            faults.append(f"{found.path}:{found.line}: {reason}")
    return faults


def _against_order(found: Import) -> str:
    importer, imported = part_of(found.path), part_of(found.module)
    if not found.is_ours or importer == imported or not {importer, imported} <= ROW.keys():
        return ""
    if imported == "make_docs":
        return "nothing imports make_docs"
    if {importer, imported} <= set(DOCUMENTS):
        return f"the documents {importer} and {imported} never import each other"
    if imported in READING and found.module != PARSED and importer in ("figures", *DOCUMENTS):
        return f"{importer} imports {imported}, but reading is over by then"
    return f"{importer} imports {imported}, against the order" if ROW[imported] > ROW[importer] else ""


def _against_home(found: Import) -> str:
    home = HOMES.get(found.top)
    if home is None or found.path.startswith(home):
        return ""
    return f"{found.top} is imported outside {home if isinstance(home, str) else ' or '.join(home)}"


def _against_plan(found: Import) -> str:
    known = found.is_ours or found.top in sys.stdlib_module_names
    return "" if known or found.path not in PLANS else f"{found.top} is a library, and a plan needs none"


def import_circle(texts: Texts) -> list[str]:
    """The modules of one circle of imports, or none."""
    modules = {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in texts}
    graph = {
        module: {_nearest(found.module, modules) for found in imports(path, texts[path])} - {module}
        for module, path in modules.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(module) for module in error.args[1]]
    return []


def _nearest(module: str, modules: Mapping[str, str]) -> str:
    """The module an import loads: `layouts.problems.Place` loads layouts.problems."""
    return module if module in modules or "." not in module else _nearest(module.rpartition(".")[0], modules)


def lines_matching(pattern: re.Pattern[str], texts: Texts) -> list[str]:
    """Path, line and match, for a file's name too."""
    return [
        f"{path}:{number}: {found.group()}"
        for path, text in texts.items()
        for number, line in enumerate([PurePosixPath(path).name, *text.splitlines()])
        for found in pattern.finditer(line)
    ]


def undecodable(files: Mapping[str, bytes]) -> list[str]:
    """The files whose bytes are not UTF-8."""
    return [path for path, content in files.items() if not _decodes(content)]


def _decodes(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    """Every file of the package that should be text, and the command line."""
    found = [path for path in sorted((root / "layouts").rglob("*")) if path.suffix not in NOT_TEXT]
    kept = [path for path in [*found, root / "make_docs.py"] if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in kept}


@pytest.fixture(scope="module")
def texts(files: dict[str, bytes]) -> dict[str, str]:
    return {path: content.decode("utf-8", errors="replace") for path, content in files.items()}


@pytest.fixture(scope="module")
def modules(texts: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in texts.items() if path.endswith(".py")}


# --- the house as it stands


def assert_none(faults: list[str]) -> None:
    assert not faults, "\n" + "\n".join(faults)  # in full, where pytest would cut a list short


def test_imports_point_one_way_and_libraries_stay_at_home(modules: dict[str, str]) -> None:
    assert len(modules) > 3
    assert_none(wrong_imports(modules))


def test_no_modules_import_each_other_in_a_circle(modules: dict[str, str]) -> None:
    assert_none(import_circle(modules))


def test_every_text_file_of_the_package_is_utf_8(files: dict[str, bytes]) -> None:
    assert_none(undecodable(files))


def test_the_package_knows_no_word_of_the_shipped_comparison(texts: dict[str, str]) -> None:
    assert_none(lines_matching(SHIPPED, texts))


def test_nothing_is_left_unfinished(texts: dict[str, str]) -> None:
    assert_none(lines_matching(UNFINISHED, texts))


# --- these rules can fail


@pytest.mark.parametrize(
    ("path", "text", "fault"),
    [
        ("layouts/problems.py", "from layouts.comparison import Arm", "problems imports comparison, against the order"),
        ("layouts/comparison.py", "from . import wording", "comparison imports wording, against the order"),
        ("layouts/figures/specs.py", "import layouts.build", "figures imports build, against the order"),
        ("layouts/figures/specs.py", "from ..checks import ink", "figures imports checks, against the order"),
        ("layouts/figures/__init__.py", "from ..checks import ink", "figures imports checks, against the order"),
        ("layouts/figures/specs.py", "from layouts.source import read_source", "reading is over by then"),
        ("layouts/deck/slides.py", "from layouts.brochure import panels", "deck and brochure never import each other"),
        ("layouts/brochure/panels.py", "from ..deck.slides import Slide", "brochure and deck never import each other"),
        ("layouts/build.py", "import make_docs", "nothing imports make_docs"),
        ("layouts/build.py", "def f():\n    from make_docs import main", "nothing imports make_docs"),
        ("layouts/__init__.py", "from layouts.comparison import Arm", "imports comparison, against the order"),
        ("layouts/brochure/fit.py", "import weasyprint", "weasyprint is imported outside layouts/brochure/pdf.py"),
        ("layouts/brochure/fit.py", "def f():\n    import weasyprint", "outside layouts/brochure/pdf.py"),
        ("layouts/brochure/fit.py", "importlib.import_module('weasyprint')", "outside layouts/brochure/pdf.py"),
        ("layouts/build.py", "from pptx.util import Emu", "pptx is imported outside layouts/deck/"),
        ("layouts/deck/powerpoint.py", "from matplotlib import pyplot", "matplotlib is imported outside"),
        ("layouts/checks/contrast.py", "from coloraide import Color", "coloraide is imported outside"),
        ("layouts/checks/ink.py", "import dask.distributed", "dask is imported outside layouts/cluster.py"),
        ("make_docs.py", "import weasyprint", "weasyprint is imported outside layouts/brochure/pdf.py"),
        ("layouts/identity.py", "import pikepdf", "pikepdf is imported outside layouts/brochure/ or layouts/checks/"),
        ("layouts/deck/slides.py", "from lxml import etree", "lxml is a library, and a plan needs none"),
        ("layouts/utils.py", "", "utils has no place in ORDER"),
    ],
)
def test_a_wrong_import_is_named(path: str, text: str, fault: str) -> None:
    [found] = wrong_imports({path: text})
    assert found.startswith(path)
    assert fault in found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("layouts/figures/specs.py", "from . import drawing\nfrom ..wording import people\nimport layouts.palette"),
        ("layouts/figures/drawing.py", "import matplotlib.pyplot"),
        ("layouts/brochure/pdf.py", "def make():\n    import weasyprint"),
        ("layouts/deck/powerpoint.py", "from pptx import Presentation"),
        ("layouts/deck/slides.py", "from layouts.source import Source"),
        ("layouts/checks/ink.py", "from layouts.deck import slides\nfrom layouts import __version__"),
        ("layouts/checks/ink.py", "import pikepdf"),
        ("make_docs.py", "from layouts import build, problems"),
    ],
)
def test_an_import_along_the_order_passes(path: str, text: str) -> None:
    assert wrong_imports({path: text}) == []


def test_a_circle_of_imports_is_named() -> None:
    circle = {"layouts/wording.py": "from layouts import citations", "layouts/citations.py": "import layouts.wording"}
    assert set(import_circle(circle)) == {"layouts.wording", "layouts.citations"}


FOUND = ["the CAR-T arm", "CART", "car_t_rate", "NK-cell", "an nk arm", "CRS grade 3", "GvHD", "leukaemia", "Leukemia"]
FOUND += ["axi-cel", "axicabtagene ciloleucel", "a donor's", "B-ALL", "natural killer cells", "<text>T cells</text>"]


@pytest.mark.parametrize("line", FOUND)
def test_a_word_of_the_shipped_comparison_is_found(line: str) -> None:
    assert lines_matching(SHIPPED, {"layouts/a.css": f"\n{line}"})[0].startswith("layouts/a.css:2: ")


@pytest.mark.parametrize("line", ["ink", "all cells of a table", "cartridge", "a card", "think", "cancel", "a chart"])
def test_an_ordinary_word_is_not_taken_for_one(line: str) -> None:
    assert lines_matching(SHIPPED, {"layouts/a.css": line}) == []


def test_a_word_in_a_file_name_is_found() -> None:
    assert lines_matching(SHIPPED, {"layouts/figures/nk-cell.svg": ""}) == ["layouts/figures/nk-cell.svg:0: nk"]


def test_an_unfinished_line_is_found() -> None:
    assert lines_matching(UNFINISHED, {"layouts/a.py": "# TODO later"}) == ["layouts/a.py:1: TODO"]


def test_a_file_that_is_not_utf_8_is_found() -> None:
    assert undecodable({"layouts/a.css": "é".encode("latin-1"), "layouts/b.css": "é".encode()}) == ["layouts/a.css"]
