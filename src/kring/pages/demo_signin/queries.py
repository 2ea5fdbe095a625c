"""How this database was born, and who of the cast can be picked."""

from dataclasses import dataclass

from django.utils.translation import get_language

from kring.domains.accounts.queries import directory
from kring.ground.models import Birth


class NotADemo(Exception):
    """This database was not born as a demo; nobody comes in by picking a name."""


@dataclass(frozen=True)
class Member:
    """Somebody of the cast: how they are called, what they are, and what can be tried as them."""

    username: str
    name: str
    role: str
    tries: str
    is_staff: bool


def require_demo() -> None:
    """Return when this database is a demo's.   Raises: NotADemo."""
    birth = Birth.objects.order_by("id").first()
    if birth is None or birth.kind != "demo":
        raise NotADemo


def cast() -> list[Member]:
    """Return the members of the cast who have an account here, in the order of the story."""
    from world.signin import CAST

    suffix = "en" if (get_language() or "nl").startswith("en") else "nl"
    return [
        Member(one["username"], one["name"], one[f"label_{suffix}"], one[f"tries_{suffix}"], one["is_staff"])
        for one in CAST if directory.name_is_taken(name=one["username"])
    ]
