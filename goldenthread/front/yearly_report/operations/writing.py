"""Writing the report: sections, whose word each paragraph is, what chapters draw on, comments, the checklist."""

import datetime
from typing import Any

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.notices.operations import wait
from goldenthread.foundation.people.models import Body, ReportingPeriod
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import new_key, operation, save_changes
from goldenthread.front.yearly_report import rules
from goldenthread.front.yearly_report.assembly import chapter_of, plan_of_sections
from goldenthread.front.yearly_report.checklist import edition_on
from goldenthread.front.yearly_report.models import Chosen, Comment, ItemAnswer, Report, Section, Word
from goldenthread.front.yearly_report.operations.locking import lock, lock_section
from goldenthread.front.yearly_report.operations.ordering import order_for
from goldenthread.front.yearly_report.paragraphs import pieces


@operation
def begin_report(*, by: Actor, now: datetime.datetime, body: Body, period: ReportingPeriod, title: str) -> Report:
    """A report for one period, with a section for every chapter that is offered and those that people write, in the
    order of the report before it.
    """
    report = Report(key=new_key("report"), body=body, period=period, title=title, edition=edition_on(period.ends))
    require(by, "report.write", report)
    type(period).objects.select_for_update().get(pk=period.pk)  # of two who begin at once, the second is told
    if Report.objects.filter(body=body, period=period).exists():
        raise Refused(f"There is a report for {period.label} already. Open that one.")
    places = order_for(body)
    report.save()
    Section.objects.bulk_create(
        [Section(report=report, chapter=code, title=name, order=places[code]) for code, name, *_ in plan_of_sections()]
    )
    history.record(report, "report.begun", by=by, now=now, changes={"title": ("", title)})
    return report


@operation
def add_section(*, by: Actor, now: datetime.datetime, report: Report, title: str, order: int) -> Section:
    """A chapter that only this report has, which people write. `order` is that of the chapter after which it stands."""
    lock(report)
    rules.may_be_written(report)
    require(by, "report.write", report)
    section = Section(report=report, chapter=new_key("chapter"), title=title.strip(), order=order)
    section.save()
    history.record(report, "report.chapter_added", by=by, now=now, changes={section.chapter: ("", section.title)})
    return section


@operation
def write_section(*, by: Actor, now: datetime.datetime, section: Section, version: int, **values: Any) -> Section:
    """Change text, title, place, speaker, writer or readiness."""
    lock_section(section)
    rules.may_be_written(section.report)
    rules.may_write_in(section, by)
    for name in {"text", "remark"} & values.keys():
        rules.text_can_be_read(values[name], name)
    changes = save_changes(section, version=version, values=values)
    told = {f"{section.chapter}.{name}": change for name, change in changes.items()}
    history.record(section.report, "report.section_changed", by=by, now=now, changes=told)
    return section


@operation
def leave_out(*, by: Actor, now: datetime.datetime, section: Section, version: int, left_out_why: str) -> Section:
    """The chapter is no longer in the report, for a reason that those read who write and sign it."""
    rules.left_out_with_a_reason(left_out_why)
    values = {"left_out": True, "left_out_why": left_out_why.strip()}
    return _stands(by, now, section, version, values, "report.chapter_left_out")


@operation
def take_in(*, by: Actor, now: datetime.datetime, section: Section, version: int) -> Section:
    """A chapter that was left out is in the report again."""
    if not section.left_out:
        raise Refused("This chapter is in the report already.")
    values = {"left_out": False, "left_out_why": ""}
    return _stands(by, now, section, version, values, "report.chapter_taken_in")


def _stands(
    by: Actor, now: datetime.datetime, section: Section, version: int, values: dict[str, Any], verb: str
) -> Section:
    lock_section(section)
    rules.may_be_left_out(section)
    require(by, "report.write", section)
    changes = save_changes(section, version=version, values=values)
    told = {f"{section.chapter}.{name}": change for name, change in changes.items()}
    history.record(section.report, verb, by=by, now=now, changes=told)
    return section


@operation
def stand_behind(
    *, by: Actor, now: datetime.datetime, section: Section, paragraph: str, name: str, post: str = ""
) -> Word:
    """A named person stands behind one paragraph as it reads now."""
    lock_section(section)
    rules.may_be_written(section.report)
    rules.may_write_in(section, by)
    if not name.strip():
        raise Refused("Say who stands behind this.", "name")
    if paragraph not in {piece.digest for piece in pieces(section.text)}:
        raise Refused("That paragraph has changed. Read it again before somebody stands behind it.")
    section.words.filter(paragraph=paragraph).delete()
    word = Word(
        section=section,
        paragraph=paragraph,
        name=name.strip(),
        post=post.strip(),
        person_id=by.person_id,
        on=day_of(now),
    )
    word.save()
    history.record(section.report, "report.word_given", by=by, now=now, changes={section.chapter: ("", name)})
    return word


@operation
def choose(*, by: Actor, now: datetime.datetime, section: Section, noun: str, key: str, put_in: bool) -> Chosen:
    """Put a record into a chapter, or leave one out that the chapter would draw on."""
    lock_section(section)
    rules.may_be_arranged(section.report)
    rules.may_write_in(section, by)
    rules.may_be_chosen(chapter_of(section.chapter), section.title, noun)
    chosen, _ = Chosen.objects.update_or_create(section=section, noun=noun, key=key, defaults={"put_in": put_in})
    change = {section.chapter: ("", f"{'put in' if put_in else 'left out'} {noun} {key}")}
    history.record(section.report, "report.record_chosen", by=by, now=now, changes=change)
    return chosen


@operation
def put_in_all(*, by: Actor, now: datetime.datetime, section: Section, records: list[tuple[str, str]]) -> None:
    """Put several records into a chapter at once: [(noun, reference)]. What was chosen of them already stays."""
    lock_section(section)
    rules.may_be_arranged(section.report)
    rules.may_write_in(section, by)
    for noun in {noun for noun, _ in records}:
        rules.may_be_chosen(chapter_of(section.chapter), section.title, noun)
    there = set(section.chosen.values_list("noun", "key"))
    new = [
        Chosen(section=section, noun=noun, key=key, put_in=True) for noun, key in records if (noun, key) not in there
    ]
    if not new:
        raise Refused("All of them stand in the chapter already.")
    Chosen.objects.bulk_create(new)
    told = f"put in {', '.join(map(str, new))}"
    history.record(section.report, "report.record_chosen", by=by, now=now, changes={section.chapter: ("", told)})


@operation
def unchoose(*, by: Actor, now: datetime.datetime, section: Section, noun: str, key: str) -> None:
    """Back to what the chapter would do by itself."""
    lock_section(section)
    rules.may_be_arranged(section.report)
    rules.may_write_in(section, by)
    section.chosen.filter(noun=noun, key=key).delete()
    history.record(
        section.report, "report.record_chosen", by=by, now=now, changes={section.chapter: (f"{noun} {key}", "")}
    )


@operation
def comment(*, by: Actor, now: datetime.datetime, section: Section, text: str) -> Comment:
    """What somebody says of a section while it is written. A partner who reads the closed text objects instead."""
    lock_section(section)
    rules.may_be_commented_on(section.report)
    require(by, "report.comment", section)
    if not text.strip():
        raise Refused("Write your comment.", "text")
    row = Comment(section=section, text=text, by_name=by.name, person_id=by.person_id, at=now)
    row.save()
    history.record(section.report, "report.commented", by=by, now=now, changes={section.chapter: ("", text)})
    wait(section.report, "report.comment_made", by=by, now=now)
    return row


@operation
def settle_comment(*, by: Actor, now: datetime.datetime, comment: Comment) -> Comment:
    lock(comment.section.report)
    comment.refresh_from_db(fields=["settled_at", "settled_by"])
    rules.is_not_settled(comment)
    require(by, "report.write", comment.section)
    comment.settled_at, comment.settled_by = now, by.name
    comment.save()
    history.record(comment.section.report, "report.comment_settled", by=by, now=now)
    return comment


@operation
def answer_item(
    *,
    by: Actor,
    now: datetime.datetime,
    report: Report,
    number: str,
    section: Section | None = None,
    paragraph: str = "",
    not_applicable: str = "",
    name: str = "",
) -> ItemAnswer:
    """Mark the paragraph that meets an item, or say in a sentence, with a name, why it does not apply."""
    lock(report)
    if section is not None:
        lock_section(section)
    rules.may_be_written(report)
    require(by, "report.write", report)
    if section is None:
        if not not_applicable.strip():
            raise Refused("Say in a sentence why this does not apply.", "not_applicable")
        if not name.strip():
            raise Refused("Say who has decided that.", "name")
    elif paragraph not in {piece.digest for piece in pieces(section.text)}:
        raise Refused("Choose the paragraph that meets this item.", "paragraph")
    report.answers.filter(number=number).delete()
    answer = ItemAnswer(
        report=report,
        number=number,
        section=section,
        paragraph=paragraph,
        not_applicable=not_applicable.strip(),
        name=name.strip(),
        on=day_of(now),
    )
    answer.save()
    history.record(
        report,
        "report.item_answered",
        by=by,
        now=now,
        changes={number: ("", not_applicable or (section.title if section else ""))},
    )
    return answer
