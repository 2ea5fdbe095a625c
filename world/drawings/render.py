"""Paint every scene into pictures/: a JPEG and a manifest that says which child of the cast stands in which face.

Run as `python -m world.drawings.render [name …]`. The results are committed, so that nobody needs to paint to see them.
"""

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from world.drawings import children, scenes
from world.drawings.looks import LOOKS
from world.drawings.paint import Canvas, rgb
from world.drawings.places import HIGH, WIDE

FOLDER = Path(__file__).with_name("pictures")
QUALITY = 84


def paint(*, picture: scenes.Picture, sharpness: int = 2) -> tuple[np.ndarray, list[dict]]:
    """This function will paint one scene and tell whose face lies where: [x, y, width, height] in pixels."""
    canvas = Canvas(WIDE, HIGH, sharpness=sharpness)
    if picture.colours:
        picture.place(canvas, picture.colours, seed=picture.seed)
    else:
        picture.place(canvas)
    if picture.children:
        canvas.soften(3.2)
    faces = []
    for layer in picture.layers:
        if isinstance(layer, scenes.Thing):
            layer.paint(canvas, *layer.numbers)
        else:
            faces.append({"who": layer.who, "box": _box(children.paint(canvas, LOOKS[layer.who], layer))})
    canvas.light(300, 60, 1500, rgb("#fff1d4"), 0.1)
    return canvas.result(), faces


def write(*, picture: scenes.Picture) -> None:
    """This function will paint one scene into the folder, with its manifest."""
    pixels, faces = paint(picture=picture)
    Image.fromarray(pixels).save(FOLDER / f"{picture.name}.jpg", quality=QUALITY, optimize=True, progressive=True)
    manifest = {
        "name": picture.name,
        "group": picture.group,
        "alt": picture.alt,
        "width": WIDE,
        "height": HIGH,
        "faces": faces,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (FOLDER / f"{picture.name}.json").write_text(text, encoding="utf-8")


def _box(corners: np.ndarray) -> list[int]:
    low, high = corners.min(0), corners.max(0)
    return [round(float(v)) for v in (*low, *(high - low))]


if __name__ == "__main__":
    for scene in scenes.PICTURES:
        if not sys.argv[1:] or scene.name in sys.argv[1:]:
            write(picture=scene)
            print(scene.name, flush=True)
