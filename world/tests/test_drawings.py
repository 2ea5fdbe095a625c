"""The painted pictures: every face in them is found by the product's own detector, where it was painted."""

import json
from pathlib import Path

import pytest
from PIL import Image

from kring.domains.writing.rules import names_in
from kring.domains.writing.terms import KnownName
from kring.ground import pixels
from kring.ground.ids import uuid7
from world import cast as people
from world import when
from world.drawings import render
from world.drawings.looks import LOOKS
from world.drawings.places import HIGH, WIDE
from world.drawings.scenes import PICTURES
from world.tests.test_stories import NOW

CAST = people.load(year=when.school_year(on=NOW.date()))
# Seen in each run: many children, two rows, dusk, dark skin, a headscarf, nobody. The others are seen in the long suite.
ALWAYS = ("bos-groep", "kring", "lampionnen", "vulkaan", "bos-paddenstoelen")
BIGGEST_BYTES, ALL_BYTES = 250_000, 6_000_000


def manifest(name: str) -> dict:
    return json.loads((render.FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def overlap(found: pixels.Box, painted: list[int]) -> float:
    left, top, wide, high = painted[0] / WIDE, painted[1] / HIGH, painted[2] / WIDE, painted[3] / HIGH
    w = min(found.x + found.w, left + wide) - max(found.x, left)
    h = min(found.y + found.h, top + high) - max(found.y, top)
    shared = max(w, 0) * max(h, 0)
    return shared / (found.w * found.h + wide * high - shared)


@pytest.mark.parametrize("name", [
    pytest.param(p.name, marks=() if p.name in ALWAYS else pytest.mark.slow) for p in PICTURES])
def test_each_painted_face_is_found_once_and_nothing_else_is_taken_for_one(name):
    found = [face.box for face in pixels.ingest((render.FOLDER / f"{name}.jpg").read_bytes()).faces]
    painted = [one["box"] for one in manifest(name)["faces"]]
    assert len(found) == len(painted)
    for box in painted:
        assert sum(overlap(one, box) >= .3 for one in found) == 1


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: p.name)
def test_file_and_manifest_say_what_the_scene_says(picture):
    kept = manifest(picture.name)
    assert (kept["group"], kept["alt"]) == (picture.group, picture.alt)
    assert [one["who"] for one in kept["faces"]] == [stand.who for stand in picture.children]
    with Image.open(render.FOLDER / f"{picture.name}.jpg") as image:
        assert image.size == (WIDE, HIGH)
        assert not image.getexif()


def test_no_picture_is_left_over_and_together_they_are_small():
    files = sorted(render.FOLDER.glob("*.jpg"))
    assert {f.stem for f in files} == {p.name for p in PICTURES} == {f.stem for f in render.FOLDER.glob("*.json")}
    assert len(files) >= 24
    assert max(f.stat().st_size for f in files) <= BIGGEST_BYTES
    assert sum(f.stat().st_size for f in files) <= ALL_BYTES


def test_words_for_who_cannot_see_say_what_children_do_and_never_who():
    known = tuple(KnownName(uuid7(), p.given, p.surname) for p in CAST.pupils)
    for picture in PICTURES:
        assert names_in(picture.alt, known) == (), picture.name
        assert picture.alt[0].isupper() and len(picture.alt) <= 90


def test_everybody_painted_is_a_pupil_and_looks_like_nobody_else_of_the_group():
    for picture in PICTURES:
        for stand in picture.children:
            assert CAST.pupil(stand.who).name in LOOKS
    for group in (*people.GROUPS, *people.COMPOSITES):
        looks = [LOOKS[p.name] for p in CAST.group(group) if p.name in LOOKS]
        assert len(set(looks)) == len(looks)


def test_a_scene_is_painted_the_same_each_time():
    scene = next(p for p in PICTURES if p.name == "bos-paddenstoelen")
    once, again = (render.paint(picture=scene, sharpness=1)[0] for _ in range(2))
    assert (once == again).all()


def test_the_folder_of_pictures_is_the_one_that_play_reads():
    from world.play.messages import FOLDER
    assert Path(FOLDER) == render.FOLDER
