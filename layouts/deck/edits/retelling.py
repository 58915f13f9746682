"""New words in an old text or table: what people set in bold or colour stays so. Elements are changed in place."""

import re
from collections.abc import Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from typing import Any, Final

from layouts.deck.edits.merging_rows import Rewriting, Step
from layouts.deck.edits.readback_words import raw_of, words_of
from layouts.deck.edits.saying import Part
from layouts.deck.names import qn

SIGNS: Final = re.compile(r"\s+|\w+|[^\w\s]")
RUNS: Final = (qn("a:r"), qn("a:br"), qn("a:fld"))


def rewrite(shape: Any, theirs: Part, fresh: Any, new: Part, how: Rewriting) -> None:
    """Brings a text or a table up to date. `fresh` is the shape as it is made now."""
    own, now = _holder(shape), _holder(fresh)
    if how.whole:
        own.getparent().replace(own, deepcopy(now))
        _grow(shape, fresh)
        return
    tag = qn("a:tr") if theirs.kind == "table" else qn("a:p")
    rows, fresh_rows = own.findall(tag), now.findall(tag)
    told = [rows[place] for place in theirs.places]
    _order(own, told, [fresh_rows[place] for place in new.places], how.steps or ())
    if not own.findall(tag):
        own.append(_emptied(rows[0]))


def _holder(shape: Any) -> Any:
    """The element that holds the rows: a table's or a text's."""
    table = next(shape.iter(qn("a:tbl")), None)
    return shape.find(qn("p:txBody")) if table is None else table


def _grow(shape: Any, fresh: Any) -> None:
    """A table is as high as its new rows."""
    if shape.tag == qn("p:graphicFrame"):
        own, now = (one.find(f"{qn('p:xfrm')}/{qn('a:ext')}") for one in (shape, fresh))
        if own is not None and now is not None:
            own.set("cy", now.get("cy"))


def _order(own: Any, told: Sequence[Any], fresh: Sequence[Any], steps: Sequence[Step]) -> None:
    """The rows as the steps say; paragraphs without words stay where they are."""
    last = None
    for step in steps:
        if step.theirs is None:
            assert step.new is not None
            row = deepcopy(fresh[step.new])
            _insert(own, row, last, told)
        else:
            row = told[step.theirs]
            if step.new is not None:
                _retell_row(row, fresh[step.new], step.cells)
        last = row
    kept = {step.theirs for step in steps}
    for number, row in enumerate(told):
        if number not in kept:
            row.getparent().remove(row)


def _insert(own: Any, row: Any, last: Any, told: Sequence[Any]) -> None:
    if last is not None:
        last.addnext(row)
    elif told:
        told[0].addprevious(row)
    else:
        own.append(row)


def _emptied(paragraph: Any) -> Any:
    """A text always has a paragraph."""
    copy = deepcopy(paragraph)
    for run in [child for child in copy if child.tag in RUNS]:
        copy.remove(run)
    return copy


def _retell_row(row: Any, fresh: Any, cells: tuple[int, ...] | None) -> None:
    if row.tag == qn("a:p"):
        retell(row, fresh)
        return
    pairs = list(zip(row.findall(qn("a:tc")), fresh.findall(qn("a:tc")), strict=False))
    for number, (cell, now) in enumerate(pairs):
        if cells is None or number in cells:
            _retell_cell(cell, now)


def _retell_cell(cell: Any, fresh: Any) -> None:
    own, now = cell.find(qn("a:txBody")), fresh.find(qn("a:txBody"))
    if own is None or now is None:
        return
    told, new = own.findall(qn("a:p")), now.findall(qn("a:p"))
    if len(told) == len(new):
        for paragraph, one in zip(told, new, strict=True):
            if words_of(paragraph) != words_of(one):
                retell(paragraph, one)
    else:
        cell.replace(own, deepcopy(now))


def retell(paragraph: Any, fresh: Any) -> None:
    """The words of `fresh` in the runs of `paragraph`: a new word takes the look of the one that it replaces."""
    runs = [child for child in paragraph if child.tag in RUNS]
    if not runs or any(run.tag != qn("a:r") for run in [*runs, *(one for one in fresh if one.tag in RUNS)]):
        _take_runs(paragraph, runs, fresh)
        return
    texts = [run.find(qn("a:t")) for run in runs]
    old = "".join(text.text or "" for text in texts)
    owners = [number for number, text in enumerate(texts) for _ in text.text or ""]
    told = _shared_out(old, owners, raw_of(fresh), len(runs))
    for run, text, words in zip(runs, texts, told, strict=True):
        text.text = words
        if not words and any(told):
            paragraph.remove(run)


def _shared_out(old: str, owners: Sequence[int], new: str, runs: int) -> list[str]:
    """The new text in so many pieces: each sign goes to the run whose signs it stands for."""
    before, after = SIGNS.findall(old), SIGNS.findall(new)
    starts = [0]
    for sign in before:
        starts.append(starts[-1] + len(sign))
    pieces = [""] * runs
    for kind, i, end_i, j, end_j in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            for place in range(starts[i], starts[end_i]):
                pieces[owners[place]] += old[place]
        else:
            owner = owners[starts[i]] if i < end_i else owners[starts[i] - 1] if starts[i] else 0
            pieces[owner] += "".join(after[j:end_j])
    return pieces


def _take_runs(paragraph: Any, runs: Sequence[Any], fresh: Any) -> None:
    """Line breaks and fields come as they are made now."""
    end = paragraph.find(qn("a:endParaRPr"))
    for run in runs:
        paragraph.remove(run)
    for one in [deepcopy(child) for child in fresh if child.tag in RUNS]:
        if end is None:
            paragraph.append(one)
        else:
            end.addprevious(one)
