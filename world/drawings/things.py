"""What stands in front of the children or in their hands: tables, chestnuts, paint, books, lanterns, pumpkins.

Coordinates are pixels of the picture unless a function takes a place and a size.
"""

from itertools import pairwise

import numpy as np

from world.drawings.paint import Canvas, box, ellipse, mix, rgb, smooth
from world.drawings.places import BRIGHT, CARDS, HIGH, WIDE


def table(c: Canvas, y: float, colour: str = "#d3a066") -> None:
    """This function will paint a wooden table over the whole width, from height `y` down."""
    c.fill(box(-40, y - 18, WIDE + 80, 60), rgb("#2a1a10"), blur=16, alpha=.3)
    c.fill(box(-20, y, WIDE + 40, HIGH - y + 40), rgb(colour) * 1.04, to=rgb(colour) * .74)
    c.fill(box(-20, y, WIDE + 40, 14), mix(rgb(colour), rgb("#ffffff"), .35))
    for i in range(7):
        top = y + 40 + i * (HIGH - y) / 6
        c.line([(-20, top), (500, top + 9), (1000, top - 7), (1620, top + 4)], 3, rgb(colour) * .6, alpha=.35)


def chestnut(c: Canvas, x: float, y: float, size: float) -> None:
    c.fill(ellipse(x + size * .1, y + size * .75, size, size * .4), rgb("#20120a"), blur=size * .25, alpha=.4)
    c.fill(ellipse(x, y, size, size * .9), rgb("#9a4a22"), to=rgb("#531f0e"), along=(.4, .8))
    c.fill(ellipse(x - size * .1, y + size * .5, size * .55, size * .28), rgb("#d9b183"), alpha=.8)
    c.fill(ellipse(x - size * .3, y - size * .35, size * .3, size * .18, -25), rgb("#ffe4c4"), blur=size * .08, alpha=.75)


def basket(c: Canvas, x: float, y: float, w: float) -> None:
    """This function will paint a wicker basket heaped with chestnuts; (x, y) is the middle of its rim."""
    rng = np.random.default_rng(3)
    c.fill(ellipse(x, y + w * .42, w * .62, w * .12), rgb("#20150c"), blur=w * .05, alpha=.4)
    c.fill(ellipse(x, y, w * .54, w * .15), rgb("#5f3d20"))
    for row in range(4):
        for i in range(9 - row):
            chestnut(c, x + (i - (8 - row) / 2) * w * .1 + rng.uniform(-4, 4), y + w * .03 - row * w * .055, w * .058)
    body = smooth([(x - w * .55, y), (x - w * .3, y + w * .1), (x, y + w * .13), (x + w * .3, y + w * .1), (x + w * .55, y),
        (x + w * .45, y + w * .42),
                   (x, y + w * .48), (x - w * .45, y + w * .42)])
    c.fill(body, rgb("#cf9a57"), to=rgb("#8d5f2c"))
    inside = c.stencil(body)
    for i in range(16):
        for j in range(6):
            bx, by = x + (i - 7.5) * w * .072, y + (j + .4) * w * .075
            c.line([(bx - w * .03, by), (bx, by - w * .018), (bx + w * .03, by)], w * .034,
                   rgb("#e4b674" if (i + j) % 2 else "#a8753a"),
                   inside=inside, alpha=.9)
    c.line([(x - w * .56, y), (x - w * .3, y + w * .11), (x, y + w * .14), (x + w * .3, y + w * .11), (x + w * .56, y)],
           w * .06, rgb("#b98245"))


def stick(c: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    middle = ((x0 + x1) / 2, (y0 + y1) / 2 - 22)
    c.line([(x0, y0 + 14), (middle[0], middle[1] + 14), (x1, y1 + 14)], 30, rgb("#20150c"), blur=9, alpha=.3)
    c.line([(x0, y0), middle, (x1, y1)], 30, rgb("#7d5a3a"), to=rgb("#5c3f27"))
    c.line([(x0, y0 - 7), (middle[0], middle[1] - 8), (x1, y1 - 7)], 7, rgb("#b58d62"), alpha=.8)
    for part, lift in ((.25, -80), (.62, -110), (.85, 70)):
        x, y = x0 + (x1 - x0) * part, y0 + (y1 - y0) * part - 18
        c.line([(x, y), (x + 30, y + lift * .5), (x + 42, y + lift)], 13, rgb("#6b4a2f"), taper=True)


def paper(c: Canvas, x: float, y: float, w: float, turn: float, seed: int) -> None:
    """This function will paint a sheet with a child's painting on it, lying on a table."""
    rng = np.random.default_rng(seed)
    with c.at(x, y, w, turn):
        sheet = np.array([(-.5, -.22), (.5, -.22), (.6, .26), (-.6, .26)])
        c.fill(np.add(sheet, (.01, .03)), rgb("#3a2715"), blur=.03, alpha=.35)
        c.fill(sheet, rgb("#fffdf5"), to=rgb("#efe9da"))
        for _ in range(5):
            c.fill(ellipse(rng.uniform(-.36, .36), rng.uniform(-.1, .14), rng.uniform(.06, .13), rng.uniform(.04, .07)),
                   rgb(BRIGHT[rng.integers(6)]), alpha=.9)
        c.line([(-.4, .17), (0, .13), (.4, .17)], .035, rgb(BRIGHT[rng.integers(6)]))


def jar(c: Canvas, x: float, y: float, size: float, seed: int = 0) -> None:
    """This function will paint a jar with brushes or pencils."""
    for i in range(5):
        lean = (i - 2) * .22
        c.line([(x + lean * size * .4, y - size * .3), (x + lean * size * 1.3, y - size * 1.5)], size * .12,
               rgb(BRIGHT[(i + seed) % 6]))
    c.fill(box(x - size * .5, y - size * .7, size, size * 1.2, size * .12), rgb("#dcebf2"), to=rgb("#a9c6d6"), along=(1, .2),
           alpha=.92)
    c.fill(ellipse(x, y - size * .68, size * .5, size * .12), rgb("#f4fafc"), alpha=.9)


def book(c: Canvas, x: float, y: float, w: float, colour: str = "#2f58b5") -> None:
    """This function will paint an open book held upright, its cover towards us."""
    with c.at(x, y, w):
        c.fill(np.add(box(-.52, -.3, 1.04, .66, .03), (.01, .03)), rgb("#1d2433"), blur=.03, alpha=.3)
        for side in (-1, 1):
            c.fill(np.array([(0, -.27), (side * .52, -.33), (side * .52, .31), (0, .36)]), rgb(colour) * (1 if side < 0 else .84))
            c.fill(np.array([(0, -.25), (side * .49, -.35), (side * .49, -.32), (0, -.22)]), rgb("#fffaf0"))
        c.fill(ellipse(-.27, -.02, .13, .14), rgb("#f4c94e"))
        c.line([(-.4, .2), (-.14, .2)], .04, rgb("#fffaf0"), alpha=.9)
        c.line([(0, -.27), (0, .36)], .018, rgb("#141a30"), alpha=.5)


def pages(c: Canvas, x: float, y: float, w: float) -> None:
    """This function will paint an open book that lies flat, with text and a small picture."""
    with c.at(x, y, w):
        c.fill(ellipse(0, .2, .62, .1), rgb("#20150c"), blur=.05, alpha=.35)
        for side in (-1, 1):
            leaf = smooth([(0, -.12), (side * .28, -.19), (side * .55, -.14), (side * .6, .2), (side * .3, .15), (0, .23)])
            c.fill(leaf, rgb("#fffdf6"), to=rgb("#e6dfcf"), along=(side * -.8, .3))
            for i in range(5):
                c.line([(side * .1, -.05 + .045 * i), (side * .46, -.08 + .045 * i)], .014, rgb("#6a7080"), alpha=.7)
        c.fill(ellipse(.33, .03, .1, .07), rgb("#e58aa0"))


def blocks(c: Canvas, x: float, y: float, size: float, seed: int = 0) -> None:
    """This function will paint a castle of blocks; (x, y) is the middle of its foot."""
    plan = ((-2, 0), (-1, 0), (0, 0), (1, 0), (2, 0), (-2, 1), (-1, 1), (1, 1), (2, 1), (-2, 2), (-1, 2), (0, 2), (1, 2), (2,
        2), (-2, 3), (0, 3), (2, 3), (0, 4))
    c.fill(ellipse(x, y, size * 3, size * .35), rgb("#20150c"), blur=size * .15, alpha=.35)
    for i, (column, row) in enumerate(plan):
        colour = rgb(BRIGHT[(i * 5 + seed) % 6])
        c.fill(box(x + (column - .5) * size, y - (row + 1) * size, size * .97, size * .97, size * .08), mix(colour,
               rgb("#ffffff"), .14), to=colour * .84, along=(.5, .7))
    for column, row in ((-2, 4), (2, 4), (0, 5)):
        left, base = x + (column - .5) * size, y - row * size
        c.fill(np.array([(left, base), (left + size, base), (left + size / 2, base - size)]), rgb("#c4533f"), to=rgb("#973a2b"))


def pumpkin(c: Canvas, x: float, y: float, size: float) -> None:
    c.fill(ellipse(x, y + size * .72, size * 1.1, size * .2), rgb("#20150c"), blur=size * .08, alpha=.4)
    for dx, w in ((-.62, .5), (.62, .5), (-.34, .55), (.34, .55), (0, .5)):
        c.fill(ellipse(x + dx * size, y, w * size, size * .78), rgb("#ee9a3f"), to=rgb("#b85c1c"), along=(.5, .8))
    c.line([(x, y - size * .72), (x + size * .05, y - size * .9), (x + size * .2, y - size)], size * .16, rgb("#5f7a3d"))
    c.fill(ellipse(x - size * .35, y - size * .35, size * .16, size * .3, 20), rgb("#ffd9a4"), blur=size * .1, alpha=.6)


def plants(c: Canvas, y: float, seed: int = 0) -> None:
    """This function will paint a bed of dark earth with young plants in rows."""
    rng = np.random.default_rng(seed)
    c.fill(smooth([(-60, y), (400, y - 26), (900, y), (1700, y - 22), (1700, 1300), (-60, 1300)]), rgb("#7a5238"),
           to=rgb("#4c3122"))
    for row in range(3):
        for i in range(11 - row):
            x, base = 70 + i * (150 + 20 * row) + 45 * (row % 2) + rng.uniform(-14, 14), y + 66 + 92 * row
            size = 30 + 13 * row
            c.fill(ellipse(x, base + 6, size * 1.1, size * .3), rgb("#3a2418"), alpha=.55)
            for turn in (-62, -24, 18, 58):
                a = np.radians(turn - 90)
                green = rgb("#79b35b") * rng.uniform(.85, 1.1)
                c.fill(ellipse(x + size * .6 * np.cos(a), base + size * .7 * np.sin(a), size * .62, size * .27, turn - 90),
                       np.minimum(green, 255), to=rgb("#3f7d45"))


def lantern(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """This function will paint a paper lantern on a stick that comes from above right; it gives light."""
    c.line([(x + size * 1.6, y + size * 1.5), (x + size * .5, y - size * 1.3)], size * .12, rgb("#c8a06a"))
    c.line([(x + size * .5, y - size * 1.3), (x, y - size)], size * .05, rgb("#f3ead6"))
    c.fill(ellipse(x, y, size * 2.3), rgb("#ffdf9a"), blur=size * .9, alpha=.5)
    c.fill(ellipse(x, y, size * .95, size), mix(rgb(colour), rgb("#fff2c4"), .45), to=rgb(colour), along=(.2, .6))
    for dx in (-.55, 0, .55):
        c.line([(x + dx * size * .4, y - size * .95), (x + dx * size * 1.3, y), (x + dx * size * .4, y + size * .95)],
               size * .05, rgb(colour) * .7, alpha=.5)
    c.fill(ellipse(x, y + size * .1, size * .4, size * .5), rgb("#fff6d2"), blur=size * .25, alpha=.8)


def ball(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    c.fill(ellipse(x, y + size * .95, size * .9, size * .2), rgb("#20150c"), blur=size * .12, alpha=.35)
    c.fill(ellipse(x, y, size), mix(rgb(colour), rgb("#ffffff"), .35), to=rgb(colour) * .7, along=(.5, .8))
    c.line([(x - size * .8, y - size * .3), (x, y), (x + size * .8, y - size * .35)], size * .1, rgb("#ffffff"), alpha=.7)


def hoop(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    ring = ellipse(x, y, size, size * .96)
    c.line([*ring[::3], ring[0]], size * .11, rgb(colour), to=rgb(colour) * .75)


def lens(c: Canvas, x: float, y: float, size: float) -> None:
    c.line([(x + size * .7, y + size * .7), (x + size * 1.7, y + size * 1.8)], size * .34, rgb("#8a5a34"))
    c.fill(ellipse(x, y, size), rgb("#dff1f7"), alpha=.55)
    c.fill(ellipse(x, y + size * .1, size * .6, size * .3, 30), rgb("#d98a3d"), alpha=.9)
    ring = ellipse(x, y, size)
    c.line([*ring[::3], ring[0]], size * .2, rgb("#5d4630"), to=rgb("#3b2c1f"))
    c.fill(ellipse(x - size * .35, y - size * .35, size * .25, size * .14, -40), rgb("#ffffff"), alpha=.8)


def volcano(c: Canvas, x: float, y: float, size: float) -> None:
    """This function will paint a papier-mache volcano that foams over."""
    c.fill(ellipse(x, y, size * 1.25, size * .2), rgb("#20150c"), blur=size * .08, alpha=.4)
    c.fill(smooth([(x - size * .22, y - size), (x + size * .22, y - size), (x + size * .55, y - size * .45), (x + size * 1.1,
           y), (x - size * 1.1, y), (x - size * .55, y - size * .45)]),
           rgb("#a5764e"), to=rgb("#6a452c"), along=(.6, .6))
    for dx, low in ((-.2, .35), (.02, .75), (.24, .5)):
        c.line([(x + dx * size, y - size), (x + dx * size * 1.7, y - size * (1 - low * .6)), (x + dx * size * 2.3,
               y - size * (1 - low))], size * .2, rgb("#e2593c"), to=rgb("#f0a03c"))
    for dx, dy, r in ((-.16, 1.08, .2), (.14, 1.1, .22), (0, 1.28, .2), (-.05, 1.02, .22), (.2, 1.32, .12), (-.2, 1.36, .1)):
        c.fill(ellipse(x + dx * size, y - dy * size, r * size), rgb("#fff3ea"), to=rgb("#f0b9a4"))


def bowl(c: Canvas, x: float, y: float, size: float, inside: str = "#f3dfb0") -> None:
    c.fill(ellipse(x, y + size * .55, size * .9, size * .14), rgb("#20150c"), blur=size * .08, alpha=.35)
    c.fill(smooth([(x - size, y), (x, y + size * .22), (x + size, y), (x + size * .55, y + size * .56), (x - size * .55,
           y + size * .56)]), rgb("#eef3f6"), to=rgb("#b3c6d4"), along=(.6, .5))
    c.fill(ellipse(x, y, size, size * .24), rgb("#f9fcfd"))
    c.fill(ellipse(x, y + size * .02, size * .88, size * .18), rgb(inside), to=rgb(inside) * .86)


def bread(c: Canvas, x: float, y: float, size: float) -> None:
    c.fill(ellipse(x, y + size * .36, size, size * .14), rgb("#20150c"), blur=size * .08, alpha=.35)
    c.fill(ellipse(x, y, size, size * .46), rgb("#d99a55"), to=rgb("#9c5f2a"))
    for dx in (-.5, -.1, .3):
        c.line([(x + dx * size, y - size * .28), (x + (dx + .16) * size, y + size * .02)], size * .1, rgb("#f5d8a6"), taper=True)


def bridge(c: Canvas, x: float, y: float, w: float) -> None:
    """This function will paint a bridge of straws between two piles of books."""
    for side in (-1, 1):
        for i in range(4):
            c.fill(box(x + side * w * .5 - 80, y - 44 * (i + 1), 160, 40, 5), rgb(BRIGHT[(i + side) % 6]),
                   to=rgb(BRIGHT[(i + side) % 6]) * .8)
    top, low = y - 330, y - 190
    for a, b in (((x - w * .55, low), (x + w * .55, low)), ((x - w * .34, top), (x + w * .34, top))):
        c.line([a, b], 15, rgb("#f4b62e"), to=rgb("#d68f1c"))
    for i in range(6):
        x0 = x - w * .5 + w * i / 6
        c.line([(x0, low), (x0 + w / 12, top)], 11, rgb(BRIGHT[i % 6]))
        c.line([(x0 + w / 12, top), (x0 + w / 6, low)], 11, rgb(BRIGHT[(i + 3) % 6]))
    c.fill(box(x - 52, low - 70, 104, 62, 10), rgb("#c4533f"), to=rgb("#8f382a"))
    for dx in (-28, 28):
        c.fill(ellipse(x + dx, low - 10, 16), rgb("#24283a"))


def drum(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    c.fill(ellipse(x, y + size * 1.1, size, size * .22), rgb("#20150c"), blur=size * .1, alpha=.35)
    c.fill(smooth([(x - size, y), (x + size, y), (x + size * .86, y + size * 1.1), (x - size * .86, y + size * 1.1)]),
           rgb(colour), to=rgb(colour) * .66, along=(.8, .3))
    for i in range(5):
        x0 = x - size * .8 + size * .4 * i
        c.line([(x0, y + size * .2), (x0 + size * .2, y + size * .95)], size * .05, rgb("#f7e6c0"), alpha=.9)
    c.fill(ellipse(x, y, size, size * .3), rgb("#fbf3e2"), to=rgb("#e0d2b4"))


def map_sheet(c: Canvas, x: float, y: float, w: float) -> None:
    """This function will paint a large blank map on the table: sea, land, rivers and pins."""
    with c.at(x, y, w):
        sheet = np.array([(-.5, -.16), (.5, -.16), (.62, .3), (-.62, .3)])
        c.fill(np.add(sheet, (.01, .03)), rgb("#3a2715"), blur=.02, alpha=.35)
        c.fill(sheet, rgb("#bfe0f0"), to=rgb("#9ccbe2"))
        inside = c.stencil(sheet)
        c.fill(smooth([(-.1, -.12), (.12, -.15), (.4, -.1), (.42, .1), (.3, .24), (.02, .27), (-.2, .2), (-.32, .08), (-.16,
               .02)]), rgb("#d9e2a6"), to=rgb("#b9cf86"), inside=inside)
        c.line([(.36, .0), (.1, .06), (-.22, .1)], .02, rgb("#7fb6d8"), inside=inside)
        for i, (px, py) in enumerate(((-.05, .0), (.14, .12), (.25, -.04), (.05, .2))):
            c.line([(px, py), (px + .015, py - .07)], .012, rgb("#3a3f50"))
            c.fill(ellipse(px + .017, py - .085, .022), rgb(BRIGHT[i]))


def log(c: Canvas, y: float) -> None:
    c.fill(box(120, y + 70, 1360, 60, 30), rgb("#20150c"), blur=22, alpha=.35)
    c.fill(box(100, y, 1400, 110, 54), rgb("#8f6a46"), to=rgb("#5b3f27"))
    for i in range(9):
        c.line([(180 + 140 * i, y + 28 + 9 * (i % 3)), (260 + 140 * i, y + 34 + 9 * (i % 3))], 7, rgb("#4a3220"), alpha=.5)
    c.fill(ellipse(1450, y + 55, 42, 54), rgb("#d8b483"), to=rgb("#b88d58"))


def mushrooms(c: Canvas, x: float, y: float, size: float) -> None:
    for dx, dy, k in ((0, 0, 1), (.95, .18, .62), (-.85, .22, .5)):
        px, py, s = x + dx * size, y + dy * size, size * k
        c.fill(ellipse(px, py + s * .95, s * .6, s * .14), rgb("#20150c"), blur=s * .08, alpha=.4)
        c.fill(smooth([(px - s * .18, py), (px + s * .18, py), (px + s * .27, py + s * .95), (px - s * .27, py + s * .95)]),
               rgb("#fbf3e0"), to=rgb("#d8c6a2"), along=(.8, .4))
        c.fill(smooth([(px - s * .8, py + s * .08), (px - s * .5, py - s * .5), (px, py - s * .72), (px + s * .5, py - s * .5),
               (px + s * .8, py + s * .08), (px, py + s * .2)]), rgb("#d9503c"), to=rgb("#a52f26"), along=(.3, .8))
        for ax, ay, r in ((-.35, -.3, .11), (.1, -.48, .12), (.42, -.18, .1), (-.02, -.12, .1), (-.55, -.02, .07)):
            c.fill(ellipse(px + ax * s, py + ay * s, r * s, r * s * .8), rgb("#fff6e6"))


def vase(c: Canvas, x: float, y: float, size: float) -> None:
    for i, (dx, dy) in enumerate(((-.7, -1.9), (-.25, -2.3), (.25, -2.15), (.75, -1.8), (0, -1.7))):
        c.line([(x, y - size * .7), (x + dx * size * .4, y + dy * size * .6), (x + dx * size, y + dy * size)], size * .05,
               rgb("#6d5238"))
        for k in range(5):
            a = k * 1.26
            c.fill(ellipse(x + dx * size + size * .15 * np.cos(a), y + dy * size + size * .15 * np.sin(a), size * .13,
                   size * .08, 57 * a), rgb(("#d9803a", "#c4533f", "#e8b04a")[i % 3]))
    c.fill(smooth([(x - size * .25, y - size * .8), (x + size * .25, y - size * .8), (x + size * .42, y), (x + size * .3,
           y + size * .5), (x - size * .3, y + size * .5), (x - size * .42, y)]), rgb("#bcd6e8"), to=rgb("#7fa6c4"), along=(.8,
               .3))


def sheets(c: Canvas, y: float) -> None:
    """This function will hang children's paintings in a row, for a picture without people."""
    for i in range(5):
        x = 160 + 320 * i
        tilt = (-3, 2, -1, 3, -2)[i]
        with c.at(x, y, 250, tilt):
            c.fill(np.add(box(-.5, -.6, 1, 1.25, .01), (.02, .03)), rgb("#5a4a30"), blur=.04, alpha=.35)
            c.fill(box(-.5, -.6, 1, 1.25, .01), rgb("#fffdf6"))
            c.fill(ellipse(0, .3, .42, .2), rgb(CARDS[i % 6]))
            c.line([(0, .4), (-.02, .05), (.02, -.1)], .07, rgb("#7a5a3f"))
            for k in range(9):
                a = k * .7
                c.fill(ellipse(.24 * np.cos(a), -.2 + .2 * np.sin(a), .1, .09), rgb(BRIGHT[(k + i) % 6]), alpha=.9)
            c.fill(box(-.06, -.7, .12, .2, .02), rgb("#c9a56b"))


def flying_leaves(c: Canvas, seed: int) -> None:
    """This function will let leaves whirl through the air around and above the children."""
    rng = np.random.default_rng(seed)
    for _ in range(52):
        x, y = rng.uniform(0, WIDE), rng.choice((rng.uniform(20, 330), rng.uniform(850, 1180)))
        colour = rgb(("#e0ac4c", "#c4823a", "#d9603c", "#b0603c")[rng.integers(4)])
        with c.at(x, y, rng.uniform(20, 34), rng.uniform(0, 360)):
            c.fill(smooth([(-1, 0), (-.4, -.42), (.4, -.38), (1, 0), (.4, .38), (-.4, .42)]), colour, to=colour * .8)
            c.line([(-.9, 0), (1.25, 0)], .09, colour * .6)


def hut(c: Canvas, x: float, y: float, size: float) -> None:
    """This function will paint a hut of leaning branches; (x, y) is the middle of its foot."""
    c.fill(ellipse(x, y + 6, size * .62, size * .08), rgb("#20150c"), blur=size * .03, alpha=.4)
    c.fill(np.array([(x, y - size), (x - size * .5, y), (x + size * .5, y)], float), rgb("#4a3524"), to=rgb("#2f2117"))
    for i in range(13):
        foot = x + (i - 6) * size * .09
        lean = (6 - i) * size * .018
        tone = rgb("#8a6645") * (1.1 - .06 * (i % 4))
        c.line([(foot, y + 8 * (i % 3)), ((foot + x) / 2 + lean * .4, y - size * .55), (x + lean, y - size * 1.12)],
               size * .045, tone, to=tone * .7)
    c.fill(smooth([(x - size * .1, y + 6), (x - size * .09, y - size * .26), (x, y - size * .4), (x + size * .09,
           y - size * .26), (x + size * .1, y + 6)]), rgb("#241a12"))
    rng = np.random.default_rng(4)
    for _ in range(26):
        t = rng.uniform(.1, .9)
        c.fill(ellipse(x + rng.uniform(-.45, .45) * size * t, y - size * (1 - t), 20, 10, rng.uniform(0, 180)), rgb(("#86b57f",
               "#e0ac4c", "#d98a4e")[rng.integers(3)]))


def bucket(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    c.fill(ellipse(x, y + size * .98, size * .7, size * .12), rgb("#20150c"), blur=size * .06, alpha=.35)
    c.fill(np.array([(x - size * .78, y), (x + size * .78, y), (x + size * .6, y + size), (x - size * .6, y + size)]),
           mix(rgb(colour), rgb("#ffffff"), .12), to=rgb(colour) * .7, along=(.9, .3))
    c.fill(ellipse(x, y, size * .78, size * .2), rgb(colour) * .62)
    for i in range(9):
        c.fill(ellipse(x + (i - 4) * size * .15, y - size * .04 * (i % 3), size * .11, size * .09), rgb("#b98a4d"),
               to=rgb("#7d5528"))
    c.line([(x - size * .76, y), (x - size * .5, y - size * .55), (x, y - size * .72), (x + size * .5, y - size * .55),
           (x + size * .76, y)], size * .06, rgb("#eef1f3"))


def chestnuts(c: Canvas, x: float, y: float, spread: float, count: int, seed: int) -> None:
    """This function will lay a heap of chestnuts around a point, none on top of another."""
    rng, laid, size = np.random.default_rng(seed), [], 27
    while len(laid) < count:
        px, py = x + rng.uniform(-1, 1) * spread, y + rng.uniform(-.5, .5) * spread
        if all((px - a) ** 2 + ((py - b) * 1.3) ** 2 > (2 * size) ** 2 for a, b in laid):
            laid.append((px, py))
        else:
            spread *= 1.004
    for px, py in sorted(laid, key=lambda at: at[1]):
        chestnut(c, px, py, size)


def bicycles(c: Canvas, x: float, y: float) -> None:
    """This function will park three children's bicycles side by side."""
    for i, colour in enumerate(("#2f58b5", "#c4533f", "#3f8f5d")):
        bx, by, r = x + 170 * i, y + 14 * i, 82
        c.fill(ellipse(bx + 70, by + r, 190, 18), rgb("#20150c"), blur=10, alpha=.35)
        for wx in (bx, bx + 200):
            ring = ellipse(wx, by, r)
            c.line([*ring[::3], ring[0]], 13, rgb("#2a2d38"))
            for k in range(6):
                a = k * np.pi / 6
                c.line([(wx - r * np.cos(a), by - r * np.sin(a)), (wx + r * np.cos(a), by + r * np.sin(a))], 2.5,
                       rgb("#b9bec8"), alpha=.8)
        frame = ((bx, by), (bx + 60, by - 110), (bx + 165, by - 120), (bx + 95, by + 6), (bx + 60, by - 110))
        for a, b in pairwise(frame):
            c.line([a, b], 13, rgb(colour))
        c.line([(bx, by), (bx + 95, by + 6)], 13, rgb(colour))
        c.line([(bx + 200, by), (bx + 165, by - 120), (bx + 158, by - 165)], 13, rgb(colour))
        c.line([(bx + 128, by - 172), (bx + 158, by - 168), (bx + 190, by - 190)], 12, rgb("#2a2d38"))
        c.fill(ellipse(bx + 54, by - 132, 36, 13), rgb("#2a2d38"))
