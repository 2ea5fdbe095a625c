"""How this database was born, and who of the cast can be picked."""

from dataclasses import dataclass

from kring.domains.accounts.queries import directory
from kring.ground.models import Birth

# How the lines of the cast begin that are about parents and not about the school.
FAMILY = ("ouder", "voogd", "lid")


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
    """Return the members of the cast who have an account here, in the order of the story. Their lines are Dutch."""
    from world.signin import DOORS

    return [
        Member(one.username, one.name, one.part, one.sees, is_staff=not one.part.startswith(FAMILY))
        for one in DOORS if directory.name_is_taken(name=one.username)
    ]
