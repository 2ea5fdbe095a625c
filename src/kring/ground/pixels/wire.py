"""How the workshop and the process in the sandbox speak: one question, one answer, each a line of JSON and the bytes it announces."""

import json
from collections.abc import Callable
from typing import Any

_LENGTH_BYTES = 4
MAX_HEAD = 512 * 1024
MAX_BODY = 128 * 1024 * 1024


class Broken(Exception):
    """The other side stopped, or speaks otherwise."""


def frame(head: dict[str, Any], body: bytes) -> bytes:
    """This function will return a message; the receiver learns the body's length from its head."""
    line = json.dumps({**head, "bytes": len(body)}).encode()
    return len(line).to_bytes(_LENGTH_BYTES, "big") + line + body


def unframe(receive: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes]:
    """This function will read one message through `receive`, which gives at most so many bytes. Raises: Broken."""
    length = int.from_bytes(_exactly(receive, _LENGTH_BYTES), "big")
    if length > MAX_HEAD:
        raise Broken("a head that is too long")
    try:
        head = json.loads(_exactly(receive, length))
        size = head["bytes"]
    except (ValueError, KeyError, TypeError) as error:
        raise Broken("no head") from error
    if not isinstance(size, int) or not 0 <= size <= MAX_BODY:
        raise Broken("a body that is too long")
    return head, _exactly(receive, size)


def _exactly(receive: Callable[[int], bytes], count: int) -> bytes:
    parts, left = [], count
    while left:
        part = receive(min(left, 1 << 20))
        if not part:
            raise Broken("the other side stopped")
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
