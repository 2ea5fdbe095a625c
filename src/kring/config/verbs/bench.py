"""`kring bench`: every figure beside its floor, measured in the same run. Needs a checkout."""


def run(arguments: list[str]) -> int:
    """Measure and print; `--write` keeps the figures in docs/figures.md."""
    from bench.__main__ import main

    return main(arguments)
