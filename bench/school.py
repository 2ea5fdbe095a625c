"""The school on which database figures are measured: Het Hoefblad, everybody answered, a hundred messages in each group,
most with two pictures, beside as many messages of other boards as are asked for."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from bench import database

PER_GROUP, PICTURES, GROUPS = 100, 2, 10
WORDS = "We keken vandaag naar het weer en schreven op wat we zagen. Buiten stond een harde wind. Vraag thuis maar hoe het ging."


@dataclass
class Ground:
    """What a figure needs to know of the school."""

    board_id: UUID
    school_id: UUID
    now: datetime
    playing: object
    publications: list[UUID]

    def reader(self, name: str = "Farida Amrani"):
        return self.playing.school.guardian_actor(self.playing.cast.guardian(name))


@cache
def ground() -> Ground:
    """This function will make the school once: people and answers by the product's own actions, messages by COPY."""
    database.ready()
    from django.db import connection

    from kring.ground import clock
    from world import cast as people
    from world import stories, when
    from world.play.families import answer_questions, open_accounts
    from world.play.messages import Playing
    from world.play.school import found

    now = when.good_moment(at=clock.now())
    begin = stories.starts(at=now)
    cast = people.load(year=when.school_year(on=begin.date()))
    school = found(cast=cast, at=begin)
    answer_questions(school=school, cast=cast, at=begin)
    open_accounts(school=school, cast=cast, at=begin)
    playing = Playing(school=school, cast=cast, now=now, progress=lambda text: None)
    made = Ground(school.board_id, school.id, now, playing, [])
    _messages(made, _versions(made), begin)
    database.analyze()
    connection.close()
    return made


def others(*, posts: int) -> None:
    """This function will add boards with a school each, ten groups and a hundred messages per group, until there are so many."""
    from kring.ground.ids import uuid7

    moment = ground().now
    for _ in range(posts // (GROUPS * PER_GROUP) // 20):
        boards = [[uuid7() for _ in range(4 + GROUPS)] for _ in range(20)]
        _people_of(boards, moment)
        database.copy("posts_post", POST, (row for board in boards for row in _posts_of(board, moment)))
    database.analyze()


POST = ("id", "board_id", "school_id", "group_id", "author_id", "author_capacity", "kind", "key_id", "text", "placed_at",
    "release_at",
        "released_on", "decision")


def _people_of(boards: list[list[UUID]], at: datetime) -> None:
    """A board, its school, the year, an author and ten groups for each."""
    day, end = at.date() - timedelta(days=90), at.date() + timedelta(days=200)
    database.copy("ground_boardentry", ("id", "at"), ((b[0], at) for b in boards))
    database.copy("school_board", ("id", "board_id", "name"), ((b[0], b[0], "Stichting") for b in boards))
    database.copy("school_school", ("id", "board_id", "name", "brin", "branch", "slug", "region"),
                  ((b[1], b[0], "School", "99ZZ", "00", "school", "MI") for b in boards))
    database.copy("school_schoolyear", ("id", "board_id", "school_id", "label", "from_on", "to_on"),
                  ((b[2], b[0], b[1], "2026-2027", day, end) for b in boards))
    database.copy("people_person", ("id", "board_id", "key_id", "language"), ((b[3], b[0], b[3], "nl") for b in boards))
    database.copy("school_group", ("id", "board_id", "school_id", "school_year_id", "roster_key", "name", "kind", "year"),
                  ((group, b[0], b[1], b[2], f"g{n}", f"Groep {n}", "base", "4") for b in boards for n,
                      group in enumerate(b[4:])))


def _posts_of(board: list[UUID], at: datetime) -> Iterator[tuple]:
    from kring.ground.ids import uuid7

    board_id, school_id, _, author, *groups = board
    for number in range(PER_GROUP):
        moment = at - timedelta(hours=12 * (PER_GROUP - number))
        for group in groups:
            yield (uuid7(), board_id, school_id, group, author, "teacher", "information", author, random.randbytes(240), moment,
                   moment, moment.date(), "[]")


def _versions(made: Ground) -> list[tuple[UUID, UUID]]:
    """Two real pictures, opened by the real worker, so that a placing of them can really be served."""
    from kring.domains.media.actions import receiving
    from kring.domains.media.models import Version
    from kring.domains.media.terms import Origin
    from kring.ground.tenancy import board_transaction
    from world.play.messages import FOLDER
    from world.play.workers import Workers

    actor = made.playing.school.staff_actor(made.playing.cast.member("juf Sanne"))
    with board_transaction(made.board_id):
        for name in ("moestuin", "lezen"):
            receiving.receive(actor=actor, school_id=made.school_id, group_id=made.playing.school.groups["g4"],
                              data=(FOLDER / f"{name}.jpg").read_bytes(), origin=Origin.SCHOOL_DEVICE,
                                  at=made.now - timedelta(days=30))
    Workers(processes=1).wait()
    with board_transaction(made.board_id):
        return list(Version.objects.filter(board_id=made.board_id).values_list("asset_id", "id"))


def _messages(made: Ground, versions: list[tuple[UUID, UUID]], begin: datetime) -> None:
    from kring.ground.ids import uuid7
    from kring.ground.sealing import Ring
    from kring.ground.tenancy import board_transaction

    author = made.playing.school.staff["Sanne Bergsma"]
    places = [*made.playing.school.groups.values(), None]
    step = (made.now - begin) / (PER_GROUP + 1)
    where = [(uuid7(), place, begin + step * (n + 1)) for n in range(PER_GROUP) for place in places]
    with board_transaction(made.board_id):
        ring = Ring(made.board_id)
        keys = ring.new_keys("thread", [post_id for post_id, _, _ in where])
        content = json.dumps({"title": "Een gewone dag", "body": WORDS})
        rows = [(post_id, made.board_id, made.school_id, place, author, "teacher", "story", key,
                 ring.seal(content, key_id=key, place=("posts_post", "text", post_id)), at, at, at.date(), "[]")
                for (post_id, place, at), key in zip(where, keys, strict=True)]
    database.copy("posts_post", POST, rows)
    columns = ("id", "board_id", "asset_id", "version_id", "channel", "school_id", "group_id", "post_id", "place", "placed_by",
               "placed_at", "placed_on", "release_at", "decision", "ended_why")
    publications = [
        (uuid7(), made.board_id, *versions[n], "closed_group", made.school_id, place, post_id, n, author, at, at.date(), at,
            "{}", "")
        for post_id, place, at in where if place for n in range(PICTURES)
    ]
    database.copy("media_publication", columns, publications)
    made.publications += [row[0] for row in publications]
    _account(made, publications)


def _account(made: Ground, publications: list[tuple]) -> None:
    """Whoever has no yes for photos in the group is known to be absent, so that the pictures are shown."""
    from kring.ground.ids import uuid7
    from world import stories

    cast, school = made.playing.cast, made.playing.school
    willing, groups = stories.willing_in_the_group(cast=cast), {i: key for key, i in school.groups.items()}
    unwilling = {key: [school.pupil_id(p) for p in cast.group(key) if not willing[p.name]] for key in school.groups}
    columns = ("id", "board_id", "publication_id", "pupil_id", "how", "epoch", "at")
    database.copy("media_accounted", columns, (
        (uuid7(), made.board_id, row[0], pupil, "absent", 0, row[10])
        for row in publications for pupil in unwilling[groups[row[6]]]))
