"""Every picture of the collection: made ours, or refused in words; nothing of the file but its pixels stays."""

import json
import re
import resource
import subprocess
import sys
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from kring.ground import pixels
from kring.ground.pixels import bare, shapes

REFUSED = {
    "bomb-30000x30000-1bit.png": "too-many-pixels",
    "pillow-decompression_bomb.gif": "too-many-pixels",
    "pillow-broken.png": "broken",
}
SIDES = {"master": 4096, "full": 2048, "screen": 1024, "thumb": 320}


def sizes(renditions):
    return {name: getattr(renditions, name) for name in SIDES}


def opened(picture):
    return Image.open(BytesIO(picture.data))


def saved(picture, kind, **how) -> bytes:
    into = BytesIO()
    picture.save(into, kind, **how)
    return into.getvalue()


PLAIN = saved(Image.new("RGB", (8, 8)), "JPEG")


def likeness(one, other):
    """How alike two pictures are, from -1 to 1, by their grey levels at 64 × 64."""
    grey = [np.asarray(p.convert("L").resize((64, 64)), float).ravel() for p in (one, other)]
    return float(np.corrcoef(*grey)[0, 1])


def all_images(shared_data):
    return sorted(p.name for p in (shared_data / "images").iterdir())


def test_every_image_is_made_ours_or_refused_in_words(shared_data, ingested):
    for name in all_images(shared_data):
        if name in REFUSED:
            with pytest.raises(pixels.Unreadable) as refused:
                ingested(f"images/{name}")
            assert refused.value.code == REFUSED[name], name
            continue
        made = sizes(ingested(f"images/{name}").renditions)
        for size, picture in made.items():
            assert bare.size_of(picture.data) == (picture.width, picture.height) == opened(picture).size, (name, size)
            assert max(picture.width, picture.height) <= SIDES[size], (name, size)
            assert opened(picture).mode == "RGB", (name, size)
        assert len(made["thumb"].data) <= shapes.THUMB_BYTES, name


@pytest.mark.norm("PL-11.a")
@pytest.mark.parametrize(
    "name",
    ["photos/bench-nine-gps.jpg", "images/DSCN0010.jpg", "images/picasa.jpg", "images/portrait-orientation-6.jpg",
     "images/thompson-springs.jpg", "images/jolla.jpg", "photos/blurred-main-clear-thumbnail.jpg",
     "security/patt-payload_in_all_known_exif_corrupted.jpg", "hostile/jpeg-with-html-comment.jpg",
     "hostile/jpeg-plus-zip.jpg", "hostile/png-plus-html.png"],
)  # fmt: skip
def test_no_word_of_the_file_survives_in_any_size(shared_data, ingested, name):
    data = (shared_data / name).read_bytes()
    words = set(re.findall(rb"[A-Za-z0-9][A-Za-z0-9 :/.<>=_-]{10,}[A-Za-z0-9]", data)) | {b"Exif\x00", b"PK\x03\x04", b"<script", b"<html"}
    words -= {word for word in words if word in PLAIN}  # a JPEG's standard tables read as letters too
    assert any(word in data for word in words)
    for size, picture in sizes(ingested(name).renditions).items():
        assert not [word for word in words if word in picture.data], size
        assert not opened(picture).getexif(), size
        assert not set(opened(picture).info) - {"jfif", "jfif_version", "jfif_density", "jfif_unit", "dpi"}, size


def test_a_thumbnail_that_shows_more_than_the_picture_does_not_survive(shared_data, ingested):
    """Faces are blurred in the picture but clear in the thumbnail inside it: our small size is made from the picture."""
    blurred = Image.open(shared_data / "photos/blurred-main-clear-thumbnail.jpg").convert("RGB")
    thumb = opened(ingested("photos/blurred-main-clear-thumbnail.jpg").renditions.thumb)
    assert likeness(blurred, thumb) > 0.99


@pytest.mark.parametrize("turned", ["bench-nine-exif-orientation-3.jpg", "bench-nine-exif-orientation-6.jpg"])
def test_a_turned_photo_comes_out_upright_in_every_size(ingested, turned):
    upright = ingested("photos/bench-nine.jpg").renditions
    for size, picture in sizes(ingested(f"photos/{turned}").renditions).items():
        assert (picture.width, picture.height) == (getattr(upright, size).width, getattr(upright, size).height)
        assert likeness(opened(picture), opened(getattr(upright, size))) > 0.99, size


@pytest.mark.parametrize(
    ("name", "size"),
    [("orientation-Landscape_6.jpg", (1800, 1200)), ("orientation-Portrait_8.jpg", (1200, 1800)), ("portrait_3.jpg", (450, 600))],
)
def test_examples_of_orientation_come_out_upright(ingested, name, size):
    full = ingested(f"images/{name}").renditions.full
    assert (full.width, full.height) == size


def heif(turn: int) -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener()
    picture = Image.new("RGB", (200, 100), (200, 30, 30))
    picture.paste((30, 30, 200), (0, 0, 100, 100))  # left blue, right red
    tag = Image.Exif()
    tag[0x0112] = turn
    into = BytesIO()
    picture.save(into, "HEIF", exif=tag.tobytes(), quality=90)
    return into.getvalue()


def test_a_turned_heif_is_turned_once():
    made = pixels.ingest(heif(6)).renditions.full
    assert (made.width, made.height) == (100, 200)
    top, bottom = opened(made).getpixel((50, 20)), opened(made).getpixel((50, 180))
    assert top[2] > 150 > top[0] and bottom[0] > 150 > bottom[2]


def middle(data: bytes) -> tuple[int, int, int]:
    screen = pixels.ingest(data).renditions.screen
    return opened(screen).getpixel((screen.width // 2, screen.height // 2))


def test_what_is_see_through_lies_on_white():
    assert min(middle(saved(Image.new("RGBA", (64, 64), (0, 0, 0, 0)), "PNG"))) > 250
    assert min(middle(saved(Image.new("LA", (64, 64), (0, 0)), "PNG"))) > 250


def test_sixteen_bits_become_eight():
    grey = Image.fromarray(np.full((64, 64), 0x8000, np.uint16))
    assert all(126 <= value <= 130 for value in middle(saved(grey, "PNG")))


def test_an_animation_becomes_its_first_picture():
    red, blue = Image.new("RGB", (64, 64), (220, 20, 20)), Image.new("RGB", (64, 64), (20, 20, 220))
    for kind in ("GIF", "WEBP"):
        data = saved(red, kind, save_all=True, append_images=[blue], duration=100)
        assert middle(data)[0] > 180 > middle(data)[2], kind


def test_ink_becomes_light():
    assert min(middle(saved(Image.new("CMYK", (64, 64), (0, 0, 0, 0)), "JPEG"))) > 245


def test_a_picture_that_is_cut_off_is_refused_and_the_whole_one_taken(shared_data):
    data = (shared_data / "photos/two-people.jpg").read_bytes()
    assert pixels.ingest(data).renditions.full.width == 1126
    with pytest.raises(pixels.Unreadable) as refused:
        pixels.ingest(data[: len(data) // 2])
    assert refused.value.code == "broken"


HEADER_BOMBS = ["images/bomb-30000x30000-1bit.png", "images/pillow-decompression_bomb.gif"]
MEASURE = """
import json, resource, sys
from kring.ground import pixels
from kring.ground.pixels import workshop
codes = []
for name in sys.argv[1:]:
    try:
        pixels.ingest(open(name, "rb").read())
        codes.append("taken")
    except pixels.Unreadable as refused:
        codes.append(refused.code)
workshop._workshop().close()
loaded = sorted({"cv2", "PIL", "numpy"} & set(sys.modules))
print(json.dumps([codes, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, loaded]))
"""


def measured(*paths):
    """Open pictures from a fresh process; return the codes, the peak of its children in MB, and what it loaded itself."""
    source = next(p for p in sys.path if p.endswith("src"))
    done = subprocess.run([sys.executable, "-c", MEASURE, *map(str, paths)], capture_output=True, check=True, env={"PYTHONPATH": source})
    return json.loads(done.stdout)


def test_bombs_are_refused_from_their_header_without_decoding(shared_data):
    codes, peak, loaded = measured(*[shared_data / name for name in HEADER_BOMBS])
    assert codes == ["too-many-pixels", "too-many-pixels"]
    assert peak < 250, "a bomb was decoded"
    assert not loaded, "the calling process must not load a decoder"


def test_the_heaviest_allowed_picture_stays_within_memory(tmp_path):
    heavy = tmp_path / "heavy.jpg"
    Image.new("CMYK", (7000, 7000), (10, 60, 90, 0)).save(heavy)
    over = tmp_path / "over.png"
    Image.new("1", (7200, 7000)).save(over)
    codes, peak, _ = measured(heavy, over)
    assert codes == ["taken", "too-many-pixels"]
    assert peak <= 700


def test_the_names_of_files_play_no_part():
    """The interface takes bytes alone: a hostile name cannot even be handed over."""
    import inspect

    assert list(inspect.signature(pixels.ingest).parameters) == ["data"]
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 0  # the caller itself is not locked down
