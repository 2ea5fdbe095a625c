"""The streams of the tests, for a real server to serve."""

import django

django.setup()

from kring.ground import live  # noqa: E402
from kring.ground.tests.test_live import door  # noqa: E402

application = live.application(door)
