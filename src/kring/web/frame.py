"""What stands around every page: school, cap, places. A page never hands these over itself.

Here belongs the frame as data. Who acts and which names belong to it is put on the request by middleware.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import pgettext_lazy

PHONE_PLACES = 5

CAPS = {
    "guardian": pgettext_lazy("cap", "parent"),
    "pupil": pgettext_lazy("cap", "pupil"),
    "teacher": pgettext_lazy("cap", "teacher"),
    "support": pgettext_lazy("cap", "support"),
    "director": pgettext_lazy("cap", "director"),
    "administrator": pgettext_lazy("cap", "administration"),
    "officer": pgettext_lazy("cap", "privacy officer"),
}


@dataclass(frozen=True)
class Place:
    """One place in the menu of a capacity; `label` is lazy text, `short` its form under a thumb (about 12 letters)."""

    url_name: str
    icon: str
    label: Any
    short: Any = ""


@dataclass(frozen=True)
class Names:
    """The words of this session: `counts` says per url name how many wait there."""

    school: str = ""
    cap: str = ""
    cap_url: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PlaceLink:
    url: str
    icon: str
    label: str
    count: int
    current: bool
    short: str


@dataclass(frozen=True)
class Frame:
    school: str
    cap: str
    cap_url: str
    staff: bool
    signed_in: bool
    home: str
    places: tuple[PlaceLink, ...]

    @property
    def tabs(self) -> tuple[PlaceLink, ...]:
        """This function will return the places that fit under a thumb."""
        return self.places if len(self.places) <= PHONE_PLACES else self.places[: PHONE_PLACES - 1]

    @property
    def has_more(self) -> bool:
        return len(self.places) > PHONE_PLACES


def frame_of(request: HttpRequest) -> Frame:
    """This function will return the frame for this request; signed out it has no places."""
    actor = getattr(request, "actor", None)
    names = getattr(request, "names", None) or Names()
    places = _links(getattr(settings, "KRING_PLACES", {}).get(actor.capacity, ()), names, request.path) if actor else ()
    return Frame(
        school=names.school,
        cap=names.cap or (str(CAPS[actor.capacity]) if actor and actor.capacity in CAPS else ""),
        cap_url=names.cap_url,
        staff=bool(actor and actor.is_staff),
        signed_in=actor is not None,
        home=places[0].url if places else "/",
        places=places,
    )


def _links(places: Sequence[Place], names: Names, path: str) -> tuple[PlaceLink, ...]:
    found = [(place, url) for place in places if (url := address(place.url_name))]
    here = max((url for _, url in found if path == url or (url != "/" and path.startswith(url))), key=len, default="")
    return tuple(
        PlaceLink(
            url=url,
            icon=place.icon,
            label=str(place.label),
            count=names.counts.get(place.url_name, 0),
            current=url == here,
            short=str(place.short or place.label),
        )
        for place, url in found
    )


def address(url_name: str, *args: object) -> str:
    """This function will return the address of a named page, or nothing where that page is not there."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""
