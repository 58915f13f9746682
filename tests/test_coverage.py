"""The shipped comparison says everything it has to say, where it has to say it."""

import re
from pathlib import Path

import pytest

from layouts.blocks import Imprint, plain
from layouts.brochure.panels import TrifoldText, plan_trifold
from layouts.checks.printed import PANELS
from layouts.citations import number_works
from layouts.deck.fit.measuring import printed
from layouts.deck.plans import DeckText, SlidePlan
from layouts.deck.slides import plan_deck
from layouts.figures.plans import plan_figure
from layouts.language import language
from layouts.source import Source, read_source
from layouts.wording import Voice

# Subject -> what its words must match on a slide (S: body, table or figure; N: slide or notes).
SUBJECTS = {
    1: ("S", r"differ in risk and in effect"),
    2: ("S", r"patient's own T cells|hard to switch off"),
    3: ("S", r"[Pp]erforin.*granzymes|patrol"),
    4: ("S", r"CAR-NK adds a CAR|CAR-NK: two"),
    5: ("S", r"Toxicity"),
    6: ("S", r"Donor T cells cause it, the NK part is disputed"),
    7: ("N", r"IL-6 and IL-1"),
    8: ("S", r"ready-made NK cells could shorten the wait"),
    9: ("S", r"repeat doses, relapse"),
    10: ("N", r"adaptive.*innate"),
    11: ("S", r"Progression-free at one year"),
    12: ("S", r"Tocilizumab"),
    13: ("S", r"Boxed warning"),
    14: ("N", r"without driving"),
    15: ("N", r"found no clinical result of giving CAR-T and NK cells together"),
    16: ("N", r"Candidate: illness"),
    17: ("S", r"7 products in the US directory"),
    18: ("S", r"found no trial that compared the two"),
    19: ("S", r"How does it fit with my other treatment\?"),
    20: ("N", r"number to call"),
    21: ("N", r"Sample edition of the Facing Pages project"),
    22: ("S", r"A count of zero leaves room for harm"),
    23: ("S", r"You may have read"),
    24: ("N", r"CD19 CAR-T removes (?:healthy )?B cells"),
    25: ("N", r"NK cells only in a registered trial"),
    26: ("N", r"Blood cancers that came back or did not respond"),
    27: ("N", r"comfort care and no treatment"),
    28: ("N", r"a carer, travel"),
}
# Panel -> what stands on it.
PANEL_MAP = {
    "cover": (
        r"how safe, and how sure\?",
        r"came back or did not respond",
        r"Draft for clinical review",
        r"investigational",
    ),
    "flap": (
        r"Both can cause CRS",
        r"in trials only",
        r"beyond five years",
        r"no trial that compared them",
        r"Neelapu",
    ),
    "inside-1": (r"What is it\?", r"How does it work\?", r"Whose cells\?", r"What is it like\?"),
    "inside-2": (r"Grade 1 is mild, grade 4 life-threatening", r"Not compared in the same study"),
    "inside-3": (r"second cancers", r"Responded", r"7 products", r"do not drive for 2 weeks", r"registered trial"),
    "back": (
        r"How often do brain effects",
        r"CRS risk of this very product",
        r"cells mine or a donor's",
        r"my other treatment",
        r"What matters to me",
        r"no further treatment",
        r"call at once",
        r"Your team's number",
        r"Sample edition of the Facing Pages project",
        r"Next review",
    ),
}
NO_PHONE = Imprint(
    publisher=plain("Sample edition of the Facing Pages project."),
    mandatory=(),
    name="Facing Pages",
    phone=None,
    edition="Edition 0.1",
    status="Draft for clinical review",
)


@pytest.fixture(scope="module")
def shipped(root: Path) -> Source:
    return read_source(root / "sources" / "nk-vs-car-t")


def voice(source: Source, audience: str) -> Voice:
    comparison = source.comparison
    return Voice(comparison, language("en"), audience, number_works(comparison))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def deck(shipped: Source) -> DeckText:
    return plan_deck(voice(shipped, "clinician"), NO_PHONE)


@pytest.fixture(scope="module")
def trifold(shipped: Source) -> TrifoldText:
    short = frozenset(s.id for s in shipped.comparison.sections if s.patient and s.patient.short)
    return plan_trifold(voice(shipped, "patient"), NO_PHONE, short)


def seen(slide: SlidePlan, source: Source) -> str:
    """What an audience can read on a slide."""
    words = [slide.title, slide.subtitle, *slide.details, slide.source, *(printed(p.line) for p in slide.body)]
    words += [printed(p.line) for column in slide.columns for p in column.points]
    if slide.grid:
        words += [*slide.grid.columns, *(printed(cell) for row in slide.grid.rows for cell in row)]
    if slide.figure:
        words.append(repr(plan_figure(slide.figure, voice(source, "clinician"))))
    return "\n".join(words)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_stands_in_the_deck(subject: int, deck: DeckText, shipped: Source) -> None:
    where, words = SUBJECTS[subject]
    texts = [seen(slide, shipped) + ("" if where == "S" else "\n" + "\n".join(slide.notes)) for slide in deck.slides]
    assert any(re.search(words, text) for text in texts)


@pytest.mark.parametrize("panel", PANEL_MAP)
def test_every_panel_says_its_part(panel: str, trifold: TrifoldText) -> None:
    if panel == "cover":
        text = "\n".join((trifold.cover.title, trifold.cover.decision.text, *trifold.cover.edition))
    else:
        text = repr(next(p for p in trifold.panels if p.id == panel))
        text = re.sub(r"', bold=(?:True|False)\), Run\(text='", "", text)
    assert [words for words in PANEL_MAP[panel] if not re.search(words, text)] == []


def test_the_panel_map_names_every_panel() -> None:
    assert set(PANEL_MAP) == {"cover", *PANELS}


def test_a_subject_that_is_nowhere_would_be_noticed(deck: DeckText, shipped: Source) -> None:
    assert not any(re.search("a third kind of cell", seen(slide, shipped)) for slide in deck.slides)


def test_a_talk_has_up_to_twenty_slides_before_its_references(deck: DeckText) -> None:
    before = [slide for slide in deck.slides if slide.part not in ("References", "Backup")]
    assert 14 <= len(before) <= 20
    assert before[1].id == "disclosures"


def test_speakers_have_something_to_say_on_every_slide_of_the_talk(deck: DeckText) -> None:
    sections = [
        s for s in deck.slides if s.part not in ("References", "Backup") and s.id not in ("title", "disclosures")
    ]
    spoken = {slide.id: len(slide.notes[0].split()) for slide in sections}
    assert {id: words for id, words in spoken.items() if not 105 <= words <= 160} == {}
