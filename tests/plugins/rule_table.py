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
    """Notes which rules are asked, and what they answer."""

    def __init__(self):
        self._asked = {}
        self._wrapped = {}

    @contextlib.contextmanager
    def watching(self):
        """This function will yield {rule: outcomes} of the rules asked until it ends."""
        self._asked = asked = {}
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
            answer = function(*args, **kwargs)
            self._asked.setdefault(name, set()).add(getattr(getattr(answer, "outcome", None), "value", "none"))
            return answer

        return noting


@contextlib.contextmanager
def forced(name: str, outcome: str):
    """This function will make one registered rule give one outcome, whatever the facts, until it ends.

    Where the rule gives that outcome anyway its own verdict stays: a test must notice the outcome, not the wording.
    """
    rule = _RULES[name]
    reason = Reason("forced", rule.norms[0], "Forced by a test of the tests.")

    @functools.wraps(rule.function)
    def answer(*args, **kwargs):
        verdict = rule.function(*args, **kwargs)
        return verdict if verdict.outcome.value == outcome else FORCED[outcome](reason)

    _RULES[name] = replace(rule, function=answer)
    try:
        yield
    finally:
        _RULES[name] = rule
