"""Coming in as a member of the cast: in a demo, on a database that was born as one, and nowhere else."""

from datetime import datetime

from django.conf import settings

from kring.domains.accounts.actions import signin
from kring.domains.accounts.actions.sessions import CAP, SessionStore, real_now
from kring.domains.accounts.actions.signin import Origin
from kring.domains.accounts.queries import directory as queries
from kring.domains.accounts.terms import Method, Place
from kring.ground.models import Birth

DEMO = "demo"


class NotADemo(Exception):
    """These settings or this database are not a demo's: nobody comes in without showing who they are."""


def is_demo() -> bool:
    """This function will say whether both the settings and the database are a demo's."""
    return settings.KRING_BIRTH == DEMO and set(Birth.objects.values_list("kind", flat=True)) == {DEMO}


def sign_in_as(*, session: SessionStore, username: str, capacity: str, origin: Origin, at: datetime) -> Place | None:
    """This function will sign a member of the cast in, in a capacity where they have several, and return it.

    None where nobody of that name exists. Raises: NotADemo.
    """
    if not is_demo():
        raise NotADemo
    account = queries.account_by_login(typed=username)
    if account is None:
        return None
    signin.sign_in(session=session, account=account, methods=[Method.DEMO], origin=origin, at=at)
    places = queries.places(account_id=account.id, at=real_now(), back=None)
    place = next((p for p in places if p.capacity == capacity), places[0])
    session[CAP] = place.to_json()
    return place
