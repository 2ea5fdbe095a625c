"""Why a picture was allowed: the decision as it was kept, decided again, and what holds for the asker at this moment."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from kring.domains.consent.queries import questions, standing
from kring.domains.consent.queries.questions import QuestionRow
from kring.domains.consent.rules import standing as consent_rules
from kring.domains.consent.terms import Channel, Purpose
from kring.domains.media.models import Accounted, Face, Publication, Version
from kring.domains.media.queries import family_views, placing
from kring.domains.media.rules import ServeFacts, may_serve
from kring.domains.media.terms import FaceState, How
from kring.domains.people import queries as people
from kring.domains.people.terms import Name
from kring.domains.school import queries as school
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.sealing import Ring
from kring.norms import Recorded, Verdict, replay


@dataclass(frozen=True)
class OwnChild:
    """A child of the asker: by first name, what holds for it here now, and how the picture accounts for it (`is_cut`: not
    covered, but cut off; `is_seen`: covered for the others, seen by the asker)."""

    name: Name
    standing: Verdict
    how: How | None
    is_cut: bool
    is_seen: bool


@dataclass(frozen=True)
class Why:
    """Everything that the page about one picture says. `again`: decided once more on the facts of then, the answer is the
    "same" or "other", or the rule is "gone". `covered` and `cut` count faces in the version that the asker sees; `sent`
    counts the children whose own guardians see them here although others do not."""

    publication_id: UUID
    placed_at: datetime
    placed_by: str
    covered: int
    cut: int
    sent: int
    asked: int
    decided: Verdict
    again: str
    rule_unchanged: bool
    question: QuestionRow | None
    cleared_at: datetime | None
    now: Verdict
    own: tuple[OwnChild, ...]


@dataclass(frozen=True)
class _Known:
    """Everything about one placing and one viewer that is read for either answer, each once."""

    row: Publication
    concerned: frozenset[UUID]
    accounted: tuple[Accounted, ...]
    standings: dict[UUID, Verdict]
    children: frozenset[UUID]
    in_audience: bool


def explain(*, actor: Actor, publication_id: UUID, at: datetime) -> Why | None:
    """Return why a picture was allowed, for whoever it is (or would be) shown to; None for everybody else."""
    placings = Publication.objects.annotate(views=family_views.views_in(board_id=actor.board_id))
    row = placings.filter(board_id=actor.board_id, id=publication_id).first()
    known = _known(actor, row, at) if row else None
    facts = _serve_facts(actor, known, at) if known else None
    if facts is None or not facts.in_audience or not facts.released:
        return None
    kept = Recorded(**{**row.decision, "at": datetime.fromisoformat(row.decision["at"])})
    views = family_views.by_version(row.views)
    own_version, seen = family_views.seen_by(row=row, views=views, children=known.children, at=at)
    version = _version(row, own_version or row.version_id)
    cut = set(version.cut)
    own = known.children & known.concerned
    names = people.names(board_id=actor.board_id, person_ids={row.placed_by, *own}, ring=Ring(actor.board_id))
    return Why(
        publication_id=row.id, placed_at=row.placed_at, covered=len(version.covers), cut=len(cut),
        sent=len(set().union(*views.values())),
        placed_by=names[row.placed_by].full if row.placed_by in names else "", decided=kept.verdict,
        again=_again(kept), rule_unchanged=kept.rule_unchanged, now=may_serve(facts), asked=len(json.loads(kept.facts_json)["asked"]),
        question=_question(row), cleared_at=_cleared_at(known), own=_own(known, own, names, cut, seen),
    )


def serve_facts(*, actor: Actor, row: Publication, at: datetime) -> ServeFacts:
    """Return the facts for `may_serve`, by other ways than the statement for bytes; a test holds the two together."""
    return _serve_facts(actor, _known(actor, row, at), at)


def _serve_facts(actor: Actor, known: _Known, at: datetime) -> ServeFacts:
    row = known.row
    return ServeFacts(
        ended=row.ended_at is not None, in_audience=known.in_audience,
        released=row.release_at <= at or row.placed_by == actor.person_id,
        accounted=tuple((str(one.pupil_id), How(one.how)) for one in known.accounted),
        restricted=tuple(sorted(str(pupil) for pupil, verdict in known.standings.items() if not verdict.allowed)),
    )


def _known(actor: Actor, row: Publication, at: datetime) -> _Known:
    on, counted = clock.today(at), concerned(row=row)
    accounted = tuple(Accounted.objects.filter(board_id=row.board_id, publication_id=row.id).order_by("pupil_id"))
    shown = {one.pupil_id for one in accounted if one.how == How.SHOWN}
    objectors = set(placing.objectors_to(board_id=row.board_id, asset_ids=[row.asset_id]).get(row.asset_id, ()))
    place = standing.Place(row.school_id, Purpose.PICTURE_WITH_OTHERS, Channel(row.channel))
    facts = standing.facts_of(board_id=row.board_id, place=place, pupil_ids=counted | shown | objectors, on=on,
                              subject_id=row.asset_id)
    children = people.children_of(board_id=actor.board_id, guardian_id=actor.person_id, on=on) if actor.is_guardian else []
    return _Known(
        row=row, concerned=frozenset(counted), accounted=accounted, children=frozenset(children),
        standings={pupil: consent_rules.standing(one) for pupil, one in facts.items()},
        in_audience=_in_audience(actor, row, on, children, counted),
    )


def _version(row: Publication, version_id: UUID) -> Version:
    """A version that is shown, with the faces that it does not have any more (`cut`)."""
    faces = Face.objects.filter(board_id=row.board_id, asset_id=OuterRef("asset_id"), state=FaceState.CUT)
    found = Version.objects.annotate(cut=ArraySubquery(faces.values("id")))
    return found.get(board_id=row.board_id, id=version_id)


def concerned(*, row: Publication) -> set[UUID]:
    """Return the children of the group on the day of the placing, and who left it that day."""
    return set(placing.concerned(board_id=row.board_id, school_id=row.school_id, group_id=row.group_id, on=row.placed_on,
                                 since=row.placed_on))


def _in_audience(actor: Actor, row: Publication, on: date, children: list[UUID], counted: set[UUID]) -> bool:
    if actor.is_guardian:
        here = {stay.pupil_id for stay in people.enrolments(board_id=actor.board_id, on=on, pupil_ids=children)}
        there = people.enrolments(board_id=actor.board_id, on=row.placed_on, pupil_ids=list(here & counted))
        return any(row.group_id in (None, stay.group_id) and stay.school_id == row.school_id for stay in there)
    if not actor.is_staff or actor.school_id != row.school_id:
        return False
    roles = people.roles(board_id=actor.board_id, person_id=actor.person_id, on=on)
    if (actor.capacity, row.school_id) not in roles:
        return False
    if actor.capacity == "director":
        return True
    own = set(people.groups_of_staff(board_id=actor.board_id, person_id=actor.person_id, on=on))
    if row.group_id:
        return row.group_id in own
    here = {group.id for group in school.groups(board_id=actor.board_id, school_id=row.school_id, with_archived=True)}
    return bool(own & here)


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


def _cleared_at(known: _Known) -> datetime | None:
    later = [one.at for one in known.accounted if one.how == How.ABSENT and one.at > known.row.placed_at]
    return max(later, default=None)


def _own(known: _Known, own: frozenset[UUID], names: dict[UUID, Name], cut_faces: set[UUID],
         seen: frozenset[UUID]) -> tuple[OwnChild, ...]:
    how = {one.pupil_id: How(one.how) for one in known.accounted}
    cut = {one.pupil_id for one in known.accounted if one.face_id in cut_faces}
    return tuple(OwnChild(names[pupil], known.standings[pupil], how.get(pupil), pupil in cut, pupil in seen) for pupil in sorted(own)
                 if pupil in names and pupil in known.standings)
