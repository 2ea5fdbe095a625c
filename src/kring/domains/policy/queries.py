"""Reads of policy: what is in force on a day, and the act that put it there."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kring.domains.policy.models import Adoption, PolicyValue
from kring.domains.policy.rules import AdoptionFacts, InForceFacts
from kring.domains.policy.terms import DEFAULTS, KNOBS
from kring.ground.actor import Actor


@dataclass(frozen=True)
class AdoptionRow:
    at: date
    council_minute: str
    council_on: date


@dataclass(frozen=True)
class KnobRow:
    name: str
    norm: str
    says: str
    value: bool | int | str
    version: int
    from_on: date | None


def in_force_facts(*, board_id: UUID, school_id: UUID) -> InForceFacts:
    """Return whether a school has adopted its agreements."""
    return InForceFacts(adopted=Adoption.objects.filter(board_id=board_id, school_id=school_id).exists())


def adoption_facts(*, actor: Actor, council_minute: str, council_on: date | None, on: date) -> AdoptionFacts:
    """Return the facts for `may_adopt`."""
    return AdoptionFacts(actor.capacity == "director", council_minute, council_on, on)


def last_adoption(*, board_id: UUID, school_id: UUID) -> AdoptionRow | None:
    """Return the newest act of adoption of a school."""
    row = Adoption.objects.filter(board_id=board_id, school_id=school_id).order_by("-id").first()
    return AdoptionRow(row.at.date(), row.council_minute, row.council_on) if row else None


def value(*, board_id: UUID, school_id: UUID, name: str, on: date) -> bool | int | str:
    """Return the value of a knob in force on a day; before any adoption the strict default."""
    row = (
        PolicyValue.objects.filter(board_id=board_id, school_id=school_id, name=name, from_on__lte=on)
        .order_by("-from_on", "-version").first()
    )
    return row.value if row else DEFAULTS[name].default


def knobs(*, board_id: UUID, school_id: UUID, on: date) -> list[KnobRow]:
    """Return every knob with its value in force on a day."""
    rows = PolicyValue.objects.filter(board_id=board_id, school_id=school_id, from_on__lte=on)
    newest = {r.name: r for r in rows.order_by("from_on", "version")}
    return [
        KnobRow(k.name, k.norm, k.says, newest[k.name].value if k.name in newest else k.default,
                newest[k.name].version if k.name in newest else 0,
                newest[k.name].from_on if k.name in newest else None)
        for k in KNOBS
    ]
