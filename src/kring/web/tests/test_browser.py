"""The look in a real browser, under our own headers: axe finds nothing, no rule of the policy is broken, scripts do their part."""

import os
import shutil
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Without a session: these pages need no board and no database.
MIDDLEWARE = ["kring.web.middleware.SecurityHeadersMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware",
              "django.middleware.locale.LocaleMiddleware", "django.middleware.common.CommonMiddleware",
              "django.middleware.csrf.CsrfViewMiddleware", "kring.web.middleware.RefusedMiddleware"]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="there is no chromium on this machine"),
]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *line):
        """Tests read answers, not logs."""


@pytest.fixture
def address(settings):
    settings.MIDDLEWARE = MIDDLEWARE
    settings.ROOT_URLCONF = "kring.web.tests.urls"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.STATIC_ROOT = None
    server = make_server("127.0.0.1", 0, WSGIHandler(), server_class=_Server, handler_class=_Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, address):
    """Open a page and keep what the browser complains of."""
    contexts = []

    def open_(path, *, width=390, scheme="light", script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=script, locale="nl-NL", reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda line: page.complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda fault: page.complaints.append(str(fault)))
        page.goto(address + path, wait_until="networkidle")
        return page

    yield open_
    for context in contexts:
        context.close()


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_living_page(visit, width, scheme):
    page = visit("/design/", width=width, scheme=scheme)
    assert violations(page) == []
    assert page.complaints == []


def test_axe_and_the_policy_see_planted_faults(visit):
    page = visit("/offline/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/web/img/logo-16.svg\"><p style=\"color:red\">x</p>')")
    assert any(line.startswith("image-alt") for line in violations(page))
    assert any("style-src" in line for line in page.complaints)


@pytest.mark.parametrize("path", ["/offline/", "/language/", "/not-there/"])
def test_axe_finds_nothing_on_small_pages(visit, path):
    page = visit(path)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chosen_theme_wins_over_the_device(visit, scheme):
    other = "dark" if scheme == "light" else "light"
    grounds = {
        page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        for page in (visit(f"/design/?theme={scheme}", scheme=other), visit("/design/", scheme=scheme))
    }
    assert len(grounds) == 1


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_sticks_out_at_any_width(visit, width):
    page = visit("/design/", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_letters_and_icons_are_really_ours(visit):
    page = visit("/design/")
    assert page.evaluate("document.fonts.check('700 17px Andika') && [...document.fonts].filter(f => f.status === 'loaded').length >= 2")
    box = page.locator("#icons .icon").first.bounding_box()
    assert box["width"] == 24
    assert page.evaluate("performance.getEntriesByType('resource').filter(r => r.name.includes('icons')).length") == 1
    hosts = page.evaluate("[...new Set(performance.getEntriesByType('resource').map(r => new URL(r.name).host))]")
    assert hosts == [page.evaluate("location.host")]


def test_targets_are_large_enough_for_a_thumb(visit):
    page = visit("/design/")
    small = page.evaluate(
        """[...document.querySelectorAll('button.button, a.button, .person, .choice__side, .remedy, .tabbar a, .check')]
           .map(e => [e.className, e.getBoundingClientRect()]).filter(([, b]) => b.width && b.height < 44).map(([c, b]) => `${c} ${b.height}`)"""
    )
    assert small == []


def test_a_window_opens_takes_the_focus_and_gives_it_back(visit):
    page = visit("/design/")
    opener = page.locator("[data-dialog]")
    opener.focus()
    page.keyboard.press("Enter")
    assert page.locator("dialog#ask-erase").evaluate("d => d.open && d.contains(document.activeElement)")
    page.locator("dialog [data-close]").click()
    assert opener.evaluate("o => o === document.activeElement")
    opener.click()
    page.keyboard.press("Escape")
    assert not page.locator("dialog#ask-erase").evaluate("d => d.open")


def test_the_undo_ring_runs_empty_is_said_and_goes(visit):
    page = visit("/design/")
    page.clock.install(time=1_000)
    page.reload(wait_until="networkidle")
    page.clock.pause_at(1_005)
    ring = page.locator("[data-undo]")
    seen = []
    for _ in range(80):
        seen += [int(ring.locator("text").text_content())]
        if seen[-1] == 10:
            break
        page.clock.run_for(200)
    assert seen[-1] == 10 and seen == sorted(seen, reverse=True)
    assert page.locator("#status").text_content() == "nog 10 seconden"
    page.clock.run_for(10_500)
    assert ring.count() == 0
    assert page.locator("#status").text_content() == "Terughalen kan niet meer."


def test_without_script_everything_is_there(visit):
    page = visit("/design/", script=False)
    assert page.locator("[data-undo] button").is_visible()
    assert page.locator(".face__tag--number").first.is_visible()
    assert page.locator("[data-dialog]").get_attribute("href")
    assert not visit("/design/").locator(".face__tag--number").first.is_visible()


def test_with_the_keyboard_alone_the_first_stop_skips_to_the_content(visit):
    page = visit("/offline/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").evaluate("s => s.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"


def test_htmx_swaps_answers_and_refusals_under_our_policy(visit):
    page = visit("/trial/")
    page.locator("#thank").click()
    page.get_by_text("Bedankt, deel").wait_for()
    page.locator("#place").click()
    page.locator("#answer .verdict[data-verdict=refuse]").wait_for()
    assert page.locator("#answer").get_by_text("Dek Ali af").is_visible() and page.url.endswith("/trial/")
    assert [line for line in page.complaints if "403" not in line] == []


def test_without_script_the_same_acts_are_pages(visit):
    page = visit("/trial/", script=False)
    page.locator("#place").click()
    assert page.locator("h1").inner_text() == "Dit kan zo niet"
    assert page.get_by_text("Dek Ali af").is_visible()
    page = visit("/trial/", script=False)
    page.locator("#thank").click()
    assert page.get_by_text("Bedankt, bladzij").is_visible()


def test_a_first_visit_brings_less_than_200_kb(visit):
    page = visit("/trial/")
    sizes = page.evaluate("performance.getEntries().filter(e => e.name.startsWith('http')).map(e => [new URL(e.name).pathname.split('/').pop(), e.encodedBodySize])")
    assert {"kring.css", "htmx-4.0.1.min.js", "icons.svg"} <= {name for name, _ in sizes}
    assert sum(size for _, size in sizes) < 200_000, sizes


def test_without_connection_the_page_says_so_and_nothing_personal_was_kept(visit):
    page = visit("/trial/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.locator("#offline").wait_for(state="visible")
    page.goto(page.url.replace("/trial/", "/design/"))
    assert page.locator("h1").inner_text() == "Even geen verbinding"
    kept = page.evaluate("caches.keys().then(async names => (await Promise.all(names.map(async n => (await (await caches.open(n)).keys()).map(r => new URL(r.url).pathname)))).flat())")
    assert set(kept) == {"/offline/", "/static/web/css/kring.css", "/static/web/img/icons.svg", "/static/web/img/logo-16.svg",
                         "/static/web/fonts/andika-latin-400-normal.woff2", "/static/web/fonts/andika-latin-700-normal.woff2"}  # fmt: skip
    page.context.set_offline(False)
