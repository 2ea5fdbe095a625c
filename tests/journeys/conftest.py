"""Journeys in a real browser against real processes: pages, worker and database, on a copy of the played school.

The school is played once, at its latest good moment: a teaching day, shortly after school, with six weeks behind it. Each
file gets a copy with processes of its own, of which the clock is put at that moment; so a journey runs on any day alike.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from kring.config.verbs import processes
from kring.ground.postgres import SUPERUSER, drop_databases, ensure_databases
from kring.ground.tests.smtp import Post
from kring.ground.tests.smtp import Server as PostOffice
from world.when import good_moment

REPOSITORY = Path(__file__).resolve().parents[2]
CHROMIUM = ["--no-sandbox", "--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
PATIENCE_MS = 60_000
AS_OWNER = "from kring.config.verbs.migrate import as_owner; as_owner()"
PLAY = """
import sys, django
django.setup()
from datetime import datetime
from world.play import play
play(progress=print, at=datetime.fromisoformat(sys.argv[1]))
"""


def pytest_collection_modifyitems(items):
    """Journeys need Chromium; without it they are skipped, except where CI asked for everything."""
    here = [item for item in items if "tests/journeys" in str(item.path)]
    for item in here:
        item.add_marker(pytest.mark.browser)
        if shutil.which("chromium") is None and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed here"))


@dataclass(frozen=True)
class Played:
    """The demo's school as it was played: its two databases, its folder of files and keys, and its moment."""

    names: tuple[str, str]
    data: Path
    at: datetime


@pytest.fixture(scope="session")
def played(postgres, tmp_path_factory):
    made = play_the_school(postgres, tmp_path_factory.mktemp("played"))
    yield made
    drop_databases(postgres, *made.names)


def play_the_school(server, data: Path, *, at: datetime | None = None) -> Played:
    """This function will make the tables and play the school, each as the role that does it in a demo; at its latest good
    moment, unless another is given."""
    mark, at = uuid4().hex[:8], at or good_moment(at=datetime.now(UTC))
    names = (f"kring_played_{mark}", f"kring_played_keys_{mark}")
    ensure_databases(server, *names)
    for role, code in (("kring_owner", AS_OWNER), ("kring_app", PLAY)):
        done = subprocess.run([sys.executable, "-c", code, at.isoformat()], capture_output=True, text=True,
                              env=environment_for(server, data, names, role))
        assert done.returncode == 0, done.stderr[-4000:]
    return Played(names, data, at)


def environment_for(server, data: Path, names: tuple[str, str], role: str) -> dict[str, str]:
    path = os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])
    return processes.environment_for(server, data, "kring.config.demo", names, role) | {"PYTHONPATH": path}


class Site:
    """A running copy of the school: where it answers, what time it is there, and the mail that it sent."""

    def __init__(self, *, server, address: str, names: tuple[str, str], at: datetime, post: Post, environment: dict[str, str]):
        self.address, self.post, self.at, self._environment = address, post, at, environment
        self.database, self._server, self._seconds = names[0], server, 0
        self.clock_goes_to(at)

    def clock_goes_to(self, at: datetime) -> None:
        self._set(int((at - datetime.now(UTC)).total_seconds()))

    def clock_goes_on(self, by: timedelta) -> None:
        self._set(self._seconds + int(by.total_seconds()))

    def _set(self, seconds: int) -> None:
        self._seconds = seconds
        self.as_superuser("UPDATE ground_clockshift SET seconds = %s", [seconds])

    def as_superuser(self, statement: str, values: Sequence[object] = (), *, beside: bool = False) -> None:
        """This function will let a statement fall on the database, or on it from the one beside it, as no process of ours may."""
        with psycopg.connect(self._server.url("postgres" if beside else self.database, SUPERUSER), autocommit=True) as connection:
            connection.execute(statement, values)

    def let(self, happen: str) -> None:
        """This function will let something happen through the product's own actions: a function of one moment, by its full name."""
        module, name = happen.rsplit(".", 1)
        code = (f"import sys, django; django.setup(); from datetime import datetime; from {module} import {name}; "
                f"{name}(at=datetime.fromisoformat(sys.argv[1]))")
        done = subprocess.run([sys.executable, "-c", code, self.at.isoformat()], capture_output=True, text=True,
                              env=self._environment)
        assert done.returncode == 0, done.stderr[-4000:]

    def mails_with_a_code(self, address: str) -> list[str]:
        """This function will return what was mailed to somebody to show that it is them."""
        return [letter.text for letter in self.post.letters if letter.to == address and re.search(r"\b\d{6}\b", letter.text)]

    def code_mailed_to(self, address: str) -> str:
        """This function will wait for the worker to mail a code to somebody, and return the mail."""
        until = time.monotonic() + PATIENCE_MS / 1000
        while time.monotonic() < until:
            if mails := self.mails_with_a_code(address):
                return mails[-1]
            time.sleep(.1)
        raise AssertionError(f"no code came; {len(self.post.letters)} other mails did")

    def path(self, url: str) -> str:
        """This function will return what stands in an address after the site itself, without the question mark."""
        return re.sub(r"[?#].*", "", url.removeprefix(self.address))


@pytest.fixture(scope="module")
def site(postgres, played, tmp_path_factory):
    """Pages and worker on a copy of the played school, for the tests of one file."""
    names, data = copy_of(postgres, played), tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(played.data, data)
    port = processes.free_port(0)
    address = f"http://localhost:{port}"
    with ExitStack() as ends:
        ends.callback(drop_databases, postgres, *names)
        office = ends.enter_context(PostOffice())
        environment = environment_for(postgres, data, names, "kring_app")
        environment |= {"KRING_ADDRESS": address, "KRING_SMTP_URL": office.url}
        made = Site(server=postgres, address=address, names=names, at=played.at, post=office.post, environment=environment)
        running = [processes.start(command, environment) for command in (["serve", "--port", str(port), "--workers", "1"], ["worker"])]
        ends.callback(processes.end, running)
        assert processes.wait_until_ready(address, running), "the site did not come up"
        yield made


def copy_of(server, played: Played) -> tuple[str, str]:
    """This function will copy the two databases of the played school."""
    mark = uuid4().hex[:8]
    names = (f"kring_journey_{mark}", f"kring_journey_keys_{mark}")
    with psycopg.connect(server.url("postgres", SUPERUSER), autocommit=True) as connection:
        for name, source in zip(names, played.names, strict=True):
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" OWNER kring_owner STRATEGY file_copy')
    return names


@pytest.fixture(scope="module")
def chromium():
    """A browser for one file: its driver keeps an event loop running, in which other tests may not use the database."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield browser
        browser.close()


class Taps:
    """A person with one thumb: counts what is tapped, and notices every request to another origin and every complaint."""

    def __init__(self, page, site: Site):
        self.page, self.site, self.address = page, site, site.address
        self.count, self.strangers, self.complaints = 0, [], []
        page.on("request", self._watch)
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        page.on("console", self._hear)

    def _watch(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.strangers.append(request.url)

    def _hear(self, line) -> None:
        if line.type in ("error", "warning"):
            self.complaints.append(f"{line.text} ({line.location.get('url', '')})")

    def go(self, path: str):
        """This function will open a page of the site, which is no tap: it is where a journey begins."""
        return self.page.goto(self.address + path)

    def tap(self, locator) -> None:
        """This function will tap once, and wait until the page that comes of it is there."""
        locator.click()
        self.count += 1
        self.page.wait_for_load_state()

    def open(self, locator) -> None:
        """This function will tap what leads to another page, and wait for that page: the one before is loaded as well."""
        with self.page.expect_navigation():
            locator.click()
        self.count += 1

    def press(self, label: str) -> None:
        self.tap(self.page.get_by_role("button", name=label, exact=True))

    def follow(self, label: str) -> None:
        self.tap(self.page.get_by_role("link", name=label, exact=True).first)

    def sees(self, text: str):
        """This function will wait until a text stands on the page."""
        found = self.page.get_by_text(text).first
        found.wait_for()
        return found

    @property
    def path(self) -> str:
        return self.site.path(self.page.url)


@pytest.fixture
def newcomer(chromium, site):
    """Open a browser of somebody who is not signed in."""
    contexts = []

    def open_for(*, size=PHONE, dark: bool = False, script: bool = True) -> Taps:
        context = chromium.new_context(viewport=size, color_scheme="dark" if dark else "light", locale="nl-NL",
                                       java_script_enabled=script, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        return Taps(page, site)

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def person(newcomer):
    """Sign somebody of the cast in by the demo's own door, and return their browser with a counter of taps."""

    def open_for(username: str, *, role: str = "", **how) -> Taps:
        it = newcomer(**how)
        it.go("/demo/")
        cards = it.page.locator("form:has(button[name=username])")
        card = cards.filter(has=it.page.locator(f"button[value='{username}']"))
        if role:
            card = card.filter(has=it.page.locator(f"input[name=role][value={role}]"))
        if not card.count():
            # Not everybody of the school has a card on the door; the form of another takes their name as well.
            card = cards.first
            card.locator("button[name=username]").evaluate("(button, name) => { button.value = name; }", username)
        card.locator("button[name=username]").first.click()
        it.page.wait_for_url(lambda url: not url.endswith("/demo/"))
        return it

    return open_for
