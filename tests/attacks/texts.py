"""Sources, translations, PO files and tables."""

import os
from pathlib import Path

from attacks import Attack, Make, build, edited, secret

MAIN, WORKS, OVERLAY = "comparison.yaml", "references.yaml", "es.yaml"
BOMB = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n"
HEAD = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n'


def appended(name: str, content: bytes | str) -> Make:
    def make(home: Path) -> list[str]:
        with (home / "minimal" / name).open("ab") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        return build(home)

    return make


def instead(old: str, new: str) -> Make:
    def make(home: Path) -> list[str]:
        edited(home / "minimal" / MAIN, old, new)
        return build(home)

    return make


def link(name: str, target: str = "") -> Make:
    """A file of the source that leads out of its folder."""

    def make(home: Path) -> list[str]:
        path = home / "minimal" / name
        path.unlink(missing_ok=True)
        path.symlink_to(target or secret(home))
        return build(home)

    return make


def pipe(home: Path) -> list[str]:
    (home / "minimal" / WORKS).unlink()
    os.mkfifo(home / "minimal" / WORKS)
    return build(home)


def huge(name: str) -> Make:
    """A file of a terabyte that takes no room on the disk."""

    def make(home: Path) -> list[str]:
        with (home / "minimal" / name).open("ab") as file:
            file.truncate(2**40)
        return build(home)

    return make


SOURCES = (
    ("aliases that unfold", "SRC-01", appended(MAIN, BOMB)),
    ("lists in lists without end", "SRC-01", appended(MAIN, "deep: " + "[" * 100_000)),
    ("more values than anybody writes", "SRC-01", appended(MAIN, "many: [" + "1," * 300_000 + "1]\n")),
    ("a tag that makes an object", "SRC-01", appended(MAIN, 'run: !!python/object/apply:os.system ["true"]\n')),
    ("a letter that turns words round", "SRC-01", instead("Nobody knows.", "Nobody \u202eknows.")),
    ("a null byte", "SRC-01", appended(MAIN, b"x: \0\n")),
    ("a text in another encoding", "SRC-01", appended(MAIN, b"x: \xff\xfe\n")),
    ("a file of a terabyte", "SRC-01", huge(MAIN)),
    ("references of a terabyte", "SRC-01", huge(WORKS)),
    ("a link to a file elsewhere", "SRC-01", link(MAIN)),
    ("references that are a link to a file elsewhere", "SRC-01", link(WORKS)),
    ("references that are a link to a device without end", "SRC-01", link(WORKS, "/dev/zero")),
    ("references that are a link to themselves", "SRC-01", link(WORKS, WORKS)),
    ("references that are a pipe", "SRC-01", pipe),
    ("a folder's name that climbs", "SRC-02", instead("id: minimal", "id: ../../outside")),
    ("a folder's name from the root", "SRC-02", instead("id: minimal", "id: /tmp/outside")),
    ("a brand that climbs", "SRC-02", instead("brand: clinic", "brand: ../../outside")),
    ("a language that climbs", "SRC-02", instead("language: en", "language: ../en")),
    ("an address that runs a script", "SRC-02", appended(WORKS, "  - {id: a, url: 'javascript:alert(1)'}\n")),
)


def overlay(content: bytes | str) -> Make:
    def make(home: Path) -> list[str]:
        data = content.encode() if isinstance(content, str) else content
        (home / "minimal" / OVERLAY).write_bytes(data)
        return build(home, "--language", "es")

    return make


def linked_overlay(home: Path) -> list[str]:
    (home / "minimal" / OVERLAY).symlink_to(secret(home))
    return build(home, "--language", "es")


OVERLAYS = (
    ("aliases that unfold", "SRC-01", overlay("format: 1\nlanguage: es\n" + BOMB)),
    ("lists in lists without end", "SRC-01", overlay("format: 1\ntexts: " + "[" * 100_000)),
    ("a link to a file elsewhere", "SRC-01", linked_overlay),
    ("a tag that makes an object", "SRC-01", overlay("format: 1\nlanguage: !!python/name:os.system x\n")),
    ("another language than its name says", "LNG-07", overlay("format: 1\nlanguage: fr\n")),
    ("a language that climbs", "SRC-0", overlay("format: 1\nlanguage: ../../x\n")),
)


def po(content: bytes | str) -> Make:
    def make(home: Path) -> list[str]:
        data = content.encode() if isinstance(content, str) else content
        (home / "given.po").write_bytes(data)
        return ["import-po", str(home / "minimal"), "es", str(home / "given.po")]

    return make


FORMS = '"Plural-Forms: nplurals=2000000000; plural=0;\\n"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n'
PO_FILES = (
    ("room for two thousand million forms", "LNG-0", po(HEAD + FORMS)),
    (
        "an encoding that is none",
        "LNG-0",
        po(HEAD + '"Content-Type: text/plain; charset=hex\\n"\nmsgid "a"\nmsgstr "b"\n'),
    ),
    ("a date that is none", "LNG-0", po(HEAD + '"PO-Revision-Date: never\\n"\nmsgid "a"\nmsgstr "b"\n')),
    ("a language that is a path", "LNG-08", po(HEAD.replace("es", "../../etc/passwd"))),
    ("bytes of no text", "LNG-08", po(b"\xff\xfe\0" * 9)),
    ("twenty million bytes", "LNG-08", po(b"#" * 20_000_000)),
)


def table(content: bytes | str) -> Make:
    def make(home: Path) -> list[str]:
        data = content.encode() if isinstance(content, str) else content
        (home / "table.csv").write_bytes(data)
        return ["batch", str(home / "table.csv"), "--out", str(home / "out"), "--jobs", "1"]

    return make


ROW = "variant,comparison,brand,logo\n"
TABLES = (
    ("a variant's name that climbs", "VAR-02", table(ROW + "../../x,minimal,harbour,\n")),
    ("a variant's name of a device", "VAR-02", table(ROW + "CON.,minimal,harbour,\n")),
    ("a brand that climbs", "error", table(ROW + "a,minimal,../outside,\n")),
    ("a logo that climbs", "VAR-02", table(ROW + "a,minimal,harbour,../outside/logo.svg\n")),
    ("a logo from the root", "VAR-02", table(ROW + "a,minimal,harbour,/etc/logo.svg\n")),
    ("a comparison of the system", "VAR-02", table(ROW + "a,/etc,harbour,\n")),
    ("a quotation that never ends", "VAR-0", table(ROW + 'a,"minimal' + "x\n" * 200_000)),
    ("twenty million bytes", "VAR-01", table(ROW + "a,b,c,d\n" * 2_500_000)),
    ("bytes of no text", "VAR-01", table(b"\xff\xfe\0" * 9)),
    ("a quotation mark in the middle of a cell", "VAR-02", table(ROW + 'a"b,minimal,harbour,\n')),
    ("a formula for a variant", "VAR-02", table(ROW + "=cmd|' /C calc'!A0,minimal,harbour,\n")),
    ("markup for a telephone", "VAR-02", table("variant,comparison,phone\na,minimal,<script>1</script>\n")),
)

ATTACKS = tuple(
    Attack(kind, *attack)
    for kind, attacks in (("source", SOURCES), ("overlay", OVERLAYS), ("PO file", PO_FILES), ("table", TABLES))
    for attack in attacks
)
