"""Tables of the dataset. Numbers are kept as decimals exactly as supplied; what was not supplied stays empty."""

from django.db import models
from django.db.models import Q

from goldenthread.foundation.access.kept import Kept, KeptQuerySet
from goldenthread.foundation.access.queries import Standing
from goldenthread.foundation.access.withdrawn import Withdrawable, not_withdrawn
from goldenthread.foundation.people.models import Area, Body
from goldenthread.thread.models import Priority, Theme


class Indicator(Kept):
    """One thing that is counted, and how. `counts` names what the value counts; `also_counts` the second thing, for
    instance episodes and the children whom they concern. A rate is numerator / denominator × `factor`."""

    class Unit(models.TextChoices):
        NUMBER = "number", "Number"
        PERCENT = "percent", "Per cent"
        RATE = "rate", "Rate"
        DAYS = "days", "Days"
        MONEY = "money", "Pounds"
        RANK = "rank", "Rank"

    class Polarity(models.TextChoices):
        HIGH = "high", "Higher is better"
        LOW = "low", "Lower is better"
        NEUTRAL = "neutral", "Neither higher nor lower is better by itself"

    class Every(models.TextChoices):
        """How often its agency owes a figure. Periods end with a month; a quarter with March, June, September,
        December.
        """

        NONE = "", "Not at fixed times"
        MONTH = "month", "Every month"
        QUARTER = "quarter", "Every quarter"
        YEAR = "year", "Every year to 31 March"

    holder = models.ForeignKey(Body, models.PROTECT, related_name="indicators", editable=False)
    title = models.CharField(max_length=250)
    section = models.CharField("part of the dataset", max_length=120, blank=True)
    counts = models.CharField("what it counts", max_length=120, blank=True)
    also_counts = models.CharField("what else it counts", max_length=120, blank=True)
    of_whom = models.CharField("of how many what", max_length=120, blank=True)
    unit = models.CharField(max_length=8, choices=Unit, default=Unit.NUMBER)
    factor = models.PositiveIntegerField("for every", default=1)
    decimals = models.PositiveSmallIntegerField(default=0)
    polarity = models.CharField(max_length=8, choices=Polarity, default=Polarity.NEUTRAL)
    people = models.BooleanField("counts people", default=True)
    definition = models.TextField(blank=True)
    national_code = models.CharField("code of the national measure", max_length=40, blank=True)
    agency = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    owed = models.CharField("how often it is owed", max_length=8, choices=Every, default=Every.NONE, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+")
    priority = models.ForeignKey(Priority, models.PROTECT, null=True, blank=True, related_name="+")
    village = models.CharField("line in the village of 100 children", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    origin = citation = None
    PRIVACY = {"*": "public"}

    class Meta(Kept.Meta):
        ordering = ["section", "order", "title"]

    def __str__(self):
        return self.title

    def standing(self):
        return Standing(self.holder_id, None, frozenset({self.agency_id} - {None}))


class Bound(models.TextChoices):
    """How exactly a value is known."""

    EXACT = "exact", ""
    ABOUT = "about", "about"
    AT_LEAST = "at_least", "at least"
    OVER = "over", "over"
    AT_MOST = "at_most", "at most"
    UNDER = "under", "under"


class Figure(Withdrawable, Kept):
    """One value of an indicator for an area (or the whole partnership), a period or a day, and a category of a
    breakdown.

    `value` or `numerator` with `…_to`: a range, of which only the ends are known. `part_of`: the figure of which this
    is a part, where that is itself one of a breakdown ("11, of whom 5"). `overlaps`: parts that share cases, so that
    they add up to nothing. `starts` empty: the situation on `ends`. `absent` says why there is no value though others
    have one. `public` and `citation`: it is published already and passes as quoted; `quoted` is what was printed when
    today's value differs.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    starts = models.DateField("first day", null=True, blank=True)
    ends = models.DateField("last day, or the day itself")
    period_label = models.CharField(max_length=60, blank=True)
    breakdown = models.CharField("broken down by", max_length=80, blank=True)
    category = models.CharField(max_length=120, blank=True)
    numerator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    second = models.DecimalField("the second count", max_digits=16, decimal_places=4, null=True, blank=True)
    bound = models.CharField(max_length=8, choices=Bound, default=Bound.EXACT)
    value_to = models.DecimalField("up to", max_digits=16, decimal_places=4, null=True, blank=True)
    numerator_bound = models.CharField(max_length=8, choices=Bound, default=Bound.EXACT)
    numerator_to = models.DecimalField("the count up to", max_digits=16, decimal_places=4, null=True, blank=True)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    overlaps = models.BooleanField("shares cases with other parts", default=False)
    words = models.CharField("as the source words it", max_length=200, blank=True)
    absent = models.CharField("why there is none", max_length=200, blank=True)
    quoted = models.CharField("as it was published", max_length=200, blank=True)
    source = models.CharField("where it comes from", max_length=250, blank=True)
    public = models.BooleanField("published already", default=False)
    note = models.TextField(blank=True)
    supplied_by = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")

    objects = not_withdrawn(KeptQuerySet)
    recorded = KeptQuerySet.as_manager()
    PRIVACY = {"*": "confidential", "key": "technical"}

    class Meta:
        ordering = ["indicator", "ends", "area__name", "breakdown", "category"]
        constraints = [
            *Kept.Meta.constraints,
            *Withdrawable.CONSTRAINTS,
            models.CheckConstraint(
                condition=Q(starts=None) | Q(starts__lte=models.F("ends")), name="figure_starts_before"
            ),
            models.CheckConstraint(
                condition=(Q(absent="") & (Q(value__isnull=False) | Q(numerator__isnull=False) | ~Q(words="")))
                | (~Q(absent="") & Q(value=None, numerator=None)),
                name="figure_has_a_value_or_says_why_not",
            ),
            models.CheckConstraint(condition=Q(public=False) | ~Q(citation=""), name="public_figure_is_cited"),
            models.CheckConstraint(
                condition=(Q(value_to=None) | Q(value_to__gt=models.F("value")))
                & (Q(numerator_to=None) | Q(numerator_to__gt=models.F("numerator"))),
                name="figure_ranges_rise",
            ),
            models.CheckConstraint(
                condition=Q(part_of=None) | ~Q(breakdown=""), name="figure_that_is_a_part_says_of_what_kind"
            ),
        ]
        indexes = [models.Index(fields=["indicator", "ends"], name="figure_by_indicator")]

    def __str__(self):
        return f"{self.indicator} {self.ends}"

    def standing(self):
        """It belongs to the agency that answers for its indicator; not where another agency supplied it."""
        agency = self.indicator.agency_id
        theirs = self.supplied_by_id in (None, agency)
        return Standing(self.holder_id, None, frozenset({agency} - {None}) if theirs else frozenset())


class Comparator(Kept):
    """What a figure is held beside: England, the region, a neighbour; with its year and the vintage of the release."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="comparators")
    place = models.CharField(max_length=120)
    period = models.CharField("its year", max_length=60)
    ends = models.DateField("last day of its year", null=True, blank=True)
    vintage = models.CharField("release it was read from", max_length=200, blank=True)
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    bound = models.CharField(max_length=8, choices=Bound, default=Bound.EXACT)
    words = models.CharField("as the source words it", max_length=200, blank=True)
    beside = models.ForeignKey(Figure, models.PROTECT, null=True, blank=True, related_name="comparators")

    # What is held beside a figure goes with it when that is withdrawn from the record.
    objects = not_withdrawn(KeptQuerySet, "beside")
    recorded = KeptQuerySet.as_manager()
    PRIVACY = {"*": "public"}

    def standing(self):
        return Standing(self.holder_id)

    class Meta:
        base_manager_name = "recorded"
        ordering = ["place", "period"]
        constraints = [
            *Kept.Meta.constraints,
            models.CheckConstraint(condition=Q(value__isnull=False) | ~Q(words=""), name="comparator_says_something"),
        ]

    def __str__(self):
        return f"{self.place} {self.period}"
