"""A covered face is gone: in every size the covered part has nothing in common with the original."""

import json
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from kring.ground import pixels
from kring.ground.pixels import Box

SIZES = ("master", "full", "screen", "thumb")
COLOUR = np.array((0xB9, 0xCB, 0xE6))
NEXT_TO_NOTHING = 0.2


def grey(picture):
    return np.asarray(Image.open(BytesIO(picture.data)).convert("L"), float)


def part(levels, box):
    height, width = levels.shape
    return levels[round(box.y * height) : round((box.y + box.h) * height), round(box.x * width) : round((box.x + box.w) * width)]


def sameness(one, other):
    if one.size < 9 or one.std() < 1e-9 or other.std() < 1e-9:
        return 0.0
    return abs(float(np.corrcoef(one.ravel(), other.ravel())[0, 1]))


@pytest.fixture(scope="module")
def nine(shared_data, ingested):
    made = ingested("photos/bench-nine.jpg")
    image = next(
        i for i in json.loads((shared_data / "photos/annotations.json").read_text())["images"] if i["file"] == "bench-nine.jpg"
    )
    boxes = [Box(x / image["width"], y / image["height"], w / image["width"], h / image["height"]) for x, y, w, h in image["boxes"]]
    return made, boxes


def test_a_covered_face_has_nothing_of_the_original_in_any_size(nine):
    made, boxes = nine
    covered = pixels.render(made.renditions.master.data, cover=boxes[:4])
    for size in SIZES:
        before, after = grey(getattr(made.renditions, size)), grey(getattr(covered, size))
        for box in boxes[:4]:
            assert sameness(part(before, box), part(after, box)) < NEXT_TO_NOTHING, size
        for box in boxes[4:]:
            assert sameness(part(before, box), part(after, box)) > 0.9, size


def test_no_face_is_found_where_one_was_covered(nine):
    made, boxes = nine
    again = pixels.ingest(pixels.render(made.renditions.master.data, cover=boxes).full.data)

    def middle_lies_in(face, box):
        x, y = face.box.x + face.box.w / 2, face.box.y + face.box.h / 2
        return box.x <= x <= box.x + box.w and box.y <= y <= box.y + box.h

    assert len([f for f in made.faces if any(middle_lies_in(f, b) for b in boxes)]) == 9
    assert [f for f in again.faces if any(middle_lies_in(f, b) for b in boxes)] == []


EVERY_SHAPE = {
    "small": Box(0.50, 0.50, 0.02, 0.03),
    "wide": Box(0.30, 0.40, 0.40, 0.10),
    "tall": Box(0.45, 0.10, 0.06, 0.80),
    "left edge": Box(0.0, 0.40, 0.05, 0.10),
    "corner": Box(0.90, 0.90, 0.10, 0.10),
    "half the picture": Box(0.25, 0.20, 0.50, 0.60),
    "the whole picture": Box(0.0, 0.0, 1.0, 1.0),
}


@pytest.mark.parametrize("box", EVERY_SHAPE.values(), ids=EVERY_SHAPE.keys())
def test_the_whole_box_lies_under_the_fill(box):
    noise = Image.effect_noise((1200, 900), 120).convert("RGB")
    into = BytesIO()
    noise.save(into, "JPEG", quality=95)
    covered = pixels.render(into.getvalue(), cover=[box])
    levels = np.asarray(Image.open(BytesIO(covered.master.data)).convert("RGB"), int)
    inside = np.stack([part(levels[:, :, channel], box) for channel in range(3)], axis=-1)
    # Each pixel is the disc's colour, a white stroke, or between the two. Noise would be neither; 40 is what JPEG may add.
    assert (inside >= COLOUR - 40).all()
    assert (np.abs(inside - COLOUR).max(axis=-1) <= 40).mean() > 0.7


def test_what_was_covered_stays_covered_in_what_is_made_from_it(nine):
    made, boxes = nine
    first = pixels.render(made.renditions.master.data, cover=boxes[:1])
    second = pixels.render(first.master.data, cover=boxes[1:2])
    for size in SIZES:
        before, after = grey(getattr(made.renditions, size)), grey(getattr(second, size))
        for box in boxes[:2]:
            assert sameness(part(before, box), part(after, box)) < NEXT_TO_NOTHING, size


def test_cropping_keeps_only_what_lies_inside(nine):
    made, _ = nine
    crop = Box(0.5, 0.0, 0.5, 1.0)
    cut = pixels.render(made.renditions.master.data, crop=crop)
    whole = grey(made.renditions.master)
    assert cut.master.width == made.renditions.master.width // 2
    assert sameness(grey(cut.master), whole[:, whole.shape[1] // 2 :]) > 0.99


def test_a_face_outside_the_crop_is_gone_and_one_inside_can_be_covered(nine):
    made, boxes = nine
    right = [box for box in boxes if box.x > 0.55]
    cut = pixels.render(made.renditions.master.data, cover=right[:1], crop=Box(0.5, 0.0, 0.5, 1.0))
    box = right[0]
    moved = Box((box.x - 0.5) * 2, box.y, box.w * 2, box.h)
    before = part(grey(made.renditions.master), box)
    after = part(grey(cut.master), moved)
    common = tuple(min(a, b) for a, b in zip(before.shape, after.shape, strict=True))
    assert sameness(before[: common[0], : common[1]], after[: common[0], : common[1]]) < NEXT_TO_NOTHING


def test_a_crop_with_hardly_anything_left_is_refused_in_words(nine):
    made, _ = nine
    assert pixels.render(made.renditions.master.data, crop=Box(0, 0, 0.2, 0.2)).full.width > 0
    with pytest.raises(pixels.Unreadable) as refused:
        pixels.render(made.renditions.master.data, crop=Box(0, 0, 0.01, 0.01))
    assert refused.value.code == "nothing-left"


@pytest.mark.parametrize("wrong", [(-0.1, 0, 0.2, 0.2), (0, 0, 1.2, 0.2), (0, 0, 0, 0.2), (0.9, 0.9, 0.2, 0.05)])
def test_a_box_that_is_none_cannot_be_made(wrong):
    with pytest.raises(ValueError):
        Box(*wrong)
