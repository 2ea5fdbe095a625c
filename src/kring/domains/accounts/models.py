"""The login directory, the only tables without a board, and the board's invitations."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from kring.ground.ids import uuid7


class AccountManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A login. It belongs to an invitation, not to an address: two guardians may share one e-mail address.

    `email` is a sign-in name only while no other account has it; `username` always is.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True, db_index=True)
    language = models.CharField(max_length=5, default="nl")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

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
    """A signed-in device: whose it is and under which cap it acts now."""

    account_id = models.UUIDField(null=True, db_index=True)
    board_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    capacity = models.CharField(max_length=16, blank=True)
    school_id = models.UUIDField(null=True)
    device = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    @classmethod
    def get_session_store_class(cls):
        from kring.domains.accounts.sessions import SessionStore

        return SessionStore
