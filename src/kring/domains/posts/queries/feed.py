"""The feed: one statement finds the messages that a reader may see, newest first, with what is shown of each."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db import connection

from kring.domains.media.queries import sql as media_sql
from kring.domains.people import queries as people
from kring.domains.posts.queries import pictures
from kring.domains.posts.queries.facts import recall_facts
from kring.domains.posts.rules import may_recall
from kring.domains.posts.terms import Words
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.sealing import KeyGone, Ring

PAGE = 20
AT = "%(at)s::timestamptz"
NEWEST = UUID(int=(1 << 128) - 1)

_COLUMNS = """p.id, p.school_id, p.group_id, p.author_id, p.author_capacity, p.kind, p.key_id, p.text, p.release_at"""

# Where staff can write: the open groups among those that they see. Comes along on every row, also on the one of an empty page.
OWN_GROUPS = f"""
  SELECT jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name) ORDER BY o.name, o.id) FROM school_group o
  WHERE o.board_id = {people.BOARD} AND o.archived_at IS NULL AND o.id IN (SELECT group_id FROM seat)"""


def _found(place: str, seats_of: str) -> str:
    """Return the messages of one kind of place: per seat the newest through the index, then together."""
    return f"""
  SELECT {_COLUMNS} FROM ({seats_of}) s CROSS JOIN LATERAL (
    SELECT p.* FROM posts_post p
    WHERE p.board_id = {people.BOARD} AND {place} AND p.id < %(before)s::uuid
      AND (p.release_at <= {AT} OR p.author_id = {people.PERSON})
      AND p.released_on >= s.from_on AND (s.to_on IS NULL OR p.released_on < s.to_on)
      AND NOT EXISTS (SELECT 1 FROM posts_recall r WHERE r.board_id = {people.BOARD} AND r.post_id = p.id)
    ORDER BY p.id DESC LIMIT %(limit)s::int) p"""


@cache
def statement(*, is_guardian: bool) -> str:
    """Return the one statement of the feed for this kind of reader."""
    return f"""
WITH seat AS MATERIALIZED ({people.seats_sql(is_guardian=is_guardian)}
), found AS (
  {_found("p.group_id = s.group_id", "SELECT DISTINCT group_id, from_on, to_on FROM seat "
          "WHERE %(group)s::uuid IS NULL OR group_id = %(group)s::uuid")}
  UNION
  {_found("p.school_id = s.school_id AND p.group_id IS NULL",
          "SELECT DISTINCT school_id, from_on, to_on FROM seat WHERE %(group)s::uuid IS NULL")}
), shown AS MATERIALIZED (SELECT * FROM found ORDER BY id DESC LIMIT %(limit)s::int
), {media_sql.restricted_of(posts="SELECT id FROM shown")}
SELECT f.id, f.school_id, f.group_id, g.name, f.author_id, a.name, f.author_capacity, f.kind, f.text, f.release_at,
  ({media_sql.pictures_of(post="f.id", is_guardian=is_guardian)}) AS pictures, {"NULL" if is_guardian else f"({OWN_GROUPS})"} AS groups
FROM (SELECT 1) page LEFT JOIN shown f ON true
LEFT JOIN school_group g ON g.board_id = {people.BOARD} AND g.id = f.group_id
LEFT JOIN people_person a ON a.board_id = {people.BOARD} AND a.id = f.author_id
ORDER BY f.id DESC"""


@dataclass(frozen=True)
class PostRow:
    """One message as a page shows it."""

    id: UUID
    group_id: UUID | None
    group: str
    author: str
    author_capacity: str
    kind: str
    words: Words
    at: datetime
    is_held: bool
    may_recall: bool
    photos: tuple[pictures.PhotoRow, ...]

    @property
    def shown(self) -> tuple[pictures.PhotoRow, ...]:
        return tuple(p for p in self.photos if p.shown)

    @property
    def own(self) -> int:
        """How many photos show the reader own children whom others see covered."""
        return sum(1 for p in self.shown if p.own)

    @property
    def checking(self) -> int:
        return sum(1 for p in self.photos if not p.shown)


@dataclass(frozen=True)
class OwnGroup:
    """A group in which the reader can write."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Feed:
    rows: tuple[PostRow, ...]
    older_than: UUID | None
    groups: tuple[OwnGroup, ...]


def feed(*, actor: Actor, at: datetime, before: UUID | None = None, group_id: UUID | None = None) -> Feed:
    """Return a page of the messages that this reader may see now, newest first; two statements with the keys."""
    lines = _fetch(actor, at, before=before or NEWEST, limit=PAGE + 1, group=group_id)
    found = [line for line in lines if line[0]]
    ring = Ring(actor.board_id)
    ring.load(*(blob for row in found for blob in (row[5], row[8])))
    shown, authors = found[:PAGE], _authors(ring, found)
    rows = tuple(row for row in (_row(ring, authors, one, actor, at) for one in shown) if row)
    groups = tuple(OwnGroup(UUID(one["id"]), one["name"]) for one in json.loads(lines[0][11] or "[]"))
    return Feed(rows=rows, older_than=shown[-1][0] if len(found) > PAGE else None, groups=groups)


def one(*, actor: Actor, at: datetime, post_id: UUID) -> PostRow | None:
    """Return one message by the same statement as the feed, so that nothing is seen here that is not seen there."""
    after = UUID(int=post_id.int + 1)
    found = _fetch(actor, at, before=after, limit=1, group=None)
    if found[0][0] != post_id:
        return None
    ring = Ring(actor.board_id)
    ring.load(found[0][5], found[0][8])
    return _row(ring, _authors(ring, found), found[0], actor, at)


def _fetch(actor: Actor, at: datetime, **page) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement(is_guardian=actor.is_guardian), {
            "board": actor.board_id, "person": actor.person_id, "role": actor.capacity, "school": actor.school_id,
            "on": clock.today(at), "at": at, **page,
        })
        return cursor.fetchall()


def _authors(ring: Ring, found: list[tuple]) -> dict[UUID, str]:
    """Return the names of who wrote these messages, each opened once; without those that were erased."""
    blobs = {row[4]: row[5] for row in found if row[5]}
    return {who: people.open_name(ring, who, blob).full for who, blob in blobs.items() if ring.holds(blob)}


def _row(ring: Ring, authors: dict[UUID, str], found: tuple, actor: Actor, at: datetime) -> PostRow | None:
    post_id, school_id, group_id, group, author_id, _, capacity, kind, text, release_at, photos, _ = found
    try:
        words = open_words(ring, "posts_post", post_id, text)
    except KeyGone:
        return None
    facts = recall_facts(actor=actor, author_id=author_id, school_id=school_id)
    return PostRow(id=post_id, group_id=group_id, group=group or "", author=authors.get(author_id, ""),
                   author_capacity=capacity, kind=kind, words=words, at=release_at, is_held=release_at > at,
                   may_recall=may_recall(facts).allowed, photos=pictures.rows(photos))


def open_words(ring: Ring, table: str, row_id: UUID, blob: bytes) -> Words:
    """Return the words of a message or draft. Raises: KeyGone when they were erased."""
    stored = json.loads(ring.open(bytes(blob), place=(table, "text", row_id)))
    return Words(title=stored["title"], body=stored["body"])
