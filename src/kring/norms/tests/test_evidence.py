"""States of norms from a test run: what counts as proof and what does not."""

import json

import pytest

from kring.norms import evidence, norms

ALL_PARTS = {f"test.py::test_{letter}": [f"OC-14.{letter}"] for letter in "abcde"}


def run(marks, outcomes=None):
    return {"commit": "abc", "date": "2026-11-17T12:00:00+00:00", "selection": "",
            "marks": marks, "outcomes": outcomes if outcomes is not None else dict.fromkeys(marks, "passed")}


def state(marks, outcomes=None):
    return evidence.report(run(marks, outcomes))["OC-14"]["state"]


def test_a_norm_works_when_every_part_has_a_test_that_passed():
    assert state(ALL_PARTS) == "working"


@pytest.mark.parametrize("letter", "abcde")
def test_one_part_unproved_is_partly(letter):
    marks = {node: parts for node, parts in ALL_PARTS.items() if parts != [f"OC-14.{letter}"]}
    assert state(marks) == "partly"


def test_no_part_proved_is_not_yet():
    assert state({}) == "not yet"


@pytest.mark.parametrize("outcome", ["failed", "skipped", "expected failed", "expected skipped"])
def test_one_marked_test_that_did_not_pass_takes_working_away(outcome):
    marks = {**ALL_PARTS, "test.py::test_again": ["OC-14.a"]}
    outcomes = {**dict.fromkeys(ALL_PARTS, "passed"), "test.py::test_again": outcome}
    assert state(marks, outcomes) == "partly"


def test_a_marked_test_that_was_not_run_says_nothing():
    marks = {**ALL_PARTS, "test.py::test_long": ["OC-14.a"]}
    assert state(marks, dict.fromkeys(ALL_PARTS, "passed")) == "working"
    assert state({"test.py::test_long": ["OC-14.a"]}, {}) == "not yet"


def test_one_test_may_prove_parts_of_several_norms():
    entries = evidence.report(run({"t.py::t": ["OC-15.a", "BK-11.a"]}))
    assert entries["OC-15"]["state"] == entries["BK-11"]["state"] == "working"
    assert entries["OC-15"]["parts"] == {"a": ["t.py::t"]}


def test_the_report_has_every_norm_and_its_totals_add_up():
    entries = evidence.report(run(ALL_PARTS))
    assert list(entries) == list(norms())
    assert evidence.totals(entries) == {"working": 1, "partly": 0, "not yet": len(norms()) - 1}
    written = list(evidence.lines(entries))
    assert written[-1] == f"1 working, 0 partly, {len(norms()) - 1} not yet"
    assert any(line.startswith("OC-14  working  abcde") for line in written)


def test_compact_evidence_gives_the_same_states():
    full = run({**ALL_PARTS, "t.py::plain": []}, {**dict.fromkeys(ALL_PARTS, "passed"), "t.py::plain": "failed"})
    small = evidence.compact({**full, "rules": {"t.py::plain": ["media.may_place"]}})
    assert set(small["marks"]) == set(small["outcomes"]) == set(ALL_PARTS)
    assert evidence.report(small) == evidence.report(full)


def test_differences_name_the_norm_and_both_states():
    assert evidence.differences(run(ALL_PARTS), run(ALL_PARTS)) == []
    assert evidence.differences(run(ALL_PARTS), run({})) == ["OC-14: kept evidence says working, this run says not yet"]


def test_a_file_that_is_no_evidence_is_said_so(tmp_path):
    path = tmp_path / "evidence.json"
    path.write_text(json.dumps(run(ALL_PARTS)))
    assert evidence.read(path)["commit"] == "abc"
    path.write_text("[]")
    with pytest.raises(ValueError, match="no evidence"):
        evidence.read(path)
