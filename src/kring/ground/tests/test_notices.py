"""People are told that something is new, once, without a word of what; and not when they may no longer be told."""

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction

from kring.ground import buggify, jobs, mail, notices
from kring.ground.models import Delivery, Outbox
from kring.ground.notices import Dropped, Notice, To
from kring.ground.tenancy import board_transaction
from kring.ground.tests.cast import AT, BOARD, MARIT, NOOR, SEM

CANARY = "canary7Q"
ADDRESSES = {MARIT: "marit@example.org", SEM: "sem@example.org", NOOR: "noor@example.org"}
LINK = f"/posts/{SEM}/"


def told(*people, template="news"):
    with board_transaction(BOARD):
        rows = notices.send([Notice(person, template, LINK) for person in people], board_id=BOARD, at=AT)
    return [row.id for row in rows]


def deliver(ids, decide=lambda row: To(ADDRESSES[row.person_id], "nl")):
    notices.deliver(board_id=BOARD, outbox_ids=ids, at=AT, decide=decide)


def outcomes() -> dict:
    with board_transaction(BOARD):
        return {one.person_id: (one.outcome, one.why) for one in Delivery.objects.filter(board_id=BOARD)}


def test_a_notice_of_an_act_that_was_rolled_back_never_was(board):
    with board_transaction(BOARD):
        notices.send([Notice(SEM, "news", LINK)], board_id=BOARD, at=AT)
        transaction.set_rollback(True)
    with board_transaction(BOARD):
        assert not Outbox.objects.filter(board_id=BOARD).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,)


def test_a_thousand_people_are_two_jobs_and_four_statements_at_most(board, django_assert_max_num_queries):
    from kring.ground.ids import uuid7

    with django_assert_max_num_queries(4):
        notices.send([Notice(uuid7(), "news", LINK) for _ in range(1000)], board_id=BOARD, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT jsonb_array_length(args -> 'outbox_ids') FROM procrastinate_jobs")
        assert cursor.fetchall() == [(500,), (500,)]


def test_the_same_notice_twice_is_one(board):
    assert len(notices.send([Notice(SEM, "news", LINK)] * 2, board_id=BOARD, at=AT)) == 1


@pytest.mark.parametrize(("template", "link"), [
    ("gossip", LINK), ("code", LINK), ("news", "https://elsewhere.example/"), ("news", "/groups/Groep 6/"), ("news", "/p/?q=Sem"),
])
def test_a_notice_is_of_the_fixed_set_and_leads_within_the_site(template, link):
    with pytest.raises(ValueError, match="notice"):
        Notice(SEM, template, link)
    assert Notice(SEM, "news", LINK).gate == notices.GATE


@pytest.mark.norm("BK-01.b")
def test_what_arrives_is_a_fixed_sentence_and_the_address_of_the_site(board, post):
    deliver(told(SEM))
    (letter,) = post.letters
    assert letter.to == "sem@example.org"
    assert letter.message["Subject"] == "Nieuws in Kring"
    assert letter.text == (
        "Er staat iets nieuws klaar in Kring.\n\nOp dit adres krijgt u geen antwoord. Ga naar Kring via het adres dat u kent:"
        "\nhttp://localhost:8000/\n")
    assert str(SEM) not in letter.raw.decode()
    assert LINK not in letter.raw.decode()


def test_no_header_names_this_machine(board, post):
    import socket

    deliver(told(SEM))
    names = {socket.gethostname(), socket.getfqdn()} - {"localhost"}
    assert not [name for name in names if name in post.letters[0].raw.decode()]


FIXED = {
    "news": ("Nieuws in Kring", "Er staat iets nieuws klaar in Kring."),
    "question": ("Een vraag in Kring", "In Kring wacht een vraag op uw antwoord."),
    "reminder": ("Een herinnering van Kring", "In Kring wacht nog iets op u."),
    "task": ("Een taak in Kring", "In Kring wacht een taak op u."),
    "security": ("Uw toegang tot Kring", "Er is iets veranderd aan uw toegang tot Kring. Was u dat niet zelf? Meld het dan "
                                         "meteen bij de school."),
    "invitation": ("Een uitnodiging voor Kring", "U bent uitgenodigd voor Kring. Gebruik de code die u van de school kreeg."),
    "code": ("Uw code voor Kring", "Uw code voor Kring is ABCD-1234. Geef deze aan niemand, ook niet aan de school."),
}


def test_the_set_of_mails_is_this_and_no_other():
    assert set(mail.TEMPLATES) == set(FIXED)


@pytest.mark.norm("BK-01.b")
@pytest.mark.parametrize("template", FIXED)
def test_each_mail_says_in_dutch_exactly_this(template):
    code = "ABCD-1234" if template == "code" else ""
    subject, body = mail.text_of(template, language="nl", code=code)
    assert (subject, body.split("\n")[0]) == FIXED[template]
    assert body.endswith(f"\n{django_settings.KRING_ADDRESS}/\n")


@pytest.mark.parametrize("template", FIXED)
def test_each_mail_has_an_english_form_of_its_own(template):
    code = "ABCD-1234" if template == "code" else ""
    assert mail.text_of(template, language="en", code=code)[1] != mail.text_of(template, language="nl", code=code)[1]
    assert mail.text_of(template, language="en", code=code)[1].count("Kring") >= 1


@pytest.mark.parametrize(("template", "code"), [("news", CANARY), ("code", ""), ("code", "Sem de Vries"), ("code", "a\r\nBcc: x")])
def test_nothing_but_a_code_can_be_put_into_a_mail(template, code):
    with pytest.raises(ValueError, match="given what it may not hold"):
        mail.text_of(template, language="nl", code=code)


def test_a_code_goes_out_at_once_over_the_line(post):
    mail.deliver("code", to="sem@example.org", language="nl", code="48-21-77")
    assert "48-21-77" in post.letters[0].text


def test_everybody_is_told_once_however_often_the_job_runs(board, post):
    ids = told(SEM, NOOR)
    for _ in range(3):
        deliver(ids)
    assert sorted(letter.to for letter in post.letters) == ["noor@example.org", "sem@example.org"]
    assert set(outcomes().values()) == {("sent", "")}


def test_a_batch_goes_over_one_line(board, post):
    deliver(told(SEM, NOOR, MARIT))
    assert (post.calls, len(post.letters)) == (1, 3)


def test_who_lost_the_right_between_act_and_sending_is_not_told(board, post):
    def decide(row):
        return Dropped("no longer a guardian") if row.person_id == SEM else To(ADDRESSES[row.person_id], "nl")

    deliver(told(SEM, NOOR), decide)
    assert [letter.to for letter in post.letters] == ["noor@example.org"]
    assert outcomes() == {SEM: ("dropped", "no longer a guardian"), NOOR: ("sent", "")}


def test_an_address_refused_for_good_is_remembered_and_not_tried_again(board, post):
    post.refuses["sem@example.org"] = 550
    ids = told(SEM, NOOR)
    deliver(ids)
    deliver(ids)
    assert outcomes() == {SEM: ("bounced", "550"), NOOR: ("sent", "")}
    with board_transaction(BOARD):
        assert notices.bouncing(board_id=BOARD) == [SEM]


def test_an_address_that_works_again_bounces_no_more(board, post):
    post.refuses["sem@example.org"] = 550
    deliver(told(SEM))
    post.refuses.clear()
    deliver(told(SEM, template="reminder"))
    with board_transaction(BOARD):
        assert notices.bouncing(board_id=BOARD) == []


def test_a_server_that_cannot_now_is_tried_again_and_the_others_go_on(board, post):
    post.refuses["sem@example.org"] = 451
    ids = told(SEM, NOOR)
    with pytest.raises(mail.NotNow):
        deliver(ids)
    assert outcomes() == {NOOR: ("sent", "")}
    post.refuses.clear()
    deliver(ids)
    assert outcomes() == {SEM: ("sent", ""), NOOR: ("sent", "")}
    assert len(post.letters) == 2


def test_a_server_that_hangs_up_loses_nothing(board, post):
    ids = told(SEM, NOOR)
    post.drops_lines = True
    with pytest.raises(mail.NotNow):
        deliver(ids)
    assert outcomes() == {}
    post.drops_lines = False
    deliver(ids)
    assert set(outcomes().values()) == {("sent", "")}


def test_without_a_server_the_notice_says_so(board, settings):
    settings.KRING_SMTP_URL = ""
    deliver(told(SEM))
    assert outcomes() == {SEM: ("dropped", "no mail server")}
    with pytest.raises(mail.NoMailServer):
        mail.deliver("code", to="sem@example.org", language="nl", code="4821")


def test_a_crash_between_mail_and_record_sends_again_rather_than_never(board, post):
    def crash(name):
        if name == "notices.after_mail":
            raise KeyboardInterrupt

    ids = told(SEM)
    buggify.load(crash)
    try:
        with pytest.raises(KeyboardInterrupt):
            deliver(ids)
    finally:
        buggify.unload()
    assert outcomes() == {}
    deliver(ids)
    assert len(post.letters) == 2
    assert outcomes() == {SEM: ("sent", "")}


def test_act_to_mailbox_by_the_worker(real_board, post, monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", dict(jobs.registered()))

    @jobs.task("test.tell", whole=False)
    def tell(*, board_id, at, outbox_ids):
        notices.deliver(board_id=board_id, outbox_ids=outbox_ids, at=at, decide=lambda row: To(ADDRESSES[row.person_id], "en"))

    with board_transaction(BOARD):
        notices.send([Notice(person, "news", LINK, gate="test.tell") for person in ADDRESSES], board_id=BOARD, at=AT)
    jobs.run_worker(with_sweeps=False, wait=False)
    assert sorted(letter.to for letter in post.letters) == sorted(ADDRESSES.values())
    assert {letter.message["Subject"] for letter in post.letters} == {"News in Kring"}


def test_what_lost_its_job_is_found(board, post):
    from datetime import timedelta

    ids = told(SEM, NOOR)
    deliver(ids[:1])
    with board_transaction(BOARD):
        assert notices.enqueue_lost(board_id=BOARD, at=AT + timedelta(hours=5), older_than=timedelta(hours=6)) == 0
        assert notices.enqueue_lost(board_id=BOARD, at=AT + timedelta(hours=7), older_than=timedelta(hours=6)) == 1


def test_a_person_sees_what_they_were_told_and_it_goes_at_its_term(board, post):
    from datetime import timedelta

    deliver(told(SEM))
    told(NOOR)
    with board_transaction(BOARD):
        (one,) = notices.of_person(board_id=BOARD, person_id=SEM)
        assert (one["template"], one["link"], one["outcome"]) == ("news", LINK, "sent")
        assert notices.erase(board_id=BOARD, before=AT) == 0
        assert notices.erase(board_id=BOARD, before=AT + timedelta(seconds=1)) == 2
        assert not Delivery.objects.filter(board_id=BOARD).exists()
    with board_transaction(BOARD):
        notices.send([Notice(SEM, "news", LINK)], board_id=BOARD, at=AT)
        assert notices.forget(board_id=BOARD, person_id=SEM) == 1
