"""What people say of a document."""

from django import forms

from goldenthread.foundation.documents import queries
from goldenthread.foundation.documents.kinds import ALLOWED
from goldenthread.foundation.documents.models import Document
from goldenthread.foundation.people.models import Body, Group, Person
from goldenthread.foundation.ui.fields import DayField, HouseForm


def _file():
    # An empty file is refused by the rule, in its own words.
    return forms.FileField(
        label="File", allow_empty_file=True, help_text=f"{ALLOWED}.", error_messages={"required": "Choose a file"}
    )


class _Several(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, none of which need be there. Cleans to a list; an empty one is refused by the rule."""

    widget = _Several

    def __init__(self, label, help_text=""):
        super().__init__(label=label, help_text=help_text or f"{ALLOWED}.", required=False, allow_empty_file=True)

    def clean(self, data, initial=None):
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one) for one in given if one]


class SearchForm(HouseForm):
    q = forms.CharField(label="Words in the title", required=False)


class WhatForm(HouseForm):
    """What is said of a document, and who may read it."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        help_text="Say what it is; name no child.",
        error_messages={"required": "Enter a title"},
    )
    on = DayField(label="Date of the document", offer_today=True)
    audience = forms.ChoiceField(label="Who may read it?", choices=Document.Audience.choices, widget=forms.RadioSelect)
    agency = forms.ModelChoiceField(
        Body.objects.none(),
        label="Which agency?",
        required=False,
        empty_label="None",
        help_text="Only when one agency may read it.",
    )
    readers = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="Which people?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only when listed people may read it. You are one of them.",
    )
    classification = forms.ChoiceField(
        label="Classification", choices=Document.Classification.choices, widget=forms.RadioSelect
    )
    retention = forms.CharField(
        label="How long is it kept, and why?",
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text="For instance: seven years after the meeting, by the partnership's retention schedule.",
    )

    def __init__(self, *args, viewer, document=None, **given):
        super().__init__(*args, **given)
        self.fields["agency"].queryset = queries.agencies(viewer)
        self.fields["readers"].queryset = queries.possible_readers(viewer, and_of=document)


class AddForm(WhatForm):
    file = _file()
    group = forms.ModelChoiceField(Group.objects.none(), label="Which group holds it?", empty_label=None)
    noun = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("file", "title", "on", "group")

    def __init__(self, *args, viewer, **given):
        super().__init__(*args, viewer=viewer, **given)
        self.fields["group"].queryset = queries.groups(viewer)


class VersionForm(HouseForm):
    file = _file()
