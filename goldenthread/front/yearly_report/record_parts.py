"""The record file's list of yearly reports: what people wrote, chapter by chapter. What rooms offer is not repeated."""

import datetime
import re
from dataclasses import dataclass
from difflib import get_close_matches

from goldenthread.foundation.people.models import ReportingPeriod
from goldenthread.foundation.records.shapes import (
    Choice,
    Day,
    Each,
    Key,
    LongText,
    Ref,
    Shape,
    Text,
    Unfit,
    Whole,
    YesNo,
)
from goldenthread.foundation.room import RecordPart
from goldenthread.front.yearly_report.checklist import BEFORE, EDITIONS, edition_on
from goldenthread.front.yearly_report.models import Report
from goldenthread.front.yearly_report.states import ReportState
from goldenthread.thread.record_parts import ORIGIN

STATES = [ReportState.DRAFT, ReportState.ELSEWHERE]


CHAPTERS = (
    "foreword", "who_we_are", "figures", "village", "priorities", "partners", "education", "months", "learning", "actions_and_impact",
    "thread", "voices", "information", "reforms", "money", "scrutiny", "next_steps",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Chapter(Key):
    """One of the product's own chapters, or a key that only this report has. What is almost one of the first is a slip."""

    def fit(self, text):
        known = {name.replace("_", ""): name for name in CHAPTERS}
        plain = text.lower().replace("-", "").replace("_", "").replace(" ", "")
        near = [known[plain]] if plain in known else [] if re.search(r"\d", text) else get_close_matches(text, CHAPTERS, 1, 0.88)
        if near and text not in CHAPTERS:
            raise Unfit(f"There is no chapter “{text}”, but there is “{near[0]}”. Write that, or choose a key that is less like it.")
        return super().fit(text)

    def expects(self):
        return f"a chapter of the product ({', '.join(f'`{name}`' for name in CHAPTERS)}), or a key of its own: small letters, digits and hyphens"

    def wanted(self):
        return f"one of {', '.join(CHAPTERS)}, or a key of its own"


def _of_its_time(items, record):
    """The edition is the one in force on the last day of the period, which stands in the folder or in the house."""
    ends = {item.key: item.values.get("ends") for item in record.items if item.shape.part == "periods"}
    house = ReportingPeriod.objects.filter(body__key=record.body)
    for item in items:
        key, said = item.values.get("period"), item.values.get("edition")
        last = ends.get(key) or next(iter(house.filter(key=key).values_list("ends", flat=True)), None) if key and said else None
        if last and (in_force := edition_on(datetime.date.fromisoformat(str(last)))) != said:
            yield item, "edition", f"On {last}, the last day of the period, another edition was in force: expected {in_force}, not {said}."


def _check(values):
    arrangements = values.get("kind") == Report.Kind.ARRANGEMENTS
    found = []
    if arrangements and "period" in values:
        found.append(("period", "Published arrangements have no reporting period. Write in_force_from."))
    if arrangements and values.get("state") != ReportState.ELSEWHERE:
        found.append(("state", "Published arrangements are kept as they were published: expected published_elsewhere."))
    if not arrangements:
        found += [(name, f"A yearly report has {words}.") for name, words in (("period", "a reporting period"), ("edition", "an edition")) if name not in values]
    return found + _elsewhere(values)


def _elsewhere(values):
    if values.get("state") == ReportState.ELSEWHERE and "published_elsewhere" not in values:
        return [("published_elsewhere", "Expected where the report was published.")]
    return []


def _as_elsewhere(rows, values, record):
    """Outside this house a report that was signed and published here is one published elsewhere: signatures stay here."""
    for row, value in zip(rows, values, strict=True):
        if row.state in (ReportState.PUBLISHED, ReportState.CLOSED):
            value.pop("state", None)
            if row.published_on:
                value["state"] = ReportState.ELSEWHERE.value
                value.setdefault("published_elsewhere", f"Golden Thread, {row.body.name}")


REPORT = Shape(
    part="reports",
    noun="report",
    model="yearly_report.Report",
    sentence="A yearly report: its title, and what people wrote in it; or published arrangements, section by section. Figures, work, actions, impacts and voices come from their own lists.",
    fields=(
        Key(),
        Text(name="title", sentence="Its title.", required=True),
        Choice(name="kind", values=Report.Kind, empty="yearly", sentence="A yearly report, or the published arrangements of the partnership."),
        Ref(name="period", part="periods", required_when="unless `kind: arrangements`", sentence="Of a yearly report: the reporting period."),
        Day(name="in_force_from", sentence="Of arrangements: from which day they hold."),
        Choice(
            name="edition",
            required_when="unless `kind: arrangements`",
            values=[(BEFORE, "before there was a list"), *((name, f"in force from {first}") for name, first in EDITIONS)],
            sentence="Of a yearly report: the edition of the guidance whose checklist counts, in force on the last day of the period.",
        ),
        Choice(name="state", values=[(s.value, s.label) for s in STATES], empty="draft", sentence="published_elsewhere for a report that has been published outside this product."),
        Text(name="published_elsewhere", required_when="when `state: published_elsewhere`", sentence="Where it was published.", max=300),
        Day(name="published_on", sentence="When, where known."),
        Each(
            name="sections",
            model="yearly_report.Section",
            own="report",
            sentence="What people wrote, chapter by chapter. A chapter that the records fill by themselves needs no section.",
            fields=(
                Chapter(name="chapter", sentence="Which chapter; a key of its own for a section that only this report has."),
                Text(name="title", sentence="Its heading.", required=True),
                Whole(name="order", sentence="Its place; chapters of the list above stand at 5 (foreword) to 90 (next steps).", empty=50, most=999),
                LongText(name="text", sentence="What people wrote, in light Markdown: in your own words where it is taken from a published text."),
                Text(name="speaker", sentence="Whose words it holds: of the foreword its signatory, of the statement the scrutineer."),
                Text(name="speaker_post", sentence="Their post."),
                YesNo(name="left_out", sentence="Whether the chapter is left out of the report."),
            ),
        ),
        ORIGIN,
    ),
    holder="body",
    left_out=("why", "sections.version", "sections.writer", "sections.ready"),
    audience=lambda report: "public" if report.state in (ReportState.PUBLISHED, ReportState.ELSEWHERE) else "partnership",
    check=_check,
    whole=_of_its_time,
    outward=_as_elsewhere,
)


def reports(viewer, body):
    rows = Report.objects.filter(body=body)
    return rows if viewer.seats else rows.filter(state__in=[ReportState.PUBLISHED, ReportState.ELSEWHERE])


_HERE = "goldenthread.front.yearly_report"
PARTS = (RecordPart("reports", f"{_HERE}.record_parts:REPORT", f"{_HERE}.loading:load", f"{_HERE}.record_parts:reports", 80),)
