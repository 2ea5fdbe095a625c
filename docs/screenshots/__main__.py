"""Play the school, let people of it walk through the six acts, and keep what they see as small PNG files in this folder."""

import io
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from kring.config.verbs import processes
from kring.ground.postgres import default_data_root, drop_databases, ensure_running
from kring.ground.tests.smtp import Post
from tests.journeys.conftest import CHROMIUM, DESK, PATIENCE_MS, PHONE, Site, Taps, environment_for, play_the_school
from tests.journeys.sights import head
from world import when

FOLDER = Path(__file__).parent
# A Tuesday after school, so that the pictures are of the same day each time.
MOMENT = datetime(2026, 11, 24, 15, 10, tzinfo=when.ZONE)
MOST_BYTES = 120_000
COLOURS = (256, 192, 128, 96)
WIDTHS = (1, .85, .75, .65)


@dataclass
class Walk:
    """People of the school, each in a browser of their own."""

    browser: Browser
    site: Site

    def sign_in(self, username: str, *, role: str = "", size: dict = PHONE, dark: bool = False) -> Taps:
        context = self.browser.new_context(viewport=size, device_scale_factor=2 if size is PHONE else 1, locale="nl-NL",
                                           color_scheme="dark" if dark else "light", reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        it = Taps(page, self.site)
        it.go("/demo/")
        card = page.locator("form:has(button[name=username])").filter(has=page.locator(f"button[value='{username}']"))
        if role:
            card = card.filter(has=page.locator(f"input[name=role][value={role}]"))
        card.locator("button[name=username]").first.click()
        page.wait_for_url(lambda url: not url.endswith("/demo/"))
        return it


def shoot(it: Taps, name: str, *, to: str = "", above: int = 76) -> None:
    """Keep what is on the screen, scrolled so that something stands under the bar, once every picture on it is there."""
    page = it.page
    if to:
        page.locator(to).first.evaluate(
            "(one, above) => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - above)", above)
    page.evaluate("""() => Promise.all([document.fonts.ready, ...[...document.images]
        .filter(one => one.getBoundingClientRect().top < innerHeight).map(one => one.decode())])""")
    page.mouse.move(0, 0)
    small(page.screenshot(animations="disabled"), FOLDER / f"{name}.png")
    print(name, (FOLDER / f"{name}.png").stat().st_size, flush=True)


def small(data: bytes, path: Path) -> None:
    """Write a picture with as many colours, and then as wide, as fits."""
    whole = Image.open(io.BytesIO(data)).convert("RGB")
    for width in WIDTHS:
        sized = whole.resize((round(whole.width * width), round(whole.height * width)), Image.Resampling.LANCZOS)
        for colours in COLOURS:
            out = io.BytesIO()
            sized.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
            if len(out.getvalue()) <= MOST_BYTES:
                path.write_bytes(out.getvalue())
                return
    raise ValueError(f"{path.name} does not get small enough")


def teacher(walk: Walk) -> None:
    """The message that waits: the question, the face that is tapped, and the message placed."""
    sanne = walk.sign_in("sanne.bergsma")
    shoot(sanne, "1-today")
    sanne.tap(sanne.page.get_by_role("link", name="Ga verder").first)
    sanne.page.locator("#decision input[name=answer]").first.wait_for(state="attached")
    shoot(sanne, "2-question", to="#decision", above=260)
    sanne.tap(sanne.page.locator("#decision label", has_text=re.compile(r"^\s*Ja\s*$")))
    sanne.page.locator("#decision input[value=yes][checked]").wait_for(state="attached")
    sanne.tap(sanne.page.locator("#pictures a.photo").first)
    whole, at = sanne.page.locator(".photo--whole"), head("knutselen", "Ali Bouzid")
    box = whole.bounding_box()
    whole.click(position={"x": at[0] * box["width"], "y": at[1] * box["height"]})
    sanne.page.get_by_role("button", name="Ali", exact=True).wait_for()
    shoot(sanne, "3-face")
    sanne.press("Ali")
    sanne.sees("Ali is hier afgedekt.")
    sanne.follow("Klaar")
    sanne.press("Plaats in Groep 4")
    walk.site.clock_goes_on(timedelta(seconds=40))


def guardians(walk: Walk) -> None:
    """What comes at home: the feed, a photo, the choices, a yes that was taken back, and why a photo was allowed."""
    farida = walk.sign_in("farida.amrani")
    farida.go("/messages/")
    farida.sees("Een middag schilderen")
    shoot(farida, "4-feed")
    open_photo(farida, "Een middag schilderen")
    shoot(farida, "5-photo")
    farida.follow("Waarom mocht dit?")
    shoot(farida, "8-why")
    farida.go("/consents/")
    shoot(farida, "6-consent")
    hilde = walk.sign_in("hilde.postma")
    hilde.go("/consents/")
    hilde.follow("Sem")
    hilde.go(f"{hilde.path}withdrawn/")
    shoot(hilde, "7-withdrawn")
    marloes = walk.sign_in("marloes.kramer")
    marloes.go("/messages/")
    open_photo(marloes, "Kastanjes zoeken in het bos")
    shoot(marloes, "12-own")
    dark = walk.sign_in("farida.amrani", dark=True)
    dark.go("/messages/")
    shoot(dark, "11-dark")


def open_photo(who: Taps, title: str) -> None:
    who.page.locator("article", has_text=title).get_by_role("link").first.click()
    who.page.wait_for_load_state()
    who.page.locator("main a:has(img)").first.click()
    who.page.wait_for_load_state()


def desks(walk: Walk) -> None:
    """What the school's desks see: what a new export changes, and where the law is accounted for."""
    hanneke = walk.sign_in("hanneke.blom", size=DESK)
    hanneke.go("/roster/")
    hanneke.tap(hanneke.page.locator("main a[href^='/roster/']").first)
    shoot(hanneke, "9-roster")
    marit = walk.sign_in("marit.haverkamp", size=DESK)
    marit.go("/accountability/council/")
    shoot(marit, "10-accountability")


@contextmanager
def running() -> Iterator[Walk]:
    """The played school with its pages and worker, at its moment, and a browser."""
    with ExitStack() as ends:
        server = ensure_running(default_data_root() / "screenshots", fsync="off", full_page_writes="off")
        ends.callback(server.stop)
        data = Path(ends.enter_context(tempfile.TemporaryDirectory(dir=default_data_root())))
        played = play_the_school(server, data, at=MOMENT)
        ends.callback(drop_databases, server, *played.names)
        port = processes.free_port(0)
        address = f"http://localhost:{port}"
        environment = environment_for(server, data, played.names, "kring_app") | {"KRING_ADDRESS": address}
        site = Site(server=server, address=address, names=played.names, at=MOMENT, post=Post(),
                    environment=environment)
        started = [processes.start(command, environment) for command in (["serve", "--port", str(port)], ["worker"])]
        ends.callback(processes.end, started)
        if not processes.wait_until_ready(address, started):
            raise SystemExit("Kring did not come up; the lines above say why.")
        driver = ends.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        ends.callback(browser.close)
        yield Walk(browser, site)


ACTS: tuple[Callable[[Walk], None], ...] = (teacher, guardians, desks)

if __name__ == "__main__":
    with running() as walk:
        for act in ACTS:
            act(walk)
