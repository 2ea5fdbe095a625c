"""A canvas with soft brushes: smooth shapes, gradients, blurred shade and strokes, in nested coordinates.

Here belongs how paint gets onto paper. What is painted does not.
"""

from collections.abc import Sequence
from contextlib import contextmanager

import cv2
import numpy as np

Colour = np.ndarray
Points = np.ndarray
WHITE = np.array([255, 255, 255], np.float32)


def rgb(text: str) -> Colour:
    """This function will read a colour written as #rrggbb."""
    return np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)], np.float32)


def mix(a: Colour, b: Colour, part: float) -> Colour:
    return a * (1 - part) + b * part


def smooth(points: Sequence, *, closed: bool = True, steps: int = 16) -> Points:
    """This function will lead a curve through all points (Catmull-Rom)."""
    p = np.asarray(points, float)
    ends = (p[-1:], p[:2]) if closed else (2 * p[:1] - p[1:2], 2 * p[-1:] - p[-2:-1])
    q = np.vstack([ends[0], p, ends[1]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in (q[i : i + 4] for i in range(len(q) - 3))
    ]
    curve = np.vstack(pieces)
    return curve if closed else np.vstack([curve, p[-1]])


def ellipse(x: float, y: float, rx: float, ry: float | None = None, turn: float = 0) -> Points:
    a = np.linspace(0, 2 * np.pi, 56, endpoint=False)
    px, py, r = rx * np.cos(a), (rx if ry is None else ry) * np.sin(a), np.radians(turn)
    return np.stack([x + px * np.cos(r) - py * np.sin(r), y + px * np.sin(r) + py * np.cos(r)], 1)


def box(x: float, y: float, w: float, h: float, round_: float = 0) -> Points:
    """This function will give a rectangle, its corners rounded where asked."""
    if not round_:
        return np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], float)
    corners = []
    for cx, cy, start in (
        (x + w - round_, y + round_, -90),
        (x + w - round_, y + h - round_, 0),
        (x + round_, y + h - round_, 90),
        (x + round_, y + round_, 180),
    ):
        a = np.radians(np.linspace(start, start + 90, 9))
        corners.append(np.stack([cx + round_ * np.cos(a), cy + round_ * np.sin(a)], 1))
    return np.vstack(corners)


class Canvas:
    """A picture in the making. Coordinates are those of the innermost `at`; the outermost are pixels of the result."""

    def __init__(self, width: int, height: int, *, sharpness: int = 1) -> None:
        self.width, self.height, self.sharpness = width, height, sharpness
        self.paper = np.full((height * sharpness, width * sharpness, 3), 255, np.float32)
        self._frames = [np.diag([sharpness, sharpness, 1.0])]

    @contextmanager
    def at(self, x: float, y: float, size: float = 1, turn: float = 0, mirror: bool = False):
        """This function will make (x, y) the origin, `size` the unit and `turn` (degrees) the slope of what follows."""
        c, s, side = np.cos(np.radians(turn)), np.sin(np.radians(turn)), -1 if mirror else 1
        self._frames.append(
            self._frames[-1] @ np.array([[c * size * side, -s * size, x], [s * size * side, c * size, y], [0, 0, 1]])
        )
        try:
            yield self
        finally:
            self._frames.pop()

    def place(self, points: Points) -> Points:
        """This function will give points of the innermost coordinates as pixels of the result."""
        return self._pixels(points) / self.sharpness

    def fill(
        self,
        points: Points,
        colour: Colour,
        *,
        to: Colour | None = None,
        along: tuple[float, float] = (0, 1),
        blur: float = 0,
        alpha: float = 1,
        inside: np.ndarray | None = None,
    ) -> None:
        """This function will paint a shape in one colour or a gradient `to` another, sharp or blurred."""
        q = self._pixels(points)
        mask, y0, y1, x0, x1 = self._mask(q, blur * self._scale)
        if not mask.size:
            return
        if inside is not None:
            mask = mask * (inside[y0:y1, x0:x1].astype(np.float32) / 255)
        if to is not None:
            colour = _gradient(q, (y0, y1, x0, x1), colour, to, along)
        view = self.paper[y0:y1, x0:x1]
        view += (colour - view) * (mask * alpha)[..., None]

    def line(self, points: Sequence, width: float, colour: Colour, *, taper: bool = False, **how) -> None:
        """This function will draw a stroke through the points, with round ends, or thinning towards both ends."""
        p = smooth(points, closed=False) if len(points) > 2 else np.linspace(points[0], points[-1], 12)
        d = np.gradient(p, axis=0)
        n = np.stack([-d[:, 1], d[:, 0]], 1)
        n /= np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-9)
        t = np.linspace(0, 1, len(p))[:, None]
        half = width / 2 * (np.sin(np.pi * t) ** 0.6 if taper else np.ones_like(t))
        outline = np.vstack([p + n * half, (p - n * half)[::-1]])
        if not taper:
            outline = np.vstack(
                [_cap(p[0], n[0], width / 2, -1), p + n * half, _cap(p[-1], n[-1], width / 2, 1), (p - n * half)[::-1]]
            )
        self.fill(outline, colour, **how)

    def soften(self, by: float) -> None:
        """This function will blur all that is painted so far, as a lens does with what lies far away."""
        self.paper = cv2.GaussianBlur(self.paper, (0, 0), by * self.sharpness)

    def light(self, x: float, y: float, reach: float, colour: Colour, strength: float) -> None:
        """This function will let light of a colour fall from a point, over everything."""
        height, width = self.paper.shape[:2]
        dx = (np.arange(width) / self.sharpness - x) / reach
        dy = (np.arange(height) / self.sharpness - y) / reach
        fall = np.exp(-(dx[None, :] ** 2 + dy[:, None] ** 2)).astype(np.float32)[..., None] * strength
        self.paper += (255 - self.paper) * (colour / 255) * fall

    def stencil(self, points: Points) -> np.ndarray:
        """This function will cut a shape out, to be handed to `inside` so that paint stays within it."""
        mask = np.zeros(self.paper.shape[:2], np.uint8)
        cv2.fillPoly(mask, [np.round(self._pixels(points) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        return mask

    def result(self) -> np.ndarray:
        """This function will give the picture as bytes, drawn large and made small for smooth edges."""
        paper = np.clip(self.paper, 0, 255)
        if self.sharpness > 1:
            paper = cv2.resize(paper, (self.width, self.height), interpolation=cv2.INTER_AREA)
        return np.round(paper).astype(np.uint8)

    @property
    def _scale(self) -> float:
        return float(np.sqrt(abs(np.linalg.det(self._frames[-1][:2, :2]))))

    def _pixels(self, points: Points) -> Points:
        return np.asarray(points, float) @ self._frames[-1][:2, :2].T + self._frames[-1][:2, 2]

    def _mask(self, q: Points, blur: float) -> tuple[np.ndarray, int, int, int, int]:
        height, width = self.paper.shape[:2]
        pad = int(3 * blur) + 3
        x0, y0 = np.maximum(np.floor(q.min(0)).astype(int) - pad, -pad)
        x1, y1 = np.minimum(np.ceil(q.max(0)).astype(int) + pad, (width + pad, height + pad))
        if x1 <= max(x0, 0) or y1 <= max(y0, 0) or x0 >= width or y0 >= height:
            return np.empty((0, 0), np.float32), 0, 0, 0, 0
        mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
        cv2.fillPoly(mask, [np.round((q - [x0, y0]) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        soft = mask.astype(np.float32) / 255
        if blur > 0.4:
            soft = cv2.GaussianBlur(soft, (0, 0), blur)
        top, left, bottom, right = max(y0, 0), max(x0, 0), min(y1, height), min(x1, width)
        return soft[top - y0 : bottom - y0, left - x0 : right - x0], top, bottom, left, right


def _gradient(q: Points, window: tuple[int, int, int, int], colour: Colour, to: Colour, along) -> np.ndarray:
    y0, y1, x0, x1 = window
    low, high = q.min(0), q.max(0)
    size = np.maximum(high - low, 1)
    across = ((np.arange(x0, x1) - low[0]) / size[0] - 0.5) * along[0]
    down = ((np.arange(y0, y1) - low[1]) / size[1] - 0.5) * along[1]
    part = np.clip(across[None, :] + down[:, None] + 0.5, 0, 1)[..., None].astype(np.float32)
    return colour * (1 - part) + to * part


def _cap(end: Points, normal: Points, radius: float, side: int) -> Points:
    start = np.arctan2(normal[1], normal[0])
    angles = start - side * np.linspace(0, np.pi, 12) if side > 0 else start + np.pi + np.linspace(0, -np.pi, 12)
    return np.stack([end[0] + radius * np.cos(angles), end[1] + radius * np.sin(angles)], 1)
