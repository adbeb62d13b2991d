"""Recommendations and their answers."""

from dataclasses import dataclass

from django import forms

from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui.choice_fields import FromList, LookingForm, SeveralFromList, happened, words
from goldenthread.foundation.ui.fields import HouseForm
from goldenthread.thread import rules
from goldenthread.thread.models import Acceptance
from goldenthread.thread.operations import Given, cell
from goldenthread.thread.queries import choices
from goldenthread.thread.queries.reading import Projection

NO_LONGER_ASKED = (
    "A recommendation was closed, or is no longer asked of an agency, while you were typing. What you chose for it "
    "cannot be recorded. Everything else stands as you typed it: look at it and save again."
)


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


@dataclass(frozen=True)
class Asked:
    """One recommendation as its reader sees it, the bodies whose answers may be recorded, and {id of a body: its latest
    answer}.
    """

    seen: Projection
    bodies: list[Body]
    standing: dict[int, Acceptance]


class AnswersForm(HouseForm):
    """What several agencies answered to one or several recommendations: a cell for each, of which any may stay empty.

    It cleans to `answers`, a list of `operations.Given`.
    """

    on = happened("When were they given?", "The day of every answer that has no day of its own.", required=False)

    def __init__(self, *args, sheet, **options):
        """`sheet` is a list of `Asked`."""
        super().__init__(*args, **options)
        self.cells = [(asked, body, cell(asked.seen.thing, body)) for asked in sheet for body in asked.bodies]
        for asked, body, name in self.cells:
            said = asked.standing.get(body.pk)
            self.fields[f"answer_{name}"] = forms.ChoiceField(
                label=body.name,
                choices=[("", "Nothing new"), *Acceptance.Answer.choices],
                required=False,
                help_text=f"Now: {said.get_answer_display().lower()}, {said.when}." if said else "",
            )
            self.fields[f"reason_{name}"] = words(f"Its words ({body.short})", required=False, rows=2)
            label = f"The day of this answer alone ({body.short})"
            self.fields[f"on_{name}"] = happened(label, offer_today=False, required=False)

    @property
    def by_recommendation(self):
        """[(the recommendation as it is read, [(its fields answer, reason, on; whether it has a day of its own)])]."""
        found = {}
        for asked, _, name in self.cells:
            answer, reason, on = (self[f"{part}_{name}"] for part in ("answer", "reason", "on"))
            own_day = bool(on.errors) or not on.field.widget.format_value(on.value()).is_blank
            found.setdefault(asked.seen.thing.pk, (asked.seen, []))[1].append((answer, reason, on, own_day))
        return list(found.values())

    def clean(self):
        found, answers = super().clean(), []
        for asked, body, name in self.cells:
            answer, reason, on = (found.get(f"{part}_{name}") for part in ("answer", "reason", "on"))
            if answer:
                answers.append(Given(asked.seen.thing, body, answer, reason or "", on or found.get("on")))
                self._mended(answers[-1], name)
            elif (reason or on) and f"answer_{name}" not in self.errors:
                self.add_error(f"answer_{name}", f"Choose what {body.name} answered, or empty its words and its day")
        if "on" not in self.errors and any(
            given.on is None and f"on_{cell(given.recommendation, given.body)}" not in self.errors for given in answers
        ):
            self.add_error("on", "Say when these answers were given")
        if any(value and name.startswith("answer_") and name not in self.fields for name, value in self.data.items()):
            self.add_error(None, NO_LONGER_ASKED)
        return {"answers": answers}

    def _mended(self, given, name):
        """Every answer that lacks its reason says so at once."""
        try:
            rules.may_answer(given.answer, given.reason)
        except Refused as refused:
            if f"reason_{name}" not in self.errors:
                self.add_error(f"reason_{name}", f"{given.body.name}: {refused.sentence}")


class ReasonForm(HouseForm):
    """A step that owes a reason."""

    reason = words("Why?", "A sentence that those concerned will understand.")


class PlainForm(HouseForm):
    """A step that needs nothing but to be taken."""
