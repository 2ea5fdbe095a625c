"""Every page of the product, as each kind of person, full, empty, wrong and refused: axe finds nothing, and nobody else is asked.

The pages stand in pages.py; what holds for every page stands in looking.py.
"""

import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.urls import URLPattern, URLResolver

from kring.config.urls import urlpatterns
from tests.journeys import pages
from tests.journeys.coming_in import Desk, show_finger
from tests.journeys.conftest import DESK, Taps
from tests.journeys.looking import IN_FULL, LONG, complaints, look
from tests.journeys.pages import (
    FARIDA,
    HANNEKE,
    IN_A_STORY,
    NO_PAGE,
    NOBODY,
    PAGES,
    POSTED,
    REFUSED,
    SANNE,
    WRONG,
    Visit,
)
from tests.journeys.sights import painted

NOWHERE = "00000000-0000-0000-0000-000000000007"
SAID = "main [role=alert], main .field__wrong, main .notice, main [data-verdict=refuse]"
# Agnes shares her e-mail, so the desk confirms her; Dorota's kind of letter goes by mail and is walked in test_first_time.
AGNES = "Agnes Hendriks"
A_TERM = timedelta(days=120)


@pytest.fixture(scope="module")
def full_and_quiet(site):
    """The played school, and three schools beside it that are as good as empty."""
    site.let("tests.journeys.quiet_schools.found")
    return site


@pytest.fixture
def come(full_and_quiet, person, newcomer):
    """Open one browser for somebody of the table, and keep it for the whole test."""
    there: dict[str, Taps] = {}

    def of(who: str) -> Taps:
        if who not in there:
            name, _, role = who.partition(" ")
            there[who] = person(name, role=role) if name else newcomer()
            complaints(there[who])
        return there[who]

    return of


def routes() -> set[str]:
    """Every route of the product, as Django writes it."""
    def walk(patterns, prefix: str):
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, prefix + str(one.pattern))
            elif isinstance(one, URLPattern):
                yield prefix + str(one.pattern)
    return set(walk(urlpatterns, ""))


def test_every_route_is_a_page_that_is_looked_at_or_says_why_it_is_none():
    told = [*PAGES, *IN_A_STORY, *NO_PAGE]
    assert len(told) == len(set(told)), "a route stands in one table"
    assert set(told) == routes(), "a new page is added to tests/journeys/pages.py; one that is gone is taken out"
    assert [name for name in IN_A_STORY.values() if name not in globals()] == []


def test_what_gives_no_page_gives_none(come):
    sanne = come(SANNE)
    for route, why in NO_PAGE.items():
        if why == POSTED:
            path = re.sub(r"<\w+:\w+>", NOWHERE, route)
            given = sanne.page.request.get(f"{sanne.address}/{path}")
            assert given.status == 405 and "<h1>Deze stap is voorbij</h1>" in given.text(), route
        elif "<" not in route:
            given = sanne.page.request.get(f"{sanne.address}/{route}")
            assert "text/html" not in given.headers["content-type"] or given.status == 404, route


VISITS = [(route, visit) for route, visits in PAGES.items() for visit in visits]
EVERYBODY = sorted({visit.who for _route, visit in VISITS})


@pytest.mark.norm("BK-01.a")
@pytest.mark.parametrize("who", EVERYBODY, ids=[who or "signed out" for who in EVERYBODY])
def test_nothing_is_wrong_with_any_page_of(who, come):
    wrong = [fault for route, visit in VISITS if visit.who == who for fault in seen(come(who), route, visit)]
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("who", EVERYBODY, ids=[who or "signed out" for who in EVERYBODY])
def test_nothing_is_wrong_in_the_dark_with_any_page_of(who, come):
    wrong = [fault for route, visit in VISITS if visit.who == who for fault in seen(come(who), route, visit, ways=LONG)]
    assert wrong == []


def seen(it: Taps, route: str, visit: Visit, **how) -> list[str]:
    """Go to a page as its visitor does, and return what is wrong with it."""
    status = it.go(visit.start).status
    for link in visit.links:
        status = follow(it, link)
    assert status == 200, f"{visit} was answered with {status}"
    return look(it, at=route, **how)


def follow(it: Taps, link: str) -> int:
    href = it.page.locator(link).first.get_attribute("href", timeout=5_000)
    return it.page.goto(urljoin(it.page.url, href)).status


@pytest.mark.parametrize("ways", IN_FULL)
@pytest.mark.parametrize("number", range(len(WRONG)), ids=[f"{one.who or 'signed out'} {one.start}" for one in WRONG])
def test_a_form_that_is_sent_wrong_says_what_and_stays_whole(number, come, ways):
    one = WRONG[number]
    it = come(one.who)
    it.go(one.start)
    for link in one.links:
        follow(it, link)
    form = it.page.locator(one.form).first
    for name, value in one.filled:
        form.locator(f"[name={name}]").fill(value)
    with it.page.expect_navigation():
        form.evaluate("""form => { form.noValidate = true; for (const box of form.querySelectorAll('[type=checkbox]')) box.checked = false;
                         form.requestSubmit(document.querySelector(`button[form=${form.id || 'none'}]`)
                                            || form.querySelector('button:not([value]), button')); }""")
    assert it.page.locator(SAID).count(), it.page.locator("main").inner_text()
    assert look(it, at=one.route, ways=ways) == []


@pytest.mark.parametrize("ways", IN_FULL)
def test_a_page_that_says_no_is_a_page_like_any_other(come, ways):
    wrong = []
    for who, path in REFUSED:
        it = come(who)
        assert it.go(path).status == 404, (who, path)
        wrong += look(it, at=None, ways=ways)
    it = come(FARIDA)
    it.go("/account/")
    it.page.locator("main form").first.evaluate("form => { form.querySelector('[name=csrfmiddlewaretoken]').value = 'x'; }")
    with it.page.expect_navigation() as gone:
        it.page.locator("main form").first.evaluate("form => form.submit()")
    assert gone.value.status == 403
    assert wrong + look(it, at=None, ways=ways) == []


@pytest.mark.norm("BK-01.a")
def test_every_step_of_coming_in_with_a_letter(come, person, newcomer, full_and_quiet):
    desk, agnes, wrong = Desk(person("ingrid.vos", size=DESK)), newcomer(), []
    code = desk.code_for(AGNES)
    show_finger(agnes)
    agnes.go(f"/i/{code}/")
    agnes.press("Verder")
    full_and_quiet.clock_goes_on(A_TERM)
    agnes.page.reload()
    assert agnes.page.locator(SAID).count(), "a code that is too old says so"
    wrong += look(agnes, at="invitation/proof/")
    full_and_quiet.clock_goes_on(-A_TERM)
    agnes.page.reload()
    number = agnes.page.locator(".big-number").inner_text()
    wrong += look(agnes, at="invitation/proof/")
    desk.open()
    wrong += look(desk.ingrid, at="invitations/")
    desk.confirm(AGNES, number)
    agnes.follow("Het is bevestigd")
    wrong += look(agnes, at="invitation/account/")
    agnes.page.locator("[name=username]").fill("")
    agnes.page.get_by_label("Nieuw wachtwoord").fill("kort")
    agnes.page.locator("form.stack").evaluate("form => { form.noValidate = true; }")
    agnes.press("Ga verder met een wachtwoord")
    wrong += look(agnes, at="invitation/account/")
    assert wrong == []


@pytest.mark.norm("BK-01.a")
def test_every_step_of_signing_in(come, newcomer):
    """A password is added, codes are printed; the second step then asks for one of them."""
    it, wrong, password = come("ties.stil"), [], "kikker tafel raam 91"
    it.go("/account/password/")
    it.page.get_by_label("Nieuw wachtwoord").fill(password)
    it.page.get_by_label("Nog een keer").fill(password)
    it.press("Bewaar dit wachtwoord")
    wrong += look(it, at="account/")
    it.press("Maak nieuwe herstelcodes")
    code = it.page.locator(".codes code").first.inner_text()
    wrong += look(it, at="account/recovery-codes/")
    other = newcomer()
    for typed in ("000000", code):
        other.go("/sign-in/")
        other.page.locator("[name=login]").fill("ties.stil")
        other.page.locator("[name=password]").fill(password)
        other.press("Log in")
        wrong += look(other, at="sign-in/second-step/")
        other.page.locator("[name=code]").fill(typed)
        other.press("Verder")
        wrong += look(other, at="sign-in/second-step/") if typed != code else []
    # A printed code is no second step to stay with: who works here is led to one.
    other.go("/account/second-factor/")
    assert other.page.locator("[data-verdict=refuse]").count()
    wrong += look(other, at="account/second-factor/")
    assert wrong == []


@pytest.mark.norm("BK-01.a")
def test_every_step_of_writing_with_a_photo(come):
    sanne, wrong = come(SANNE), []
    sanne.go("/")
    sanne.press("Nieuw bericht in Groep 4")
    draft = sanne.page.url
    wrong += look(sanne, at="drafts/<uuid:draft_id>/")
    photos = [painted("knutselen"), {"name": "geen-foto.jpg", "mimeType": "image/jpeg", "buffer": b"geen foto"}]
    sanne.page.get_by_label("Gemaakt met mijn eigen telefoon").check()
    sanne.page.locator("#photos").set_input_files([photos[0]])
    sanne.page.locator("#decision input[name=answer]").first.wait_for(state="attached")
    sanne.page.locator("#photos").set_input_files([photos[1]])
    sanne.page.locator("#pictures .notice").wait_for()
    wrong += look(sanne, at="drafts/<uuid:draft_id>/")
    follow(sanne, "#pictures a.photo")
    wrong += look(sanne, at="media/a/<uuid:asset_id>/faces/")
    sanne.go(sanne.site.path(draft))
    follow(sanne, "#pictures a.photo")
    follow(sanne, "main li a[href*='face=']")
    sanne.press("Ali")
    wrong += look(sanne, at="media/a/<uuid:asset_id>/faces/")
    sanne.press("Haal de afdekking weg")
    for link in ("main li a[href*='face=']", "main a[href*='draw=1']"):
        sanne.go(sanne.site.path(draft))
        follow(sanne, "#pictures a.photo")
        follow(sanne, link)
        wrong += look(sanne, at="media/a/<uuid:asset_id>/faces/")
    sanne.page.locator("summary").click()
    sanne.page.locator("main form").first.evaluate("form => { form.noValidate = true; }")
    sanne.press("Dit is de plek")
    wrong += look(sanne, at="media/a/<uuid:asset_id>/faces/")
    sanne.go("/media/devices/")
    assert sanne.page.get_by_role("button", name="Ze zijn overal weg").count()
    wrong += look(sanne, at="media/devices/")
    assert wrong == []


@pytest.mark.norm("BK-01.a")
def test_a_yes_taken_back_and_what_is_withheld_then(come):
    farida, naima, wrong = come(FARIDA), come(pages.TEACHER_OF_7), []
    farida.go("/consents/")
    farida.page.locator("[role=group] a", has_text="Yassin").first.click()
    farida.page.wait_for_load_state()
    group = farida.page.locator("#answers section", has_text="in de groep staan?").first
    farida.tap(group.locator("label", has_text=re.compile(r"^\s*Nee\s*$")))
    farida.press("Ik bevestig deze antwoorden")
    wrong += look(farida, at="consents/<uuid:pupil_id>/withdrawn/")
    naima.go("/media/checking/")
    assert naima.page.locator("ol.strip a.photo").count()
    wrong += look(naima, at="media/checking/")
    naima.go("/messages/")
    while not naima.page.get_by_text("wordt gecontroleerd").count() and not naima.page.get_by_text("worden gecontroleerd").count():
        naima.follow("Eerdere berichten")
    wrong += look(naima, at="messages/")
    naima.page.locator("article", has_text="gecontroleerd").first.get_by_role("link").first.click()
    naima.page.wait_for_load_state()
    naima.sees("Deze foto wordt gecontroleerd.")
    wrong += look(naima, at="messages/<uuid:post_id>/")
    assert wrong == []


@pytest.mark.norm("BK-01.a")
def test_the_page_of_an_import_that_was_put_away_and_of_one_that_cannot_be_read(come):
    hanneke, wrong = come(HANNEKE), []
    hanneke.go("/roster/")
    for field in hanneke.page.locator("input[type=file]").all():
        field.set_input_files({"name": "leeg.xml", "mimeType": "application/xml", "buffer": b"geen bestand"})
    hanneke.press("Toon wat er zou veranderen")
    assert hanneke.page.locator(SAID).count()
    wrong += look(hanneke, at="roster/")
    follow(hanneke, "main tbody tr:first-child a")
    hanneke.press("Leg weg, verander niets")
    wrong += look(hanneke, at="roster/")
    follow(hanneke, "main tbody tr:first-child a")
    wrong += look(hanneke, at="roster/<uuid:import_id>/")
    assert wrong == []


def test_the_demos_own_door(come):
    nobody = come(NOBODY)
    nobody.go("/demo/")
    assert look(nobody, at=None) == []
