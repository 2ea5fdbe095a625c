"""A face in the manner of a picture book, shaded enough that a face detector takes it for one.

The unit is about half a face; the origin lies between the eyes. Measures were found by trying them on the detector.
"""

import numpy as np

from world.drawings.paint import Canvas, Colour, ellipse, mix, rgb, smooth

SKINS = {
    "licht": "#f5d0ae", "roze": "#f3c3a3", "zand": "#e8b78f", "olijf": "#d5a273", "brons": "#bd8455",
    "bruin": "#98623c", "donker": "#744a2f",
}
OUTLINE = smooth([
    (0, -1.14), (.57, -1.02), (.9, -.55), (.97, 0), (.92, .45), (.69, .86), (.31, 1.08), (0, 1.13),
    (-.31, 1.08), (-.69, .86), (-.92, .45), (-.97, 0), (-.9, -.55), (-.57, -1.02),
])
BOX = np.array([(-.97, -.95), (.97, -.95), (.97, 1.13), (-.97, 1.13)])
INK = rgb("#2a1712")
EYE, EYE_HIGH, EYE_Y, EYE_X, BROW_Y = .096, .094, -.045, .355, -.25
NOSE_Y, NOSE_WIDE, MOUTH_Y, MOUTH_WIDE = .46, .16, .73, .318
SOCKET, SIDE, NOSE_SHADE, WHITE = .59, .44, .68, .072


def paint(c: Canvas, skin: str, hair: Colour, *, yaw: float = 0, mouth: str = "smile", glasses: bool = False,
          freckles: bool = False) -> None:
    """This function will paint a head without hair, turned a little to the side by `yaw`."""
    tone = _Tone(skin)
    for side in (-1, 1):
        ear = side * .97 - yaw * .5
        c.fill(ellipse(ear, .16, .17, .23), tone.base * .97)
        c.fill(ellipse(ear + side * .01, .18, .09, .13), tone.dark, blur=.03, alpha=.5)
    inside = _skin(c, tone, yaw)
    _nose(c, tone, yaw * 1.25, inside)
    for side in (-1, 1):
        _eye(c, tone, side, side * EYE_X + yaw, mix(hair * .75, tone.deep, .3), yaw)
    _mouth(c, tone, yaw * 1.05, mouth, inside)
    if freckles:
        for x, y in ((-.5, .33), (-.4, .4), (-.3, .33), (.3, .33), (.4, .4), (.5, .33), (-.44, .3), (.44, .3)):
            c.fill(ellipse(x + yaw, y, .022), tone.dark * .85, alpha=.7)
    if glasses:
        _glasses(c, yaw)


class _Tone:
    def __init__(self, skin: str) -> None:
        self.base = rgb(SKINS[skin])
        self.dark = self.base * np.array([.74, .62, .56], np.float32)
        self.deep = self.base * np.array([.50, .36, .31], np.float32)
        self.light = np.minimum(mix(self.base * np.array([1.16, 1.13, 1.09], np.float32), rgb("#fff1dc"), .16), 255)
        weight = float(self.base.mean()) / 255
        self.blush = mix(self.base, rgb("#e2553c"), .38 + .2 * weight)
        self.lip = mix(self.base, rgb("#b4453a"), .5) * .88


def _skin(c: Canvas, tone: _Tone, yaw: float) -> np.ndarray:
    c.fill(OUTLINE, tone.light, to=mix(tone.base, tone.dark, .2), along=(.3, .85))
    inside = c.stencil(OUTLINE)
    c.fill(smooth([(.6, -1.2), (1.3, -.6), (1.3, .8), (.2, 1.4), (.58, .75), (.8, 0)]), tone.dark, blur=.17,
           alpha=SIDE, inside=inside)
    c.fill(smooth([(-.85, -.6), (-1.3, -.6), (-1.3, .9), (-.4, 1.35), (-.72, .7)]), tone.dark, blur=.15,
           alpha=SIDE / 2, inside=inside)
    c.fill(ellipse(0, -1.02, 1.0, .42), tone.dark, blur=.12, alpha=.35, inside=inside)
    for side in (-1, 1):
        c.fill(ellipse(side * EYE_X + yaw, EYE_Y - .015, .25, .19), tone.dark, blur=.08, alpha=SOCKET, inside=inside)
        c.fill(ellipse(side * .58 + yaw * .8, .48, .21, .16), tone.blush, blur=.085, alpha=.5, inside=inside)
    c.fill(ellipse(yaw, 1.0, .18, .05), tone.dark, blur=.05, alpha=.16, inside=inside)
    return inside


def _nose(c: Canvas, tone: _Tone, x: float, inside: np.ndarray) -> None:
    y, w = NOSE_Y, NOSE_WIDE
    c.fill(smooth([(.05 + x, y - .46), (.13 + x, y - .18), (w + .065 + x, y + .02), (x, y + .1), (.02 + x, y - .18)]), tone.dark,
           blur=.05, alpha=NOSE_SHADE, inside=inside)
    c.fill(ellipse(x, y, w, .095), mix(tone.base, rgb("#d9604a"), .16), blur=.03, alpha=.85)
    c.fill(ellipse(x - .035, y - .035, .06, .045), tone.light, blur=.025, alpha=.6)
    c.line([(x - w, y + .04), (x, y + .095), (x + w, y + .04)], .045, tone.deep, alpha=.5, taper=True, blur=.012)
    for side in (-1, 1):
        c.fill(ellipse(side * .06 + x, y + .06, .032, .02), tone.deep, alpha=.3, blur=.01)


def _eye(c: Canvas, tone: _Tone, side: int, x: float, brow: Colour, yaw: float) -> None:
    r, h, y, s = EYE, EYE_HIGH, EYE_Y, WHITE
    white = smooth([(x - r - s, y + .03), (x - r * .7, y - h * .75), (x + .01, y - h * 1.02), (x + r * .8, y - h * .7),
                    (x + r + s, y + .03), (x + r * .6, y + h * .75), (x, y + h * .9), (x - r * .6, y + h * .75)])
    c.fill(white, rgb("#fbf6ee"))
    inside = c.stencil(white)
    c.fill(ellipse(x + yaw * .1, y, r, h), rgb("#33211a"), inside=inside)
    c.fill(ellipse(x + yaw * .1, y + h * .4, r * .6, h * .4), rgb("#8a563a"), blur=.02, alpha=.5, inside=inside)
    c.fill(ellipse(x - r * .3, y - h * .38, r * .34), rgb("#ffffff"))
    c.line([(x - r - s, y), (x - r * .5, y - h * .95), (x + .01, y - h * 1.12), (x + r * .6, y - h * .9), (x + r + s, y)],
           .042, INK, taper=True)
    c.line([(x - .16, y - .1), (x, y - .19), (x + .16, y - .1)], .02, tone.deep, alpha=.3, taper=True)
    c.line([(x - side * .18, BROW_Y + .04), (x + side * .02, BROW_Y - .04), (x + side * .23, BROW_Y + .035)], .07, brow, taper=True, alpha=.78,
           blur=.008)


def _mouth(c: Canvas, tone: _Tone, x: float, kind: str, inside: np.ndarray) -> None:
    w, y = MOUTH_WIDE, MOUTH_Y
    c.fill(ellipse(x, y + .07, w, .13), tone.dark, blur=.06, alpha=.28, inside=inside)
    if kind == "laugh":
        open_ = smooth([(x - w, y - .05), (x - w * .4, y), (x, y + .01), (x + w * .4, y), (x + w, y - .05),
                        (x + w * .72, y + .14), (x, y + .24), (x - w * .72, y + .14)])
        c.fill(open_, rgb("#6a211d"))
        within = c.stencil(open_)
        c.fill(smooth([(x - w * .9, y - .1), (x + w * .9, y - .1), (x + w * .7, y + .06), (x, y + .08), (x - w * .7, y + .06)]),
               rgb("#fffaf1"), inside=within)
        c.fill(ellipse(x, y + .24, w * .5, .09), rgb("#d8756a"), blur=.015, inside=within)
    elif kind == "grin":
        c.fill(smooth([(x - w, y - .04), (x - w * .4, y + .01), (x, y + .02), (x + w * .4, y + .01), (x + w, y - .04),
                       (x + w * .6, y + .09), (x, y + .14), (x - w * .6, y + .09)]), rgb("#fffaf1"))
        c.line([(x - w * 1.05, y - .05), (x - w * .4, y + .01), (x, y + .02), (x + w * .4, y + .01), (x + w * 1.05, y - .05)],
               .045, tone.deep * .8, taper=True)
        c.line([(x - w * .8, y + .06), (x, y + .155), (x + w * .8, y + .06)], .045, tone.lip * .85, taper=True)
    elif kind == "oh":
        c.fill(ellipse(x, y + .07, .13, .16), rgb("#6a211d"))
        c.fill(ellipse(x, y + .15, .08, .06), rgb("#d8756a"), blur=.015)
    else:
        c.line([(x - w, y - .05), (x - w * .5, y + .04), (x, y + .07), (x + w * .5, y + .04), (x + w, y - .05)], .062,
               mix(tone.deep, rgb("#7c2a20"), .45), taper=True)
        c.line([(x - w * .4, y + .12), (x, y + .145), (x + w * .4, y + .12)], .07, tone.lip, taper=True, alpha=.25, blur=.015)


def _glasses(c: Canvas, yaw: float) -> None:
    frame = rgb("#34405e")
    for side in (-1, 1):
        x = side * .42 + yaw
        ring = ellipse(x, .05, .285, .25)
        c.fill(ring, rgb("#ffffff"), alpha=.12)
        c.line([tuple(p) for p in ring[::4]] + [tuple(ring[0])], .045, frame)
        c.line([(x + side * .28, .0), (side * .95 - yaw * .3, -.04)], .045, frame)
    c.line([(-.14 + yaw, .02), (yaw, -.02), (.14 + yaw, .02)], .045, frame)
