"""What a file is, is decided by its bytes; the answer to what is refused says what to do."""

import pytest

from kring.ground import pixels
from kring.ground.pixels import refusals, shapes

REFUSED = [
    ("hostile/html-named.jpg", "web-page"),
    ("hostile/onload.svg", "drawing"),
    ("hostile/script.svg", "drawing"),
    ("hostile/zip-slip.zip", "archive"),
    ("media/phone-gps.mp4", "film"),
    ("media/phone-gps.mov", "film"),
    ("media/clip.webm", "film"),
    ("media/audio.ogg", "unknown"),
    ("edexml/EDEXML.Handleiding.v2.1_v20170217.pdf", "document"),
]
TAKEN = [
    ("photos/bench-nine.jpg", "JPEG"),
    ("photos/masked-street.jpg", "WEBP"),  # its name says otherwise
    ("images/gray16.png", "PNG"),
    ("images/pillow-iss634.webp", "WEBP"),
    ("images/pillow-dispose_bgnd_transparency.gif", "GIF"),
    ("images/heif-zPug_3.heic", "HEIF"),
    ("images/samplefilehub.heif", "HEIF"),
]


@pytest.mark.parametrize(("name", "code"), REFUSED)
def test_what_is_no_photo_is_refused_in_words(shared_data, name, code):
    with pytest.raises(pixels.Unreadable) as refused:
        pixels.kind_of((shared_data / name).read_bytes())
    assert refused.value.code == code
    assert "{" not in refused.value.said


@pytest.mark.parametrize(("name", "kind"), TAKEN)
def test_a_photo_is_recognised_by_its_content(shared_data, name, kind):
    assert pixels.kind_of((shared_data / name).read_bytes()) == kind


def test_weight_is_looked_at_before_anything_else():
    just_right = b"\xff\xd8\xff" + bytes(shapes.MAX_BYTES - 3)
    assert pixels.kind_of(just_right) == "JPEG"
    with pytest.raises(pixels.Unreadable) as refused:
        pixels.kind_of(just_right + b"\x00")
    assert refused.value.code == "too-heavy"
    assert "25 MB" in refused.value.said


def test_the_limits_are_those_of_the_parameters():
    from datetime import date

    from kring.norms import parameter

    today = date(2026, 11, 24)
    assert parameter("upload.image.pixels", at=today) == shapes.MAX_PIXELS
    assert parameter("upload.image.bytes", at=today) == shapes.MAX_BYTES


def test_an_empty_file_is_refused_in_words():
    with pytest.raises(pixels.Unreadable) as refused:
        pixels.kind_of(b"")
    assert refused.value.code == "empty"


def test_a_code_that_is_not_ours_counts_as_a_crash():
    assert refusals.unreadable("<script>").code == "crashed"


def test_every_refusal_is_said_in_dutch():
    from django.utils.translation import gettext, override

    with override("nl"):
        untranslated = [text for text in refusals.TEXTS.values() if gettext(text) == text]
    assert not untranslated
