"""The shape of what is sent: files, answers to doubts, and what was seen when somebody applies."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kring.domains.roster.actions.reading import Upload
from kring.domains.roster.queries.words import say_problem
from kring.ground.formats import edexml, guardians_csv
from kring.ground.formats.problems import Unreadable

# So many problems of one file are named; with more than that the file is made anew anyway.
NAMED = 12


class UploadForm(forms.Form):
    roster = forms.FileField(
        label=_("Pupils and groups"),
        required=False,
        allow_empty_file=True,
        help_text=_("The EDEXML export of your administration: a file that ends in .xml."),
        widget=forms.FileInput(attrs={"accept": ".xml,text/xml,application/xml"}),
    )
    guardians = forms.FileField(
        label=_("Guardians"),
        required=False,
        allow_empty_file=True,
        help_text=_("A table (CSV) with one row for each guardian of each pupil. EDEXML has no guardians."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_roster(self) -> Upload | None:
        return self._read("roster", edexml.read)

    def clean_guardians(self) -> Upload | None:
        return self._read("guardians", guardians_csv.read)

    def clean(self) -> dict:
        sent = super().clean()
        if not self.errors and not sent.get("roster") and not sent.get("guardians"):
            raise forms.ValidationError(_("Choose at least one file."))
        return sent

    def _read(self, name: str, read) -> Upload | None:
        """Read once here, so that what is wrong stands at the field of the file that it is in."""
        sent = self.cleaned_data.get(name)
        if sent is None:
            return None
        upload = Upload(sent.name, sent.read())
        try:
            read(upload.data)
        except Unreadable as wrong:
            raise forms.ValidationError([say_problem(problem) for problem in wrong.problems[:NAMED]]) from None
        return upload


class AnswersForm(forms.Form):
    """Answers by the name of the doubt, and one answer for all doubts of a kind."""

    def clean(self) -> dict:
        kind, _colon, choice = str(self.data.get("everywhere", "")).partition(":")
        given = {name: value for name, value in self.data.items() if name.startswith("d-")}
        return {"choices": given, "everywhere": (kind, choice) if choice else None}


class ApplyForm(forms.Form):
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
