"""Where faces are: detection, never recognition. Runs in the sandbox only.

CenterFace through OpenCV's DNN. The network always sees one size, a square of 640: the whole picture scaled into it finds the large
faces, and overlapping squares of the picture at 1600 pixels find the small ones. One size keeps the memory at 200 MB (at full size it
is 600), and a Net that is handed two sizes gives wrong boxes without an error. No landmark and no template is computed or kept.
"""

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from kring.ground.pixels import shapes

MODEL = Path(__file__).parent / "model" / "centerface.onnx"
_SQUARE = 640
_OVERLAP = 64
_WHOLE, _WHOLE_THRESHOLD = 640, 0.25
_PARTS, _PARTS_THRESHOLD = 1600, 0.35
_MOST_ENLARGED = 2.0
_SAME_FACE = 0.3  # intersection over union
_SEEN_WHOLE = 0.6  # how much of a cut box another one may hold before it counts as the same face
_CELL = 4  # picture pixels per cell of the network's answer
_OUTPUTS = ["537", "538", "539"]  # heat, size, offset; "540" would be landmarks
_DARK = 48  # a picture whose bright parts stay under this is looked at with its levels stretched

X0, Y0, X1, Y1, SCORE, CUT = range(6)


def load() -> cv2.dnn.Net:
    """This function will read the network once, before the sandbox closes."""
    cv2.setNumThreads(1)
    return cv2.dnn.readNetFromONNX(str(MODEL))


def find(picture: Image.Image, net: cv2.dnn.Net) -> tuple[tuple[shapes.Found, ...], bool]:
    """This function will return the faces in an upright RGB picture, surest first, and whether it is too dark to be sure."""
    dim = _is_dim(picture)
    looked_at = _stretched(picture) if dim else picture
    found = _pass(looked_at, net, _WHOLE, _WHOLE_THRESHOLD)
    if max(picture.size) * _MOST_ENLARGED > _WHOLE:  # a smaller picture has been seen as large as it may be
        found = np.concatenate([found, _pass(looked_at, net, _PARTS, _PARTS_THRESHOLD)])
    whole, cut = found[found[:, CUT] == 0], found[found[:, CUT] == 1]
    found = np.concatenate([whole, _not_seen_whole(cut, whole)])
    best = found[_distinct(found)][: shapes.MAX_FACES]
    faces = (_face(row, picture.size) for row in best)
    return tuple(face for face in faces if face is not None), dim


def _pass(picture: Image.Image, net: cv2.dnn.Net, side: int, threshold: float) -> np.ndarray:
    """Look at the picture scaled to `side`, square by square."""
    scale = min(side / max(picture.size), _MOST_ENLARGED)
    width, height = (max(1, round(length * scale)) for length in picture.size)
    pixels = np.asarray(picture.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=2.0))
    rows = [np.empty((0, 6))]
    for top in _starts(height):
        for left in _starts(width):
            seen = _look(pixels[top : top + _SQUARE, left : left + _SQUARE], net, threshold)
            seen[:, CUT] = _touches_inner_edge(seen, left, top, width, height)
            seen[:, [X0, X1]] += left
            seen[:, [Y0, Y1]] += top
            seen[:, :SCORE] /= scale
            rows.append(seen)
    return np.concatenate(rows)


def _starts(length: int) -> list[int]:
    if length <= _SQUARE:
        return [0]
    count = -(-(length - _OVERLAP) // (_SQUARE - _OVERLAP))
    return [round(index * (length - _SQUARE) / (count - 1)) for index in range(count)]


def _look(pixels: np.ndarray, net: cv2.dnn.Net, threshold: float) -> np.ndarray:
    square = np.zeros((_SQUARE, _SQUARE, 3), np.float32)
    square[: pixels.shape[0], : pixels.shape[1]] = pixels
    net.setInput(square.transpose(2, 0, 1)[None])
    heat, size, offset = net.forward(_OUTPUTS)
    y, x = np.where(heat[0, 0] > threshold)
    high, wide = np.exp(size[0, :, y, x].T) * _CELL
    mid_y = (y + offset[0, 0, y, x] + 0.5) * _CELL
    mid_x = (x + offset[0, 1, y, x] + 0.5) * _CELL
    edges = [mid_x - wide / 2, mid_y - high / 2, mid_x + wide / 2, mid_y + high / 2]
    seen = np.stack([*edges, heat[0, 0, y, x], np.zeros(len(x))], axis=1)
    return seen[_distinct(seen)]


def _touches_inner_edge(seen: np.ndarray, left: int, top: int, width: int, height: int) -> np.ndarray:
    near = 2
    cut = np.zeros(len(seen), bool)
    if left > 0:
        cut |= seen[:, X0] < near
    if top > 0:
        cut |= seen[:, Y0] < near
    if left + _SQUARE < width:
        cut |= seen[:, X1] > _SQUARE - near
    if top + _SQUARE < height:
        cut |= seen[:, Y1] > _SQUARE - near
    return cut


def _overlap(one: np.ndarray, others: np.ndarray) -> np.ndarray:
    wide = np.minimum(one[X1], others[:, X1]) - np.maximum(one[X0], others[:, X0])
    high = np.minimum(one[Y1], others[:, Y1]) - np.maximum(one[Y0], others[:, Y0])
    return np.clip(wide, 0, None) * np.clip(high, 0, None)


def _area(boxes: np.ndarray) -> np.ndarray:
    return (boxes[..., X1] - boxes[..., X0]) * (boxes[..., Y1] - boxes[..., Y0])


def _distinct(boxes: np.ndarray) -> list[int]:
    """Return which boxes to keep, so that each face has one: the surest."""
    order, kept = np.argsort(-boxes[:, SCORE]), []
    while len(order):
        first, rest = order[0], order[1:]
        kept.append(int(first))
        shared = _overlap(boxes[first], boxes[rest])
        order = rest[shared / (_area(boxes[first]) + _area(boxes[rest]) - shared) < _SAME_FACE]
    return kept


def _not_seen_whole(cut: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """A face on the edge of a square stays only if no other look showed all of it."""
    keep = [not len(whole) or (_overlap(box, whole) <= _SEEN_WHOLE * _area(box)).all() for box in cut]
    return cut[np.array(keep, bool)]


def _face(row: np.ndarray, size: tuple[int, int]) -> shapes.Found | None:
    width, height = size
    left, right = (float(np.clip(value / width, 0, 1)) for value in (row[X0], row[X1]))
    top, bottom = (float(np.clip(value / height, 0, 1)) for value in (row[Y0], row[Y1]))
    if right <= left or bottom <= top:
        return None
    return shapes.Found(shapes.Box(left, top, right - left, bottom - top), float(row[SCORE]))


def _bright_parts(picture: Image.Image) -> float:
    small = picture.resize((64, 64), Image.Resampling.BOX, reducing_gap=2.0).convert("L")
    levels = np.sort(np.asarray(small), axis=None)
    return float(levels[round(len(levels) * 0.95)])


def _is_dim(picture: Image.Image) -> bool:
    return _bright_parts(picture) < _DARK


def _stretched(picture: Image.Image) -> Image.Image:
    gain = 220 / max(_bright_parts(picture), 1)
    return picture.point(lambda value: min(255, round(value * gain)))
