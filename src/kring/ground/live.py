"""Server-sent events: open pages hear that something changed, never what. Each then fetches its fragment, authorised.

An act calls `publish` in its transaction: one NOTIFY with ids. Each process that serves streams listens on one connection
and hands the same bytes to every open page that hears the topic: no statement and no database connection per receiver.
When a person's authority shrinks or a session ends, `authority_changed` raises their epoch in the same transaction; their
streams are cut when the notice arrives, and within five seconds where it did not. Who may hear which topic is decided by
the page that opens the stream (`kring.pages`); this module knows topics as plain words.
"""

import asyncio
import json
import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, connections

from kring.ground import logs
from kring.ground.ids import uuid7
from kring.ground.models.live import AuthorityEpoch
from kring.ground.tenancy import board_transaction

CHANNEL = "kring_live"
# What a page may lag behind before it is cut; it reconnects and fetches everything anew.
QUEUE_EVENTS = 64
RECHECK_SECONDS = 5
KEEP_ALIVE_ROUNDS = 3
# The browser waits this long before it connects again; spread, so that a restart is no stampede.
RETRY_MILLISECONDS = 3000
MAX_STREAM_SECONDS = 15 * 60
_CUT = b""
_KEEP_ALIVE = b":\n\n"
_HEADERS = [
    (b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"), (b"cross-origin-resource-policy", b"same-origin"),
]


@dataclass(frozen=True)
class Subscription:
    """What one open page may hear: topics of one board, for one person, as decided at one epoch of their authority."""

    board_id: UUID
    person_id: UUID
    topics: frozenset[str]
    epoch: int


@dataclass(eq=False)
class _Stream:
    subscription: Subscription
    queue: asyncio.Queue = field(default_factory=lambda: asyncio.Queue(QUEUE_EVENTS))
    is_cut: bool = False
    until: float = 0.0

    def put(self, event: bytes) -> None:
        """This function will queue an event; a page that lags too far behind is cut instead."""
        if self.queue.full():
            self.cut()
        elif not self.is_cut:
            self.queue.put_nowait(event)

    def cut(self) -> None:
        """This function will end the stream, dropping what waits: it may be no longer for this reader."""
        self.is_cut = True
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(_CUT)


def publish(*, board_id: UUID, topic: str, kind: str, id: UUID) -> None:
    """This function will tell, at commit, every open page that hears the topic that one thing changed. One statement."""
    _notify({"b": board_id.hex, "t": topic, "k": kind, "i": id.hex})


def authority_changed(*, board_id: UUID, person_ids: Iterable[UUID], at: datetime) -> None:
    """This function will raise the epoch of persons, so that their open streams end at commit and ask anew.

    It belongs in the transaction that ends a session, a role or a guardianship, or that withdraws what they may see.
    """
    wanted = sorted(set(person_ids))
    if not wanted:
        return
    places = ", ".join(["(%s, %s, %s, 1, %s)"] * len(wanted))
    values = [value for person_id in wanted for value in (uuid7(), board_id, person_id, at)]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ground_authorityepoch (id, board_id, person_id, epoch, at) VALUES "
                       f"{places} ON CONFLICT (board_id, person_id) DO UPDATE "
                       "SET epoch = ground_authorityepoch.epoch + 1, at = EXCLUDED.at", values)
    for start in range(0, len(wanted), 100):
        _notify({"b": board_id.hex, "p": [person_id.hex for person_id in wanted[start : start + 100]]})


def forget(*, board_id: UUID, person_id: UUID) -> int:
    """This function will erase that the rights of a person changed; who is no longer there opens no page."""
    return AuthorityEpoch.objects.filter(board_id=board_id, person_id=person_id)._raw_delete("default")


def subscription(*, board_id: UUID, person_id: UUID, topics: Iterable[str]) -> Subscription:
    """This function will make the subscription of a page that was just authorised, in the same transaction."""
    found = AuthorityEpoch.objects.filter(board_id=board_id, person_id=person_id).values_list("epoch", flat=True).first()
    return Subscription(board_id, person_id, frozenset(topics), found or 0)


def application(door: Callable[[dict[str, Any]], Subscription | None]) -> Callable:
    """This function will return the ASGI application that serves streams.

    `door` gets the request's scope, runs in a thread with a database connection of its own, and answers what this page may
    hear, or None. It is config that knows it; the application itself decides nothing.
    """
    hub = Hub()

    async def serve(scope: dict[str, Any], receive: Callable, send: Callable) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send, hub)
        elif scope["type"] == "http":
            await _answer(scope, receive, send, hub, door)

    serve.hub = hub
    return serve


class Hub:
    """All open streams of one process, the one connection that listens for them, and the one check that they may stay."""

    def __init__(self) -> None:
        self._by_topic: dict[tuple[str, str], set[_Stream]] = {}
        self._by_person: dict[tuple[str, str], set[_Stream]] = {}
        self._streams: set[_Stream] = set()
        self._tasks: list[asyncio.Task] = []
        self._listening = asyncio.Event()
        self._rounds = 0
        # Few threads: a door is a few statements, and a rush of pages waits its turn instead of taking every connection.
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")

    @property
    def open_streams(self) -> int:
        return len(self._streams)

    async def in_thread(self, work: Callable, *arguments: Any) -> Any:
        """This function will run work that needs the database, and give its connection back."""

        def run() -> Any:
            try:
                return work(*arguments)
            finally:
                connections.close_all()

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    async def open(self, wanted: Subscription) -> _Stream:
        """This function will register a stream; events from now on reach it."""
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._recheck())]
        await self._listening.wait()
        # Spread, so that pages that opened together do not all return together.
        lifetime = MAX_STREAM_SECONDS * random.uniform(0.8, 1)  # noqa: S311
        opened = _Stream(wanted, until=asyncio.get_running_loop().time() + lifetime)
        self._streams.add(opened)
        for topic in wanted.topics:
            self._by_topic.setdefault((wanted.board_id.hex, topic), set()).add(opened)
        self._by_person.setdefault((wanted.board_id.hex, wanted.person_id.hex), set()).add(opened)
        return opened

    def close(self, stream: _Stream) -> None:
        """This function will forget a stream."""
        wanted = stream.subscription
        self._streams.discard(stream)
        _drop(self._by_person, (wanted.board_id.hex, wanted.person_id.hex), stream)
        for topic in wanted.topics:
            _drop(self._by_topic, (wanted.board_id.hex, topic), stream)

    async def stop(self) -> None:
        """This function will cut every stream and end the listening."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        self._cut_all()
        self._threads.shutdown(wait=False)

    def hand_out(self, payload: str) -> None:
        """This function will pass one notice on: an event to those who hear its topic, a cut to those whom it names."""
        notice = json.loads(payload)
        if "p" in notice:
            for person in notice["p"]:
                for stream in list(self._by_person.get((notice["b"], person), ())):
                    stream.cut()
            return
        event = f"event: {notice['k']}\ndata: {UUID(notice['i'])}\n\n".encode()
        for stream in self._by_topic.get((notice["b"], notice["t"]), ()):
            stream.put(event)

    def _tend(self) -> None:
        """This function will end streams whose time is up, and let the others know that the line is alive."""
        now, self._rounds = asyncio.get_running_loop().time(), self._rounds + 1
        for stream in list(self._streams):
            if now > stream.until:
                stream.cut()
            elif self._rounds % KEEP_ALIVE_ROUNDS == 0:
                stream.put(_KEEP_ALIVE)

    def _cut_all(self) -> None:
        for stream in list(self._streams):
            stream.cut()

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except (psycopg.Error, OSError) as problem:
                logs.event("live.listener_lost", level="warning", error=problem)
            # Notices may have been missed: every page starts anew, and asks again whether it may.
            self._listening.clear()
            self._cut_all()
            await asyncio.sleep(1)

    async def _listen_once(self) -> None:
        async with await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True) as listener:
            await listener.execute(f"LISTEN {CHANNEL}")
            self._listening.set()
            async for notice in listener.notifies():
                self.hand_out(notice.payload)

    async def _recheck(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            self._tend()
            watched: dict[UUID, set[UUID]] = {}
            for stream in self._streams:
                watched.setdefault(stream.subscription.board_id, set()).add(stream.subscription.person_id)
            if not watched:
                continue
            try:
                epochs = await self.in_thread(_epochs, watched)
            except Exception as problem:
                # What cannot be checked is not allowed.
                logs.event("live.recheck_failed", level="warning", error=problem)
                self._cut_all()
                continue
            for stream in list(self._streams):
                wanted = stream.subscription
                if epochs.get((wanted.board_id, wanted.person_id), 0) != wanted.epoch:
                    stream.cut()


def _notify(notice: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(notice, separators=(",", ":"))])


def _epochs(watched: dict[UUID, set[UUID]]) -> dict[tuple[UUID, UUID], int]:
    """This function will read the epochs of everyone with an open page: one statement per board, whatever their number."""
    found: dict[tuple[UUID, UUID], int] = {}
    for board_id, people in watched.items():
        with board_transaction(board_id):
            rows = AuthorityEpoch.objects.filter(board_id=board_id, person_id__in=people)
            found |= {(board_id, person_id): epoch for person_id, epoch in rows.values_list("person_id", "epoch")}
    return found


def _parameters() -> dict[str, Any]:
    """This function will return how to connect, past any pooler, for the one connection that listens."""
    wanted = connections["default"].get_connection_params()
    return {name: wanted[name] for name in ("dbname", "user", "password", "host", "port") if wanted.get(name)}


def _drop(index: dict[tuple[str, str], set[_Stream]], key: tuple[str, str], stream: _Stream) -> None:
    there = index.get(key)
    if there:
        there.discard(stream)
        if not there:
            del index[key]


async def _lifespan(receive: Callable, send: Callable, hub: Hub) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _answer(scope: dict[str, Any], receive: Callable, send: Callable, hub: Hub, door: Callable) -> None:
    wanted = await hub.in_thread(door, scope) if _may_knock(scope) else None
    if wanted is None:
        await send({"type": "http.response.start", "status": 404, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": b""})
        return
    stream = await hub.open(wanted)
    gone = asyncio.create_task(_until_gone(receive))
    gone.add_done_callback(lambda _: stream.cut())
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await send(_body(f"retry: {RETRY_MILLISECONDS + random.randrange(RETRY_MILLISECONDS)}\n\n".encode()))  # noqa: S311
        await _pump(stream, send)
        with suppress(Exception):
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        hub.close(stream)
        gone.cancel()


async def _pump(stream: _Stream, send: Callable) -> None:
    """This function will send what comes until the stream is cut."""
    while True:
        event = await stream.queue.get()
        if stream.is_cut:
            return
        await send(_body(event))


async def _until_gone(receive: Callable) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _may_knock(scope: dict[str, Any]) -> bool:
    """This function will say whether this is a page of ours asking: a GET that the browser does not call another site's."""
    site = dict(scope["headers"]).get(b"sec-fetch-site", b"same-origin")
    return scope["method"] == "GET" and site == b"same-origin"


def _body(content: bytes) -> dict[str, Any]:
    return {"type": "http.response.body", "body": content, "more_body": True}
