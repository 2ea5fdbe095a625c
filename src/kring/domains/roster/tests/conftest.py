import pytest

from kring.config.messages import compile_catalogues
from kring.domains.roster.tests.school import School


@pytest.fixture(scope="session", autouse=True)
def sentences():
    """What is read here is read in Dutch: from the catalogues as they are now."""
    compile_catalogues()


@pytest.fixture
def data_root(tmp_path, settings):
    """A folder of this test alone for files and keys."""
    settings.KRING_DATA = tmp_path
    return tmp_path


@pytest.fixture
def school(db, shared_data, data_root):
    return School(shared_data)
