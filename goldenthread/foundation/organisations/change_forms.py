"""Forms by which bodies and groups are renamed, merged and ended."""

from django import forms

from goldenthread.foundation.people.models import Membership
from goldenthread.foundation.ui.choice_fields import FromList, happened, words
from goldenthread.foundation.ui.fields import DayField, HouseForm

RENAMED, MISSPELT = "renamed", "misspelt"


class RenameForm(HouseForm):
    """Another name from a day on, or the mending of a misspelling."""

    name = forms.CharField(label="Name", max_length=200)
    short_name = forms.CharField(label="Short name", max_length=60, required=False)
    how = forms.ChoiceField(
        label="What has happened?",
        choices=[
            (RENAMED, "It is called otherwise from a day on: before that day the old name stays right"),
            (MISSPELT, "The old name was written wrongly: it is mended everywhere, and never held"),
        ],
        widget=forms.RadioSelect,
    )
    starts = happened(
        "From which day?",
        "Only where it is called otherwise. Pages and reports of the time before tell the old name.",
        offer_today=False,
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        how = cleaned.pop("how", None)
        if how == RENAMED and not cleaned.get("starts") and "starts" not in self.errors:
            self.add_error("starts", "Say from which day on it is called so.")
        if how == MISSPELT:
            cleaned["starts"] = None
        return cleaned


class RenameGroupForm(RenameForm):
    short_name = forms.CharField(label="Short name", max_length=40, required=False)


class NameAnswerForm(HouseForm):
    """Yes or no of another partnership; the one that asked can only take it back."""

    answer = forms.ChoiceField(label="Your answer", widget=forms.RadioSelect)
    reason = forms.CharField(label="Why not?", widget=forms.Textarea, required=False)

    def __init__(self, *args, own: bool, **given):
        super().__init__(*args, **given)
        no = [("no", "Take it back" if own else "No, the old name is right")]
        self.fields["answer"].choices = no if own else [("yes", "Yes, it is called so"), *no]


class MergeAgencyForm(HouseForm):
    """Into another agency of the partnership, or into a new one that is named here."""

    on = DayField(
        label="From which day is it one with the other?",
        offer_today=True,
        help_text="The day before is the last of this agency.",
    )
    into = FromList("Into which agency?", empty="A new one, named below")
    name = forms.CharField(label="Name of the new agency", max_length=200, required=False)
    short_name = forms.CharField(label="Its short name", max_length=60, required=False)
    capacity = forms.ChoiceField(
        label="In which capacity is the new one here?",
        choices=[("", "As this agency is"), *Membership.Capacity.choices],
        required=False,
    )
    reason = words("Why do they come together?", "It stands in the history of each thing that passes on.", rows=2)
    shown = forms.BooleanField(label="Whoever takes over may read what it says above", required=False)
    sure = forms.BooleanField(label="Yes, all that is shown above passes on")

    def __init__(self, *args, agencies, opens: bool, **given):
        super().__init__(*args, **given)
        self.fields["into"].offer([(agency, agency.name) for agency in agencies])
        if not opens:
            del self.fields["shown"]

    def clean(self):
        cleaned = super().clean()
        cleaned.pop("sure", None)
        named = any(cleaned.get(field) for field in ("name", "short_name", "capacity"))
        if cleaned.get("into") is None and "into" not in self.errors and not cleaned.get("name"):
            self.add_error("into", "Choose an agency, or name the new one.")
        if cleaned.get("into") is not None and named:
            self.add_error("into", "Choose an agency or name a new one, not both.")
        return cleaned


class EndGroupForm(HouseForm):
    """It ends; or another group stands in its place."""

    on = DayField(label="On which day does it end?", offer_today=True)
    into = FromList("Does another group take its place?", empty="No, it only ends")
    reason = words("Why?", "It stands in the history of the group.", rows=2, required=False)
    sure = forms.BooleanField(label="Yes, what is shown above ends or passes on")

    def __init__(self, *args, groups, **given):
        super().__init__(*args, **given)
        self.fields["into"].offer([(group, group.name) for group in groups])

    def clean(self):
        cleaned = super().clean()
        cleaned.pop("sure", None)
        return cleaned
