"""The shape of what is typed on the pages of accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _

NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
ONE_TIME = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}


class SignInForm(forms.Form):
    login = forms.CharField(label=_("Your name or e-mail address"), max_length=254, widget=forms.TextInput(NAME))
    password = forms.CharField(
        label=_("Password"), max_length=1000, strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """A code from an app, a mail or a sheet of paper."""

    code = forms.CharField(label=_("Code"), max_length=40, widget=forms.TextInput(ONE_TIME))


class LetterCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=40, widget=forms.TextInput({**ONE_TIME, "autocomplete": "off"}),
        help_text=_("Twelve signs in three groups. Capitals or not makes no difference."),
    )


class CredentialForm(forms.Form):
    """What a browser answers about a passkey."""

    credential = forms.JSONField(widget=forms.HiddenInput, max_length=20_000)


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"), max_length=1000, strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Twelve characters or more. Four words that do not belong together are easy to remember."),
    )
    again = forms.CharField(
        label=_("Once more"), max_length=1000, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("These two are not the same."))
        return cleaned


class AccountForm(PasswordForm):
    """How somebody with a letter will sign in: with a passkey, or with a password."""

    field_order = ("username", "credential", "password", "again")
    username = forms.CharField(
        label=_("Your sign-in name"), max_length=60, widget=forms.TextInput(NAME),
        help_text=_("Small letters, figures, dot or dash. You need it to sign in with a password."),
    )
    credential = forms.JSONField(widget=forms.HiddenInput, max_length=20_000, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get("credential"):
            self.fields["password"].required = self.fields["again"].required = False


class CapForm(forms.Form):
    """One place to act in, as the page that offered it wrote it."""

    board = forms.UUIDField()
    person = forms.UUIDField()
    capacity = forms.SlugField()
    school = forms.UUIDField(required=False)

    def wanted(self):
        data = self.cleaned_data
        return (data["board"], data["person"], data["capacity"], data["school"])


class PeopleForm(forms.Form):
    """The people for whom letters are made."""

    people = forms.TypedMultipleChoiceField(coerce=str)

    def __init__(self, data, *, offered):
        super().__init__(data)
        self.fields["people"].choices = [(str(one), "") for one in offered]


class NumberForm(forms.Form):
    """The number on the screen of somebody who stands at the desk."""

    number = forms.RegexField(r"^\s*\d\s*\d\s*\d\s*\d\s*$", label=_("Number on their screen"), max_length=10,
                              widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}))


