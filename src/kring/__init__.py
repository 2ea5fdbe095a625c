"""Kring: communication between a school and the parents of its pupils, in which the rules are the software."""

__version__ = "0.1.0"
