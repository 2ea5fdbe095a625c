"""Signing in for the tests of pages: an account and a test client for anybody of a family."""

from uuid import UUID

from django.test import Client

from kring.domains.accounts.actions import directory, factors
from kring.domains.accounts.actions.sessions import real_now
from kring.domains.accounts.tests import cast
from kring.domains.consent.tests.families import AT, START, Family
from kring.domains.people import actions as people
from kring.domains.people.terms import Role
from kring.ground.ids import uuid7
from kring.ground.tenancy import enter

ROLES = {"administrator": Role.ADMINISTRATOR, "director": Role.DIRECTOR}


def client_of(family: Family, person: UUID, *, capacity: str = "", language: str = "nl") -> Client:
    """This function will return a client that is signed in as this person, under this cap or the first one."""
    made = directory.open_account(username=f"u{uuid7().hex[-12:]}", email="", password=None, language=language, at=real_now())
    directory.give_seat(account_id=made.id, board_id=family.world.board_id, person_id=person, at=real_now())
    seed = factors.new_seed()
    factors.add_app(account=made, seed=seed, code=cast.code_of(seed, steps=-1), at=real_now())
    client = cast.signed_in(Client(), made, capacity=capacity)
    enter(family.world.board_id)  # which signing in has left
    return client


def appointed(family: Family, capacity: str) -> Client:
    """This function will appoint the family's administrator or director, and return their client."""
    person = {"administrator": family.administrator, "director": family.director}[capacity].person_id
    people.appoint(board_id=family.world.board_id, person_id=person, school_id=family.world.school_id, role=ROLES[capacity],
                   from_on=START, at=AT, by=None)
    return client_of(family, person, capacity=capacity)


def post(client: Client, url: str, data: dict | None = None, **more):
    """This function will send a form with a fresh key."""
    return client.post(url, {"form_key": str(uuid7()), **(data or {})}, **more)
