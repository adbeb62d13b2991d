"""Rows of lists, ready to be drawn, for things of any kind."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.ui.words import day
from goldenthread.thread.models import Action, Finding, Impact, Recommendation, Source
from goldenthread.thread.queries import addresses, plan, works
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.reading import Projection, Reading
from goldenthread.thread.queries.story import ACTION_COLOURS, JUDGEMENT_COLOURS, RECOMMENDATION_COLOURS

RELATED = {
    Finding: ("source__group", "holder"),
    Recommendation: ("source__group", "holder"),
    Action: ("source__group", "holder", "owner"),
    Impact: ("source__group", "holder", "action__source", "recommendation__source"),
}


def action_rows(viewer: Viewer, page: Page | QuerySet[Action] | list[Action]) -> list[dict[str, Projection | str]]:
    reading = Reading(viewer)
    return [
        {
            "action": seen,
            "title": short(seen.title, 160),
            "url": addresses.of(viewer, seen.thing),
            "work": short(seen.work, 90),
            "work_url": addresses.of_work(viewer, seen.thing) if seen.sees_work else "",
            "late": seen.is_overdue(viewer.today),
            "moved": seen.first_due_on != seen.due_on,
            "colour": ACTION_COLOURS[seen.state],
        }
        for seen in map(reading.for_list, page)
    ]


def rows_of(viewer: Viewer, model: type[Model], page: Page) -> list[dict[str, str]]:
    """{title, url, work, state, colour, on, hint, published} for each thing of a page; `on` is the day of the work, or
    in words its year where the work stays closed.
    """
    if model is Source:
        found = works.in_list(viewer, page)
        return [
            {
                "title": row["name"],
                "url": row["url"],
                "work": row["source"].kind_label,
                "state": "",
                "colour": "grey",
                "on": row["source"].on,
                "when": "",
                "hint": row["source"].group.name,
                "published": row["source"].origin == "as_published",
            }
            for row in found
        ]
    page.object_list = page.object_list.select_related(*RELATED[model])
    reading = Reading(viewer)
    return [_row(viewer, reading, row) for row in page]


def _row(viewer: Viewer, reading: Reading, row: Model) -> dict[str, str]:
    seen = reading.for_list(row)
    state, colour, hint = _standing(viewer, seen)
    return {
        "title": short(seen.title, 200),
        "url": addresses.of(viewer, row),
        "work": short(seen.work, 100),
        "state": state,
        "colour": colour,
        "on": seen.work_on,
        "when": seen.work_when,
        "hint": hint,
        "published": seen.origin == "as_published",
    }


def _standing(viewer: Viewer, row: Projection) -> tuple[str, ...]:
    if isinstance(row.thing, Finding):
        return row.get_kind_display(), "green" if row.kind == "strength" else "orange", ""
    if isinstance(row.thing, Recommendation):
        return row.get_state_display(), RECOMMENDATION_COLOURS[row.state], ""
    if isinstance(row.thing, Action):
        late = row.is_overdue(viewer.today)
        due = f"due {day(row.due_on)}" if row.due_on else "no due date"
        hint = f"{row.owner.short}, {due}" if row.owner else f"No owner, {due}"
        return ("Overdue", "red", hint) if late else (row.get_state_display(), ACTION_COLOURS[row.state], hint)
    again = f", look again on {day(row.look_again_on)}" if row.look_again_on else ""
    return (
        row.get_judgement_display(),
        JUDGEMENT_COLOURS[row.judgement],
        f"{'Judged' if row.is_judged else 'Told'}: {row.when}{again}",
    )


MINE = (
    ("owed", "What I owe", "Actions of your agency or in your name, soonest first."),
    (
        "to_answer",
        "Waits for my answer",
        "Recommendations addressed to your agency, or for the business unit to any, that it has not answered.",
    ),
    ("to_agree", "Waits for my agreement", "Proposed actions with an owner and a day."),
    ("to_assure", "Waits for me to look", "Reported done, with evidence, by somebody else."),
    ("to_judge", "Waits for a judgement", "Done and assured. What did it change for children?"),
    ("look_again", "Look again", "It was too early to say; the day to look again has come."),
)


PER_PAGE = 50


def mine_title(code: str) -> str:
    """What a list of the page "What is mine" is called, for the links that lead to it."""
    return next(title for one, title, _ in MINE if one == code)


def mine_lists(viewer: Viewer, chosen: str = "", page: str | None = None) -> list[dict]:
    """The lists of the page "What is mine", those with something in them; each says how it came about and how long it
    is. With `chosen` that list alone, by its pages; otherwise the first page of each.
    """
    counts, reading = plan.mine_counts(viewer), Reading(viewer)
    return [
        _mine_list(viewer, reading, code, title, sentence, counts[code], page)
        for code, title, sentence in MINE
        if counts[code] and chosen in ("", code)
    ]


def _mine_list(
    viewer: Viewer, reading: Reading, code: str, title: str, sentence: str, count: int, page: str | None
) -> dict[str, Any]:
    paginator = Paginator(plan.MINE[code](viewer), PER_PAGE)
    paginator.count = count  # known already, with the others in one query
    found = paginator.get_page(page)
    return {
        "code": code,
        "title": title,
        "sentence": sentence,
        "page": found,
        "count": count,
        "rows": [_mine(viewer, reading, row) for row in found],
        "url": addresses.page(viewer, "mine", list=code),
    }


def _mine(viewer: Viewer, reading: Reading, row: Action | Recommendation) -> dict[str, Any]:
    due = getattr(row, "due_on", None) or getattr(row, "look_again_on", None)
    seen = reading.for_list(row)
    state, colour, hint = _standing(viewer, seen)
    may_update = isinstance(row, Action) and row.state == "agreed"
    return {
        "title": short(seen.title, 140),
        "url": addresses.of(viewer, row),
        "work": short(seen.work, 80),
        "due": due,
        "state": state,
        "colour": colour,
        "hint": hint,
        "update": addresses.of(viewer, row, "progress") if may_update else "",
    }
