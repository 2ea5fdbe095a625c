"""Settings of the demo: the product's, plus a door for anybody, on a database that was born as a demo and on no other.

The door is a page of its own that exists under these settings alone; before each use it looks at how the database was born.
"""

from kring.config import settings as product
from kring.config.settings import *  # noqa: F403
from kring.ground import logs
from world.signin import CAST

KRING_BIRTH = "demo"
KRING_CLOCK_MAY_SHIFT = True
INSTALLED_APPS = [*product.INSTALLED_APPS, "kring.pages.demo_signin"]
LOGIN_URL = "/demo/"
KRING_CAST = CAST
LOGGING = logs.configuration(level="WARNING")
