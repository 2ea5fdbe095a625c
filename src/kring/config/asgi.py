"""Pages and live streams, as one ASGI application."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.config.settings")
application = get_asgi_application()
