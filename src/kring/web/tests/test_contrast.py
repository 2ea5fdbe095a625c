"""Text stands out 4.5:1 and shapes that carry meaning 3:1, in the exercise book and on the school board."""

import re

import pytest

from kring.web.assets import CSS

TEXT, SHAPE = 4.5, 3.0
PAPER = ("sheet", "sheet-2", "floor")
GROUNDS = ("act-tint", "pencil-tint", "may-tint", "ask-tint", "not-tint", "floor-deep")
PAIRS = (
    [(text, ground, TEXT) for text in ("ink", "ink-soft", "act", "may", "ask", "not") for ground in PAPER]
    + [("act-deep", "sheet", TEXT), ("on-act", "act", TEXT), ("on-act", "act-deep", TEXT)]
    + [(text, ground, TEXT) for text in ("ink", "ink-soft") for ground in GROUNDS]
    + [(verdict, f"{verdict}-tint", TEXT) for verdict in ("may", "ask", "not", "act")]
    + [("act", ground, TEXT) for ground in ("may-tint", "ask-tint", "not-tint", "pencil-tint", "floor-deep")]
    + [("on-verdict", verdict, TEXT) for verdict in ("may", "ask", "not")]
    + [("on-pencil", "pencil", TEXT), ("on-staff", "staff", TEXT), ("cover-ink", "cover", TEXT), ("sheet", "ink", TEXT)]
    + [(f"on-card-{number}", f"card-{number}", TEXT) for number in range(1, 7)]
    + [("on-viewer", "viewer", TEXT), ("on-viewer-soft", "viewer", TEXT)]
    + [("line-strong", ground, SHAPE) for ground in PAPER]
    + [("act", ground, SHAPE) for ground in (*PAPER, "act-tint")]
    + [("pencil-edge", "floor", SHAPE), ("pencil-edge", "sheet", SHAPE)]
)
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
BY_SYSTEM, BY_CHOICE, END = "@media (prefers-color-scheme: dark)", ':root[data-theme="dark"]', "@media (prefers-reduced-motion"


def colours(start: str, end: str) -> dict[str, str]:
    block = TOKENS[TOKENS.index(start) : TOKENS.index(end)]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\s*;", block))


LIGHT = colours(":root {", BY_SYSTEM)
DARK = LIGHT | colours(BY_CHOICE, END)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_scale_is_that_of_wcag():
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_stands_out(theme):
    values = LIGHT if theme == "light" else DARK
    weak = {f"{a} on {b}": round(ratio(values[a], values[b]), 2) for a, b, need in PAIRS if ratio(values[a], values[b]) < need}
    assert weak == {}


def test_dark_by_choice_is_dark_by_system():
    assert colours(BY_SYSTEM, BY_CHOICE) == colours(BY_CHOICE, END)
