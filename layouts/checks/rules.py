"""Every rule there is: its id, why, whence, how severe, for whose documents, and who asks it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Rule:
    """A rule in one line. `either` is a warning or an error by how far it is broken.

    The inner ring is asked by every build, the outer by judges that `check --full` and the tests call, and some by
    people alone. Where no standard asks for it, the source is 'house rule'.
    """

    id: str
    why: str
    source: str
    severity: Literal["error", "warning", "either"] = "error"
    profile: Literal["patient", "hcp", "both"] = "both"
    ring: Literal["inner", "outer", "both", "person"] = "inner"


LISTED: tuple[Rule, ...] = (
    Rule("SRC-01", "The file is there, is YAML, and is read safely", "YAML 1.2.2"),
    Rule("SRC-02", "Every field is known and holds what it may hold", "JSON Schema 2020-12, of the model"),
    Rule("SRC-03", "Every id is given once, and what is named exists", "house rule"),
    Rule("SRC-04", "An interval holds its number and runs upwards", "house rule"),
    Rule("BAL-01", "What is counted of one arm is counted of the other, or the gap is said", "IPDAS v4; PCCI 19"),
    Rule(
        "BAL-02",
        "Both arms are told in equal detail, harms no shorter than benefits",
        "IPDAS v4, C1; 21 CFR 202.1(e)(7)",
        "either",
    ),
    Rule("BAL-03", "Harms are not smaller, paler or later than benefits", "FDA, Presenting Risk Information (2009)"),
    Rule("BAL-04", "No word promises safety or success", "ABPI Code, clause 6.4; Directive 2001/83/EC, article 90"),
    Rule(
        "BAL-05",
        "Arms are ranked by head-to-head studies alone; others carry the caveat",
        "21 CFR 202.1(e)(6); ABPI Code, clause 14",
    ),
    Rule("BAL-06", "An investigational arm is called so, and nothing is claimed of it", "21 CFR 312.7"),
    Rule("BAL-07", "Promotion is refused", "Directive 2001/83/EC, article 88"),
    Rule(
        "BAL-08",
        "Boxed warnings, other choices, values and what nobody knows are told",
        "NICE ECD112; 21 CFR 201.57",
        "either",
        "patient",
    ),
    Rule("NUM-01", "Every number is a record; none is typed", "IPDAS v4, C2"),
    Rule("NUM-02", "One denominator in one comparison", "IPDAS v4, C2"),
    Rule("NUM-03", "Each number has its people and its time", "IPDAS v4, C2", "either"),
    Rule("NUM-04", "No '1 in x'", "IPDAS v4; Pighin and others 2011", "either"),
    Rule("NUM-05", "No relative measure without both absolute rates", "IPDAS v4; ABPI Code, clause 6.3"),
    Rule("NUM-06", "No word of frequency without its number", "Buechter and others 2014", "warning"),
    Rule("NUM-07", "Icons show who had it and who did not", "IPDASi v4, P8"),
    Rule("NUM-08", "How many people were counted is said, and that they were few", "IPDAS v4, C5"),
    Rule("NUM-09", "Verbs fit the certainty of the evidence", "GRADE guidelines 26 (2020)"),
    Rule(
        "NUM-10",
        "Rounding makes neither none nor all, and filled icons are the number",
        "FDA, Presenting Quantitative Information (2023)",
    ),
    Rule("NUM-11", "Axes begin at 0 and are the same for both arms", "ABPI Code, clause 6.3"),
    Rule(
        "READ-01",
        "The tri-fold reads at grade 8 or below",
        "AMA and NIH; AHRQ Health Literacy Toolkit, tool 11",
        "either",
        "patient",
    ),
    Rule("READ-02", "Sentences are short", "plainlanguage.gov", "either", "patient"),
    Rule("READ-03", "An acronym is explained where it first stands", "PEMAT-P, item 4", "error", "patient"),
    Rule(
        "READ-04",
        "Sentences are active and actions are direct",
        "PEMAT-P, items 5 and 21",
        "warning",
        "patient",
        "person",
    ),
    Rule(
        "READ-05",
        "Key points first, actions in steps, questions to take along",
        "PEMAT-P, items 7 to 11 and 20 to 23",
        "either",
        "patient",
    ),
    Rule(
        "READ-06",
        "What no formula can score is called not scored",
        "AHRQ Health Literacy Toolkit, tool 11",
        "warning",
        "patient",
    ),
    Rule("TYP-01", "A body of 12 pt, in large print of 16 pt", "UKAAF, Clear print", "either", "patient"),
    Rule("TYP-02", "Nothing below 9 pt", "UKAAF, Clear print", "either"),
    Rule("TYP-03", "Lines 1.25 of their size apart", "UKAAF, Clear print", "warning", "patient"),
    Rule("TYP-04", "No long run leans, is underlined or stands in capitals", "RNIB, Clear print", "warning"),
    Rule("TYP-05", "Panels, pages and figures hold what stands in them", "UKAAF, Clear print", "either"),
    Rule("TYP-06", "Large titles and bodies, few words and points on a slide", "Alley 2013; DISCAS", "warning", "hcp"),
    Rule("COL-01", "Text stands out from what it lies on", "WCAG 2.2, 1.4.3"),
    Rule("COL-02", "Marks stand out from what they lie on", "WCAG 2.2, 1.4.11"),
    Rule(
        "COL-03", "Arms are told apart by people who see fewer colours", "Machado and others 2009; CIEDE2000", "either"
    ),
    Rule("COL-04", "Arms are told apart in a photocopy", "WCAG 2.2, 1.4.1"),
    Rule("PDF-00", "The typesetter has nothing to warn of", "CSS Paged Media 3", "error", "patient"),
    Rule("PDF-01", "PDF/UA-1 and PDF/A-3a", "ISO 14289-1; ISO 19005-3", "error", "patient", "both"),
    Rule("PDF-02", "Title, language, author and subject are the source's", "Matterhorn 06, 07, 11", "error", "patient"),
    Rule("PDF-03", "It is read in the source's order", "Matterhorn 09", "error", "patient"),
    Rule("PDF-04", "Every figure is told in words", "WCAG 2.2, 1.1.1; Matterhorn 13", "error", "patient"),
    Rule("PDF-05", "Headings, tables and captions are what they look like", "Matterhorn 14, 15", "error", "patient"),
    Rule("PDF-06", "Links say where they lead to", "Matterhorn 28", "either", "patient"),
    Rule(
        "PDF-07",
        "It opens, and its fonts and characters are known",
        "Matterhorn 10, 26, 31",
        "error",
        "patient",
        "both",
    ),
    Rule("PPT-01", "It is valid Office Open XML", "ISO/IEC 29500-1", "error", "hcp", "outer"),
    Rule("PPT-02", "Its package is whole, and nothing in it is foreign", "ISO/IEC 29500-2", "error", "hcp"),
    Rule("PPT-03", "Every slide has a title of its own", "Microsoft, accessible PowerPoint", "error", "hcp"),
    Rule("PPT-04", "Figures are told in words; tables have heads", "WCAG 2.2, 1.1.1", "error", "hcp"),
    Rule("PPT-05", "It is read in the source's order, and its outline is whole", "WCAG 2.2, 1.3.2", "error", "hcp"),
    Rule("PPT-06", "Language and properties are set", "WCAG 2.2, 3.1.1", "error", "hcp"),
    Rule("PPT-07", "Tables and figures are native, and figures have their data", "WCAG 2.2, 1.4.5", "error", "hcp"),
    Rule("PPT-08", "Everything fits, lies apart, and can be read", "WCAG 2.2, 1.4.3; Alley 2013", "either", "hcp"),
    Rule(
        "PPT-09", "Evidence names its sources, and notes tell them in full", "ACCME Standards (2020), 1", "error", "hcp"
    ),
    Rule("PRN-01", "Page boxes are the sheet's", "ISO 15930-7", "error", "patient"),
    Rule("PRN-02", "Art that touches the trim goes on to the bleed", "print practice", "error", "patient"),
    Rule("PRN-03", "Text keeps its distance from trim and folds", "print practice", "either", "patient"),
    Rule("PRN-04", "Folds and panels stand where the sheet has them", "print practice", "error", "patient"),
    Rule("PRN-06", "Pictures have pixels enough", "GWG 2022", "either", "patient"),
    Rule("PRN-07", "It is PDF/X-4", "ISO 15930-7", "error", "patient"),
    Rule("PRN-08", "No spot has too much ink", "SWOP, total area coverage", "either", "patient"),
    Rule("PRN-09", "Lines are wide enough, and black type is black alone", "print practice", "either", "patient"),
    Rule(
        "CIT-01",
        "Every claim cites, every reference is cited, and numbers are the same in both",
        "ICMJE IV.A.3.g",
        "either",
    ),
    Rule("CIT-02", "References are complete, and numbers were checked", "ICMJE IV.A.3.g", "either"),
    Rule("CIT-03", "No number is printed past its date", "ABPI Code, clause 6.1", "either"),
    Rule("CIT-04", "What was seen in a laboratory stands apart", "FTC, Health Products Compliance Guidance (2022)"),
    Rule("DIS-01", "Version, dates, next review and updates are told", "IPDAS v4, C3 and C4", "either"),
    Rule("DIS-02", "Money and interests are told", "IPDAS v4, C6", "either"),
    Rule(
        "DIS-03", "Disclosures come first, in full, without a picture", "ACCME Standards (2020), 3.5", "either", "hcp"
    ),
    Rule("DIS-04", "Whom to call, and no placeholder", "PEMAT-P, item 20", "error", "patient"),
    Rule("DIS-05", "People signed off", "NICE ECD112; ABPI Code, clause 8", "warning", "both", "person"),
    Rule("DIS-06", "An approved edition has passed a full check", "house rule", "error", "both"),
    Rule("CMP-01", "All that was planned is there", "house rule"),
    Rule("CMP-02", "All that is there can be seen", "WCAG 2.2, 1.4.3"),
    Rule("CMP-03", "Nothing is there that was not planned", "house rule"),
    Rule("CMP-04", "Every number that is shown is a record's", "IPDAS v4, C2"),
    Rule("CMP-05", "A number that is asked for is in the source", "house rule"),
    Rule("FIN-01", "A given file or folder is one that can be looked at", "house rule"),
    Rule("FIN-02", "A built file is the one that was made", "FIPS 180-4 (SHA-256)"),
    Rule("SEA-01", "A file to compare can be read", "house rule"),
    Rule("SEA-02", "It carries its identity", "ISO 16684-1 (XMP)"),
    Rule("SEA-03", "Both are of one comparison", "house rule"),
    Rule("SEA-04", "Both are of one edition", "house rule"),
    Rule("SEA-05", "A figure shows the same data in both", "house rule"),
    Rule("SEA-06", "A number is the same in both", "house rule"),
    Rule("SEA-07", "Nobody wrote into a figure", "house rule", "error", "hcp"),
    Rule("SEA-08", "A figure carries its seal", "house rule", "error", "hcp"),
    Rule("SEA-09", "Two languages are noted", "WCAG 2.2, 3.1.1", "warning"),
    Rule("SEA-10", "A document that cannot be sealed is not written", "ISO 16684-1 (XMP)"),
    Rule("SEA-11", "Texts that people wrote have no number out of date", "ABPI Code, clause 6.1", "warning", "hcp"),
    Rule("SEA-12", "A figure of a deck is drawn as it was made", "WCAG 2.2, 1.4.1", "warning", "hcp"),
    Rule("ONT-01", "An edited deck can be read", "ISO/IEC 29500-2", "error", "hcp"),
    Rule("ONT-02", "It remembers how it was made", "house rule", "error", "hcp"),
    Rule("ONT-03", "It is of this comparison", "house rule", "error", "hcp"),
    Rule("ONT-04", "It is in this language", "house rule", "error", "hcp"),
    Rule("TPL-01", "A template can be used", "ISO/IEC 29500-1", "either", "hcp"),
    Rule("TPL-02", "A template brings nothing that runs or leads outside", "ISO/IEC 29500-2", "either", "hcp"),
    Rule("TPL-03", "Wishes about slide layouts can be kept", "house rule", "either", "hcp"),
    Rule("TPL-04", "Roles that a template lacks are told", "Microsoft, slide layouts", "warning", "hcp"),
    Rule("TPL-05", "Text on a template can be read", "WCAG 2.2, 1.4.3", "warning", "hcp"),
    Rule(
        "TPL-06", "A template's fonts are on the podium's machine", "Microsoft, cloud fonts in Office", "warning", "hcp"
    ),
    Rule("TPL-07", "A template's own marks are told", "Microsoft, slide layouts", "warning", "hcp"),
    Rule("BRD-01", "A brand's file can be read", "YAML 1.2.2"),
    Rule("BRD-02", "A brand's logo can be printed and is safe", "SVG 1.1; PNG"),
    Rule("BRD-03", "A brand's output profile is one", "ISO 15076-1 (ICC)", "error", "patient"),
    Rule("BRD-04", "What a brand must say it says in the document's language", "IPDAS v4, C6"),
    Rule("BRD-05", "Words are set in the family that comes with the program", "house rule"),
    Rule("BRD-06", "A logo's colours have inks", "ISO 15930-7", "either", "patient"),
    Rule("BRD-07", "A brand's own template is one", "ISO/IEC 29500-1", "error", "hcp"),
    Rule("LNG-01", "Every text has its translation", "house rule"),
    Rule("LNG-02", "No translation is of an older text", "house rule"),
    Rule("LNG-03", "No translation is of a text that is gone", "house rule", "warning"),
    Rule("LNG-04", "References and marks are the same", "house rule"),
    Rule("LNG-05", "Digits are the same", "house rule"),
    Rule("LNG-06", "No text is translated twice", "house rule"),
    Rule("LNG-07", "A translation says of which language it is", "BCP 47"),
    Rule("LNG-08", "A translator's file comes back whole", "GNU gettext, PO files"),
    Rule("LNG-09", "Plurals are those of the language", "Unicode CLDR, plural rules"),
    Rule("REG-01", "A comparison names the regions that it was written for", "21 CFR 202.1; Directive 2001/83/EC"),
    Rule("SYS-01", "A variant whose process ended is told", "house rule"),
    Rule("VAR-01", "A table of variants can be read", "RFC 4180"),
    Rule("VAR-02", "Every cell of a row can be kept", "RFC 4180"),
    Rule("VAR-03", "A variant has a name of its own", "RFC 4180"),
    Rule("VAR-04", "A language that is asked for is there", "BCP 47"),
    Rule("WAI-01", "A waiver past its day accepts nothing", "house rule", "warning"),
    Rule("WAI-02", "A waiver accepts something", "house rule", "warning"),
)


def rule(id: str) -> Rule:
    """A rule by its id; raises KeyError."""
    return {one.id: one for one in LISTED}[id]
