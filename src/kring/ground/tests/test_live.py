"""Open pages hear that something changed, by ids, and are closed when their reader may no longer read."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from contextlib import asynccontextmanager, suppress
from uuid import UUID

from django.db import connection, connections, transaction

from kring.ground import capabilities, live
from kring.ground.models import AuthorityEpoch
from kring.ground.tenancy import board_transaction
from kring.ground.tests.cast import AT, BOARD, MARIT, NOOR, OTHER_BOARD, SEM

PEOPLE = {b"marit": MARIT, b"sem": SEM, b"noor": NOOR}
GROUP = "group:6"


def door(scope) -> live.Subscription | None:
    """Who says their name may hear what they ask for; it stands in for the session that a real door opens."""
    headers = dict(scope["headers"])
    person = PEOPLE.get(headers.get(b"x-person", b""))
    if person is None:
        return None
    board_id = UUID(headers[b"x-board"].decode()) if b"x-board" in headers else BOARD
    with board_transaction(board_id):
        topics = scope["query_string"].decode().split(",")
        return live.subscription(board_id=board_id, person_id=person, topics=topics)


class Page:
    """One open page: what came down its stream, and a way to close it."""

    def __init__(self, app, person, topics, *, board=BOARD, method="GET", site=b"same-origin", is_slow=False):
        self.started, self.chunks, self.ended = None, [], asyncio.Event()
        self._gone, self._go_on = asyncio.Event(), asyncio.Event()
        if not is_slow:
            self._go_on.set()
        headers = [(b"x-person", person), (b"x-board", str(board).encode()), (b"sec-fetch-site", site)]
        scope = {"type": "http", "method": method, "path": "/live/", "query_string": topics.encode(), "headers": headers}
        self._task = asyncio.create_task(self._run(app, scope))

    async def _run(self, app, scope):
        try:
            await app(scope, self._receive, self._send)
        finally:
            self.ended.set()

    async def _receive(self):
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        if message["type"] == "http.response.start":
            self.started = message
            return
        if message.get("body"):
            self.chunks.append(message["body"])
            if len(self.chunks) > 1:
                await self._go_on.wait()

    @property
    def events(self) -> list[bytes]:
        return [chunk for chunk in self.chunks if chunk.startswith(b"event:")]

    async def is_open(self):
        await until(lambda: self.chunks or self.ended.is_set())

    async def close(self):
        self._gone.set()
        self._go_on.set()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(self._task, 10)


async def until(holds, seconds=10.0):
    """Wait until something holds; the test then asserts it."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        await asyncio.sleep(0.01)


async def act(work, *, board_id=BOARD, roll_back=False):
    """Do something in a transaction of its own, as a request or a job would, in a thread."""
    def run():
        try:
            with board_transaction(board_id):
                work()
                if roll_back:
                    transaction.set_rollback(True)
        finally:
            connections.close_all()

    await asyncio.to_thread(run)


def publish(id=SEM, *, topic=GROUP, board_id=BOARD):
    return lambda: live.publish(board_id=board_id, topic=topic, kind="post", id=id)


@asynccontextmanager
async def serving():
    app = live.application(door)
    pages: list[Page] = []

    async def open_page(person, topics=GROUP, **options):
        page = Page(app, person, topics, **options)
        pages.append(page)
        await page.is_open()
        return page

    try:
        open_page.hub = app.hub
        yield open_page
    finally:
        for page in pages:
            await page.close()
        await app.hub.stop()


def live_test(story):
    """Run an async story in a loop of its own on this test's database."""
    def test(real_board, monkeypatch):
        monkeypatch.setattr(live, "RECHECK_SECONDS", 0.3)

        async def run():
            async with serving() as open_page:
                await story(open_page)

        asyncio.run(run())

    test.__name__, test.__doc__ = story.__name__, story.__doc__
    return test


@live_test
async def test_an_event_reaches_who_hears_the_topic_and_nobody_else(open_page):
    hears, other_topic = await open_page(b"sem"), await open_page(b"noor", "group:7")
    other_board = await open_page(b"marit", board=OTHER_BOARD)
    await act(publish())
    await until(lambda: hears.events)
    await act(publish(topic="group:7"))
    await until(lambda: other_topic.events)
    assert hears.events == [f"event: post\ndata: {SEM}\n\n".encode()]
    assert len(other_topic.events) == 1
    assert other_board.events == []


@live_test
async def test_an_act_that_was_rolled_back_tells_nobody(open_page):
    page = await open_page(b"sem")
    await act(publish(NOOR), roll_back=True)
    await act(publish(SEM))
    await until(lambda: page.events)
    assert page.events == [f"event: post\ndata: {SEM}\n\n".encode()]


@live_test
async def test_everybody_gets_the_same_bytes_object(open_page):
    pages = [await open_page(person) for person in (b"sem", b"noor", b"marit", b"sem")]
    await act(publish())
    await until(lambda: all(page.events for page in pages))
    assert len({id(page.events[0]) for page in pages}) == 1


@live_test
async def test_an_event_is_one_statement_however_many_hear_it(open_page):
    from django.test.utils import CaptureQueriesContext

    pages = [await open_page(b"sem") for _ in range(30)]
    counts = []

    def work():
        with CaptureQueriesContext(connection) as captured:
            publish()()
        counts.append(len(captured))

    await act(work)
    await until(lambda: all(page.events for page in pages))
    assert (counts, sum(len(page.events) for page in pages)) == ([1], 30)


@live_test
async def test_open_pages_hold_no_connection_of_their_own(open_page):
    found = {}

    def count(name):
        def work():
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
                found[name] = cursor.fetchone()[0]
        return work

    await open_page(b"sem")
    await act(count("one page"))
    for _ in range(40):
        await open_page(b"noor")
    await act(count("many pages"))
    assert found["many pages"] == found["one page"]


@live_test
async def test_a_page_is_cut_when_its_readers_authority_changes_and_no_other_is(open_page):
    sem, noor = await open_page(b"sem"), await open_page(b"noor")
    await act(lambda: live.authority_changed(board_id=BOARD, person_ids=[SEM], at=AT))
    await until(sem.ended.is_set, 5)
    assert sem.ended.is_set()
    assert not noor.ended.is_set()
    await act(publish())
    await until(lambda: noor.events)
    assert (sem.events, len(noor.events)) == ([], 1)


@live_test
async def test_what_waited_for_a_cut_page_is_not_sent_any_more(open_page):
    slow = await open_page(b"sem", is_slow=True)
    for _ in range(5):
        await act(publish())
    await act(lambda: live.authority_changed(board_id=BOARD, person_ids=[SEM], at=AT))
    await act(publish(NOOR))
    slow._go_on.set()
    await until(slow.ended.is_set)
    assert slow.ended.is_set()
    assert len(slow.events) <= 1


@live_test
async def test_a_change_whose_notice_was_lost_cuts_within_the_recheck(open_page):
    sem, noor = await open_page(b"sem"), await open_page(b"noor")
    await act(lambda: AuthorityEpoch.objects.create(board_id=BOARD, person_id=SEM, epoch=1, at=AT))
    await until(sem.ended.is_set, 5)
    assert sem.ended.is_set()
    assert not noor.ended.is_set()


@live_test
async def test_a_page_that_comes_back_is_let_in_at_its_new_epoch_and_stays(open_page):
    await act(lambda: live.authority_changed(board_id=BOARD, person_ids=[SEM], at=AT))
    page = await open_page(b"sem")
    await asyncio.sleep(1)
    assert not page.ended.is_set()


@live_test
async def test_revoking_a_right_cuts_the_pages_of_its_person(open_page):
    page = await open_page(b"sem")
    await act(lambda: capabilities.revoke_for(board_id=BOARD, person_id=SEM, by=MARIT, why="left", at=AT))
    await until(page.ended.is_set, 5)
    assert page.ended.is_set()


@live_test
async def test_pages_are_cut_when_the_line_to_the_database_breaks_and_are_let_in_again(open_page):
    page = await open_page(b"sem")

    def break_line():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                           "AND query = 'LISTEN kring_live'")

    await act(break_line)
    await until(page.ended.is_set, 5)
    assert page.ended.is_set()
    again = await open_page(b"sem")
    await act(publish())
    await until(lambda: again.events)
    assert len(again.events) == 1


@live_test
async def test_pages_are_cut_when_nobody_can_say_whether_they_may_stay(open_page):
    page = await open_page(b"sem")
    checked, live._epochs = live._epochs, lambda watched: 1 / 0
    try:
        await until(page.ended.is_set, 5)
    finally:
        live._epochs = checked
    assert page.ended.is_set()


@live_test
async def test_a_page_that_lags_too_far_behind_is_cut_and_others_are_not(open_page):
    slow, quick = await open_page(b"sem", is_slow=True), await open_page(b"noor")
    for _ in range(live.QUEUE_EVENTS + 3):
        await act(publish())
    await until(lambda: len(quick.events) == live.QUEUE_EVENTS + 3)
    slow._go_on.set()
    await until(slow.ended.is_set)
    assert slow.ended.is_set()
    assert (len(quick.events), quick.ended.is_set()) == (live.QUEUE_EVENTS + 3, False)


@live_test
async def test_a_page_that_went_away_is_forgotten(open_page):
    page = await open_page(b"sem")
    assert open_page.hub.open_streams == 1
    await page.close()
    assert (open_page.hub.open_streams, open_page.hub._by_topic, open_page.hub._by_person) == (0, {}, {})


@live_test
async def test_a_page_that_was_open_long_enough_comes_back_and_is_asked_again(open_page):
    page, young = await open_page(b"sem"), await open_page(b"noor")
    next(iter(open_page.hub._by_person[BOARD.hex, SEM.hex])).until = 0
    await until(page.ended.is_set, 5)
    assert page.ended.is_set()
    assert not young.ended.is_set()


@live_test
async def test_strangers_other_sites_and_other_methods_get_the_same_nothing(open_page):
    turned_away = [await open_page(b"nobody"), await open_page(b"sem", site=b"cross-site"),
                   await open_page(b"sem", site=b"same-site"), await open_page(b"sem", method="POST")]
    let_in = await open_page(b"sem")
    for page in turned_away:
        await until(page.ended.is_set)
        assert (page.started["status"], page.chunks) == (404, [])
    assert let_in.started["status"] == 200
    assert dict(let_in.started["headers"])[b"cache-control"] == b"no-store"


def test_a_change_of_a_thousand_people_is_few_statements_and_short_notices(board, django_assert_max_num_queries):
    from kring.ground.ids import uuid7

    people = [uuid7() for _ in range(1000)]
    with django_assert_max_num_queries(11):
        live.authority_changed(board_id=BOARD, person_ids=people, at=AT)
    assert AuthorityEpoch.objects.filter(board_id=BOARD).count() == 1000
    assert len('"' + people[0].hex + '",') * 100 < 8000


def test_over_a_real_server_a_page_hears_and_is_cut(real_board, real_db, postgres):
    """granian serves the application; the page is a plain socket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "DATABASE_URL": postgres.url(real_db[0], "kring_app"),
                   "KEYS_DATABASE_URL": postgres.url(real_db[1], "kring_app"), "DJANGO_SETTINGS_MODULE": "tests.settings",
                   "PYTHONPATH": os.pathsep.join(sys.path)}
    server = subprocess.Popen([sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--port", str(port),
                               "--log-level", "error", "kring.ground.tests.live_app:application"],
                              env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with _connected(port) as page:
            page.settimeout(10)
            page.sendall(f"GET /live/?{GROUP} HTTP/1.1\r\nHost: localhost\r\nX-Person: sem\r\n\r\n".encode())
            heard = _read_until(page, b"retry:")
            assert b"200" in heard.split(b"\r\n")[0]
            with board_transaction(BOARD):
                publish()()
            assert f"data: {SEM}".encode() in _read_until(page, b"data:")
            with board_transaction(BOARD):
                live.authority_changed(board_id=BOARD, person_ids=[SEM], at=AT)
            began = time.monotonic()
            _read_until(page, b"0\r\n\r\n")
            assert time.monotonic() - began < live.RECHECK_SECONDS
    finally:
        server.terminate()
        server.wait(timeout=20)


def _connected(port: int) -> socket.socket:
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=5)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


def _read_until(page: socket.socket, wanted: bytes) -> bytes:
    heard = b""
    while wanted not in heard:
        piece = page.recv(4096)
        assert piece, heard
        heard += piece
    return heard
