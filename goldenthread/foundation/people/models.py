"""Tables of people and bodies. Every `ends` is the last day that counts; none means it still runs."""

import datetime

from django.db import models
from django.db.models import Q

from goldenthread.foundation.people.accounts import User
from goldenthread.foundation.people.names import BodyName as BodyName
from goldenthread.foundation.people.names import GroupName as GroupName
from goldenthread.foundation.people.seat_filters import of_runs, runs_on
from goldenthread.foundation.writing import Guarded, GuardedQuerySet, Versioned


class OfPeople:
    """The tables here are written by the operations of organisations."""

    WRITTEN_BY = "organisations"


class DatedQuerySet(GuardedQuerySet):
    """Rows with `starts` and `ends`."""

    def on(self, day: datetime.date):
        """Those that hold on `day`. An unknown start counts as long ago."""
        return self.filter(runs_on(day))


AS_OF = "as of when its text names it, where none says whether it still held later"


class Dated(OfPeople, Guarded):
    """Abstract: from when to when; both days count."""

    starts = models.DateField("from", null=True, blank=True)
    ends = models.DateField("last day", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=models.F("starts")),
                name="%(class)s_ends_after_start",
            )
        ]

    def runs_on(self, day: datetime.date) -> bool:
        return (self.starts is None or self.starts <= day) and (self.ends is None or self.ends >= day)


class Area(Dated):
    """A local authority area, with its code of the Office for National Statistics where known."""

    key = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=200)
    code = models.CharField("ONS code", max_length=9, blank=True)

    PRIVACY = {"*": "public"}

    class Meta(Dated.Meta):
        ordering = ["name"]

    def __str__(self):
        return self.name


class Body(Versioned, Dated):
    """An organisation: a partnership, the board before it, an agency, or the business unit that serves a
    partnership.
    """

    class Kind(models.TextChoices):
        PARTNERSHIP = "partnership", "Safeguarding children partnership"
        PREDECESSOR = "predecessor_board", "Local safeguarding children board (before 2019)"
        AGENCY = "agency", "Agency"
        BUSINESS_UNIT = "business_unit", "Business unit"

    key = models.SlugField(unique=True, max_length=80)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    agency_type = models.CharField(max_length=40, blank=True)
    host = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="hosted")
    website = models.URLField(blank=True)
    vision = models.TextField(blank=True)
    values = models.TextField("what it stands for", blank=True)
    objectives = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    duties = models.TextField("statutory duties", blank=True)
    email = models.EmailField("e-mail address", blank=True)
    telephone = models.CharField(max_length=80, blank=True)
    address = models.CharField("postal address", max_length=300, blank=True)
    contact = models.TextField("further ways to reach it", blank=True)
    provenance = models.TextField("where this record comes from", blank=True)
    colour = models.CharField("brand colour", max_length=7, blank=True)
    stub = models.BooleanField("named in passing only", default=False)

    PRIVACY = {"*": "public", "provenance": "public"}

    class Meta(Dated.Meta):
        verbose_name_plural = "bodies"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=models.F("starts")), name="body_ends_after_start"
            )
        ]

    @property
    def body_id(self):
        """In whose chain its history stands: its own."""
        return self.pk

    def __str__(self):
        return self.name

    @property
    def ref(self):
        """How anything in the house points here: a body's key is its own in all of it."""
        return self.key

    @property
    def short(self):
        return self.short_name or self.name

    @property
    def holds_a_record(self):
        return self.kind in {self.Kind.PARTNERSHIP, self.Kind.PREDECESSOR}


class BodyArea(Dated):
    """Which areas a body serves."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="body_areas")
    area = models.ForeignKey(Area, models.PROTECT, related_name="body_areas")
    PRIVACY = {"*": "public"}

    class Meta(Dated.Meta):
        ordering = ["area__name"]

    def __str__(self):
        return f"{self.body}: {self.area}"


class Succession(OfPeople, Guarded):
    """One body takes the place of another: whole, by merging, or for some areas after a split."""

    class Kind(models.TextChoices):
        SUCCEEDS = "succeeds", "takes its place"
        MERGES = "merges", "merged into"
        SPLITS = "splits", "split from"

    before = models.ForeignKey(Body, models.PROTECT, related_name="successors")
    after = models.ForeignKey(Body, models.PROTECT, related_name="predecessors")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    PRIVACY = {"*": "public"}

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["before", "after", "on"], name="one_succession_a_day"),
            models.CheckConstraint(condition=~Q(before=models.F("after")), name="nobody_succeeds_itself"),
        ]

    def __str__(self):
        return f"{self.after} {self.get_kind_display()} {self.before}"


class SuccessionArea(OfPeople, Guarded):
    """The areas that pass. None listed means all."""

    succession = models.ForeignKey(Succession, models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    PRIVACY = {"*": "public"}

    def __str__(self):
        return str(self.area)


class Person(OfPeople, Versioned):
    """A person whom the record names; with an account only when `user` is set. `title` says who they are by role."""

    key = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=200)
    title = models.CharField("post", max_length=200, blank=True)
    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="person")
    invented = models.BooleanField("made up for an example", default=False)
    PART = "people"  # what its list in the record file is called
    added_in = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="added by"
    )
    PRIVACY = {"*": "personal"}

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Group(Versioned, Dated):
    """A group that meets. Each partnership has one root group; a shared group is led by one partnership."""

    class Kind(models.TextChoices):
        ROOT = "root", "The whole partnership"
        LEADERS = "leaders", "Lead safeguarding partners"
        EXECUTIVE = "executive", "Executive"
        SUBGROUP = "subgroup", "Sub-group"
        TASK = "task", "Task and finish group"
        PANEL = "panel", "Panel"
        FORUM = "forum", "Forum"

    key = models.SlugField(max_length=80)
    lead = models.ForeignKey(Body, models.PROTECT, related_name="led_groups")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40, blank=True)
    purpose = models.TextField(blank=True)
    meets = models.CharField("how often it meets", max_length=120, blank=True)
    chaired_by = models.CharField("who chairs it", max_length=200, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    as_of = models.DateField(AS_OF, null=True, blank=True, editable=False)
    passed_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    PRIVACY = {"*": "public"}

    class Meta(Dated.Meta):
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=models.F("starts")), name="group_ends_after_start"
            ),
            models.UniqueConstraint(fields=["lead", "key"], name="group_key_unique_in_partnership"),
            models.UniqueConstraint(fields=["lead"], condition=Q(kind="root"), name="one_root_group_a_partnership"),
        ]

    @property
    def ref(self):
        return f"{self.lead.key}/{self.key}"

    @property
    def body_id(self):
        """In whose chain its history stands: that of the partnership that leads it."""
        return self.lead_id

    def __str__(self):
        return self.name

    @classmethod
    def keepers_of_records(cls) -> set[str]:
        """The keys of bodies of which a record of their own stands here: those that have a root group."""
        return set(cls.objects.filter(kind=cls.Kind.ROOT).values_list("lead__key", flat=True))


class GroupMembership(Dated):
    """A partnership takes part in a group, and sees and reports what the group held in that time."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="group_memberships")
    partnership = models.ForeignKey(Body, models.PROTECT, related_name="group_memberships")
    PRIVACY = {"*": "public"}

    def __str__(self):
        return f"{self.partnership.short} in {self.group}"


class Delegation(Versioned, Dated):
    """An agency sends somebody to a group, by their role: for whoever reads who sits there. Nobody acts by it; that is
    a seat.
    """

    group = models.ForeignKey(Group, models.PROTECT, related_name="delegations")
    agency = models.ForeignKey(Body, models.PROTECT, related_name="delegations")
    role = models.CharField("whom it sends, by role", max_length=200, blank=True)
    PRIVACY = {"*": "public"}

    class Meta(Dated.Meta):
        ordering = ["agency__name", "role", "pk"]

    @property
    def body_id(self):
        """In whose chain its history stands: that of the partnership that leads the group."""
        return self.group.lead_id

    def __str__(self):
        return f"{self.agency}: {self.role}" if self.role else str(self.agency)


class Membership(Dated):
    """An agency belongs to a partnership, in a capacity."""

    class Capacity(models.TextChoices):
        STATUTORY = "statutory", "Statutory safeguarding partner"
        RELEVANT = "relevant", "Relevant agency"
        EDUCATION = "education", "Education or childcare agency"
        OBSERVER = "observer", "Takes part as an observer"

    agency = models.ForeignKey(Body, models.PROTECT, related_name="memberships")
    partnership = models.ForeignKey(Body, models.PROTECT, related_name="agency_memberships")
    capacity = models.CharField(max_length=10, choices=Capacity)
    as_of = models.DateField(AS_OF, null=True, blank=True, editable=False)
    passed_to = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    PRIVACY = {"*": "public"}

    class Meta(Dated.Meta):
        ordering = ["agency__name"]

    def __str__(self):
        return f"{self.agency} in {self.partnership.short}"


class SeatQuerySet(DatedQuerySet):
    def on(self, day: datetime.date):
        """Those that open something on `day`: held, not ended in its course, and no longer than what they are in."""
        return self.at_some_time_on(day).filter(Q(ended_at=None) | ~Q(ends=day))

    def at_some_time_on(self, day: datetime.date):
        """With those that ended in the course of the day: what conflicts of interest are judged on."""
        return super().on(day).filter(of_runs(day), state=Seat.State.HELD)


class Seat(Versioned, Dated):
    """The capacity in which a person acts. Its scope is exactly one of a partnership, a group or a membership.

    A seat that wants a second person is proposed until they confirm it, and opens nothing until then. `ended_at` is
    the moment at which it ended on its last day, where it did not hold to the day's end.
    """

    class State(models.TextChoices):
        HELD = "held", "Held"
        PROPOSED = "proposed", "Waits for a second person"
        DECLINED = "declined", "Declined or never taken up"

    key = models.SlugField(unique=True, max_length=80)
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats")
    role = models.CharField(max_length=30)
    title = models.CharField("office held", max_length=200, blank=True)
    acting_for = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="seats_for")
    partnership = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="seats")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="seats")
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="seats")
    agreement_signed_on = models.DateField(null=True, blank=True)
    dbs_checked_on = models.DateField("DBS check dated", null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.HELD, editable=False)
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    ended_at = models.DateTimeField("ended at", null=True, blank=True, editable=False)

    objects = SeatQuerySet.as_manager()
    PRIVACY = {"*": "personal"}

    class Meta(Dated.Meta):
        ordering = ["person__name", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=models.F("starts")), name="seat_ends_after_start"
            ),
            models.CheckConstraint(
                condition=(
                    Q(partnership__isnull=False, group=None, membership=None)
                    | Q(partnership=None, group__isnull=False, membership=None)
                    | Q(partnership=None, group=None, membership__isnull=False)
                ),
                name="seat_has_exactly_one_scope",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ends__isnull=False), name="seat_ended_on_its_last_day"
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.title or self.role}"

    def is_open_at(self, moment: datetime.datetime) -> bool:
        """Of a seat of today: whether it has not ended in the course of the day."""
        return self.ended_at is None or self.ended_at > moment


class ReportingPeriod(Dated):
    """A period that a body reports on. What falls inside is offered to its report."""

    key = models.SlugField(max_length=80)
    body = models.ForeignKey(Body, models.PROTECT, related_name="periods")
    label = models.CharField(max_length=60)
    PART = "periods"
    PRIVACY = {"*": "public"}

    class Meta(Dated.Meta):
        ordering = ["-starts"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__isnull=False, ends__isnull=False), name="period_has_both_days"),
            models.CheckConstraint(condition=Q(ends__gte=models.F("starts")), name="reportingperiod_ends_after_start"),
            models.UniqueConstraint(fields=["body", "key"], name="period_key_unique_in_body"),
        ]

    def __str__(self):
        return self.label
