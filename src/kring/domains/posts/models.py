"""Tables of messages and drafts. What people wrote is sealed under a key per message."""

from django.db import models

from kring.domains.posts.terms import Answer, Kind
from kring.ground.sealing import SealedField
from kring.ground.tenancy import BoardModel, Ref

ANSWERS = [(a.value, a.name) for a in Answer]


class Post(BoardModel):
    """A message of a group, or of the whole school when `group_id` is empty. Seen from `release_at` on."""

    school_id = Ref("school_school")
    group_id = Ref("school_group", null=True)
    author_id = Ref("people_person")
    author_capacity = models.CharField(max_length=16)
    kind = models.CharField(max_length=12, choices=[(k.value, k.name) for k in Kind])
    key_id = models.UUIDField()
    text = SealedField()
    placed_at = models.DateTimeField()
    release_at = models.DateTimeField()
    # The school day of the release: whoever was in the group on it is the audience, then and next year.
    released_on = models.DateField()
    decision = models.JSONField()

    class Meta:
        indexes = [
            models.Index("board_id", "group_id", models.F("id").desc(), name="posts_post_group"),
            models.Index("board_id", "school_id", models.F("id").desc(), name="posts_post_school",
                         condition=models.Q(group_id=None)),
        ]


class Recall(BoardModel):
    """That a message was taken back: by whom, when, why. From its commit on nobody sees the message."""

    grants = "SELECT, INSERT, DELETE"

    post_id = Ref("posts_post")
    by = Ref("people_person")
    at = models.DateTimeField()
    why = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "post_id"], name="posts_recall_post")]


class Draft(BoardModel):
    """A message being written: its text and the answer about its pictures."""

    author_id = Ref("people_person")
    school_id = Ref("school_school")
    group_id = Ref("school_group", null=True)
    key_id = models.UUIDField()
    text = SealedField(null=True)
    answer = models.CharField(max_length=3, choices=ANSWERS, default="", blank=True)
    asked = models.JSONField(default=list)  # the pupils whom the question named when it was answered
    words = models.JSONField(default=list)  # pupils whose name is an ordinary word here, says the writer
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    post_id = Ref("posts_post", null=True)

    class Meta:
        indexes = [models.Index(fields=["board_id", "author_id"], name="posts_draft_author")]


class DraftPhoto(BoardModel):
    """A picture of a draft, in its place."""

    draft_id = Ref("posts_draft")
    asset_id = Ref("media_asset")
    place = models.PositiveSmallIntegerField()
    left_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "draft_id", "asset_id"], name="posts_draftphoto_asset")
        ]
