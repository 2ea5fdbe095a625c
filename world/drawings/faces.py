"""A face in the manner of a picture book, shaded enough that a face detector takes it for one.

The unit is about half a face; the origin lies between the eyes. Measures were found by trying them on the detector.
"""

import numpy as np

from world.drawings.paint import Canvas, Colour, ellipse, mix, rgb, smooth

SKINS = {
    "licht": "#f5d0ae",
    "roze": "#f3c3a3",
    "zand": "#e8b78f",
    "olijf": "#d5a273",
    "brons": "#bd8455",
    "bruin": "#98623c",
    "donker": "#744a2f",
}
OUTLINE = smooth(
    [
        (0, -1.14),
        (0.57, -1.02),
        (0.9, -0.55),
        (0.97, 0),
        (0.92, 0.45),
        (0.69, 0.86),
        (0.31, 1.08),
        (0, 1.13),
        (-0.31, 1.08),
        (-0.69, 0.86),
        (-0.92, 0.45),
        (-0.97, 0),
        (-0.9, -0.55),
        (-0.57, -1.02),
    ]
)
BOX = np.array([(-0.97, -0.95), (0.97, -0.95), (0.97, 1.13), (-0.97, 1.13)])
INK = rgb("#2a1712")
EYE, EYE_HIGH, EYE_Y, EYE_X, BROW_Y = 0.096, 0.094, -0.045, 0.355, -0.25
NOSE_Y, NOSE_WIDE, MOUTH_Y, MOUTH_WIDE = 0.46, 0.16, 0.73, 0.318
SOCKET, SIDE, NOSE_SHADE, WHITE = 0.59, 0.44, 0.68, 0.072


def paint(
    c: Canvas,
    skin: str,
    hair: Colour,
    *,
    yaw: float = 0,
    mouth: str = "smile",
    glasses: bool = False,
    freckles: bool = False,
) -> None:
    """This function will paint a head without hair, turned a little to the side by `yaw`."""
    tone = _Tone(skin)
    for side in (-1, 1):
        ear = side * 0.97 - yaw * 0.5
        c.fill(ellipse(ear, 0.16, 0.17, 0.23), tone.base * 0.97)
        c.fill(ellipse(ear + side * 0.01, 0.18, 0.09, 0.13), tone.dark, blur=0.03, alpha=0.5)
    inside = _skin(c, tone, yaw)
    _nose(c, tone, yaw * 1.25, inside)
    for side in (-1, 1):
        _eye(c, tone, side, side * EYE_X + yaw, mix(hair * 0.75, tone.deep, 0.3), yaw)
    _mouth(c, tone, yaw * 1.05, mouth, inside)
    if freckles:
        for x, y in (
            (-0.5, 0.33),
            (-0.4, 0.4),
            (-0.3, 0.33),
            (0.3, 0.33),
            (0.4, 0.4),
            (0.5, 0.33),
            (-0.44, 0.3),
            (0.44, 0.3),
        ):
            c.fill(ellipse(x + yaw, y, 0.022), tone.dark * 0.85, alpha=0.7)
    if glasses:
        _glasses(c, yaw)


class _Tone:
    def __init__(self, skin: str) -> None:
        self.base = rgb(SKINS[skin])
        self.dark = self.base * np.array([0.74, 0.62, 0.56], np.float32)
        self.deep = self.base * np.array([0.50, 0.36, 0.31], np.float32)
        self.light = np.minimum(mix(self.base * np.array([1.16, 1.13, 1.09], np.float32), rgb("#fff1dc"), 0.16), 255)
        weight = float(self.base.mean()) / 255
        self.blush = mix(self.base, rgb("#e2553c"), 0.38 + 0.2 * weight)
        self.lip = mix(self.base, rgb("#b4453a"), 0.5) * 0.88


def _skin(c: Canvas, tone: _Tone, yaw: float) -> np.ndarray:
    c.fill(OUTLINE, tone.light, to=mix(tone.base, tone.dark, 0.2), along=(0.3, 0.85))
    inside = c.stencil(OUTLINE)
    c.fill(
        smooth([(0.6, -1.2), (1.3, -0.6), (1.3, 0.8), (0.2, 1.4), (0.58, 0.75), (0.8, 0)]),
        tone.dark,
        blur=0.17,
        alpha=SIDE,
        inside=inside,
    )
    c.fill(
        smooth([(-0.85, -0.6), (-1.3, -0.6), (-1.3, 0.9), (-0.4, 1.35), (-0.72, 0.7)]),
        tone.dark,
        blur=0.15,
        alpha=SIDE / 2,
        inside=inside,
    )
    c.fill(ellipse(0, -1.02, 1.0, 0.42), tone.dark, blur=0.12, alpha=0.35, inside=inside)
    for side in (-1, 1):
        c.fill(
            ellipse(side * EYE_X + yaw, EYE_Y - 0.015, 0.25, 0.19), tone.dark, blur=0.08, alpha=SOCKET, inside=inside
        )
        c.fill(ellipse(side * 0.58 + yaw * 0.8, 0.48, 0.21, 0.16), tone.blush, blur=0.085, alpha=0.5, inside=inside)
    c.fill(ellipse(yaw, 1.0, 0.18, 0.05), tone.dark, blur=0.05, alpha=0.16, inside=inside)
    return inside


def _nose(c: Canvas, tone: _Tone, x: float, inside: np.ndarray) -> None:
    y, w = NOSE_Y, NOSE_WIDE
    c.fill(
        smooth(
            [(0.05 + x, y - 0.46), (0.13 + x, y - 0.18), (w + 0.065 + x, y + 0.02), (x, y + 0.1), (0.02 + x, y - 0.18)]
        ),
        tone.dark,
        blur=0.05,
        alpha=NOSE_SHADE,
        inside=inside,
    )
    c.fill(ellipse(x, y, w, 0.095), mix(tone.base, rgb("#d9604a"), 0.16), blur=0.03, alpha=0.85)
    c.fill(ellipse(x - 0.035, y - 0.035, 0.06, 0.045), tone.light, blur=0.025, alpha=0.6)
    c.line([(x - w, y + 0.04), (x, y + 0.095), (x + w, y + 0.04)], 0.045, tone.deep, alpha=0.5, taper=True, blur=0.012)
    for side in (-1, 1):
        c.fill(ellipse(side * 0.06 + x, y + 0.06, 0.032, 0.02), tone.deep, alpha=0.3, blur=0.01)


def _eye(c: Canvas, tone: _Tone, side: int, x: float, brow: Colour, yaw: float) -> None:
    r, h, y, s = EYE, EYE_HIGH, EYE_Y, WHITE
    white = smooth(
        [
            (x - r - s, y + 0.03),
            (x - r * 0.7, y - h * 0.75),
            (x + 0.01, y - h * 1.02),
            (x + r * 0.8, y - h * 0.7),
            (x + r + s, y + 0.03),
            (x + r * 0.6, y + h * 0.75),
            (x, y + h * 0.9),
            (x - r * 0.6, y + h * 0.75),
        ]
    )
    c.fill(white, rgb("#fbf6ee"))
    inside = c.stencil(white)
    c.fill(ellipse(x + yaw * 0.1, y, r, h), rgb("#33211a"), inside=inside)
    c.fill(ellipse(x + yaw * 0.1, y + h * 0.4, r * 0.6, h * 0.4), rgb("#8a563a"), blur=0.02, alpha=0.5, inside=inside)
    c.fill(ellipse(x - r * 0.3, y - h * 0.38, r * 0.34), rgb("#ffffff"))
    c.line(
        [
            (x - r - s, y),
            (x - r * 0.5, y - h * 0.95),
            (x + 0.01, y - h * 1.12),
            (x + r * 0.6, y - h * 0.9),
            (x + r + s, y),
        ],
        0.042,
        INK,
        taper=True,
    )
    c.line([(x - 0.16, y - 0.1), (x, y - 0.19), (x + 0.16, y - 0.1)], 0.02, tone.deep, alpha=0.3, taper=True)
    c.line(
        [(x - side * 0.18, BROW_Y + 0.04), (x + side * 0.02, BROW_Y - 0.04), (x + side * 0.23, BROW_Y + 0.035)],
        0.07,
        brow,
        taper=True,
        alpha=0.78,
        blur=0.008,
    )


def _mouth(c: Canvas, tone: _Tone, x: float, kind: str, inside: np.ndarray) -> None:
    w, y = MOUTH_WIDE, MOUTH_Y
    c.fill(ellipse(x, y + 0.07, w, 0.13), tone.dark, blur=0.06, alpha=0.28, inside=inside)
    if kind == "laugh":
        open_ = smooth(
            [
                (x - w, y - 0.05),
                (x - w * 0.4, y),
                (x, y + 0.01),
                (x + w * 0.4, y),
                (x + w, y - 0.05),
                (x + w * 0.72, y + 0.14),
                (x, y + 0.24),
                (x - w * 0.72, y + 0.14),
            ]
        )
        c.fill(open_, rgb("#6a211d"))
        within = c.stencil(open_)
        c.fill(
            smooth(
                [
                    (x - w * 0.9, y - 0.1),
                    (x + w * 0.9, y - 0.1),
                    (x + w * 0.7, y + 0.06),
                    (x, y + 0.08),
                    (x - w * 0.7, y + 0.06),
                ]
            ),
            rgb("#fffaf1"),
            inside=within,
        )
        c.fill(ellipse(x, y + 0.24, w * 0.5, 0.09), rgb("#d8756a"), blur=0.015, inside=within)
    elif kind == "grin":
        c.fill(
            smooth(
                [
                    (x - w, y - 0.04),
                    (x - w * 0.4, y + 0.01),
                    (x, y + 0.02),
                    (x + w * 0.4, y + 0.01),
                    (x + w, y - 0.04),
                    (x + w * 0.6, y + 0.09),
                    (x, y + 0.14),
                    (x - w * 0.6, y + 0.09),
                ]
            ),
            rgb("#fffaf1"),
        )
        c.line(
            [
                (x - w * 1.05, y - 0.05),
                (x - w * 0.4, y + 0.01),
                (x, y + 0.02),
                (x + w * 0.4, y + 0.01),
                (x + w * 1.05, y - 0.05),
            ],
            0.045,
            tone.deep * 0.8,
            taper=True,
        )
        c.line([(x - w * 0.8, y + 0.06), (x, y + 0.155), (x + w * 0.8, y + 0.06)], 0.045, tone.lip * 0.85, taper=True)
    elif kind == "oh":
        c.fill(ellipse(x, y + 0.07, 0.13, 0.16), rgb("#6a211d"))
        c.fill(ellipse(x, y + 0.15, 0.08, 0.06), rgb("#d8756a"), blur=0.015)
    else:
        c.line(
            [(x - w, y - 0.05), (x - w * 0.5, y + 0.04), (x, y + 0.07), (x + w * 0.5, y + 0.04), (x + w, y - 0.05)],
            0.062,
            mix(tone.deep, rgb("#7c2a20"), 0.45),
            taper=True,
        )
        c.line(
            [(x - w * 0.4, y + 0.12), (x, y + 0.145), (x + w * 0.4, y + 0.12)],
            0.07,
            tone.lip,
            taper=True,
            alpha=0.25,
            blur=0.015,
        )


def _glasses(c: Canvas, yaw: float) -> None:
    frame = rgb("#34405e")
    for side in (-1, 1):
        x = side * 0.42 + yaw
        ring = ellipse(x, 0.05, 0.285, 0.25)
        c.fill(ring, rgb("#ffffff"), alpha=0.12)
        c.line([tuple(p) for p in ring[::4]] + [tuple(ring[0])], 0.045, frame)
        c.line([(x + side * 0.28, 0.0), (side * 0.95 - yaw * 0.3, -0.04)], 0.045, frame)
    c.line([(-0.14 + yaw, 0.02), (yaw, -0.02), (0.14 + yaw, 0.02)], 0.045, frame)
