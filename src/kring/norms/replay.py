"""Keeping a decision so that "why was this allowed?" can be answered by deciding it again.

Here belong the kept form and its way to JSON and back. Where it is stored is each domain's matter.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from .registry import registry, rule_of
from .verdicts import Verdict

_PLAIN = (str, int, float, bool, type(None))
_WRITTEN = (datetime, date, time)  # datetime first: it is a date too


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision as it is kept: the rule and its version, the facts and the verdict as JSON text."""

    rule: str
    version: str
    facts_json: str
    verdict_json: str
    at: datetime

    @property
    def verdict(self) -> Verdict:
        """This function will return the verdict as it was given then."""
        return Verdict.from_json(json.loads(self.verdict_json))

    @property
    def rule_unchanged(self) -> bool:
        """This function will say whether the rule's source is still the one that decided."""
        entry = registry().get(self.rule)
        return entry is not None and entry.version == self.version


def record(rule_fn: Callable[..., Verdict], facts: Any, verdict: Verdict, at: datetime) -> Recorded:
    """This function will make the kept form of a decision.

    Raises: ValueError when the verdict is another rule's; TypeError for facts that JSON cannot hold.
    """
    entry = rule_of(rule_fn)
    if verdict.rule != entry.name:
        raise ValueError(f"the verdict is of {verdict.rule or 'no rule'}, not of {entry.name}")
    kept_facts = json.dumps(_encoded(facts), ensure_ascii=False, separators=(",", ":"))
    kept_verdict = json.dumps(verdict.to_json(), ensure_ascii=False, separators=(",", ":"))
    return Recorded(entry.name, entry.version, kept_facts, kept_verdict, at)


def replay(recorded: Recorded) -> Verdict:
    """This function will decide again, on the kept facts, by the rule as it is now.

    Raises: LookupError when no rule of that name is registered any more.
    """
    entry = registry().get(recorded.rule)
    if entry is None:
        raise LookupError(f"no rule is called {recorded.rule} any more")
    facts = _decoded(_facts_type(entry.function), json.loads(recorded.facts_json))
    return dataclasses.replace(entry.function(facts), rule=entry.name)


def _facts_type(function: Callable[..., Verdict]) -> Any:
    hints = typing.get_type_hints(function)
    hints.pop("return", None)
    if len(hints) != 1:
        raise TypeError(f"{function.__qualname__} does not decide on one value of facts")
    return next(iter(hints.values()))


def _encoded(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, _WRITTEN):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: _encoded(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"@": type(value).__name__, **fields}
    if isinstance(value, (tuple, list)):
        return [_encoded(item) for item in value]
    if isinstance(value, (frozenset, set)):
        return sorted((_encoded(item) for item in value), key=json.dumps)
    if isinstance(value, Mapping):
        return [[_encoded(key), _encoded(item)] for key, item in value.items()]
    raise TypeError(f"facts hold a {type(value).__name__}, which cannot be kept")


def _decoded(kind: Any, kept: Any) -> Any:
    kind = _bare(kind)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _decoded_union(inner, kept)
    if origin is not None:
        return _decoded_container(origin, inner, kept)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind[kept]
    if kind in _WRITTEN:
        return kind.fromisoformat(kept)
    if kind is UUID:
        return UUID(kept)
    if dataclasses.is_dataclass(kind):
        return _decoded_facts(kind, kept)
    return _decoded_plain(kind, kept)


def _decoded_plain(kind: Any, kept: Any) -> Any:
    if kind is type(None) and kept is None:
        return None
    if kind in _PLAIN and type(kept) is kind:
        return kept
    if kind is float and type(kept) is int:
        return float(kept)
    raise TypeError(f"{kept!r} is no kept {kind!r}")


def _decoded_facts(kind: Any, kept: Any) -> Any:
    if not isinstance(kept, dict) or kept.get("@") != kind.__name__:
        raise TypeError(f"{kept!r} is no kept {kind.__name__}")
    hints = _hints(kind)
    return kind(**{name: _decoded(hints[name], value) for name, value in kept.items() if name != "@"})


def _decoded_union(kinds: tuple[Any, ...], kept: Any) -> Any:
    for kind in kinds:
        try:
            return _decoded(kind, kept)
        except (TypeError, ValueError, KeyError):
            continue
    raise TypeError(f"{kept!r} fits none of {kinds}")


def _decoded_container(origin: Any, inner: tuple[Any, ...], kept: Any) -> Any:
    if origin is typing.Literal:
        return kept if kept in inner else _decoded_plain(type(None), kept)
    if not isinstance(kept, list):
        raise TypeError(f"{kept!r} is no kept collection")
    if origin is tuple and not (len(inner) == 2 and inner[1] is Ellipsis):
        return tuple(_decoded(kind, item) for kind, item in zip(inner, kept, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {_decoded(inner[0], key): _decoded(inner[1], item) for key, item in kept}
    collection = {tuple: tuple, list: list, set: set, frozenset: frozenset}.get(origin)
    if collection is None:
        raise TypeError(f"facts typed {origin!r} cannot be rebuilt")
    return collection(_decoded(inner[0], item) for item in kept)


def _bare(kind: Any) -> Any:
    """NewType and Annotated say more than JSON needs."""
    while True:
        if isinstance(kind, typing.NewType):
            kind = kind.__supertype__
        elif typing.get_origin(kind) is typing.Annotated:
            kind = typing.get_args(kind)[0]
        else:
            return kind


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
