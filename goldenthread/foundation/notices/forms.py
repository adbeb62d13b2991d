"""How somebody wants to be told."""

from django import forms

from goldenthread.foundation.notices.models import Rhythm
from goldenthread.foundation.ui.fields import HouseForm


class ChoiceForm(HouseForm):
    urgent = forms.ChoiceField(
        label="Signatures and statutory clocks",
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text="What waits for your signature, and clocks of statute and guidance that you keep.",
    )
    other = forms.ChoiceField(
        label="Everything else",
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text="What you owe by a day, and what waits for your answer, agreement, assurance or comment.",
    )
