"""Pages and live streams, as one ASGI application. Streams hold no database connection; their door is opened once."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
pages = get_asgi_application()

from kring.config.door import door  # noqa: E402 - the apps must be ready first
from kring.ground import live  # noqa: E402

streams = live.application(door)
LIVE = "/live/"


async def application(scope, receive, send):
    """Send a request for the stream to the streams, everything else to the pages."""
    if scope["type"] == "lifespan" or (scope["type"] == "http" and scope["path"] == LIVE):
        await streams(scope, receive, send)
    else:
        await pages(scope, receive, send)
