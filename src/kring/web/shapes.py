"""The geometry of the circle: arcs and seats, as numbers for SVG attributes. Pure Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin

MOST_SEATS = 36  # beyond these the seats of a 48 point ring touch: then an arc says the same


@dataclass(frozen=True)
class Seat:
    x: str
    y: str
    taken: bool


@dataclass(frozen=True)
class Ring:
    """Seats on a ring of 48 points, or (`arc`) a part of a closed line where there are too many to draw."""

    seats: tuple[Seat, ...]
    radius: str
    arc: str = ""


def arc(*, centre: float, radius: float, share: float) -> str:
    """This function will draw the first `share` of a circle clockwise from the top, as an SVG path."""
    turn = 2 * pi * min(max(share, 0.0), 0.999)
    x, y = centre + radius * sin(turn), centre - radius * cos(turn)
    return f"M{centre:.1f} {centre - radius:.1f}A{radius:g} {radius:g} 0 {int(turn > pi)} 1 {x:.1f} {y:.1f}"


def ring_of_seats(*, taken: int, total: int) -> Ring:
    """This function will place the seats of a circle, the taken ones first, clockwise from the top."""
    if total > MOST_SEATS:
        return Ring((), "19.5", arc(centre=24, radius=19.5, share=taken / total))
    size = min(5.2, max(1.6, 44.8 / max(total, 1)))
    reach = 24 - max(4.5, size + 1.2)
    return Ring(tuple(_seats(taken, total, reach)), f"{size:.1f}")


def _seats(taken: int, total: int, reach: float) -> Iterator[Seat]:
    for index in range(total):
        turn = 2 * pi * index / total
        yield Seat(f"{24 + reach * sin(turn):.1f}", f"{24 - reach * cos(turn):.1f}", index < taken)
