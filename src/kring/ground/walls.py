"""The second wall, brought in line after each migration: composite keys, references inside one board, row-level security.

Reads what the models declare and the catalogue shows, and runs only what is missing; a second run changes nothing.
"""

from django.apps import apps
from django.db import connection

from kring.ground.tenancy import BoardModel, Ref

CONTEXT_SQL = """
CREATE SCHEMA IF NOT EXISTS kring;
GRANT USAGE ON SCHEMA kring TO kring_app, kring_maint;
CREATE OR REPLACE FUNCTION kring.enter(board uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- SET LOCAL and not set_config(): only this form reaches the workers of a distributed database.
  EXECUTE format('SET LOCAL kring.board = %L', board);
END $$;
CREATE OR REPLACE FUNCTION kring.ctx_board() RETURNS uuid LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('kring.board', true), '')::uuid $$;
"""

# Tables that belong to no board, and what the app role may do with each; everything else global is read and written.
READ_ONLY_GLOBAL = {"django_migrations", "ground_birth"}


def tenant_models() -> list[type[BoardModel]]:
    """Return every model of a tenant table, parents before children by name only."""
    return [m for m in apps.get_models() if issubclass(m, BoardModel) and m._meta.managed]


def build(*, clock_may_shift: bool) -> list[str]:
    """Bring the database in line with the models and return the statements that were run."""
    run: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute(CONTEXT_SQL)
        # A model whose migration is still to be written has no table; `makemigrations --check` in the tests says so.
        models = [m for m in tenant_models() if m._meta.db_table in connection.introspection.table_names(cursor)]
        for model in models:
            run += _build_key(cursor, model)
        for model in models:
            run += _build_references(cursor, model)
            run += _build_policy(cursor, model)
        _grant(cursor, clock_may_shift)
    return run


def _run(cursor, statement: str) -> str:
    cursor.execute(statement)
    return statement


def _build_key(cursor, model) -> list[str]:
    table = model._meta.db_table
    cursor.execute(
        """SELECT c.conname, array_agg(a.attname::text ORDER BY k.place)
           FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY k(attnum, place)
           JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum
           WHERE c.conrelid = %s::regclass AND c.contype = 'p' GROUP BY c.conname""", [table])
    found = cursor.fetchone()
    if found and found[1] == ["board_id", "id"]:
        return []
    ran = [_run(cursor, f'ALTER TABLE "{table}" DROP CONSTRAINT "{found[0]}"')] if found else []
    return [*ran, _run(cursor, f'ALTER TABLE "{table}" ADD PRIMARY KEY (board_id, id)')]


def _build_references(cursor, model) -> list[str]:
    table, ran = model._meta.db_table, []
    cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'", [table])
    there = {row[0] for row in cursor.fetchall()}
    for field in model._meta.concrete_fields:
        name = f"{table}_{field.column}_ref"[:63]
        if isinstance(field, Ref) and name not in there:
            ran.append(_run(cursor, f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY '
                                    f'(board_id, "{field.column}") REFERENCES "{field.to}" (board_id, id)'))
    return ran


def _build_policy(cursor, model) -> list[str]:
    table = model._meta.db_table
    cursor.execute("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [table])
    enabled, forced = cursor.fetchone()
    cursor.execute("SELECT count(*) FROM pg_policies WHERE schemaname = 'public' AND tablename = %s", [table])
    policies = cursor.fetchone()[0]
    ran = []
    if not enabled:
        ran.append(_run(cursor, f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'))
    if not forced:
        ran.append(_run(cursor, f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'))
    if not policies:
        ran.append(_run(cursor, f'CREATE POLICY board ON "{table}" USING (board_id = kring.ctx_board()) '
                                f"WITH CHECK (board_id = kring.ctx_board())"))
    return ran


def _grant(cursor, clock_may_shift: bool) -> None:
    tenant = {m._meta.db_table: m.grants for m in tenant_models()}
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in cursor.fetchall():
        allowed = tenant.get(table, "SELECT, INSERT, UPDATE, DELETE")
        if table in READ_ONLY_GLOBAL or (table == "ground_clockshift" and not clock_may_shift):
            allowed = "SELECT"
        cursor.execute(f'REVOKE ALL ON "{table}" FROM kring_app')
        cursor.execute(f'GRANT {allowed} ON "{table}" TO kring_app')
        cursor.execute(f'GRANT ALL ON "{table}" TO kring_maint')
    cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kring_app, kring_maint")
