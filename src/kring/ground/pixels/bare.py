"""Is this a JPEG and nothing else? What comes out of the sandbox is believed only after this.

A process that fell to a hostile picture could hand back anything. A file that passes here holds tables and one scan, no comment,
no metadata, no thumbnail and nothing behind its end, and is as large as it says. The pixels themselves are all it can lie about.
"""

import re

SOI, EOI, SOS = b"\xff\xd8", b"\xff\xd9", 0xDA
APP0, DQT, DHT, SOF0, DRI = 0xE0, 0xDB, 0xC4, 0xC0, 0xDD
_JFIF = b"JFIF\x00"
_JFIF_BYTES = 14  # version, density, and a thumbnail of 0 × 0
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]")


class NotBare(ValueError):
    """The bytes are not one baseline JPEG with nothing beside it."""


def size_of(data: bytes) -> tuple[int, int]:
    """This function will return (width, height) of a bare JPEG. Raises: NotBare."""
    if data[:2] != SOI or data[-2:] != EOI:
        raise NotBare("begins or ends otherwise")
    at, size = 2, None
    while True:
        marker, body, at = _segment(data, at)
        if marker == SOF0:
            if size is not None or len(body) < 6:
                raise NotBare("two frames, or half of one")
            size = (int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
        elif marker == SOS:
            break
        elif marker == APP0:
            if not body.startswith(_JFIF) or len(body) != _JFIF_BYTES:
                raise NotBare("an application segment that is no plain JFIF")
        elif marker not in (DQT, DHT, DRI):
            raise NotBare(f"segment {marker:#x}")
    first = _MARKER_IN_SCAN.search(data, at)
    if size is None or first is None or first.start() != len(data) - 2:
        raise NotBare("something beside the one scan")
    return size


def _segment(data: bytes, at: int) -> tuple[int, bytes, int]:
    if at + 4 > len(data) or data[at] != 0xFF:
        raise NotBare("no segment where one must stand")
    end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    if end > len(data) - 2:
        raise NotBare("a segment that runs past the end")
    return data[at + 1], data[at + 4 : end], end
