"""The command line: what it writes, all of it or nothing; what it prints; what it says when something is in the way."""

import errno
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import make_docs

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
STARTER = ROOT / "layouts" / "starter"
REVIEW = ("claims.csv", "review.html")
PRINTED = sorted(
    f"{name}{paper}.{suffix}"
    for paper in ("", "-letter")
    for name, suffix in (
        *((stem, "pdf") for stem in ("handout", "large-print", "panel-map", "trifold", "trifold-press")),
        ("job-ticket", "txt"),
    )
)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder; empty where there is none."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def command(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real command line in a process of its own."""
    words = [sys.executable, ROOT / "make_docs.py", *arguments]
    return subprocess.run(
        [str(word) for word in words], capture_output=True, check=False, encoding="utf-8", env=os.environ | environment
    )


def source_at(folder: Path, *changes: tuple[str, str]) -> Path:
    """A copy of the starter with words changed."""
    shutil.copytree(STARTER, folder)
    main = folder / "comparison.yaml"
    text = main.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    main.write_text(text, encoding="utf-8")
    return folder


def assert_one_sentence(said: str) -> None:
    """One line for a reader: no traceback, nothing of the program's inside."""
    assert said.startswith("make_docs.py: ")
    assert said.count("\n") == 1
    assert "Traceback" not in said
    assert "Error" not in said


# --- writing: all of a variant, or nothing


def test_a_file_where_the_folder_should_be_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "starter" / "clinic" / "en"
    target.parent.mkdir(parents=True)
    target.write_bytes(b"somebody's notes")
    run = command(STARTER, "--out", tmp_path, "--document", "deck")
    assert run.returncode == 1
    assert "a file stands where the folder should be" in run.stderr
    assert target.read_bytes() == b"somebody's notes"


def test_a_build_killed_at_any_moment_leaves_one_whole_set_and_the_next_run_mends_all(tmp_path: Path) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    few = ("--document", "trifold", "--document", "deck", "--paper", "a4")
    source = source_at(tmp_path / "starter", ("treatment A or treatment B", "treatment B or treatment A"))
    assert command(source, "--out", out, *few).returncode == 0
    old = documents(out)
    start = time.monotonic()
    assert command(STARTER, "--out", fresh, *few).returncode == 0
    lasted = time.monotonic() - start
    new = documents(fresh)
    assert old.keys() == new.keys()
    assert old != new
    moments = random.Random(12)  # noqa: S311
    for _ in range(8):
        run = subprocess.Popen(
            [sys.executable, ROOT / "make_docs.py", STARTER, "--out", out, "--fresh", *few],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moments.uniform(0.0, lasted))
        run.kill()
        run.wait()
        assert documents(out) in (old, new)
    assert command(STARTER, "--out", out, *few).returncode == 0
    assert documents(out) == documents(fresh)
    assert shown(out) == shown(fresh)


def documents(out: Path) -> dict[str, bytes]:
    """The documents of a build; its manifest also tells which of them were made before."""
    files = contents(out / "starter" / "clinic" / "en")
    return {name: data for name, data in files.items() if name != "build.json"}


def shown(out: Path) -> dict[str, bytes]:
    """The gallery: its page and its pictures."""
    return {**contents(out / "gallery"), "index.html": (out / "index.html").read_bytes()}


def test_a_refused_build_leaves_what_was_there_untouched(tmp_path: Path) -> None:
    source, out = source_at(tmp_path / "starter"), tmp_path / "out"
    assert make_docs.main([str(source), "--out", str(out), "--document", "deck"]) == 0
    before = written(out / "starter")
    main = source / "comparison.yaml"
    main.write_text(
        main.read_text(encoding="utf-8").replace("source: example-guide", "source: exmaple-guide"), encoding="utf-8"
    )
    assert make_docs.main([str(source), "--out", str(out), "--document", "deck"]) == 1
    assert written(out / "starter") == before
    assert "exmaple-guide" in (out / "index.html").read_text(encoding="utf-8")  # the gallery says what failed


def written(folder: Path) -> dict[Path, tuple[int, bytes]]:
    """Every file below a folder, and when it was written."""
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


# --- what it prints


def test_a_variant_is_one_line_on_stdout_and_a_pipe_gets_no_progress(tmp_path: Path) -> None:
    run = command(STARTER, "--out", tmp_path)
    assert run.returncode == 0
    drawn = len(list((tmp_path / "starter" / "clinic" / "en" / "figures").iterdir()))
    told = ", ".join(sorted(["build.json", "deck.pptx", f"figures/ ({drawn} files)", *PRINTED, *REVIEW]))
    assert drawn >= 10
    assert run.stdout == f"{tmp_path / 'starter' / 'clinic' / 'en'}: {told}\n"
    assert not set(run.stderr) & {"\r", "\x1b"}
    for line in run.stderr.splitlines():
        assert ": warning: " in line or line.startswith("    fix: ")


def test_a_terminal_sees_progress_that_is_wiped_away(tmp_path: Path) -> None:
    mine, its = pytest.importorskip("pty").openpty()
    words = [sys.executable, ROOT / "make_docs.py", STARTER, "--out", tmp_path, "--document", "deck"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=its) as run:
        os.close(its)
        shown = b""
        while True:
            try:
                piece = os.read(mine, 4096)
            except OSError:  # how Linux says that the other end is closed
                break
            if not piece:
                break
            shown += piece
    os.close(mine)
    assert run.returncode == 0
    assert b"\r\x1b[Kstarter, clinic, en: deck ..." in shown
    assert b"...\r\x1b[K" in shown


def test_after_a_comparison_with_errors_the_next_one_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = source_at(
        tmp_path / "broken", ("source: example-guide", "source: exmaple-guide"), ("id: starter", "id: broken")
    )
    status = make_docs.main([str(broken), str(STARTER), "--out", str(tmp_path), "--document", "deck"])
    said = capsys.readouterr()
    assert status == 1
    assert [line.partition(":")[0] for line in said.out.splitlines()] == [str(tmp_path / "starter" / "clinic" / "en")]
    assert f"{broken / 'comparison.yaml'}:" in said.err
    assert not (tmp_path / "broken" / "clinic").exists()


def test_a_folder_name_that_the_terminal_cannot_show_is_no_accident(tmp_path: Path) -> None:
    run = command(STARTER, "--out", tmp_path / "écrit", "--document", "deck", PYTHONIOENCODING="ascii")
    assert (run.returncode, run.stderr.count("Traceback")) == (0, 0)
    assert "\\xe9crit" in run.stdout


def test_papers_are_named_after_the_brands_first(tmp_path: Path) -> None:
    words = [str(STARTER), "--out", str(tmp_path), "--document", "trifold"]
    assert make_docs.main([*words, "--paper", "letter"]) == 0
    assert sorted(contents(tmp_path / "starter" / "clinic" / "en")) == ["build.json", "trifold-letter.pdf"]


# --- what it says


def blocking(package: str, folder: Path) -> str:
    """A folder for PYTHONPATH under which a package is not installed."""
    (folder / "sitecustomize.py").write_text(
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.partition('.')[0] == {package!r}:\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Missing())\n",
        encoding="utf-8",
    )
    return str(folder)


@pytest.mark.parametrize("package", ["weasyprint", "pydantic", "pptx", "filelock", "fontpkg_lato", "matplotlib"])
def test_a_missing_package_is_named_with_the_remedy(tmp_path: Path, package: str) -> None:
    run = command(STARTER, "--out", tmp_path / "out", PYTHONPATH=blocking(package, tmp_path))
    assert run.returncode == 1
    assert run.stdout == ""
    last = run.stderr.splitlines(keepends=True)[-1]
    assert_one_sentence(last)
    assert f"the Python package '{package}' is missing: run 'bash .ci/build'" in last


def test_a_name_that_our_own_package_lacks_is_shown_as_the_bug_it_is(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import layouts.wording as w\ndel w.Voice\n", encoding="utf-8")
    run = command(STARTER, "--out", tmp_path / "out", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert run.returncode == 1
    assert "ImportError: cannot import name 'Voice' from 'layouts.wording'" in run.stderr
    assert "is missing" not in run.stderr


def test_missing_pango_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import cffi\n"
        "real = cffi.FFI.dlopen\n"
        "def dlopen(self, name, flags=0):\n"
        "    if 'pango' in str(name).lower():\n"
        "        raise OSError(f\"cannot load library '{name}': {name}: cannot open shared object file\")\n"
        "    return real(self, name, flags)\n"
        "cffi.FFI.dlopen = dlopen\n",
        encoding="utf-8",
    )
    run = command(STARTER, "--out", tmp_path / "out", PYTHONPATH=str(tmp_path))
    assert run.returncode == 1
    assert run.stdout == ""
    assert_one_sentence(run.stderr)
    assert "Pango" in run.stderr
    assert "bash .ci/build" in run.stderr


@pytest.mark.parametrize(
    ("code", "reason", "remedy"),
    [
        (errno.EROFS, "the folder is read-only", "choose another folder with --out"),
        (errno.EACCES, "writing is not allowed there", "choose another folder with --out"),
        (errno.EPERM, "writing is not allowed there", "choose another folder with --out"),
        (errno.ENOSPC, "the disk is full", "make room"),
        (errno.EIO, os.strerror(errno.EIO), "try again"),
    ],
)
def test_a_folder_that_cannot_be_written_is_said_before_anything_is_made(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    code: int,
    reason: str,
    remedy: str,
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(make_docs.tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(make_docs, "_make", None)
    assert make_docs.main([str(STARTER), "--out", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert_one_sentence(said.err)
    assert f"nothing was written to {tmp_path}: {reason}" in said.err
    assert remedy in said.err


def test_a_file_in_the_path_of_out_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        assert make_docs.main([str(STARTER), "--out", str(out)]) == 1
        said = capsys.readouterr().err
        assert_one_sentence(said)
        assert "file" in said.partition(": ")[2]
        assert "choose another folder with --out" in said


def test_an_unknown_comparison_gets_the_names_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert make_docs.main(["no-such", "--out", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert_one_sentence(said)
    assert "there is no comparison 'no-such'; under sources/ there are: " in said
    for path in (ROOT / "sources").glob("*/comparison.yaml"):
        assert path.parent.name in said


def test_an_unknown_language_gets_the_tags_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert make_docs.main([str(STARTER), "--language", "xx", "--out", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert_one_sentence(said)
    assert "not there in 'xx'; languages: en" in said


@pytest.mark.parametrize("words", [["--colour"], ["--paper", "a5"], ["--document", "poster"], ["new"], ["--out"]])
def test_a_call_that_cannot_be_understood_leaves_with_status_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        make_docs.main(words)
    assert left.value.code == 2
    said = capsys.readouterr().err.splitlines()
    assert "error: " in said[-1]
    assert words[0] in said[-1] or "NAME" in said[-1]


def test_an_interrupted_command_says_what_became_of_its_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("layouts.jobs.make_variant", stop)
    assert make_docs.main([str(STARTER), "--out", str(tmp_path)]) == 130
    assert_one_sentence(capsys.readouterr().err)


# --- brands


def brand_beside(folder: Path, *changes: tuple[str, str]) -> Path:
    """A comparison with the brand `ours` beside it: a copy of the shipped one with words changed."""
    text = (ROOT / "sources" / "brands" / "clinic" / "brand.yaml").read_text(encoding="utf-8")
    for old, new in (("id: clinic", "id: ours"), *changes):
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "brands" / "ours").mkdir(parents=True)
    (folder / "brands" / "ours" / "brand.yaml").write_text(text, encoding="utf-8")
    return source_at(folder / "starter", ("brand: clinic", "brand: ours"))


LOGO = ("color:", "logo: {medium: logo.svg, alt: Our sign}\ncolor:")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4"/></svg>'


def said_of(source: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a refused build says on stderr: problems, each with its fix."""
    assert make_docs.main([str(source), "--out", str(source.parent / "out"), "--document", "deck", *words]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert ": error: " in said.err
    assert said.err.count("\n    fix: ") == len([line for line in said.err.splitlines() if not line.startswith(" ")])
    return said.err


def test_a_brand_beside_the_comparison_is_found_with_its_logo(tmp_path: Path) -> None:
    source = brand_beside(tmp_path, LOGO)
    (tmp_path / "brands" / "ours" / "logo.svg").write_bytes(SVG)
    assert make_docs.main([str(source), "--out", str(tmp_path / "out"), "--document", "deck"]) == 0
    assert (tmp_path / "out" / "starter" / "ours" / "en" / "deck.pptx").is_file()


def test_a_missing_logo_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = said_of(brand_beside(tmp_path, LOGO), capsys)
    lines = (tmp_path / "brands" / "ours" / "brand.yaml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, words in enumerate(lines, 1) if "logo.svg" in words)
    assert re.search(rf"brand\.yaml:{line}:\d+: error: the logo 'logo\.svg' is not beside brand\.yaml", said)
    assert f"put the file at {tmp_path / 'brands' / 'ours' / 'logo.svg'}" in said


@pytest.mark.parametrize(
    "broken",
    [b"", b"not a picture", SVG[:-8], SVG.replace(b"/>", b">"), b"\x89PNG\r\n\x1a\n", SVG + b" " * 2**20],
    ids=["empty", "text", "cut off", "not well-formed", "of another kind", "too large"],
)
def test_a_broken_logo_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: bytes) -> None:
    source = brand_beside(tmp_path, LOGO)
    (tmp_path / "brands" / "ours" / "logo.svg").write_bytes(broken)
    said = said_of(source, capsys)
    assert "logo.svg" in said
    assert "export it again as SVG or PNG" in said


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b'<?xml version="1.0"?>\n<!-- Drawn -->\n<!DOCTYPE svg>\n'])
def test_a_logo_as_drawing_programs_write_it_is_taken(tmp_path: Path, start: bytes) -> None:
    source = brand_beside(tmp_path, LOGO)
    (tmp_path / "brands" / "ours" / "logo.svg").write_bytes(start + SVG + b"\n")
    assert make_docs.main([str(source), "--out", str(tmp_path / "out"), "--document", "deck"]) == 0


@pytest.mark.parametrize("name", ["logo.svg", "brand.yaml"])
def test_a_file_of_the_brand_that_may_not_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    source = brand_beside(tmp_path, LOGO)
    (tmp_path / "brands" / "ours" / "logo.svg").write_bytes(SVG)
    real = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.name == name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read)  # an administrator may read everything, so no permission helps
    said = said_of(source, capsys)
    assert f"{tmp_path / 'brands' / 'ours' / name}:1:1: error: the file cannot be read: Permission denied" in said


def test_an_unknown_brand_gets_the_names_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = brand_beside(tmp_path)
    (tmp_path / "brands" / "no-brand-yaml").mkdir()
    said = said_of(source, capsys, "--brand", "theirs")
    assert "there is no brand 'theirs'" in said
    assert "fix: choose one of: cancer-killer-cells, clinic, ours\n" in said


def test_a_brand_under_the_name_of_another_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = said_of(brand_beside(tmp_path, ("id: ours", "id: clinic")), capsys)
    assert "brand.yaml:3:5: error: the brand's id is 'clinic' and its folder is 'ours'" in said


@pytest.mark.parametrize(
    "imprint", ["{}", "{en: 'Our {number}'}", "{en: 'Our clinic [@paper]'}"], ids=["none", "a number", "a citation"]
)
def test_an_imprint_that_cannot_be_printed_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], imprint: str
) -> None:
    source = brand_beside(tmp_path)
    brand = tmp_path / "brands" / "ours" / "brand.yaml"
    text = brand.read_text(encoding="utf-8").partition("publisher:")[0]
    brand.write_text(f"{text}publisher:\n  imprint: {imprint}\n", encoding="utf-8")
    assert str(brand) in said_of(source, capsys)


# --- new


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sources folder of its own, with the shipped brands."""
    folder = tmp_path / "sources"
    shutil.copytree(ROOT / "sources" / "brands", folder / "brands")
    monkeypatch.setattr(make_docs, "SOURCES", folder)
    return folder


@pytest.mark.parametrize("name", ["hip-or-knee", "2026", "null", "2026-01-31", "1e5"])
def test_new_makes_a_comparison_that_builds_at_once(
    sources: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    out = sources.parent / "out"
    assert make_docs.main(["new", name]) == 0
    assert sorted(entry.name for entry in sources.iterdir()) == sorted(["brands", name])
    words = [] if name == "hip-or-knee" else ["--document", "deck"]
    assert make_docs.main([name, "--out", str(out), *words]) == 0
    assert "error" not in capsys.readouterr().err
    made = json.loads((out / name / "clinic" / "en" / "build.json").read_text(encoding="utf-8"))
    assert made["comparison"] == name
    assert made["fit"]["deck.pptx"]["slides"] >= 7
    for trifold in (fit for file, fit in made["fit"].items() if file.startswith("trifold")):
        assert trifold["pages"] == 2
        assert trifold["short_wording"] == []
        for panel, fill in trifold["panels"].items():
            assert panel == "cover" or 0.6 <= fill["used_mm"] / fill["room_mm"] <= 1, (panel, fill)


def test_new_refuses_a_name_that_is_taken(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert make_docs.main(["new", "mine"]) == 0
    before = contents(sources)
    for name in ("mine", "brands"):
        capsys.readouterr()
        assert make_docs.main(["new", name]) == 1
        said = capsys.readouterr().err
        assert_one_sentence(said)
        assert f"sources/{name} is there already; choose another name" in said
    assert contents(sources) == before


@pytest.mark.parametrize("name", ["Hip", "hip_knee", "hip-", "hip--knee", "../hip", "", "hüfte", "a" * 61, "a\n"])
def test_new_refuses_a_badly_formed_name(sources: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert make_docs.main(["new", name]) == 2
    said = capsys.readouterr().err
    assert_one_sentence(said)
    assert "use letters a-z, digits and hyphens, such as 'hip-or-knee'" in said
    assert [entry.name for entry in sources.iterdir()] == ["brands"]


def test_a_build_of_one_document_keeps_the_others_and_what_people_put_beside_them(tmp_path: Path) -> None:
    assert make_docs.main([str(STARTER), "--out", str(tmp_path)]) == 0
    folder = tmp_path / "starter" / "clinic" / "en"
    (folder / "notes of the nurse.txt").write_text("mine", encoding="utf-8")
    before = contents(folder)
    assert make_docs.main([str(STARTER), "--out", str(tmp_path), "--document", "deck"]) == 0
    after = contents(folder)
    assert {**after, "build.json": b""} == {**before, "build.json": b""}
    kept = json.loads(after["build.json"])["kept"]
    assert [name for name in kept if not name.startswith("figures/")] == sorted([*PRINTED, *REVIEW])
    assert len(kept) - len(PRINTED) - len(REVIEW) == len(list((folder / "figures").iterdir()))


def test_a_document_that_a_full_build_no_longer_makes_goes(tmp_path: Path) -> None:
    assert make_docs.main([str(STARTER), "--out", str(tmp_path)]) == 0
    folder = tmp_path / "starter" / "clinic" / "en"
    manifest = json.loads((folder / "build.json").read_text(encoding="utf-8"))
    manifest["files"]["poster.pdf"] = {"bytes": 1, "sha256": "0"}
    (folder / "build.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "poster.pdf").write_bytes(b"x")
    assert make_docs.main([str(STARTER), "--out", str(tmp_path)]) == 0
    assert "poster.pdf" not in contents(folder)


def test_a_misspelt_brand_is_told_where_the_source_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = source_at(tmp_path / "mine", ("brand: clinic", "brand: clinik"))
    assert make_docs.main([str(folder), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    lines = (folder / "comparison.yaml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, words in enumerate(lines, 1) if words.startswith("brand: clinik"))
    assert f"comparison.yaml:{line}:8: error: there is no brand 'clinik'" in said
    assert "did you mean 'clinic'?" in said


def test_a_comparison_without_its_references_file_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = source_at(tmp_path / "mine")
    (folder / "references.yaml").unlink()
    assert make_docs.main([str(folder), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert said.count("error:") == 1
    assert "references.yaml:1:1: error: the file is not there" in said
