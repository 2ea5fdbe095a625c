"""Reaches into the register of rules, for tests of the tests only: who asks which rule, and what if it were wrong.

The product has no such switch; nothing in `kring` imports this.
"""

import contextlib
import functools
from dataclasses import replace

from kring.norms import Reason, allow, refuse
from kring.norms.registry import _RULES

FORCED = {"allow": allow, "refuse": refuse}


class Watcher:
    """Notes the names of rules while they are asked."""

    def __init__(self):
        self._asked = set()
        self._wrapped = {}

    @contextlib.contextmanager
    def watching(self):
        """This function will yield the set of rule names asked until it ends."""
        self._asked = asked = set()
        self._wrap_new()
        yield asked
        self._wrap_new()

    def _wrap_new(self):
        for name, rule in list(_RULES.items()):
            if self._wrapped.get(name) is not rule:
                self._wrapped[name] = _RULES[name] = replace(rule, function=self._noting(name, rule.function))

    def _noting(self, name, function):
        @functools.wraps(function)
        def noting(*args, **kwargs):
            self._asked.add(name)
            return function(*args, **kwargs)

        return noting


def force(name: str, outcome: str) -> None:
    """This function will make one registered rule give one answer, whatever the facts."""
    rule = _RULES[name]
    reason = Reason("forced", rule.norms[0], "Forced by a test of the tests.")

    @functools.wraps(rule.function)
    def forced(*args, **kwargs):
        return FORCED[outcome](reason)

    _RULES[name] = replace(rule, function=forced)
