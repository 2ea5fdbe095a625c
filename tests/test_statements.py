"""The check that stands behind every test: it sees a statement that forgets its board, and lets the right ones through."""

import pytest

from tests.plugins.statements import missing


@pytest.mark.parametrize("sql, found", [
    ("SELECT p.id FROM people_person p WHERE p.board_id = %s AND p.id = %s", ()),
    ("SELECT id FROM people_person WHERE board_id = %s", ()),
    ('SELECT "people_person"."id" FROM "people_person" WHERE "people_person"."board_id" = %s', ()),
    ("SELECT p.id FROM people_person p WHERE p.id = %s", ("p",)),
    ("SELECT 1 FROM people_person p JOIN people_enrolment e ON e.pupil_id = p.id WHERE p.board_id = %s", ("e",)),
    ("SELECT 1 FROM people_person p WHERE p.board_id = %s AND EXISTS (SELECT 1 FROM people_enrolment p "
     "WHERE p.pupil_id = %s)", ("p",)),
    ('UPDATE "people_person" SET "language" = %s WHERE "people_person"."id" = %s', ("people_person",)),
    ('INSERT INTO "people_person" ("id", "board_id") VALUES (%s, %s)', ()),
    ('INSERT INTO "people_person" ("id") VALUES (%s)', ("people_person",)),
    ("SELECT count(*) FROM django_session", ()),
])
def test_a_statement_that_forgets_its_board_is_seen(sql, found):
    assert missing(sql) == found
