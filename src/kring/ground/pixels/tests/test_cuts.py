"""Where a picture is cut: the face that goes is wholly outside, as much as can stay stays, and enough is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.ground.pixels import Box, cuts

SIZE = (1200, 900)
LEAST = cuts.Least(part=0.4, side=200)
NEAR = 1e-6


def row_of(*lefts, top=0.4):
    return [Box(left, top, 0.08, 0.12) for left in lefts]


def cut(away, others=(), size=SIZE, **more):
    return cuts.best(away=away, others=others, size=size, least=LEAST, **more)


def test_a_face_at_the_right_edge_goes_with_a_cut_beside_it():
    first, second, third = row_of(0.1, 0.4, 0.85)
    kept = cut([third], [first, second])
    assert (kept.x, kept.y, kept.h) == (0, 0, 1)
    assert kept.w == pytest.approx(cuts.grown(third, SIZE).x, abs=NEAR)


def test_most_other_faces_go_before_area():
    """Cutting below the boy keeps more of the picture; cutting left of him keeps both girls."""
    boy = Box(0.62, 0.70, 0.06, 0.08)
    girls = [Box(0.1, 0.75, 0.08, 0.12), Box(0.3, 0.8, 0.08, 0.12)]
    assert cut([boy], girls).w < 0.65
    assert cut([boy]).h < 0.75


@pytest.mark.parametrize("box, kept", [(Box(0.45, 0.44, 0.1, 0.12), True), (Box(0.3, 0.25, 0.4, 0.5), False)],
                         ids=["small", "large"])
def test_a_face_in_the_middle_can_be_cut_only_when_enough_is_left(box, kept):
    assert (cut([box]) is not None) is kept


def test_a_side_is_never_shorter_than_it_may_be():
    face = Box(0.5, 0.86, 0.05, 0.1)
    above, beside = cut([face], size=(1200, 280)), cut([face], size=(1200, 230))
    assert above.h < 1 and above.h * 280 >= 200, "what lies above the face is 200 pixels high"
    assert beside.h == 1 and beside.w < 0.5, "what lies above it would be less, so the cut is beside it"


def test_several_faces_go_together_where_that_leaves_enough():
    left, middle, right = row_of(0.02, 0.46, 0.9)
    kept = cut([left, right], [middle])
    assert all(cuts.is_off(box, kept, SIZE) for box in (left, right)) and not cuts.is_off(middle, kept, SIZE)
    assert cut([left, middle, right, Box(0.46, 0.02, 0.08, 0.12), Box(0.46, 0.86, 0.08, 0.12)]) is None


def test_a_second_cut_lies_inside_the_first():
    left, right = row_of(0.02, 0.9)
    first = cut([left])
    second = cut([right], within=first)
    assert cuts.holds(first, second) and not cuts.holds(second, first)
    assert cuts.holds(None, first) and not cuts.holds(first, None) and cuts.holds(None, None)


def test_a_face_of_which_only_the_hair_is_left_has_a_place_there():
    hair = Box(0.38, 0.40, 0.12, 0.2)
    kept = Box(0.505, 0, 0.495, 1)
    assert not cuts.is_off(hair, kept, SIZE)
    assert cuts.inside(hair, kept, SIZE).x == 0
    assert cuts.inside(Box(0.1, 0.4, 0.05, 0.1), kept, SIZE) is None


parts = st.floats(0.0, 1.0, allow_nan=False, width=32)


@st.composite
def boxes(draw):
    wide, high = draw(st.floats(0.01, 0.3)), draw(st.floats(0.01, 0.3))
    return Box(draw(parts) * (1 - wide), draw(parts) * (1 - high), wide, high)


sizes = st.tuples(st.integers(120, 2048), st.integers(120, 2048))
scenes = st.tuples(st.lists(boxes(), min_size=1, max_size=5), st.lists(boxes(), max_size=8), sizes)


@given(scenes)
def test_what_is_cut_off_is_wholly_outside_and_enough_is_left(scene):
    away, others, size = scene
    kept = cut(away, others, size)
    if kept is None:
        return
    assert kept.w * kept.h >= LEAST.part - NEAR
    assert min(kept.w * size[0], kept.h * size[1]) >= LEAST.side - 0.01
    for face in away:
        off = cuts.grown(face, size)
        assert (off.x + off.w <= kept.x + 1e-9 or kept.x + kept.w <= off.x + 1e-9
                or off.y + off.h <= kept.y + 1e-9 or kept.y + kept.h <= off.y + 1e-9)
        assert cuts.inside(face, kept, size) is None


@given(scenes)
def test_the_same_faces_give_the_same_cut_in_whatever_order(scene):
    away, others, size = scene
    assert cut(away, others, size) == cut(away[::-1], others[::-1], size)


@given(boxes(), st.lists(boxes(), max_size=8), sizes)
def test_of_one_face_no_side_that_leaves_enough_keeps_more(face, others, size):
    off, kept = cuts.grown(face, size), cut([face], others, size)
    sides = [(off.x + off.w, 0, 1, 1), (0, 0, off.x, 1), (0, off.y + off.h, 1, 1), (0, 0, 1, off.y)]
    enough = [(a, b, c, d) for a, b, c, d in sides if (c - a) * (d - b) >= LEAST.part + NEAR
              and min((c - a) * size[0], (d - b) * size[1]) >= LEAST.side + 0.01 and c > a and d > b]
    assert kept is not None or not enough

    def count(left, top, right, bottom):
        return sum(left <= o.x + NEAR and top <= o.y + NEAR and o.x + o.w <= right + NEAR and o.y + o.h <= bottom + NEAR
                   for o in others)

    for left, top, right, bottom in enough:
        inner = (left + 3 * NEAR, top + 3 * NEAR, right - 3 * NEAR, bottom - 3 * NEAR)
        assert count(kept.x, kept.y, kept.x + kept.w, kept.y + kept.h) >= count(*inner)


@given(boxes(), boxes(), sizes)
def test_a_place_in_what_is_kept_and_back(face, kept, size):
    seen = cuts.inside(face, kept, size)
    if seen is None:
        return
    back = cuts.outside(seen, kept)
    around = cuts.grown(face, size)
    assert back.x >= min(face.x, around.x) - NEAR and back.x + back.w <= max(face.x + face.w, around.x + around.w) + NEAR
    assert cuts.inside(back, kept, size).x == pytest.approx(seen.x, abs=1e-4)
