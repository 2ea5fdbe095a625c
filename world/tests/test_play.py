"""The play on a real database: what the demo shows is what the product's own rules say."""

import json
from collections import Counter
from datetime import datetime

import pytest

from kring.domains.accounts.queries import directory
from kring.domains.consent.models import Decision
from kring.domains.consent.queries import standing
from kring.domains.consent.terms import Channel, Purpose
from kring.domains.media.models import Accounted, Asset, Face, Publication
from kring.domains.media.queries import checking
from kring.domains.media.terms import AssetState, How
from kring.domains.posts.models import Draft, Post
from kring.domains.posts.queries import compose, feed
from kring.domains.roster.models import Import
from kring.domains.roster.queries import imports
from kring.ground.actor import Actor
from kring.ground.sealing import Ring
from kring.ground.tenancy import board_transaction
from world import cast as people
from world import signin, stories, when
from world.drawings import render
from world.play import play

NOVEMBER = datetime(2026, 11, 24, 15, 10, tzinfo=when.ZONE)
# A night in the summer holiday: nobody is at school, and the school year has ended.
SUMMER = datetime(2027, 8, 3, 2, 30, tzinfo=when.ZONE)
pytestmark = pytest.mark.django_db


class Played:
    """A play that ran, looked at from the side of the product."""

    def __init__(self, at: datetime, last: int):
        self.said: list[str] = []
        self.at, self.last, self.told = at, last, stories.told(at=at, last=last)
        self.run = play(progress=self.said.append, at=at, last=last)
        self.school, self.cast, self.board = self.run.school, self.run.cast, self.run.school.board_id

    def guardian(self, name: str) -> Actor:
        return self.school.guardian_actor(self.cast.guardian(name))

    def staff(self, name: str) -> Actor:
        return self.school.staff_actor(self.cast.member(name))


@pytest.fixture(params=[(NOVEMBER, 1), pytest.param((NOVEMBER, 6), marks=pytest.mark.slow),
                        pytest.param((SUMMER, 6), marks=pytest.mark.slow)], ids=["one week", "six weeks", "in the summer"])
def played(request, real_db):
    played = Played(*request.param)
    with board_transaction(played.board):
        yield played


def test_the_play_holds_against_the_rules(played):
    every_message_was_placed(played)
    every_picture_was_opened_and_every_face_found(played)
    nobody_is_shown_without_a_yes(played)
    the_teacher_s_draft_asks_about_exactly_who_may_not_be_shown(played)
    each_door_opens_on_its_own_role(played)
    the_second_export_waits_with_its_doubts(played)
    families_read_their_own_groups_only(played)
    who_decides_alone_answered_and_its_own_no_holds(played)


def every_message_was_placed(played):
    placed = Counter(Post.objects.filter(board_id=played.board).values_list("placed_at", flat=True))
    assert placed == Counter(story.at for story in played.told if not story.waits)
    assert Draft.objects.filter(board_id=played.board, post_id=None).count() == sum(s.waits for s in played.told)


def every_picture_was_opened_and_every_face_found(played):
    assert set(Asset.objects.filter(board_id=played.board).values_list("state", flat=True)) == {AssetState.READY}
    for asset_id, name in played.run.assets.items():
        painted = json.loads((render.FOLDER / f"{name}.json").read_text(encoding="utf-8"))["faces"]
        assert Face.objects.filter(board_id=played.board, asset_id=asset_id).count() == len(painted), name


def nobody_is_shown_without_a_yes(played):
    """Walks over who was painted, not over what the product kept: whoever has no yes today is covered, or nobody sees it."""
    for row in Publication.objects.filter(board_id=played.board, ended_at=None):
        painted = json.loads((render.FOLDER / f"{played.run.assets[row.asset_id]}.json").read_text(encoding="utf-8"))["faces"]
        pupils = {played.school.pupil_id(played.cast.pupil(one["who"])) for one in painted}
        place = standing.Place(played.school.id, Purpose.PICTURE_WITH_OTHERS, Channel(row.channel))
        without = standing.restricted_pupils(board_id=played.board, place=place, pupil_ids=list(pupils), on=played.at.date())
        covered = set(Accounted.objects.filter(board_id=played.board, publication_id=row.id, how=How.COVERED)
                      .values_list("pupil_id", flat=True))
        assert without <= covered, played.run.assets[row.asset_id]


def the_teacher_s_draft_asks_about_exactly_who_may_not_be_shown(played):
    sanne = played.staff("juf Sanne")
    draft = Draft.objects.get(board_id=played.board, author_id=sanne.person_id, post_id=None)
    decided = compose.decide(actor=sanne, draft=draft, at=played.at)
    names = {str(played.school.pupil_id(p)): p.given for p in played.cast.group("g4")}
    expected = {"Ali", "Noor", "Sem"} if stories.withdrawal(at=played.at, last=played.last) else {"Ali", "Noor"}
    assert {names[one] for one in decided.pictures.restricted} == expected
    assert decided.verdict.outcome.name == "ASK"


def each_door_opens_on_its_own_role(played):
    for door in signin.DOORS:
        account = directory.account_by_login(typed=door.row["username"])
        places = directory.places(account_id=account.id, at=played.at, back=played.board)
        assert door.role in {place.capacity for place in places}, door.name


def the_second_export_waits_with_its_doubts(played):
    row = Import.objects.filter(board_id=played.board).order_by("-id").first()
    seen = imports.snapshot(row=row, ring=Ring(played.board)).difference
    assert Counter(doubt.kind.value for doubt in seen.open_doubts) == {"dummy_key": 1, "authority_gained": 2}


def families_read_their_own_groups_only(played):
    farida = feed.feed(actor=played.guardian("Farida Amrani"), at=played.at)
    assert {row.group for row in farida.rows} <= {people.GROUPS["g4"], people.GROUPS["g7"], ""}
    assert farida.rows
    assert feed.feed(actor=played.guardian("Dennis Koolen"), at=played.at).rows == ()
    if played.last == when.STORY_WEEKS:
        assert any(row.shown for row in farida.rows)
        assert checking.withheld(actor=played.staff("meester Joris"), at=played.at) == []
        assert played.said[-1].startswith("what is over its term")


def who_decides_alone_answered_and_its_own_no_holds(played):
    imke, tygo = (played.cast.pupil(name) for name in ("Imke Bouwman", "Tygo Noorlander"))
    for pupil, who in ((imke, {imke}), (tygo, set(tygo.guardians))):
        said = Decision.objects.filter(board_id=played.board, pupil_id=played.school.pupil_id(pupil))
        ids = {played.school.pupil_id(one) if one is imke else played.school.guardians[one.name] for one in who}
        assert set(said.values_list("decider_id", flat=True)) == ids, pupil.name
    asked = standing.Place(played.school.id, Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP)
    assert not standing.restricted_pupils(board_id=played.board, place=asked, pupil_ids=[played.school.pupil_id(imke)],
                                          on=played.at.date()), "she said yes to pictures in her group"
    said = stories.own_no(at=played.at, last=played.last)
    if said:
        (asset_id,) = (asset for asset, name in played.run.assets.items() if name == said.picture)
        publication = Publication.objects.get(board_id=played.board, asset_id=asset_id, ended_at=None)
        assert Accounted.objects.filter(board_id=played.board, publication_id=publication.id, how=How.COVERED,
                                        pupil_id=played.school.pupil_id(imke)).exists()
        for name in ("Heleen Bouwman", "Simone Noorlander"):
            found = feed.feed(actor=played.guardian(name), at=played.at).rows
            row = next(r for r in found if r.group == people.COMPOSITES["sg-praktijk"] and r.photos)
            assert (len(row.shown), row.checking) == (1, 0), name
