"""Acts are written down in their own transaction, in an order that nobody changes unseen, and can still lose their content."""

import importlib.util
import io
import json
import random
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from kring.ground import audit, buggify, verify
from kring.ground.holdings import export_acts
from kring.ground.ids import uuid7
from kring.ground.models.audit import AuditCheckpoint, AuditEntry, AuditLeaf, AuditPayload, AuditSubject
from kring.ground.postgres import SUPERUSER
from kring.ground.sealing import Ring
from kring.ground.tenancy import board_transaction
from kring.ground.tests.cast import AT, BOARD, MARIT, NOOR, OTHER_BOARD, SEM, SYSTEM, TEACHER

# As somebody with all rights would: past the board.
FREELY = "/* no board on purpose */ "
REPOSITORY = Path(__file__).resolve().parents[4]
LATER = AT + timedelta(minutes=5)
TABLES = ("ground_auditleaf", "ground_auditentry", "ground_auditcheckpoint")


def standalone():
    found = importlib.util.spec_from_file_location("verify_audit", REPOSITORY / "deploy/verify_audit.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def grow(leaves: int, *, batches: int = 1) -> None:
    """Record acts and sequence them, in as many batches."""
    for _ in range(batches):
        with board_transaction(BOARD):
            for number in range(leaves // batches):
                audit.record("file.opened", actor=TEACHER, on=("entry", uuid4()), at=AT, subject=SEM,
                             payload={"why": f"reason {number}"} if number % 2 else None)
            audit.sequence(board_id=BOARD, at=AT)


def report(**options) -> verify.Report:
    with board_transaction(BOARD):
        return verify.verify_board(board_id=BOARD, at=AT, **options)


def test_an_act_names_actor_and_object_by_pseudonym_only(board):
    audit.record("file.opened", actor=TEACHER, on=("person", SEM), at=AT)
    leaf = AuditLeaf.objects.get(board_id=BOARD)
    row = str({name: value for name, value in leaf.__dict__.items() if name != "_state"})
    for person in (MARIT, SEM):
        assert str(person) not in row
        assert person.hex not in row
    assert leaf.capacity == "teacher"


def test_the_same_person_has_one_pseudonym_and_two_persons_have_two(board):
    for minute, pupil in enumerate((SEM, SEM, NOOR)):
        audit.record("file.opened", actor=TEACHER, on=("person", pupil), at=AT + timedelta(minutes=minute))
    one, two, three = AuditLeaf.objects.filter(board_id=BOARD).order_by("at")
    assert one.object == two.object != three.object
    assert one.actor == two.actor == three.actor


def test_the_system_acts_under_no_pseudonym(board):
    audit.record("retention.erased", actor=SYSTEM, on=("run", uuid7()), at=AT)
    assert AuditLeaf.objects.get(board_id=BOARD).actor == ""


def test_acts_are_found_again_by_what_they_were_on_whom_they_concern_and_by_whom(board):
    entry = uuid4()
    audit.record("file.opened", actor=TEACHER, on=("person", SEM), at=AT, payload={"why": "visit"})
    audit.record("entry.read", actor=TEACHER, on=("entry", entry), at=LATER, subject=SEM)
    audit.record("file.opened", actor=TEACHER, on=("person", NOOR), at=AT)
    assert [act["payload"] for act in audit.acts_on(board_id=BOARD, on=("person", SEM))] == [{"why": "visit"}]
    assert len(audit.acts_on(board_id=BOARD, on=("entry", entry), subject=SEM)) == 1
    assert [act["action"] for act in audit.acts_about(board_id=BOARD, person_id=SEM)] == ["file.opened", "entry.read"]
    assert len(audit.acts_by(board_id=BOARD, person_id=MARIT)) == 3
    assert audit.acts_about(board_id=BOARD, person_id=MARIT) == audit.acts_on(board_id=BOARD, on=("person", MARIT)) == []


def test_who_acted_is_not_shown_what_the_acts_say_of_others(board):
    audit.record("file.opened", actor=TEACHER, on=("person", SEM), at=AT, payload={"why": "visit"})
    audit.record("hours.changed", actor=TEACHER, on=("person", MARIT), at=LATER, payload={"from": "8:30"})
    assert [act["payload"] for act in audit.acts_by(board_id=BOARD, person_id=MARIT)] == [None, {"from": "8:30"}]
    assert [act["payload"] for act in audit.acts_about(board_id=BOARD, person_id=SEM)] == [{"why": "visit"}]
    assert len(export_acts(board_id=BOARD, person_id=MARIT)) == 2


def test_an_act_of_the_system_on_a_thing_needs_no_ones_key_but_the_boards(board):
    audit.record("retention.erased", actor=SYSTEM, on=("run", uuid4()), at=AT, payload={"rows": 1})
    assert list(AuditSubject.objects.filter(board_id=BOARD).values_list("subject_id", flat=True)) == [BOARD]


def test_the_number_of_statements_is_the_same_for_a_known_person_whatever_happened_before(board, django_assert_num_queries):
    def act():
        audit.record("file.opened", actor=TEACHER, on=("person", SEM), at=AT, payload={"why": "visit"})

    act()
    with django_assert_num_queries(3):
        act()


def test_the_act_fails_when_it_cannot_be_written_down(board):
    """The audit row is in the transaction of the act: no row, no act."""
    def fail(name):
        if name == "audit.before_payload":
            raise OSError("no room")

    buggify.load(fail)
    try:
        with pytest.raises(OSError), board_transaction(BOARD):
            AuditEntry(board_id=BOARD, seq=99, leaf_id=audit.record("before", actor=SYSTEM, on=("a", uuid7()), at=AT)).save()
            audit.record("file.opened", actor=TEACHER, on=("person", SEM), at=AT, payload={"why": "visit"})
    finally:
        buggify.unload()
    with board_transaction(BOARD):
        assert not AuditLeaf.objects.filter(board_id=BOARD).exists()
        assert not AuditEntry.objects.filter(board_id=BOARD).exists()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {} SET board_id = board_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_app_role_cannot_change_or_remove_what_was_written(board, table, verb):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(FREELY + verb.format(table))


def test_an_untouched_tree_is_whole(board):
    grow(30, batches=3)
    found = report()
    assert (found.faults, found.size, found.payloads) == ((), 30, 15)


def test_each_leaf_gets_one_place_also_when_it_was_committed_late(board):
    with board_transaction(BOARD):
        early = uuid7()
        audit.record("second", actor=SYSTEM, on=("a", uuid7()), at=AT)
        audit.sequence(board_id=BOARD, at=AT)
    with board_transaction(BOARD):
        late = AuditLeaf.objects.get(board_id=BOARD)
        late.id, late.action, late._state.adding = early, "first", True
        late.save(force_insert=True)
        assert audit.sequence(board_id=BOARD, at=AT) == 1
        assert audit.sequence(board_id=BOARD, at=AT) == 0
    assert report().whole
    assert report().size == 2


def _mutate_leaf(sql, chance, rows):
    index = chance.randrange(len(rows))
    column, value = chance.choice([("action", "'x'"), ("actor", "'0'"), ("object", "'0'"), ("commit", "'0'"),
                                   ("capacity", "'director'"), ("subject", "'0'"), ("verdict", "'{}'"), ("at", "at + interval '1 second'")])
    sql(f'UPDATE ground_auditleaf SET "{column}" = {value} WHERE id = %s', [rows[index][0]])
    return index, verify.CHANGED


def _mutate_missing(sql, chance, rows):
    index = chance.randrange(len(rows))
    sql("DELETE FROM ground_auditleaf WHERE id = %s", [rows[index][0]])
    return index, verify.MISSING


def _mutate_unplaced(sql, chance, rows):
    index = chance.randrange(len(rows))
    sql("DELETE FROM ground_auditentry WHERE seq = %s", [index])
    return index, verify.MISSING


def _mutate_order(sql, chance, rows):
    one, two = sorted(chance.sample(range(len(rows)), 2))
    sql("UPDATE ground_auditentry SET seq = -1 WHERE seq = %s", [one])
    sql("UPDATE ground_auditentry SET seq = %s WHERE seq = %s", [one, two])
    sql("UPDATE ground_auditentry SET seq = %s WHERE seq = -1", [two])
    return one, verify.REORDERED


def _mutate_payload(sql, chance, rows):
    index = chance.choice([number for number, (_, has_payload) in enumerate(rows) if has_payload])
    sql("UPDATE ground_auditpayload SET sealed = set_byte(sealed, length(sealed) - 1, get_byte(sealed, length(sealed) - 1) "
        "# 1) WHERE leaf_id = %s", [rows[index][0]])
    return index, verify.PAYLOAD


def _mutate_checkpoint(sql, chance, rows):
    batch = chance.randrange(4)
    column = chance.choice(["root", "hashes", "signature"])
    sql(f"UPDATE ground_auditcheckpoint SET {column} = set_byte({column}, 3, get_byte({column}, 3) # 1) WHERE size = %s",
        [(batch + 1) * 10])
    return batch * 10, verify.CHECKPOINT


MUTATIONS = [_mutate_leaf, _mutate_missing, _mutate_unplaced, _mutate_order, _mutate_payload, _mutate_checkpoint]


# A quarter of the thousand in every run, all of them in the long one.
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))])
def test_each_of_a_thousand_changes_by_somebody_with_all_rights_is_located(real_board, databases, real_db, seed):
    grow(40, batches=4)
    databases.use(real_db, role=SUPERUSER)
    chance, located = random.Random(seed), 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        def sql(statement, values=None):
            cursor.execute(FREELY + statement, values)

        sql("SELECT e.leaf_id, p.id IS NOT NULL FROM ground_auditentry e LEFT JOIN ground_auditpayload p "
            "ON p.leaf_id = e.leaf_id ORDER BY e.seq")
        rows = cursor.fetchall()
        for _ in range(250):
            before = transaction.savepoint()
            index, what = chance.choice(MUTATIONS)(sql, chance, rows)
            found = verify.verify_board(board_id=BOARD, at=AT)
            assert found.faults[0] == verify.Fault(index, what)
            located += 1
            transaction.savepoint_rollback(before)
        assert located == 250
        assert verify.verify_board(board_id=BOARD, at=AT).whole


def test_a_leaf_put_in_behind_the_sequencers_back_is_seen(board):
    grow(10)
    with board_transaction(BOARD):
        slipped = AuditLeaf.objects.filter(board_id=BOARD).first()
        slipped.id, slipped.at, slipped._state.adding = uuid7(), AT - timedelta(days=30), True
        slipped.save(force_insert=True)
    assert report().faults == (verify.Fault(10, verify.UNPLACED),)


def test_a_cut_tail_is_seen_by_who_kept_a_checkpoint_and_by_nobody_else(real_board, as_superuser):
    grow(20, batches=2)
    with board_transaction(BOARD):
        kept = verify.latest_checkpoint(board_id=BOARD)
    witness = verify.Witness(kept["size"], bytes.fromhex(kept["root"]))
    assert report(witness=witness).whole
    as_superuser("DELETE FROM ground_auditcheckpoint WHERE size = 20")
    as_superuser("DELETE FROM ground_auditleaf l USING ground_auditentry e WHERE e.leaf_id = l.id AND e.seq >= 10")
    as_superuser("DELETE FROM ground_auditentry WHERE seq >= 10")
    assert report().whole
    assert report(witness=witness).faults == (verify.Fault(10, verify.CUT),)


def test_another_tree_of_the_same_size_is_seen_by_who_kept_a_checkpoint(board):
    grow(10)
    assert report(witness=verify.Witness(10, b"\x00" * 32)).faults == (verify.Fault(0, verify.FORKED),)


def test_erasing_a_person_leaves_the_tree_and_its_proofs_and_nothing_to_guess(board):
    grow(20)
    with board_transaction(BOARD):
        leaf = AuditLeaf.objects.filter(board_id=BOARD).exclude(commit="").first()
        kept = AuditPayload.objects.get(board_id=BOARD, leaf_id=leaf.id)
        assert audit.erase_subject(board_id=BOARD, subject_id=SEM) == 10
    assert report().whole
    assert report().payloads == 0
    with board_transaction(BOARD):
        proof = verify.proof_of(board_id=BOARD, leaf_id=leaf.id)
        assert audit.acts_on(board_id=BOARD, on=("person", SEM)) == []
        assert audit.read_payload(kept, Ring(BOARD)) is None
    assert standalone().check_proof(proof, None)[0] == []
    # Without the salt, which went with the payload, knowing all that it could have said gives nothing away.
    guesses = [audit.canonical({"why": f"reason {number}"}).encode() for number in range(100)]
    assert leaf.commit not in {audit.hashlib.sha256(guess).hexdigest() for guess in guesses}


def test_payloads_go_at_their_term_and_the_acts_stay(board):
    grow(10)
    with board_transaction(BOARD):
        assert audit.erase_payloads(board_id=BOARD, before=AT) == 0
        assert audit.erase_payloads(board_id=BOARD, before=AT + timedelta(seconds=1)) == 5
    assert report().whole


def test_a_board_sees_nothing_of_anothers_tree(board):
    grow(4)
    with board_transaction(OTHER_BOARD), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"{FREELY} SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,)
    with board_transaction(BOARD):
        assert AuditCheckpoint.objects.filter(board_id=BOARD).count() == 1


@pytest.fixture
def exported(board, tmp_path):
    """A tree as it is written out, with an earlier checkpoint that somebody kept."""
    grow(10)
    with board_transaction(BOARD):
        earlier = verify.latest_checkpoint(board_id=BOARD)
    grow(14, batches=2)
    text = io.StringIO()
    with board_transaction(BOARD):
        verify.export_tree(board_id=BOARD, to=text)
        growth = verify.growth_since(board_id=BOARD, earlier=10)
    for name, content in (("earlier.json", earlier), ("growth.json", growth)):
        (tmp_path / name).write_text(json.dumps(content))
    (tmp_path / "tree.jsonl").write_text(text.getvalue())
    return tmp_path


def test_anybody_can_check_a_tree_that_was_written_out(exported, capsys):
    paths = [str(exported / "tree.jsonl"), "--earlier", str(exported / "earlier.json")]
    assert standalone().main(paths) == 0
    assert "24 leaves, 3 checkpoints\n3 signatures checked\nwhole" in capsys.readouterr().out


def test_the_verifier_says_when_it_did_not_check_signatures(exported, capsys, monkeypatch):
    module = standalone()
    monkeypatch.setattr(module, "Ed25519PublicKey", None)
    assert module.main([str(exported / "tree.jsonl")]) == 0
    assert "3 signatures NOT checked" in capsys.readouterr().out


@pytest.mark.parametrize(("change", "told"), [
    (lambda lines: [line.replace("file.opened", "file.closed", 1) if n == 12 else line for n, line in enumerate(lines)],
     "leaf 10: a leaf from 10 to 16"),
    (lambda lines: lines[:5] + lines[6:], "leaf 4: has place 5"),
    (lambda lines: lines[:5] + [lines[6], lines[5]] + lines[7:], "leaf 4: has place 5"),
    (lambda lines: [line for line in lines if '"seq": 23' not in line], "the tail was cut"),
    (lambda lines: [line.replace('"size": 24', '"size": 25') for line in lines], "the tail was cut"),
    (lambda lines: lines[:-1], "leaf 17: leaves behind the last checkpoint"),
    (lambda lines: [*lines[:-1], lines[-1].replace('"signature": "', '"signature": "00')], "the signature"),
])
def test_the_verifier_tells_what_was_done_to_a_tree(exported, capsys, change, told):
    tree = exported / "tree.jsonl"
    lines = tree.read_text().splitlines()
    assert standalone().main([str(tree)]) == 0
    tree.write_text("\n".join(change(lines)) + "\n")
    assert standalone().main([str(tree)]) == 1
    assert told in capsys.readouterr().out


def test_the_verifier_tells_a_tree_that_does_not_begin_with_the_checkpoint_that_was_kept(exported, capsys):
    kept = exported / "earlier.json"
    kept.write_text(json.dumps({**json.loads(kept.read_text()), "root": "00" * 32}))
    assert standalone().main([str(exported / "tree.jsonl"), "--earlier", str(kept)]) == 1
    assert "not those of the earlier checkpoint" in capsys.readouterr().out


def test_growth_is_shown_without_showing_any_act(exported):
    paths = ["--growth", str(exported / "growth.json"), "--earlier", str(exported / "earlier.json")]
    assert standalone().main(paths) == 0
    growth = json.loads((exported / "growth.json").read_text())
    (exported / "growth.json").write_text(json.dumps({**growth, "path": growth["path"][::-1]}))
    assert standalone().main(paths) == 1


def test_a_proof_holds_for_its_own_act_only(board):
    grow(9)
    with board_transaction(BOARD):
        one, two = AuditLeaf.objects.filter(board_id=BOARD)[:2]
        proof = verify.proof_of(board_id=BOARD, leaf_id=one.id)
        other = verify.proof_of(board_id=BOARD, leaf_id=two.id)
    assert standalone().check_proof(proof, None)[0] == []
    assert standalone().check_proof({**proof, "leaf": other["leaf"]}, None)[0]
    assert standalone().check_proof(proof, "00" * 32)[0]


def test_a_file_that_is_no_tree_is_told_apart_from_one_that_was_changed(tmp_path, capsys):
    (tmp_path / "tree.jsonl").write_text("{not json\n")
    assert standalone().main([str(tmp_path / "tree.jsonl")]) == 2
    assert "not a tree" in capsys.readouterr().err


def test_the_verifier_needs_nothing_but_python_and_stays_readable():
    lines = (REPOSITORY / "deploy/verify_audit.py").read_text().splitlines()
    assert len(lines) < 300
    imported = {line.split()[1].split(".")[0] for line in lines if line.lstrip().startswith(("import ", "from "))}
    assert imported == {"argparse", "json", "sys", "hashlib", "cryptography"}
