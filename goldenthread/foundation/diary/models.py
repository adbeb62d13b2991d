"""Tables of the diary: rules as rows, the numbers that a partnership sets for itself, and everything that is due."""

import datetime

from django.db import models
from django.db.models import Q

from goldenthread.foundation.access.queries import Standing
from goldenthread.foundation.people.models import Body, Group, Person
from goldenthread.foundation.ui.words import day, in_unit
from goldenthread.foundation.writing import Guarded, GuardedQuerySet, Versioned


class Certainty(models.TextChoices):
    """How sure a statement about the law is: by what was read."""

    OFFICIAL = "official", "Official text"
    QUOTED = "quoted", "Quoted by an official body"
    REPORTED = "reported", "Reported by a third party"
    UNVERIFIED = "unverified", "Not verified"


def how_sure(certainty: str, checked_on: datetime.date | None) -> str:
    """“Quoted by an official body, read on 30 November 2026”; what was not looked up has no day."""
    words = Certainty(certainty).label
    return f"{words}, read on {day(checked_on)}" if checked_on and certainty != Certainty.UNVERIFIED else words


class RuleQuerySet(GuardedQuerySet):
    def on(self, day):
        """Those in force on `day`. An unknown start counts as long ago."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class Rule(Guarded):
    """One rule as one edition of its source has it. Loaded from rules.yaml; never typed in."""

    class Status(models.TextChoices):
        STATUTE = "S", "Statute or regulation"
        GUIDANCE = "G", "Statutory guidance"
        LOCAL = "L", "Local or usual practice"
        INFORMATION = "I", "For information"

    class Direction(models.TextChoices):
        AFTER = "after", "Counted forward: due by then"
        BEFORE = "before", "Counted back: due by then"
        UNTIL = "until", "Counted forward: must hold at least until then"
        STANDING = "standing", "A duty without a day"

    key = models.CharField(max_length=60)
    edition = models.CharField(max_length=20)
    edition_title = models.CharField(max_length=200)
    edition_note = models.CharField(max_length=300, blank=True)
    edition_certainty = models.CharField("how sure its dates are", max_length=10, choices=Certainty, blank=True)
    edition_checked_on = models.DateField("day on which its dates were looked at", null=True, blank=True)
    section = models.CharField(max_length=4)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    trigger = models.TextField("from")
    outcome = models.TextField("to")
    value = models.CharField("as its source says it", max_length=160)
    number = models.PositiveIntegerField("what the clock counts", null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    direction = models.CharField(max_length=10, choices=Direction)
    status = models.CharField(max_length=1, choices=Status)
    status_words = models.CharField(max_length=80, blank=True)
    local = models.BooleanField("the partnership may set its own number", default=False)
    from_next_working_day = models.BooleanField("an event on a day off counts from the next working day", default=False)
    computes = models.BooleanField(default=False)
    certainty = models.CharField("how sure it is", max_length=10, choices=Certainty, default=Certainty.UNVERIFIED)
    checked_on = models.DateField("day on which it was looked at", null=True, blank=True)
    quote = models.TextField("words that were read", blank=True)
    note = models.TextField(blank=True)
    source = models.TextField()
    position = models.PositiveIntegerField()

    objects = RuleQuerySet.as_manager()
    PRIVACY = {"*": "public"}

    class Meta:
        ordering = ["position", "valid_from", "edition"]
        constraints = [models.UniqueConstraint(fields=["key", "edition"], name="one_rule_an_edition")]

    def __str__(self):
        return f"{self.key} ({self.edition})"

    @property
    def counts_days(self) -> bool:
        """Whether a clock of it starts on a day and is due on another; one of hours starts at a moment."""
        return self.computes and self.direction != self.Direction.STANDING and self.unit != "hours"

    @property
    def national(self):
        """Its number is locked: only a new edition changes it."""
        return not self.local

    @property
    def time(self):
        """The value in words, with its unit where the source gives only a number; "-" stands for a duty without one."""
        if self.value == "-":
            return "No time is set"
        numeric = self.value[-1] in "0123456789)" and self.unit and self.unit != "date"
        return in_unit(self.value, self.unit) if numeric else self.value

    @property
    def whose(self):
        """What kind of rule it is, and where it stands."""
        kind = self.get_status_display()
        return kind if kind == self.edition_title else f"{kind}: {self.edition_title}"

    @property
    def verified(self) -> bool:
        return self.certainty != Certainty.UNVERIFIED

    @property
    def how_sure(self) -> str:
        """By what was read, and when; for a row that nobody has looked up, what to do about it."""
        if not self.verified:
            return "Local default, check" if self.local else "Not verified, check"
        return how_sure(self.certainty, self.checked_on)

    @property
    def certainty_colour(self) -> str:
        return {Certainty.OFFICIAL: "green", Certainty.QUOTED: "blue", Certainty.REPORTED: "orange"}[self.certainty]

    @property
    def edition_how_sure(self) -> str:
        return how_sure(self.edition_certainty, self.edition_checked_on) if self.edition_certainty else ""


class LocalValue(Versioned):
    """The number that a partnership set for a local rule, from a day on. The latest row not after the day holds.

    `version` counts the values of this rule in this partnership, so that two people who change it at once find out.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    rule_key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    starts = models.DateField("holds from")
    from_next_working_day = models.BooleanField("an event on a day off counts from the next working day", default=False)
    why = models.TextField("reason")
    PRIVACY = {"*": "public"}

    class Meta:
        ordering = ["body", "rule_key", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["body", "rule_key", "version"], name="one_local_value_a_version"),
        ]

    def __str__(self):
        return f"{self.rule_key}: {self.number}"


class Confirmation(Guarded):
    """A business manager read the source and confirmed a row that was loaded as not verified."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="confirmations")
    on = models.DateField()
    read = models.CharField("what was read", max_length=300)
    PRIVACY = {"*": "public"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "rule"], name="confirmed_once")]

    def __str__(self):
        return f"{self.rule} confirmed"


class DueQuerySet(GuardedQuerySet):
    def running(self):
        return self.filter(met_on=None, ended_on=None)

    def dates(self):
        """Those that follow from a thing of a room, not counted by a rule."""
        return self.filter(rule_key="").exclude(thing_key="")

    def clocks(self):
        """Those that a rule counts, or somebody keeps for a reason of their own."""
        return self.exclude(Q(rule_key="") & ~Q(thing_key=""))


class Due(Versioned):
    """What is due by a day: a clock, counted by a rule in an edition; or the date of a thing that a room keeps here.

    `due_on` is the earliest day of its dates. `title` is a neutral label that reveals nothing. A clock of hours has
    moments beside its days. A date has no rule: it follows from its thing (`room.DueKind`), and whoever may see the
    thing may see it; `agency` and `person` owe it. Nobody who is to be reminded is kept: that is asked when it is sent.
    `step` is the last step of reminding that was reached, `next_step_at` the moment of the next.
    """

    class Audience(models.TextChoices):
        PARTNERSHIP = "partnership", "The partnership"
        GROUP = "group", "The group that holds it"
        AGENCY = "agency", "The agency that owes it"
        LISTED = "named", "Listed people"

    key = models.SlugField(unique=True, max_length=80)
    group = models.ForeignKey(Group, models.PROTECT, related_name="clocks")
    agency = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.PARTNERSHIP)
    rule_key = models.CharField(max_length=60, blank=True)
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, blank=True, related_name="clocks")
    noun = models.CharField("kind of thing", max_length=40, blank=True)
    thing_key = models.CharField("key of the thing", max_length=170, blank=True)
    title = models.CharField(max_length=300)
    on = models.DateField("day that started it")
    at = models.DateTimeField("moment that started it", null=True, blank=True)
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField("ended without being met", null=True, blank=True)
    ended_why = models.TextField(blank=True)
    delay_reason = models.TextField(blank=True)
    expected_on = models.DateField("new day expected", null=True, blank=True)
    step = models.CharField("step of reminding reached", max_length=20, blank=True, editable=False)
    next_step_at = models.DateTimeField("next step of reminding", null=True, blank=True, editable=False)
    objects = DueQuerySet.as_manager()
    PRIVACY = {"*": "confidential", "id": "technical", "key": "technical", "version": "technical"}

    # How access.visible finds its way.
    AUDIENCE_SOURCE = ""
    AUDIENCE_AGENCY = "agency_id"

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name, verbose_name_plural = "clock", "clocks"
        constraints = [
            models.UniqueConstraint(
                fields=["rule_key", "noun", "thing_key"],
                condition=Q(met_on=None, ended_on=None) & ~Q(thing_key="") & ~Q(rule_key=""),
                name="one_running_clock_a_rule_and_thing",
            ),
            models.UniqueConstraint(
                fields=["noun", "thing_key"],
                condition=Q(met_on=None, ended_on=None, rule_key="") & ~Q(thing_key=""),
                name="one_running_date_a_thing",
            ),
            models.CheckConstraint(condition=Q(met_on=None) | Q(ended_on=None), name="clock_is_met_or_ended"),
            models.CheckConstraint(condition=Q(ended_on=None) | ~Q(ended_why=""), name="clock_ends_for_a_reason"),
            models.CheckConstraint(condition=Q(due_at=None) | Q(at__isnull=False), name="clock_of_hours_has_a_moment"),
        ]
        indexes = [
            models.Index(fields=["noun", "thing_key"], name="clocks_of_a_thing"),
            models.Index(fields=["due_on"], condition=Q(met_on=None, ended_on=None), name="due_and_running"),
            models.Index(
                fields=["next_step_at"], condition=Q(met_on=None, ended_on=None), name="next_step_of_reminding"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def body_id(self):
        return self.group.lead_id

    @property
    def runs(self):
        return self.met_on is None and self.ended_on is None

    @classmethod
    def of_things(cls, refs) -> Q:
        """The clocks of any of these (noun, key): closed to whoever is left out of one of them."""
        wanted = Q(pk__in=[])
        for noun, key in refs:
            wanted |= Q(noun=noun, thing_key=key)
        return wanted

    def standing(self):
        return Standing(
            self.group.lead_id,
            self.group_id,
            frozenset({self.agency_id} - {None}),
            frozenset(link.person_id for link in self.people.all()),
        )


class DueDay(Guarded):
    """One of the days of a clock, by one source in force at the trigger: a rule may stand in two sources that
    differ.
    """

    due = models.ForeignKey(Due, models.CASCADE, related_name="days")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+")
    counted = models.CharField("what was counted", max_length=80)
    due_on = models.DateField()
    PRIVACY = {"*": "confidential"}

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["due", "rule"], name="one_day_a_source")]

    def __str__(self):
        return f"{self.rule}: {self.due_on}"


class DuePerson(Guarded):
    """Somebody who is reminded of a clock beside its keepers."""

    due = models.ForeignKey(Due, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    PRIVACY = {"*": "personal"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["due", "person"], name="person_once_a_clock")]

    def __str__(self):
        return f"{self.person} for {self.due_id}"
