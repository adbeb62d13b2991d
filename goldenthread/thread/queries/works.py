"""Pieces of work, in a list and on their own page."""

from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Model, Q, QuerySet

from goldenthread.foundation.access import readers as listed
from goldenthread.foundation.access.models import Reader
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.people.models import Person
from goldenthread.foundation.ui.words import day
from goldenthread.thread.models import Action, Evidence, Finding, Recommendation, Source
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.filters import ThreadFilter
from goldenthread.thread.queries.plan import to_answer_in
from goldenthread.thread.queries.reading import Reading
from goldenthread.thread.queries.story import Story
from goldenthread.thread.states import OPEN_ACTION_STATES


def sources(viewer: Viewer, narrow: ThreadFilter) -> QuerySet[Source]:
    return (
        narrow.of(viewer, Source.objects.visible_to(viewer))
        .select_related("group", "holder")
        .order_by("-on", "title", "pk")
    )


def in_list(viewer: Viewer, page: Page) -> list[dict[str, Any]]:
    """Each source of a page with its name for this viewer and what hangs on it, in three queries."""
    reading, ids = Reading(viewer), [row.pk for row in page]

    def count(model, **only):
        rows = model.objects.visible_to(viewer).filter(source__in=ids, **only).order_by()
        return dict(rows.values_list("source").annotate(Count("pk")))

    findings, recommendations = count(Finding), count(Recommendation)
    owed = Action.objects.visible_to(viewer).filter(source__in=ids).order_by().values("source")
    still = Count("pk", filter=Q(state__in=OPEN_ACTION_STATES))
    actions = {row["source"]: (row["all"], row["still"]) for row in owed.annotate(all=Count("pk"), still=still)}
    return [
        {
            "source": reading.for_list(row),
            "name": reading.for_list(row).work,
            "url": addresses.of(viewer, row),
            "findings": findings.get(row.pk, 0),
            "recommendations": recommendations.get(row.pk, 0),
            "actions": actions.get(row.pk, (0, 0))[0],
            "open": actions.get(row.pk, (0, 0))[1],
        }
        for row in page
    ]


def areas(source: Source) -> list:
    return [link.area.name for link in source.source_areas.select_related("area")]


def readers(viewer: Viewer, thing: Model) -> list[dict[str, Person | str]]:
    """{person, says, way, remove}: who is listed for a thing or left out, for those who list them or are one."""
    rows = list(listed.of_thing(thing))
    mine = any(row.person_id == viewer.person_id and not row.excluded for row in rows)
    if not mine and not can(viewer, "thread.list_readers", thing):
        return []
    page = f"remove_reader_{thing._meta.model_name}"
    return [
        {
            "person": row.person,
            "says": _says(row),
            "way": "Let in again" if row.excluded else "Remove",
            "remove": addresses.of(viewer, thing, page, row.person.key),
        }
        for row in rows
    ]


def _says(reader: Reader) -> str:
    """“may read it, from 1 March 2026 to 30 April 2026.”"""
    says = "left out" if reader.excluded else "may read it"
    if reader.starts:
        says += f", from {day(reader.starts)}"
    if reader.ends:
        says += f", until {day(reader.ends)}"
    return f"{says}. {reader.why}".rstrip()


def may(viewer: Viewer, thing: Model) -> dict[str, bool]:
    """What the page offers this person, by the last part of the permission."""
    codes = ("write", "add_action", "judge", "voices", "release", "list_readers")
    # what somebody proposes goes to their own partnership, whichever one holds the work from which it comes
    return {code: can(viewer, f"thread.{code}", thing) for code in codes} | {"propose": can(viewer, "thread.propose")}


PAGES = (
    "edit_source",
    "add_finding",
    "add_recommendation",
    "add_action",
    "judge_source",
    "add_voice",
    "readers_source",
    "release_source",
    "restrict_source",
    "reword_source",
    "propose_from_source",
)


def urls(viewer: Viewer, source: Source) -> dict[str, str]:
    return {name: addresses.of(viewer, source, name) for name in PAGES} | {"sources": addresses.page(viewer, "sources")}


def links(viewer: Viewer, source: Source) -> list[tuple[str, str]]:
    """(label, address) of what this person may add to a piece of work."""
    offered, found = may(viewer, source), urls(viewer, source)
    wanted = (
        ("Add a finding", "write", "add_finding"),
        ("Add a recommendation", "write", "add_recommendation"),
        ("Add an action", "add_action", "add_action"),
        ("Judge the impact of the whole work", "judge", "judge_source"),
        ("Propose further work", "propose", "propose_from_source"),
    )
    links = [(label, found[page]) for label, code, page in wanted if offered[code]]
    if to_answer_in(viewer, source).exists():
        links.append(("Record what agencies answered", addresses.of(viewer, source, "answers_of_work")))
    return links


def parts(story: Story) -> list[Model]:
    """The parts of this source itself, for its history."""
    own = [*story.findings, *story.recommendations, *story.actions, *story.voices]
    own += [row for rows in story._impacts.values() for row in rows]
    return [row for row in own if row.source_id == story.source.pk]


def evidence_of(story: Story, parts: list[Model]) -> list[Evidence]:
    """The evidence of those parts that are actions."""
    return [row for part in parts if isinstance(part, Action) for row in story.evidence[part.pk]]


def labels(story: Story) -> dict[str, str]:
    """{ref: the beginning of its text}, so that a line of history says what it is about."""
    return {row.ref: short(story.says(row), 60) for row in parts(story)}
