import pytest

from kring.domains.media.tests.cast import AT, LEFT, SOON, Album

pytestmark = pytest.mark.django_db


def test_smoke():
    album = Album()
    for p in ("noor", "sem", "ali"):
        album.say(p)
    asset = album.take()
    pub = album.place(asset)[0]
    print(album.seen_by(pub))
    assert album.seen_by(pub) == {"elif", "bas", "fatima", "omar", "sanne", "wim"}
