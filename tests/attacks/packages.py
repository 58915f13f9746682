"""Templates, decks, brochures and built folders."""

import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pikepdf

from attacks import Attack, Make, secret
from layouts.attached import NAME
from templates import made

ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><p:sldMaster '
MASTER = "ppt/slideMasters/slideMaster1.xml"


def template(content: bytes, name: str = "house.pptx") -> Make:
    def make(home: Path) -> list[str]:
        (home / name).write_bytes(content)
        return ["template", str(home / name)]

    return make


def changed(old: str, new: str, suffix: str = ".xml") -> bytes:
    return made.changed(made.default(), lambda name, text: text.replace(old, new), suffix)


def with_part(name: str, content: bytes) -> bytes:
    """The package with one more entry, under whatever name."""
    stream = io.BytesIO(made.default())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return stream.getvalue()


def many_parts() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for number in range(5_000):
            package.writestr(f"ppt/{number}.xml", b"")
    return stream.getvalue()


def linked(kind: str, target: str) -> bytes:
    return made.related(made.default(), MASTER, kind, target, external=True)


def ole() -> bytes:
    content = made.added(made.default(), "ppt/embeddings/o.bin", b"x", "application/vnd.ms-office.oleObject")
    return made.related(content, MASTER, "oleObject", "../embeddings/o.bin", external=False)


MACRO = "application/vnd.ms-office.vbaProject"
SHOW = (
    "openxmlformats-officedocument.presentationml.presentation.main",
    "ms-powerpoint.presentation.macroEnabled.main",
)
TEMPLATES = (
    ("macros", "TPL-02", template(made.added(made.default(), "ppt/vbaProject.bin", b"x", MACRO))),
    ("macros under another name", "TPL-02", template(made.added(made.default(), "ppt/x.bin", b"x", MACRO))),
    ("a kind with macros", "TPL-02", template(changed(*SHOW))),
    ("a file name with macros", "TPL-01", template(made.default(), "house.pptm")),
    ("a picture from elsewhere", "TPL-02", template(linked("image", "https://harm.example/x.png"))),
    ("a picture on a server of the house", "TPL-02", template(linked("image", "file://///harm.example/share/x.png"))),
    ("a film from elsewhere", "TPL-02", template(linked("video", "https://harm.example/x.mp4"))),
    ("an object of another program", "TPL-02", template(ole())),
    ("an entity that reads a file", "TPL-02", template(changed("<p:sldMaster ", ENTITY))),
    ("a part that unpacks without end", "TPL-02", template(with_part("ppt/bomb.xml", bytes(60_000_000)))),
    ("a part that leads out", "TPL-02", template(with_part("../../outside/x.xml", b"x"))),
    ("a part from the root", "TPL-02", template(with_part("/etc/x.xml", b"x"))),
    ("thousands of parts", "TPL-02", template(many_parts())),
    ("two parts of one name", "TPL-01", template(with_part("PPT/presentation.XML", b"x"))),
    ("an old file, or one with a password", "TPL-01", template(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))),
    ("half a file", "TPL-01", template(made.default()[:9_000])),
    ("no package", "TPL-01", template(b"\x7fELF" + bytes(600))),
)


def finished(content: bytes, name: str, command: str = "check") -> Make:
    def make(home: Path) -> list[str]:
        (home / name).write_bytes(content)
        (home / "other.pdf").write_bytes(b"%PDF-1.7\n")
        return [command, str(home / name), *([str(home / "other.pdf")] if command == "verify" else [])]

    return make


def pdf(*, endless: bool = False, circle: bool = False) -> bytes:
    """A page; what it says of itself unpacks without end, or its structure runs in a circle."""
    opened = pikepdf.new()
    opened.add_blank_page()
    if endless:
        opened.Root.Metadata = opened.make_stream(bytes(200_000_000))
    if circle:
        top = opened.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        top.K = opened.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Document, P=top, K=top))
        opened.Root.StructTreeRoot = top
    stream = io.BytesIO()
    opened.save(stream, recompress_flate=True, compress_streams=True)
    return stream.getvalue()


DECKS = (
    ("a part that unpacks without end", "PPT-0", finished(with_part("ppt/bomb.xml", bytes(90_000_000)), "d.pptx")),
    ("an entity that reads a file", "PPT-0", finished(changed("<p:sldMaster ", ENTITY), "d.pptx")),
    ("half a file", "PPT-0", finished(made.default()[:9_000], "d.pptx")),
    ("another kind of file", "FIN-01", finished(b"\x7fELF" + bytes(600), "d.pptx")),
    ("an entity in what is compared", "SEA-0", finished(changed("<p:presentation ", ENTITY), "d.pptx", "verify")),
    ("half of what is compared", "SEA-0", finished(made.default()[:9_000], "d.pptx", "verify")),
)
BROCHURES = (
    ("properties that unpack without end", "PDF-0", finished(pdf(endless=True), "b.pdf")),
    ("a structure in a circle", "PDF-0", finished(pdf(circle=True), "b.pdf")),
    ("half a file", "PDF-0", finished(pdf()[:300], "b.pdf")),
    ("no page at all", "PDF-0", finished(b"%PDF-1.7\n" + b"[" * 100_000, "b.pdf")),
)


def folder(manifest: bytes | str, **files: bytes) -> Make:
    def make(home: Path) -> list[str]:
        built = home / "built"
        built.mkdir()
        (built / "build.json").write_bytes(manifest.encode() if isinstance(manifest, str) else manifest)
        for name, content in files.items():
            (built / f"{name}.pdf").write_bytes(content)
        return ["check", str(built)]

    return make


def naming(*names: str) -> str:
    return json.dumps({"files": {name: {"sha256": sha256(b"").hexdigest()} for name in names}})


def linked_file(name: str, command: str) -> Make:
    def make(home: Path) -> list[str]:
        folder(naming("trifold.pdf"))(home)
        (home / "built" / name).unlink(missing_ok=True)
        (home / "built" / name).symlink_to(secret(home))
        return (
            ["diff", str(home / "minimal"), str(home / "built")]
            if command == "diff"
            else ["check", str(home / "built")]
        )

    return make


def carrying(packed: bytes) -> Make:
    """A built folder whose brochure carries such a source."""

    def make(home: Path) -> list[str]:
        opened = pikepdf.new()
        opened.add_blank_page()
        opened.attachments[NAME] = pikepdf.AttachedFileSpec(opened, packed, filename=NAME)
        stream = io.BytesIO()
        opened.save(stream)
        folder(naming("trifold.pdf"), trifold=stream.getvalue())(home)
        return ["diff", str(home / "minimal"), str(home / "built")]

    return make


def packed(*names: str, content: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return stream.getvalue()


BOTH = ("x/comparison.yaml", "x/references.yaml")
FOLDERS = (
    ("a manifest that names a file elsewhere", "FIN-01", folder(naming("../../outside/secret.pdf"))),
    ("a manifest that names a file from the root", "FIN-01", folder(naming("/etc/secret.pdf"))),
    ("a manifest of brackets without end", "FIN-01", folder("[" * 100_000)),
    ("a manifest of another shape", "FIN-01", folder('{"files": [1, 2]}')),
    ("a manifest that is a link to a file elsewhere", "FIN-01", linked_file("build.json", "check")),
    ("a document that is a link to a file elsewhere", "FIN-01", linked_file("trifold.pdf", "check")),
    ("a document to compare that is a link elsewhere", "FIN-01", linked_file("trifold.pdf", "diff")),
    ("a carried source that unpacks without end", "FIN-01", carrying(packed(*BOTH, content=bytes(40_000_000)))),
    ("a carried source that is no archive", "FIN-01", carrying(b"PK" + bytes(99))),
    ("a carried source of other files", "FIN-01", carrying(packed("../../x.yaml", "/etc/x"))),
    ("a carried source that is no source", "SRC-0", carrying(packed(*BOTH, content=b"- [\n"))),
)

ATTACKS = tuple(
    Attack(kind, *attack)
    for kind, attacks in (
        ("template", TEMPLATES),
        ("deck", DECKS),
        ("brochure", BROCHURES),
        ("built folder", FOLDERS),
    )
    for attack in attacks
)
