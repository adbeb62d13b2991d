"""The record file's lists of the dataset."""

from dataclasses import replace
from decimal import Decimal

from goldenthread.foundation.records.shapes import WITHDRAWN, Choice, Shape, Text, withdrawal_says_why
from goldenthread.rooms.dataset.models import Bound, Comparator, Figure, Indicator
from goldenthread.thread.record_parts import CITATION, ORIGIN

BOUND = Choice(
    name="bound",
    values=[(b.value, b.label or "exactly") for b in Bound],
    empty="exact",
    sentence="How exactly the value is known: “over nine in ten” is over with 90.",
)
WORDS = Text(
    name="words",
    sentence="As the source words it, for instance “over a thousand contacts each month”; needed when no number is "
    "given.",
)

INDICATOR = Shape.of(
    Indicator,
    sentence="Something that is counted, and how. One indicator for each thing counted, whatever the area, period or "
    "category.",
    says={
        "title": "Its title.",
        "section": "The part of the dataset in which it stands, for instance Child protection; of a line of the "
        "village of 100 children the group, for instance School.",
        "counts": "What its value counts, for instance children.",
        "also_counts": "What its second count counts, for instance episodes and the children whom they concern.",
        "of_whom": "What its denominator counts.",
        "unit": "The unit of its value.",
        "factor": ("Of a rate: for every how many, for instance 10000; of a percentage 100.", {"least": 1}),
        "decimals": ("How many decimals it is shown with.", {"most": 4}),
        "polarity": "Whether higher or lower is better. Rates of demand are neither.",
        "people": "Whether it counts people, so that small counts are withheld when they leave the house. no for "
        "money, days and percentages of things.",
        "definition": "What exactly is counted.",
        "national_code": "The code of the same national measure, where there is one.",
        "agency": "Who answers for it.",
        "owed": "How often they owe a figure; left out where at no fixed times.",
        "theme": "The theme that it belongs to.",
        "priority": "The priority that it belongs to.",
        "village": "If it is a line of the village of 100 children (its figures are then numbers out of 100): the "
        "line's words.",
        "order": "Its place in the dataset. A part stands where its first indicator does, so number all indicators "
        "in the order in which people read them, the place and its population first.",
    },
    audience="public",
)


def _figure_check(values):
    found = withdrawal_says_why(values)
    has_value = any(name in values for name in ("value", "numerator", "words"))
    if "absent" in values and ("value" in values or "numerator" in values):
        found.append(("absent", "A figure that says why there is none cannot have a value. Take one of them out."))
    if "absent" not in values and not has_value:
        found.append(("value", "Expected a value, a numerator or words; or absent, saying why there is none."))
    found += [
        (missing, "A figure of one part says by what it is broken down, and which part it is. Expected both.")
        for given, missing in (("breakdown", "category"), ("category", "breakdown"))
        if given in values and missing not in values
    ]
    found += [
        (high, "The upper end of a range needs its lower end, which is less. Expected both.")
        for low, high in (("value", "value_to"), ("numerator", "numerator_to"))
        if high in values and not (low in values and Decimal(values[low]) < Decimal(values[high]))
    ]
    if "part_of" in values and "breakdown" not in values:
        found.append(("breakdown", "A figure that divides another says by what, and which part it is. Expected both."))
    if values.get("starts", "") > values.get("ends", "9999"):
        found.append(("starts", "Expected a day on or before the last."))
    if values.get("public") and "citation" not in values:
        found.append(("citation", "A figure that is public already says where it was published."))
    return found


def _parts_fit(items, record):
    """A part is of the same thing, place and time as what it divides, and that is itself no part of a part."""
    by_key = {item.key: item.values for item in items}
    for item in items:
        whole = by_key.get(item.values.get("part_of"))
        if whole is None:
            continue
        if "part_of" in whole:
            yield item, "part_of", "That figure divides another already: parts go no deeper. Name that other figure."
        elif any(whole.get(name) != item.values.get(name) for name in ("indicator", "area", "starts", "ends")):
            yield (
                item,
                "part_of",
                "A part is of the same indicator, area and days as the figure that it divides. Check both.",
            )


FIGURE = Shape.of(
    Figure,
    sentence="One value: of an indicator, for an area, for a period or on a day, and for a category where it is "
    "broken down. As supplied, also where parts do not add up.",
    says={
        "indicator": "What is counted.",
        "area": "The area; left out for the whole partnership.",
        "starts": "Of a period: its first day; left out when it says how things stood on a day.",
        "ends": "The last day of the period, or the day itself; the last day of the month where only the month "
        "is known.",
        "period_label": "How the text names the period, for instance Q3.",
        "breakdown": "By what it is broken down, for instance category of abuse.",
        "category": "Which part of that, for instance neglect.",
        "numerator": "The count above, where known.",
        "denominator": "Of how many, where known.",
        "value": (
            "The value as supplied: for a plain count the count itself; never calculated from the other two.",
            {"required_when": "unless `numerator`, `words` or `absent` stands there"},
        ),
        "value_to": (
            "Of a range, its upper end: “between 25 and 30 per cent” is `value: 25` with `value_to: 30`.",
            {},
        ),
        "numerator_bound": replace(
            BOUND,
            name="numerator_bound",
            sentence="How exactly the count above is known: “fewer than 5” is under with `numerator: 5`.",
        ),
        "numerator_to": "Of a count of which only a range is given, its upper end: “between 3 and 7” is `numerator: 3` "
        "with `numerator_to: 7`.",
        "part_of": "The figure that this one divides further, of the same indicator, area and days: of 11 children, 5 "
        "were also neglected; of the girls, those aged 0 to 4. `breakdown` and `category` say by what, and which part "
        "this is.",
        "overlaps": "yes where parts share cases, so that they add up to more than their total.",
        "second": "The second count, where the indicator counts two things.",
        "bound": BOUND,
        "words": WORDS,
        "absent": "Why there is no value though others have one, for instance not published for this area.",
        "quoted": "What was printed, where today's value differs.",
        "source": "Where the figure comes from, as the text says.",
        "public": "Whether it was published already. Then it passes as quoted, with its citation.",
        "citation": replace(CITATION, required_when="when `public: yes`"),
        "note": "Anything that a reader must know, for instance that the parts do not add up to the total.",
        "supplied_by": "Who supplied it.",
        **WITHDRAWN,
        "origin": ORIGIN,
    },
    year_by=("ends",),
    check=_figure_check,
    whole=_parts_fit,
    audience=lambda figure: "public" if figure.public else "partnership",
)

COMPARATOR = Shape.of(
    Comparator,
    sentence="A value of another place that a figure is held beside: England, the region, a neighbour, with its year.",
    says={
        "indicator": "What is counted.",
        "place": "Of where: England, North East …",
        "period": "Its year or day as the text says; “not said” where the text says none.",
        "ends": "The last day of that year, where known.",
        "vintage": "The release from which it was read, where known.",
        "value": ("The value.", {"required_when": "unless `words` stands there"}),
        "bound": BOUND,
        "words": WORDS,
        "beside": "The figure beside which the text quotes it, where it quotes different values beside different "
        "figures.",
        "citation": CITATION,
        "origin": ORIGIN,
    },
    year_by=("ends",),
    audience="public",
    check=lambda values: [] if "value" in values or "words" in values else [("value", "Expected a value or words.")],
)


def figures(viewer, body):
    rows = Figure.objects.filter(holder=body)
    return rows if viewer.seats else rows.filter(public=True)


def comparators(viewer, body):
    rows = Comparator.objects.filter(holder=body)
    return rows if viewer.seats else rows.exclude(beside__public=False)
