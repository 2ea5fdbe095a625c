"""What a file is, by its first bytes. A name or a type that the sender gave is not looked at anywhere."""

from kring.ground.pixels import shapes
from kring.ground.pixels.refusals import unreadable

JPEG, PNG, WEBP, GIF, HEIF = "JPEG", "PNG", "WEBP", "GIF", "HEIF"
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_LOOK_AT = 1024


def kind_of(data: bytes) -> str:
    """This function will return the kind of picture that these bytes begin as.

    Raises: Unreadable, in words, for everything that is no still picture or weighs too much.
    """
    if not data:
        raise unreadable("empty")
    if len(data) > shapes.MAX_BYTES:
        raise unreadable("too-heavy")
    kind = _picture(data)
    if kind is None:
        raise unreadable(_something_else(data))
    return kind


def _picture(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return HEIF
    return None


def _something_else(data: bytes) -> str:
    head = data[:_LOOK_AT].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data[4:8] in (b"ftyp", b"moov", b"mdat", b"wide") or data.startswith(b"\x1aE\xdf\xa3"):
        return "film"
    if b"<svg" in head:
        return "drawing"
    if head.startswith((b"<!doctype html", b"<html", b"<script", b"<body", b"<head")):
        return "web-page"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return "archive"
    if data.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        return "document"
    return "unknown"
