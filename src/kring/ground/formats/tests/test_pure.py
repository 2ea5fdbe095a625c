"""The readers are as pure as rules: they import nothing that could reach a framework, a network or a domain."""

import ast
from pathlib import Path

READERS = [path for path in Path(__file__).parents[1].glob("*.py") if path.name != "apps.py"]
ALLOWED = {
    "collections", "csv", "dataclasses", "datetime", "enum", "io", "kring", "lxml", "re", "typing", "unicodedata", "xml", "zipfile",
}  # fmt: skip


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_readers_import_nothing_else():
    names = {name for path in READERS for name in imported(path)}
    assert {name.split(".")[0] for name in names} <= ALLOWED
    assert all(name.startswith(("kring.ground.formats", "kring.norms")) for name in names if name.startswith("kring"))
