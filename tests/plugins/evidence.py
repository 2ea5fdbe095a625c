"""Collects what a test run proves: outcomes, norm marks and which rules each test asked.

Registers the marker `norm`, refuses marks of parts that do not exist, and writes the evidence with
`--evidence PATH`. Computing states from it is `kring.norms.evidence`.
"""

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kring.norms import evidence, part_ids

from .rule_table import Watcher

COLLECTOR = "kring-evidence-collector"
FULL = ("", "--nightly")
LAST = "test_every_rule_was_seen_to_allow_and_to_stop"


def pytest_addoption(parser):
    parser.addoption("--evidence", metavar="PATH", help="write outcomes, norm marks and asked rules to this file")


def pytest_configure(config):
    config.addinivalue_line("markers", "norm(*parts): the proof parts of norms that this test proves, as OC-14.a")
    config.pluginmanager.register(Collector(config), COLLECTOR)


@pytest.fixture(scope="session")
def collector(request):
    """What this run has collected so far."""
    return request.config.pluginmanager.get_plugin(COLLECTOR)


def marked_parts(item) -> list[str]:
    """This function will return the part ids that a test is marked with, on itself, its class or module."""
    return sorted({part for mark in item.iter_markers("norm") for part in mark.args})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    known = part_ids()
    wrong = []
    for item in items:
        for mark in item.iter_markers("norm"):
            if not mark.args or mark.kwargs:
                wrong.append(f"{item.nodeid}: norm() takes part ids, as \"OC-14.a\"")
            wrong += [f"{item.nodeid}: no norm has a proof part {part!r}" for part in mark.args if part not in known]
    if wrong:
        raise pytest.UsageError("\n".join(sorted(set(wrong))))


def selection(arguments: list[str]) -> str:
    """This function will name what narrowed or widened a run: its arguments, save those on how it tells."""
    kept, rest = [], iter(arguments)
    for word in rest:
        if word in ("-p", "--evidence"):
            next(rest)
        elif not word.startswith(("-p", "-q", "-v", "--no-header", "--evidence", "--tb", "--durations")):
            kept.append(word)
    return " ".join(kept)


class Collector:
    """Keeps a run's outcomes until its end."""

    def __init__(self, config):
        self.stale: list[str] = []
        self.skipped: list[str] = []
        self.path = config.getoption("--evidence")
        self.root = config.rootpath
        self.selection = selection(list(config.invocation_params.args))
        self.outcomes, self.marks, self.rules = {}, {}, {}
        self.watcher = Watcher()

    @property
    def is_full(self) -> bool:
        """Whether nothing narrows this run."""
        return self.selection in FULL

    @property
    def everything_is_asked(self) -> bool:
        """Whether a test that is skipped counts as one that failed: where CI runs the whole."""
        return self.is_full and os.environ.get("CI") == "true"

    def outcomes_of(self, rule: str) -> set[str]:
        """This function will return every outcome that a rule was seen to give."""
        return {outcome for asked in self.rules.values() for outcome in asked.get(rule, ())}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        self.marks = {item.nodeid: parts for item in items if (parts := marked_parts(item))}
        items.sort(key=lambda item: item.name == LAST)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item):
        with self.watcher.watching() as asked:
            yield
        if asked:
            self.rules[item.nodeid] = {name: sorted(outcomes) for name, outcomes in sorted(asked.items())}

    def pytest_runtest_logreport(self, report):
        before = self.outcomes.get(report.nodeid)
        if report.when == "call" or report.outcome != "passed":
            expected = hasattr(report, "wasxfail")
            outcome = f"expected {report.outcome}" if expected else report.outcome
            if before in (None, "passed"):
                self.outcomes[report.nodeid] = outcome

    def pytest_sessionfinish(self, session):
        self.skipped = [node for node, outcome in self.outcomes.items() if outcome == "skipped"]
        if self.skipped and self.everything_is_asked:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        if not self.path:
            return
        path = Path(self.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"commit": self._commit(), "date": datetime.now(UTC).isoformat(timespec="seconds"),
                   "selection": self.selection, "outcomes": self.outcomes, "marks": self.marks, "rules": self.rules}
        path.write_text(json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
        kept = evidence.kept_evidence()
        if not self.is_full or kept is None:
            return
        self.stale = evidence.differences(kept, content)
        if os.environ.get("CI") == "true" and self._overstated(kept, content):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _overstated(self, kept, content) -> bool:
        """Whether the accountability page says more, from the kept evidence, than this full run shows."""
        said, shown = evidence.report(kept), evidence.report(content)
        rank = {evidence.NOT_YET: 0, evidence.PARTLY: 1, evidence.WORKING: 2}
        return any(rank[said[norm]["state"]] > rank[shown[norm]["state"]] for norm in said)

    def pytest_terminal_summary(self, terminalreporter):
        for node in self.skipped if self.everything_is_asked else ():
            terminalreporter.write_line(f"skipped, where nothing may be: {node}", red=True)
        for line in self.stale:
            terminalreporter.write_line(f"kept evidence is out of date: {line}", red=True)

    def _commit(self) -> str:
        """The commit, with a plus when the tree differs from it; empty outside a checkout."""
        def git(*words):
            return subprocess.run(["git", *words], cwd=self.root, capture_output=True, text=True).stdout.strip()

        commit = git("rev-parse", "HEAD")
        return f"{commit}+" if commit and git("status", "--porcelain", "--untracked-files=no") else commit
