"""Every address of Kring: behind one door, listed, and closed to who has no business there."""

from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kring.web.access import Access
from tests.circle import STAFF, Circle

LISTED = Path(__file__).with_name("routes.txt")
NOWHERE = UUID(int=7)
PEOPLE = ("elif", "piet", *STAFF)


def routes():
    """Every route as (path pattern, view), flattened."""
    def walk(patterns, prefix):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, prefix + str(pattern.pattern))
            elif isinstance(pattern, URLPattern):
                yield prefix + str(pattern.pattern), pattern.callback
    return sorted(walk(get_resolver().url_patterns, ""), key=lambda r: r[0])


ROUTES = routes()


def address(pattern: str) -> str:
    """An address of this pattern for things that do not exist."""
    import re

    fills = {"uuid": str(NOWHERE), "int": "1", "slug": "x", "str": "x", "path": "x"}
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda m: fills.get(m[1] or "str", "x"), pattern)


@pytest.mark.parametrize("pattern, view", ROUTES, ids=[r[0] or "home" for r in ROUTES])
def test_each_view_has_a_door(pattern, view):
    assert isinstance(getattr(view, "access", None), Access), f"{pattern} has no @access"


def test_no_address_vanishes_and_each_new_one_is_listed():
    """An address may be bookmarked or printed: taking one away is a decision, made by changing routes.txt."""
    found = [f"/{pattern}  {'public' if view.access.public else ' '.join(sorted(view.access.capacities))}"
             for pattern, view in ROUTES]
    assert found == LISTED.read_text().splitlines(), "tests/routes.txt is not what the product serves"


@pytest.fixture
def circle(db):
    with transaction.atomic():
        return Circle()


@pytest.mark.norm("OC-01.a")
@pytest.mark.parametrize("pattern, view", ROUTES, ids=[r[0] or "home" for r in ROUTES])
def test_without_a_session_there_is_a_sign_in_page_or_nothing(db, pattern, view):
    if view.access.public:
        return
    response = Client().get(address(pattern))
    assert response.status_code in (302, 404, 405), response.status_code
    if response.status_code == 302:
        assert response["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("pattern, view", ROUTES, ids=[r[0] or "home" for r in ROUTES])
def test_each_capacity_finds_only_its_own_doors_open(circle, pattern, view):
    """Role × route: a cap that a view does not name sees 404, the same as for what does not exist."""
    for who in PEOPLE:
        actor = circle.actor(who)
        response = circle.signed_in(who).get(address(pattern))
        if not view.access.public and actor.capacity not in view.access.capacities:
            assert response.status_code in (404, 405), f"{who}: {response.status_code}"
        else:
            assert response.status_code < 500, f"{who}: {response.status_code}"
        assert response.status_code == 404 or response["Cache-Control"] != "" or view.access.public
