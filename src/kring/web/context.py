"""What every template may read besides what its view hands over: `frame`."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kring.web.frame import frame_of


def frame(request: HttpRequest) -> dict[str, SimpleLazyObject]:
    """This function will add the frame, worked out only where a template uses it."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}
