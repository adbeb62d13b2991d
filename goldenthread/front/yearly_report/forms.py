"""Forms of the yearly report."""

from django import forms

from goldenthread.foundation.papers.forms import PaperField
from goldenthread.foundation.people.models import ReportingPeriod
from goldenthread.foundation.ui.fields import DayField, HouseForm
from goldenthread.foundation.ui.number_fields import WholeField
from goldenthread.front.yearly_report.candidates import Asked
from goldenthread.front.yearly_report.models import Line, Named, Recipient


class BeginForm(HouseForm):
    period = forms.ModelChoiceField(
        ReportingPeriod.objects.none(), label="For which period?", empty_label=None, widget=forms.RadioSelect
    )
    title = forms.CharField(label="Title", max_length=200, help_text="For instance Yearly report 2025-26.")

    def __init__(self, *args, periods, **given):
        super().__init__(*args, **given)
        self.fields["period"].queryset = periods


class SectionForm(HouseForm):
    text = PaperField(
        label="What you write",
        required=False,
        help_text="To stand on a record, put its link beside your words, or choose it from the list.",
    )
    speaker = forms.CharField(
        label="Whose words are these?",
        max_length=200,
        required=False,
        help_text="Leave empty when it is the partnership’s text. With a name, every paragraph is that person’s word.",
    )
    speaker_post = forms.CharField(label="Their post", max_length=200, required=False)
    in_other_words = forms.BooleanField(
        label="The text tells their words in other words",
        required=False,
        help_text="Then it says so at its beginning, and their name does not stand under it.",
    )
    remark = PaperField(
        label="A note of your own",
        required=False,
        help_text="What you have to remark on the text, for instance what is lost. It stands apart, as a note.",
    )
    title = forms.CharField(label="Heading", max_length=200)
    ready = forms.BooleanField(label="This chapter is ready", required=False)


class LeaveOutForm(HouseForm):
    left_out_why = forms.CharField(
        label="Why is it left out?",
        max_length=300,
        help_text="Those who write and sign the report read this; the public does not.",
    )


class AbbreviationForm(HouseForm):
    short = forms.CharField(label="Abbreviation", max_length=20, help_text="As it is written for one: CSPR, not CSPRs.")
    words = forms.CharField(
        label="What does it stand for?", max_length=200, help_text="For instance child safeguarding practice review."
    )


class WordTemplateForm(HouseForm):
    file = forms.FileField(
        label="Your template",
        allow_empty_file=True,
        help_text="A Word template (.dotx) or document (.docx) without macros, of at most 10 MB. It holds no report.",
        error_messages={"required": "Choose a file"},
    )


class LineForm(HouseForm):
    """One of the ten lines. Of one that stands on a record, its record stays."""

    part = forms.ChoiceField(label="What is it?", choices=Line.Part.choices, widget=forms.RadioSelect)
    text = forms.CharField(label="The line", max_length=300, help_text="One sentence.")
    name = forms.CharField(
        label="Who stands behind it?",
        max_length=200,
        required=False,
        help_text="Not needed where the line stands on a record.",
    )


class AddChapterForm(HouseForm):
    title = forms.CharField(label="Heading", max_length=200)
    order = forms.TypedChoiceField(label="After which chapter?", coerce=int)

    def __init__(self, *args, sections, **given):
        super().__init__(*args, **given)
        places = {section.order: section.title for section in sections}
        self.fields["order"].choices = list(places.items())


class RecordsForm(HouseForm):
    """Which records a chapter could draw on are shown; it lives in the address."""

    kind = forms.ChoiceField(label="Kind of record", required=False)
    when = forms.ChoiceField(
        label="Of which time", required=False, choices=[("", "This period"), ("other", "Other periods")]
    )
    words = forms.CharField(label="With the words", required=False, max_length=200)

    def __init__(self, *args, kinds, **given):
        super().__init__(*args, auto_id="records_%s", **given)
        self.fields["kind"].choices = kinds
        self.is_valid()

    @property
    def asked(self) -> Asked:
        """What is not on the list is left out, so that an old address still opens."""
        chosen = getattr(self, "cleaned_data", {})
        return Asked(chosen.get("kind", ""), chosen.get("when") == "other", chosen.get("words", ""))


class WordForm(HouseForm):
    paragraph = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label="Who stands behind this paragraph?", max_length=200)
    post = forms.CharField(label="Their post", max_length=200, required=False)


class CommentForm(HouseForm):
    text = forms.CharField(label="Your comment", widget=forms.Textarea)


class MarkForm(HouseForm):
    """Which paragraph meets an item."""

    paragraph = forms.ChoiceField(label="Which paragraph meets it?", widget=forms.RadioSelect)

    def __init__(self, *args, choices, **given):
        super().__init__(*args, **given)
        self.fields["paragraph"].choices = choices


class NotApplicableForm(HouseForm):
    not_applicable = forms.CharField(
        label="Why does it not apply?",
        widget=forms.Textarea,
        help_text="A sentence that a reader outside would accept.",
    )
    name = forms.CharField(label="Who has decided that?", max_length=200)


class ReasonForm(HouseForm):
    reason = forms.CharField(label="Why?", widget=forms.Textarea)

    def __init__(self, *args, label="Why?", hint="", **given):
        super().__init__(*args, **given)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint


class SignForm(HouseForm):
    digest = forms.CharField(widget=forms.HiddenInput)
    membership = WholeField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label="What do you say for your agency?",
        choices=[("sign", "I sign this text"), ("object", "I object to this text")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="If you object: to what, and why?", widget=forms.Textarea, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == "object" and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Say what you object to, so that it can be put right.")
        return cleaned


class CloseForm(HouseForm):
    takes_sure = True


class ConfirmForm(HouseForm):
    pass


class RecipientsForm(HouseForm):
    lines = forms.CharField(
        label="Who is sent your reports?",
        widget=forms.Textarea,
        max_length=60000,
        help_text="One to a line: name, organisation, e-mail address. Lines can be pasted from a sheet or an e-mail.",
    )


class RecipientForm(HouseForm):
    name = forms.CharField(label="Name", max_length=200, required=False)
    organisation = forms.CharField(label="Organisation", max_length=200, required=False)
    address = forms.EmailField(label="E-mail address")
    asked = forms.ChoiceField(
        label="Does the guidance name them?",
        choices=[("", "No"), *Named.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text="Their receipt then ticks the copy that the guidance asks for.",
    )


class MailForm(HouseForm):
    text = forms.CharField(
        label="What the e-mail says",
        max_length=1000,
        widget=forms.Textarea,
        help_text="Only what anybody may read. The link, and how to be sent no more e-mails, follow by themselves.",
    )


class SendForm(MailForm):
    recipients = forms.ModelMultipleChoiceField(
        Recipient.objects.none(), label="To whom?", widget=forms.CheckboxSelectMultiple
    )
    field_order = ("recipients", "text")

    def __init__(self, *args, to, **given):
        super().__init__(*args, **given)
        self.fields["recipients"].queryset = to


class ReceiptForm(HouseForm):
    on = DayField(label="On which day was it received?", offer_today=True)
    how = forms.CharField(label="How is that known?", max_length=200, help_text="For instance by a letter of thanks.")


class CopyForm(HouseForm):
    to = forms.CharField(
        label="To whom was it sent?",
        max_length=200,
        help_text="For instance the national Child Safeguarding Practice Review Panel, or Foundations.",
    )
    how = forms.CharField(label="How?", max_length=200, help_text="For instance by e-mail, with a link to the page.")
    on = DayField(label="On which day?", offer_today=True)
    asked = forms.ChoiceField(
        label="Is it one whom the guidance names?",
        choices=[("", "No"), *Named.choices],
        required=False,
        widget=forms.RadioSelect,
    )
