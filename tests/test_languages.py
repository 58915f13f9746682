"""Languages: whole catalogues, overlays checked against their source, PO files, reading scores, pseudo-texts."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale

from layouts.blocks import ListOf, Setting, print_blocks
from layouts.checks import claiming, numbers, reading
from layouts.checks.printed import NOBODY
from layouts.checks.proof import Proof, split_sentences
from layouts.checks.readability import FORMULAS, Scored, flesch_szigriszt, inflesz_band, spanish_syllables
from layouts.checks.source_rules import check_source
from layouts.citations import number_works
from layouts.language import Language, language, languages
from layouts.overlay import Translation, check_translation, parse_overlay, translate
from layouts.parts import Audience
from layouts.passages import Bullets, Place
from layouts.po import from_po, to_po
from layouts.problems import Problem, ProblemError
from layouts.prose import MARKS, parse_prose
from layouts.pseudo import TAG, pseudo, stretch
from layouts.source import Source, read_source
from layouts.translatable import digits, marks, translatable
from layouts.wording import Voice, estimate_forms

WRIST = Path(__file__).resolve().parent / "sources" / "wrist"
OVERLAYS = Path(__file__).resolve().parent / "overlays" / "wrist"  # beside the comparison each build would make them
FORMS = {"zero", "one", "two", "few", "many", "other"}
TRANSLATED = ("ar", "es")  # overlays of the wrist comparison


@cache
def wrist() -> Source:
    return read_source(WRIST)


@cache
def overlay(tag: str) -> bytes:
    return (OVERLAYS / f"{tag}.yaml").read_bytes()


@cache
def translated(tag: str) -> Source:
    return translate(wrist(), parse_overlay(overlay(tag), f"{tag}.yaml"))


# --- catalogues


def words(tag: str, rules: bool = False) -> dict[str, str]:
    """The fixed words of a language, or its word lists."""
    return {key: text for key, text in language(tag).catalogue if key.startswith("rules.") == rules}


def forms(tag: str) -> dict[str, dict[str, str]]:
    """The plurals of a language, each with its forms."""
    plurals: dict[str, dict[str, str]] = {}
    for key, text in words(tag).items():
        base, _, form = key.rpartition(".")
        if form in FORMS:
            plurals.setdefault(base, {})[form] = text
    return plurals


def single(tag: str) -> dict[str, str]:
    return {key: text for key, text in words(tag).items() if key.rpartition(".")[2] not in FORMS}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_languages_are_those_with_a_catalogue() -> None:
    assert languages() == ["ar", "en", "es"]


@pytest.mark.parametrize("tag", languages())
def test_every_catalogue_has_every_word(tag: str) -> None:
    assert single(tag).keys() == single("en").keys()
    assert forms(tag).keys() == forms("en").keys()
    if words(tag, rules=True):
        assert words(tag, rules=True).keys() == words("en", rules=True).keys()


@pytest.mark.parametrize("tag", languages())
def test_every_word_has_the_values_that_the_english_one_has(tag: str) -> None:
    english = single("en")
    assert [key for key, text in single(tag).items() if fields(text) != fields(english[key])] == []
    for base, plural in forms(tag).items():
        assert fields(plural["other"]) == fields(forms("en")[base]["other"]), base
        for form, text in plural.items():
            assert fields(text) == fields(plural["other"]) or (form in ("one", "two") and not fields(text)), (
                base,
                form,
            )


@pytest.mark.parametrize("tag", languages())
def test_plurals_have_all_forms_of_their_language_or_one_for_all(tag: str) -> None:
    wanted = set(Locale.parse(tag).plural_form.tags) | {"other"}
    for base, plural in forms(tag).items():
        assert plural.keys() in (wanted, {"other"}), base


@pytest.mark.parametrize(
    ("tag", "same"), [("es", {"document.et-al", "press.inches", "press.mm", "numbers.n"}), ("ar", set())]
)
def test_no_word_was_left_in_english(tag: str, same: set[str]) -> None:
    english = words("en")
    left = {
        key for key, text in words(tag).items() if text == english.get(key) and re.search("[a-z]", MARKS.sub("", text))
    }
    assert left == same


@pytest.mark.parametrize("tag", languages())
def test_every_word_list_can_be_read(tag: str) -> None:
    for key in words(tag, rules=True):
        assert not language(tag).pattern(key).fullmatch(""), key


def test_a_language_of_a_region_takes_the_catalogue_of_its_language() -> None:
    assert language("es-MX").catalogue == language("es").catalogue
    assert (language("es-MX").tag, language(TAG).tag, language(TAG).direction) == ("es-MX", TAG, "ltr")
    assert language("ar-EG").direction == "rtl"
    with pytest.raises(KeyError):
        language("fr-CA")


@pytest.mark.parametrize(
    ("tag", "value", "told"),
    [
        ("en", 1200, "1,200"),
        ("es", 1200, "1200"),  # a point or comma would be a decimal mark to some of its readers
        ("es", 12000, "12\u00a0000"),
        ("es", 1234567.5, "1\u00a0234\u00a0567,5"),
        ("es", 30.4, "30,4"),
        ("ar", 1200, "1,200"),
        ("ar", 30.4, "30.4"),
    ],
)
def test_numbers_are_written_as_readers_of_the_language_write_them(tag: str, value: float, told: str) -> None:
    assert language(tag).number(value) == told


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("en", ["0 days", "1 day", "2 days", "3 days", "11 days", "100 days"]),
        ("es", ["0 días", "1 día", "2 días", "3 días", "11 días", "100 días"]),
        ("ar", ["0 يوم", "يوم واحد", "يومان", "3 أيام", "11 يومًا", "100 يوم"]),
    ],
)
def test_plurals_are_the_language_s(tag: str, told: list[str]) -> None:
    assert [language(tag).plural("units.day", n) for n in (0, 1, 2, 3, 11, 100)] == told


# --- numbers in Spanish

SPANISH: dict[str, dict[str, tuple[str, str]]] = {
    "stiff-cast-north": {
        "": ("25 de 100 personas", "25\u00a0% (27/108; IC 95\u00a0%: 17–34)"),
        "share": ("25 de 100", "25 de 100"),
        "counts": ("27 de 108", "27 de 108"),
        "people": ("27 de 108 personas", "27 de 108 personas"),
        "percent": ("25\u00a0%", "25\u00a0%"),
        "interval": ("17 a 34", "17–34\u00a0%"),
        "upper": ("34 de 100", "34 de 100"),
        "n": ("108", "108"),
    },
    "stiff-cast-letter": {
        "": ("30\u00a0%", "30\u00a0% (n = no consta; sin intervalo en la fuente)"),
        "share": ("30 de 100", "30 de 100"),
        "percent": ("30\u00a0%", "30\u00a0%"),
    },
    "tear-plate-safety": {
        "": ("8 de 1000 personas", "0,8\u00a0% (9/1200; IC 95\u00a0%: 0,3–1)"),
        "share": ("8 de 1000", "8 de 1000"),
        "counts": ("9 de 1200", "9 de 1200"),
        "people": ("9 de 1200 personas", "9 de 1200 personas"),
        "percent": ("0,8\u00a0%", "0,8\u00a0%"),
        "interval": ("3 a 14", "0,3–1\u00a0%"),
        "upper": ("14 de 1000", "14 de 1000"),
        "n": ("1200", "1200"),
    },
    "tear-cast-south": {
        "": ("2 de 1000 personas", "0,2\u00a0% (1/561; IC 95\u00a0%: <0,1–1)"),
        "share": ("2 de 1000", "2 de 1000"),
        "counts": ("1 de 561", "1 de 561"),
        "people": ("1 de 561 personas", "1 de 561 personas"),
        "percent": ("0,2\u00a0%", "0,2\u00a0%"),
        "interval": ("menos de 1 a 10", "<0,1–1\u00a0%"),
        "upper": ("10 de 1000", "10 de 1000"),
        "n": ("561", "561"),
    },
    "infection-cast-north": {
        "": ("0 de 100 personas", "0\u00a0% (0/108; IC 95\u00a0%: 0–3)"),
        "share": ("0 de 100", "0 de 100"),
        "counts": ("ninguna de 108", "ninguna de 108"),
        "people": ("ninguna de 108 personas", "ninguna de 108 personas"),
        "percent": ("0\u00a0%", "0\u00a0%"),
        "interval": ("0 a 3", "0–3\u00a0%"),
        "upper": ("3 de 100", "3 de 100"),
        "n": ("108", "108"),
    },
    "infection-plate-east": {
        "": ("al menos 5 de 100 personas", "al menos 5,4\u00a0% (2/37; IC 95\u00a0%: 1–18)"),
        "share": ("al menos 5 de 100", "al menos 5 de 100"),
        "counts": ("al menos 2 de 37", "al menos 2 de 37"),
        "people": ("al menos 2 de 37 personas", "al menos 2 de 37 personas"),
        "percent": ("al menos 5,4\u00a0%", "al menos 5,4\u00a0%"),
        "interval": ("1 a 18", "1–18\u00a0%"),
        "upper": ("18 de 100", "18 de 100"),
        "n": ("37", "37"),
    },
}


def voice(audience: Audience) -> Voice:
    comparison = translated("es").comparison
    return Voice(comparison, language("es"), audience, number_works(comparison))


@pytest.mark.parametrize("id", SPANISH)
def test_estimates_are_worded_in_spanish(id: str) -> None:
    estimate = translated("es").comparison.estimate(id)
    patient, clinician = voice("patient"), voice("clinician")
    told = {
        form: (patient.estimate(estimate, form), clinician.estimate(estimate, form))
        for form in estimate_forms(estimate)
    }
    assert told == SPANISH[id]


def test_facts_and_what_is_not_recorded_are_worded_in_spanish() -> None:
    spoken = voice("patient")
    told = [
        spoken.number(id, form) for id, form in (("cast-weeks", "range"), ("plate-stitches", ""), ("broken-a-year", ""))
    ]
    assert told == ["5 a 8 semanas", "8 puntos", "120\u00a0000 personas"]
    assert (spoken.number("cast-letter", "people"), spoken.label("not recorded")) == ("no consta", "no consta")


# --- overlays


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_whole_overlay_says_nothing(tag: str) -> None:
    assert list(check_translation(wrist(), parse_overlay(overlay(tag), f"{tag}.yaml"))) == []
    source = translated(tag)
    assert (source.comparison.language, source.original) == (tag, wrist().comparison)


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_translation_keeps_every_rule(tag: str) -> None:
    found = check_source(translated(tag))
    assert [str(problem) for problem in found if problem.severity == "error"] == []
    told = {problem.rule for problem in found}
    assert told - {problem.rule for problem in check_source(wrist())} == ({"READ-06"} if tag == "ar" else set())


def test_a_language_without_word_lists_and_formula_says_so_and_asks_for_no_words() -> None:
    unread, unscored = (
        [p for p in check_source(translated("ar")) if p.rule == "READ-06" and word in p.message]
        for word in ("are not run in part: the catalogue of 'ar' lacks", "there is no formula here for 'ar'")
    )
    assert len(unread) == len(unscored) == 1
    proof = Proof(translated("ar"))
    assert proof.says("no-treatment", "")
    assert not Proof(translated("es")).says("no-treatment", "")


def changed(*changes: tuple[str, str], tag: str = "es") -> bytes:
    text = overlay(tag).decode()
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text.encode()


TERM = '  - {from: Tendon, to: "Tendón"}\n'


@pytest.mark.parametrize(
    ("rule", "severity", "old", "new", "at", "message"),
    [
        ("LNG-01", "error", TERM, "", ("comparison.yaml", "term: Tendon,"), "'Tendon' has no translation into 'es'"),
        (
            "LNG-02",
            "error",
            'from: "A wrist breaks near the hand. In this',
            'from: "A wrist cracks near the hand. In this',
            ("es.yaml", "A wrist cracks near the hand."),
            "the source now says 'A wrist breaks near the hand. In this story {broken-a-yea...'",
        ),
        (
            "LNG-03",
            "warning",
            TERM,
            TERM + '  - {from: "Nobody says this here", to: "Nadie dice esto"}\n',
            ("es.yaml", "Nobody says this here"),
            "the source has no text 'Nobody says this here'",
        ),
        (
            "LNG-04",
            "error",
            "Lo lleva {cast-weeks}.",
            "Lo lleva unas semanas.",
            ("es.yaml", "Lo lleva unas semanas."),
            "the marks differ from the source's: '{cast-weeks}' is lost",
        ),
        (
            "LNG-04",
            "error",
            '"Roturas simples de la muñeca [@guide2025]."',
            '"Roturas simples de la muñeca [@label2024]."',
            ("es.yaml", "Roturas simples de la muñeca [@label2024]."),
            "the marks differ from the source's: '[@guide2025]' is lost, '[@label2024]' is added",
        ),
        (
            "LNG-05",
            "error",
            "to: Rigidez a los 12 meses",
            "to: Rigidez a los 21 meses",
            ("es.yaml", "Rigidez a los 21 meses"),
            "the digits differ from the source's: '12' is lost, '21' is added",
        ),
        ("LNG-06", "error", TERM, TERM * 2, ("es.yaml", None), "'Tendon' is translated twice"),
    ],
)
def test_a_fault_of_a_translation_is_told_where_it_stands(
    rule: str, severity: str, old: str, new: str, at: tuple[str, str | None], message: str
) -> None:
    content = changed((old, new))
    [problem] = check_translation(wrist(), parse_overlay(content, "es.yaml"))
    file, words = at
    text = content.decode() if file == "es.yaml" else (WRIST / file).read_text(encoding="utf-8")
    line = text[: text.index(words) if words else text.rindex(TERM)].count("\n") + 1
    assert (problem.rule, problem.severity, problem.message) == (rule, severity, message)
    assert (Path(problem.place.file).name, problem.place.line) == (file, line)
    assert problem.fix
    if severity == "error":
        with pytest.raises(ProblemError, match=rule):
            translate(wrist(), parse_overlay(content, "es.yaml"))


def test_an_overlay_with_an_unknown_key_or_no_yaml_is_refused() -> None:
    for content in (b"format: 1\nlanguage: es\ntext: []\n", b"format: 1\nlanguage: es\ntexts: [\n"):
        with pytest.raises(ProblemError):
            parse_overlay(content, "es.yaml")


# --- PO files


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_round_trip_through_po_changes_nothing(tag: str) -> None:
    po = to_po(wrist(), parse_overlay(overlay(tag), f"{tag}.yaml"))
    assert from_po(po, tag) == overlay(tag)
    assert to_po(wrist(), parse_overlay(from_po(po, tag), f"{tag}.yaml")) == po


def test_who_reviewed_it_survives_the_round_trip() -> None:
    review = 'reviewed: {name: "Invented \\"Ana\\" \\\\ Two", role: qualified translator, "on": "2026-01-31"}'
    content = changed(("language: es\n", f"language: es\n{review}\n"))
    once = from_po(to_po(wrist(), parse_overlay(content, "es.yaml")), "es")
    assert once == content


def po(content: bytes | None = None) -> str:
    return to_po(wrist(), parse_overlay(content or overlay("es"), "es.yaml")).decode()


def test_a_po_file_says_where_a_string_stands_and_no_date() -> None:
    told = po()
    assert "Date" not in told
    assert "python-format" not in told
    line = (WRIST / "comparison.yaml").read_text(encoding="utf-8").partition("term: Tendon,")[0].count("\n") + 1
    assert f'#. glossary/tendon/term\n#: comparison.yaml:{line}\nmsgid "Tendon"\nmsgstr "Tendón"\n' in told
    assert "#. sections/about/patient/heading\n" in told


def missing(content: bytes) -> list[str]:
    """The strings that an overlay lacks."""
    found = check_translation(wrist(), parse_overlay(content, "es.yaml"))
    return [problem.message for problem in found if problem.rule == "LNG-01"]


def test_a_fuzzy_entry_counts_as_missing() -> None:
    fuzzy = po().replace('\nmsgid "Tendon"\n', '\n#, fuzzy\nmsgid "Tendon"\n')
    assert missing(from_po(fuzzy.encode(), "es")) == ["'Tendon' has no translation into 'es'"]


def test_an_entry_without_a_translation_is_missing_and_comes_out_empty() -> None:
    lacking = changed((TERM, ""))
    assert '\nmsgid "Tendon"\nmsgstr ""\n' in po(lacking)
    assert from_po(po(lacking).encode(), "es") == lacking


def test_a_new_language_begins_with_an_empty_po_file() -> None:
    empty = parse_overlay(b"format: 1\nlanguage: fr\n", "fr.yaml")
    started = to_po(wrist(), empty)
    assert started.decode().count('\nmsgstr ""\n') == len({s.text for s in translatable(wrist().comparison)}) + 1
    assert from_po(started, "fr") == b"format: 1\nlanguage: fr\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'msgid "Tendon"\nTendones\n', "the PO file cannot be read"),
        ('msgid "a"\nmsgstr "Tendón"\n'.encode("latin-1"), "the PO file is not in UTF-8"),
        (b'msgid ""\nmsgstr ""\n"Language: fr\\n"\n', "the PO file is in 'fr'"),
    ],
)
def test_what_is_no_po_file_of_the_language_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(ProblemError) as caught:
        from_po(content, "es")
    [problem] = caught.value.problems
    assert (problem.rule, problem.place.file) == ("LNG-08", "es.po")
    assert message in problem.message


# --- the pseudo-language


@cache
def stretched() -> Translation:
    return pseudo(wrist())


def test_pseudo_texts_are_a_third_longer_and_keep_marks_and_digits() -> None:
    for pair in stretched().overlay.texts:
        plain = len(MARKS.sub("", pair.source))
        longer = len(pair.translation) - len(pair.source)
        assert 0.35 * plain <= longer < 0.35 * plain + 1 or longer == 2, pair.source
        assert (marks(pair.translation), digits(pair.translation)) == (marks(pair.source), digits(pair.source))
        assert (pair.translation[0], pair.translation[-1]) == ("[", "]")
        assert not set(re.sub(MARKS, "", pair.translation)) & set("aeo")


def test_pseudo_labels_stay_labels_and_marks_alone_stay() -> None:
    assert len(stretch("label " * 18, 120)) == 120
    assert stretch("l" * 119, 120) == "ļ" * 119
    assert stretch("{cast-weeks:range} [@guide2025]") == "{cast-weeks:range} [@guide2025]"
    assert stretch("**A** {x}") == "[**Å** {x}]"


def test_a_pseudo_comparison_is_whole_and_no_rule_reads_it() -> None:
    source = translate(wrist(), stretched())
    assert source.comparison.language == TAG
    assert check_source(source) == []
    assert TAG not in languages()


# --- reading


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("yeso", 2),
        ("muñeca", 3),
        ("hueso", 2),
        ("tendón", 2),
        ("ciudad", 2),
        ("país", 2),
        ("día", 2),
        ("área", 3),
        ("leer", 2),
        ("aéreo", 4),
        ("ahora", 3),
        ("prohíbe", 3),
        ("ahumado", 3),
        ("búho", 2),
        ("guitarra", 3),
        ("queso", 2),
        ("pingüino", 3),
        ("limpiáis", 2),
        ("vivíais", 3),
        ("construir", 2),
        ("huía", 2),
        ("chiita", 3),
        ("rey", 1),
        ("muy", 1),
        ("ayuda", 3),
        ("y", 1),
        ("médula", 3),
        ("inmunoterapia", 6),
        ("rehabilitación", 6),
        ("X-Y", 2),
        ("108", 1),
    ],
)
def test_spanish_syllables_are_counted(word: str, count: int) -> None:
    assert spanish_syllables(word) == count


def scored(text: str) -> list[Scored]:
    """The sentences of a text, scored word by word."""
    return [Scored(s, tuple(map(spanish_syllables, reading.WORD.findall(s))), ()) for s in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "words", "syllables", "sentences", "score", "band"),
    [
        # El-ye-so-su-je-ta-la-mu-ñe-ca: 206.835 - 62.3 * 10/5 - 5
        ("El yeso sujeta la muñeca.", 5, 10, 1, 77.235, "quite easy"),
        # Lla-me-al-mé-di-co (6 of 3). Ven-ga-pron-to (4 of 2): 206.835 - 62.3 * 10/5 - 5/2
        ("Llame al médico. Venga pronto.", 5, 10, 2, 79.735, "quite easy"),
        # La-in-mu-no-te-ra-pia-a-dop-ti-va-re-quie-re-hos-pi-ta-li-za-ción: 1 + 6 + 4 + 3 + 6 of 5 words
        ("La inmunoterapia adoptiva requiere hospitalización.", 5, 20, 1, -47.365, "very hard"),
        # Si-le-due-le-di-ga-lo-ya: 8 of 6 words
        ("Si le duele, dígalo ya.", 5, 8, 1, 102.155, "very easy"),
    ],
)
def test_spanish_scores_are_those_worked_out_by_hand(
    text: str, words: int, syllables: int, sentences: int, score: float, band: str
) -> None:
    counted = scored(text)
    assert sum(len(s.syllables) for s in counted) == words
    assert (sum(sum(s.syllables) for s in counted), len(counted)) == (syllables, sentences)
    assert flesch_szigriszt(counted) == pytest.approx(score)
    assert inflesz_band(score) == band


def test_inflesz_has_five_bands() -> None:
    told = [inflesz_band(score) for score in (39.9, 40, 54.9, 55, 64.9, 65, 79.9, 80)]
    hard = ["very hard", "somewhat hard", "somewhat hard", "normal", "normal"]
    assert told == [*hard, "quite easy", "quite easy", "very easy"]


@pytest.mark.parametrize(
    ("tag", "syllables", "severity"),
    [
        ("es", (2, 2, 2, 2, 2), None),  # 206.835 - 124.6 - 5 = 77.2
        ("es", (2, 2, 3, 3, 2), "warning"),  # 206.835 - 149.52 - 5 = 52.3
        ("es", (3, 3, 3, 2, 3), "error"),  # 206.835 - 174.44 - 5 = 27.4
        ("en", (1, 1, 1, 2, 1), None),  # 1.95 + 14.16 - 15.59 = 0.5
        ("en", (2, 2, 2, 2, 2), "warning"),  # 1.95 + 23.6 - 15.59 = 10.0, less a little
        ("en", (2, 2, 2, 3, 3), "error"),  # 1.95 + 28.32 - 15.59 = 14.7
    ],
)
def test_each_language_has_its_own_bounds(tag: str, syllables: tuple[int, ...], severity: str | None) -> None:
    assert FORMULAS[tag].severity([Scored("", syllables, ())]) == severity


def with_short_points(text: str, tag: str = "es") -> Source:
    """The translated comparison whose flap has other key points."""
    source = translated(tag)
    about = source.comparison.section("about")
    assert about.patient is not None
    assert about.patient.short is not None
    first = about.patient.short[0]
    assert isinstance(first, Bullets)
    bullets = first.model_copy(update={"bullets": (parse_prose(text),) * 3})
    patient = about.patient.model_copy(update={"short": (bullets, *about.patient.short[1:])})
    sections = (about.model_copy(update={"patient": patient}), *source.comparison.sections[1:])
    return replace(source, comparison=source.comparison.model_copy(update={"sections": sections}))


def test_hard_spanish_is_told_with_its_score() -> None:
    hard = "La inmunoterapia adoptiva requiere hospitalización multidisciplinaria prolongada. " * 8
    [problem] = [p for p in reading.school_grade(Proof(with_short_points(hard))) if p.rule == "READ-01"]
    assert problem.severity == "error"
    assert re.match(r"the tri-fold reads at -?\d+\.\d of INFLESZ, which is very hard", problem.message)
    assert problem.fix.count(" / ") == 4


def test_no_language_borrows_the_formula_of_another() -> None:
    assert FORMULAS.keys() == {"en", "es"}
    assert FORMULAS["en"].score is not FORMULAS["es"].score
    [problem] = reading.school_grade(Proof(translated("ar")))
    assert (problem.rule, problem.severity) == ("READ-06", "warning")


# --- Spanish word lists


def saying(sentence: str) -> Proof:
    """The Spanish comparison with a sentence of our own in it."""
    source = translated("es")
    cast, plate = source.comparison.arms
    arms = (cast, plate.model_copy(update={"mechanism": parse_prose(sentence)}))
    return Proof(replace(source, comparison=source.comparison.model_copy(update={"arms": arms})))


def said(rule: Callable[[Proof], Iterator[Problem]], sentence: str) -> list[str]:
    """What a rule says of a sentence."""
    return [
        p.rule for p in rule(saying(sentence)) if saying(sentence).source.place(("arms", 1, "mechanism")) == p.place
    ]


LOUD: dict[Callable[[Proof], Iterator[Problem]], tuple[tuple[str, ...], tuple[str, ...]]] = {
    claiming.safety_words: (
        (
            "Una placa es segura.",
            "Una placa es inocua.",
            "Una placa no tiene efectos secundarios.",
            "Una placa sana sin efectos adversos.",
            "La unión está garantizada.",
            "Una placa puede ser un milagro.",
            "La placa se tolera bien.",
            "Es una forma demostrada de sanar.",
            "Una placa cura la rotura.",
            "Es un camino sin riesgo.",
        ),
        (
            "Nadie sabe lo segura que es una placa.",
            "Se está estudiando si una placa es más segura.",
            "Ningún estudio ha demostrado eso.",
            "La seguridad varía de un estudio a otro.",
            "Pregunte por los efectos secundarios.",
            "Pregunte si su seguro paga la placa.",
            "Los autores no están seguros de eso.",
        ),
    ),
    claiming.comparative_claims: (
        (
            "Una placa es mejor que un yeso.",
            "Una placa tiene menos daños que un yeso.",
            "Tras una placa el dolor fue más leve que antes de un yeso.",
            "Una placa funciona tan bien como un yeso.",
            "La placa es superior al yeso.",
            "Con una placa el riesgo es mayor que con un yeso.",
            "Una placa tiene menor riesgo que un yeso.",
            "Una placa no tiene tornillos y es mejor que un yeso.",
        ),
        (
            "Una placa podría ser más suave que un yeso.",
            "Nadie sabe si una placa es mejor que un yeso.",
            "Ningún estudio muestra que una placa sea mejor que un yeso.",
            "Un yeso y una placa llegan al grado 3 o superior.",
            "Con placa o yeso, la mayor parte son personas mayores.",
            "El mayor estudio de una placa contó más que el de un yeso.",
        ),
    ),
    numbers.typed_statistics: (
        (
            "Fue el 94 % hasta ahora.",
            "Fue el 95 % hasta ahora.",
            "Fue el 94 por ciento.",
            "Fueron 27 de 108.",
            "Fueron 27/108.",
            "Subió 3 veces.",
            "Duró 14 días.",
            "Fueron tres pacientes.",
            "La tasa fue 0,6.",
            "Fueron 240.",
            "La mitad de ellos sanó.",
            "Fueron dos de cada diez.",
        ),
        (
            "El grado 3 es grave.",
            "Se dio el producto B-12.",
            "Con fecha del 31 de enero de 2026.",
            "Es el intervalo de confianza del 95 %.",
            "Es un hueso.",
        ),
    ),
    numbers.one_in_x: (
        ("Le pasó a 1 de cada 10 personas.", "Le pasó a una de cada tres personas."),
        ("Le pasó a una de las manos.",),
    ),
    numbers.relative_with_absolute: (
        (
            "Fue treinta veces menos frecuente.",
            "Fue cinco veces más.",
            "Duplica el riesgo.",
            "El riesgo es el doble.",
            "La razón de momios fue baja.",
            "Fue {stiff-plate-east:percent} menor.",
        ),
        ("Se da varias veces al día.", "Duplica el riesgo: {stiff-cast-north} frente a {stiff-plate-west}."),
    ),
    numbers.frequency_with_number: (
        ("El dolor es frecuente.", "Un desgarro es raro.", "A menudo duele.", "Lo más probable es que duela."),
        (
            "La rigidez es frecuente: {stiff-cast-north}.",
            "Pregunte con qué frecuencia duele.",
            "Los riesgos raros no se ven.",
            "Es la atención habitual.",
            "Es probable que duela poco.",
        ),
    ),
    numbers.certainty_words: (
        (
            "No hubo diferencias.",
            "No tuvo efecto.",
            "Las dos son igual de seguras.",
            "No fue significativo.",
            "Una placa no causa infección.",
            "Un yeso nunca causa dolor.",
            "Una placa reduce eso: {stiff-plate-west}.",
            "Una placa baja el dolor: {tear-plate-safety:people}.",
        ),
        (
            "Una placa podría reducir eso: {stiff-plate-west}.",
            "Una placa aumenta el agarre: {grip-plate-west}.",
            "Suba la mano.",
            "No tuvo efectos secundarios graves.",
        ),
    ),
}


@pytest.mark.parametrize(("rule", "sentence"), [(rule, s) for rule, (loud, _) in LOUD.items() for s in loud])
def test_a_spanish_sentence_that_breaks_a_rule(rule: Callable[[Proof], Iterator[Problem]], sentence: str) -> None:
    assert said(rule, sentence)


@pytest.mark.parametrize(("rule", "sentence"), [(rule, s) for rule, (_, silent) in LOUD.items() for s in silent])
def test_a_spanish_sentence_that_keeps_it(rule: Callable[[Proof], Iterator[Problem]], sentence: str) -> None:
    assert said(rule, sentence) == []


@pytest.mark.parametrize(
    ("key", "found", "not_found"),
    [
        (
            "status",
            (
                "En investigación.",
                "Solo en ensayos clínicos.",
                "No aprobada en ningún país.",
                "Aún no está aprobado.",
                "Ninguna de estas terapias está aprobada.",
            ),
            ("Aprobada en muchos países.", "Los ensayos fueron grandes."),
        ),
        (
            "not-known",
            (
                "No se sabe.",
                "Nadie lo ha medido.",
                "No consta.",
                "No hay datos.",
                "Ningún estudio lo contó.",
                "Aún no tiene precio.",
                "No tenemos ese recuento.",
                "Rara vez se dan esas cifras.",
                "No en estas fuentes.",
            ),
            ("Se sabe bien.", "El estudio contó a todos."),
        ),
        (
            "no-treatment",
            ("ningún tratamiento", "sin tratamiento", "No tratarse también es posible."),
            ("otro tratamiento",),
        ),
        (
            "boxed-warning",
            ("Advertencia en recuadro: ...", "Las advertencias van en un recuadro."),
            ("una advertencia",),
        ),
        (
            "no-advice",
            ("No sustituye el consejo.", "Pregunte a su equipo.", "Hable con su médica."),
            ("Hable más alto.",),
        ),
        (
            "cross-trial",
            (
                "No comparados en el mismo estudio: dosis distintas.",
                "Eran estudios separados.",
                "No se pueden comparar.",
            ),
            ("Se compararon en el mismo estudio.",),
        ),
        ("placeholder", ("Llame al [TELÉFONO].", "Fecha por confirmar.", "TBD"), ("Véase [@label2024].",)),
        ("author-notes", ("Citado de memoria.", "Un extracto."), ("Olvidos y problemas de memoria.",)),
        ("small-study", ("un estudio pequeño", "en pocas personas"), ("un estudio grande",)),
        ("nothing-said", ("No consta.",), ("Ninguno.",)),
        ("calculate", ("Multiplique el número.",), ("Cuente con ayuda.",)),
    ],
)
def test_spanish_phrases_that_rules_ask_for(key: str, found: tuple[str, ...], not_found: tuple[str, ...]) -> None:
    pattern = language("es").pattern(f"rules.{key}")
    assert [text for text in found if not pattern.search(text)] == []
    assert [text for text in not_found if pattern.search(text)] == []


@pytest.mark.parametrize(
    ("text", "loud"),
    [
        ("Algunos lo llaman cirugía con ORIF.", True),
        ("ORIF, una operación, va antes.", False),
        ("La operación (ORIF) va antes.", False),
        ("La forma llamada ORIF va antes.", False),
        ("ORIF significa una operación.", False),
        ("Se conoce en EE. UU.", False),
    ],
)
def test_spanish_acronyms_are_explained(text: str, loud: bool) -> None:
    found = [p for p in reading.defined_terms(Proof(with_short_points(text))) if p.rule == "READ-03"]
    assert bool(found) == loud


def test_sentences_end_as_a_language_ends_them() -> None:
    abbreviation = language("es").pattern("rules.abbreviation")
    assert split_sentences("En EE. UU. se usa. ¿Duele? «Sí.» El 5 vuelve.", abbreviation) == [
        "En EE. UU. se usa.",
        "¿Duele?",
        "«Sí.",
        "El 5 vuelve.",
    ]
    assert split_sentences("هل يؤلم؟ نعم. اتصل الآن.") == ["هل يؤلم؟", "نعم.", "اتصل الآن."]


def test_a_little_word_names_no_arm() -> None:
    source = translated("es")
    cast, plate = source.comparison.arms
    arms = (cast.model_copy(update={"name": "Yeso de la muñeca"}), plate)
    proof = Proof(replace(source, comparison=source.comparison.model_copy(update={"arms": arms})))
    assert not proof.names["cast"].search("Algo de la mano.")
    assert proof.names["cast"].search("Los yesos.")


def test_a_catalogue_can_do_without_word_lists() -> None:
    bare = Language("ar", "rtl", language("ar").catalogue)
    with pytest.raises(KeyError):
        bare.pattern("rules.safety")


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("en", ["95% interval", "antibody", "CAR-T", "Clinical trial", "élan", "GvHD"]),
        ("es", ["Acción", "Célula B", "Citocina", "EICH", "Nube", "Ñandú", "Oro"]),
        ("ar", ["البشرة", "ورم", "الوريد"]),  # the article does not count
    ],
)
def test_explained_words_stand_in_the_order_of_the_alphabet(tag: str, words: list[str]) -> None:
    mixed = random.Random(1).sample(words, len(words))  # noqa: S311 (the same in each run)
    assert sorted(mixed, key=language(tag).alphabetical) == words


def test_a_glossary_is_printed_in_that_order() -> None:
    alphabetical = language("en").alphabetical
    terms = sorted(wrist().comparison.glossary, key=lambda one: alphabetical(one.term), reverse=True)
    comparison = wrist().comparison.model_copy(update={"glossary": tuple(terms)})
    voice = Voice(comparison, language("en"), "patient", number_works(comparison))
    (listed,) = print_blocks([Place(place="glossary")], Setting(voice, NOBODY))
    assert isinstance(listed, ListOf)
    printed = [line.runs[0].text.removesuffix(": ") for line in listed.lines]
    assert len(printed) > 1
    assert printed == [one.term for one in reversed(terms)]
