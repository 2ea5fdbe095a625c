"""The facts that the rules of posts decide on."""

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


def recall_facts(*, actor: Actor, post: Post) -> RecallFacts:
    """Return the facts for `may_recall`."""
    return RecallFacts(is_author=post.author_id == actor.person_id and actor.is_staff,
                       is_director=actor.capacity == "director" and actor.school_id == post.school_id)


def audience(*, board_id: UUID, post: Post, at: datetime) -> list[UUID]:
    """Return the guardians whom a message is for, from authority and enrolment on the day of asking."""
    statement = f"""
      SELECT DISTINCT g.guardian_id FROM people_enrolment e
      JOIN people_guardianship g ON g.board_id = {people.BOARD} AND g.pupil_id = e.pupil_id AND g.authority
        AND {people.active_sql("g")}
      WHERE e.board_id = {people.BOARD}
        AND (e.group_id = %(group)s::uuid OR (%(group)s::uuid IS NULL AND e.school_id = %(school)s::uuid))
        AND e.from_on <= %(released)s::date AND (e.to_on IS NULL OR e.to_on > %(released)s::date)
        AND EXISTS (SELECT 1 FROM people_enrolment n WHERE n.board_id = {people.BOARD} AND n.pupil_id = e.pupil_id
                    AND {people.active_sql("n")})
      ORDER BY g.guardian_id"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board": board_id, "group": post.group_id, "school": post.school_id,
                                   "released": post.released_on, "on": clock.today(at)})
        return [row[0] for row in cursor.fetchall()]
