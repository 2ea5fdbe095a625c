"""What goes in and out, and the limits. Values only: no picture is opened here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# A 48-megapixel phone picture passes, a bomb does not. Checked from the header, before anything is decoded. A test holds both
# against norms/parameters.toml; they stand here too because the sandbox cannot read a file.
MAX_PIXELS = 50_000_000
MAX_BYTES = 25_000_000
MAX_SIDE = 30_000

# Longest sides in pixels. The master is what later versions are made from; print at A4 needs no more.
MASTER_SIDE = 4096
FULL_SIDE = 2048
SCREEN_SIDE = 1024
THUMB_SIDE = 320
THUMB_BYTES = 12_000

MAX_FACES = 1000


@dataclass(frozen=True)
class Box:
    """A rectangle in parts of the upright picture: 0 is left or top, 1 is right or bottom."""

    x: float
    y: float
    w: float
    h: float

    def __post_init__(self) -> None:
        inside = 0 <= self.x <= 1 and 0 <= self.y <= 1 and self.x + self.w <= 1.000001 and self.y + self.h <= 1.000001
        if not (inside and self.w > 0 and self.h > 0):
            raise ValueError(f"{self} is no rectangle inside a picture")


@dataclass(frozen=True)
class Found:
    """A face that was found; how sure the detector was, from 0 to 1."""

    box: Box
    score: float


@dataclass(frozen=True)
class Picture:
    """One bare JPEG."""

    data: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True)
class Renditions:
    """One picture in the sizes that are kept. `master` is for making versions and is never served."""

    master: Picture
    full: Picture
    screen: Picture
    thumb: Picture


@dataclass(frozen=True)
class Ingested:
    """A picture from outside, made ours. `dim` says that it is so dark that faces may have been missed."""

    renditions: Renditions
    faces: tuple[Found, ...]
    dim: bool


class Unreadable(Exception):
    """A picture that is not taken; `text` is an English message with {placeholders} for `params`."""

    def __init__(self, code: str, text: str, params: Mapping[str, str | int] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.params = dict(params or {})

    @property
    def said(self) -> str:
        """This function will return the message in English, filled in."""
        return self.text.format(**self.params)
