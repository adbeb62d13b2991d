"""Tables of the business plan. The priorities themselves are the thread's, so that any work can name them."""

from django.db import models
from django.db.models import Q

from goldenthread.foundation.access.kept import Kept
from goldenthread.foundation.access.queries import Standing
from goldenthread.foundation.people.models import Body, Group, Person
from goldenthread.foundation.writing import Guarded
from goldenthread.thread.models import Priority, Theme


class Plan(Kept):
    """A plan over some years, whose priorities stand in the thread. The unit keeps it; everybody in the partnership
    reads it.
    """

    title = models.CharField(max_length=200)
    starts = models.DateField("first day")
    ends = models.DateField("last day")
    summary = models.TextField(blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    PRIVACY = {"*": "public"}

    class Meta(Kept.Meta):
        ordering = ["-starts"]
        constraints = [
            *Kept.Meta.constraints,
            models.CheckConstraint(condition=Q(ends__gte=models.F("starts")), name="plan_ends_after_start"),
        ]

    def __str__(self):
        return self.title


class PlannedPriority(Kept):
    """One priority in one plan, or a part of it: aim, rationale, desired outcomes, what was done, impact."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="priorities")
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="planned")
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    title = models.CharField("title of the part", max_length=200, blank=True)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    lead = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+")
    aim = models.TextField(blank=True)
    rationale = models.TextField("why it was chosen", blank=True)
    outcomes = models.TextField("desired outcomes", blank=True)
    done = models.TextField("what was done", blank=True)
    impact = models.TextField("what changed for children", blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    published = models.BooleanField("may stand in the yearly report", default=False)
    PRIVACY = {"*": "confidential", "key": "technical"}

    class Meta(Kept.Meta):
        ordering = ["order", "pk"]
        verbose_name_plural = "planned priorities"

    def __str__(self):
        return self.title or self.priority.title

    def standing(self):
        return Standing(self.holder_id, self.group_id)


class Milestone(Kept):
    """A step on the way, with the day by which. Where it stands is its latest note."""

    planned = models.ForeignKey(PlannedPriority, models.PROTECT, related_name="milestones")
    text = models.TextField("what will be reached")
    due_on = models.DateField("by", null=True, blank=True)
    owner = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    citation = None
    PRIVACY = {"*": "confidential", "key": "technical"}

    class Meta(Kept.Meta):
        ordering = ["order", "due_on", "pk"]

    def __str__(self):
        return self.text[:80]

    def standing(self):
        return Standing(self.holder_id, self.planned.group_id, frozenset({self.owner_id} - {None}))


class Rating(models.TextChoices):
    """Blue, green, amber, red as partnerships use them (rules section 2M), said in words."""

    DONE = "done", "Complete, with evidence"
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"
    NOT_STARTED = "not_started", "Not started"


class MilestoneNote(Guarded):
    """A rating on a day, and why. Notes are added, never overwritten."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="notes")
    rating = models.CharField(max_length=12, choices=Rating)
    text = models.TextField("where it stands, and why")
    on = models.DateField()
    by_name = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    PRIVACY = {"*": "confidential"}

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self):
        return f"{self.get_rating_display()} on {self.on}"
