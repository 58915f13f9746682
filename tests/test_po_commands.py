"""A translator's PO file: out of a comparison and back into it, and back only when nothing is missing or changed."""

import re
import shutil
from pathlib import Path

import pytest

import make_docs
from layouts.overlay import read_overlay

HERE = Path(__file__).resolve().parent


@pytest.fixture
def wrist(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(HERE / "sources" / "wrist", tmp_path / "wrist"))
    shutil.copy(HERE / "overlays" / "wrist" / "es.yaml", folder)
    return folder


def run(*words: str | Path) -> int:
    return make_docs.main([str(word) for word in words])


def test_out_and_back_changes_no_translation(wrist: Path, tmp_path: Path) -> None:
    before, po = read_overlay(wrist, "es"), tmp_path / "es.po"
    assert run("export-po", wrist, "es", po) == 0
    (wrist / "es.yaml").unlink()
    assert run("import-po", wrist, "es", po) == 0
    after = read_overlay(wrist, "es")
    assert (after.table, after.forms, after.overlay.reviewed) == (before.table, before.forms, before.overlay.reviewed)
    again = tmp_path / "again.po"
    assert run("export-po", wrist, "es", again) == 0
    assert again.read_bytes() == po.read_bytes()


def test_a_new_language_gets_a_file_with_every_string_and_no_translation(wrist: Path, tmp_path: Path) -> None:
    po = tmp_path / "fr.po"
    assert run("export-po", wrist, "fr", po) == 0
    text = po.read_text(encoding="utf-8")
    assert "Language: fr" in text
    assert text.count("\nmsgid ") > 100
    assert len(re.findall(r'\nmsgstr ""\n(?!")', text)) == text.count("\nmsgid ")


def test_what_is_missing_or_changed_is_told_at_its_line_and_the_overlay_stays(
    wrist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    po, overlay = tmp_path / "es.po", wrist / "es.yaml"
    assert run("export-po", wrist, "es", po) == 0
    before, lines = overlay.read_bytes(), po.read_text(encoding="utf-8").splitlines()
    digit = next(i for i, line in enumerate(lines) if re.match(r'msgstr ".*[A-Za-z ]\d', line))
    lines[digit] = re.sub(r"\d", "7777", lines[digit], count=1)
    empty = next(i for i, line in enumerate(lines) if i > digit and re.match(r'msgstr "[^"]', line))
    lost = lines[empty - 1]
    lines[empty] = 'msgstr ""'
    po.write_text("\n".join(lines), encoding="utf-8")
    capsys.readouterr()
    assert run("import-po", wrist, "es", po) == 1
    said = capsys.readouterr().err
    entry = max(i for i in range(digit + 1) if lines[i].startswith("msgid"))
    assert re.search(rf"{re.escape(str(po))}:{entry + 1}:1: error: the (digits|marks) differ", said)
    assert f"'{lost.removeprefix('msgid ')[1:16]}" in said
    assert "has no translation into 'es'" in said
    assert overlay.read_bytes() == before


def test_a_file_that_is_no_po_file_is_refused(wrist: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (wrist / "es.yaml").read_bytes()
    (tmp_path / "es.po").write_bytes(b"\xff\xfe no po")
    for given in (tmp_path / "es.po", tmp_path / "not-there.po"):
        assert run("import-po", wrist, "es", given) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert (wrist / "es.yaml").read_bytes() == before
