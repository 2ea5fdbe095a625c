"""The second wall, read from the catalogue: keys, references and policies of every tenant table; and that it holds."""

import re

import pytest
from django.db import connection

from kring.ground import walls
from kring.ground.tenancy import BoardModel, Ref

pytestmark = pytest.mark.django_db


def rows(sql: str, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


TENANT = sorted(m._meta.db_table for m in walls.tenant_models())


@pytest.mark.parametrize("table", TENANT)
def test_each_tenant_table_has_the_keys_and_the_one_policy(table):
    assert rows("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", table) == [(True, True)]
    policies = rows("SELECT permissive, cmd, qual, with_check, roles::text FROM pg_policies WHERE tablename = %s", table)
    condition = "(board_id = kring.ctx_board())"
    assert policies == [("PERMISSIVE", "ALL", condition, condition, "{public}")]
    keys = rows("""SELECT pg_get_constraintdef(oid) FROM pg_constraint
                   WHERE conrelid = %s::regclass AND contype = 'p'""", table)
    assert keys == [("PRIMARY KEY (board_id, id)",)]


def test_unique_keys_begin_with_the_board_and_references_stay_in_it():
    unique = rows("""SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
                     JOIN pg_class c ON c.oid = i.indrelid WHERE i.indisunique AND c.relname = ANY(%s)""", TENANT)
    assert unique
    for table, definition in unique:
        assert re.search(r"\(\"?board_id\"?[,)]", definition), f"{table}: {definition}"
    references = rows("""SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
                         WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)""", TENANT)
    for table, definition in references:
        assert re.match(r"FOREIGN KEY \(board_id, \w+\) REFERENCES \w+\(board_id, id\)$", definition), f"{table}: {definition}"
    declared = {(m._meta.db_table, f.column) for m in walls.tenant_models() for f in m._meta.concrete_fields
                if isinstance(f, Ref)}
    built = {(t, re.search(r"board_id, (\w+)\)", d)[1]) for t, d in references}
    assert built == declared


def test_the_app_role_is_no_owner_and_cannot_step_over_the_wall():
    assert rows("SELECT current_user::text") == [("kring_app",)]
    assert rows("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user") == [
        (False, False, False)]
    assert rows("SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
                ) == [(0,)]
    assert rows("""SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal
                   AND tgrelid::regclass::text = ANY(%s)""", TENANT) == [(0,)]


@pytest.mark.parametrize("model", [m for m in walls.tenant_models() if m.grants != BoardModel.grants],
                         ids=lambda m: m._meta.db_table)
def test_a_table_that_only_grows_cannot_be_changed_by_the_app(model):
    allowed = {verb.strip() for verb in model.grants.split(",")}
    for verb in {"SELECT", "INSERT", "UPDATE", "DELETE"}:
        assert rows("SELECT has_table_privilege(current_user, %s, %s)", model._meta.db_table, verb) == [(verb in allowed,)]


def test_building_the_walls_again_changes_nothing(real_db, databases):
    databases.use(real_db, role="kring_owner")
    assert walls.build(clock_may_shift=True) == []


def test_every_model_has_its_migration():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
