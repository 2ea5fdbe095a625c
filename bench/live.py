"""One message to many open pages: CPU per delivery beside a bare asyncio broadcaster, and what the database hears of it.

Both run in this process and hand their bytes to a send that only counts, so that no socket hides the difference.
"""

import asyncio
import time
from datetime import timedelta
from uuid import UUID, uuid4

from bench import school
from bench.rows import Row, Spent, told

PAGES = (300, 3000)
MESSAGES = 20
TOPIC = "bench"
MOST_STATEMENTS = 4
SCOPE = {"type": "http", "method": "GET", "path": "/live/", "headers": [(b"sec-fetch-site", b"same-origin")]}


class Heard:
    """Counts deliveries and says when all have come."""

    def __init__(self) -> None:
        self.count, self.wanted, self.all = 0, 0, asyncio.Event()

    def expect(self, more: int) -> None:
        self.count, self.wanted = 0, more
        self.all.clear()

    async def send(self, message: dict) -> None:
        body = message.get("body", b"")
        if body.startswith(b"event:"):
            self.count += 1
            if self.count >= self.wanted:
                self.all.set()


def measure() -> list[Row]:
    """This function will measure both at each number of open pages."""
    ground, rows = school.ground(), []
    for pages in PAGES:
        ours, bare = asyncio.run(_ours(ground.board_id, pages)), asyncio.run(_bare(pages))
        ratio = ours.cpu / bare.cpu
        rows.append(Row(f"one message to {pages:,} open pages", "≤ 3 × a bare asyncio broadcaster (CPU per delivery)",
            told(ours.cpu),
                        told(bare.cpu), f"{ratio:.2f} ×", ratio <= 3, f"{told(ours.wall * pages)} until the last page heard it"))
    few, many = _statements(ground, "g4"), _statements(ground, None)
    rows.append(Row("statements to tell of one message", f"≤ {MOST_STATEMENTS}, none per receiver", f"{few} (group), {many} (school)",
                    str(MOST_STATEMENTS), f"{many / MOST_STATEMENTS:.2f} ×", max(few, many) <= MOST_STATEMENTS and few == many,
                    "one of them is the NOTIFY; Synapse is not measured here"))
    return rows


async def _ours(board_id: UUID, pages: int) -> Spent:
    from kring.ground import live

    heard, app = Heard(), live.application(lambda scope: live.Subscription(board_id, uuid4(), frozenset([TOPIC]), 0))
    never = asyncio.Event()

    async def receive() -> dict:
        await never.wait()
        return {"type": "http.disconnect"}

    tasks = [asyncio.create_task(app(SCOPE, receive, heard.send)) for _ in range(pages)]
    while app.hub.open_streams < pages:
        await asyncio.sleep(.05)
    await asyncio.to_thread(_notify, board_id)
    await asyncio.sleep(.2)
    found = await _timed(heard, pages, lambda: asyncio.to_thread(_notify, board_id))
    await app.hub.stop()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return found


async def _bare(pages: int) -> Spent:
    heard, queues = Heard(), [asyncio.Queue() for _ in range(pages)]

    async def stream(queue: asyncio.Queue) -> None:
        while True:
            await heard.send({"type": "http.response.body", "body": await queue.get(), "more_body": True})

    async def broadcast() -> None:
        for queue in queues:
            queue.put_nowait(b"event: post\ndata: 01a20e2f-ba93-7b15-9b55-ba2f7f886863\n\n")

    tasks = [asyncio.create_task(stream(queue)) for queue in queues]
    await asyncio.sleep(.1)
    found = await _timed(heard, pages, broadcast)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return found


async def _timed(heard: Heard, pages: int, tell) -> Spent:
    """CPU and wall per delivery, over a number of messages."""
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(MESSAGES):
        heard.expect(pages)
        await tell()
        await heard.all.wait()
    deliveries = MESSAGES * pages
    return Spent((time.perf_counter() - wall) / deliveries, (time.process_time() - cpu) / deliveries)


def _notify(board_id: UUID) -> None:
    from kring.ground import live
    from kring.ground.tenancy import board_transaction

    with board_transaction(board_id):
        live.publish(board_id=board_id, topic=TOPIC, kind="post", id=uuid4())


def _statements(ground: school.Ground, group: str | None) -> int:
    """Count what telling the audience of one message asks of the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from kring.domains.posts.actions import telling
    from kring.domains.posts.models import Post
    from kring.ground.tenancy import board_transaction

    place = ground.playing.school.groups[group] if group else None
    with board_transaction(ground.board_id):
        post = Post.objects.filter(board_id=ground.board_id, group_id=place).order_by("-id").first()
        with CaptureQueriesContext(connection) as seen:
            telling.tell(board_id=ground.board_id, post_id=post.id, at=ground.now + timedelta(seconds=1))
    return len([query for query in seen.captured_queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])
