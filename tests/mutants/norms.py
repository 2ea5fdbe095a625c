"""Forces each rule to ALLOW and to REFUSE, and demands that a marked test that asks it turns red each way.

Works from the evidence of a full run (`pytest --evidence evidence/last.json`): which marked tests passed and
which rules they asked. Rules are forced through `tests.plugins.forced_rules`; the product knows no such switch.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from kring.norms import registry
from tests.tree import REPOSITORY, import_rules


def main(arguments: list[str] | None = None) -> int:
    """This function will try every rule both ways, print what saw each, and return 1 if any went unseen."""
    parser = argparse.ArgumentParser(prog="kring mutants --norms", description=main.__doc__)
    parser.add_argument("--evidence", type=Path, default=REPOSITORY / "evidence/last.json")
    parser.add_argument("--rule", action="append", help="only this rule (repeatable)")
    options = parser.parse_args(arguments)
    if not options.evidence.is_file():
        parser.error(f"no evidence at {options.evidence}; make it with: pytest --evidence {options.evidence}")
    evidence = json.loads(options.evidence.read_text())
    import_rules()
    names = options.rule or sorted(name for name, rule in registry().items() if rule.module.startswith("kring.domains."))
    plan = {name: {"module": registry()[name].module, "nodes": askers(name, evidence)} for name in names}
    seen = run({name: entry for name, entry in plan.items() if entry["nodes"]})
    unseen = 0
    for name, entry in plan.items():
        for outcome in ("allow", "refuse"):
            by = seen.get(name, {}).get(outcome, "")
            unseen += not by
            print(f"{name} → {outcome}: {by or 'NOT SEEN: ' + why_unseen(entry)}", flush=True)
    print(f"{2 * len(plan) - unseen} of {2 * len(plan)} forced answers were seen by a marked test")
    return 1 if unseen else 0


def why_unseen(entry: dict) -> str:
    return f"its {len(entry['nodes'])} marked tests stay green" if entry["nodes"] else "no marked test asks it"


def askers(name: str, evidence: dict) -> list[str]:
    """This function will list the marked tests that passed and asked the rule, those of rules first."""
    found = [node for node, asked in evidence["rules"].items()
             if name in asked and evidence["marks"].get(node) and evidence["outcomes"].get(node) == "passed"]
    return sorted(found, key=lambda node: ("test_rules" not in node, node))


def run(plan: dict) -> dict:
    """This function will run the plan in one pytest process and return which test saw what.

    Raises: SystemExit with pytest's last lines when it did not come to the end.
    """
    if not plan:
        return {}
    files = sorted({node.split("::")[0] for entry in plan.values() for node in entry["nodes"]})
    with tempfile.TemporaryDirectory(prefix="kring-forced-") as folder:
        wanted, seen = Path(folder) / "plan.json", Path(folder) / "seen.json"
        wanted.write_text(json.dumps(plan))
        environment = {**os.environ, "KRING_FORCED_RULES": str(wanted), "KRING_FORCED_RULES_SEEN": str(seen),
                       "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])}
        done = subprocess.run([sys.executable, "-m", "pytest", "-p", "tests.plugins.forced_rules", "-q", "--nightly", *files],
                              cwd=REPOSITORY, env=environment, capture_output=True, text=True)
        if not seen.is_file():
            raise SystemExit("\n".join((done.stdout + done.stderr).strip().splitlines()[-15:]))
        return json.loads(seen.read_text())


if __name__ == "__main__":
    sys.exit(main())
