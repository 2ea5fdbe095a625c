"""Rules and norms hang together: each norm that is cited exists, each rule is asked, each has a case both ways."""

import ast
import re
from collections import defaultdict

import pytest

from kring.norms import norms, part_ids, registry
from tests.tree import files, import_rules, parsed, product_modules, relative, room_of, told

NORM = re.compile(r"\b(?:GO|BK|LO|OC|PL)-\d\d(?:\.[a-z])?\b")


@pytest.fixture(scope="module")
def rules():
    import_rules()
    return {name: rule for name, rule in registry().items() if rule.module.startswith("kring.domains.")}


def test_every_norm_that_a_rule_cites_exists(rules):
    unknown = {(rule.place, norm) for rule in rules.values() for norm in rule.norms if norm not in norms()}
    assert not unknown, told(unknown)


def test_every_norm_named_anywhere_in_the_code_exists():
    known = set(norms()) | part_ids()
    unknown = []
    for path in files(".py", ".html", ".md", ".toml", under="src/"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            unknown += [f"{relative(path)}:{number} {found}" for found in NORM.findall(line) if found not in known]
    assert not unknown, told(unknown)


def names_used(path) -> set[str]:
    tree = parsed(path)
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return used | {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_every_rule_is_called_by_an_action_a_query_or_a_page(rules):
    """Directly, or through another rule that is."""
    asked_by = defaultdict(set)
    inside_rules = defaultdict(set)
    for path in product_modules():
        room = room_of(path)
        if relative(path).startswith("src/kring/norms/"):
            continue
        if room and room[1] == "rules":
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.FunctionDef):
                    for inner in ast.walk(node):
                        if isinstance(inner, ast.Call):
                            inside_rules[called(inner)].add(node.name)
        else:
            for name in names_used(path):
                asked_by[name].add(relative(path))
    unreached = [rule.place for rule in rules.values()
                 if not reached(rule.name.split(".")[-1], asked_by, inside_rules, set())]
    assert not unreached, told(unreached)


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def reached(name, asked_by, inside_rules, seen) -> bool:
    if asked_by[name]:
        return True
    seen.add(name)
    return any(reached(caller, asked_by, inside_rules, seen) for caller in inside_rules[name] if caller not in seen)


AGE_OR_TERM = {14, 16, 18, 28, 30, 72, 90, 365, 366, 730}


def test_no_age_or_term_stands_in_a_rule():
    """Numbers of this kind are parameters: dated, with a source. Small counts (0, 1, 2 …) are not."""
    found = []
    for path in product_modules():
        room = room_of(path)
        if not room or room[1] not in ("rules", "terms"):
            continue
        parents = {child: node for node in ast.walk(parsed(path)) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Constant) or type(node.value) is not int or node.value not in AGE_OR_TERM:
                continue
            if not inside_since(node, parents):
                found.append(f"{relative(path)}:{node.lineno} {node.value}")
    assert not found, told(found)


def inside_since(node: ast.AST, parents: dict) -> bool:
    """The day from which a rule holds is no term: since=date(2026, 8, 16)."""
    while node in parents:
        node = parents[node]
        if isinstance(node, ast.keyword) and node.arg == "since":
            return True
    return False


def test_every_parameter_that_is_asked_exists():
    from kring.norms import parameters

    unknown = []
    for path in product_modules():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and called(node) == "parameter" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value not in parameters():
                    unknown.append(f"{relative(path)}:{node.lineno} {first.value}")
    assert not unknown, told(unknown)


def one_sided(names, outcomes_of) -> list[str]:
    """Rules that the run never saw allow, or never saw stop (ask or refuse)."""
    found = []
    for name in names:
        seen = outcomes_of(name)
        if "allow" not in seen:
            found.append(f"{name} never allowed")
        if not seen & {"ask", "refuse"}:
            found.append(f"{name} never stopped anything")
    return found


def test_every_rule_was_seen_to_allow_and_to_stop(rules, collector):
    """Runs last (see the evidence plugin), and means something in a run of everything only."""
    if not collector.is_full:
        pytest.skip("only a run of everything shows this")
    found = one_sided(rules, collector.outcomes_of)
    assert not found, told(found)


def test_a_rule_seen_from_one_side_only_is_named():
    seen = {"a": {"allow", "refuse"}, "b": {"allow", "ask"}, "c": {"allow"}, "d": {"refuse"}, "e": set()}
    assert one_sided(seen, seen.__getitem__) == [
        "c never stopped anything", "d never allowed", "e never allowed", "e never stopped anything"]


def test_evidence_names_tests_that_exist():
    """The kept evidence may lag behind, or not be there yet, but it may not name files that are gone."""
    from kring.norms import evidence

    kept = evidence.kept_evidence() or {"marks": {}}
    gone = {node.split("::")[0] for node in kept["marks"]} - {relative(p) for p in files(".py")}
    assert not gone
