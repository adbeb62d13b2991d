"""Actions, their updates and their evidence."""

from django import forms

from goldenthread.foundation.documents.forms import FilesField
from goldenthread.foundation.ui.choice_fields import FromList, LookingForm, SeveralFromList, happened, words
from goldenthread.foundation.ui.fields import DayField, HouseForm
from goldenthread.thread.models import Evidence
from goldenthread.thread.queries import choices

DIRECTLY = "Where no recommendation stands in between."


def shown_to_owner():
    """Asked only once it is needed: the rule that refuses says exactly what the owner will see."""
    return forms.BooleanField(label="Its owner may see exactly that", required=False)


class ActionForm(LookingForm):
    LIST, FINDS = "also_answers", "recommendations and findings of other work"
    text = words("What will be done?", "One step that somebody can finish.", rows=4)
    owner = FromList("Which agency owns it?", empty="Not decided yet")
    owner_person = FromList("Who in particular?", empty="Nobody in particular")
    other_owners = SeveralFromList(
        "Which other agencies owe the same?", help_text="Each gets an action of its own with these words and this date."
    )
    due_on = DayField(label="By when?", required=False, usual=(5, 10))
    measure = words("How shall we know that it made a difference for children?", required=False, rows=3)
    recommendation = FromList("Which recommendation does it answer?", empty="None: it stems from the work itself")
    also_answers = SeveralFromList("Does it answer others as well?")
    findings = SeveralFromList("Which findings does it answer directly?")
    priority = FromList("Which priority does it serve?", empty="That of its recommendation or piece of work, or none")
    shown_to_owner = shown_to_owner()

    def __init__(self, *args, viewer, source, without=(), **options):
        super().__init__(*args, **options)
        self.viewer, self.source = viewer, source
        self.standing = [
            row for row in (self.initial.get("recommendation"), *self.initial.get("also_answers", ())) if row
        ]
        for name in without:
            del self.fields[name]
        self.offer_found()
        if not self.fields["findings"].choices and "find" not in self.fields:
            del self.fields["findings"]
        agencies = [(row, row.name) for row in choices.agencies_today(viewer)]
        self.fields["owner"].offer(agencies, self.initial.get("owner"))
        if "other_owners" in self.fields:
            self.fields["other_owners"].offer(agencies)
        self.fields["owner_person"].offer(
            [(row, row.name) for row in choices.people_of(viewer)], self.initial.get("owner_person")
        )
        self.fields["priority"].offer(
            [(row, row.title) for row in choices.priorities(viewer)], self.initial.get("priority")
        )

    def offer_found(self):
        viewer, source, typed = self.viewer, self.source, self.words_to_find
        chosen = self.chosen("recommendation", "also_answers")
        offered = choices.recommendations_for(viewer, source, self.standing, typed, chosen)
        found = choices.findings_for(viewer, source, self.initial.get("findings", ()), typed, self.chosen("findings"))
        self.say_found(offered.sentence or found.sentence)
        for name, of in (("recommendation", offered), ("also_answers", offered), ("findings", found)):
            if name in self.fields:
                self.fields[name].offer([*of.own, *of.others])
                self.fields[name].help_text = of.sentence or (DIRECTLY if of is found else "")

    def clean(self):
        found = super().clean()
        found.pop("find", None)
        return found


class HandOverForm(HouseForm):
    actions = SeveralFromList("Which actions?", required=True)
    owner = FromList("Which agency owes them from now on?", required=True, empty="Choose an agency")
    owner_person = FromList("Who in particular?", empty="Nobody in particular")
    reason = words("Why do they pass to somebody else?", "It stands in the history of each action.", rows=3)
    shown_to_owner = forms.BooleanField(label="They may read all of it", required=False)

    def __init__(self, *args, viewer, offered, **options):
        """`offered` is [(action, sentence)]."""
        super().__init__(*args, **options)
        self.fields["actions"].offer(offered)
        self.fields["owner"].offer([(row, row.name) for row in choices.agencies_today(viewer)])
        self.fields["owner_person"].offer([(row, row.name) for row in choices.people_of(viewer)])


class MoveDueForm(HouseForm):
    due_on = DayField(label="What is the new due date?", usual=(5, 10))
    reason = words("Why does it move?", "The first date and every move are kept.", rows=3)


class EvidenceFields(HouseForm):
    kind = forms.ChoiceField(label="What kind of evidence is it?", choices=[("", "Choose one"), *Evidence.Kind.choices])
    evidence = words("What does it show?", rows=3)
    evidence_on = happened("When is it from?")
    document = FromList("A stored document, if there is one", empty="None")
    file = FilesField("Files, if there are any")

    def offer_documents(self, documents):
        if documents:
            self.fields["document"].offer([(row, row.title) for row in documents])
        else:
            del self.fields["document"]


class EvidenceForm(EvidenceFields):
    """`files`: whether files are given with it; a correction takes none."""

    def __init__(self, *args, documents, files=True, **options):
        super().__init__(*args, **options)
        self.offer_documents(documents)
        if not files:
            del self.fields["file"]


class ProgressForm(EvidenceFields):
    """The update of every day: a sentence and, if there is any, evidence; and whether it is done now."""

    text = words("What has happened since the last update?", rows=3)
    done = forms.BooleanField(label="It is done now", required=False)
    field_order = ["text", "done", "kind", "evidence", "evidence_on", "document", "file"]

    def __init__(self, *args, documents, may_finish, **options):
        super().__init__(*args, **options)
        self.offer_documents(documents)
        if not may_finish:
            del self.fields["done"]
        for name in ("kind", "evidence", "evidence_on"):
            self.fields[name].required = False

    def clean(self):
        found = super().clean()
        given = [name for name in ("kind", "evidence", "evidence_on") if found.get(name)]
        missing = {
            "kind": "Choose what kind of evidence it is",
            "evidence": "Say what the evidence shows",
            "evidence_on": "Say when the evidence is from",
        }
        if given or found.get("document") or found.get("file"):
            for name, sentence in missing.items():
                if name not in given and name not in self.errors:
                    self.add_error(name, sentence)
        return found


class ReportDoneForm(HouseForm):
    on = happened("On which day was it done?")
    text = words("Anything to add?", required=False, rows=3)


class AssureForm(HouseForm):
    on = happened("On which day did you look at the evidence?")
    text = words("Anything to add?", required=False, rows=3)

    def ask_for_second(self, people):
        """Also who looked at the evidence too, where nobody else could assure it."""
        self.fields["second"] = FromList("Who else has looked at the evidence?", empty="Nobody: it is not independent")
        self.fields["second"].offer([(row, row.name) for row in people])


class AgreeForm(HouseForm):
    on = happened("When was it agreed?")
