"""The rules as a reader may see them: all of them, and the very lines of source that decide.

Here belongs finding and showing. What the rules say is theirs.
"""

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import kring.domains
from kring.norms import Rule, registry


@dataclass(frozen=True)
class SourceLine:
    """A line of the file; `inside` the rule itself or beside it."""

    number: int
    text: str
    inside: bool


@dataclass(frozen=True)
class RulePage:
    """One rule with the whole file that it stands in, as its parts lean on each other."""

    name: str
    decides: str
    norms: tuple[str, ...]
    since: date
    version: str
    place: str
    first: int
    lines: tuple[SourceLine, ...]


@functools.cache
def _import_all() -> None:
    for domain in pkgutil.iter_modules(kring.domains.__path__, prefix="kring.domains."):
        if find_spec(f"{domain.name}.rules"):
            room = importlib.import_module(f"{domain.name}.rules")
            for module in pkgutil.walk_packages(getattr(room, "__path__", ()), prefix=f"{room.__name__}."):
                importlib.import_module(module.name)


def rules() -> Mapping[str, Rule]:
    """This function will return every rule of every domain by name, in the order of the source."""
    _import_all()
    found = [rule for rule in registry().values() if rule.module.startswith("kring.domains.")]
    return {rule.name: rule for rule in sorted(found, key=lambda rule: (rule.file, rule.line))}


def rule_page(*, name: str) -> RulePage | None:
    """This function will return a rule with its source, or None when no rule is called so."""
    rule = rules().get(name)
    if rule is None:
        return None
    source = Path(rule.path).read_text(encoding="utf-8").splitlines()
    end = rule.line + len(inspect.getblock([f"{text}\n" for text in source[rule.line - 1 :]]))
    lines = tuple(SourceLine(number, text, rule.line <= number < end) for number, text in enumerate(source, 1))
    return RulePage(rule.name, rule.decides, rule.norms, rule.since, rule.version, rule.place, rule.line, lines)
