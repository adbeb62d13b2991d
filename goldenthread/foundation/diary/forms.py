"""What people type about clocks."""

from django import forms

from goldenthread.foundation.diary import queries, rules
from goldenthread.foundation.diary.models import Rule
from goldenthread.foundation.people.models import Body, Group
from goldenthread.foundation.ui.fields import DayField, HouseForm
from goldenthread.foundation.ui.number_fields import WholeField


class StartForm(HouseForm):
    rule = forms.ChoiceField(label="Which clock?")
    on = DayField(
        label="When did it start?", help_text="The day of the event that the rule counts from.", offer_today=True
    )
    group = forms.ModelChoiceField(Group.objects.none(), label="Which group holds it?", empty_label=None)
    title = forms.CharField(
        label="What should it be called?",
        max_length=300,
        required=False,
        help_text="Left empty, it is called what the rule asks for. Name no child, and nothing that would tell who is "
        "meant.",
    )

    def __init__(self, *args, viewer, **given):
        super().__init__(*args, **given)
        self.fields["group"].queryset = Group.objects.filter(lead_id=viewer.partnership_id).order_by("kind", "name")
        rows = queries.rule_table(viewer, Body.objects.get(pk=viewer.partnership_id))
        self.fields["rule"].choices = [("", "Choose one")] + [
            (row["rule"].key, _named(row))
            for row in rows
            if row["rule"].computes and row["rule"].direction != Rule.Direction.STANDING
        ]


def _named(row):
    """A clock in the list, marked where nobody has checked its time against the source."""
    rule = row["rule"]
    unchecked = "" if rule.verified or row["confirmed"] else f" ({rule.how_sure.lower()})"
    return f"{rule.outcome}: {rule.time}{unchecked}"


class MeetForm(HouseForm):
    on = DayField(label="When was it done?", offer_today=True)


class DelayForm(HouseForm):
    reason = forms.CharField(label="Why is it late, or will it be?", max_length=2000, widget=forms.Textarea)
    expected_on = DayField(label="When is it expected now?", required=False)


class EndForm(HouseForm):
    why = forms.CharField(label="Why does it end without being done?", max_length=2000, widget=forms.Textarea)


class NumberForm(HouseForm):
    number = WholeField(label="Your partnership's number", min_value=1, max_value=10000)
    starts = DayField(
        label="From which day does it hold?", help_text="Clocks that run already keep the number that they began with."
    )
    from_next_working_day = forms.BooleanField(
        label="An event on a weekend or a bank holiday counts from the next working day",
        required=False,
        help_text="That day is then day 0. Left empty, the day of the event is day 0, whichever day it is.",
    )
    why = forms.CharField(label="Why does your partnership use it?", max_length=2000, widget=forms.Textarea)

    def __init__(self, *args, rule, **given):
        super().__init__(*args, **given)
        self.fields["number"].help_text = f"In {rule.unit}."
        if not rules.moves_its_start(rule):
            del self.fields["from_next_working_day"]


class ConfirmForm(HouseForm):
    read = forms.CharField(
        label="What did you read?",
        max_length=300,
        help_text="The document, its edition and the paragraph that gives the number.",
    )
