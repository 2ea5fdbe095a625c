"""The pages of imports, by the real door: who may come in, what is said where, and the way from files to applied."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kring.domains.accounts.tests import cast
from kring.domains.accounts.tests.cast import signed_in
from kring.domains.people import queries as people
from kring.domains.people.models import Guardianship
from kring.domains.roster.models import Import
from kring.domains.roster.tests.school import SEPTEMBER, last
from kring.ground import clock
from kring.ground.formats.guardians_csv import Authority
from kring.ground.ids import uuid7

pytestmark = pytest.mark.django_db
PAGE = "/roster/"


def client_of(school, actor) -> Client:
    """Somebody signed in as staff signs in: with an authenticator app behind the account."""
    name = actor.person_id.hex
    somebody = SimpleNamespace(board_id=school.board_id, people={name: actor.person_id})
    return signed_in(Client(), cast.account(somebody, name, app=True), capacity=actor.capacity)


@pytest.fixture
def office(school):
    return client_of(school, school.administrator)


def sent(upload) -> SimpleUploadedFile:
    return SimpleUploadedFile(upload.name, upload.data)


def post(client, url, data=None, **more):
    return client.post(url, {"form_key": str(uuid7()), **(data or {})}, **more)


def text(response) -> str:
    """The page as people read it: without tags, one space."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("&#x27;", "'").split())


def upload(client, **files) -> str:
    answer = post(client, PAGE, {name: sent(file) for name, file in files.items()})
    assert answer.status_code == 302, text(answer)
    return answer["Location"]


def seen(page) -> str:
    return re.search(r'name="seen" value="([0-9a-f]+)"', page.content.decode())[1]


class TestTheDoor:
    @pytest.mark.norm("OC-06.a")
    def test_a_teacher_finds_no_such_page_and_the_office_does(self, school, office):
        waiting = upload(office, roster=school.few("1-start"))
        teacher = client_of(school, school.teacher)
        for url in (PAGE, waiting):
            assert teacher.get(url).status_code == 404
            assert office.get(url).status_code == 200
        for part in ("answers/", "application/", "look/", "removal/"):
            assert post(teacher, waiting + part).status_code == 404
        assert Client().get(PAGE).status_code == 302

    def test_another_boards_office_finds_nothing(self, school, office, shared_data):
        from kring.domains.roster.tests.school import School

        waiting = upload(office, roster=school.few("1-start"))
        other = School(shared_data)
        stranger = client_of(other, other.administrator)
        nothing = stranger.get(f"{PAGE}{uuid7()}/")
        assert stranger.get(waiting).status_code == nothing.status_code == 404
        for part in ("answers/", "application/", "look/", "removal/"):
            assert post(stranger, waiting + part, {"seen": "x"}).status_code == 404

    def test_without_a_mandate_it_says_whom_to_ask(self, school):
        answer = post(client_of(school, school.clerk), PAGE, {"roster": sent(school.few("1-start"))})
        assert answer.status_code == 302
        no_mandate = school.member("Bea", "Blom", _administrator())
        answer = post(client_of(school, no_mandate), PAGE, {"roster": sent(school.few("1-start"))})
        assert answer.status_code == 403
        assert school.count(Import) == 1


def _administrator():
    from kring.domains.people.terms import Role

    return Role.ADMINISTRATOR


class TestWrongFiles:
    @pytest.mark.parametrize(("field", "file", "words"), [
        ("roster", "edexml/broken/lindeboom-truncated.xml", ["137"]),
        ("roster", "edexml/broken/lindeboom-dup-key.xml", ["10001", "54", "63"]),
        ("roster", "edexml/broken/lindeboom-xxe.xml", ["DOCTYPE"]),
        ("roster", "ouders/lindeboom-ouders.csv", ["CSV"]),
        ("guardians", "edexml/generated/lindeboom-1-start.xml", ["EDEXML"]),
        ("guardians", "photos/two-people.jpg", ["CSV"]),
    ])  # fmt: skip
    def test_what_is_wrong_stands_at_its_field(self, school, office, field, file, words):
        answer = post(office, PAGE, {field: sent(school.file(file))})
        assert answer.status_code == 422
        errors = answer.context["form"].errors
        assert list(errors) == [field]
        assert all(word in " ".join(errors[field]) for word in words)
        assert school.count(Import) == 0

    def test_no_file_at_all(self, office):
        answer = post(office, PAGE)
        assert answer.status_code == 422
        assert "Kies minstens één bestand." in text(answer)

    def test_the_file_of_another_school_is_refused_with_a_way_out(self, school, office):
        answer = post(office, PAGE, {"roster": sent(school.file("edexml/broken/lindeboom-other-school.xml"))})
        assert answer.status_code == 403
        assert "Dit is het bestand van een andere school (99ZZ00). De Lindeboom is 99XA00." in text(answer)
        assert "Kies de export van De Lindeboom." in text(answer)

    def test_odd_names_are_shown_as_they_are_and_run_nothing(self, school, office):
        waiting = upload(office, roster=school.file("edexml/broken/lindeboom-hostile-names.xml"))
        page = office.get(waiting + "?show=all").content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert(1)" not in page


class TestTheWay:
    @pytest.mark.norm("OC-06.b")
    def test_from_files_to_applied(self, school, office):
        waiting = upload(office, roster=school.few("1-start"), guardians=school.few_guardians)
        page = office.get(waiting)
        said = text(page)
        assert "Er is nog niets veranderd" in said
        assert "Eerst kijken" in said
        assert 'aria-disabled="true"' in page.content.decode()
        assert "Over 2 van de twijfels heeft nog niemand beslist." in said
        early = post(office, waiting + "application/", {"seen": seen(page)})
        assert early.status_code == 403
        answers = {doubt.name: "none" for doubt in page.context["page"].doubts}
        assert post(office, waiting + "answers/", answers).status_code == 302
        page = office.get(waiting)
        assert 'aria-disabled="true"' not in page.content.decode()
        assert re.search(r"besluit je namens het bestuur, één keer, dat deze \d+ ouders gezag hebben", text(page))
        assert post(office, waiting + "application/", {"seen": seen(page)}).status_code == 302
        done = office.get(waiting)
        assert "Toegepast" in text(done)
        assert "Wat is deze persoon op school? Geen toegang Hanneke Blom" in text(done)
        assert 'href="/invitations/"' in done.content.decode()
        stan = Guardianship.objects.filter(board_id=school.board_id, authority=True).first().guardian_id
        assert people.children_of(board_id=school.board_id, guardian_id=stan, on=clock.today(clock.now()))

    def test_what_needs_a_person_stands_above_what_goes_by_itself(self, school, office):
        page = text(office.get(upload(office, roster=school.few("1-start"))))
        assert page.index("Eerst kijken") < page.index("Dit verandert er, in gewone woorden")

    def test_who_loses_access_stands_first_and_alone_on_request(self, school, office):
        school.take_in(school.few("1-start"), school.few_guardians)
        waiting = upload(office, roster=school.few("2-update"), guardians=school.few_guardians)
        rows = office.get(waiting).context["page"].changes
        assert "Roos van den Berg is van school." in rows[0].text
        assert "De ouders Luca van den Berg en Fleur van Delft kunnen dan niets meer zien" in rows[0].effect
        only = office.get(waiting + "?show=access").context["page"]
        assert {row.text for row in only.changes} == {
            "Roos van den Berg is van school.",
            "Tom Molenaar staat niet meer in het bestand.",
        }

    def test_something_changed_since_it_was_seen(self, school, office):
        school.take_in(school.few("1-start"), school.few_guardians)
        waiting = upload(office, roster=school.few("2-update"), guardians=school.few_guardians)
        before = seen(office.get(waiting))
        no = school.table(lambda row: replace(row, authority=Authority.NO) if row.pupil_key == "10003" else row)
        school.take_in(None, no, at=clock.now())
        refused = post(office, waiting + "application/", {"seen": before})
        assert refused.status_code == 403
        assert "Wat nu zou gebeuren, is niet wat je zag." in text(refused)
        assert f'action="{waiting}look/"' in refused.content.decode()
        assert post(office, waiting + "look/").status_code == 302
        assert seen(office.get(waiting)) != before

    def test_a_double_tap_applies_once(self, school, office):
        waiting = upload(office, roster=school.few("1-start"))
        school.settle(_id_of(waiting), last)
        form = {"seen": seen(office.get(waiting)), "form_key": str(uuid7())}
        taps = [office.post(waiting + "application/", form) for _ in range(2)]
        assert [tap.status_code for tap in taps] == [302, 302], text(taps[0])

    def test_put_away(self, school, office):
        waiting = upload(office, roster=school.few("1-start"))
        assert post(office, waiting + "removal/")["Location"] == PAGE
        page = text(office.get(waiting))
        assert "Weggelegd" in page
        assert "Schmitz" not in page
        assert "weggelegd" in text(office.get(PAGE))

    def test_what_was_not_kept_is_told_in_words(self, school, office):
        page = text(office.get(upload(office, roster=school.file("edexml/broken/lindeboom-with-bsn.xml"))))
        assert "burgerservicenummer (BSN) 12 keer" in page
        assert "ketennummer (ECK iD) 12 keer" in page

    def test_doubts_about_authority_are_closed_to_who_lacks_that_mandate(self, school):
        school.take_in(school.few("1-start"), school.few_guardians)
        yes = school.table(lambda row: replace(row, authority=Authority.YES))
        waiting = school.upload(None, yes, at=clock.now())
        page = client_of(school, school.clerk).get(f"{PAGE}{waiting}/")
        assert {doubt.off for doubt in page.context["page"].doubts} == {
            "Dit beslist iemand met een mandaat voor gezag."
        }
        assert page.context["page"].everywhere == ()
        mine = client_of(school, school.administrator).get(f"{PAGE}{waiting}/").context["page"]
        assert [one.label for one in mine.everywhere] == ["Alle 9: Heeft gezag", "Alle 9: Nog niet"]


def _id_of(address: str):
    from uuid import UUID

    return UUID(address.strip("/").split("/")[-1])


def test_a_page_takes_few_statements_however_long_the_list_is(school, office):
    counts = {}
    for roster, guardians in (
        (school.few("1-start"), school.few_guardians),
        (school.edexml("1-start"), school.guardians),
    ):
        waiting = upload(office, roster=roster, guardians=guardians)
        with CaptureQueriesContext(connection) as caught:
            page = office.get(waiting + "?show=all")
        counts[len(page.context["page"].changes)] = len(
            [q for q in caught if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        )
    assert len(counts) == 2
    assert len(set(counts.values())) == 1
    assert max(counts.values()) <= 12


def test_moments_are_those_of_these_files():
    assert SEPTEMBER.year == 2026
