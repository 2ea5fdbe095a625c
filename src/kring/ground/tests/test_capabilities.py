"""A bearer right opens one thing until it ends, is used or is revoked; what is kept of it opens nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kring.ground import capabilities
from kring.ground.models import AuthorityEpoch, Capability
from kring.ground.tests.cast import AT, BOARD, MARIT, NOOR, OTHER_BOARD, SEM

WEEK = timedelta(days=7)
SCOPE = f"export:{uuid4()}"


def issue(person=SEM, **changes):
    asked = {"board_id": BOARD, "kind": capabilities.EXPORT, "scope": SCOPE, "person_id": person,
             "expires_at": AT + WEEK, "by": MARIT, "at": AT, **changes}
    return capabilities.issue(**asked)


def opens(token, **changes):
    return capabilities.check(**{"board_id": BOARD, "kind": capabilities.EXPORT, "token": token, "at": AT, **changes})


def test_a_right_opens_what_it_was_issued_for(board):
    issued = issue()
    found = opens(issued.token)
    assert (found.id, found.scope, found.person_id) == (issued.id, SCOPE, SEM)


@pytest.mark.parametrize("change", [
    {"at": AT + WEEK}, {"kind": capabilities.CALENDAR}, {"token": "0" * 96}, {"token": ""}, {"board_id": OTHER_BOARD},
])
def test_ended_of_another_kind_unknown_and_elsewhere_are_one_answer(board, change):
    token = issue().token
    assert opens(token, at=AT + WEEK - timedelta(seconds=1)) is not None
    assert opens(**{"token": token, **change}) is None


def test_the_token_is_nowhere_in_the_database(board):
    token = issue().token
    row = Capability.objects.get(board_id=BOARD)
    assert token[32:] not in str(row.__dict__)
    assert bytes(row.token_hash) != capabilities.hashlib.sha256(token.encode()).digest()


def test_the_board_stands_in_the_token_so_that_it_can_be_entered(board):
    assert capabilities.board_of(issue().token) == BOARD
    assert capabilities.board_of("z" * 96) is None
    assert capabilities.board_of("short") is None


def test_a_code_may_be_typed_as_people_type(board):
    code = capabilities.new_code()
    issue(kind=capabilities.INVITATION, code=code)
    for typed in (code, code.lower(), code.replace("-", " "), f" {code} "):
        assert opens(typed, kind=capabilities.INVITATION) is not None
    assert opens(capabilities.new_code(), kind=capabilities.INVITATION) is None


def test_a_code_has_more_than_fifty_bits(board):
    assert len(capabilities.CODE_ALPHABET) ** capabilities.CODE_LETTERS > 2**50
    assert len({capabilities.new_code() for _ in range(500)}) == 500


def test_a_right_that_works_once_works_once(board):
    token = issue().token
    wanted = {"board_id": BOARD, "kind": capabilities.EXPORT, "token": token, "at": AT}
    assert capabilities.use(**wanted).person_id == SEM
    assert capabilities.use(**wanted) is None
    assert opens(token) is None


def test_all_rights_of_a_person_end_together_and_nobody_elses(board):
    mine, of_other = [issue(), issue(scope="calendar:1")], issue(NOOR)
    ended = capabilities.revoke_for(board_id=BOARD, person_id=SEM, by=MARIT, why="left", at=AT)
    assert ended == 2
    assert [opens(one.token) for one in mine] == [None, None]
    assert opens(of_other.token) is not None
    row = Capability.objects.get(board_id=BOARD, id=mine[0].id)
    assert (row.revoked_at, row.revoked_by, row.revoked_why) == (AT, MARIT, "left")


def test_only_the_named_scope_ends(board):
    one, other = issue(scope="calendar:1"), issue(scope="calendar:2")
    capabilities.revoke_for(board_id=BOARD, person_id=SEM, by=MARIT, why="left", at=AT, scope="calendar:1")
    assert opens(one.token) is None
    assert opens(other.token) is not None


def test_revoking_raises_the_epoch_by_which_open_pages_are_cut(board):
    capabilities.revoke_for(board_id=BOARD, person_id=SEM, by=MARIT, why="left", at=AT)
    capabilities.revoke_for(board_id=BOARD, person_id=SEM, by=MARIT, why="left", at=AT)
    assert AuthorityEpoch.objects.get(board_id=BOARD, person_id=SEM).epoch == 2


def test_one_right_is_revoked_once(board):
    issued = issue()
    wanted = {"board_id": BOARD, "capability_id": issued.id, "by": SEM, "why": "own choice", "at": AT}
    assert [capabilities.revoke(**wanted), capabilities.revoke(**wanted)] == [1, 0]
    assert opens(issued.token) is None


@pytest.mark.parametrize("wrong", [{"kind": "wish"}, {"expires_at": AT}])
def test_a_right_without_a_kind_or_an_end_to_come_is_not_issued(board, wrong):
    with pytest.raises(ValueError, match="right"):
        issue(**wrong)


def test_rows_go_a_term_after_their_end(board):
    issue()
    assert capabilities.erase(board_id=BOARD, before=AT + WEEK) == 0
    assert capabilities.erase(board_id=BOARD, before=AT + WEEK + timedelta(seconds=1)) == 1


def test_a_person_sees_their_rights_without_the_tokens(board):
    issue()
    (one,) = capabilities.of_person(board_id=BOARD, person_id=SEM)
    assert set(one) == {"kind", "scope", "issued_at", "expires_at", "used_at", "revoked_at", "revoked_why"}
    assert capabilities.forget(board_id=BOARD, person_id=SEM) == 1
