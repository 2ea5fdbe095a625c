"""Seats stand in the circle, each once; an arc says no more than its share."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kring.web.shapes import MOST_SEATS, arc, ring_of_seats


@given(st.integers(1, 400), st.data())
def test_seats_never_leave_the_view_and_count_right(total, data):
    taken = data.draw(st.integers(0, total))
    ring = ring_of_seats(taken=taken, total=total)
    if total > MOST_SEATS:
        assert not ring.seats and ring.arc
        return
    assert len(ring.seats) == total and sum(seat.taken for seat in ring.seats) == taken
    radius = float(ring.radius)
    places = [(float(seat.x), float(seat.y)) for seat in ring.seats]
    assert all(radius <= place <= 48 - radius for pair in places for place in pair)
    assert len(set(places)) == total


@given(st.integers(2, MOST_SEATS))
def test_neighbours_do_not_touch(total):
    ring = ring_of_seats(taken=0, total=total)
    (x1, y1), (x2, y2) = [(float(seat.x), float(seat.y)) for seat in ring.seats[:2]]
    assert ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 >= 2 * float(ring.radius) - 0.2


@given(st.floats(-5, 5))
def test_an_arc_is_a_path_for_every_share(share):
    assert re.fullmatch(r"M12\.0 3\.0A9 9 0 [01] 1 -?\d+\.\d -?\d+\.\d", arc(centre=12, radius=9, share=share))


def test_half_a_circle_ends_below():
    assert arc(centre=12, radius=9, share=0.5) == "M12.0 3.0A9 9 0 0 1 12.0 21.0"


def test_a_group_of_28_looks_as_drawn():
    first = ring_of_seats(taken=28, total=28).seats[0]
    assert (first.x, first.y, ring_of_seats(taken=28, total=28).radius) == ("24.0", "4.5", "1.6")
