"""Who may import whom: the contracts of .importlinter, and the rooms that stay private to their domain."""

import ast
import contextlib
import io
import os

import grimp
import pytest
from importlinter.cli import lint_imports

from tests.tree import REPOSITORY, domain_names, parsed, product_modules, relative, told

CONTRACTS = ("bands", "order", "rooms", "pure", "readers", "doors")
PRIVATE_ROOMS = ("models", "forms", "views", "urls", "jobs", "notices", "holdings")


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("kring", include_external_packages=False, cache_dir=None)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_contract_is_kept(contract):
    told, here = io.StringIO(), os.getcwd()
    os.chdir(REPOSITORY)
    try:
        with contextlib.redirect_stdout(told):
            code = lint_imports(limit_to_contracts=(contract,), no_cache=True, no_logo=True)
    finally:
        os.chdir(here)
    assert code == 0, told.getvalue()


def test_every_contract_is_checked_here():
    text = (REPOSITORY / ".importlinter").read_text()
    assert tuple(part.split("]")[0] for part in text.split("[importlinter:contract:")[1:]) == CONTRACTS


def owner(module: str) -> tuple[str, str] | None:
    """(domain, room) of a module inside a domain."""
    parts = module.split(".")
    return (parts[2], parts[3]) if parts[:2] == ["kring", "domains"] and len(parts) > 3 else None


def test_private_rooms_stay_at_home(graph):
    strangers = []
    for module in graph.modules:
        home = owner(module)
        if not home or home[1] not in PRIVATE_ROOMS:
            continue
        for importer in graph.find_modules_that_directly_import(module):
            if importer.startswith((f"kring.domains.{home[0]}.", "kring.config")) or ".tests" in importer:
                continue
            strangers.append(f"{importer} imports {module}")
    assert not sorted(strangers)


def test_no_back_doors():
    found = []
    for path in product_modules():
        for node in ast.walk(parsed(path)):
            if (isinstance(node, ast.Attribute) and node.attr == "get_model") or (
                isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.dispatch")
            ) or (isinstance(node, (ast.ImportFrom, ast.Import)) and any("signals" in name for name in imported(node))):
                found.append(f"{relative(path)}:{node.lineno}")
    assert not found, "calls go by name: no get_model, no signals, no receivers" + told(found)


def imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    module = getattr(node, "module", "") or ""
    return [f"{module}.{alias.name}" for alias in node.names]


def test_every_domain_has_a_door_text():
    without = [name for name in domain_names()
               if not ast.get_docstring(parsed(REPOSITORY / f"src/kring/domains/{name}/__init__.py"))]
    assert not without, told(without)
