"""Journeys in a real browser against real processes: pages, worker and database, on a copy of the played school."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from kring.config.verbs import processes
from kring.ground.postgres import drop_databases, ensure_databases

REPOSITORY = Path(__file__).resolve().parents[2]
CHROMIUM = ["--no-sandbox", "--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items):
    """Journeys need Chromium; without it they are skipped, except where CI asked for everything."""
    here = [item for item in items if "tests/journeys" in str(item.path)]
    for item in here:
        item.add_marker(pytest.mark.browser)
        if shutil.which("chromium") is None and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed here"))


@pytest.fixture(scope="session")
def played(postgres, tmp_path_factory):
    """The demo's school, played once for all journeys: its databases and its data folder."""
    mark = uuid4().hex[:8]
    names = (f"kring_played_{mark}", f"kring_played_keys_{mark}")
    data = tmp_path_factory.mktemp("played")
    ensure_databases(postgres, *names)
    for role, code in (("kring_owner", "from kring.config.verbs.migrate import as_owner; as_owner()"),
                       ("kring_app", "from kring.config.verbs.demo import play; play()")):
        environment = environment_for(postgres, data, names, role)
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-4000:]
    yield names, data
    drop_databases(postgres, *names)


def environment_for(server, data: Path, names: tuple[str, str], role: str) -> dict[str, str]:
    path = os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])
    return processes.environment_for(server, data, "kring.config.demo", names, role) | {"PYTHONPATH": path}


class Site:
    """A running copy of the school; `address` is where it answers."""

    def __init__(self, address: str, names: tuple[str, str], data: Path):
        self.address, self.names, self.data = address, names, data


@pytest.fixture(scope="module")
def site(postgres, played, databases, tmp_path_factory):
    """Pages and worker on a copy of the played school, for the tests of one file."""
    source = type(databases)(postgres, played[0])
    names, data = source.clone(), tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(played[1], data)
    port = processes.free_port(0)
    address = f"http://localhost:{port}"
    environment = environment_for(postgres, data, names, "kring_app") | {"KRING_ADDRESS": address}
    running = [processes.start(["serve", "--port", str(port), "--workers", "1"], environment),
               processes.start(["worker"], environment)]
    try:
        assert processes.wait_until_ready(address, running), "the site did not come up"
        yield Site(address, names, data)
    finally:
        processes.end(running)
        drop_databases(postgres, *names)


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield browser
        browser.close()


class Taps:
    """A person with one thumb: counts what is tapped, and notices every request to another origin."""

    def __init__(self, page, address: str):
        self.page, self.address, self.count, self.strangers = page, address, 0, []
        page.on("request", self._watch)

    def _watch(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.strangers.append(request.url)

    def tap(self, locator) -> None:
        locator.click()
        self.count += 1


@pytest.fixture
def person(chromium, site):
    """Sign somebody of the cast in and return their browser page with a counter of taps."""
    contexts = []

    def open_for(username: str, *, size=PHONE, dark: bool = False, script: bool = True) -> Taps:
        context = chromium.new_context(viewport=size, color_scheme="dark" if dark else "light", locale="nl-NL",
                                       java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        sign_in(page, site.address, username)
        return Taps(page, site.address)

    yield open_for
    for context in contexts:
        context.close()


def sign_in(page, address: str, username: str) -> None:
    """Come in by the demo's own door: pick a member of the cast."""
    page.goto(f"{address}/demo/")
    page.locator(f"button[name=username][value='{username}']").first.click()
    page.wait_for_load_state()
