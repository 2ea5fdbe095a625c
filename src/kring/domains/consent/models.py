"""Tables of consent. State of consent stands clear, since each request for a picture asks it; nothing says what follows.

A decision names people by id only. The school's question texts are no personal data.
"""

from django.db import models

from kring.domains.consent.terms import Aftercare, Channel, DeciderAs, How, ObjectionScope, Purpose, Said
from kring.ground.sealing import SealedField
from kring.ground.tenancy import BoardModel, Ref


def _choices(enum) -> list[tuple[str, str]]:
    return [(e.value, e.name) for e in enum]


class Question(BoardModel):
    """One text of one question, in force from a day on until the next version. Never changed.

    `line_id` is the id of the first version with this meaning: answers hold for the line.
    """

    grants = "SELECT, INSERT"

    school_id = Ref("school_school")
    adoption_id = Ref("policy_adoption")
    purpose = models.CharField(max_length=24, choices=_choices(Purpose))
    channel = models.CharField(max_length=24, choices=_choices(Channel))
    version = models.PositiveIntegerField()
    line_id = Ref("consent_question")
    text_nl = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200)
    explain_nl = models.CharField(max_length=300)
    explain_en = models.CharField(max_length=300)
    from_on = models.DateField()
    lint = models.JSONField()  # the wording verdict as it was given

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "school_id", "purpose", "channel", "version"],
                                    name="consent_question_version"),
        ]
        indexes = [
            models.Index(fields=["board_id", "school_id", "purpose", "channel", "-from_on", "-version"],
                         name="consent_question_in_force"),
        ]


class Decision(BoardModel):
    """What somebody decided about one question, confirmed by an act of their own. Never changed; erased with its term."""

    grants = "SELECT, INSERT, DELETE"

    pupil_id = Ref("people_person")
    question_id = Ref("consent_question")
    decider_id = Ref("people_person")
    decider_as = models.CharField(max_length=8, choices=_choices(DeciderAs))
    answer = models.CharField(max_length=10, choices=_choices(Said))
    how = models.CharField(max_length=16, choices=_choices(How))
    by = Ref("people_person")  # who entered it: the decider, or the administrator for a paper form
    confirmation = models.CharField(max_length=200)  # the sentence that was confirmed
    paper = SealedField(null=True)  # where the signed form is kept
    signed_on = models.DateField()
    language = models.CharField(max_length=5)
    at = models.DateTimeField()
    key = models.UUIDField()
    rule = models.CharField(max_length=80)
    rule_version = models.CharField(max_length=40)
    facts = models.TextField()
    verdict = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "key", "question_id", "pupil_id", "decider_id"],
                                    name="consent_decision_once"),
        ]
        indexes = [
            models.Index(fields=["board_id", "pupil_id", "decider_id"], name="consent_decision_pupil"),
        ]


class Answer(BoardModel):
    """The last decision of one decider in one line; written with the decision, so that a request is index look-ups."""

    pupil_id = Ref("people_person")
    line_id = Ref("consent_question")
    decider_id = Ref("people_person")
    question_id = Ref("consent_question")
    decision_id = Ref("consent_decision")
    answer = models.CharField(max_length=10, choices=_choices(Said))
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "pupil_id", "line_id", "decider_id"], name="consent_answer_one"),
        ]


class Objection(BoardModel):
    """A child's own no, in general or to one picture, until the child takes it back."""

    pupil_id = Ref("people_person")
    scope = models.CharField(max_length=8, choices=_choices(ObjectionScope))
    subject_id = models.UUIDField(null=True)  # the picture; media lies above, so no reference
    by = Ref("people_person")
    at = models.DateTimeField()
    ended_by = Ref("people_person", null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope="general", subject_id__isnull=True)
                | models.Q(scope="picture", subject_id__isnull=False),
                name="consent_objection_scope",
            ),
            models.UniqueConstraint(fields=["board_id", "pupil_id", "scope", "subject_id"],
                                    condition=models.Q(ended_at__isnull=True), nulls_distinct=False,
                                    name="consent_objection_one"),
        ]


class Gate(BoardModel):
    """The row of a child that placing locks FOR SHARE and every no locks FOR UPDATE. Each no counts it up."""

    pupil_id = Ref("people_person")
    epoch = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "pupil_id"], name="consent_gate_pupil")]


class Wish(BoardModel):
    """What the one who withdrew wants done with pictures that stand somewhere: cover or remove. The last one holds."""

    grants = "SELECT, INSERT, DELETE"

    decision_id = Ref("consent_decision")
    pupil_id = Ref("people_person")
    question_id = Ref("consent_question")
    aftercare = models.CharField(max_length=8, choices=_choices(Aftercare))
    by = Ref("people_person")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["board_id", "pupil_id"], name="consent_wish_pupil")]


class Asking(BoardModel):
    """That somebody was asked, or reminded, that questions about a child wait for an answer."""

    grants = "SELECT, INSERT, DELETE"

    person_id = Ref("people_person")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "person_id", "on"], name="consent_asking_day")]


class Request(BoardModel):
    """That somebody of the school asked those who decide about a child to answer for one place. `told_at`: whoever asked heard
    that there is a yes now."""

    pupil_id = Ref("people_person")
    school_id = Ref("school_school")
    purpose = models.CharField(max_length=24, choices=_choices(Purpose))
    channel = models.CharField(max_length=24, choices=_choices(Channel))
    by = Ref("people_person")
    on = models.DateField()
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["board_id", "pupil_id", "channel"], name="consent_request_pupil")]


class BoardSeal(BoardModel):
    """The board's own signing key for receipts: the certificate in the clear, the private key sealed."""

    key_id = models.UUIDField()
    certificate = models.BinaryField()
    private_key = SealedField()
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["board_id", "at"], name="consent_seal_board")]
