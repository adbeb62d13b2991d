"""What somebody owes, by when, and the evidence that it was done."""

from django.db import models
from django.db.models import Q

from goldenthread.foundation.access.kept import Kept, KeptQuerySet
from goldenthread.foundation.access.queries import Standing
from goldenthread.foundation.access.withdrawn import Withdrawable, not_withdrawn
from goldenthread.foundation.documents.models import Document
from goldenthread.foundation.people.models import Body, Person
from goldenthread.foundation.writing import Guarded, GuardedQuerySet
from goldenthread.thread.models.audience import ReadableQuerySet
from goldenthread.thread.models.days import RoughlyDated
from goldenthread.thread.models.findings import Finding, OfSource, Recommendation
from goldenthread.thread.models.sources import Priority, Source
from goldenthread.thread.states import OPEN_ACTION_STATES, ActionState


class ActionQuerySet(ReadableQuerySet):
    def open(self):
        return self.filter(state__in=OPEN_ACTION_STATES)

    def overdue(self, today):
        """Never stored: an agreed action whose due day has passed. A proposed one is not owed by anybody yet."""
        return self.filter(state=ActionState.AGREED, due_on__lt=today)


class Action(OfSource):
    """A step that somebody owes. It stems from a source; it may answer one recommendation mainly and others also, and
    findings directly, where no recommendation stands in between.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="actions")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, null=True, blank=True, related_name="actions")
    text = models.TextField("what will be done")
    measure = models.TextField("how we shall know that it made a difference", blank=True)
    owner = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="actions")
    owner_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="actions")
    priority = models.ForeignKey(Priority, models.PROTECT, null=True, blank=True, related_name="actions")
    state = models.CharField(max_length=14, choices=ActionState, default=ActionState.PROPOSED, editable=False)
    state_on = models.DateField(null=True, blank=True, editable=False)
    due_on = models.DateField("due", null=True, blank=True)
    first_due_on = models.DateField("first due", null=True, blank=True, editable=False)
    not_independent = models.BooleanField("assured by who had a hand in it", default=False, editable=False)
    also_answers = models.ManyToManyField(Recommendation, through="AlsoAnswers", related_name="also_answered_by")
    findings = models.ManyToManyField(Finding, through="ActionFinding", related_name="actions")

    objects = not_withdrawn(ActionQuerySet)
    recorded = ActionQuerySet.as_manager()
    RELEASED = ("owner", "state", "state_on", "not_independent", "due_on", "first_due_on", "is_overdue")
    HISTORY_WORDS = {"findings": "answers directly"}
    LINKS = ("recommendation", "also_answers", "findings")
    AUDIENCE_AGENCY = "owner_id"
    AUDIENCE_OWNERS = ("owner_id", "owner_person_id")
    PRIVACY = {"*": "confidential", "key": "technical", "public_text": "public"}

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            *Kept.Meta.constraints,
            *Withdrawable.CONSTRAINTS,
            models.CheckConstraint(
                condition=Q(not_independent=False) | Q(state=ActionState.ASSURED),
                name="only_an_assurance_is_not_independent",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None, first_due_on=None) | Q(due_on__isnull=False, first_due_on__isnull=False),
                name="first_due_kept_with_due",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="action_by_state_and_due")]

    def __str__(self):
        return self.text[:80]

    def get_state_display(self):
        """Its state in words; an assurance that was not independent says so wherever it is shown."""
        words = ActionState(self.state).label
        return f"{words}, not independent" if self.not_independent else words

    def is_overdue(self, today):
        return self.state == ActionState.AGREED and self.due_on is not None and self.due_on < today

    def standing(self):
        return Standing(
            self.holder_id,
            self.source.group_id,
            frozenset({self.owner_id} - {None}),
            frozenset({self.owner_person_id} - {None}),
        )


class AlsoAnswers(Guarded):
    """A further recommendation that an action answers."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="also_links")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="also_links")

    objects = not_withdrawn(GuardedQuerySet, "action", "recommendation")
    recorded = GuardedQuerySet.as_manager()
    PRIVACY = {"*": "confidential"}

    class Meta:
        base_manager_name = "recorded"
        constraints = [models.UniqueConstraint(fields=["action", "recommendation"], name="also_answers_once")]

    def __str__(self):
        return str(self.recommendation)


class ActionFinding(Guarded):
    """A finding that an action answers directly."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="finding_links")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="action_links")

    objects = not_withdrawn(GuardedQuerySet, "action", "finding")
    recorded = GuardedQuerySet.as_manager()
    PRIVACY = {"*": "confidential"}

    class Meta:
        base_manager_name = "recorded"
        constraints = [models.UniqueConstraint(fields=["action", "finding"], name="action_finding_once")]

    def __str__(self):
        return str(self.finding)


class ActionStep(Guarded):
    """A change of state, or a dated note of progress (then `after` equals `before`)."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="steps")
    before = models.CharField(max_length=14, choices=ActionState, blank=True)
    after = models.CharField(max_length=14, choices=ActionState)
    on = models.DateField()
    text = models.TextField("reason or progress", blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    second = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="who looked at it too"
    )
    PRIVACY = {"*": "confidential"}

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self):
        return f"{self.before} → {self.after} on {self.on}"


class DueChange(Guarded):
    """A due date was moved, and why."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="due_changes")
    before = models.DateField()
    after = models.DateField()
    on = models.DateField()
    reason = models.TextField()
    by_name = models.CharField(max_length=200)
    PRIVACY = {"*": "confidential"}

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="no_move_without_reason")]

    def __str__(self):
        return f"{self.before} → {self.after}"


class EvidenceQuerySet(KeptQuerySet):
    def visible_to(self, viewer):
        """Evidence is read by whoever reads the whole of its action."""
        return self.filter(action__in=Action.objects.visible_to(viewer).read_whole_by(viewer))


class Evidence(RoughlyDated, Kept):
    """What shows that an action was done. Read by whoever may read the action.

    `corrected_on` is the day of its last correction, so that whoever judged before it can be told.
    """

    class Kind(models.TextChoices):
        DOCUMENT = "document", "Document"
        DATA = "data", "Data"
        AUDIT = "audit", "Audit or dip sample"
        OBSERVATION = "observation", "Observation of practice"
        FEEDBACK = "feedback", "Feedback of children, families or practitioners"
        STATEMENT = "statement", "Statement of an agency"

    action = models.ForeignKey(Action, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField("what it shows")
    on = models.DateField("date of the evidence")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    given_by = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    corrected_on = models.DateField("last corrected", null=True, blank=True, editable=False)
    corrected_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    citation = None

    objects = EvidenceQuerySet.as_manager()
    PRIVACY = {"*": "confidential", "key": "technical"}

    class Meta(Kept.Meta):
        ordering = ["on", "pk"]
        verbose_name_plural = "evidence"

    def __str__(self):
        return self.text[:80]
