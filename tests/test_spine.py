"""One photo from upload to withdrawal, through the real acts, the real sandbox and the real store; no page in between."""

import io
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from PIL import Image

from kring.domains.consent.actions.deciding import Signed, withdraw
from kring.domains.consent.terms import Channel, Purpose, Said
from kring.domains.media.actions import covering, receiving
from kring.domains.media.queries import placing as media
from kring.domains.media.queries.serving import rendition_for
from kring.domains.media.terms import Origin, Size
from kring.domains.posts.actions import drafts, placing
from kring.domains.posts.queries import feed
from kring.domains.posts.terms import Answer
from kring.ground.tenancy import board_transaction
from kring.norms import Outcome, Refused
from tests.circle import AT, IN_GROUP, NAME_IN_GROUP, Circle

LATER = AT + timedelta(minutes=5)


@pytest.fixture
def circle(real_db):
    with transaction.atomic():
        circle = Circle()
        circle.ask(IN_GROUP, NAME_IN_GROUP)
        for who in ("elif", "bas", "fatima", "mia"):
            circle.say(who, Said.YES, IN_GROUP)
        # Omar has not answered: no answer is no yes, so Ali may not be shown.
    return circle


def draft_with(circle, photo: bytes):
    """Sanne starts a message in group 4 with one photo, opened as the worker does."""
    sanne = circle.actor("sanne")
    with board_transaction(circle.board):
        draft_id = drafts.start(actor=sanne, group_id=circle.groups["g4"], key=uuid4(), at=AT)
        drafts.write(actor=sanne, draft_id=draft_id, body="Bos. Kijk eens!", at=AT)
        (asset,) = drafts.add_photos(actor=sanne, draft_id=draft_id, photos=[photo], origin=Origin.SCHOOL_DEVICE, at=AT)
    receiving.process(board_id=circle.board, asset_id=asset, at=AT)
    return draft_id, asset


def place(circle, draft_id, at=AT):
    with board_transaction(circle.board):
        return placing.place(actor=circle.actor("sanne"), draft_id=draft_id, key=uuid4(), at=at)


def answer(circle, draft_id, said):
    with board_transaction(circle.board):
        drafts.answer(actor=circle.actor("sanne"), draft_id=draft_id, answer=said, asked=[circle.ids["ali"]], at=AT)


def seen_by(circle, who, at=LATER):
    """What the feed of somebody shows of the one message: (shown, being checked)."""
    with board_transaction(circle.board):
        rows = feed.feed(actor=circle.actor(who), at=at).rows
    return (len(rows[0].shown), rows[0].checking) if rows else None


def bytes_for(circle, who, publication, at=LATER):
    with board_transaction(circle.board):
        return rendition_for(actor=circle.actor(who), publication_id=publication, size=Size.SCREEN, at=at)


@pytest.mark.norm("OC-14.a", "OC-14.d", "PL-09.b", "PL-10.a", "PL-11.b")
def test_a_class_photo_is_asked_about_placed_seen_and_gone_at_the_withdrawal(circle, shared_data):
    draft_id, asset = draft_with(circle, (shared_data / "photos/bench-nine.jpg").read_bytes())
    with pytest.raises(Refused) as asked:
        place(circle, draft_id)
    assert asked.value.verdict.outcome is Outcome.ASK
    answer(circle, draft_id, Answer.NO)
    placed = place(circle, draft_id)
    with board_transaction(circle.board):
        (row,) = feed.feed(actor=circle.actor("sanne"), at=LATER).rows
    publication = row.photos[0].id
    assert seen_by(circle, "elif") == seen_by(circle, "bas") == (1, 0)
    assert seen_by(circle, "mia") is None and seen_by(circle, "piet") is None
    assert bytes_for(circle, "elif", publication) is not None
    assert bytes_for(circle, "mia", publication) is None
    with board_transaction(circle.board):
        withdraw(actor=circle.actor("bas"), pupil_id=circle.ids["noor"], purpose=Purpose.PICTURE_WITH_OTHERS,
                 channel=Channel.CLOSED_GROUP, signed=Signed("Ik trek dit in.", "nl"), key=uuid4(), at=LATER)
    for who in ("elif", "bas", "fatima", "sanne", "wim"):
        assert seen_by(circle, who) == (0, 1)
        assert bytes_for(circle, who, publication) is None
    assert placed.post_id == row.id


@pytest.mark.norm("OC-14.d")
def test_a_child_without_a_yes_is_pointed_out_covered_and_then_the_photo_goes(circle, shared_data):
    draft_id, asset = draft_with(circle, (shared_data / "photos/bench-nine.jpg").read_bytes())
    answer(circle, draft_id, Answer.YES)
    with pytest.raises(Refused) as asked:
        place(circle, draft_id)
    assert asked.value.verdict.outcome is Outcome.ASK
    with board_transaction(circle.board):
        faces = media.pictures(board_id=circle.board, asset_ids=[asset])[asset].faces
        assert len(faces) == 9
        covering.cover_face(actor=circle.actor("sanne"), asset_id=asset, face_id=faces[0].id, pupil_id=circle.ids["ali"], at=AT)
    covering_made(circle, asset)
    place(circle, draft_id)
    assert seen_by(circle, "omar") == (1, 0)


@pytest.mark.norm("BK-11.a")
def test_a_photo_of_two_children_for_the_parents_of_one_of_them(circle, shared_data):
    """Group 3 is Daan's family alone. Sem of group 4 is beside him: a yes for pictures with others, or covered pixels."""
    joris, photo = circle.actor("joris"), (shared_data / "photos/two-people.jpg").read_bytes()

    def placed(*, cover: bool) -> UUID | None:
        with board_transaction(circle.board):
            draft = drafts.start(actor=joris, group_id=circle.groups["g3"], key=uuid4(), at=AT)
            (asset,) = drafts.add_photos(actor=joris, draft_id=draft, photos=[photo], origin=Origin.SCHOOL_DEVICE, at=AT)
        receiving.process(board_id=circle.board, asset_id=asset, at=AT)
        with board_transaction(circle.board):
            left, right = sorted(media.pictures(board_id=circle.board, asset_ids=[asset])[asset].faces, key=lambda f: f.x)
            sem = {"actor": joris, "asset_id": asset, "face_id": right.id, "pupil_id": circle.ids["sem"], "at": AT}
            (covering.cover_face if cover else covering.point_out)(**sem)
            drafts.answer(actor=joris, draft_id=draft, answer=Answer.YES, asked=[], at=AT)
            assert left.id != right.id
        covering_made(circle, asset)
        try:
            with board_transaction(circle.board):
                post = placing.place(actor=joris, draft_id=draft, key=uuid4(), at=AT).post_id
                return feed.one(actor=joris, at=LATER, post_id=post).photos[0].id
        except Refused:
            return None

    with_yes = placed(cover=False)
    assert with_yes and bytes_for(circle, "mia", with_yes) is not None and bytes_for(circle, "fatima", with_yes) is None
    with transaction.atomic():
        circle_enter(circle)
        circle.say("fatima", Said.NO, IN_GROUP, at=LATER)
    assert placed(cover=False) is None, "without Sem's yes the picture does not go"
    covered = placed(cover=True)
    found = bytes_for(circle, "mia", covered)
    assert found is not None
    pixels = Image.open(io.BytesIO(found.part(0, found.length)))
    fill = sum(1 for r, g, b in pixels.getdata() if abs(r - 185) < 8 and abs(g - 203) < 8 and abs(b - 230) < 8)
    assert fill > pixels.width * pixels.height / 60, "the face lies under the opaque fill"


def circle_enter(circle):
    from kring.ground.tenancy import enter

    enter(circle.board)


def covering_made(circle, asset):
    """Make the covered version as the worker does."""
    from kring.ground import jobs

    jobs.run_worker(with_sweeps=False, wait=False)
