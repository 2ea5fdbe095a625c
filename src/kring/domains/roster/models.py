"""Tables of imports: files that were read in, what was decided on doubts, how it ended, and whom the school lists."""

from django.db import models

from kring.domains.roster.terms.kinds import DoubtKind, PersonKind, State
from kring.ground.sealing import SealedField
from kring.ground.tenancy import BoardModel, Ref


class Import(BoardModel):
    """Files as they are kept: scrubbed of what Kring has no ground for, and sealed, as is the difference they make.

    Nothing here has changed anybody's access. ``digest`` names the difference as it was last looked at.
    """

    school_id = Ref("school_school")
    key_id = models.UUIDField()
    roster_file_id = Ref("ground_storedfile", null=True)
    guardians_file_id = Ref("ground_storedfile", null=True)
    names = SealedField()  # JSON: what the two files were called
    difference = SealedField()  # JSON: changes and doubts in phrases
    digest = models.CharField(max_length=64)
    school_year = models.CharField(max_length=9)
    as_of = models.DateField(null=True)
    made_at = models.DateTimeField(null=True)
    by = Ref("people_person")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["board_id", "school_id", "-id"], name="roster_import_school")]


class Ending(BoardModel):
    """How an import ended: applied or put away, by whom and when. One row, never changed."""

    grants = "SELECT, INSERT, DELETE"

    import_id = Ref("roster_import")
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in State if s is not State.SEEN])
    by = Ref("people_person")
    at = models.DateTimeField()
    counts = models.JSONField()  # numbers per kind of change; no names

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "import_id"], name="roster_ending_once")]


class Settlement(BoardModel):
    """One doubt, decided by a named person. A later answer is a later row; ``code`` tells which doubt, unreadably."""

    grants = "SELECT, INSERT, DELETE"

    import_id = Ref("roster_import")
    school_id = Ref("school_school")
    code = models.BinaryField()
    kind = models.CharField(max_length=24, choices=[(k.value, k.name) for k in DoubtKind])
    choice = models.CharField(max_length=16)
    question = SealedField()  # what was asked and answered, as a phrase
    by = Ref("people_person")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["board_id", "import_id"], name="roster_settlement_import"),
            models.Index(fields=["board_id", "school_id"], name="roster_settlement_school"),
        ]


class Listing(BoardModel):
    """That the administration of a school knows somebody under a key. A key that changed is a second row."""

    school_id = Ref("school_school")
    person_id = Ref("people_person")
    kind = models.CharField(max_length=8, choices=[(k.value, k.name) for k in PersonKind])
    key = models.BinaryField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "school_id", "kind", "key"], name="roster_listing_key")
        ]
        indexes = [models.Index(fields=["board_id", "person_id"], name="roster_listing_person")]
