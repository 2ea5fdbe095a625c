"""The tools that plant faults: patches still fit the tree, forced rules really answer what they were told."""

import subprocess
from datetime import date

import pytest

from kring.norms import Outcome, Reason, allow, refuse, rule
from kring.norms.registry import _RULES
from tests.mutants.norms import askers
from tests.mutants.patches import kept_patches, read_patch
from tests.plugins.rule_table import Watcher, forced
from tests.tree import REPOSITORY


@rule(decides="whether this example may", norms=("OC-14",), since=date(2026, 8, 1))
def may_example(fine):
    return allow(Reason("fine", "OC-14", "Fine.")) if fine else refuse(Reason("not-fine", "OC-14", "Not fine."))


NAME = may_example.rule_name


@pytest.fixture
def table():
    """The register as it was, afterwards."""
    kept = dict(_RULES)
    yield
    _RULES.clear()
    _RULES.update(kept)


@pytest.mark.parametrize("patch", kept_patches(), ids=lambda patch: patch.name)
def test_a_kept_patch_fits_the_tree_and_names_tests_that_are_there(patch):
    done = subprocess.run(["git", "apply", "--check", "--unidiff-zero", str(patch.path)], cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for node in patch.nodes:
        file, _, name = node.partition("::")
        assert (REPOSITORY / file).is_file()
        assert name.split("[")[0].split("::")[-1] in (REPOSITORY / file).read_text()


def test_a_patch_that_names_no_test_is_no_patch(tmp_path):
    (tmp_path / "x.patch").write_text("--- a\n+++ b\n")
    with pytest.raises(ValueError, match="has no line"):
        read_patch(tmp_path / "x.patch")


@pytest.mark.parametrize(("outcome", "facts"), [("allow", False), ("refuse", True)])
def test_a_forced_rule_answers_what_it_was_told_and_then_as_before(table, outcome, facts):
    before = may_example(facts).outcome
    with forced(NAME, outcome):
        assert may_example(facts).outcome is Outcome(outcome) is not before
        assert may_example(facts).rule == NAME
    assert may_example(facts).outcome is before


def test_a_watcher_notes_who_is_asked_and_changes_no_answer(table):
    with Watcher().watching() as asked:
        assert may_example(True).allowed
        assert not may_example(False).allowed
    assert asked == {NAME: {"allow", "refuse"}}
    with Watcher().watching() as asked:
        pass
    assert not asked


def test_only_marked_tests_that_passed_and_asked_count():
    evidence = {"rules": {"a": {"x": []}, "b": {"x": []}, "c": {"x": []}, "d": {"y": []}, "t/test_rules.py::e": {"x": []}},
                "marks": {"a": ["OC-14.a"], "b": ["OC-14.a"], "d": ["OC-14.a"], "t/test_rules.py::e": ["OC-14.a"]},
                "outcomes": {"a": "passed", "b": "failed", "c": "passed", "d": "passed", "t/test_rules.py::e": "passed"}}
    assert askers("x", evidence) == ["t/test_rules.py::e", "a"]
