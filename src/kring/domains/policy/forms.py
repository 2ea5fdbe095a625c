"""The shape of the act of adoption."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AdoptionForm(forms.Form):
    council_minute = forms.CharField(
        label=_("In which minute does the council's consent stand?"), max_length=120,
        help_text=_("For example: minutes of the council, number 2026-3."),
    )
    council_on = forms.DateField(
        label=_("On which day did the council consent?"), widget=forms.DateInput(attrs={"type": "date"})
    )
