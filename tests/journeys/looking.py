"""Looking at a page as somebody who cannot see it well, in two sizes and two schemes, and saying all that is wrong with it.

Here belongs what holds for every page. Which pages there are, and what happens on them, does not.
"""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import resolve

from tests.journeys.conftest import DESK, PHONE, Taps

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# A scheme changes colours and nothing else (it is one set of custom properties), a width changes what is laid out. So
# everything is looked for in light at both widths, and in dark, on the phone, only what colours can break.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, "resultTypes": ["violations"]}
USUAL = ((PHONE, "light", EVERYTHING), (DESK, "light", EVERYTHING), (PHONE, "dark", COLOURS))
LONG = ((DESK, "dark", EVERYTHING), (PHONE, "dark", EVERYTHING))
IN_FULL = [pytest.param(USUAL, id=""), pytest.param(LONG, id="in the dark", marks=pytest.mark.slow)]
# What changes without motion still takes a moment to have changed; then everything is as it stays.
RUN = """async options => {
    await new Promise(requestAnimationFrame);
    const short = document.getAnimations().filter(one => one instanceof CSSTransition && one.effect.getTiming().duration < 100);
    await Promise.all(short.map(one => one.finished.catch(() => null)));
    return (await axe.run(document, options)).violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${node.html.slice(0, 160)} ${(node.failureSummary || '').replace(/\\s+/g, ' ').slice(0, 200)}`)) }"""
WORDS = """() => [document.documentElement.lang, document.title, document.querySelectorAll('h1').length]"""
# What an error page is answered with stands in the browser's console as well; it is the page that was asked for.
ANSWERED = "the server responded with a status of"


def look(who: Taps, *, at: str | None, ways=USUAL) -> list[str]:
    """This function will look at the page that is open, which is at one of the product's routes (None: at none that is known),
    and return what is wrong with it."""
    who.page.wait_for_selector(".htmx-request", state="detached")
    wrong = _words(who)
    if at is not None and (route := route_of(who)) != at:
        wrong.append(f"this is /{route}, and not /{at}")
    who.page.evaluate(AXE_SCRIPT)
    for size, scheme, options in ways:
        who.page.set_viewport_size(size)
        who.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        wrong += [f"{scheme}, {size['width']} px: {found}" for found in who.page.evaluate(RUN, options)]
        wide = who.page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{size['width']} px: sticks out to {wide} px"] if wide > size["width"] else []
    who.page.set_viewport_size(PHONE)
    who.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return [f"{who.path}: {one}" for one in wrong + complaints(who)]


def route_of(who: Taps) -> str:
    """This function will return the route of the page that is open, "" for the first page."""
    return resolve(who.path).route


def _words(who: Taps) -> list[str]:
    language, title, heads = who.page.evaluate(WORDS)
    wrong = [] if language == "nl" else [f"its language is {language!r}"]
    wrong += [] if title.endswith(" · Kring") and not title.startswith(" ") else [f"its title is {title!r}"]
    return wrong + ([] if heads == 1 else [f"it has {heads} first headings"])


def complaints(who: Taps) -> list[str]:
    """This function will return what the browser complained of and whom it asked besides us, and forget it."""
    found = [one for one in who.complaints if ANSWERED not in one or who.path not in one]
    found += [f"asked {url}" for url in who.strangers]
    who.complaints.clear()
    who.strangers.clear()
    return found
