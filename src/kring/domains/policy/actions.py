"""The writers of policy: the act of adoption."""

from datetime import date, datetime
from uuid import UUID

from kring.domains.policy import queries, rules
from kring.domains.policy.models import Adoption, PolicyValue
from kring.domains.policy.terms import KNOBS
from kring.ground import audit, clock
from kring.ground.actor import Actor


def adopt(*, actor: Actor, school_id: UUID, council_minute: str, council_on: date | None, at: datetime) -> UUID:
    """Put the strict defaults of every knob in force for a school, from today.

    Refuses: policy.may_adopt.   Writes: Adoption, a PolicyValue per knob that has none yet.
    """
    on = clock.today(at)
    facts = queries.adoption_facts(actor=actor, council_minute=council_minute, council_on=council_on, on=on)
    verdict = rules.may_adopt(facts).require()
    adoption = Adoption.objects.create(board_id=actor.board_id, school_id=school_id, by=actor.person_id, at=at,
                                       council_minute=council_minute.strip(), council_on=council_on)
    there = set(PolicyValue.objects.filter(board_id=actor.board_id, school_id=school_id).values_list("name", flat=True))
    PolicyValue.objects.bulk_insert([
        PolicyValue(board_id=actor.board_id, school_id=school_id, adoption_id=adoption.id, name=k.name,
                    value=k.default, norm=k.norm, version=1, from_on=on)
        for k in KNOBS if k.name not in there
    ])
    audit.record("policy.adopted", actor=actor, on=("school", school_id), at=at, verdict=verdict)
    return adoption.id


def erase_superseded(*, board_id: UUID, before: datetime) -> int:
    """Erase the acts of adoption, with their values, that a later one of the same school replaced before a moment."""
    later = Adoption.objects.filter(board_id=board_id, at__lt=before)
    old = [a.id for a in later if Adoption.objects.filter(board_id=board_id, school_id=a.school_id, at__gt=a.at,
                                                          at__lt=before).exists()]
    PolicyValue.objects.filter(board_id=board_id, adoption_id__in=old)._raw_delete("default")
    return Adoption.objects.filter(board_id=board_id, id__in=old)._raw_delete("default") or 0
