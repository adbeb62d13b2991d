"""A piece of work."""

from django import forms

from goldenthread.foundation.ui.choice_fields import FromList, SeveralFromList, happened, words
from goldenthread.foundation.ui.fields import HouseForm
from goldenthread.foundation.ui.number_fields import WholeField
from goldenthread.thread.forms.clocks import OffersClocks
from goldenthread.thread.models import Audience, Source
from goldenthread.thread.queries import choices


class SourceForm(HouseForm):
    """What was done, when, by which group. Used to change it too."""

    title = forms.CharField(label="What is it called?", max_length=250, help_text="Name no child and no family.")
    kind = forms.ChoiceField(label="What kind of work was it?", choices=())
    on = happened("When was it?", "The day of the work, or the last day if it took longer.")
    known = forms.ChoiceField(
        label="How exactly is that known?",
        choices=Source.Known.choices,
        initial=Source.Known.DAY,
        widget=forms.RadioSelect,
    )
    starts = happened("First day, if it took longer", required=False)
    summary = words(
        "What was it about?", "A few sentences that a colleague in another agency will understand.", required=False
    )
    carried_out_by = forms.CharField(
        label="Who carried it out?", max_length=200, required=False, help_text="Leave this empty if the group did."
    )
    areas = SeveralFromList("Which areas does it concern?", help_text="None ticked means all of them.")
    priority = FromList("Which priority does it serve?", empty="None of them")

    def __init__(self, *args, viewer, **options):
        super().__init__(*args, **options)
        self.fields["kind"].choices = choices.kinds_to_record(self.initial.get("kind", ""))
        self.fields["areas"].offer([(row, row.name) for row in choices.areas(viewer)], self.initial.get("areas", ()))
        if not self.fields["areas"].choices:
            del self.fields["areas"]
        self.fields["priority"].offer(
            [(row, row.title) for row in choices.priorities(viewer)], self.initial.get("priority")
        )


class NewSourceForm(OffersClocks, SourceForm):
    group = FromList("Which group holds it?", required=True, empty="Choose a group")
    audience = forms.ChoiceField(
        label="Who may read it?",
        widget=forms.RadioSelect,
        initial=Audience.PARTNERSHIP,
        choices=[(code, label) for code, label in Audience.choices if code != Audience.PUBLIC],
        help_text="You can open it to more people later, with a text written for them.",
    )
    kept_to = FromList("Which agency, if it is kept to one?", empty="None")
    field_order = [
        "title",
        "kind",
        "group",
        "on",
        "known",
        "starts",
        "summary",
        "carried_out_by",
        "areas",
        "priority",
        "audience",
        "kept_to",
    ]

    def __init__(self, *args, viewer, **options):
        super().__init__(*args, viewer=viewer, **options)
        self.fields["group"].offer([(row, row.name) for row in choices.groups_to_write_for(viewer)])
        self.fields["kept_to"].offer([(row, row.name) for row in choices.agencies_today(viewer)])
        self.offer_clocks(viewer)


class ThemeForm(HouseForm):
    name = forms.CharField(
        label="What is the theme called?",
        max_length=120,
        help_text="A few words, such as “Neglect” or “Information sharing”.",
    )
    description = words("What does it cover?", required=False, rows=3)


class FindingForm(HouseForm):
    kind = forms.ChoiceField(
        label="Is it a strength, or an area for development?",
        widget=forms.RadioSelect,
        choices=[("strength", "A strength"), ("development", "An area for development")],
    )
    text = words("What was found?", "One finding. Name no child and no family.")
    cases = WholeField(
        label="In how many?", required=False, help_text="If it counts cases, for instance 5 of 6 children."
    )
    opportunities = WholeField(label="Of how many?", required=False, min_value=1)
    themes = SeveralFromList("What is it about?", help_text="Themes show what keeps coming back.")

    def __init__(self, *args, viewer, **options):
        super().__init__(*args, **options)
        self.fields["themes"].offer([(row, row.name) for row in choices.themes(viewer)])
        if not self.fields["themes"].choices:
            del self.fields["themes"]


class NowhereForm(HouseForm):
    reason = words("Why does nothing further follow?", "Whoever reads this in five years should understand it.")
    who = forms.CharField(
        label="Who decided that?",
        max_length=200,
        help_text="A group or a post, for instance “Quality and performance group”.",
    )
    on = happened("When was it decided?")
