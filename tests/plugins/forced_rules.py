"""Runs tests with one rule after the other answering always the same, to see which test notices. Loaded by
tests/mutants only, with -p.

KRING_FORCED_RULES names a plan, {rule: {"module", "nodes"}}, and KRING_FORCED_RULES_SEEN where to write
{rule: {"allow": node, "refuse": node}}: the first test that turned red, empty where all stayed green.
"""

import importlib
import json
import os
from pathlib import Path

from _pytest.runner import runtestprotocol

from .rule_table import forced


def pytest_runtestloop(session):
    if session.testsfailed:
        return None
    plan = json.loads(Path(os.environ["KRING_FORCED_RULES"]).read_text())
    seen = {name: {outcome: first_red(session, name, entry, outcome) for outcome in ("allow", "refuse")}
            for name, entry in plan.items()}
    Path(os.environ["KRING_FORCED_RULES_SEEN"]).write_text(json.dumps(seen))
    return True


def first_red(session, name: str, entry: dict, outcome: str) -> str:
    """This function will return the first of a rule's tests that turns red while it gives this answer."""
    importlib.import_module(entry["module"])
    items = {item.nodeid: item for item in session.items}
    with forced(name, outcome):
        for node in entry["nodes"]:
            reports = runtestprotocol(items[node], log=False, nextitem=another(session, items[node]))
            if any(report.failed for report in reports):
                return node
    return ""


def another(session, item):
    """Some other test, of the same module if there is one: then pytest takes down what is this test's alone."""
    others = [other for other in session.items if other is not item]
    return next((other for other in others if other.parent is item.parent), others[0] if others else None)
