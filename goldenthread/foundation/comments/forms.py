"""What people say, and whom they ask."""

from django import forms

from goldenthread.foundation.comments.models import MOST_WORDS
from goldenthread.foundation.comments.queries import Askable
from goldenthread.foundation.people.models import Person
from goldenthread.foundation.ui.fields import HouseForm, MarkdownField, MarkdownInput

WHO_READS = "Whoever reads this thing reads it, and nobody else. Name no child."


def _words(label):
    return MarkdownField(label=label, help_text=WHO_READS, max_length=MOST_WORDS, widget=MarkdownInput({"rows": 6}))


class CommentForm(HouseForm):
    """Something new about a thing; a question where somebody is chosen."""

    text = _words("What do you want to say or ask?")
    asks = forms.TypedChoiceField(
        label="Is it a question for somebody?",
        required=False,
        empty_value=None,
        help_text="It waits for whoever you choose, on their page Today, until they answer it or you close it. On the "
        "list is who reads this thing.",
    )

    def __init__(self, *args, askable: Askable, **given):
        super().__init__(*args, **given)
        things = {f"agency-{body.pk}": body for body in askable.agencies}
        people = {f"person-{other.person_id}": other for other in askable.people}
        choices = [("", "No, it is a comment")]
        if things:
            choices.append(("Agencies", [(value, body.name) for value, body in things.items()]))
        if people:
            choices.append(("People", [(value, _called(other)) for value, other in people.items()]))
        self.fields["asks"].choices = choices
        self.fields["asks"].coerce = lambda value: things.get(value) or Person.objects.get(pk=people[value].person_id)


def _called(other):
    """A person with what they are here."""
    titles = sorted({seat.role.title for seat in other.seats})
    return f"{other.name}, {', '.join(titles)}"


class ReplyForm(HouseForm):
    text = _words("Your reply")
    answers = forms.TypedChoiceField(
        label="Does this answer the question?",
        choices=[("yes", "Yes: it waits no longer"), ("no", "Not yet: it still waits for an answer")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether this answers the question"},
    )

    def __init__(self, *args, asked: bool, **given):
        super().__init__(*args, **given)
        if not asked:
            del self.fields["answers"]


class CorrectForm(HouseForm):
    text = _words("What you said")


class WithdrawForm(HouseForm):
    """A step that needs nothing but to be taken."""


class HideForm(HouseForm):
    reason = forms.CharField(
        label="Why is it hidden?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody who could read the comment reads this instead.",
    )
