"""A painted child: clothes, arms and head in one; where its face is, is kept for the manifest."""

from dataclasses import dataclass

import numpy as np

from world.drawings import faces, hair
from world.drawings.paint import Canvas, Colour, Points, box, ellipse, mix, rgb, smooth

CLOTHES = {
    "blauw": "#2f58b5",
    "geel": "#f4b62e",
    "roze": "#e58aa0",
    "groen": "#3f8f5d",
    "room": "#f3efe2",
    "rood": "#c4533f",
    "lucht": "#7fb0e0",
    "paars": "#8b6bb0",
    "oranje": "#e28743",
    "mint": "#8cc7a8",
    "nacht": "#2b3a63",
    "zand": "#cbb58c",
}
# Arms as (elbow, hand) on the left and on the right of the picture; None hangs down.
POSES = {
    "rust": (None, None),
    "samen": (((-1.35, 2.9), (-0.3, 3.05)), ((1.35, 2.9), (0.3, 3.05))),
    "tafel": (((-1.5, 3.0), (-0.85, 3.35)), ((1.5, 3.0), (0.85, 3.35))),
    "zwaai": (None, ((1.85, 1.6), (1.72, 0.35))),
    "zwaai-links": (((-1.85, 1.6), (-1.72, 0.35)), None),
    "juich": (((-1.9, 1.2), (-1.62, -0.35)), ((1.9, 1.2), (1.62, -0.35))),
    "wijs": (None, ((2.0, 2.2), (2.75, 1.75))),
    "wijs-links": (((-2.0, 2.2), (-2.75, 1.75)), None),
    "houd": (((-1.5, 2.9), (-0.75, 2.55)), ((1.5, 2.9), (0.75, 2.55))),
    "zij": (((-1.8, 2.4), (-1.15, 3.2)), ((1.8, 2.4), (1.15, 3.2))),
}


@dataclass(frozen=True)
class Look:
    """How one child looks in every picture."""

    skin: str
    hair: str
    style: str
    shirt: str
    pattern: str = ""
    accent: str = "#e58aa0"
    glasses: bool = False
    freckles: bool = False


@dataclass(frozen=True)
class Stand:
    """Where and how one child stands in a picture: the middle of the face, half its height in pixels, the pose."""

    who: str
    x: float
    y: float
    size: float
    pose: str = "rust"
    mouth: str = "smile"
    yaw: float = 0
    tilt: float = 0
    sits: bool = False


def paint(c: Canvas, look: Look, stand: Stand) -> Points:
    """This function will paint the child and give the four corners of its face, in pixels."""
    tint, accent = rgb(hair.COLOURS[look.hair]), rgb(look.accent)
    with c.at(stand.x, stand.y, stand.size / 1.13):
        c.fill(ellipse(0.1, 2.2, 1.35, 2.1), rgb("#1d2433"), blur=0.22, alpha=0.13)
        with c.at(0, 0.55, 1, stand.tilt), c.at(0, -0.55):
            hair.behind(c, look.style, tint, accent)
        _legs(c, look, sits=stand.sits)
        _body(c, look)
        _arms(c, look, POSES[stand.pose], front=False)
        with c.at(0, 0.55, 1, stand.tilt), c.at(0, -0.55):
            c.fill(ellipse(0, 1.2, 0.62, 0.2), rgb("#1d1420"), blur=0.12, alpha=0.2)
            faces.paint(
                c, look.skin, tint, yaw=stand.yaw, mouth=stand.mouth, glasses=look.glasses, freckles=look.freckles
            )
            hair.over(c, look.style, tint, accent)
            corners = c.place(faces.BOX)
        _arms(c, look, POSES[stand.pose], front=True)
    return corners


def _body(c: Canvas, look: Look) -> None:
    cloth, skin = rgb(CLOTHES[look.shirt]), rgb(faces.SKINS[look.skin])
    c.fill(box(-0.36, 0.7, 0.72, 0.95, 0.2), skin * 0.84)
    torso = smooth(
        [
            (-0.42, 1.36),
            (-1.0, 1.5),
            (-1.34, 1.95),
            (-1.3, 3.0),
            (-1.34, 4.3),
            (0, 4.42),
            (1.34, 4.3),
            (1.3, 3.0),
            (1.34, 1.95),
            (1.0, 1.5),
            (0.42, 1.36),
            (0, 1.5),
        ]
    )
    c.fill(torso, cloth * 1.05, to=cloth * 0.84, along=(0.45, 0.6))
    inside = c.stencil(torso)
    _pattern(c, look, cloth, inside)
    c.fill(
        smooth([(0.7, 1.5), (1.6, 2.0), (1.6, 4.6), (0.6, 4.6), (1.0, 3.0)]),
        cloth * 0.68,
        blur=0.2,
        alpha=0.5,
        inside=inside,
    )
    c.fill(ellipse(0, 1.3, 0.8, 0.42), cloth * 0.6, blur=0.14, alpha=0.4, inside=inside)
    c.fill(smooth([(-0.43, 1.3), (0, 1.62), (0.43, 1.3), (0.3, 1.18), (-0.3, 1.18)]), skin * 0.84)
    c.line([(-0.46, 1.34), (-0.2, 1.56), (0, 1.61), (0.2, 1.56), (0.46, 1.34)], 0.1, mix(cloth, rgb("#ffffff"), 0.3))


def _pattern(c: Canvas, look: Look, cloth: Colour, inside: np.ndarray) -> None:
    light = mix(cloth, rgb("#ffffff"), 0.82) if look.shirt != "room" else rgb("#2f58b5")
    if look.pattern == "streep":
        for y in (2.1, 2.75, 3.4):
            c.line([(-1.5, y), (0, y + 0.14), (1.5, y)], 0.17, light, inside=inside)
    elif look.pattern == "baan":
        c.line([(-1.5, 2.35), (0, 2.52), (1.5, 2.35)], 0.3, light, inside=inside)
    elif look.pattern == "stippen":
        for i, x in enumerate((-1, -0.5, 0, 0.5, 1)):
            for y in (1.95, 2.45, 2.95, 3.45):
                c.fill(ellipse(x + 0.25 * (i % 2), y + 0.22 * (i % 2), 0.085), light, inside=inside)
    elif look.pattern == "ster":
        angles = np.radians(np.arange(10) * 36 - 90)
        reach = np.where(np.arange(10) % 2, 0.2, 0.46)
        c.fill(
            np.stack([reach * np.cos(angles), 2.5 + reach * np.sin(angles)], 1),
            rgb("#f4b62e") if look.shirt != "geel" else light,
        )
    elif look.pattern == "tuinbroek":
        denim = rgb("#3d5c94")
        c.fill(box(-0.72, 2.35, 1.44, 2.4, 0.12), denim, to=denim * 0.82, inside=inside)
        for side in (-1, 1):
            c.line([(side * 0.55, 2.45), (side * 0.62, 1.4)], 0.2, denim, inside=inside)
            c.fill(ellipse(side * 0.55, 2.5, 0.08), rgb("#f4c94e"))


def _arms(c: Canvas, look: Look, pose: tuple, *, front: bool) -> None:
    cloth, skin = rgb(CLOTHES[look.shirt]), rgb(faces.SKINS[look.skin])
    for side, arm in zip((-1, 1), pose, strict=True):
        raised = arm is not None
        if raised != front:
            continue
        shoulder = (side * 1.08, 1.85)
        elbow, hand = arm if arm else ((side * 1.5, 2.9), (side * 1.42, 3.9))
        path = [shoulder, elbow, hand]
        shade = cloth * (0.92 if side < 0 else 0.8)
        c.line([(x + 0.05, y + 0.1) for x, y in path], 0.6, rgb("#1d2433"), blur=0.1, alpha=0.16)
        wrist = (hand[0] + 0.3 * (elbow[0] - hand[0]), hand[1] + 0.3 * (elbow[1] - hand[1]))
        c.line([(wrist[0] * 0.6 + hand[0] * 0.4, wrist[1] * 0.6 + hand[1] * 0.4), hand], 0.34, skin * 0.9)
        c.fill(ellipse(*hand, 0.29, 0.28), skin * 0.94)
        c.fill(
            ellipse(hand[0] - 0.05, hand[1] - 0.06, 0.17, 0.15), mix(skin, rgb("#fff1dc"), 0.3), blur=0.05, alpha=0.6
        )
        c.line([shoulder, elbow, wrist], 0.58, shade)
        c.line(
            [(shoulder[0] - 0.1, shoulder[1]), (elbow[0] - 0.1, elbow[1] - 0.1), (wrist[0] - 0.05, wrist[1] - 0.1)],
            0.16,
            mix(shade, rgb("#ffffff"), 0.25),
            blur=0.08,
            alpha=0.5,
            taper=True,
        )


def _legs(c: Canvas, look: Look, *, sits: bool) -> None:
    cloth = rgb("#33456f") if look.shirt not in ("nacht", "blauw") else rgb("#6d5a48")
    c.fill(ellipse(0, 5.0 if sits else 6.95, 1.9, 0.32), rgb("#1a1410"), blur=0.16, alpha=0.34)
    for side in (-1, 1):
        if sits:
            c.line(
                [(side * 0.5, 4.1), (side * 1.75, 4.55), (side * 0.35, 5.0)], 0.85, cloth * (0.95 if side < 0 else 0.82)
            )
            c.fill(ellipse(side * 0.2, 5.02, 0.42, 0.26), rgb("#f3efe2") * 0.95)
        else:
            c.line([(side * 0.6, 4.0), (side * 0.66, 5.3), (side * 0.7, 6.6)], 0.92, cloth, to=cloth * 0.8)
            c.fill(
                smooth([(side * 0.35, 6.55), (side * 1.05, 6.5), (side * 1.35, 6.95), (side * 0.3, 6.98)]),
                rgb("#f3efe2") * 0.93,
            )
