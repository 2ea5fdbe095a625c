"""Fixtures of accounts: the school of cast.py, in a transaction that is rolled back, and a server for mail."""

import pytest

from kring.domains.accounts.tests import cast


@pytest.fixture
def school(db):
    return cast.found()


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """Argon2 as it is, at its least cost: what is counted here are hashes, not their price."""
    from django.contrib.auth.hashers import Argon2PasswordHasher, get_hashers

    saved = (Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism)
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 64, 1
    get_hashers.cache_clear()
    yield
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = saved
    get_hashers.cache_clear()


@pytest.fixture
def post_office(settings):
    """A mail server on this machine; without it an installation cannot mail and codes go by the desk."""
    from kring.ground.tests.smtp import Server

    with Server() as server:
        settings.KRING_SMTP_URL = server.url
        yield server.post
