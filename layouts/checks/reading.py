"""READ: whether patients can read it: grade, sentences, terms explained where they stand, key points, what to do."""

import re
from collections.abc import Iterator, Sequence
from statistics import mean

from layouts.checks.printed import Part, Spot
from layouts.checks.proof import Proof, grouped, split_sentences
from layouts.checks.readability import FORMULAS, Formula, Scored
from layouts.language import language
from layouts.parts import Path
from layouts.passages import AskQuestions, Bullets
from layouts.problems import Problem, Severity

TRIFOLD: Path = ("documents", "trifold")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d,.]*")
PLAIN = "word"  # stands for a term that the reader is told
LONG, TOO_LONG, AVERAGE = 25, 35, 15  # words of a sentence
FEWEST_WORDS, FEWEST_SENTENCES = 100, 10
SHORTEST = 4  # words; what is shorter is a label
WORST = 5  # sentences told
POINTS = range(3, 6)


# --- READ-01, READ-02, READ-06 ---------------------------------------------------------------------------------------


def school_grade(proof: Proof) -> Iterator[Problem]:
    """READ-01, READ-02: the tri-fold reads at grade 8 or below, in sentences of up to 25 words.

    AMA and NIH: sixth to eighth grade; AHRQ Health Literacy Toolkit, tool 11: two formulas, never a formula alone.
    Spanish reaches 55 of INFLESZ, the bound of what most readers manage (Barrio-Cantalejo and others 2008). Words that
    the glossary explains, and the arms' names, count as short. Fragments of less than four words are labels. READ-06:
    a formula is for its own language only, and a short text has no grade.
    """
    formula = FORMULAS.get(proof.comparison.language.partition("-")[0])
    if formula is None:
        message = f"the tri-fold is not scored: there is no formula here for '{proof.comparison.language}'"
        yield proof.problem(TRIFOLD, "READ-06", message, "let readers of that language try it", "warning")
        return
    scored = list(_scored(proof, formula))
    words = sum(len(s.syllables) for s in scored)
    if words < FEWEST_WORDS or len(scored) < FEWEST_SENTENCES:
        message = f"the tri-fold is not scored: {words} words in {len(scored)} sentences are too few"
        yield proof.problem(TRIFOLD, "READ-06", message, "let readers try it", "warning")
        return
    severity = formula.severity(scored)
    if severity:
        worst = formula.hardest(scored, WORST)
        fix = "shorten sentences and words, the hardest first: " + " / ".join(s.text for s in worst)
        yield proof.problem(worst[0].path, "READ-01", f"the tri-fold reads {formula.tell(scored)}", fix, severity)
    yield from _lengths(proof, scored)


def unread_language(proof: Proof) -> Iterator[Problem]:
    """READ-06: a language whose catalogue lacks word lists is not read by the rules that need them: this is said.

    AHRQ Health Literacy Toolkit, tool 11: a measure made for one language tells nothing of another.
    """
    wanted = {key for key, _ in language("en").catalogue if key.startswith("rules.")}
    lacking = sorted(wanted - {key for key, _ in proof.language.catalogue})
    if lacking:
        message = f"rules that read words are not run in part: the catalogue of '{proof.language.tag}' lacks "
        message += grouped(lacking)
        fix = f"add them under [rules] of languages/{proof.language.tag}.toml"
        yield proof.problem(("language",), "READ-06", message, fix, "warning")


def _lengths(proof: Proof, scored: Sequence[Scored]) -> Iterator[Problem]:
    average = mean(len(s.syllables) for s in scored)
    if average > AVERAGE:
        message = f"the tri-fold's sentences have {average:.0f} words on average"
        yield proof.problem(TRIFOLD, "READ-02", message, f"stay below {AVERAGE}", "warning")
    for sentence in scored:
        length = len(sentence.syllables)
        if length > LONG:
            message = f"a sentence has {length} words: '{sentence.text[:60]}...'"
            severity: Severity = "error" if length > TOO_LONG else "warning"
            yield proof.problem(sentence.path, "READ-02", message, "make two of it", severity)


def _scored(proof: Proof, formula: Formula) -> Iterator[Scored]:
    """The tri-fold's sentences, in the short wording where a section has one."""
    neutral, voice = _neutral(proof), proof.voice("patient")
    for path, prose in (text for spot in proof.panels for part in spot.parts for text in part.texts):
        for sentence in split_sentences(voice.text(prose), proof.pattern("abbreviation")):
            words = WORD.findall(neutral.sub(PLAIN, sentence))
            if len(words) >= SHORTEST:
                yield Scored(sentence, tuple(formula.syllables(word) for word in words), path)


def _neutral(proof: Proof) -> re.Pattern[str]:
    """The terms of the glossary and the names of the arms, singular and plural."""
    comparison = proof.comparison
    names = [term.term for term in comparison.glossary] + [n for arm in comparison.arms for n in (arm.name, arm.short)]
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{listed})(?:e?s)?(?!\w)", re.IGNORECASE)


# --- READ-03 ---------------------------------------------------------------------------------------------------------


def defined_terms(proof: Proof) -> Iterator[Problem]:
    """READ-03: an acronym is explained where the tri-fold's reader first meets it, or in its glossary (PEMAT item 4).

    The arms' names are what the whole paper is about; countries need no explanation.
    """
    told: set[str] = set()
    for spots in (proof.panels, proof.full_panels):
        glossary = any("glossary" in spot.places for spot in spots)
        seen = {term.term for term in proof.comparison.glossary} if glossary else set[str]()
        for spot in spots:
            for path, acronym in (found for part in spot.parts for found in _undefined(proof, part, seen)):
                if acronym not in told:
                    told.add(acronym)
                    message = f"{spot.name}{spot.wording} uses '{acronym}' and does not explain it there"
                    fix = f"explain it where it first stands: '{acronym}, a ...', or write the plain words"
                    yield proof.problem(path, "READ-03", message, fix)


def _undefined(proof: Proof, part: Part, seen: set[str]) -> Iterator[tuple[Path, str]]:
    """The acronyms of a section that are new and not explained in the text they stand in."""
    for path, prose in part.texts:
        for found in proof.pattern("acronym").finditer(prose.words):
            acronym = found[0]
            known = proof.pattern("acronym-known").fullmatch(acronym)
            if acronym in seen or known or any(name.search(acronym) for name in proof.names.values()):
                continue
            seen.add(acronym)
            if not _explained(proof, acronym, prose.words):
                yield path, acronym


def _explained(proof: Proof, acronym: str, line: str) -> bool:
    """Whether a line explains an acronym: 'X, a ...', 'X (...)', '... (X)', 'X is ...', 'X: ...', 'called X'."""
    after, before = proof.pattern("explained-after"), proof.pattern("explained-before")
    stands = re.finditer(re.escape(acronym), line)
    return any(after.match(line, found.end()) or before.search(line[: found.start()]) for found in stands)


# --- READ-05 ---------------------------------------------------------------------------------------------------------


def key_points(proof: Proof) -> Iterator[Problem]:
    """READ-05: three to five key points come first, and there are actions with steps and questions to take along.

    AHRQ PEMAT-P items 9, 11 and 20 to 23; most leaflets lack the summary and the tool.
    """
    for spot in (*proof.full_panels, *proof.panels):
        if spot.path[-1] == "flap":
            counts = [len(value.bullets) for _, value in spot.parts[0].values if isinstance(value, Bullets)]
            if not any(count in POINTS for count in counts):
                message = f"{spot.name}{spot.wording} does not begin with three to five key points"
                fix = "begin with a section of 3 to 5 bullets that stand on their own"
                yield proof.problem(spot.parts[0].path, "READ-05", message, fix)
    if not any(action.steps for action in proof.comparison.actions):
        message = "no action is divided into steps"
        yield proof.problem(("actions",), "READ-05", message, "add 'steps:' to an action")
    if not proof.on_trifold(_asks):
        message = "the tri-fold has no questions to take along"
        yield proof.problem(TRIFOLD, "READ-05", message, "add '- questions: [...]' to a section")
    yield from _headings(proof)


def _asks(spot: Spot) -> bool:
    return any(part.has(AskQuestions) for part in spot.parts)


def _headings(proof: Proof) -> Iterator[Problem]:
    for index, section in enumerate(proof.comparison.sections):
        if section.patient and proof.pattern("empty-heading").fullmatch(section.patient.heading.words.strip(" .:")):
            message = f"the heading '{section.patient.heading.words}' tells nothing"
            path: Path = ("sections", index, "patient", "heading")
            yield proof.problem(path, "READ-05", message, "say in it what the section says", "warning")
    for path, sentence in proof.sentences:
        found = proof.pattern("calculate").search(sentence.text)
        if found and "patient" in path:
            message = f"'{found[0]}' asks the reader to calculate"
            yield proof.problem(path, "READ-05", message, "give the result", "warning")
