"""The door of a live stream: from a session to what its page may hear. Asked when a stream opens, and again after each cut."""

from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings
from django.db import transaction

from kring.domains.accounts.actions.sessions import SessionStore
from kring.domains.people import queries as people
from kring.domains.posts.actions.telling import topic
from kring.ground import clock, live
from kring.ground.actor import Actor


def door(scope: dict[str, Any]) -> live.Subscription | None:
    """Return what this request may hear: the topics of its reader's groups and schools, or None without a session."""
    key = _session_key(dict(scope["headers"]).get(b"cookie", b""))
    if not key:
        return None
    with transaction.atomic():
        opened = SessionStore(key).open()
        actor = opened.actor if opened else None
        if actor is None or actor.person_id is None:
            return None
        return live.subscription(board_id=actor.board_id, person_id=actor.person_id, topics=_topics(actor))


def _topics(actor: Actor) -> set[str]:
    on = clock.today(clock.now())
    if actor.is_guardian:
        children = people.children_of(board_id=actor.board_id, guardian_id=actor.person_id, on=on)
        stays = people.enrolments(board_id=actor.board_id, on=on, pupil_ids=children)
        return {topic(s.school_id, g) for s in stays for g in (s.group_id, None)}
    groups = people.groups_of_staff(board_id=actor.board_id, person_id=actor.person_id, on=on)
    return {topic(actor.school_id, g) for g in [*groups, None]}


def _session_key(header: bytes) -> str:
    try:
        cookies = SimpleCookie(header.decode("latin-1"))
    except CookieError:
        return ""
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""
