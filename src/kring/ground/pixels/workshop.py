"""The trusted side: hands a picture to the sandbox, and believes what comes back only as far as it can check it.

One zygote per process that uses this, started at the first picture; one picture at a time, so that memory is bounded by one. The
zygote ends when this process does, since its socket closes.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kring.ground.pixels import bare, kinds, sandbox, wire
from kring.ground.pixels.refusals import unreadable
from kring.ground.pixels.shapes import (
    FULL_SIDE,
    MASTER_SIDE,
    MAX_FACES,
    SCREEN_SIDE,
    THUMB_SIDE,
    Box,
    Found,
    Ingested,
    Picture,
    Renditions,
)

_START_SECONDS = 60
_SIDES = (MASTER_SIDE, FULL_SIDE, SCREEN_SIDE, THUMB_SIDE)
_TOO_SLOW = (signal.SIGALRM, signal.SIGXCPU)
# OpenCV and NumPy must not start threads of their own: a fork would not have them.
# Large pages, where the C library knows that setting: half of the kernel's work for a picture was handing out small ones.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "LANG": "C.UTF-8", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


def ingest(data: bytes) -> Ingested:
    """This function will make a picture from outside ours: upright, stripped, in every size, with its faces found.

    Raises: Unreadable, with a sentence that says what to do.
    """
    kind = kinds.kind_of(data)
    head, body = _workshop().ask({"do": "ingest", "kind": kind}, data)
    return Ingested(_renditions(head, body), _faces(head), _flag(head, "dim"))


def render(master: bytes, *, cover: Sequence[Box] = (), crop: Box | None = None) -> Renditions:
    """This function will make a new picture from a master: discs burnt over `cover`, then only what lies in `crop`.

    Both are in parts of the master. Nothing of what a disc hides is in any of the new files.
    Raises: Unreadable.
    """
    question: dict[str, Any] = {"do": "render", "kind": kinds.JPEG}
    question["cover"] = [[box.x, box.y, box.w, box.h] for box in cover]
    question["crop"] = None if crop is None else [crop.x, crop.y, crop.w, crop.h]
    return _renditions(*_workshop().ask(question, master))


class Workshop:
    """One zygote and the socket to it."""

    def __init__(self) -> None:
        self.of_process = os.getpid()
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """This function will have one picture done. Raises: Unreadable for a refusal, a crash and a timeout alike."""
        with self._lock:
            answer, pixels = self._ask(wire.frame(head, body))
        if "refused" in answer:
            raise unreadable(str(answer["refused"]))
        return answer, pixels

    def close(self) -> None:
        """This function will end the zygote; the next picture starts another."""
        with self._lock:
            self._close()

    @property
    def process_id(self) -> int | None:
        """This function will return the zygote's process id, while there is one."""
        return self._process.pid if self._process else None

    def _ask(self, question: bytes) -> tuple[dict[str, Any], bytes]:
        control = self._started()
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                socket.send_fds(control, [b"p"], [theirs.fileno()])
            ours.settimeout(sandbox.WALL_SECONDS + 10)
            try:
                answer = self._exchange(ours, question)
                ended_by = control.recv(1)
            except TimeoutError:
                self._close()
                raise unreadable("too-slow") from None
        if not ended_by:
            self._close()
        if answer is not None and ended_by == b"\x00":
            return answer
        raise unreadable("too-slow" if ended_by and ended_by[0] in _TOO_SLOW else "crashed")

    def _exchange(self, ours: socket.socket, question: bytes) -> tuple[dict[str, Any], bytes] | None:
        try:
            ours.sendall(question)
            return wire.unframe(ours.recv)
        except (wire.Broken, BrokenPipeError, ConnectionResetError):
            return None

    def _started(self) -> socket.socket:
        if self._control is not None and self._process is not None and self._process.poll() is None:
            return self._control
        self._close()
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = _start(theirs)
        ours.settimeout(_START_SECONDS)
        if ours.recv(1) != b"r":
            ours.close()
            raise OSError("the process that opens pictures did not start")
        ours.settimeout(sandbox.WALL_SECONDS + 10)
        self._control = ours
        return ours

    def _close(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            # It leads a process group of its own, so that a child that hangs goes along.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


def _start(theirs: socket.socket) -> "subprocess.Popen[bytes]":
    """`pass_fds` keeps the socket's number, so the new process moves it to the one it expects before anything else."""
    source = str(Path(__file__).resolve().parents[3])
    begin = (
        f"import os, sys; os.dup2({theirs.fileno()}, 3); {theirs.fileno()} == 3 or os.close({theirs.fileno()}); "
        f"sys.path.insert(0, {source!r}); from kring.ground.pixels import zygote; zygote.main()"
    )
    return subprocess.Popen(
        [sys.executable, "-I", "-c", begin],
        env=_ENVIRONMENT,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(theirs.fileno(),),
        start_new_session=True,
    )


_current: Workshop | None = None
_current_lock = threading.Lock()


def _workshop() -> Workshop:
    """Each process has its own: after a fork the parent's zygote must not be shared."""
    global _current
    with _current_lock:
        if _current is None or _current.of_process != os.getpid():
            _current = Workshop()
        return _current


def _renditions(head: dict[str, Any], body: bytes) -> Renditions:
    """Cut the answer into pictures and vouch for each: a bare JPEG of the size it says, within the limits."""
    pictures, at = [], 0
    try:
        for (width, height, length), side in zip(head["pictures"], _SIDES, strict=True):
            data = body[at : at + length]
            at += length
            if bare.size_of(data) != (width, height) or not 0 < max(width, height) <= side:
                raise bare.NotBare("not the size it says")
            pictures.append(Picture(data, width, height))
    except (bare.NotBare, KeyError, TypeError, ValueError) as error:
        raise unreadable("crashed") from error
    return Renditions(*pictures)


def _faces(head: dict[str, Any]) -> tuple[Found, ...]:
    try:
        rows = [[float(value) for value in row] for row in head["faces"]]
        return tuple(Found(Box(x, y, w, h), min(1.0, score)) for x, y, w, h, score in rows[:MAX_FACES])
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable("crashed") from error


def _flag(head: dict[str, Any], name: str) -> bool:
    return head.get(name) is True
