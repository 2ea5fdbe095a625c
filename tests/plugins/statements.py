"""Every statement names its board, for each table that it reads or writes: checked on every statement of every test.

A statement that does not is an error where it is executed, so the test that runs it fails and shows the way there. A test
that leaves the board out on purpose says so in the statement: /* no board on purpose */.
"""

import re
from functools import lru_cache

import pytest

ON_PURPOSE = "/* no board on purpose */"
# Names that SQL puts behind a table and that are no alias.
KEYWORDS = frozenset({
    "where", "on", "set", "join", "left", "right", "inner", "cross", "full", "group", "order", "limit", "offset", "for",
    "union", "using", "values", "returning", "natural", "window", "having", "fetch", "as", "default", "select", "except",
    "intersect",
})


class BoardMissing(AssertionError):
    """A statement reads or writes a tenant table without naming its board."""


@lru_cache(maxsize=1)
def tenant_tables() -> frozenset[str]:
    from kring.ground.walls import tenant_models

    return frozenset(m._meta.db_table for m in tenant_models())


@lru_cache(maxsize=10_000)
def missing(sql: str) -> tuple[str, ...]:
    """Return the tables of a statement whose board is not named as often as the table is."""
    if ON_PURPOSE in sql or not re.match(r"\s*(with|select|insert|update|delete)\b", sql, re.I):
        return ()
    wanted: dict[str, int] = {}
    for match in re.finditer(r'(\binto|\bfrom|\bjoin|\bupdate|,)\s+(?:only\s+)?"?(\w+)\b"?(?!"?\.)(?:\s+(?:as\s+)?"?(\w+)"?)?', sql, re.I):
        verb, table, alias = match.group(1).lower(), match.group(2), match.group(3) or ""
        if table not in tenant_tables():
            continue
        if verb == "into":
            columns = sql[match.end(2) : sql.find(")", match.end(2))]
            if "board_id" not in columns:
                return (table,)
            continue
        name = table if alias.lower() in KEYWORDS or not alias else alias
        wanted[name] = wanted.get(name, 0) + 1
    plain = sql.replace('"', "")
    return tuple(
        name for name, times in wanted.items()
        if len(re.findall(rf"\b{name}\.board_id\b", plain)) < times and not _alone(plain, name, wanted)
    )


def _alone(sql: str, name: str, wanted: dict[str, int]) -> bool:
    """Return whether the statement has this one table only, so that a bare board_id can only be its own."""
    return len(wanted) == 1 and wanted[name] <= len(re.findall(r"(?<![.\w])board_id\s*(=|IN\b)", sql, re.I))


def check(sql) -> None:
    found = missing(str(sql))
    if found:
        raise BoardMissing(f"no board for {', '.join(found)} in: {sql}")


@pytest.fixture(scope="session", autouse=True)
def every_statement_names_its_board():
    from django.db.backends import utils

    plain = utils.CursorWrapper._execute

    def checked(self, sql, params, *ignored):
        if self.db.alias == "default":
            check(sql)
        return plain(self, sql, params, *ignored)

    utils.CursorWrapper._execute = checked
    yield
    utils.CursorWrapper._execute = plain
