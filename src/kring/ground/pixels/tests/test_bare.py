"""A compromised decoder could hand back anything: only a JPEG with nothing beside it is believed."""

from io import BytesIO

import pytest
from PIL import Image

from kring.ground.pixels import bare


def jpeg(**how) -> bytes:
    into = BytesIO()
    Image.effect_noise((40, 24), 60).convert("RGB").save(into, "JPEG", **how)
    return into.getvalue()


def test_a_plain_jpeg_is_believed_and_measured():
    assert bare.size_of(jpeg(quality=80)) == (40, 24)
    assert bare.size_of(jpeg(quality=95, restart_marker_rows=1)) == (40, 24)


SMUGGLED = {
    "comment": lambda: jpeg(comment=b"<script>alert(1)</script>"),
    "exif": lambda: jpeg(exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00"),
    "profile": lambda: jpeg(icc_profile=b"x" * 200),
    "progressive": lambda: jpeg(progressive=True),
    "tail": lambda: jpeg() + b"PK\x03\x04",
    "tail that ends well": lambda: jpeg() + b"<html>\xff\xd9",
    "second picture": lambda: jpeg() + jpeg(),
    "cut off": lambda: jpeg()[:-40],
    "html": lambda: b"<html><body>\xff\xd9",
    "empty": lambda: b"",
    "only ends": lambda: b"\xff\xd8\xff\xd9",
}


@pytest.mark.parametrize("made", SMUGGLED.values(), ids=SMUGGLED.keys())
def test_anything_beside_the_picture_is_not_believed(made):
    with pytest.raises(bare.NotBare):
        bare.size_of(made())


@pytest.mark.parametrize("name", ["jpeg-plus-zip.jpg", "jpeg-with-html-comment.jpg"])
def test_real_polyglots_are_not_believed(shared_data, name):
    with pytest.raises(bare.NotBare):
        bare.size_of((shared_data / "hostile" / name).read_bytes())
