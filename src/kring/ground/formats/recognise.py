"""What kind of file these bytes are, told by content and never by name, so that a wrong file can be named in words."""

import io
import re
import zipfile
from enum import StrEnum

from kring.ground.formats.problems import Unreadable
from kring.norms import gettext_noop as _


class Kind(StrEnum):
    EDEXML = "edexml"
    TABLE = "table"
    UWLR = "uwlr"
    OSO = "oso"
    ONEROSTER = "oneroster"
    SPREADSHEET = "spreadsheet"
    ZIP = "zip"
    OTHER_XML = "other-xml"
    OTHER = "other"


_SAY = {
    Kind.EDEXML: _("This is an EDEXML file: pupils and groups. Choose it in the field for pupils and groups."),
    Kind.TABLE: _("This is a table (CSV). Choose it in the field for guardians; pupils and groups come from EDEXML."),
    Kind.UWLR: _(
        "This is a UWLR answer: it looks like EDEXML but belongs to the learning-material chain. "
        "Ask your administration for an EDEXML export."
    ),
    Kind.OSO: _(
        "This is an OSO transfer file about a pupil. It holds far more than Kring may have. Kring has kept nothing of "
        "it. Ask your administration for an EDEXML export."
    ),
    Kind.ONEROSTER: _("This is a OneRoster file. Kring does not read that yet. Ask your administration for EDEXML."),
    Kind.SPREADSHEET: _("This is a spreadsheet. Open it and save it as CSV UTF-8, then choose that file."),
    Kind.ZIP: _("This is a compressed file (ZIP). Unpack it first and choose the file inside."),
    Kind.OTHER_XML: _("This is XML, but no EDEXML. Ask your administration for an EDEXML export."),
    Kind.OTHER: _("This is no EDEXML file. Ask your administration for an EDEXML export."),
}
_NO_TABLE = _("This is no table (CSV). Save the list of guardians as CSV UTF-8 and choose that file.")

_ROOT = re.compile(r"<([A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)((?:\s[^<>]*)?)/?>")
_BEFORE_ROOT = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.S)
_HEAD_CHARS = 20_000
_NO_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


def kind_of(data: bytes) -> Kind:
    """Return what these bytes are. Reads the beginning only and unpacks nothing."""
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Kind.SPREADSHEET
    if data.startswith(_NO_TEXT):
        return Kind.OTHER
    head = data[:_HEAD_CHARS].replace(b"\x00", b"").decode("latin-1").lstrip("ï»¿ÿþ \t\r\n")
    if head.startswith("<"):
        return _kind_of_xml(head)
    lines = [line for line in head.split("\n", 2) if not line.startswith("sep=")]
    first = lines[0] if lines else ""
    return Kind.TABLE if max(first.count(mark) for mark in ";,\t|") >= 2 else Kind.OTHER


def expect(data: bytes, wanted: Kind) -> None:
    """Refuse a file that is another kind than wanted, saying what it is."""
    found = kind_of(data)
    if found is wanted:
        return
    unnamed = wanted is Kind.TABLE and found in (Kind.OTHER, Kind.OTHER_XML)
    raise Unreadable(code=f"is-{found.value}", text=_NO_TABLE if unnamed else _SAY[found])


def _kind_of_xml(head: str) -> Kind:
    root = _ROOT.search(_BEFORE_ROOT.sub("", head))
    if not root:
        return Kind.OTHER_XML
    prefix, name, _attributes = root.groups()
    if "oso_gegevensset" in head or name.lower() == "overstapdossier":
        return Kind.OSO
    if name == "EDEX" and not prefix:
        return Kind.EDEXML
    if "leerresultaten" in head or "leerlinggegevens_antwoord" in head:
        return Kind.UWLR
    return Kind.OTHER if name.lower() == "html" else Kind.OTHER_XML


def _kind_of_zip(data: bytes) -> Kind:
    try:
        names = {name.rsplit("/", 1)[-1].lower() for name in zipfile.ZipFile(io.BytesIO(data)).namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        return Kind.ZIP
    if {"users.csv", "orgs.csv"} & names and any(name.endswith(".csv") for name in names):
        return Kind.ONEROSTER
    return Kind.SPREADSHEET if {"workbook.xml", "content.xml"} & names else Kind.ZIP
