"""What Kring would know after a difference was applied, worked out in memory: the oracle that the real act is held against."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from uuid import UUID

from kring.domains.roster.terms import acts
from kring.domains.roster.terms.changes import Difference
from kring.domains.roster.terms.kinds import PersonKind
from kring.domains.roster.terms.known import AsIs, KnownCare, KnownGroup, KnownGuardian, KnownPupil, KnownStaff

START = date(2026, 9, 1)
LINDEBOOM = AsIs(on=START, school_name="De Lindeboom", brin="99XA", branch="00", school_year="")


def after(as_is: AsIs, difference: Difference, *, on: date) -> AsIs:
    """Return the school as it is on a later day, when the difference was applied on ``as_is.on``."""
    world = _World(as_is)
    left = [change.act for change in difference.changes if change.act]
    for order in (acts.MakeGroup, acts.ListPupil, acts.ListStaff, acts.GiveCare, acts.KeepPupil, object):
        for act in [act for act in left if type(act) is order or order is object]:
            world.do(act)
            left = [other for other in left if other is not act]
    return world.as_is(on, difference.school_year)


class _World:
    def __init__(self, as_is: AsIs):
        self.before = as_is
        self.groups = {group.id: group for group in as_is.groups}
        self.pupils = {pupil.id: pupil for pupil in as_is.pupils}
        self.guardians = {guardian.id: guardian for guardian in as_is.guardians}
        self.cares = {care.id: care for care in as_is.cares}
        self.staff = {member.id: member for member in as_is.staff}
        self.pupil_keys, self.staff_keys = dict(as_is.pupil_keys), dict(as_is.staff_keys)
        self.comers: dict[str, UUID] = {}
        self.ids: Iterator[UUID] = (UUID(int=n) for n in count(1 + len(self.everybody())))
        self.year = ""

    def everybody(self) -> set[UUID]:
        return {*self.groups, *self.pupils, *self.guardians, *self.cares, *self.staff, *self.pupil_keys.values()}

    def new_id(self) -> UUID:
        taken = self.everybody()
        return next(one for one in self.ids if one not in taken)

    def do(self, act) -> None:
        getattr(self, type(act).__name__)(act)

    def group_ids(self, keys) -> frozenset[UUID]:
        newest = {group.key: group.id for group in self.groups.values()}
        return frozenset(newest[key] for key in keys)

    def MakeGroup(self, act):
        one = self.new_id()
        self.groups[one] = KnownGroup(id=one, key=act.key, name=act.name, composite=act.composite, school_year="new")

    def NameGroup(self, act):
        self.groups[act.group_id] = replace(self.groups[act.group_id], name=act.name)

    def ArchiveGroup(self, act):
        del self.groups[act.group_id]

    def ListPupil(self, act):
        one = act.person_id or self.new_id()
        self.pupils[one] = KnownPupil(
            id=one, name=act.name, birth_on=act.birth_on, group_ids=self.group_ids(act.group_keys)
        )
        self.pupil_keys[act.key] = self.comers[act.key] = one

    def UnlistPupil(self, act):
        self.pupils[act.pupil_id] = replace(self.pupils[act.pupil_id], leaves_on=act.on)

    def KeepPupil(self, act):
        self.pupils[act.pupil_id] = replace(self.pupils[act.pupil_id], leaves_on=None)

    def PlacePupil(self, act):
        there = self.pupils[act.pupil_id]
        groups = (there.group_ids - set(act.leave_ids)) | self.group_ids(act.enter_keys)
        self.pupils[act.pupil_id] = replace(there, group_ids=groups)

    def NamePerson(self, act):
        for people in (self.pupils, self.staff):
            if act.person_id in people:
                people[act.person_id] = replace(people[act.person_id], name=act.name)

    def KeyPerson(self, act):
        keys = self.pupil_keys if act.kind is PersonKind.PUPIL else self.staff_keys
        keys[act.key] = act.person_id
        if act.person_id in self.staff:
            self.staff[act.person_id] = replace(self.staff[act.person_id], listed=True)

    def Reach(self, act):
        for people in (self.guardians, self.staff):
            if act.person_id in people:
                people[act.person_id] = replace(people[act.person_id], email=act.email, phone=act.phone)

    def GiveCare(self, act):
        pupil = act.pupil if isinstance(act.pupil, UUID) else self.comers[act.pupil]
        if isinstance(act.guardian, UUID):
            guardian = act.guardian
        elif act.guardian in self.comers:
            guardian = self.comers[act.guardian]
        else:
            guardian = self.comers[act.guardian] = self.new_id()
            self.guardians[guardian] = KnownGuardian(id=guardian, name=act.name, email=act.email, phone=act.phone)
        self.cares.pop(act.replaces, None)
        one = self.new_id()
        self.cares[one] = KnownCare(id=one, pupil_id=pupil, guardian_id=guardian, authority=act.authority)

    def EndCare(self, act):
        del self.cares[act.care_id]

    def SetProtection(self, act):
        pupil = act.pupil if isinstance(act.pupil, UUID) else self.comers[act.pupil]
        self.pupils[pupil] = replace(self.pupils[pupil], protected=act.protected)

    def ListStaff(self, act):
        one = act.person_id or self.new_id()
        self.staff[one] = KnownStaff(
            id=one,
            name=act.name,
            email=act.email,
            phone="",
            appointed=act.role is not None,
            group_ids=self.group_ids(act.group_keys),
        )
        self.staff_keys[act.key] = one

    def UnlistStaff(self, act):
        self.staff[act.person_id] = replace(self.staff[act.person_id], appointed=False, group_ids=frozenset())

    def PlaceStaff(self, act):
        there = self.staff[act.person_id]
        groups = (there.group_ids - set(act.leave_ids)) | self.group_ids(act.enter_keys)
        self.staff[act.person_id] = replace(there, group_ids=groups)

    def as_is(self, on: date, school_year: str) -> AsIs:
        pupils = tuple(p for p in self.pupils.values() if not (p.leaves_on and p.leaves_on <= on))
        here = {pupil.id for pupil in pupils}
        groups = tuple(
            replace(g, school_year=school_year) if g.school_year == "new" else g for g in self.groups.values()
        )
        return replace(
            self.before, on=on, school_year=school_year, groups=groups, pupils=pupils,
            guardians=tuple(self.guardians.values()), cares=tuple(c for c in self.cares.values() if c.pupil_id in here),
            staff=tuple(self.staff.values()), pupil_keys=self.pupil_keys, staff_keys=self.staff_keys,
        )  # fmt: skip
