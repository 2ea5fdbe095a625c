"""What can be seen in the bytes of a picture: for journeys that look at what really came over the line."""

import io
import json
from pathlib import Path

from PIL import Image

from world import drawings

PAINTED = Path(drawings.__file__).with_name("pictures")
COVER = (185, 203, 230)
NEAR = 12


def painted(name: str) -> Path:
    """This function will return the file of a painted picture of the played school."""
    return PAINTED / f"{name}.jpg"


def head(name: str, who: str) -> tuple[float, float]:
    """This function will return where somebody's face is in a painted picture, in parts of its width and height."""
    told = json.loads((PAINTED / f"{name}.json").read_text(encoding="utf-8"))
    x, y, wide, high = next(face["box"] for face in told["faces"] if face["who"] == who)
    return (x + wide / 2) / told["width"], (y + high / 2) / told["height"]


def is_covered(data: bytes, at: tuple[float, float]) -> bool:
    """This function will say whether the colour of the covering fills the spot where a face was."""
    with Image.open(io.BytesIO(data)) as picture:
        shown = picture.convert("RGB")
    x, y, step = at[0] * shown.width, at[1] * shown.height, .012 * shown.width
    spots = [(x, y), (x - step, y), (x + step, y), (x, y - step), (x, y + step)]
    return all(max(abs(a - b) for a, b in zip(shown.getpixel((round(px), round(py))), COVER, strict=True)) <= NEAR for px, py in spots)
