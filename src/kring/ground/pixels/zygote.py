"""The process that opens pictures: it loads everything once, and forks a locked-down process for each picture.

Started by `workshop` in a process of its own, with an empty environment and one socket (descriptor 3). For each picture that socket
brings a socket of its own; the child answers on it, and the zygote reports how the child ended. It reads no picture itself.
"""

import os
import signal
import socket
from typing import Any

import cv2

from kring.ground.pixels import cover, decode, faces, sandbox, scale, shapes, wire

CONTROL = 3


def main() -> None:
    """This function will serve until the workshop's end of the socket closes."""
    decode.prepare()
    nets = faces.load()
    control = socket.socket(fileno=CONTROL)
    control.sendall(b"r")
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        _serve(control, descriptors[0], nets)


def _serve(control: socket.socket, descriptor: int, nets: tuple[cv2.dnn.Net, cv2.dnn.Net]) -> None:
    child = os.fork()
    if child == 0:
        try:
            control.close()
            _answer(descriptor, nets)
        finally:
            os._exit(1)
    os.close(descriptor)
    _, status = os.waitpid(child, 0)
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    control.sendall(bytes([ended_by]))


def _answer(descriptor: int, nets: tuple[cv2.dnn.Net, cv2.dnn.Net]) -> None:
    """The child: lock down first, then read the question, then look at the picture."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sandbox.lock_down()
    question, body = wire.unframe(lambda most: os.read(descriptor, most))
    try:
        answer, pixels = _do(question, body, nets)
    except decode.Refusal as refusal:
        answer, pixels = {"refused": refusal.args[0]}, b""
    except (MemoryError, cv2.error):
        answer, pixels = {"refused": "too-large-inside"}, b""
    _write(descriptor, wire.frame(answer, pixels))
    os._exit(0)


def _do(question: dict[str, Any], body: bytes, nets: tuple[cv2.dnn.Net, cv2.dnn.Net]) -> tuple[dict[str, Any], bytes]:
    picture = decode.pixels_of(body, question["kind"])
    if question.get("cover"):
        picture = cover.covered(picture, [shapes.Box(*box) for box in question["cover"]])
    if question.get("crop"):
        picture = cover.cropped(picture, shapes.Box(*question["crop"]))
    full = scale.within(picture, shapes.FULL_SIDE)
    found: tuple[shapes.Found, ...] = ()
    dim = False
    if question["do"] == "ingest":
        found, dim = faces.find(full, nets)
    made = scale.renditions(picture, full)
    pictures = [made.master, made.full, made.screen, made.thumb]
    answer = {
        "pictures": [[p.width, p.height, len(p.data)] for p in pictures],
        "faces": [[f.box.x, f.box.y, f.box.w, f.box.h, f.score] for f in found],
        "dim": dim,
    }
    return answer, b"".join(p.data for p in pictures)


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
