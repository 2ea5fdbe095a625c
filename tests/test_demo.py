"""When the demo's data is made anew: after a change of anything that it is made of, and after nothing else."""

import shutil
from pathlib import Path

import pytest

import kring
import world
from kring.config.verbs.demo import version_of

PACKAGE, WORLD = Path(kring.__file__).parent, Path(world.__file__).parent


@pytest.fixture
def copied(tmp_path):
    return shutil.copytree(WORLD, tmp_path / "world", ignore=shutil.ignore_patterns("__pycache__"))


def version(folder):
    return version_of(package=PACKAGE, world=folder)


def test_a_copy_of_the_world_gives_the_same_demo(copied):
    assert version(copied) == version(WORLD)


@pytest.mark.parametrize("name", ["cast.py", "play/messages.py", "stories.txt", "families.txt", "drawings/pictures/gym.jpg",
                                  "drawings/pictures/gym.json"])
def test_a_change_of_what_the_demo_is_made_of_makes_it_anew(copied, name):
    before = version(copied)
    with (copied / name).open("ab") as file:
        file.write(b"\n")
    assert version(copied) != before


@pytest.mark.parametrize("name", ["tests/test_stories.py", "tests/deeper/notes.txt", "play/__pycache__/school.pyc"])
def test_a_change_of_a_test_or_of_what_python_compiled_does_not(copied, name):
    before = version(copied)
    (copied / name).parent.mkdir(parents=True, exist_ok=True)
    with (copied / name).open("ab") as file:
        file.write(b"\n")
    assert version(copied) == before


def test_a_text_that_moves_to_another_file_is_another_demo(copied):
    before = version(copied)
    (copied / "families.txt").rename(copied / "renamed.txt")
    assert version(copied) != before


def test_a_change_of_the_tables_makes_it_anew(tmp_path):
    package = tmp_path / "kring"
    (package / "domains/posts/migrations").mkdir(parents=True)
    migration = package / "domains/posts/migrations/0001_initial.py"
    migration.write_text("first")
    before = version_of(package=package, world=WORLD)
    migration.write_text("second")
    assert version_of(package=package, world=WORLD) != before
