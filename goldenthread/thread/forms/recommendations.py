"""Recommendations and their answers."""

from django import forms

from goldenthread.foundation.ui.choice_fields import FromList, LookingForm, SeveralFromList, happened, words
from goldenthread.foundation.ui.fields import HouseForm
from goldenthread.thread.models import Acceptance
from goldenthread.thread.queries import choices


class RecommendationForm(LookingForm):
    LIST, FINDS = "further", "findings of other work"
    text = words("What should change?", "One recommendation, so that it can be answered and followed by itself.")
    addressed_to = forms.CharField(
        label="To whom is it addressed?",
        max_length=200,
        required=False,
        help_text="As the work says it, in its words.",
    )
    all_partners = forms.BooleanField(label="All partners", required=False)
    addressees = SeveralFromList(
        "Which agencies owe an answer?",
        help_text="Each agency that is ticked is asked for its answer. None ticked means that nobody owes one.",
    )
    findings = SeveralFromList("Which findings does it rest on?")
    further = SeveralFromList("Findings of other work")
    priority = FromList("Which priority does it serve?", empty="That of the piece of work, or none")

    def __init__(self, *args, viewer, source, **options):
        super().__init__(*args, **options)
        self.viewer, self.source, self.standing = viewer, source, self.initial.get("findings", ())
        self.initial["further"] = self.standing
        self.offer_found()
        self.agencies = list(choices.agencies_today(viewer))
        asked = self.initial.get("addressees", ())
        self.fields["addressees"].offer([(row, row.name) for row in self.agencies], asked)
        if not self.fields["addressees"].choices:
            del self.fields["addressees"], self.fields["all_partners"]
        self.fields["priority"].offer(
            [(row, row.title) for row in choices.priorities(viewer)], self.initial.get("priority")
        )
        if not self.fields["findings"].choices:
            del self.fields["findings"]
        if not self.fields["further"].choices and "find" not in self.fields:  # else others can be found
            del self.fields["further"]

    def offer_found(self):
        chosen = self.chosen("further")
        offered = choices.findings_for(self.viewer, self.source, self.standing, self.words_to_find, chosen)
        for name, pairs in (("findings", offered.own), ("further", offered.others)):
            if name in self.fields:
                self.fields[name].offer(pairs)
        self.say_found(offered.sentence)

    def clean(self):
        found = super().clean()
        found.pop("find", None)
        found["findings"] = [*found.get("findings", ()), *found.pop("further", ())]
        if found.pop("all_partners", False):
            asked = found.get("addressees", ())
            found["addressees"] = [*self.agencies, *(body for body in asked if body not in self.agencies)]
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


class AnswersForm(HouseForm):
    """What several agencies answered on one day: a row for each, of which some may stay as they are."""

    on = happened("When were they given?", "Answers of different days are recorded one after another.")

    def __init__(self, *args, bodies, standing, **options):
        """`bodies` are those whose answers may be recorded; `standing` is {id of a body: its latest answer}."""
        super().__init__(*args, **options)
        self.bodies = bodies
        for body in bodies:
            said = standing.get(body.pk)
            now = f"Now: {said.get_answer_display().lower()}, {said.when}." if said else "No answer yet."
            self.fields[f"answer_{body.pk}"] = forms.ChoiceField(
                label=body.name,
                choices=[("", "Nothing new"), *Acceptance.Answer.choices],
                required=False,
                help_text=now,
            )
            self.fields[f"reason_{body.pk}"] = words(
                f"Why? ({body.short})", "Needed unless it is accepted in full.", required=False, rows=2
            )

    def clean(self):
        found = super().clean()
        answers = [
            (body, found[f"answer_{body.pk}"], found.get(f"reason_{body.pk}", ""))
            for body in self.bodies
            if found.get(f"answer_{body.pk}")
        ]
        return {"answers": answers, "on": found.get("on")}


class ReasonForm(HouseForm):
    """A step that owes a reason."""

    reason = words("Why?", "A sentence that those concerned will understand.")


class PlainForm(HouseForm):
    """A step that needs nothing but to be taken."""
