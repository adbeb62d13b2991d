from django import forms

from .fields import HouseForm


class PreferencesForm(HouseForm):
    theme = forms.ChoiceField(
        label="How should the pages look?",
        choices=[("", "As this device is set"), ("light", "Light"), ("dark", "Dark")],
        widget=forms.RadioSelect,
        required=False,
    )
    back = forms.CharField(widget=forms.HiddenInput, required=False)
