"""Opening a thing to more people, or keeping it closer."""

from django import forms

from goldenthread.foundation.ui.choice_fields import words
from goldenthread.foundation.ui.fields import HouseForm
from goldenthread.thread.models import Audience
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


class CloserForm(HouseForm):
    audience = forms.ChoiceField(label="Who may still read it?", widget=forms.RadioSelect)

    def __init__(self, *args, thing, **options):
        super().__init__(*args, **options)
        narrower = [(code, label) for code, label in Audience.choices if WIDTH[code] < WIDTH[thing.audience]]
        self.fields["audience"].choices = [
            (c, label) for c, label in narrower if c != Audience.AGENCY or thing.standing().agency_ids
        ]
