"""Every address of Kring: behind one door, listed, and closed to who has no business there."""

from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kring.domains.consent.forms import ANSWER
from kring.domains.consent.terms import Said
from kring.web.access import Access
from tests.circle import CARES, STAFF, Circle

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


# What may be read without signing in, by decision; every other address leads to the sign-in page or is not there.
OPEN = ("design/", "healthz", "readyz", "metrics", "help/", "help/operator/", "offline/", "sw.js", "sign-in/", "sign-out/",
        "language/", "i/", "invitation/", "manifest", "receipts/", "consents/check/")


@pytest.mark.django_db
@pytest.mark.norm("OC-01.a")
def test_without_a_session_there_is_a_sign_in_page_or_nothing():
    browser, open_to_all = Client(), []
    for pattern, _view in ROUTES:
        response = browser.get(address(pattern))
        if response.status_code in (404, 405) or (response.status_code == 302 and response["Location"].startswith("/sign-in/")):
            continue
        open_to_all.append((pattern, response.status_code))
    assert [found for found in open_to_all if not found[0].startswith(OPEN)] == []
    assert open_to_all, "the pages that are public by decision answer"


@pytest.mark.django_db
def test_each_capacity_finds_only_its_own_doors_open():
    """Role × route: a cap that a view does not name sees 404, the same as for what does not exist."""
    with transaction.atomic():
        circle = Circle()
    wrong, opened = [], 0
    for who in PEOPLE:
        browser, capacity = circle.signed_in(who), circle.actor(who).capacity
        for pattern, view in ROUTES:
            with transaction.atomic():
                status = browser.get(address(pattern)).status_code
                transaction.set_rollback(True)
            closed = not view.access.public and capacity not in view.access.capacities
            opened += not closed and status == 200
            if status >= 500 or (closed and status not in (404, 405)):
                wrong.append((who, pattern, status))
    assert wrong == []
    assert opened > len(PEOPLE) * 5, "doors that are open do open"


@pytest.mark.django_db
@pytest.mark.norm("BK-07.c")
def test_nothing_but_a_picture_or_a_name_waits_for_a_consent():
    """Elif said yes to everything, Fatima no, Omar nothing: each page is there for all three alike, with the messages of
    their child; and the question itself stands on the page of consents alone."""
    with transaction.atomic():
        circle = Circle()
        circle.ask()
        circle.say("elif", Said.YES, *circle.questions)
        circle.say("fatima", Said.NO, *circle.questions)
    found: dict[str, dict[str, int]] = {}
    asking = set()
    for who in ("elif", "fatima", "omar"):
        browser, pupil = circle.signed_in(who), str(circle.ids[CARES[who][0]])
        for pattern, view in ROUTES:
            if not view.access.public and "guardian" in view.access.capacities:
                with transaction.atomic():
                    answer = browser.get(address(pattern).replace(str(NOWHERE), pupil))
                    found.setdefault(pattern, {})[who] = answer.status_code
                    if not answer.streaming and f'name="{ANSWER}'.encode() in answer.content:
                        asking.add(pattern)
                    transaction.set_rollback(True)
    assert asking == {"consents/<uuid:pupil_id>/"}
    # A receipt is of an answer: who gave none has none.
    of_answers = "consents/<uuid:pupil_id>/receipt/"
    assert {p: s for p, s in found.items() if len(set(s.values())) > 1 and p != of_answers} == {}
    assert [found[p]["omar"] for p in ("", "messages/", "consents/<uuid:pupil_id>/")] == [200, 200, 200]
