"""Tables of boards, schools, years and groups. Nothing here is about one person, so nothing is sealed."""

from django.db import models

from kring.domains.school.terms import GroupKind, Region
from kring.ground.tenancy import BoardModel, Ref


class Board(BoardModel):
    """The competent authority, and the tenant: its id is its board_id."""

    name = models.CharField(max_length=200)


class School(BoardModel):
    name = models.CharField(max_length=200)
    brin = models.CharField(max_length=4, blank=True)
    branch = models.CharField(max_length=2, default="00")
    slug = models.SlugField(max_length=60)
    region = models.CharField(max_length=2, choices=[(r.value, r.name) for r in Region], default=Region.MIDDLE)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "slug"], name="school_school_slug")]


class SchoolYear(BoardModel):
    """One school year of one school, `[from_on, to_on)`."""

    school_id = Ref("school_school")
    label = models.CharField(max_length=9)
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "school_id", "label"], name="school_year_label")]


class Holiday(BoardModel):
    """Days without school, `[from_on, to_on)`."""

    school_id = Ref("school_school")
    name = models.CharField(max_length=80)
    from_on = models.DateField()
    to_on = models.DateField()


class Group(BoardModel):
    """A group in one school year. `roster_key` is the administration's key, which lives as long as the group."""

    school_id = Ref("school_school")
    school_year_id = Ref("school_schoolyear")
    roster_key = models.CharField(max_length=256)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=[(k.value, k.name) for k in GroupKind])
    year = models.CharField(max_length=2, blank=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "school_year_id", "roster_key"], name="school_group_key")
        ]
        indexes = [models.Index(fields=["board_id", "school_id"], name="school_group_school")]
