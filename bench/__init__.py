"""The figures of DESIGN §6, each measured beside its floor or peer in the same run.

One module per figure with `measure() -> list[Row]`. A figure whose subject is not built, or that cannot be measured on
this machine, says so instead of giving a number. Here belong measurements and the data they need; no limit is tested here.
"""
