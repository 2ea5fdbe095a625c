"""Cutting a face out of a picture: real pixels, what is kept of them, who is accounted for, and what can be undone."""

import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from kring.domains.consent.terms import Said
from kring.domains.media.actions import checking, covering, cutting, erasing
from kring.domains.media.models import Accounted, Face, Publication, Version
from kring.domains.media.queries import placing
from kring.domains.media.rules import CutFacts, TouchFacts, may_cut, may_place_pictures, may_touch
from kring.domains.media.terms import FaceState, How, Size, Touch
from kring.domains.media.tests.cast import AT, LATER, SOON, Album
from kring.domains.media.tests.test_views import now_is
from kring.ground import clock
from kring.ground.pixels import Box, cuts
from kring.norms import Outcome, Refused

pytestmark = pytest.mark.django_db
WIDE, HIGH = 1200, 900
NOOR, SEM, ALI = Box(0.06, 0.35, 0.10, 0.16), Box(0.45, 0.40, 0.10, 0.16), Box(0.75, 0.35, 0.10, 0.16)
MIDDLE = Box(0.25, 0.2, 0.5, 0.6)


def squares() -> np.ndarray:
    """Levels of squares, each with its own; what lies in one place of it lies in no other."""
    seen = np.random.default_rng(7).integers(0, 255, (HIGH // 15, WIDE // 15), dtype=np.uint8)
    return np.kron(seen, np.ones((15, 15), dtype=np.uint8))


def wide_picture() -> bytes:
    into = BytesIO()
    Image.fromarray(squares()).convert("RGB").save(into, "JPEG", quality=95)
    return into.getvalue()


def levels(data: bytes, size: tuple[int, int]) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(data)).convert("L").resize(size), float)


def best_match(part: np.ndarray, whole: np.ndarray) -> float:
    """How well the best place of a picture fits a part of another, from 0 to 1, looking at every place."""
    import cv2

    return float(cv2.matchTemplate(whole.astype(np.float32), part.astype(np.float32), cv2.TM_CCOEFF_NORMED).max())


def shows(data: bytes, box: Box, crop: Box | None) -> float:
    """How well what lay in a box of the whole picture is found anywhere in what is seen of it."""
    kept = (round(WIDE / 3 * (crop.w if crop else 1)), round(HIGH / 3 * (crop.h if crop else 1)))
    whole = np.asarray(Image.fromarray(squares()).resize((WIDE // 3, HIGH // 3)), float)
    part = whole[int(box.y * 300) : int((box.y + box.h) * 300), int(box.x * 400) : int((box.x + box.w) * 400)]
    return best_match(part, levels(data, kept))


@pytest.fixture
def album():
    made = Album()
    made.all_say_yes("sem", "ali", "daan")
    yield made
    clock.use_shift(0)


@pytest.fixture
def taken(album):
    """A picture of Noor (nobody said yes for her), Sem and Ali, and their faces."""
    asset = album.take(data=wide_picture())
    return asset, {name: album.draw(asset, box) for name, box in (("noor", NOOR), ("sem", SEM), ("ali", ALI))}


def cut(album, asset, face, pupil=None, *, who="sanne", at=AT):
    cutting.cut_face(actor=album.actor(who), asset_id=asset, face_id=face, at=at,
                     pupil_id=album.ids[pupil] if pupil else None)
    album.work(at=at)


def seen_of(album, asset):
    return placing.pictures(board_id=album.board, asset_ids=[asset])[asset]


def states(album, asset):
    return dict(Face.objects.filter(board_id=album.board, asset_id=asset).values_list("id", "state"))


# The pixels


@pytest.mark.norm("OC-14.e")
def test_a_face_that_was_cut_off_is_in_no_size_and_the_others_are_there(album, taken):
    asset, faces = taken
    cut(album, asset, faces["noor"], "noor")
    (placed,) = album.place(asset, answer="yes")
    crop = seen_of(album, asset).crop
    assert crop.x > NOOR.x + NOOR.w and (crop.y, crop.h) == (0, 1)
    for size in Size:
        seen = album.sees("fatima", placed, size=size)
        assert shows(seen, NOOR, crop) < 0.6, size
        assert min(shows(seen, SEM, crop), shows(seen, ALI, crop)) > 0.8, size
    assert Accounted.objects.get(board_id=album.board, publication_id=placed, pupil_id=album.ids["noor"]).how == How.COVERED


def test_what_was_cut_off_is_in_no_stored_file_once_the_picture_is_out(album, taken):
    asset, faces = taken
    assert any(shows(file, NOOR, None) > 0.8 for file in album.stored())
    cut(album, asset, faces["noor"], "noor")
    assert any(shows(file, NOOR, None) > 0.8 for file in album.stored()), "a draft can still show the whole"
    (placed,) = album.place(asset, answer="yes")
    erasing.settle(board_id=album.board, at=SOON)
    album.work(at=SOON)
    crop, files = seen_of(album, asset).crop, album.stored()
    assert len(files) == 4 and all(shows(file, NOOR, crop) < 0.6 for file in files)
    assert album.sees("fatima", placed)


def test_a_second_face_is_cut_off_inside_the_first_cut_and_the_remaining_one_is_covered_in_its_place(album, taken):
    asset, faces = taken
    cut(album, asset, faces["noor"], "noor")
    first = seen_of(album, asset).crop
    cut(album, asset, faces["ali"])
    both = seen_of(album, asset).crop
    assert cuts.holds(first, both) and both.w < first.w
    assert set(states(album, asset).values()) == {"cut", "open"}
    album.cover(asset, faces["sem"], "sem")
    (placed,) = album.place(asset, answer="yes")
    assert shows(album.sees("fatima", placed), SEM, both) < 0.6


def test_a_face_of_which_nothing_is_left_goes_along_and_one_that_is_half_in_it_does_not(album, taken):
    asset, faces = taken
    beside = album.draw(asset, Box(0.02, 0.7, 0.05, 0.08))
    album.cover(asset, beside, "ali")
    half = album.draw(asset, Box(0.14, 0.7, 0.10, 0.16))
    cut(album, asset, faces["noor"], "noor")
    found = states(album, asset)
    assert (found[beside], found[half], found[faces["sem"]]) == ("cut", "open", "open")
    assert Version.objects.filter(board_id=album.board, asset_id=asset).order_by("-number")[0].covers == []


@pytest.mark.norm("PL-10.a")
def test_after_a_withdrawal_a_child_is_covered_in_the_picture_that_was_cut(album, taken):
    """The whole picture is gone by then: the covering is made in what was kept."""
    asset, faces = taken
    cut(album, asset, faces["noor"], "noor")
    (placed,) = album.place(asset, answer="yes")
    erasing.settle(board_id=album.board, at=SOON)
    album.withdraw("ali", "omar")
    assert album.sees("fatima", placed, at=LATER) is None
    checking.cover_child(actor=album.actor("sanne"), asset_id=asset, face_id=faces["ali"], pupil_id=album.ids["ali"], at=LATER)
    album.work(at=LATER)
    seen, crop = album.sees("fatima", placed, at=LATER), seen_of(album, asset).crop
    assert shows(seen, ALI, crop) < 0.6 and shows(seen, SEM, crop) > 0.8 and shows(seen, NOOR, crop) < 0.6


def test_a_picture_that_is_out_can_be_cut_further_and_comes_back_without_the_child(album, taken):
    asset, faces = taken
    cut(album, asset, faces["noor"], "noor")
    (placed,) = album.place(asset, answer="yes")
    album.withdraw("ali", "omar")
    checking.cover_child(actor=album.actor("sanne"), asset_id=asset, face_id=faces["ali"], pupil_id=album.ids["ali"], at=LATER,
                         by_cutting=True)
    album.work(at=LATER)
    seen, crop = album.sees("fatima", placed, at=LATER), seen_of(album, asset).crop
    assert shows(seen, ALI, crop) < 0.6 and shows(seen, SEM, crop) > 0.8
    assert all(max(shows(file, ALI, crop), shows(file, NOOR, crop)) < 0.6 for file in album.stored())


@pytest.mark.norm("PL-10.b")
def test_a_child_that_is_left_alone_by_a_cut_counts_as_alone_and_its_picture_goes(album):
    asset = album.take(data=wide_picture())
    noor, ali = album.draw(asset, NOOR), album.draw(asset, ALI)
    cut(album, asset, noor, "noor")
    (placed,) = album.place(asset, answer="yes")
    album.withdraw("ali", "omar")
    assert checking.cover_child(actor=album.actor("sanne"), asset_id=asset, face_id=ali, pupil_id=album.ids["ali"], at=LATER)
    assert Publication.objects.get(board_id=album.board, id=placed).ended_at == LATER


def test_a_child_that_was_pointed_out_and_left_alone_by_a_cut_goes_by_itself(album):
    asset = album.take(data=wide_picture())
    noor, daan = album.draw(asset, NOOR), album.draw(asset, ALI)
    covering.point_out(actor=album.actor("sanne"), asset_id=asset, face_id=daan, pupil_id=album.ids["daan"], at=AT)
    cut(album, asset, noor, "noor")
    (placed,) = album.place(asset, answer="yes")
    album.withdraw("daan", "mia")
    assert checking.recover_after_withdrawal(board_id=album.board, at=LATER) == 1
    assert Publication.objects.get(board_id=album.board, id=placed).ended_at == LATER


# Deciding


@pytest.mark.norm("OC-14.e")
def test_a_picture_with_a_child_without_a_yes_is_refused_and_allowed_once_the_child_is_cut_off(album, taken):
    asset, faces = taken
    covering.point_out(actor=album.actor("sanne"), asset_id=asset, face_id=faces["noor"], pupil_id=album.ids["noor"], at=AT)
    stopped = may_place_pictures(album.facts(asset, answer="yes"))
    assert (stopped.outcome, stopped.codes) == (Outcome.REFUSE, ("media.no_yes",))
    assert [remedy.code for remedy in stopped.remedies] == ["cover-face", "crop", "ask-consent", "leave-out"]
    cut(album, asset, faces["noor"], "noor")
    assert may_place_pictures(album.facts(asset, answer="yes")).allowed
    assert album.place(asset, answer="yes")


@pytest.mark.norm("OC-14.e")
def test_cutting_is_offered_only_where_enough_is_left(album):
    asset = album.take(data=wide_picture())
    face = album.draw(asset, MIDDLE)
    covering.point_out(actor=album.actor("sanne"), asset_id=asset, face_id=face, pupil_id=album.ids["noor"], at=AT)
    stopped = may_place_pictures(album.facts(asset, answer="yes"))
    assert [remedy.code for remedy in stopped.remedies] == ["cover-face", "ask-consent", "leave-out"]
    with pytest.raises(Refused) as refused:
        cut(album, asset, face, "noor")
    assert refused.value.verdict.codes == ("media.too_little_left",)
    assert [remedy.code for remedy in refused.value.verdict.remedies] == ["cover-face", "leave-out"]
    assert seen_of(album, asset).crop is None and set(states(album, asset).values()) == {"open"}


@pytest.mark.parametrize("facts, code", [
    (CutFacts(works_here=True, leaves_enough=True), "media.may_cut"),
    (CutFacts(works_here=True, leaves_enough=False), "media.too_little_left"),
    (CutFacts(works_here=False, leaves_enough=True), "media.not_your_picture"),
])
def test_who_may_cut_and_what(facts, code):
    assert may_cut(facts).codes == (code,)


@pytest.mark.parametrize("stands, code", [(False, "media.may_touch"), (True, "media.stands_cut")])
def test_the_whole_is_shown_again_in_a_draft_only(stands, code):
    assert may_touch(TouchFacts(Touch.SHOW_WHOLE, works_here=True, stands=stands)).codes == (code,)


# Undoing


def test_in_a_draft_the_whole_picture_comes_back_and_is_still_refused_for_the_same_child(album, taken):
    asset, faces = taken
    cut(album, asset, faces["noor"], "noor")
    cutting.show_whole(actor=album.actor("sanne"), asset_id=asset, at=AT)
    album.work()
    row = seen_of(album, asset)
    assert (row.crop, row.width, row.height) == (None, WIDE, HIGH) and set(states(album, asset).values()) == {"open"}
    assert may_place_pictures(album.facts(asset, answer="yes")).codes == ("media.no_yes",)


def test_a_child_that_was_covered_and_went_along_does_not_come_back_in_view_unnoticed(album, taken):
    asset, faces = taken
    beside = album.draw(asset, Box(0.02, 0.7, 0.05, 0.08))
    album.cover(asset, beside)
    cut(album, asset, faces["noor"], "noor")
    cutting.show_whole(actor=album.actor("sanne"), asset_id=asset, at=AT)
    album.cover(asset, faces["noor"], "noor")
    assert may_place_pictures(album.facts(asset, answer="yes")).codes == ("media.outsider_open",)


def test_once_it_stands_the_whole_does_not_come_back(album, taken):
    asset, faces = taken
    cut(album, asset, faces["noor"], "noor")
    (placed,) = album.place(asset, answer="yes")
    version = Publication.objects.get(board_id=album.board, id=placed).version_id
    with pytest.raises(Refused) as refused:
        cutting.show_whole(actor=album.actor("sanne"), asset_id=asset, at=SOON)
    assert refused.value.verdict.codes == ("media.stands_cut",)
    assert Publication.objects.get(board_id=album.board, id=placed).version_id == version


def test_what_is_cut_off_can_be_neither_covered_nor_uncovered_nor_pointed_out(album, taken):
    asset, faces = taken
    cut(album, asset, faces["noor"], "noor")
    about = {"actor": album.actor("sanne"), "asset_id": asset, "face_id": faces["noor"], "at": AT}
    for act in (lambda: covering.cover_face(**about), lambda: covering.uncover(**about), lambda: covering.say_agreed(**about),
                lambda: covering.point_out(**about, pupil_id=album.ids["noor"])):
        with pytest.raises(covering.NoFace):
            act()
    cut(album, asset, faces["noor"], "noor")
    assert Version.objects.filter(board_id=album.board, asset_id=asset).count() == 2, "a second tap changes nothing"


def test_uncovering_in_a_draft_shows_the_uncovered_picture_again(album, taken):
    asset, faces = taken
    album.cover(asset, faces["sem"], "sem")
    covering.uncover(actor=album.actor("sanne"), asset_id=asset, face_id=faces["sem"], at=AT)
    now_is(AT)
    seen = album.signed_in("sanne").get(f"/media/a/{asset}/full/").content
    assert shows(seen, SEM, None) > 0.8


# The page


def page(album, asset, who="sanne", **query):
    return album.signed_in(who).get(f"/media/a/{asset}/faces/", query)


@pytest.mark.norm("OC-14.e")
def test_who_was_covered_is_cut_off_by_another_tap_and_the_page_says_so(album, taken):
    asset, faces = taken
    now_is(AT)
    noor = album.ids["noor"]
    assert f'value="cover:{noor}"' in page(album, asset, face=faces["noor"]).content.decode()
    album.cover(asset, faces["noor"], "noor")
    text = page(album, asset, face=faces["noor"]).content.decode()
    assert f'value="cut:{noor}"' in text and "Snijd dit gezicht eraf" in text
    sent = album.signed_in("sanne").post(f"/media/a/{asset}/faces/", {"do": f"cut:{noor}", "face": faces["noor"]})
    assert sent.status_code == 303
    album.work()
    text = page(album, asset).content.decode()
    assert "Noor is weggesneden." in text and "Toon de hele foto" in text
    assert re.findall(r'data-number="(\d)"', text) == ["2", "3"]
    crop = seen_of(album, asset).crop
    middles = [int(x) for x in re.findall(r'class="face__edge" cx="(\d+)"', text)]
    wanted = [round((box.x + box.w / 2 - crop.x) / crop.w * 600) for box in (SEM, ALI)]
    assert all(abs(one - other) <= 2 for one, other in zip(middles, wanted, strict=True))
    assert album.signed_in("sanne").post(f"/media/a/{asset}/faces/", {"do": "whole"}).status_code == 303
    assert "weggesneden" not in page(album, asset).content.decode()


def test_a_face_in_the_middle_has_no_button_to_cut_and_sending_it_all_the_same_says_why(album):
    asset = album.take(data=wide_picture())
    face = album.draw(asset, MIDDLE)
    now_is(AT)
    album.cover(asset, face)
    assert "Haal de afdekking weg" in page(album, asset, face=face).content.decode()
    assert "Snijd dit gezicht eraf" not in page(album, asset, face=face).content.decode()
    refused = album.signed_in("sanne").post(f"/media/a/{asset}/faces/", {"do": "cut", "face": face})
    assert refused.status_code == 403 and "te weinig van de foto over" in refused.content.decode()


@pytest.mark.parametrize("who", ["joris", "wim", "ans", "vera", "elif"])
@pytest.mark.parametrize("do", ["cut", "whole"])
def test_nobody_else_cuts_a_picture_of_a_draft(album, taken, who, do):
    asset, faces = taken
    now_is(AT)
    answer = album.signed_in(who).post(f"/media/a/{asset}/faces/", {"do": do, "face": faces["noor"]})
    assert answer.status_code in (403, 404) and set(states(album, asset).values()) == {"open"}


def test_a_face_drawn_in_a_cut_picture_lies_where_it_was_tapped(album, taken):
    asset, faces = taken
    cut(album, asset, faces["noor"], "noor")
    crop = seen_of(album, asset).crop
    drawn = Face.objects.get(board_id=album.board, id=album.draw(asset, Box(0.5, 0.5, 0.1, 0.1)))
    assert drawn.x == pytest.approx(crop.x + 0.5 * crop.w) and drawn.width == pytest.approx(0.1 * crop.w)


def test_a_face_tapped_in_the_whole_picture_lies_there_also_when_it_was_cut_meanwhile(album, taken):
    asset, faces = taken
    now_is(AT)
    sent = dict(re.findall(r'name="(seen|width|height)" value="([^"]+)"', page(album, asset, draw=1).content.decode()))
    cut(album, asset, faces["noor"], "noor")
    x, y = (round(int(sent[side]) / 2) for side in ("width", "height"))
    tapped = album.signed_in("sanne").post(f"/media/a/{asset}/faces/", sent | {"size": "small", "at.x": x, "at.y": y})
    assert tapped.status_code == 303
    drawn = Face.objects.filter(board_id=album.board, asset_id=asset).latest("id")
    assert drawn.x + drawn.width / 2 == pytest.approx(0.5, abs=0.01)


def test_why_says_that_a_child_was_cut_out(album, taken):
    asset, faces = taken
    cut(album, asset, faces["noor"], "noor")
    (placed,) = album.place(asset, answer="yes")
    now_is(SOON)
    text = album.signed_in("elif").get(f"/media/why/{placed}/").content.decode()
    assert "Noor is uit deze foto gesneden." in text and "1 gezicht is weggesneden." in text
    others = album.signed_in("fatima").get(f"/media/why/{placed}/").content.decode()
    assert "Noor" not in others and "Sem is uit deze foto gesneden." not in others


def test_a_child_with_a_yes_for_the_group_may_be_cut_off_too(album, taken):
    asset, faces = taken
    album.family_says("noor", Said.YES)
    cut(album, asset, faces["noor"])
    (placed,) = album.place(asset, answer="yes", asked=())
    assert FaceState.CUT in states(album, asset).values() and album.sees("fatima", placed)
