"""What keeps coming back: themes by year and by kind of work, and what was done between."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.prepared import prepared
from goldenthread.foundation.ui.words import lower_first, plural
from goldenthread.thread import kinds
from goldenthread.thread.models import Action, Finding, Source, Theme
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.filters import ThreadFilter
from goldenthread.thread.queries.lists import action_rows
from goldenthread.thread.queries.placing import by_work
from goldenthread.thread.queries.reading import Projection, Reading
from goldenthread.thread.queries.years import year_label, year_of

CLOSED_WORK = "Confidential work"
SHOWN = 50  # of a theme's newest findings and actions; the whole lists are a link away


@dataclass(frozen=True)
class Bar:
    """One year of one panel: `height` of 100 is the highest bar of all panels."""

    year: str
    count: int
    x: int
    y: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + 14

    @property
    def above(self) -> float:
        return self.y - 5

    @property
    def short(self) -> str:
        return f"{self.year[2:4]}/{self.year[5:]}"


@dataclass(frozen=True)
class Panel:
    """One kind of work over the years."""

    label: str
    total: int
    bars: list
    sentence: str


@dataclass(frozen=True)
class Recurrence:
    years: list
    panels: list
    table: list
    sentence: str
    findings: list
    actions: list
    width: int
    more_findings: str = ""
    more_actions: str = ""
    """Addresses of the whole lists, where they are longer than what stands on the page."""

    @property
    def findings_label(self) -> str:
        count = plural(len(self.findings), "finding")
        return f"The newest {count}" if self.more_findings else count

    @property
    def last(self) -> int:
        return self.width - 4

    @property
    def columns(self) -> list[str | dict[str, Any]]:
        """Of the table that says the same as the panels."""
        return [
            "Kind of work",
            *({"label": year, "numeric": True} for year in self.years),
            {"label": "In all", "numeric": True},
        ]


@prepared
def _of_findings(viewer: Viewer, theme_id: int | None = None) -> QuerySet:
    """(theme, kind of work, day of work, source) of every finding with a theme that the viewer sees. The kind of work
    that stays closed to them is "".
    """
    rows = Finding.objects.visible_to(viewer).order_by()
    found = Q(theme_links__isnull=False) if theme_id is None else Q(theme_links__theme=theme_id)
    rows = rows.filter(found)
    seen = Q(source__in=Source.objects.visible_to(viewer).order_by().values("pk"))
    kind = Case(When(seen, then=F("source__kind")), default=Value(""))
    return rows.annotate(kind_seen=kind).values_list("theme_links__theme", "kind_seen", "source__on", "source")


def themes(viewer: Viewer) -> list[dict[str, Any]]:
    """Every theme with its findings, pieces of work and years, the most frequent first."""
    sizes, works, years = Counter(), defaultdict(set), defaultdict(set)
    for theme_id, _, on, source_id in _of_findings(viewer):
        sizes[theme_id] += 1
        works[theme_id].add(source_id)
        years[theme_id].add(year_of(on)[0])
    return [
        {
            "theme": theme,
            "url": addresses.of_theme(viewer, theme),
            "findings": sizes[theme.pk],
            "works": len(works[theme.pk]),
            "years": _said(years[theme.pk]),
            "returns": len(years[theme.pk]) > 1,
        }
        for theme in sorted(Theme.objects.all(), key=lambda row: (-sizes[row.pk], row.name))
    ]


def _said(years: set[datetime.date]) -> str:
    return ", ".join(year_label(first) for first in sorted(years))


def of_theme(viewer: Viewer, theme: Theme) -> Recurrence:
    counted, works = Counter(), set()
    for _, kind, on, source_id in _of_findings(viewer, theme.pk):
        counted[kind, year_of(on)[0]] += 1
        works.add(source_id)
    firsts = [year for _, year in counted]
    years = (
        [min(firsts).replace(year=number) for number in range(min(firsts).year, max(firsts).year + 1)] if firsts else []
    )
    highest = max(counted.values(), default=1)
    shown = sorted(
        {kind for kind, _ in counted}, key=lambda kind: -sum(n for (k, _), n in counted.items() if k == kind)
    )
    panels = [_panel(kind, years, counted, highest) for kind in shown]
    table = [[panel.label, *(bar.count for bar in panel.bars), panel.total] for panel in panels]
    findings, actions = _findings(viewer, theme), _actions(viewer, theme)
    whole_plan = addresses.page(viewer, "actions", theme=theme.pk, state="all")
    return Recurrence(
        [year_label(year) for year in years],
        panels,
        table,
        _sentence(theme, counted, years, works, shown),
        findings[:SHOWN],
        actions[:SHOWN],
        max(len(years), 3) * 44 + 16,
        f"{addresses.of_break(viewer, 'findings')}?theme={theme.pk}" if len(findings) > SHOWN else "",
        whole_plan if len(actions) > SHOWN else "",
    )


def _panel(kind: str, years: list[datetime.date], counted: dict, highest: int) -> Panel:
    bars = []
    for place, year in enumerate(years):
        count = counted[kind, year]
        height = round(72 * count / highest, 1)
        bars.append(Bar(year_label(year), count, 8 + place * 44, round(92 - height, 1), height))
    total = sum(bar.count for bar in bars)
    said = ", ".join(f"{bar.count} in {bar.year}" for bar in bars if bar.count)
    label = kinds.BY_CODE[kind].plural if kind else CLOSED_WORK
    return Panel(label, total, bars, f"{label}: {said}.")


def _sentence(theme: Theme, counted: dict, years: list[datetime.date], works: set[int], shown: list[str]) -> str:
    if not counted:
        return f"No work that you may see has found anything on {lower_first(theme.name)} yet."
    active = sorted({year for _, year in counted})
    total = sum(counted.values())
    start = f"{plural(total, 'finding')} from {plural(len(works), 'piece,pieces')} of work"
    if len(active) == 1:
        return f"{start}, all in {year_label(active[0])}."
    return f"{start}, in {len(active)} of {len(years)} years, from {plural(len(shown), 'kind')} of work: it came back."


def _findings(viewer: Viewer, theme: Theme) -> list[dict[str, datetime.date | str]]:
    reading = Reading(viewer)
    return [
        {
            "on": seen.work_on or seen.work_when,
            "title": short(seen.title, 200),
            "url": addresses.of(viewer, seen.thing),
            "text": seen.work,
        }
        for seen in map(reading.for_list, _newest(viewer, theme.pk))
    ]


@prepared
def _newest(viewer: Viewer, theme_id: int) -> QuerySet:
    rows = Finding.objects.visible_to(viewer).filter(theme_links__theme=theme_id)
    return by_work(viewer, rows.select_related("source__group", "holder"), newest=True)[: SHOWN + 1]


def _actions(viewer: Viewer, theme: Theme) -> list[dict[str, Projection | str]]:
    """What was done between: actions that answer a recommendation resting on such a finding."""
    return action_rows(viewer, _latest_actions(viewer, ThreadFilter(theme_id=theme.pk)))


@prepared
def _latest_actions(viewer: Viewer, narrow: ThreadFilter) -> QuerySet:
    rows = narrow.of(viewer, Action.objects.visible_to(viewer))
    return rows.select_related("source__group", "holder", "owner").order_by("-state_on", "key")[: SHOWN + 1]
