"""`kring check`: the checks without the suite: style, types, imports, rooms, messages, migrations, norms."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
CHECKS = (
    ("style", [sys.executable, "-m", "ruff", "check", "."]),
    ("types", [sys.executable, "-m", "mypy", "src/kring/norms"]),
    ("house rules", [sys.executable, "-m", "pytest", "-q", "tests/test_imports.py", "tests/test_rooms.py",
                     "tests/test_rules.py", "tests/test_tree.py", "tests/test_messages.py"]),
)


def run(arguments: list[str]) -> int:
    """Run every check, also after one failed, and end with 1 when any did."""
    failed = []
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    for name, command in CHECKS:
        print(f"── {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, env=environment).returncode != 0:
            failed.append(name)
    print("all checks hold" if not failed else f"broken: {', '.join(failed)}")
    return 1 if failed else 0
