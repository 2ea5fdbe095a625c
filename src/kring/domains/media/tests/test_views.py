"""The doors of pictures over HTTP: who gets which answer, with which headers, and pages that work without script."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from kring.domains.consent.terms import Said
from kring.domains.media.models import Accounted, Face, Publication
from kring.domains.media.queries import placing
from kring.domains.media.terms import Ended, FaceState, How, Origin
from kring.domains.media.tests.cast import AT, LATER, LEFT, RIGHT, SOON, Album, likeness, small_picture
from kring.ground import clock
from kring.ground.ids import uuid7

pytestmark = pytest.mark.django_db
ALL = ("elif", "bas", "piet", "fatima", "omar", "mia", "sanne", "joris", "wim", "ans", "vera")


@pytest.fixture
def album():
    made = Album()
    made.all_say_yes()
    yield made
    clock.use_shift(0)


def now_is(at):
    clock.shift(round((at - datetime.now(UTC)).total_seconds()))


@pytest.fixture
def placed(album):
    made = album.place(album.take(), asked=())[0]
    now_is(SOON)
    return made


def url(placed, size="full"):
    return reverse("media:publication", args=[placed, size])


# Bytes


@pytest.mark.norm("PL-11.b")
def test_the_address_of_a_picture_is_worth_nothing_to_another(album, placed):
    got = {who: album.signed_in(who).get(url(placed)).status_code for who in ALL}
    assert got == {"elif": 200, "bas": 200, "piet": 404, "fatima": 200, "omar": 200, "mia": 404, "sanne": 200, "joris": 404,
                   "wim": 200, "ans": 404, "vera": 404}


def test_signed_out_there_is_only_the_way_in(album, placed, client):
    answer = client.get(url(placed))
    assert answer.status_code == 302 and "sign-in" in answer["Location"]


@pytest.mark.norm("BK-02.a")
def test_a_picture_is_shown_inline_and_kept_nowhere(album, placed):
    answer = album.signed_in("elif").get(url(placed))
    assert answer.status_code == 200 and likeness(small_picture(), answer.content, LEFT) > 0.8
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("image/jpeg", "inline")
    assert answer["Cache-Control"] == "private, no-store"
    assert (answer["X-Content-Type-Options"], answer["Cross-Origin-Resource-Policy"]) == ("nosniff", "same-origin")
    assert not answer.has_header("ETag") and not answer.has_header("Last-Modified")


@pytest.mark.norm("BK-02.b")
def test_there_is_no_address_that_gives_a_picture_to_keep():
    from kring.domains.media.urls import urlpatterns

    assert [p.name for p in urlpatterns] == ["publication", "faces", "asset", "why", "checking", "devices"]
    with open(__file__.replace("tests/test_views.py", "views/bytes.py")) as source:
        assert "attachment" not in source.read()


@pytest.mark.parametrize("size", ["thumb", "screen", "full"])
def test_every_size_has_its_own_decision(album, placed, size):
    client = album.signed_in("elif")
    assert client.get(url(placed, size)).status_code == 200
    album.withdraw("noor", "bas", at=SOON)
    assert client.get(url(placed, size)).status_code == 404


@pytest.mark.parametrize("size", ["master", "original", "FULL", "thumb.jpg", "0"])
def test_no_other_size_exists(album, placed, size):
    assert album.signed_in("sanne").get(url(placed, size)).status_code == 404


@pytest.mark.norm("PL-10.a")
def test_after_a_withdrawal_nothing_that_a_browser_remembers_helps(album, placed):
    client = album.signed_in("fatima")
    assert client.get(url(placed)).status_code == 200
    album.withdraw("noor", "elif", at=SOON)
    for headers in ({}, {"HTTP_IF_NONE_MATCH": "*"}, {"HTTP_IF_MODIFIED_SINCE": "Tue, 24 Nov 2036 09:00:00 GMT"},
                    {"HTTP_RANGE": "bytes=0-9"}, {"HTTP_IF_RANGE": '"x"', "HTTP_RANGE": "bytes=0-9"}):
        for ask in (client.get, client.head):
            assert ask(url(placed), **headers).status_code == 404


def test_a_part_of_a_picture_and_its_head(album, placed):
    client = album.signed_in("elif")
    whole = client.get(url(placed)).content
    part = client.get(url(placed), HTTP_RANGE="bytes=10-19")
    assert (part.status_code, part.content, part["Content-Range"]) == (206, whole[10:20], f"bytes 10-19/{len(whole)}")
    assert client.get(url(placed), HTTP_RANGE="bytes=-5").content == whole[-5:]
    assert client.get(url(placed), HTTP_RANGE=f"bytes=5-{len(whole) * 2}").content == whole[5:]
    for odd in ("bytes=0-4,6-9", "items=0-4", "bytes=x-y"):
        assert client.get(url(placed), HTTP_RANGE=odd).content == whole
    for outside in (f"bytes={len(whole)}-", "bytes=9-5", "bytes=-", "bytes=-0"):
        refused = client.get(url(placed), HTTP_RANGE=outside)
        assert (refused.status_code, refused["Content-Range"]) == (416, f"bytes */{len(whole)}"), outside
    head = client.head(url(placed))
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(whole)))


@pytest.mark.parametrize(("site", "status"), [("same-origin", 200), ("none", 200), ("cross-site", 404), ("same-site", 404)])
def test_another_sites_page_gets_no_picture(album, placed, site, status):
    assert album.signed_in("elif").get(url(placed), HTTP_SEC_FETCH_SITE=site).status_code == status


def test_only_asking_is_possible(album, placed):
    client = album.signed_in("sanne")
    for ask in (client.post, client.put, client.delete):
        assert ask(url(placed)).status_code == 405


def test_what_does_not_exist_and_what_is_not_yours_look_the_same(album, placed):
    client = album.signed_in("mia")
    theirs, nothing = client.get(url(placed)), client.get(url(uuid7()))
    assert (theirs.status_code, re.sub(rb"[0-9a-f-]{36}", b"", theirs.content)) == (
        nothing.status_code, re.sub(rb"[0-9a-f-]{36}", b"", nothing.content))


def test_the_picture_being_worked_on_is_for_its_workers(album):
    asset = album.take()
    now_is(AT)
    page = reverse("media:asset", args=[asset, "thumb"])
    got = {who: album.signed_in(who).get(page).status_code for who in ALL}
    assert [who for who, status in got.items() if status == 200] == ["sanne"], "a draft is its writer's alone"
    assert set(got.values()) == {200, 404}


# Who is in it


@pytest.fixture
def drafted(album):
    album.family_says("noor", Said.NO, by="elif")
    asset = album.take()
    now_is(AT)
    return asset, album.draw(asset, LEFT)


def faces_url(asset, **query):
    return reverse("media:faces", args=[asset]) + "?" + "&".join(f"{k}={v}" for k, v in query.items())


def test_faces_are_numbered_and_can_be_chosen_without_script(album, drafted):
    asset, face = drafted
    page = album.signed_in("sanne").get(faces_url(asset)).content.decode()
    assert f"?face={face}" in page and "Gezicht 1" in page
    chosen = album.signed_in("sanne").get(faces_url(asset, face=face)).content.decode()
    assert f'value="cover:{album.ids["noor"]}"' in chosen and "Noor" in chosen
    assert "Sem" not in chosen, "only who may not be seen here is named"


def test_one_tap_covers_her_and_another_takes_it_off(album, drafted):
    asset, face = drafted
    client = album.signed_in("sanne")
    answer = client.post(faces_url(asset), {"face": face, "do": f"cover:{album.ids['noor']}", "form_key": uuid7(), "next": "/messages/"})
    assert (answer.status_code, answer["Location"]) == (303, faces_url(asset, face=face, next="%2Fmessages%2F"))
    row = Face.objects.get(board_id=album.board, id=face)
    assert (row.state, row.pupil_id, row.said_by) == (FaceState.COVERED, album.ids["noor"], album.ids["sanne"])
    assert "is hier afgedekt" in client.get(faces_url(asset, face=face)).content.decode()
    client.post(faces_url(asset), {"face": face, "do": "uncover"})
    row.refresh_from_db()
    assert (row.state, row.pupil_id) == (FaceState.OPEN, None)


def test_a_child_of_another_group_is_chosen_and_never_typed(album, drafted):
    asset, face = drafted
    page = album.signed_in("sanne").get(faces_url(asset, face=face, group=album.groups["g3"])).content.decode()
    assert f'value="shown:{album.ids["daan"]}"' in page and "heeft hier een ja" in page
    album.signed_in("sanne").post(faces_url(asset), {"face": face, "do": f"shown:{album.ids['daan']}"})
    assert Face.objects.get(board_id=album.board, id=face).pupil_id == album.ids["daan"]


def test_a_missing_face_is_tapped_in_the_picture_or_placed_by_the_keyboard(album, drafted):
    asset, _ = drafted
    client = album.signed_in("sanne")
    page = client.get(faces_url(asset, draw=1)).content.decode()
    shown = re.search(r'type="image"[^>]*width="(\d+)" height="(\d+)"', page).groups()
    assert shown == ("240", "180")
    sent = {"width": shown[0], "height": shown[1], "size": "middle"}
    tapped = client.post(faces_url(asset), sent | {"at.x": "120", "at.y": "90"})
    assert tapped.status_code == 303 and "face=" in tapped["Location"]
    client.post(faces_url(asset), sent | {"left": "75", "top": "25", "do": "draw"})
    boxes = [(f.x + f.width / 2, f.y + f.height / 2) for f in Face.objects.filter(board_id=album.board, source="drawn").order_by("id")]
    assert [(round(x, 2), round(y, 2)) for x, y in boxes[1:]] == [(0.5, 0.5), (0.75, 0.25)]
    wrong = client.post(faces_url(asset), sent | {"at.x": "0", "at.y": "0"})
    assert wrong.status_code == 422 and "Tik op het gezicht" in wrong.content.decode()


@pytest.mark.parametrize("who", [who for who in ALL if who != "sanne"])
def test_the_faces_of_a_picture_are_for_its_workers(album, drafted, who):
    asset, face = drafted
    assert album.signed_in(who).get(faces_url(asset)).status_code == 404
    answer = album.signed_in(who).post(faces_url(asset), {"face": face, "do": "cover"})
    assert answer.status_code in (403, 404)
    assert Face.objects.get(board_id=album.board, id=face).state == FaceState.OPEN


def test_odd_forms_get_odd_answers_and_change_nothing(album, drafted):
    asset, face = drafted
    client = album.signed_in("sanne")
    other = album.ids["elif"]
    for form, status in (({"face": face, "do": "vanish"}, 400), ({"face": face, "do": f"cover:{other}"}, 404), ({"face": uuid7(), "do": "cover"}, 404),
                         ({"face": "x", "do": "cover"}, 404), ({"do": "cover:<script>", "face": face}, 404)):
        assert client.post(faces_url(asset), form).status_code == status, form
    assert "evil" not in client.get(faces_url(asset, next="//evil.example/")).content.decode()
    assert Face.objects.get(board_id=album.board, id=face).state == FaceState.OPEN


# What waits to be looked at


@pytest.fixture
def waiting(album):
    placed = [album.place(album.take(seed=seed), asked=())[0] for seed in (1, 2)]
    album.withdraw("noor", "elif")
    now_is(LATER)
    return placed


def test_one_strip_one_question_and_a_no_shows_them_again(album, waiting):
    client = album.signed_in("sanne")
    page = client.get(reverse("media:checking")).content.decode()
    assert "Staat Noor op een van deze foto’s?" in page and page.count('name="photo"') == 2
    sent = {"photo": [str(p) for p in waiting], "asked": [str(album.ids["noor"])], "do": "clear"}
    assert client.post(reverse("media:checking"), sent).status_code == 302
    assert all(album.sees("fatima", one, at=LATER) for one in waiting)
    assert "Niets om na te kijken" in client.get(reverse("media:checking")).content.decode()


def test_another_teacher_has_nothing_to_look_at_and_cannot_answer(album, waiting):
    client = album.signed_in("joris")
    assert "Noor" not in client.get(reverse("media:checking")).content.decode()
    sent = {"photo": [str(waiting[0])], "asked": [str(album.ids["noor"])], "do": "clear"}
    refused = client.post(reverse("media:checking"), sent)
    assert refused.status_code == 403 and "Noor" not in refused.content.decode()
    assert not Accounted.objects.filter(board_id=album.board, how=How.ABSENT).exists()


def test_one_of_them_can_be_removed(album, waiting):
    album.signed_in("sanne").post(reverse("media:checking"), {"do": f"leave_out:{waiting[0]}"})
    assert Publication.objects.get(board_id=album.board, id=waiting[0]).ended_why == Ended.LEFT_OUT


def test_her_face_is_pointed_out_from_the_strip(album, waiting):
    asset = Publication.objects.get(board_id=album.board, id=waiting[0]).asset_id
    face, _ = album.draw(asset, LEFT, at=LATER), album.draw(asset, RIGHT, at=LATER)
    page = album.signed_in("sanne").get(faces_url(asset, face=face)).content.decode()
    assert f'value="cover:{album.ids["noor"]}"' in page and "uncover" not in page
    album.signed_in("sanne").post(faces_url(asset), {"face": face, "do": f"cover:{album.ids['noor']}"})
    album.work(at=LATER)
    assert album.sees("fatima", waiting[0], at=LATER)


# Why was this allowed?


def why(album, who, placed):
    answer = album.signed_in(who).get(reverse("media:why", args=[placed]))
    return answer.status_code, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_why_it_was_allowed_is_for_whom_it_is_shown_to(album, placed):
    assert {who: why(album, who, placed)[0] for who in ALL} == {
        "elif": 200, "bas": 200, "piet": 404, "fatima": 200, "omar": 200, "mia": 404, "sanne": 200, "joris": 404, "wim": 200,
        "ans": 404, "vera": 404}


def test_it_says_norm_time_question_and_that_it_was_decided_again(album, placed):
    _, page = why(album, "fatima", placed)
    assert "Sanne Voorbeeld keek de foto’s na" in page and "10:00" in page
    assert "OC-14" in page and "Opnieuw beslist" in page and "hetzelfde antwoord" in page
    assert "Mag uw kind op foto’s en filmpjes in de groep staan?" in page and "Versie 1" in page
    assert "Sem heeft een ja voor foto’s hier" in page


def test_after_a_withdrawal_it_says_that_it_is_checked_and_not_who(album, placed):
    album.withdraw("noor", "elif", at=SOON)
    for who in ("bas", "fatima", "sanne"):
        status, page = why(album, who, placed)
        assert status == 200 and "wordt nagekeken" in page, who
        assert "Elif" not in page and ("Noor" in page) == (who == "bas"), who
    _, own = why(album, "bas", placed)
    assert "Noor heeft nu geen ja voor foto’s hier" in own


def test_to_parents_it_does_not_say_how_many_have_no_yes(album):
    album.family_says("noor", Said.NO, by="elif")
    placed = album.place(album.take(), asked=("noor",))[0]
    now_is(SOON)
    assert "1 kind zonder ja" in why(album, "sanne", placed)[1]
    assert "zonder ja" not in why(album, "fatima", placed)[1]


def test_it_says_that_somebody_looked_again(album, waiting):
    from kring.domains.media.actions import checking

    checking.clear(actor=album.actor("sanne"), publication_ids=waiting, asked=[album.ids["noor"]], at=LATER)
    now_is(LATER + timedelta(minutes=1))
    assert "Opnieuw nagekeken" in why(album, "fatima", waiting[0])[1]


# Copies on one's own phone


@pytest.mark.norm("OC-12.a", "BK-03.b")
def test_the_reminder_stays_until_its_maker_confirms(album):
    album.take(origin=Origin.OWN_DEVICE)
    client, page = album.signed_in("sanne"), reverse("media:devices")
    assert "1 foto" in client.get(page).content.decode()
    assert "Niets weg te halen" in album.signed_in("joris").get(page).content.decode()
    assert client.post(page).status_code == 302
    assert "Niets weg te halen" in client.get(page).content.decode()
    assert client.post(page).status_code == 404, "nothing was open any more"
    assert album.signed_in("elif").get(page).status_code == 404


def test_pictures_of_the_draft_say_when_faces_may_have_been_missed(album, shared_data):
    asset = album.take(data=(shared_data / "photos/bench-nine-dark.jpg").read_bytes())
    now_is(AT)
    assert placing.pictures(board_id=album.board, asset_ids=[asset])[asset].is_dim
    assert "Deze foto is donker" in album.signed_in("sanne").get(faces_url(asset)).content.decode()


def test_statements_of_a_request_for_bytes_do_not_grow(album, placed, django_assert_max_num_queries):
    client = album.signed_in("elif")
    with django_assert_max_num_queries(6):
        assert client.get(url(placed)).status_code == 200




def statements(client, page):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as ran:
        assert client.get(page).status_code == 200
    return [one["sql"] for one in ran if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


def test_a_page_takes_at_most_twelve_statements_however_much_it_shows(album, waiting):
    client, counted = album.signed_in("sanne"), {}
    for more in (0, 3):
        for seed in range(more):
            asset = album.take(seed=10 + seed, at=LATER)
            for number in range(4):
                album.draw(asset, LEFT if number % 2 else RIGHT, at=LATER)
            album.place(asset, asked=("noor",), at=LATER)
        album.family_says("noor", Said.YES, by="elif", at=LATER)
        album.withdraw("noor", "elif", at=LATER)
        now_is(LATER + timedelta(minutes=1))
        asset = Publication.objects.filter(board_id=album.board).order_by("-id").first().asset_id
        pages = {"checking": reverse("media:checking"), "faces": faces_url(asset), "why": reverse("media:why", args=[waiting[0]]),
                 "devices": reverse("media:devices")}
        for name, page in pages.items():
            counted.setdefault(name, []).append(len(statements(client, page)))
        counted.setdefault("why, a parent", []).append(len(statements(album.signed_in("bas"), pages["why"])))
    assert {name: counts for name, counts in counted.items() if max(counts) > 12 or counts[0] != counts[1]} == {}
