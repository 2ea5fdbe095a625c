"""Bytes → text. A file whose label and bytes disagree is refused: a guess would put "ZoÃ«" on a child's page."""

import re

from kring.ground.formats.problems import Unreadable
from kring.norms import gettext_noop as _

# A school of 15,000 pupils fits; what is larger is no export of one school.
MAX_BYTES = 8 * 2**20

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NAMES = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "ascii", "ascii": "ascii",
    "utf-16": "utf-16", "utf-16le": "utf-16", "utf-16be": "utf-16", "utf-32": "utf-32",
    "iso-8859-1": "latin-1", "iso8859-1": "latin-1", "latin1": "latin-1", "latin-1": "latin-1",
    "iso-8859-15": "iso-8859-15", "windows-1252": "cp1252", "cp1252": "cp1252", "cp-1252": "cp1252",
}  # fmt: skip
_DECLARATION = re.compile(r"""^<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._\-]+)["'][^>]*\?>""")
# How programs write "Łukasik" into windows-1252, which has no Ł: "&#321;ukasik".
_NUMBERED = re.compile(r"&#(\d{3,6});")
_C1 = re.compile(r"[\x80-\x9f]")

_WRONG_LABEL = _(
    "The file says that it is written in {encoding}, but that is not true at line {line}. Names would be garbled. "
    "Save or export it again as UTF-8."
)
_UNKNOWN_LABEL = _(
    "The file says that it is written in {encoding}. Kring does not read that. Export it again as UTF-8."
)
_TOO_LARGE = _(
    "The file is {size} MB. An export of one school is at most {limit} MB. Check whether this is the right file."
)
_EMPTY = _("The file is empty. Export it again.")
_NO_TABLE = _("Kring cannot tell in which letters this file is written (line {line}). Save it in Excel as CSV UTF-8.")


def check_size(data: bytes) -> None:
    """Refuse an empty file and one that is too large to be what it should be."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise Unreadable(code="empty", text=_EMPTY)
    if len(data) > MAX_BYTES:
        sizes = {"size": len(data) // 2**20, "limit": MAX_BYTES // 2**20}
        raise Unreadable(code="too-large", text=_TOO_LARGE, params=sizes)


def xml_text(data: bytes) -> str:
    """Return the text of an XML file, by its byte order mark or its declaration, which must both be true."""
    marked = _marked(data)
    declared = _declared(data, marked)
    encoding = marked or declared or "utf-8"
    if marked and declared and marked != declared:
        raise _wrong_label(declared, line=1)
    if not marked and encoding in ("utf-16", "utf-32") and not _looks_wide(data):
        raise _wrong_label(encoding, line=1)
    text = _strictly(data, "utf-8-sig" if encoding == "utf-8" else encoding)
    if encoding in ("latin-1", "cp1252", "iso-8859-15"):
        _refuse_hidden_utf8(data, text, encoding)
    return text


def table_text(data: bytes) -> str:
    """Return the text of a CSV file, which has no declaration: by its mark, else UTF-8, else windows-1252."""
    marked = _marked(data)
    if marked:
        return _strictly(data, "utf-8-sig" if marked == "utf-8" else marked)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return _NUMBERED.sub(_letter, data.decode("cp1252"))
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise Unreadable(code="encoding", text=_NO_TABLE, params={"line": line}, line=line) from None


def _letter(found: re.Match[str]) -> str:
    number = int(found[1])
    surrogate = 0xD800 <= number <= 0xDFFF
    return chr(number) if 0xFF < number <= 0x10FFFF and not surrogate else found[0]


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    return None


def _declared(data: bytes, marked: str | None) -> str | None:
    head = data[:800]
    if marked in ("utf-16", "utf-32") or _looks_wide(data):
        head = head.replace(b"\x00", b"")
    found = _DECLARATION.match(head.decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe \t\r\n"))
    if not found:
        return None
    name = found[1].lower()
    if name not in _NAMES:
        raise Unreadable(code="encoding-unknown", text=_UNKNOWN_LABEL, params={"encoding": found[1]}, line=1)
    return _NAMES[name]


def _looks_wide(data: bytes) -> bool:
    return data[:4] in (b"<\x00?\x00", b"\x00<\x00?") or data[:2] in (b"\xff\xfe", b"\xfe\xff")


def _strictly(data: bytes, encoding: str) -> str:
    if encoding == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise _wrong_label(encoding, line=data.count(b"\n", 0, problem.start) + 1) from None


def _refuse_hidden_utf8(data: bytes, text: str, encoding: str) -> None:
    """Bytes above 127 that are valid UTF-8 throughout are UTF-8, whatever the label says."""
    if data.isascii():
        return
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        hidden = _C1.search(text) if encoding != "cp1252" else None
        if hidden:
            raise _wrong_label(encoding, line=text.count("\n", 0, hidden.start()) + 1) from None
        return
    first = next(place for place, byte in enumerate(data) if byte > 127)
    raise _wrong_label(encoding, line=data.count(b"\n", 0, first) + 1)


def _wrong_label(encoding: str, *, line: int) -> Unreadable:
    shown = {"cp1252": "windows-1252", "latin-1": "ISO-8859-1", "utf-8-sig": "UTF-8"}.get(encoding, encoding.upper())
    return Unreadable(code="encoding", text=_WRONG_LABEL, params={"encoding": shown, "line": line}, line=line)
