"""Recommendations and their answers."""

from django import forms

from goldenthread.foundation.ui.fields import HouseForm
from goldenthread.thread.forms.pieces import FromList, SeveralFromList, happened, words
from goldenthread.thread.models import Acceptance
from goldenthread.thread.queries import choices


class RecommendationForm(HouseForm):
    text = words("What should change?", "One recommendation, so that it can be answered and followed by itself.")
    findings = SeveralFromList("Which findings does it rest on?")
    priority = FromList("Which priority does it serve?", empty="That of the piece of work, or none")

    def __init__(self, *args, viewer, source, **options):
        super().__init__(*args, **options)
        self.fields["findings"].offer(choices.findings_for(viewer, source))
        self.fields["priority"].offer([(row, row.title) for row in choices.priorities(viewer)])


class AnswerForm(HouseForm):
    body = FromList("Which agency answers?", required=True, empty="Choose an agency")
    answer = forms.ChoiceField(label="What is its answer?", choices=Acceptance.Answer.choices, widget=forms.RadioSelect)
    reason = words("Why?", "Needed unless it is accepted in full.", required=False, rows=3)
    on = happened("When was it given?")

    def __init__(self, *args, viewer, **options):
        super().__init__(*args, **options)
        self.fields["body"].offer([(row, row.name) for row in choices.agencies_that_answer(viewer)])


class ReasonForm(HouseForm):
    """A step that owes a reason."""

    reason = words("Why?", "A sentence that those concerned will understand.")


class PlainForm(HouseForm):
    """A step that needs nothing but to be taken."""
