import pytest

from kring.domains.consent.tests.families import Family, family


@pytest.fixture
def noor(db) -> Family:
    """Noor Kaya and her parents, at a school that asks about pictures in the group and on the website."""
    return family()
