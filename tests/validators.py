"""Judges from outside as the tests ask them, and the pages that a file shows.

A judge that is not installed skips the test as "not run". Where the environment variable CI is set, that is a failure.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from PIL import Image

from layouts.checks import judges

LOCAL_TOOLS = judges.LOCAL_TOOLS


def open_xml_sdk_errors(path: Path, office_version: str = "Microsoft365") -> list[str]:
    """What Microsoft's Open XML SDK finds wrong in a .pptx, .potx, .docx or .xlsx; empty when it is valid."""
    with _asked():
        return judges.open_xml_sdk_errors(path, office_version)


def openxml_audit_errors(path: Path, office_version: str = "Microsoft365") -> list[str]:
    """What openxml-audit finds wrong in the same kinds of files; empty when they are valid."""
    with _asked():
        return judges.openxml_audit_errors(path, office_version)


def qpdf_check(path: Path) -> list[str]:
    """What qpdf finds wrong in a PDF's structure, warnings too; empty when it is sound."""
    with _asked():
        return judges.qpdf_check(path)


def verapdf_failures(path: Path, profile: str) -> list[str]:
    """What veraPDF finds in a PDF that breaks PDF/UA-1 ('ua1') or PDF/A-3a ('3a'); empty when it keeps all rules."""
    with _asked():
        return judges.verapdf_failures(path, profile)


def pdf_text(path: Path) -> str:
    """The text of a PDF in reading order, pages parted by form feeds."""
    return _run(_tool("pdftotext"), "-enc", "UTF-8", path, "-").stdout


def render_pages(path: Path, dpi: int = 100) -> list[Image.Image]:
    """Every page of a .pdf, or every slide of a .pptx through LibreOffice, as an RGB picture."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = path if path.suffix == ".pdf" else _office_pdf(path, Path(folder))
        _run(_tool("pdftoppm"), "-r", str(dpi), "-png", pdf, Path(folder) / "page")
        return [Image.open(page).convert("RGB") for page in sorted(Path(folder).glob("page-*.png"))]


def ink_plates(path: Path, dpi: int = 100) -> list[Image.Image]:
    """Every page of a PDF as a press would print it: a CMYK picture of all that is on it, slug and marks too."""
    with tempfile.TemporaryDirectory() as folder:
        device = ("-dNOPAUSE", "-dBATCH", "-dSAFER", "-q", "-sDEVICE=tiff32nc", f"-r{dpi}")
        _run(_tool("gs"), *device, f"-sOutputFile={folder}/page-%03d.tif", path)
        return [Image.open(page).copy() for page in sorted(Path(folder).glob("page-*.tif"))]


def _office_pdf(path: Path, folder: Path) -> Path:
    """LibreOffice with a profile and a home of its own: several may run at once, and none reads the user's settings."""
    home = folder / "home"
    home.mkdir()
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    environment = os.environ | {"HOME": str(home)}
    convert = ("--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder, path)
    run = _run(_tool("soffice"), profile, *convert, environment=environment)
    pdf = folder / f"{path.stem}.pdf"
    if not pdf.exists():  # LibreOffice leaves with status 0 even where it could not open the file
        raise AssertionError(f"LibreOffice made no PDF of {path}: {run.stdout}{run.stderr}")
    return pdf


def _tool(name: str) -> str:
    with _asked():
        return judges.tool(name)


def _run(
    *command: str | Path, accept: tuple[int, ...] = (0,), environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    with _asked():
        return judges.run(*command, accept=accept, environment=environment)


@contextmanager
def _asked() -> Iterator[None]:
    try:
        yield
    except judges.NotInstalledError as name:
        _missing(str(name))


def _missing(name: str) -> NoReturn:
    message = f"not run: {name} is not installed; bash .ci/setup test installs it"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
