"""The shape of a message being written."""

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_TITLE, MAX_BODY = 120, 4000


class WordsForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=MAX_TITLE, required=False)
    body = forms.CharField(label=_("What did you do?"), max_length=MAX_BODY, required=False,
                           widget=forms.Textarea(attrs={"rows": 4}))
