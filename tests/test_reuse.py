"""What was made before is taken over where nothing went into it that changed, and never where something did."""

import json
import pickle
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import make_docs
from layouts.cache import HEAD, Cache
from layouts.documents import Made
from layouts.inputs import digest_of, files_digest
from layouts.problems import Place
from layouts.source import read_source
from layouts.stamps import Stamp, read_stamp, still_there, write_stamp

ROOT = Path(__file__).resolve().parent.parent
WRIST = ROOT / "tests" / "sources" / "wrist"
KEY = "ab" * 32
MADE = Made({"deck.pptx": b"bytes"}, {"deck.pptx": {"a": "b"}}, {"deck.pptx": {"slides": 3}})
HEAVY = ("weasyprint", "pptx", "matplotlib", "pydantic", "ruamel", "jinja2", "pikepdf", "numpy")


def entry(folder: Path) -> Path:
    [path] = [path for path in folder.rglob("*") if path.is_file()]
    return path


# --- the cache


def test_what_was_put_in_comes_out(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.get(KEY) is None
    cache.put(KEY, MADE)
    assert cache.get(KEY) == MADE
    assert Cache(tmp_path, fresh=True).get(KEY) is None


def test_a_damaged_entry_is_not_there_and_goes(tmp_path: Path) -> None:
    for where in (0, HEAD - 1, HEAD, -1):
        Cache(tmp_path).put(KEY, MADE)
        path = entry(tmp_path)
        content = bytearray(path.read_bytes())
        content[where] ^= 1
        path.write_bytes(content)
        assert Cache(tmp_path).get(KEY) is None
        assert not path.exists()
    for content in (b"", b"short", b"\0" * 200):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        assert Cache(tmp_path).get(KEY) is None


class Attack:
    """Unpickled without care, this runs a command."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[Any, ...]:
        return subprocess.call, (["touch", self.command],)


def test_an_entry_that_somebody_else_wrote_runs_nothing(tmp_path: Path) -> None:
    from hashlib import sha256

    cache, witness = Cache(tmp_path / "cache"), tmp_path / "witness"
    cache.put(KEY, MADE)
    path = entry(tmp_path)
    content = pickle.dumps(Attack(str(witness)))
    path.write_bytes(sha256(content).digest() + content)
    assert cache.get(KEY) is None
    assert not witness.exists()
    pickle.loads(content)  # noqa: S301  # the attack itself works: the cache is what stopped it
    assert witness.exists()


def test_the_oldest_entries_go_when_there_are_too_many_bytes(tmp_path: Path) -> None:
    import os

    cache = Cache(tmp_path, largest=10_000)
    keys = [f"{number:02x}" * 32 for number in range(8)]
    for age, key in enumerate(keys):
        cache.put(key, Made({"x": b"x" * 2_000}))
        os.utime(next(path for path in tmp_path.glob(f"{key[:2]}/*")), (age, age))
    cache.trim()
    there = [key for key in keys if cache.get(key)]
    assert there == keys[-4:]


def test_many_at_once_write_and_read_whole_entries(tmp_path: Path) -> None:
    values = [Made({"x": bytes([number]) * 100_000}) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda value: Cache(tmp_path).put(KEY, value), values * 10))
        read = list(pool.map(lambda _: Cache(tmp_path).get(KEY), range(40)))
    assert all(value in values for value in read)


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = Cache(tmp_path / "file")
    cache.put(KEY, MADE)
    cache.trim()
    assert cache.get(KEY) is None


# --- what went in


def test_every_file_counts_by_name_and_content(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.yaml").write_text("x: 1")
    seen = [files_digest([tmp_path])]
    (tmp_path / "a" / "one.yaml").write_text("x: 2")
    seen.append(files_digest([tmp_path]))
    (tmp_path / "a" / "one.yaml").rename(tmp_path / "a" / "two.yaml")
    seen.append(files_digest([tmp_path]))
    (tmp_path / "b.yaml").write_text("")
    seen.append(files_digest([tmp_path]))
    assert len(set(seen)) == 4
    assert files_digest([tmp_path]) == seen[-1]


def test_where_one_part_ends_matters() -> None:
    assert digest_of(("ab", "c")) != digest_of(("a", "bc"))


def test_a_stamp_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    path = tmp_path / "stamp.json"
    stamp = Stamp("inputs", {"file": "digest"}, ["a warning"], ["a folder"])
    write_stamp(path, stamp)
    assert read_stamp(path) == stamp
    for content in (b"", b"[]", b'{"inputs": 1, "files": {}, "told": [], "printed": []}', b"[" * 100_000):
        path.write_bytes(content)
        assert read_stamp(path) is None
    assert not still_there(stamp, tmp_path)


# --- builds


def build(source: Path, out: Path, *words: str) -> int:
    return make_docs.main([str(source), "--out", str(out), "--paper", "a4", "--language", "en", *words])


def files(out: Path) -> dict[str, bytes]:
    folder = out / "wrist" / "clinic" / "en"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def reused(out: Path) -> list[str]:
    return list(json.loads(files(out)["build.json"])["reused"])


def without_manifest(made: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in made.items() if name != "build.json"}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return Path(shutil.copytree(WRIST, tmp_path / "sources" / "wrist"))


def test_nothing_changed_is_told_without_loading_a_library(tmp_path: Path, source: Path) -> None:
    words = [str(source), "--out", str(tmp_path / "out"), "--document", "deck", "--language", "en"]
    run = [sys.executable, str(ROOT / "make_docs.py"), *words]
    first = subprocess.run(run, capture_output=True, check=True, encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.suffix != ".lock"}
    probe = (
        "import sys, runpy\nsys.argv = sys.argv[1:]\n"
        "try: runpy.run_path(sys.argv[0], run_name='__main__')\n"
        f"finally: print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    again = subprocess.run([sys.executable, "-c", probe, *run[1:]], capture_output=True, check=True, encoding="utf-8")
    assert again.stdout.splitlines() == [first.stdout.partition(":")[0] + ": unchanged", "loaded: []"]
    assert again.stderr == first.stderr
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.suffix != ".lock"} == before


def test_what_was_deleted_or_damaged_comes_back(tmp_path: Path, source: Path) -> None:
    out = tmp_path / "out"
    assert build(source, out, "--document", "deck") == 0
    whole = files(out)
    deck = out / "wrist" / "clinic" / "en" / "deck.pptx"
    for spoil in (deck.unlink, lambda: deck.write_bytes(b"damaged"), (out / "index.html").unlink):
        spoil()
        assert build(source, out, "--document", "deck") == 0
        assert without_manifest(files(out)) == without_manifest(whole)
        assert (out / "index.html").is_file()
        assert reused(out) == ["deck"]


def test_a_wording_for_patients_leaves_the_deck_and_makes_the_tri_fold_again(tmp_path: Path, source: Path) -> None:
    out, main = tmp_path / "out", source / "comparison.yaml"
    words = ("--document", "trifold", "--document", "deck")
    assert build(source, out, *words) == 0
    assert reused(out) == []
    before = files(out)
    text = main.read_text(encoding="utf-8")
    heading = next(line for line in text.split("sections:", 1)[1].splitlines() if line.strip().startswith("heading:"))
    changed = text.replace(heading, f"{heading.rstrip()} now", 1)
    assert changed != text
    main.write_text(changed, encoding="utf-8")
    assert build(source, out, *words) == 0
    after = files(out)
    assert reused(out) == ["deck"]
    assert after["deck.pptx"] == before["deck.pptx"]
    assert after["trifold.pdf"] != before["trifold.pdf"]


def test_a_document_that_is_warned_of_stays_and_its_warning_moves_with_its_line(tmp_path: Path) -> None:
    """The shipped deck has a warning that is waived; a wording for patients is none of its business."""
    source, out = tmp_path / "nk-vs-car-t", tmp_path / "out"
    shutil.copytree(ROOT / "sources" / "nk-vs-car-t", source)
    shutil.copytree(ROOT / "sources" / "brands", tmp_path / "brands")
    words = ["--document", "deck", "--language", "en", "--as-of", "2026-11-23"]
    assert build(source, out, *words) == 0
    main = source / "comparison.yaml"
    text = main.read_text(encoding="utf-8")
    old = "heading: Two treatments, side by side"  # patients alone read it
    assert text.count(old) == 1
    main.write_text("# one more line\n" + text.replace(old, old.replace("treatments", "therapies")), encoding="utf-8")
    assert build(source, out, *words) == 0
    assert build(source, tmp_path / "fresh", *words) == 0
    [after], [fresh] = (
        [json.loads(path.read_text(encoding="utf-8")) for path in folder.rglob("build.json")]
        for folder in (out, tmp_path / "fresh")
    )
    assert (after.pop("reused"), fresh.pop("reused")) == (["deck"], [])
    assert [one["rule"] for one in after["waived"] if one["document"] == "deck"] == ["TYP-06"]
    assert after == fresh


def test_what_a_warning_is_about_is_found_where_lines_and_entries_have_moved(tmp_path: Path, source: Path) -> None:
    main = source / "comparison.yaml"
    text = main.read_text(encoding="utf-8")
    before = read_source(source)
    for path in [("studies", 1, "name"), ("studies", 1), ("documents",), ("estimates", 2, "counted")]:
        anchor = before.anchor(before.place(path))
        assert anchor
        assert before.anchored(anchor) == before.place(path)
    anchor = before.anchor(before.place(("studies", 1, "name")))
    assert anchor == ("studies", f"#{before.comparison.studies[1].id}", "name")
    entries = text.index("studies:\n") + len("studies:\n")
    second = text.index("  - id:", entries + 5)
    third = text.index("  - id:", second + 5)
    turned = text[:entries] + text[second:third] + text[entries:second] + text[third:]
    main.write_text("# a remark\n" + turned, encoding="utf-8")
    after = read_source(source)
    assert after.anchored(anchor) == after.place(("studies", 0, "name")) != before.place(("studies", 1, "name"))
    main.write_text(text, encoding="utf-8")
    assert before.anchor(Place("elsewhere.yaml", 3, 1)) is None
    assert before.anchored(("studies", "#nobody", "name")) is None
    assert before.anchored(("studies", 99)) is None
    assert before.anchored(("id", "deeper")) is None


def test_after_one_number_changed_all_is_as_in_a_fresh_build(tmp_path: Path, source: Path) -> None:
    out, main = tmp_path / "out", source / "comparison.yaml"
    assert build(source, out) == 0
    text = main.read_text(encoding="utf-8")
    first = next(line for line in text.split("estimates:", 1)[1].splitlines() if "events:" in line)
    number = int("".join(filter(str.isdigit, first.partition("events:")[2].partition(",")[0])))
    main.write_text(text.replace(first, first.replace(f"events: {number}", f"events: {number - 1}"), 1), "utf-8")
    assert build(source, out) == 0
    assert build(source, tmp_path / "fresh", "--fresh") == 0
    assert without_manifest(files(out)) == without_manifest(files(tmp_path / "fresh"))


def test_only_the_figures_that_show_a_number_are_drawn_again(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from layouts.figures import drawing

    drawn: list[str] = []
    real = drawing.draw

    def counted(spec: Any, *rest: Any, **options: Any) -> Any:
        drawn.append(spec.anatomy.id)
        return real(spec, *rest, **options)

    monkeypatch.setattr(drawing, "draw", counted)
    out, main = tmp_path / "out", source / "comparison.yaml"
    assert build(source, out) == 0
    every = set(drawn)
    drawn.clear()
    text = main.read_text(encoding="utf-8")
    first = next(line for line in text.split("estimates:", 1)[1].splitlines() if "events:" in line)
    number = int("".join(filter(str.isdigit, first.partition("events:")[2].partition(",")[0])))
    main.write_text(text.replace(first, first.replace(f"events: {number}", f"events: {number - 1}"), 1), "utf-8")
    assert build(source, out) == 0
    assert drawn
    assert set(drawn) < every


def test_one_event_count_makes_again_what_shows_it_in_every_brand_and_language(tmp_path: Path, source: Path) -> None:
    shutil.copy(ROOT / "tests" / "overlays" / "wrist" / "es.yaml", source)
    shutil.copytree(ROOT / "tests" / "brands", source.parent / "brands")
    variants = [tmp_path / "out" / "wrist" / brand / tag for brand in ("clinic", "harbour") for tag in ("en", "es")]

    def make(out: Path, *words: str) -> list[dict[str, bytes]]:
        asked = ["--brand", "clinic", "--brand", "harbour", "--paper", "a4", "--jobs", "2"]
        assert make_docs.main([str(source), "--out", str(out), *asked, *words]) == 0
        folders = [out / folder.relative_to(tmp_path / "out") for folder in variants]
        return [
            {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
            for folder in folders
        ]

    before, main = make(tmp_path / "out"), source / "comparison.yaml"
    text = main.read_text(encoding="utf-8")
    assert text.count("{events: 221, n: 231}") == 1  # of joined-plate-west: on a slide and in one figure, on no panel
    main.write_text(text.replace("{events: 221, n: 231}", "{events: 220, n: 231}"), encoding="utf-8")
    after, fresh = make(tmp_path / "out"), make(tmp_path / "fresh", "--fresh")
    for old, new, undisturbed in zip(before, after, fresh, strict=True):
        assert json.loads(new["build.json"])["reused"] == []  # brochures and the panel map carry their source
        assert without_manifest(new) == without_manifest(undisturbed)
        figures = {name for name in new if name.startswith("figures/")}
        shown = {name for name in figures if name.startswith("figures/joined-and-strong-")}
        assert {name for name in figures if new[name] != old[name]} == shown
        assert shown < figures
        kept = {name for name in new if new[name] == old[name]} - figures
        assert kept == {"trifold-press.pdf"}, "it tells no estimate, and carries no source"
        assert {"trifold.pdf", "handout.pdf", "large-print.pdf", "panel-map.pdf", "deck.pptx", "review.html"} < {*new}
