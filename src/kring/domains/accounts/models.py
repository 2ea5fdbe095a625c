"""The login directory, the only tables without a board, and the board's invitations."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from kring.domains.accounts.terms import Proof, Purpose
from kring.ground.ids import uuid7
from kring.ground.tenancy import BoardModel, Ref


class AccountManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A login. It belongs to an invitation, not to an address: two guardians may share one e-mail address.

    `email` is a sign-in name only while no other account has it; `username` always is. Both stand in lower case.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True, db_index=True)
    language = models.CharField(max_length=5, default="nl")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    # The key of what this account keeps secret (the seed of an authenticator app), under the directory's own key.
    key_id = models.UUIDField(null=True)

    objects = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    # When somebody last came is said by the sessions, for as long as those are kept.
    last_login = None
    # allauth and Django ask these of any user; Kring has no superusers and no permission tables.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm, obj=None) -> bool:
        return False

    def has_module_perms(self, app_label) -> bool:
        return False


class Seat(models.Model):
    """That an account is a person of a board. No foreign key: the directory reaches into no board."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField(db_index=True)
    board_id = models.UUIDField()
    person_id = models.UUIDField()
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "person_id", "account_id"], name="accounts_seat_person")
        ]


class Session(AbstractBaseSession):
    """A signed-in device: whose it is and under which cap it acts now. `session_key` is a hash of what the cookie holds."""

    account_id = models.UUIDField(null=True, db_index=True)
    board_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    capacity = models.CharField(max_length=16, blank=True)
    school_id = models.UUIDField(null=True)
    device = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)


class Bucket(models.Model):
    """How often something was tried lately: one row per thing tried and place it came from, both unreadable here."""

    key = models.BinaryField(primary_key=True)
    tries = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)


class Door(models.Model):
    """Where an invitation's code leads: the one thing that must be known before the board is."""

    code_hash = models.BinaryField(primary_key=True)
    board_id = models.UUIDField()
    invitation_id = models.UUIDField(unique=True)
    expires_at = models.DateTimeField(db_index=True)


class Invitation(BoardModel):
    """One code for one person, once. The code itself is on paper only; the door keeps a keyed hash."""

    person_id = Ref("people_person")
    purpose = models.CharField(max_length=8, choices=[(p.value, p.name) for p in Purpose])
    issued_by = Ref("people_person", null=True)
    issued_at = models.DateTimeField()
    opens_at = models.DateTimeField(null=True)  # null: a second member of staff has not agreed yet
    expires_at = models.DateTimeField()
    approved_by = Ref("people_person", null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = Ref("people_person", null=True)
    revoked_why = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes = [models.Index(fields=["board_id", "person_id"], name="accounts_invitation_person")]


class Claim(BoardModel):
    """One browser that holds an invitation's code, and how far it is with showing whose browser it is."""

    invitation_id = Ref("accounts_invitation")
    browser = models.BinaryField()
    number = models.CharField(max_length=4)  # on the screen of the claimer; the desk confirms the claim that shows it
    at = models.DateTimeField()
    code_hash = models.BinaryField(null=True)
    code_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=4, blank=True, choices=[(p.value, p.name) for p in Proof])
    proved_at = models.DateTimeField(null=True)
    proved_by = Ref("people_person", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "invitation_id", "browser"], name="accounts_claim_browser")
        ]
