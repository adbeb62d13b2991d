"""What may stand in the dataset, in sentences that say what to do."""

from decimal import Decimal

from goldenthread.foundation.clock import day_of
from goldenthread.foundation.room import Refused
from goldenthread.rooms.dataset.models import Indicator

Unit = Indicator.Unit


def indicator_makes_sense(values):
    """A rate says for every how many; a line of the village is a number out of 100."""
    if values.get("unit") == Unit.RATE and values.get("factor", 1) < 2:
        raise Refused("A rate is for every so many: type for how many, such as 10000.", "factor")
    if values.get("village") and values.get("unit") not in (None, Unit.NUMBER):
        raise Refused("A line of the village is a number of children out of 100: choose number as its unit.", "unit")
    if values.get("owed") and values.get("agency") is None:
        raise Refused("Say which agency owes this figure, or choose “not at fixed times”.", "agency")


def key_is_free(holder, title):
    if Indicator.objects.filter(holder=holder, title__iexact=title).exists():
        raise Refused(
            "An indicator of this title stands already: add the figure to it, or choose a title that tells them apart.",
            "title",
        )


def says_something(values):
    """A value, a count or words; or why there is none."""
    has = [name for name in ("value", "numerator") if values.get(name) is not None]
    if values.get("absent"):
        if has:
            raise Refused("You give a value and say why there is none: take one of them out.", "absent")
    elif not has and not values.get("words"):
        raise Refused("Type a value, or say why there is none.", "value")


def days_fit(values, now):
    starts, ends = values.get("starts"), values["ends"]
    if starts and starts > ends:
        raise Refused("The first day is after the last: check both.", "starts")
    if ends > day_of(now):
        raise Refused("The period is not over yet: a figure is of a day up to today.", "ends")


def second_is_counted(indicator, values):
    if values.get("second") is not None and not indicator.also_counts:
        raise Refused(
            "This indicator counts one thing only. Say first, in the indicator, what its second count counts.", "second"
        )


def public_is_cited(values):
    if values.get("public") and not values.get("citation"):
        raise Refused("Say where it was published: a figure passes as public only with its citation.", "citation")


# What is said of a figure by those who keep the figures, never by the agency that supplies it.
KEPT_BY_THE_UNIT = ("public", "citation", "quoted", "supplied_by")
PUBLISHED = (
    "This figure was published already, so its agency no longer changes it. Tell the business unit what is "
    "wrong with it."
)


def is_the_agencys_to_say(values):
    """An agency enters the number; that it was published, and whose it is, say those who keep the figures."""
    for name in KEPT_BY_THE_UNIT:
        if values.get(name):
            raise Refused(
                "Only those who keep the figures say this of one. Leave it out, and tell the business unit.", name
            )


def is_not_published(figure):
    """What was published passes as it was quoted: a correction is made with its citation."""
    if figure.public:
        raise Refused(PUBLISHED)


def parts_are_named(values):
    """A breakdown needs its category and the other way round."""
    if values.get("breakdown") and not values.get("category"):
        raise Refused("Say which part it is, for instance Neglect.", "category")
    if values.get("category") and not values.get("breakdown"):
        raise Refused("Say by what it is broken down, for instance category of abuse.", "breakdown")


def ranges_rise(values):
    """A range names its lower end as the value or count, and its upper end beside it."""
    for low, high in (("value", "value_to"), ("numerator", "numerator_to")):
        if values.get(high) is None:
            continue
        if values.get(low) is None:
            raise Refused("A range needs its lower end too.", low)
        if values[high] <= values[low]:
            raise Refused("The upper end of a range is above the lower: check both.", high)


def part_fits(indicator, values, figure=None):
    """What another figure divides further is of the same thing, place and time, and is itself no part of a part."""
    whole = values.get("part_of")
    if whole is None:
        return
    if not values.get("breakdown"):
        raise Refused("Say by what that figure is divided further, for instance age.", "breakdown")
    if figure is not None and (whole == figure or figure.parts.exists()):
        raise Refused("A figure that is divided further cannot be a part of another.", "part_of")
    if whole.part_of_id is not None:
        raise Refused("That figure is a part of another already: parts go no deeper.", "part_of")
    same = (whole.indicator_id, whole.area_id, whole.starts, whole.ends)
    area = values.get("area")
    if same != (indicator.pk, area.pk if area else None, values.get("starts"), values.get("ends")):
        raise Refused("A part is of the same area and the same days as the figure that it divides.", "part_of")


def counts_are_possible(values):
    for name in ("numerator", "denominator", "second"):
        if values.get(name) is not None and values[name] < 0:
            raise Refused("A count cannot be below 0.", name)
    if values.get("denominator") == 0 and values.get("numerator"):
        raise Refused("Some of none cannot be: check both counts.", "denominator")


def figure_makes_sense(indicator, values, now, figure=None):
    """`figure` is the one that stands, where it is changed."""
    for rule in (says_something, public_is_cited, parts_are_named, counts_are_possible, ranges_rise):
        rule(values)
    part_fits(indicator, values, figure)
    second_is_counted(indicator, values)
    days_fit(values, now)


def comparator_makes_sense(values):
    if values.get("value") is None and not values.get("words"):
        raise Refused("Type the value, or how the source words it.", "value")


def oddities(figure):
    """What looks wrong in one figure but is kept as supplied: sentences, none of which blocks."""
    indicator, found = figure.indicator, []
    if indicator.unit == Unit.PERCENT and figure.value is not None and not 0 <= figure.value <= 100:
        found.append("This percentage is not between 0 and 100.")
    if figure.numerator is not None and figure.denominator is not None:
        if indicator.unit == Unit.PERCENT and figure.numerator > figure.denominator:
            found.append("More are counted than there are to count from.")
        elif figure.value is not None and figure.denominator and indicator.unit in {Unit.PERCENT, Unit.RATE}:
            found += not_what_it_gives(figure)
    if (
        figure.second is not None
        and figure.value is not None
        and indicator.unit == Unit.NUMBER
        and figure.second > figure.value
    ):
        found.append("The second count is larger than the first.")
    return found


def not_what_it_gives(figure):
    """The value supplied against what its own counts give, allowing for rounding to the places that it was given
    with.
    """
    indicator = figure.indicator
    gives = figure.numerator / figure.denominator * (100 if indicator.unit == Unit.PERCENT else indicator.factor)
    places = -figure.value.normalize().as_tuple().exponent
    allowed = Decimal("0.51") if places <= 0 else Decimal("0.51").scaleb(-places)
    if (
        figure.bound != "exact"
        or figure.numerator_bound != "exact"
        or figure.numerator_to
        or figure.value_to
        or abs(gives - figure.value) <= allowed
    ):
        return []
    return [f"Its own counts give {gives:.{max(places, 1)}f}; {figure.value.normalize():f} was supplied and is kept."]
