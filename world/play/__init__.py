"""Six weeks of the fictional school, played through the product's own actions, as its people would.

`play` is what `kring demo` calls. Only this package of `world` knows Django and the product. Here does not belong: what
happened (stories), who is who (cast) or how files look (rosters).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from kring.ground import clock, retention
from world import cast as people
from world import stories, when
from world.play.families import answer_questions, leave_letters, open_accounts
from world.play.messages import Playing
from world.play.school import found, leave_waiting

Progress = Callable[[str], None]


def play(*, progress: Progress, at: datetime | None = None, last: int = when.STORY_WEEKS) -> Playing:
    """This function will play everything that happened up to a moment (now, unless one is given), and return what it knows
    of it: the school with its ids, and which picture became which asset. With `last`, only that many weeks of messages."""
    now = at or clock.now()
    begin = stories.starts(at=now)
    cast = people.load(year=when.school_year(on=begin.date()))
    progress("the board, the school and what its administration exported")
    school = found(cast=cast, at=begin)
    playing = Playing(school=school, cast=cast, now=now, progress=progress, last=last)
    opening = playing.write()
    progress("agreements, questions, and what the guardians answer")
    answer_questions(school=school, cast=cast, at=begin)
    open_accounts(school=school, cast=cast, at=begin)
    leave_letters(school=school, cast=cast, at=max(begin, now - timedelta(days=3)))
    playing.place(opening)
    progress("a new export of the administration waits for somebody to look")
    leave_waiting(school=school, cast=cast, at=now - timedelta(hours=5))
    progress("what is over its term is erased, as it is each hour")
    retention.run(now)
    return playing
