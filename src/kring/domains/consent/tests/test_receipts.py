"""The receipt: what stands in it, that it verifies, and that one changed byte breaks it."""

import json
import random
from datetime import date
from io import BytesIO

import pytest
from asn1crypto import x509
from django.utils import translation
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from kring.domains.consent.actions import deciding, sealing
from kring.domains.consent.models import BoardSeal
from kring.domains.consent.queries import receipts, sealed_pdf, seals
from kring.domains.consent.terms import Said
from kring.domains.consent.tests.families import AT, SIGNED, found
from kring.ground.ids import uuid7

pytestmark = pytest.mark.django_db


def receipt(noor, person=None):
    with translation.override("nl"):
        return receipts.receipt(board_id=noor.world.board_id, pupil_id=noor.noor, person_id=person or noor.elif_, at=AT)


def certificates(noor):
    return seals.certificates(board_id=noor.world.board_id)


@pytest.mark.norm("OC-11.d")
def test_a_decision_yields_a_document_that_verifies_here_and_by_others_means(noor):
    made = noor.say(noor.elif_, Said.YES)
    pdf = receipt(noor)
    checked = sealed_pdf.check(pdf, certificates=certificates(noor))
    assert checked.whole
    assert (checked.sealed_by, checked.sealed_at) == ("Stichting Test", AT)
    (decision,) = checked.content["decisions"]
    assert decision["id"] == str(made[0])
    assert decision["answer"] == "yes"
    assert decision["confirmed"] == SIGNED.sentence
    # By pyHanko on its own, and by pypdf, which knows nothing of us.
    signature = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    trusted = ValidationContext(trust_roots=[x509.Certificate.load(c) for c in certificates(noor)], moment=AT)
    status = validate_pdf_signature(signature, trusted)
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    read = PdfReader(BytesIO(pdf))
    assert json.loads(read.attachments["receipt.json"][0]) == checked.content
    text = " ".join(page.extract_text() for page in read.pages)
    for said in ("Bewijs van keuzes", "Noor Kaya", "Elif Kaya", "De Proef", "Mag het?", "ja", "24 november 2026"):
        assert said in text


@pytest.mark.norm("OC-11.d")
def test_a_registered_paper_form_yields_one_too(noor):
    deciding.register_paper_form(
        actor=noor.administrator, pupil_id=noor.noor, guardian_id=noor.elif_, answers={noor.group_question: Said.NO},
        signed_on=date(2026, 9, 3), paper="map 3", sentence="Ik registreer dit formulier.", language="nl", key=uuid7(), at=AT)
    pdf = receipt(noor)
    content = sealed_pdf.check(pdf, certificates=certificates(noor)).content
    assert [(d["answer"], d["how"], d["signed_on"]) for d in content["decisions"]] == [("no", "paper_registered", "2026-09-03")]
    assert "op papier" in PdfReader(BytesIO(pdf)).pages[0].extract_text()


@pytest.mark.norm("OC-11.d")
def test_one_changed_byte_anywhere_breaks_it(noor):
    noor.say(noor.elif_, Said.YES)
    pdf, trusted = receipt(noor), certificates(noor)
    assert sealed_pdf.check(pdf, certificates=trusted).whole
    seal_at = pdf.rindex(b"/Contents <")
    dice = random.Random(16)
    places = [dice.randrange(len(pdf)) for _ in range(150)] + [seal_at + dice.randrange(3000) for _ in range(150)]
    for place in places:
        changed = bytearray(pdf)
        changed[place] ^= 1 << dice.randrange(8)
        assert not sealed_pdf.check(bytes(changed), certificates=trusted).whole, place


def test_what_is_added_cut_off_or_sealed_by_another_is_not_whole(noor):
    noor.say(noor.elif_, Said.YES)
    pdf, trusted = receipt(noor), certificates(noor)
    other = found()
    sealing.ensure(board_id=other.board_id, at=AT)
    for broken in (pdf + b"\n", pdf[:-1], pdf[: len(pdf) // 2], b"", b"%PDF-1.7", pdf + pdf):
        assert not sealed_pdf.check(broken, certificates=trusted).whole
    assert not sealed_pdf.check(pdf, certificates=seals.certificates(board_id=other.board_id)).whole
    assert not sealed_pdf.check(pdf, certificates=[]).whole


def test_it_tells_only_of_the_one_who_asks(noor):
    noor.say(noor.elif_, Said.YES)
    noor.say(noor.bas, Said.NO)
    content = sealed_pdf.check(receipt(noor), certificates=certificates(noor)).content
    assert [d["answer"] for d in content["decisions"]] == ["yes"]
    assert str(noor.bas) not in json.dumps(content)
    assert "Wit" not in json.dumps(content)
    assert receipt(noor, noor.world.person("Roel")) is None


def test_the_key_is_made_once_and_renewed_in_time(noor):
    noor.say(noor.elif_, Said.YES)
    noor.say(noor.bas, Said.YES)
    rows = BoardSeal.objects.filter(board_id=noor.world.board_id)
    assert rows.count() == 1
    old = receipt(noor)
    sealing.ensure(board_id=noor.world.board_id, at=AT + sealing.VALID / 2 + (AT - AT.replace(day=1)))
    assert rows.count() == 2
    assert sealed_pdf.check(old, certificates=certificates(noor)).whole, "old receipts stay good"


LETTERS = "Zoë Łukasik-Çelik Ünal Đặng Иван Ελένη O’Neill ± € — “” ﬁ ✓ → 👍🏽 中文 العربية עברית हिन्दी ไทย \u202e\u200b\x07"


def test_every_text_can_be_sealed_and_stands_exactly_in_the_attachment(noor, shared_data):
    noor.say(noor.elif_, Said.YES)
    seal = seals.newest(board_id=noor.world.board_id)
    naughty = [line for line in (shared_data / "security/blns.txt").read_text(encoding="utf-8").splitlines()
               if line and not line.startswith("#")]
    for texts in ([LETTERS], naughty):
        shown = {
            "title": "Bewijs", "language": "nl", "board": "Stichting", "school": "School",
            "day": {"year": 2026, "month": 11, "day": 24}, "words": {"answer": "Antwoord", "attached": "Inhoud"},
            "facts": [["Over", text] for text in texts], "decisions": [], "closing": [],
        }
        pdf = sealed_pdf.make(shown=shown, exact={"texts": texts}, seal=seal, at=AT)
        checked = sealed_pdf.check(pdf, certificates=certificates(noor))
        assert checked.whole
        assert checked.content == {"texts": texts}


def test_what_no_letter_can_show_is_printed_as_its_number(noor):
    noor.say(noor.elif_, Said.YES)
    shown = {
        "title": "Bewijs", "language": "nl", "board": "S", "school": "#eval(1)", "closing": ["Duim 👍 om \u202e", "Zoë"],
        "day": {"year": 2026, "month": 11, "day": 24}, "words": {"answer": "", "attached": ""}, "facts": [], "decisions": [],
    }
    pdf = sealed_pdf.make(shown=shown, exact={}, seal=seals.newest(board_id=noor.world.board_id), at=AT)
    text = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "Duim [U+1F44D] om [U+202E]" in text
    assert "Zoë" in text
    assert "#eval(1)" in text, "data is never source"
