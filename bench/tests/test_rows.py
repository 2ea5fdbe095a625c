"""The bench itself: durations read well, work is counted once, and each figure of the table has a module."""

import re

import pytest

from bench import __main__ as command
from bench.rows import Row, compared, not_yet, spent, told


@pytest.mark.parametrize(("seconds", "text"), [(2.5, "2.5 s"), (.0042, "4.2 ms"), (3.1e-6, "3.1 µs"), (0, "0 µs")])
def test_a_duration_is_written_in_the_unit_that_fits(seconds, text):
    assert told(seconds) == text


def test_work_is_run_once_more_than_asked_and_divided_by_its_units():
    ran = []
    measured = spent(lambda: ran.append(1), units=10, rounds=4)
    assert len(ran) == 5
    assert measured.wall >= 0


def test_two_pieces_of_work_take_turns():
    turns = []
    compared(lambda: turns.append("a"), lambda: turns.append("b"), rounds=2)
    assert "".join(turns) == "aabbaabb"


def test_what_cannot_be_measured_says_so_and_holds_nothing():
    row = not_yet(what="x", target="y", why="z")
    assert (row.ours, row.verdict, row.note) == ("not yet", "–", "z")


def test_the_page_tells_commit_and_machine_and_neither_name_nor_folder():
    page = command._page([Row("a | b", "≤ 1", "1", "2", "0.5 ×", True)])
    assert "| a / b | ≤ 1 | 1 | 2 | 0.5 × | holds |  |" in page
    assert re.search(r"commit [0-9a-f]{12}", page)
    assert str(command.REPOSITORY) not in page
    import platform
    assert platform.node() not in page.split("|", 1)[0]


@pytest.mark.parametrize("name", command.MODULES)
def test_each_figure_has_a_module_that_measures(name):
    from importlib import import_module
    assert callable(import_module(f"bench.{name}").measure)


def test_decisions_are_the_same_three_ways():
    from bench import decisions
    rows = decisions.measure()
    assert [row.holds for row in rows[1:]] == [True, True]
    assert len(rows) == 3
