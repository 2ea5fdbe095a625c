"""Tables of pictures. Bytes lie encrypted in `kring.ground.files`, under a key per version."""

from django.db import models

from kring.domains.media.terms import AssetState, Ended, FaceSource, FaceState, How, Origin, Size, VersionKind
from kring.ground.tenancy import BoardModel, Ref


def of(words) -> list[tuple[str, str]]:
    return [(w.value, w.name) for w in words]


class Asset(BoardModel):
    """One picture as it came in. The upload itself is kept only until it is processed."""

    school_id = Ref("school_school")
    group_id = Ref("school_group", null=True)
    by = Ref("people_person")
    at = models.DateTimeField()
    origin = models.CharField(max_length=16, choices=of(Origin))
    state = models.CharField(max_length=12, choices=of(AssetState), default=AssetState.RECEIVED)
    problem = models.CharField(max_length=40, blank=True)
    upload_id = Ref("ground_storedfile", null=True)
    upload_key_id = models.UUIDField(null=True)
    processed_at = models.DateTimeField(null=True)
    # So dark that faces may have been missed: whoever places it is told to look twice.
    is_dim = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["board_id", "group_id"], name="media_asset_group"),
            models.Index(fields=["board_id", "at"], name="media_asset_at"),
        ]


class Version(BoardModel):
    """One state of a picture's pixels, under a key of its own; destroying the key destroys it everywhere.

    `covers` are the faces that are covered in it, `crop` is what is kept of the picture ([x, y, width, height] in parts of
    the whole; None: all of it). The one with the highest number, of those that are for no family alone, is the one that is
    wanted. Until `made_at` it is wanted but not there, and nobody sees it.
    """

    asset_id = Ref("media_asset")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=of(VersionKind))
    covers = models.JSONField(default=list)
    crop = models.JSONField(null=True)
    key_id = models.UUIDField()
    master_id = Ref("ground_storedfile", null=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    wanted_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "asset_id", "number"], name="media_version_number")
        ]


class Rendition(BoardModel):
    """A version at one size. Storage serves no bytes without this row."""

    version_id = Ref("media_version")
    size = models.CharField(max_length=8, choices=of(Size))
    file_id = Ref("ground_storedfile")
    content_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "version_id", "size"], name="media_rendition_size")
        ]


class Face(BoardModel):
    """A place in a picture where a face is, found or drawn; relative to width and height. Whose, only when somebody said."""

    asset_id = Ref("media_asset")
    x = models.FloatField()
    y = models.FloatField()
    width = models.FloatField()
    height = models.FloatField()
    source = models.CharField(max_length=8, choices=of(FaceSource))
    state = models.CharField(max_length=8, choices=of(FaceState), default=FaceState.OPEN)
    pupil_id = Ref("people_person", null=True)
    is_outsider = models.BooleanField(default=False)
    # An adult from outside the group who said that it is fine.
    has_agreed = models.BooleanField(default=False)
    # Covered for everybody but the child's own guardians.
    for_family = models.BooleanField(default=False)
    said_by = Ref("people_person", null=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["board_id", "asset_id"], name="media_face_asset")]


class Publication(BoardModel):
    """A version of a picture stands in a channel for an audience, since when and by whom; ended rows stay."""

    asset_id = Ref("media_asset")
    version_id = Ref("media_version")
    channel = models.CharField(max_length=16)
    school_id = Ref("school_school")
    group_id = Ref("school_group", null=True)
    # The message that it belongs to; a higher domain's row, so no reference.
    post_id = models.UUIDField()
    place = models.PositiveSmallIntegerField()
    placed_by = Ref("people_person")
    placed_at = models.DateTimeField()
    # Whoever was in the group on this day is the audience, then and next year.
    placed_on = models.DateField()
    release_at = models.DateTimeField()
    # The decision as it is kept: rule, version, facts and verdict (kring.norms.replay).
    decision = models.JSONField()
    ended_at = models.DateTimeField(null=True)
    ended_by = Ref("people_person", null=True)
    ended_why = models.CharField(max_length=12, choices=of(Ended), blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["board_id", "post_id"], name="media_publication_post"),
            models.Index(fields=["board_id", "group_id", "placed_on"], name="media_publication_group"),
            models.Index(fields=["board_id", "asset_id"], name="media_publication_asset"),
        ]


class Accounted(BoardModel):
    """How one placing accounts for one child, decided on which epoch of the child's gate, by whom and when."""

    publication_id = Ref("media_publication")
    pupil_id = Ref("people_person")
    how = models.CharField(max_length=8, choices=of(How))
    face_id = Ref("media_face", null=True)
    epoch = models.PositiveIntegerField()
    by = Ref("people_person", null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "publication_id", "pupil_id"], name="media_accounted_pupil")
        ]
        indexes = [models.Index(fields=["board_id", "pupil_id"], name="media_accounted_child")]


class FamilyView(BoardModel):
    """A placing has a version of its own for guardians of this child, in which the child is not covered. The rows of one
    version together: who is a guardian of all of these children today, while each has a yes for it, sees that one."""

    publication_id = Ref("media_publication")
    version_id = Ref("media_version")
    pupil_id = Ref("people_person")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "publication_id", "version_id", "pupil_id"], name="media_familyview_pupil")
        ]
        indexes = [models.Index(fields=["board_id", "version_id"], name="media_familyview_version")]


class DeviceCopy(BoardModel):
    """Pictures were chosen from somebody's own device: open until they say that the copies there are gone (OC-12)."""

    by = Ref("people_person")
    school_id = Ref("school_school")
    pictures = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["board_id", "by"], name="media_devicecopy_by")]
