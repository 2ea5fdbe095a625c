"""Where faces are: detection, never recognition. Runs in the sandbox only.

CenterFace through OpenCV's DNN. A first look at the whole picture, 640 pixels long, finds every face that is not small, and leaves a
weak trace where a small one may be. Only there a second look follows, at 1600 pixels, in squares of 320. Each look has a Net of its own,
used for one picture: a Net that is handed two sizes, or asked for other outputs, gives wrong boxes without an error. No landmark and no
template is computed or kept.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from kring.ground.pixels import shapes

MODEL = Path(__file__).parent / "model" / "centerface.onnx"
_WHOLE, _WHOLE_THRESHOLD = 640, 0.25
_NEAR, _NEAR_THRESHOLD = 1600, 0.35
_SQUARE, _OVERLAP = 320, 64
_STEP = 32  # the network takes sides that are a multiple of this
# A cell this warm in the first look is looked at from near, unless it belongs to a face wide enough to have been seen well. At 0.03
# the faces of the tests, shrunk down to 10 pixels of a picture of 2048, were still all found; at 0.05 one in fourteen was not.
_TRACE, _SEEN_WELL = 0.02, 14
_MOST_ENLARGED = 2.0
_SAME_FACE = 0.3  # intersection over union
_SEEN_WHOLE = 0.6  # how much of a cut box another one may hold before it counts as the same face
_CELL = 4  # picture pixels per cell of the network's answer
_OUTPUTS = ["537", "538", "539"]  # heat, size, offset; "540" would be landmarks
_DARK = 48  # a picture whose bright parts stay under this is looked at with its levels stretched

X0, Y0, X1, Y1, SCORE, CUT = range(6)


def load() -> tuple[cv2.dnn.Net, cv2.dnn.Net]:
    """This function will read the network for each of the two looks once, before the sandbox closes."""
    cv2.setNumThreads(1)
    return cv2.dnn.readNetFromONNX(str(MODEL)), cv2.dnn.readNetFromONNX(str(MODEL))


def find(picture: Image.Image, nets: tuple[cv2.dnn.Net, cv2.dnn.Net]) -> tuple[tuple[shapes.Found, ...], bool]:
    """This function will return the faces in an upright RGB picture, surest first, and whether it is too dark to be sure.

    Call it once for each pair of nets.
    """
    dim = _is_dim(picture)
    looked_at = _stretched(picture) if dim else picture
    found, traces = _whole(looked_at, nets[0])
    if max(picture.size) * _MOST_ENLARGED > _WHOLE:  # a smaller picture has been seen as large as it may be
        found = np.concatenate([found, *_near(looked_at, nets[1], traces)])
    whole, cut = found[found[:, CUT] == 0], found[found[:, CUT] == 1]
    found = np.concatenate([whole, _not_seen_whole(cut, whole)])
    best = found[_distinct(found)][: shapes.MAX_FACES]
    faces = (_face(row, picture.size) for row in best)
    return tuple(face for face in faces if face is not None), dim


def _whole(picture: Image.Image, net: cv2.dnn.Net) -> tuple[np.ndarray, np.ndarray]:
    """Look at all of the picture; return the faces, and where (x, y) there may be some too small to be seen so."""
    scale = min(_WHOLE / max(picture.size), _MOST_ENLARGED)
    width, height = (max(1, round(length * scale)) for length in picture.size)
    small = picture.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=2.0)
    heat, seen = _look(small, net, (-(-width // _STEP) * _STEP, -(-height // _STEP) * _STEP), _WHOLE_THRESHOLD)
    warm = heat > _TRACE
    for face in seen[seen[:, X1] - seen[:, X0] >= _SEEN_WELL]:
        left, top, right, bottom = (int(edge / _CELL) for edge in face[:SCORE])
        warm[max(0, top - 2) : bottom + 3, max(0, left - 2) : right + 3] = False
    seen[:, :SCORE] /= scale
    return seen, (np.argwhere(warm)[:, ::-1] + 0.5) * _CELL / scale


def _near(picture: Image.Image, net: cv2.dnn.Net, traces: np.ndarray) -> Iterator[np.ndarray]:
    """Look at the picture from near, at the squares with a trace in them."""
    scale = min(_NEAR / max(picture.size), _MOST_ENLARGED)
    width, height = (max(1, round(length * scale)) for length in picture.size)
    for top, left in product(_starts(height), _starts(width)):
        size = (min(_SQUARE, width - left), min(_SQUARE, height - top))
        first, last = np.array((left, top)) / scale, np.array((left + size[0], top + size[1])) / scale
        if not ((traces >= first) & (traces <= last)).all(axis=1).any():
            continue
        box = (*first, *np.minimum(last, picture.size))
        _, seen = _look(picture.resize(size, Image.Resampling.BILINEAR, box=box), net, (_SQUARE, _SQUARE), _NEAR_THRESHOLD)
        seen[:, CUT] = _touches_inner_edge(seen, left, top, width, height)
        seen[:, [X0, X1]] += left
        seen[:, [Y0, Y1]] += top
        seen[:, :SCORE] /= scale
        yield seen


def _starts(length: int) -> list[int]:
    if length <= _SQUARE:
        return [0]
    count = -(-(length - _OVERLAP) // (_SQUARE - _OVERLAP))
    return [round(index * (length - _SQUARE) / (count - 1)) for index in range(count)]


def _look(picture: Image.Image, net: cv2.dnn.Net, size: tuple[int, int], threshold: float) -> tuple[np.ndarray, np.ndarray]:
    """Return how warm each cell is, and the boxes, in pixels of this picture."""
    square = np.zeros((size[1], size[0], 3), np.float32)
    square[: picture.height, : picture.width] = np.asarray(picture)
    net.setInput(square.transpose(2, 0, 1)[None])
    heat, sides, offset = net.forward(_OUTPUTS)
    y, x = np.where(heat[0, 0] > threshold)
    high, wide = np.exp(sides[0, :, y, x].T) * _CELL
    mid_y = (y + offset[0, 0, y, x] + 0.5) * _CELL
    mid_x = (x + offset[0, 1, y, x] + 0.5) * _CELL
    edges = [mid_x - wide / 2, mid_y - high / 2, mid_x + wide / 2, mid_y + high / 2]
    seen = np.stack([*edges, heat[0, 0, y, x], np.zeros(len(x))], axis=1)
    return heat[0, 0], seen[_distinct(seen)]


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
