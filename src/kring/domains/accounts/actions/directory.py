"""The writers of the login directory: accounts, passwords, seats, language, devices."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction

from kring.domains.accounts.models import Account, Seat, Session
from kring.domains.accounts.queries import directory as queries
from kring.domains.accounts.queries import passwords
from kring.domains.accounts.rules import passwords as rules
from kring.domains.accounts.rules.passwords import NameFacts
from kring.domains.accounts.terms import DIRECTORY
from kring.ground.ids import uuid7
from kring.ground.sealing import Ring


def open_account(*, username: str, email: str, password: str | None, language: str, at: datetime,
                 account_id: UUID | None = None) -> Account:
    """This function will make an account; without a password it is entered by passkey alone.

    Refuses: accounts.may_be_name, accounts.may_be_password.
    """
    name = queries.plain_name(username)
    rules.may_be_name(NameFacts(name=name, taken=queries.name_is_taken(name=name))).require()
    if password is not None:
        check_password(password=password, username=name, email=email, at=at)
    account = Account(id=account_id or uuid7(), username=name, email=queries.plain_name(email), language=language, created_at=at,
                      password=make_password(password))
    account.save(force_insert=True)
    return account


def check_password(*, password: str, username: str, email: str, at: datetime) -> None:
    """This function will refuse a password that is short, known or about its owner."""
    facts = passwords.facts(password=password, username=username, email=email, on=at)
    rules.may_be_password(facts).require()


def set_password(*, account: Account, password: str, at: datetime, keep: str) -> None:
    """This function will give an account another password and end every session but the one that is kept (by its stored key)."""
    check_password(password=password, username=account.username, email=account.email, at=at)
    account.password = make_password(password)
    Account.objects.filter(id=account.id).update(password=account.password)
    end_sessions(account_id=account.id, but=keep)


def give_seat(*, account_id: UUID, board_id: UUID, person_id: UUID, at: datetime) -> None:
    """This function will record that an account is a person of a board."""
    Seat.objects.create(account_id=account_id, board_id=board_id, person_id=person_id, from_at=at)


def end_seat(*, account_id: UUID, board_id: UUID, person_id: UUID, at: datetime) -> None:
    """This function will end that an account is a person of a board, and close an account that leads nowhere else."""
    Seat.objects.filter(account_id=account_id, board_id=board_id, person_id=person_id, ended_at=None).update(ended_at=at)
    Session.objects.filter(account_id=account_id, board_id=board_id, person_id=person_id).delete()
    if not Seat.objects.filter(account_id=account_id, ended_at=None).exists():
        close_account(account_id=account_id)


def close_account(*, account_id: UUID) -> None:
    """This function will end an account: no way in is left, its names are free again, its secrets cannot be read."""
    end_sessions(account_id=account_id)
    Authenticator.objects.filter(user_id=account_id).delete()
    rows = Account.objects.filter(id=account_id)
    keys = list(rows.exclude(key_id=None).values_list("key_id", flat=True))
    # The key store shares no transaction with the directory: what is still in use may not lose its key.
    transaction.on_commit(lambda: Ring(DIRECTORY).destroy(*keys))
    rows.update(is_active=False, username=account_id.hex, email="", password=make_password(None), key_id=None)


def choose_language(*, account_id: UUID, language: str) -> None:
    """This function will keep the language in which somebody reads Kring."""
    Account.objects.filter(id=account_id).update(language=language)


def end_sessions(*, account_id: UUID, but: str = "") -> int:
    """This function will sign an account out everywhere, or everywhere but on one device, and return where it was."""
    return Session.objects.filter(account_id=account_id).exclude(session_key=but).delete()[0]


def end_session(*, account_id: UUID, key: str) -> int:
    """This function will sign an account out on one of its devices; on nobody else's."""
    return Session.objects.filter(account_id=account_id, session_key=key).delete()[0]
