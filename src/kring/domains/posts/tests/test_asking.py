"""While a message is written: asking a family for an answer, and hearing that it came."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.domains.consent.models import Answer as Stored
from kring.domains.consent.models import Request
from kring.domains.consent.terms import Said
from kring.domains.media.actions import covering
from kring.domains.media.rules import may_place_pictures
from kring.domains.media.terms import Origin
from kring.domains.media.tests.cast import AT, LEFT, Album, small_picture
from kring.domains.media.tests.test_views import now_is
from kring.domains.posts.actions import drafts, placing
from kring.domains.posts.actions.telling import tell_answered
from kring.domains.posts.terms import Answer
from kring.ground import clock
from kring.ground.ids import uuid7
from kring.ground.models.outbox import Outbox

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)


class Writing(Album):
    """Sanne writes to group 4 with one picture; Noor's parents did not answer, the others said yes."""

    def __init__(self):
        super().__init__()
        self.all_say_yes("sem", "ali", "daan")
        self.draft = drafts.start(actor=self.actor("sanne"), group_id=self.groups["g4"], key=uuid7(),
                                  at=AT - timedelta(hours=1))
        (self.asset,) = drafts.add_photos(actor=self.actor("sanne"), draft_id=self.draft, photos=[small_picture()],
                                          origin=Origin.SCHOOL_DEVICE, at=AT)
        self.work()
        now_is(AT)

    @property
    def url(self):
        return f"/drafts/{self.draft}/"

    def page(self) -> str:
        return self.signed_in("sanne").get(self.url).content.decode()

    def tap(self, pupil="noor", who="sanne", url=None):
        return self.signed_in(who).post(url or self.url, {"do": f"ask:{self.ids[pupil]}", "body": "", "face": ""})

    def told(self, who):
        rows = Outbox.objects.filter(board_id=self.board, person_id=self.ids[who]).order_by("id")
        return [(row.template, row.link) for row in rows]


@pytest.fixture
def writing():
    yield Writing()
    clock.use_shift(0)


@pytest.mark.norm("OC-14.e")
def test_one_tap_asks_the_parents_of_a_child_without_an_answer_and_the_page_says_when(writing):
    assert "Vraag de ouders van Noor" in writing.page() and "Vraag de ouders van Sem" not in writing.page()
    assert writing.tap().status_code == 303
    assert writing.told("elif") == writing.told("bas") == [("question", "/consents/")] and not writing.told("piet")
    page = writing.page()
    assert "Gevraagd op 24 november 2026" in page and "Vraag de ouders" not in page
    again = writing.tap()
    assert again.status_code == 403 and "minder dan 7 dagen geleden" in again.content.decode()
    assert Request.objects.filter(board_id=writing.board).count() == 1


def test_after_a_no_there_is_no_button_and_sending_it_all_the_same_is_refused(writing):
    writing.family_says("noor", Said.NO, by="bas")
    assert "Vraag de ouders" not in writing.page()
    refused = writing.tap()
    assert refused.status_code == 403 and "niets te vragen" in refused.content.decode()
    assert not writing.told("elif") and not writing.told("bas")


@pytest.mark.norm("OC-14.e")
def test_asking_is_a_way_out_of_a_refusal_while_an_answer_waits_and_was_not_asked_for(writing):
    face = writing.draw(writing.asset, LEFT)
    covering.point_out(actor=writing.actor("sanne"), asset_id=writing.asset, face_id=face, pupil_id=writing.ids["noor"], at=AT)

    def ways():
        return [remedy.code for remedy in may_place_pictures(writing.facts(writing.asset, answer="yes")).remedies]

    assert ways() == ["cover-face", "ask-consent", "leave-out"]
    faces = f"/media/a/{writing.asset}/faces/"
    assert "Vraag de ouders van Noor" in writing.signed_in("sanne").get(faces, {"face": face}).content.decode()
    assert writing.tap(url=faces).status_code == 303
    assert "Gevraagd op 24 november 2026" in writing.signed_in("sanne").get(faces, {"face": face}).content.decode()
    assert ways() == ["cover-face", "leave-out"]


def test_a_no_leaves_only_the_other_ways_out(writing):
    face = writing.draw(writing.asset, LEFT)
    covering.point_out(actor=writing.actor("sanne"), asset_id=writing.asset, face_id=face, pupil_id=writing.ids["noor"], at=AT)
    writing.family_says("noor", Said.NO, by="elif")
    verdict = may_place_pictures(writing.facts(writing.asset, answer="yes"))
    assert [remedy.code for remedy in verdict.remedies] == ["cover-face", "leave-out"]


def test_about_a_child_that_said_no_to_this_picture_nobody_is_asked_from_it(writing):
    face = writing.draw(writing.asset, LEFT)
    covering.point_out(actor=writing.actor("sanne"), asset_id=writing.asset, face_id=face, pupil_id=writing.ids["noor"], at=AT)
    writing.object("noor", picture=writing.asset, at=AT)
    faces = f"/media/a/{writing.asset}/faces/"
    assert "Vraag de ouders" not in writing.signed_in("sanne").get(faces, {"face": face}).content.decode()
    assert writing.tap(url=faces).status_code == 403 and not writing.told("elif")
    verdict = may_place_pictures(writing.facts(writing.asset, answer="yes"))
    assert "ask-consent" not in [remedy.code for remedy in verdict.remedies]


def test_the_writer_hears_once_that_a_yes_came_and_sees_it_on_the_draft(writing):
    writing.tap()
    writing.family_says("noor", by="elif", at=LATER)
    assert tell_answered(board_id=writing.board, at=LATER) == 0, "one of two did not answer yet"
    assert "Er is nu een ja" not in writing.page()
    writing.family_says("noor", by="bas", at=LATER)
    assert tell_answered(board_id=writing.board, at=LATER) == 1
    assert tell_answered(board_id=writing.board, at=LATER) == 0
    assert writing.told("sanne") == [("news", f"/drafts/{writing.draft}/")]
    page = writing.page()
    assert "Er is nu een ja voor Noor." in page and "Gevraagd op" not in page


def test_a_no_tells_the_writer_nothing(writing):
    writing.tap()
    writing.family_says("noor", Said.NO, at=LATER)
    assert tell_answered(board_id=writing.board, at=LATER) == 0 and not writing.told("sanne")
    assert "Gevraagd op 24 november 2026" in writing.page(), "as before"


def test_a_yes_for_which_no_draft_waits_any_more_tells_nobody(writing):
    writing.tap()
    drafts.answer(actor=writing.actor("sanne"), draft_id=writing.draft, answer=Answer.NO, asked=[writing.ids["noor"]], at=AT)
    placing.place(actor=writing.actor("sanne"), draft_id=writing.draft, key=uuid7(), at=AT)
    writing.family_says("noor", at=LATER)
    assert tell_answered(board_id=writing.board, at=LATER) == 0 and not writing.told("sanne")


@pytest.mark.parametrize("who", ["joris", "wim", "ans", "vera", "elif"])
def test_nobody_asks_from_the_draft_or_the_picture_of_another(writing, who):
    face = f"/media/a/{writing.asset}/faces/"
    assert all(writing.tap(who=who, url=url).status_code in (403, 404) for url in (writing.url, face))
    assert not Request.objects.filter(board_id=writing.board).exists()


def test_a_child_of_nowhere_is_not_found(writing):
    assert writing.signed_in("sanne").post(writing.url, {"do": f"ask:{UUID(int=7)}", "body": ""}).status_code == 404


def test_the_page_takes_as_many_statements_for_three_silent_families_as_for_one(writing):
    browser = writing.signed_in("sanne")
    browser.get(writing.url)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            browser.get(writing.url)
        counted.append(len(seen))
        Stored.objects.filter(board_id=writing.board)._raw_delete("default")
    assert counted[0] == counted[1] and writing.page().count("Vraag de ouders van") == 3
