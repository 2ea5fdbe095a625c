"""The facts that the rules of posts decide on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from kring.domains.people import queries as people
from kring.domains.posts.models import Post, Recall
from kring.domains.posts.rules import PlaceFacts, ReadFacts, RecallFacts
from kring.domains.school import queries as school
from kring.ground import clock
from kring.ground.actor import Actor


def place_facts(*, actor: Actor, group_id: UUID | None, has_content: bool, on: date) -> PlaceFacts:
    """Return the facts for `may_place_post`."""
    works, is_open = False, True
    if group_id is not None:
        works = group_id in people.groups_of_staff(board_id=actor.board_id, person_id=actor.person_id, on=on)
        found = school.groups(board_id=actor.board_id, ids=[group_id], with_archived=True)
        is_open = bool(found) and not found[0].archived
        works = works and bool(found) and found[0].school_id == actor.school_id
        director = actor.capacity == "director" and bool(found) and found[0].school_id == actor.school_id
    else:
        director = actor.capacity == "director"
    return PlaceFacts(for_group=group_id is not None, is_staff=actor.is_staff, works_with_group=works,
                      is_director=director, group_open=is_open, has_content=has_content, on=on)


def post(*, actor: Actor, post_id: UUID) -> Post | None:
    """Return a message of the board, seen or not; `may_read` decides whether the asker may know of it."""
    return Post.objects.filter(board_id=actor.board_id, id=post_id).first()


def read_facts(*, actor: Actor, post: Post, at: datetime) -> ReadFacts:
    """Return the facts for `may_read`, by other ways than the feed's statement; a test holds the two together."""
    on = clock.today(at)
    children = people.children_of(board_id=actor.board_id, guardian_id=actor.person_id, on=on) if actor.is_guardian else []
    stays = people.enrolments(board_id=actor.board_id, pupil_ids=children) if children else []
    here = {s.pupil_id for s in stays if s.from_on <= on and (s.to_on is None or s.to_on > on)}
    in_audience = {
        s.pupil_id for s in stays
        if s.from_on <= post.released_on and (s.to_on is None or s.to_on > post.released_on)
        and (s.group_id == post.group_id if post.group_id else s.school_id == post.school_id)
    }
    return _read_facts(actor, post, at, bool(in_audience), bool(in_audience & here), _works_there(actor, post, on))


def _works_there(actor: Actor, post: Post, on: date) -> bool:
    """Return whether a member of staff works with the group of a message; for the school's page with any group of it."""
    if not actor.is_staff:
        return False
    own = people.groups_of_staff(board_id=actor.board_id, person_id=actor.person_id, on=on)
    if post.group_id:
        return post.group_id in own
    there = school.groups(board_id=actor.board_id, school_id=post.school_id, with_archived=True)
    return bool({g.id for g in there} & set(own))


def _read_facts(actor: Actor, post: Post, at: datetime, in_audience: bool, still_here: bool, works: bool) -> ReadFacts:
    return ReadFacts(
        is_guardian=actor.is_guardian, child_in_audience=in_audience, child_still_here=still_here,
        is_staff=actor.is_staff and actor.school_id == post.school_id, works_with_group=works,
        is_director=actor.capacity == "director" and actor.school_id == post.school_id,
        is_author=post.author_id == actor.person_id, for_group=post.group_id is not None,
        recalled=Recall.objects.filter(board_id=actor.board_id, post_id=post.id).exists(),
        release_at=post.release_at, at=at,
    )


def recall_facts(*, actor: Actor, author_id: UUID, school_id: UUID) -> RecallFacts:
    """Return the facts for `may_recall`, of a message by its author and school."""
    return RecallFacts(is_author=author_id == actor.person_id and actor.is_staff,
                       is_director=actor.capacity == "director" and actor.school_id == school_id)


def _audience_sql(p: str) -> str:
    """Return a subselect of the guardians whom a message is for, from authority and enrolment on the day of asking."""
    return f"""
      SELECT DISTINCT g.guardian_id FROM people_enrolment e
      JOIN people_guardianship g ON g.board_id = {people.BOARD} AND g.pupil_id = e.pupil_id AND g.authority
        AND {people.active_sql("g")}
      WHERE e.board_id = {people.BOARD}
        AND (e.group_id = {p}.group_id OR ({p}.group_id IS NULL AND e.school_id = {p}.school_id))
        AND e.from_on <= {p}.released_on AND (e.to_on IS NULL OR e.to_on > {p}.released_on)
        AND EXISTS (SELECT 1 FROM people_enrolment n WHERE n.board_id = {people.BOARD} AND n.pupil_id = e.pupil_id
                    AND {people.active_sql("n")})
      ORDER BY g.guardian_id"""


@dataclass(frozen=True)
class Out:
    """A message that is out: where it was placed, and the guardians whom it is for today."""

    school_id: UUID
    group_id: UUID | None
    audience: tuple[UUID, ...]


def out(*, board_id: UUID, post_id: UUID, at: datetime) -> Out | None:
    """Return where a message is and whom it is for, in one statement; None before its release, once taken back, or erased."""
    statement = f"""
      SELECT p.school_id, p.group_id, ARRAY({_audience_sql("p")}) FROM posts_post p
      WHERE p.board_id = {people.BOARD} AND p.id = %(post)s::uuid AND p.release_at <= %(at)s::timestamptz
        AND NOT EXISTS (SELECT 1 FROM posts_recall r WHERE r.board_id = {people.BOARD} AND r.post_id = p.id)"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board": board_id, "post": post_id, "on": clock.today(at), "at": at})
        found = cursor.fetchone()
    return Out(school_id=found[0], group_id=found[1], audience=tuple(found[2])) if found else None
