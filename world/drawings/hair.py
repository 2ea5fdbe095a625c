"""Hair for the painted children: what hangs behind the head and what lies over the forehead. Units as in faces."""

import numpy as np

from world.drawings.paint import Canvas, Colour, ellipse, mix, rgb, smooth

COLOURS = {
    "zwart": "#241a1c", "donkerbruin": "#3b261c", "bruin": "#5d3a24", "kastanje": "#7a4526", "rood": "#b3572b",
    "blond": "#d8a449", "lichtblond": "#e8c374",
}
CAP = smooth([(0, -1.42), (.72, -1.26), (1.1, -.62), (1.09, .05), (.97, .22), (.93, -.3), (.5, -.78), (-.5, -.78), (-.93, -.3),
              (-.97, .22), (-1.09, .05), (-1.1, -.62), (-.72, -1.26)])
FRONTS = {
    "pony": [(0, -1.42), (.72, -1.26), (1.1, -.6), (1.05, -.02), (.93, -.02), (.86, -.42), (.45, -.48), (0, -.46), (-.45, -.48),
             (-.86, -.42), (-.93, -.02), (-1.05, -.02), (-1.1, -.6), (-.72, -1.26)],
    "scheiding": [(0, -1.42), (.72, -1.26), (1.1, -.6), (1.05, .0), (.95, .05), (.84, -.4), (.45, -.6), (.05, -.86), (-.35, -.62),
                  (-.82, -.36), (-.95, .05), (-1.05, 0), (-1.1, -.6), (-.72, -1.26)],
    "opzij": [(0, -1.42), (.72, -1.26), (1.1, -.6), (1.04, -.05), (.93, -.1), (.8, -.52), (.3, -.66), (-.35, -.5), (-.8, -.3),
              (-.93, -.05), (-1.04, -.05), (-1.1, -.6), (-.72, -1.26)],
    "kuif": [(.05, -1.52), (.66, -1.34), (1.08, -.62), (1.0, -.15), (.9, -.3), (.72, -.68), (.3, -.6), (-.1, -.76), (-.5, -.6),
             (-.8, -.62), (-.9, -.28), (-1.0, -.15), (-1.08, -.62), (-.7, -1.24)],
}
STYLES = {
    "kort": ("kort", "opzij"), "kuif": ("kort", "kuif"), "bob": ("bob", "pony"), "lang": ("lang", "scheiding"),
    "golf": ("golf", "opzij"), "staart": ("staart", "scheiding"), "vlechten": ("vlechten", "scheiding"),
    "knotjes": ("knotjes", "scheiding"), "knot": ("knot", "pony"), "krul": ("krul", "krul"), "kroes": ("kroes", "kroes"),
    "doek": ("doek", "doek"),
}


def behind(c: Canvas, style: str, hair: Colour, accent: Colour) -> None:
    """This function will paint what must lie behind the head and the neck."""
    shape, dark = STYLES[style][0], hair * .78
    if shape == "bob":
        c.fill(smooth([(0, -1.42), (.8, -1.2), (1.16, -.5), (1.16, .5), (.98, .98), (.5, .9), (-.5, .9), (-.98, .98), (-1.16, .5),
                       (-1.16, -.5), (-.8, -1.2)]), dark, to=hair, along=(0, -1))
    elif shape in ("lang", "golf"):
        low, wide = (2.0, 1.2) if shape == "lang" else (1.45, 1.32)
        c.fill(smooth([(0, -1.42), (.8, -1.2), (1.16, -.5), (wide, .6), (wide * .97, low * .85), (.7, low), (-.7, low),
                       (-wide * .97, low * .85), (-wide, .6), (-1.16, -.5), (-.8, -1.2)]), hair, to=dark)
    elif shape == "staart":
        c.fill(smooth([(.5, -1.1), (1.25, -1.25), (1.72, -.6), (1.62, .35), (1.36, .85), (1.28, .1), (.95, -.45)]), hair, to=dark)
        c.fill(ellipse(1.02, -.88, .17, .15, 30), accent)
    elif shape == "vlechten":
        for side in (-1, 1):
            for i in range(5):
                c.fill(ellipse(side * (1.12 + .05 * i), .35 + .3 * i, .2 - .012 * i, .2, side * 25), mix(hair, dark, i % 2))
            c.fill(ellipse(side * 1.33, 1.83, .15, .09), accent)
            c.fill(ellipse(side * 1.36, 1.98, .11, .16), dark)
    elif shape in ("knotjes", "knot"):
        for x in ((-.82, .82) if shape == "knotjes" else (0,)):
            c.fill(ellipse(x, -1.38 - .14 * (x == 0), .42, .4), hair, to=dark)
            c.line([(x - .25, -1.42), (x, -1.55), (x + .25, -1.42)], .05, mix(hair, rgb("#ffffff"), .2), taper=True, alpha=.5)
    elif shape in ("krul", "kroes"):
        _curls(c, hair, 1.0 if shape == "krul" else .62)
    elif shape == "doek":
        c.fill(smooth([(0, -1.4), (.82, -1.18), (1.2, -.4), (1.2, .5), (1.3, 1.5), (.7, 2.0), (-.7, 2.0), (-1.3, 1.5), (-1.2, .5),
                       (-1.2, -.4), (-.82, -1.18)]), accent, to=accent * .8)
    if shape not in ("krul", "kroes", "doek"):
        c.fill(CAP, hair, to=dark)


def over(c: Canvas, style: str, hair: Colour, accent: Colour) -> None:
    """This function will paint what lies over the forehead."""
    front, shine = STYLES[style][1], mix(hair, rgb("#fff0d8"), .28)
    if front == "krul":
        for x, y, r in ((-.86, -.5, .3), (-.62, -.82, .3), (-.25, -.98, .3), (.12, -.98, .3), (.5, -.9, .3), (.8, -.56, .3)):
            c.fill(ellipse(x, y, r), hair)
            c.line([(x - .12, y - .08), (x, y - .17), (x + .13, y - .1)], .045, shine, taper=True, alpha=.35)
        return
    if front == "kroes":
        cap = smooth([(0, -1.36), (.66, -1.2), (1.02, -.6), (.98, -.1), (.88, -.3), (.62, -.72), (0, -.8), (-.62, -.72), (-.88, -.3),
                      (-.98, -.1), (-1.02, -.6), (-.66, -1.2)])
        c.fill(cap, hair)
        c.line([(-.6, -1.02), (0, -1.2), (.55, -1.04)], .1, shine, taper=True, alpha=.25, blur=.04)
        return
    if front == "doek":
        rim = smooth([(0, -.84), (-.6, -.74), (-.9, -.25), (-.92, .4), (-.64, .98), (0, 1.16), (.64, .98), (.92, .4), (.9, -.25), (.6, -.74)])
        c.line([*rim[::5], rim[0]], .3, accent * .95)
        c.line([*rim[80:150:5]], .1, mix(accent, rgb("#ffffff"), .25), alpha=.5, taper=True, blur=.03)
        return
    c.fill(smooth(FRONTS[front]), hair, to=hair * .9)
    c.line([(-.72, -.86), (-.3, -1.14), (.2, -1.18), (.62, -.98)], .13, shine, taper=True, alpha=.42, blur=.03)
    for x in (-.55, -.2, .2, .55):
        c.line([(x * .5, -1.3), (x * .95, -1.0), (x * 1.25, -.66)], .03, hair * .72, taper=True, alpha=.35)
    if style in ("bob", "golf", "lang") and accent is not None:
        c.line([(.52, -1.0), (.78, -.8)], .13, accent)


def _curls(c: Canvas, hair: Colour, size: float) -> None:
    rng = np.random.default_rng(5)
    for angle in np.linspace(-205, 25, 17):
        a, reach = np.radians(angle), 1.08 + .16 * size
        x, y, r = reach * np.cos(a), -.22 + (reach + .05) * np.sin(a), .34 * size + .06 * rng.random()
        c.fill(ellipse(x, y, r), mix(hair, hair * .75, float(rng.random())))
    c.fill(ellipse(0, -.3, 1.1, 1.12), hair * .92)
