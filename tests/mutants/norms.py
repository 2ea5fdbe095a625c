"""Forces each rule to ALLOW and to REFUSE, and demands that a marked test that asks it turns red each way.

Works from the evidence of a full run (`pytest --evidence evidence/last.json`): which marked tests passed and
which rules they asked. Rules are forced through `tests.plugins.forced_rule`; the product knows no such switch.
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from kring.norms import registry
from tests.tree import REPOSITORY, import_rules

RED, GREEN = 1, 0


@dataclass(frozen=True)
class Attempt:
    rule: str
    outcome: str
    caught_by: str
    problem: str = ""


def main(arguments: list[str] | None = None) -> int:
    """This function will try every rule both ways, print what caught each, and return 1 if any went unseen."""
    parser = argparse.ArgumentParser(prog="kring mutants --norms", description=main.__doc__)
    parser.add_argument("--evidence", type=Path, default=REPOSITORY / "evidence/last.json")
    parser.add_argument("--rule", action="append", help="only this rule (repeatable)")
    options = parser.parse_args(arguments)
    if not options.evidence.is_file():
        parser.error(f"no evidence at {options.evidence}; make it with: pytest --evidence {options.evidence}")
    evidence = json.loads(options.evidence.read_text())
    import_rules()
    names = options.rule or [name for name in sorted(registry()) if name.split(".")[0] not in ("tests", "kring")]
    attempts = [attempt(name, outcome, evidence) for name in names for outcome in ("allow", "refuse")]
    for made in attempts:
        print(f"{made.rule} → {made.outcome}: {made.caught_by or 'NOT SEEN: ' + made.problem}", flush=True)
    unseen = [made for made in attempts if not made.caught_by]
    print(f"{len(attempts) - len(unseen)} of {len(attempts)} forced answers were seen by a marked test")
    return 1 if unseen else 0


def askers(name: str, evidence: dict) -> list[str]:
    """This function will list the marked tests that passed and asked the rule, those of rules first."""
    found = [node for node, asked in evidence["rules"].items()
             if name in asked and evidence["marks"].get(node) and evidence["outcomes"].get(node) == "passed"]
    return sorted(found, key=lambda node: ("test_rules" not in node, node))


def attempt(name: str, outcome: str, evidence: dict) -> Attempt:
    """This function will run the rule's marked tests with its answer forced, until one turns red."""
    nodes = askers(name, evidence)
    if not nodes:
        return Attempt(name, outcome, "", "no marked test asks it")
    environment = {**os.environ, "KRING_FORCED_RULE": f"{registry()[name].module}:{name}={outcome}",
                   "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])}
    done = subprocess.run([sys.executable, "-m", "pytest", "-p", "tests.plugins.forced_rule", "-x", "-q", "--nightly",
                           "--no-header", "-rfE", *nodes], cwd=REPOSITORY, env=environment, capture_output=True, text=True)
    if done.returncode == RED:
        reds = [line.split(" ")[1] for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
        return Attempt(name, outcome, reds[0] if reds else "a test")
    problem = "its marked tests stay green" if done.returncode == GREEN else done.stdout.strip().splitlines()[-1]
    return Attempt(name, outcome, "", problem)


if __name__ == "__main__":
    sys.exit(main())
