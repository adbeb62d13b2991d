"""Judgements of impact, and voices."""

from django import forms

from goldenthread.foundation.ui.choice_fields import happened, words
from goldenthread.foundation.ui.fields import DayField, HouseForm
from goldenthread.thread.models import Impact, Voice


class ImpactForm(HouseForm):
    judgement = forms.ChoiceField(
        label="Has it had the impact that was intended?",
        choices=[pair for pair in Impact.Judgement.choices if pair[0] != "not_said"],
        widget=forms.RadioSelect,
    )
    level = forms.ChoiceField(
        label="What kind of change is that?",
        choices=Impact.Level.choices,
        widget=forms.RadioSelect,
        initial=Impact.Level.CHILD,
    )
    text = words("What changed?", "Say what is different for children, and how large the change is.")
    differently = words("If it was not as intended: what would have been done differently?", required=False, rows=3)
    method = words(
        "How was this judged?", "For instance an audit, figures before and after, or what children said.", rows=3
    )
    on = happened("When was it judged?")
    look_again_on = DayField(
        label="When will somebody look again?", required=False, help_text="Needed if it is too early to say."
    )


class ImpactWordsForm(HouseForm):
    text = words("What changed?")
    differently = words("What would have been done differently?", required=False, rows=3)
    method = words("How was this judged?", rows=3)


class VoiceForm(HouseForm):
    who = forms.ChoiceField(label="Who spoke?", choices=Voice.Who.choices, widget=forms.RadioSelect)
    text = words("What did they say?", "Their own words, as they said them. Leave out names and places.")
    attribution = forms.CharField(
        label="How may they be described?",
        max_length=200,
        required=False,
        help_text="For instance “A young person aged 15”.",
    )
    on = happened("When did they say it?")
    consent_on = happened(
        "When did they agree that it may be published?",
        "Leave this empty if they have not been asked or said no.",
        required=False,
    )
    consent_note = words("What was agreed, and with whom?", required=False, rows=2)

    def clean(self):
        found = super().clean()
        if found.get("consent_on") and not (found.get("consent_note") or "").strip():
            self.add_error("consent_note", "Say what was agreed and with whom")
        return found


class VoiceWordsForm(HouseForm):
    text = words("What did they say?")
    attribution = forms.CharField(label="How may they be described?", max_length=200, required=False)


class ConsentForm(HouseForm):
    on = happened("When did they agree?")
    note = words(
        "What was agreed, and with whom?",
        "For instance: their words, without name or age, in the yearly report; agreed with the young person and a "
        "parent.",
        rows=3,
    )


class NoConsentForm(HouseForm):
    on = happened("When did they withdraw it?")
    note = words("What did they say about it?", required=False, rows=2)
