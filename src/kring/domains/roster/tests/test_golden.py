"""What a person reads before applying: reviewed sentences, from which alone one can tell who loses access.

A change of these sentences is a change of what people agree to: read the new file before you keep it.
"""

from pathlib import Path

import pytest
from django.utils import translation

from kring.domains.roster.queries.report import report
from kring.domains.roster.terms.kinds import ChangeKind
from kring.domains.roster.tests import files
from kring.ground.formats.guardians_csv import Authority

GOLDEN = Path(__file__).with_name("golden")


@pytest.fixture(scope="module")
def update(shared_data):
    """The update of the collection, with one authority that ended and two guardians about whom somebody must decide."""
    school = files.begun(shared_data)
    rows = files.with_row(school.rows, "10002", "Stan", authority=Authority.NO)
    rows = files.with_row(rows, "10001", "Mees", authority=Authority.YES)
    rows = files.without_rows(rows, lambda row: (row.pupil_key, row.first_name) == ("10003", "Elin"))
    return school.compare(files.roster(shared_data, "2-update"), rows)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_update_reads_as_reviewed(update, language):
    with translation.override(language):
        assert "\n".join(report(update)).strip() + "\n" == (GOLDEN / f"lindeboom-2-update.{language}.txt").read_text()


def test_the_text_alone_says_who_loses_sight_of_whom(update):
    with translation.override("nl"):
        text = "\n".join(report(update))
    assert update.loses
    for access in update.loses:
        assert f"{access.guardian} → {access.pupil}" in text


def test_every_sentence_is_dutch_and_whole(update):
    with translation.override("nl"):
        text = "\n".join(report(update))
    assert "{" not in text
    for english in (" the ", " from now on", "guardian", "pupil"):
        assert english not in text


def test_every_kind_of_change_has_a_word_for_the_page():
    from kring.domains.roster.queries.pages import _SIGNS

    assert set(_SIGNS) == set(ChangeKind)
