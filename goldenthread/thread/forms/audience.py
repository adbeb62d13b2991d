"""Opening a thing to more people, restricting it, and listing its readers."""

from django import forms

from goldenthread.foundation.ui.choice_fields import FromList, words
from goldenthread.foundation.ui.fields import DayField, HouseForm
from goldenthread.thread.forms.actions import shown_to_owner
from goldenthread.thread.models import Action, Audience
from goldenthread.thread.queries import choices
from goldenthread.thread.rules import WIDTH


class ReleaseForm(HouseForm):
    audience = forms.ChoiceField(label="Who may read it from now on?", widget=forms.RadioSelect)
    public_text = words(
        "What will they read?",
        "They read this text and not the one behind it. It must stand alone and name nobody.",
        rows=6,
    )
    public_label = forms.CharField(label="What is the work called there?", max_length=250, required=False)

    def __init__(self, *args, thing, **options):
        super().__init__(*args, **options)
        wider = [(code, label) for code, label in Audience.choices if WIDTH[code] > WIDTH[thing.audience]]
        self.fields["audience"].choices = [
            (c, label) for c, label in wider if c != Audience.AGENCY or thing.standing().agency_ids
        ]
        if thing.source is thing:
            self.fields["public_label"].help_text = f"Leave this empty to show its own title: “{thing.title}”."
        else:
            self.fields[
                "public_label"
            ].help_text = "Shown where the work itself stays closed, for instance “a confidential review”."
            if thing.source.audience == Audience.PUBLIC or thing.source.public_label:
                del self.fields["public_label"]


class RewordForm(HouseForm):
    public_text = words("What will they read?", "It must stand alone and name nobody.", rows=6)


class RestrictForm(HouseForm):
    audience = forms.ChoiceField(label="Who may still read it?", widget=forms.RadioSelect)

    def __init__(self, *args, thing, **options):
        super().__init__(*args, **options)
        narrower = [(code, label) for code, label in Audience.choices if WIDTH[code] < WIDTH[thing.audience]]
        self.fields["audience"].choices = [
            (c, label) for c, label in narrower if c != Audience.AGENCY or thing.standing().agency_ids
        ]
        if isinstance(thing, Action):
            self.fields["shown_to_owner"] = shown_to_owner()


class ReaderForm(HouseForm):
    """Somebody who may read a thing that is kept to listed people, or who may not read it whatever their seat."""

    LISTED, LEFT_OUT = "listed", "left_out"

    person = FromList("Who?", required=True, empty="Choose a person")
    way = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        choices=[(LISTED, "They may read it"), (LEFT_OUT, "They are left out, because of a conflict")],
        initial=LISTED,
    )
    why = words("Why?", "Needed when somebody is left out.", required=False, rows=2)
    below = forms.BooleanField(label="Also everything that this work found and led to", required=False, initial=True)
    starts = DayField(label="From which day?", required=False)
    ends = DayField(label="Until which day?", required=False)

    def __init__(self, *args, viewer, thing, **options):
        super().__init__(*args, **options)
        self.fields["person"].offer(
            [(row, f"{row.name}, {row.title}" if row.title else row.name) for row in choices.people_of(viewer)]
        )
        if thing.source is not thing:
            del self.fields["below"]
