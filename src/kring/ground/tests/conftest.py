"""Boards for the tests of the ground: one that is rolled back, and two in a database of the test alone."""

from pathlib import Path

import psycopg
import pytest
from django.db import transaction

from kring.ground.models import BoardEntry
from kring.ground.postgres import SUPERUSER
from kring.ground.tenancy import enter
from kring.ground.tests.cast import AT, BOARD, OTHER_BOARD
from kring.ground.tests.smtp import Server

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """A test in a board writes keys too, so it may use both databases."""
    for item in items:
        if "board" in item.fixturenames and item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.django_db(databases=["default", "keys"]))


@pytest.fixture
def board(db):
    """A test within one board of two that is rolled back."""
    know_boards()
    enter(BOARD)
    return BOARD


@pytest.fixture
def real_board(real_db):
    """A database of this test alone, in which two boards are known; work in it by `with board_transaction(BOARD):`."""
    with transaction.atomic():
        know_boards()
    return BOARD


def know_boards() -> None:
    for board_id in (BOARD, OTHER_BOARD):
        BoardEntry.objects.create(id=board_id, at=AT)


@pytest.fixture
def as_superuser(real_db, postgres):
    """Run SQL as somebody with all rights on the database: past grants, policies and references."""
    with psycopg.connect(postgres.url(real_db[0], SUPERUSER), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection.execute


@pytest.fixture
def data_root(tmp_path, settings):
    """A folder of this test alone for files and keys."""
    settings.KRING_DATA = tmp_path
    return tmp_path


@pytest.fixture
def post(settings):
    """A real SMTP server to which mail goes; what arrived is in `.letters`."""
    with Server() as server:
        settings.KRING_SMTP_URL = server.url
        yield server.post
