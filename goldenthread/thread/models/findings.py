"""What was found, what was recommended, and how each body answered."""

from django.db import models
from django.db.models import Q

from goldenthread.foundation.access.kept import Kept
from goldenthread.foundation.access.queries import Standing
from goldenthread.foundation.access.withdrawn import Withdrawable, not_withdrawn
from goldenthread.foundation.people.models import Body, Person
from goldenthread.foundation.writing import Guarded, GuardedQuerySet, Versioned
from goldenthread.thread.models.audience import Audienced, ReadableQuerySet
from goldenthread.thread.models.days import RoughlyDated
from goldenthread.thread.models.sources import Priority, Source, Theme
from goldenthread.thread.states import RecommendationState


class OfSource(Withdrawable, Audienced, Kept):
    """Part of one source, in its order. `holder` is the source's, kept here so that keys are unique in their holder."""

    order = models.PositiveSmallIntegerField(default=0)

    objects = not_withdrawn(ReadableQuerySet)
    recorded = ReadableQuerySet.as_manager()
    LINKS: tuple[str, ...] = ()
    """Other things of the thread to which a released one stays tied: told to whoever sees both ends."""

    class Meta(Kept.Meta):
        abstract = True

    def standing(self):
        return Standing(self.holder_id, self.source.group_id, frozenset({self.source.kept_to_id} - {None}))


class Finding(OfSource):
    """A strength, or an area for development. `cases` of `opportunities` where it counts cases (5 of 6 children).

    Something follows from it, or `no_step_reason` says why not, who decided and when.
    """

    class Kind(models.TextChoices):
        STRENGTH = "strength", "Strength"
        DEVELOPMENT = "development", "Area for development"

    source = models.ForeignKey(Source, models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField()
    cases = models.PositiveIntegerField("in how many", null=True, blank=True)
    opportunities = models.PositiveIntegerField("of how many", null=True, blank=True)
    no_step_reason = models.TextField("why nothing further follows", blank=True)
    no_step_by = models.CharField("who decided that", max_length=200, blank=True)
    no_step_on = models.DateField("when", null=True, blank=True)
    themes = models.ManyToManyField(Theme, through="FindingTheme", related_name="findings")
    RELEASED = ("kind", "themes")
    PRIVACY = {"*": "confidential", "key": "technical", "public_text": "public"}

    class Meta:
        ordering = ["source", "order", "pk"]
        constraints = [
            *Kept.Meta.constraints,
            *Withdrawable.CONSTRAINTS,
            models.CheckConstraint(
                condition=Q(cases=None) | Q(opportunities=None) | Q(cases__lte=models.F("opportunities")),
                name="cases_within_opportunities",
            ),
            models.CheckConstraint(
                condition=Q(no_step_reason="", no_step_by="", no_step_on=None)
                | (~Q(no_step_reason="") & ~Q(no_step_by="") & Q(no_step_on__isnull=False)),
                name="no_step_says_why_who_when",
            ),
        ]

    def __str__(self):
        return self.text[:80]


class FindingTheme(Guarded):
    """What a finding is about."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="finding_links")
    PRIVACY = {"*": "confidential"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "theme"], name="finding_theme_once")]

    def __str__(self):
        return str(self.theme)


class Recommendation(OfSource):
    """What should change, made by one source on the strength of its findings or another's.

    `addressed_to` is in the words of the work. Only `addressees` owe an answer.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="recommendations")
    text = models.TextField()
    addressed_to = models.CharField("to whom it is addressed", max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=RecommendationState, default=RecommendationState.OPEN, editable=False
    )
    state_on = models.DateField(null=True, blank=True, editable=False)
    state_reason = models.TextField(blank=True, editable=False)
    priority = models.ForeignKey(Priority, models.PROTECT, null=True, blank=True, related_name="recommendations")
    findings = models.ManyToManyField(Finding, through="RecommendationFinding", related_name="recommendations")
    addressees = models.ManyToManyField(Body, through="Addressee", related_name="+")
    HISTORY_WORDS = {"findings": "rests on", "addressees": "asked for an answer", "answered_on": "date of the answer"}
    RELEASED = ("state", "state_on")
    LINKS = ("findings",)
    PRIVACY = {"*": "confidential", "key": "technical", "public_text": "public"}

    class Meta:
        ordering = ["source", "order", "pk"]
        constraints = [*Kept.Meta.constraints, *Withdrawable.CONSTRAINTS]

    def __str__(self):
        return self.text[:80]


class Addressee(Guarded):
    """A body that a recommendation is addressed to, and that owes an answer to it."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="addressee_links")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    PRIVACY = {"*": "confidential"}

    class Meta:
        ordering = ["body__name"]
        constraints = [models.UniqueConstraint(fields=["recommendation", "body"], name="addressee_once")]

    def __str__(self):
        return str(self.body)


class RecommendationFinding(Guarded):
    """A finding on which a recommendation rests."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="finding_links")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="recommendation_links")

    objects = not_withdrawn(GuardedQuerySet, "recommendation", "finding")
    recorded = GuardedQuerySet.as_manager()
    PRIVACY = {"*": "confidential"}

    class Meta:
        base_manager_name = "recorded"
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "finding"], name="recommendation_finding_once")
        ]

    def __str__(self):
        return f"{self.finding}"


class Acceptance(RoughlyDated, Versioned):
    """How one body answered one recommendation. A later answer is a new row; the latest counts.

    Correcting a row mends what was written down wrongly; a body that thinks better of it answers again.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        PARTLY = "partly", "Accepted in part"
        REJECTED = "rejected", "Not accepted"

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="acceptances")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer)
    on = models.DateField()
    reason = models.TextField(blank=True)
    given_by = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    PRIVACY = {"*": "confidential"}

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(answer="accepted") | ~Q(reason=""), name="no_refusal_without_reason"),
        ]

    def __str__(self):
        return f"{self.body}: {self.get_answer_display()}"
