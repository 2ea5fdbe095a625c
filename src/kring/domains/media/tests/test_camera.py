"""The camera inside the page, in a real browser with a made-up camera: what is posted was taken, not chosen from the device."""

import os
import shutil
from email import message_from_bytes
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from kring.ground import pixels

SCRIPT = Path(__file__).parents[3] / "web/static/web/js/media_camera.js"
CAMERA = ["--no-sandbox", "--headless=new", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
NO_CHROMIUM = shutil.which("chromium") is None and os.environ.get("CI") != "true"
pytestmark = [pytest.mark.browser, pytest.mark.skipif(NO_CHROMIUM, reason="Chromium is not installed here")]


def page_html() -> str:
    with override("nl"):
        part = render_to_string("media/_camera.html", {"field": "photos"})
    return f"""<!doctype html><html lang="nl"><body><form id="f" method="post" enctype="multipart/form-data" action="/upload/">
      <input type="file" name="photos" multiple>{part}</form>
      <script>document.querySelector('[name=photos]').addEventListener('change', () => document.getElementById('f').submit())</script>
      </body></html>"""


@pytest.fixture
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CAMERA)
        yield running
        running.close()


def opened(browser, *, allowed=True):
    """A page at a safe address, its script ours; what it posts and which file chooser it opens is kept."""
    context = browser.new_context(permissions=["camera"] if allowed else [])
    page, posted, chosen, html = context.new_page(), [], [], page_html()
    page.on("filechooser", lambda opened: chosen.append(opened))

    def answer(route):
        if route.request.method == "POST":
            posted.append((route.request.headers["content-type"], route.request.post_data_buffer))
            route.fulfill(body="ok", content_type="text/plain")
        elif route.request.url.endswith("media_camera.js"):
            route.fulfill(body=SCRIPT.read_text(), content_type="text/javascript")
        else:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route("**/*", answer)
    page.goto("http://localhost/")
    return page, posted, chosen


def files_of(kind: str, body: bytes) -> list[tuple[str, bytes]]:
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    return [(part.get_filename(), part.get_payload(decode=True)) for part in message.get_payload() if part.get_filename()]


def test_what_the_camera_took_is_posted_and_nothing_was_chosen_from_the_device(browser):
    page, posted, chosen = opened(browser)
    page.get_by_role("button", name="Maak hier foto’s").click()
    page.wait_for_function("document.querySelector('video').videoWidth > 0")
    for number in (1, 2):
        page.get_by_role("button", name="Maak een foto").click()
        page.get_by_text(f"{number} gemaakt").wait_for()
    page.get_by_role("button", name="Zet deze in het bericht").click()
    page.wait_for_url("**/upload/")
    ((kind, body),) = posted
    files = files_of(kind, body)
    assert [name for name, _ in files] == ["photo.jpg", "photo.jpg"] and chosen == []
    for _, data in files:
        assert pixels.kind_of(data) == "JPEG" and pixels.ingest(data).renditions.full.width > 100


def test_thrown_away_nothing_is_posted_and_the_camera_is_off(browser):
    page, posted, _ = opened(browser)
    page.get_by_role("button", name="Maak hier foto’s").click()
    page.wait_for_function("document.querySelector('video').videoWidth > 0")
    page.get_by_role("button", name="Maak een foto").click()
    page.get_by_text("1 gemaakt").wait_for()
    page.get_by_role("button", name="Gooi weg").click()
    assert page.evaluate("document.querySelector('video').srcObject") is None
    assert page.evaluate("document.querySelector('dialog').open") is False and posted == []


def test_nothing_on_the_page_sends_a_photo_to_the_roll():
    html = page_html()
    assert "capture" not in html and "download" not in html
    script = SCRIPT.read_text()
    assert "download" not in script and "localStorage" not in script and "indexedDB" not in script.lower()
