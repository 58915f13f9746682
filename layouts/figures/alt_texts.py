"""What a figure tells those who cannot see it: its message, and the range and the people of each arm."""

from collections.abc import Iterable, Iterator

from layouts import figure_kinds
from layouts.figures.estimate_rows import of_arm
from layouts.ledger import Arm, Estimate
from layouts.wording import Voice

ALT_LONGEST = 300  # characters; PDF-04: message, range and n per arm in 40 to 300


def alt_text(title: str, *sentences: str) -> str:
    """An alt text: the message, then what the figure shows, as far as it goes into 300 characters."""
    alt = title if title.endswith((".", "?", "!")) else f"{title}."
    for sentence in sentences:
        if len(alt) + 1 + len(sentence) <= ALT_LONGEST:
            alt = f"{alt} {sentence}"
    return alt


def ranges(chosen: Iterable[Estimate], voice: Voice) -> Iterator[str]:
    """Of each arm its lowest and its highest number, with the people of these studies."""
    for arm in voice.comparison.arms:
        mine = sorted(of_arm(chosen, arm, voice), key=lambda estimate: estimate.rate)
        if mine:
            low, high = (_percent_of(estimate, voice) for estimate in (mine[0], mine[-1]))
            studies = voice.language.plural("figure.alt-studies", len(mine))
            key = "figure.alt-group" if len(mine) > 1 else "figure.alt-group-one"
            yield voice.language.word(key, arm=arm.short, studies=studies, low=low, high=high)


def _percent_of(estimate: Estimate, voice: Voice) -> str:
    """'94% of 108 people'."""
    percent, people = voice.estimate(estimate, "percent"), voice.people(estimate.n or 0, estimate)
    return voice.language.word("figure.alt-percent", percent=percent, n=people)


def icon_pair(figure: figure_kinds.IconRanges, arm: Arm, voice: Voice) -> tuple[Estimate, Estimate]:
    """The lowest and the highest study of one arm."""
    pair = figure.arms[arm.id]
    return voice.comparison.estimate(pair.low), voice.comparison.estimate(pair.high)


def icons_alt(figure: figure_kinds.IconRanges, voice: Voice) -> str:
    """Message, range and n of each arm, within 300 characters; details go when they do not fit."""
    word = voice.language.word
    title = voice.text(figure.title)
    for counts in (True, False):
        rows = []
        for arm in voice.comparison.arms:
            low, high = (_alt_study(estimate, voice, counts) for estimate in icon_pair(figure, arm, voice))
            rows.append(word("figure.alt-row", arm=arm.short, low=low, high=high))
        alt = alt_text(title, *rows)
        if all(row in alt for row in rows):
            return alt
    return " ".join(rows)


def _alt_study(estimate: Estimate, voice: Voice, full: bool) -> str:
    """'94 of 100 in ZUMA-1 (101 of 108 people)', or without the study's name."""
    share = voice.estimate(estimate, "share")
    people = voice.estimate(estimate, "people") if estimate.counted else voice.people(estimate.n or 0, estimate)
    key = "figure.alt-study" if full else "figure.alt-study-short"
    return voice.language.word(key, share=share, study=voice.comparison.study(estimate.study).name, people=people)


def durability_alt(figure: figure_kinds.Durability, voice: Voice) -> str:
    """Message, and each arm's range of both numbers; what the later one counts is told where all words fit."""
    title = voice.text(figure.title)
    for full in (True, False):
        told = [_course_range(figure, arm, voice, full) for arm in voice.comparison.arms if figure.arms[arm.id]]
        alt = alt_text(title, *told)
        if all(sentence in alt for sentence in told):
            return alt
    return alt_text(told[0], *told[1:])


def _course_range(figure: figure_kinds.Durability, arm: Arm, voice: Voice, full: bool) -> str:
    courses, word = figure.arms[arm.id], voice.language.word
    spans = []
    for keys in ([course.response for course in courses], [course.lasting for course in courses]):
        ordered = sorted((voice.comparison.estimate(key) for key in keys), key=lambda estimate: estimate.rate)
        low, high = (_percent_of(estimate, voice) for estimate in (ordered[0], ordered[-1]))
        spans.append(low if low == high else word("numbers.to", low=low, high=high))
    laters = dict.fromkeys(voice.text(course.later) for course in courses)
    later = word("numbers.joint").join(laters) if full else word("figure.later")
    first = word("figure.responded")
    return word("figure.alt-course", arm=arm.short, first=first, response=spans[0], later=later, lasting=spans[1])
