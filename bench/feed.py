"""The page of messages at ten thousand and at a million: beside a bare Django page, beside its own SQL, and how both grow."""

import json
from dataclasses import dataclass

from bench import reader, school
from bench.rows import Row, Spent, compared, told

SMALL, LARGE = 10_000, 1_000_000
ROUNDS, UNITS = 9, 25
# Twenty are shown; one more says whether there is more.
SORTED_PER_GROUP = 21


@dataclass(frozen=True)
class Measured:
    page: Spent
    bare: Spent
    sql: Spent
    first: Spent  # the page when no card of it is kept yet


def measure(*, small: int = SMALL, large: int = LARGE) -> list[Row]:
    """This function will measure the page at two sizes of the same table and print what it holds against."""
    ground = school.ground()
    school.others(posts=small)
    few = _measured(ground)
    school.others(posts=large - small)
    many, plan = _measured(ground), _plan(ground)
    page, deep = many.page.wall / many.bare.wall, many.page.wall / many.sql.wall
    grown, sql_grown = many.page.wall / few.page.wall, many.sql.wall / few.sql.wall
    return [
        Row(f"feed page at {large:,} messages", "p50 ≤ 1.5 × a signed-in bare Django page", told(many.page.wall),
            told(many.bare.wall),
            f"{page:.2f} ×", page <= 1.5, f"CPU {told(many.page.cpu)} beside {told(many.bare.cpu)}; the bare page decides and opens nothing; {told(many.first.wall)} "
            f"(CPU {told(many.first.cpu)}) for the first reader in a process, when no card is kept yet"),
        Row("the same page", "stretch: ≤ 2.5 × its bare SQL", told(many.page.wall), told(many.sql.wall), f"{deep:.2f} ×",
            deep <= 2.5),
        Row(f"feed from {small:,} to {large:,} messages", "≤ 1.2 × the growth of its SQL", f"{grown:.2f} ×", f"{sql_grown:.2f} ×",
            f"{grown / sql_grown:.2f} ×", grown / sql_grown <= 1.2),
        plan,
    ]


def _measured(ground: school.Ground) -> Measured:
    from django.test import Client, override_settings

    from kring.domains.posts.views.parts import card_of

    client = reader.browser(ground=ground)

    def page() -> None:
        for _ in range(UNITS):
            reader.fetched(client, "/messages/")

    def first() -> None:
        for _ in range(UNITS):
            card_of.forget()
            reader.fetched(client, "/messages/")

    middleware = ["django.contrib.sessions.middleware.SessionMiddleware"]
    plain = Client(SERVER_NAME="localhost")

    def bare() -> None:
        with override_settings(ROOT_URLCONF="bench.bare_page", MIDDLEWARE=middleware):
            handler = plain.handler.load_middleware() or plain
            for _ in range(UNITS):
                reader.fetched(handler, "/bare/")

    plain.cookies.update(client.cookies)
    return Measured(*compared(page, bare, lambda: _sql(ground), first, units=UNITS, rounds=ROUNDS))


def _parameters(ground: school.Ground) -> dict:
    from kring.domains.posts.queries import feed
    from kring.ground import clock

    actor = ground.reader()
    return {"board": actor.board_id, "person": actor.person_id, "role": actor.capacity, "school": None,
        "on": clock.today(ground.now),
            "at": clock.now(), "before": feed.NEWEST, "limit": feed.PAGE + 1, "group": None}


def _sql(ground: school.Ground) -> None:
    from django.db import connection

    from kring.domains.posts.queries import feed
    from kring.ground.tenancy import board_transaction

    statement, values = feed.statement(is_guardian=True), _parameters(ground)
    for _ in range(UNITS):
        with board_transaction(ground.board_id), connection.cursor() as cursor:
            cursor.execute(statement, values)
            cursor.fetchall()


def _plan(ground: school.Ground) -> Row:
    """No table is read from end to end, and no sort takes more rows than the page's share of each group."""
    from django.db import connection

    from kring.domains.posts.queries import feed
    from kring.ground.tenancy import board_transaction

    with board_transaction(ground.board_id), connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + feed.statement(is_guardian=True), _parameters(ground))
        found = cursor.fetchone()[0]
    nodes = list(_nodes((found if isinstance(found, list) else json.loads(found))[0]["Plan"]))
    scans = [n["Relation Name"] for n in nodes if n["Node Type"] == "Seq Scan" and n["Relation Name"] in ("posts_post",
        "media_publication")]
    most = max((n["Actual Rows"] for n in nodes if n["Node Type"] == "Sort"), default=0)
    limit = SORTED_PER_GROUP * _places(ground)
    return Row("plan of the feed", f"no sequential scan, no sort above {SORTED_PER_GROUP} × groups", f"{len(scans)} scans, {most:.0f} rows",
               f"0 scans, {limit} rows", "", not scans and most <= limit, f"EXPLAIN ANALYZE; {_places(ground)} places to look in")


def _places(ground: school.Ground) -> int:
    """The groups of the reader's children, and the school."""
    cast = ground.playing.cast
    children = cast.children_of(cast.guardian("Farida Amrani"))
    return len({key for child in children for key in (child.group, *child.composites)}) + 1


def _nodes(plan: dict):
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)
