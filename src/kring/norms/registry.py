"""The register of rules: which function decides what, under which norms, where it stands.

Here belong the mark `@rule` and the list of all marked functions. No rule itself.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, ParamSpec

from .verdicts import Verdict

_P = ParamSpec("_P")


@dataclass(frozen=True, slots=True)
class Rule:
    """One function that decides. `file` starts at the package, as `kring/…`; `path` is where it lies here."""

    name: str
    decides: str
    norms: tuple[str, ...]
    since: date
    function: Callable[..., Verdict]
    module: str
    path: str
    file: str
    line: int

    @property
    def place(self) -> str:
        """This function will return the file and line of the rule."""
        return f"{self.file}:{self.line}"

    @property
    def version(self) -> str:
        """This function will name the text of the rule: its date and a digest of its source file."""
        return f"{self.since.isoformat()}/{_digest(self.path)}"


_RULES: dict[str, Rule] = {}


def rule(
    *, decides: str, norms: tuple[str, ...], since: date
) -> Callable[[Callable[_P, Verdict]], Callable[_P, Verdict]]:
    """This function will register the decorated function as the rule that decides this.

    Raises: ValueError when it cites no norm or when a rule of that name exists already.
    """
    if not norms or isinstance(norms, str):
        raise ValueError("a rule cites a tuple of at least one norm")

    def register(function: Callable[_P, Verdict]) -> Callable[_P, Verdict]:
        name = _name_of(function)
        entry = _entry(name, function, decides=decides, norms=norms, since=since)
        known = _RULES.get(name)
        if known is not None and known.place != entry.place:
            raise ValueError(f"two rules are called {name}: {known.place} and {entry.place}")
        _RULES[name] = entry
        cited = frozenset(norms)

        @functools.wraps(function)
        def decide(*args: _P.args, **kwargs: _P.kwargs) -> Verdict:
            verdict = _RULES[name].function(*args, **kwargs)
            _check(verdict, name=name, cited=cited)
            return verdict if verdict.rule == name else _stamped(verdict, name)

        decide.rule_name = name  # type: ignore[attr-defined]
        return decide

    return register


def registry() -> MappingProxyType[str, Rule]:
    """This function will return every rule that has been imported, by name."""
    return MappingProxyType(_RULES)


def rule_of(function: Callable[..., Verdict]) -> Rule:
    """This function will return the register's entry of a decorated function."""
    try:
        return _RULES[function.rule_name]  # type: ignore[attr-defined]
    except AttributeError:
        raise LookupError(f"{function!r} is no registered rule") from None


def _name_of(function: Callable[..., Any]) -> str:
    """Rules are called by their domain: `media.may_place`; outside the domains by their module."""
    parts = function.__module__.split(".")
    where = parts[2] if parts[:2] == ["kring", "domains"] else function.__module__
    return f"{where}.{function.__qualname__}"


def _entry(
    name: str, function: Callable[..., Verdict], *, decides: str, norms: tuple[str, ...], since: date
) -> Rule:
    code, module = function.__code__, function.__module__
    depth = module.count(".") + 1 + code.co_filename.endswith("/__init__.py")
    file = "/".join(Path(code.co_filename).parts[-depth:])
    return Rule(name, decides, norms, since, function, module, code.co_filename, file, code.co_firstlineno)


def _check(verdict: Verdict, *, name: str, cited: frozenset[str]) -> None:
    if not isinstance(verdict, Verdict):
        raise TypeError(f"{name} answered {verdict!r}; a rule answers with a Verdict")
    for reason in verdict.reasons:
        if reason.norm not in cited:
            raise ValueError(f"{name} gave reason {reason.code} under {reason.norm}, which it does not cite")


def _stamped(verdict: Verdict, name: str) -> Verdict:
    """As dataclasses.replace(verdict, rule=name), without checking again what has been checked."""
    copy = object.__new__(Verdict)
    put = object.__setattr__
    put(copy, "outcome", verdict.outcome)
    put(copy, "reasons", verdict.reasons)
    put(copy, "duties", verdict.duties)
    put(copy, "rule", name)
    put(copy, "decider", verdict.decider)
    return copy


@functools.cache
def _digest(filename: str) -> str:
    return hashlib.sha256(Path(filename).read_bytes()).hexdigest()[:12]
