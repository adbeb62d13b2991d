"""The record file's list of yearly reports: what people wrote, chapter by chapter, who stands behind it, and what was
signed and published. What rooms offer is not repeated."""

import io

from goldenthread.foundation.documents.storing import Damaged, keep, read_whole
from goldenthread.foundation.papers.markdown import parse
from goldenthread.foundation.records.shapes import Choice, Each, Key, LongText, Ref, Shape, Text, Whole, YesNo
from goldenthread.foundation.records.writing_out import Word
from goldenthread.foundation.room import Refused, offered
from goldenthread.front.yearly_report.assembly import plan_of_sections
from goldenthread.front.yearly_report.checklist import BEFORE, EDITIONS
from goldenthread.front.yearly_report.models import Report
from goldenthread.front.yearly_report.record_parts import checks
from goldenthread.front.yearly_report.record_parts.abbreviations import ABBREVIATION, abbreviations
from goldenthread.front.yearly_report.record_parts.kinds import Chapter
from goldenthread.front.yearly_report.record_parts.lists import ANSWERS, CHOSEN, COMMENTS, LINES, VERSIONS, WORDS
from goldenthread.front.yearly_report.record_parts.recipients import RECIPIENT, recipients
from goldenthread.front.yearly_report.record_parts.word_templates import WORD_TEMPLATE, word_templates
from goldenthread.front.yearly_report.states import ReportState
from goldenthread.thread.record_parts import ORIGIN

__all__ = ["ABBREVIATION", "RECIPIENT", "REPORT", "WORD_TEMPLATE"]
__all__ += ["abbreviations", "recipients", "reports", "word_templates"]
INSIDE = ("why", "answers", "versions")
INSIDE_SECTIONS = ("writer", "ready", "words", "chosen", "comments")
NOT_TOLD = "The reason is not told to the public."


def _within(row, values, up_to):
    """For the public a report that was signed and published here is one published elsewhere: what it took stays
    inside.
    """
    if up_to != "public":
        return values
    open_to_all = {name: value for name, value in values.items() if name not in INSIDE}
    if row.state == ReportState.PUBLISHED:
        open_to_all |= {
            "state": Word(ReportState.ELSEWHERE.value),
            "published_elsewhere": values.get("published_elsewhere", f"Golden Thread, {row.body.name}"),
        }
    if "sections" in values:
        open_to_all["sections"] = [
            {
                name: NOT_TOLD if name == "left_out_why" else said
                for name, said in one.items()
                if name not in INSIDE_SECTIONS
            }
            for one in values["sections"]
        ]
    return {name: open_to_all[name] for name in REPORT.by_name if name in open_to_all}


def _keep(values, there):
    """What a chapter draws on or leaves out is named only where it is taken out too."""
    for section in values.get("sections", ()):
        chosen = [one for one in section.get("chosen", ()) if there(one["noun"], one["thing"])]
        section |= {"chosen": chosen} if chosen else {}
        for line in section.get("lines", ()):
            if "noun" in line and not there(line["noun"], line["thing"]):
                del line["noun"], line["thing"]
        if not chosen:
            section.pop("chosen", None)


def _attach(row):
    for version in row.versions.all():
        if version.text:
            yield version.digest, io.BytesIO(version.text.encode())
            for rendering in version.renderings.all():
                try:
                    yield rendering.sha256, io.BytesIO(read_whole(rendering.sha256))
                except Damaged as damaged:
                    raise Refused(
                        f"{rendering} cannot be taken out: {damaged}. Restore it from a backup first."
                    ) from damaged


def _prepare(items, record):
    """The bytes lie in the storage before any row names them."""
    for item in items:
        for version in item.values.get("versions", ()):
            for rendering in version.get("renderings", ()):
                if "file" in rendering:
                    keep(record.documents[rendering["file"]].read_bytes())


class ReportShape(Shape):
    def told_below(self):
        """The product's own chapters with their places, for the documentation."""
        built = {chapter.code for chapter in offered("chapters")}
        rows = [
            f"| `{code}` | {title} | {order} | {'the records, and what people write' if code in built else 'people'} |"
            for code, title, order, _ in plan_of_sections()
        ]
        return [
            "#### Chapters of a report",
            "",
            "A report has these chapters by itself, in this order. Those that the records fill stand in it as soon as "
            "there is something to tell, also without a section.",
            "",
            "| `chapter` | Title | Place | Filled by |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]


REPORT = ReportShape.of(
    Report,
    sentence="A yearly report: its title, and what people wrote in it; or published arrangements, section by section. "
    "Figures, work, actions, impacts and voices come from their own lists.",
    says={
        "key": Key(),
        "title": "Its title.",
        "kind": "A yearly report, or the published arrangements of the partnership.",
        "period": ("Of a yearly report: the reporting period.", {"required_when": "unless `kind: arrangements`"}),
        "in_force_from": "Of arrangements: from which day they hold.",
        "edition": Choice(
            name="edition",
            required_when="unless `kind: arrangements`",
            values=[
                (BEFORE, "before there was a list"),
                *((name, f"in force from {first}") for name, first in EDITIONS),
            ],
            sentence="Of a yearly report: the edition of the guidance whose checklist counts, in force on the last "
            "day of the period.",
        ),
        "state": "published_elsewhere for a report that has been published outside this product; closed and "
        "published for one that was signed in it, with its versions.",
        "published_elsewhere": ("Where it was published.", {"required_when": "when `state: published_elsewhere`"}),
        "published_on": "When, where known.",
        "why": ("Of a published report that is being corrected: what is wrong and will change.", {"parse": parse}),
        "sections": Each(
            name="sections",
            model="yearly_report.Section",
            own="report",
            sentence="What people wrote, chapter by chapter. A chapter that the records fill by themselves needs no "
            "section.",
            fields=(
                Chapter(
                    name="chapter", sentence="Which chapter; a key of its own for a section that only this report has."
                ),
                Text(name="title", sentence="Its heading.", required=True),
                Whole(
                    name="order",
                    sentence="Its place among the chapters: see the list of chapters below.",
                    empty=50,
                    most=999,
                ),
                LongText(
                    name="text",
                    parse=parse,
                    sentence="What people wrote, in light Markdown: in your own words where it is taken from a "
                    "published text.",
                ),
                Text(
                    name="speaker",
                    sentence="Whose words it holds: of the foreword its signatory, of the statement the scrutineer.",
                ),
                Text(name="speaker_post", sentence="Their post."),
                YesNo(
                    name="in_other_words",
                    sentence="Whether the text tells in other words what the speaker wrote: then it says so at its "
                    "beginning, and their name does not stand under it.",
                ),
                LongText(
                    name="remark",
                    parse=parse,
                    sentence="What you who write the record down have to remark, for instance what the published text "
                    "has lost. It is printed apart from the text, as a marked note.",
                ),
                YesNo(
                    name="left_out",
                    sentence="Whether the chapter is left out of the report. One that the records fill stands in it "
                    "unless this says so.",
                ),
                Text(
                    name="left_out_why",
                    sentence="Why it is left out.",
                    max=300,
                    required_when="when `left_out: yes`",
                ),
                Ref(name="writer", part="people", sentence="Who writes it."),
                YesNo(name="ready", sentence="Whether it is ready to close."),
                WORDS,
                CHOSEN,
                LINES,
                COMMENTS,
            ),
            check=checks.section,
        ),
        "answers": ANSWERS,
        "versions": VERSIONS,
        "origin": ORIGIN,
    },
    holder="body",
    left_out=(
        "versions.copies.recipient",
        "versions.copies.key",
        "versions.copies.message",
        "sections.version",
        "sections.lines.version",
        "answers.section",
        "versions.text",
        "versions.loaded_at",
        "versions.required.membership",
        "versions.signatures.membership",
        "versions.signatures.digest",
    ),
    audience=lambda report: (
        "public" if report.state in (ReportState.PUBLISHED, ReportState.ELSEWHERE) else "partnership"
    ),
    check=checks.report,
    whole=checks.whole,
    within=_within,
    keep=_keep,
    prepare=_prepare,
    attach=_attach,
)


def reports(viewer, body):
    rows = Report.objects.filter(body=body)
    return rows if viewer.seats else rows.filter(state__in=[ReportState.PUBLISHED, ReportState.ELSEWHERE])
