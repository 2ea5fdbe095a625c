"""Hair for the painted children: what hangs behind the head and what lies over the forehead. Units as in faces."""

import numpy as np

from world.drawings.paint import Canvas, Colour, ellipse, mix, rgb, smooth

COLOURS = {
    "zwart": "#241a1c",
    "donkerbruin": "#3b261c",
    "bruin": "#5d3a24",
    "kastanje": "#7a4526",
    "rood": "#b3572b",
    "blond": "#d8a449",
    "lichtblond": "#e8c374",
}
CAP = smooth(
    [
        (0, -1.42),
        (0.72, -1.26),
        (1.1, -0.62),
        (1.09, 0.05),
        (0.97, 0.22),
        (0.93, -0.3),
        (0.5, -0.78),
        (-0.5, -0.78),
        (-0.93, -0.3),
        (-0.97, 0.22),
        (-1.09, 0.05),
        (-1.1, -0.62),
        (-0.72, -1.26),
    ]
)
FRONTS = {
    "pony": [
        (0, -1.42),
        (0.72, -1.26),
        (1.1, -0.6),
        (1.05, -0.02),
        (0.93, -0.02),
        (0.86, -0.42),
        (0.45, -0.48),
        (0, -0.46),
        (-0.45, -0.48),
        (-0.86, -0.42),
        (-0.93, -0.02),
        (-1.05, -0.02),
        (-1.1, -0.6),
        (-0.72, -1.26),
    ],
    "scheiding": [
        (0, -1.42),
        (0.72, -1.26),
        (1.1, -0.6),
        (1.05, 0.0),
        (0.95, 0.05),
        (0.84, -0.4),
        (0.45, -0.6),
        (0.05, -0.86),
        (-0.35, -0.62),
        (-0.82, -0.36),
        (-0.95, 0.05),
        (-1.05, 0),
        (-1.1, -0.6),
        (-0.72, -1.26),
    ],
    "opzij": [
        (0, -1.42),
        (0.72, -1.26),
        (1.1, -0.6),
        (1.04, -0.05),
        (0.93, -0.1),
        (0.8, -0.52),
        (0.3, -0.66),
        (-0.35, -0.5),
        (-0.8, -0.3),
        (-0.93, -0.05),
        (-1.04, -0.05),
        (-1.1, -0.6),
        (-0.72, -1.26),
    ],
    "kuif": [
        (0.05, -1.52),
        (0.66, -1.34),
        (1.08, -0.62),
        (1.0, -0.15),
        (0.9, -0.3),
        (0.72, -0.68),
        (0.3, -0.6),
        (-0.1, -0.76),
        (-0.5, -0.6),
        (-0.8, -0.62),
        (-0.9, -0.28),
        (-1.0, -0.15),
        (-1.08, -0.62),
        (-0.7, -1.24),
    ],
}
STYLES = {
    "kort": ("kort", "opzij"),
    "kuif": ("kort", "kuif"),
    "bob": ("bob", "pony"),
    "lang": ("lang", "scheiding"),
    "golf": ("golf", "opzij"),
    "staart": ("staart", "scheiding"),
    "vlechten": ("vlechten", "scheiding"),
    "knotjes": ("knotjes", "scheiding"),
    "knot": ("knot", "pony"),
    "krul": ("krul", "krul"),
    "kroes": ("kroes", "kroes"),
    "doek": ("doek", "doek"),
}


def behind(c: Canvas, style: str, hair: Colour, accent: Colour) -> None:
    """This function will paint what must lie behind the head and the neck."""
    shape, dark = STYLES[style][0], hair * 0.78
    if shape == "bob":
        c.fill(
            smooth(
                [
                    (0, -1.42),
                    (0.8, -1.2),
                    (1.16, -0.5),
                    (1.16, 0.5),
                    (0.98, 0.98),
                    (0.5, 0.9),
                    (-0.5, 0.9),
                    (-0.98, 0.98),
                    (-1.16, 0.5),
                    (-1.16, -0.5),
                    (-0.8, -1.2),
                ]
            ),
            dark,
            to=hair,
            along=(0, -1),
        )
    elif shape in ("lang", "golf"):
        low, wide = (2.0, 1.2) if shape == "lang" else (1.45, 1.32)
        c.fill(
            smooth(
                [
                    (0, -1.42),
                    (0.8, -1.2),
                    (1.16, -0.5),
                    (wide, 0.6),
                    (wide * 0.97, low * 0.85),
                    (0.7, low),
                    (-0.7, low),
                    (-wide * 0.97, low * 0.85),
                    (-wide, 0.6),
                    (-1.16, -0.5),
                    (-0.8, -1.2),
                ]
            ),
            hair,
            to=dark,
        )
    elif shape == "staart":
        c.fill(
            smooth([(0.5, -1.1), (1.25, -1.25), (1.72, -0.6), (1.62, 0.35), (1.36, 0.85), (1.28, 0.1), (0.95, -0.45)]),
            hair,
            to=dark,
        )
        c.fill(ellipse(1.02, -0.88, 0.17, 0.15, 30), accent)
    elif shape == "vlechten":
        for side in (-1, 1):
            for i in range(5):
                c.fill(
                    ellipse(side * (1.12 + 0.05 * i), 0.35 + 0.3 * i, 0.2 - 0.012 * i, 0.2, side * 25),
                    mix(hair, dark, i % 2),
                )
            c.fill(ellipse(side * 1.33, 1.83, 0.15, 0.09), accent)
            c.fill(ellipse(side * 1.36, 1.98, 0.11, 0.16), dark)
    elif shape in ("knotjes", "knot"):
        for x in (-0.82, 0.82) if shape == "knotjes" else (0,):
            c.fill(ellipse(x, -1.38 - 0.14 * (x == 0), 0.42, 0.4), hair, to=dark)
            c.line(
                [(x - 0.25, -1.42), (x, -1.55), (x + 0.25, -1.42)],
                0.05,
                mix(hair, rgb("#ffffff"), 0.2),
                taper=True,
                alpha=0.5,
            )
    elif shape in ("krul", "kroes"):
        _curls(c, hair, 1.0 if shape == "krul" else 0.62)
    elif shape == "doek":
        c.fill(
            smooth(
                [
                    (0, -1.4),
                    (0.82, -1.18),
                    (1.2, -0.4),
                    (1.2, 0.5),
                    (1.3, 1.5),
                    (0.7, 2.0),
                    (-0.7, 2.0),
                    (-1.3, 1.5),
                    (-1.2, 0.5),
                    (-1.2, -0.4),
                    (-0.82, -1.18),
                ]
            ),
            accent,
            to=accent * 0.8,
        )
    if shape not in ("krul", "kroes", "doek"):
        c.fill(CAP, hair, to=dark)


def over(c: Canvas, style: str, hair: Colour, accent: Colour) -> None:
    """This function will paint what lies over the forehead."""
    front, shine = STYLES[style][1], mix(hair, rgb("#fff0d8"), 0.28)
    if front == "krul":
        for x, y, r in (
            (-0.86, -0.5, 0.3),
            (-0.62, -0.82, 0.3),
            (-0.25, -0.98, 0.3),
            (0.12, -0.98, 0.3),
            (0.5, -0.9, 0.3),
            (0.8, -0.56, 0.3),
        ):
            c.fill(ellipse(x, y, r), hair)
            c.line([(x - 0.12, y - 0.08), (x, y - 0.17), (x + 0.13, y - 0.1)], 0.045, shine, taper=True, alpha=0.35)
        return
    if front == "kroes":
        cap = smooth(
            [
                (0, -1.36),
                (0.66, -1.2),
                (1.02, -0.6),
                (0.98, -0.1),
                (0.88, -0.3),
                (0.62, -0.72),
                (0, -0.8),
                (-0.62, -0.72),
                (-0.88, -0.3),
                (-0.98, -0.1),
                (-1.02, -0.6),
                (-0.66, -1.2),
            ]
        )
        c.fill(cap, hair)
        c.line([(-0.6, -1.02), (0, -1.2), (0.55, -1.04)], 0.1, shine, taper=True, alpha=0.25, blur=0.04)
        return
    if front == "doek":
        rim = smooth(
            [
                (0, -0.84),
                (-0.6, -0.74),
                (-0.9, -0.25),
                (-0.92, 0.4),
                (-0.64, 0.98),
                (0, 1.16),
                (0.64, 0.98),
                (0.92, 0.4),
                (0.9, -0.25),
                (0.6, -0.74),
            ]
        )
        c.line([*rim[::5], rim[0]], 0.3, accent * 0.95)
        c.line([*rim[80:150:5]], 0.1, mix(accent, rgb("#ffffff"), 0.25), alpha=0.5, taper=True, blur=0.03)
        return
    c.fill(smooth(FRONTS[front]), hair, to=hair * 0.9)
    c.line([(-0.72, -0.86), (-0.3, -1.14), (0.2, -1.18), (0.62, -0.98)], 0.13, shine, taper=True, alpha=0.42, blur=0.03)
    for x in (-0.55, -0.2, 0.2, 0.55):
        c.line([(x * 0.5, -1.3), (x * 0.95, -1.0), (x * 1.25, -0.66)], 0.03, hair * 0.72, taper=True, alpha=0.35)
    if style in ("bob", "golf", "lang") and accent is not None:
        c.line([(0.52, -1.0), (0.78, -0.8)], 0.13, accent)


def _curls(c: Canvas, hair: Colour, size: float) -> None:
    rng = np.random.default_rng(5)
    for angle in np.linspace(-205, 25, 17):
        a, reach = np.radians(angle), 1.08 + 0.16 * size
        x, y, r = reach * np.cos(a), -0.22 + (reach + 0.05) * np.sin(a), 0.34 * size + 0.06 * rng.random()
        c.fill(ellipse(x, y, r), mix(hair, hair * 0.75, float(rng.random())))
    c.fill(ellipse(0, -0.3, 1.1, 1.12), hair * 0.92)
