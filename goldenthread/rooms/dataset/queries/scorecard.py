"""The scorecard: every indicator with its latest value by area, beside England and the region. Four queries, however
many.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.ui.words import lower_first
from goldenthread.rooms.dataset import measures
from goldenthread.rooms.dataset.blocks import Village, VillageItem
from goldenthread.rooms.dataset.models import Comparator, Figure, Indicator
from goldenthread.rooms.dataset.queries import arranging, reading
from goldenthread.rooms.dataset.small_charts import lines, rows


@dataclass(frozen=True)
class Entry:
    """One indicator on the scorecard: the newest figure of the whole, or of each area, said in full; what else is new
    in short; a small picture; how many things do not fit; where its own agency adds a figure."""

    indicator: object
    url: str
    sentences: tuple
    more: tuple
    picture: str
    warnings: int
    add_url: str = ""


@dataclass
class Section:
    """A part of the dataset. `villages`: (area name, Village, figures). A page puts its `pictures` of them in."""

    title: str
    entries: tuple
    villages: tuple = ()
    pictures: list = field(default_factory=list)


def _chosen(viewer: Viewer, holder: Body | None, agency: Body | None) -> QuerySet[Indicator]:
    indicators = reading.indicators(viewer).filter(holder_id=holder.pk if holder else viewer.partnership_id)
    return indicators.filter(agency=agency) if agency is not None else indicators


def figures_of(viewer: Viewer, *, holder: Body | None = None, agency: Body | None = None) -> QuerySet[Figure]:
    """Every figure behind the indicators that the scorecard shows."""
    order = (
        "indicator__section",
        "indicator__order",
        "indicator__title",
        "ends",
        "area__name",
        "breakdown",
        "category",
        "pk",
    )
    return reading.figures(viewer).filter(indicator__in=_chosen(viewer, holder, agency)).order_by(*order)


def sections(viewer: Viewer, *, holder: Body | None = None, agency: Body | None = None) -> list:
    """Indicators as the dataset orders them, the village of 100 children last. `holder`: a body before this one."""
    holder_id = holder.pk if holder else viewer.partnership_id
    indicators = _chosen(viewer, holder, agency)
    figures, comparators = defaultdict(list), defaultdict(list)
    for one in reading.figures(viewer).filter(holder_id=holder_id):
        figures[one.indicator_id].append(one)
    for one in reading.comparators(viewer).filter(holder_id=holder_id):
        comparators[one.indicator_id].append(one)
    by_section: dict[str, list[Indicator]] = {}
    for one in arranging.indicators_in_order(one for one in indicators if not one.village):
        by_section.setdefault(one.section or "Other figures", []).append(one)
    found = [
        Section(title, tuple(entry(viewer, one, figures[one.pk], comparators[one.pk]) for one in own))
        for title, own in by_section.items()
    ]
    lines = arranging.indicators_in_order(one for one in indicators if one.village)
    if drawn := tuple(villages((one, figures[one.pk]) for one in lines)):
        found.append(Section("Village of 100 children", (), drawn))
    return found


def entry(viewer: Viewer, indicator: Indicator, figures: list[Figure], comparators: list[Comparator]) -> Entry:
    newest = arranging.latest(figures)
    sentences, more = [], []
    for name, (figure, before) in newest.items():
        if name != arranging.WHOLE and arranging.WHOLE in newest:
            more.append(f"{name} {measures.short_amount(figure)}")
        else:
            sentences.append(arranging.with_place(figure, arranging.sentence(figure, comparators, most=2)))
            if before and (words := measures.change(figure, before)):
                more.append(f"{name}: {words}" if figure.area_id and len(newest) > 1 else words)
    if not sentences:  # nothing of ours: what is known of elsewhere still says something
        sentences = [
            f"{one.place}: {arranging.value_of(one)}"
            + ("" if one.value is None or not one.words else f" (“{one.words}”)")
            for one in comparators
        ]
    return Entry(
        indicator,
        reading.address(viewer, indicator),
        tuple(sentences),
        tuple(more),
        _picture(figures, newest, comparators),
        len(arranging.warnings(figures)),
        _add_url(viewer, indicator),
    )


def _add_url(viewer: Viewer, indicator: Indicator) -> str:
    """For the agency that answers for it. Those who keep every figure find the form on the indicator's page."""
    theirs = not can(viewer, "dataset.edit") and can(viewer, "dataset.supply", indicator)
    return reading.address(viewer, indicator, "add_figure") if theirs else ""


def _picture(
    figures: list[Figure], newest: dict[str, tuple[Figure, Figure | None]], comparators: list[Comparator]
) -> str:
    """A line over time where there are three points or more; else the areas beside what they are held against."""
    shown = [figure for figure, _ in newest.values() if measures.number(figure) is not None]
    if not shown:
        return ""
    whole = shown[:1] if shown[0].area_id is None else shown  # over time the whole says enough
    size = measures.told_length(shown[0])
    series = []
    for figure in whole:
        own = sorted(
            (
                one
                for one in figures
                if one.area_id == figure.area_id
                and not one.breakdown
                and measures.told_length(one) == size
                and measures.number(one) is not None
            ),
            key=arranging.newest_first,
        )
        by_day = {one.ends: measures.number(one) for one in own}
        series.append(list(by_day.items()))
    if max(len(points) for points in series) >= 3:
        level = next((one.value for one in arranging.held_beside(whole[0], comparators)), None)
        return lines(series, level)
    bars = [(arranging.area_name(figure), measures.number(figure), True) for figure in shown]
    beside = {one.place: one.value for one in arranging.held_beside(shown[0], comparators)}
    bars += [(place, value, False) for place, value in beside.items()]
    return rows(bars) if len(bars) > 1 and shown[0].indicator.unit != "rank" else ""


def village_lines(pairs: Iterable | Iterator) -> list[tuple[str, list[tuple[VillageItem, Figure]]]]:
    """[(area name, its lines with the figure behind each)] of the village of 100 children, in the order of `pairs`."""
    found = defaultdict(list)
    for indicator, figures in pairs:
        for name, (figure, _) in arranging.latest(figures).items():
            number = measures.number(figure)
            if number is not None and 0 <= number <= 100 and number == int(number):
                found[name].append((VillageItem(int(number), indicator.village), figure))
    return list(found.items())


def villages(pairs: Iterable | Iterator) -> Iterator:
    """(area name, Village, figures) for each area with lines of the village of 100 children."""
    for name, items in village_lines(pairs):
        place = "the partnership’s area" if name == arranging.WHOLE else name
        said = (
            f"If {place} were a village of 100 children: "
            + "; ".join(f"{item.count} {lower_first(item.label)}" for item, _ in items[:3])
            + "."
        )
        yield (
            name,
            Village(f"{name} as a village of 100 children", [item for item, _ in items], said),
            [figure for _, figure in items],
        )
