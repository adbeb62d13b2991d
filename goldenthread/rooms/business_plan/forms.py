"""Forms of the business plan."""

from django import forms

from goldenthread.foundation.organisations.queries import groups_of, memberships_of
from goldenthread.foundation.papers.forms import PaperField
from goldenthread.foundation.people.models import Body, Group
from goldenthread.foundation.ui.fields import DayField, HouseForm
from goldenthread.rooms.business_plan.models import PlannedPriority, Rating
from goldenthread.thread.models import Priority, Theme


class PlanForm(HouseForm):
    title = forms.CharField(label="Title of the plan", max_length=200)
    starts = DayField(label="First day")
    ends = DayField(label="Last day")
    summary = PaperField(label="What is it about?", required=False)
    agreed_on = DayField(label="When was it agreed?", required=False)


class PlannedForm(HouseForm):
    """A priority in a plan, or a part of one."""

    priority = forms.ModelChoiceField(
        Priority.objects.none(), label="A priority that exists already", required=False, empty_label="A new one"
    )
    part_of = forms.ModelChoiceField(
        PlannedPriority.objects.none(), label="Is it part of another priority?", required=False, empty_label="No"
    )
    title = forms.CharField(label="Title", max_length=200, required=False)
    aim = PaperField(label="What does it aim at?", required=False)
    rationale = PaperField(label="Why was it chosen?", required=False)
    outcomes = PaperField(label="Which outcomes are wanted?", required=False)
    done = PaperField(label="What was done?", required=False)
    impact = PaperField(label="What changed for children?", required=False)
    lead = forms.ModelChoiceField(
        Body.objects.none(), label="Which agency leads it?", required=False, empty_label="Not decided yet"
    )
    group = forms.ModelChoiceField(
        Group.objects.none(), label="Which group carries it?", required=False, empty_label="Not decided yet"
    )
    theme = forms.ModelChoiceField(Theme.objects.all(), label="Theme", required=False)
    published = forms.BooleanField(
        label="It may stand in the yearly report",
        required=False,
        help_text="Read it once more as the public would: it must name nobody.",
    )

    def __init__(self, *args, viewer, plan, new=True, **given):
        super().__init__(*args, **given)
        self.fields["lead"].queryset = Body.objects.filter(memberships__in=memberships_of(viewer)).distinct()
        self.fields["group"].queryset = groups_of(viewer)
        if new:
            self.fields["priority"].queryset = Priority.objects.filter(holder=plan.holder).exclude(planned__plan=plan)
            self.fields["part_of"].queryset = plan.priorities.filter(part_of=None).select_related("priority")
        else:
            del self.fields["priority"], self.fields["part_of"]
            self.fields["title"].help_text = "Of a part only. A whole priority has its own title."

    def clean(self):
        cleaned = super().clean()
        if "priority" in self.fields and not cleaned.get("priority") and not cleaned.get("title"):
            self.add_error("title", "Give the new priority a title, or choose one that exists.")
        return cleaned


class MilestoneForm(HouseForm):
    text = forms.CharField(label="What will be reached?", widget=forms.Textarea)
    due_on = DayField(label="By when?", required=False, usual=(5, 10))
    owner = forms.ModelChoiceField(
        Body.objects.none(), label="Which agency carries it?", required=False, empty_label="Not decided yet"
    )

    def __init__(self, *args, viewer, **given):
        super().__init__(*args, **given)
        self.fields["owner"].queryset = Body.objects.filter(memberships__in=memberships_of(viewer)).distinct()


class RatingForm(HouseForm):
    rating = forms.ChoiceField(label="Where does it stand?", choices=Rating.choices, widget=forms.RadioSelect)
    text = forms.CharField(label="Why?", widget=forms.Textarea)
    on = DayField(label="As of which day?", offer_today=True)
