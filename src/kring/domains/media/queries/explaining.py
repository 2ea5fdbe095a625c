"""Why a picture was allowed: the decision as it was kept, decided again, and what holds for the asker at this moment."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kring.domains.consent.queries import questions, standing
from kring.domains.consent.queries.questions import QuestionRow
from kring.domains.consent.rules import standing as consent_rules
from kring.domains.consent.terms import Channel, Purpose
from kring.domains.media.models import Accounted, Publication, Version
from kring.domains.media.queries import placing
from kring.domains.media.rules import ServeFacts, may_serve
from kring.domains.media.terms import How
from kring.domains.people import queries as people
from kring.domains.people.terms import Name
from kring.domains.school import queries as school
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.sealing import Ring
from kring.norms import Recorded, Verdict, replay


@dataclass(frozen=True)
class OwnChild:
    """A child of the asker: by first name, what holds for it here now, and how the picture accounts for it."""

    name: Name
    standing: Verdict
    how: How | None


@dataclass(frozen=True)
class Why:
    """Everything that the page about one picture says. `again`: decided once more on the facts of then, the answer is the
    "same" or "other", or the rule is "gone"."""

    publication_id: UUID
    group: str
    placed_at: datetime
    placed_by: str
    covered: int
    asked: int
    answer: str
    decided: Verdict
    again: str
    rule_unchanged: bool
    question: QuestionRow | None
    cleared_at: datetime | None
    now: Verdict
    own: tuple[OwnChild, ...]


def explain(*, actor: Actor, publication_id: UUID, at: datetime) -> Why | None:
    """Return why a picture was allowed, for whoever it is (or would be) shown to; None for everybody else."""
    row = Publication.objects.filter(board_id=actor.board_id, id=publication_id).first()
    if row is None:
        return None
    facts = serve_facts(actor=actor, row=row, at=at)
    if not facts.in_audience or not facts.released:
        return None
    kept = Recorded(**{**row.decision, "at": datetime.fromisoformat(row.decision["at"])})
    version = Version.objects.get(board_id=actor.board_id, id=row.version_id)
    found = school.groups(board_id=actor.board_id, ids=[row.group_id], with_archived=True) if row.group_id else []
    names = people.names(board_id=actor.board_id, person_ids=[row.placed_by], ring=Ring(actor.board_id))
    decided_on = _decided_on(kept)
    return Why(
        publication_id=row.id, group=found[0].name if found else "", placed_at=row.placed_at, covered=len(version.covers),
        placed_by=names[row.placed_by].full if row.placed_by in names else "", decided=kept.verdict,
        again=_again(kept), rule_unchanged=kept.rule_unchanged, now=may_serve(facts), asked=len(decided_on["asked"]),
        answer=decided_on["answer"], question=_question(row), cleared_at=_cleared_at(row), own=_own(actor, row, at),
    )


def serve_facts(*, actor: Actor, row: Publication, at: datetime) -> ServeFacts:
    """Return the facts for `may_serve`, by other ways than the statement for bytes; a test holds the two together."""
    on = clock.today(at)
    counted = concerned(row=row)
    accounted = Accounted.objects.filter(board_id=row.board_id, publication_id=row.id).order_by("pupil_id")
    how = tuple((str(one.pupil_id), How(one.how)) for one in accounted)
    shown = {UUID(pupil) for pupil, said in how if said is How.SHOWN}
    objectors = set(placing.objectors_to(board_id=row.board_id, asset_ids=[row.asset_id]).get(row.asset_id, ()))
    place = standing.Place(row.school_id, Purpose.PICTURE_WITH_OTHERS, Channel(row.channel))
    known = standing.facts_of(board_id=row.board_id, place=place, pupil_ids=counted | shown | objectors, on=on,
                              subject_id=row.asset_id)
    without = {pupil for pupil, facts in known.items() if not consent_rules.standing(facts).allowed}
    return ServeFacts(
        ended=row.ended_at is not None, in_audience=_in_audience(actor, row, on),
        released=row.release_at <= at or row.placed_by == actor.person_id, accounted=how,
        restricted=tuple(sorted(map(str, without))),
    )


def concerned(*, row: Publication) -> set[UUID]:
    """Return the children of the audience on the day of the placing."""
    where = {"group_ids": [row.group_id]} if row.group_id else {"school_id": row.school_id}
    stays = people.enrolments(board_id=row.board_id, on=row.placed_on, **where)
    return {stay.pupil_id for stay in stays if stay.school_id == row.school_id}


def _in_audience(actor: Actor, row: Publication, on: date) -> bool:
    if actor.is_guardian:
        here = {stay.pupil_id for stay in people.enrolments(
            board_id=actor.board_id, on=on,
            pupil_ids=people.children_of(board_id=actor.board_id, guardian_id=actor.person_id, on=on))}
        return bool(here & concerned(row=row))
    if not actor.is_staff or actor.school_id != row.school_id:
        return False
    if actor.capacity not in {role for role, at in people.roles(board_id=actor.board_id, person_id=actor.person_id, on=on)
                              if at == row.school_id}:
        return False
    if actor.capacity == "director":
        return True
    own = set(people.groups_of_staff(board_id=actor.board_id, person_id=actor.person_id, on=on))
    here = {group.id for group in school.groups(board_id=actor.board_id, school_id=row.school_id, with_archived=True)}
    return row.group_id in own if row.group_id else bool(own & here)


def _decided_on(kept: Recorded) -> dict:
    return json.loads(kept.facts_json)


def _again(kept: Recorded) -> str:
    try:
        again = replay(kept)
    except (LookupError, TypeError):
        return "gone"
    return "same" if again.outcome is kept.verdict.outcome else "other"


def _question(row: Publication) -> QuestionRow | None:
    """The text to which the yeses were given: what was asked about this place on the day of the placing."""
    asked = questions.in_force(board_id=row.board_id, school_id=row.school_id, on=row.placed_on)
    place = (Purpose.PICTURE_WITH_OTHERS, row.channel)
    return next((one for one in asked if (one.purpose, one.channel) == place), None)


def _cleared_at(row: Publication) -> datetime | None:
    later = Accounted.objects.filter(board_id=row.board_id, publication_id=row.id, how=How.ABSENT, at__gt=row.placed_at)
    return later.order_by("-at").values_list("at", flat=True).first()


def _own(actor: Actor, row: Publication, at: datetime) -> tuple[OwnChild, ...]:
    if not actor.is_guardian:
        return ()
    on = clock.today(at)
    children = people.children_of(board_id=actor.board_id, guardian_id=actor.person_id, on=on)
    mine = sorted(set(children) & concerned(row=row))
    place = standing.Place(row.school_id, Purpose.PICTURE_WITH_OTHERS, Channel(row.channel))
    known = standing.facts_of(board_id=row.board_id, place=place, pupil_ids=mine, on=on, subject_id=row.asset_id)
    names = people.names(board_id=row.board_id, person_ids=mine, ring=Ring(row.board_id))
    how = dict(Accounted.objects.filter(board_id=row.board_id, publication_id=row.id, pupil_id__in=mine)
               .values_list("pupil_id", "how"))
    return tuple(OwnChild(names[i], consent_rules.standing(known[i]), How(how[i]) if i in how else None)
                 for i in mine if i in names and i in known)
