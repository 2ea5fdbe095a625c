"""Tables of policy: the act of adoption and the values in force."""

from django.db import models

from kring.ground.tenancy import BoardModel, Ref


class Adoption(BoardModel):
    """A school adopts its agreements: who recorded it, on which day, under which council minute. Never changed."""

    grants = "SELECT, INSERT, DELETE"  # DELETE for the end of the term alone

    school_id = Ref("school_school")
    by = Ref("people_person")
    at = models.DateTimeField()
    council_minute = models.CharField(max_length=120)
    council_on = models.DateField()


class PolicyValue(BoardModel):
    """One value of one knob from a day on. A new value is a new row; the old one stays readable."""

    grants = "SELECT, INSERT, DELETE"

    school_id = Ref("school_school")
    adoption_id = Ref("policy_adoption")
    name = models.CharField(max_length=80)
    value = models.JSONField()
    norm = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    from_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "school_id", "name", "version"], name="policy_value_version")
        ]
