"""The shape of answers, paper forms and question texts. One field is one question; nothing is chosen beforehand."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kring.domains.consent.queries.answers import AnswerRow
from kring.domains.consent.queries.questions import QuestionRow, Text
from kring.domains.consent.terms import Aftercare, Said
from kring.web.hx import KEY_FIELD

ANSWER = "answer-"
AROUND = {"csrfmiddlewaretoken", KEY_FIELD, "confirm"}
SIDES = [(Said.YES.value, _("Yes")), (Said.NO.value, _("No"))]


class AnswersForm(forms.Form):
    """An answer of its own for each question; a field that answers several, or twice, is refused."""

    own_fields: frozenset[str] = frozenset()

    def __init__(self, data=None, *, rows: Iterable[AnswerRow | QuestionRow], ids: Iterable[UUID]):
        super().__init__(data)
        self.rows = list(rows)
        for question_id in ids:
            self.fields[f"{ANSWER}{question_id}"] = forms.ChoiceField(
                choices=SIDES, widget=forms.RadioSelect, required=False)

    def clean(self):
        known, sent = AROUND | self.own_fields | self.fields.keys(), set(self.data)
        if [name for name in sent - known if name.startswith(ANSWER)]:
            raise forms.ValidationError(_("The school asks something differently now. Read the questions again."))
        if sent - known or any(len(self.data.getlist(name)) > 1 for name in sent):
            raise forms.ValidationError(_("Each question takes an answer of its own."))
        cleaned = super().clean()
        if not self.errors and not self.answers:
            raise forms.ValidationError(_("Choose yes or no at one question at least."))
        return cleaned

    @property
    def answers(self) -> dict[UUID, Said]:
        """The questions that were answered; what was left open is no answer."""
        found = ((name.removeprefix(ANSWER), said) for name, said in self.cleaned_data.items() if name.startswith(ANSWER))
        return {UUID(question_id): Said(said) for question_id, said in found if said}

    @property
    def withdraws(self) -> bool:
        """Whether a yes of one's own ends by this form."""
        mine = {row.question_id: row.mine for row in self.rows}
        return any(mine[question_id] is Said.YES and said is Said.NO for question_id, said in self.answers.items())


class PaperForm(AnswersForm):
    """What stands on a signed paper form: whose it is, when it was signed, where it is kept, the answers."""

    own_fields = frozenset({"guardian", "signed_on", "paper"})

    guardian = forms.ChoiceField(label=_("Who signed?"), widget=forms.RadioSelect)
    signed_on = forms.DateField(label=_("Signed on"), widget=forms.DateInput(attrs={"type": "date"}))
    paper = forms.CharField(label=_("Where is the form kept?"), max_length=120,
                            help_text=_("For example: folder consent 2026, number 12."))

    def __init__(self, data=None, *, guardians: list[tuple[UUID, str]], **more):
        super().__init__(data, **more)
        self.fields["guardian"].choices = [(str(person_id), name) for person_id, name in guardians]


class AftercareForm(forms.Form):
    aftercare = forms.ChoiceField(choices=[(one.value, one.name) for one in Aftercare])


class TextForm(forms.Form):
    """A question in both languages, from when it holds, and whether it still means the same."""

    text_nl = forms.CharField(label=_("The question, in Dutch"), max_length=200)
    explain_nl = forms.CharField(label=_("Explanation, in Dutch"), max_length=300, required=False)
    text_en = forms.CharField(label=_("The question, in English"), max_length=200)
    explain_en = forms.CharField(label=_("Explanation, in English"), max_length=300, required=False)
    from_on = forms.DateField(label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"}))
    same_meaning = forms.BooleanField(
        label=_("It means exactly the same as before. The answers stay."), required=False,
        help_text=_("Leave this open when anything else is asked. Then everybody answers anew."))

    @property
    def text(self) -> Text:
        c = self.cleaned_data
        return Text(c["text_nl"], c["text_en"], c["explain_nl"], c["explain_en"])


class CheckForm(forms.Form):
    document = forms.FileField(label=_("The receipt (PDF)"))
