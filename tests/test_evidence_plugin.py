"""The plugin that collects what a run proves: which marks it takes, and what it writes down."""

import json
import os
import subprocess
import sys

from tests.tree import REPOSITORY

SAMPLE = '''
import pytest
from datetime import date
from kring.norms import Reason, allow, rule

@rule(decides="whether this sample may", norms=("OC-14",), since=date(2026, 8, 1))
def may_sample(facts):
    return allow(Reason("yes", "OC-14", "Yes."))

@pytest.fixture
def broken():
    raise RuntimeError

@pytest.mark.norm("OC-14.a", "PL-07.a")
def test_passes(): assert may_sample(None).allowed
@pytest.mark.norm("OC-14.b")
def test_fails(): assert False
@pytest.mark.norm("OC-14.c")
def test_skips(): pytest.skip()
@pytest.mark.norm("OC-14.d")
@pytest.mark.xfail
def test_is_expected_to_fail(): assert False
@pytest.mark.norm("OC-14.e")
def test_cannot_start(broken): pass
def test_plain(): pass
'''


def run(folder, text, *options, ci: str = ""):
    (folder / "test_sample.py").write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers\n")
    environment = {**os.environ, "CI": ci, "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])}
    return subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "tests.plugins.evidence", *options],
                          cwd=folder, env=environment, capture_output=True, text=True)


def test_a_run_writes_outcomes_marks_and_asked_rules(tmp_path):
    run(tmp_path, SAMPLE, "--evidence", "kept/last.json", "-k", "not plain")
    kept = json.loads((tmp_path / "kept/last.json").read_text())
    outcomes = {node.split("::")[1]: outcome for node, outcome in kept["outcomes"].items()}
    assert outcomes == {"test_passes": "passed", "test_fails": "failed", "test_skips": "skipped",
                        "test_is_expected_to_fail": "expected skipped", "test_cannot_start": "failed"}
    assert kept["marks"]["test_sample.py::test_passes"] == ["OC-14.a", "PL-07.a"]
    assert "test_sample.py::test_plain" not in kept["marks"]
    assert kept["rules"] == {"test_sample.py::test_passes": {"test_sample.may_sample": ["allow"]}}
    assert kept["selection"] == "-k not plain"


def test_a_skip_fails_a_whole_run_in_ci_and_no_other(tmp_path):
    text = "import pytest\ndef test_it(): pytest.skip()\ndef test_other(): pass\n"
    assert run(tmp_path, text).returncode == 0
    assert run(tmp_path, text, "-k", "test_", ci="true").returncode == 0
    whole = run(tmp_path, text, ci="true")
    assert whole.returncode == 1
    assert "skipped, where nothing may be: test_sample.py::test_it" in whole.stdout
    assert run(tmp_path, text.replace("pytest.skip()", "pass"), ci="true").returncode == 0


def test_a_part_that_no_norm_has_stops_the_run_and_one_that_exists_does_not(tmp_path):
    text = 'import pytest\n@pytest.mark.norm("{}")\ndef test_it(): pass\n'
    wrong = run(tmp_path, text.format("OC-14.z"))
    assert wrong.returncode == 4
    assert "no norm has a proof part 'OC-14.z'" in wrong.stderr
    assert run(tmp_path, text.format("OC-14.e")).returncode == 0


def test_a_mark_without_a_part_stops_the_run(tmp_path):
    assert run(tmp_path, "import pytest\n@pytest.mark.norm\ndef test_it(): pass\n").returncode == 4


def test_a_whole_norm_is_no_part(tmp_path):
    assert run(tmp_path, 'import pytest\n@pytest.mark.norm("OC-14")\ndef test_it(): pass\n').returncode == 4
