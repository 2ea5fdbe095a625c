"""Which norms the tests prove: a run's outcomes and marks, joined with norms and rules.

Here belong reading the kept evidence and computing each norm's state. Collecting it while tests run is
the matter of the tests' own plugin; only marks on tests that passed make a norm work.

Evidence is {"commit", "date", "selection", "outcomes": {node: outcome}, "marks": {node: [part ids]}}; what
else the file holds is left alone.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .catalogue import Norm, norms
from .data import data_folder
from .registry import registry

WORKING, PARTLY, NOT_YET = "working", "partly", "not yet"
Evidence = Mapping[str, Any]
Entry = dict[str, Any]


def report(evidence: Evidence) -> dict[str, Entry]:
    """This function will say of every norm what is proved: its state, the tests that passed per part, and
    the rules that cite it (those that have been imported)."""
    tests = _tests_by_part(evidence)
    rules = _rules_by_norm()
    return {norm.id: _entry(norm, tests, rules.get(norm.id, [])) for norm in norms().values()}


def totals(entries: Mapping[str, Entry]) -> dict[str, int]:
    """This function will count the norms per state."""
    counts = {WORKING: 0, PARTLY: 0, NOT_YET: 0}
    for entry in entries.values():
        counts[entry["state"]] += 1
    return counts


def lines(entries: Mapping[str, Entry]) -> Iterable[str]:
    """This function will write a report for a terminal: a line per norm, then the totals."""
    for norm_id, entry in entries.items():
        proved = "".join(letter if found else "·" for letter, found in entry["parts"].items())
        yield f"{norm_id}  {entry['state']:<8} {proved:<6} {norms()[norm_id].en}"
    yield ", ".join(f"{count} {state}" for state, count in totals(entries).items())


def compact(evidence: Evidence) -> dict[str, Any]:
    """This function will keep of a run what states are computed from: the marked tests."""
    marks = {node: sorted(parts) for node, parts in sorted(evidence["marks"].items()) if parts}
    outcomes = {node: evidence["outcomes"][node] for node in marks if node in evidence["outcomes"]}
    kept = {key: evidence[key] for key in ("commit", "date", "selection")}
    return {**kept, "outcomes": outcomes, "marks": marks}


def kept_evidence() -> Evidence | None:
    """This function will return the evidence of the last full run that came with this version, if any:
    `evidence.json` among the installed data, `docs/evidence.json` in a checkout."""
    folder = data_folder()
    for path in (folder / "evidence.json", folder.parent / "docs/evidence.json"):
        if path.is_file():
            return _read_once(path, path.stat().st_mtime_ns)
    return None


@functools.lru_cache(maxsize=1)
def _read_once(path: Path, changed_ns: int) -> Evidence:
    return read(path)


def read(path: Path) -> Evidence:
    """This function will read an evidence file.

    Raises: ValueError when the file is no evidence.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not {"commit", "date", "outcomes", "marks"} <= content.keys():
        raise ValueError(f"{path.name} holds no evidence of a test run")
    return content


def differences(kept: Evidence, fresh: Evidence) -> list[str]:
    """This function will name each norm whose state differs between two runs."""
    before, now = report(kept), report(fresh)
    return [
        f"{norm_id}: kept evidence says {before[norm_id]['state']}, this run says {now[norm_id]['state']}"
        for norm_id in norms()
        if before[norm_id]["state"] != now[norm_id]["state"]
    ]


def _tests_by_part(evidence: Evidence) -> dict[str, dict[str, str]]:
    """Part id → {node: outcome}; a marked test that was not run says nothing, either way."""
    found: dict[str, dict[str, str]] = {}
    for node, parts in evidence["marks"].items():
        outcome = evidence["outcomes"].get(node)
        for part in parts if outcome else ():
            found.setdefault(part, {})[node] = outcome
    return found


def _rules_by_norm() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for rule in sorted(registry().values(), key=lambda rule: (rule.file, rule.line)):
        for norm_id in rule.norms:
            found.setdefault(norm_id, []).append(rule.place)
    return found


def _entry(norm: Norm, tests: Mapping[str, Mapping[str, str]], rules: list[str]) -> Entry:
    parts = {letter: tests.get(f"{norm.id}.{letter}", {}) for letter in norm.parts}
    passed = {letter: sorted(node for node in found if found[node] == "passed") for letter, found in parts.items()}
    unbroken = all(outcome == "passed" for found in parts.values() for outcome in found.values())
    return {"state": _state(passed, unbroken=unbroken), "parts": passed, "rules": rules}


def _state(passed: Mapping[str, list[str]], *, unbroken: bool) -> str:
    if unbroken and all(passed.values()):
        return WORKING
    return PARTLY if any(passed.values()) else NOT_YET
