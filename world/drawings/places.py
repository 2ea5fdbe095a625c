"""Where the children are: the backgrounds of the pictures, painted from far to near.

Coordinates are those of a picture of 1600 by 1200. Here belongs no child and nothing that stands in front of one.
"""

import numpy as np

from world.drawings.paint import Canvas, Colour, box, ellipse, mix, rgb, smooth

WIDE, HIGH = 1600, 1200
AUTUMN = ("#fbe3c6", "#f0b573", "#d98a4e", "#b65f38", "#7c5a3e", "#97853f")
GREEN = ("#e4f0e2", "#b4d4a8", "#86b57f", "#5a8f63", "#6f5540", "#7fa35a")
GOLD = ("#fdf0cd", "#f3d184", "#e0ac4c", "#c4823a", "#80603f", "#a3944a")
CARDS = ("#f6cfc4", "#fbe09a", "#c9e3cf", "#c8dcf4", "#ecd3e3", "#d6dbc3")
BRIGHT = ("#2f58b5", "#f4b62e", "#e58aa0", "#3f8f5d", "#c4533f", "#7fb0e0")


def wood(c: Canvas, colours: tuple[str, ...] = AUTUMN, *, seed: int = 1) -> None:
    """This function will paint a wood with light between the trees and leaves on the ground."""
    rng, (sky, far, middle, near, bark, ground) = np.random.default_rng(seed), map(rgb, colours)
    c.fill(box(0, 0, WIDE, HIGH), sky, to=mix(sky, far, 0.5))
    for depth, (crown, count, low) in enumerate(((far, 9, 690), (middle, 8, 740), (near, 6, 800))):
        for i in range(count):
            x = WIDE * (i + 0.5) / count + rng.uniform(-60, 60)
            width = 18 + 12 * depth + rng.uniform(0, 12)
            trunk = mix(bark, sky, 0.45 - 0.22 * depth)
            c.fill(
                smooth(
                    [
                        (x - width * 0.45, 180),
                        (x + width * 0.45, 180),
                        (x + width * 0.5, low),
                        (x + width, low + 30),
                        (x - width, low + 30),
                        (x - width * 0.5, low),
                    ]
                ),
                trunk,
                to=trunk * 0.78,
                along=(1, 0),
            )
            _crown(c, x, rng.uniform(120, 260), 130 + 30 * depth, crown, rng)
        c.light(520, 180, 900, rgb("#fff6dc"), 0.14)
    c.fill(
        smooth([(-80, 800), (400, 730), (820, 790), (1250, 725), (1700, 780), (1700, 1300), (-80, 1300)]),
        ground,
        to=ground * 0.72,
    )
    leaves(c, 150, (760, 1190), colours[1:4], rng)


def _crown(c: Canvas, x: float, y: float, size: float, colour: Colour, rng: np.random.Generator) -> None:
    for _ in range(7):
        dx, dy, r = rng.uniform(-0.7, 0.7) * size, rng.uniform(-0.8, 0.6) * size, size * rng.uniform(0.5, 0.8)
        tone = mix(colour, rgb("#fff3d6"), float(rng.uniform(0, 0.2)))
        c.fill(ellipse(x + dx, y + dy, r, r * 0.92), tone, to=tone * 0.86, along=(0.4, 0.7), alpha=0.93)


def leaves(c: Canvas, count: int, rows: tuple[int, int], colours: tuple[str, ...], rng: np.random.Generator) -> None:
    """This function will strew leaves between two heights."""
    for _ in range(count):
        y = rng.uniform(*rows)
        size = 7 + 13 * (y - 700) / 500
        colour = rgb(colours[rng.integers(len(colours))]) * rng.uniform(0.85, 1.05)
        c.fill(ellipse(rng.uniform(-10, WIDE + 10), y, size, size * 0.45, rng.uniform(0, 180)), np.minimum(colour, 255))


def room(c: Canvas, wall: str = "#f6ecd9", floor: str = "#c9d6cf") -> None:
    """This function will paint a light room: wall, skirting, floor, daylight from the left."""
    c.fill(box(0, 0, WIDE, 860), rgb(wall), to=rgb(wall) * 0.93, along=(0.8, 0.4))
    c.fill(box(0, 840, WIDE, 26), mix(rgb(wall), rgb("#ffffff"), 0.5))
    c.fill(box(0, 866, WIDE, 340), rgb(floor), to=rgb(floor) * 0.82)


def classroom(c: Canvas) -> None:
    room(c)
    _board(c, 90, 90, 560, 300)
    shelves(c, 1080, 110, 440, 330, rows=3, seed=4)
    _window(c, 740, 70, 260, 330)
    _bunting(c, 40, 40, 1560)
    c.light(860, 200, 700, rgb("#fff8e4"), 0.22)


def atelier(c: Canvas) -> None:
    room(c, "#f8f0dc", "#d8cfb8")
    c.line([(-20, 120), (800, 176), (1620, 110)], 5, rgb("#b89c74"))
    for i, colour in enumerate((*BRIGHT, *CARDS[:3])):
        x = 60 + 172 * i
        paper = box(x, 132 + 22 * np.sin(i), 128, 158, 4)
        c.fill(paper + 7, rgb("#8a7a60"), blur=8, alpha=0.3)
        c.fill(paper, rgb("#fffdf6"))
        c.fill(ellipse(x + 64, 205 + 22 * np.sin(i), 40, 44), rgb(colour), alpha=0.9)
        c.fill(ellipse(x + 50, 235 + 22 * np.sin(i), 26, 18), rgb(BRIGHT[(i + 2) % 6]), alpha=0.8)
        c.fill(box(x + 54, 124 + 22 * np.sin(i), 16, 24, 3), rgb("#c9a56b"))
    shelves(c, 1010, 410, 500, 220, rows=2, seed=9)
    _window(c, 90, 380, 340, 330)
    c.light(260, 480, 620, rgb("#fff8e4"), 0.25)


def library(c: Canvas) -> None:
    room(c, "#f1e4cc", "#c8b597")
    shelves(c, -20, 60, 800, 720, rows=4, seed=2)
    shelves(c, 830, 60, 800, 720, rows=4, seed=7)
    c.light(800, 220, 700, rgb("#fff2d0"), 0.25)


def gym(c: Canvas) -> None:
    c.fill(box(0, 0, WIDE, 800), rgb("#e9e3d4"), to=rgb("#d6d2c4"))
    for i in range(4):
        _window(c, 60 + 395 * i, 60, 300, 190, sky="#d9ecf7")
    for x in (140, 1180):
        for i in range(13):
            c.line([(x, 330 + 36 * i), (x + 290, 330 + 36 * i)], 13, rgb("#c79a5d"), to=rgb("#a97c45"))
        for side in (0, 145, 290):
            c.line([(x + side, 310), (x + side, 800)], 20, rgb("#b5874d"))
    c.fill(box(0, 790, WIDE, 420), rgb("#e0b27a"), to=rgb("#c08c55"))
    for x, slope, colour in ((300, -190, "#2f58b5"), (820, -40, "#c4533f"), (1290, 120, "#ffffff")):
        c.line([(x, 790), (x + slope, 1210)], 13, rgb(colour), alpha=0.75)
    c.light(800, 120, 900, rgb("#ffffff"), 0.2)


def garden(c: Canvas) -> None:
    c.fill(box(0, 0, WIDE, 700), rgb("#bfe0f4"), to=rgb("#eaf5f2"))
    for x, y, w in ((280, 150, 150), (420, 180, 110), (1090, 110, 170), (1260, 150, 120)):
        c.fill(ellipse(x, y, w, w * 0.34), rgb("#ffffff"), blur=14, alpha=0.85)
    c.fill(
        smooth([(-50, 560), (400, 480), (900, 560), (1700, 470), (1700, 900), (-50, 900)]),
        rgb("#a9cf8d"),
        to=rgb("#82b36f"),
    )
    _shed(c, 1120, 250)
    for x in range(0, 1100, 74):
        c.fill(
            np.array([(x, 470), (x + 20, 440), (x + 40, 470), (x + 40, 660), (x, 660)]),
            rgb("#faf6ea"),
            to=rgb("#dcd7c6"),
        )
    for y in (500, 590):
        c.fill(box(0, y, 1100, 20), rgb("#f4efe0"))
    c.fill(box(0, 650, WIDE, 560), rgb("#9cc583"), to=rgb("#6fa05c"))
    c.light(380, 120, 800, rgb("#fff6d8"), 0.25)


def playground(c: Canvas) -> None:
    c.fill(box(0, 0, WIDE, 640), rgb("#b9dcf3"), to=rgb("#eef6f3"))
    c.fill(box(120, 190, 1360, 480), rgb("#d0714f"), to=rgb("#b45a3e"))
    c.fill(np.array([(80, 200), (1520, 200), (1440, 90), (160, 90)]), rgb("#5a6377"), to=rgb("#434c60"))
    for i in range(7):
        _window(c, 170 + 186 * i, 260, 132, 180, sky="#cfe6f4")
    c.fill(box(720, 470, 170, 210), rgb("#2f58b5"), to=rgb("#24458f"))
    for x in (40, 1560):
        c.fill(box(x - 16, 420, 32, 280), rgb("#75583f"))
        _crown(c, x, 330, 150, rgb("#74a866"), np.random.default_rng(int(x)))
    c.fill(box(0, 660, WIDE, 550), rgb("#cfc9bb"), to=rgb("#aba491"))
    for i, colour in enumerate(BRIGHT):
        c.fill(box(560 + 80 * (i % 3), 1010 - 70 * (i // 3), 74, 62, 6), rgb(colour), alpha=0.5)
    c.light(360, 90, 900, rgb("#fff6da"), 0.22)


def beach(c: Canvas) -> None:
    c.fill(box(0, 0, WIDE, 560), rgb("#a9d6f0"), to=rgb("#e7f4f4"))
    for x, y, w in ((260, 140, 190), (900, 90, 150), (1330, 190, 180)):
        c.fill(ellipse(x, y, w, w * 0.26), rgb("#ffffff"), blur=16, alpha=0.9)
    c.fill(box(0, 480, WIDE, 220), rgb("#6fb3cf"), to=rgb("#9fd0d6"))
    for i, y in enumerate((560, 610, 655)):
        c.line([(-20, y), (400, y + 14), (820, y - 6), (1240, y + 12), (1640, y)], 8 + 3 * i, rgb("#ffffff"), alpha=0.6)
    c.fill(
        smooth([(-60, 690), (420, 660), (900, 700), (1700, 660), (1700, 1300), (-60, 1300)]),
        rgb("#f0dcae"),
        to=rgb("#d9bd86"),
    )
    for x in range(60, 1600, 120):
        c.fill(box(x, 430 + 0.05 * x, 26, 190), rgb("#7d664f"), to=rgb("#59483a"))
    c.light(420, 100, 900, rgb("#fff6d8"), 0.28)


def stage(c: Canvas) -> None:
    c.fill(box(0, 0, WIDE, 900), rgb("#35406a"), to=rgb("#222a49"))
    for x, y, w in ((330, 300, 260), (800, 250, 320), (1270, 300, 260)):
        c.fill(ellipse(x, y, w, w * 0.9), rgb("#ffe9b0"), blur=120, alpha=0.35)
    rng = np.random.default_rng(8)
    for _ in range(40):
        c.fill(ellipse(rng.uniform(300, 1300), rng.uniform(60, 460), rng.uniform(3, 8)), rgb("#f7d774"))
    for side in (0, 1):
        for i in range(5):
            x = 70 * i if side == 0 else WIDE - 70 * i - 70
            c.fill(box(x, 0, 74, 960), rgb("#b2423a") * (1.08 - 0.1 * (i % 2)), to=rgb("#7d2a2c"))
    for i in range(9):
        c.fill(ellipse(WIDE * i / 8, 0, 120, 150), rgb("#b2423a"), to=rgb("#8a3030"))
    c.fill(box(0, 900, WIDE, 310), rgb("#b98450"), to=rgb("#84592f"))


def evening(c: Canvas) -> None:
    c.fill(box(0, 0, WIDE, 800), rgb("#34437a"), to=rgb("#e0a083"))
    rng = np.random.default_rng(12)
    for _ in range(70):
        c.fill(ellipse(rng.uniform(0, WIDE), rng.uniform(0, 380), rng.uniform(1.5, 4.5)), rgb("#fff3cf"), alpha=0.85)
    c.fill(ellipse(1290, 150, 62), rgb("#fff2c8"))
    c.fill(ellipse(1262, 138, 56), rgb("#3d4a80"))
    for x, w, h in ((0, 260, 330), (240, 200, 260), (1060, 240, 300), (1290, 340, 360)):
        c.fill(
            np.array([(x, 800), (x, 800 - h), (x + w / 2, 700 - h), (x + w, 800 - h), (x + w, 800)]),
            rgb("#3b3a5a"),
            to=rgb("#2e2c48"),
        )
        for k in range(3):
            c.fill(box(x + 30 + 65 * k, 840 - h, 36, 54, 3), rgb("#ffd988"))
    c.fill(box(0, 780, WIDE, 430), rgb("#5a5570"), to=rgb("#3c3850"))


def kitchen(c: Canvas) -> None:
    room(c, "#e3efe6", "#d9c7a6")
    for i in range(22):
        for j in range(4):
            c.fill(box(20 + 72 * i, 330 + 62 * j, 66, 56, 4), rgb("#f7fbf6") * (1 - 0.02 * ((i + j) % 3)))
    c.fill(box(60, 60, 560, 230, 8), rgb("#8cb8a2"), to=rgb("#6f9d87"))
    c.fill(box(1000, 60, 540, 230, 8), rgb("#8cb8a2"), to=rgb("#6f9d87"))
    for x in (330, 1270):
        c.fill(box(x, 80, 6, 190), rgb("#5d8a74"))
    _window(c, 690, 50, 250, 250)
    c.light(810, 180, 640, rgb("#fff8e4"), 0.25)


def _board(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    c.fill(box(x - 14, y - 14, w + 28, h + 28, 6), rgb("#b58a55"), to=rgb("#93693a"))
    c.fill(box(x, y, w, h), rgb("#285446"), to=rgb("#1d4036"))
    for i, (start, end) in enumerate(((0.08, 0.55), (0.08, 0.42), (0.08, 0.62))):
        c.line(
            [
                (x + w * start, y + 70 + 62 * i),
                (x + w * (start + end) / 2, y + 64 + 62 * i),
                (x + w * end, y + 70 + 62 * i),
            ],
            7,
            rgb("#eef3ea"),
            alpha=0.8,
        )
    c.line(
        [*ellipse(x + w * 0.8, y + h * 0.5, 62, 62)[::4], (x + w * 0.8 + 62, y + h * 0.5)], 7, rgb("#f4c94e"), alpha=0.9
    )


def _window(c: Canvas, x: float, y: float, w: float, h: float, sky: str = "#cfe8f7") -> None:
    c.fill(box(x - 10, y - 10, w + 20, h + 20, 4), rgb("#ffffff"), to=rgb("#e2ddcf"))
    c.fill(box(x, y, w, h), rgb(sky), to=rgb("#eef8ee"))
    c.fill(
        ellipse(x + w * 0.25, y + h * 0.85, w * 0.25, h * 0.3),
        rgb("#9cc795"),
        alpha=0.8,
        inside=c.stencil(box(x, y, w, h)),
    )
    c.fill(box(x + w / 2 - 5, y, 10, h), rgb("#ffffff"))


def shelves(c: Canvas, x: float, y: float, w: float, h: float, *, rows: int, seed: int) -> None:
    """This function will paint a bookcase full of books."""
    rng = np.random.default_rng(seed)
    c.fill(box(x, y, w, h, 6), rgb("#c99f67"), to=rgb("#a67c46"))
    step = h / rows
    for row in range(rows):
        top, left = y + row * step + 14, x + 14
        c.fill(box(x + 12, top - 2, w - 24, step - 18), rgb("#7d5c36"), alpha=0.75)
        while left < x + w - 40:
            wide, high = rng.uniform(16, 34), (step - 30) * rng.uniform(0.68, 0.98)
            colour = rgb((*BRIGHT, *CARDS)[rng.integers(12)]) * rng.uniform(0.82, 1)
            c.fill(box(left, top + step - 22 - high, wide, high, 2), colour, to=colour * 0.8, along=(1, 0.2))
            left += wide + rng.choice((1, 1, 2, 18), p=(0.4, 0.3, 0.2, 0.1))


def _bunting(c: Canvas, x0: float, y: float, x1: float) -> None:
    for i in range(15):
        x = x0 + (x1 - x0) * i / 15
        drop = 26 * np.sin(np.pi * i / 14)
        c.fill(np.array([(x, y - 24 + drop), (x + 74, y - 24 + drop), (x + 37, y + 42 + drop)]), rgb(BRIGHT[i % 6]))


def _shed(c: Canvas, x: float, y: float) -> None:
    c.fill(box(x, y + 110, 330, 320), rgb("#dca173"), to=rgb("#bd7f52"))
    c.fill(np.array([(x - 30, y + 120), (x + 165, y), (x + 360, y + 120)]), rgb("#b2503a"), to=rgb("#933e2e"))
    c.fill(box(x + 120, y + 220, 100, 210, 4), rgb("#8a5a3a"), to=rgb("#6f452b"))
    _window(c, x + 245, y + 190, 56, 70)
