"""The page that says what an operator can read is made from the tables themselves."""

import pytest
from django.test import Client

from kring.pages.help import queries


def test_names_and_words_are_sealed_and_only_those_columns_are_listed_as_such():
    rows = {row.table: row for row in queries.tables()}
    assert {"name", "contact", "birth"} <= set(rows["people_person"].sealed)
    assert rows["posts_post"].sealed == ("text",)
    assert "pupil_id" in rows["people_enrolment"].clear


@pytest.mark.django_db
@pytest.mark.parametrize("address, says", [("/help/", "Hulp"), ("/help/operator/", "people_person")])
def test_help_opens_without_signing_in(address, says):
    response = Client().get(address)
    assert response.status_code == 200
    assert says in response.content.decode()
