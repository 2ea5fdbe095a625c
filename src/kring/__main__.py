"""The operator's verbs: `kring demo`, `kring serve`, … Each is a module in `kring.config.verbs` with `run(arguments)`."""

import sys
from importlib import import_module

VERBS = {
    "demo": "show Kring working: its own database, a fictional school, an address to open",
    "test": "prove it: every check and every test, as CI runs them",
    "check": "the checks alone: style, imports, rooms, messages, norms",
    "serve": "serve the pages and the live streams",
    "worker": "run the jobs: pictures, mail, retention, the audit tree",
    "migrate": "bring the database up to date",
    "import": "what files of the administration would change, in words",
    "bench": "measure every figure beside its floor; --write keeps them in docs/figures.md",
    "norms": "what holds of each norm, from the last full run; --json for machines",
    "mutants": "force rules and plant faults; each must turn a test red",
    "verify-audit": "rebuild the audit tree and say what does not fit",
}


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in VERBS:
        width = max(map(len, VERBS))
        print("usage: kring VERB [options]\n")
        for verb, says in VERBS.items():
            print(f"  {verb:<{width}}  {says}")
        sys.exit(0 if sys.argv[1:] in ([], ["--help"], ["help"]) else 2)
    module = import_module(f"kring.config.verbs.{sys.argv[1].replace('-', '_').replace('import', 'import_')}")
    sys.exit(module.run(sys.argv[2:]))


if __name__ == "__main__":
    main()
