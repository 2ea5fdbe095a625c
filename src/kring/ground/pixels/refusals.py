"""Why a picture is not taken, in words. The sandbox answers with a code only; the words are given here."""

from collections.abc import Mapping

from kring.ground.pixels import shapes
from kring.norms import gettext_noop as _

TEXTS = {
    "empty": _("This file is empty. Choose the photo again."),
    "too-heavy": _("This photo is larger than {megabytes} MB. Choose a smaller version of it."),
    "too-many-pixels": _("This photo has more than {megapixels} million dots. Choose a smaller version of it."),
    "too-long": _("This photo is longer than {pixels} dots on one side. Cut it smaller first."),
    "film": _("This is a film, not a photo. A film cannot be placed here."),
    "drawing": _("This is a drawing in a form that can hold a program (SVG). Save it as PNG or JPEG and choose that."),
    "web-page": _("This is a web page with the name of a photo. Choose the photo itself."),
    "archive": _("This is a folder packed as one file (ZIP). Unpack it and choose the photos themselves."),
    "document": _("This is a document, not a photo. Make a picture of the page and choose that."),
    "unknown": _("This file is not a photo that Kring can read. Choose a JPEG, PNG, WebP or HEIC photo."),
    "broken": _("This photo is damaged and cannot be opened. Choose it again, or take a new one."),
    "too-slow": _("It took too long to open this photo. Choose a smaller version of it."),
    "too-large-inside": _("This photo needs more memory than it may use. Choose a smaller version of it."),
    "crashed": _("This photo could not be opened safely. Make a screenshot of it and choose that."),
    "nothing-left": _("Cut like this, hardly anything is left of the photo. Make the part larger."),
}
_PARAMS: dict[str, Mapping[str, str | int]] = {
    "too-heavy": {"megabytes": shapes.MAX_BYTES // 1_000_000},
    "too-many-pixels": {"megapixels": shapes.MAX_PIXELS // 1_000_000},
    "too-long": {"pixels": shapes.MAX_SIDE},
}


def unreadable(code: str) -> shapes.Unreadable:
    """This function will return the refusal for a code, in words; a code that is not ours counts as a crash."""
    code = code if code in TEXTS else "crashed"
    return shapes.Unreadable(code, TEXTS[code], _PARAMS.get(code))
