"""May this happen to this report in this state? Pure questions that raise Refused."""

from goldenthread.foundation import room
from goldenthread.foundation.access.queries import can, require
from goldenthread.foundation.asking import Question
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.papers.blocks import PaperError
from goldenthread.foundation.papers.markdown import parse
from goldenthread.foundation.people.models import Membership, Seat
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui.words import listed
from goldenthread.front.yearly_report.states import ReportState, VersionState

MOST_LINES = 10


def may_step(thing, step):
    """`thing` is a report or a version, `step` a row of its table of states."""
    if thing.state not in step.before:
        raise Refused(
            f"This text is “{thing.get_state_display().lower()}” now, so that step is not open. Look at it again."
        )


def may_write_in(section, by):
    """The business unit writes everything; the scrutineer writes the scrutineer's own statement. Raises Forbidden."""
    if section.chapter == "scrutiny" and can(by, "report.scrutinise", section):
        return
    require(by, "report.write", section)


def may_be_written(report):
    if report.state == ReportState.CLOSED:
        raise Refused(
            "The text is closed for signature. Open it for changes first: the signatures on it will then no longer "
            "count."
        )
    if report.state == ReportState.PUBLISHED:
        raise Refused("This report is published. Begin a correction, which says what changed.")
    if report.state == ReportState.ELSEWHERE:
        raise Refused("This report was published elsewhere. It is kept as it was published.")


def may_be_commented_on(report):
    if report.state == ReportState.CLOSED:
        raise Refused(
            "The text is closed for signature, so a comment would change nothing. A partner who does not agree objects "
            "on the page of signing; others ask the business unit to open the text again."
        )
    if report.state != ReportState.DRAFT:
        raise Refused(
            "This report is published, so its chapters are commented on no longer. Tell the business unit what is "
            "wrong: a correction says what changed."
        )


def is_not_settled(comment):
    if comment.settled_at:
        raise Refused(f"{comment.settled_by} has settled this comment already.")


def may_be_arranged(report):
    """What the record fills is put in and left out of a draft, and of a report that was published elsewhere: its own
    text stays as it was published.
    """
    if report.state != ReportState.ELSEWHERE:
        may_be_written(report)


def may_be_left_out(section):
    """Of a report published elsewhere, what the record fills; its own text is kept as it was published."""
    may_be_arranged(section.report)
    if section.report.state == ReportState.ELSEWHERE and section.text.strip():
        raise Refused(
            "This chapter holds text of the published report, which is kept as it was published. Only a chapter that "
            "the record fills by itself can be left out of it."
        )


def can_be_left_out(section):
    """Whether `may_be_left_out` would let it pass, for a page that offers it."""
    try:
        may_be_left_out(section)
    except Refused:
        return False
    return True


def left_out_with_a_reason(why):
    if not why.strip():
        raise Refused("Say why the chapter is left out. Those who sign the report will ask.", "left_out_why")


def may_be_chosen(chapter, title, noun):
    """Whether a chapter lets a record of this noun be put in or left out; `chapter` is None where no room offers it."""
    if chapter is None:
        raise Refused(
            f"People write “{title}”, so no record is put into it or left out of it. Link to the record in its text."
        )
    if not chapter.draws_on:
        raise Refused(
            f"“{title}” is made of all that the period holds, so no single record is put into it or left out of it."
        )
    nouns = [room.noun(kind.noun) for kind in chapter.draws_on]
    if noun not in {item.code for item in nouns}:
        shown = listed(item.plural or item.label for item in nouns)
        raise Refused(f"“{title}” draws on {shown}, and not on {_plural(noun)}. Choose one of those.")


def _plural(code):
    item = room.noun(code)
    return item.plural or item.label


def text_can_be_read(text, field="text"):
    try:
        parse(text)
    except PaperError as fault:
        raise Refused(str(fault), field) from fault


def nothing_stands_in_the_way(problems):
    """`problems` are sentences of `queries.problems`."""
    if problems:
        first = problems[0].sentence
        more = f" ({len(problems)} things stand in the way.)" if len(problems) > 1 else ""
        raise Refused(f"The report cannot be closed yet. {first}{more}")


def statutory_on(body, day):
    """The memberships whose signatures are required: capacity "statutory" on the day."""
    return list(
        Membership.objects.on(day)
        .filter(partnership=body, capacity=Membership.Capacity.STATUTORY)
        .select_related("agency")
    )


def has_partners(memberships):
    if not memberships:
        raise Refused(
            "No statutory partner is recorded for today, so nobody could sign. Record the statutory partners first."
        )


def seat_to_sign(by, membership, now, statutory_roles):
    """The seat from which this person may sign for this partner today. Raises Refused when there is none."""
    seat = (
        Seat.objects.on(day_of(now))
        .filter(person_id=by.person_id, membership=membership, role__in=statutory_roles)
        .order_by("starts")
        .first()
    )
    if seat is None:
        raise Refused(
            f"You hold no seat of {membership.agency} today that may sign. Only a lead or delegated partner of "
            f"{membership.agency} can."
        )
    return seat


def may_be_signed(version, digest):
    if version.state != VersionState.OPEN:
        raise Refused("This version no longer waits for signatures. Look at the report again.")
    if version.digest != digest:
        raise Refused("The text changed after you opened it. Read it again before you sign.")


def not_answered(version, membership):
    if version.signatures.filter(membership=membership).exists():
        raise Refused(f"{membership.agency} has answered already.")


def may_be_published(version, needed, signed):
    if version.state != VersionState.SIGNED or needed - signed:
        raise Refused("Every statutory partner must sign this exact text before it is published.")


def may_be_sent(version):
    if version.state != VersionState.PUBLISHED:
        raise Refused("Only a published version can be sent out.")


def is_whole(renderings):
    """`renderings` are {form: bytes} of one text."""
    if set(renderings) != {"html", "pdf", "docx"} or not all(renderings.values()):
        raise Refused(
            "The page, the PDF and the Word document could not all be made, so nothing was closed. Try again."
        )


def asked_before_closing(report, now):
    """A report of a year that still runs is closed only by somebody who says that they know."""
    if report.period.ends < day_of(now):
        return []
    ends = f"{report.period.ends.day} {report.period.ends:%B %Y}"
    said = f"The period is not over: it ends on {ends}, and what is recorded until then would not be in the text."
    return [Question(said, f"Close it although the period ends on {ends}")]


def says_what_changed(text):
    """Readers will see it at the top of the next version, so it must also be one that can be printed."""
    if not text.strip():
        raise Refused("Say what is wrong and what will change. Readers will see it.", "reason")
    text_can_be_read(text, "reason")


def is_being_corrected(report):
    if not report.being_corrected:
        raise Refused("Nothing is being corrected here. Begin a correction of the published report first.")


def room_for_a_line(there: int):
    if there >= MOST_LINES:
        raise Refused(f"There are {MOST_LINES} lines already. Take one out first, or say two in one.")


def line_says_something(text):
    if not text.strip():
        raise Refused("Write the line: one sentence.", "text")
