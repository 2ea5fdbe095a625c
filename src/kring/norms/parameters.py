"""The dated numbers: ages, terms, limits. Each with unit, source and standing.

Here belongs looking up which value holds on a day. A number in a rule's text belongs here instead.
What a school decided for itself within these is a policy value (kring.domains.policy).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from .data import read_toml

Value = int | str
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Dated:
    """One value from a day on. `status` is law, guidance, measured or proposal."""

    start: date
    value: Value
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number with all its values, earliest first."""

    name: str
    nl: str
    en: str
    unit: str
    norms: tuple[str, ...]
    values: tuple[Dated, ...]

    def on(self, day: date) -> Dated:
        """This function will return the value in force on a day.

        Raises: LookupError for a day before the first.
        """
        for dated in reversed(self.values):
            if dated.start <= day:
                return dated
        raise LookupError(f"{self.name} has no value on {day}; the first is of {self.values[0].start}")


@functools.cache
def parameters() -> Mapping[str, Parameter]:
    """This function will return every parameter by name."""
    return MappingProxyType({name: _parameter(name, entry) for name, entry in read_toml("parameters.toml").items()})


def parameter(name: str, at: date) -> Value:
    """This function will return the value in force; an aware datetime counts as its day in Amsterdam.

    Raises: LookupError for an unknown name or a day before its first value.
    """
    found = parameters().get(name)
    if found is None:
        raise LookupError(f"no parameter is called {name!r}")
    return found.on(_day(at)).value


def _day(at: date) -> date:
    if not isinstance(at, datetime):
        return at
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone has no day in Amsterdam")
    return at.astimezone(AMSTERDAM).date()


def _parameter(name: str, entry: dict[str, object]) -> Parameter:
    values = sorted(
        (Dated(value["from"], value["value"], value["source"], value["status"]) for value in entry["values"]),  # type: ignore[attr-defined]
        key=lambda dated: dated.start,
    )
    return Parameter(name, entry["nl"], entry["en"], entry["unit"], tuple(entry["norms"]), tuple(values))  # type: ignore[arg-type]
