"""Proposing work, and taking up what is proposed."""

from django import forms

from goldenthread.foundation.ui.choice_fields import words
from goldenthread.foundation.ui.fields import HouseForm
from goldenthread.thread import kinds
from goldenthread.thread.forms.sources import NewSourceForm
from goldenthread.thread.models import Audience


class ProposeForm(HouseForm):
    kind = forms.ChoiceField(label="What kind of work do you propose?", choices=[("", "Choose one"), *kinds.CHOICES])
    title = forms.CharField(
        label="What should it be called?",
        max_length=250,
        help_text="For instance “A challenge about attendance at case conferences”. Name no child and no family.",
    )
    text = words("Why?", "What was seen, and what the work should find out or change.", rows=4)


class StartForm(NewSourceForm):
    """The piece of work that is proposed: its kind is settled, and what the proposal says is filled in."""

    def __init__(self, *args, proposal, thing=None, viewer, **options):
        initial = {"title": proposal.title, "summary": proposal.text, "on": viewer.today, "kind": proposal.kind}
        source = getattr(thing, "source", None)
        if source is not None and thing.audience not in (Audience.PUBLIC, Audience.PARTNERSHIP):
            initial |= {"audience": thing.audience, "kept_to": source.kept_to}
        super().__init__(*args, viewer=viewer, initial=initial, **options)
        if source is not None and str(source.group_id) in self.fields["group"].things:
            self.initial["group"] = source.group
        del self.fields["kind"]
        self.fields["on"].label = "When did it start?"
        self.fields[
            "on"
        ].help_text = "The day on which it is begun. Change it to the day of the work later, if that is another."


class DeclineForm(HouseForm):
    reason = words("Why is it declined?", "A sentence that whoever proposed it will understand.", rows=3)
