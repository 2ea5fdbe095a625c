"""What every test stands on: a real PostgreSQL, the app role, databases cloned from one migrated template."""

import os
import resource
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parent
pytest_plugins = ["tests.plugins.evidence", "tests.plugins.statements"]

# Times are measured by the bench alone: a busy machine makes no test red.
settings.register_profile("kring", deadline=None)
settings.load_profile("kring")

# A test that eats memory fails by itself instead of taking the machine with it.
MOST_MEMORY_BYTES = 8 * 1024**3
resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def pytest_addoption(parser):
    parser.addoption("--nightly", action="store_true", help="run the long suites too")


def pytest_collection_modifyitems(config, items):
    """Every database test may use both databases; slow tests run with --nightly only."""
    for item in items:
        for mark in item.iter_markers("django_db"):
            mark.kwargs.setdefault("databases", ["default", "keys"])
    if not config.getoption("--nightly"):
        kept = [item for item in items if not item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("slow")])
        items[:] = kept


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real inputs that stand beside the checkout."""
    path = REPOSITORY / "../shared/data"
    assert path.is_dir(), "the real inputs (../shared/data) are not beside this checkout"
    return path.resolve()


@pytest.fixture(scope="session")
def postgres():
    """A server for this test run: started here, or found running in this data folder."""
    from django.conf import settings

    from kring.ground.postgres import ensure_running

    # A vacuum in the midst of a long test counts rows that are not committed as none, and plans go astray.
    server = ensure_running(settings.KRING_DATA, fsync="off", full_page_writes="off", autovacuum="off")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def template(postgres):
    """The names of a migrated pair of databases from which every test's own are cloned."""
    from kring.ground.postgres import drop_databases, ensure_databases

    mark = uuid4().hex[:8]
    names = (f"kring_template_{mark}", f"kring_keys_template_{mark}")
    ensure_databases(postgres, *names)
    environment = {**os.environ, "DATABASE_URL": postgres.url(names[0], "kring_owner"),
                   "KEYS_DATABASE_URL": postgres.url(names[1], "kring_owner"),
                   "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "tests.settings"),
                   "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])}
    done = subprocess.run([sys.executable, "-c", "from kring.config.verbs.migrate import as_owner; as_owner()"],
                          env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    yield names
    drop_databases(postgres, *names)


class Databases:
    """Clones of the template and the switch of Django's connections to one of them."""

    def __init__(self, server, names):
        self.server, self.names = server, names

    def clone(self) -> tuple[str, str]:
        import psycopg

        from kring.ground.postgres import SUPERUSER

        mark = uuid4().hex[:8]
        made = (f"kring_test_{mark}", f"kring_keys_test_{mark}")
        with psycopg.connect(self.server.url("postgres", SUPERUSER), autocommit=True) as connection:
            for name, source in zip(made, self.names, strict=True):
                connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" OWNER kring_owner STRATEGY file_copy')
        return made

    def use(self, names: tuple[str, str], role: str = "kring_app") -> None:
        from django.conf import settings
        from django.db import connections

        from kring.config.settings import database
        from kring.ground.sealing import forget_board_keys

        for alias, name in zip(("default", "keys"), names, strict=True):
            connections[alias].close()
            wanted = database(self.server.url(name, role))
            for place in (settings.DATABASES[alias], connections.settings[alias], connections[alias].settings_dict):
                place.update({k: wanted[k] for k in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
        forget_board_keys()


@pytest.fixture(scope="session")
def databases(postgres, template):
    return Databases(postgres, template)


@pytest.fixture(scope="session")
def django_db_setup(databases, django_db_blocker):
    """One clone for all tests that roll back."""
    from kring.ground.postgres import drop_databases

    names = databases.clone()
    with django_db_blocker.unblock():
        databases.use(names)
        databases.shared = names
    yield
    with django_db_blocker.unblock():
        from django.db import connections

        connections.close_all()
    drop_databases(databases.server, *names)


@pytest.fixture(autouse=True)
def _django_db_marker(request):
    """Give a marked test its transaction, except where it asked for a database of its own (`real_db`)."""
    if request.node.get_closest_marker("django_db") and "real_db" not in request.fixturenames:
        request.getfixturevalue("_django_db_helper")


@pytest.fixture
def real_db(databases, django_db_setup, django_db_blocker):
    """A database of this test alone, committed for real, as the app role; for races, jobs, servers and isolation."""
    from django.db import connections

    from kring.ground.postgres import drop_databases

    names = databases.clone()
    with django_db_blocker.unblock():
        databases.use(names)
        yield names
        connections.close_all()
        databases.use(databases.shared)
    drop_databases(databases.server, *names)
