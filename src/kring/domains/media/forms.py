"""The shape of a face that somebody points at: tapped in the picture, or placed by the keyboard."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kring.ground.pixels import Box

# A face as a part of the longer side of the picture, and how much higher than wide it is.
SIZES = {"small": 0.06, "middle": 0.12, "large": 0.25}
HIGHER = 1.3
STEPS = [(str(part), f"{part}%") for part in range(5, 100, 10)]


class DrawnForm(forms.Form):
    size = forms.ChoiceField(label=_("How large is the face?"), choices=[
        ("small", _("Small")), ("middle", _("Middle")), ("large", _("Large"))], widget=forms.RadioSelect, initial="middle")
    left = forms.ChoiceField(label=_("How far from the left?"), choices=[("", "–"), *STEPS], required=False)
    top = forms.ChoiceField(label=_("How far from the top?"), choices=[("", "–"), *STEPS], required=False)
    width = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=4096)
    height = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=4096)
    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self):
        found = super().clean()
        if self.errors:
            return found
        middle = self._tapped() or self._chosen(found)
        if middle is None:
            raise forms.ValidationError(_("Tap the face in the photo, or choose both distances."))
        self.box = _around(*middle, SIZES[found["size"]], found["width"], found["height"])
        return found

    def _tapped(self) -> tuple[float, float] | None:
        """The spot that was tapped, in parts. The keyboard sends 0,0 along with the button: that is no spot."""
        try:
            x, y = int(self.data.get("at.x", "")), int(self.data.get("at.y", ""))
        except ValueError:
            return None
        shown = self.cleaned_data["width"], self.cleaned_data["height"]
        return (min(1, x / shown[0]), min(1, y / shown[1])) if (x, y) > (0, 0) and min(x, y) >= 0 else None

    def _chosen(self, found) -> tuple[float, float] | None:
        if not (found.get("left") and found.get("top")):
            return None
        return int(found["left"]) / 100, int(found["top"]) / 100


def _around(x: float, y: float, part: float, width: int, height: int) -> Box:
    """The box around a spot that lies inside the picture."""
    longer = max(width, height)
    wide, high = min(1, part * longer / width), min(1, part * longer * HIGHER / height)
    left, top = max(0, x - wide / 2), max(0, y - high / 2)
    right, bottom = min(1, x + wide / 2), min(1, y + high / 2)
    return Box(left, top, right - left, bottom - top)
