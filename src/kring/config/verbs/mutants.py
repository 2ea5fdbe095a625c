"""`kring mutants`: does the suite have teeth? `--norms` forces each rule both ways; without it the kept patches are planted."""

import argparse


def run(arguments: list[str]) -> int:
    """Run the chosen mutants; ends with 1 when one is not noticed. Needs a checkout."""
    parser = argparse.ArgumentParser(prog="kring mutants")
    parser.add_argument("--norms", action="store_true", help="force each rule to ALLOW, then to REFUSE")
    chosen, rest = parser.parse_known_args(arguments)
    if chosen.norms:
        from tests.mutants.norms import main
    else:
        from tests.mutants.patches import main
    return main(rest)
