"""Pictures as pixels: what comes in is opened in a sandbox, stripped, scaled, and its faces are found; what goes out is a bare JPEG.

Here belong recognising a picture by its content, decoding, stripping, scaling, finding faces (never whose), covering and
cropping. What a picture is for, who stands in it and who may see it do not: this package knows no domain and no Django.

    ingest(data) -> Ingested                          a picture from outside: master, renditions, faces
    render(master, cover=[Box…], crop=Box | None)     a new picture from our own master, faces covered for good
    cuts.best(away=, others=, size=, least=)          where to cut so that faces are no longer in it
    kind_of(data) -> str                              what the bytes are, without opening them; raises Unreadable

The calling process opens nothing itself. It starts one zygote (`workshop`), which loads the decoders and the model once and
forks a locked-down process (`sandbox`) for each picture; what that hands back is checked byte by byte (`bare`) before anyone
believes it. Only `zygote` and what it imports (`decode`, `scale`, `faces`, `cover`) touch Pillow and OpenCV.
"""

from kring.ground.pixels import cuts
from kring.ground.pixels.kinds import kind_of
from kring.ground.pixels.shapes import Box, Found, Ingested, Picture, Renditions, Unreadable
from kring.ground.pixels.workshop import ingest, render

__all__ = ["Box", "Found", "Ingested", "Picture", "Renditions", "Unreadable", "cuts", "ingest", "kind_of", "render"]
