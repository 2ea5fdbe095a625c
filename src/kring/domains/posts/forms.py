"""The shape of a message being written."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from kring.ground import clock
from kring.norms import parameter


class MaxLength(MaxLengthValidator):
    message = _("This is too long: at most %(limit_value)s characters, and here are %(show_value)s.")


class WordsForm(forms.Form):
    """One field: the first sentence becomes the title when the message is placed."""

    body = forms.CharField(label=_("What did you do?"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *values, **named):
        super().__init__(*values, **named)
        most = int(parameter("text.post.characters", at=clock.today(clock.now())))
        self.fields["body"].max_length = most
        self.fields["body"].validators.append(MaxLength(most))
