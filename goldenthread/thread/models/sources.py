"""Where findings come from, and the two ways in which work is sorted: themes and priorities."""

from django.db import models
from django.db.models import Q

from goldenthread.foundation.access.kept import Kept
from goldenthread.foundation.access.queries import Standing
from goldenthread.foundation.people.models import Area, Body, Group
from goldenthread.foundation.writing import Guarded, Versioned
from goldenthread.thread import kinds
from goldenthread.thread.models.audience import Audienced
from goldenthread.thread.models.days import Known, told


class Theme(Versioned):
    """What learning is about, in words that all partnerships of the house share, so that recurrence can be seen."""

    key = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    PRIVACY = {"*": "public"}

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Priority(Kept):
    """Something a partnership has resolved to put first. Its aims, outcomes and milestones live in the business
    plan.
    """

    holder = models.ForeignKey(Body, models.PROTECT, related_name="priorities")
    origin = citation = None
    title = models.CharField(max_length=200)
    starts = models.DateField("from", null=True, blank=True)
    ends = models.DateField("last day", null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    PART = "priorities"  # what its list in the record file is called
    PRIVACY = {"*": "public"}

    class Meta(Kept.Meta):
        ordering = ["order", "title"]

    def __str__(self):
        return self.title


class Source(Audienced, Kept):
    """A piece of work that finds something. A room's own object points here; without a room the generic page keeps it.

    `on` is the day of the work, or the last day of its month or period; `known` says which.
    """

    Known = Known

    kind = models.CharField(max_length=30, choices=kinds.CHOICES)
    title = models.CharField(max_length=250)
    public_label = models.CharField("what it is called where it may not be named", max_length=250, blank=True)
    group = models.ForeignKey(Group, models.PROTECT, related_name="sources")
    holder = models.ForeignKey(Body, models.PROTECT, related_name="sources", editable=False)
    on = models.DateField("date")
    starts = models.DateField("first day, where it took a period", null=True, blank=True)
    known = models.CharField("how exactly the date is known", max_length=6, choices=Known, default=Known.DAY)
    summary = models.TextField(blank=True)
    carried_out_by = models.CharField("who carried it out, where that was not the group", max_length=200, blank=True)
    kept_to = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    priority = models.ForeignKey(Priority, models.PROTECT, null=True, blank=True, related_name="sources")
    TEXT = "summary"
    RELEASED = ("kind", "kind_label", "public_label", "group", "on", "starts", "known", "when", "source_areas")
    LINKS = ()
    AUDIENCE_SOURCE = ""
    AUDIENCE_AGENCY = "kept_to_id"
    PRIVACY = {"*": "confidential", "key": "technical", "public_text": "public", "public_label": "public"}

    class Meta:
        ordering = ["-on", "title"]
        constraints = [
            *Kept.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts=None) | Q(starts__lte=models.F("on")), name="source_starts_before"
            ),
            models.CheckConstraint(
                condition=~Q(audience="agency") | Q(kept_to__isnull=False), name="agency_audience_names_agency"
            ),
        ]
        indexes = [models.Index(fields=["group", "on"], name="source_by_group")]

    def __str__(self):
        return self.title

    @property
    def when(self) -> str:
        return told(self.on, self.starts, self.known)

    @property
    def kind_label(self):
        return kinds.BY_CODE[self.kind].label

    @property
    def source(self):
        """A source stands in its own place, so that it can be asked like its parts."""
        return self

    @property
    def source_id(self):
        return self.pk

    @property
    def label_in_public(self):
        """What it is called beside a released part while the source itself stays closed."""
        return self.public_label or (self.title if self.audience == "public" else "a confidential piece of work")

    def standing(self):
        return Standing(self.holder_id, self.group_id, frozenset({self.kept_to_id} - {None}))


class SourceArea(Guarded):
    """An area that a source concerns. None listed means all areas of its group's partnerships."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="source_areas")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    PRIVACY = {"*": "public"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "area"], name="source_area_once")]

    def __str__(self):
        return str(self.area)
