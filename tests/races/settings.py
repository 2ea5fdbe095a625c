"""Settings of a web process under test: the tests' own, with a wait at the point where a placing was decided but not written.

Without the wait the window between deciding and writing is too short to be hit often enough.
"""

import random
import time

from kring.ground import buggify
from tests.settings import *  # noqa: F403


def _wait(name: str) -> None:
    if name == "posts.decided":
        time.sleep(random.uniform(0, 0.02))


buggify.load(_wait)
