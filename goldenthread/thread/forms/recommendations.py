"""Recommendations and their answers."""

from django import forms

from goldenthread.foundation.ui.choice_fields import FromList, SeveralFromList, happened, words
from goldenthread.foundation.ui.fields import HouseForm
from goldenthread.thread.models import Acceptance
from goldenthread.thread.queries import choices


class RecommendationForm(HouseForm):
    text = words("What should change?", "One recommendation, so that it can be answered and followed by itself.")
    addressed_to = forms.CharField(
        label="To whom is it addressed?",
        max_length=200,
        required=False,
        help_text="As the work says it. Leave this empty if it is for all partners.",
    )
    findings = SeveralFromList("Which findings does it rest on?")
    further = SeveralFromList("Findings of other work")
    priority = FromList("Which priority does it serve?", empty="That of the piece of work, or none")

    def __init__(self, *args, viewer, source, **options):
        super().__init__(*args, **options)
        standing = self.initial.get("findings", ())
        own, further = choices.findings_for(viewer, source, standing)
        self.fields["findings"].offer(own)
        self.fields["further"].offer(further)
        self.initial["further"] = standing
        self.fields["priority"].offer(
            [(row, row.title) for row in choices.priorities(viewer)], self.initial.get("priority")
        )
        for name in ("findings", "further"):
            if not self.fields[name].choices:
                del self.fields[name]

    def clean(self):
        found = super().clean()
        found["findings"] = [*found.get("findings", ()), *found.pop("further", ())]
        return found


class AnswerForm(HouseForm):
    body = FromList("Which agency answers?", required=True, empty="Choose an agency")
    answer = forms.ChoiceField(label="What is its answer?", choices=Acceptance.Answer.choices, widget=forms.RadioSelect)
    reason = words("Why?", "Needed unless it is accepted in full.", required=False, rows=3)
    on = happened("When was it given?")

    def __init__(self, *args, viewer, **options):
        super().__init__(*args, **options)
        self.fields["body"].offer(
            [(row, row.name) for row in choices.agencies_that_answer(viewer)], self.initial.get("body")
        )


class ReasonForm(HouseForm):
    """A step that owes a reason."""

    reason = words("Why?", "A sentence that those concerned will understand.")


class PlainForm(HouseForm):
    """A step that needs nothing but to be taken."""
