"""Settings of the tests: the product's, on databases that conftest.py makes, with a clock that may be shifted."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("KRING_DATA", str(Path(tempfile.gettempdir()) / f"kring-test-{os.environ.get('USER', 'root')}"))

from kring.config.settings import *  # noqa: E402, F403

KRING_CLOCK_MAY_SHIFT = True
KRING_BIRTH = "test"
ALLOWED_HOSTS = ["localhost", "testserver"]
KRING_ADDRESS = "http://localhost:8000"
