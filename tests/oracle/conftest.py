"""What the tests beside the oracle share: its school as rows, written once for a file and rolled back after it."""

import pytest
from django.db import transaction

from tests.oracle.machine import School


@pytest.fixture(scope="module")
def school(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), transaction.atomic(using="keys"):
        yield School()
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keys")
