"""Tables of people. Names, contact data and birth dates are sealed under the person's own key."""

from django.db import models

from kring.domains.people.terms import MandateKind, Role
from kring.ground.sealing import SealedField
from kring.ground.tenancy import BoardModel, Ref


class Person(BoardModel):
    """One human in one board. What somebody is (pupil, guardian, staff) is said by the rows that point here."""

    key_id = models.UUIDField()
    name = SealedField(null=True)  # JSON: given, prefix, family; empty once erased
    contact = SealedField(null=True)  # JSON: email, phone
    birth = SealedField(null=True)  # ISO date
    # The administration's own number, as a blind index: comparable, not readable.
    roster_key = models.BinaryField(null=True)
    language = models.CharField(max_length=5, default="nl")
    # From this day a pupil decides alone (16th birthday). Clear, since each request for a picture asks it.
    decides_alone_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "roster_key"], name="people_person_roster_key")]


class Enrolment(BoardModel):
    """A pupil in a group. Ended rows stay: they say whose parents an old message was for."""

    pupil_id = Ref("people_person")
    school_id = Ref("school_school")
    group_id = Ref("school_group")
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["board_id", "group_id"], name="people_enrolment_group"),
            models.Index(fields=["board_id", "pupil_id"], name="people_enrolment_pupil"),
        ]


class Guardianship(BoardModel):
    """That somebody cares for a pupil, with or without legal authority; from where we know it and who decided."""

    pupil_id = Ref("people_person")
    guardian_id = Ref("people_person")
    relation = models.CharField(max_length=40, blank=True)
    authority = models.BooleanField()
    source = models.CharField(max_length=120)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    checked_on = models.DateField(null=True)
    decided_by = Ref("people_person", null=True)
    decided_at = models.DateTimeField()
    ended_by = Ref("people_person", null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["board_id", "guardian_id"], name="people_guardian"),
            models.Index(fields=["board_id", "pupil_id"], name="people_guardian_pupil"),
        ]


class Protection(BoardModel):
    """A pupil whose whereabouts are protected: nothing about the pupil is shown anywhere while it stands."""

    pupil_id = Ref("people_person")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    by = Ref("people_person", null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["board_id", "pupil_id"], name="people_protection_pupil")]


class Appointment(BoardModel):
    """Somebody works at a school in a role, from one day to another."""

    person_id = Ref("people_person")
    school_id = Ref("school_school")
    role = models.CharField(max_length=16, choices=[(r.value, r.name) for r in Role])
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    decided_by = Ref("people_person", null=True)
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["board_id", "person_id"], name="people_appointment_person")]


class GroupDuty(BoardModel):
    """A member of staff works with a group."""

    person_id = Ref("people_person")
    group_id = Ref("school_group")
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["board_id", "person_id"], name="people_duty_person"),
            models.Index(fields=["board_id", "group_id"], name="people_duty_group"),
        ]


class WorkingHours(BoardModel):
    """When somebody works: a weekday (1 = Monday) and wall-clock times at school."""

    person_id = Ref("people_person")
    weekday = models.PositiveSmallIntegerField()
    from_time = models.TimeField()
    to_time = models.TimeField()


class Mandate(BoardModel):
    """A dated right to decide in the board's name."""

    person_id = Ref("people_person")
    school_id = Ref("school_school", null=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.name) for k in MandateKind])
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    decided_by = Ref("people_person", null=True)
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["board_id", "person_id"], name="people_mandate_person")]
