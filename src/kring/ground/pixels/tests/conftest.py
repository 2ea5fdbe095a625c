"""Each picture of the collection is opened once for all tests here: opening one takes a second of a processor."""

import pytest

from kring.ground import pixels


@pytest.fixture(scope="session")
def ingested(shared_data):
    known = {}

    def one(name):
        if name not in known:
            known[name] = pixels.ingest((shared_data / name).read_bytes())
        return known[name]

    return one
