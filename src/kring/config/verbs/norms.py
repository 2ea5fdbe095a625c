"""`kring norms`: what holds of each norm, computed from the evidence of the last full run and never written by hand."""

import argparse
import json
import os
import sys
from pathlib import Path

from kring.norms import evidence


def run(arguments: list[str]) -> int:
    """Print a line per norm, or with `--json` norm id → state, parts and rules. `--keep FILE` keeps a run's evidence."""
    parser = argparse.ArgumentParser(prog="kring norms")
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--evidence", type=Path, help="another evidence file than the kept one")
    parser.add_argument("--keep", type=Path, help="keep this run's evidence as docs/evidence.json")
    chosen = parser.parse_args(arguments)
    _load_rules()
    if chosen.keep:
        kept = evidence.compact(evidence.read(chosen.keep))
        target = Path(__file__).resolve().parents[4] / "docs" / "evidence.json"
        target.write_text(json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
        return 0
    found = evidence.read(chosen.evidence) if chosen.evidence else evidence.kept_evidence()
    if found is None:
        print("There is no evidence yet: run `kring test` first.", file=sys.stderr)
        return 1
    entries = evidence.report(found)
    if chosen.json:
        print(json.dumps(entries, indent=1, ensure_ascii=False))
    else:
        for line in evidence.lines(entries):
            print(line)
    return 0


def _load_rules() -> None:
    """Import every app, so that all rules are registered."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
    import django

    django.setup()
    from kring.pages.accountability.rulebook import rules

    rules()
