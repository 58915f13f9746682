"""What may no longer be printed on a day, and warnings that somebody answers for."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import make_docs
from layouts.checks.expiry import check_expiry
from layouts.checks.source_rules import check_source
from layouts.checks.waiving import Judged, judge
from layouts.problems import Place, Problem
from layouts.source import Source, parse_source, read_files

WRIST = Path(__file__).resolve().parent / "sources" / "wrist"
DAY = date(2026, 11, 23)


def wrist(*changes: tuple[str, str], extra: str = "") -> Source:
    files = read_files(WRIST)
    main = next(iter(files))
    text = files[main].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse_source({**files, main: (text + extra).encode()})


def warning(rule: str = "CIT-02", message: str = "a thing is not recorded") -> Problem:
    return Problem(Place("comparison.yaml", 3), rule, message, "look it up", "warning")


def waived(rule: str = "CIT-02", about: str = "", until: str = "2027-01-01") -> Source:
    about = f"    about: {about}\n" if about else ""
    answer = f"    reason: Nobody can know it yet.\n    by: The editor\n    until: {until}\n"
    return wrist(extra=f"waivers:\n  - rule: {rule}\n{about}{answer}")


# --- days


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2027, 11, 1), []),
        (date(2027, 11, 16), ["warning"]),
        (date(2028, 1, 15), ["warning"]),
        (date(2028, 1, 16), ["error"]),
    ],
)
def test_a_fact_is_warned_of_sixty_days_before_it_ends_and_refused_after(day: date, told: list[str]) -> None:
    source = wrist()
    found = [problem for problem in check_expiry(source, day) if problem.rule == "CIT-03"]
    assert [problem.severity for problem in found] == told
    line = next(
        number
        for number, text in enumerate((WRIST / "comparison.yaml").read_text().splitlines(), 1)
        if "expires:" in text
    )
    assert all(problem.place.line == line for problem in found)


@pytest.mark.parametrize(
    ("day", "told"),
    [(DAY, []), (date(2028, 12, 1), ["warning"]), (date(2028, 12, 31), ["warning"]), (date(2029, 1, 1), ["error"])],
)
def test_an_edition_is_refused_after_its_review_was_due(day: date, told: list[str]) -> None:
    found = [problem for problem in check_expiry(wrist(), day) if problem.rule == "DIS-01"]
    assert [problem.severity for problem in found] == told


# --- waivers


def test_a_waived_warning_is_set_aside_with_its_reason_and_others_stay() -> None:
    other = warning("CIT-03")
    judged = judge([warning(), other], waived(), DAY)
    assert judged.open == (other,)
    [(problem, waiver)] = judged.waived
    assert (problem, waiver.reason, waiver.by) == (warning(), "Nobody can know it yet.", "The editor")


def test_an_error_is_never_waived() -> None:
    error = replace(warning(), severity="error")
    judged = judge([error], waived(), DAY)
    assert error in judged.open
    assert not judged.waived


def test_a_waiver_about_one_thing_leaves_the_others() -> None:
    one, two = warning(message="the title of A"), warning(message="the title of B")
    assert judge([one, two], waived(about="title of A"), DAY).open == (two,)


def test_a_waiver_past_its_day_accepts_nothing_and_is_told_where_it_stands() -> None:
    source = waived(until="2026-11-22")
    judged = judge([warning()], source, DAY)
    assert [problem.rule for problem in judged.open] == ["CIT-02", "WAI-01"]
    assert judged.open[1].place == source.place(("waivers", 0))
    assert judge([warning()], waived(until="2026-11-23"), DAY).open == ()


def test_a_waiver_that_accepts_nothing_is_told() -> None:
    assert [problem.rule for problem in judge([], waived(), DAY).open] == ["WAI-02"]
    assert judge([], wrist(), DAY) == Judged((), ())


def test_an_approved_edition_accepts_no_warning_that_nobody_waived() -> None:
    draft, approved = wrist(), wrist(("status: draft", "status: approved"))
    before, after = (judge(check_source(source), source, DAY).open for source in (draft, approved))
    assert any(problem.severity == "warning" for problem in before)
    assert after
    assert all(problem.severity == "error" for problem in after)
    assert {problem.message for problem in before} <= {problem.message for problem in after}


def test_a_waiver_of_a_document_that_was_not_made_is_not_idle() -> None:
    assert judge([], waived(), DAY, whole=False).open == ()
    assert [problem.rule for problem in judge([], waived(until="2026-11-22"), DAY, whole=False).open] == ["WAI-01"]


def test_an_approved_edition_is_built_only_after_a_full_check_of_the_same_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_docs, "CHECKED", tmp_path / "checked")
    folder = Path(shutil.copytree(WRIST, tmp_path / "wrist"))
    main = folder / "comparison.yaml"
    words = [str(folder), "--out", str(tmp_path / "out"), "--document", "deck"]

    def said() -> str:
        assert make_docs.main(words) == 1
        return capsys.readouterr().err

    main.write_text(main.read_text("utf-8").replace("status: draft", "status: approved"), "utf-8")
    assert "no full check of this source has passed [DIS-06]" in said()
    note = make_docs._passed(folder)
    note.parent.mkdir(parents=True)
    note.write_bytes(b"")
    assert "DIS-06" not in said()  # now its open warnings stand in the way
    main.write_text(main.read_text("utf-8") + "\n", "utf-8")
    assert "DIS-06" in said()
