"""Who knocks at the door in these tests, and requests as they come in."""

from uuid import UUID

from django.test import RequestFactory

from kring.ground.actor import Actor

BOARD = UUID(int=1)
FARIDA = Actor(board_id=BOARD, person_id=UUID(int=2), capacity="guardian")
SANNE = Actor(board_id=BOARD, person_id=UUID(int=3), capacity="teacher")
HANNEKE = Actor(board_id=BOARD, person_id=UUID(int=4), capacity="administrator")


def knock(path="/", *, actor=None, method="get", **extra):
    """A request of this actor, or of nobody."""
    request = getattr(RequestFactory(), method)(path, **extra)
    request.actor = actor
    return request


def htmx(page="http://testserver/group/?week=47"):
    """The headers that htmx 4 sends."""
    return {"HTTP_HX_REQUEST": "true", "HTTP_HX_REQUEST_TYPE": "partial", "HTTP_HX_CURRENT_URL": page}
