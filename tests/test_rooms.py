"""The same rooms in every domain, of a size that can be read; only actions write."""

import ast
import re
from pathlib import Path

import pytest

from tests.tree import DOMAINS, REPOSITORY, domain_names, files, parsed, product_modules, relative, room_of, told

ROOMS = {"__init__", "terms", "rules", "models", "queries", "notices", "actions", "jobs", "holdings", "forms", "views",
         "urls", "templates", "tests", "migrations", "apps", "locale"}
FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES, VIEW_LINES = 400, 40, 80, 15
# Longer than the house rule, each with the reason why cutting it would read worse.
LONGER: dict[str, str] = {}
WRITERS = {"save", "create", "delete", "bulk_create", "bulk_insert", "bulk_update", "get_or_create", "update_or_create"}
WRITING_SQL = ("INSERT ", "UPDATE ", "DELETE ")


@pytest.mark.parametrize("domain", domain_names())
def test_a_domain_has_these_rooms_and_no_others(domain):
    found = {path.name.removesuffix(".py") for path in (DOMAINS / domain).iterdir() if path.name != "__pycache__"}
    assert found <= ROOMS


def functions(path: Path):
    return [node for node in ast.walk(parsed(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def length(node: ast.FunctionDef) -> int:
    """Lines of the function without its docstring and decorators."""
    doc = node.body[0] if ast.get_docstring(node) else None
    return node.end_lineno - node.lineno + 1 - (doc.end_lineno - doc.lineno + 1 if doc else 0)


def too_long() -> dict[str, int]:
    found = {}
    for path in product_modules():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > FILE_LINES:
            found[relative(path)] = lines
        for node in functions(path):
            limit = VIEW_LINES if room_of(path) and room_of(path)[1] == "views" else FUNCTION_LINES
            if length(node) > limit:
                found[f"{relative(path)}:{node.name}"] = length(node)
    for path in files(".html", under="src/kring/"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > TEMPLATE_LINES:
            found[relative(path)] = lines
    return found


def test_files_functions_views_and_templates_can_be_read_in_one_go():
    assert {name: lines for name, lines in too_long().items() if name not in LONGER} == {}


def test_what_is_allowed_to_be_longer_still_is():
    assert set(LONGER) <= set(too_long()), "no longer too long: take it off the list"


def writes_of(path: Path) -> list[str]:
    """Calls that write through the ORM, and SQL texts that write."""
    found = []
    for node in ast.walk(parsed(path)):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if called and (node.func.attr in WRITERS or is_queryset_update(node)):
            found.append(f"{relative(path)}:{node.lineno} .{node.func.attr}()")
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lstrip().startswith(WRITING_SQL):
            found.append(f"{relative(path)}:{node.lineno} {node.value.split()[0]}")
    return found


def is_queryset_update(node: ast.Call) -> bool:
    """QuerySet.update takes fields by keyword; dict.update and a digest's take something by position."""
    return node.func.attr == "update" and not node.args and bool(node.keywords)


def test_only_actions_write():
    found = []
    for path in product_modules():
        room = room_of(path)
        if (room and room[1] not in ("actions", "models")) or "pages" in path.relative_to(REPOSITORY / "src/kring").parts[:1]:
            found += writes_of(path)
    assert not found, told(found)


def test_models_only_declare():
    """No overridden save or delete and no manager that writes: what a row does stands in actions."""
    found = []
    for path in product_modules():
        if room_of(path) and room_of(path)[1] == "models":
            found += [f"{relative(path)}:{node.lineno} {node.name}" for node in functions(path) if node.name in WRITERS]
    assert not found, told(found)


# Where no `at` can be handed in, with the reason.
WITHOUT_AT = {
    "src/kring/domains/accounts/actions/sessions.py": "Django opens a session before any view, and before the clock's shift is known",
}


def asks_the_clock(node: ast.AST) -> bool:
    """now() in any form, or today() of nothing; clock.today(at) turns a moment into a day and is fine."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return bool(re.search(r"\bnow\(\)|\bcurrent_(?:date|timestamp)\b", node.value, re.I)) and "SELECT" in node.value
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr in ("now", "utcnow") or (node.func.attr == "today" and not node.args)


def test_time_comes_as_an_argument():
    """Domains and norms ask no clock: `at` is handed to them by the door (views, jobs), which asks kring.ground.clock."""
    found = []
    for path in product_modules():
        room = room_of(path)
        if relative(path) in WITHOUT_AT or (room is None and "norms" not in path.parts):
            continue
        if room is None or room[1] not in ("views", "jobs", "forms"):
            found += [f"{relative(path)}:{node.lineno}" for node in ast.walk(parsed(path)) if asks_the_clock(node)]
    assert not found, told(found)
